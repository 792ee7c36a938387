"""The courses of measures through the years of a grid: one row per measure, and how many measures share a course."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from kyodo_analysis.analysis.schedule.schedules import RUNNING, STATES
from kyodo_analysis.analysis.showing.labels import join_ids
from kyodo_analysis.analysis.statistics.uncertainty import wilson_interval


def summarise_sequences(states: pd.DataFrame) -> pd.DataFrame:
    """One row per measure of a grid: its sequence, where it starts, and when it is implemented.

    Returns:
        plan_id, measure_id, sequence (states of the years, joined by a blank), first_year, start_state (of the first
        cell that is not empty), start_year, implemented_year (of the first cell that says implement or continue),
        years_to_implement (from the first year of the plan's grid; 0 at once, missing where the grid never says so),
        has_arrow, changes (how often the state differs from that of the year before).
    """
    of_measure = states.groupby("measure_id", sort=False)
    begins = states[states["state"] != "none"].groupby("measure_id")[["state", "fiscal_year"]].first()
    done = states[states["state"].isin(RUNNING)].groupby("measure_id")["fiscal_year"].first()
    changed = states["state"].ne(of_measure["state"].shift())
    table = of_measure[["plan_id", "fiscal_year", "plan_year"]].first()
    table = table.assign(
        sequence=of_measure["state"].agg(" ".join),
        first_year=table["fiscal_year"] - table["plan_year"] + 1,
        start_state=begins["state"],
        start_year=begins["fiscal_year"],
        implemented_year=done,
        has_arrow=of_measure["carried"].any(),
        changes=changed.groupby(states["measure_id"]).sum() - 1,
    ).reset_index()
    table = table.assign(years_to_implement=table["implemented_year"] - table["first_year"])
    years = ["first_year", "start_year", "implemented_year", "years_to_implement", "changes"]
    return table.astype(dict.fromkeys(years, "Int64") | {"has_arrow": "bool"})[list(_SEQUENCE_COLUMNS)]


def count_sequences(sequences: pd.DataFrame, by: Sequence[str] = ("plan_id", "sequence")) -> pd.DataFrame:
    """How many measures share what, the commonest first.

    Args:
        sequences: what `summarise_sequences` gives. by: the columns that measures must share, plan_id first.

    Returns:
        the columns `by`, then count, n (measures of the plan's grid), share, lower, upper (Wilson, 95 %), measure_ids.
    """
    keys = list(by)
    table = (
        sequences.groupby(keys, dropna=False)["measure_id"]
        .agg(count="size", measure_ids=join_ids)
        .reset_index()
        .sort_values(
            ["plan_id", "count", *keys[1:]], ascending=[True, False, *[True] * len(keys[1:])], ignore_index=True
        )
    )
    table["n"] = table["plan_id"].map(sequences.groupby("plan_id").size()).astype("int64")
    table["share"] = table["count"] / table["n"]
    table["lower"], table["upper"] = wilson_interval(table["count"], table["n"])
    return table[[*keys, "count", "n", "share", "lower", "upper", "measure_ids"]]


def order_grid(states: pd.DataFrame, measures: pd.DataFrame) -> pd.DataFrame:
    """The cells of the grids with the place of each measure in its plan, late and uncommon courses first.

    Measures that start to run later stand higher; those of one course keep the order of the plan.

    Returns:
        the columns of `states`, then number, title and reprint (of the measure), sequence (of its states), same_course
        (measures of the plan with this sequence), place (from 0 within the plan), n (measures of the plan's grid) and
        measure_ids (the measure itself, for tables of figures).
    """
    sequences = summarise_sequences(states)
    by_course = sequences.assign(late=sequences["years_to_implement"].fillna(len(STATES) ** 2).astype("int64"))
    by_course = by_course.sort_values(["plan_id", "late", "sequence"], ascending=[True, False, True], kind="stable")
    by_course = by_course.assign(
        same_course=by_course.groupby(["plan_id", "sequence"])["measure_id"].transform("size"),
        place=by_course.groupby("plan_id").cumcount(),
        n=by_course.groupby("plan_id")["measure_id"].transform("size"),
    )
    taken = ["sequence", "same_course", "place", "n"]
    rows = states.merge(by_course[["measure_id", *taken]], on="measure_id", validate="many_to_one")
    rows = rows.merge(measures[["measure_id", "number", "title", "reprint"]], on="measure_id", validate="many_to_one")
    rows = rows.assign(measure_ids=rows["measure_id"]).sort_values(
        ["plan_id", "place", "fiscal_year"], ignore_index=True
    )
    return rows[[*states.columns, "number", "title", "reprint", *taken, "measure_ids"]]


_SEQUENCE_COLUMNS = (
    *("plan_id", "measure_id", "sequence", "first_year", "start_state", "start_year"),
    *("implemented_year", "years_to_implement", "has_arrow", "changes"),
)
