"""Schedule grids that stand apart from the measures they belong to: rows of titles under year columns.

Where the extraction lost the marks in the cells, the grid still proves that the plan said when: such a schedule is
unreadable, not silent.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

from kyodo_analysis.reading.labels import name_field
from kyodo_analysis.reading.records import UNREADABLE, FieldNote, Measure, YearCell
from kyodo_analysis.reading.similarity import Wording, list_bigrams
from kyodo_analysis.reading.table_rows import Row, plain_cell
from kyodo_analysis.reading.year_rows import phase_of
from kyodo_analysis.text.traced import Traced
from kyodo_analysis.values.fiscal_years import parse_fiscal_years
from kyodo_analysis.values.schedule_marks import NONE

_NUMBER = re.compile(r"^[▲△\-－]?\s*[0-9０-９,，.．]+$")
_SAME = 0.45
"""A grid row belongs to a measure when their titles' wording agrees at least this much (1 is the same wording)."""


@dataclass(frozen=True, slots=True)
class GridRow:
    """A row of a grid: its words and its marks by year."""

    text: Traced
    marks: tuple[tuple[int, Traced], ...]


@dataclass(frozen=True, slots=True)
class Grid:
    """The policy under which a grid stands, its year headings and its rows."""

    policy: str
    years: tuple[tuple[int, Traced], ...]
    rows: tuple[GridRow, ...]


def usual_era(lines: Sequence[Traced]) -> str | None:
    """The era that a text names most often; it is meant where a year stands without one (20年度)."""
    counts = Counter(era for line in lines for era in re.findall(r"昭和|平成|令和", line.text))
    return min(counts, key=lambda era: (-counts[era], era), default=None)


def is_grid(rows: Sequence[Row], era: str | None) -> bool:
    """Whether a table's cells name at least three fiscal years, and neither measure fields nor numbers beside them."""
    cells = [plain_cell(cell).text for row in rows for cell in row.cells]
    named = {name_field(cell) for cell in cells} - {None, "remarks"}
    return len(_years(rows, era)) >= 3 and not named and not any(_NUMBER.match(cell) for cell in cells)


def _year_of(cell: Traced, era: str | None) -> int | None:
    text = plain_cell(cell).text
    if len(text) > 8 or not text:
        return None
    try:
        return parse_fiscal_years(text, era).years[0]
    except (ValueError, IndexError):
        return None


def _years(rows: Sequence[Row], era: str | None) -> dict[int, tuple[Traced, int]]:
    found: dict[int, tuple[Traced, int]] = {}
    for row in rows:
        for place, cell in enumerate(row.cells):
            year = _year_of(cell, era)
            if year is not None:
                found.setdefault(year, (plain_cell(cell), place))
    return found


def read_grid(rows: Sequence[Row], policy: str, era: str | None) -> Grid:
    """A grid with the marks that survived; a year's column reaches to the next year's."""
    years = _years(rows, era)
    starts = sorted((place, year) for year, (_, place) in years.items())
    found = []
    for row in rows:
        text = plain_cell(row.cells[0])
        marks = []
        for place, cell in enumerate(row.cells[1:], 1):
            mark = plain_cell(cell)
            if mark and _year_of(cell, era) is None and phase_of(mark.text) not in (None, NONE):
                year = max((y for start, y in starts if start <= place), default=None, key=lambda y: years[y][1])
                if year is not None:
                    marks.append((year, mark))
        if text and _year_of(row.cells[0], era) is None:
            found.append(GridRow(text, tuple(marks)))
    return Grid(policy, tuple((year, heading) for year, (heading, _) in sorted(years.items())), tuple(found))


def fit_grids(measures: Sequence[Measure], grids: Sequence[Grid]) -> tuple[Measure, ...]:
    """The measures with the schedules of the grids; where a plan has grids, a measure without marks is unreadable."""
    if not grids:
        return tuple(measures)
    wording = Wording([measure.title.text for measure in measures])
    years = {year: heading for grid in grids for year, heading in grid.years}
    marked = [(grid.policy, row) for grid in grids for row in grid.rows if row.marks]
    printed = "・".join(years[year].text for year in sorted(years))
    reason = f"the plan prints a schedule grid ({printed}); its marks were lost"
    fitted = []
    for measure in measures:
        policy = measure.policy.text if measure.policy else ""
        own = [
            (wording.compare(measure.title.text, row.text.text), row)
            for above, row in marked
            if _same_policy(above, policy) and wording.cover(measure.title.text, row.text.text) >= _SAME
        ]
        if measure.schedule:
            fitted.append(measure)
        elif own:
            fitted.append(replace(measure, schedule=_cells(max(own, key=lambda pair: pair[0])[1], years)))
        else:
            note = FieldNote("schedule", UNREADABLE, reason)
            fitted.append(replace(measure, notes=(*measure.notes, note)))
    return tuple(fitted)


def _same_policy(one: str, two: str) -> bool:
    first, second = list_bigrams(one), list_bigrams(two)
    return not first or not second or 2 * len(first & second) >= min(len(first), len(second))


def _cells(row: GridRow, years: dict[int, Traced]) -> tuple[YearCell, ...]:
    marks: dict[int, list[Traced]] = {}
    for year, mark in row.marks:
        marks.setdefault(year, []).append(mark)
    return tuple(YearCell(years[year], year, Traced.join(found)) for year, found in sorted(marks.items()))
