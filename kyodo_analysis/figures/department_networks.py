"""Which departments share measures, as a network for each plan that names any."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd
from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.lines import Line2D
from matplotlib.patheffects import withStroke

from kyodo_analysis.analysis.department.department_network_texts import state_network
from kyodo_analysis.analysis.showing.labels import note_plans
from kyodo_analysis.analysis.statistics.uncertainty import Numbers
from kyodo_analysis.figures.label_places import Label, write_labels
from kyodo_analysis.figures.style import (
    INK,
    MUTED,
    SKY,
    VERMILION,
    Chart,
    applied_style,
    blank_chart,
    frame_chart,
    new_chart,
)

_WIDTH, _ACROSS, _EDGE_POINTS = 12.5, 3, 25
_NUMBERED, _WEIGHT = 3, 12
_HALO = [withStroke(linewidth=2.2, foreground="white")]
_PALE = "#9a9a9a"
_DOTTED = (0, (1, 1.6))
_LEAST_AREA, _AREA = 22.0, 15.0
_LINE, _GENERIC_LINE, _LEAST_LINE = 0.55, 0.2, 0.6
_TEXTS: Mapping[str, Mapping[str, str]] = {
    "en": {
        "panel": "{plan}, n = {n}",
        "alone": "without any edge: {names}",
        "department": "department",
        "generic": "generic name, not tested",
        "beyond": "pair beyond chance (q ≤ .05)",
        "within": "pair not beyond chance, or with a single measure",
        "generic_edge": "pair with a generic name",
        "silent": "Not shown: {plans}.",
        "states": "{plan} names no department",
        "network": "Nodes: area by the measures that name the department; edges: width by the measures that name both "
        "(a number where there are {least} or more). n = measures that name anyone, reprints counted once. Chance "
        "keeps each department's number of measures and each measure's number of departments (curveball, Strona et al. "
        "2014; pairs with two measures or more at both ends are tested, false discovery rate over all plans). Layout "
        "after Kamada & Kawai (1989): where a node lies means nothing. Source: table measure_departments.",
    },
    "ja": {
        "panel": "{plan}、n = {n}",
        "alone": "線のない部署: {names}",
        "department": "部署",
        "generic": "総称（検定しない）",
        "beyond": "偶然を超える組（q ≤ .05）",
        "within": "偶然を超えない組、または一施策だけの部署を含む組",
        "generic_edge": "総称との組",
        "silent": "図にない計画: {plans}。",
        "states": "{plan}は部署を記さない",
        "network": "点の面積は部署の名が挙がる施策の数、線の太さは両方の名が挙がる施策の数"
        "（{least}以上は数字を添える）。"
        "n は部署を記す施策数（再掲は一度だけ数える）。偶然は、各部署の施策数と各施策の部署数を保って割り振り直したもの"
        "（curveball 法、Strona et al. 2014。両端が二施策以上の組を検定し、全計画を通した偽発見率による）。"
        "配置は Kamada & Kawai (1989) により、位置そのものに意味はない。出典: 表 measure_departments",
    },
}


@applied_style()
def plot_department_network(table: pd.DataFrame, language: str = "en") -> Chart:
    """The networks of departments that share measures, one panel per plan that names any.

    Args:
        table: `department_networks.connect_departments` with plan labels.
    """
    plans = list_naming(table)
    if plans.empty:
        return blank_chart(language)
    texts = _TEXTS[language]
    nodes = table[table["kind"] == "node"]
    sizes = [float(np.sqrt(max(4, (nodes["plan_id"] == plan_id).sum()))) for plan_id in plans["plan_id"]]
    rows = -(-len(plans) // _ACROSS)
    across = min(_ACROSS, len(plans))
    chart = new_chart(min(_WIDTH, 5.6 * across), 5.2 * rows + 1.9)
    ratios = sizes if rows == 1 else [1.0] * across
    panels = chart.subplots(rows, across, squeeze=False, width_ratios=ratios).ravel()
    for panel in panels:
        panel.set_axis_off()
    for panel, plan in zip(panels, plans.to_dict("records"), strict=False):
        own = table[table["plan_id"] == plan["plan_id"]]
        _draw_network(panel, own[own["kind"] == "node"], own[own["kind"] == "edge"])
        panel.set_title(_name_panel(own, plan, language), fontsize=9.5)
    source = begin_source(table, language) + texts["network"].format(least=_NUMBERED)
    frame_chart(chart, language, state_network(table, language), source, _explain_network(texts), columns=3)
    for panel, plan_id in zip(panels, plans["plan_id"], strict=False):
        own = table[table["plan_id"] == plan_id]
        _write_names(panel, own[own["kind"] == "node"].dropna(subset=["x"]), own[own["kind"] == "edge"])
    return chart


def list_naming(table: pd.DataFrame) -> pd.DataFrame:
    """The first rows of the plans that name anyone."""
    return table[(table["kind"] == "network") & (table["n"] > 0)]


def _name_panel(own: pd.DataFrame, plan: Mapping[Any, Any], language: str) -> str:
    texts = _TEXTS[language]
    title = texts["panel"].format(plan=plan[f"plan_{language}"], n=plan["n"])
    alone = own.loc[(own["kind"] == "node") & own["x"].isna(), "label"].tolist()
    between = "、" if language == "ja" else ", "
    return title + ("\n" + texts["alone"].format(names=between.join(alone)) if alone else "")


def _draw_network(panel: Axes, nodes: pd.DataFrame, edges: pd.DataFrame) -> None:
    placed = nodes.dropna(subset=["x"])
    places = placed.set_index("name")[["x", "y"]]
    if len(placed):
        size = {axis: max(float(np.ptp(placed[axis])), 1.0) for axis in ("x", "y")}
        panel.set_xlim(placed["x"].min() - 0.16 * size["x"], placed["x"].max() + 0.16 * size["x"])
        panel.set_ylim(placed["y"].min() - 0.08 * size["y"], placed["y"].max() + 0.08 * size["y"])
    order = edges.assign(beyond=edges["beyond_null"].fillna(False).astype(bool)).sort_values(
        ["beyond", "n_ab"], ascending=[True, False], kind="stable"
    )
    for row in order.to_dict("records"):
        ends = places.loc[[row["source"], row["target"]]]
        width = _LEAST_LINE + (_GENERIC_LINE if row["generic"] else _LINE) * row["n_ab"]
        if not row["generic"]:
            # A white rim tells lines apart that run side by side.
            panel.plot(ends["x"], ends["y"], color="white", linewidth=width + 1.4, solid_capstyle="butt", zorder=1)
        panel.plot(
            ends["x"],
            ends["y"],
            color=VERMILION if row["beyond"] else _PALE,
            linewidth=width,
            linestyle=_DOTTED if row["generic"] else "-",
            solid_capstyle="butt",
            zorder=1,
        )
    for row, area in zip(placed.to_dict("records"), _areas(placed["count"]), strict=True):
        panel.scatter(row["x"], row["y"], s=area, zorder=3, **look_like(row["generic"]))


def _write_names(panel: Axes, nodes: pd.DataFrame, edges: pd.DataFrame) -> None:
    """The numbers of shared measures on their edges, then the names, the largest first, clear of both."""
    places = nodes.set_index("name")[["x", "y"]]
    starts, ends = (places.loc[edges[side]].to_numpy() for side in ("source", "target"))
    along = [starts + share * (ends - starts) for share in np.linspace(0, 1, _EDGE_POINTS)]
    numbers = _write_numbers(panel, edges["n_ab"].to_numpy(), starts, ends, places.to_numpy())
    largest = nodes.sort_values(["count", "name"], ascending=[False, True])
    labels = [
        Label(row["label"], row["x"], row["y"], radius, 8.5, MUTED if row["generic"] else INK)
        for row, radius in zip(largest.to_dict("records"), np.sqrt(_areas(largest["count"])) / 2, strict=True)
    ]
    write_labels(panel, labels, map(tuple, np.concatenate([*along, *[numbers] * _WEIGHT]).tolist()))


def _write_numbers(panel: Axes, counts: Numbers, starts: Numbers, ends: Numbers, nodes: Numbers) -> Numbers:
    """Each number where its edge is farthest from nodes and other numbers; gives points all over the numbers."""
    if not len(counts):
        return np.zeros((0, 2))
    pixels = panel.transData
    taken, covered = pixels.transform(nodes), []
    for count, start, end in zip(counts, starts, ends, strict=True):
        if count < _NUMBERED:
            continue
        spots = start + np.linspace(0.3, 0.7, 9)[:, np.newaxis] * (end - start)
        free = np.linalg.norm(pixels.transform(spots)[:, np.newaxis] - taken, axis=2).min(axis=1)
        spot = spots[int(free.argmax())]
        text = panel.text(
            float(spot[0]),
            float(spot[1]),
            str(count),
            fontsize=7,
            ha="center",
            va="center",
            path_effects=_HALO,
            zorder=5,
        )
        taken = np.vstack([taken, pixels.transform(spot)])
        box = text.get_window_extent()
        covered += [(x, y) for x in np.linspace(box.x0, box.x1, 3) for y in np.linspace(box.y0, box.y1, 3)]
    return np.asarray(pixels.inverted().transform(covered)) if covered else np.zeros((0, 2))


def _areas(counts: pd.Series) -> pd.Series:
    """Marks whose area grows with the measures, by the same measure in all panels."""
    areas: pd.Series = _LEAST_AREA + _AREA * counts.astype("float64")
    return areas


def look_like(generic: bool) -> dict[str, Any]:
    """The mark of a department: hollow where its name is generic."""
    face = "white" if generic else SKY
    return {"marker": "o", "facecolor": face, "edgecolor": MUTED if generic else INK, "linewidths": 0.9}


def _explain_network(texts: Mapping[str, str]) -> list[Artist]:
    handles: list[Artist] = [
        Line2D(
            [], [], linestyle="none", marker="o", markersize=8, markerfacecolor=face, markeredgecolor=edge, label=name
        )
        for face, edge, name in ((SKY, INK, texts["department"]), ("white", MUTED, texts["generic"]))
    ]
    lines: tuple[tuple[str, str, Any, float], ...] = (
        ("beyond", VERMILION, "-", 3.5),
        ("within", _PALE, "-", 2.0),
        ("generic_edge", _PALE, _DOTTED, 2.0),
    )
    for name, colour, style, width in lines:
        handles.append(Line2D([], [], color=colour, linewidth=width, linestyle=style, label=texts[name]))
    return handles


def begin_source(table: pd.DataFrame, language: str) -> str:
    """Which plans are not shown, and what the labels of those that are leave out."""
    texts, plans = _TEXTS[language], table[table["kind"] == "network"]
    silent = [texts["states"].format(plan=plan) for plan in plans.loc[plans["n"] == 0, f"plan_{language}"]]
    between, end = ("、", "") if language == "ja" else (", ", " ")
    note = note_plans(plans.loc[plans["n"] > 0, "plan_id"], language)
    said = texts["silent"].format(plans=between.join(silent)) + end if silent else ""
    return said + (f"{note}{end}" if note else "")
