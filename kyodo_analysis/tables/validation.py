"""Whether tables keep what the schema promises."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd
import pandera.pandas as pa
from pandera.errors import SchemaErrors

from kyodo_analysis.tables.declarations import Column, ForeignKey, Table
from kyodo_analysis.tables.schema import TABLES, arrange

_SHOWN = 5


def validate(tables: Mapping[str, pd.DataFrame]) -> list[str]:
    """The promises that tables break, one line each; an empty list when all hold.

    Checked are the columns, their dtypes, missing and allowed values, patterns, the uniqueness of keys, the order
    of the rows, the foreign keys, and whether every table of the schema is there.
    """
    failures = [f"{name}: the table is missing" for name in TABLES if name not in tables]
    for name, frame in tables.items():
        if name not in TABLES:
            failures.append(f"{name}: the schema knows no such table")
            continue
        broken = _check_columns(TABLES[name], frame)
        failures += broken
        if not broken:
            failures += _check_key(TABLES[name], frame)
            if not frame.equals(arrange(TABLES[name], frame)):
                failures.append(f"{name}: the rows are not sorted by {', '.join(TABLES[name].sorted_by)}")
            for key in TABLES[name].foreign_keys:
                failures += _check_foreign_key(TABLES[name], key, tables)
    return failures


def pandera_schema(table: Table) -> pa.DataFrameSchema:
    """A table's declaration as a pandera schema."""
    return pa.DataFrameSchema(
        {column.name: _pandera_column(column) for column in table.columns}, strict=True, ordered=True, name=table.name
    )


def _pandera_column(column: Column) -> pa.Column:
    checks = []
    if column.allowed:
        checks.append(pa.Check.isin(column.allowed, error=f"is not one of {', '.join(column.allowed)}"))
    if column.pattern:
        checks.append(pa.Check.str_matches(f"(?:{column.pattern})$", error=f"does not look like {column.pattern}"))
    if column.kind == "text":
        checks.append(pa.Check(lambda values: values != "", error="is an empty text"))
    return pa.Column(column.dtype, checks, nullable=column.nullable)


def _check_columns(table: Table, frame: pd.DataFrame) -> list[str]:
    try:
        pandera_schema(table).validate(frame, lazy=True)
    except SchemaErrors as error:
        return _describe(table, error.failure_cases)
    return []


def _describe(table: Table, cases: pd.DataFrame) -> list[str]:
    """Pandera's failure cases as lines; the cases of one check of one column share a line."""
    failures = []
    for (column, check), group in cases.groupby(["column", "check"], sort=False, dropna=False):
        values = list(group["failure_case"])
        if check == "column_in_dataframe":
            failures += [f"{table.name}: column {value} is missing" for value in values]
        elif check == "column_in_schema":
            failures += [f"{table.name}: column {value} is not in the schema" for value in values]
        elif check == "column_ordered":
            failures.append(f"{table.name}: the columns are not in the order of the schema")
        elif str(check).startswith("dtype("):
            wanted = table.column(str(column)).dtype
            failures.append(f"{table.name}: column {column} has the dtype {values[0]} instead of {wanted}")
        else:
            rows = ", ".join(str(int(index) + 1) for index in list(group["index"])[:_SHOWN])
            happened = "is missing" if check == "not_nullable" else f"{check} ({values[0]!r})"
            more = f" and {len(group) - _SHOWN} more" if len(group) > _SHOWN else ""
            failures.append(f"{table.name}: column {column}, row {rows}{more}: the value {happened}")
    return failures


def _check_key(table: Table, frame: pd.DataFrame) -> list[str]:
    doubled = frame[frame.duplicated(list(table.key), keep="first")]
    return [
        f"{table.name}: the key {_show(table.key, values)} stands in several rows"
        for values in doubled[list(table.key)].drop_duplicates().head(_SHOWN).itertuples(index=False, name=None)
    ]


def _check_foreign_key(table: Table, key: ForeignKey, tables: Mapping[str, pd.DataFrame]) -> list[str]:
    if key.table not in tables or not set(key.references) <= set(tables[key.table].columns):
        return []  # the missing table or column has its own line
    known = set(tables[key.table][list(key.references)].itertuples(index=False, name=None))
    pointing = tables[table.name][list(key.columns)].dropna().drop_duplicates()
    lost = [values for values in pointing.itertuples(index=False, name=None) if values not in known]
    more = f" and {len(lost) - _SHOWN} more" if len(lost) > _SHOWN else ""
    shown = "; ".join(_show(key.columns, values) for values in lost[:_SHOWN])
    return [f"{table.name}: {shown}{more} not found in {key.table}"] if lost else []


def _show(names: tuple[str, ...], values: tuple[str | int | None, ...]) -> str:
    return ", ".join(f"{name} {'' if pd.isna(value) else value}" for name, value in zip(names, values, strict=True))
