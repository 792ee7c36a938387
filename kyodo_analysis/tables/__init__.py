"""Records to tidy tables and back: schema, checks, files."""

from kyodo_analysis.tables.loading import read

__all__ = ["read"]
