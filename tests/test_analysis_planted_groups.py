"""Claims about groups within plans where there is nothing to claim: against the analyses, then against all deals."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

import numpy as np
import pandas as pd
import pytest
from analysis_inputs import ALONE, REAL, SMALL, analyses_of, project_analyses

from kyodo_analysis.analysis.actor.actor_groups import cross_groups
from kyodo_analysis.analysis.analyses import Analyses
from kyodo_analysis.analysis.robustness.group_families import GROUP_FAMILIES, judge_change, judge_open, judge_testable
from kyodo_analysis.analysis.robustness.planted_groups import (
    DrawnTests,
    GroupTests,
    Margins,
    lay_out_tests,
    plant_draws,
    plant_groups,
)
from kyodo_analysis.analysis.robustness.planted_nulls import Planted, list_survivors, summarise_nulls
from kyodo_analysis.analysis.statistics.exact_shuffles import deal_within
from kyodo_analysis.analysis.statistics.uncertainty import Numbers, false_discovery_rate, upper_p

LIMIT = 0.05


@cache
def _planted() -> dict[str, Planted]:
    return {name: plant(project_analyses()) for name, plant in GROUP_FAMILIES.items()}


def _pair(table: pd.DataFrame, group: str, kind: str) -> pd.DataFrame:
    return table.assign(label=table[group].astype("str") + " – " + table[kind].astype("str"))


def _expected(of: Analyses) -> dict[str, pd.DataFrame]:
    """The rows of the analyses that are tested, with plan_id and label as the families name them."""
    change = of["department-change"]
    change = change.assign(label=change["other_plan_id"] + " – " + change["name"])
    starts = of["schedule-by-department"].assign(thing="at once")
    named = starts["function"].where(starts["level"] == "function", starts["function"] + " " + starts["department"])
    starts = _pair(starts.assign(named=named), "named", "thing")
    combined = of["actor-combinations"]
    combined = combined.assign(
        label=combined["actors"].where(combined["kind"] == "combination", combined["size"].astype("str"))
    )
    shares = of["checkability-shares"]
    found = {
        "actors by plan": of["actor-shares"].assign(label=lambda table: table["actor"]),
        "checkability by plan": shares.assign(label=shares["reading"] + ", " + shares["kind"]),
        "departments in two plans of one municipality": change[change["by"] == "department"],
        "functions in two plans of one municipality": change[change["by"] == "function"],
        "functions and themes": _pair(of["department-by-theme"], "function", "theme"),
        "rungs of commitment by function": _pair(of["department-by-commitment"], "function", "rung"),
        "departments and themes": _pair(of["department-theme-network"], "department", "theme"),
        "pairs of departments": of["department-network"],
        "combinations of actors": combined[combined["kind"] == "combination"],
        "numbers of actors": combined[combined["kind"] == "size"],
        "starts by function": starts[starts["level"] == "function"],
        "starts by department": starts[starts["level"] == "name"],
        "starts by theme": _pair(of["schedule-by-theme"].assign(thing="at once"), "theme", "thing"),
        "checkability by function, department and theme": _pair(of["checkability-groups"], "group", "reading"),
    }
    for name, step, group, kind in (
        ("actors and themes", "actor-by-theme", "theme", "actor"),
        ("sharing and themes", "sharing-by-theme", "theme", "sharing"),
        ("sharing and commitment", "sharing-by-commitment", "commitment", "sharing"),
    ):
        table = _pair(of[step], group, kind)
        found[f"{name}, all plans"] = table[table["plan_id"].isna()]
        found[f"{name}, single plans"] = table[table["plan_id"].notna()]
    return {name: table[table["p"].notna()] for name, table in found.items()}


def _keys(table: pd.DataFrame) -> list[tuple[str, str]]:
    plans = table["plan_id"].fillna("").astype("str") if "plan_id" in table else pd.Series("", table.index)
    return sorted(zip(plans, table["label"].astype("str"), strict=True))


NOT_WRITTEN = (
    *("departments in two plans of one municipality", "functions in two plans of one municipality"),
    *("departments and themes", "pairs of departments", "combinations of actors", "numbers of actors"),
)
"""What never meets or does not occur is tested and has no row or no p; names of one plan are tests of other deals."""


@pytest.mark.parametrize("family", GROUP_FAMILIES)
def test_the_families_test_and_claim_what_the_analyses_do(family: str) -> None:
    expected, planted = _expected(project_analyses())[family], _planted()[family]
    tests = _keys(planted.tests)
    assert len(expected), "the plans have such tests"
    if family in NOT_WRITTEN:
        assert set(_keys(expected)) <= set(tests)
    else:
        assert _keys(expected) == tests
    claimed = expected[expected["beyond_null"].fillna(False).astype("bool")]
    assert _keys(planted.tests[planted.observed]) == _keys(claimed)


def test_every_family_has_its_analysis_here() -> None:
    assert set(_expected(project_analyses())) == set(GROUP_FAMILIES)


def test_deals_leave_no_more_than_a_twentieth_of_the_claims() -> None:
    summary, survivors = summarise_nulls(_planted()).set_index("family"), list_survivors(_planted())
    assert (summary["shuffles"] >= 200).all() and summary["claims_observed"].sum() > 0
    assert survivors["survived"].sum() <= LIMIT * survivors["shuffles"].sum(), "of all claims together"
    assert (summary["claims_per_shuffle_share"].fillna(0) <= LIMIT).all()
    # A family may claim something in one shuffle of twenty, and 200 shuffles see that share with an error.
    assert (summary["lower"] <= LIMIT).all()


def test_tests_by_count_are_missing_where_the_null_is_exact() -> None:
    summary = summarise_nulls(_planted()).set_index("family")
    assert pd.isna(summary.loc["functions and themes", "null_shuffles"])
    assert summary.loc["pairs of departments", "null_shuffles"] == 8000


def _made(seed: int = 3) -> tuple[pd.DataFrame, pd.DataFrame, pd.Series]:
    """Three plans in which kind a goes with group x, and nothing else with anything."""
    generator = np.random.default_rng(seed)
    plans = ["hagi"] * 14 + ["kudamatsu"] * 9 + ["ube"] * 20
    ids = pd.Index([f"{plan}/{number:02}" for number, plan in enumerate(plans)], name="measure_id")
    groups = pd.DataFrame(generator.random((43, 2)) < 0.4, ids, ["x", "y"]).astype("int64")
    kinds = pd.DataFrame(generator.random((43, 3)) < 0.4, ids, ["a", "b", "c"]).astype("int64")
    kinds["a"] = groups["x"]
    return kinds, groups, pd.Series(plans, ids)


def _both(kinds: pd.DataFrame, groups: pd.DataFrame, plan_ids: pd.Series) -> tuple[GroupTests, GroupTests]:
    plans = plan_ids.tolist()
    pooled = lay_out_tests(kinds, groups, plans, pooled=judge_open(5, plans=2))
    return pooled, lay_out_tests(kinds, groups, plans, single=judge_open(5))


def test_made_tables_are_claimed_as_their_analysis_claims_them() -> None:
    kinds, groups, plan_ids = _made()
    table = _pair(cross_groups(kinds, groups, plan_ids), "group", "kind")
    sides = table["plan_id"].isna(), table["plan_id"].notna()
    for part, rows in zip(_both(kinds, groups, plan_ids), sides, strict=True):
        planted = plant_groups([[part]], relabellings=100)
        own = table[rows & table["p"].notna()]
        assert _keys(planted.tests) == _keys(own)
        assert _keys(planted.tests[planted.observed]) == _keys(own[own["beyond_null"]]) != []
        assert planted.shuffled.mean() < 0.02


def test_a_deal_is_judged_as_the_analysis_judges_measures_dealt_out() -> None:
    """What the fast path looks up for each deal is what the analysis makes of tables whose rows changed places."""
    kinds, groups, plan_ids = _made(5)
    pooled, single = _both(kinds, groups, plan_ids)
    deals = 60
    keys = np.random.default_rng(9 + 1).random((deals, len(kinds)))
    fast = [plant_groups([[part]], relabellings=deals, seed=9) for part in (pooled, single)]
    claims = 0
    for deal in range(deals):
        order = np.arange(len(kinds))
        for plan in plan_ids.unique():
            own = np.flatnonzero(plan_ids == plan)
            order[own] = own[np.argsort(keys[deal, own])]
        moved = pd.DataFrame(kinds.to_numpy()[order], kinds.index, kinds.columns)
        table = _pair(cross_groups(moved, groups, plan_ids), "group", "kind")
        slow = _keys(table[table["beyond_null"]])
        assert sorted(key for one in fast for key in _keys(one.tests[one.shuffled[deal]])) == slow
        claims += len(slow)
    assert 0 < claims < deals / 5


@pytest.mark.parametrize("seed", range(20))
def test_counts_of_deals_have_the_p_of_the_exact_test(seed: int) -> None:
    generator = np.random.default_rng(seed)
    units, plans = 30, generator.integers(0, 3, 30)
    thing, label = generator.random(units) < 0.5, generator.random(units) < 0.5
    groups = [plans == number for number in np.unique(plans)]
    margins = Margins(
        [int(thing[own].sum()) for own in groups],
        [int(label[own].sum()) for own in groups],
        [int(own.sum()) for own in groups],
    )
    both = int((thing & label).sum())
    null = deal_within(both, margins.things, margins.labels, margins.units)
    p = judge_testable(5)(margins)
    assert (p is None) == (label.sum() < 5 or null.least_p > LIMIT)
    if p is not None:
        assert p[both] == null.p and p[p > 0].min() == null.least_p


def test_names_that_stand_in_one_plan_only_are_no_tests() -> None:
    p = judge_change(Margins([6], [10], [20]))
    assert p is not None
    assert np.isnan(p[[0, 6]]).all() and p[3] == 1.0
    assert p[1] == pytest.approx(deal_within(1, [6], [10], [20]).p)
    assert judge_change(Margins([2], [10], [20])) is None, "so few cannot reach the level"


def test_families_of_their_own_have_rates_of_their_own() -> None:
    kinds, groups, plan_ids = _made()
    pooled, single = _both(kinds, groups, plan_ids)
    apart = plant_groups([[pooled], [single]], relabellings=50)
    alone = [plant_groups([[part]], relabellings=50) for part in (pooled, single)]
    assert apart.observed.tolist() == [*alone[0].observed, *alone[1].observed]
    assert (apart.shuffled == np.hstack([one.shuffled for one in alone])).all()


def test_a_planted_draw_is_judged_against_all_the_others() -> None:
    null = np.random.default_rng(2).integers(0, 40, (3000, 3)).astype(np.float64)
    null[:2, 0] = 400, 300
    tests = pd.DataFrame({"plan_id": "ube", "label": ["a", "b", "c"]})

    def claims_of(values: Numbers, others: Numbers) -> Numbers:
        p = ((others >= values).sum(axis=0) + 1) / (len(others) + 1)
        return false_discovery_rate(upper_p(p, len(others))) <= LIMIT

    planted = plant_draws([DrawnTests(tests, np.array([400.0, 1.0, 39.0]), null)], relabellings=20)
    assert planted.observed.tolist() == claims_of(np.array([400.0, 1.0, 39.0]), null).tolist() == [True, False, False]
    for draw in range(20):
        assert planted.shuffled[draw].tolist() == claims_of(null[draw], np.delete(null, draw, axis=0)).tolist()
    assert planted.shuffled[0].tolist() == [True, False, False] and planted.null_shuffles == 3000


def test_draws_of_two_parts_share_a_rate_and_lie_on_both_sides() -> None:
    null = np.random.default_rng(4).normal(0, 1, (2000, 2))
    tests = pd.DataFrame({"plan_id": "ube", "label": ["a", "b"]})
    part = DrawnTests(tests, np.array([-4.0, 0.0]), null, np.zeros(2))
    assert plant_draws([part], relabellings=5).observed.tolist() == [True, False]
    assert not plant_draws([replace(part, middle=None)], relabellings=5).observed.any()
    weak = [DrawnTests(tests.assign(label=f"c{one}"), np.zeros(2), null, np.zeros(2)) for one in range(20)]
    assert not plant_draws([part, *weak], relabellings=5).observed.any(), "among 42 tests such a p is chance"


def test_nothing_to_test() -> None:
    for planted in (plant_groups([], 7), plant_groups([[]], 7), plant_draws([], 7)):
        assert planted.observed.shape == (0,) and planted.shuffled.shape == (7, 0)
        assert summarise_nulls({"none": planted})["tests"].tolist() == [0]
        assert list_survivors({"none": planted}).empty


@pytest.mark.parametrize("case", [*SMALL, *(case for case in REAL if case != "two plans")])
def test_poor_inputs_are_judged_without_an_error(case: str) -> None:
    of = analyses_of(case)
    planted = {name: plant(of) for name, plant in GROUP_FAMILIES.items()}
    summary = summarise_nulls(planted).set_index("family")
    assert summary.index.tolist() == list(GROUP_FAMILIES)
    if case in ALONE:
        between = ["actors by plan", "checkability by plan", "departments in two plans of one municipality"]
        assert (summary.loc[between, "tests"] == 0).all()
