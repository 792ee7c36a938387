"""The two figures of the theme profile: what they show, what they must not, and that nothing runs into anything."""

from __future__ import annotations

from itertools import combinations

import pandas as pd
import pytest
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Rectangle
from matplotlib.text import Text
from test_analysis_theme_texts import profile

from kyodo_analysis.analysis.coding.misclassification import correct_shares, estimate_misclassification
from kyodo_analysis.figures.style import LANGUAGES, applied_style, render
from kyodo_analysis.figures.theme_profiles import plot_theme_dots, plot_theme_heatmap

SCORES = pd.DataFrame({"theme": ["places", "staff"], "n": 8, "coded": 40, "both": [6, 8], "rules_only": 1})
BLIND = {"verdict": "not_charted", "alpha": float("nan")}


def table(**columns: object) -> pd.DataFrame:
    return correct_shares(profile(), estimate_misclassification(SCORES)).assign(**columns)


def texts(chart: Figure) -> list[str]:
    return [text.get_text() for text in chart.findobj(Text) if text.get_text()]


def test_every_cell_has_its_share_and_its_interval() -> None:
    shown = table()
    (panel,) = plot_theme_heatmap(shown).axes
    written = [text.get_text() for text in panel.texts]
    cells = shown[shown["verdict"] != "not_charted"]
    assert len(written) == 2 * len(cells) + 1
    own = cells.set_index(["theme", "plan_id"]).loc[("places", "ube")]
    place = written.index("67")
    assert written[place + 1] == f"{100 * own['corrected_lower']:.0f}–{100 * own['corrected_upper']:.0f}"
    # Errors of a theme that readers found too rarely are unknown: Wilson's interval of 1 of 3, marked.
    assert "6–79 *" in written


def test_themes_that_are_not_charted_are_hatched_and_left_out_of_the_dots() -> None:
    (panel,) = plot_theme_heatmap(table()).axes
    hatched = [patch for patch in panel.patches if isinstance(patch, Rectangle) and patch.get_hatch()]
    assert len(hatched) == 1 and hatched[0].get_width() == 3
    assert "not charted: α < .667" in texts(plot_theme_heatmap(table()))
    assert panel.get_yticklabels()[-1].get_text().startswith("Rules")
    dots = plot_theme_dots(table())
    labels = [label.get_text() for label in dots.axes[0].get_yticklabels()]
    assert not any(label.startswith("Rules") for label in labels) and "Money †  α 0.900" in labels
    assert "Not charted for α < .667: Rules." in " ".join(texts(dots)).replace("\n", " ")


def test_an_alpha_on_next_to_nothing_is_not_printed() -> None:
    few = table(coded_n=2)
    for chart in (plot_theme_heatmap(few), plot_theme_dots(few)):
        labels = [label.get_text() for label in chart.axes[0].get_yticklabels()]
        assert labels and all(label.endswith("α –") for label in labels)


def test_a_limit_is_printed_with_the_digits_of_the_alpha_beside_it() -> None:
    labels = texts(plot_theme_heatmap(table(alpha=0.666, verdict="not_charted")))
    assert "Money  α 0.666" in labels and "not charted: α < .667" in labels


def test_dots_and_thin_lines_stand_where_the_table_says() -> None:
    shown = table().query("verdict != 'not_charted'")
    lines = [line for axes in plot_theme_dots(table()).axes for line in axes.lines if isinstance(line, Line2D)]
    dots = [float(line.get_xdata()[0]) for line in lines if line.get_marker() in {"o", "D"}]  # type: ignore[index]
    assert sorted(dots) == pytest.approx(sorted(shown["share"]))
    ticks = [float(line.get_xdata()[0]) for line in lines if line.get_marker() == "|"]  # type: ignore[index]
    assert sorted(ticks) == pytest.approx(sorted(shown["corrected"].dropna()))
    thin = sorted(
        tuple(line.get_xdata()) for line in lines if line.get_linewidth() == 0.7 and len(line.get_xdata()) == 2
    )  # type: ignore[arg-type]
    known = shown.dropna(subset=["corrected"])
    assert thin == sorted(zip(known["corrected_lower"], known["corrected_upper"], strict=True))


def test_without_readers_nothing_is_charted() -> None:
    blind = table(**BLIND)
    assert texts(plot_theme_heatmap(blind)).count("not charted: no hand-coded measure") == 6
    assert len(plot_theme_dots(blind).axes) == 0


def test_an_empty_table_gives_a_figure_that_says_so() -> None:
    for plot in (plot_theme_heatmap, plot_theme_dots):
        for language in LANGUAGES:
            assert render(plot(table().iloc[:0], language), "png").startswith(b"\x89PNG")


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("plot", [plot_theme_heatmap, plot_theme_dots])
def test_no_text_hides_another_or_leaves_the_figure(plot, language: str) -> None:  # type: ignore[no-untyped-def]
    chart = plot(table(), language)
    assert render(chart, "png") == render(plot(table(), language), "png")
    renderer = chart.canvas.get_renderer()
    with applied_style():
        ticks = {tick for axes in chart.axes for tick in [*axes.get_xticklabels(), *axes.get_yticklabels()]}
        drawn = [text for text in chart.findobj(Text) if text.get_text().strip() and text not in ticks]
        boxes = [(text.get_text(), text.get_window_extent(renderer)) for text in drawn if text.get_visible()]
    width, height = chart.get_size_inches() * chart.dpi
    for said, box in boxes:
        assert box.x0 >= -1 and box.y0 >= -1 and box.x1 <= width + 1 and box.y1 <= height + 1, said
    for (one, a), (other, b) in combinations(boxes, 2):
        overlap = min(a.x1, b.x1) - max(a.x0, b.x0) > 2 and min(a.y1, b.y1) - max(a.y0, b.y0) > 2
        assert not overlap, f"{one!r} and {other!r}"
