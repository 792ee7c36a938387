"""What z of a word shuffled plan labels would show: few shuffles for every word, many for those near the limit.

Most words are far from any limit after the first shuffles: as no q is smaller than its p, a word whose p is above .05
cannot become distinctive, and to know its p to the fourth digit would be idle. Only the others go on.

How far z lies is measured from 0, where both sides have the word equally often, and not from the mean of the null: that
is close to 0, and a mean that is drawn would decide whether the steps in which z comes on its other side are as far.

Source: Besag, J. & Clifford, P. (1991), Sequential Monte Carlo p-values, Biometrika 78, 301-304.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy import sparse

from kyodo_analysis.analysis.statistics.shares import ALPHA
from kyodo_analysis.analysis.statistics.uncertainty import (
    BLOCK_CELLS,
    Numbers,
    percentile_interval,
    shuffle_blocks,
    two_sided_p,
    upper_p,
)
from kyodo_analysis.analysis.wording.keyness_statistics import prior_odds

FIRST_SHUFFLES = 2_000
FINER = 5
_ROWS = 1_000
_TIE = 1e-9


@dataclass(frozen=True)
class WordCounts:
    """How often each measure has each tested word.

    measure_ids, plan_ids: of the measures, sorted by measure_id. words: the tested ones, sorted. counts: measures ×
    words, sparse. sizes: all words of each measure, tested or not. prior: pseudo-counts of the tested words.
    prior_size: of all words.
    """

    measure_ids: npt.NDArray[np.str_]
    plan_ids: npt.NDArray[np.str_]
    words: npt.NDArray[np.str_]
    counts: sparse.csr_array
    sizes: Numbers
    prior: Numbers
    prior_size: float

    def keep_plans(self, plan_ids: Sequence[str], least_count: int, least_measures: int) -> WordCounts:
        """Some of the plans, with the words that are frequent enough among these; the prior stays that of all."""
        rows = np.isin(self.plan_ids, list(plan_ids))
        counts = self.counts[rows]
        kept = _frequent(counts, least_count, least_measures)
        return WordCounts(
            self.measure_ids[rows],
            self.plan_ids[rows],
            self.words[kept],
            counts[:, kept],
            self.sizes[rows],
            self.prior[kept],
            self.prior_size,
        )


def count_words(words: pd.DataFrame, least_count: int, least_measures: int, prior_words: float | None) -> WordCounts:
    """The counts of the words that occur often enough and in enough measures.

    Args:
        words: plan_id, measure_id, word, one row per occurrence. prior_words: size of the prior in words; by default
            the average plan. Its shape is that of all plans together.
    """
    measures, rows = np.unique(words["measure_id"].to_numpy(dtype=np.str_), return_inverse=True)
    names, columns = np.unique(words["word"].to_numpy(dtype=np.str_), return_inverse=True)
    shape = (len(measures), len(names))
    counts = sparse.coo_array((np.ones(len(words)), (rows, columns)), shape=shape).tocsr()
    counts.sum_duplicates()
    plan_of = words.drop_duplicates("measure_id").set_index("measure_id")["plan_id"]
    plan_ids = plan_of.loc[measures].to_numpy(dtype=np.str_)
    sizes = np.asarray(counts.sum(axis=1), dtype=np.float64)
    size = prior_words if prior_words is not None else sizes.sum() / max(1, len(np.unique(plan_ids)))
    kept = _frequent(counts, least_count, least_measures)
    tested = counts[:, kept]
    prior = size * np.asarray(tested.sum(axis=0)) / max(1.0, sizes.sum())
    return WordCounts(measures, plan_ids, names[kept], tested, sizes, prior, float(size))


@dataclass(frozen=True, slots=True)
class ShuffledWords:
    """Per word: z as observed, the band of its null (95 %), p (two-sided) and its upper end, and p's shuffles."""

    z: Numbers
    null_lower: Numbers
    null_upper: Numbers
    p: Numbers
    p_upper: Numbers
    shuffles: npt.NDArray[np.int64]


def shuffle_words(table: WordCounts, sides: Sequence[str], shuffles: int, seed: int) -> dict[str, ShuffledWords]:
    """For each of some plans, its words against those of all other measures, with whole measures dealt out at random.

    Memory grows with the tested words, not with the measures: counts are sparse and labels come in blocks.

    Args:
        sides: plan ids. shuffles: for words whose p is at most .05 after `FIRST_SHUFFLES`; those whose p is then at
            most .005, but not the smallest there can be, get `FINER` times as many.
    """
    names = np.unique(table.plan_ids).tolist()
    numbers = [names.index(side) for side in sides]
    first = min(FIRST_SHUFFLES, shuffles)
    whole = np.arange(len(table.words))
    drawn: list[list[Numbers]] = [[] for _ in sides]
    for dealt in _deal(table.plan_ids, first, seed):
        for place, number in enumerate(numbers):
            drawn[place].append(_z_of(dealt == number, table, table.counts, whole))
    found = []
    for place, side in enumerate(sides):
        null = np.concatenate(drawn[place])
        drawn[place] = []
        z = _z_of((table.plan_ids == side)[np.newaxis], table, table.counts, whole)[0]
        p = two_sided_p(null, z, middle=np.zeros_like(z))
        lower, upper = percentile_interval(null)
        found.append(ShuffledWords(z, lower, upper, p, upper_p(p, first), np.full(len(z), first, dtype=np.int64)))
    if shuffles > first:
        _go_on(table, numbers, found, [one.p <= ALPHA for one in found], shuffles, seed + 1)
        # The limit of false discoveries lies among these: a p that is known better decides them for every seed alike.
        near = [(one.p <= ALPHA / 10) & (one.p * (shuffles + 1) > 1.5) for one in found]
        _go_on(table, numbers, found, near, FINER * shuffles, seed + 2)
    return dict(zip(sides, found, strict=True))


def _go_on(
    table: WordCounts,
    numbers: Sequence[int],
    found: Sequence[ShuffledWords],
    which: Sequence[npt.NDArray[np.bool_]],
    total: int,
    seed: int,
) -> None:
    """More shuffles, `total` with those before, for some words; their p and its upper end are replaced."""
    chosen = [np.flatnonzero(words) for words in which]
    if not any(len(columns) for columns in chosen):
        return
    before = max(int(one.shuffles[columns].max()) for one, columns in zip(found, chosen, strict=True) if len(columns))
    counts = [table.counts[:, columns] for columns in chosen]
    as_far = [np.rint(one.p[columns] * (before + 1)) - 1 for one, columns in zip(found, chosen, strict=True)]
    for dealt in _deal(table.plan_ids, total - before, seed):
        for place, (number, columns) in enumerate(zip(numbers, chosen, strict=True)):
            if len(columns):
                null = _z_of(dealt == number, table, counts[place], columns)
                as_far[place] += (np.abs(null) >= np.abs(found[place].z[columns]) - _TIE).sum(axis=0)
    for one, columns, count in zip(found, chosen, as_far, strict=True):
        one.p[columns] = (count + 1) / (total + 1)
        one.p_upper[columns] = upper_p(one.p[columns], total)
        one.shuffles[columns] = total


def _deal(labels: npt.NDArray[np.str_], shuffles: int, seed: int) -> Iterator[npt.NDArray[np.intp]]:
    return shuffle_blocks(labels, shuffles, seed, cells=min(BLOCK_CELLS, _ROWS * max(1, len(labels))))


def _z_of(
    members: npt.NDArray[np.bool_], table: WordCounts, counts: sparse.csr_array, columns: npt.NDArray[np.intp]
) -> Numbers:
    """z of some words, given with their counts, for each set of measures against the others: (sets, words)."""
    chosen = members.astype(np.float64)
    count = (counts.T @ chosen.T).T
    total = (chosen @ table.sizes)[:, np.newaxis]
    rest = np.asarray(counts.sum(axis=0)) - count
    rest_total = table.sizes.sum() - total
    delta, error = prior_odds(count, total, rest, rest_total, table.prior[columns], table.prior_size)
    z: Numbers = delta / error
    return z


def _frequent(counts: sparse.csr_array, least_count: int, least_measures: int) -> npt.NDArray[np.intp]:
    having = np.bincount(counts.indices, minlength=counts.shape[1])
    kept = (np.asarray(counts.sum(axis=0)) >= least_count) & (having >= least_measures)
    found: npt.NDArray[np.intp] = np.flatnonzero(kept)
    return found
