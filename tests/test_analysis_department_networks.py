"""Networks of departments: hand-made ones with fractions, tables dealt out anew, bridges, themes, GraphML."""

from __future__ import annotations

import io
from collections import Counter
from collections.abc import Callable
from itertools import combinations

import networkx as nx
import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sample_department_networks import GENERIC, GIVEN, STAR, UBE, bridges, connect, networks, themes
from scipy.stats import hypergeom

from kyodo_analysis.analysis.department.department_margins import shuffle_margins
from kyodo_analysis.analysis.department.department_network_texts import (
    state_bridges,
    state_department_themes,
    state_network,
)
from kyodo_analysis.analysis.department.department_paths import measure_betweenness
from kyodo_analysis.analysis.department.department_ties import deal_out, rate_among
from kyodo_analysis.analysis.showing.labels import split_ids
from kyodo_analysis.analysis.structure.network_export import export_graphml
from kyodo_analysis.analysis.structure.network_layout import move_off_edges


def edges_of(table: pd.DataFrame) -> pd.DataFrame:
    return table[table["kind"] == "edge"].set_index("label")


def test_shared_measures_and_fractional_weights_by_hand() -> None:
    edges = edges_of(connect(UBE))
    assert edges["n_ab"].to_dict() == {
        "協働推進課 – 職員課": 2,
        "協働推進課 – 学校教育課": 1,
        "協働推進課 – 総合支所": 1,
        "協働推進課 – 関係課": 1,
        "職員課 – 学校教育課": 1,
        "総合支所 – 関係課": 1,
        "財政課 – 全所属": 1,
    }
    # A generic name is no department: ube/3 has two of them.
    weights = edges["fractional_weight"].dropna().to_dict()
    assert weights == {
        "協働推進課 – 職員課": 1 + 1 / 2,
        "協働推進課 – 学校教育課": 1 / 2,
        "協働推進課 – 総合支所": 1,
        "職員課 – 学校教育課": 1 / 2,
    }
    assert edges.loc["協働推進課 – 職員課", "measure_ids"] == "ube/1 ube/2"
    assert edges.loc["協働推進課 – 職員課", ["n_a", "n_b", "n", "count"]].tolist() == [4, 2, 5, 2]


def test_only_pairs_with_two_measures_at_both_ends_are_tested() -> None:
    table = connect(UBE)
    edges = edges_of(table)
    assert edges.index[edges["p"].notna()].tolist() == ["協働推進課 – 職員課"]
    assert edges["generic"].sum() == 3 and edges.loc[edges["generic"], "beyond_null"].isna().all()
    assert table.loc[0, "pairs"] == 1


def test_what_is_said_of_the_whole_network() -> None:
    whole = connect(UBE).iloc[0]
    assert whole[["count", "n", "departments", "lone", "edges", "hub", "hub_edges"]].tolist() == [
        *(3, 5, 5, 1, 4),
        *("協働推進課", 3),
    ]
    assert not whole["star"] and whole["centralisation"] == pytest.approx((0 + 1 + 1 + 2) / (3 * 2))
    assert whole["measure_ids"] == "ube/1 ube/2 ube/3"


def test_generic_names_are_kept_and_marked_and_lone_departments_have_no_place() -> None:
    nodes = connect(UBE | {"ube/6": ["管財課"]}).query("kind == 'node'").set_index("label")
    assert nodes.index[nodes["generic"]].tolist() == ["全所属", "関係課"]
    assert np.isnan(nodes.loc["管財課", "x"]) and nodes["x"].notna().sum() == len(nodes) - 1
    assert nodes.loc["協働推進課", "name"] == "ube/協働推進課"


def test_a_star_is_called_one() -> None:
    table = connect(STAR)
    assert table.loc[0, "star"] and table.loc[0, "centralisation"] == 1
    assert "Ube is a star: 協働推進課 has part in all 3 pairs" in state_network(table)
    assert "宇部市は協働推進課を中心とする星形" in state_network(table, "ja")


def test_two_departments_are_no_star() -> None:
    table = connect({"ube/1": ["協働推進課", "職員課"]})
    assert not table.loc[0, "star"] and np.isnan(table.loc[0, "centralisation"])


def test_reprints_and_names_that_stand_twice_count_once() -> None:
    (own,) = networks({"ube/1": ["総合支所", "総合支所", "職員課"], "ube/2": ["総合支所"]}, reprints=["ube/2"])
    assert own.has.toarray().tolist() == [[1, 1]] and own.measures["measure_id"].tolist() == ["ube/1"]


def test_plans_without_departments_keep_a_row_and_are_named_nowhere_else() -> None:
    table = connect(UBE, plans=("hagi", "ube"))
    assert table.loc[table["plan_id"] == "hagi", ["kind", "n", "edges"]].values.tolist() == [["network", 0, 0]]
    assert "Hagi" not in state_network(table)


def test_no_departments_at_all() -> None:
    table = connect({}, plans=("ube",))
    assert table["kind"].tolist() == ["network"] and state_network(table) == "No plan names departments"
    assert bridges({}).empty and state_bridges(bridges({}), "ja") == "部署を記す計画がない"
    assert connect({}, plans=()).empty


@pytest.mark.parametrize("names", [["協働推進課"], ["関係課"], ["協働推進課", "職員課", "総合支所"]])
def test_one_measure_says_nothing_beyond_chance(names: list[str]) -> None:
    table, own = connect({"ube/1": names}), bridges({"ube/1": names})
    assert table["p"].isna().all() and not own["beyond_null"].any() and not own["cut"].any()
    assert "no pair of departments to test" in state_network(table) or "No plan" in state_network(table)


def test_one_department_for_everything_has_no_one_to_share_with() -> None:
    named = {f"ube/{number}": ["協働推進課"] for number in range(6)}
    table = connect(named)
    assert table["kind"].tolist() == ["network", "node"] and "no departments of Ube share" in state_network(table)
    row = bridges(named).iloc[0]
    assert np.isnan(row["betweenness"]) and not row["cut"] and row["degree"] == 0


def test_departments_that_always_go_together_are_found_beyond_chance() -> None:
    pairs = [["甲課", "乙課"], ["丙課", "丁課"], ["戊課", "己課"], ["庚課", "辛課"]]
    named = {f"ube/{number:02}": pairs[number % 4] for number in range(32)}
    table = connect(named, shuffles=4000)
    assert table.loc[table["kind"] == "edge", "beyond_null"].all() and table.loc[0, "pairs"] == 28
    said = state_network(table)
    assert "of 28 pairs of departments tested: " in said and "1 more" in said
    assert "他1組" in state_network(table, "ja")


def test_departments_dealt_out_at_random_are_not() -> None:
    generator = np.random.default_rng(4)
    names = [f"{number}課" for number in range(8)]
    named = {f"ube/{number:02}": generator.choice(names, 2, replace=False).tolist() for number in range(40)}
    table = connect(named, shuffles=2000)
    assert not table["beyond_null"].fillna(False).any() and "None of 28 pairs" in state_network(table)


tables = st.integers(1, 6).flatmap(
    lambda width: st.lists(st.lists(st.booleans(), min_size=width, max_size=width), min_size=1, max_size=6)
)


@settings(max_examples=60, deadline=None)
@given(tables, st.integers(0, 5))
def test_dealing_out_keeps_the_sums_of_rows_and_columns(rows: list[list[bool]], seed: int) -> None:
    has = np.array(rows)
    drawn = np.concatenate(list(shuffle_margins(has, shuffles=7, seed=seed, cells=3 * has.size)))
    assert len(drawn) == 7
    assert (drawn.sum(axis=1) == has.sum(axis=0)).all() and (drawn.sum(axis=2) == has.sum(axis=1)).all()


def test_all_tables_with_the_same_sums_come_up_equally_often() -> None:
    """3 × 3 with two in each row and column: six tables, the complements of the permutations."""
    has = ~np.eye(3, dtype=bool)
    drawn = np.concatenate(list(shuffle_margins(has, shuffles=6000, seed=2)))
    counts = Counter(table.tobytes() for table in drawn)
    assert len(counts) == 6
    # Five standard deviations of a binomial count of 6000 with 1/6.
    assert all(abs(count - 1000) < 5 * np.sqrt(6000 * 5 / 36) for count in counts.values())


def test_unequal_sums_are_dealt_out_evenly_too() -> None:
    """Rows 2, 1, 1 and columns 2, 1, 1: five tables by hand."""
    has = np.array([[1, 1, 0], [1, 0, 0], [0, 0, 1]], dtype=bool)
    drawn = np.concatenate(list(shuffle_margins(has, shuffles=6000, seed=2)))
    counts = Counter(table.tobytes() for table in drawn)
    assert len(counts) == 5
    assert all(abs(count - 1200) < 5 * np.sqrt(6000 * 4 / 25) for count in counts.values())


def test_another_plan_does_not_change_what_is_drawn() -> None:
    alone = deal_out(networks(UBE), 50)[0]
    beside = deal_out(networks({"hagi/1": ["甲課", "乙課"], "hagi/2": ["甲課"]} | UBE), 50)[1]
    assert (alone.together == beside.together).all() and (alone.as_between == beside.as_between).all()


@settings(max_examples=60, deadline=None)
@given(st.integers(3, 8), st.sets(st.tuples(st.integers(0, 7), st.integers(0, 7)), max_size=20))
def test_betweenness_is_that_of_networkx(nodes: int, pairs: set[tuple[int, int]]) -> None:
    graph = nx.Graph()
    graph.add_nodes_from(range(nodes))
    graph.add_edges_from((one, other) for one, other in pairs if one < other < nodes)
    adjacent = nx.to_numpy_array(graph, dtype=bool)
    found = measure_betweenness(np.stack([adjacent, np.zeros_like(adjacent)]))
    assert found[0] == pytest.approx(list(nx.betweenness_centrality(graph).values()))
    assert (found[1] == 0).all()


def test_bridges_by_hand() -> None:
    table = bridges(UBE).set_index("department")
    row = table.loc["協働推進課"]
    assert row[["measures", "n", "shared", "degree", "weighted_degree"]].tolist() == [4, 5, 3, 3, 4]
    # Between 総合支所 and each of two others, out of the six pairs of the other four departments.
    assert row["betweenness"] == pytest.approx(2 / 6)
    assert row["cut"] and row["lone_without"] == 1 and row["parts_without"] == 2
    # Without ube/3 there is no edge to 総合支所 left to be cut off.
    assert row["cut_share"] == 4 / 5 and row["runs"] == 5
    assert row["policies"] == 2 and row["policy_participation"] == pytest.approx(1 - (1 / 4 + 1 / 4))
    assert row["programs"] == 0 and np.isnan(row["program_participation"])
    assert not table.drop(index="協働推進課")["cut"].any() and table.loc["財政課", "parts_without"] == 0
    assert table.loc["職員課", "cut_share"] == 0


def test_leaving_a_measure_out_can_make_a_bridge() -> None:
    triangle = {"ube/1": ["甲課", "乙課"], "ube/2": ["乙課", "丙課"], "ube/3": ["丙課", "甲課"]}
    table = bridges(triangle).set_index("department")
    assert not table["cut"].any() and table["cut_share"].tolist() == [1 / 3] * 3


def test_the_interval_of_a_star_that_every_measure_holds_has_no_width() -> None:
    named = {f"ube/{number:02}": ["協働推進課", "職員課", "総合支所"] for number in range(12)}
    table = bridges(named)
    assert (table["betweenness"] == 0).all() and (table["first_share"] == 0).all()
    assert (table["betweenness_upper"] == 0).all() and table["p"].tolist() == [1] * 3


def test_what_is_said_of_bridges() -> None:
    said = state_bridges(bridges(UBE))
    assert said.startswith(
        "Without 協働推進課 the network of Ube falls apart (in 80% of 5 runs when one measure is left"
    )
    assert "with all measures into 2 parts with 1 department alone" in said and said.endswith(
        "more than its number of measures explains"
    )
    assert "全施策では2つに分かれ、1部署が孤立する" in state_bridges(bridges(UBE), "ja")
    assert "No department is linked to the others through one alone" in state_bridges(bridges({"ube/1": ["甲課"]}))


def test_departments_and_themes_by_hand() -> None:
    table = themes(GIVEN)
    edges = edges_of(table)
    assert edges.loc["協働推進課 – ア", ["n_a", "n_b", "n_ab", "n", "measure_ids"]].tolist() == [
        4,
        2,
        2,
        5,
        "ube/1 ube/2",
    ]
    # ube/1: two departments, one theme; ube/2: three departments, two themes.
    assert edges.loc["協働推進課 – ア", "fractional_weight"] == pytest.approx(1 / 2 + 1 / 6)
    assert edges["fractional_weight"].sum() == pytest.approx(3) and table.loc[1, "count"] == 3
    assert edges.loc["協働推進課 – ア", "expected"] == pytest.approx(4 * 2 / 5)
    assert edges.loc["協働推進課 – ア", "p"] == pytest.approx(hypergeom.sf(1, 5, 4, 2))
    # 協働推進課 and 職員課, each with two themes that have two measures.
    assert table.loc[1, "pairs"] == 4 and (edges["q"].dropna() == edges["q_upper"].dropna()).all()


def test_themes_that_may_not_be_charted_and_generic_names_are_counted_only() -> None:
    edges = edges_of(themes(GIVEN))
    aside = edges[~edges["charted"] | edges["generic"]]
    assert {"総合支所 – ウ", "関係課 – イ"} <= set(aside.index)
    assert aside["p"].isna().all() and aside["fractional_weight"].isna().all()


def test_a_department_for_a_theme_of_its_own_is_found() -> None:
    named = {f"ube/{number:02}": ["甲課" if number < 12 else "乙課"] for number in range(24)}
    given_themes = {one: ["a" if names == ["甲課"] else "b"] for one, names in named.items()}
    table = themes(given_themes, named)
    assert table.loc[table["kind"] == "edge", "beyond_null"].all()
    assert "甲課 × A (12 measures, by chance 6.0; Ube)" in state_department_themes(table)
    assert "宇部市の甲課×ア（12施策、偶然なら6.0）" in state_department_themes(table, "ja")


def test_without_themes_or_departments_nothing_is_tested() -> None:
    assert themes({})["kind"].tolist() == ["network", "network", *["node"] * 7]
    assert "None of 0 pairs" in state_department_themes(themes({}))
    assert state_department_themes(themes(GIVEN, {})) == "No plan names departments"


def test_every_row_leads_back_to_its_measures() -> None:
    for table in (connect(UBE), themes(GIVEN)):
        assert (table["count"] == [len(split_ids(cell)) for cell in table["measure_ids"].fillna("")]).all()


def test_the_same_namings_give_the_same_tables_in_any_order() -> None:
    turned = {measure_id: names[::-1] for measure_id, names in UBE.items()}
    pd.testing.assert_frame_equal(connect(UBE), connect(turned))
    pd.testing.assert_frame_equal(bridges(UBE), bridges(turned))
    pd.testing.assert_frame_equal(themes(GIVEN), themes(GIVEN, turned))


@pytest.mark.parametrize("make", [lambda: connect(UBE), lambda: themes(GIVEN)])
def test_graphml_reads_back(make: Callable[[], pd.DataFrame]) -> None:
    table = make()
    nodes, edges = (table[table["kind"] == kind].drop(columns="kind") for kind in ("node", "edge"))
    nodes = nodes.drop(columns=["source", "target"])
    data = export_graphml(nodes, edges)
    assert data == export_graphml(nodes, edges)
    graph = nx.read_graphml(io.BytesIO(data))
    assert set(graph) == set(nodes["name"]) and graph.number_of_edges() == len(edges)
    node = graph.nodes["ube/協働推進課"]
    assert node["label"] == "協働推進課" and node["plan_id"] == "ube" and node["count"] == 4
    assert node["function"] == "f" and node["generic"] is False and split_ids(node["measure_ids"])[0] == "ube/1"
    assert all(
        edge["weight"] == edge["n_ab"] == len(split_ids(edge["measure_ids"])) for *_, edge in graph.edges(data=True)
    )


def test_rates_count_the_tests_that_have_no_row() -> None:
    assert rate_among(pd.Series([0.01, 0.5]), 4).tolist() == pytest.approx([0.04, 1.0])
    assert rate_among(pd.Series([], dtype="float64"), 3).empty


def test_nodes_move_off_the_edges_of_others_and_nothing_else_moves() -> None:
    graph = nx.Graph([("a", "b"), ("b", "c"), ("a", "c")])
    apart = {"a": (0.0, 0.0), "b": (1.0, 1.0), "c": (2.0, 0.0)}
    assert move_off_edges(graph, apart) == apart and move_off_edges(nx.Graph(), {}) == {}
    close = move_off_edges(graph, apart | {"b": (1.0, -0.05)})
    assert close["b"] == (1.0, -0.2) and close["a"] == (0.0, 0.0)


def test_connected_departments_are_those_of_networkx_projection() -> None:
    named = {measure_id: [name for name in names if name not in GENERIC] for measure_id, names in UBE.items()}
    counted = Counter(frozenset(pair) for names in named.values() for pair in combinations(names, 2))
    edges = edges_of(connect(named))
    assert {frozenset(pair.split(" – ")): n for pair, n in edges["n_ab"].items()} == counted
