"""What labels dealt out at random would give, when all ways to deal them out can be counted instead of drawn.

Where a measure has a thing or not and a label or not, the number with both is hypergeometric; dealt out within each of
several plans it is a sum of independent ones. Its distribution is exact: p needs no seed and no Monte Carlo interval.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy.stats import hypergeom

from kyodo_analysis.analysis.statistics.uncertainty import CONFIDENCE, Numbers


@dataclass(frozen=True, slots=True)
class ExactNull:
    """A count beside its distribution: the mean, the middle part of it (counts), the two-sided p, the smallest such p.

    `least_p` depends on the numbers of things, labels and units only, not on the count: what cannot reach a level need
    not be tested, and leaving it out of a family of tests gives no false discovery (Gilbert, P. B. (2005), A modified
    false discovery rate multiple-comparisons procedure for discrete data, Journal of the Royal Statistical Society C
    54, 143-158).
    """

    expected: float
    lower: float
    upper: float
    p: float
    least_p: float


def deal_within(
    both: int, things: Sequence[int], labels: Sequence[int], units: Sequence[int], confidence: float = CONFIDENCE
) -> ExactNull:
    """A count of units with a thing and a label, if labels were dealt out among the units of each group.

    p is the probability of a count as far from the mean as the observed one, or farther. That is not the p of Fisher's
    two-sided test, which adds up the counts that are no more probable than the observed one; where the distribution is
    skew the two differ.

    Source: Fisher, R. A. (1935), The logic of inductive inference, Journal of the Royal Statistical Society 98, 39-82,
    for one group; sums over groups as in Birch, M. W. (1964), The detection of partial association, I: the 2×2 case,
    Journal of the Royal Statistical Society B 26, 313-324.

    Args:
        both: the observed count, all groups together. things, labels, units: how many units of each group have the
            thing, have the label, and are there at all.

    >>> found = deal_within(2, [2], [2], [4])
    >>> round(found.expected, 6), round(found.p, 6), round(found.least_p, 6)
    (1.0, 0.333333, 0.333333)
    """
    chances, p = weigh_counts(things, labels, units)
    expected = _expect(things, labels, units)
    cumulative = np.cumsum(chances)
    tail = (1 - confidence) / 2
    lower, upper = (int(np.searchsorted(cumulative, end - 1e-12)) for end in (tail, 1 - tail))
    least = float(p[chances > 0].min())
    return ExactNull(expected, float(lower), float(min(upper, len(chances) - 1)), float(p[both]), least)


def weigh_counts(things: Sequence[int], labels: Sequence[int], units: Sequence[int]) -> tuple[Numbers, Numbers]:
    """The chance of every count from 0 on that `deal_within` may see, and its two-sided p.

    >>> chances, p = weigh_counts([2], [2], [4])
    >>> chances.round(6).tolist(), p.round(6).tolist()
    ([0.166667, 0.666667, 0.166667], [0.333333, 1.0, 0.333333])
    """
    chances: Numbers = np.ones(1)
    for thing, label, unit in zip(things, labels, units, strict=True):
        if thing and label:
            chances = np.convolve(chances, hypergeom.pmf(np.arange(min(thing, label) + 1), unit, thing, label))
    away = np.abs(np.arange(len(chances)) - _expect(things, labels, units))
    p = np.array([chances[away >= distance - 1e-9].sum() for distance in away])
    return chances, np.minimum(1.0, p)


def _expect(things: Sequence[int], labels: Sequence[int], units: Sequence[int]) -> float:
    return float(sum(t * n / unit for t, n, unit in zip(things, labels, units, strict=True) if unit))
