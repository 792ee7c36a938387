"""How stable clusters and topics are, and the words of the topics that are."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

import pandas as pd
from matplotlib.artist import Artist
from matplotlib.lines import Line2D

from kyodo_analysis.analysis.structure.stability_texts import (
    CRITERION_NAMES,
    METHOD_NAMES,
    state_stability,
    state_topics,
)
from kyodo_analysis.figures.style import (
    BLUE,
    INK,
    MUTED,
    ORANGE,
    SKY,
    VERMILION,
    Chart,
    applied_style,
    blank_chart,
    draw_grid,
    frame_chart,
    new_chart,
)

_MARKS: Mapping[str, tuple[str, str, Literal["-", "--", "-."]]] = {
    "seeds": (BLUE, "o", "-"),
    "row order": (SKY, "s", "--"),
    "left-out plan": (ORANGE, "^", "-."),
    "bootstrap": (VERMILION, "D", "-"),
}
_TEXTS: Mapping[str, Mapping[str, str]] = {
    "en": {
        "k": "number of groups",
        "adjusted Rand index": "agreement (adjusted Rand index)",
        "Jaccard of top words": "agreement (Jaccard, top 10 words)",
        "threshold": "needed to be called stable",
        "chosen": "number whose weakest agreement is best",
        "source": "n = {n} measures with frequent words. Mean agreement with the reference run; thin lines: lowest and "
        "highest run ({runs}). Limits: adjusted Rand .80 (Steinley 2004), Jaccard .75 (Hennig 2007). TF-IDF of titles "
        "and contents without administrative verbs, reprints counted once; k-means on 10 singular vectors, NMF from "
        "NNDSVD. Source: table tokens.",
        "weight": "weight of the word (heaviest = 1)",
        "topic": "topic {topic}, Jaccard {jaccard:.2f}",
        "topics_source": "Behind the word: measures led by the topic that have it. Source: table tokens.",
    },
    "ja": {
        "k": "群の数",
        "adjusted Rand index": "一致度（調整ランド指数）",
        "Jaccard of top words": "一致度（上位10語のジャカード係数）",
        "threshold": "安定とみなす基準",
        "chosen": "最も弱い一致が最良となる数",
        "source": "n = {n}施策（頻出語を含むもの）。基準の計算結果との一致の平均、細線は最低と最高（{runs}）。"
        "基準は調整ランド指数 .80（Steinley 2004）、ジャカード係数 .75（Hennig 2007）。"
        "項目名と推進内容のTF-IDF（行政的動詞を除く、再掲は一度だけ数える）。"
        "k-means は10特異ベクトル上、NMF は NNDSVD から。"
        "出典: 表 tokens",
        "weight": "語の重み（最大 = 1）",
        "topic": "トピック{topic}、ジャカード係数 {jaccard:.2f}",
        "topics_source": "語の後は、そのトピックが最も強い施策のうち語を含むものの数。出典: 表 tokens",
    },
}


@applied_style()
def plot_stability(table: pd.DataFrame, language: str = "en") -> Chart:
    """One panel per method: agreement with the reference run by number of groups and circumstance, and the limit.

    Args:
        table: the tables `stability` of `clusters.Clustering` and `topics.Topics`, one below the other.
    """
    if table.empty:
        return blank_chart(language)
    texts, methods = _TEXTS[language], table["method"].unique()
    chart = new_chart(3.5 * len(methods) + 0.4, 4.9)
    panels = chart.subplots(1, len(methods), sharey=True, squeeze=False)[0]
    least = min(0.0, float(table["lower"].min()))
    for panel, method in zip(panels, methods, strict=True):
        own = table[table["method"] == method]
        for place, (criterion, (colour, mark, line)) in enumerate(_MARKS.items()):
            values = own[own["criterion"] == criterion]
            across = values["k"] + 0.16 * (place - 1.5)
            panel.vlines(across, values["lower"], values["upper"], color=colour, linewidth=0.8, zorder=1)
            panel.plot(
                across, values["value"], color=colour, marker=mark, linestyle=line, markersize=4.5, linewidth=1.0
            )
        panel.axhline(own["threshold"].iloc[0], color=INK, linewidth=1.0, linestyle=":", zorder=0)
        chosen = own.loc[own["chosen"], "k"].iloc[0]
        panel.axvspan(chosen - 0.45, chosen + 0.45, color=MUTED, alpha=0.13, linewidth=0, zorder=0)
        panel.set_title(METHOD_NAMES[method][language == "ja"])
        panel.set_xticks(sorted(own["k"].unique()))
        panel.set_ylim(least - 0.03, 1.03)
        panel.set_yticks([0, 0.2, 0.4, 0.6, 0.8, 1])
        panel.set_xlabel(texts["k"])
        panel.set_ylabel(texts[own["statistic"].iloc[0]])
        draw_grid(panel, "y")
    measures = table["measure_ids"].str.count(r" (?!\(\d)").max() + 1
    runs = table.drop_duplicates(["method", "criterion"]).groupby("criterion", sort=False)["runs"].max()
    listed = ", ".join(f"{CRITERION_NAMES[str(name)][language == 'ja']} {count}" for name, count in runs.items())
    source = texts["source"].format(n=measures, runs=listed)
    frame_chart(chart, language, state_stability(table, language), source, _legend(language), columns=3)
    return chart


@applied_style()
def plot_topics(table: pd.DataFrame, language: str = "en") -> Chart:
    """The top words of the stable topics, one panel each; where none is stable, only the sentence that says so.

    Args:
        table: the table `topics` of `topics.Topics`.
    """
    if table.empty:
        return blank_chart(language)
    texts, stable = _TEXTS[language], table[table["stable"]]
    if stable.empty:
        chart = new_chart(6.0, 1.2)
        frame_chart(chart, language, state_topics(table, language), "")
        return chart
    topics = stable["topic"].unique()
    columns = min(3, len(topics))
    rows = -(-len(topics) // columns)
    chart = new_chart(3.3 * columns, 2.9 * rows + 1.0)
    panels = chart.subplots(rows, columns, squeeze=False).ravel()
    for panel, topic in zip(panels, topics, strict=False):
        own = stable[stable["topic"] == topic]
        panel.barh(range(len(own)), own["weight"], height=0.6, color=BLUE)
        panel.set_yticks(range(len(own)), [f"{word}  {n}" for word, n in zip(own["word"], own["count"], strict=True)])
        panel.invert_yaxis()
        panel.set_xlim(0, 1.02)
        panel.set_xticks([0, 0.25, 0.5, 0.75, 1])
        panel.set_title(texts["topic"].format(topic=topic, jaccard=own["jaccard"].iloc[0]))
        panel.set_xlabel(texts["weight"])
        draw_grid(panel)
    for panel in panels[len(topics) :]:
        panel.set_axis_off()
    frame_chart(chart, language, state_topics(table, language), texts["topics_source"])
    return chart


def _legend(language: str) -> list[Artist]:
    handles: list[Artist] = [
        Line2D([], [], color=colour, marker=mark, linestyle=line, markersize=4.5, linewidth=1.0, label=name)
        for (colour, mark, line), name in zip(
            _MARKS.values(), (CRITERION_NAMES[criterion][language == "ja"] for criterion in _MARKS), strict=True
        )
    ]
    handles.append(Line2D([], [], color=INK, linestyle=":", linewidth=1.0, label=_TEXTS[language]["threshold"]))
    handles.append(Line2D([], [], color=MUTED, alpha=0.25, linewidth=7, label=_TEXTS[language]["chosen"]))
    return handles
