"""The analyses of schedules by name: year columns, words of time, and all plans on one time axis."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pandas as pd

from kyodo_analysis.analysis.analyses import Analyses, Step
from kyodo_analysis.analysis.schedule.courses import count_sequences, order_grid, summarise_sequences
from kyodo_analysis.analysis.schedule.cycles import compare_cycles
from kyodo_analysis.analysis.schedule.durations import measure_durations
from kyodo_analysis.analysis.schedule.inferred import flag_inferred, list_inferred_years
from kyodo_analysis.analysis.schedule.schedule_groups import compare_starts_by
from kyodo_analysis.analysis.schedule.schedules import (
    describe_grids,
    distribute_states,
    keep_gridless,
    keep_readable_grids,
    list_gridless,
    list_states,
)
from kyodo_analysis.analysis.schedule.timeline import lay_out_plans
from kyodo_analysis.analysis.schedule.timing import count_timing, date_timing
from kyodo_analysis.analysis.theme.theme_steps import keep_charted

FUNCTION, NAME = "function", "name"
"""Whether a row of schedule-by-department is one of a function or of a single department."""


def list_readable_states(of: Analyses) -> pd.DataFrame:
    """The cells of the grids that can be read (see `schedules.list_states` and `inferred.flag_inferred`)."""
    return of.keep("schedule states", _read_states)


def _read_states(of: Analyses) -> pd.DataFrame:
    states = list_states(of.table("measures"), of.table("measure_schedule"))
    return flag_inferred(keep_readable_grids(states, of["schedule-coverage"]), of.table("spans"))


def list_sequences(of: Analyses) -> pd.DataFrame:
    """A row per measure of these grids (see `courses.summarise_sequences`)."""
    return of.keep("schedule sequences", lambda analyses: summarise_sequences(list_readable_states(analyses)))


def list_counted_sequences(of: Analyses) -> pd.DataFrame:
    """`list_sequences` with reprints counted once, the base of every interval and test."""
    return keep_counted(of, list_sequences(of))


def keep_counted(of: Analyses, table: pd.DataFrame) -> pd.DataFrame:
    """The rows of measures that are no reprints."""
    return table[table["measure_id"].isin(of.materials.counted["measure_id"])].reset_index(drop=True)


def add_gridless(of: Analyses, table: pd.DataFrame) -> pd.DataFrame:
    """The table with a row for each plan whose grid cannot be read, reprints counted once."""
    return keep_gridless(table, list_gridless(keep_counted(of, of.table("field_status")), of["schedule-coverage"]))


def _grids(of: Analyses) -> pd.DataFrame:
    return describe_grids(of.table("field_status"), of.table("plans"), of.table("indicators"))


def _add_printed_gridless(of: Analyses, table: pd.DataFrame) -> pd.DataFrame:
    """Reprints included, as in the grid as printed."""
    return keep_gridless(table, list_gridless(of.table("field_status"), of["schedule-coverage"]))


def _index(of: Analyses) -> pd.DataFrame:
    return _add_printed_gridless(of, order_grid(list_readable_states(of), of.table("measures")))


def _states(of: Analyses) -> pd.DataFrame:
    return _add_printed_gridless(of, distribute_states(list_readable_states(of)))


def _starts(of: Analyses) -> pd.DataFrame:
    starts = count_sequences(list_counted_sequences(of), ("plan_id", "start_state", "years_to_implement"))
    return add_gridless(of, starts)


def _durations(of: Analyses) -> pd.DataFrame:
    return add_gridless(of, measure_durations(keep_counted(of, list_readable_states(of))))


def _cycles(of: Analyses) -> pd.DataFrame:
    states = list_readable_states(of)
    table = compare_cycles(of.table("plans"), of.table("measures"), of.table("measure_timing"), states)
    return table.assign(inferred_years=table["measure_id"].map(list_inferred_years(states)).astype("str"))


def _by_department(of: Analyses) -> pd.DataFrame:
    named = of.materials.departments
    single = named[~named["generic"]].rename(columns={"canonical": "department", "department": "read"})
    labels = ["function", "function_en", "function_ja"]
    parts = [
        _starts_by(of, named.assign(level=FUNCTION, department=None), ["level", *labels]),
        _starts_by(of, single.assign(level=NAME), ["level", *labels, "department"]),
    ]
    table = pd.concat(parts, ignore_index=True).astype({"department": "str"})
    return table[["level", *labels, "department", *[name for name in parts[0] if name not in ("level", *labels)]]]


def _by_theme(of: Analyses) -> pd.DataFrame:
    return _starts_by(of, keep_charted(of), ["theme"])


def _starts_by(of: Analyses, labelled: pd.DataFrame, keys: Sequence[str]) -> pd.DataFrame:
    return compare_starts_by(list_sequences(of), of.table("measures"), labelled, keys)


def _timing_words(of: Analyses) -> pd.DataFrame:
    return count_timing(of.table("measures"), of.table("measure_timing"))


def _timing_years(of: Analyses) -> pd.DataFrame:
    return date_timing(of.table("measures"), of.table("measure_timing"), of.table("plans"))


def _timeline(of: Analyses) -> pd.DataFrame:
    names = ("plans", "measures", "measure_schedule", "field_status", "measure_timing", "indicators")
    more = ("history", "finance", "sections", "passages", "spans")
    return lay_out_plans(*(of.table(name) for name in (*names, *more)))


SCHEDULE_STEPS: Mapping[str, Step] = {
    "schedule-coverage": Step("plan", "計画", _grids),
    "schedule-index": Step(
        "measure × fiscal year, and plan without a grid", "施策 × 年度、年次計画を読めない計画", _index
    ),
    "schedule-states": Step(
        "plan × fiscal year × state, and plan without a grid", "計画 × 年度 × 状態、年次計画を読めない計画", _states
    ),
    "schedule-starts": Step(
        "plan × first state × years to implementation, and plan without a grid",
        "計画 × 最初の状態 × 実施までの年数、年次計画を読めない計画",
        _starts,
    ),
    "schedule-durations": Step("measure, and plan without a grid", "施策、年次計画を読めない計画", _durations),
    "schedule-cycles": Step(
        "measure × recurrent expression or recurring course, and plan without either",
        "施策 × 繰り返しを表す語または繰り返す経過、どちらもない計画",
        _cycles,
    ),
    "schedule-by-department": Step("function or department", "部署の機能または部署", _by_department),
    "schedule-by-theme": Step("charted theme", "図示するテーマ", _by_theme),
    "timing-words": Step("plan × kind of expression", "計画 × 表現の種類", _timing_words),
    "timing-years": Step(
        "expression that names a year, and plan without any", "年を示す表現、それのない計画", _timing_years
    ),
    "plan-timeline": Step("plan × mark on the time axis", "計画 × 時間軸上の印", _timeline),
}
