"""Whether the engines give Janome's tokens: the texts, the comparison, the report."""
