"""The study of schedules: labelled tables, and sections as Markdown that say what the tables say."""

from __future__ import annotations

import pandas as pd
import pytest
from analysis_tables import field_status, frame, measures, plans, schedule

from kyodo_analysis.analysis.carrying.schedule_study import (
    ScheduleStudy,
    answer_schedules,
    compare_starts,
    list_late,
    show_grids,
    show_starts,
    show_status,
    show_targets,
    show_timing,
    show_transitions,
    show_waiting,
    state_status,
    study_schedules,
)
from kyodo_analysis.tables import read

INDICATOR = {"indicator_id": "hagi/KGI-1", "plan_id": "hagi", "kind": "KGI", "name": "市民の割合", "trend": "増加"}


def indicators() -> pd.DataFrame:
    return frame("indicators", [INDICATOR | {"target_printed": "８０．０％", "target_year_printed": "平成３４年"}])


def timing() -> pd.DataFrame:
    rows = [("ube/1-2", "必要に応じて"), ("ube/1-2", "随時"), ("hagi/1", "毎年度")]
    return frame(
        "measure_timing",
        [
            {"measure_id": measure_id, "position": number, "printed": printed, "kind": "open"}
            for number, (measure_id, printed) in enumerate(rows, start=1)
        ],
    )


def marked() -> pd.DataFrame:
    """ube's measures marked as new and continued; the reprint has no mark."""
    status = {"ube/1-1": "継続", "ube/1-2": "新規", "ube/1-3": "継続"}
    return measures().assign(status=measures()["measure_id"].map(status))


@pytest.fixture(scope="module")
def study() -> ScheduleStudy:
    return study_schedules(plans(), measures(), schedule(), field_status(), indicators())


def test_the_answer_names_the_readable_the_lost_and_the_silent_grid(study: ScheduleStudy) -> None:
    assert answer_schedules(study) == (
        "**Answer.** Year columns can be read in Ube (FY2013–15), are lost in Kudamatsu (inferred), do not stand in "
        "the text of Hagi (draft). Ube (FY2013–15) lists 2 of its 4 measures (50%) as implemented from the first year "
        "to the last. Ube (FY2013–15) lists 75% of its measures as running in FY2013, 100% in FY2015."
    )


def test_coverage_counts_measures_by_status_and_indicators(study: ScheduleStudy) -> None:
    assert show_grids(study).splitlines() == [
        "| plan | n | read | unreadable | silent | indicators |",
        "|:---|---:|---:|---:|---:|---:|",
        "| Hagi (draft) | 3 | 0 | 0 | 3 | 1 |",
        "| Kudamatsu (inferred) | 2 | 0 | 2 | 0 | 0 |",
        "| Ube (FY2013–15) | 4 | 4 | 0 | 0 | 0 |",
    ]


def test_starts_come_with_intervals_and_a_sentence_on_arrows(study: ScheduleStudy) -> None:
    lines = show_starts(study).splitlines()
    assert lines[2:4] == [
        "| Ube (FY2013–15) | implement | 3 | 4 | 75% | 30% | 95% |",
        "| Ube (FY2013–15) | consider | 1 | 4 | 25% | 5% | 70% |",
    ]
    assert lines[4:] == ["", "3 of 4 measures (75%) have an arrow."]


def test_transitions_and_waiting_times_are_shown(study: ScheduleStudy) -> None:
    assert "| Ube (FY2013–15) | implement | continue | 2 | 2 | 3 | 67% |" in show_transitions(study).splitlines()
    assert show_waiting(study).splitlines()[2:] == [
        "| Ube (FY2013–15) | 0 | 3 | 4 | 75% | 30% | 95% |",
        "| Ube (FY2013–15) | 2 | 1 | 4 | 25% | 5% | 70% |",
    ]


def test_a_measure_that_is_never_implemented_stands_last_among_the_waiting_and_among_the_late() -> None:
    cells = schedule()
    cells.loc[cells["measure_id"] == "ube/1-1", ["printed", "phase"]] = ["検討", "consider"]
    late = study_schedules(plans(), measures(), cells, field_status(), indicators())
    assert late.waiting["years_to_implement"].fillna(-1).tolist() == [0, 2, -1]
    assert "ube/1-1" in list_late(late, measures(), timing())["measure_id"].tolist()


def test_measures_without_a_mark_are_no_part_of_the_comparison_of_marks(study: ScheduleStudy) -> None:
    table = compare_starts(study.sequences, marked()).set_index(["status", "start_state"])
    assert table["n"].groupby("status").first().to_dict() == {"継続": 2, "新規": 1}
    assert table.loc[("新規", "consider"), "count"] == 1 and table.loc[("継続", "consider"), "count"] == 0
    shown = show_status(study, marked())
    assert shown.startswith("| status | start state | count | n | share | shown lower | shown upper | p | q |")
    assert shown.splitlines()[-1].startswith("0 of 2 states begin in shares")


def test_the_sentence_on_marks_counts_states_and_speaks_of_one_test_only_with_two_marks() -> None:
    table = pd.DataFrame(
        [("新規", "consider", True), ("継続", "consider", True), ("新規", "partly", False), ("継続", "partly", False)],
        columns=["status", "start_state", "beyond_null"],
    )
    said = "1 of 2 states begin in shares that lie beyond what shuffled marks show"
    assert state_status(table) == f"{said}; with two marks, the two shares of a state are one test"
    assert state_status(table.assign(status=["新規", "継続", "拡充", "継続"])) == said


def test_late_measures_are_quoted_with_all_their_words_of_time(study: ScheduleStudy) -> None:
    table = list_late(study, measures(), timing())
    assert table.columns.tolist() == ["measure_id", "sequence", "title", "quotation", "lines", "timing"]
    assert table[["measure_id", "sequence", "lines", "timing"]].values.tolist() == [
        ["ube/1-2", "consider consider implement", "11–12", "必要に応じて、随時"]
    ]
    others = timing()[lambda rows: rows["measure_id"] == "hagi/1"]
    assert list_late(study, measures(), others)["timing"].isna().all()


def test_words_of_time_have_one_row_per_plan_and_targets_are_as_printed() -> None:
    lines = show_timing(plans(), measures(), timing()).splitlines()
    assert "| Ube (FY2013–15) | 1 | 3 | 33% | 6% | 79% | 必要に応じて、随時 |" in lines
    assert "| Kudamatsu (inferred) | 0 | 2 | 0% | 0% | 66% | – |" in lines
    assert len(lines) == 2 + 3
    assert show_targets(indicators()).splitlines()[2] == "| KGI | 市民の割合 | – | – | ８０．０％ | 平成３４年 | 増加 |"


def test_without_any_grid_every_section_still_says_so() -> None:
    silent = field_status()
    silent.loc[silent["field"] == "schedule", "status"] = "silent"
    none = study_schedules(plans(), measures(), frame("measure_schedule", []), silent, indicators())
    assert "No plan has year columns that can be read" in answer_schedules(none)
    assert show_starts(none).endswith("No measure has year columns that can be read.")
    assert len(show_transitions(none).splitlines()) == len(show_waiting(none).splitlines()) == 2
    assert show_status(none, marked()).splitlines()[-1].startswith("0 of 0 states")
    assert list_late(none, measures(), timing()).empty


def test_the_tables_of_the_plans_fit_together() -> None:
    real, timed = read("measures"), read("measure_timing")
    study = study_schedules(read("plans"), real, read("measure_schedule"), read("field_status"), read("indicators"))
    assert set(study.grids["plan_id"]) == set(read("plans")["plan_id"])
    assert set(study.states["plan_id"]) == {"yamaguchi-1"}
    assert study.starts["count"].sum() == study.waiting["count"].sum() == len(study.sequences)
    assert len(study.grid) == len(study.states) == study.years["count"].sum()
    late = list_late(study, real, timed).set_index("measure_id")
    assert len(late) == study.waiting.loc[study.waiting["years_to_implement"].ne(0), "count"].sum()
    assert late.loc["yamaguchi-1/Ⅰ-(2)-⑨", "timing"] == "必要に応じて"
