"""How measures are laid out over the years of a plan that prints year columns (年次計画).

A row of the grid is a sequence of states: the phases that `values.schedule_marks` gives to the marks. What an arrow (→)
prolongs has the state of the cell before it, but for implement, which it turns into continue. Plans without a grid have
no states and are listed as such; they are not plans that do nothing.
"""

from __future__ import annotations

import pandas as pd

from kyodo_analysis.analysis.extraction.coverage import count_silence
from kyodo_analysis.analysis.showing.labels import join_ids
from kyodo_analysis.analysis.statistics.uncertainty import wilson_interval
from kyodo_analysis.values.schedule_marks import is_arrow

STATES = ("none", "consider", "prepare", "partly", "implement", "continue", "pause")
"""The phases of `measure_schedule`, in the order in which a measure usually passes through them."""

RUNNING = ("implement", "continue")

READABLE = ("read", "ambiguous")
"""What most year columns of a plan must be for its grid to be analysed."""


def list_states(measures: pd.DataFrame, measure_schedule: pd.DataFrame) -> pd.DataFrame:
    """The cells of the grids with their states.

    Measures of which no cell can be read are left out (see `describe_grids` for how many those are).

    Args:
        measures: measure_id, plan_id. measure_schedule: measure_id, fiscal_year, printed, phase.

    Returns:
        plan_id, measure_id, fiscal_year, plan_year (1 for the first year of the plan's grid), printed, state (one of
        STATES), carried (an arrow stands in the cell).

    Raises:
        ValueError: when a phase is none of STATES, or a measure has two cells in one fiscal year.
    """
    unknown = sorted(set(measure_schedule["phase"].dropna()) - set(STATES))
    if unknown:
        raise ValueError(f"phase {unknown[0]} is unknown; known are {', '.join(STATES)}")
    twice = measure_schedule[measure_schedule.duplicated(["measure_id", "fiscal_year"])]
    if len(twice):
        measure_id, year = twice["measure_id"].iloc[0], twice["fiscal_year"].iloc[0]
        raise ValueError(f"{measure_id} has two cells in FY{year}; a sequence needs one state per year")
    grid = measures[["measure_id", "plan_id"]].merge(measure_schedule, on="measure_id", validate="one_to_many")
    state = grid["phase"].fillna("none")
    grid = grid.assign(state=state, carried=[isinstance(mark, str) and is_arrow(mark) for mark in grid["printed"]])
    grid = grid[state.ne("none").groupby(grid["measure_id"]).transform("any")]
    first = grid.groupby("plan_id")["fiscal_year"].transform("min")
    grid = grid.assign(plan_year=grid["fiscal_year"] - first + 1)
    # In the order of the measures, since sorting ids as text puts Ⅰ-(1)-⑩ before Ⅰ-(1)-②.
    place = {measure_id: number for number, measure_id in enumerate(measures["measure_id"])}
    grid = grid.assign(place=grid["measure_id"].map(place)).sort_values(["place", "fiscal_year"], ignore_index=True)
    return grid[["plan_id", "measure_id", "fiscal_year", "plan_year", "printed", "state", "carried"]]


def keep_readable_grids(states: pd.DataFrame, grids: pd.DataFrame) -> pd.DataFrame:
    """The states of plans whose year columns can be read for most measures.

    A single mark that survived in a lost grid says nothing about the plan's measures as a whole.

    Args:
        states: what `list_states` gives. grids: what `describe_grids` gives.
    """
    readable = grids.loc[grids["state"].isin(READABLE), "plan_id"]
    return states[states["plan_id"].isin(readable)].reset_index(drop=True)


def distribute_states(states: pd.DataFrame) -> pd.DataFrame:
    """The share of each state in each year of each plan.

    Args:
        states: what `list_states` gives.

    Returns:
        plan_id, fiscal_year, plan_year, state, count, carried (of them), n (measures in that year), share, lower, upper
        (Wilson, 95 %), measure_ids; every state that occurs in the plan has a row in every year.
    """
    grouped = states.groupby(["plan_id", "fiscal_year", "state"]).agg(
        count=("measure_id", "size"), carried=("carried", "sum"), measure_ids=("measure_id", join_ids)
    )
    rows = [
        (plan_id, year, state)
        for plan_id, of_plan in states.groupby("plan_id", sort=False)
        for year in sorted(of_plan["fiscal_year"].unique())
        for state in STATES
        if state in set(of_plan["state"])
    ]
    index = pd.MultiIndex.from_tuples(rows, names=["plan_id", "fiscal_year", "state"])
    table = grouped.reindex(index).reset_index()
    table["measure_ids"] = table["measure_ids"].fillna("")
    table[["count", "carried"]] = table[["count", "carried"]].fillna(0).astype("int64")
    table["n"] = table.groupby(["plan_id", "fiscal_year"])["count"].transform("sum")
    table["share"] = table["count"] / table["n"]
    table["lower"], table["upper"] = wilson_interval(table["count"], table["n"])
    table["plan_year"] = table["fiscal_year"] - table.groupby("plan_id")["fiscal_year"].transform("min") + 1
    columns = ["plan_id", "fiscal_year", "plan_year", "state", "count", "carried", "n"]
    return table[[*columns, "share", "lower", "upper", "measure_ids"]]


def describe_grids(field_status: pd.DataFrame, plans: pd.DataFrame, indicators: pd.DataFrame) -> pd.DataFrame:
    """Which plans have year columns, which lost them, which never had them, and which set targets instead.

    Returns:
        plan_id, n, read, ambiguous, unreadable, silent (measures by the status of their schedule), state (see
        `coverage.count_silence`), indicators (distinct ones that the plan sets targets for), measure_ids (whose year
        columns are printed, readable or not).
    """
    table = count_silence(field_status, plans, "schedule")
    counted = indicators.groupby("plan_id")["indicator_id"].nunique()
    printed = field_status[(field_status["field"] == "schedule") & (field_status["status"] != "silent")]
    ids = printed.groupby(printed["measure_id"].str.split("/", n=1).str[0])["measure_id"].agg(join_ids)
    return table.assign(
        indicators=table["plan_id"].map(counted).fillna(0).astype("int64"),
        measure_ids=[ids.get(plan_id, "") for plan_id in table["plan_id"]],
    )


def list_gridless(field_status: pd.DataFrame, grids: pd.DataFrame) -> pd.DataFrame:
    """The plans without a grid that can be read, and what became of it.

    Args:
        field_status: measure_id, field, status. grids: what `describe_grids` gives.

    Returns:
        plan_id, grid (the state of the plan: unreadable, silent or no measures), n (measures whose schedule has that
        status), measure_ids (those measures).
    """
    without = grids.loc[~grids["state"].isin(READABLE), ["plan_id", "state"]]
    found = field_status[field_status["field"] == "schedule"]
    found = found.assign(plan_id=found["measure_id"].str.split("/", n=1).str[0])
    counted = (
        found.groupby(["plan_id", "status"])["measure_id"]
        .agg(n="size", measure_ids=join_ids)
        .reset_index()
        .rename(columns={"status": "state"})
    )
    table = without.merge(counted, on=["plan_id", "state"], how="left", validate="one_to_one")
    table = table.assign(n=table["n"].fillna(0).astype("int64"), measure_ids=table["measure_ids"].fillna(""))
    return table.rename(columns={"state": "grid"}).reset_index(drop=True)


def keep_gridless(table: pd.DataFrame, gridless: pd.DataFrame) -> pd.DataFrame:
    """The table with a row for each plan whose grid cannot be read, so that none drops out of sight.

    Args:
        table: any table of grids with plan_id. gridless: what `list_gridless` gives.

    Returns:
        plan_id, grid (read, or what became of it), then the other columns, of which rows of plans without a grid have
        only n and measure_ids; these rows stand last.
    """
    kinds: dict[str, str] = dict.fromkeys(table.select_dtypes("integer").columns, "Int64")
    kinds |= dict.fromkeys(table.select_dtypes("bool").columns, "boolean")
    columns = ["plan_id", "grid", *[name for name in table.columns if name != "plan_id"]]
    read = table.astype(kinds).assign(grid="read")[columns]
    if gridless.empty:
        return read
    rest = gridless.reindex(columns=columns).astype(read.dtypes.to_dict())
    return pd.concat([read, rest], ignore_index=True)
