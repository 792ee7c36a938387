"""Networks of departments as figures: nodes, edges and numbers as the tables have them, and nothing hidden."""

from __future__ import annotations

from itertools import combinations

import numpy as np
import pandas as pd
import pytest
from sample_department_networks import GIVEN, STAR, UBE, connect, themes

from kyodo_analysis.figures.department_networks import plot_department_network
from kyodo_analysis.figures.department_themes import plot_theme_matrix
from kyodo_analysis.figures.style import LANGUAGES, VERMILION, Chart, render


def said(chart: Chart) -> str:
    return " ".join(text.get_text() for text in chart.texts).replace("\n", " ")


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_network_shows_each_node_and_edge_once(language: str) -> None:
    table = connect(UBE | {"ube/6": ["管財課"]})
    nodes, edges = table[table["kind"] == "node"].dropna(subset=["x"]), table[table["kind"] == "edge"]
    chart = plot_department_network(table, language)
    (panel,) = chart.axes
    drawn = np.array([mark.get_offsets()[0] for mark in panel.collections])
    assert drawn.tolist() == nodes[["x", "y"]].to_numpy().tolist()
    assert sum(line.get_zorder() == 1 and line.get_color() != "white" for line in panel.lines) == len(edges)
    assert {text.get_text() for text in panel.texts} == set(nodes["label"])
    assert panel.get_title(loc="left").endswith("管財課"), "a department without any edge is listed"
    assert render(chart, "png") == render(plot_department_network(table, language), "png")


def test_generic_names_are_hollow_and_heavy_edges_have_their_number() -> None:
    heavy = {f"ube/{number}": ["協働推進課", "職員課", "関係課"] for number in range(4)}
    (panel,) = plot_department_network(connect(heavy)).axes
    faces = [tuple(mark.get_facecolor()[0]) for mark in panel.collections]
    assert faces.count((1.0, 1.0, 1.0, 1.0)) == 1
    assert [text.get_text() for text in panel.texts].count("4") == 3


def test_texts_do_not_cover_each_other() -> None:
    heavy = {f"ube/{number}": ["協働推進課", "地域交流センター", "総合支所"] for number in range(4)}
    (panel,) = plot_department_network(connect(heavy | {"ube/9": ["財政課", "総合支所"]})).axes
    boxes = [text.get_window_extent() for text in panel.texts]
    assert len(boxes) == 7 and not any(one.overlaps(other) for one, other in combinations(boxes, 2))


def test_pairs_beyond_chance_have_another_colour() -> None:
    table = connect(STAR)
    first = table.index[table["kind"] == "edge"][0]
    table.loc[first, "beyond_null"] = True
    (panel,) = plot_department_network(table).axes
    assert [line.get_color() for line in panel.lines].count(VERMILION) == 1


def test_silent_plans_are_named_and_without_any_plan_there_is_nothing() -> None:
    assert "Not shown: Hagi names no department." in said(plot_department_network(connect(UBE, plans=("hagi", "ube"))))
    for table, plot in ((connect({}), plot_department_network), (themes(GIVEN, {}), plot_theme_matrix)):
        chart = plot(table, "en")
        assert not chart.axes and "nothing to show" in chart.texts[0].get_text()


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_matrix_has_the_numbers_of_the_table(language: str) -> None:
    table = themes(GIVEN)
    chart = plot_theme_matrix(table, language)
    (panel,) = chart.axes
    shown = table[(table["kind"] == "edge") & table["theme"].isin(["a", "b"])]
    numbers = [text.get_text() for text in panel.texts if not text.get_text().startswith("(")]
    assert sorted(numbers) == sorted(shown["n_ab"].astype("str")) and len(panel.collections) == len(shown)
    totals = [text.get_text() for text in panel.texts if text.get_text().startswith("(")]
    assert totals == ["(2)", "(2)"], "themes that may not be charted are left out"
    assert next(tick.get_text() for tick in panel.get_yticklabels()).startswith("協働推進課")
    assert ("Hagi names no department" if language == "en" else "萩市は部署を記さない") in said(chart)


def test_a_pair_beyond_chance_is_a_diamond() -> None:
    table = themes(GIVEN)
    first = table.index[(table["kind"] == "edge") & table["p"].notna()][0]
    table.loc[first, "beyond_null"] = pd.NA
    plain = plot_theme_matrix(table).axes[0].collections
    table.loc[first, "beyond_null"] = True
    marked = plot_theme_matrix(table).axes[0].collections
    corners = [[len(mark.get_paths()[0].vertices) for mark in marks] for marks in (plain, marked)]
    assert sum(one != other for one, other in zip(*corners, strict=True)) == 1
