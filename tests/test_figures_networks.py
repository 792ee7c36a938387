"""Networks as figures: nodes and edges as the table has them, labels apart, and something honest without any."""

from __future__ import annotations

from itertools import combinations

import numpy as np
import pandas as pd
import pytest

from kyodo_analysis.analysis.structure.word_networks import connect_words
from kyodo_analysis.figures.networks import plot_network
from kyodo_analysis.figures.style import LANGUAGES, render


def network(groups: int = 4, size: int = 4) -> pd.DataFrame:
    """Groups of words that stand together, each in ten measures of its own."""
    rows = [
        ("ube", f"ube/{group}-{one}", f"市民活動{group}{word}", False)
        for group in range(groups)
        for one in range(10)
        for word in range(size)
        if (one + word) % 4
    ]
    words = pd.DataFrame(rows, columns=["plan_id", "measure_id", "word", "administrative"])
    counted = words.drop_duplicates("measure_id")[["measure_id", "plan_id"]]
    return connect_words(words, counted, resamples=20, regroupings=3)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_network_shows_each_node_and_edge_once(language: str) -> None:
    table = network()
    nodes, edges = table[table["kind"] == "node"], table[table["kind"] == "edge"]
    chart = plot_network(table, language)
    (panel,) = chart.axes
    drawn = np.array([mark.get_offsets()[0] for mark in panel.collections])
    assert drawn.tolist() == nodes[["x", "y"]].to_numpy().tolist()
    assert sum(line.get_zorder() == 1 for line in panel.lines) == len(edges)
    assert {text.get_text() for text in panel.texts} == set(nodes["name"])
    assert render(chart, "png") == render(plot_network(table, language), "png")


def test_names_do_not_cover_each_other() -> None:
    (panel,) = plot_network(network()).axes
    boxes = [text.get_window_extent() for text in panel.texts]
    assert not any(one.overlaps(other) for one, other in combinations(boxes, 2))


def test_unstable_edges_are_dashed_and_pairs_within_chance_are_light() -> None:
    table = network()
    edges = table.index[table["kind"] == "edge"]
    table.loc[edges[0], ["stable", "beyond_null", "q"]] = [False, False, 0.9]
    (panel,) = plot_network(table).axes
    lines = [line for line in panel.lines if line.get_zorder() == 1]
    assert [line.get_linestyle() for line in lines].count("--") == (~table.loc[edges, "stable"]).sum()
    assert len({line.get_color() for line in lines}) == 2


def test_the_source_names_the_rule_by_which_pairs_are_drawn() -> None:
    table = network()
    words = " ".join(text.get_text() for text in plot_network(table).texts).replace("\n", " ")
    assert "at least 3 measures and with z ≥ 2.33" in words
    names = table.assign(name_en="theme " + table["name"])
    themes = " ".join(text.get_text() for text in plot_network(names).texts).replace("\n", " ")
    assert "at least 2 measures and with z ≥ 0" in themes


def test_more_communities_than_shapes_share_the_last_one() -> None:
    table = network(groups=11)
    legend = plot_network(table).legends[0]
    assert "smaller communities" in [text.get_text() for text in legend.get_texts()]


def test_a_network_without_edges_says_that_there_is_nothing() -> None:
    chart = plot_network(network(groups=1, size=1))
    assert not chart.axes and "nothing to show" in chart.texts[0].get_text()
