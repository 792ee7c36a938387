"""The analyses of courses by name: state-sequence statistics, distances, types, and what TraMineR reads."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from kyodo_analysis.analysis.analyses import Analyses, Step
from kyodo_analysis.analysis.schedule.schedule_steps import add_gridless, keep_counted, list_readable_states
from kyodo_analysis.analysis.schedule.sequence_courses import compare_courses, list_courses
from kyodo_analysis.analysis.schedule.sequence_export import export_spells, export_states
from kyodo_analysis.analysis.schedule.sequence_tables import (
    average_years,
    describe_sequences,
    rate_transitions,
    spread_by_year,
)
from kyodo_analysis.analysis.schedule.sequences import PlanSequences, arrange_sequences


def _plans(of: Analyses) -> list[PlanSequences]:
    """The courses in the grids that can be read, reprints counted once."""
    return of.keep("sequences", _arrange_counted)


def _arrange_counted(of: Analyses) -> list[PlanSequences]:
    return arrange_sequences(keep_counted(of, list_readable_states(of)))


def _measures(of: Analyses) -> pd.DataFrame:
    return add_gridless(of, describe_sequences(_plans(of)))


def _years(of: Analyses) -> pd.DataFrame:
    return add_gridless(of, average_years(_plans(of)))


def _positions(of: Analyses) -> pd.DataFrame:
    return add_gridless(of, spread_by_year(_plans(of)))


def _transitions(of: Analyses) -> pd.DataFrame:
    return add_gridless(of, rate_transitions(_plans(of)))


def _types(of: Analyses) -> pd.DataFrame:
    return add_gridless(of, list_courses(_plans(of)))


def _distances(of: Analyses) -> pd.DataFrame:
    return compare_courses(_plans(of))


def _sts(of: Analyses) -> pd.DataFrame:
    return export_states(arrange_sequences(list_readable_states(of)), of.materials.counted)


def _sps(of: Analyses) -> pd.DataFrame:
    return export_spells(arrange_sequences(list_readable_states(of)), of.materials.counted)


SEQUENCE_STEPS: Mapping[str, Step] = {
    "sequence-measures": Step("measure, and plan without a grid", "施策、年次計画を読めない計画", _measures),
    "sequence-years": Step("plan × state, and plan without a grid", "計画 × 状態、年次計画を読めない計画", _years),
    "sequence-positions": Step(
        "plan × fiscal year, and plan without a grid", "計画 × 年度、年次計画を読めない計画", _positions
    ),
    "sequence-transitions": Step(
        "plan × fiscal year or all years × pair of states, and plan without a grid",
        "計画 × 年度または全年度 × 状態の組、年次計画を読めない計画",
        _transitions,
    ),
    "sequence-types": Step(
        "plan × different course, and plan without a grid", "計画 × 異なる経過、年次計画を読めない計画", _types
    ),
    "sequence-distances": Step("plan × pair of different courses", "計画 × 異なる経過の組", _distances),
    "sequences-sts": Step(
        "measure with a grid that can be read, reprints included", "年次計画を読める施策（再掲を含む）", _sts
    ),
    "sequences-sps": Step(
        "measure with a grid that can be read, reprints included", "年次計画を読める施策（再掲を含む）", _sps
    ),
}
