"""Findings in a sentence: their numbers are those of the table, and they change with it."""

from __future__ import annotations

import pandas as pd
from analysis_tables import (
    field_status,
    frame,
    plans,
)

from kyodo_analysis.analysis import headlines
from kyodo_analysis.analysis.extraction.coverage import count_repairs, field_coverage
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
