"""Where a text says the same thing several times at once: 地域地域地域地域 repeats with period 2.

A repetition is a stretch in which every character equals the one a period later, at least two periods long and as
long as it can be. Only the shortest period of a stretch is reported, so ・・・・・・ has period 1 and not 2 or 3.

The work grows with the length of the text times the number of short periods; long periods (over 64) are looked for at
sample points only: a stretch with period p that holds two copies covers at least one of the points p // 2 apart.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

LONGEST_PERIOD = 1000
_EVERY_POINT_UP_TO = 64
_WINDOW = 1 << 16
_PROBES = 4


class Repetition(NamedTuple):
    """Characters [start, end) repeat with the given period."""

    start: int
    end: int
    period: int


def find_repetitions(characters: str, longest_period: int = LONGEST_PERIOD) -> list[Repetition]:
    """All repetitions of at least two periods, by start, then period.

    >>> find_repetitions("人人人人がががが集う")
    [Repetition(start=0, end=4, period=1), Repetition(start=4, end=8, period=1)]
    >>> find_repetitions("を進めます進めます。")
    [Repetition(start=1, end=9, period=4)]
    """
    codes = np.frombuffer(characters.encode("utf-32-le", "surrogatepass"), dtype=np.uint32)
    overlap = 4 * longest_period
    found: list[Repetition] = []
    for left in range(0, len(codes), _WINDOW):
        # One character before the window shows whether a stretch began earlier; that stretch was found there.
        first = max(left - 1, 0)
        window = codes[first : left + _WINDOW + overlap]
        for period in range(1, min(longest_period, len(window) // 2) + 1):
            for start, end in _stretches(window, period):
                start, end = start + first, end + first
                if left <= start < left + _WINDOW and not _has_shorter_period(characters[start : start + period]):
                    found.append(Repetition(start, end, period))
    return sorted(found)


def _stretches(codes: NDArray[np.uint32], period: int) -> Iterator[tuple[int, int]]:
    """Maximal stretches [start, end) with the period, at least two periods long."""
    if period > _EVERY_POINT_UP_TO:
        yield from _sampled_stretches(codes, period)
        return
    same = np.flatnonzero(codes[:-period] == codes[period:])
    if len(same) < period:
        return
    breaks = np.flatnonzero(np.diff(same) != 1)
    starts = same[np.concatenate(([0], breaks + 1))]
    ends = same[np.concatenate((breaks, [len(same) - 1]))] + 1
    long_enough = np.flatnonzero(ends - starts >= period)
    for i in long_enough.tolist():
        yield int(starts[i]), int(ends[i]) + period


def _sampled_stretches(codes: NDArray[np.uint32], period: int) -> Iterator[tuple[int, int]]:
    step = period // 2
    comparable = len(codes) - period
    same = codes[0 : comparable - _PROBES : step] == codes[period : comparable - _PROBES + period : step]
    for probe in range(1, _PROBES):
        if not same.any():
            return
        same = same & (
            codes[probe : comparable - _PROBES + probe : step]
            == codes[period + probe : comparable - _PROBES + period + probe : step]
        )
    done = 0
    for point in (np.flatnonzero(same) * step).tolist():
        if point < done:
            continue
        start, stop = _widen(codes, point, period)
        done = stop
        if stop - start >= period:
            yield start, stop + period


def _widen(codes: NDArray[np.uint32], point: int, period: int) -> tuple[int, int]:
    """The stretch of positions around `point` that equal the position a period later."""
    comparable = len(codes) - period
    stop, step = point, period
    while stop < comparable:
        reach = min(stop + step, comparable)
        differ = np.flatnonzero(codes[stop:reach] != codes[stop + period : reach + period])
        if len(differ):
            stop += int(differ[0])
            break
        stop, step = reach, 2 * step
    start, step = point, period
    while start > 0:
        reach = max(start - step, 0)
        differ = np.flatnonzero(codes[reach:start] != codes[reach + period : start + period])
        if len(differ):
            start = reach + int(differ[-1]) + 1
            break
        start, step = reach, 2 * step
    return start, stop


def _has_shorter_period(unit: str) -> bool:
    return len(unit) > 1 and unit in (unit + unit)[1:-1]
