"""How the measures of a plan are spread over the departments that it names, or over their functions.

A plan names departments; it does not say how much work a measure is, nor which of several departments does most of it.
So a load is a count of namings: whole (every naming counts 1) and fractional (1/k for each of k namings of a measure).
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd

from kyodo_analysis.analysis.reprints import drop_reprints
from kyodo_analysis.analysis.showing.labels import join_ids
from kyodo_analysis.analysis.statistics.uncertainty import (
    RESAMPLES,
    SEED,
    Numbers,
    percentile_interval,
    resample_weights,
    wilson_interval,
)

COUNTINGS = ("whole", "fractional")
BY: Mapping[str, str] = {"canonical": "department", "function": "function"}
"""What namings can be gathered by, and the column in which its names stand in the tables made from them."""

_NUMBERS = (
    *("generic", "rank", "whole", "whole_lower", "whole_upper"),
    *("fractional", "fractional_lower", "fractional_upper", "in_charge", "n", "share", "share_lower", "share_upper"),
    *("ambiguous", "measure_ids"),
)
_FUNCTION = ("function", "function_en", "function_ja")


def load_departments(
    measures: pd.DataFrame,
    named: pd.DataFrame,
    field_status: pd.DataFrame | None = None,
    *,
    by: str = "canonical",
    reprints: bool = True,
    resamples: int = RESAMPLES,
    seed: int = SEED,
) -> pd.DataFrame:
    """What each department (or function) of each plan is named for, the most named first, generic names apart.

    Whole counts of a plan add up to its namings, fractional ones to its measures with a department, whatever `by`. A
    measure that names two departments of one function counts twice in the function's whole count and once in its share.
    Plans that name no department have no row here; say so beside the table (see `coverage.keep_all_plans`).

    Args:
        measures: measure_id, plan_id, title, reprint. named: what `crosswalk.name_departments` gives. field_status:
            where given, measures whose departments are ambiguous are counted apart. by: a key of BY.
        reprints: whether reprints (再掲) count as measures of their own, as they stand in print.

    Returns:
        plan_id; department (the canonical name), printed (as the plan prints it, " | " between), function, function_en,
        function_ja, or only the last three by function; generic (all its namings are), rank (among the names of the
        plan that are not generic, ties share the better one; missing for generic names), whole, fractional,
        whole_lower, whole_upper, fractional_lower, fractional_upper (95 %, measures resampled), in_charge (measures in
        which it is marked as leading; missing where the plan marks nobody), n (measures of the plan with a department),
        share (measures that name it / n), share_lower, share_upper (Wilson), ambiguous (measures of it where the text
        allows other departments), measure_ids.

    Raises:
        ValueError: when a naming of a measure that is not among the measures is given.
    """
    rows = select_namings(measures, named, by=by, reprints=reprints)
    unsure = list_ambiguous(field_status)
    labels = ["department", "printed", *_FUNCTION] if by == "canonical" else list(_FUNCTION)
    order = ["plan_id", *labels, *_NUMBERS]
    parts = [
        _load_plan(of_plan, unsure, resamples, seed).assign(plan_id=plan_id)
        for plan_id, of_plan in rows.groupby("plan_id", sort=False)
    ]
    if not parts:
        return pd.DataFrame(columns=order)
    table = pd.concat(parts, ignore_index=True).merge(
        _describe_names(rows), on=["plan_id", "name"], validate="one_to_one"
    )
    whole = table["whole"].where(~table["generic"])
    table["rank"] = whole.groupby(table["plan_id"]).rank(method="min", ascending=False).astype("Int64")
    table["place"] = table["plan_id"].map({plan_id: place for place, plan_id in enumerate(table["plan_id"].unique())})
    # Sums of fractions differ in their last digits with the order of adding; that must not decide a place.
    table = table.assign(most=-table["whole"], split=-table["fractional"].round(9))
    table = table.sort_values(["place", "generic", "most", "split", "name"], ignore_index=True)
    return table.assign(department=table["name"])[order]


def vary_loads(measures: pd.DataFrame, named: pd.DataFrame) -> pd.DataFrame:
    """The loads of every plan counted in every way: by name and by function, reprints as printed and once.

    Args: see `load_departments`.

    Returns:
        by (department, function), reprints (whether they count), plan_id, name, generic, rank, whole, fractional, n,
        share, share_lower, share_upper, measure_ids. For each of the four ways and each plan, whole adds up to the
        namings and fractional to the measures with a department.
    """
    columns = ["by", "reprints", "plan_id", "name", "generic", "rank", "whole", "fractional", "n"]
    columns += ["share", "share_lower", "share_upper", "measure_ids"]
    parts = []
    for by, shown in BY.items():
        for reprints in (True, False):
            loads = load_departments(measures, named, by=by, reprints=reprints, resamples=1)
            parts.append(loads.assign(by=shown, reprints=reprints, name=loads[shown])[columns])
    return pd.concat(parts, ignore_index=True) if any(map(len, parts)) else pd.DataFrame(columns=columns)


def select_namings(
    measures: pd.DataFrame, named: pd.DataFrame, *, by: str = "canonical", reprints: bool = True
) -> pd.DataFrame:
    """The namings of the measures that count, in the order of the measures, with the name that counts in `name`.

    Raises:
        ValueError: when a naming of a measure that is not among the measures is given.
    """
    stray = named.loc[~named["measure_id"].isin(measures["measure_id"]), "measure_id"]
    if len(stray):
        raise ValueError(f"departments of {stray.iloc[0]} are given, which is not among the measures")
    counted = (measures if reprints else drop_reprints(measures))[["measure_id", "plan_id"]]
    rows = counted.merge(named.drop(columns="plan_id"), on="measure_id", how="inner", validate="one_to_many")
    return rows.assign(name=rows[by])


def count_namings(rows: pd.DataFrame) -> tuple[pd.DataFrame, Numbers]:
    """How often each measure names each name (names in sorted order), and how many namings it has.

    Args:
        rows: what `select_namings` gives, of one plan or several.
    """
    place, ids = pd.factorize(rows["measure_id"])
    column, names = pd.factorize(rows["name"], sort=True)
    values = np.zeros((len(ids), len(names)), dtype=np.int64)
    np.add.at(values, (place, column), 1)
    counts = pd.DataFrame(values, index=pd.Index(ids, name="measure_id"), columns=names)
    return counts, values.sum(axis=1).astype(np.float64)


def list_ambiguous(field_status: pd.DataFrame | None) -> list[str]:
    """The measures whose departments the text leaves open; none without field_status."""
    if field_status is None:
        return []
    unsure = (field_status["field"] == "departments") & (field_status["status"] == "ambiguous")
    return field_status.loc[unsure, "measure_id"].tolist()


def _load_plan(rows: pd.DataFrame, unsure: list[str], resamples: int, seed: int) -> pd.DataFrame:
    counts, sizes = count_namings(rows)
    ids, values = counts.index.to_numpy(), counts.to_numpy(dtype=np.float64)
    split, n = values / sizes[:, np.newaxis], len(values)
    weights = resample_weights(n, resamples, seed)
    whole, fractional = percentile_interval(weights @ values), percentile_interval(weights @ split)
    having = (values > 0).sum(axis=0)
    wilson = wilson_interval(having, n)
    leading = rows["in_charge"].fillna(False).astype(bool)
    leads = rows[leading].groupby("name")["measure_id"].nunique().reindex(counts.columns).astype("Int64")
    return pd.DataFrame(
        {
            "name": counts.columns,
            "whole": values.sum(axis=0).astype("int64"),
            "fractional": split.sum(axis=0),
            "whole_lower": whole[0],
            "whole_upper": whole[1],
            "fractional_lower": fractional[0],
            "fractional_upper": fractional[1],
            "in_charge": (leads.fillna(0) if leading.any() else leads).array,
            "n": n,
            "share": having / n,
            "share_lower": wilson[0],
            "share_upper": wilson[1],
            "ambiguous": (values[np.isin(ids, unsure)] > 0).sum(axis=0),
            "measure_ids": [join_ids(ids[values[:, column] > 0]) for column in range(values.shape[1])],
        }
    )


def _describe_names(rows: pd.DataFrame) -> pd.DataFrame:
    """Of each name of each plan how it is printed, its function, and whether all its namings are generic."""
    grouped = rows.groupby(["plan_id", "name"], sort=False)
    described = grouped.agg(**{column: (column, "first") for column in _FUNCTION}, generic=("generic", "all"))
    described["printed"] = grouped["printed"].agg(lambda names: " | ".join(dict.fromkeys(names)))
    return described.reset_index()
