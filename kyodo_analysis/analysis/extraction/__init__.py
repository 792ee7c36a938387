"""What was read of the plans, what was lost, and whether it is right."""
