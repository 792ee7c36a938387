"""The planning history (計画策定の経過): dates and events in a table whose cells were stacked."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date

from kyodo_analysis.reading.blocks import squash
from kyodo_analysis.reading.headings import DIVISIONS, parse_heading
from kyodo_analysis.reading.records import Event, Problem
from kyodo_analysis.text.traced import Traced
from kyodo_analysis.values.era import era_base, parse_numeral

_TITLE = re.compile("(?:経過|経緯|策定の流れ|検討状況)$")
_LONGEST_TITLE = 20
_ROSTER = "名簿"
_ENDS = (*DIVISIONS, "unnumbered", "named", "markup", "number")
_HEADER = re.compile("(?:実施日|年月日|月日|日程|時期|期日|開催日)?(?:実施)?(?:内容|事項|項目|経過|会議等?)?")
_NUMBER = "[0-9０-９]{1,2}"
_TOKEN = re.compile(
    rf"""
    \s* (?:
        (?P<range>[～〜~－-])
      | (?P<era>平成|令和|昭和) \s* (?P<year>{_NUMBER}|元)年 (?!度)
      | (?P<month>{_NUMBER})月 \s* (?P<day>{_NUMBER})日 (?: \s* [（(][月火水木金土日祝・]{{1,3}}[）)] )?
    ) \s*
    """,
    re.VERBOSE,
)
_MOST_TOKENS = 8
"""How many years, days and range signs a line may open with."""
_FEWEST = 2
"""A heading such as 策定の経緯 may also stand over prose; fewer events than this are no table."""

History = tuple[tuple[Event, ...], tuple[Traced, ...], tuple[Problem, ...]]


def read_history(lines: Sequence[Traced]) -> History:
    """The events of the planning history in printed order; the dates and headers around them; dates that are none.

    A year holds until another is printed, or the months begin anew; ～ opens a period whose end may follow on a later
    line.
    """
    reader = _HistoryReader()
    inside = False
    for line in lines:
        stripped = line.strip()
        if not stripped:
            continue
        bare = squash(stripped.text[: 2 * _LONGEST_TITLE])
        heading = parse_heading(stripped)
        if len(bare) <= _LONGEST_TITLE and _TITLE.search(bare):
            inside = True
        elif inside and (_ROSTER in bare or (heading and heading.kind in _ENDS)):
            inside = False
        elif inside and _HEADER.fullmatch(bare):
            reader.furniture.append(stripped)
        elif inside:
            reader.take(stripped)
    return reader.finish()


class _Open:
    """An event while its words come in."""

    def __init__(self, start: date) -> None:
        self.start = start
        self.end: date | None = None
        self.texts: list[Traced] = []


class _HistoryReader:
    def __init__(self) -> None:
        self.furniture: list[Traced] = []
        self._events: list[_Open] = []
        self._problems: list[Problem] = []
        self._year: int | None = None
        self._year_is_new = False
        self._in_range = False

    def take(self, line: Traced) -> None:
        """Read a line: dates at its start, then words."""
        start = 0
        for _ in range(_MOST_TOKENS):
            token = _TOKEN.match(line.text, start)
            if not token or (token["range"] and not start and not _TOKEN.match(line.text, token.end())):
                break  # a dash before words is the mark of a list
            printed = line[start : token.end()]
            start = token.end()
            self.furniture.append(printed)
            if token["range"]:
                self._in_range = True
            elif token["era"]:
                self._year, self._year_is_new = era_base(token["era"]) + parse_numeral(token["year"]), True
            elif self._year is not None:
                self._take_day(parse_numeral(token["month"]), parse_numeral(token["day"]), printed)
        words = line[start:]
        if words and self._events:
            self._events[-1].texts.append(words)

    def _take_day(self, month: int, day: int, printed: Traced) -> None:
        assert self._year is not None
        before = self._events[-1].start if self._events else None
        if before and not self._year_is_new and (self._year, month) < (before.year, before.month):
            self._year += 1
        try:
            found = date(self._year, month, day)
        except ValueError as error:
            self._problems.append(Problem("history", printed, f"no date {printed.text.strip()!r}: {error}"))
            return
        self._year_is_new = False
        if self._in_range and self._events:
            self._events[-1].end, self._in_range = found, False
        else:
            self._events.append(_Open(found))

    def finish(self) -> History:
        """The events that have words."""
        events = tuple(
            Event(event.start.isoformat(), event.end.isoformat() if event.end else None, Traced.join(event.texts))
            for event in self._events
            if event.texts
        )
        return (events, tuple(self.furniture), tuple(self._problems)) if len(events) >= _FEWEST else ((), (), ())
