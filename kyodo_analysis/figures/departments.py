"""Figures of departments: how often each is named, and how concentrated the namings are."""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from typing import Any

import pandas as pd
from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.lines import Line2D
from matplotlib.ticker import MaxNLocator

from kyodo_analysis.analysis.department.concentration import CONCENTRATIONS
from kyodo_analysis.analysis.department.department_texts import state_concentration, state_loads
from kyodo_analysis.analysis.showing.labels import note_plans
from kyodo_analysis.figures.style import (
    BLUE,
    MUTED,
    ORANGE,
    Chart,
    applied_style,
    blank_chart,
    draw_grid,
    frame_chart,
    new_chart,
)

_TEXTS: Mapping[str, Mapping[str, str]] = {
    "en": {
        "measures": "measures of the plan",
        "whole": "whole count: each measure that names it counts 1",
        "fractional": "fractional count: 1/k with k departments",
        "interval": "95 % interval, measures resampled",
        "generic": "{name}  (generic)",
        "title": "{plan}, n = {n}",
        "silent": "names no department",
        "loads_source": "n = measures with a department, reprints included as printed. Names brought together and "
        "functions (right, in grey) as decided in data/hand/departments.csv. Generic names (関係課 'departments "
        "concerned', 全所属 'all') stand below the line. Source: table measure_departments.",
        "hhi": "HHI (0 spread – 1 one)",
        "entropy": "entropy (0 one – 1 spread)",
        "gini": "Gini (0 equal – 1 unequal)",
        "top_share": "share of the most named",
        "concentration_source": "n = measures with a department that is not generic, reprints included as printed. "
        "Gini is divided by its greatest value for the number of departments; of one department all four say nothing, "
        "so it has no marks. "
        "Lines: bias-corrected 95 % intervals, measures resampled. Plans with other organisation charts compare only "
        "roughly. Source: table measure_departments.",
        "departments": "{plan}\n{departments} departments, n = {n}",
        "department": "{plan}\n1 department, n = {n}",
        "single": "one department only",
    },
    "ja": {
        "measures": "施策数",
        "whole": "全数: 名の挙がる施策を各1と数える",
        "fractional": "按分: k 部署なら各 1/k",
        "interval": "施策の再抽出による95%区間",
        "generic": "{name}（総称）",
        "title": "{plan}、n = {n}",
        "silent": "部署を記さない",
        "loads_source": "n は部署を記す施策数（再掲も印刷どおり数える）。名寄せと機能（右の灰色）は "
        "data/hand/departments.csv の判断による。総称（関係課、全所属など）は線の下に置く。"
        "出典: 表 measure_departments",
        "hhi": "HHI（0 分散 – 1 集中）",
        "entropy": "エントロピー（0 集中 – 1 均等）",
        "gini": "ジニ係数（0 均等 – 1 不均等）",
        "top_share": "最多部署の割合",
        "concentration_source": "n は総称でない部署を記す施策数（再掲も印刷どおり数える）。"
        "ジニ係数は部署数に応じた最大値で割った。部署が一つだけなら四つの値はいずれも何も語らないため、印を置かない。"
        "線は施策の再抽出による95%区間（偏り補正）。"
        "組織構成の異なる計画どうしの比較は目安にとどまる。出典: 表 measure_departments",
        "departments": "{plan}\n{departments}部署、n = {n}",
        "department": "{plan}\n1部署、n = {n}",
        "single": "部署は一つだけ",
    },
}
_ROW, _HEAD, _SILENT = 0.25, 0.75, 0.5
"""Inches of a row, of a panel's title and axis, and of a panel that has nothing to show."""


@applied_style()
def plot_department_loads(table: pd.DataFrame, language: str = "en") -> Chart:
    """Departments ranked by how many measures name them, one panel per plan; plans that name none say so.

    Args:
        table: `workload.load_departments`, silent plans kept (`coverage.keep_all_plans`), with plan labels.
    """
    if table["department"].isna().all():
        return blank_chart(language)
    texts = _TEXTS[language]
    own = {str(plan_id): rows.reset_index(drop=True) for plan_id, rows in table.groupby("plan_id", sort=False)}
    heights = {
        plan_id: _SILENT if rows["department"].isna().all() else len(rows) * _ROW + _HEAD
        for plan_id, rows in own.items()
    }
    columns = _share_columns(heights)
    chart = new_chart(6.0 * len(columns), max(sum(heights[one] for one in column) for column in columns) + 1.3)
    end = 1.04 * float(table["whole_upper"].max())
    grid, drawn = chart.add_gridspec(1, len(columns)), []
    tallest = max(sum(heights[one] for one in column) for column in columns)
    for place, column in enumerate(columns):
        spare = tallest - sum(heights[one] for one in column)
        ratios = [*(heights[one] for one in column), *([spare] if spare > 0.01 else [])]
        cells = grid[0, place].subgridspec(len(ratios), 1, height_ratios=ratios)
        for down, plan_id in enumerate(column):
            panel = chart.add_subplot(cells[down, 0])
            _draw_loads(panel, own[plan_id], language)
            panel.set_xlim(0, end)
            drawn.append(panel)
    source = _note(table, "department", language) + texts["loads_source"]
    handles = [_handle("whole", texts["whole"]), _handle("fractional", texts["fractional"])]
    handles.append(Line2D([], [], color=MUTED, linewidth=1.2, label=texts["interval"]))
    frame_chart(chart, language, state_loads(table, language), source, handles, columns=3)
    _level(drawn)
    return chart


@applied_style()
def plot_concentration(table: pd.DataFrame, language: str = "en") -> Chart:
    """Four measures of concentration, one panel each, plans down; whole and fractional counts side by side.

    Args:
        table: `concentration.measure_concentration`, silent plans kept (`coverage.keep_all_plans`), with plan labels.
    """
    if table["statistic"].isna().all():
        return blank_chart(language)
    texts = _TEXTS[language]
    plans = table.drop_duplicates("plan_id").reset_index(drop=True)
    places = {plan_id: place for place, plan_id in enumerate(plans["plan_id"])}
    chart = new_chart(10.5, 0.62 * len(plans) + 2.0)
    panels = chart.subplots(1, len(CONCENTRATIONS), sharey=True, squeeze=False)[0]
    for panel, statistic in zip(panels, CONCENTRATIONS, strict=True):
        for kind, shift in (("whole", -0.14), ("fractional", 0.14)):
            own = table[(table["statistic"] == statistic) & (table["counting"] == kind) & (table["departments"] > 1)]
            for row in own.to_dict("records"):
                bounds = {kind: row["value"], f"{kind}_lower": row["lower"], f"{kind}_upper": row["upper"]}
                _draw_interval(panel, bounds, kind, places[row["plan_id"]] + shift)
        panel.set_title(texts[statistic])
        panel.set_xlim(-0.02, 1.02)
        panel.set_xticks([0, 0.25, 0.5, 0.75, 1], ["0", ".25", ".50", ".75", "1"])
        for plan_id in plans.loc[plans["departments"].eq(1).fillna(False), "plan_id"]:
            panel.text(0.02, places[plan_id], texts["single"], va="center", fontsize=8, color=MUTED)
        draw_grid(panel)
    panels[0].set_yticks(range(len(plans)), [_label_plan(row, language) for row in plans.to_dict("records")])
    panels[0].set_ylim(len(plans) - 0.5, -0.5)
    for label, silent in zip(panels[0].get_yticklabels(), plans["statistic"].isna(), strict=True):
        label.set_linespacing(1.3)
        label.set_color(MUTED if silent else label.get_color())
    handles = [_handle("whole", texts["whole"]), _handle("fractional", texts["fractional"])]
    source = _note(table, "statistic", language) + texts["concentration_source"]
    frame_chart(chart, language, state_concentration(table, language), source, handles, columns=2)
    return chart


def _level(panels: Sequence[Axes]) -> None:
    """Panels as wide as the narrowest, so that a measure is as long in each."""
    width = min(panel.get_position().width for panel in panels)
    for panel in panels:
        place = panel.get_position()
        panel.set_position((place.x0, place.y0, width, place.height))


def _share_columns(heights: Mapping[str, float]) -> list[list[str]]:
    """The plans in one column, or in two of about the same height: tallest first in each, and the columns in order."""
    places = {plan_id: place for place, plan_id in enumerate(heights)}
    ordered = sorted(heights, key=lambda plan_id: -heights[plan_id])
    columns: list[list[str]] = [[], []]
    for plan_id in ordered:
        shortest = min(columns, key=lambda column: sum(heights[one] for one in column))
        shortest.append(plan_id)
    return sorted((column for column in columns if column), key=lambda column: places[column[0]])


def _draw_loads(panel: Axes, rows: pd.DataFrame, language: str) -> None:
    texts, label = _TEXTS[language], rows[f"plan_{language}"].iloc[0]
    panel.spines["left"].set_visible(False)
    if rows["department"].isna().all():
        panel.set_title(label)
        panel.set_yticks([])
        panel.set_xticks([])
        panel.spines["bottom"].set_visible(False)
        panel.text(0.0, 1.0, texts["silent"], transform=panel.transAxes, va="top", color=MUTED)
        return
    for place, row in enumerate(rows.to_dict("records")):
        for kind, shift in (("whole", -0.16), ("fractional", 0.16)):
            _draw_interval(panel, row, kind, place + shift)
    names = [
        texts["generic"].format(name=name) if generic else name
        for name, generic in zip(rows["department"], rows["generic"], strict=True)
    ]
    panel.set_yticks(range(len(rows)), names)
    panel.set_ylim(len(rows) - 0.4, -0.6)
    _name_functions(panel, rows[f"function_{language}"].tolist())
    named = int((~rows["generic"].astype(bool)).sum())
    if named < len(rows):
        panel.axhline(named - 0.5, color=MUTED, linewidth=0.8, linestyle=(0, (4, 3)))
    panel.set_title(texts["title"].format(plan=label, n=rows["n"].iloc[0]))
    panel.set_xlabel(texts["measures"])
    panel.xaxis.set_major_locator(MaxNLocator(5, integer=True))
    draw_grid(panel)


def _name_functions(panel: Axes, names: Sequence[str]) -> None:
    beside = panel.secondary_yaxis("right")
    beside.set_yticks(range(len(names)), names)
    beside.tick_params(length=0, labelsize=7.5, labelcolor=MUTED)
    beside.spines["right"].set_visible(False)


def _label_plan(row: Mapping[Hashable, Any], language: str) -> str:
    texts, plan = _TEXTS[language], row[f"plan_{language}"]
    if pd.isna(row["statistic"]):
        return f"{plan}\n{texts['silent']}"
    form = texts["department"] if row["departments"] == 1 else texts["departments"]
    return form.format(plan=plan, departments=row["departments"], n=row["n"])


def _note(table: pd.DataFrame, value: str, language: str) -> str:
    """What the labels of the plans with a value leave out."""
    note = note_plans(table.loc[table[value].notna(), "plan_id"], language)
    return f"{note}{'' if language == 'ja' else ' '}" if note else ""


def _draw_interval(panel: Axes, row: Mapping[Any, Any], kind: str, place: float) -> None:
    colour = _COLOURS[kind]
    panel.plot([row[f"{kind}_lower"], row[f"{kind}_upper"]], [place, place], color=colour, linewidth=1.1)
    panel.plot(row[kind], place, clip_on=False, zorder=3, **_MARKERS[kind])


def _handle(kind: str, label: str) -> Artist:
    return Line2D([], [], linestyle="none", label=label, **_MARKERS[kind])


_COLOURS = {"whole": BLUE, "fractional": ORANGE}
_MARKERS: Mapping[str, Mapping[str, Any]] = {
    "whole": {"marker": "o", "markersize": 5.5, "color": BLUE},
    "fractional": {
        "marker": "s",
        "markersize": 5.0,
        "color": ORANGE,
        "markerfacecolor": "white",
        "markeredgewidth": 1.2,
    },
}
