"""Findings about departments in a sentence: their numbers are those of the table, and they change with it."""

from __future__ import annotations

import pandas as pd
import pytest
from analysis_tables import field_status, measures, plans
from department_tables import named

from kyodo_analysis.analysis.department import department_texts as texts
from kyodo_analysis.analysis.department.concentration import measure_concentration
from kyodo_analysis.analysis.department.crosswalk import cover_names
from kyodo_analysis.analysis.department.rank_stability import leave_measures_out
from kyodo_analysis.analysis.department.workload import load_departments
from kyodo_analysis.analysis.extraction.coverage import count_silence, keep_all_plans
from kyodo_analysis.analysis.showing.labels import label_plans


def labelled(table: pd.DataFrame) -> pd.DataFrame:
    return label_plans(table, plans())


def loads(rows: pd.DataFrame | None = None, by: str = "canonical") -> pd.DataFrame:
    table = load_departments(measures(), named() if rows is None else rows, by=by, resamples=50)
    return labelled(keep_all_plans(table, count_silence(field_status(), plans(), "departments")))


def test_loads_name_the_silent_plans() -> None:
    assert texts.state_loads(loads()) == (
        "Named most: 協働推進課 in 3 of 4 measures of Ube (FY2013–15) (75%); "
        "Hagi (draft) and Kudamatsu (inferred) name no department"
    )
    assert "萩市（素案）、下松市（推定）は部署を記さない" in texts.state_loads(loads(), "ja")
    assert texts.state_loads(loads(by="function")).startswith("Named most: desk in 3 of 4 measures")


def test_a_department_named_twice_by_a_measure_is_said_to_stand_in_one() -> None:
    twice = pd.concat([named(), named().iloc[:1]], ignore_index=True)
    assert "協働推進課 in 3 of 4 measures" in texts.state_loads(loads(twice))


def test_who_is_in_charge_is_said_where_plans_mark_it() -> None:
    assert texts.state_lead(loads()) == "No plan marks which of several departments is in charge"
    marked = named().assign(in_charge=True)
    assert texts.state_lead(loads(marked)) == "Who is in charge is marked in Ube (FY2013–15)"
    assert texts.state_lead(loads(marked), "ja") == "主担当の印があるのは宇部市（2013–15年度）"


def test_concentration_gives_the_share_with_its_interval_and_sets_single_departments_apart() -> None:
    table = labelled(measure_concentration(measures(), named(), resamples=50))
    row = table[(table["statistic"] == "top_share") & (table["counting"] == "whole")].iloc[0]
    said = texts.state_concentration(table)
    assert said.startswith("Of the namings of particular departments the one named most takes")
    assert f"{row['value']:.0%} ({row['lower']:.0%}–{row['upper']:.0%}) in Ube" in said
    alone = named().assign(canonical="協働推進課")
    single = labelled(measure_concentration(measures(), alone, resamples=50))
    assert texts.state_concentration(single) == "Ube (FY2013–15) names one particular department only"
    assert "一つだけ" in texts.state_concentration(single, "ja")


def test_stability_names_the_first_places_that_hold() -> None:
    table = labelled(leave_measures_out(measures(), named()))
    said, japanese = texts.state_rank_stability(table), texts.state_rank_stability(table, "ja")
    assert said.startswith(
        "With each measure left out in turn, and new ties not counted as holding, 1 of 4 ranks of Ube"
    )
    assert "hold in all 3 runs (only the first: 協働推進課; the next, 地域交流センター, moves in" in said
    assert "上位1位（協働推進課）は変わらない。次の地域交流センターは" in japanese
    shaken = table.assign(stable=False, held=0, joined=3)
    assert "(not the first; the next, 協働推進課, ties in 3)" in texts.state_rank_stability(shaken)
    assert "1位も定まらない" in texts.state_rank_stability(shaken, "ja")
    assert "No plan names enough" in texts.state_rank_stability(table.iloc[:0])


def change(beyond: bool) -> pd.DataFrame:
    rows = [("both", beyond, True), ("both", False, False), ("first_only", False, False), ("second_only", False, False)]
    table = pd.DataFrame(rows, columns=["standing", "beyond_null", "testable"])
    names = ["職員課", "財政課", "管財課", "総合支所"]
    labels = {"plan_en": "A", "plan_ja": "甲", "other_plan_en": "B", "other_plan_ja": "乙"}
    ids = {"plan_id": "a", "other_plan_id": "b", "by": "department"}
    return table.assign(name_en=names, name_ja=names, **labels, **ids)


@pytest.mark.parametrize("beyond, said", [(False, "0 differ beyond"), (True, "1 differs beyond")])
def test_change_counts_what_is_compared_and_what_is_not(beyond: bool, said: str) -> None:
    english, japanese = (texts.state_change(change(beyond), language) for language in ("en", "ja"))
    assert english.startswith(
        "Of 2 departments that A and B both name, 1 have enough measures to be tested and " + said
    )
    assert "1 only in the first and 1 only in the second do not compare" in english
    assert ("職員課" in english) is beyond and ("職員課" in japanese) is beyond
    assert "検定できる1で" in japanese and "前者だけの1と後者だけの1" in japanese
    assert texts.state_change(change(beyond).iloc[:0]).startswith("No two plans of one municipality")


def pairs(beyond: bool) -> pd.DataFrame:
    labels = {"function": "desk", "theme": "places", "function_en": "desk", "function_ja": "協働担当"}
    row = labels | {"theme_en": "Places", "theme_ja": "拠点", "count": 3, "n": 6, "expected": 0.1, "least_p": 0.001}
    return pd.DataFrame([row | {"p": 0.04, "q": 0.08, "beyond_null": beyond}])


@pytest.mark.parametrize("beyond", [True, False])
def test_themes_of_functions_are_named_only_beyond_the_null(beyond: bool) -> None:
    said, japanese = (texts.state_function_themes(pairs(beyond), language) for language in ("en", "ja"))
    assert ("desk with Places in 3 of 6 measures (by chance 10%)" in said) is beyond
    assert ("「拠点」" in japanese) is beyond
    assert said.startswith("Of 1 pairs" if beyond else "None of 1 pairs of function and theme lies beyond")
    assert beyond or (said.endswith("(smallest q = 0.080)") and japanese.endswith("（q の最小値 = 0.080）"))
    assert texts.state_function_themes(pairs(beyond).iloc[:0]) == "There are no pairs of function and theme"


def test_the_farthest_pairs_are_said_not_to_be_robust() -> None:
    said = texts.state_farthest_pairs(pairs(False))
    assert said.startswith("Farthest from chance, and not robust: desk with Places in 3 of 6 measures (by chance 10%)")
    assert said.endswith("(1–8 tried), 1 would pass with at least 1, 2, 3, 4, 5 and 6 measures, and none otherwise")
    assert texts.state_farthest_pairs(pairs(False).assign(p=0.5)).endswith("none would pass")
    assert "（頑健でない）" in texts.state_farthest_pairs(pairs(False), "ja")
    assert texts.state_farthest_pairs(pairs(True)) == texts.state_farthest_pairs(pairs(True).iloc[:0], "ja") == ""


@pytest.mark.parametrize(("beyond", "q"), [(False, 0.3), (True, 0.01), (False, float("nan"))])
def test_growth_is_called_one_only_beyond_chance(beyond: bool, q: float) -> None:
    shares = pd.DataFrame({"plan_id": ["a", "b"], "department": "職員課", "share": [0.8, 0.93], "rank": [1, 1]})
    table = change(beyond).assign(name=lambda own: own["name_en"], q=q)
    said, japanese = (texts.state_growth(shares, table, language) for language in ("en", "ja"))
    verdict = "a difference beyond" if beyond else "not a growth or a loss that could be told from"
    test = "" if q != q else f", q = {q:.3f}"
    assert said == f"The 80% and 93% of 職員課 are {verdict} chance (tested with reprints once{test})"
    assert japanese.startswith("職員課の80%と93%の差は") and ("増減ではない" in japanese) is not beyond
    assert texts.state_growth(shares.assign(rank=2), table) == ""


def test_commitment_of_functions_is_counted() -> None:
    table = pd.DataFrame({"beyond_null": [True, False], "function_en": ["desk"] * 2, "function_ja": ["協働担当"] * 2})
    assert texts.state_function_ladder(table).startswith("1 of 2 shares of commitment by function lie beyond")
    assert texts.state_function_ladder(table, "ja").endswith("1件（協働担当）")


def test_names_without_a_decision_are_said() -> None:
    table = cover_names(named(), plans())
    assert texts.state_crosswalk(table) == (
        "5 of 6 printed names and 7 of 8 namings rest on a reviewed decision; without one: 広報広聴課"
    )
    assert texts.state_crosswalk(table, "ja").endswith("判断のない名: 広報広聴課")
