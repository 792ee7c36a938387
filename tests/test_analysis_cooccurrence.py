"""Pairs of words within measures: counts by hand, SciPy's tests, networks with and without anything in them."""

from __future__ import annotations

import io
import math
from itertools import product

import networkx as nx
import numpy as np
import pandas as pd
import pytest
from scipy import sparse
from scipy.stats import fisher_exact, hypergeom

from kyodo_analysis.analysis.showing.labels import split_ids
from kyodo_analysis.analysis.statistics.resampling import resample_within
from kyodo_analysis.analysis.structure.cooccurrence import count_pairs, resample_pairs
from kyodo_analysis.analysis.structure.network_export import export_graphml
from kyodo_analysis.analysis.structure.network_layout import place_nodes
from kyodo_analysis.analysis.structure.word_map_texts import state_network, warn_communities
from kyodo_analysis.analysis.structure.word_networks import connect_themes, connect_words

HAS = np.array([[1, 1, 0], [1, 1, 0], [1, 0, 1], [0, 0, 1], [0, 0, 0], [1, 1, 1]], dtype=float)


def test_counts_and_measures_of_association_by_hand() -> None:
    table = count_pairs(sparse.csr_array(HAS), ["p"] * 6)
    row = table.iloc[0]
    assert row[["first", "second", "n_a", "n_b", "n_ab", "n"]].tolist() == [0, 1, 4, 3, 3, 6]
    assert row["jaccard"] == pytest.approx(3 / 4) and row["cosine"] == pytest.approx(3 / math.sqrt(12))
    assert row["pmi"] == pytest.approx(math.log2((3 / 6) / (4 / 6 * 3 / 6)))
    assert row["npmi"] == pytest.approx(row["pmi"] / -math.log2(3 / 6)) and row["expected"] == pytest.approx(2)
    assert row["pairs"] == 3


def test_with_one_plan_p_is_fishers() -> None:
    table = count_pairs(sparse.csr_array(HAS), ["p"] * 6)
    for row in table.itertuples():
        cells = [[row.n_ab, row.n_a - row.n_ab], [row.n_b - row.n_ab, row.n - row.n_a - row.n_b + row.n_ab]]
        assert row.p == pytest.approx(fisher_exact(cells, alternative="greater").pvalue)
        assert row.p_pooled == pytest.approx(row.p)


def test_within_plans_p_adds_up_the_ways_to_meet() -> None:
    # Plan a: 4 measures, 2 have each word, 2 both; plan b: 5 measures, 3 and 2, 1 both. P(at least 3 together) by hand.
    a = [(1, 1), (1, 1), (0, 0), (0, 0)]
    b = [(1, 1), (1, 0), (1, 0), (0, 1), (0, 0)]
    row = count_pairs(sparse.csr_array(np.array(a + b, dtype=float)), ["a"] * 4 + ["b"] * 5).iloc[0]
    ways = product(range(3), range(3))
    by_hand = sum(hypergeom.pmf(i, 4, 2, 2) * hypergeom.pmf(j, 5, 3, 2) for i, j in ways if i + j >= 3)
    assert row["p"] == pytest.approx(by_hand)
    variance = 2 * 2 * 2 * 2 / (16 * 3) + 3 * 2 * 2 * 3 / (25 * 4)
    assert row["z"] == pytest.approx((3 - 2 * 2 / 4 - 3 * 2 / 5) / math.sqrt(variance))


def test_words_that_only_share_a_plan_do_not_pass_for_a_pair() -> None:
    # Both words are common in plan a and absent from b, and stand together there as often as chance puts them.
    a = np.array(list(product([0, 1], [0, 1])) * 6, dtype=float)
    row = count_pairs(sparse.csr_array(np.vstack([a, np.zeros((60, 2))])), ["a"] * 24 + ["b"] * 60).iloc[0]
    assert row["p_pooled"] < 0.01 and row["p"] > 0.5 and row["z"] == pytest.approx(0)


def test_large_counts_agree_with_the_exact_test() -> None:
    generator = np.random.default_rng(3)
    has = (generator.random((1000, 2)) < 0.5).astype(float)
    row = count_pairs(sparse.csr_array(has), ["p"] * 1000).iloc[0]
    assert row["p"] == pytest.approx(hypergeom.sf(row["n_ab"] - 1, 1000, row["n_a"], row["n_b"]), abs=2e-3)


def test_q_counts_the_pairs_that_never_meet() -> None:
    has = np.zeros((20, 6))
    has[:8, :2] = 1
    has[np.arange(8, 12), np.arange(2, 6)] = 1
    table = count_pairs(sparse.csr_array(has), ["p"] * 20)
    assert len(table) == 1 and table["q"].item() == pytest.approx(15 * table["p"].item())


def test_resampled_pairs_are_those_of_the_resampled_measures() -> None:
    has, groups = sparse.csr_array(HAS), np.array(["a", "a", "a", "b", "b", "b"])
    pairs = count_pairs(has, groups)
    ((n_ab, jaccard, z),) = resample_pairs(has, groups, pairs, 30, seed=4)
    (weights,) = resample_within(groups, 30, seed=4)
    for row in range(30):
        drawn = HAS[np.repeat(np.arange(6), weights[row].astype(int))]
        both = drawn[:, 0] @ drawn[:, 1]
        either = np.maximum(drawn[:, 0], drawn[:, 1]).sum()
        assert n_ab[row, 0] == both and jaccard[row, 0] == pytest.approx(both / either if either else 0)
    assert np.isfinite(z).all()


def corpus(texts: dict[str, list[str]]) -> tuple[pd.DataFrame, pd.DataFrame]:
    rows = [(one.split("/")[0], one, word, word == "推進") for one, words in texts.items() for word in words]
    words = pd.DataFrame(rows, columns=["plan_id", "measure_id", "word", "administrative"])
    measures = pd.DataFrame({"measure_id": list(texts), "plan_id": [one.split("/")[0] for one in texts]})
    return words, measures.astype("str")


TEXTS = {
    **{f"ube/{number}": ["課題", "解決", "解決", "推進"] for number in range(8)},
    **{f"ube/{number}": ["職員", "研修", "意識", "推進"] for number in range(8, 16)},
    **{f"hagi/{number}": ["課題", "解決", "推進"] for number in range(8)},
    **{f"hagi/{number}": ["職員", "研修", "推進"] for number in range(8, 16)},
}


def network(texts: dict[str, list[str]] = TEXTS) -> pd.DataFrame:
    return connect_words(*corpus(texts), resamples=60, regroupings=10)


def test_a_network_links_the_words_that_belong_together() -> None:
    table = network()
    edges = table[table["kind"] == "edge"].set_index(["source", "target"])
    pair = next(pair for pair in edges.index if set(pair) == {"課題", "解決"})
    row = edges.loc[pair]
    assert row[["n_a", "n_b", "n_ab", "n", "count"]].tolist() == [16, 16, 16, 32, 16]
    assert row["jaccard"] == 1 and row["beyond_null"] and row["stable"] and row["plan_ids"] == "hagi ube"
    assert len(split_ids(row["measure_ids"])) == 16
    trained = next(pair for pair in edges.index if set(pair) == {"研修", "意識"})
    assert edges.loc[trained, "plan_ids"] == "ube"


def test_communities_are_found_and_come_back() -> None:
    table = network()
    nodes = table[table["kind"] == "node"].set_index("name")
    assert nodes.loc["課題", "community"] == nodes.loc["解決", "community"] != nodes.loc["職員", "community"]
    assert nodes.loc["職員", "degree"] == 2 and nodes.loc["課題", "strength"] == pytest.approx(1)
    assert table.loc[0, "agreement"] == pytest.approx(1) and "come back" in warn_communities(table)


def test_a_word_counts_once_per_measure_and_administrative_words_are_left_out() -> None:
    nodes = network().query("kind == 'node'").set_index("name")
    assert nodes.loc["解決", "count"] == 16 and "推進" not in nodes.index


def test_every_node_and_edge_names_its_measures() -> None:
    table = network()
    assert (table["count"] == [len(split_ids(cell)) for cell in table["measure_ids"]]).all()


def test_the_same_measures_give_the_same_network_in_any_order() -> None:
    words, counted = corpus(TEXTS)
    pd.testing.assert_frame_equal(
        connect_words(words, counted, resamples=20, regroupings=5),
        connect_words(words[::-1], counted, resamples=20, regroupings=5),
    )


def test_words_at_random_make_no_pair_beyond_chance() -> None:
    generator = np.random.default_rng(8)
    vocabulary = [f"語{number}" for number in range(15)]
    texts = {f"{plan}/{one}": sorted(set(generator.choice(vocabulary, 5))) for plan in "ab" for one in range(30)}
    table = network(texts)
    assert not table["beyond_null"].fillna(False).any() and "None of 105 pairs" in state_network(table)


@pytest.mark.parametrize("texts", [{}, {"ube/1": ["課題", "解決"]}, {f"ube/{one}": ["課題"] for one in range(9)}])
def test_nothing_to_connect_gives_a_network_without_nodes(texts: dict[str, list[str]]) -> None:
    table = network(texts)
    assert table["kind"].tolist() == ["network"] and np.isnan(table.loc[0, "modularity"])
    assert warn_communities(table) == ""


def test_themes_carry_their_names() -> None:
    measures = pd.DataFrame({"measure_id": [f"ube/{one}" for one in range(8)], "plan_id": "ube", "reprint": False})
    measures["title"] = measures["measure_id"]
    rows = [(f"ube/{one}", theme) for one in range(4) for theme in ("a", "b")] + [("ube/5", "c"), ("ube/6", "c")]
    codebook = pd.DataFrame({"code": ["a", "b", "c", "d"], "en": list("ABCD"), "ja": list("アイウエ")})
    themes = pd.DataFrame(rows, columns=["measure_id", "theme"])
    table = connect_themes(measures, themes, codebook, resamples=20, regroupings=5)
    assert table.loc[table["kind"] == "node", "name_ja"].tolist() == ["ア", "イ"]
    assert table.loc[0, ["items", "pairs"]].tolist() == [3, 3], "a theme that occurs nowhere is not tested"


def test_a_layout_keeps_parts_apart_and_nodes_off_each_other() -> None:
    graph = nx.Graph([("a", "b"), ("b", "c"), ("c", "a"), ("x", "y")])
    places = place_nodes(graph)
    points = np.array([places[node] for node in graph])
    gaps = [np.linalg.norm(points[i] - points[j]) for i in range(5) for j in range(i)]
    assert min(gaps) > 0.5 and place_nodes(graph) == places


def test_graphml_reads_back_with_types() -> None:
    table = network()
    nodes, edges = (table[table["kind"] == kind] for kind in ("node", "edge"))
    data = export_graphml(nodes, edges)
    assert data == export_graphml(nodes, edges)
    graph = nx.read_graphml(io.BytesIO(data))
    assert set(graph) == set(nodes["name"]) and graph.number_of_edges() == len(edges)
    found = graph.edges["課題", "解決"]
    assert found["n_ab"] == 16 and isinstance(found["n_ab"], int) and found["beyond_null"] is True
    assert found["weight"] == pytest.approx(1.0) and graph.nodes["課題"]["label"] == "課題"
    assert "source" not in graph.nodes["課題"] and isinstance(graph.nodes["課題"]["x"], float)


def test_graphml_of_nothing_and_of_a_broken_network() -> None:
    nodes, edges = pd.DataFrame({"name": ["a"]}), pd.DataFrame({"source": ["a"], "target": ["b"]})
    assert len(nx.read_graphml(io.BytesIO(export_graphml(nodes.head(0), edges.head(0))))) == 0
    with pytest.raises(ValueError, match="ends at b"):
        export_graphml(nodes, edges)
    with pytest.raises(ValueError, match="a stands twice"):
        export_graphml(pd.concat([nodes, nodes]), edges)
