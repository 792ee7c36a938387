"""Figures of year columns: the grid of each measure and year, and the states of all measures per year."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd
from matplotlib.patches import Patch, Rectangle

from kyodo_analysis.analysis.carrying.schedules import STATES
from kyodo_analysis.analysis.headlines import state_sequences, state_years
from kyodo_analysis.analysis.showing.labels import list_rows
from kyodo_analysis.figures.style import (
    INK,
    MUTED,
    STATE_COLOURS,
    Chart,
    applied_style,
    blank_chart,
    draw_grid,
    frame_chart,
    new_chart,
)

_STATE_NAMES = {
    "none": ("nothing printed", "記載なし"),
    "consider": ("consider", "検討"),
    "prepare": ("prepare", "準備"),
    "partly": ("partly implement", "一部実施"),
    "implement": ("implement", "実施"),
    "continue": ("continue", "継続"),
    "pause": ("pause or end", "休止・終了"),
}
_DARK = ("implement", "continue", "pause")
_TEXTS: Mapping[str, Mapping[str, str]] = {
    "en": {
        "year": "FY{year}",
        "grid_source": "n = measures of the plan, in the order of their course; the mark is printed in its cell, an "
        "arrow prolongs what stands before it. Other plans have no year columns that can be read. Source: table "
        "measure_schedule.",
        "states_source": "n = measures with year columns, reprints included as printed. Other plans have no year "
        "columns that can be read. Source: table measure_schedule.",
        "share": "share of measures (%)",
    },
    "ja": {
        "year": "{year}年度",
        "grid_source": "n は施策数。経過の順に並べ、印刷された印を枠内に示す。矢印は前の印を引き継ぐ。"
        "ほかの計画には読める年次計画がない。出典: 表 measure_schedule",
        "states_source": "n は年次計画のある施策数（再掲も印刷どおり数える）。ほかの計画には読める年次計画がない。"
        "出典: 表 measure_schedule",
        "share": "施策の割合（%）",
    },
}


@applied_style()
def plot_schedule_grid(table: pd.DataFrame, language: str = "en") -> Chart:
    """One row per measure, one column per fiscal year, the printed mark in each cell; one panel per plan.

    Args:
        table: `schedules.order_grid` with plan labels.
    """
    if table.empty:
        return blank_chart(language)
    plans = table["plan_id"].unique()
    chart = new_chart(8.6 * max(1, len(plans)), 0.2 * int(table["n"].max() if len(table) else 1) + 1.9)
    panels = chart.subplots(1, max(1, len(plans)), squeeze=False)[0]
    for panel, plan_id in zip(panels, plans, strict=False):
        own = table[table["plan_id"] == plan_id]
        years = sorted(own["fiscal_year"].unique())
        for row in list_rows(own):
            x = years.index(row.fiscal_year)
            face = STATE_COLOURS[row.state]
            panel.add_patch(
                Rectangle((x - 0.48, row.place - 0.46), 0.96, 0.92, facecolor=face, edgecolor=MUTED, linewidth=0.3)
            )
            if isinstance(row.printed, str):
                colour = "white" if row.state in _DARK else INK
                panel.text(x, row.place, row.printed, ha="center", va="center", fontsize=7.5, color=colour)
        first = own.drop_duplicates("measure_id")
        panel.set_yticks(first["place"], [f"{row.title}  {row.number}" for row in list_rows(first)], fontsize=7.5)
        panel.set_xticks(range(len(years)), [_TEXTS[language]["year"].format(year=year) for year in years])
        panel.tick_params(length=0, labeltop=True, labelbottom=False)
        panel.set_xlim(-0.5, len(years) - 0.5)
        panel.set_ylim(len(first) - 0.4, -0.6)
        panel.spines[:].set_visible(False)
        panel.set_title(f"{own[f'plan_{language}'].iloc[0]}, n = {own['n'].iloc[0]}", pad=8)
    title = state_sequences(table, language)
    frame_chart(chart, language, title, _TEXTS[language]["grid_source"], _state_legend(table, language), columns=5)
    return chart


@applied_style()
def plot_schedule_states(table: pd.DataFrame, language: str = "en") -> Chart:
    """Stacked bars: the share of measures in each state per fiscal year, counts in the bars; one panel per plan.

    Args:
        table: `schedules.distribute_states` with plan labels.
    """
    if table.empty:
        return blank_chart(language)
    plans = table["plan_id"].unique()
    chart = new_chart(max(7.0, 6.0 * len(plans)), 5.4)
    panels = chart.subplots(1, max(1, len(plans)), squeeze=False)[0]
    for panel, plan_id in zip(panels, plans, strict=False):
        own = table[table["plan_id"] == plan_id]
        years = sorted(own["fiscal_year"].unique())
        heights = dict.fromkeys(years, 0.0)
        for state in reversed(STATES):
            for row in list_rows(own[own["state"] == state]):
                base, height = heights[row.fiscal_year], 100 * row.share
                x = years.index(row.fiscal_year)
                panel.bar(
                    x, height, bottom=base, width=0.72, color=STATE_COLOURS[state], edgecolor=MUTED, linewidth=0.4
                )
                colour, size = "white" if state in _DARK else INK, 9.0 if height >= 4 else 6.0
                if row.count_:
                    panel.text(
                        x, base + height / 2, f"{row.count_}", ha="center", va="center", color=colour, fontsize=size
                    )
                heights[row.fiscal_year] = base + height
        panel.set_xticks(range(len(years)), [_TEXTS[language]["year"].format(year=year) for year in years])
        panel.set_ylim(0, 100)
        panel.set_ylabel(_TEXTS[language]["share"])
        panel.set_title(f"{own[f'plan_{language}'].iloc[0]}, n = {own['n'].max()}")
        draw_grid(panel, "y")
    source = _TEXTS[language]["states_source"]
    frame_chart(chart, language, state_years(table, language), source, _state_legend(table, language), columns=5)
    return chart


def _state_legend(table: pd.DataFrame, language: str) -> list[Patch]:
    present = set(table["state"])
    return [
        Patch(
            facecolor=STATE_COLOURS[state], edgecolor=MUTED, linewidth=0.4, label=_STATE_NAMES[state][language == "ja"]
        )
        for state in STATES
        if state in present
    ]
