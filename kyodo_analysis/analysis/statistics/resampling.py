"""Bootstrap samples of measures, of one plan or within each of several, in blocks that do not grow with the corpus.

Where several plans stand in one picture, each keeps its number of measures: which plans are compared is given, what is
left to chance is which measures each of them wrote.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import numpy.typing as npt

from kyodo_analysis.analysis.statistics.uncertainty import BLOCK_CELLS, RESAMPLES, SEED, Numbers, resample_blocks


def resample_ratios(values: Numbers, sizes: Numbers, resamples: int = RESAMPLES, seed: int = SEED) -> Numbers:
    """Sums of values by sums of sizes in bootstrap samples of the units: (resamples, columns).

    Args:
        values: (units, columns). sizes: (units,). NaN where the sizes of a sample add up to 0.

    >>> resample_ratios(np.array([[1.0], [0.0]]), np.ones(2), resamples=3, seed=1).ravel().tolist()
    [0.5, 1.0, 0.0]
    """
    parts = []
    with np.errstate(invalid="ignore"):
        for weights in resample_blocks(len(values), resamples, seed):
            parts.append((weights @ values) / (weights @ sizes)[:, np.newaxis])
    return np.concatenate(parts)


def resample_within(
    labels: npt.ArrayLike, resamples: int = RESAMPLES, seed: int = SEED, cells: int = BLOCK_CELLS
) -> Iterator[Numbers]:
    """How often each unit is drawn in each bootstrap sample: blocks of (resamples, units) with at most `cells` numbers.

    Every label draws from its own units as many as it has, with a generator of its own, so that neither the size of the
    blocks nor another label changes what it draws.

    Source: Davison, A. C. & Hinkley, D. V. (1997), Bootstrap methods and their application, section 3.2 (several
    samples), 71-76.

    Args:
        labels: the label of each unit.

    >>> [block.tolist() for block in resample_within(["a", "b", "b"], resamples=3, seed=1, cells=6)]
    [[[1.0, 0.0, 2.0], [1.0, 0.0, 2.0]], [[1.0, 2.0, 0.0]]]
    """
    names, codes = np.unique(np.asarray(labels, dtype=np.str_), return_inverse=True)
    generators = [np.random.default_rng([seed, *name.encode("utf-8")]) for name in names.tolist()]
    rows = max(1, cells // max(1, len(codes)))
    for start in range(0, resamples, rows):
        block = np.zeros((min(rows, resamples - start), len(codes)))
        for number, generator in enumerate(generators):
            mine = codes == number
            size = int(mine.sum())
            block[:, mine] = generator.multinomial(size, np.full(size, 1 / size), size=len(block))
        yield block
