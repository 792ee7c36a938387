"""Shares of kinds in each plan, each with its intervals and with what shuffled plan labels would show."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from kyodo_analysis.analysis.showing.labels import join_ids
from kyodo_analysis.analysis.statistics.resampling import resample_ratios
from kyodo_analysis.analysis.statistics.uncertainty import (
    RESAMPLES,
    SEED,
    SHUFFLES,
    false_discovery_rate,
    percentile_interval,
    permutation_null,
    upper_p,
    wilson_interval,
)

ALPHA = 0.05

_DTYPES = (
    {"plan_id": "str", "kind": "str", "count": "int64", "n": "int64"}
    | dict.fromkeys(
        ["share", "lower", "upper", "wilson_lower", "wilson_upper", "shown_lower", "shown_upper"], "float64"
    )
    | dict.fromkeys(["null_lower", "null_upper", "p", "q", "q_upper"], "float64")
    | {"beyond_null": "bool", "overall_share": "float64", "measure_ids": "str"}
)


def profile_shares(
    counts: pd.DataFrame,
    plan_ids: pd.Series,
    sizes: pd.Series | None = None,
    *,
    resamples: int = RESAMPLES,
    shuffles: int = SHUFFLES,
    seed: int = SEED,
) -> pd.DataFrame:
    """The share of each kind in each plan; the measure is what is resampled and shuffled.

    Three intervals stand side by side. `lower` and `upper` come from resampled measures; `wilson_lower` and
    `wilson_upper` take every counted thing for independent, but do not shrink to nothing at a share of 0 or 1.
    `shown_lower` and `shown_upper` are the ones to show: Wilson's where a measure counts once or not at all, since both
    then mean the same, and at 0 and 1; else the resampled ones, because bullets of one measure go together.

    What shuffled plan labels give is `null_lower` to `null_upper` (95 %), `p` is two-sided, `q` its false discovery
    rate among all rows, `q_upper` the upper end of q's 99 % Monte Carlo interval; `beyond_null` says that q_upper is at
    most .05. Nothing else may be called a difference.

    Args:
        counts: one row per measure (measure_id is the index), one column per kind: how often the measure has it.
        plan_ids: the plan of each row, in the same order.
        sizes: out of how many; 1 for each measure by default.

    Returns:
        plan_id (in the order given), kind, count, n (sum of sizes), share, lower, upper, wilson_lower, wilson_upper,
        shown_lower, shown_upper, null_lower, null_upper, p, q, q_upper, beyond_null, overall_share (of all plans
        together), measure_ids.
    """
    out_of = np.ones(len(counts)) if sizes is None else sizes.to_numpy(dtype=np.float64)
    values = counts.to_numpy(dtype=np.float64)
    if not out_of.sum():
        return pd.DataFrame({name: pd.Series(dtype=kind) for name, kind in _DTYPES.items()})
    kinds = counts.columns.tolist()
    null = permutation_null(values, out_of, plan_ids.tolist(), shuffles, seed)
    parts = []
    for plan_id in plan_ids.unique():
        mine = (plan_ids == plan_id).to_numpy()
        own, own_sizes, ids = values[mine], out_of[mine], counts.index[mine].to_numpy()
        count, n = own.sum(axis=0), own_sizes.sum()
        draws = resample_ratios(own, own_sizes, resamples, seed)
        with np.errstate(invalid="ignore"):
            share, overall = count / n, values.sum(axis=0) / out_of.sum()
        resampled, wilson = percentile_interval(draws), wilson_interval(count, n)
        independent = (own_sizes <= 1).all() | (share == 0) | (share == 1)
        columns = {
            "plan_id": plan_id,
            "kind": kinds,
            "count": count.astype("int64"),
            "n": int(n),
            "share": share,
            "lower": resampled[0],
            "upper": resampled[1],
            "wilson_lower": wilson[0],
            "wilson_upper": wilson[1],
            "shown_lower": np.where(independent, wilson[0], resampled[0]),
            "shown_upper": np.where(independent, wilson[1], resampled[1]),
            "overall_share": overall,
            "measure_ids": [join_ids(ids[own[:, column] > 0]) for column in range(len(kinds))],
        }
        of_plan = null.loc[null["group"] == plan_id, ["null_lower", "null_upper", "p"]].reset_index(drop=True)
        parts.append(pd.concat([pd.DataFrame(columns), of_plan], axis=1))
    table = pd.concat(parts, ignore_index=True)
    q, q_upper = false_discovery_rate(table["p"]), false_discovery_rate(upper_p(table["p"], shuffles))
    complete: pd.DataFrame = table.assign(q=q, q_upper=q_upper, beyond_null=q_upper <= ALPHA)[list(_DTYPES)]
    return complete


def tabulate_kinds(
    measure_ids: pd.Series, kinds: pd.Series, of_measures: pd.Series, all_kinds: Sequence[str]
) -> pd.DataFrame:
    """How often each measure has each kind: a row per measure of `of_measures`, a column per kind, zeros included."""
    counted = pd.crosstab(measure_ids.to_numpy(), kinds.to_numpy()) if len(measure_ids) else pd.DataFrame()
    table = counted.reindex(index=of_measures.to_numpy(), columns=list(all_kinds), fill_value=0)
    named: pd.DataFrame = table.rename_axis(index="measure_id", columns=None)
    return named
