"""Which plans there are, and the numbered lines of their files."""
