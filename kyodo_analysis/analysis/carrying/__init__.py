"""Who carries the measures, and when."""
