"""When the measures are carried out, section by section: sentences and tables made from the analyses, as Markdown.

The counting itself stands in `schedules`, `courses`, `durations`, `cycles`, `schedule_groups`, `timing`, `timeline`;
the statistics of courses are shown by `sequence_study`.
"""

from __future__ import annotations

import pandas as pd

from kyodo_analysis.analysis.analyses import Analyses
from kyodo_analysis.analysis.schedule.courses import count_sequences
from kyodo_analysis.analysis.schedule.grid_texts import state_at_once, state_inferred, state_terms, weigh_starts
from kyodo_analysis.analysis.schedule.schedule_steps import (
    FUNCTION,
    keep_counted,
    list_counted_sequences,
    list_readable_states,
    list_sequences,
)
from kyodo_analysis.analysis.schedule.schedule_texts import (
    NAMES,
    show_course,
    state_arrows,
    state_cycles,
    state_durations,
    state_grids,
    state_groups,
    state_least_q,
    state_sequences,
    state_status,
    state_timeline,
    state_timing,
    state_years,
)
from kyodo_analysis.analysis.schedule.sequence_texts import state_types
from kyodo_analysis.analysis.schedule.timeline_marks import (
    COURSE,
    DATED,
    FINANCE,
    HISTORY,
    LOST,
    NAMED,
    OTHER_COURSES,
    PERIOD,
    SILENT,
    TARGET,
    UNDATED,
)
from kyodo_analysis.analysis.schedule.timing import ANY
from kyodo_analysis.analysis.showing.labels import label_plans, note_plans, present_columns, split_ids
from kyodo_analysis.analysis.showing.markdown import compose_markdown, tabulate_markdown
from kyodo_analysis.analysis.showing.quotations import quote_measures
from kyodo_analysis.analysis.showing.readable import show_intervals, show_q, show_spans
from kyodo_analysis.analysis.statistics.shares import profile_shares, tabulate_kinds

_QUOTED = 48
_STATUSES = {"新規": "new", "継続": "continued"}
_NO_PERIOD = "no printed period"
_PRINTED = {
    PERIOD: "period of the plan",
    COURSE: "measures: year columns",
    OTHER_COURSES: "measures: year columns, rare courses",
    LOST: "measures: year columns, marks lost",
    SILENT: "measures: no year columns",
    DATED: "measures: words with a year",
    UNDATED: "measures: words without a year",
    TARGET: "indicators: baseline to target",
    HISTORY: "events of the planning history",
    FINANCE: "amounts of a fiscal table",
    NAMED: "passages that name a year",
}


def state_answer(of: Analyses) -> str:
    """The answer: which plans have year columns, the commonest course, what recurs, what the words and groups show."""
    said = [
        state_sequences(of["schedule-index"]),
        state_years(of["schedule-states"]),
        state_types(of["sequence-types"]),
        state_durations(of["schedule-durations"]),
        f"By function of the department, {_lower(state_groups(_label_functions(of)))}",
        f"By theme, {_lower(state_groups(_label_themes(of)))}",
        state_cycles(of["schedule-cycles"]),
        state_timing(of["timing-words"]),
        state_timeline(of["plan-timeline"]),
    ]
    listed = "\n".join(f"- {sentence}." for sentence in said)
    notes = note_plans(of.table("plans")["plan_id"])
    terms = state_terms(of["schedule-index"])
    opening = " ".join(f"{said}." for said in (state_grids(of["schedule-coverage"]), terms) if said)
    return f"**Answer.** {opening}\n\n{listed}\n\n{notes}".rstrip()


def tabulate_coverage(of: Analyses) -> str:
    """How many measures of each plan have year columns that are read, unreadable or silent, and its indicators."""
    columns = ["plan_en", "n", "read", "unreadable", "silent", "indicators"]
    return tabulate_markdown(present_columns(of["schedule-coverage"], columns))


def tabulate_starts(of: Analyses) -> str:
    """With which state the measures begin and when they are implemented, what that means in words, and arrows."""
    states = keep_counted(of, list_readable_states(of))
    at_once = label_plans(weigh_starts(states, of.table("elements")), of.table("plans"))
    starts = _show_shares(_keep_read(of["schedule-starts"]))
    shown = present_columns(starts, ["plan_en", "start_state", "years_to_implement", "count", "n", "share"])
    return compose_markdown(shown, state_at_once(at_once), state_arrows(list_counted_sequences(of)))


def tabulate_transitions(of: Analyses) -> str:
    """From which state to which the measures pass between neighbouring years, reprints counted once."""
    pairs = _keep_read(of["sequence-transitions"])
    pairs = _show_shares(pairs[pairs["fiscal_year"].isna()])
    pairs = pairs.assign(**{name: pairs[name].replace(NAMES) for name in ("from_state", "to_state")})
    columns = ["plan_en", "from_state", "to_state", "count", "n", "share", "measures"]
    return tabulate_markdown(present_columns(pairs, columns))


def tabulate_durations(of: Analyses) -> str:
    """How long measures last in the grid and how many durations are cut off, with what that means."""
    durations = of["schedule-durations"]
    keys = ["plan_id", "start_year", "last_year", "duration", "open_start", "open_end"]
    table = label_plans(count_sequences(_keep_read(durations), keys), of.table("plans"))
    table = _show_shares(table.assign(**{name: _show_years(table[name]) for name in ("start_year", "last_year")}))
    return compose_markdown(
        present_columns(table, ["plan_en", *keys[1:], "count", "n", "share"]), state_durations(durations)
    )


def tabulate_cycles(of: Analyses) -> str:
    """What recurs in the grid beside what the words say of it, plans with neither left out, and how many agree."""
    cycles = of["schedule-cycles"]
    rows = cycles.dropna(subset=["measure_id"])
    rows = rows.assign(
        course=[show_course(sequence) for sequence in rows["sequence"]],
        years_in_words=rows["words_period"],
        years_in_grid=rows["grid_period"],
    )
    columns = ["plan_en", "measure_id", "title", "printed", "course", "years_in_words", "years_in_grid", "verdict"]
    shown = present_columns(rows, [*columns, "inferred_years"])
    return compose_markdown(shown, state_cycles(cycles), state_inferred(of["schedule-index"]))


def tabulate_departments(of: Analyses) -> str:
    """The share of measures that start at once by the function of their departments, and what the tests show."""
    return _tabulate_groups(_label_functions(of), "function")


def tabulate_themes(of: Analyses) -> str:
    """The share of measures that start at once by theme, and what the tests show."""
    return _tabulate_groups(_label_themes(of), "theme")


def _label_functions(of: Analyses) -> pd.DataFrame:
    table = of["schedule-by-department"]
    return table[table["level"] == FUNCTION].assign(label=table["function_en"])


def _label_themes(of: Analyses) -> pd.DataFrame:
    table = of["schedule-by-theme"]
    return table.assign(label=table["theme_en"])


def _tabulate_groups(table: pd.DataFrame, name: str) -> str:
    shown = pd.DataFrame(
        {
            name: table["label"],
            "starts_at_once": table["count"],
            "n": table["n"],
            "share": _show_shares(table)["share"],
            "dealt_out": show_spans(table, "null"),
            "q": [show_q(q) for q in table["q"]],
            "q_all": [show_q(q) for q in table["q_all"]],
        }
    )
    return compose_markdown(shown, state_groups(table), state_least_q(table))


def compare_starts(of: Analyses) -> pd.DataFrame:
    """The share of each first state among measures of each status (新規, 継続), reprints counted once.

    Measures without a status are left out.

    Returns:
        status, start_state, then the columns of `shares.profile_shares`, with the status dealt out at random in place
        of the plan.
    """
    counted = of.materials.counted[["measure_id", "status"]]
    marked = list_sequences(of).merge(counted, on="measure_id", validate="one_to_one").dropna(subset=["status"])
    begins = sorted(marked["start_state"].unique())
    has = tabulate_kinds(marked["measure_id"], marked["start_state"], marked["measure_id"], begins)
    return profile_shares(has, marked["status"]).rename(columns={"plan_id": "status", "kind": "start_state"})


def tabulate_status(of: Analyses) -> str:
    """With which state new and continued measures begin, and how many states differ by more than chance shows."""
    table = compare_starts(of)
    shown = pd.DataFrame(
        {
            "status": [
                f"{_STATUSES[status]} {status}" if status in _STATUSES else status for status in table["status"]
            ],
            "start_state": table["start_state"],
            "count": table["count"],
            "n": table["n"],
            "share": show_intervals(table, "share", ends="shown"),
            "dealt_out": show_spans(table, "null"),
            "q": [show_q(q) for q in table["q"]],
        }
    )
    return compose_markdown(shown, state_status(table))


def list_late(of: Analyses) -> pd.DataFrame:
    """The measures that are not implemented in the grid's first year, or never, with their words.

    Returns:
        measure_id, course (see `schedule_texts.show_course`), title, quotation, lines (of the source file), timing (the
        words of time of the measure as printed; missing where it has none).
    """
    timing = of.table("measure_timing").groupby("measure_id")["printed"].agg("、".join).rename("timing").reset_index()
    sequences = list_sequences(of)
    waits = sequences["years_to_implement"].fillna(1) > 0
    late = sequences.loc[waits, ["measure_id", "sequence"]]
    late = late.assign(course=[show_course(sequence) for sequence in late["sequence"]])
    quoted = quote_measures(of.table("measures"), late["measure_id"], characters=_QUOTED)
    table = late[["measure_id", "course"]].merge(quoted, on="measure_id", validate="one_to_one")
    return table.merge(timing, on="measure_id", how="left", validate="one_to_one")


def tabulate_late(of: Analyses) -> str:
    """What `list_late` gives."""
    return tabulate_markdown(list_late(of))


def tabulate_timing(of: Analyses) -> str:
    """How many measures of each plan have any word of time, and which words those are."""
    timed = of["timing-words"]
    timed = _show_shares(timed[timed["kind"] == ANY])
    return tabulate_markdown(present_columns(timed, ["plan_en", "count", "n", "share", "printed"]))


def tabulate_years(of: Analyses) -> str:
    """The expressions that name a year, as intervals of fiscal years; – is an end that the words do not name."""
    dated = of["timing-years"]
    dated = dated.assign(**{name: _show_years(dated[name]) for name in ("first", "last")})
    return tabulate_markdown(
        present_columns(dated, ["plan_en", "measure_id", "printed", "kind", "first", "last", "times"])
    )


def tabulate_timeline(of: Analyses) -> str:
    """What each plan prints of its time: how many measures or rows of the source, from which to which year."""
    marks = of["plan-timeline"]
    behind = marks["measure_ids"].where(marks["measure_ids"].ne(""), marks["source_ids"])
    ends = marks.assign(
        behind=behind,
        from_year=marks["first"].fillna(marks["last"]),
        to_year=marks["last"].fillna(marks["first"]),
    )
    table = (
        ends.groupby(["plan_id", "plan_en", "kind"], sort=False)
        .agg(from_year=("from_year", "min"), to_year=("to_year", "max"), count=("behind", _count_ids))
        .reset_index()
    )
    years = {name: _show_years(table[name]) for name in ("from_year", "to_year")}
    is_period, dated = table["kind"].eq(PERIOD), table["from_year"].notna()
    printed = table["kind"].map(_PRINTED).mask(is_period & ~dated, _NO_PERIOD)
    table = table.assign(printed=printed, count=table["count"].astype("Int64").mask(is_period), **years)
    columns = ["plan_en", "printed", "count", "from_year", "to_year"]
    return compose_markdown(present_columns(table, columns), state_timeline(marks))


def _count_ids(cells: pd.Series) -> int:
    return len({one for cell in cells for one in split_ids(cell)})


def _keep_read(table: pd.DataFrame) -> pd.DataFrame:
    """Without the rows of plans whose grid cannot be read."""
    return table[table["grid"] == "read"]


def _show_shares(table: pd.DataFrame) -> pd.DataFrame:
    """The table with each share and its interval as one text."""
    ends = table.rename(columns={"lower": "share_lower", "upper": "share_upper"})
    return table.assign(share=pd.Series(show_intervals(ends, "share"), table.index, dtype="str"))


def _show_years(years: pd.Series) -> pd.Series:
    """Years as text, which gets no commas."""
    return pd.Series([None if pd.isna(year) else str(year) for year in years], years.index, dtype="str")


def _lower(sentence: str) -> str:
    return sentence[:1].lower() + sentence[1:]
