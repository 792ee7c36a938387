"""Functions and themes, functions and commitments: planted bonds are found, dealt-out ones are not."""

from __future__ import annotations

import analysis_tables
import numpy as np
import pandas as pd
import pytest
from analysis_inputs import project_analyses
from analysis_tables import frame
from department_tables import crosswalk, named, namings

from kyodo_analysis.analysis.department.department_groups import (
    share_ladder_by_function,
    share_themes_by_function,
    vary_thresholds,
)
from kyodo_analysis.analysis.showing.labels import split_ids

THEMES = ["places", "rules", "information"]


def made(size: int = 12, bound: bool = True) -> tuple[pd.DataFrame, pd.DataFrame, pd.DataFrame]:
    """Half of the measures name the centre; bound: these and no others are about places."""
    ids = [f"ube/{place:02}" for place in range(size)]
    own = frame("measures", [{"measure_id": one, "plan_id": "ube", "number": one, "title": one} for one in ids])
    centre = set(ids[: size // 2])
    about = centre if bound else set(ids[::2])
    rows = named(own, namings((one, ["協働推進課", *(["管財課"] if one in centre else [])]) for one in ids))
    themes = [{"measure_id": one, "rank": 1, "theme": "places" if one in about else "rules"} for one in ids]
    return own, rows, frame("measure_themes", [row | {"evidence": "x"} for row in themes])


def test_counts_shares_and_expectations_by_hand() -> None:
    own, rows, themes = made()
    table = share_themes_by_function(own, rows, themes, THEMES).set_index(["function", "theme"])
    row = table.loc[("places", "places")]
    assert row[["count", "n", "share", "expected"]].tolist() == [6, 6, 1.0, 0.5]
    # All six of twelve in one half: 2 of the 924 ways to deal, counting the other end.
    assert row["p"] == pytest.approx(2 / 924) and row["beyond_null"]
    assert split_ids(row["measure_ids"]) == [f"ube/{place:02}" for place in range(6)]
    assert table.loc[("places", "information"), ["count", "share"]].tolist() == [0, 0]
    assert table.loc[("desk", "places"), ["p", "least_p"]].tolist() == [1, 1], "all name the desk: nothing can vary"
    assert len(table) == 2 * len(THEMES)


def test_themes_spread_evenly_are_no_finding() -> None:
    assert not share_themes_by_function(*made(bound=False), THEMES)["beyond_null"].any()


def test_a_plan_of_one_theme_makes_no_function_look_busy_with_it() -> None:
    """Two plans, each of one theme throughout: within a plan nothing can vary, so nothing can be beyond."""
    own, rows, _ = made(8)
    second = own.assign(plan_id="hagi", measure_id=own["measure_id"].str.replace("ube", "hagi"))
    both = pd.concat([own, second], ignore_index=True)
    plan_of = both.set_index("measure_id")["plan_id"]
    twice = pd.concat([rows, rows.assign(measure_id=rows["measure_id"].str.replace("ube", "hagi"), plan_id="hagi")])
    about = pd.DataFrame({"measure_id": plan_of.index, "theme": plan_of.map({"ube": "places", "hagi": "rules"}).array})
    table = share_themes_by_function(both, twice, about, THEMES)
    assert table["least_p"].eq(1).all() and table["p"].eq(1).all() and not table["beyond_null"].any()


def test_all_pairs_are_tested_those_of_few_measures_too() -> None:
    table = share_themes_by_function(*made(8), THEMES)
    assert table.loc[table["function"] == "places", "few"].all()
    # Four of eight in one half: 2 of the 70 ways to deal; the same for rules, and the other four pairs cannot vary.
    assert table["q"].tolist() == pytest.approx([1, 1, 1, 6 / 70, 6 / 70, 1])
    assert table["q"].tolist() == table["q_upper"].tolist() and not table["beyond_null"].any()


def test_a_threshold_of_our_own_would_decide_what_is_found() -> None:
    """Of the pairs of four measures two can reach .05, and without the other four they would pass."""
    table = share_themes_by_function(*made(8), THEMES)
    varied = vary_thresholds(table, [1, 4, 5]).set_index("threshold")
    assert varied["tests"].tolist() == [2, 2, 0] and varied["beyond"].tolist() == [2, 2, 0]
    assert varied["least_q"].tolist()[:2] == pytest.approx([2 / 70] * 2) and pd.isna(varied.loc[5, "least_q"])
    assert vary_thresholds(table.iloc[:0])["beyond"].eq(0).all()


def test_no_pair_of_function_and_theme_in_the_plans_is_robust() -> None:
    table = project_analyses()["department-by-theme"]
    varied = vary_thresholds(table)
    assert not table["beyond_null"].any() and table["p"].notna().all()
    assert varied["beyond"].max() > 0 and varied.loc[varied["beyond"] > 0, "threshold"].tolist() == [5]


def test_measures_that_the_text_leaves_open_are_counted_apart() -> None:
    own, rows, themes = made()
    status = frame(
        "field_status", [{"measure_id": "ube/00", "field": "departments", "status": "ambiguous", "reason": "x"}]
    )
    table = share_themes_by_function(own, rows, themes, THEMES, status).set_index(["function", "theme"])
    assert table["ambiguous"].to_dict() == {key: int(key[1] == "places") for key in table.index}


def test_a_measure_with_two_departments_of_a_function_counts_once() -> None:
    own = analysis_tables.measures()
    table = share_themes_by_function(own, named(), analysis_tables.themes(), THEMES).set_index(["function", "theme"])
    assert table.loc[("places", "places"), ["count", "n"]].tolist() == [1, 1]


@pytest.mark.parametrize("lost", ["namings", "themes", "list"])
def test_nothing_to_cross_is_an_empty_table(lost: str) -> None:
    own, rows, themes = made()
    given = (rows.iloc[:0] if lost == "namings" else rows, themes.iloc[:0] if lost == "themes" else themes)
    table = share_themes_by_function(own, *given, [] if lost == "list" else THEMES)
    assert "measure_ids" in table and not table["beyond_null"].any() and not table.get("count", pd.Series()).sum()


def test_commitments_of_a_function_are_those_of_its_measures() -> None:
    table = share_ladder_by_function(analysis_tables.measures(), analysis_tables.elements(), named(), shuffles=50)
    row = table.set_index(["function", "rung"]).loc[("desk", "do")]
    assert row[["count", "n", "measures", "function_ja"]].tolist() == [3, 6, 3, "協働担当"]
    assert not table["beyond_null"].any() and np.isfinite(table["expected"]).all()
    empty = share_ladder_by_function(analysis_tables.measures(), analysis_tables.elements(), named().iloc[:0])
    assert empty.empty and {"function", "function_en", "function_ja"} <= set(empty)


def test_a_name_without_a_decision_is_a_function_of_its_own() -> None:
    undecided = named(decisions=crosswalk([]))
    table = share_themes_by_function(analysis_tables.measures(), undecided, analysis_tables.themes(), THEMES)
    assert set(table["function"]) == {"unassigned"} and set(table["function_ja"]) == {"未分類"}
