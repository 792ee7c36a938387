"""Figures of departments: how often each is named, and how concentrated the namings are."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd
from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.lines import Line2D

from kyodo_analysis.analysis.carrying.workload import CONCENTRATIONS
from kyodo_analysis.analysis.headlines import state_concentration, state_loads
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
        "silent": "Not shown: {plans}.",
        "states": "{plan} names no department",
        "loads_source": "n = measures with a department, reprints included as printed. Generic names (関係課 "
        "'departments concerned', 全所属 'all') stand below the line. Source: table measure_departments.",
        "hhi": "HHI (0 spread – 1 one)",
        "entropy": "entropy (0 one – 1 spread)",
        "gini": "Gini (0 equal – 1 unequal)",
        "top_share": "share of the most named",
        "concentration_source": "n = measures with a department that is not generic. Gini is divided by its greatest "
        "value for the number of departments. Lines: bias-corrected 95 % "
        "intervals, measures resampled. Plans with other organisation charts compare only roughly. Source: table "
        "measure_departments.",
        "departments": "{plan}\n{departments} departments, n = {n}",
    },
    "ja": {
        "measures": "施策数",
        "whole": "全数: 名の挙がる施策を各1と数える",
        "fractional": "按分: k 部署なら各 1/k",
        "interval": "施策の再抽出による95%区間",
        "generic": "{name}（総称）",
        "silent": "図にない計画: {plans}。",
        "states": "{plan}は部署を記さない",
        "loads_source": "n は部署を記す施策数（再掲も印刷どおり数える）。総称（関係課、全所属など）は線の下に置く。"
        "出典: 表 measure_departments",
        "hhi": "HHI（0 分散 – 1 集中）",
        "entropy": "エントロピー（0 集中 – 1 均等）",
        "gini": "ジニ係数（0 均等 – 1 不均等）",
        "top_share": "最多部署の割合",
        "concentration_source": "n は総称でない部署を記す施策数。ジニ係数は部署数に応じた最大値で割った。"
        "線は施策の再抽出による95%区間（偏り補正）。"
        "組織構成の異なる計画どうしの比較は目安にとどまる。出典: 表 measure_departments",
        "departments": "{plan}\n{departments}部署、n = {n}",
    },
}


@applied_style()
def plot_department_loads(table: pd.DataFrame, language: str = "en") -> Chart:
    """Departments ranked by how many measures name them, one panel per plan that names any.

    Args:
        table: `workload.load_departments`, silent plans kept (`coverage.keep_all_plans`), with plan labels.
    """
    if table["department"].isna().all():
        return blank_chart(language)
    texts = _TEXTS[language]
    shown = table[table["department"].notna()]
    plans = shown["plan_id"].unique()
    most = int(shown.groupby("plan_id").size().max()) if len(shown) else 1
    chart = new_chart(4.3 * max(1, len(plans)), 0.34 * most + 2.4)
    panels = chart.subplots(1, max(1, len(plans)), squeeze=False)[0]
    for panel, plan_id in zip(panels, plans, strict=False):
        own = shown[shown["plan_id"] == plan_id].reset_index(drop=True)
        for kind, shift in (("whole", -0.16), ("fractional", 0.16)):
            for place, row in enumerate(own.to_dict("records")):
                _draw_interval(panel, row, kind, place + shift)
        labels = [
            texts["generic"].format(name=name) if generic else name
            for name, generic in zip(own["department"], own["generic"], strict=True)
        ]
        panel.set_yticks(range(len(own)), labels)
        panel.set_ylim(most - 0.4, -0.6)
        panel.set_xlim(left=0)
        panel.spines["left"].set_visible(False)
        named = int((~own["generic"].astype(bool)).sum())
        if named < len(own):
            panel.axhline(named - 0.5, color=MUTED, linewidth=0.8, linestyle=(0, (4, 3)))
        panel.set_title(f"{own[f'plan_{language}'].iloc[0]}, n = {own['n'].iloc[0]}")
        panel.set_xlabel(texts["measures"])
        draw_grid(panel)
    source = _begin_source(table, "department", language) + texts["loads_source"]
    handles = [_handle("whole", texts["whole"]), _handle("fractional", texts["fractional"])]
    handles.append(Line2D([], [], color=MUTED, linewidth=1.2, label=texts["interval"]))
    frame_chart(chart, language, state_loads(table, language), source, handles, columns=3)
    return chart


@applied_style()
def plot_concentration(table: pd.DataFrame, language: str = "en") -> Chart:
    """Four measures of concentration, one panel each, plans down; whole and fractional counts side by side.

    Args:
        table: `workload.measure_concentration`, silent plans kept (`coverage.keep_all_plans`), with plan labels.
    """
    if table["statistic"].isna().all():
        return blank_chart(language)
    texts = _TEXTS[language]
    plans = table.dropna(subset=["statistic"]).drop_duplicates("plan_id")
    chart = new_chart(10.5, 0.62 * len(plans) + 2.0)
    panels = chart.subplots(1, len(CONCENTRATIONS), sharey=True, squeeze=False)[0]
    for panel, statistic in zip(panels, CONCENTRATIONS, strict=True):
        for kind, shift in (("whole", -0.14), ("fractional", 0.14)):
            own = table[(table["statistic"] == statistic) & (table["counting"] == kind)]
            for place, row in enumerate(own.to_dict("records")):
                bounds = {kind: row["value"], f"{kind}_lower": row["lower"], f"{kind}_upper": row["upper"]}
                _draw_interval(panel, bounds, kind, place + shift)
        panel.set_title(texts[statistic])
        panel.set_xlim(-0.02, 1.02)
        panel.set_xticks([0, 0.25, 0.5, 0.75, 1], ["0", ".25", ".50", ".75", "1"])
        draw_grid(panel)
    labels = [
        texts["departments"].format(plan=row[f"plan_{language}"], departments=row["departments"], n=row["n"])
        for row in plans.to_dict("records")
    ]
    panels[0].set_yticks(range(len(plans)), labels)
    panels[0].set_ylim(len(plans) - 0.5, -0.5)
    handles = [_handle("whole", texts["whole"]), _handle("fractional", texts["fractional"])]
    source = _begin_source(table, "statistic", language) + texts["concentration_source"]
    frame_chart(chart, language, state_concentration(table, language), source, handles, columns=2)
    return chart


def _begin_source(table: pd.DataFrame, value: str, language: str) -> str:
    """Which plans are not shown, and what the labels of those that are leave out."""
    missing = table[value].isna()
    note = note_plans(table.loc[~missing, "plan_id"], language)
    return _name_silent(table[missing], language) + (f"{note}{'' if language == 'ja' else ' '}" if note else "")


def _name_silent(table: pd.DataFrame, language: str) -> str:
    """That the plans of these rows are not shown because they name no department; nothing where there are none."""
    said = [_TEXTS[language]["states"].format(plan=plan) for plan in table[f"plan_{language}"]]
    between, end = ("、", "") if language == "ja" else (", ", " ")
    return _TEXTS[language]["silent"].format(plans=between.join(said)) + end if said else ""


def _draw_interval(panel: Axes, row: Mapping[str, float], kind: str, place: float) -> None:
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
