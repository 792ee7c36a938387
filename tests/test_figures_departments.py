"""Figures of departments: every mark stands where its table says, and silent plans keep their place."""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd
import pytest
from analysis_inputs import project_analyses
from matplotlib.colors import to_hex
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Rectangle

from kyodo_analysis.figures.department_changes import plot_department_change, plot_function_themes
from kyodo_analysis.figures.departments import plot_concentration, plot_department_loads
from kyodo_analysis.figures.style import MUTED, VERMILION, frame_chart, new_chart


def marks(chart: Figure, *kinds: str) -> list[Line2D]:
    return [
        line
        for axes in chart.axes
        for line in axes.lines
        if isinstance(line, Line2D) and line.get_marker() in kinds and len(line.get_xdata()) == 1  # type: ignore[arg-type]
    ]


def places(lines: list[Line2D]) -> list[float]:
    return sorted(float(line.get_xdata()[0]) for line in lines)  # type: ignore[index]


def said(chart: Figure) -> Iterator[str]:
    return (text.get_text() for axes in chart.axes for text in [*axes.texts, axes.title, *axes.get_yticklabels()])


def test_loads_stand_where_the_table_says_and_silent_plans_say_so() -> None:
    table = project_analyses()["department-loads"]
    chart = plot_department_loads(table, "en")
    named = table.dropna(subset=["department"])
    assert places(marks(chart, "o")) == pytest.approx(sorted(named["whole"]))
    assert places(marks(chart, "s")) == pytest.approx(sorted(named["fractional"]))
    assert list(said(chart)).count("names no department") == table["department"].isna().sum()
    panels = [axes for axes in chart.axes if axes.lines]
    assert len({axes.get_xlim() for axes in panels}) == 1, "panels have one scale"
    assert len({round(axes.get_position().width, 9) for axes in panels}) == 1, "and one width"


def test_generic_names_are_marked_and_below_the_line() -> None:
    table = project_analyses()["department-loads"]
    labels = [text for text in said(plot_department_loads(table, "ja")) if text.endswith("（総称）")]
    assert len(labels) == table["generic"].eq(True).sum()


def test_concentration_keeps_a_row_for_silent_plans() -> None:
    table = project_analyses()["department-concentration"]
    chart = plot_concentration(table, "en")
    labels = [label.get_text() for label in chart.axes[0].get_yticklabels()]
    assert len(labels) == table["plan_id"].nunique()
    assert sum("names no department" in label for label in labels) == table["statistic"].isna().sum()
    assert len(marks(chart, "o", "s")) == table["departments"].gt(1).sum()
    alone = table[table["departments"] == 1]
    assert len(alone) and list(said(chart)).count("one department only") == alone["statistic"].nunique()


def test_change_draws_two_dots_for_what_both_plans_name_and_one_grey_dot_for_the_rest() -> None:
    table = project_analyses()["department-change"]
    chart = plot_department_change(table, "en")
    earlier = table[table["standing"] != "second_only"]["share"] * 100
    later = table[table["standing"] != "first_only"]["other_share"] * 100
    assert places(marks(chart, "o")) == pytest.approx(sorted(earlier))
    assert places(marks(chart, "D")) == pytest.approx(sorted(later))
    grey = [line for line in marks(chart, "o", "D") if line.get_markeredgecolor() == MUTED]
    assert len(grey) == (table["standing"] != "both").sum()


@pytest.mark.parametrize("beyond", [True, False])
def test_a_change_beyond_the_null_is_marked(beyond: bool) -> None:
    table = project_analyses()["department-change"]
    first = table.index == table.index[table["standing"] == "both"][0]
    chart = plot_department_change(table.assign(beyond_null=first & beyond), "ja")
    assert any(line.get_markeredgecolor() == VERMILION for line in marks(chart, "o", "D")) is beyond
    legend = [text.get_text() for text in chart.legends[0].get_texts()]
    assert any("◆" in text for text in legend) is beyond, "what does not occur is not explained"


@pytest.mark.parametrize("beyond", [True, False])
def test_every_pair_of_function_and_theme_has_its_cell(beyond: bool) -> None:
    table = project_analyses()["department-by-theme"]
    table = table.assign(beyond_null=(table.index == 3) & beyond)
    chart = plot_function_themes(table, "en")
    (panel,) = chart.axes
    cells = [patch for patch in panel.patches if isinstance(patch, Rectangle)]
    frames = [cell for cell in cells if to_hex(cell.get_edgecolor()) == VERMILION]
    assert len(cells) == len(table) + table["beyond_null"].sum() and len(frames) == table["beyond_null"].sum()
    assert sum(cell.get_hatch() is not None for cell in cells) == table["few"].sum()
    counts = [text.get_text() for text in panel.texts]
    assert sorted(int(text.split()[0]) for text in counts) == sorted(table.loc[table["count"] > 0, "count"])
    assert sum(text.endswith(" *") for text in counts) == table["ambiguous"].gt(0).sum() > 0
    assert any("framed" in text.get_text() for text in chart.legends[0].get_texts()) is beyond
    source = " ".join(text.get_text() for text in chart.texts).replace("\n", " ")
    assert f"All {len(table)} pairs are tested" in source and "Koka (draft), Nichinan (inferred)" in source


@pytest.mark.parametrize(
    "plot", [plot_department_loads, plot_concentration, plot_department_change, plot_function_themes]
)
def test_a_table_without_rows_is_a_figure_that_says_so(plot: object) -> None:
    names = {
        plot_department_loads: "department-loads",
        plot_concentration: "department-concentration",
        plot_department_change: "department-change",
        plot_function_themes: "department-by-theme",
    }
    empty: pd.DataFrame = project_analyses()[names[plot]].iloc[:0]  # type: ignore[index]
    chart = plot(empty, "en")  # type: ignore[operator]
    assert "nothing to show" in " ".join(text.get_text() for text in chart.texts)


def test_places_of_panels_have_no_digits_in_which_runs_differ() -> None:
    chart = new_chart(8.0, 5.0)
    chart.subplots(2, 3)
    frame_chart(chart, "en", "Named most: 協働推進課 in 38 of 41 measures", "Source: table measure_departments.")
    found = [value for panel in chart.axes for value in panel.get_position().bounds]
    assert len(found) == 24 and found == pytest.approx([round(value, 9) for value in found], rel=0, abs=1e-15)
