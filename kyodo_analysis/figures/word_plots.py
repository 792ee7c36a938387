"""Words on two axes: how often a plan has a word, against how often all other plans have it (after scattertext)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd
from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.lines import Line2D

from kyodo_analysis.analysis.showing.labels import note_plans
from kyodo_analysis.analysis.wording.word_headlines import state_words
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

_LINEAR = 0.5
_TICKS = (0, 0.5, 1, 2, 5, 10, 20, 50, 100, 200, 500)
_MARK, _LABELS, _FEWEST = 6.0, 9.0, 6

_TEXTS: Mapping[str, Mapping[str, str]] = {
    "en": {
        "x": "in all other plans, per 1,000 words",
        "y": "in the plan, per 1,000 words",
        "subject": "sets the plan apart (q upper ≤ .05)",
        "formula": "sets it apart, mostly in repeated wording",
        "within": "q upper > .05 (named: highest z)",
        "equal": "equally frequent",
        "words_n": "{words} words",
        "source": "A dot is a word; both scales are logarithmic above 0.5. Nouns, verbs and adjectives of titles and "
        "contents that occur at least 5 times in at least 3 measures, reprints counted once. q: false discovery rate "
        "of z (log-odds with informative Dirichlet prior, Monroe, Colaresi & Quinn 2008) with whole measures dealt out "
        "to plans at random; q upper: the upper end of its 99 % Monte Carlo interval, by which marks are filled. "
        "Repeated wording: runs of 5 tokens or more that come in two measures. "
        "Source: table tokens.",
    },
    "ja": {
        "x": "他の全計画での頻度（千語当たり）",
        "y": "当該計画での頻度（千語当たり）",
        "subject": "計画を特徴づける（q上限 ≤ .05）",
        "formula": "特徴的だが多くは定型句の中",
        "within": "q上限 > .05（語名は z の高いもの）",
        "equal": "同じ頻度",
        "words_n": "{words}語",
        "source": "点は語。両軸とも0.5より上は対数目盛。項目名と推進内容の名詞・動詞・形容詞のうち3施策以上に5回以上"
        "現れるもの、再掲は一度だけ数える。q は、施策ごと計画に無作為に割り振ったときの z（情報付きディリクレ事前分布"
        "による対数オッズ、Monroe, Colaresi & Quinn 2008）の偽発見率、"
        "q上限はその99%モンテカルロ区間の上限で、塗りつぶしはこれによる。"
        "定型句は二つ以上の施策に現れる5語以上の連なり。"
        "出典: 表 tokens",
    },
}


@applied_style()
def plot_words(table: pd.DataFrame, language: str = "en") -> Chart:
    """Each word of each plan by its frequency there and elsewhere, one panel per plan.

    Words above the diagonal are commoner in the plan. Those that set it apart are filled and named; where they are few,
    the words with the next highest z are named in grey.

    Args:
        table: `keyness.find_keywords` with plan labels.
    """
    if table.empty:
        return blank_chart(language)
    texts = _TEXTS[language]
    plans = table["plan_id"].unique()
    columns = min(3, len(plans))
    rows = -(-len(plans) // columns)
    chart = new_chart(4.3 * columns, 4.3 * rows + 1.3)
    panels = chart.subplots(rows, columns, squeeze=False).ravel()
    end = 1.4 * float(table[["per_1000", "rest_per_1000"]].to_numpy(dtype=float).max())
    for panel, plan_id in zip(panels, plans, strict=False):
        own = table[table["plan_id"] == plan_id]
        _draw_words(panel, own, end)
        n = texts["words_n"].format(words=f"{own['words'].iloc[0]:,}")
        panel.set_title(f"{own[f'plan_{language}'].iloc[0]}, {n}")
    for panel in panels[len(plans) :]:
        panel.set_axis_off()
    for panel in panels[: len(plans) : columns]:
        panel.set_ylabel(texts["y"])
    for panel in panels[max(0, len(plans) - columns) : len(plans)]:
        panel.set_xlabel(texts["x"])
    between = "" if language == "ja" else " "
    source = between.join(part for part in (note_plans(table["plan_id"], language), texts["source"]) if part)
    frame_chart(chart, language, state_words(table, language), source, _legend(language), columns=4)
    # The places of names depend on the final size of the panels.
    for panel, plan_id in zip(panels, plans, strict=False):
        _name_words(panel, table[table["plan_id"] == plan_id])
    return chart


def _draw_words(panel: Axes, own: pd.DataFrame, end: float) -> None:
    panel.set_xscale("symlog", linthresh=_LINEAR, linscale=0.4)
    panel.set_yscale("symlog", linthresh=_LINEAR, linscale=0.4)
    ticks = [tick for tick in _TICKS if tick <= end]
    for axis in (panel.xaxis, panel.yaxis):
        axis.set_ticks(ticks, [f"{tick:g}" for tick in ticks])
        axis.set_ticks([], minor=True)
    panel.set_xlim(-0.12, end)
    panel.set_ylim(-0.12, end)
    panel.plot([0, end], [0, end], color=MUTED, linewidth=0.8, linestyle=(0, (4, 3)), zorder=1)
    panel.grid(color=GRID, linewidth=0.5)
    panel.tick_params(axis="both", length=0)
    for kind in ("within", "formula", "subject"):
        rows = own[_kinds(own) == kind]
        panel.plot(rows["rest_per_1000"], rows["per_1000"], linestyle="none", **_marker(kind))


def _name_words(panel: Axes, own: pd.DataFrame) -> None:
    """The words that set the plan apart, and where they are few the next in z as well, in grey."""
    distinctive = own["distinctive"].astype(bool)
    more = max(0, _FEWEST - int(distinctive.sum()))
    named = pd.concat([own[distinctive], own[~distinctive & (own["z"] > 0)].head(more)])
    # Long names find room with difficulty, so they choose first.
    named = named.assign(length=named["word"].str.len()).sort_values(
        ["distinctive", "length", "z", "word"], ascending=[False, False, False, True]
    )
    labels = [
        Label(word, x, y, _MARK / 2, _LABELS, INK if stands_out else MUTED)
        for word, x, y, stands_out in zip(
            named["word"], named["rest_per_1000"], named["per_1000"], named["distinctive"], strict=True
        )
    ]
    write_labels(panel, labels, zip(own["rest_per_1000"], own["per_1000"], strict=True))


def _kinds(own: pd.DataFrame) -> pd.Series:
    formula = own["formula"].astype(bool).map({True: "formula", False: "subject"})
    return formula.where(own["distinctive"].astype(bool), "within")


def _marker(kind: str) -> dict[str, Any]:
    """Filled beyond chance, a square for habits of wording, hollow within: told apart without colour."""
    shape, size, face, edge = {
        "subject": ("D", _MARK, VERMILION, VERMILION),
        "formula": ("s", _MARK, BLUE, BLUE),
        "within": ("o", 4.0, "none", MUTED),
    }[kind]
    return {
        "marker": shape,
        "markersize": size,
        "markerfacecolor": face,
        "markeredgecolor": edge,
        "markeredgewidth": 0.8,
        "zorder": 2 if kind == "within" else 4,
    }


def _legend(language: str) -> list[Artist]:
    texts = _TEXTS[language]
    kinds: list[Artist] = [
        Line2D([], [], linestyle="none", label=texts[kind], **_marker(kind))
        for kind in ("subject", "formula", "within")
    ]
    return [*kinds, Line2D([], [], color=MUTED, linewidth=0.8, linestyle=(0, (4, 3)), label=texts["equal"])]
