"""The statistics of courses, section by section: sentences and tables made from the analyses, as Markdown.

The statistics themselves stand in `sequence_tables` and `sequence_courses`.
"""

from __future__ import annotations

import pandas as pd

from kyodo_analysis.analysis.analyses import Analyses
from kyodo_analysis.analysis.schedule.schedule_texts import NAMES, show_course
from kyodo_analysis.analysis.schedule.sequence_texts import (
    state_partition,
    state_running_years,
    state_turbulence,
    state_types,
)
from kyodo_analysis.analysis.showing.labels import present_columns
from kyodo_analysis.analysis.showing.markdown import compose_markdown
from kyodo_analysis.analysis.showing.readable import show_intervals, show_numbers

_STATISTICS = ("entropy", "turbulence", "complexity")
_DISTANCES = ("hamming", "dynamic_hamming", "optimal_matching", "optimal_matching_by_rates")


def tabulate_courses(of: Analyses) -> str:
    """The different courses of each plan with their usual statistics, and how turbulent the measures are."""
    measures = of["sequence-measures"].dropna(subset=["measure_id"])
    described = measures.drop_duplicates(["plan_id", "sequence"])
    described = described[["plan_id", "sequence", "measure_id", "changes", *_STATISTICS]]
    courses = of["sequence-types"].dropna(subset=["sequence"])
    courses = courses.merge(described, on=["plan_id", "sequence"], validate="one_to_one")
    courses = courses.assign(
        course=[show_course(sequence) for sequence in courses["sequence"]],
        first_measure_id=courses["measure_id"],
        share=_show(courses, "share", "{:.0%}"),
        **{name: pd.Series(show_numbers(courses[name]), courses.index, dtype="str") for name in _STATISTICS},
    )
    columns = ["plan_en", "course", "count", "n", "share", "changes", *_STATISTICS, "first_measure_id"]
    return compose_markdown(present_columns(courses, columns), state_turbulence(of["sequence-measures"]))


def tabulate_spread(of: Analyses) -> str:
    """How many years a measure spends in each state, and how the measures are spread over the states in each year."""
    years = of["sequence-years"].dropna(subset=["state"])
    years = years.assign(state=years["state"].replace(NAMES), years=_show(years, "years"), ever=years["count"])
    spread = of["sequence-positions"].dropna(subset=["fiscal_year"])
    spread = spread.assign(entropy=_show(spread, "entropy"), commonest_state=spread["state"].replace(NAMES))
    return compose_markdown(
        state_running_years(of["sequence-years"]),
        present_columns(years, ["plan_en", "state", "years", "ever", "n"]),
        present_columns(spread, ["plan_en", "fiscal_year", "states", "commonest_state", "count", "n", "entropy"]),
    )


def tabulate_distances(of: Analyses) -> str:
    """How far the other courses of each plan are from its commonest one, and why they form types or none."""
    pairs = of["sequence-distances"]
    pairs = pairs[pairs["sequence"].eq(pairs.groupby("plan_id")["sequence"].transform("first"))]
    pairs = pairs.assign(
        commonest_course=[show_course(sequence) for sequence in pairs["sequence"]],
        other_course=[show_course(sequence) for sequence in pairs["other_sequence"]],
        measures=pairs["other_count"],
        **{name: pd.Series(show_numbers(pairs[name], "{:.1f}"), pairs.index, dtype="str") for name in _DISTANCES},
    )
    shown = present_columns(pairs, ["plan_en", "commonest_course", "other_course", "measures", *_DISTANCES])
    types = of["sequence-types"]
    return compose_markdown(state_types(types), state_partition(types), shown)


def _show(table: pd.DataFrame, name: str, form: str = "{:.2f}") -> pd.Series:
    """Estimates with the interval of the columns lower and upper, as text."""
    ends = table.rename(columns={"lower": f"{name}_lower", "upper": f"{name}_upper"})
    return pd.Series(show_intervals(ends, name, form), table.index, dtype="str")
