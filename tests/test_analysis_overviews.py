"""Overviews: plans, rows, and grids of plans by fields."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest
from analysis_tables import all_tables as hand_made_tables
from analysis_tables import field_status, measures, plans

from kyodo_analysis.analysis.extraction.coverage import field_coverage
from kyodo_analysis.analysis.extraction.overviews import (
    count_rows,
    describe_plans,
    spread_agreement,
    spread_coverage,
    summarise_agreement,
)
from kyodo_analysis.analysis.showing.labels import label_plans
from kyodo_analysis.analysis.statistics.uncertainty import wilson_interval
from kyodo_analysis.tables.loading import read_all
from kyodo_analysis.tables.schema import TABLES


def decisions() -> pd.DataFrame:
    """Two measures of ube with one field wrong, one of hagi; nobody prints a status in hagi."""
    rows = [
        ("ube", "ube/1-1", "title", True, 0, '"講座"'),
        ("ube", "ube/1-1", "status", True, 0, '"継続"'),
        ("ube", "ube/1-2", "title", False, 1, '"拠点"'),
        ("ube", "ube/1-2", "status", True, 0, "null"),
        ("hagi", "hagi/1", "title", True, 2, '"職員"'),
        ("hagi", "hagi/1", "status", True, 0, "null"),
    ]
    return pd.DataFrame(rows, columns=["plan_id", "measure_id", "field", "right", "alternatives", "wanted"])


def test_an_inferred_city_is_called_so() -> None:
    table = describe_plans(plans(), measures()).set_index("plan")
    assert "inferred" in table.loc["Kudamatsu (inferred)", "municipality"]
    assert table.loc["Hagi (draft)", "municipality"] == "萩市"
    assert table.loc["Ube (FY2013–15)", ["period", "measures"]].tolist() == ["2013–2015", 4]
    assert table["period"].isna().tolist() == [name != "Ube (FY2013–15)" for name in table.index]


def test_the_city_of_nichinan_is_called_inferred(all_tables: Path) -> None:
    tables = read_all(all_tables)
    shown = describe_plans(tables["plans"], tables["measures"])
    (city,) = [city for city in shown["municipality"] if "日南市" in city]
    assert "names no city" in city


def test_the_rows_of_the_plans_add_up() -> None:
    table = count_rows(hand_made_tables()).set_index("table")
    assert table.index.tolist() == list(TABLES)
    assert table.loc["measures", ["rows", "Ube (FY2013–15)", "Hagi (draft)", "Kudamatsu (inferred)"]].tolist() == [
        9,
        4,
        3,
        2,
    ]
    assert table.drop(columns=["grain", "rows"]).sum(axis=1).eq(table["rows"]).all()


def test_the_rows_of_all_five_plans_add_up(all_tables: Path) -> None:
    tables = read_all(all_tables)
    table = count_rows(tables)
    assert table.drop(columns=["table", "grain", "rows"]).sum(axis=1).eq(table["rows"]).all()
    assert table["rows"].tolist() == [len(tables[name]) for name in TABLES]


def test_coverage_names_what_is_ambiguous_or_lost_and_leaves_silence_empty() -> None:
    table = label_plans(field_coverage(field_status(), plans()), plans())
    grid = spread_coverage(table).set_index("field")
    assert grid.columns.tolist() == label_plans(plans(), plans())["plan_en"].tolist()
    assert grid.loc["departments", "Ube (FY2013–15)"] == "3 of 4, 1 ambiguous"
    assert grid.loc["schedule", "Kudamatsu (inferred)"] == "0 of 2, 2 unreadable"
    assert pd.isna(grid.loc["departments", "Hagi (draft)"])


def test_agreement_is_told_apart_from_silence() -> None:
    grid = spread_agreement(label_plans(decisions(), plans())).set_index("field")
    assert grid.index.tolist() == ["title", "status", "all"]
    assert grid.loc["title", "Ube (FY2013–15)"] == "1/2 (9–91%)"
    assert grid.loc["status", "Ube (FY2013–15)"] == "2/2 (34–100%)"
    assert grid.loc["status", "Hagi (draft)"] == "1/1 silent"
    assert grid.loc["all", "Hagi (draft)"] == "2/2 (34–100%)"


def test_the_summary_counts_printed_open_and_whole_measures() -> None:
    table = summarise_agreement(decisions()).set_index("plan_id")
    counts = ["measures", "measures_right", "decisions", "right", "printed", "printed_right", "open"]
    assert table.index.tolist() == ["ube", "hagi", "all"]
    assert table.loc["ube", counts].tolist() == [2, 1, 4, 3, 3, 2, 1]
    assert table.loc["all", counts].tolist() == [3, 2, 6, 5, 4, 3, 2]
    assert table.loc["all", "lower"] == pytest.approx(float(wilson_interval(5, 6)[0]))
    assert table.loc["all", "printed_upper"] == pytest.approx(float(wilson_interval(3, 4)[1]))
