"""What two plans of one city name, side by side, and which functions are named for which themes."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from textwrap import fill
from typing import Any

import numpy as np
import pandas as pd
from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.colors import to_hex, to_rgb
from matplotlib.lines import Line2D
from matplotlib.patches import Patch, Rectangle

from kyodo_analysis.analysis.coding.reliability import TENTATIVE
from kyodo_analysis.analysis.department.department_change import BOTH, FIRST_ONLY
from kyodo_analysis.analysis.department.department_texts import state_change, state_function_themes
from kyodo_analysis.analysis.showing.labels import note_plans
from kyodo_analysis.figures.style import (
    BLUE,
    GRID,
    INK,
    MUTED,
    VERMILION,
    Chart,
    applied_style,
    blank_chart,
    draw_grid,
    frame_chart,
    new_chart,
)

_TEXTS: Mapping[str, Mapping[str, str]] = {
    "en": {
        "department": "departments",
        "function": "functions",
        "axis": "share of the measures with a department (%)",
        "earlier": "earlier plan",
        "later": "later plan",
        "beyond": "beyond shuffled plan labels (◆)",
        "interval": "95 % interval (Wilson)",
        "alone": "named in one plan only: not compared",
        "pair": "{by}: {first}, n = {n}\nand {second}, n = {m}",
        "change_source": "Reprints counted once. Below the line stands what one plan alone names: whether it was "
        "founded, renamed, merged or lost its work the plans do not tell. On the right: difference in percentage "
        "points with its 95 % interval (Newcombe's). * the text allows other departments in some of the measures. "
        "{note} Source: tables measure_departments and field_status.",
        "themes": "measures with both; shade: share of the function's measures",
        "cells": "framed: beyond shuffling within plans (q ≤ .05)",
        "few": "hatched: function in under 5 measures, share not shaded",
        "silent": "Not counted, since they name no department: {plans}. ",
        "row": "{function}  n = {n}",
        "theme_source": "n = measures of all plans that name the function, reprints counted once; a measure counts for "
        "each of its functions and themes. All {pairs} pairs are tested; the null deals the functions out among the "
        "measures of each plan and is exact. {unsure}{tentative}{silent}Source: tables measure_departments, "
        "measure_themes and field_status.",
        "unsure": "* the text allows other departments in some of the measures. ",
        "tentative": "† tentative: α of rules and readers .667–.80, or fewer than 3 hand-coded measures. ",
    },
    "ja": {
        "department": "部署",
        "function": "機能",
        "axis": "部署を記す施策に占める割合（%）",
        "earlier": "前の計画",
        "later": "後の計画",
        "beyond": "計画名の入れ替えを超える（◆）",
        "interval": "95%区間（ウィルソン）",
        "alone": "一方の計画だけに名がある（比べない）",
        "pair": "{by}: {first}、n = {n}\n{second}、n = {m}",
        "change_source": "再掲は一度だけ数える。線の下は一方の計画だけに名のあるもので、新設・改称・統合・廃止の"
        "いずれかを計画は語らない。右は差（パーセントポイント）とその95%区間（Newcombe）。"
        "* 一部の施策では本文が別の部署も許す。{note}"
        "出典: 表 measure_departments、field_status",
        "themes": "両方をもつ施策数、濃さはその機能の施策に占める割合",
        "cells": "枠: 計画内の入れ替えを超える（q ≤ .05）",
        "few": "斜線: 5施策未満の機能（割合は塗らない）",
        "silent": "部署を記さず数に入らない計画: {plans}。",
        "row": "{function}  n = {n}",
        "theme_source": "n はその機能の部署を記す全計画の施策数（再掲は一度だけ数える）。複数の機能・テーマをもつ施策は"
        "それぞれに数える。全{pairs}組を検定した。偶然の分布は機能を計画内で入れ替えたもので、厳密に求めた。"
        "{unsure}{tentative}{silent}出典: 表 measure_departments、measure_themes、field_status",
        "unsure": "* 一部の施策では本文が別の部署も許す。",
        "tentative": "† 暫定: 規則と読み手の α が .667～.80、または読み手の例が3施策未満。",
    },
}


@applied_style()
def plot_department_change(table: pd.DataFrame, language: str = "en") -> Chart:
    """Two dots per name, one for each plan of a city; panels for departments and functions of each pair of plans.

    Args:
        table: `department_change.compare_plans` with the labels of both plans.
    """
    if table.empty:
        return blank_chart(language)
    texts = _TEXTS[language]
    pairs = [rows for _, rows in table.groupby(["plan_id", "other_plan_id"], sort=False)]
    sides = [[of for _, of in rows.groupby("by", sort=False)] for rows in pairs]
    heights = [max(map(len, side)) for side in sides]
    chart = new_chart(12.4, sum(heights) * 0.25 + 0.9 * len(pairs) + 1.6)
    panels = chart.subplots(len(pairs), 2, squeeze=False, gridspec_kw={"height_ratios": heights})
    for line, side, most in zip(panels, sides, heights, strict=True):
        for panel, rows in zip(line, side, strict=False):
            _draw_pair(panel, rows.reset_index(drop=True), most, language)
        for panel in line[len(side) :]:
            panel.set_axis_off()
    handles: list[Artist] = [
        Line2D([], [], linestyle="none", label=texts["earlier"], **_mark("earlier", BLUE)),
        Line2D([], [], linestyle="none", label=texts["later"], **_mark("later", BLUE)),
        Line2D([], [], color=BLUE, linewidth=1.0, label=texts["interval"]),
    ]
    if table["beyond_null"].any():
        handles.append(Line2D([], [], color=VERMILION, linewidth=2.2, alpha=0.7, label=texts["beyond"]))
    if table["standing"].ne(BOTH).any():
        handles.append(Line2D([], [], color=MUTED, linewidth=0.8, linestyle=":", label=texts["alone"]))
    note = note_plans([*table["plan_id"], *table["other_plan_id"]], language)
    frame_chart(
        chart, language, state_change(table, language), texts["change_source"].format(note=note), handles, columns=5
    )
    return chart


@applied_style()
def plot_function_themes(table: pd.DataFrame, language: str = "en") -> Chart:
    """Functions down, themes across: in each cell how many measures have both, shaded by their share.

    Args:
        table: `department_groups.share_themes_by_function` with theme labels and verdicts.
    """
    if table.empty:
        return blank_chart(language)
    texts = _TEXTS[language]
    functions, themes = table.drop_duplicates("function"), table.drop_duplicates("theme")
    chart = new_chart(0.92 * len(themes) + 2.6, 0.31 * len(functions) + 2.6)
    panel = chart.subplots()
    across = {theme: place for place, theme in enumerate(themes["theme"])}
    down = {function: place for place, function in enumerate(functions["function"])}
    for row in table.to_dict("records"):
        _draw_cell(panel, across[row["theme"]], down[row["function"]], row)
    panel.set_xlim(-0.02, len(themes) + 0.02)
    panel.set_ylim(len(functions) + 0.05, -0.05)
    tentative = themes["verdict"].eq(TENTATIVE) if "verdict" in themes else pd.Series(False, themes.index)
    names = themes[f"theme_{language}"].mask(tentative, themes[f"theme_{language}"] + " †")
    heads = [_break_name(name, language) for name in names]
    panel.set_xticks(np.arange(len(themes)) + 0.5, heads, fontsize=7.5)
    rows = [
        texts["row"].format(function=name, n=n)
        for name, n in zip(functions[f"function_{language}"], functions["n"], strict=True)
    ]
    panel.set_yticks(np.arange(len(functions)) + 0.5, rows)
    panel.tick_params(length=0, top=False, labeltop=True, bottom=False, labelbottom=False)
    panel.spines[:].set_visible(False)
    handles: list[Artist] = [
        Patch(facecolor=_shade(0.4), label=texts["themes"]),
    ]
    if table["beyond_null"].any():
        handles.append(Patch(facecolor="white", edgecolor=VERMILION, linewidth=2.0, label=texts["cells"]))
    if table["few"].any():
        handles.append(Patch(facecolor="white", edgecolor=MUTED, hatch="////", linewidth=0.4, label=texts["few"]))
    silent = table[f"silent_{language}"].iloc[0]
    source = texts["theme_source"].format(
        pairs=len(table),
        unsure=texts["unsure"] if table["ambiguous"].gt(0).any() else "",
        tentative=texts["tentative"] if tentative.any() else "",
        silent=texts["silent"].format(plans=silent) if silent else "",
    )
    frame_chart(chart, language, state_function_themes(table, language), source, handles, columns=3)
    return chart


def _break_name(name: str, language: str) -> str:
    """A name on lines short enough for the head of a column.

    >>> _break_name("Places to meet and act", "en"), _break_name("拠点・活動の場", "ja")
    ('Places to\\nmeet and act', '拠点・\\n活動の場')
    """
    return name.replace("・", "・\n") if language == "ja" else fill(name, _HEAD_WIDTH, break_long_words=False)


def _draw_pair(panel: Axes, rows: pd.DataFrame, most: int, language: str) -> None:
    texts, first = _TEXTS[language], rows.iloc[0]
    for place, row in enumerate(rows.to_dict("records")):
        if row["standing"] == BOTH:
            _draw_both(panel, place, row)
        else:
            prefix = "" if row["standing"] == FIRST_ONLY else "other_"
            ends = [100 * row[f"{prefix}share_lower"], 100 * row[f"{prefix}share_upper"]]
            shift = -0.13 if prefix == "" else 0.13
            panel.plot(ends, [place + shift] * 2, color=MUTED, linewidth=0.8, linestyle=":")
            mark = _mark("earlier" if prefix == "" else "later", MUTED)
            panel.plot(100 * row[f"{prefix}share"], place + shift, clip_on=False, zorder=3, **mark)
    both = int((rows["standing"] == BOTH).sum())
    if 0 < both < len(rows):
        panel.axhline(both - 0.5, color=MUTED, linewidth=0.8, linestyle=(0, (4, 3)))
    unsure = rows["ambiguous"].gt(0) | rows["other_ambiguous"].gt(0)
    panel.set_yticks(range(len(rows)), rows[f"name_{language}"].mask(unsure, rows[f"name_{language}"] + " *"))
    panel.set_ylim(most - 0.4, -0.6)
    panel.set_xlim(-1, 101)
    beside = panel.secondary_yaxis("right")
    beside.set_yticks(range(both), [_say_difference(row, language) for row in rows.head(both).to_dict("records")])
    beside.tick_params(length=0, labelsize=8)
    beside.spines["right"].set_visible(False)
    panel.set_xlabel(texts["axis"])
    panel.set_title(
        texts["pair"].format(
            by=texts[first["by"]],
            first=first[f"plan_{language}"],
            second=first[f"other_plan_{language}"],
            n=first["n"],
            m=first["other_n"],
        ),
        linespacing=1.35,
    )
    panel.spines["left"].set_visible(False)
    draw_grid(panel)


def _draw_both(panel: Axes, place: int, row: Mapping[Hashable, Any]) -> None:
    colour = VERMILION if row["beyond_null"] else BLUE
    heights = [place - 0.13, place + 0.13]
    panel.plot([100 * row["share"], 100 * row["other_share"]], heights, color=colour, linewidth=2.2, alpha=0.45)
    for prefix, kind, height in (("", "earlier", heights[0]), ("other_", "later", heights[1])):
        ends = [100 * row[f"{prefix}share_lower"], 100 * row[f"{prefix}share_upper"]]
        panel.plot(ends, [height, height], color=colour, linewidth=0.9)
        panel.plot(100 * row[f"{prefix}share"], height, clip_on=False, zorder=3, **_mark(kind, colour))


def _say_difference(row: Mapping[Hashable, Any], language: str) -> str:
    """
    >>> ends = {"difference_lower": -0.02, "difference_upper": 0.27}
    >>> _say_difference(ends | {"difference": 0.128, "beyond_null": False}, "en")
    '+13 (−2 to +27)'
    """
    middle, lower, upper = (
        f"{100 * row[name]:+.0f}".replace("-", "−") for name in ("difference", "difference_lower", "difference_upper")
    )
    span = f"（{lower}～{upper}）" if language == "ja" else f" ({lower} to {upper})"
    return f"{middle}{span}{' ◆' if row['beyond_null'] else ''}"


def _draw_cell(panel: Axes, across: int, down: int, row: Mapping[Hashable, Any]) -> None:
    shaded = not row["few"]
    face = _shade(row["share"]) if shaded else "white"
    hatch = None if shaded else "////"
    panel.add_patch(Rectangle((across, down), 1, 1, facecolor=face, edgecolor=GRID, linewidth=0.8, hatch=hatch))
    if row["beyond_null"]:
        inner = Rectangle((across + 0.04, down + 0.06), 0.92, 0.88, fill=False, edgecolor=VERMILION, linewidth=2.0)
        panel.add_patch(inner)
    if row["count"]:
        colour = "white" if shaded and row["share"] > _DARK else INK if shaded else MUTED
        box = None if shaded else {"facecolor": "white", "edgecolor": "none", "pad": 1.0}
        said = f"{row['count']}{' *' if row['ambiguous'] else ''}"
        panel.text(across + 0.5, down + 0.5, said, ha="center", va="center", fontsize=8, color=colour, bbox=box)


_DARK, _HEAD_WIDTH = 0.5, 13


def _shade(share: float) -> str:
    """White for a share of 0, blue for 1."""
    red, green, blue = (1 - share * (1 - part) for part in to_rgb(BLUE))
    return to_hex((red, green, blue))


def _mark(kind: str, colour: str) -> dict[str, Any]:
    """Hollow for the earlier plan, filled for the later one: told apart without colour."""
    return {
        "marker": "o" if kind == "earlier" else "D",
        "markersize": 6.0 if kind == "earlier" else 5.0,
        "markerfacecolor": "white" if kind == "earlier" else colour,
        "markeredgecolor": colour,
        "markeredgewidth": 1.2,
        "color": colour,
    }
