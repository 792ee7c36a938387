"""Words that say when something is done (随時, 毎年度, 平成26年度までに), for plans with year columns and without."""

from __future__ import annotations

import pandas as pd

from kyodo_analysis.analysis.reprints import drop_reprints
from kyodo_analysis.analysis.showing.labels import join_ids
from kyodo_analysis.analysis.statistics.uncertainty import wilson_interval
from kyodo_analysis.values.timing import TIMING_KINDS

ANY = "any"


def count_timing(measures: pd.DataFrame, measure_timing: pd.DataFrame) -> pd.DataFrame:
    """How many measures of each plan say in words when they are done, and how; reprints count once.

    A word of time is not a date: many leave the time open (随時 "at any time"), which is what `kind` tells.

    Args:
        measures: measure_id, plan_id, title, reprint. measure_timing: measure_id, printed, kind.

    Returns:
        plan_id, kind (first "any", for all together, then those that occur anywhere), count (measures), n
        (measures of the plan), share, lower, upper (Wilson, 95 %), printed (the expressions), measure_ids.
    """
    counted = drop_reprints(measures)[["measure_id", "plan_id"]]
    found = counted.merge(measure_timing[["measure_id", "printed", "kind"]], on="measure_id", validate="one_to_many")
    both = pd.concat([found.assign(kind=ANY), found])
    grouped = both.groupby(["plan_id", "kind"]).agg(
        count=("measure_id", "nunique"),
        printed=("printed", lambda texts: "、".join(dict.fromkeys(texts))),
        measure_ids=("measure_id", join_ids),
    )
    kinds = [ANY, *sorted(found["kind"].unique(), key=TIMING_KINDS.index)]
    index = pd.MultiIndex.from_product([counted["plan_id"].unique(), kinds], names=["plan_id", "kind"])
    table = grouped.reindex(index).reset_index()
    table = table.assign(
        count=table["count"].fillna(0).astype("int64"),
        n=table["plan_id"].map(counted.groupby("plan_id").size()).astype("int64"),
        printed=table["printed"].fillna(""),
        measure_ids=table["measure_ids"].fillna(""),
    )
    lower, upper = wilson_interval(table["count"], table["n"])
    table = table.assign(share=table["count"] / table["n"], lower=lower, upper=upper)
    return table[["plan_id", "kind", "count", "n", "share", "lower", "upper", "printed", "measure_ids"]]


def date_timing(measures: pd.DataFrame, measure_timing: pd.DataFrame, plans: pd.DataFrame) -> pd.DataFrame:
    """Each expression that names a year, as an interval of fiscal years; a plan without any has one empty row.

    Args:
        measures: measure_id, plan_id. measure_timing: measure_id, position, printed, kind, first_fiscal_year,
            last_fiscal_year, times, every_years. plans: plan_id; its order is kept.

    Returns:
        plan_id, measure_id, position, printed, kind, first, last (fiscal years; missing where not named), times (how
        often in all, where the words say so), open_start, open_end (the words leave the beginning or the end open; what
        is done a number of times in all ends, though the year is not named), measure_ids (the measure itself).

    Raises:
        ValueError: when an expression ends before it begins.
    """
    first, last = measure_timing["first_fiscal_year"], measure_timing["last_fiscal_year"]
    dated = measure_timing[first.notna() | last.notna()].rename(
        columns={"first_fiscal_year": "first", "last_fiscal_year": "last"}
    )
    backwards = dated[dated["first"].gt(dated["last"]).fillna(False)]
    if len(backwards):
        row = backwards.iloc[0]
        raise ValueError(f"{row['printed']} of {row['measure_id']} ends in FY{row['last']} before FY{row['first']}")
    place = {measure_id: number for number, measure_id in enumerate(measures["measure_id"])}
    dated = dated.merge(measures[["measure_id", "plan_id"]], on="measure_id", validate="many_to_one")
    dated = dated.assign(
        open_start=dated["first"].isna().astype("boolean"),
        times=dated["times"].where(dated["every_years"].isna()),
        open_end=(dated["last"].isna() & (dated["times"].isna() | dated["every_years"].notna())).astype("boolean"),
        place=dated["measure_id"].map(place),
    ).sort_values(["place", "position"])
    table = plans[["plan_id"]].merge(dated, on="plan_id", how="left", validate="one_to_many")
    table = table.assign(measure_ids=table["measure_id"].fillna(""))
    whole = dict.fromkeys(["position", "first", "last", "times"], "Int64")
    columns = ["plan_id", "measure_id", "position", "printed", "kind", "first", "last", "times"]
    return table.astype(whole)[[*columns, "open_start", "open_end", "measure_ids"]]
