"""The study of schedules put together: its labelled tables, and each section's table and sentence as Markdown.

The counting itself stands in `analysis.schedules`, `analysis.timing` and `analysis.shares`.
"""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from kyodo_analysis.analysis.carrying.schedules import (
    count_sequences,
    count_transitions,
    describe_grids,
    distribute_states,
    keep_readable_grids,
    list_states,
    order_grid,
    summarise_sequences,
)
from kyodo_analysis.analysis.carrying.timing import ANY, count_timing
from kyodo_analysis.analysis.headlines import state_grids, state_sequences, state_years
from kyodo_analysis.analysis.showing.labels import label_plans, present_columns
from kyodo_analysis.analysis.showing.markdown import compose_markdown, tabulate_markdown
from kyodo_analysis.analysis.showing.quotations import quote_measures
from kyodo_analysis.analysis.statistics.shares import profile_shares, tabulate_kinds

_INTERVAL = ("share", "lower", "upper")
_QUOTED = 48
_TARGETS = (
    *("kind", "name", "baseline_printed", "baseline_year_printed"),
    *("target_printed", "target_year_printed", "trend"),
)


@dataclass(frozen=True)
class ScheduleStudy:
    """The tables from which every section is made; all but `sequences` and `states` have plan_en and plan_ja.

    Attributes:
        grids: a row per plan, as `schedules.describe_grids` gives it.
        states: a row per cell of the grids that can be read (`schedules.list_states`).
        grid: the same cells in the order in which they are drawn (`schedules.order_grid`).
        years: a row per plan, year and state (`schedules.distribute_states`).
        sequences: a row per measure of a grid (`schedules.summarise_sequences`).
        transitions: a row per plan and pair of states (`schedules.count_transitions`).
        starts: a row per plan and first state (`schedules.count_sequences`).
        waiting: a row per plan and number of years until implementation, in ascending order; those that
            are never implemented stand last.
    """

    grids: pd.DataFrame
    states: pd.DataFrame
    grid: pd.DataFrame
    years: pd.DataFrame
    sequences: pd.DataFrame
    transitions: pd.DataFrame
    starts: pd.DataFrame
    waiting: pd.DataFrame


def study_schedules(
    plans: pd.DataFrame,
    measures: pd.DataFrame,
    measure_schedule: pd.DataFrame,
    field_status: pd.DataFrame,
    indicators: pd.DataFrame,
) -> ScheduleStudy:
    """Describe the grids of all plans, and count the courses of the measures in those that can be read.

    Args:
        plans, measures, measure_schedule, field_status, indicators: the tables of these names.

    Raises:
        ValueError: when the schedule has a phase that is unknown.
    """
    grids = label_plans(describe_grids(field_status, plans, indicators), plans)
    states = keep_readable_grids(list_states(measures, measure_schedule), grids)
    sequences = summarise_sequences(states)
    waiting = label_plans(count_sequences(sequences, ("plan_id", "years_to_implement")), plans)
    return ScheduleStudy(
        grids=grids,
        states=states,
        grid=label_plans(order_grid(states, measures), plans),
        years=label_plans(distribute_states(states), plans),
        sequences=sequences,
        transitions=label_plans(count_transitions(states), plans),
        starts=label_plans(count_sequences(sequences, ("plan_id", "start_state")), plans),
        waiting=waiting.sort_values(["plan_id", "years_to_implement"], ignore_index=True),
    )


def answer_schedules(study: ScheduleStudy) -> str:
    """The answer in three sentences: which plans have year columns, the commonest course, the first and last year."""
    return f"**Answer.** {state_grids(study.grids)}. {state_sequences(study.grid)}. {state_years(study.years)}."


def show_grids(study: ScheduleStudy) -> str:
    """How many measures of each plan have year columns that are read, unreadable or silent, and its indicators."""
    return tabulate_markdown(
        present_columns(study.grids, ["plan_en", "n", "read", "unreadable", "silent", "indicators"])
    )


def show_starts(study: ScheduleStudy) -> str:
    """With which state the measures begin, and how many of them have an arrow."""
    columns = ["plan_en", "start_state", "count", "n", *_INTERVAL]
    return compose_markdown(present_columns(study.starts, columns, _INTERVAL), state_arrows(study.sequences))


def state_arrows(sequences: pd.DataFrame) -> str:
    """How many measures have an arrow in their row of the grid.

    Args:
        sequences: has_arrow (true or false), a row per measure.

    >>> state_arrows(pd.DataFrame({"has_arrow": [True, False, True, True]}))
    '3 of 4 measures (75%) have an arrow'
    """
    if sequences.empty:
        return "No measure has year columns that can be read"
    arrows = sequences["has_arrow"]
    return f"{int(arrows.sum())} of {len(arrows)} measures ({arrows.mean():.0%}) have an arrow"


def show_transitions(study: ScheduleStudy) -> str:
    """From which state to which the measures pass between neighbouring years."""
    columns = ["plan_en", "from_state", "to_state", "count", "carried", "n", "share"]
    return tabulate_markdown(present_columns(study.transitions, columns, ["share"]))


def show_waiting(study: ScheduleStudy) -> str:
    """How many years after the grid's first year the measures are implemented."""
    columns = ["plan_en", "years_to_implement", "count", "n", *_INTERVAL]
    return tabulate_markdown(present_columns(study.waiting, columns, _INTERVAL))


def compare_starts(sequences: pd.DataFrame, measures: pd.DataFrame) -> pd.DataFrame:
    """The share of each first state among measures of each status (新規, 継続); measures without one are left out.

    Args:
        sequences: what `schedules.summarise_sequences` gives. measures: measure_id, status.

    Returns:
        status, start_state, then the columns of `shares.profile_shares`, with the status dealt out at random in place
        of the plan.
    """
    marked = sequences.merge(measures[["measure_id", "status"]], on="measure_id", validate="one_to_one")
    marked = marked.dropna(subset=["status"])
    begins = sorted(marked["start_state"].unique())
    has = tabulate_kinds(marked["measure_id"], marked["start_state"], marked["measure_id"], begins)
    return profile_shares(has, marked["status"]).rename(columns={"plan_id": "status", "kind": "start_state"})


def show_status(study: ScheduleStudy, measures: pd.DataFrame) -> str:
    """With which state new and continued measures begin, and how many states differ by more than chance shows.

    Args:
        measures: measure_id, status.
    """
    table = compare_starts(study.sequences, measures)
    shares = ["share", "shown_lower", "shown_upper"]
    shown = present_columns(table, ["status", "start_state", "count", "n", *shares, "p", "q"], shares)
    return compose_markdown(shown, state_status(table))


def state_status(table: pd.DataFrame) -> str:
    """Of `compare_starts`: in how many states the shares lie beyond what shuffled marks show."""
    beyond = table.groupby("start_state")["beyond_null"].any()
    said = f"{int(beyond.sum())} of {len(beyond)} states begin in shares that lie beyond what shuffled marks show"
    if table["status"].nunique() == 2:
        said += "; with two marks, the two shares of a state are one test"
    return said


def list_late(study: ScheduleStudy, measures: pd.DataFrame, measure_timing: pd.DataFrame) -> pd.DataFrame:
    """The measures that are not implemented in the grid's first year, or never, with their words.

    Args:
        measures: the table measures. measure_timing: measure_id, printed.

    Returns:
        measure_id, sequence (of states), title, quotation, lines (of the source file), timing (the words of time of the
        measure as printed; missing where it has none).
    """
    timing = measure_timing.groupby("measure_id")["printed"].agg("、".join).rename("timing").reset_index()
    waits = study.sequences["years_to_implement"].fillna(1) > 0
    late = study.sequences.loc[waits, ["measure_id", "sequence"]]
    quoted = quote_measures(measures, late["measure_id"], characters=_QUOTED)
    table = late.merge(quoted, on="measure_id", validate="one_to_one")
    return table.merge(timing, on="measure_id", how="left", validate="one_to_one")


def show_timing(plans: pd.DataFrame, measures: pd.DataFrame, measure_timing: pd.DataFrame) -> str:
    """How many measures of each plan have any word of time, and which words those are.

    Args:
        plans, measures, measure_timing: the tables of these names.
    """
    timed = label_plans(count_timing(measures, measure_timing), plans)
    columns = ["plan_en", "count", "n", *_INTERVAL, "printed"]
    return tabulate_markdown(present_columns(timed[timed["kind"] == ANY], columns, _INTERVAL))


def show_targets(indicators: pd.DataFrame) -> str:
    """The indicators with their baselines and targets as printed.

    Args:
        indicators: the table indicators.
    """
    return tabulate_markdown(indicators[list(_TARGETS)])
