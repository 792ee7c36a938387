"""Cells of department and schedule columns as the plans of many municipalities print them.

The lists were written one after the other, each before the rules were mended for the lists before it had met it. Right
at first sight, departments and schedules: list 1 256 of 258 and 297 of 300; list 2 (unusual cells and phrases that only
look like departments or years) 172 of 194 and 128 of 135; list 3 102 of 110 and 102 of 102; list 4 (unusual again) 57
of 64 and 68 of 70; list 5 (the usual wording) 62 of 62 and 77 of 77. Lists 6 and 7 are by a second reader who had seen
neither rules nor lists: 136 of 137 and 149 of 149; 93 of 100 and 141 of 141. Lists 8 and 9, by the same reader after
seeing the rules: 88 of 97 and 155 of 157; 44 of 45 and 54 of 55. Of lists 6 to 9 only what no list before had is kept.
`note` says where a reader may judge otherwise and the list was changed. Line ends and tabs of `printed` are escaped; no
departments at all means that the cell names nobody.
"""

from __future__ import annotations

import csv
import re
from pathlib import Path

import pytest

from kyodo_analysis.values.departments import split_departments, split_spans
from kyodo_analysis.values.fiscal_years import FiscalYears, parse_fiscal_years

ESCAPES = {"\\n": "\n", "\\t": "\t", "\\r": "\r"}


def read_phrases(name: str) -> list[dict[str, str]]:
    """The rows of a list of phrases, their escapes resolved."""
    with (Path(__file__).parent / name).open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    for row in rows:
        for escape, character in ESCAPES.items():
            row["printed"] = row["printed"].replace(escape, character)
    return rows


DEPARTMENTS = read_phrases("department_phrases.csv")
SCHEDULES = read_phrases("schedule_phrases.csv")


def name_row(row: dict[str, str]) -> str:
    return f"{row['list']} {row['printed']!r} {row.get('era', '')}"


def expand_years(printed: str) -> tuple[int, ...]:
    """2019|2021-2023 to its years."""
    bounds = [[int(year) for year in part.split("-")] for part in printed.split("|")]
    return tuple(year for part in bounds for year in range(part[0], part[-1] + 1))


@pytest.mark.parametrize("row", DEPARTMENTS, ids=name_row)
def test_departments_of_other_municipalities(row: dict[str, str]) -> None:
    if not row["departments"]:
        with pytest.raises(ValueError, match=re.escape(repr(row["printed"]))):
            split_departments(row["printed"])
        return
    found = split_departments(row["printed"])
    assert "|".join(one.name for one in found) == row["departments"]
    assert "|".join(one.name for one in found if one.generic) == row["generic"]
    assert len(split_spans(row["printed"])) == len(found)


@pytest.mark.parametrize("row", SCHEDULES, ids=name_row)
def test_schedules_of_other_municipalities(row: dict[str, str]) -> None:
    if row["years"] == "raises":
        with pytest.raises(ValueError, match=re.escape(repr(row["printed"]))):
            parse_fiscal_years(row["printed"], row["era"] or None)
        return
    expected = FiscalYears(expand_years(row["years"]), bool(row["open_start"]), bool(row["open_end"]))
    assert parse_fiscal_years(row["printed"], row["era"] or None) == expected


def test_every_phrase_stands_once() -> None:
    assert len({row["printed"] for row in DEPARTMENTS}) == len(DEPARTMENTS) >= 300
    assert len({(row["printed"], row["era"]) for row in SCHEDULES}) == len(SCHEDULES) >= 300
