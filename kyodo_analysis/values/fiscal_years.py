"""Printed years to fiscal years.

A Japanese fiscal year (年度) runs from April to March and is named after the year in which it begins. Decisions:

- A calendar date or month from January to March belongs to the fiscal year before (平成20年3月 → 2007); a month printed
  with 年度 stays in that fiscal year (平成29年度3月 → 2017).
- A year with neither 月 nor 年度 (平成29年, 2017) counts as that fiscal year: plans write so for short.
- A part of a year (上半期, 年度末, 夏頃, 第3四半期) stands for its year.
- から, より, ～, 以降 with nothing after them leave the end open; まで, までに, 以前, ～ before a year leave the
  start open, and then the year printed is the bound. から … まで is closed, and so is "から5年間".
- A bracketed paraphrase (平成31年度（令和元年度）) is the same year once more; one that contradicts raises.
- Era years that never came (平成33年度, 昭和70年度) are what the plan meant: 2021, 1995.
- Years named twice (平成25～27年度、平成27～29年度) count once; または and か leave both years.
- Nothing is guessed: a year without an era (20年度), two readings (R3/4), a backward range, a day, month or quarter
  that there is not (令和5年13月), an amount (令和5億円), no year at all raise.
"""

from __future__ import annotations

from dataclasses import dataclass

from kyodo_analysis.values.era import era_base
from kyodo_analysis.values.year_grammar import Unsettled, read_spans


@dataclass(frozen=True, slots=True)
class FiscalYears:
    """Western fiscal years in ascending order, bounded ranges expanded; open where the text names no bound."""

    years: tuple[int, ...]
    open_start: bool = False
    open_end: bool = False

    @property
    def first(self) -> int | None:
        """The first fiscal year, None when the start is open."""
        return None if self.open_start else self.years[0]

    @property
    def last(self) -> int | None:
        """The last fiscal year, None when the end is open."""
        return None if self.open_end else self.years[-1]


def parse_fiscal_years(printed: str, era: str | None = None) -> FiscalYears:
    """The fiscal years that a printed expression names; `era` (平成, H, …) resolves years printed without one.

    >>> parse_fiscal_years("平成25～29年度").years
    (2013, 2014, 2015, 2016, 2017)
    >>> parse_fiscal_years("平成３１年度(令和元年度)")
    FiscalYears(years=(2019,), open_start=False, open_end=False)
    >>> parse_fiscal_years("24年度以降", era="平成")
    FiscalYears(years=(2012,), open_start=False, open_end=True)
    >>> parse_fiscal_years("平成29年1月13日から2月10日").years
    (2016,)
    >>> parse_fiscal_years("平成26年度までに")
    FiscalYears(years=(2014,), open_start=True, open_end=False)
    >>> parse_fiscal_years("20年度")
    Traceback (most recent call last):
    ValueError: no era for 20年度 in '20年度': print it or give one

    Raises ValueError with the text in the message when there is no year, or none that the text settles.
    """
    base = None if era is None else era_base(era)
    try:
        spans = read_spans(printed, base)
    except Unsettled as reason:
        raise ValueError(f"{reason} in {printed!r}: print it or give one") from None
    except ValueError as reason:
        raise ValueError(f"no fiscal year in {printed!r}: {reason}") from None
    if not spans:
        raise ValueError(f"no fiscal year in {printed!r}")
    years = sorted({year for span in spans for year in range(span.first, span.last + 1)})
    return FiscalYears(tuple(years), any(span.open_start for span in spans), any(span.open_end for span in spans))


def parse_year_heading(printed: str, era: str | None = None) -> int:
    """The fiscal year of one year column.

    >>> parse_year_heading("平成３３年度"), parse_year_heading("20年度", era="H"), parse_year_heading("'20")
    (2021, 2008, 2020)

    Raises ValueError unless the heading names exactly one year with both ends closed.
    """
    found = parse_fiscal_years(printed, era)
    if len(found.years) != 1 or found.open_start or found.open_end:
        raise ValueError(f"not the heading of one year: {printed!r}")
    return found.years[0]
