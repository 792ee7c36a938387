"""The theme profile of the plans twice: as a table of shares, and as dots before what shuffled plan labels give.

Themes that rules and readers code too differently are hatched in the one and left out of the other.
"""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from typing import Any

import numpy as np
import pandas as pd
from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.lines import Line2D
from matplotlib.patches import Rectangle

from kyodo_analysis.analysis.coding.reliability import (
    LEAST_CODED,
    LEAST_RELIABLE,
    NOT_CHARTED,
    RELIABLE,
    TENTATIVE,
)
from kyodo_analysis.analysis.showing.labels import note_plans
from kyodo_analysis.analysis.statistics.uncertainty import Numbers
from kyodo_analysis.analysis.theme.theme_texts import state_theme_ranks, state_themes
from kyodo_analysis.figures.dots import dot_legend, draw_dots, share_axis
from kyodo_analysis.figures.style import (
    GRID,
    INK,
    MUTED,
    Chart,
    applied_style,
    blank_chart,
    break_label,
    frame_chart,
    new_chart,
)

_TINTS = ("#ffffff", "#d6e6f2", "#a9cbe2", "#6fa7cc", "#2b6a9b", "#0b4470")
_DARK = 3
_LEAST, _GOOD = (f"{limit:.3f}".lstrip("0") for limit in (LEAST_RELIABLE, RELIABLE))
_TEXTS: Mapping[str, Mapping[str, str]] = {
    "en": {
        "share": "share of the plan's measures (%)",
        "corrected": "95 % interval, rules' errors taken out",
        "tentative": f"† tentative: α {_LEAST} to below {_GOOD}, or fewer than {LEAST_CODED} hand-coded measures; "
        "α –: too few to tell.",
        "unjudged": "not charted: no hand-coded measure",
        "hatched": f"not charted: α < {_LEAST}",
        "cells": "Cells: share of the plan's measures that have the theme by the rules, in %, as observed; below it "
        "the 95 % interval of another number, the share with the rules' errors taken out (Rogan & Gladen 1978; Lang & "
        "Reiczigel 2014), which need not lie around the observed one, or with * Wilson's of the observed share, where "
        "readers found the theme too rarely to tell these errors. α: Krippendorff's alpha of rules and readers "
        "without what the plan alone had taught the rules.",
        "lines": "Lines: Wilson intervals, which take the rules for faultless; thin lines and ticks: share and "
        "interval with the rules' errors taken out (Rogan & Gladen 1978; Lang & Reiczigel 2014).",
        "left_out": f"Not charted for α < {_LEAST}: {{names}}.",
        "q": "q: false discovery rate at the upper end of its 99 % Monte Carlo interval. Bands and diamonds: single "
        "measures shuffled; those of one program (推進施策) are alike: themes-by-program shuffles whole programs.",
        "n": "n = measures of the plan, reprints counted once; a measure has up to three themes.",
        "source": "Source: table measure_themes.",
    },
    "ja": {
        "share": "計画の施策に占める割合（%）",
        "corrected": "規則の誤りを補正した95%区間",
        "tentative": f"† 暫定: α が {_LEAST} 以上 {_GOOD} 未満、または読み手の例が{LEAST_CODED}施策未満"
        "（α – は推定できない）。",
        "unjudged": "図示しない: 読み手の例がない",
        "hatched": f"図示しない: α < {_LEAST}",
        "cells": "数字は規則によりそのテーマをもつ施策の観測割合（%）。その下は規則の誤りを補正した割合の95%区間"
        "（Rogan & Gladen 1978; Lang & Reiczigel 2014; 観測割合の区間ではない）、"
        "* は読み手の例が少なく誤りを推定できないためのウィルソン区間。"
        "α は、その計画だけから得た規則を除いたときの規則と読み手のクリッペンドルフの α。",
        "lines": "線は規則に誤りがないとしたウィルソン区間、細い線と印は規則の誤りを補正した割合と区間"
        "（Rogan & Gladen 1978; Lang & Reiczigel 2014）。",
        "left_out": f"α < {_LEAST} のため示さないテーマ: {{names}}。",
        "q": "q は偽発見率（99%モンテカルロ区間の上限）。帯と菱形は施策を一つずつ入れ替えた場合。"
        "同じ推進施策の施策は似ているので、推進施策ごとの入れ替えは themes-by-program に示す。",
        "n": "n は施策数（再掲は一度だけ数える）。一施策のテーマは三つまで。",
        "source": "出典: 表 measure_themes",
    },
}


@applied_style()
def plot_theme_heatmap(table: pd.DataFrame, language: str = "en") -> Chart:
    """Plans across, themes down, commonest first: the share in each cell with its interval.

    Args:
        table: `themes.profile_themes` of the counting "any" with `themes.mark_verdicts`,
            `misclassification.correct_shares` and the labels of plans and themes.
    """
    if table.empty:
        return blank_chart(language)
    texts, plans, themes = _TEXTS[language], table.drop_duplicates("plan_id"), _order_themes(table)
    chart = new_chart(1.22 * len(plans) + 3.3, 0.4 * len(themes) + 2.6)
    panel = chart.subplots()
    levels = _cut_shares(table.loc[table["verdict"] != NOT_CHARTED, "share"])
    for down, theme in enumerate(themes.to_dict("records")):
        own = table[table["theme"] == theme["theme"]].set_index("plan_id").loc[plans["plan_id"]]
        if theme["verdict"] == NOT_CHARTED:
            _hatch(panel, down, len(plans), texts["unjudged" if np.isnan(theme["alpha"]) else "hatched"])
        else:
            for across, cell in enumerate(own.to_dict("records")):
                _draw_cell(panel, across, down, cell, levels)
    panel.set_xlim(0, len(plans) + 0.02)
    panel.set_ylim(len(themes) + 0.15, 0)
    heads = [f"{break_label(name)}\nn = {n}" for name, n in zip(plans[f"plan_{language}"], plans["n"], strict=True)]
    panel.set_xticks(np.arange(len(plans)) + 0.5, heads)
    panel.set_yticks(np.arange(len(themes)) + 0.5, [_label_theme(row, language) for row in themes.to_dict("records")])
    panel.tick_params(length=0, top=False, labeltop=True, bottom=False, labelbottom=False)
    panel.spines[:].set_visible(False)
    source = _say(
        language,
        texts["n"],
        texts["cells"],
        _mark_tentative(themes, texts),
        note_plans(table["plan_id"], language),
        texts["source"],
    )
    frame_chart(chart, language, state_theme_ranks(table, language), source)
    return chart


@applied_style()
def plot_theme_dots(table: pd.DataFrame, language: str = "en") -> Chart:
    """The same shares as dots, one panel per plan, before the band that shuffled plan labels give.

    Args: see `plot_theme_heatmap`.
    """
    shown = table[table["verdict"] != NOT_CHARTED]
    if shown.empty:
        return blank_chart(language)
    texts, plans, themes = _TEXTS[language], shown["plan_id"].unique(), _order_themes(shown)
    chart = new_chart(2.0 * len(plans) + 2.5, 0.34 * len(themes) + 2.6)
    panels = chart.subplots(1, len(plans), sharey=True, squeeze=False)[0]
    for panel, plan_id in zip(panels, plans, strict=True):
        own = shown[shown["plan_id"] == plan_id].set_index("theme").loc[themes["theme"]]
        heights = range(len(own))
        draw_dots(panel, own, heights, value="share", lower="shown_lower", upper="shown_upper", beyond="beyond_null")
        _draw_corrected(panel, own)
        share_axis(panel, shown, ["shown_upper", "null_upper", "corrected_upper"])
        panel.set_title(break_label(own[f"plan_{language}"].iloc[0]) + f"\nn = {own['n'].iloc[0]}")
    panels[0].set_yticks(range(len(themes)), [_label_theme(row, language) for row in themes.to_dict("records")])
    panels[len(panels) // 2].set_xlabel(texts["share"])
    hidden = table[table["verdict"] == NOT_CHARTED].drop_duplicates("theme")[f"theme_{language}"]
    names = "、".join(hidden) if language == "ja" else ", ".join(hidden)
    left_out = texts["left_out"].format(names=names) if len(hidden) else ""
    parts = (texts["n"], texts["lines"], _mark_tentative(themes, texts), left_out, texts["q"])
    source = _say(language, *parts, note_plans(table["plan_id"], language), texts["source"])
    thin: Artist = Line2D([], [], color=INK, linewidth=0.7, marker="|", markersize=5, label=texts["corrected"])
    frame_chart(chart, language, state_themes(table, language), source, [*dot_legend(language), thin], columns=5)
    return chart


def _order_themes(table: pd.DataFrame) -> pd.DataFrame:
    """One row per theme, commonest first, those that are not charted last."""
    themes = table.drop_duplicates("theme").assign(hidden=table["verdict"] == NOT_CHARTED)
    return themes.sort_values(["hidden", "overall_share", "theme"], ascending=[True, False, True])


def _label_theme(theme: Mapping[Hashable, Any], language: str) -> str:
    """The name of a theme with its alpha, and the mark of a tentative one; an alpha of next to nothing is not shown."""
    known = theme["coded_n"] >= LEAST_CODED and not np.isnan(theme["alpha"])
    tail = f"  α {theme['alpha']:.3f}" if known else "  α –"
    return f"{theme[f'theme_{language}']}{' †' if theme['verdict'] == TENTATIVE else ''}{tail}"


def _mark_tentative(themes: pd.DataFrame, texts: Mapping[str, str]) -> str:
    return texts["tentative"] if themes["verdict"].eq(TENTATIVE).any() else ""


def _cut_shares(shares: pd.Series) -> Numbers:
    """Steps of equal width from 0 to the highest share, as many as there are tints."""
    most = float(shares.max()) if len(shares) else 1.0
    return np.linspace(0, most or 1.0, len(_TINTS))


def _draw_cell(panel: Axes, across: int, down: int, cell: Mapping[Hashable, Any], levels: Numbers) -> None:
    tint = int(np.searchsorted(levels, cell["share"] - 1e-9))
    panel.add_patch(Rectangle((across, down), 1, 1, facecolor=_TINTS[tint], edgecolor=GRID, linewidth=0.8))
    known = not np.isnan(cell["corrected"])
    lower, upper = (cell[f"{'corrected' if known else 'shown'}_{end}"] for end in ("lower", "upper"))
    colour = "white" if tint > _DARK else INK
    panel.text(across + 0.5, down + 0.36, f"{100 * cell['share']:.0f}", ha="center", va="center", color=colour)
    interval = f"{100 * lower:.0f}–{100 * upper:.0f}{'' if known else ' *'}"
    panel.text(across + 0.5, down + 0.74, interval, ha="center", va="center", fontsize=6.8, color=colour)


def _hatch(panel: Axes, down: int, width: int, said: str) -> None:
    row = Rectangle((0, down), width, 1, facecolor="white", edgecolor=MUTED, hatch="////", linewidth=0.6)
    panel.add_patch(row)
    box = {"facecolor": "white", "edgecolor": "none", "pad": 2.0}
    panel.text(width / 2, down + 0.5, said, ha="center", va="center", fontsize=8, color=INK, bbox=box)


def _draw_corrected(panel: Axes, own: pd.DataFrame) -> None:
    """Thin lines below the dots, with a tick at the corrected share."""
    for place, row in enumerate(own.to_dict("records")):
        if not np.isnan(row["corrected"]):
            ends = [row["corrected_lower"], row["corrected_upper"]]
            panel.plot(ends, [place + 0.27, place + 0.27], color=INK, linewidth=0.7, solid_capstyle="butt")
            panel.plot(row["corrected"], place + 0.27, marker="|", markersize=5, color=INK, clip_on=False)


def _say(language: str, *parts: str) -> str:
    return ("" if language == "ja" else " ").join(part for part in parts if part)
