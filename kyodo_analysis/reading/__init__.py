"""Readers: repaired lines in, records out."""
