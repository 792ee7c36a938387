"""How often intervals of shares hold the true share when rules with errors count it: a simulation.

It decides which interval is shown. Made-up plans and made-up hand-coded measures are drawn from a known truth, and each
interval is asked whether the truth lies in it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import product
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from kyodo_analysis.analysis.coding.misclassification import correct_share, interval_of_corrected
from kyodo_analysis.analysis.coding.reliability import LEAST_CODED
from kyodo_analysis.analysis.statistics.uncertainty import (
    CONFIDENCE,
    SEED,
    Numbers,
    percentile_interval,
    wilson_interval,
)

SHARES = (0.05, 0.1, 0.2, 0.35)
SIZES = (15, 28, 44)
RULES = ((0.9, 0.99), (0.75, 0.98), (0.6, 0.97))
CODED = 78
RUNS, DRAWS = 400, 200


def simulate_coverage(
    shares: Sequence[float] = SHARES,
    sizes: Sequence[int] = SIZES,
    rules: Iterable[tuple[float, float]] = RULES,
    coded: int = CODED,
    *,
    runs: int = RUNS,
    draws: int = DRAWS,
    seed: int = SEED,
) -> pd.DataFrame:
    """The share of runs in which each of three intervals, 95 % by name, holds the true share.

    uncorrected is Wilson's, which takes the rules for faultless; corrected is that of
    `misclassification.interval_of_corrected`; drawn takes measures resampled times Beta draws of sensitivity and
    specificity (Jeffreys' prior), the plain bootstrap of the corrected share.

    Args:
        shares: true shares. sizes: measures of a plan. rules: pairs of sensitivity and specificity. coded: hand-coded
            measures, among which the theme is as frequent. runs: made-up plans per row. draws: for the drawn interval.

    Returns:
        One row per combination: true_share, n, coded, sensitivity, specificity, nominal, uncorrected, drawn, corrected
        (coverage), uncorrected_width, drawn_width, corrected_width (means), undefined (share of runs in which too few
        hand-coded measures have the theme or the rules look no better than chance; all else is of the other runs).
    """
    generator = np.random.default_rng(seed)
    rows = []
    for (sensitivity, specificity), n, share in product(rules, sizes, shares):
        with_it = generator.binomial(coded, share, runs)
        found = generator.binomial(with_it, sensitivity)
        spared = generator.binomial(coded - with_it, specificity)
        count = generator.binomial(n, share * sensitivity + (1 - share) * (1 - specificity), runs)
        without_it = np.maximum(coded - with_it, 1)
        better = found / np.maximum(with_it, 1) + spared / without_it > 1
        use = (with_it >= LEAST_CODED) & (with_it < coded) & better
        given = [value[use].astype(np.float64) for value in (count, found, with_it, spared, without_it)]
        settings = {"true_share": share, "n": n, "coded": coded, "sensitivity": sensitivity, "specificity": specificity}
        row = settings | {"nominal": CONFIDENCE}
        ends = {
            "uncorrected": np.stack(wilson_interval(given[0], n)),
            "drawn": _draw_interval(given[0], n, given[1:], draws, generator),
            "corrected": interval_of_corrected(given[0], n, given[1], given[2], given[3], given[4]),
        }
        held = {name: _mean((lower <= share) & (share <= upper)) for name, (lower, upper) in ends.items()}
        widths = {f"{name}_width": _mean(upper - lower) for name, (lower, upper) in ends.items()}
        rows.append(row | held | widths | {"undefined": 1 - float(use.mean())})
    return pd.DataFrame(rows)


def _draw_interval(
    count: Numbers, n: int, known: Sequence[Numbers], draws: int, generator: np.random.Generator
) -> Numbers:
    """Percentiles of corrected shares; draws in which the rules are no better than chance stand for any share."""
    size = (draws, len(count))
    found, with_it, spared, without_it = known
    observed = generator.binomial(n, count / n, size) / n
    sensitivity = generator.beta(found + 0.5, with_it - found + 0.5, size)
    specificity = generator.beta(spared + 0.5, without_it - spared + 0.5, size)
    better = sensitivity + specificity > 1
    shares = correct_share(observed, sensitivity, specificity)
    lower = percentile_interval(np.where(better, shares, 0.0))[0]
    upper = percentile_interval(np.where(better, shares, 1.0))[1]
    return np.stack([lower, upper])


def _mean(values: npt.NDArray[Any]) -> float:
    return float(values.mean()) if len(values) else float("nan")
