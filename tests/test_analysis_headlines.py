"""Findings in a sentence: their numbers are those of the table, and they change with it."""

from __future__ import annotations

import pandas as pd
import pytest
from analysis_tables import (
    all_tables,
    departments,
    field_status,
    frame,
    measures,
    plans,
    schedule,
)

from kyodo_analysis.analysis import headlines
from kyodo_analysis.analysis.carrying.schedules import describe_grids, distribute_states, list_states, order_grid
from kyodo_analysis.analysis.carrying.workload import load_departments, measure_concentration
from kyodo_analysis.analysis.extraction.coverage import count_repairs, count_silence, field_coverage, keep_all_plans
from kyodo_analysis.analysis.showing.labels import label_plans


def labelled(table: pd.DataFrame) -> pd.DataFrame:
    return label_plans(table, plans())


def test_coverage_counts_plans_and_names_what_was_lost() -> None:
    table = labelled(field_coverage(field_status(), plans()))
    english, japanese = headlines.state_coverage(table), headlines.state_coverage(table, "ja")
    assert english == (
        "All 3 plans give title and content; departments can be read in 1 of them, year columns in 1; "
        "the text lost the year columns of Kudamatsu (inferred)"
    )
    assert "全3計画" in japanese and "下松市（推定）" in japanese


def test_repairs_name_what_they_took_away_and_who_needed_none() -> None:
    step = {"plan_id": "ube", "line": 1, "step": 1, "fixer": "overprint", "before": "市" * 400, "after": "市" * 150}
    table = labelled(count_repairs(frame("repairs", [step]), plans()))
    assert headlines.state_repairs(table) == (
        "1 repair step took away 25% of the characters of Ube (FY2013–15); "
        "Hagi (draft) and Kudamatsu (inferred) needed no repair"
    )
    assert "25%" in headlines.state_repairs(table, "ja")


def test_a_single_row_that_outlived_a_grid_is_no_schedule() -> None:
    table = labelled(field_coverage(field_status(), plans()))
    grid = table["plan_id"].eq("kudamatsu") & table["field"].eq("schedule")
    counts = {"read": 1, "unreadable": 9}
    count = table["status"].map(counts).where(grid, table["count"]).fillna(0).astype("int64")
    share = table["share"].mask(grid, count / 10)
    assert "year columns in 1;" in headlines.state_coverage(table.assign(count=count, share=share))


def test_loads_name_the_silent_plans() -> None:
    loads = load_departments(measures(), departments(), resamples=50)
    table = labelled(keep_all_plans(loads, count_silence(field_status(), plans(), "departments")))
    assert headlines.state_loads(table) == (
        "Named most: 協働推進課 in 3 of 4 measures of Ube (FY2013–15) (75%); "
        "Hagi (draft) and Kudamatsu (inferred) name no department"
    )
    assert "萩市（素案）、下松市（推定）は部署を記さない" in headlines.state_loads(table, "ja")


def test_concentration_gives_the_share_with_its_interval() -> None:
    table = labelled(measure_concentration(measures(), departments(), resamples=50))
    row = table[(table["statistic"] == "top_share") & (table["counting"] == "whole")].iloc[0]
    assert headlines.state_concentration(table).startswith(
        "Of the namings of particular departments the one named most"
    )
    assert f"{row['value']:.0%} ({row['lower']:.0%}–{row['upper']:.0%}) in Ube" in headlines.state_concentration(table)


def test_sequences_and_years_are_those_of_the_grid() -> None:
    states = list_states(measures(), schedule())
    grid, years = labelled(order_grid(states, measures())), labelled(distribute_states(states))
    assert headlines.state_sequences(grid) == (
        "Ube (FY2013–15) lists 2 of its 4 measures (50%) as implemented from the first year to the last"
    )
    waiting = grid[grid["measure_id"] == "ube/1-2"]
    assert "with one and the same course" in headlines.state_sequences(waiting)
    assert headlines.state_years(years) == (
        "Ube (FY2013–15) lists 75% of its measures as running in FY2013, 100% in FY2015"
    )


@pytest.mark.parametrize("language", ["en", "ja"])
def test_no_grid_is_said_to_be_none(language: str) -> None:
    nothing = labelled(order_grid(list_states(measures(), schedule().iloc[:0]), measures()))
    said = headlines.state_sequences(nothing, language)
    assert said == headlines.state_years(nothing, language) and ("年次計画" in said or "year columns" in said)


def test_grids_tell_read_lost_and_absent_apart() -> None:
    table = labelled(describe_grids(field_status(), plans(), all_tables()["indicators"]))
    assert headlines.state_grids(table) == (
        "Year columns can be read in Ube (FY2013–15), are lost in Kudamatsu (inferred), "
        "do not stand in the text of Hagi (draft)"
    )
    assert headlines.state_grids(table, "ja").startswith("宇部市（2013–15年度）は年次計画を読める")
