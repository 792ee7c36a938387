"""The year columns of cards: a row of marks under the years, and marks that the extraction put elsewhere on a page."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

import numpy as np
from scipy.optimize import linear_sum_assignment

from kyodo_analysis.reading.card_pages import Card, Page
from kyodo_analysis.reading.records import AMBIGUOUS, UNREADABLE, FieldNote, YearCell
from kyodo_analysis.text.traced import Traced
from kyodo_analysis.values.schedule_marks import is_arrow, resolve_phases

_STAGE = {"none": 0, "consider": 1, "prepare": 2, "partly": 3, "implement": 4, "continue": 4, "pause": 2}

Row = dict[int, tuple[Traced, Traced | None]]
"""For each fiscal year of a card the printed heading and the mark."""


def fit_schedules(page: Page) -> list[tuple[YearCell, ...]]:
    """The year cells of each card of a page, in the order of the years.

    Years that the page prints loose (H27 beside its mark) belong to every card that lacks them. Which loose mark
    belongs to which card is an assignment problem: a row of marks moves forward (検討, 一部実施, 実施) and an arrow
    needs a mark before it; a mark that would repeat a state by name is less likely than an arrow. Cards without a mark
    keep an empty cell.
    """
    loose = dict(reversed(page.years))
    rows = [_printed_cells(card) for card in page.cards]
    for (card, year), mark in _assign(_open_slots(page, rows), page.marks, rows):
        rows[card][year] = (loose[year], mark)
    return [tuple(YearCell(heading, year, mark) for year, (heading, mark) in sorted(row.items())) for row in rows]


def judge_schedule(card: Card, page: Page) -> FieldNote | None:
    """Why the marks of a card can not be laid on its years: more or fewer marks than years, or a year printed twice.

    None when the marks fit, and when the page prints none that could belong to this card.
    """
    printed = [year for year, _ in card.years]
    if len(set(printed)) < len(printed):
        return _misfit(AMBIGUOUS, "a year is printed twice", card.marks or [year.heading for year in card.years])
    slots = _open_slots(page, [_printed_cells(other) for other in page.cards])
    waits = bool(printed) and (not card.marks or any(page.cards[number] is card for number, _ in slots))
    if len(page.marks) <= len(slots) or not waits:
        return None
    if card.marks:
        return _misfit(AMBIGUOUS, f"years without a mark: {len(slots)}, loose marks: {len(page.marks)}", page.marks)
    return _misfit(UNREADABLE, f"years: {len(printed)}, marks: {len(page.marks)}", page.marks)


def _misfit(status: str, reason: str, printed: Sequence[Traced]) -> FieldNote:
    texts = tuple(mark.text for mark in printed) if status == AMBIGUOUS else ()
    return FieldNote("schedule", status, reason, texts, printed=Traced.join(printed, " "))


def _open_slots(page: Page, rows: Sequence[Row]) -> list[tuple[int, int]]:
    """The years that the page prints loose and a card lacks, as (number of the card, year)."""
    loose = {year for year, _ in page.years}
    return [(card, year) for card, row in enumerate(rows) if row for year in sorted(loose - set(row))]


def _printed_cells(card: Card) -> Row:
    marks: Sequence[Traced | None] = card.marks or [None] * len(card.years)
    return {year: (heading, mark) for (year, heading), mark in zip(card.years, marks, strict=True)}


def _assign(
    slots: Sequence[tuple[int, int]], marks: Sequence[Traced], rows: Sequence[Row]
) -> list[tuple[tuple[int, int], Traced | None]]:
    """Which mark each slot (card, year) gets: the assignment of least strain; slots beyond the marks stay empty."""
    if not slots:
        return []
    choices = [*marks, *[None] * (len(slots) - len(marks))]
    cost = [[_strain(rows[card], year, mark.text if mark else None) for mark in choices] for card, year in slots]
    chosen = linear_sum_assignment(np.array(cost))[1].tolist()
    return [(slot, choices[choice]) for slot, choice in zip(slots, chosen, strict=True)]


def _strain(row: Row, year: int, mark: str | None) -> float:
    """How odd a row of marks reads with this mark in this year; 0 is a row that moves on without repeating itself."""
    marks = {y: (m.text if m else None) for y, (_, m) in row.items()} | {year: mark}
    ordered = [marks[y] for y in sorted(marks)]
    at = sorted(marks).index(year)
    stages = [_STAGE[phase] for phase in resolve_phases(ordered)]
    named = [stage for stage, text in zip(stages, ordered, strict=True) if text]
    before, after = (ordered[at - 1] if at else None), (ordered[at + 1] if at + 1 < len(ordered) else None)
    strain = 2.0 * sum(max(a - b, 0) for a, b in pairwise(named))
    if mark is None:
        strain += 4.0 * _is_arrow(after)
    elif is_arrow(mark):
        strain += not _is_arrow(after) and after is not None
        strain += 0.5 * (at > 0 and stages[at - 1] < _STAGE["implement"] and _is_arrow(after))
    else:
        strain += (mark == before) + _is_arrow(before)
    return strain


def _is_arrow(mark: str | None) -> bool:
    return mark is not None and is_arrow(mark)
