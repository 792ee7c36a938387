"""Claims where there is nothing to claim: the fast path against the analyses themselves, then the real tables."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

import numpy as np
import pandas as pd
import pytest
from analysis_tables import all_tables
from kyodo_project import ROOT
from sample_materials import materials

from kyodo_analysis.analysis.actor.acting import list_acting, select_acting
from kyodo_analysis.analysis.actor.actor_sharing import share_sharing
from kyodo_analysis.analysis.commitment.commitments import share_commitments, share_ladder
from kyodo_analysis.analysis.materials import Materials, gather_materials
from kyodo_analysis.analysis.robustness.claim_families import CLAIM_FAMILIES, claim_shares, claim_words
from kyodo_analysis.analysis.robustness.planted_nulls import (
    ClaimFamily,
    Labels,
    Planted,
    judge_labels,
    list_survivors,
    make_claims,
    plant_nulls,
    plant_slowly,
    relabel_plans,
    summarise_nulls,
)
from kyodo_analysis.analysis.statistics.shares import profile_shares
from kyodo_analysis.analysis.statistics.uncertainty import Numbers, two_sided_p
from kyodo_analysis.analysis.structure.word_maps import map_themes, map_words
from kyodo_analysis.analysis.theme.themes import compare_profiles, profile_themes
from kyodo_analysis.analysis.wording.keyness import find_keywords
from kyodo_analysis.tables import read

LIMIT = 0.05
SHUFFLES = 2000


@cache
def _materials() -> Materials:
    names = ("plans", "measures", "elements", "measure_themes", "measure_actors", "passages", "tokens")
    return gather_materials({name: read(name) for name in names}, ROOT / "data" / "hand")


@cache
def _planted() -> dict[str, Planted]:
    return {name: plant_nulls(family(_materials())) for name, family in CLAIM_FAMILIES.items()}


def _relabelled(plans: list[str], swaps: int, seed: int) -> list[str]:
    """The plans with some pairs of labels exchanged: from what stands out to what does not, group sizes kept."""
    generator, labels = np.random.default_rng(seed), list(plans)
    for _ in range(swaps):
        one, other = generator.integers(0, len(labels), 2)
        labels[one], labels[other] = labels[other], labels[one]
    return labels


def _numbers(labels: list[str]) -> Labels:
    return np.unique(labels, return_inverse=True)[1]


def _assert_same(slow: pd.DataFrame, claim: str, p: Numbers, claims: np.ndarray) -> int:
    """p within the error of two runs, claims the same where q does not lie at the limit; returns how many there are."""
    expected = slow["p"].to_numpy()
    error = np.sqrt(2 * expected * (1 - expected) / SHUFFLES) + 1 / SHUFFLES
    # Near the middle of the null p also moves with the middle, which of words is only drawn.
    error += np.where(expected > 0.3, 1 / np.sqrt(SHUFFLES), 0.0)
    assert (np.abs(p - expected) <= 4 * error).all()
    clear = (np.abs(slow["q_upper"] - LIMIT) > 0.03).to_numpy()
    assert (claims[clear] == slow[claim].to_numpy()[clear]).all()
    return int(claims.sum())


def test_shares_judged_by_the_same_draws_are_those_of_runs_of_their_own() -> None:
    plans = ["hagi"] * 12 + ["kudamatsu"] * 8 + ["ube"] * 20
    has = (np.random.default_rng(5).random((40, 3)) < 0.3).astype("int64")
    has[:12, 0], has[20:, 0], has[12:, 1] = 1, 0, 0
    counts = pd.DataFrame(has, index=[f"m/{number}" for number in range(40)], columns=["a", "b", "c"])
    family = claim_shares(counts, plans)
    sets = [_relabelled(plans, swaps, seed) for seed, swaps in enumerate([0, 1, 3, 6, 12, 40, 40, 40])]
    labels = np.array([_numbers(one) for one in sets])
    p, claims = judge_labels(family, labels, SHUFFLES), make_claims(family, labels, SHUFFLES)
    made = []
    for number, one in enumerate(sets):
        slow = profile_shares(counts, pd.Series(one), shuffles=SHUFFLES, resamples=1, seed=100 + number)
        slow = slow.sort_values(["plan_id", "kind"])
        made.append(_assert_same(slow, "beyond_null", p[number], claims[number]))
    assert made[0] >= 3 and made[-1] == 0, "the case must have claims to lose"


def test_words_judged_by_the_same_draws_are_those_of_runs_of_their_own() -> None:
    plans = ["hagi"] * 15 + ["ube"] * 25
    generator = np.random.default_rng(3)
    rows = []
    for unit, plan in enumerate(plans):
        often = {"条例": 4 if plan == "hagi" else 0, "協働": 2, "支援": 2 if plan == "ube" else 1}
        for word, mean in often.items():
            rows += [(f"m/{unit:02}", word)] * int(generator.poisson(mean))
        rows.append((f"m/{unit:02}", "市民"))
    words = pd.DataFrame(rows, columns=["measure_id", "word"]).assign(pos="名詞", administrative=False)
    made = []
    for number, swaps in enumerate([0, 2, 5, 40, 40]):
        relabelled = _relabelled(plans, swaps, number)
        own = words.assign(plan_id=words["measure_id"].map(lambda one, to=relabelled: to[int(one[2:])]))
        slow = find_keywords(own, shuffles=SHUFFLES, seed=200 + number).sort_values(["plan_id", "word"])
        family = claim_words(words.assign(plan_id=words["measure_id"].map(lambda one: plans[int(one[2:])])))
        assert slow[["plan_id", "word"]].to_numpy().tolist() == family.tests.to_numpy().tolist()
        labels = _numbers(relabelled)[np.newaxis]
        p, claims = judge_labels(family, labels, SHUFFLES)[0], make_claims(family, labels, SHUFFLES)[0]
        made.append(_assert_same(slow, "distinctive", p, claims))
    assert made[0] >= 1 and made[-1] == 0


def test_p_is_that_of_the_analyses() -> None:
    plans = np.array(["a"] * 3 + ["b"] * 5)
    values = np.arange(8.0)
    dealt: list[Labels] = []

    def mean_of_a(labels: Labels) -> Numbers:
        dealt.append(labels)
        return ((labels == 0) @ values / 3)[:, np.newaxis]

    family = ClaimFamily(pd.DataFrame({"plan_id": ["a"], "label": ["mean"]}), plans, mean_of_a)
    own = _numbers(plans.tolist())[np.newaxis]
    p = judge_labels(family, own, shuffles=500)
    null = mean_of_a(np.concatenate(dealt[:-1]))
    assert p[0] == two_sided_p(null, np.array([1.0]))


@pytest.mark.parametrize("value", [np.nan, 1.0])
def test_what_is_not_a_number_is_no_claim(value: float) -> None:
    def statistic(labels: Labels) -> Numbers:
        known = np.where((labels[:, :1] == 0) & (labels[:, 1:2] == 0), value, np.nan)
        return known

    family = ClaimFamily(pd.DataFrame({"plan_id": ["a"], "label": ["x"]}), np.array(["a", "a", "b", "b"]), statistic)
    assert not make_claims(family, np.array([[0, 0, 1, 1]]), shuffles=400).any()


def _of_plans(places: pd.DataFrame) -> pd.DataFrame:
    return places[places["kind"] == "plan"].assign(label="inertia")


def test_the_families_claim_what_the_analyses_claim() -> None:
    own, planted = _materials(), _planted()
    names = ("measures", "elements", "measure_themes", "passages")
    measures, elements, themes, passages = (own.tables[name] for name in names)
    codes = own.lexicons.theme_codes
    acting, acting_plans = select_acting(measures, list_acting(measures, own.tables["measure_actors"], passages))
    sharing = share_sharing(acting, acting_plans, acting.iloc[:0])
    profile, words = profile_themes(measures, themes, codes), find_keywords(own.words)
    ladder, shares = share_ladder(measures, elements), share_commitments(measures, elements)
    expected = {
        "theme shares, any rank": profile[profile["counting"] == "any"],
        "theme shares, main themes": profile[profile["counting"] == "main"],
        "whole theme profiles": compare_profiles(measures, themes, codes).assign(label="whole profile"),
        "distinctive words": words.rename(columns={"word": "label", "distinctive": "beyond_null"}),
        "commitment shares": shares,
        "rungs of commitment": ladder,
        "sharing of the work": sharing.rename(columns={"sharing": "label"}),
        "plans on the map of words": _of_plans(map_words(own.words, own.counted, resamples=2)),
        "plans on the map of themes": _of_plans(map_themes(measures, themes, own.lexicons.codebook, resamples=2)),
    }
    assert set(expected) == set(planted), "a new family needs its analysis here"
    for family, table in expected.items():
        claimed = table.rename(columns={"theme": "label", "commitment": "label", "rung": "label"})
        tests = planted[family].tests.assign(claimed=planted[family].observed)
        both = tests.merge(claimed, on=["plan_id", "label"], validate="one_to_one")
        assert len(both) == len(tests) == len(claimed), family
        # Words stop early in their analysis, so that near the limit the draws of the null may decide.
        near = (both["q_upper"] - LIMIT).abs() < (0.02 if family == "distinctive words" else 0)
        assert (both["claimed"] == both["beyond_null"])[~near].all(), family


def test_shuffled_plan_labels_leave_no_more_than_a_twentieth_of_the_claims() -> None:
    summary = summarise_nulls(_planted()).set_index("family")
    assert (summary["shuffles"] >= 200).all() and summary["claims_observed"].sum() > 0
    survivors = list_survivors(_planted())
    assert survivors["survived"].sum() <= LIMIT * survivors["shuffles"].sum(), "of all claims together"
    assert (summary["surviving_share"].dropna() <= LIMIT).all()
    assert (summary["claims_per_shuffle_share"] <= LIMIT).all()
    # A family may claim something in one shuffle of twenty, and 200 shuffles see that share with an error.
    assert (summary["lower"] <= LIMIT).all()


@pytest.mark.parametrize("plans", [["ube"], []])
def test_one_plan_and_no_plan_have_nothing_to_claim(plans: list[str]) -> None:
    tables = all_tables()
    kept = {
        name: table[table["plan_id"].isin(plans)] if "plan_id" in table else table for name, table in tables.items()
    }
    ids = kept["measures"]["measure_id"]
    kept = {name: t[t["measure_id"].isin(ids)] if "measure_id" in t else t for name, t in kept.items()}
    single = replace(_materials(), tables=kept)
    planted = {name: plant_nulls(make(single), 5, 50) for name, make in CLAIM_FAMILIES.items()}
    summary = summarise_nulls(planted)
    assert summary["family"].tolist() == list(CLAIM_FAMILIES)
    assert (summary["claims_observed"] == 0).all() and (summary["false_claims"] == 0).all()
    assert list_survivors(planted).empty


def test_summary_by_hand() -> None:
    tests = pd.DataFrame({"plan_id": ["a", "b"], "label": ["x", "x"]})
    shuffled = np.array([[True, False], [True, True], [False, False], [False, False]])
    planted = {"two": Planted(tests, 20_000, np.array([True, False]), shuffled)}
    row = summarise_nulls(planted).iloc[0]
    assert (row["claims_observed"], row["surviving_share"], row["share_with_any"]) == (1, 2 / 4, 2 / 4)
    assert (row["false_claims"], row["claims_per_shuffle_share"]) == (3, 3 / 8)
    survivor = list_survivors(planted).iloc[0]
    assert (survivor["plan_id"], survivor["survived"], survivor["survival_rate"]) == ("a", 2, 1 / 2)


def test_the_fast_path_claims_what_runs_of_their_own_claim() -> None:
    def claim(own: Materials) -> pd.DataFrame:
        table = share_commitments(own.tables["measures"], own.tables["elements"], resamples=1)
        return table[table["beyond_null"]].rename(columns={"commitment": "label"})

    slow = plant_slowly(claim, _materials(), relabellings=8)
    planted = _planted()["commitment shares"]
    tests = planted.tests
    for number, claims in enumerate([planted.observed, *planted.shuffled[:8]]):
        own = slow.loc[slow["relabelling"] == number, ["plan_id", "label"]].to_numpy().tolist()
        assert sorted(own) == sorted(tests[claims].to_numpy().tolist()), number


def test_measures_stand_in_other_plans_with_all_that_they_have() -> None:
    own = materials()
    counted = own.counted["plan_id"].tolist()
    again = relabel_plans(own, counted[::-1])
    assert again.counted["measure_id"].tolist() == own.counted["measure_id"].tolist()
    assert sorted(again.counted["plan_id"]) == sorted(counted)
    plan_of = again.counted.set_index("measure_id")["plan_id"]
    assert (again.words["plan_id"] == again.words["measure_id"].map(plan_of)).all() and len(again.words)
    assert sorted(again.words["word"]) == sorted(own.words["word"]), "every word goes with its measure"
