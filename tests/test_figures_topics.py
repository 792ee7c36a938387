"""Figures of stability and topics: what the tables say, and no words of topics that do not stay the same."""

from __future__ import annotations

import pandas as pd
import pytest
from matplotlib.text import Text
from test_analysis_clusters import GROUPS, MIXED, said
from test_figures_commitment_ladders import assert_readable

from kyodo_analysis.analysis.structure.clusters import cluster_measures
from kyodo_analysis.analysis.structure.topics import Topics, find_topics
from kyodo_analysis.analysis.structure.word_weights import weigh_words
from kyodo_analysis.figures.style import LANGUAGES, render
from kyodo_analysis.figures.topic_figures import plot_stability, plot_topics


@pytest.fixture(scope="module")
def topics() -> Topics:
    return find_topics(weigh_words(said(GROUPS, MIXED)), bootstraps=2)


@pytest.fixture(scope="module")
def stability(topics: Topics) -> pd.DataFrame:
    clusters = cluster_measures(weigh_words(said(GROUPS, MIXED)), bootstraps=2)
    words = clusters.stability.assign(method="clusters of words")
    return pd.concat([clusters.stability, words, topics.stability], ignore_index=True)


@pytest.mark.parametrize("language", LANGUAGES)
def test_stability_is_drawn_for_every_method_number_and_circumstance(stability: pd.DataFrame, language: str) -> None:
    chart = plot_stability(stability, language)
    drawn = [y for axes in chart.axes for line in axes.lines if line.get_marker() != "None" for y in line.get_ydata()]
    assert sorted(drawn) == pytest.approx(sorted(stability["value"]))
    limits = [line.get_ydata()[0] for axes in chart.axes for line in axes.lines if line.get_linestyle() == ":"]
    assert limits == [0.80, 0.80, 0.75]
    assert "n = 45" in " ".join(text.get_text() for text in chart.findobj(Text)).replace("\n", " ")
    assert_readable(chart)


@pytest.mark.parametrize("language", LANGUAGES)
def test_words_of_stable_topics_alone_are_shown(topics: Topics, language: str) -> None:
    chart = plot_topics(topics.topics.assign(stable=topics.topics["topic"].ne(2)), language)
    shown = [label.get_text() for axes in chart.axes for label in axes.get_yticklabels()]
    kept = topics.topics[topics.topics["topic"] != 2]
    assert shown == [f"{word}  {count}" for word, count in zip(kept["word"], kept["count"], strict=True)]
    assert_readable(chart)


@pytest.mark.parametrize("language", LANGUAGES)
def test_unstable_topics_show_a_sentence_and_no_words(topics: Topics, language: str) -> None:
    chart = plot_topics(topics.topics.assign(stable=False), language)
    said_there = " ".join(text.get_text() for text in chart.findobj(Text))
    assert not chart.axes and ("None of 3 topics is stable" in said_there or "いずれも安定しない" in said_there)
    assert not any(word in said_there for word in topics.topics["word"])


def test_nothing_to_show_is_said_and_the_same_table_gives_the_same_bytes(stability: pd.DataFrame) -> None:
    assert not plot_stability(stability.iloc[:0]).axes and not plot_topics(pd.DataFrame({"topic": []})).axes
    assert render(plot_stability(stability), "png") == render(plot_stability(stability), "png")
