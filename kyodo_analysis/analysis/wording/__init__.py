"""How the plans say it: words that set them apart, words they repeat."""
