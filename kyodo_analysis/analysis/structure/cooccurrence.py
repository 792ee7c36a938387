"""Which words or themes stand together in measures more often than chance puts them there.

A word counts once per measure. The null keeps how many measures of each plan have each word: that two words of the same
plan meet more often than words of different plans says something of the plans, not of the words.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy import sparse
from scipy.stats import hypergeom, norm

from kyodo_analysis.analysis.statistics.resampling import resample_within
from kyodo_analysis.analysis.statistics.uncertainty import BLOCK_CELLS, SEED, Numbers, false_discovery_rate

# From this variance on the sum of hypergeometric counts is normal for all that a test asks.
_NORMAL_VARIANCE = 25.0


def count_pairs(has: sparse.csr_array, groups: npt.ArrayLike) -> pd.DataFrame:
    """Every pair of items that meets in at least one unit, with measures of association and a test.

    `p` is the probability of as many common units or more when, within each group, the units that have the one item are
    drawn independently of those that have the other: the upper tail of a sum of hypergeometric counts, one per group;
    with one group the hypergeometric tail, Fisher's exact test. `q` is its false discovery rate among all pairs of
    items that occur, also those that never meet.

    Sources: Gart, J. J. (1970), Point and interval estimation of the common odds ratio in the combination of 2 × 2
    tables with fixed marginals, Biometrika 57, 471-475 (the exact test over strata); Mantel, N. & Haenszel, W. (1959),
    Journal of the National Cancer Institute 22, 719-748 (z); Church, K. W. & Hanks, P. (1990), Word association norms,
    mutual information, and lexicography, Computational Linguistics 16, 22-29 (PMI); Bouma, G. (2009), Normalized
    (pointwise) mutual information in collocation extraction, Proceedings of GSCL, 31-40 (NPMI).

    Args:
        has: (units, items), 1 where a unit has an item. groups: the group of each unit.

    Returns:
        first, second (numbers of the items, first < second), n_a, n_b, n_ab (units with the first, the second, both),
        n (units), expected (n_ab under the null), z (n_ab in standard deviations of the null; 0 where the null leaves
        no choice), jaccard, cosine (Ochiai), pmi (base 2), npmi (-1 to 1), p, q, p_pooled (with all units as one
        group), pairs (tested).
    """
    labels = np.asarray(groups, dtype=np.str_)
    both = sparse.triu((has.T @ has), k=1).tocoo()
    order = np.lexsort((both.col, both.row))
    first, second, n_ab = both.row[order], both.col[order], both.data[order]
    totals, n = has.sum(axis=0), has.shape[0]
    n_a, n_b = totals[first], totals[second]
    of_groups = [(has[labels == name].sum(axis=0), int((labels == name).sum())) for name in np.unique(labels)]
    strata = [(sums[first], sums[second], size) for sums, size in of_groups]
    expected, variance = _moments(strata, np.zeros(len(first)))
    pairs = int((totals > 0).sum() * ((totals > 0).sum() - 1) // 2)
    p = _upper_tail(n_ab, strata)
    with np.errstate(divide="ignore", invalid="ignore"):
        pmi = np.log2(n_ab * n / (n_a * n_b))
        npmi = np.where(n_ab < n, pmi / -np.log2(n_ab / n), 1.0)
    return pd.DataFrame(
        {
            **{"first": first, "second": second},
            **{name: each.astype("int64") for name, each in (("n_a", n_a), ("n_b", n_b), ("n_ab", n_ab))},
            **{"n": n, "expected": expected, "z": _standardise(n_ab, expected, variance)},
            **{"jaccard": n_ab / (n_a + n_b - n_ab), "cosine": n_ab / np.sqrt(n_a * n_b), "pmi": pmi, "npmi": npmi},
            # Pairs that never meet have p = 1: they make the others' q larger and need no rows of their own.
            **{"p": p, "q": np.minimum(1.0, false_discovery_rate(p) * pairs / max(1, len(p)))},
            **{"p_pooled": _upper_tail(n_ab, [(n_a, n_b, n)]), "pairs": pairs},
        }
    )


def resample_pairs(
    has: sparse.csr_array, groups: npt.ArrayLike, pairs: pd.DataFrame, resamples: int, seed: int = SEED
) -> Iterator[tuple[Numbers, Numbers, Numbers]]:
    """Common units, Jaccard and z of each pair when units are resampled within their groups, in blocks of resamples.

    A resample draws some units twice, so pairs that meet at all seem to meet a little more often than they do.

    Args:
        has, groups: see `count_pairs`. pairs: first and second.

    Yields:
        n_ab, jaccard, z, each (resamples of the block, pairs).
    """
    labels = np.asarray(groups, dtype=np.str_)
    first, second = pairs["first"].to_numpy(), pairs["second"].to_numpy()
    columns = has.tocsc()
    common = sparse.csr_array(columns[:, first].multiply(columns[:, second]))
    members = [(labels == name, int((labels == name).sum())) for name in np.unique(labels)]
    cells = max(1, BLOCK_CELLS * len(labels) // max(1, len(labels), 8 * len(pairs)))
    for weights in resample_within(labels, resamples, seed, cells):
        totals, n_ab = weights @ has, weights @ common
        strata = []
        for mine, size in members:
            sums = weights[:, mine] @ has[mine]
            strata.append((sums[:, first], sums[:, second], size))
        expected, variance = _moments(strata, np.zeros(n_ab.shape))
        either = totals[:, first] + totals[:, second] - n_ab
        jaccard = np.divide(n_ab, either, out=np.zeros(n_ab.shape), where=either > 0)
        yield n_ab, jaccard, _standardise(n_ab, expected, variance)


Stratum = tuple[Numbers, Numbers, int]


def _moments(strata: list[Stratum], nothing: Numbers) -> tuple[Numbers, Numbers]:
    """Mean and variance of the number of common units when each group mixes its units at random."""
    expected, variance = nothing.copy(), nothing.copy()
    for a, b, size in strata:
        expected += a * b / size
        if size > 1:
            variance += a * b * (size - a) * (size - b) / (size**2 * (size - 1.0))
    return expected, variance


def _standardise(count: Numbers, expected: Numbers, variance: Numbers) -> Numbers:
    return np.divide(count - expected, np.sqrt(variance), out=np.zeros(count.shape), where=variance > 0)


def _upper_tail(count: Numbers, strata: list[Stratum]) -> Numbers:
    expected, variance = _moments(strata, np.zeros(len(count)))
    tail = np.array(norm.sf((count - 0.5 - expected) / np.sqrt(np.maximum(variance, _NORMAL_VARIANCE))))
    exact = variance < _NORMAL_VARIANCE
    if not exact.any():
        return tail
    chances = np.ones((int(exact.sum()), 1))
    for a, b, size in strata:
        few, many = np.minimum(a, b)[exact], np.maximum(a, b)[exact]
        most = int(few.max())
        if most:
            own = hypergeom.pmf(np.arange(most + 1), size, many[:, np.newaxis], few[:, np.newaxis])
            sums = np.zeros((len(few), chances.shape[1] + most))
            for common in range(most + 1):
                sums[:, common : common + chances.shape[1]] += own[:, [common]] * chances
            chances = sums
    reached = np.arange(chances.shape[1]) >= count[exact][:, np.newaxis]
    tail[exact] = np.minimum(1.0, (chances * reached).sum(axis=1))
    return tail
