"""Schedule grids that stand apart from the measures they belong to: rows of titles under year columns.

Where the extraction lost the marks in the cells, the grid still proves that the plan said when: such a schedule is
unreadable, not silent.
"""

from __future__ import annotations

import itertools
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
    """A row of a grid: its words, and its marks by year; all marks are unplaced when one of them is under no year."""

    text: Traced
    marks: tuple[tuple[int, Traced], ...]
    unplaced: tuple[Traced, ...] = ()


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
    columns = _YearColumns(rows, era)
    found = []
    for row in rows:
        text = plain_cell(row.cells[0])
        marks = []
        for place, cell in enumerate(row.cells[1:], 1):
            mark = plain_cell(cell)
            is_mark = _year_of(cell, era) is None and phase_of(mark.text) not in (None, NONE)
            if mark and is_mark and not columns.is_remark(place, mark.text):
                marks.append((columns.year_over(place), mark))
        if text and _year_of(row.cells[0], era) is None:
            placed = tuple((year, mark) for year, mark in marks if year is not None)
            unplaced = () if len(placed) == len(marks) else tuple(mark for _, mark in marks)
            found.append(GridRow(text, () if unplaced else placed, unplaced))
    return Grid(policy, tuple((year, heading) for year, (heading, _) in sorted(years.items())), tuple(found))


class _YearColumns:
    """Which year each column of a grid stands under.

    A merged heading leaves blank cells behind it, which the other years' widths and the end of the header row limit
    for the last year. Years of two header rows in one column are shifted: there no column's year is known.
    """

    def __init__(self, rows: Sequence[Row], era: str | None) -> None:
        years = _years(rows, era)
        self._starts = {place: year for year, (_, place) in years.items()}
        self._known = len(self._starts) == len(years)
        places = sorted(self._starts)
        header = next(row for row in rows if places[-1] in [place for _, place in _years([row], era).values()])
        widest = max((right - left for left, right in itertools.pairwise(places)), default=1)
        named = [place for place in header.filled() if place > places[-1]]
        self._remarks = named[0] if named else None
        self._end = named[0] if named else min(len(header.cells), places[-1] + widest)

    def year_over(self, place: int) -> int | None:
        """The year over a column, None before the first year, behind the last and in a shifted grid."""
        start = max((start for start in self._starts if start <= place), default=None)
        return self._starts[start] if self._known and start is not None and place < self._end else None

    def is_remark(self, place: int, text: str) -> bool:
        """Whether a word (継続) stands under a heading behind the years (備考); a mere sign there is a shifted mark."""
        return self._remarks is not None and place >= self._remarks and any(map(str.isalpha, text))


def fit_grids(measures: Sequence[Measure], grids: Sequence[Grid]) -> tuple[Measure, ...]:
    """The measures with the schedules of the grids; where a plan has grids, a measure without marks is unreadable.

    So is one with marks that stand under no year; its note keeps them.
    """
    if not grids:
        return tuple(measures)
    wording = Wording([measure.title.text for measure in measures])
    years = {year: heading for grid in grids for year, heading in grid.years}
    marked = [(grid.policy, row) for grid in grids for row in grid.rows if row.marks or row.unplaced]
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
            fitted.append(_fit_row(measure, max(own, key=lambda pair: pair[0])[1], years))
        else:
            note = FieldNote("schedule", UNREADABLE, reason)
            fitted.append(replace(measure, notes=(*measure.notes, note)))
    return tuple(fitted)


def _fit_row(measure: Measure, row: GridRow, years: dict[int, Traced]) -> Measure:
    if not row.unplaced:
        return replace(measure, schedule=_cells(row, years))
    note = FieldNote(
        "schedule", UNREADABLE, "a mark stands under no year of the grid", printed=Traced.join(list(row.unplaced), " ")
    )
    return replace(measure, notes=(*measure.notes, note))


def _same_policy(one: str, two: str) -> bool:
    first, second = list_bigrams(one), list_bigrams(two)
    return not first or not second or 2 * len(first & second) >= min(len(first), len(second))


def _cells(row: GridRow, years: dict[int, Traced]) -> tuple[YearCell, ...]:
    marks: dict[int, list[Traced]] = {}
    for year, mark in row.marks:
        marks.setdefault(year, []).append(mark)
    return tuple(YearCell(years[year], year, Traced.join(found)) for year, found in sorted(marks.items()))
