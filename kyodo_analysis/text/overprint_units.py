"""Which repetitions of a text are overprinting: units printed two, three or four times at once, and chains of them.

A bold word is drawn k times, so an overprinted stretch is a chain of units with one k: 人人がが集集. A real text
repeats itself too (ますます, 日々, ………, 協働推進課 in two cells), but its repeats are short and stand alone. So
every unit earns what its superfluous copies weigh, a chain must pay for its two ends, and the best-paying way to cut
the text into plain characters and chains is found by dynamic programming (Viterbi's algorithm with the states plain,
2, 3, 4). Marks and digits weigh next to nothing: ・・・・ or 2000 alone never pays, but a chain takes it along.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import NamedTuple

from kyodo_analysis.text.repetitions import Repetition

CELL_BORDER = "\t"
NO_GAP, BLANK_GAP, LINE_GAP = 0, 1, 2
COPIES = (4, 3, 2)

# Weights and prices in one unit: a kana weighs 20. 地域 four times is enough by itself (3 x 50), どんどん twice over is
# not (3 x 40); for two copies it takes a word of six or a chain of about eight characters.
_UNIT_PRICE = 3
_UNEVEN_BLANK_PRICE = 5
_DAMAGE_PRICE = 40
_BRIDGE = -4  # a doubtful unit never opens or pays for a chain; it only carries one over
_LINE_WEIGHT = 160
_LONGEST_DOUBLED = 8  # one character more often than that is filling: ＸＸＸＸＸＸＸＸＸＸ
_LONGEST_RULE, _MOST_PERIODS = 256, 32  # longer repetitions are drawn rules and fillings

_KANJI, _KANA, _LATIN, _DIGIT, _MARK, _FILLING = 25, 20, 16, 6, 4, 2
_FILLINGS = frozenset("…‥・—―─━－-–_＿○×＊*=＝~～.．→↓ー")  # marks that are set twice or in rows


class Price(NamedTuple):
    """What a chain pays for its two ends: so much each, less for an end where a line begins or ends."""

    inside: int
    at_line_edge: int
    proved: bool


STRICT: Mapping[int, Price] = {4: Price(66, 60, False), 3: Price(66, 60, False), 2: Price(71, 65, False)}
PROVED: Mapping[int, Price] = {4: Price(25, 8, True), 3: Price(25, 8, True), 2: Price(42, 10, True)}
"""Prices where a number of copies is proved on several lines of the text."""


class Unit(NamedTuple):
    """`copies` copies of `period` characters at [start, stop) of the stream.

    `gain` is what dropping all copies but one pays, `proved_gain` the same where that number of copies is proved.
    """

    start: int
    stop: int
    period: int
    copies: int
    gain: int
    proved_gain: int


@dataclass(frozen=True)
class Stream:
    """The visible characters of many lines one after another.

    `gaps[i]` says what stands before character i: nothing, blanks or a line end. Both have one entry per character.
    """

    characters: str
    gaps: Sequence[int]

    def is_line_edge(self, index: int) -> bool:
        """Whether a line begins with character `index`, or one ended before it."""
        return index in (0, len(self.characters)) or self.gaps[index] == LINE_GAP

    def is_line(self, start: int, stop: int) -> bool:
        """Whether [start, stop) begins where a line begins and stops where one ends."""
        return self.is_line_edge(start) and self.is_line_edge(stop)


def weigh(character: str) -> int:
    """How much a repeated character says for overprinting.

    >>> [weigh(c) for c in "協きＫ1。・"]
    [25, 20, 16, 6, 4, 2]
    """
    if "\u4e00" <= character <= "\u9fff" or character in "々〆ヶ" or "\u3400" <= character <= "\u4dbf":
        return _KANJI
    if "\u3041" <= character <= "\u3096" or "\u30a1" <= character <= "\u30fa":
        return _KANA
    if character.isdigit():
        return _DIGIT
    if character == CELL_BORDER:
        return 0
    if character in _FILLINGS:
        return _FILLING
    return _LATIN if character.isalpha() else _MARK


def find_units(stream: Stream, repetitions: Sequence[Repetition]) -> list[Unit]:
    """Every unit that the repetitions allow, by start."""
    weight_of = {character: weigh(character) for character in set(stream.characters)}
    weights = [0, *accumulate(weight_of[character] for character in stream.characters)]
    gap_positions = [i for i, gap in enumerate(stream.gaps) if gap != NO_GAP]
    units: list[Unit] = []
    for repetition in repetitions:
        start, end, period = repetition
        if end - start > (_LONGEST_RULE if period == 1 else _MOST_PERIODS * period):
            continue
        units.extend(_damaged_units(stream, repetition, weights))
        for copies in COPIES:
            for first in range(start, end - copies * period + 1):
                weight = weights[first + period] - weights[first]
                if period == 1 and end - start > _LONGEST_DOUBLED:
                    weight = min(weight, _FILLING)
                stop = first + copies * period
                inside = gap_positions[bisect_right(gap_positions, first) : bisect_left(gap_positions, stop)]
                gain = _gain(stream, repetition, first, copies, weight, inside)
                proved = gain
                if gain == _BRIDGE and weight >= _LINE_WEIGHT and stream.is_line(first, stop):
                    one_line = all(stream.gaps[position] != LINE_GAP for position in inside)
                    proved = (copies - 1) * weight - _UNIT_PRICE if one_line else _BRIDGE
                units.append(Unit(first, stop, period, copies, gain, proved))
    units.sort()
    return units


def _gain(stream: Stream, repetition: Repetition, first: int, copies: int, weight: int, inside: Sequence[int]) -> int:
    """What the unit at `first` pays; `inside` are the positions within it that a gap stands before."""
    start, end, period = repetition
    unit = stream.characters[first : first + period]
    whole = copies * period
    is_whole = (end - start) % whole == (first - start) % whole == 0 or stream.is_line(first, first + whole)
    if CELL_BORDER in unit and period > 1 and (not is_whole or CELL_BORDER in (unit[0], unit[-1])):
        return _BRIDGE
    gaps_at: dict[int, list[int]] = {}
    for position in inside:
        gaps_at.setdefault((position - first) % period, []).append(stream.gaps[position])
    joints = gaps_at.pop(0, [])
    price = _UNIT_PRICE
    for gaps in gaps_at.values():
        if gaps.count(LINE_GAP) > 1:  # lines that come again, not copies that a line end happens to cut
            return _BRIDGE
        if len(gaps) < copies:
            price += _UNEVEN_BLANK_PRICE * gaps.count(BLANK_GAP)
        elif not is_whole:
            return _BRIDGE  # cells such as 実施 実施 実施, read from the middle of one to the middle of the next
    # Copies touch. One gap among them is a line end that fell there; more are cells or lines that are alike.
    if joints and not (len(joints) == 1 and (copies == 4 or (copies == 3 and joints == [LINE_GAP]))):
        return _BRIDGE
    return (copies - 1 - len(joints)) * weight - price


def _damaged_units(stream: Stream, repetition: Repetition, weights: Sequence[int]) -> Iterator[Unit]:
    """Four copies of which an inner one lost its end or its beginning: ています ています てい ています."""
    start, end, period = repetition
    text = stream.characters
    if period == 1 or end - start >= 4 * period:
        return
    for first in range(max(start, end - 3 * period + 1), end - 2 * period - (period - 1) // 2):
        unit = text[first : first + period]
        if text.startswith(unit, end):
            gain = weights[first + period] - weights[first] - _DAMAGE_PRICE
            yield Unit(first, end + period, period, 4, gain, gain)
    for last in range(start + 2 * period + (period + 1) // 2, min(end, start + 3 * period - 1) + 1):
        first = start - period
        if first >= 0 and text[first:start] == text[last - period : last]:
            gain = weights[start] - weights[first] - _DAMAGE_PRICE
            yield Unit(first, last, period, 4, gain, gain)


def choose_chains(stream: Stream, units: Sequence[Unit], prices: Mapping[int, Price]) -> Iterator[list[Unit]]:
    """The chains that pay, first to last, at the price for each number of copies."""
    cheapest = 2 * min(price.at_line_edge for price in prices.values())
    for zone in _zones(units):
        if sum(max(unit.proved_gain, 0) for unit in zone) >= cheapest:
            yield from _best_chains(stream, zone, prices)


def _zones(units: Sequence[Unit]) -> Iterator[list[Unit]]:
    """Units whose stretches touch or overlap; no chain leads from one zone to the next."""
    zone: list[Unit] = []
    reach = -1
    for unit in units:
        if unit.start > reach and zone:
            yield zone
            zone = []
        zone.append(unit)
        reach = max(reach, unit.stop)
    if zone:
        yield zone


def _best_chains(stream: Stream, zone: Sequence[Unit], prices: Mapping[int, Price]) -> Iterator[list[Unit]]:
    """Viterbi over the positions of a zone.

    plain[i] is the best score of a cutting that ends before position i; score[k][i] the best of those whose last
    piece is a unit with k copies. came[k][i] is that unit and whether it continues a chain.
    """
    origin = zone[0].start
    length = max(unit.stop for unit in zone) - origin
    nothing = -(10**9)
    plain: list[int] = [0] + [nothing] * length
    left: list[int] = [0] * (length + 1)  # the state that plain[i] ended in: 0 or a number of copies
    score: dict[int, list[int]] = {k: [nothing] * (length + 1) for k in COPIES}
    came: dict[int, list[tuple[Unit, bool] | None]] = {k: [None] * (length + 1) for k in COPIES}
    starting = iter(zone)
    unit: Unit | None = next(starting)
    for here in range(length + 1):
        if here and plain[here - 1] > nothing:
            plain[here] = plain[here - 1]
        edge = stream.is_line_edge(origin + here)
        for k in COPIES:
            leaving = score[k][here] - prices[k][edge]
            if leaving > plain[here]:
                plain[here], left[here] = leaving, k
        while unit is not None and unit.start - origin == here:
            k = unit.copies
            entering, going_on = plain[here] - prices[k][edge], score[k][here]
            total = max(entering, going_on) + (unit.proved_gain if prices[k].proved else unit.gain)
            there = unit.stop - origin
            if total > score[k][there]:
                score[k][there] = total
                came[k][there] = (unit, going_on >= entering)
            unit = next(starting, None)
    yield from _trace_back(length, origin, left, came)


def _trace_back(
    length: int,
    origin: int,
    left: Sequence[int],
    came: Mapping[int, Sequence[tuple[Unit, bool] | None]],
) -> Iterator[list[Unit]]:
    chains: list[list[Unit]] = []
    here = length
    while here > 0:
        k = left[here]
        if not k:
            here -= 1
            continue
        chain: list[Unit] = []
        going_on = True
        while going_on:
            step = came[k][here]
            if step is None:
                raise AssertionError(f"no unit with {k} copies ends at position {origin + here}")
            unit, going_on = step
            chain.append(unit)
            here = unit.start - origin
        chains.append(chain[::-1])
    return iter(chains[::-1])
