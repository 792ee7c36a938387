"""Measurements: each module is run by itself and writes a table beside it."""
