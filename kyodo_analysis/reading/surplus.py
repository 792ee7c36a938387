"""Rows of a measure table with more cells than it has headings: which of their fields can still be told.

A surplus cell shifts all cells behind it. Where a row has more marks than the table has years, the surplus stands among
the years: fields before them are in place, and fields behind them count from the row's end. Any other surplus may stand
anywhere behind the row's first cell.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from kyodo_analysis.reading.records import AMBIGUOUS, UNREADABLE, FieldNote
from kyodo_analysis.reading.table_rows import Row, plain_cell
from kyodo_analysis.reading.year_rows import phase_of
from kyodo_analysis.text.traced import Traced

_NOT_NOTED = ("number", "remarks", "schedule")
"""Headings whose cells no field of a measure takes; the years are the schedule."""


@dataclass(frozen=True, slots=True)
class Surplus:
    """A row's surplus: the fields that are known nevertheless with their columns, and notes on all that are not."""

    fields: Mapping[str, int]
    notes: tuple[FieldNote, ...]


def has_surplus(row: Row, headings: int, years: Collection[int]) -> bool:
    """Whether a row has cells under no heading; blank ones at its end are none, unless marks have pushed them there.

    `years` are the columns of the years.
    """
    return _has_surplus_marks(row, headings, years) or any(map(plain_cell, row.cells[headings:]))


def count_columns(body: Sequence[Row], headings: int, years: Collection[int]) -> int:
    """The columns of a table: its headings, or more where most rows agree on it, since merged cells hid a heading.

    Rows with more marks than years do not count for it, nor rows with other values under the years: which year is
    whose is not known there.
    """
    widths = Counter(
        len(row.cells)
        for row in body
        if has_surplus(row, headings, years)
        and not _has_surplus_marks(row, headings, years)
        and _are_marks(row.cells[place] for place in years if place < len(row.cells))
    )
    width, rows = max(widths.items(), key=lambda found: found[1], default=(headings, 0))
    return width if rows > 1 and 2 * rows > len(body) else headings


def rows_in_place(body: Sequence[Row], columns: int, years: Collection[int]) -> list[Row]:
    """The rows by whose cells the fields can be laid on columns: those that fit.

    Where none fits, rows with more marks than years are taken without the marks that are too many, others as they are.
    """
    fitting = [row for row in body if not has_surplus(row, columns, years)]
    return fitting or [_drop_marks(row, columns, years) for row in body]


def judge_surplus(row: Row, fields: Mapping[str, int], years: Collection[int], headings: int) -> Surplus | None:
    """What a row with more cells than headings still says of its fields; None for a row that fits.

    The first note prints the row, which makes it a problem. A title behind the first cell is kept, but ambiguous.
    """
    if not has_surplus(row, headings, years):
        return None
    reason = f"{len(row.cells)} cells under {headings} headings"
    printed = Traced.join([cell for cell in map(plain_cell, row.cells) if cell], " ")
    over = len(row.cells) - headings
    marks: tuple[str, ...] = ()
    if _has_surplus_marks(row, headings, years):
        marks = tuple(cell.text for cell in map(plain_cell, _year_cells(row, headings, years)) if cell)
        behind = [plain_cell(cell) for cell in row.cells[max(years) + 1 + over :]]
        is_clear = all(cell and phase_of(cell.text) is None for cell in behind)
        known = {name: place for name, place in fields.items() if place < min(years)}
        if is_clear:
            known |= {name: place + over for name, place in fields.items() if place > max(years)}
    else:
        known = {name: place for name, place in fields.items() if place == 0}
    lost = sorted(fields.keys() - known.keys() - {"title", *_NOT_NOTED}, key=lambda name: fields[name])
    notes = [FieldNote(name, UNREADABLE, reason) for name in lost]
    if years:
        notes.insert(0, FieldNote("schedule", UNREADABLE, reason, marks))
    if "title" in fields and "title" not in known:
        known["title"] = fields["title"]
        notes.insert(0, FieldNote("title", AMBIGUOUS, reason))
    if not notes:
        return None
    first = notes[0]
    notes[0] = FieldNote(first.field, first.status, reason, first.alternatives, printed=printed)
    return Surplus(known, tuple(notes))


def _year_cells(row: Row, headings: int, years: Collection[int]) -> tuple[Traced, ...]:
    """The cells of a row under its years, with as many more as the row has."""
    return row.cells[min(years) : max(years) + 1 + len(row.cells) - headings]


def _has_surplus_marks(row: Row, headings: int, years: Collection[int]) -> bool:
    """Whether the cells from the first year on are marks, more of them than there are years."""
    if not years or len(row.cells) <= headings:
        return False
    cells = _year_cells(row, headings, years)
    return sum(map(bool, map(plain_cell, cells))) > len(years) and _are_marks(cells)


def _are_marks(cells: Iterable[Traced]) -> bool:
    return all(phase_of(cell.text) for cell in map(plain_cell, cells) if cell)


def _drop_marks(row: Row, headings: int, years: Collection[int]) -> Row:
    if not _has_surplus_marks(row, headings, years):
        return row
    end = max(years) + 1
    return Row(row.index, row.cells[:end] + row.cells[end + len(row.cells) - headings :])
