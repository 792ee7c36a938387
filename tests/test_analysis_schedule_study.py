"""The study of schedules: sections as Markdown that say what the analyses say."""

from __future__ import annotations

from collections.abc import Callable

import pandas as pd
import pytest
from analysis_inputs import analyses_of, project_analyses
from analysis_tables import all_tables, frame, measures, schedule

from kyodo_analysis.analysis.analyses import Analyses
from kyodo_analysis.analysis.schedule import schedule_study, schedule_texts, sequence_study
from kyodo_analysis.analysis.steps import analyse_tables

SECTIONS: tuple[Callable[[Analyses], str], ...] = (
    schedule_study.state_answer,
    schedule_study.tabulate_coverage,
    schedule_study.tabulate_starts,
    schedule_study.tabulate_transitions,
    schedule_study.tabulate_durations,
    schedule_study.tabulate_status,
    schedule_study.tabulate_cycles,
    schedule_study.tabulate_departments,
    schedule_study.tabulate_themes,
    schedule_study.tabulate_late,
    schedule_study.tabulate_timing,
    schedule_study.tabulate_years,
    schedule_study.tabulate_timeline,
    sequence_study.tabulate_courses,
    sequence_study.tabulate_spread,
    sequence_study.tabulate_distances,
)


def timing() -> pd.DataFrame:
    rows = [("ube/1-2", "必要に応じて"), ("ube/1-2", "随時"), ("hagi/1", "毎年度")]
    return frame(
        "measure_timing",
        [
            {"measure_id": measure_id, "position": number, "printed": printed}
            | {"kind": "recurrent" if printed == "毎年度" else "as_needed"}
            for number, (measure_id, printed) in enumerate(rows, start=1)
        ],
    )


def marked() -> pd.DataFrame:
    """ube's measures marked as new and continued; the reprint has no mark."""
    status = {"ube/1-1": "継続", "ube/1-2": "新規", "ube/1-3": "継続"}
    return measures().assign(status=measures()["measure_id"].map(status))


def analyse(**changed: pd.DataFrame) -> Analyses:
    return analyse_tables(all_tables() | {"measures": marked(), "measure_timing": timing()} | changed)


@pytest.fixture(scope="module")
def made() -> Analyses:
    return analyse()


def test_the_answer_names_the_readable_the_lost_and_the_silent_grid(made: Analyses) -> None:
    said = schedule_study.state_answer(made)
    assert said.startswith("**Answer.** Year columns can be read in Ube (FY2013–15), are lost in Kudamatsu (inferred)")
    assert "- Ube (FY2013–15) lists 2 of its 4 measures (50%) as implemented from the first year to the last.\n" in said
    assert "- Ube (FY2013–15) lists 75% of its measures as implemented in FY2013, 100% in FY2015.\n" in said


def test_coverage_counts_measures_by_status_and_indicators(made: Analyses) -> None:
    assert schedule_study.tabulate_coverage(made).splitlines() == [
        "| plan | n | read | unreadable | silent | indicators |",
        "|:---|---:|---:|---:|---:|---:|",
        "| Hagi (draft) | 3 | 0 | 0 | 3 | 0 |",
        "| Kudamatsu (inferred) | 2 | 0 | 2 | 0 | 0 |",
        "| Ube (FY2013–15) | 4 | 4 | 0 | 0 | 0 |",
    ]


def test_starts_come_with_intervals_and_a_sentence_on_arrows(made: Analyses) -> None:
    lines = schedule_study.tabulate_starts(made).splitlines()
    assert lines[2:4] == [
        "| Ube (FY2013–15) | implement | 0 | 2 | 3 | 67% (21%–94%) |",
        "| Ube (FY2013–15) | consider | 2 | 1 | 3 | 33% (6%–79%) |",
    ]
    assert lines[5].startswith("Of the 2 measures of Ube (FY2013–15) that are listed as implemented at once, 0 only")
    assert lines[6:] == ["", "2 of 3 measures (67%) have an arrow."]


def test_transitions_count_reprints_once_and_durations_show_years_without_commas(made: Analyses) -> None:
    shown = schedule_study.tabulate_transitions(made).splitlines()
    assert shown[0] == "| plan | from state | to state | count | n | share | measures |"
    counted = {tuple(line.split(" | ")[1:5]) for line in shown[2:]}
    assert ("consider", "implement", "1", "2") in counted
    # Three year columns of three measures; the fourth row of the grid is a reprint.
    assert sum(int(row[2]) for row in counted) == 3 * 2
    durations = schedule_study.tabulate_durations(made).splitlines()
    assert durations[2] == "| Ube (FY2013–15) | 2013 | 2015 | 3 | yes | yes | 3 | 3 | 100% (44%–100%) |"
    assert durations[-1].endswith("none lies within it as a whole, so all durations are lower bounds.")


def test_a_measure_that_is_never_implemented_has_no_number_of_years_and_is_among_the_late() -> None:
    cells = schedule()
    cells.loc[cells["measure_id"] == "ube/1-1", ["printed", "phase"]] = ["検討", "consider"]
    late = analyse(measure_schedule=cells)
    assert {line.split(" | ")[2] for line in schedule_study.tabulate_starts(late).splitlines()[2:5]} == {"0", "2", "–"}
    assert "ube/1-1" in schedule_study.list_late(late)["measure_id"].tolist()


def test_measures_without_a_mark_are_no_part_of_the_comparison_of_marks(made: Analyses) -> None:
    table = schedule_study.compare_starts(made).set_index(["status", "start_state"])
    assert table["n"].groupby("status").first().to_dict() == {"継続": 2, "新規": 1}
    assert table.loc[("新規", "consider"), "count"] == 1 and table.loc[("継続", "consider"), "count"] == 0
    shown = schedule_study.tabulate_status(made)
    assert shown.startswith("| status | start state | count | n | share | dealt out | q |\n")
    assert "| new 新規 | consider | 1 | 1 | 100% (21%–100%) |" in shown
    assert shown.splitlines()[-1].startswith("0 of 2 first states have shares")


def test_the_sentence_on_marks_counts_states_and_speaks_of_one_test_only_with_two_marks() -> None:
    table = pd.DataFrame(
        [("新規", "consider", True), ("継続", "consider", True), ("新規", "partly", False), ("継続", "partly", False)],
        columns=["status", "start_state", "beyond_null"],
    )
    said = "1 of 2 first states have shares beyond what shuffled marks show"
    assert schedule_texts.state_status(table) == f"{said}; with two marks, the two shares of a state are one test"
    assert schedule_texts.state_status(table.assign(status=["新規", "継続", "拡充", "継続"])) == said


def test_late_measures_are_quoted_with_all_their_words_of_time(made: Analyses) -> None:
    table = schedule_study.list_late(made)
    assert table.columns.tolist() == ["measure_id", "course", "title", "quotation", "lines", "timing"]
    assert table[["measure_id", "course", "lines", "timing"]].values.tolist() == [
        ["ube/1-2", "consider 2 → implement 1", "11–12", "必要に応じて、随時"]
    ]
    others = timing()[lambda rows: rows["measure_id"] == "hagi/1"]
    assert schedule_study.list_late(analyse(measure_timing=others))["timing"].isna().all()


def test_words_of_time_have_one_row_per_plan(made: Analyses) -> None:
    lines = schedule_study.tabulate_timing(made).splitlines()
    assert "| Ube (FY2013–15) | 1 | 3 | 33% (6%–79%) | 必要に応じて、随時 |" in lines
    assert "| Kudamatsu (inferred) | 0 | 2 | 0% (0%–66%) | – |" in lines
    assert len(lines) == 2 + 3


def test_groups_are_shown_by_the_name_of_their_function_or_theme(made: Analyses) -> None:
    shown = schedule_study.tabulate_departments(made).splitlines()
    assert shown[0] == "| function | starts at once | n | share | dealt out | q | q all |"
    assert shown[-3].startswith("0 of 1 groups are tested") and shown[-1] == "No group is tested."


def test_the_timeline_counts_measures_once_and_says_where_no_period_is_printed(made: Analyses) -> None:
    lines = schedule_study.tabulate_timeline(made).splitlines()
    assert "| Hagi (draft) | no printed period | – | – | – |" in lines
    assert "| Ube (FY2013–15) | period of the plan | – | 2013 | 2015 |" in lines
    assert "| Ube (FY2013–15) | measures: year columns | 4 | 2013 | 2015 |" in lines


@pytest.mark.parametrize("case", ["small, one measure", "small, no measures", "nothing"])
@pytest.mark.parametrize("section", SECTIONS, ids=lambda section: section.__name__)
def test_without_any_grid_every_section_still_says_something(section: Callable[[Analyses], str], case: str) -> None:
    assert section(analyses_of(case)).strip()


def test_without_any_grid_it_is_said() -> None:
    silent = all_tables()["field_status"]
    silent.loc[silent["field"] == "schedule", "status"] = "silent"
    none = analyse(field_status=silent, measure_schedule=frame("measure_schedule", []))
    assert "No plan has year columns that can be read" in schedule_study.state_answer(none)
    assert schedule_study.tabulate_starts(none).endswith("No plan has year columns that can be read.")
    assert len(schedule_study.tabulate_transitions(none).splitlines()) == 2
    assert schedule_study.tabulate_status(none).splitlines()[-1].startswith("0 of 0 first states")
    assert schedule_study.list_late(none).empty


@pytest.mark.slow
def test_the_tables_of_the_plans_fit_together() -> None:
    made = project_analyses()
    starts, index, years = made["schedule-starts"], made["schedule-index"], made["schedule-states"]
    plans = set(made.table("plans")["plan_id"])
    for name in ("schedule-starts", "schedule-index", "schedule-states", "schedule-durations", "schedule-cycles"):
        assert set(made[name]["plan_id"]) == plans
    assert set(starts.loc[starts["grid"] == "read", "plan_id"]) == {"yamaguchi-1"}
    assert index["measure_id"].nunique() == 46 and starts["count"].sum() == 44, "46 rows, two of them reprints"
    assert set(starts.loc[starts["plan_id"] == "yamaguchi-2", "n"]) == {37}
    assert index["fiscal_year"].notna().sum() == years["count"].sum() == 46 * 5
    late = schedule_study.list_late(made).set_index("measure_id")
    assert len(late) == starts.loc[starts["years_to_implement"].ne(0), "count"].sum()
    assert late.loc["yamaguchi-1/Ⅰ-(2)-⑨", "timing"] == "必要に応じて"
    assert "１回, every 3 years in the grid" in schedule_study.tabulate_cycles(made)
    cycles = made["schedule-cycles"].set_index("measure_id")["inferred_years"].dropna()
    assert cycles.to_dict() == {"yamaguchi-1/Ⅱ-(4)-②": "2015"}
