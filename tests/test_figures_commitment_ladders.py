"""Figures of the commitment ladders: every mark is a row of the table, nothing is cut off, small n is grey."""

from __future__ import annotations

from itertools import combinations

import pandas as pd
import pytest
from analysis_tables import elements, measures, plans, themes
from matplotlib.colors import to_hex
from matplotlib.figure import Figure
from matplotlib.text import Text

from kyodo_analysis.analysis.commitment.commitment_groups import share_ladder_by_actor, share_ladder_by_theme
from kyodo_analysis.analysis.commitment.commitment_texts import label_actors
from kyodo_analysis.analysis.commitment.commitments import RUNGS, share_ladder
from kyodo_analysis.analysis.showing.labels import label_plans, label_themes
from kyodo_analysis.figures.commitment_ladders import plot_commitment_by_theme, plot_commitment_ladder
from kyodo_analysis.figures.style import LANGUAGES, MUTED, applied_style, render
from kyodo_analysis.paths import hand_folder
from kyodo_analysis.tables import read
from kyodo_analysis.words.lexicons import read_lexicons

FAST = {"resamples": 50, "shuffles": 99}


@pytest.fixture(scope="module")
def ladder() -> pd.DataFrame:
    return label_plans(share_ladder(read("measures"), read("elements"), **FAST), read("plans"))


@pytest.fixture(scope="module")
def by_theme() -> pd.DataFrame:
    table = share_ladder_by_theme(read("measures"), read("elements"), read("measure_themes"), **FAST)
    return label_themes(table, read_lexicons(hand_folder()).codebook)


def assert_readable(chart: Figure) -> None:
    """No text is cut off, none lies on another."""
    render(chart, "png")  # type: ignore[arg-type]
    width, height = chart.get_size_inches() * chart.dpi
    renderer = chart.canvas.get_renderer()  # type: ignore[attr-defined]
    with applied_style():
        shown = [text for text in chart.findobj(Text) if text.get_visible() and text.get_text().strip()]
        shared = {label for axes in chart.axes[1:] for label in axes.get_yticklabels()}
        boxes = [(text.get_text(), text.get_window_extent(renderer)) for text in shown if text not in shared]
    for text, box in boxes:
        assert box.x0 >= -1 and box.y0 >= -1 and box.x1 <= width + 1 and box.y1 <= height + 1, text
    for (one, a), (other, b) in combinations(boxes, 2):
        overlap = min(a.x1, b.x1) - max(a.x0, b.x0) > 2 and min(a.y1, b.y1) - max(a.y0, b.y0) > 2
        assert not overlap, f"{one!r} and {other!r}"


def dots_of(chart: Figure, marks: str = "oD") -> list[float]:
    return sorted(
        float(line.get_xdata()[0]) for axes in chart.axes for line in axes.lines if line.get_marker() in set(marks)
    )


@pytest.mark.parametrize("language", LANGUAGES)
def test_ladder_shows_every_rung_of_every_plan(ladder: pd.DataFrame, language: str) -> None:
    chart = plot_commitment_ladder(ladder, language)
    assert dots_of(chart) == pytest.approx(sorted(ladder["share"]))
    assert len(dots_of(chart, "D")) == ladder["beyond_null"].sum()
    assert_readable(chart)


def test_bars_add_what_has_this_very_code(ladder: pd.DataFrame) -> None:
    chart = plot_commitment_ladder(ladder)
    for axes, (_, own) in zip(chart.axes, ladder.groupby("plan_id", sort=False), strict=True):
        bars = [bar for container in axes.containers for bar in container]
        assert [bar.get_width() for bar in bars] == pytest.approx((own["exactly"] / own["n"]).tolist())
        assert [bar.get_x() + bar.get_width() for bar in bars] == pytest.approx(own["share"].tolist())


@pytest.mark.parametrize("language", LANGUAGES)
def test_themes_stand_with_their_n(by_theme: pd.DataFrame, language: str) -> None:
    chart = plot_commitment_by_theme(by_theme, language)
    shown = by_theme[
        by_theme["rung"].isin([rung for rung in RUNGS if (by_theme[by_theme["rung"] == rung].share < 1).any()])
    ]
    assert dots_of(chart) == pytest.approx(sorted(shown.loc[~shown["few"], "share"]))
    labels = [label.get_text() for label in chart.axes[0].get_yticklabels()]
    first = by_theme.iloc[0]
    assert labels[0] == f"{first[f'theme_{language}']}  n = {first['n']}"
    assert_readable(chart)


def test_themes_of_few_elements_are_grey_and_without_a_band() -> None:
    table = share_ladder_by_theme(measures(), elements(), themes(), **FAST)
    table = table.assign(theme_en=table["theme"], theme_ja=table["theme"])
    assert table["few"].all()
    chart = plot_commitment_by_theme(table)
    assert dots_of(chart) == [] and len(dots_of(chart, "x")) > 0
    assert all(not axes.patches for axes in chart.axes)
    assert {to_hex(label.get_color()) for label in chart.axes[0].get_yticklabels()} == {MUTED}
    assert "fewer than 5 elements" in [text.get_text() for text in chart.legends[0].get_texts()]


@pytest.mark.parametrize("language", LANGUAGES)
def test_actors_say_which_plans_they_rest_on(language: str) -> None:
    table = share_ladder_by_actor(read("measures"), read("elements"), read("measure_actors"), **FAST)
    chart = plot_commitment_by_theme(label_actors(table), language)
    said = "".join(text.get_text() for text in chart.findobj(Text)).replace("\n", "").replace(" ", "")
    assert ("koka,yamaguchi-1only" if language == "en" else "koka、yamaguchi-1のみ") in said
    assert_readable(chart)


@pytest.mark.parametrize("language", LANGUAGES)
def test_nothing_to_show_is_said(language: str) -> None:
    empty = share_ladder(measures(), elements().iloc[:0], **FAST)
    for chart in (
        plot_commitment_ladder(empty, language),
        plot_commitment_by_theme(share_ladder_by_theme(measures(), elements().iloc[:0], themes(), **FAST), language),
    ):
        assert not chart.axes and any(
            "nothing" in text.get_text() or "示すものがない" in text.get_text() for text in chart.texts
        )


def test_the_same_table_gives_the_same_bytes() -> None:
    table = label_plans(share_ladder(measures(), elements(), **FAST), plans())
    for kind in ("svg", "png"):
        assert render(plot_commitment_ladder(table), kind) == render(plot_commitment_ladder(table), kind)


@pytest.mark.parametrize("language", LANGUAGES)
def test_tentative_themes_are_marked_and_the_mark_is_explained(by_theme: pd.DataFrame, language: str) -> None:
    doubtful = by_theme["theme"].iloc[0]
    verdicts = by_theme["theme"].eq(doubtful).map({True: "tentative", False: "charted"})
    chart = plot_commitment_by_theme(by_theme.assign(verdict=verdicts), language)
    labels = [label.get_text() for label in chart.axes[0].get_yticklabels()]
    assert [" †  n = " in label for label in labels] == [True] + [False] * (len(labels) - 1)
    explained = {"en": "† tentative", "ja": "† 暫定"}[language]
    assert any(explained in text.get_text() for text in chart.texts)
    without = plot_commitment_by_theme(by_theme.assign(verdict="charted"), language)
    assert not any("†" in text.get_text() for text in without.findobj(Text))
