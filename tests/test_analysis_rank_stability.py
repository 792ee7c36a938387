"""Ranks of departments with each measure left out in turn: by hand, and against a plain count."""

from __future__ import annotations

import pandas as pd
import pytest
from analysis_tables import frame, measures
from department_tables import named, namings
from hypothesis import given, settings
from hypothesis import strategies as st

from kyodo_analysis.analysis.department.rank_stability import leave_measures_out
from kyodo_analysis.analysis.department.workload import COUNTINGS, load_departments
from kyodo_analysis.analysis.showing.labels import split_ids


def test_ranks_by_hand() -> None:
    """協働推進課 3, the others 1 each: without 1-1 two of them are gone, without 1-3 one is."""
    table = leave_measures_out(measures(), named()).set_index(["counting", "department"])
    first = table.loc[("whole", "協働推進課")]
    assert first[["load", "rank", "tied", "held", "n", "share", "stable"]].tolist() == [3, 1, 0, 3, 3, 1, True]
    assert first["moving_ids"] == "" and first["measure_ids"] == "ube/1-1 ube/1-2 ube/1-3"
    other = table.loc[("whole", "広報広聴課")]
    assert other[["rank", "tied", "best", "worst", "held"]].tolist() == [2, 2, 2, 4, 2]
    assert other["moving_ids"] == "ube/1-3" and not other["stable"]
    assert table.loc[("whole", "管財課"), "moving_ids"] == "ube/1-1"
    assert table.loc[("fractional", "管財課"), "load"] == 1 / 4


def test_a_rank_that_another_comes_to_share_does_not_hold() -> None:
    """協働推進課 2 before 管財課 1: without ube/1 both have one measure, and first is no longer first alone."""
    ids = ["ube/1", "ube/2", "ube/3"]
    own = frame("measures", [{"measure_id": one, "plan_id": "ube", "number": one, "title": one} for one in ids])
    rows = named(own, namings(zip(ids, [["協働推進課"], ["協働推進課"], ["管財課"]], strict=True)))
    table = leave_measures_out(own, rows).query("counting == 'whole'").set_index("department")
    first = table.loc["協働推進課"]
    assert first[["rank", "best", "worst", "held", "joined", "stable"]].tolist() == [1, 1, 1, 1, 2, False]
    assert table.loc["管財課", ["held", "joined"]].tolist() == [1, 0], "in two runs it moves up to the tie"


def test_generic_names_and_reprints_have_no_part() -> None:
    table = leave_measures_out(measures(), named())
    assert not {"関係課", "全所属"} & set(table["department"]) and table["n"].eq(3).all()


@settings(max_examples=8, deadline=None)
@given(st.sets(st.integers(0, 3)))
def test_each_run_is_the_ranking_without_that_measure(kept: set[int]) -> None:
    own = measures()[measures()["plan_id"] == "ube"].iloc[sorted(kept)]
    rows = named()
    rows = rows[rows["measure_id"].isin(own["measure_id"])]
    table = leave_measures_out(own, rows)
    for counting in COUNTINGS:
        part = table[table["counting"] == counting].set_index("department")
        carrying = rows[~rows["generic"]]["measure_id"]
        counted = [one for one in own["measure_id"] if one in set(carrying) and not _is_dropped(own, one)]
        for left_out in counted:
            others = rows[rows["measure_id"] != left_out]
            again = load_departments(own, others, reprints=False, resamples=1)
            again = again[~again["generic"].astype(bool)].set_index("department")[counting]
            ranks = again.reindex(part.index, fill_value=0.0).round(9).rank(method="min", ascending=False).astype(int)
            moved = {name for name in part.index if left_out in split_ids(part.loc[name, "moving_ids"])}
            assert moved == set(part.index[ranks.ne(part["rank"])])


def _is_dropped(own: pd.DataFrame, measure_id: str) -> bool:
    """ube/2-1 repeats ube/1-3 and counts only where that is not there."""
    return measure_id == "ube/2-1" and "ube/1-3" in set(own["measure_id"])


@pytest.mark.parametrize("generic", [True, False])
def test_nothing_to_rank_is_an_empty_table(generic: bool) -> None:
    rows = named().assign(generic=True) if generic else named().iloc[:0]
    table = leave_measures_out(measures(), rows)
    assert table.empty and "moving_ids" in table
