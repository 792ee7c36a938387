"""Where a reader stands in the levels above a measure (基本施策 > 基本事業, chapter > section)."""

from __future__ import annotations

import re
from dataclasses import dataclass

from kyodo_analysis.reading.headings import HeadingLine
from kyodo_analysis.text.traced import Traced

_REPRINT = re.compile(r"[ \u3000]*[【（(\[〔]再掲[】）)\]〕]\Z")


@dataclass(frozen=True, slots=True)
class Level:
    """A heading above measures; `number` as it enters the measure's number."""

    number: str
    title: Traced


class LevelRanks:
    """How deep headings stand; named levels (基本施策 above 基本事業) rank in the order of their first coming."""

    def __init__(self) -> None:
        self._words: list[str] = []

    def rank(self, heading: HeadingLine) -> float:
        """The rank of a heading, smaller is higher; a word that comes for the first time is learnt."""
        if heading.kind != "named":
            return heading.rank
        if heading.word not in self._words:
            self._words.append(heading.word)
        return heading.rank + self._words.index(heading.word) / 100


class Hierarchy:
    """The policy and the program that hold for the next measure.

    The first word by which a plan names a level (基本施策) is that of the policies, any other (基本事業) that of the
    programs; a program without a printed number gets its running number under the policy. In a plan that names no level
    the last two headings count, whatever their kind.
    """

    def __init__(self) -> None:
        self._word = ""
        self._policy: Level | None = None
        self._program: Level | None = None
        self._programs = 0
        self._headings: list[HeadingLine] = []

    @property
    def policy(self) -> Level | None:
        """The upper level."""
        if self._policy:
            return self._policy
        return _level_of(self._headings[-2:][0]) if self._headings else None

    @property
    def program(self) -> Level | None:
        """The lower level, None where there is only one."""
        if self._policy:
            return self._program
        return _level_of(self._headings[-1]) if len(self._headings) > 1 else None

    def enter(self, heading: HeadingLine) -> None:
        """Take in a heading."""
        if heading.kind != "named":
            self._headings = [above for above in self._headings if above.rank < heading.rank]
            self._headings.append(heading)
        elif self._policy is None or heading.word == self._word:
            self._word, self._policy, self._program, self._programs = heading.word, _level_of(heading), None, 0
        else:
            self._programs += 1
            self._program = Level(heading.number or str(self._programs), heading.title)

    def number(self, item: str) -> str:
        """The number of a measure: policy, program and item joined by hyphens."""
        levels = [level.number for level in (self.policy, self.program) if level and level.number]
        return "-".join([*levels, item])


def _level_of(heading: HeadingLine) -> Level:
    return Level(heading.number, heading.title)


def cut_reprint(title: Traced) -> tuple[Traced, Traced | None]:
    """A title without its 再掲 mark, and the mark.

    >>> [str(part) for part in cut_reprint(Traced.of_line("社会教育事業による人材育成の強化【再掲】", 4897))]
    ['社会教育事業による人材育成の強化', '【再掲】']
    """
    stripped = title.strip()
    match = _REPRINT.search(stripped.text)
    if not match:
        return stripped, None
    return stripped[: match.start()], stripped[match.start() :].strip()
