"""What the findings hang on."""
