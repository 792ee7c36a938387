"""How sure a number is: intervals, what shuffled plan labels would show, and false discoveries among many tests.

The unit of resampling is the measure, never the word or the bullet: what stands in one measure was written together.
A plan is printed in full, so an interval does not speak of measures that were left out. It says how far a number would
move if the city had written other measures in the same manner, and so how much weight a difference can bear.

All draws come from `numpy.random.default_rng(seed)` (PCG64): the same seed gives the same interval everywhere.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TypeAlias

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy.sparse import sparray
from scipy.stats import beta, false_discovery_control, norm

CONFIDENCE = 0.95
RESAMPLES = 2000
SHUFFLES = 20_000
MONTE_CARLO = 0.99
SEED = 20130401
BLOCK_CELLS = 1_000_000

Numbers = npt.NDArray[np.float64]
Counts: TypeAlias = Numbers | sparray


def wilson_interval(
    successes: npt.ArrayLike, n: npt.ArrayLike, confidence: float = CONFIDENCE
) -> tuple[Numbers, Numbers]:
    """The score interval of a share, which unlike a resampled one stays honest at 0 and 1 and for small n.

    Source: Wilson, E. B. (1927), Probable inference, the law of succession, and statistical inference, Journal of the
    American Statistical Association 22, 209-212.

    Args:
        successes: counts, of any shape. n: what they are counted among, of a shape that broadcasts with it.

    Returns:
        Lower and upper ends, 0 to 1; NaN where n is 0.

    Raises:
        ValueError: when a count is negative or greater than its n.

    >>> [end.round(3).item() for end in wilson_interval(8, 10)]
    [0.49, 0.943]
    """
    k, total = np.broadcast_arrays(np.asarray(successes, dtype=np.float64), np.asarray(n, dtype=np.float64))
    if (k < 0).any() or (k > total).any():
        raise ValueError("a share needs 0 <= successes <= n")
    z = float(norm.ppf(0.5 + confidence / 2))
    with np.errstate(invalid="ignore", divide="ignore"):
        share = k / total
        centre = share + z**2 / (2 * total)
        half = z * np.sqrt(share * (1 - share) / total + z**2 / (4 * total**2))
        lower, upper = (centre - half) / (1 + z**2 / total), (centre + half) / (1 + z**2 / total)
    # Rounding must not leave a hair's breadth between a share of 0 or 1 and the end of its interval.
    return np.where((k == 0) & (total > 0), 0.0, lower), np.where((k == total) & (total > 0), 1.0, upper)


def resample_weights(units: int, resamples: int = RESAMPLES, seed: int = SEED) -> Numbers:
    """How often each unit is drawn in each bootstrap sample: (resamples, units), every row adding up to units.

    Every statistic that rests on sums over units is then a matrix product: `weights @ values`.

    Source: Efron, B. (1979), Bootstrap methods: another look at the jackknife, Annals of Statistics 7, 1-26.

    >>> resample_weights(4, resamples=3, seed=1).sum(axis=1).tolist()
    [4.0, 4.0, 4.0]
    """
    if units < 1:
        return np.zeros((resamples, 0))
    generator = np.random.default_rng(seed)
    return generator.multinomial(units, np.full(units, 1 / units), size=resamples).astype(np.float64)


def resample_blocks(
    units: int, resamples: int = RESAMPLES, seed: int = SEED, cells: int = BLOCK_CELLS
) -> Iterator[Numbers]:
    """What `resample_weights` draws, in blocks of at most `cells` numbers, so that memory does not grow with units.

    >>> [len(block) for block in resample_blocks(4, resamples=5, seed=1, cells=8)]
    [2, 2, 1]
    """
    if units < 1:
        yield np.zeros((resamples, 0))
        return
    generator, chances = np.random.default_rng(seed), np.full(units, 1 / units)
    rows = max(1, cells // units)
    for start in range(0, resamples, rows):
        yield generator.multinomial(units, chances, size=min(rows, resamples - start)).astype(np.float64)


def percentile_interval(draws: Numbers, confidence: float = CONFIDENCE) -> tuple[Numbers, Numbers]:
    """The middle part of resampled values, draws along the first axis; NaN where a draw is NaN.

    >>> [end.round(6).item() for end in percentile_interval(np.arange(101.0), 0.9)]
    [5.0, 95.0]
    """
    tail = (1 - confidence) / 2
    lower, upper = np.quantile(draws, [tail, 1 - tail], axis=0)
    return lower, upper


def bias_corrected_interval(
    draws: Numbers, estimate: npt.ArrayLike, confidence: float = CONFIDENCE
) -> tuple[Numbers, Numbers]:
    """A percentile interval shifted by as much as the draws lie to one side of the estimate.

    Concentration of a bootstrap sample is higher than that of what it was drawn from, since some units are drawn twice
    and others not at all; without the shift the interval would miss its own estimate.

    Source: Efron, B. (1981), Nonparametric standard errors and confidence intervals, Canadian Journal of Statistics 9,
    139-158 (the BC interval).

    Args:
        draws: (resamples, ...). estimate: the value of the full data, of the shape (...).
    """
    value = np.asarray(estimate, dtype=np.float64)
    flat, values = draws.reshape(len(draws), -1), value.reshape(-1)
    # Half of the ties, and never all draws on one side: the shift stays finite.
    below = ((flat < values).sum(axis=0) + 0.5 * (flat == values).sum(axis=0) + 0.5) / (len(flat) + 1)
    shift = 2 * norm.ppf(below)
    ends = norm.ppf([(1 - confidence) / 2, (1 + confidence) / 2])
    bounds = np.array(
        [np.quantile(flat[:, column], norm.cdf(shift[column] + ends)) for column in range(flat.shape[1])]
    ).reshape(-1, 2)
    return bounds[:, 0].reshape(value.shape), bounds[:, 1].reshape(value.shape)


def shuffle_labels(
    labels: npt.ArrayLike, shuffles: int = SHUFFLES, seed: int = SEED
) -> tuple[list[str], npt.NDArray[np.intp]]:
    """Labels dealt out at random over and over, every label as often as it occurs.

    Returns:
        The distinct labels in sorted order, and for each shuffle and unit the number of its label: (shuffles, units).

    >>> names, dealt = shuffle_labels(["a", "b", "b"], shuffles=5, seed=1)
    >>> names, (dealt == names.index("b")).sum(axis=1).tolist()
    (['a', 'b'], [2, 2, 2, 2, 2])
    """
    names, codes = np.unique(np.asarray(labels, dtype=np.str_), return_inverse=True)
    generator = np.random.default_rng(seed)
    return names.tolist(), generator.permuted(np.broadcast_to(codes, (shuffles, len(codes))), axis=1)


def shuffle_blocks(
    labels: npt.ArrayLike, shuffles: int = SHUFFLES, seed: int = SEED, cells: int = BLOCK_CELLS
) -> Iterator[npt.NDArray[np.intp]]:
    """What `shuffle_labels` deals out, in blocks of at most `cells` numbers, so that memory does not grow with units.

    The blocks one below the other are the same, number for number, as those of `shuffle_labels`.

    >>> blocks = list(shuffle_blocks(["a", "b", "b"], shuffles=5, seed=1, cells=6))
    >>> [len(block) for block in blocks]
    [2, 2, 1]
    >>> bool((np.concatenate(blocks) == shuffle_labels(["a", "b", "b"], shuffles=5, seed=1)[1]).all())
    True
    """
    codes = np.unique(np.asarray(labels, dtype=np.str_), return_inverse=True)[1]
    generator = np.random.default_rng(seed)
    rows = max(1, cells // max(1, len(codes)))
    for start in range(0, shuffles, rows):
        shape = (min(rows, shuffles - start), len(codes))
        yield generator.permuted(np.broadcast_to(codes, shape), axis=1)


def two_sided_p(null: Numbers, observed: Numbers, middle: Numbers | None = None) -> Numbers:
    """How often shuffled labels give a value as far from the middle of the null as the observed one, or farther.

    The observed value counts as one of the draws, so p is never 0.

    Source: Phipson, B. & Smyth, G. K. (2010), Permutation p-values should never be zero, Statistical Applications in
    Genetics and Molecular Biology 9, 39.

    Args:
        null: (shuffles, ...). observed: (...). A draw that is not a number (a group that was dealt nothing to count)
            speaks for chance; p is NaN where the observed value or every draw is. middle: the mean of the null where it
            is known, else that of the draws. Shares of few measures come in steps: were the middle only drawn, a hair's
            breadth would decide whether the step on its other side is as far, and another seed would double p.
    """
    given = ~np.isnan(null)
    drawn = given.sum(axis=0)
    if middle is None:
        with np.errstate(invalid="ignore"):
            middle = np.where(given, null, 0.0).sum(axis=0) / drawn
    # Sums of fractions differ in their last digits with the order of adding; that must not decide a tie.
    nearer = np.abs(null - middle) < np.abs(observed - middle) - 1e-9
    p: Numbers = ((~nearer).sum(axis=0) + 1) / (len(null) + 1)
    return np.where(np.isnan(observed) | (drawn == 0), np.nan, p)


def upper_p(p: npt.ArrayLike, shuffles: int, confidence: float = MONTE_CARLO) -> Numbers:
    """How large p could be if all shuffles were made and not only some: the upper end of its Monte Carlo interval.

    Near the limit another seed would decide otherwise; what is called a difference by this end stays one. False
    discovery rates grow with every p, so those of the upper ends are upper ends themselves.

    Source: Clopper, C. J. & Pearson, E. S. (1934), The use of confidence or fiducial limits illustrated in the case of
    the binomial, Biometrika 26, 404-413.

    Args:
        p: what `two_sided_p` gives. shuffles: how many it rests on.

    >>> upper_p([1 / 2001, 21 / 2001, 1.0], shuffles=2000).round(4).tolist()
    [0.0026, 0.0173, 1.0]
    """
    as_far = np.rint(np.asarray(p, dtype=np.float64) * (shuffles + 1)) - 1
    with np.errstate(invalid="ignore"):
        upper: Numbers = beta.ppf((1 + confidence) / 2, as_far + 1, shuffles - as_far)
    return np.where(as_far >= shuffles, 1.0, upper)


def permutation_null(
    counts: Counts,
    sizes: Numbers,
    groups: Sequence[str],
    shuffles: int = SHUFFLES,
    seed: int = SEED,
    confidence: float = CONFIDENCE,
) -> pd.DataFrame:
    """Shares per group, beside what they would be if the groups were dealt out at random among the units.

    Args:
        counts: (units, columns), what each unit has of each column. sizes: (units,), what it has in all; 1 for units
            that have a thing or not. groups: the group of each unit.

    Returns:
        One row per group and column: group, column (its number), share (sum of counts by sum of sizes), null_lower,
        null_upper, p (two-sided). No row without units.

    >>> counts, ones = np.array([[1.0], [1.0], [0.0], [0.0]]), np.ones(4)
    >>> table = permutation_null(counts, ones, ["a", "a", "b", "b"], shuffles=99, seed=1)
    >>> table[["group", "column", "share"]].values.tolist()
    [['a', 0, 1.0], ['b', 0, 0.0]]
    """
    names, own = np.unique(np.asarray(groups, dtype=np.str_), return_inverse=True)
    columns, middle = counts.shape[1], expected_shares(counts, sizes)
    null = np.empty((len(names), shuffles, columns))
    done = 0
    for dealt in shuffle_blocks(groups, shuffles, seed) if len(names) else ():
        for number in range(len(names)):
            null[number, done : done + len(dealt)] = sum_shares(dealt == number, counts, sizes)
        done += len(dealt)
    parts = []
    for number, name in enumerate(names.tolist()):
        observed = sum_shares((own == number)[np.newaxis], counts, sizes)[0]
        lower, upper = percentile_interval(null[number], confidence)
        ends = {"null_lower": lower, "null_upper": upper, "p": two_sided_p(null[number], observed, middle)}
        parts.append(pd.DataFrame({"group": name, "column": np.arange(columns), "share": observed} | ends))
    return pd.concat(parts, ignore_index=True) if parts else pd.DataFrame(columns=["group", "column"])


def sum_shares(members: npt.NDArray[np.bool_], counts: Counts, sizes: Numbers) -> Numbers:
    """For sets of units what they have of each column by what they have in all: (sets, columns); NaN for 0 by 0.

    Args:
        members: (sets, units), who belongs to each set. counts, sizes: see `permutation_null`.

    >>> sum_shares(np.array([[True, True, False]]), np.array([[1.0], [0.0], [9.0]]), np.ones(3)).tolist()
    [[0.5]]
    """
    weights = members.astype(np.float64)
    with np.errstate(invalid="ignore", divide="ignore"):
        shares: Numbers = np.asarray(weights @ counts) / (weights @ sizes)[:, np.newaxis]
    return shares


def expected_shares(counts: Counts, sizes: Numbers) -> Numbers | None:
    """The mean of each share over all ways to deal out the groups: that of all units where sizes are the same.

    None where sizes differ: the mean is not known. Args: see `permutation_null`.

    >>> expected_shares(np.array([[1.0], [0.0], [0.0], [0.0]]), np.ones(4)).tolist()
    [0.25]
    """
    known = len(sizes) > 0 and sizes[0] > 0 and bool((sizes == sizes[0]).all())
    return sum_shares(np.ones((1, len(sizes)), dtype=np.bool_), counts, sizes)[0] if known else None


def false_discovery_rate(p: npt.ArrayLike) -> Numbers:
    """q-values: the share of false alarms to expect among all tests that are at least as small. NaN stays NaN.

    Source: Benjamini, Y. & Hochberg, Y. (1995), Controlling the false discovery rate, Journal of the Royal Statistical
    Society B 57, 289-300.

    >>> false_discovery_rate([0.01, 0.02, float("nan"), 0.9]).round(3).tolist()
    [0.03, 0.03, nan, 0.9]
    """
    values = np.asarray(p, dtype=np.float64)
    given = ~np.isnan(values)
    q = np.full(values.shape, np.nan)
    if given.any():
        q[given] = false_discovery_control(values[given])
    return q
