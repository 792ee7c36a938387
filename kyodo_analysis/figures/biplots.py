"""Maps of plans by words or themes: plans with their ellipses, the names that shape the map, the axes."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd
from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.lines import Line2D
from matplotlib.patches import Ellipse

from kyodo_analysis.analysis.showing.labels import note_plans
from kyodo_analysis.analysis.structure.word_map_texts import state_map, warn_map
from kyodo_analysis.figures.label_places import Label, write_labels
from kyodo_analysis.figures.style import (
    BLUE,
    GRID,
    INK,
    MUTED,
    VERMILION,
    Chart,
    applied_style,
    blank_chart,
    frame_chart,
    new_chart,
)

_WIDTH = 9.2

_TEXTS: Mapping[str, Mapping[str, str]] = {
    "en": {
        "axis": "axis {axis}: {share:.0%} of the inertia",
        "axis_chance": "axis {axis}: {share:.0%} of the inertia (not beyond chance)",
        "beyond": "plan, beyond chance (q ≤ .05)",
        "within": "plan, q > .05",
        "ellipse": "95 % of resampled measures (axes fixed)",
        "word": "word (size: occurrences)",
        "theme": "theme (size: measures)",
        "word_source": "{shown} of {all} words are named, those that contribute most. Nouns, verbs and adjectives of "
        "titles and contents, at least 5 times in 3 measures. Source: table tokens.",
        "theme_source": "{shown} of {all} themes are named. Themes of a measure at any rank; those that rules and "
        "readers code too differently (α < .667) are left out. Source: table measure_themes.",
        "reading": "Correspondence analysis, principal coordinates (Greenacre 2017). A name lies in the direction of "
        "the plans that have more than their share of it; the distance between a name and a plan means nothing. "
        "q: false discovery rate at the upper end of its 99 % Monte Carlo interval.",
    },
    "ja": {
        "axis": "第{axis}軸: 慣性の{share:.0%}",
        "axis_chance": "第{axis}軸: 慣性の{share:.0%}（偶然を超えない）",
        "beyond": "計画、偶然を超える（q ≤ .05）",
        "within": "計画、q > .05",
        "ellipse": "施策の再抽出の95%（軸は固定）",
        "word": "語（大きさは出現数）",
        "theme": "テーマ（大きさは施策数）",
        "word_source": "{all}語のうち寄与の大きい{shown}語に名を付す。"
        "項目名と推進内容の名詞・動詞・形容詞のうち3施策5回以上のもの。出典: 表 tokens",
        "theme_source": "{all}テーマのうち{shown}に名を付す。施策のテーマは順位を問わず、"
        "規則と読み手のコードが離れすぎるテーマ（α < .667）は除く。出典: 表 measure_themes",
        "reading": "対応分析、主座標（Greenacre 2017）。名はそれを平均より多く持つ計画の方向にある。"
        "名と計画の距離に意味はない。q は偽発見率（99%モンテカルロ区間の上限）。",
    },
}


@applied_style()
def plot_biplot(table: pd.DataFrame, language: str = "en") -> Chart:
    """Plans and words, or plans and themes, in the plane of the first two axes.

    Args:
        table: `word_maps.map_words` or `map_themes`, with plan labels.
    """
    if table.empty:
        return blank_chart(language)
    texts = _TEXTS[language]
    plans = table[(table["kind"] == "plan") & table["x"].notna()]
    names = table[table["kind"].isin(["word", "theme"]) & table["x"].notna()]
    kind = str(names["kind"].iloc[0])
    (left, right), (bottom, top) = (_find_ends(plans, names, axis) for axis in ("x", "y"))
    # As high as one unit on both axes asks for, beside the lines of text above and below.
    chart = new_chart(_WIDTH, min(9.5, max(4.5, (_WIDTH - 0.8) * (top - bottom) / (right - left) + 2.4)))
    panel = chart.subplots()
    panel.set(xlim=(left, right), ylim=(bottom, top))
    panel.tick_params(length=0)
    for line in (panel.axhline, panel.axvline):
        line(0, color=GRID, linewidth=0.8, zorder=0)
    panel.scatter(names["x"], names["y"], s=_areas(names), color=MUTED, alpha=0.55, linewidths=0, zorder=2)
    for row in plans.to_dict("records"):
        _draw_plan(panel, row)
    _name_axes(panel, table[table["kind"] == "axis"], texts)
    shown = {"shown": int(names["labelled"].sum()), "all": len(names)}
    notes = [warn_map(table, language), texts["reading"], note_plans(plans["plan_id"], language)]
    notes.append(texts[f"{kind}_source"].format(**shown))
    source = ("" if language == "ja" else " ").join(note for note in notes if note)
    frame_chart(chart, language, state_map(table, language), source, _legend(texts, kind))
    _make_units_equal(panel)
    _write_names(panel, plans, names, language)
    return chart


def _areas(names: pd.DataFrame) -> pd.Series:
    """Marks whose area grows with the count."""
    areas: pd.Series = 8 + 90 * names["count"] / max(1, names["count"].max())
    return areas


def _draw_plan(panel: Axes, row: Mapping[Any, Any]) -> None:
    colour = VERMILION if row["beyond_null"] else BLUE
    if np.isfinite(row["centre_x"]):
        centre, size = (row["centre_x"], row["centre_y"]), (2 * row["half_long"], 2 * row["half_short"])
        panel.add_patch(Ellipse(centre, *size, angle=row["angle"], facecolor=colour, alpha=0.10, linewidth=0, zorder=1))
        panel.add_patch(
            Ellipse(centre, *size, angle=row["angle"], facecolor="none", edgecolor=colour, linewidth=1.1, zorder=3)
        )
    panel.scatter(row["x"], row["y"], zorder=4, **_mark(bool(row["beyond_null"])))


def _mark(beyond: bool) -> dict[str, Any]:
    """Filled beyond the null, hollow within: told apart without colour."""
    colour = VERMILION if beyond else BLUE
    face = colour if beyond else "white"
    return {"marker": "D" if beyond else "o", "s": 46, "facecolor": face, "edgecolor": colour, "linewidths": 1.4}


def _name_axes(panel: Axes, axes: pd.DataFrame, texts: Mapping[str, str]) -> None:
    for axis, row in zip((panel.xaxis, panel.yaxis), axes.to_dict("records"), strict=False):
        text = texts["axis" if row["beyond_null"] else "axis_chance"]
        axis.set_label_text(text.format(axis=row["name"], share=row["share"] if np.isfinite(row["share"]) else 0.0))
    if len(axes) < 2:
        panel.set_yticks([])


def _find_ends(plans: pd.DataFrame, names: pd.DataFrame, axis: str) -> tuple[float, float]:
    """Room for all points and ellipses; a map on one line gets some height all the same."""
    reach = plans["half_long"].fillna(0.0)
    ends = pd.concat([names[axis], plans[axis] - reach, plans[axis] + reach])
    room = 0.08 * float(ends.max() - ends.min()) or 1.0
    return float(ends.min()) - room, float(ends.max()) + room


def _make_units_equal(panel: Axes) -> None:
    """One unit as long on both axes: the one that has room to spare shows more. Once the panel has its place."""
    box, (left, right), (bottom, top) = panel.get_window_extent(), panel.get_xlim(), panel.get_ylim()
    unit = max((right - left) / box.width, (top - bottom) / box.height)
    more_x, more_y = unit * box.width - (right - left), unit * box.height - (top - bottom)
    panel.set(xlim=(left - more_x / 2, right + more_x / 2), ylim=(bottom - more_y / 2, top + more_y / 2))


def _write_names(panel: Axes, plans: pd.DataFrame, names: pd.DataFrame, language: str) -> None:
    """The plans first, then the names that contribute most; all other points are kept clear where that is possible."""
    shown = names[names["labelled"]].sort_values(["contribution", "name"], ascending=[False, True])
    labels = [
        *(Label(row[f"plan_{language}"], row["x"], row["y"], 5.0, 10.0, INK) for row in plans.to_dict("records")),
        *(
            Label(row[f"name_{language}"], row["x"], row["y"], radius, 8.5, MUTED)
            for row, radius in zip(shown.to_dict("records"), np.sqrt(_areas(names)[shown.index]) / 2, strict=True)
        ),
    ]
    write_labels(panel, labels, zip(names["x"], names["y"], strict=True))


def _legend(texts: Mapping[str, str], kind: str) -> list[Artist]:
    plan = [
        Line2D(
            [],
            [],
            linestyle="none",
            marker=str(mark["marker"]),
            markersize=6.5,
            markeredgewidth=1.4,
            markerfacecolor=str(mark["facecolor"]),
            markeredgecolor=str(mark["edgecolor"]),
            label=texts[name],
        )
        for name, mark in (("beyond", _mark(True)), ("within", _mark(False)))
    ]
    ellipse = Line2D(
        [],
        [],
        linestyle="none",
        marker="o",
        markersize=11,
        markerfacecolor="#f0f0f0",
        markeredgecolor=MUTED,
        label=texts["ellipse"],
    )
    name = Line2D(
        [],
        [],
        linestyle="none",
        marker="o",
        markersize=5,
        markerfacecolor=MUTED,
        markeredgewidth=0,
        alpha=0.55,
        label=texts[kind],
    )
    return [*plan, ellipse, name]
