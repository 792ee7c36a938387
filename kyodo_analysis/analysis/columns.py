"""What the columns of the analyses hold: columns.csv beside this module describes every one of them."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from functools import cache
from importlib import resources
from typing import cast

import pandas as pd

from kyodo_analysis.analysis.analyses import Step
from kyodo_analysis.tables.declarations import PANDAS_DTYPES, Column, Kind, Table

DIGITS = 6
"""Significant digits of numbers in files: sums of fractions may differ in their last digits from machine to machine."""


def describe_column(column: str, analysis: str) -> Column:
    """The Japanese label, the meaning and the kind of a column of an analysis.

    A row of columns.csv that names the analysis goes before the row of the column that names none.

    Raises:
        KeyError: when columns.csv does not describe the column.

    >>> describe_column("share", "themes").description, describe_column("share", "boilerplate").description
    ('count by n, 0 to 1.', 'boilerplate by tokens, 0 to 1.')
    """
    descriptions = read_descriptions()
    for key in ((column, analysis), (column, "")):
        if key in descriptions:
            return descriptions[key]
    raise KeyError(f"column {column} of the analysis {analysis} is not described; add a row to columns.csv")


def declare_analysis(name: str, step: Step, frame: pd.DataFrame) -> Table:
    """An analysis in the words of the schema, so that it is written and described as the tables are.

    Raises:
        KeyError: when columns.csv does not describe one of its columns.
    """
    columns = tuple(describe_column(str(column), name) for column in frame)
    return Table(name, step.grain_ja, step.grain, "", columns, key=())


def type_columns(table: Table, frame: pd.DataFrame) -> pd.DataFrame:
    """The frame with the dtypes of the declared columns and numbers of six digits, same rows in the same order.

    So a column has one type whether or not it has rows, or rows without a value.

    Raises:
        ValueError, TypeError: when a value does not fit.
    """
    typed = frame.astype({column.name: column.dtype for column in table.columns})
    numbers = [column.name for column in table.columns if column.kind == "number"]
    # Adding 0 makes -0.0 a plain 0.0.
    typed[numbers] = typed[numbers].map(lambda value: float(f"{value:.{DIGITS}g}") + 0.0)
    return typed


@cache
def read_descriptions() -> Mapping[tuple[str, str], Column]:
    """Every description of columns.csv by column and analysis; "" is any analysis that has no row of its own.

    Raises:
        ValueError: when a column is described twice for one analysis, or its kind is none of the schema's.
    """
    found: dict[tuple[str, str], Column] = {}
    text = resources.files(__package__).joinpath("columns.csv").read_text(encoding="utf-8")
    for row in csv.DictReader(text.splitlines()):
        if row["kind"] not in PANDAS_DTYPES:
            raise ValueError(f"columns.csv: {row['column']} has the kind {row['kind']}, which is unknown")
        column = Column(row["column"], row["label"], row["meaning"], cast(Kind, row["kind"]), nullable=True)
        for analysis in row["table"].split() or [""]:
            if (column.name, analysis) in found:
                raise ValueError(f"columns.csv: {column.name} is described twice for {analysis or 'all analyses'}")
            found[column.name, analysis] = column
    return found
