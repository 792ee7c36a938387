"""Measures as JSON objects in the fields of the hand-read records (data/hand/gold/SCHEMA.md)."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import pandas as pd

from kyodo_analysis.reading.records import Measure
from kyodo_analysis.tables.measure_rows import ALTERNATIVES_SEPARATOR
from kyodo_analysis.values.era import ERA_BASES

_TEXTS = ("policy", "program", "title", "status", "lead", "purpose", "completion")
_ERA_LETTERS = {"昭和": "S", "平成": "H", "令和": "R"}
# Until which fiscal year an era names the years of a heading that does not name its era.
_LAST_YEARS = (("昭和", 1988), ("平成", 2018), ("令和", 9999))


def describe_measures(tables: Mapping[str, pd.DataFrame], measures: Iterable[Measure]) -> Iterator[dict[str, Any]]:
    """One object per measure, in the order of the table.

    Beside the fields of the hand-read records, `ambiguous` gives the alternatives of the fields that the text leaves
    open, `unreadable` the reasons of those that it lost. Years are named as the plan's headings name them (H31 or R1),
    as an era letter and a number.

    Args:
        tables: the tables of one plan.
        measures: the records from which they were made, for the headings of their year columns.
    """
    names = name_years(measures)
    lists = {
        name: _collect(tables[table], column)
        for name, table, column in (
            ("actors", "measure_actors", "printed"),
            ("departments", "measure_departments", "printed"),
            ("content", "elements", "text"),
            ("timing", "measure_timing", "printed"),
        )
    }
    schedules = _collect_schedules(tables["measure_schedule"], names)
    status = tables["field_status"]
    ambiguous = _collect_fields(status[status["status"] == "ambiguous"], "alternatives")
    unreadable = _collect_fields(status[status["status"] == "unreadable"], "reason")
    for row in tables["measures"].to_dict("records"):
        identity = str(row["measure_id"])
        texts = {name: _text(row[name]) for name in _TEXTS}
        yield {
            "document": row["plan_id"],
            "id": row["number"],
            "policy": texts["policy"],
            "program": texts["program"],
            "title": texts["title"],
            "status": texts["status"],
            "reprint": bool(row["reprint"]),
            "actors": lists["actors"].get(identity, []),
            "lead": texts["lead"],
            "departments": lists["departments"].get(identity, []),
            "purpose": texts["purpose"],
            "content": lists["content"].get(identity, []),
            "completion": texts["completion"],
            "schedule": schedules.get(identity),
            "timing": lists["timing"].get(identity, []),
            "lines": [int(row["first_line"]), int(row["last_line"])],
            "note": None,
            "ambiguous": {
                name: listed.split(ALTERNATIVES_SEPARATOR) if listed else []
                for name, listed in ambiguous.get(identity, {}).items()
            },
            "unreadable": unreadable.get(identity, {}),
        }


def name_years(measures: Iterable[Measure]) -> dict[int, str]:
    """The name of each fiscal year in the plan's year columns, as an era letter and a number."""
    named: dict[int, str] = {}
    for measure in measures:
        for cell in measure.schedule:
            named.setdefault(cell.fiscal_year, name_year(cell.heading.text, cell.fiscal_year))
    return named


def name_year(heading: str, fiscal_year: int) -> str:
    """A fiscal year as an era letter and a number, in the era of its printed heading.

    A heading without an era takes the one in which the fiscal year begins; 2019 counts as R1 as it does in most plans.

    >>> name_year("Ｈ25", 2013), name_year("平成31年度", 2019), name_year("2019年度", 2019)
    ('H25', 'H31', 'R1')
    """
    plain = unicodedata.normalize("NFKC", heading).upper()
    for era, letter in _ERA_LETTERS.items():
        if era in plain or re.search(rf"{letter}[.]?\s*\d", plain):
            return f"{letter}{fiscal_year - ERA_BASES[era]}"
    era = next(era for era, last in _LAST_YEARS if fiscal_year <= last)
    return f"{_ERA_LETTERS[era]}{fiscal_year - ERA_BASES[era]}"


def _text(value: object) -> str | None:
    return value if isinstance(value, str) else None


def _collect(frame: pd.DataFrame, column: str) -> dict[str, list[str]]:
    """The values of a column by measure; tables are sorted, so they stand in their order."""
    collected: dict[str, list[str]] = {}
    for identity, value in zip(frame["measure_id"], frame[column], strict=True):
        collected.setdefault(str(identity), []).append(str(value))
    return collected


def _collect_schedules(frame: pd.DataFrame, names: Mapping[int, str]) -> dict[str, dict[str, str]]:
    collected: dict[str, dict[str, str]] = {}
    for identity, year, mark in zip(frame["measure_id"], frame["fiscal_year"], frame["printed"], strict=True):
        collected.setdefault(str(identity), {})[names[int(year)]] = _text(mark) or ""
    return collected


def _collect_fields(frame: pd.DataFrame, column: str) -> dict[str, dict[str, str | None]]:
    collected: dict[str, dict[str, str | None]] = {}
    for row in frame.to_dict("records"):
        collected.setdefault(str(row["measure_id"]), {})[str(row["field"])] = _text(row[column])
    return collected
