"""How the measures of a plan are spread over the departments that it names, and how concentrated that is.

A plan names departments; it does not say how much work a measure is, nor which of several departments does most of it.
So a load is a count of namings: whole (every department named counts 1) and fractional (1/k for each of k names).
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from kyodo_analysis.analysis.reprints import drop_reprints
from kyodo_analysis.analysis.showing.labels import join_ids
from kyodo_analysis.analysis.statistics.shares import profile_shares, tabulate_kinds
from kyodo_analysis.analysis.statistics.uncertainty import (
    RESAMPLES,
    SEED,
    SHUFFLES,
    Numbers,
    bias_corrected_interval,
    percentile_interval,
    resample_weights,
    wilson_interval,
)

COUNTINGS = ("whole", "fractional")
CONCENTRATIONS = ("hhi", "entropy", "gini", "top_share")


def load_departments(
    measures: pd.DataFrame,
    measure_departments: pd.DataFrame,
    field_status: pd.DataFrame | None = None,
    *,
    reprints: bool = True,
    resamples: int = RESAMPLES,
    seed: int = SEED,
) -> pd.DataFrame:
    """What each department of each plan is named for, the most named first, generic names (関係課, 全所属) apart.

    Whole counts of a plan add up to its rows of `measure_departments`, fractional ones to its measures with a
    department. A name that could not be parsed counts as printed. Plans that name no department have no row here; say
    so beside the table (see `coverage.keep_all_plans`).

    Args:
        measures: measure_id, plan_id, title, reprint. measure_departments: measure_id, position, printed, department,
            generic. field_status: where given, measures whose departments are ambiguous are counted apart.
        reprints: whether reprints (再掲) count as measures of their own, as they stand in print.

    Returns:
        plan_id, department, generic, rank (among the names of the plan that are not generic, ties share the better one;
        missing for generic names), whole, fractional, whole_lower, whole_upper, fractional_lower, fractional_upper
        (95 %, measures resampled), n (measures of the plan with a department), share (whole / n), share_lower,
        share_upper (Wilson), ambiguous (measures of the department where the text allows other departments),
        measure_ids.

    Raises:
        ValueError: when a department of a measure that is not among the measures is given.
    """
    rows = _own_rows(measures, measure_departments, reprints)
    unsure = _ambiguous_measures(field_status)
    parts = []
    for plan_id, of_plan in rows.groupby("plan_id", sort=False):
        counts, sizes = _counts_and_sizes(of_plan)
        values = counts.to_numpy(dtype=np.float64)
        weights = resample_weights(len(values), resamples, seed)
        split = values / sizes[:, np.newaxis]
        whole, share_of = values.sum(axis=0), (values > 0).sum(axis=0)
        bounds = {"whole": percentile_interval(weights @ values), "fractional": percentile_interval(weights @ split)}
        wilson = wilson_interval(share_of, len(values))
        ids = counts.index.to_numpy()
        parts.append(
            pd.DataFrame(
                {
                    "plan_id": plan_id,
                    "department": counts.columns,
                    "generic": of_plan.groupby("name")["generic"].any().reindex(counts.columns).to_numpy(dtype=bool),
                    "whole": whole.astype("int64"),
                    "fractional": split.sum(axis=0),
                    "whole_lower": bounds["whole"][0],
                    "whole_upper": bounds["whole"][1],
                    "fractional_lower": bounds["fractional"][0],
                    "fractional_upper": bounds["fractional"][1],
                    "n": len(values),
                    "share": share_of / len(values),
                    "share_lower": wilson[0],
                    "share_upper": wilson[1],
                    "ambiguous": (values[np.isin(ids, unsure)] > 0).sum(axis=0),
                    "measure_ids": [join_ids(ids[values[:, column] > 0]) for column in range(values.shape[1])],
                }
            )
        )
    if not parts:
        return pd.DataFrame(columns=list(_LOAD_COLUMNS))
    table = pd.concat(parts, ignore_index=True)
    named = table["whole"].where(~table["generic"])
    table["rank"] = named.groupby(table["plan_id"]).rank(method="min", ascending=False).astype("Int64")
    plans = {plan_id: place for place, plan_id in enumerate(table["plan_id"].unique())}
    order = table.assign(place=table["plan_id"].map(plans), most=-table["whole"], split=-table["fractional"])
    order = order.sort_values(["place", "generic", "most", "split", "department"], ignore_index=True)
    return order[list(_LOAD_COLUMNS)]


def measure_concentration(
    measures: pd.DataFrame,
    measure_departments: pd.DataFrame,
    *,
    reprints: bool = True,
    resamples: int = RESAMPLES,
    seed: int = SEED,
) -> pd.DataFrame:
    """How far the namings of each plan gather on few departments; generic names are left out.

    Four measures, all 0 to 1 and higher where more concentrated but for entropy: hhi, the sum of squared shares
    (Hirschman 1964, The paternity of an index, American Economic Review 54, 761); entropy, Shannon's, divided by its
    greatest value for the number of departments; gini, of the loads of the departments that are named (Gini 1912), by
    its greatest value too, (K - 1) / K for K departments; and top_share, of the department that is named most. The
    intervals are bias-corrected ones of resampled measures.

    Plans with other organisation charts do not compare by hhi and top_share alone: six departments cannot be spread as
    thinly as sixteen. entropy and gini run from 0 to 1 for any number of departments above one.

    Args: see `load_departments`.

    Returns:
        plan_id, counting (whole, fractional), statistic, value, lower, upper (95 %), departments (named ones), n
        (measures with a department that is not generic), top (the department that is named most), measure_ids. Plans
        without any have no row.
    """
    rows = _own_rows(measures, measure_departments, reprints)
    rows = rows[~rows["generic"].astype(bool)]
    parts = []
    for plan_id, of_plan in rows.groupby("plan_id", sort=False):
        counts, sizes = _counts_and_sizes(of_plan)
        whole = counts.to_numpy(dtype=np.float64)
        weights = resample_weights(len(whole), resamples, seed)
        for counting, values in (("whole", whole), ("fractional", whole / sizes[:, np.newaxis])):
            loads = values.sum(axis=0)
            found = concentrate(loads[np.newaxis, :])
            drawn = concentrate(weights @ values)
            for statistic in CONCENTRATIONS:
                value = found[statistic][0]
                lower, upper = bias_corrected_interval(drawn[statistic], value)
                ends = (float(value), float(lower), float(upper))
                top = counts.columns[int(loads.argmax())]
                sizes_and_ids = (counts.shape[1], len(counts), top, join_ids(counts.index))
                parts.append((plan_id, counting, statistic, *ends, *sizes_and_ids))
    columns = ["plan_id", "counting", "statistic", "value", "lower", "upper", "departments", "n", "top", "measure_ids"]
    return pd.DataFrame(parts, columns=columns)


def compare_departments(
    measures: pd.DataFrame,
    measure_departments: pd.DataFrame,
    plan_ids: Sequence[str],
    *,
    shuffles: int = SHUFFLES,
    seed: int = SEED,
) -> pd.DataFrame:
    """How often plans of one municipality name the departments that all of them name; reprints count once.

    Only names that stand in every one of the plans are compared, since a department that was renamed, split or founded
    in between is absent for another reason than that it lost its work.

    Args:
        measures, measure_departments: see `load_departments`. plan_ids: the plans, of one organisation.

    Returns:
        plan_id, department, then the columns of `shares.profile_shares` with n the measures of the plan with a
        department that is not generic; the null shuffles the labels of these plans only.
    """
    rows = _own_rows(measures, measure_departments, reprints=False)
    rows = rows[rows["plan_id"].isin(list(plan_ids)) & ~rows["generic"].astype(bool)]
    plans_of = rows.groupby("name")["plan_id"].nunique()
    common = sorted(plans_of.index[plans_of == len(plan_ids)])
    of_measures = rows.drop_duplicates("measure_id")
    has = tabulate_kinds(rows["measure_id"], rows["name"], of_measures["measure_id"], common).clip(upper=1)
    table = profile_shares(has, of_measures["plan_id"], shuffles=shuffles, seed=seed)
    return table.rename(columns={"kind": "department"})


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


_LOAD_COLUMNS = (
    *("plan_id", "department", "generic", "rank", "whole", "whole_lower", "whole_upper"),
    *("fractional", "fractional_lower", "fractional_upper", "n", "share", "share_lower", "share_upper"),
    *("ambiguous", "measure_ids"),
)


def _own_rows(measures: pd.DataFrame, measure_departments: pd.DataFrame, reprints: bool) -> pd.DataFrame:
    """The namings of the measures that count, with their plan and the name that counts for each."""
    stray = measure_departments.loc[~measure_departments["measure_id"].isin(measures["measure_id"]), "measure_id"]
    if len(stray):
        raise ValueError(f"departments of {stray.iloc[0]} are given, which is not among the measures")
    counted = (measures if reprints else drop_reprints(measures))[["measure_id", "plan_id"]]
    rows = counted.merge(measure_departments, on="measure_id", how="inner", validate="one_to_many")
    return rows.assign(name=rows["department"].fillna(rows["printed"]))


def _counts_and_sizes(rows: pd.DataFrame) -> tuple[pd.DataFrame, Numbers]:
    """How often each measure names each department, and how many names it has."""
    names = sorted(rows["name"].unique())
    counts = tabulate_kinds(rows["measure_id"], rows["name"], rows["measure_id"].drop_duplicates(), names)
    return counts, counts.sum(axis=1).to_numpy(dtype=np.float64)


def _ambiguous_measures(field_status: pd.DataFrame | None) -> list[str]:
    if field_status is None:
        return []
    unsure = field_status[(field_status["field"] == "departments") & (field_status["status"] == "ambiguous")]
    return unsure["measure_id"].tolist()
