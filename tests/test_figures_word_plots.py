"""The two-axis word plot: every word is a dot, names do not cover each other, the same table gives the same bytes."""

from __future__ import annotations

from itertools import combinations

import numpy as np
import pandas as pd
import pytest

from kyodo_analysis.analysis.showing.labels import label_plans
from kyodo_analysis.analysis.wording.keyness import find_keywords
from kyodo_analysis.figures.style import LANGUAGES, render
from kyodo_analysis.figures.word_plots import plot_words

PLANS = pd.DataFrame({"plan_id": ["ube", "hagi", "kudamatsu"], "municipality": ["宇部市", "萩市", "下松市"]}).assign(
    municipality_inferred=False, first_fiscal_year=pd.NA, last_fiscal_year=pd.NA, state=None
)
OWN = {"ube": ["福祉", "福祉", "基金"], "hagi": ["講座", "広報"], "kudamatsu": ["市民", "広報"]}


def keywords(plans: int = 3) -> pd.DataFrame:
    rows = [
        (plan_id, f"{plan_id}/{number}", "content", 1, start, word, "名詞", False, word in {"講座", "広報"})
        for plan_id, own in list(OWN.items())[:plans]
        for number in range(12)
        for start, word in enumerate([*own, "地域", f"語{number % 4}"])
    ]
    names = ["plan_id", "measure_id", "field", "position", "start", "word", "pos", "administrative", "boilerplate"]
    return label_plans(find_keywords(pd.DataFrame(rows, columns=names), shuffles=499), PLANS)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_word_of_every_plan_is_a_dot(language: str) -> None:
    table = keywords()
    chart = plot_words(table, language)
    for panel, (_, own) in zip(chart.axes, table.groupby("plan_id", sort=False), strict=True):
        dots = [line.get_xydata() for line in panel.lines if line.get_marker() not in ("None", "")]
        drawn = sorted(map(tuple, np.concatenate(dots).tolist()))
        assert drawn == sorted(zip(own["rest_per_1000"], own["per_1000"], strict=True))
        left, right = panel.get_xlim()
        low, high = panel.get_ylim()
        assert all(left < x < right and low < y < high for x, y in drawn), "nothing is cut off"


def test_what_sets_a_plan_apart_is_filled_and_named_and_habits_have_another_shape() -> None:
    table = keywords()
    chart = plot_words(table)
    markers = {
        line.get_marker(): line.get_markerfacecolor()
        for panel in chart.axes
        for line in panel.lines
        if line.get_marker() in ("D", "s", "o") and len(line.get_xdata())
    }
    assert set(markers) == {"D", "s", "o"} and markers["o"] == "none"
    named = {text.get_text() for panel in chart.axes for text in panel.texts}
    assert set(table.loc[table["distinctive"], "word"]) <= named


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_same_table_gives_the_same_bytes(language: str) -> None:
    table = keywords()
    assert render(plot_words(table, language), "png") == render(plot_words(table, language), "png")
    assert render(plot_words(table, language), "svg") == render(plot_words(table, language), "svg")


def test_no_words_give_a_chart_that_says_so() -> None:
    assert not plot_words(keywords(plans=1)).axes and not plot_words(keywords(plans=0)).axes


def test_two_plans_have_two_panels() -> None:
    assert len(plot_words(keywords(plans=2)).axes) == 2


@pytest.mark.parametrize("language", LANGUAGES)
def test_names_never_cover_each_other(language: str) -> None:
    chart = plot_words(keywords(), language)
    for panel in chart.axes:
        boxes = [text.get_window_extent() for text in panel.texts]
        assert len(boxes) >= 2 and not any(one.overlaps(other) for one, other in combinations(boxes, 2))
