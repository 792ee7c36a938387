"""Statistics of the tables: a table in, a new table out. No module here knows a path, a clock or an unseeded number."""
