"""What goes together: maps, networks, clusters, topics."""
