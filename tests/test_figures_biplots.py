"""Maps as figures: every point drawn where its table puts it, labels apart, and something honest for an empty table."""

from __future__ import annotations

from itertools import combinations

import numpy as np
import pandas as pd
import pytest
from matplotlib.patches import Ellipse

from kyodo_analysis.analysis.structure.word_maps import map_words
from kyodo_analysis.figures.biplots import plot_biplot
from kyodo_analysis.figures.label_places import Label, write_labels
from kyodo_analysis.figures.style import LANGUAGES, applied_style, new_chart, render


def word_map(plans: str = "abcde", measures: int = 8) -> pd.DataFrame:
    generator = np.random.default_rng(2)
    vocabulary = ["地域", "福祉", "支援", "講座", "広報", "市民", "情報", "職員", "研修"]
    rows = [
        (plan, f"{plan}/{one}", word)
        for number, plan in enumerate(plans)
        for one in range(measures)
        for word in generator.choice(vocabulary[number : number + 4], 4)
    ]
    words = pd.DataFrame(rows, columns=["plan_id", "measure_id", "word"])
    counted = words.drop_duplicates("measure_id")[["measure_id", "plan_id"]]
    table = map_words(words, counted, resamples=50, shuffles=99)
    return table.assign(plan_en="Plan " + table["plan_id"], plan_ja=table["plan_id"] + "市（素案）")


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_map_shows_plans_ellipses_names_and_the_warning(language: str) -> None:
    table = word_map()
    chart = plot_biplot(table, language)
    (panel,) = chart.axes
    shown = {text.get_text() for text in panel.texts}
    assert set(table.loc[table["kind"] == "plan", f"plan_{language}"]) <= shown
    assert set(table.loc[table["labelled"], "name"]) <= shown
    ellipses = [patch for patch in panel.patches if isinstance(patch, Ellipse)]
    assert len({patch.center for patch in ellipses}) == 5
    below = " ".join(text.get_text() for text in chart.texts).replace("\n", "")
    assert ("50%" in below) and "Greenacre" in below
    assert render(chart, "png") == render(plot_biplot(table, language), "png")


def test_one_unit_is_as_long_across_as_upwards_and_nothing_is_cut_off() -> None:
    table = word_map()
    (panel,) = plot_biplot(table).axes
    box, (left, right), (bottom, top) = panel.get_window_extent(), panel.get_xlim(), panel.get_ylim()
    assert box.width / (right - left) == pytest.approx(box.height / (top - bottom))
    points = table.dropna(subset=["x"])
    assert points["x"].between(left, right).all() and points["y"].between(bottom, top).all()


def test_two_plans_on_one_line_and_an_empty_map_can_be_drawn() -> None:
    assert len(plot_biplot(word_map("ab")).axes) == 1
    assert not plot_biplot(word_map("a")).axes


@applied_style()
def test_labels_of_crowded_points_do_not_cover_each_other() -> None:
    chart = new_chart(7, 5)
    panel = chart.subplots()
    panel.set(xlim=(0, 10), ylim=(0, 10))
    write_labels(panel, [Label("市民活動", 5 + 0.2 * number, 5, 3, 9, "k") for number in range(8)])
    boxes = [text.get_window_extent() for text in panel.texts]
    assert len(boxes) == 8 and not any(one.overlaps(other) for one, other in combinations(boxes, 2))


@applied_style()
def test_labels_stay_within_the_panel() -> None:
    chart = new_chart(7, 5)
    panel = chart.subplots()
    panel.set(xlim=(0, 10), ylim=(0, 10))
    write_labels(panel, [Label("地域交流センター", 10, 10, 3, 9, "k"), Label("地域", 0, 0, 3, 9, "k")])
    frame = panel.get_window_extent().expanded(1.001, 1.001)
    for text in panel.texts:
        box = text.get_window_extent()
        assert frame.contains(box.x0, box.y0) and frame.contains(box.x1, box.y1)
