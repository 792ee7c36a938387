"""What was read and what was not, before anything is compared: fields per plan, repairs per plan."""

from __future__ import annotations

import pandas as pd

from kyodo_analysis.analysis.showing.labels import join_ids
from kyodo_analysis.tables.measure_tables import MEASURE_FIELDS

STATUSES = ("read", "ambiguous", "unreadable", "silent")
"""From what can be used to what the plan never said."""


def field_coverage(field_status: pd.DataFrame, plans: pd.DataFrame) -> pd.DataFrame:
    """How many measures of each plan have each field with each status.

    Every plan, field and status has a row, also where the count is 0, so that a plan that is silent stays in sight.

    Args:
        field_status: measure_id, field, status. plans: plan_id; its order is kept.

    Returns:
        plan_id, field, status, count, n (measures of the plan), share (count / n; NaN for a plan without measures),
        measure_ids (those that were counted).
    """
    found = field_status.assign(plan_id=_plan_of(field_status["measure_id"]))
    sizes = found.groupby("plan_id")["measure_id"].nunique()
    grouped = found.groupby(["plan_id", "field", "status"], sort=False)["measure_id"].agg(["size", join_ids])
    index = pd.MultiIndex.from_product(
        [plans["plan_id"], MEASURE_FIELDS, STATUSES], names=["plan_id", "field", "status"]
    )
    table = grouped.reindex(index).reset_index()
    table = table.rename(columns={"size": "count", "join_ids": "measure_ids"})
    count = table["count"].fillna(0).astype("int64")
    n = table["plan_id"].map(sizes).fillna(0).astype("int64")
    table = table.assign(count=count, n=n, share=count / n.where(n > 0), measure_ids=table["measure_ids"].fillna(""))
    return table[["plan_id", "field", "status", "count", "n", "share", "measure_ids"]]


def count_silence(field_status: pd.DataFrame, plans: pd.DataFrame, field: str) -> pd.DataFrame:
    """One row per plan: what became of a field, in words that a caption can carry.

    Returns:
        plan_id, n (measures), read, ambiguous, unreadable, silent (measures with that status), and state: the status
        that most measures have, the graver loss first where two have the same; "no measures" for a plan without any.
    """
    coverage = field_coverage(field_status, plans)
    of_field = coverage[coverage["field"] == field]
    wide = of_field.pivot(index="plan_id", columns="status", values="count").reindex(plans["plan_id"])
    wide = wide.reindex(columns=list(STATUSES)).rename_axis(columns=None)
    state = (
        wide[["unreadable", "ambiguous", "read", "silent"]].idxmax(axis=1).where(wide.sum(axis=1) > 0, "no measures")
    )
    return wide.assign(n=wide.sum(axis=1), state=state).reset_index()[["plan_id", "n", *STATUSES, "state"]]


def keep_all_plans(table: pd.DataFrame, silence: pd.DataFrame) -> pd.DataFrame:
    """The table with every plan in it: one that has no row gets one, with what became of the field in state.

    Args:
        table: any table with plan_id that lacks the plans which say nothing. silence: what `count_silence` gives.

    Returns:
        plan_id and state, then the other columns of the table, missing for plans that had no row; plans in the order of
        `silence`, the rows of a plan in theirs.
    """
    # Whole numbers must not turn into fractions where a row has none.
    whole = dict.fromkeys(table.select_dtypes("integer").columns, "Int64")
    return silence[["plan_id", "state"]].merge(table.astype(whole), on="plan_id", how="left", validate="one_to_many")


def count_repairs(repairs: pd.DataFrame, plans: pd.DataFrame) -> pd.DataFrame:
    """How often each fixer changed a line of each plan.

    Every plan and fixer has a row, also where nothing was to be done.

    Args:
        repairs: plan_id, line, step, fixer, before, after.

    Returns:
        plan_id, fixer, steps, lines (distinct), removed_chars (characters that the steps took away, blanks apart; what
        they added counts against it), raw_chars (characters of the plan as published), per_1000 (steps per 1000 of
        them). Fixers with the most steps come first.
    """
    lost = _count_chars(repairs["before"]) - _count_chars(repairs["after"])
    counted = (
        repairs.assign(lost=lost)
        .groupby(["plan_id", "fixer"])
        .agg(steps=("line", "size"), lines=("line", "nunique"), removed_chars=("lost", "sum"))
    )
    fixers = (
        counted.groupby("fixer")["steps"].sum().reset_index().sort_values(["steps", "fixer"], ascending=[False, True])
    )
    index = pd.MultiIndex.from_product([plans["plan_id"], fixers["fixer"]], names=["plan_id", "fixer"])
    table = counted.reindex(index, fill_value=0).reset_index()
    chars = table["plan_id"].map(plans.set_index("plan_id")["raw_chars"])
    return table.assign(raw_chars=chars, per_1000=1000 * table["steps"] / chars.astype("float64"))


def _plan_of(measure_ids: pd.Series) -> pd.Series:
    return measure_ids.str.split("/", n=1).str[0]


def _count_chars(texts: pd.Series) -> pd.Series:
    return texts.fillna("").str.replace(r"\s+", "", regex=True).str.len()
