"""Figures of year columns: the course of each measure, and the states of all measures per year."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.patches import Patch, Rectangle

from kyodo_analysis.analysis.schedule.schedule_texts import state_sequences, state_years
from kyodo_analysis.analysis.schedule.schedules import STATES
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

STATE_NAMES = {
    "none": ("nothing printed", "記載なし"),
    "consider": ("consider", "検討"),
    "prepare": ("prepare", "準備"),
    "partly": ("partly implement", "一部実施"),
    "implement": ("implement", "実施"),
    "continue": ("goes on (→)", "→（前年から続く）"),
    "pause": ("pause or end", "休止・終了"),
}
_DARK = ("implement", "continue", "pause")
_TEXTS: Mapping[str, Mapping[str, str]] = {
    "en": {
        "year": "FY{year}\nyear {plan_year}",
        "same": "{count} of {n}",
        "unreadable": "year columns printed, marks lost in the text",
        "silent": "no year columns in the text",
        "no measures": "no measure was read",
        "index_source": "A row per measure of the plan, in the order of their courses, with the number of measures of "
        "the same course on the right; reprints (再掲) are rows of the grid. The mark is printed in its cell, an arrow "
        "prolongs what stands before it; ? is a blank that is inferred, since the text prints the marks of that year "
        "apart from their rows. Source: table measure_schedule.",
        "states_source": "n = measures with year columns that can be read, reprints included as printed; below, "
        "measures whose marks were lost or that have no year columns. The number of measures stands in each bar. "
        "Source: table measure_schedule.",
        "share": "share of measures (%)",
        "reprint": " (reprint 再掲)",
        "inferred": "?",
    },
    "ja": {
        "year": "{year}年度\n{plan_year}年次",
        "same": "{n}施策中{count}",
        "unreadable": "年次計画はあるが印が失われた",
        "silent": "本文に年次計画がない",
        "no measures": "読めた施策がない",
        "index_source": "1行が1施策、経過の順に並べ、右に同じ経過の施策数を示す。再掲も1行とする。"
        "印刷された印を枠内に示し、矢印は前の印を引き継ぐ。"
        "？は、その年の印が本文で行から離れているために空欄と推定したもの。"
        "出典: 表 measure_schedule",
        "states_source": "n は年次計画を読める施策数（再掲も印刷どおり数える）。"
        "下段は印が失われた施策、年次計画のない施策の数。"
        "棒の中の数字は施策数。"
        "出典: 表 measure_schedule",
        "share": "施策の割合（%）",
        "reprint": "（再掲）",
        "inferred": "？",
    },
}
_ROW, _LINE = 0.215, 0.3


@applied_style()
def plot_schedule_index(table: pd.DataFrame, language: str = "en") -> Chart:
    """A sequence index plot: a row per measure, a column per fiscal year, the printed mark in each cell.

    One panel per plan; plans without a grid that can be read stand below.

    Args:
        table: the analysis schedule-index, `courses.order_grid` with plans without a grid and plan labels.
    """
    if table.empty:
        return blank_chart(language)
    read = table[table["grid"] == "read"]
    rows = int(read["n"].max()) if len(read) else 0
    chart, panels = _lay_out(table, language, 9.2, _ROW * rows + 0.5 if rows else 0.0)
    for panel, (_, own) in zip(panels, read.groupby("plan_id", sort=False), strict=True):
        _draw_courses(panel, own, language)
    title = state_sequences(table, language)
    frame_chart(chart, language, title, _TEXTS[language]["index_source"], _state_legend(table, language), columns=5)
    return chart


@applied_style()
def plot_schedule_states(table: pd.DataFrame, language: str = "en") -> Chart:
    """Stacked bars: the share of measures in each state per fiscal year, counts in the bars; one panel per plan.

    Plans without a grid that can be read stand below.

    Args:
        table: the analysis schedule-states, `schedules.distribute_states` with plans without a grid and plan labels.
    """
    if table.empty:
        return blank_chart(language)
    read = table[table["grid"] == "read"]
    chart, panels = _lay_out(table, language, 6.4, 3.9 if len(read) else 0.0)
    for panel, (_, own) in zip(panels, read.groupby("plan_id", sort=False), strict=True):
        _draw_states(panel, own, language)
    source = _TEXTS[language]["states_source"]
    frame_chart(chart, language, state_years(table, language), source, _state_legend(table, language), columns=5)
    return chart


def _lay_out(table: pd.DataFrame, language: str, width: float, height: float) -> tuple[Chart, list[Axes]]:
    """A chart with a panel for each grid, and below them a line for each plan without one.

    Args:
        width, height: of a panel, in inches; height is 0 where there is no grid.
    """
    plans = table.loc[table["grid"] == "read", "plan_id"].nunique()
    gridless = table[table["grid"] != "read"]
    below = _LINE * len(gridless)
    chart = new_chart(max(7.4, width * plans), height + below + 1.7)
    heights = [size for size in (height, below) if size]
    grid = chart.add_gridspec(len(heights), max(1, plans), height_ratios=heights)
    panels = [chart.add_subplot(grid[0, number]) for number in range(plans)]
    if below:
        _draw_gridless(chart.add_subplot(grid[-1, :]), gridless, language)
    return chart, panels


def _draw_gridless(panel: Axes, rows: pd.DataFrame, language: str) -> None:
    for place, row in enumerate(list_rows(rows)):
        lost = row.grid == "unreadable"
        look: dict[str, Any] = {"hatch": "////", "edgecolor": MUTED} if lost else {"edgecolor": MUTED, "linestyle": ":"}
        panel.add_patch(Rectangle((0, place - 0.4), 1, 0.8, facecolor="white", linewidth=0.6, **look))
        box = {"facecolor": "white", "edgecolor": "none", "pad": 1.5}
        said = _TEXTS[language][row.grid]
        panel.text(0.5, place, said, ha="center", va="center", fontsize=8.5, color=INK, bbox=box)
    names = [f"{row[f'plan_{language}']}, n = {row['n']}" for row in rows.to_dict("records")]
    panel.set_yticks(range(len(rows)), names)
    panel.set_xticks([])
    panel.tick_params(length=0)
    panel.set_xlim(-0.01, 1.01)
    panel.set_ylim(len(rows) - 0.5, -0.5)
    panel.spines[:].set_visible(False)


def _draw_courses(panel: Axes, own: pd.DataFrame, language: str) -> None:
    years = sorted(own["fiscal_year"].unique())
    for row in list_rows(own):
        x = years.index(row.fiscal_year)
        face = STATE_COLOURS[row.state]
        panel.add_patch(
            Rectangle((x - 0.48, row.place - 0.46), 0.96, 0.92, facecolor=face, edgecolor=MUTED, linewidth=0.3)
        )
        if isinstance(row.printed, str):
            colour = "white" if row.state in _DARK else INK
            panel.text(x, row.place, row.printed, ha="center", va="center", fontsize=8.5, color=colour)
        elif row.inferred:
            said = _TEXTS[language]["inferred"]
            panel.text(x, row.place, said, ha="center", va="center", fontsize=8.5, color=MUTED)
    first = own.drop_duplicates("measure_id")
    end = len(years) - 0.42
    for _, course in first.groupby("sequence", sort=False):
        places = course["place"]
        panel.plot([end, end], [places.min() - 0.4, places.max() + 0.4], color=INK, linewidth=1.0, clip_on=False)
        said = _TEXTS[language]["same"].format(count=course["same_course"].iloc[0], n=course["n"].iloc[0])
        panel.text(end + 0.06, places.mean(), said, va="center", fontsize=8.5)
    reprint = _TEXTS[language]["reprint"]
    names = [f"{row.title}{reprint if row.reprint else ''}  {row.number}" for row in list_rows(first)]
    panel.set_yticks(first["place"], names, fontsize=8.0)
    panel.set_xticks(range(len(years)), _name_years(own, language))
    panel.tick_params(length=0, labeltop=True, labelbottom=False)
    panel.set_xlim(-0.5, len(years) + 0.1)
    panel.set_ylim(len(first) - 0.4, -0.6)
    panel.spines[:].set_visible(False)
    panel.set_title(f"{own[f'plan_{language}'].iloc[0]}, n = {own['n'].iloc[0]}", pad=8)


def _draw_states(panel: Axes, own: pd.DataFrame, language: str) -> None:
    years = sorted(own["fiscal_year"].unique())
    heights = dict.fromkeys(years, 0.0)
    for state in reversed(STATES):
        for row in list_rows(own[own["state"] == state]):
            base, height = heights[row.fiscal_year], 100 * row.share
            x = years.index(row.fiscal_year)
            panel.bar(x, height, bottom=base, width=0.62, color=STATE_COLOURS[state], edgecolor=MUTED, linewidth=0.4)
            if row.count_ and height >= 5:
                colour = "white" if state in _DARK else INK
                panel.text(x, base + height / 2, f"{row.count_}", ha="center", va="center", color=colour)
            heights[row.fiscal_year] = base + height
    _number_thin(panel, own, years)
    panel.set_xticks(range(len(years)), _name_years(own, language))
    panel.set_xlim(-0.5, len(years) - 0.3)
    panel.set_ylim(0, 100)
    panel.set_ylabel(_TEXTS[language]["share"])
    panel.set_title(f"{own[f'plan_{language}'].iloc[0]}, n = {own['n'].max()}", pad=16)
    draw_grid(panel, "y")


def _number_thin(panel: Axes, own: pd.DataFrame, years: list[int]) -> None:
    """The numbers of bars too thin to hold them, beside the bar and apart from each other."""
    for x, year in enumerate(years):
        base, free = 0.0, 0.0
        for row in list_rows(own[own["fiscal_year"] == year].iloc[::-1]):
            height = 100 * row.share
            if row.count_ and height < 5:
                place = max(base + height / 2, free)
                middle = base + height / 2
                panel.plot([x + 0.31, x + 0.37], [middle, place], color=MUTED, linewidth=0.5, clip_on=False)
                panel.text(x + 0.385, place, f"{row.count_}", va="center", fontsize=8.5)
                free = place + 5
            base += height


def _name_years(own: pd.DataFrame, language: str) -> list[str]:
    years = own.drop_duplicates("fiscal_year").sort_values("fiscal_year")
    return [_TEXTS[language]["year"].format(year=row.fiscal_year, plan_year=row.plan_year) for row in list_rows(years)]


def _state_legend(table: pd.DataFrame, language: str) -> list[Patch]:
    present = set(table["state"])
    return [
        Patch(
            facecolor=STATE_COLOURS[state], edgecolor=MUTED, linewidth=0.4, label=STATE_NAMES[state][language == "ja"]
        )
        for state in STATES
        if state in present
    ]
