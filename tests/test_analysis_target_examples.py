"""What is said and quoted of targets: measures with dates, kinds that differ, paces and columns in sentences."""

from __future__ import annotations

import pandas as pd
import pytest
from analysis_inputs import SMALL, analyses_of, project_analyses

from kyodo_analysis.analysis.target.indicator_targets import reckon_targets
from kyodo_analysis.analysis.target.target_examples import list_counted, list_differing, quote_dated
from kyodo_analysis.analysis.target.target_study import (
    state_choices,
    tabulate_checkability,
    tabulate_targets,
    tabulate_validity,
)
from kyodo_analysis.analysis.target.target_texts import state_checkability, state_targets


def test_every_dated_measure_is_quoted_with_its_lines() -> None:
    of = project_analyses()
    counted = list_counted(of)
    dated = counted.loc[counted[["date", "frequency", "year_columns", "quantity"]].any(axis=1), "measure_id"]
    quoted = quote_dated(of)
    assert [one for one in dated if f"| {one} |" not in quoted] == []
    assert "| nichinan/3-2 | 146–180 |" in quoted and "平成２６年度までに" in quoted


def test_kinds_that_differ_add_up_to_the_scores() -> None:
    of = project_analyses()
    validity = of["completion-validity"]
    differing = list_differing(of).groupby("compared", sort=False)["criteria"].sum()
    assert sorted(differing) == [count for count in sorted(validity["n"] - validity["right"]) if count]


@pytest.mark.parametrize("case", SMALL)
def test_poor_inputs_have_tables_without_a_traceback(case: str) -> None:
    of = analyses_of(case)
    for section in (quote_dated, tabulate_checkability, tabulate_targets, tabulate_validity):
        assert section(of).count("|") >= 4


def test_targets_beside_the_straight_line_are_named() -> None:
    rows = [
        {"indicator_id": f"p/{name}", "position": position, "target_year": year, "target": target}
        for name, first in (("A", 10.0), ("B", 7.0), ("C", 14.0), ("D", 10.4))
        for position, (year, target) in enumerate(((2015, first), (2020, 20.0)), start=1)
    ]
    base = {"plan_id": "p", "kind": "KPI", "policy": "x", "name": "n", "unit": "件", "trend": "増加"}
    table = reckon_targets(pd.DataFrame(rows).assign(**base, baseline_year=2010, baseline=0.0))
    # 10 lies on the line in 2015; the targets of D have a decimal, so 10.4 is no rounded 10.
    assert table.set_index("indicator_id")["on_line"].dropna().tolist() == [True, False, False, False]
    labelled = table.assign(plan_en="P", plan_ja="計画")
    said = state_targets(labelled)
    assert "1 of 4 follow a straight line" in said and "B starts slower (7 in 2015, on the line 10.0)" in said
    assert "C starts faster (14 in 2015" in said and "D starts faster (10.4 in 2015" in said
    ja = state_targets(labelled, "ja")
    assert "4指標中1は" in ja and "Bは初めは遅く進む" in ja and "Cは初めは速く進む" in ja


def test_a_falling_indicator_that_starts_late_starts_slower() -> None:
    base = {"indicator_id": "p/A", "plan_id": "p", "kind": "KPI", "policy": "x", "name": "n", "unit": "件"}
    rows = [base | {"position": 1, "target_year": 2015, "target": 18.0},
            base | {"position": 2, "target_year": 2020, "target": 10.0}]  # fmt: skip
    table = reckon_targets(pd.DataFrame(rows).assign(trend="減少", baseline_year=2010, baseline=20.0))
    assert "A starts slower (18 in 2015, on the line 15.0)" in state_targets(table.assign(plan_en="P", plan_ja="計画"))


def test_columns_that_a_plan_prints_are_named_beside_its_share() -> None:
    table = project_analyses()["checkability-shares"]
    said = state_checkability(table)
    assert "7 of 151 measures" in said and "with its columns for criteria and years, 20 of 44 of Yamaguchi-1" in said
    assert "most" not in said and said.count("with its columns") == 1
    bare = table.assign(silent="completion", unreadable="schedule")
    assert "columns" not in state_checkability(bare) and "欄" not in state_checkability(bare, "ja")
    words = table[table["reading"] == "in words"]
    assert state_checkability(words).count(";") == 0


def test_what_the_shares_rest_on_is_counted() -> None:
    of = project_analyses()
    counted = list_counted(of)
    only = counted.loc[counted["level"].eq("indirect") & counted["indicator_ids"].eq("yamaguchi-2/KPI-2")]
    said = state_choices(of)
    assert f"Of the 37 that have an indicator only, {len(only)} have one without a baseline" in said
    nothing = counted[counted["level"] == "nothing"]
    assert f"{len(nothing)} with no criterion, date, number or indicator, {nothing['acts'].sum()} have" in said
    assert state_choices(analyses_of("small")).startswith("Of the ")
