"""Traced text, character tables, repair and layout."""
