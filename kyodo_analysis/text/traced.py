"""Text whose every character knows its place in the source file.

A place is a (line, column) pair: lines are numbered from 1, columns from 0, both in characters. A character that the
program put in itself (a separator, say) has no place. Every operation here keeps the places, so a value that a
reader cuts out of a plan can always be shown where it stands in print.

>>> line = Traced.of_line("  目 的", 14)
>>> line.strip().without_blanks().text
'目的'
>>> line.strip().without_blanks().runs()
[Run(line=14, start=2, end=3), Run(line=14, start=4, end=5)]
"""

from __future__ import annotations

import re
from array import array
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import NamedTuple

_COLUMN_BITS = 32
_COLUMN_MASK = (1 << _COLUMN_BITS) - 1
_NOWHERE = -1


class Run(NamedTuple):
    """Characters [start, end) of one source line."""

    line: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Traced:
    """A string and, for each of its characters, the place in the source (packed as line << 32 | column)."""

    text: str
    places: array[int]

    def __post_init__(self) -> None:
        if len(self.text) != len(self.places):
            raise ValueError(f"{len(self.text)} characters but {len(self.places)} places in {self.text[:20]!r}")

    @classmethod
    def of_line(cls, text: str, line: int, column: int = 0) -> Traced:
        """The characters of one source line from `column` on."""
        first = line << _COLUMN_BITS | column
        return cls(text, array("q", range(first, first + len(text))))

    @classmethod
    def inserted(cls, text: str) -> Traced:
        """Characters that stand nowhere in the source."""
        return cls(text, array("q", [_NOWHERE]) * len(text))

    @classmethod
    def join(cls, pieces: Iterable[Traced], separator: str = "") -> Traced:
        """The pieces one after another; the separator has no place."""
        texts: list[str] = []
        places = array("q")
        gap = array("q", [_NOWHERE]) * len(separator)
        for number, piece in enumerate(pieces):
            if number and separator:
                places.extend(gap)
            texts.append(piece.text)
            places.extend(piece.places)
        return cls(separator.join(texts), places)

    def __len__(self) -> int:
        return len(self.text)

    def __bool__(self) -> bool:
        return bool(self.text)

    def __str__(self) -> str:
        return self.text

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Traced) and self.text == other.text and self.places == other.places

    def __hash__(self) -> int:
        return hash((self.text, self.places.tobytes()))

    def __getitem__(self, index: slice | int) -> Traced:
        if isinstance(index, int):
            index = slice(index, index + 1 or None)
        return Traced(self.text[index], self.places[index])

    def __add__(self, other: Traced) -> Traced:
        return Traced(self.text + other.text, self.places + other.places)

    def place(self, index: int) -> tuple[int, int] | None:
        """(line, column) of a character, None if it was inserted."""
        packed = self.places[index]
        return None if packed == _NOWHERE else (packed >> _COLUMN_BITS, packed & _COLUMN_MASK)

    @property
    def first_line(self) -> int:
        """The smallest source line among the characters; 0 when none has a place."""
        return min((packed >> _COLUMN_BITS for packed in self.places if packed != _NOWHERE), default=0)

    @property
    def last_line(self) -> int:
        """The greatest source line among the characters; 0 when none has a place."""
        return max((packed >> _COLUMN_BITS for packed in self.places if packed != _NOWHERE), default=0)

    def strip(self) -> Traced:
        """Without white space at both ends."""
        return self.lstrip().rstrip()

    def lstrip(self) -> Traced:
        """Without white space at the start."""
        return self[len(self.text) - len(self.text.lstrip()) :]

    def rstrip(self) -> Traced:
        """Without white space at the end."""
        return self[: len(self.text.rstrip())]

    def split(self, pattern: str) -> list[Traced]:
        """The stretches between the matches of a regular expression, as `re.split` cuts them."""
        pieces, start = [], 0
        for match in re.finditer(pattern, self.text):
            pieces.append(self[start : match.start()])
            start = match.end()
        pieces.append(self[start:])
        return pieces

    def find_all(self, pattern: str) -> Iterator[Traced]:
        """Every match of a regular expression."""
        for match in re.finditer(pattern, self.text):
            yield self[match.start() : match.end()]

    def keep(self, wanted: Iterable[int]) -> Traced:
        """The characters at the wanted indexes, in the order given."""
        indexes = list(wanted)
        return Traced("".join([self.text[i] for i in indexes]), array("q", [self.places[i] for i in indexes]))

    def without(self, pattern: str) -> Traced:
        """Without the matches of a regular expression."""
        return Traced.join(self.split(pattern))

    def without_blanks(self) -> Traced:
        """Without any white space."""
        return self.keep(i for i, character in enumerate(self.text) if not character.isspace())

    def with_text(self, text: str) -> Traced:
        """The same places under other characters, one for one."""
        return Traced(text, self.places)

    def runs(self) -> list[Run]:
        """The source characters behind the text, as maximal runs in the order of the text."""
        found: list[Run] = []
        start = previous = _NOWHERE
        for packed in self.places:
            if packed == _NOWHERE:
                continue
            if previous == _NOWHERE or packed != previous + 1:
                if previous != _NOWHERE:
                    found.append(_run(start, previous))
                start = packed
            previous = packed
        if previous != _NOWHERE:
            found.append(_run(start, previous))
        return found


def _run(first: int, last: int) -> Run:
    return Run(first >> _COLUMN_BITS, first & _COLUMN_MASK, (last & _COLUMN_MASK) + 1)
