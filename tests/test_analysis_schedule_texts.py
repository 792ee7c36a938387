"""What schedules say in a sentence: the numbers are those of the tables, in both languages."""

from __future__ import annotations

import pandas as pd
import pytest
from analysis_tables import all_tables, field_status, measures, plans, schedule
from test_analysis_cycles import compared
from test_analysis_durations import states_of
from test_analysis_timeline import lay_out

from kyodo_analysis.analysis.schedule import schedule_texts
from kyodo_analysis.analysis.schedule.courses import order_grid
from kyodo_analysis.analysis.schedule.durations import measure_durations
from kyodo_analysis.analysis.schedule.schedules import (
    describe_grids,
    distribute_states,
    keep_gridless,
    list_gridless,
    list_states,
)
from kyodo_analysis.analysis.schedule.timing import count_timing
from kyodo_analysis.analysis.showing.labels import label_plans


def labelled(table: pd.DataFrame) -> pd.DataFrame:
    return label_plans(table, plans())


def with_gridless(table: pd.DataFrame) -> pd.DataFrame:
    grids = describe_grids(field_status(), plans(), all_tables()["indicators"])
    return labelled(keep_gridless(table, list_gridless(field_status(), grids)))


def test_grids_tell_read_lost_and_absent_apart() -> None:
    table = labelled(describe_grids(field_status(), plans(), all_tables()["indicators"]))
    assert schedule_texts.state_grids(table) == (
        "Year columns can be read in Ube (FY2013–15), are lost in Kudamatsu (inferred), "
        "do not stand in the text of Hagi (draft)"
    )
    assert schedule_texts.state_grids(table, "ja").startswith("宇部市（2013–15年度）は年次計画を読める")


def test_sequences_and_years_are_those_of_the_grid_and_of_no_plan_without_one() -> None:
    states = list_states(measures(), schedule())
    grid, years = with_gridless(order_grid(states, measures())), with_gridless(distribute_states(states))
    assert schedule_texts.state_sequences(grid) == (
        "Ube (FY2013–15) lists 2 of its 4 measures (50%) as implemented from the first year to the last"
    )
    waiting = grid[grid["measure_id"] == "ube/1-2"]
    assert "with one and the same course" in schedule_texts.state_sequences(waiting)
    assert schedule_texts.state_years(years) == (
        "Ube (FY2013–15) lists 75% of its measures as implemented in FY2013, 100% in FY2015"
    )
    assert (
        schedule_texts.state_years(years, "ja")
        == "宇部市（2013–15年度）で実施とされる施策は2013年度に75%、2015年度に100%"
    )


@pytest.mark.parametrize("language", ["en", "ja"])
def test_no_grid_is_said_to_be_none(language: str) -> None:
    nothing = list_states(measures(), schedule().iloc[:0])
    said = schedule_texts.state_sequences(with_gridless(order_grid(nothing, measures())), language)
    assert said == schedule_texts.state_years(with_gridless(distribute_states(nothing)), language)
    assert said == schedule_texts.state_durations(with_gridless(measure_durations(nothing)), language)
    assert "年次計画" in said or "year columns" in said


def test_durations_that_the_grid_cuts_off_are_called_lower_bounds() -> None:
    table = labelled(measure_durations(states_of(inner="nciin", whole="ioooo", late="nnnio")))
    assert schedule_texts.state_durations(table) == (
        "Of the 3 measures of Ube (FY2013–15), 1 are active (considering included) from the grid's first year on and "
        "2 up to its last; 1 lies within it as a whole, all other durations are lower bounds"
    )
    assert "期間の全体が表に収まるのは1施策" in schedule_texts.state_durations(table, "ja")


def test_cycles_count_grids_words_and_agreement() -> None:
    assert schedule_texts.state_cycles(compared()) == (
        "A state comes back in the year columns of 3 measures; 7 expressions say that something recurs, 6 of them how "
        "often. Both agree for 1 and differ for 1: 題agree (３年に１回, every 3 years in the grid)"
    )
    japanese = schedule_texts.state_cycles(compared(), "ja")
    assert "繰り返すのは3施策" in japanese and japanese.endswith("題agree（３年に１回、3年ごと）")
    assert schedule_texts.state_cycles(compared().iloc[:0]).endswith("agree for 0 and differ for 0")


def test_groups_name_only_what_lies_beyond_chance() -> None:
    table = pd.DataFrame(
        [("desk", 9, 9, True, True), ("finance", 2, 8, True, False), ("school", 1, 1, False, False)],
        columns=["label", "count", "n", "testable", "beyond_null"],
    )
    assert schedule_texts.state_groups(table) == (
        "2 of 3 groups are tested, those of 5 measures or more whose least possible p is at most 0.05; the share that "
        "starts at once lies beyond chance in 1 (desk 9/9)"
    )
    assert schedule_texts.state_groups(table, "ja").endswith("偶然を超えるのは1（desk 9/9）")
    assert schedule_texts.state_groups(table.assign(beyond_null=False)).endswith("beyond chance in 0")
    assert schedule_texts.state_groups(table.iloc[:0]) == "No plan has year columns that can be read"


def test_the_smallest_q_comes_with_the_one_of_all_groups_that_could_show_something() -> None:
    table = pd.DataFrame(
        [("desk", 0.4, 0.6), ("finance", 0.05, 0.135), ("school", None, 0.9), ("other", None, None)],
        columns=["label", "q", "q_all"],
    )
    assert schedule_texts.state_least_q(table) == (
        "The smallest q is 0.050 (finance); it would be 0.135 if all 3 groups were tested whose least possible p is at "
        "most 0.05, however few their measures"
    )
    assert schedule_texts.state_least_q(table.iloc[2:]) == schedule_texts.state_least_q(table.iloc[:0])


def test_words_of_time_are_counted_for_every_plan() -> None:
    table = labelled(count_timing(measures(), all_tables()["measure_timing"]))
    assert schedule_texts.state_timing(table) == (
        "Measures with a word of time: 0 of 3 in Hagi (draft), 0 of 2 in Kudamatsu (inferred) and 0 of 3 in "
        "Ube (FY2013–15)"
    )
    assert "萩市（素案） 3施策中0" in schedule_texts.state_timing(table, "ja")


def test_the_timeline_tells_read_lost_and_dated_measures_apart() -> None:
    table = labelled(lay_out())
    assert schedule_texts.state_timeline(table) == (
        "Of the 9 measures of 3 plans, 4 have marks by year that can be read, the marks of 2 were lost, and 0 without "
        "such marks name a year in words"
    )
    assert schedule_texts.state_timeline(table, "ja").startswith("3計画の9施策のうち、年ごとの印を読めるのは4")
