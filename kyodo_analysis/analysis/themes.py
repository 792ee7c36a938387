"""Theme profile of each plan: which share of its measures has which theme, and whether chance would show as much."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
import pandas as pd

from kyodo_analysis.analysis.reprints import drop_reprints
from kyodo_analysis.analysis.shares import ALPHA, profile_shares, tabulate_kinds
from kyodo_analysis.analysis.uncertainty import (
    RESAMPLES,
    SEED,
    SHUFFLES,
    Numbers,
    false_discovery_rate,
    shuffle_labels,
    upper_p,
)

COUNTINGS = ("any", "main")


def profile_themes(
    measures: pd.DataFrame,
    measure_themes: pd.DataFrame,
    themes: Sequence[str],
    *,
    resamples: int = RESAMPLES,
    shuffles: int = SHUFFLES,
    seed: int = SEED,
) -> pd.DataFrame:
    """The share of each plan's measures that has each theme, among all its measures; reprints count once.

    Counted twice: with the theme at any rank (counting "any"), where the shares of a plan add up to more than 1, and
    with the theme as the main one ("main"). The null and the false discovery rate are those of one counting.

    Args:
        measures: measure_id, plan_id, title, reprint. measure_themes: measure_id, rank, theme.
        themes: the codes, in the order of the codebook; a theme that no measure has keeps its rows.

    Returns:
        counting, plan_id, theme, then the columns of `shares.profile_shares` with n the measures of the plan.

    Raises:
        ValueError: when a measure has a theme that is not among `themes`.
    """
    counted = drop_reprints(measures)
    _refuse_unknown(measure_themes, themes)
    parts = []
    for counting in COUNTINGS:
        rows = measure_themes if counting == "any" else measure_themes[measure_themes["rank"] == 1]
        has = tabulate_kinds(rows["measure_id"], rows["theme"], counted["measure_id"], themes).clip(upper=1)
        table = profile_shares(has, counted["plan_id"], resamples=resamples, shuffles=shuffles, seed=seed)
        table.insert(0, "counting", counting)
        parts.append(table.rename(columns={"kind": "theme"}))
    return pd.concat(parts, ignore_index=True)


def compare_profiles(
    measures: pd.DataFrame,
    measure_themes: pd.DataFrame,
    themes: Sequence[str],
    *,
    shuffles: int = SHUFFLES,
    seed: int = SEED,
) -> pd.DataFrame:
    """Whether the theme profile of each plan as a whole differs from that of all other plans together.

    One test per plan instead of one per theme: a plan may lean a little in many themes without any one standing out.
    The distance is half the sum over themes of the absolute differences between the mean numbers of measures with the
    theme. Small plans lie far from the rest by chance alone, which is why the distance means nothing without its null.

    Args: see `profile_themes`.

    Returns:
        plan_id, n (measures), distance, null_median, null_upper (95th percentile with shuffled plan labels), p
        (one-sided), q (false discovery rate among the plans), q_upper (upper end of its 99 % Monte Carlo interval),
        beyond_null (q_upper at most .05).
    """
    counted = drop_reprints(measures)
    _refuse_unknown(measure_themes, themes)
    has = tabulate_kinds(measure_themes["measure_id"], measure_themes["theme"], counted["measure_id"], themes)
    values, labels = has.clip(upper=1).to_numpy(dtype=np.float64), counted["plan_id"].to_numpy()
    names, dealt = shuffle_labels(labels, shuffles, seed)
    rows = []
    for number, plan_id in enumerate(names):
        mine = labels == plan_id
        if mine.all():
            continue
        distance = _distance(mine[np.newaxis, :], values)[0]
        null = _distance(dealt == number, values)
        p = ((null >= distance - 1e-9).sum() + 1) / (shuffles + 1)
        rows.append((plan_id, mine.sum(), distance, np.median(null), np.quantile(null, 0.95), p))
    table = pd.DataFrame(rows, columns=["plan_id", "n", "distance", "null_median", "null_upper", "p"])
    q, q_upper = false_discovery_rate(table["p"]), false_discovery_rate(upper_p(table["p"], shuffles))
    return table.assign(q=q, q_upper=q_upper, beyond_null=q_upper <= ALPHA)


def _distance(members: npt.NDArray[np.bool_], values: Numbers) -> Numbers:
    inside, outside = members.sum(axis=1, keepdims=True), (~members).sum(axis=1, keepdims=True)
    differences = members @ values / inside - ~members @ values / outside
    distance: Numbers = np.abs(differences).sum(axis=1) / 2
    return distance


def _refuse_unknown(measure_themes: pd.DataFrame, themes: Sequence[str]) -> None:
    unknown = sorted(set(measure_themes["theme"]) - set(themes))
    if unknown:
        raise ValueError(f"theme {unknown[0]} is not in the codebook, which has {', '.join(themes)}")
