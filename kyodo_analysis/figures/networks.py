"""Networks of words or themes: nodes by community, edges by strength, stability and what chance would show."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd
from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.lines import Line2D

from kyodo_analysis.analysis.structure.word_map_texts import state_network, warn_communities
from kyodo_analysis.analysis.structure.word_networks import (
    LEAST_THEMES_TOGETHER,
    LEAST_THEMES_Z,
    LEAST_TOGETHER,
    LEAST_Z,
)
from kyodo_analysis.figures.label_places import Label, write_labels
from kyodo_analysis.figures.style import (
    BLUE,
    INK,
    ORANGE,
    SKY,
    VERMILION,
    Chart,
    applied_style,
    blank_chart,
    frame_chart,
    new_chart,
)

_WIDTH = 10.0
_EDGE_POINTS = 25
_PALE = "#9a9a9a"
_DASHED = (0, (3, 2))
# Told apart by shape, by colour and by lightness; what comes after them shares the last.
_COMMUNITIES = (
    ("o", BLUE),
    ("s", ORANGE),
    ("^", SKY),
    ("D", VERMILION),
    ("v", "#009e73"),
    ("P", "#f0e442"),
    ("X", "#cc79a7"),
    ("h", "#bdbdbd"),
)
_TEXTS: Mapping[str, Mapping[str, str]] = {
    "en": {
        "community": "community {number} ({nodes} nodes)",
        "others": "smaller communities",
        "beyond": "pair beyond chance (q ≤ .05)",
        "within": "pair drawn, q > .05",
        "unstable": "unstable: drawn in < 80 % of resamples",
        "source": "Nodes ({shown} of {items}; the others have no edge): area by the measures that have it, "
        "n = {n} measures, reprints counted once; edges: width by Jaccard. Drawn are "
        "pairs that meet in at least {least} measures and with z ≥ {z} (measures beyond the expected, in standard "
        "deviations); the test asks whether they meet within plans more often than if they were dealt out at random "
        "(hypergeometric, false discovery rate over all pairs). Louvain communities (Blondel et al. 2008), layout "
        "after Kamada & Kawai (1989): where parts of the network lie means nothing.",
        "word_tables": "Source: table tokens.",
        "theme_tables": "Themes that rules and readers code too differently (α < .667) are left out. "
        "Source: table measure_themes.",
    },
    "ja": {
        "community": "群{number}（{nodes}個）",
        "others": "その他の小さな群",
        "beyond": "偶然を超える組（q ≤ .05）",
        "within": "描いた組、q > .05",
        "unstable": "不安定: 再抽出の80%未満でしか現れない",
        "source": "点（{items}のうち{shown}。他は線を持たない）の面積は"
        "それを持つ施策の数（n = {n}施策、再掲は一度だけ数える）、線の太さはジャッカード係数。"
        "描くのは{least}施策以上に共に現れ、z ≥ {z}（期待を超える施策数を標準偏差で割った値）の組。"
        "検定は計画の中で無作為に割り振ったときより多いかを問う（超幾何分布、全組の偽発見率）。"
        "群はルーヴァン法（Blondel et al. 2008）、配置は Kamada & Kawai (1989)。図の中の位置そのものに意味はない。",
        "word_tables": "出典: 表 tokens",
        "theme_tables": "規則と読み手のコードが離れすぎるテーマ（α < .667）は除く。出典: 表 measure_themes",
    },
}


@applied_style()
def plot_network(table: pd.DataFrame, language: str = "en") -> Chart:
    """The network as a graph.

    Args:
        table: `word_networks.connect_words` or `connect_themes`.
    """
    nodes, edges = table[table["kind"] == "node"], table[table["kind"] == "edge"]
    if nodes.empty:
        return blank_chart(language)
    texts = _TEXTS[language]
    size = max(np.ptp(nodes["x"]), 1.0), max(np.ptp(nodes["y"]), 1.0)
    chart = new_chart(_WIDTH, min(7.5, max(4.0, _WIDTH * size[1] / size[0] + 2.2)))
    panel = chart.subplots()
    panel.set_axis_off()
    for axis, setter, room in (("x", panel.set_xlim, 0.07 * size[0]), ("y", panel.set_ylim, 0.07 * size[1])):
        setter(nodes[axis].min() - room, nodes[axis].max() + room)
    _draw_edges(panel, nodes, edges)
    for row, area in zip(nodes.to_dict("records"), _areas(nodes), strict=True):
        marker, colour = _look(row["community"])
        mark: dict[str, Any] = {"marker": marker, "facecolor": colour, "edgecolor": INK, "linewidths": 0.7}
        panel.scatter(row["x"], row["y"], s=area, zorder=3, **mark)
    whole = table[table["kind"] == "network"].iloc[0]
    themes = nodes["name_en"].ne(nodes["name_ja"]).any()
    least, z = (LEAST_THEMES_TOGETHER, LEAST_THEMES_Z) if themes else (LEAST_TOGETHER, LEAST_Z)
    source = texts["source"].format(n=whole["n"], items=whole["items"], shown=len(nodes), least=least, z=f"{z:g}")
    tables = texts["theme_tables" if themes else "word_tables"]
    source = ("" if language == "ja" else " ").join([warn_communities(table, language), source, tables])
    frame_chart(chart, language, state_network(table, language), source, _legend(nodes, texts), columns=3)
    _write_names(panel, nodes, edges, language)
    return chart


def _look(community: Any) -> tuple[str, str]:
    return _COMMUNITIES[min(int(community), len(_COMMUNITIES)) - 1]


def _draw_edges(panel: Axes, nodes: pd.DataFrame, edges: pd.DataFrame) -> None:
    """Dark beyond chance, light within, dashed where another sample of measures would lose the edge."""
    places = nodes.set_index("name")[["x", "y"]]
    for row in edges.sort_values("q", ascending=False).to_dict("records"):
        ends = places.loc[[row["source"], row["target"]]]
        panel.plot(
            ends["x"],
            ends["y"],
            color=INK if row["beyond_null"] else _PALE,
            linewidth=0.6 + 6 * row["jaccard"],
            linestyle="-" if row["stable"] else _DASHED,
            solid_capstyle="butt",
            zorder=1,
        )


def _write_names(panel: Axes, nodes: pd.DataFrame, edges: pd.DataFrame, language: str) -> None:
    """The names of the largest nodes first; they keep clear of nodes and, where that is possible, of edges."""
    largest = nodes.sort_values(["count", "name"], ascending=[False, True])
    labels = [
        Label(row[f"name_{language}"], row["x"], row["y"], radius, 9.5, INK)
        for row, radius in zip(largest.to_dict("records"), np.sqrt(_areas(nodes)[largest.index]) / 2, strict=True)
    ]
    places = nodes.set_index("name")[["x", "y"]]
    starts, ends = (places.loc[edges[side]].to_numpy() for side in ("source", "target"))
    along = [starts + share * (ends - starts) for share in np.linspace(0, 1, _EDGE_POINTS)]
    write_labels(panel, labels, map(tuple, np.concatenate(along).tolist()))


def _areas(nodes: pd.DataFrame) -> pd.Series:
    """Marks whose area grows with the measures."""
    areas: pd.Series = 30 + 420 * nodes["count"].astype("float64") / nodes["count"].max()
    return areas


def _legend(nodes: pd.DataFrame, texts: Mapping[str, str]) -> list[Artist]:
    last = len(_COMMUNITIES)
    sizes = nodes["community"].clip(upper=last).value_counts().sort_index()
    shared = nodes["community"].max() > last
    handles: list[Artist] = [
        Line2D(
            [],
            [],
            linestyle="none",
            marker=_look(number)[0],
            markersize=7,
            markerfacecolor=_look(number)[1],
            markeredgecolor=INK,
            markeredgewidth=0.7,
            label=texts["others"]
            if shared and number == last
            else texts["community"].format(number=number, nodes=size),
        )
        for number, size in sizes.items()
    ]
    lines: tuple[tuple[str, str, Any], ...] = (
        ("beyond", INK, "-"),
        ("within", _PALE, "-"),
        ("unstable", _PALE, _DASHED),
    )
    for name, colour, style in lines:
        handles.append(Line2D([], [], color=colour, linewidth=2, linestyle=style, label=texts[name]))
    return handles
