"""Overprinting undone: text that a page drew two, three or four times over is kept once.

A page sets bold type by drawing a word several times, each a hair aside; extraction finds every copy:
人々人々人々人々がががが集集集集いいいい. Each run is repeated for itself, a run may end anywhere, and a line
end may fall into a copy. Where a page is drawn twice as a whole, every line comes twice.

Real repeats stay (日々, ますます, ・・・, 1000, → → →, two cells that are alike): see `overprint_units` for what
counts as evidence. Where one k is proved on several lines of a text, less is asked of further chains with that k.

>>> from kyodo_analysis.text.traced import Traced
>>> lines, _ = collapse([Traced.of_line("第第第第１１１１節節節節    計画計画計画計画のののの概要概要概要概要", 1)])
>>> lines[0].text
'第１節 計画の概要'
>>> collapse([Traced.of_line("日々、ますます・・・・1000 実施 実施 実施 実施", 1)])[0][0].text
'日々、ますます・・・・1000 実施 実施 実施 実施'
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from kyodo_analysis.text.document import RepairStep, steps_between
from kyodo_analysis.text.overprint_lines import collapse_repeated_lines
from kyodo_analysis.text.overprint_units import (
    BLANK_GAP,
    CELL_BORDER,
    COPIES,
    LINE_GAP,
    NO_GAP,
    PROVED,
    STRICT,
    Price,
    Stream,
    Unit,
    choose_chains,
    find_units,
)
from kyodo_analysis.text.repetitions import find_repetitions
from kyodo_analysis.text.traced import Traced

_BLOCK = 1 << 20  # characters worked on at once
_PROVING_LINES = 3
_BLANKS = np.array([c for c in range(0x3001) if chr(c).isspace() and chr(c) != CELL_BORDER], dtype=np.uint32)

# Doubled words that stand next to an overprinted chain of two copies belong to the plain text.
_DOUBLED_WORD = re.compile(
    "いろ|ます|わく|どん|いき|だん|たび|しば|そも|なか|まだ|もと|のび|それ|ひと|よく|ただ|わざ|さま"
    "|ひとつ|ひとり|一つ|一人|一歩|少しずつ"
)


def collapse(lines: Sequence[Traced]) -> tuple[list[Traced], list[RepairStep]]:
    """The lines with overprinting undone (as many lines as before), and what was done to each."""
    before = list(lines)
    after = collapse_repeated_lines(before)
    changed = True
    while changed:
        after, changed = _collapse_once(after)
    return after, list(steps_between("overprint", before, after))


def _collapse_once(lines: list[Traced]) -> tuple[list[Traced], bool]:
    prices = dict(STRICT)
    proved: Counter[int] = Counter()
    blocks = [_Block.of(pieces) for pieces in _blocks(lines)]
    for block in blocks:
        proved.update(block.proving_lines(prices))
    if not proved:
        return lines, False
    for copies in COPIES:
        if proved[copies] >= _PROVING_LINES:
            prices[copies] = PROVED[copies]
    whole: list[Traced] = []
    for block in blocks:
        for number, piece in block.collapsed(prices):
            if number < len(whole):
                whole[number] = whole[number] + piece
            else:
                whole.append(piece)
    return whole, any(old is not new for old, new in zip(lines, whole, strict=True))


def _blocks(lines: Sequence[Traced]) -> Iterator[list[tuple[int, Traced]]]:
    """The lines with their indexes in blocks of bounded length; a line longer than a block comes in pieces."""
    block: list[tuple[int, Traced]] = []
    size = 0
    for number, line in enumerate(lines):
        for left in range(0, max(len(line), 1), _BLOCK):
            piece = line if len(line) <= _BLOCK else line[left : left + _BLOCK]
            if size + len(piece) > _BLOCK and block:
                yield block
                block, size = [], 0
            block.append((number, piece))
            size += len(piece)
    if block:
        yield block


@dataclass(frozen=True)
class _Block:
    """Lines as one stream. positions[i] is where character i of the stream stands in the lines joined by line ends."""

    pieces: list[tuple[int, Traced]]
    positions: NDArray[np.int64]
    stream: Stream
    units: list[Unit]

    @classmethod
    def of(cls, pieces: list[tuple[int, Traced]]) -> _Block:
        text = "\n".join(piece.text for _, piece in pieces)
        codes = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype=np.uint32)
        positions = np.flatnonzero(~np.isin(codes, _BLANKS))
        line_of = np.searchsorted(np.flatnonzero(codes == ord("\n")), positions)
        gaps = np.where(np.diff(positions, prepend=-1) > 1, BLANK_GAP, NO_GAP)
        gaps[np.flatnonzero(np.diff(line_of, prepend=0))] = LINE_GAP
        characters = codes[positions].tobytes().decode("utf-32-le", "surrogatepass")
        stream = Stream(characters, gaps.astype(np.uint8).tobytes())
        return cls(pieces, positions, stream, find_units(stream, find_repetitions(characters)))

    def chains(self, prices: Mapping[int, Price]) -> Iterator[list[Unit]]:
        for chain in choose_chains(self.stream, self.units, prices):
            trimmed = self._trim(chain)
            if trimmed:
                yield trimmed

    def proving_lines(self, prices: Mapping[int, Price]) -> Counter[int]:
        """On how many lines a number of copies is proved."""
        proved = {(unit.copies, self._line(unit.start)) for chain in self.chains(prices) for unit in chain}
        return Counter(copies for copies, _ in proved)

    def collapsed(self, prices: Mapping[int, Price]) -> Iterator[tuple[int, Traced]]:
        """The pieces without the superfluous copies."""
        kept = np.ones(self._bounds[-1], dtype=bool)
        for chain in self.chains(prices):
            for unit in chain:
                first = self._kept_copy(unit)
                kept[self.positions[unit.start] : self.positions[unit.stop - 1] + 1] = False
                kept[self.positions[first] : self.positions[first + unit.period - 1] + 1] = True
            for unit, follower in pairwise(chain):
                self._thin_blanks(kept, unit.stop, follower.copies)
        for (number, piece), left in zip(self.pieces, self._bounds.tolist(), strict=False):
            wanted = kept[left : left + len(piece)]
            yield number, piece if wanted.all() else piece.keep(np.flatnonzero(wanted).tolist())

    @cached_property
    def _bounds(self) -> NDArray[np.int64]:
        """Where each piece begins in the joined lines, and where the next one would."""
        return np.cumsum([0, *(len(piece) + 1 for _, piece in self.pieces)])

    def _line(self, index: int) -> int:
        return int(np.searchsorted(self._bounds, self.positions[index], side="right"))

    def _kept_copy(self, unit: Unit) -> int:
        """The first copy that no line end cuts, else the first."""
        for first in range(unit.start, unit.stop - unit.period + 1, unit.period):
            if LINE_GAP not in self.stream.gaps[first + 1 : first + unit.period]:
                return first
        return unit.start

    def _thin_blanks(self, kept: NDArray[np.bool_], index: int, copies: int) -> None:
        """Blanks between two units of a chain were drawn as often as the units."""
        if index < len(self.positions) and self.stream.gaps[index] == BLANK_GAP:
            left, right = int(self.positions[index - 1]) + 1, int(self.positions[index])
            if (right - left) % copies == 0:
                kept[left + (right - left) // copies : right] = False

    def _trim(self, chain: list[Unit]) -> list[Unit]:
        first, last = 0, len(chain)
        while first < last and self._is_doubled_word(chain[first], chain[first].start - 1):
            first += 1
        while first < last and self._is_doubled_word(chain[last - 1], chain[last - 1].stop):
            last -= 1
        return chain[first:last]

    def _is_doubled_word(self, unit: Unit, outside: int) -> bool:
        text = self.stream.characters
        return (
            unit.copies == 2
            and _DOUBLED_WORD.fullmatch(text, unit.start, unit.start + unit.period) is not None
            and 0 <= outside < len(text)
            and text[outside].isalpha()
        )
