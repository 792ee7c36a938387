"""What was read from one plan and what was not, for a person at a terminal."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd
from rich.console import Group
from rich.table import Table

from kyodo_analysis.tables.declarations import READ_STATUSES
from kyodo_analysis.tables.measure_tables import MEASURE_FIELDS
from kyodo_analysis.tables.trace_tables import FURNITURE_KIND

_COUNTED = ("sections", "passages", "indicators", "history", "finance", "organisations", "repairs", "problems")
_SHOWN = 5


def summarise_reading(tables: Mapping[str, pd.DataFrame]) -> Group:
    """The coverage of every field, the sizes of the other tables, and what was left over, of the tables of one plan."""
    plan = tables["plans"].iloc[0]
    status = tables["field_status"]
    problems = tables["problems"]
    counts = [f"{name} {len(tables[name])}" for name in _COUNTED]
    shown = [f"  line {row.line}: {row.printed}: {row.reason}" for row in problems.head(_SHOWN).itertuples()]
    more = [f"  and {len(problems) - _SHOWN} more"] if len(problems) > _SHOWN else []
    return Group(
        f"{plan['plan_id']}: {len(tables['measures'])} measures, layout {plan['layout']}, {plan['encoding']}",
        _tabulate_coverage(status),
        "rows: " + ", ".join(counts),
        f"unclaimed: {measure_unclaimed(tables):.1%} of the characters, page furniture apart",
        *(["not parsed:", *shown, *more] if shown else []),
    )


def measure_unclaimed(tables: Mapping[str, pd.DataFrame]) -> float:
    """The share of a plan's characters, 0 to 1, that no record and no passage claims, page furniture apart."""
    unclaimed = tables["unclaimed"]
    left = unclaimed.loc[unclaimed["kind"] != FURNITURE_KIND, "characters"].sum()
    size = tables["plans"]["repaired_chars"].sum()
    return float(left / size) if size else 0.0


def _tabulate_coverage(status: pd.DataFrame) -> Table:
    table = Table("field", *READ_STATUSES)
    counted = status.groupby(["field", "status"]).size()
    for field in MEASURE_FIELDS:
        table.add_row(field, *(str(counted.get((field, each), 0) or "") for each in READ_STATUSES))
    return table
