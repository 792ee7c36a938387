"""Rows of year columns: lines made of year headings (Ｈ25 H26 H28 H29) and lines made of marks (実施 → → →)."""

from __future__ import annotations

import re
from typing import NamedTuple

from kyodo_analysis.text.traced import Traced
from kyodo_analysis.values.fiscal_years import parse_year_heading
from kyodo_analysis.values.schedule_marks import parse_mark

_HEADING = r"(?:([HhＨｈRrＲｒ]|平成|令和)[.．]?[ \u3000]?)?[0-9０-９元]{1,4}(?:[ \u3000]?(年度?)(?:以降)?)?"
_ROW = re.compile(rf"\s*(?:{_HEADING}(?:\s+|\Z))+")
_LONGEST_ROW = 200
_LONGEST_MARK = 12


class Year(NamedTuple):
    """A year column: the fiscal year and its printed heading."""

    fiscal_year: int
    heading: Traced


def is_year_row(line: Traced) -> bool:
    """Whether a line is made of year headings only. A bare number alone is none.

    >>> rows = ("Ｈ25 H26 H28 H29", "24年度以降", "2013 2014", "実施 → → →", "19", "R3 と R4")
    >>> [is_year_row(Traced.of_line(row, 20)) for row in rows]
    [True, True, True, False, False, False]
    """
    if len(line) > _LONGEST_ROW or not _ROW.fullmatch(line.text):
        return False
    headings = re.findall(_HEADING, line.text)
    return len(headings) > 1 or any(headings[0])


def read_year_row(line: Traced) -> list[Year]:
    """The year columns of a line that is made of year headings only, none for other lines.

    The era of a heading holds for the bare numbers after it; years that no era settles are none.

    >>> [year.fiscal_year for year in read_year_row(Traced.of_line("Ｈ25 26 27", 20))]
    [2013, 2014, 2015]
    >>> read_year_row(Traced.of_line("20年度 21年度", 20))
    []
    """
    if not is_year_row(line):
        return []
    years: list[Year] = []
    era: str | None = None
    for heading in re.finditer(_HEADING, line.text):
        era = heading[1] or era
        try:
            years.append(Year(parse_year_heading(heading[0], era), line[heading.start() : heading.end()]))
        except ValueError:
            return []
    return years


def is_mark_row(line: Traced) -> bool:
    """Whether a line is made of schedule marks only.

    >>> is_mark_row(Traced.of_line("実施 → → →", 22)), is_mark_row(Traced.of_line("実施します。", 22))
    (True, False)
    """
    if not line or len(line) > _LONGEST_ROW:
        return False
    return all(phase_of(cell) for cell in line.text.split())


def phase_of(cell: str) -> str | None:
    """The phase that a schedule mark says, apart from its row; None when the cell is no mark.

    >>> phase_of("検討"), phase_of("－"), phase_of("検討します。")
    ('consider', 'none', None)
    """
    if len(cell) > _LONGEST_MARK:
        return None
    try:
        return parse_mark(cell)
    except ValueError:
        return None
