"""Clusters of measures and words: found where they were planted, called unstable where there is nothing to find."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from sklearn.metrics import adjusted_rand_score

from kyodo_analysis.analysis.showing.labels import split_ids
from kyodo_analysis.analysis.structure.clusters import Clustering, cluster_measures, cluster_words, compare_with_plans
from kyodo_analysis.analysis.structure.stability import (
    CRITERIA,
    LEAST_JACCARD,
    LEAST_RAND,
    Agreement,
    Draw,
    assess,
    compare_partitions,
    draw_runs,
    number_by_size,
)
from kyodo_analysis.analysis.structure.stability_texts import state_plan_overlap, state_stability
from kyodo_analysis.analysis.structure.word_weights import weigh_words

VOCABULARIES = (
    ("補助金", "助成金", "交付金", "財政", "資金", "寄付"),
    ("職員", "研修", "意識", "庁内", "講師", "配置"),
    ("交流", "場づくり", "話し合い", "サロン", "住民", "地区"),
)


def said(groups: list[int], plan_ids: list[str], seed: int = 1, strange: float = 0.0) -> pd.DataFrame:
    """Words of one measure per group: four of its vocabulary; `strange` is the chance of each to be any other word."""
    generator = np.random.default_rng(seed)
    every = sorted(word for words in VOCABULARIES for word in words)
    rows = []
    for number, (group, plan_id) in enumerate(zip(groups, plan_ids, strict=True)):
        for word in generator.choice(VOCABULARIES[group], size=4, replace=False):
            other = generator.choice(every) if generator.random() < strange else word
            rows.append((plan_id, f"{plan_id}/{number:02}", str(other), False))
    return pd.DataFrame(rows, columns=["plan_id", "measure_id", "word", "administrative"])


GROUPS = [number % 3 for number in range(45)]
MIXED = ["abc"[number // 3 % 3] for number in range(45)]


@pytest.fixture(scope="module")
def planted() -> Clustering:
    return cluster_measures(weigh_words(said(GROUPS, MIXED)), bootstraps=4)


def test_planted_groups_are_found_and_called_stable(planted: Clustering) -> None:
    best = planted.stability[planted.stability["chosen"]]
    assert best["k"].eq(3).all() and best["verdict"].eq("stable").all() and best["value"].eq(1).all()
    assert set(best["criterion"]) == set(CRITERIA) and best["weakest"].sum() == 1
    assert planted.clusters["count"].tolist() == [15, 15, 15] and planted.clusters["stable"].all()
    number = planted.members["measure_id"].str.split("/").str[1].astype(int)
    assert adjusted_rand_score(number % 3, planted.members["cluster"]) == 1
    assert set(planted.clusters["words"].iloc[0].split()) == set(VOCABULARIES[0])
    assert planted.clusters["plans"].iloc[0] == "a 5, b 5, c 5"
    for row in planted.clusters.itertuples():
        own = planted.members[planted.members["cluster"] == row.cluster]
        assert split_ids(row.measure_ids) == own["measure_id"].tolist()


def test_other_numbers_of_groups_are_less_stable(planted: Clustering) -> None:
    values = planted.stability.groupby("k")["value"].min()
    assert list(values.index) == list(range(2, 11)) and values.idxmax() == 3 and values.drop(3).max() < 1


def test_words_said_at_random_give_no_stable_clusters() -> None:
    noise = cluster_measures(weigh_words(said(GROUPS, MIXED, strange=1.0)), bootstraps=4)
    best = noise.stability[noise.stability["chosen"] & noise.stability["weakest"]]
    assert best["verdict"].tolist() == ["unstable"] and best["value"].iloc[0] < LEAST_RAND
    assert not noise.members["stable"].any()
    sentence = state_stability(noise.stability, "en")
    assert sentence.startswith("Clusters of measures are not stable at any number from 2 to 10 (best")
    assert state_stability(noise.stability, "ja").endswith("安定しないものは所見として示さない")


def test_neither_row_order_nor_a_second_run_changes_anything(planted: Clustering) -> None:
    words = said(GROUPS, MIXED).sample(frac=1, random_state=3)
    again = cluster_measures(weigh_words(words), bootstraps=4)
    pd.testing.assert_frame_equal(planted.stability, again.stability)
    pd.testing.assert_frame_equal(planted.clusters, again.clusters)
    pd.testing.assert_frame_equal(planted.members, again.members)


def test_words_that_stand_together_are_one_cluster() -> None:
    found = cluster_words(weigh_words(said(GROUPS, MIXED)), bootstraps=4)
    best = found.stability[found.stability["chosen"] & found.stability["weakest"]].iloc[0]
    assert best["k"] == 3 and best["verdict"] == "stable"
    for _, own in found.members.groupby("cluster"):
        assert any(set(own["word"]) == set(words) for words in VOCABULARIES)
    row = found.members.iloc[0]
    assert len(split_ids(row["measure_ids"])) == row["measures"]


def test_clusters_that_are_the_plans_are_said_to_reproduce_them() -> None:
    found = cluster_measures(weigh_words(said(GROUPS, ["abc"[group] for group in GROUPS])), bootstraps=2)
    overlap = compare_with_plans(found.members, shuffles=199)
    assert overlap[["k", "plans", "n", "ami", "p", "largest_share"]].iloc[0].tolist() == [3, 3, 45, 1, 1 / 200, 1]
    assert "largely reproduce the 3 plans" in state_plan_overlap(overlap, "en")
    assert "ほぼ計画の別を写している" in state_plan_overlap(overlap, "ja")


def test_clusters_across_plans_are_not(planted: Clustering) -> None:
    overlap = compare_with_plans(planted.members, shuffles=199).iloc[0]
    assert overlap["ami"] < 0 and overlap["p"] > 0.5 and overlap["largest_share"] == 1 / 3
    assert state_plan_overlap(compare_with_plans(planted.members, shuffles=9), "en").startswith(
        "The 3 groups do not merely reproduce the 3 plans (adjusted mutual information"
    )


@pytest.mark.parametrize(
    "words",
    [
        said([], []),
        said([0], ["a"]),
        said([0, 0, 0], ["a", "a", "b"]),
        pd.DataFrame({"plan_id": "a", "measure_id": [f"a/{n}" for n in range(5)], "word": "協働"}).assign(
            administrative=False
        ),
    ],
    ids=["nothing", "one measure", "three measures", "all alike"],
)
def test_too_little_gives_an_honest_result_without_warnings(words: pd.DataFrame) -> None:
    weights = weigh_words(words)
    for found in (cluster_measures(weights, bootstraps=2), cluster_words(weights, bootstraps=2)):
        assert not found.members.get("stable", pd.Series(dtype=bool)).any()
        assert compare_with_plans(found.members, shuffles=9).shape[0] <= 1 if "plan_id" in found.members else True
        assert isinstance(state_stability(found.stability, "en"), str)
    assert state_plan_overlap(compare_with_plans(cluster_measures(weigh_words(said([], []))).members), "en")


def test_one_plan_alone_is_not_left_out() -> None:
    found = cluster_measures(weigh_words(said(GROUPS, ["a"] * 45)), bootstraps=2)
    assert "left-out plan" not in set(found.stability["criterion"]) and (found.stability["k"] == 3).any()


def test_weights_leave_out_rare_and_administrative_words() -> None:
    words = said([0] * 6, ["a", "b"] * 3)
    extra = pd.DataFrame(
        {"plan_id": "a", "measure_id": ["a/00", "a/02", "a/04", "a/00"], "word": ["推進"] * 3 + ["稀"]}
    ).assign(administrative=[True] * 3 + [False])
    weights = weigh_words(pd.concat([words, extra], ignore_index=True))
    assert "推進" not in weights.words and "稀" not in weights.words
    assert "推進" in weigh_words(pd.concat([words, extra], ignore_index=True), administrative=True).words
    lengths = weights.weights.multiply(weights.weights).sum(axis=1)
    assert np.allclose(lengths, 1) and weights.plan_ids.tolist() == ["a"] * 3 + ["b"] * 3


def test_partitions_agree_as_scikit_learn_and_jaccard_by_hand_say() -> None:
    reference, other = np.array([0, 0, 0, 1, 1, 2]), np.array([1, 1, 0, 0, 0, -1])
    found = compare_partitions(reference, other)
    assert found.value == adjusted_rand_score(reference[:5], other[:5])
    assert found.parts[:2].tolist() == [2 / 3, 2 / 3] and np.isnan(found.parts[2])


def test_runs_are_what_they_are_called() -> None:
    runs = draw_runs(MIXED, seeds=2, orders=2, bootstraps=3, seed=5)
    of = {name: [run for run in runs if run.criterion == name] for name in ("reference", *CRITERIA)}
    assert [len(of[name]) for name in ("reference", *CRITERIA)] == [1, 2, 2, 3, 3]
    assert all(sorted(run.rows) == list(range(45)) for run in of["row order"])
    assert len({run.seed for run in (*of["reference"], *of["seeds"])}) == 3
    left_out = [set(range(45)) - set(run.rows.tolist()) for run in of["left-out plan"]]
    assert [{MIXED[row] for row in rows} for rows in left_out] == [{"a"}, {"b"}, {"c"}]
    assert all(len(run.rows) == 45 > len(set(run.rows.tolist())) for run in of["bootstrap"])
    many = [run for run in draw_runs([f"p{number}" for number in range(25)]) if run.criterion == "left-out plan"]
    assert len(many) == 10 and sum(25 - len(run.rows) for run in many) == 25, "every plan is left out once"


def test_the_number_of_groups_is_the_one_whose_weakest_agreement_is_strongest() -> None:
    agreements = {2: (1.0, 0.3), 3: (0.8, 0.5), 4: (0.5, 0.5)}

    def fit(run: Draw):  # type: ignore[no-untyped-def]
        return lambda k: None if k == 5 else (run.criterion, k)

    def compare(reference, other):  # type: ignore[no-untyped-def]
        steady = agreements[other[1]][other[0] == "bootstrap"]
        return Agreement(steady, np.array([0.9, 0.7 if other[0] == "bootstrap" else 0.9]))

    found = assess(fit, compare, draw_runs(["a", "b"]), LEAST_JACCARD, numbers=(2, 3, 4, 5))
    assert found is not None and found.chosen == 3, "of two equal ones the smaller"
    assert found.model == ("reference", 3) and found.stable_parts.tolist() == [True, False]
    weakest = found.table[found.table["weakest"]].set_index("k")
    assert weakest["value"].tolist() == [0.3, 0.5, 0.5] and weakest.loc[2, "criterion"] == "bootstrap"
    assert found.table.loc[found.table["value"] == 0.8, "verdict"].eq("stable").all()
    assert assess(lambda run: lambda k: None, compare, draw_runs(["a"]), 0.8) is None


def test_clusters_are_numbered_by_size_then_by_their_first_member() -> None:
    assert number_by_size(np.array([1, 2, 2, 0, 0, 2])).tolist() == [2, 0, 0, 1, 1, 0]
    assert number_by_size(np.array([-1, 5, -1])).tolist() == [-1, 0, -1]
