"""Slopes of indicators: from the baseline, where one is printed, through the targets of a plan."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.lines import Line2D

from kyodo_analysis.analysis.showing.labels import list_rows
from kyodo_analysis.analysis.target.indicator_targets import NO_BASELINE
from kyodo_analysis.analysis.target.target_labels import UNIT_NAMES
from kyodo_analysis.analysis.target.target_texts import state_targets
from kyodo_analysis.figures.style import (
    BLUE,
    GRID,
    MUTED,
    Chart,
    applied_style,
    blank_chart,
    frame_chart,
    new_chart,
)

_LINE = 24
# In inches: what a name on two lines and a number need.
_NAME_HEIGHT, _NUMBER_HEIGHT = 0.33, 0.4
_TEXTS: Mapping[str, Mapping[str, str]] = {
    "en": {
        "baseline": "baseline",
        "target": "target",
        "no_baseline": "no baseline",
        "source": "Numbers as printed; each panel has its own unit and vertical scale, the years (年 as printed) are "
        "the same in all. A baseline that is not printed is missing, not zero. A target is what the plan asks for, not "
        "what came about. Source: table indicators.",
    },
    "ja": {
        "baseline": "基準値",
        "target": "目標値",
        "no_baseline": "基準値なし",
        "source": "数は印刷どおり。縦の単位と目盛は枠ごとに異なり、横の年（印刷どおり「年」）は共通である。"
        "記されていない基準値は欠測であり、ゼロではない。目標は計画が求めるものであり、実績ではない。"
        "出典: 表 indicators",
    },
}


@applied_style()
def plot_targets(table: pd.DataFrame, language: str = "en") -> Chart:
    """A slope chart: each indicator from its baseline through its targets, one panel per plan and unit.

    Args:
        table: `indicator_targets.reckon_targets` with plan labels.
    """
    if table.empty:
        return blank_chart(language)
    texts = _TEXTS[language]
    groups = [(own.iloc[0], own) for _, own in table.groupby(["plan_id", "unit"], sort=False, dropna=False)]
    heights = [0.62 * own["indicator_id"].nunique() + 0.75 for _, own in groups]
    chart = new_chart(10.0, sum(heights) + 1.9)
    panels = chart.subplots(len(groups), 1, squeeze=False, height_ratios=heights)[:, 0]
    # One axis of years for all panels: a year is as wide everywhere, so that slopes compare.
    years = pd.concat([table["baseline_year"], table["target_year"]]).dropna().astype(int)
    span = max(years.max() - years.min(), 1)
    for panel, (first, own), height in zip(panels, groups, heights, strict=True):
        lines = [rows for _, rows in own.groupby("indicator_id", sort=False)]
        values = pd.concat([own["baseline"], own["target"]]).dropna()
        margin = 0.2 * max(values.max() - values.min(), 1.0)
        room = (values.max() - values.min() + 2 * margin) / height
        ends = _spread([float(rows["target"].iloc[-1]) for rows in lines], _NAME_HEIGHT * room)
        for rows, end in zip(lines, ends, strict=True):
            _draw_slope(panel, rows, end, own, texts, _NUMBER_HEIGHT * room)
        panel.set_xticks(sorted(set(years)))
        panel.set_xlim(years.min() - 0.12 * span, years.max() + 0.86 * span)
        panel.spines["bottom"].set_bounds(years.min() - 0.12 * span, years.max())
        panel.set_ylim(values.min() - margin, max(values.max(), max(ends)) + margin)
        panel.set_title(f"{first[f'plan_{language}']}: {_name_unit(first['unit'], language)}", pad=6)
        panel.set_yticks([])
        panel.spines["left"].set_visible(False)
        panel.tick_params(length=0)
        panel.grid(axis="x", color=GRID, linewidth=0.6)
    handles = [
        Line2D([], [], marker="o", color=BLUE, markerfacecolor="white", linestyle="none", label=texts["baseline"]),
        Line2D([], [], marker="o", color=BLUE, linestyle="none", label=texts["target"]),
    ]
    frame_chart(chart, language, state_targets(table, language), texts["source"], handles)
    return chart


def _draw_slope(
    panel: Axes, rows: pd.DataFrame, end: float, panel_rows: pd.DataFrame, texts: Mapping[str, str], near: float
) -> None:
    """An indicator's line with its numbers at the marks and its name at the right, at the height `end`."""
    first, last = rows.iloc[0], rows.iloc[-1]
    known = first["state"] != NO_BASELINE
    start = [(int(first["baseline_year"]), float(first["baseline"]))] if known else []
    points = [*start, *((int(row.target_year), float(row.target)) for row in list_rows(rows))]
    panel.plot([x for x, _ in points], [y for _, y in points], color=BLUE, linewidth=1.4, zorder=2)
    for number, (x, y) in enumerate(points):
        hollow = known and number == 0
        panel.plot(x, y, marker="o", color=BLUE, markerfacecolor="white" if hollow else BLUE, markersize=5.5, zorder=3)
        # Where another line runs closely above, the number stands below its mark.
        others = [*_values_at(panel_rows, "baseline", x), *_values_at(panel_rows, "target", x)]
        below = any(0 < other - y < near for other in others)
        panel.annotate(
            f"{y:g}",
            (x, y),
            (0, -5 if below else 5),
            textcoords="offset points",
            ha="center",
            va="top" if below else "bottom",
            fontsize=8.0,
        )
    x, y = points[0]
    if not known:
        beside: dict[str, Any] = {
            "textcoords": "offset points",
            "ha": "right",
            "va": "center",
            "fontsize": 8.0,
            "color": MUTED,
        }
        panel.annotate(texts["no_baseline"], (x, y), (-12, 0), **beside)
    name = f"{str(last['indicator_id']).split('/', 1)[1]} {last['name']}"
    x, y = points[-1]
    panel.plot([x + 0.25, x + 0.6], [y, end], color=MUTED, linewidth=0.5)
    shown = name if len(name) <= _LINE + 12 else f"{name[:_LINE]}\n{name[_LINE:]}"
    panel.text(x + 0.7, end, shown, va="center", fontsize=8.0)


def _name_unit(unit: str | None, language: str) -> str:
    printed = "" if pd.isna(unit) else str(unit)
    return UNIT_NAMES.get(printed, printed) if language == "en" else printed


def _values_at(rows: pd.DataFrame, column: str, year: int) -> list[float]:
    own = rows[rows[f"{column}_year"] == year]
    return [float(value) for value in own[column].dropna()]


def _spread(values: list[float], least: float) -> list[float]:
    """Heights for names beside values, in their order, at least so far from each other that they can be read."""
    order = sorted(range(len(values)), key=lambda number: values[number])
    places = dict.fromkeys(order, 0.0)
    for before, number in zip([None, *order], order, strict=False):
        places[number] = values[number] if before is None else max(values[number], places[before] + least)
    return [places[number] for number in range(len(values))]
