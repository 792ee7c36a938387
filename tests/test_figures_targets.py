"""Figures of targets: marks lead back to source lines, numbers are those of the table, gaps and silent plans show."""

from __future__ import annotations

import pandas as pd
import pytest
from analysis_inputs import project_analyses, project_tables
from matplotlib.figure import Figure
from matplotlib.text import Text

from kyodo_analysis.figures.checkability import plot_checkability, plot_completion_kinds
from kyodo_analysis.figures.finance import plot_fiscal_gap
from kyodo_analysis.figures.targets import plot_targets


def said(chart: Figure) -> list[str]:
    return [text.get_text() for text in chart.findobj(Text) if text.get_text().strip()]


def test_marks_of_indicators_lead_back_to_lines() -> None:
    spans = project_tables()["spans"]
    own = spans[spans["table"] == "indicators"]
    for row in project_analyses()["indicator-targets"].to_dict("records"):
        fields = ["name", "baseline_printed", "target_printed"]
        behind = own[own["row_id"].eq(row["indicator_id"]) & own["field"].isin(fields)]
        assert set(behind["field"]) == set(fields) and behind["line"].ge(1).all()


def test_marks_of_the_fiscal_table_lead_back_to_lines() -> None:
    cells = project_tables()["finance"].set_index(["plan_id", "line", "fiscal_year"])["amount"]
    rows = project_analyses()["fiscal-gap"].to_dict("records")
    assert len(rows) == 8
    for row in rows:
        for name in ("revenue", "expenditure", "gap", "gap_after"):
            assert cells[row["plan_id"], row[f"{name}_line"], row["fiscal_year"]] == row[name]


@pytest.mark.parametrize("language", ["en", "ja"])
def test_numbers_of_the_tables_are_written(language: str) -> None:
    targets, gap = project_analyses()["indicator-targets"], project_analyses()["fiscal-gap"]
    texts = said(plot_targets(targets, language))
    assert all(f"{value:g}" in texts for value in targets["target"])
    assert ("no baseline" if language == "en" else "基準値なし") in texts
    texts = said(plot_fiscal_gap(gap, language))
    assert all(f"{value:+g}".replace("-", "−") in texts for value in gap["gap_recomputed"])


def test_a_baseline_that_is_not_printed_is_not_drawn() -> None:
    table = project_analyses()["indicator-targets"]
    chart = plot_targets(table, "en")
    marks = [
        (line.get_xdata()[0], line.get_ydata()[0])  # type: ignore[index]
        for axes in chart.axes
        for line in axes.lines
        if line.get_marker() == "o" and len(line.get_xdata()) == 1  # type: ignore[arg-type]
    ]
    complete = table.drop_duplicates("indicator_id")["baseline"].notna().sum()
    assert len(marks) == len(table) + complete
    assert all(y > 0 for _, y in marks)


def test_panels_share_the_years_and_units_are_translated() -> None:
    table = project_analyses()["indicator-targets"]
    chart = plot_targets(table, "en")
    assert len({axes.get_xlim() for axes in chart.axes}) == 1 and len(chart.axes) == 3
    units = [axes.get_title(loc="left").rsplit(": ", 1)[1] for axes in chart.axes]
    assert units == ["%", "people", "projects"]
    other = plot_targets(table.assign(unit="棟"), "en")
    assert [axes.get_title(loc="left").rsplit(": ", 1)[1] for axes in other.axes] == ["棟"]
    assert plot_targets(table, "ja").axes[1].get_title(loc="left").endswith(": 人")


def test_plans_without_criteria_or_years_stay_visible() -> None:
    of = project_analyses()
    kinds = said(plot_completion_kinds(of["completion-kinds"], "en"))
    assert sum(text.startswith("no criteria (n = ") for text in kinds) == 4
    levels = said(plot_checkability(of["checkability-shares"], "en"))
    assert levels.count("no criteria\nno year columns") == 3 and levels.count("no criteria\nyear columns lost") == 1


def test_bars_are_as_long_as_the_shares() -> None:
    table = project_analyses()["checkability-shares"]
    shown = table[table["reading"].isin(["as printed", "in words"])]
    (axes,) = plot_checkability(table, "en").axes
    widths = sorted(patch.get_width() for patch in axes.patches)  # type: ignore[attr-defined]
    assert widths == pytest.approx(sorted(100 * shown["share"]))


def test_two_fiscal_tables_have_two_panels() -> None:
    gap = project_analyses()["fiscal-gap"]
    other = gap.assign(plan_id="ube", plan_en="Ube", revenue=gap["expenditure"], expenditure=gap["revenue"])
    both = pd.concat([gap, other.assign(gap_recomputed=-gap["gap_recomputed"])])
    chart = plot_fiscal_gap(both, "en")
    assert [axes.get_title(loc="left") for axes in chart.axes] == ["Koka (draft)", "Ube"]
    assert "+31" in said(chart)
