"""The data dictionary data/README.md, made from the schema."""

from __future__ import annotations

from collections.abc import Iterator

from kyodo_analysis.tables.datapackage import PACKAGE_NAME
from kyodo_analysis.tables.declarations import Column, Table
from kyodo_analysis.tables.schema import TABLES

_HEAD = """\
# Data dictionary

This page is generated from the schema (`kyodo_analysis/tables/schema.py`) by `kyodo build`; change it there.

- `raw/` holds the plans as they were published, with their manifest `plans.toml`.
- `hand/` holds what people decided, one decision per row.
- `processed/` holds the tables below: CSV in UTF-8 with LF line ends, a header and sorted rows, except where Parquet is
  named, and `{package}`, which describes them for other programs.

An empty cell means that there is no value; `field_status` says whether the plan is silent or the text lost it.
Lines of source files count from 1, columns from 0, both in characters. Fiscal years (年度) run from April to March and
are named by the western year in which they begin.

## Tables

| table | 表 | one row per | file |
|---|---|---|---|
"""


def describe_tables() -> str:
    """The data dictionary as Markdown: every table with its grain, key and columns."""
    overview = "".join(
        f"| [{table.name}](#{table.name}) | {table.label} | {table.grain} | {table.file_name} |\n"
        for table in TABLES.values()
    )
    return _HEAD.format(package=PACKAGE_NAME) + overview + "".join(map(_describe_table, TABLES.values()))


def _describe_table(table: Table) -> str:
    return f"\n## {table.name}\n\n" + "\n".join(_lines_of(table)) + "\n"


def _lines_of(table: Table) -> Iterator[str]:
    yield f"{table.label}: one row per {table.grain}. {table.description}"
    yield ""
    yield f"Key: {_code(table.key)}. Sorted by {_code(table.sorted_by)}."
    for key in table.foreign_keys:
        yield f"{_code(key.columns)} → `{key.table}` ({_code(key.references)})."
    yield ""
    yield "| column | 列 | type | meaning |"
    yield "|---|---|---|---|"
    for column in table.columns:
        yield f"| {column.name} | {column.label} | {_type_of(column)} | {_meaning_of(column)} |"


def _type_of(column: Column) -> str:
    return column.kind + (", may be empty" if column.nullable else "")


def _meaning_of(column: Column) -> str:
    meaning = column.description
    if column.allowed:
        meaning += f" One of {_code(column.allowed)}."
    if column.unit:
        meaning += f" Unit: {column.unit}."
    return meaning.replace("|", "\\|")


def _code(names: tuple[str, ...]) -> str:
    return ", ".join(f"`{name}`" for name in names)
