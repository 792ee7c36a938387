"""How measures are laid out over the years of a plan that prints year columns (年次計画).

A row of the grid is a sequence of states: the phases that `values.schedule_marks` gives to the marks. What an arrow (→)
prolongs has the state of the cell before it, but for implement, which it turns into continue. Plans without a grid have
no states and are listed as such; they are not plans that do nothing.
"""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from kyodo_analysis.analysis.extraction.coverage import count_silence
from kyodo_analysis.analysis.showing.labels import join_ids
from kyodo_analysis.analysis.statistics.uncertainty import wilson_interval
from kyodo_analysis.values.schedule_marks import is_arrow

STATES = ("none", "consider", "prepare", "partly", "implement", "continue", "pause")
"""The phases of `measure_schedule`, in the order in which a measure usually passes through them."""

RUNNING = ("implement", "continue")


def list_states(measures: pd.DataFrame, measure_schedule: pd.DataFrame) -> pd.DataFrame:
    """The cells of the grids with their states.

    Measures of which no cell can be read are left out (see `describe_grids` for how many those are).

    Args:
        measures: measure_id, plan_id. measure_schedule: measure_id, fiscal_year, printed, phase.

    Returns:
        plan_id, measure_id, fiscal_year, plan_year (1 for the first year of the plan's grid), printed, state (one of
        STATES), carried (an arrow stands in the cell).

    Raises:
        ValueError: when a phase is none of STATES.
    """
    unknown = sorted(set(measure_schedule["phase"].dropna()) - set(STATES))
    if unknown:
        raise ValueError(f"phase {unknown[0]} is unknown; known are {', '.join(STATES)}")
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
    readable = grids.loc[grids["state"].isin(["read", "ambiguous"]), "plan_id"]
    return states[states["plan_id"].isin(readable)].reset_index(drop=True)


def order_grid(states: pd.DataFrame, measures: pd.DataFrame) -> pd.DataFrame:
    """The cells of the grids with the place of each measure in its plan, late and uncommon courses first.

    Measures that start to run later stand higher; those of one course keep the order of the plan.

    Returns:
        the columns of `list_states`, then number and title (of the measure), sequence (of its states), place (from 0
        within the plan), n (measures of the plan's grid) and measure_ids (the measure itself, for tables of figures).
    """
    sequences = summarise_sequences(states)
    by_course = sequences.assign(late=sequences["years_to_implement"].fillna(len(STATES) ** 2).astype("int64"))
    by_course = by_course.sort_values(["plan_id", "late", "sequence"], ascending=[True, False, True], kind="stable")
    by_course = by_course.assign(
        place=by_course.groupby("plan_id").cumcount(), n=by_course.groupby("plan_id")["measure_id"].transform("size")
    )
    rows = states.merge(by_course[["measure_id", "sequence", "place", "n"]], on="measure_id", validate="many_to_one")
    rows = rows.merge(measures[["measure_id", "number", "title"]], on="measure_id", validate="many_to_one")
    rows = rows.assign(measure_ids=rows["measure_id"]).sort_values(
        ["plan_id", "place", "fiscal_year"], ignore_index=True
    )
    return rows[[*states.columns, "number", "title", "sequence", "place", "n", "measure_ids"]]


def distribute_states(states: pd.DataFrame) -> pd.DataFrame:
    """The share of each state in each year of each plan.

    Args:
        states: what `list_states` gives.

    Returns:
        plan_id, fiscal_year, state, count, carried (of them), n (measures in that year), share, lower, upper (Wilson,
        95 %), measure_ids; every state that occurs in the plan has a row in every year.
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
    columns = ["plan_id", "fiscal_year", "state", "count", "carried", "n", "share", "lower", "upper", "measure_ids"]
    return table[columns]


def count_transitions(states: pd.DataFrame) -> pd.DataFrame:
    """From which state to which measures pass between neighbouring years.

    Returns:
        plan_id, from_state, to_state, count (pairs of years), carried (of them, by an arrow), n (pairs that start in
        from_state), share (count / n), measures (distinct), measure_ids.
    """
    later = states.groupby("measure_id")[["state", "fiscal_year", "carried"]].shift(-1)
    pairs = states.assign(to_state=later["state"], to_year=later["fiscal_year"], by_arrow=later["carried"])
    pairs = pairs[pairs["to_state"].notna() & pairs["to_year"].eq(pairs["fiscal_year"] + 1)]
    pairs = pairs.assign(by_arrow=pairs["by_arrow"].astype(bool)).rename(columns={"state": "from_state"})
    table = (
        pairs.groupby(["plan_id", "from_state", "to_state"])
        .agg(
            count=("measure_id", "size"),
            carried=("by_arrow", "sum"),
            measures=("measure_id", "nunique"),
            measure_ids=("measure_id", join_ids),
        )
        .reset_index()
    )
    table["n"] = table.groupby(["plan_id", "from_state"])["count"].transform("sum")
    table["share"] = table["count"] / table["n"]
    order = table[["from_state", "to_state"]].apply(lambda states: states.map(STATES.index))
    table = table.assign(first=order["from_state"], second=order["to_state"])
    columns = ["plan_id", "from_state", "to_state", "count", "carried", "n", "share", "measures", "measure_ids"]
    return table.sort_values(["plan_id", "first", "second"], ignore_index=True)[columns]


def summarise_sequences(states: pd.DataFrame) -> pd.DataFrame:
    """One row per measure of a grid: its sequence, where it starts, and when it is implemented.

    Returns:
        plan_id, measure_id, sequence (states of the years, joined by a blank), first_year, start_state (of the first
        cell that is not empty), start_year, implemented_year (of the first cell that says
        implement or continue), years_to_implement
        (from the first year of the plan's grid; 0 at once, missing where the grid never says so), has_arrow, changes
        (how often the state differs from that of the year before).
    """
    parts = []
    for (plan_id, measure_id), row in states.groupby(["plan_id", "measure_id"], sort=False):
        filled = row[row["state"] != "none"]
        done = row.loc[row["state"].isin(RUNNING), "fiscal_year"]
        first = int(row["fiscal_year"].iloc[0] - row["plan_year"].iloc[0] + 1)
        parts.append(
            {
                "plan_id": plan_id,
                "measure_id": measure_id,
                "sequence": " ".join(row["state"]),
                "first_year": first,
                "start_state": filled["state"].iloc[0],
                "start_year": filled["fiscal_year"].iloc[0],
                "implemented_year": done.iloc[0] if len(done) else pd.NA,
                "years_to_implement": done.iloc[0] - first if len(done) else pd.NA,
                "has_arrow": bool(row["carried"].any()),
                "changes": int(row["state"].ne(row["state"].shift()).sum() - 1),
            }
        )
    table = pd.DataFrame(parts, columns=list(_SEQUENCE_COLUMNS))
    years = ["first_year", "start_year", "implemented_year", "years_to_implement", "changes"]
    return table.astype(dict.fromkeys(years, "Int64") | {"has_arrow": "bool"})


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
    table["n"] = table["plan_id"].map(sequences.groupby("plan_id").size())
    table["share"] = table["count"] / table["n"]
    table["lower"], table["upper"] = wilson_interval(table["count"], table["n"])
    return table[[*keys, "count", "n", "share", "lower", "upper", "measure_ids"]]


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


_SEQUENCE_COLUMNS = (
    *("plan_id", "measure_id", "sequence", "first_year", "start_state", "start_year"),
    *("implemented_year", "years_to_implement", "has_arrow", "changes"),
)
