"""Points and spans of fiscal years, and the arithmetic of April to March."""

from __future__ import annotations

from dataclasses import dataclass

from kyodo_analysis.values.era import FIRST_YEAR, LAST_YEAR
from kyodo_analysis.values.year_tokens import Token


@dataclass(frozen=True, slots=True)
class Point:
    """A year, date or run of months: the fiscal years that it touches and the calendar year of its end.

    `base` is the western year before its era's first (a century for western years): what a short year after it counts
    from. `dated` says that its month was written with a sign (R5.4).
    """

    first: int
    last: int
    calendar: int
    base: int
    month: int | None = None
    fiscal: bool = False
    dated: bool = False


@dataclass(slots=True)
class Span:
    """Fiscal years from a first to a last point."""

    first: int
    last: int
    end: Point
    start: Point
    open_start: bool = False
    open_end: bool = False


def point_of(base: int, year: int, fiscal: bool, months: tuple[int, ...], token: Token) -> Point:
    """The point of a western year with its months, if any; raises ValueError when the year can not be one of a plan."""
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise ValueError(f"{token.text} would be the year {year}")
    if not months or fiscal:
        return Point(year, year, year, base, months[-1] if months else None, fiscal, token.dated)
    last_year = year + (months[-1] < months[0])
    return Point(year - (months[0] <= 3), last_year - (months[-1] <= 3), last_year, base, months[-1], dated=token.dated)


def month_count(point: Point) -> int:
    """A point's (last) month, counted from April of year 0; a point without months counts as its year's end."""
    return point.last * 12 + ((point.month - 4) % 12 if point.month else 11)


def last_year_of(start: Point, length: int, years: bool) -> int:
    """The fiscal year in which a stretch of so many months (or years) from a point on ends."""
    months = 12 * length if years else length
    if months < 1:
        raise ValueError("a stretch of no length")
    first_month = start.calendar * 12 + (start.month or 4) - 1 if not start.fiscal else start.first * 12 + 3
    return (first_month + months - 1 - 3) // 12


def join_open_ends(spans: list[Span]) -> list[Span]:
    """An open end and, further on, an open start make one closed range (から実施し、…までに完了)."""
    joined: list[Span] = []
    for span in spans:
        before = joined[-1] if joined else None
        if before and before.open_end and span.open_start and not span.open_end and before.first <= span.first:
            before.last, before.end, before.open_end = span.last, span.end, False
        else:
            joined.append(span)
    return joined
