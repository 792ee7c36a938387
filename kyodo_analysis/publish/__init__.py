"""What readers are shown first: the index of findings."""
