"""How far the namings of a plan gather on few of its departments or functions."""

from __future__ import annotations

import numpy as np
import pandas as pd

from kyodo_analysis.analysis.department.workload import BY, count_namings, select_namings
from kyodo_analysis.analysis.showing.labels import join_ids
from kyodo_analysis.analysis.statistics.uncertainty import (
    RESAMPLES,
    SEED,
    Numbers,
    bias_corrected_interval,
    resample_weights,
)

CONCENTRATIONS = ("hhi", "entropy", "gini", "top_share")

_COLUMNS = ("plan_id", "counting", "statistic", "value", "lower", "upper", "departments", "n", "top", "measure_ids")


def measure_concentration(
    measures: pd.DataFrame,
    named: pd.DataFrame,
    *,
    by: str = "canonical",
    reprints: bool = True,
    resamples: int = RESAMPLES,
    seed: int = SEED,
) -> pd.DataFrame:
    """How far the namings of each plan gather on few departments (or functions); generic names are left out.

    Four measures, all 0 to 1 and higher where more concentrated but for entropy: hhi, the sum of squared shares
    (Hirschman 1964, The paternity of an index, American Economic Review 54, 761); entropy, Shannon's, divided by its
    greatest value for the number of departments; gini, of the loads of the departments that are named (Gini 1912), by
    its greatest value too, (K - 1) / K for K departments; and top_share, of the department that is named most. The
    intervals are bias-corrected ones of resampled measures.

    Plans with other organisation charts do not compare by hhi and top_share alone: six departments cannot be spread as
    thinly as sixteen. entropy and gini run from 0 to 1 for any number of departments above one.

    Args: see `workload.load_departments`.

    Returns:
        plan_id, counting (whole, fractional), statistic, value, lower, upper (95 %), departments (named ones), n
        (measures with a department that is not generic), top (the one that is named most), measure_ids. Plans without
        any have no row.
    """
    rows = select_namings(measures, named, by=by, reprints=reprints)
    rows = rows[~rows["generic"].astype(bool)]
    parts: list[tuple[object, ...]] = []
    for plan_id, of_plan in rows.groupby("plan_id", sort=False):
        counts, sizes = count_namings(of_plan)
        whole = counts.to_numpy(dtype=np.float64)
        weights = resample_weights(len(whole), resamples, seed)
        for counting, values in (("whole", whole), ("fractional", whole / sizes[:, np.newaxis])):
            loads = values.sum(axis=0)
            found = concentrate(loads[np.newaxis, :])
            drawn = concentrate(weights @ values)
            top = counts.columns[int(loads.round(9).argmax())]
            for statistic in CONCENTRATIONS:
                value = found[statistic][0]
                lower, upper = bias_corrected_interval(drawn[statistic], value)
                ends = (float(value), float(lower), float(upper))
                sizes_and_ids = (counts.shape[1], len(counts), top, join_ids(counts.index))
                parts.append((plan_id, counting, statistic, *ends, *sizes_and_ids))
    return pd.DataFrame(parts, columns=list(_COLUMNS))


def vary_concentration(
    measures: pd.DataFrame, named: pd.DataFrame, *, resamples: int = RESAMPLES, seed: int = SEED
) -> pd.DataFrame:
    """The concentration of every plan in every way: by name and by function, reprints as printed and once.

    Returns:
        by (department, function), reprints (whether they count), then the columns of `measure_concentration`.
    """
    parts = []
    for by, shown in BY.items():
        for reprints in (True, False):
            table = measure_concentration(measures, named, by=by, reprints=reprints, resamples=resamples, seed=seed)
            table.insert(0, "by", shown)
            table.insert(1, "reprints", reprints)
            parts.append(table)
    filled = [part for part in parts if len(part)]
    return pd.concat(filled, ignore_index=True) if filled else parts[0]


def concentrate(loads: Numbers) -> dict[str, Numbers]:
    """The four measures of concentration of each row of loads; a row is a distribution over the same departments.

    With one department only, entropy and gini are 0, since there is nothing to be unequal.

    >>> found = concentrate(np.array([[3.0, 1.0], [2.0, 2.0]]))
    >>> {name: values.round(3).tolist() for name, values in found.items()}
    {'hhi': [0.625, 0.5], 'entropy': [0.811, 1.0], 'gini': [0.5, 0.0], 'top_share': [0.75, 0.5]}
    """
    shares = loads / loads.sum(axis=1, keepdims=True)
    number = loads.shape[1]
    with np.errstate(divide="ignore", invalid="ignore"):
        terms = np.where(shares > 0, -shares * np.log(shares), 0.0)
    entropy = terms.sum(axis=1) / np.log(number) if number > 1 else np.zeros(len(loads))
    ranks = np.arange(1, number + 1)
    gini = ((2 * ranks - number - 1) * np.sort(shares, axis=1)).sum(axis=1) / max(1, number - 1)
    return {"hhi": (shares**2).sum(axis=1), "entropy": entropy, "gini": gini, "top_share": shares.max(axis=1)}
