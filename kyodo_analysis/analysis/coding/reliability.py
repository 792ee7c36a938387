"""How reliably two coders give the same codes: Krippendorff's alpha, with an interval from resampled measures.

The package krippendorff computes one alpha at a time; a bootstrap over many themes needs tens of thousands. So the
coefficient is written here for two coders who coded every unit, over any number of tables at once, and a test holds it
against the package.

Source: Krippendorff, K. (2004), Content Analysis, 2nd ed., 211-243 (the coefficient, its metrics, its limits).
"""

from __future__ import annotations

from typing import Literal

import numpy as np

from kyodo_analysis.analysis.statistics.uncertainty import (
    RESAMPLES,
    SEED,
    Numbers,
    percentile_interval,
    wilson_interval,
)

CHARTED, TENTATIVE, NOT_CHARTED = "charted", "tentative", "not_charted"
RELIABLE, LEAST_RELIABLE = 0.8, 0.667
LEAST_CODED = 3

Level = Literal["nominal", "ordinal"]


def alpha_of_pairs(pairs: Numbers, level: Level = "nominal") -> Numbers:
    """Krippendorff's alpha from tables that say how often the first coder gave one value and the second another.

    Args:
        pairs: (..., values, values), in the order of the values where the level is ordinal.

    Returns:
        (...): 1 for perfect agreement, 0 for that of chance; NaN where only one value was ever given.

    >>> float(alpha_of_pairs(np.array([[8.0, 1.0], [0.0, 3.0]])).round(3))
    0.807
    """
    coincidences = pairs + np.swapaxes(pairs, -1, -2)
    given = coincidences.sum(axis=-1)
    distance = 1.0 - np.eye(pairs.shape[-1])
    if level == "ordinal":
        # The distance of two ranks is the number of values between their middles.
        middle = given.cumsum(axis=-1) - given / 2
        distance = (middle[..., :, np.newaxis] - middle[..., np.newaxis, :]) ** 2
    observed = (coincidences * distance).sum(axis=(-2, -1))
    by_chance = (given[..., :, np.newaxis] * given[..., np.newaxis, :] * distance).sum(axis=(-2, -1))
    with np.errstate(invalid="ignore", divide="ignore"):
        alpha: Numbers = np.where(by_chance > 0, 1 - (given.sum(axis=-1) - 1) * observed / by_chance, np.nan)
    return alpha


def resample_tables(units: Numbers, resamples: int = RESAMPLES, seed: int = SEED) -> Numbers:
    """The sums of the tables of resampled measures: (measures, ...) becomes (resamples, ...).

    Measures with equal tables are drawn together, so the order of the measures does not matter.

    >>> resample_tables(np.array([[1.0, 0.0], [0.0, 1.0], [1.0, 0.0]]), resamples=4, seed=1).sum(axis=1).tolist()
    [3.0, 3.0, 3.0, 3.0]
    """
    if not len(units):
        return np.zeros((resamples, *units.shape[1:]))
    kinds, often = np.unique(units.reshape(len(units), -1), axis=0, return_counts=True)
    drawn = np.random.default_rng(seed).multinomial(len(units), often / len(units), size=resamples)
    return (drawn @ kinds).reshape(resamples, *units.shape[1:])


def alpha_interval(pairs: Numbers, draws: Numbers, level: Level = "nominal") -> tuple[float, float]:
    """The 95 % interval of alpha: percentiles of the resampled tables, made honest where resampling cannot be.

    A resampled table without variation tells nothing: it counts as 0 at the lower end and as 1 at the upper. Where the
    coders never differ, no resampled table shows a difference either; there the lower end is the alpha that the
    greatest share of differing units would give which Wilson's interval leaves possible, the chance of a difference
    being held fast.

    Args:
        pairs: (values, values), the table itself. draws: (resamples, values, values), what `resample_tables` gives.
    """
    estimate, units = float(alpha_of_pairs(pairs, level)), float(pairs.sum())
    if np.isnan(estimate):
        return float("nan"), float("nan")
    if np.trace(pairs) == units:
        given = pairs.sum(axis=0) / units
        possible = float(wilson_interval(0, units)[1])
        return max(-1.0, 1 - possible / float(1 - (given**2).sum())), 1.0
    alphas = alpha_of_pairs(draws, level)
    lower = percentile_interval(np.nan_to_num(alphas, nan=0.0))[0]
    upper = percentile_interval(np.nan_to_num(alphas, nan=1.0))[1]
    return float(lower), float(upper)


def f1_interval(both: float, differing: float, draws: Numbers) -> tuple[float, float]:
    """The 95 % interval of F1 from resampled tables of yes and no (the second value is yes).

    At F1 0 and 1, where resampling shows no spread, it is Wilson's interval of the share of `both` among all measures
    that either coder gave the code, on the scale of F1.
    """
    if both + differing == 0:
        return float("nan"), float("nan")
    if not both or not differing:
        low, high = wilson_interval(both, both + differing)
        return float(2 * low / (1 + low)), float(2 * high / (1 + high))
    twice, apart = 2 * draws[:, 1, 1], draws[:, 0, 1] + draws[:, 1, 0]
    with np.errstate(invalid="ignore"):
        f1 = twice / (twice + apart)
    lower = percentile_interval(np.nan_to_num(f1, nan=0.0))[0]
    upper = percentile_interval(np.nan_to_num(f1, nan=1.0))[1]
    return float(lower), float(upper)


def judge_alpha(alpha: float, coded: int) -> str:
    """Whether shares of a theme may be charted, charted as tentative, or not charted.

    Charted from .800, tentative from .667. A theme that readers found in fewer than LEAST_CODED measures is tentative
    at best: one differing measure would turn its alpha around.

    Source: Krippendorff (2004), 241-243.

    >>> judge_alpha(0.9, 12), judge_alpha(0.9, 2), judge_alpha(0.7, 12), judge_alpha(float("nan"), 0)
    ('charted', 'tentative', 'tentative', 'not_charted')
    """
    if not alpha >= LEAST_RELIABLE:
        return NOT_CHARTED
    return CHARTED if alpha >= RELIABLE and coded >= LEAST_CODED else TENTATIVE
