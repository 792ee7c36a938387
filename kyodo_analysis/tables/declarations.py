"""What a table and a column are declared to be."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Kind = Literal["text", "integer", "number", "boolean"]

# Text that is missing and an empty text cannot be told apart in a CSV, so no table holds an empty text.
PANDAS_DTYPES: dict[Kind, str] = {"text": "str", "integer": "Int64", "number": "float64", "boolean": "boolean"}
FRICTIONLESS_TYPES: dict[Kind, str] = {
    "text": "string",
    "integer": "integer",
    "number": "number",
    "boolean": "boolean",
}


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its name, the Japanese label for readers, what it holds, and what it may hold."""

    name: str
    label: str
    description: str
    kind: Kind = "text"
    nullable: bool = False
    allowed: tuple[str, ...] = ()
    pattern: str = ""
    unit: str = ""

    @property
    def dtype(self) -> str:
        """The pandas dtype of the column."""
        return PANDAS_DTYPES[self.kind]


@dataclass(frozen=True, slots=True)
class ForeignKey:
    """Columns whose values, where all are given, must occur in the columns of the same order of another table."""

    columns: tuple[str, ...]
    table: str
    references: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """A table: one row per `grain`, told apart by `key`, sorted by `order` (by the key where none is given)."""

    name: str
    label: str
    grain: str
    description: str
    columns: tuple[Column, ...]
    key: tuple[str, ...]
    foreign_keys: tuple[ForeignKey, ...] = ()
    order: tuple[str, ...] = ()
    parquet: bool = False

    @property
    def file_name(self) -> str:
        """The name of the table's file."""
        return f"{self.name}.{'parquet' if self.parquet else 'csv'}"

    @property
    def names(self) -> tuple[str, ...]:
        """The names of the columns in their order."""
        return tuple(column.name for column in self.columns)

    @property
    def sorted_by(self) -> tuple[str, ...]:
        """The columns by which the rows are sorted."""
        return self.order or self.key

    def column(self, name: str) -> Column:
        """A column by name. KeyError when there is none of that name."""
        for column in self.columns:
            if column.name == name:
                return column
        raise KeyError(f"table {self.name} has no column {name}; it has {', '.join(self.names)}")


def text(
    name: str,
    label: str,
    description: str,
    *,
    nullable: bool = False,
    allowed: tuple[str, ...] = (),
    pattern: str = "",
) -> Column:
    """A column of text."""
    return Column(name, label, description, "text", nullable, allowed, pattern)


def integer(name: str, label: str, description: str, *, nullable: bool = False, unit: str = "") -> Column:
    """A column of whole numbers."""
    return Column(name, label, description, "integer", nullable, unit=unit)


def number(name: str, label: str, description: str, *, nullable: bool = False, unit: str = "") -> Column:
    """A column of numbers."""
    return Column(name, label, description, "number", nullable, unit=unit)


def boolean(name: str, label: str, description: str) -> Column:
    """A column of true and false."""
    return Column(name, label, description, "boolean")


PLAN_ID = text("plan_id", "計画ID", "The plan, as the manifest data/raw/plans.toml names it.")
MEASURE_ID = text("measure_id", "施策ID", "The measure: plan_id, a slash and its number.")
TO_PLAN = ForeignKey(("plan_id",), "plans", ("plan_id",))
TO_MEASURE = ForeignKey(("measure_id",), "measures", ("measure_id",))
READ_STATUSES = ("read", "silent", "unreadable", "ambiguous")
