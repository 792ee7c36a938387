"""Words that say when something is done (随時, 毎年度, 平成26年度までに), for plans with year columns and without."""

from __future__ import annotations

import pandas as pd

from kyodo_analysis.analysis.reprints import drop_reprints
from kyodo_analysis.analysis.showing.labels import join_ids
from kyodo_analysis.analysis.statistics.uncertainty import wilson_interval

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
    kinds = [ANY, *sorted(found["kind"].unique())]
    index = pd.MultiIndex.from_product([counted["plan_id"].unique(), kinds], names=["plan_id", "kind"])
    table = grouped.reindex(index).reset_index()
    table = table.assign(
        count=table["count"].fillna(0).astype("int64"),
        n=table["plan_id"].map(counted.groupby("plan_id").size()),
        printed=table["printed"].fillna(""),
        measure_ids=table["measure_ids"].fillna(""),
    )
    lower, upper = wilson_interval(table["count"], table["n"])
    table = table.assign(share=table["count"] / table["n"], lower=lower, upper=upper)
    return table[["plan_id", "kind", "count", "n", "share", "lower", "upper", "printed", "measure_ids"]]
