"""All plans on one axis of fiscal years: what each prints of its time, and what it does not print."""

from __future__ import annotations

import pandas as pd

from kyodo_analysis.analysis.schedule.schedules import list_states
from kyodo_analysis.analysis.schedule.stages import name_stage
from kyodo_analysis.analysis.schedule.timeline_marks import (
    KINDS,
    MARKS,
    Mark,
    mark_courses,
    mark_finance,
    mark_gridless,
    mark_history,
    mark_named_years,
    mark_period,
    mark_targets,
    mark_timing,
)
from kyodo_analysis.analysis.schedule.timing import date_timing


def lay_out_plans(
    plans: pd.DataFrame,
    measures: pd.DataFrame,
    measure_schedule: pd.DataFrame,
    field_status: pd.DataFrame,
    measure_timing: pd.DataFrame,
    indicators: pd.DataFrame,
    history: pd.DataFrame,
    finance: pd.DataFrame,
    sections: pd.DataFrame,
    passages: pd.DataFrame,
    spans: pd.DataFrame,
) -> pd.DataFrame:
    """Every mark of every plan; measures stand as printed, reprints included.

    Every plan has a mark for its period, without years where none is printed, and marks for what became of its year
    columns. The years that the running text names are listed only for plans without a period.

    Args: the tables of these names.

    Returns:
        plan_id, lane (from 1 within the plan; marks of one lane stand in one row), kind (one of
        `timeline_marks.KINDS`), first, last (fiscal years; missing where open or not printed), open_start, open_end,
        label (the words, the course, the dates, the part of the plan that all its measures
        stand in), state (of a course), count (measures; else rows of the source: events,
        indicators, amounts, passages), measure_ids, source_table, source_ids (of its rows, where the mark is not one of
        measures alone), source_lines (on which these stand).
    """
    states = list_states(measures, measure_schedule)
    dated = date_timing(measures, measure_timing, plans)
    timing = measure_timing.merge(measures[["measure_id", "plan_id"]], on="measure_id", validate="many_to_one")
    status = field_status.assign(plan_id=field_status["measure_id"].str.split("/", n=1).str[0])
    rows: list[Mark] = []
    for _, plan in plans.iterrows():
        plan_id, year = str(plan["plan_id"]), plan["first_fiscal_year"]
        own = {
            name: table[table["plan_id"] == plan_id]
            for name, table in {
                **{"states": states, "dated": dated, "timing": timing, "status": status, "passages": passages},
                **{"indicators": indicators, "history": history, "finance": finance},
                **{"measures": measures, "sections": sections},
            }.items()
        }
        marks = [
            *mark_period(plan),
            *mark_courses(own["states"]),
            *mark_gridless(own["status"], own["passages"], year, name_stage(own["sections"], own["measures"])),
            *mark_timing(own["dated"], own["timing"]),
            *mark_targets(own["indicators"], spans),
            *mark_history(own["history"]),
            *mark_finance(own["finance"]),
            *(mark_named_years(own["passages"]) if pd.isna(year) else ()),
        ]
        rows += [{"plan_id": plan_id} | mark for mark in marks]
    return _number_lanes(pd.DataFrame(rows, columns=list(MARKS)).astype(MARKS))


def _number_lanes(table: pd.DataFrame) -> pd.DataFrame:
    """Lanes by plan, kind and group, in the order in which they come."""
    place = table["kind"].map(KINDS.index)
    order = table.assign(place=place).sort_values(["plan_id", "place"], kind="stable", ignore_index=True)
    begins = order[["plan_id", "kind", "group"]].ne(order[["plan_id", "kind", "group"]].shift()).any(axis=1)
    lane = begins.astype("int64").groupby(order["plan_id"]).cumsum()
    columns = [name for name in MARKS if name not in ("plan_id", "group")]
    return order.assign(lane=lane)[["plan_id", "lane", *columns]]
