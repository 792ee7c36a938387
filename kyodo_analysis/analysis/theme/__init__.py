"""Which themes each plan takes up."""
