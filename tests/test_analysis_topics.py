"""Topics: planted ones are found and stable, noise is called unstable, and every word leads back to its measures."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from test_analysis_clusters import GROUPS, MIXED, VOCABULARIES, said

from kyodo_analysis.analysis.showing.labels import split_ids
from kyodo_analysis.analysis.structure.stability_texts import state_stability, state_topics
from kyodo_analysis.analysis.structure.topics import TOP_WORDS, Topics, find_topics, match_topics
from kyodo_analysis.analysis.structure.word_weights import weigh_words


@pytest.fixture(scope="module")
def planted() -> Topics:
    return find_topics(weigh_words(said(GROUPS, MIXED)), bootstraps=4)


def test_planted_topics_are_found_and_stable(planted: Topics) -> None:
    best = planted.stability[planted.stability["chosen"]]
    assert best["k"].eq(3).all() and best["verdict"].eq("stable").all() and best["cosine"].gt(0.95).all()
    assert {frozenset(own["word"]) for _, own in planted.topics.groupby("topic")} == set(map(frozenset, VOCABULARIES))
    assert planted.topics["stable"].all() and planted.topics.groupby("topic")["weight"].max().eq(1).all()
    assert state_topics(planted.topics, "en").startswith("3 of 3 topics are stable: ")
    assert state_topics(planted.topics, "ja").startswith("3トピックのうち安定するのは3: ")
    assert state_stability(planted.stability, "en").startswith("Topics (NMF) are stable at 3 (0.99 ≥ 0.75)")


def test_every_word_names_the_measures_its_topic_leads(planted: Topics) -> None:
    words = said(GROUPS, MIXED)
    led = planted.members.set_index("measure_id")["cluster"]
    for row in planted.topics.itertuples():
        ids = split_ids(row.measure_ids)
        assert len(ids) == row[planted.topics.columns.get_loc("count") + 1] > 0
        assert (led[ids] == row.topic).all() and set(ids) <= set(words.loc[words["word"] == row.word, "measure_id"])


def test_noise_has_no_stable_topics() -> None:
    noise = find_topics(weigh_words(said(GROUPS, MIXED, strange=1.0)), bootstraps=4)
    best = noise.stability[noise.stability["chosen"] & noise.stability["weakest"]]
    assert best["verdict"].tolist() == ["unstable"]
    assert state_topics(noise.topics.assign(stable=False), "ja").endswith("いずれも安定しないので、語を示さない")


def test_the_order_of_rows_changes_nothing(planted: Topics) -> None:
    again = find_topics(weigh_words(said(GROUPS, MIXED).iloc[::-1]), bootstraps=4)
    pd.testing.assert_frame_equal(planted.stability, again.stability)
    pd.testing.assert_frame_equal(planted.topics, again.topics)
    pd.testing.assert_frame_equal(planted.members, again.members)


def test_topics_are_matched_one_to_one() -> None:
    """By hand: two top words of two against two of three, and nothing in common."""
    one = np.array([[1.0, 0.5, 0, 0, 0], [0, 0, 1.0, 0.5, 0]])
    other = np.array([[0, 0, 0, 0, 1.0], [1.0, 0.5, 0.2, 0, 0]])
    found = match_topics(one, other)
    assert found.parts.tolist() == [2 / 3, 0] and found.value == 1 / 3
    assert found.cosine == pytest.approx((1.25 / np.sqrt(1.25 * 1.29) + 0) / 2)
    assert match_topics(np.eye(1, 2 * TOP_WORDS), np.zeros((1, 2 * TOP_WORDS))).value == 0


@pytest.mark.parametrize("groups", [[], [0], [0, 0, 0], [0, 1, 2, 0, 1, 2, 0, 1, 2]])
def test_too_little_gives_an_honest_result_without_warnings(groups: list[int]) -> None:
    found = find_topics(weigh_words(said(groups, ["a"] * len(groups))), bootstraps=2)
    assert {"topic", "word", "stable", "measure_ids"} <= set(found.topics.columns)
    assert {"method", "k", "value", "measure_ids"} <= set(found.stability.columns)
    assert isinstance(state_stability(found.stability, "ja"), str) and isinstance(state_topics(found.topics, "en"), str)
