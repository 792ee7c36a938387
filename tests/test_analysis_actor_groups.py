"""Actors together and actors by theme: counts, exact tests and expectations as fractions."""

from __future__ import annotations

from math import comb

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import fisher_exact

from kyodo_analysis.analysis.actor.actor_combinations import combine_actors
from kyodo_analysis.analysis.actor.actor_groups import cross_groups
from kyodo_analysis.analysis.showing.labels import split_ids


def table_of(rows: list[list[int]], columns: list[str], plan: str = "p") -> pd.DataFrame:
    index = pd.Index([f"{plan}/{number}" for number in range(len(rows))], name="measure_id")
    return pd.DataFrame(rows, index=index, columns=columns)


def plan_of(table: pd.DataFrame) -> pd.Series:
    return pd.Series([one.split("/")[0] for one in table.index], index=table.index, dtype="str")


def by_size(table: pd.DataFrame, kind: str) -> pd.DataFrame:
    return table[table["kind"] == kind]


def test_a_theme_that_always_goes_with_an_actor() -> None:
    """Five of ten measures have the theme, the same five the actor: 2 of C(10, 5) ways lie as far out."""
    both = [[1]] * 5 + [[0]] * 5
    kinds, groups = table_of(both, ["city"]), table_of(both, ["staff"])
    row = cross_groups(kinds, groups, plan_of(kinds)).iloc[0]
    assert (row["count"], row["n"], row["share"], row["expected"]) == (5, 5, 1.0, 0.5)
    assert row["p"] == pytest.approx(2 / comb(10, 5)) and row["beyond_null"]
    assert row["measure_ids"] == "p/0 p/1 p/2 p/3 p/4" and row["plans"] == "p"


def test_the_test_is_fishers() -> None:
    """Where the table is symmetric about its mean both definitions of two sides agree."""
    kinds = table_of([[1]] * 8 + [[0]] * 8, ["city"])
    groups = table_of([[1]] * 6 + [[0]] * 2 + [[1]] * 2 + [[0]] * 6, ["staff"])
    p = cross_groups(kinds, groups, plan_of(kinds)).loc[0, "p"]
    assert p == pytest.approx(fisher_exact([[6, 2], [2, 6]]).pvalue)


def test_plans_together_never_compare_plans() -> None:
    """All of one plan is the city's and about staff, next to nothing of the other: that is no finding."""
    kinds = pd.concat([table_of([[1]] * 6, ["city"], "a"), table_of([[0]] * 5 + [[1]], ["city"], "b")])
    groups = pd.concat([table_of([[1]] * 6, ["staff"], "a"), table_of([[0]] * 5 + [[1]], ["staff"], "b")])
    table = cross_groups(kinds, groups, plan_of(kinds))
    pooled = table[table["plan_id"].isna()].iloc[0]
    assert (pooled["count"], pooled["n"], pooled["plans"]) == (7, 7, "a b")
    assert pooled["expected"] == pytest.approx((6 + 1 / 6) / 7) and pooled["p"] == pytest.approx(1 / 6)
    assert not table["beyond_null"].any()


def test_small_groups_and_constant_kinds_are_not_tested() -> None:
    kinds = table_of([[1, 1]] * 4 + [[1, 0]] * 4, ["city", "citizens"])
    groups = table_of([[1, 1]] * 4 + [[1, 0]] * 4, ["all", "few"])
    table = cross_groups(kinds, groups, plan_of(kinds)).set_index(["group", "kind"])
    assert table["p"].isna().all() and table["few"].tolist() == [False, False, True, True]


def test_groups_and_kinds_that_do_not_occur_have_no_row() -> None:
    kinds, groups = table_of([[1, 0]] * 3, ["city", "schools"]), table_of([[1, 0]] * 3, ["staff", "rules"])
    assert cross_groups(kinds, groups, plan_of(kinds))[["group", "kind"]].values.tolist() == [["staff", "city"]]
    assert cross_groups(kinds.iloc[:0], groups.iloc[:0], plan_of(kinds.iloc[:0])).empty


def test_sets_margins_and_sizes() -> None:
    has = table_of([[1, 0], [1, 0], [1, 1], [0, 1]], ["citizens", "city"])
    table = combine_actors(has, plan_of(has), shuffles=500)
    sets = by_size(table, "combination")
    assert sets[["actors", "size", "count"]].values.tolist() == [
        ["citizens", 1, 2],
        ["city", 1, 1],
        ["citizens city", 2, 1],
    ]
    assert sets["expected"].tolist() == pytest.approx([4 * 3 / 4 / 2, 4 * 1 / 4 / 2, 4 * 3 / 4 / 2])
    assert by_size(table, "actor")[["actors", "count"]].values.tolist() == [["citizens", 3], ["city", 2]]
    assert by_size(table, "size")[["size", "count", "expected"]].values.tolist() == [[1, 3, 2.0], [2, 1, 1.5]]
    assert (table["measure_ids"].map(split_ids).str.len() == table["count"]).all()


def test_actors_that_always_come_together_are_found() -> None:
    has = table_of([[1, 1, 1]] * 10 + [[1, 0, 0]] * 10, ["city", "a", "b"])
    table = combine_actors(has, plan_of(has), shuffles=2000)
    sets = by_size(table, "combination").set_index("actors")
    assert sets.loc["city a b", "count"] == 10 and sets.loc["city a b", "expected"] == 5 and sets["beyond_null"].all()
    assert sets.loc[["city a", "city b"], "count"].tolist() == [0, 0], "a set that is missing beyond chance is a row"


def test_the_null_is_that_of_independent_margins() -> None:
    """The mean of what is dealt out is what the margins make of it, and its spread is hypergeometric for two actors."""
    has = table_of([[1, 0]] * 4 + [[1, 1]] * 2 + [[0, 1]] * 4, ["a", "b"])
    table = combine_actors(has, plan_of(has), shuffles=4000).query("kind == 'combination'").set_index("actors")
    assert table.loc["a b", "expected"] == pytest.approx(10 * 0.6 * 0.6)
    ways = {k: comb(6, k) * comb(4, 6 - k) / comb(10, 6) for k in range(2, 7)}
    expected = sum(chance for k, chance in ways.items() if abs(k - 3.6) >= abs(2 - 3.6) - 1e-9)
    assert table.loc["a b", "p"] == pytest.approx(expected, abs=0.03)


def test_margins_that_leave_no_choice_are_not_tested() -> None:
    has = table_of([[1, 1]] * 3 + [[1, 0]] * 4, ["city", "citizens"])
    assert combine_actors(has, plan_of(has), shuffles=200)["p"].isna().all()
    assert combine_actors(has.iloc[:0], plan_of(has.iloc[:0])).empty


@settings(max_examples=25, deadline=None)
@given(st.lists(st.lists(st.booleans(), min_size=3, max_size=3).filter(any), min_size=1, max_size=12))
def test_sets_and_sizes_add_up_to_the_measures(rows: list[list[bool]]) -> None:
    has = table_of(np.array(rows, dtype=int).tolist(), ["a", "b", "c"])
    table = combine_actors(has, plan_of(has), shuffles=50)
    for kind in ("combination", "size"):
        own = by_size(table, kind)
        assert own["count"].sum() == len(rows) and (own["n"] == len(rows)).all()
        assert sorted(" ".join(own["measure_ids"]).split()) == sorted(has.index)
    assert by_size(table, "actor")["count"].sum() == has.to_numpy().sum()
