"""All tables of the project, and how their rows and columns are put in order."""

from __future__ import annotations

import re
from collections.abc import Mapping
from types import MappingProxyType

import pandas as pd

from kyodo_analysis.source.errors import InputError
from kyodo_analysis.tables import measure_tables, plan_tables, trace_tables
from kyodo_analysis.tables.declarations import Table

TABLES: Mapping[str, Table] = MappingProxyType(
    {
        table.name: table
        for table in (
            *plan_tables.TABLES[:3],
            *measure_tables.TABLES,
            *plan_tables.TABLES[3:],
            *trace_tables.TABLES,
        )
    }
)


def find_table(name: str) -> Table:
    """The declaration of a table.

    Raises:
        InputError: when there is no table of that name.
    """
    if name not in TABLES:
        raise InputError(f"there is no table {name!r}; choose from {', '.join(TABLES)}")
    return TABLES[name]


def arrange(table: Table, frame: pd.DataFrame) -> pd.DataFrame:
    """The frame with the table's columns, dtypes and row order.

    Text sorts by its numbers as numbers (1-2-1 before 1-10-1), missing values last.

    Raises:
        KeyError: when a column is missing. ValueError: when a value does not fit its column's dtype.
    """
    ordered = frame[list(table.names)].reset_index(drop=True)
    ordered = ordered.astype({column.name: column.dtype for column in table.columns})
    ranks = pd.DataFrame({name: _rank(ordered[name]) for name in table.sorted_by})
    return ordered.loc[ranks.sort_values(list(table.sorted_by), kind="stable").index].reset_index(drop=True)


def empty(table: Table) -> pd.DataFrame:
    """The table without rows."""
    return pd.DataFrame({column.name: pd.Series(dtype=column.dtype) for column in table.columns})


def natural_key(text: str) -> tuple[tuple[int, int, str], ...]:
    """A sort key that compares stretches of digits by their value.

    >>> sorted(["koka/1-10-1", "koka/1-2-1", "koka/1-2-a"], key=natural_key)
    ['koka/1-2-1', 'koka/1-2-a', 'koka/1-10-1']
    """
    return tuple((0, int(part), "") if part.isdecimal() else (1, 0, part) for part in re.split(r"(\d+)", text) if part)


def _rank(values: pd.Series) -> pd.Series:
    if not isinstance(values.dtype, pd.StringDtype):
        return values
    ranks = {value: rank for rank, value in enumerate(sorted(values.dropna().unique(), key=natural_key))}
    return values.map(ranks).fillna(len(ranks)).astype("int64")
