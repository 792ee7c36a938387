"""Figures that compare plans: themes, distinctive words, commitments."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from kyodo_analysis.analysis.commitments import CODES
from kyodo_analysis.analysis.headlines import state_commitments, state_keywords, state_themes
from kyodo_analysis.analysis.labels import note_plans
from kyodo_analysis.figures.dots import dot_legend, draw_dots, share_axis
from kyodo_analysis.figures.style import MUTED, Chart, applied_style, blank_chart, break_label, frame_chart, new_chart

_CODE_NAMES = {
    "do": ("do", "実施する"),
    "promote": ("promote", "推進する"),
    "strive": ("strive", "努める"),
    "consider": ("consider", "検討する"),
    "none": ("none", "約束なし"),
}
_TEXTS: Mapping[str, Mapping[str, str]] = {
    "en": {
        "themes": "share of the plan's measures (%)",
        "themes_source": "n = measures of the plan, reprints counted once; a measure has up to three themes. Lines: "
        "Wilson intervals. A first count by a word list, see the agreement with readers. Source: table measure_themes.",
        "words": "z of the log-odds against all other plans",
        "words_source": "The {shown} words with the highest z of each plan; behind the word its occurrences in the "
        "plan : in all others. Nouns, verbs and adjectives of titles and contents, reprints counted once; informative "
        "Dirichlet prior (Monroe, Colaresi & Quinn 2008). Bands: whole measures dealt out to plans at random. "
        "Source: table tokens.",
        "words_n": "{words} words",
        "q": "q: false discovery rate at the upper end of its 99 % Monte Carlo interval.",
        "commitments": "share of the plan's elements (%)",
        "commitments_source": "n = paragraphs and bullets of the measures' contents, reprints counted once. Lines: "
        "measures resampled, so that elements of one measure stay together; Wilson intervals at 0 and 100 % and "
        "where each measure has one element. Source: table elements.",
    },
    "ja": {
        "themes": "計画の施策に占める割合（%）",
        "themes_source": "n は施策数（再掲は一度だけ数える）。一施策のテーマは三つまで。線はウィルソン区間。"
        "語彙表による最初の集計であり、読み手との一致度を併せて見ること。出典: 表 measure_themes",
        "words": "他の全計画に対する対数オッズの z",
        "words_source": "各計画で z の最も高い{shown}語。語の後は当該計画での出現数 : 他計画での出現数。"
        "項目名と推進内容の名詞・動詞・形容詞、再掲は一度だけ数える。"
        "情報付きディリクレ事前分布（Monroe, Colaresi & Quinn 2008）。"
        "帯は施策ごと計画に無作為に割り振ったとき。出典: 表 tokens",
        "words_n": "{words}語",
        "q": "q は偽発見率（99%モンテカルロ区間の上限）。",
        "commitments": "計画の項目に占める割合（%）",
        "commitments_source": "n は推進内容の段落・箇条書きの数（再掲は一度だけ数える）。"
        "線は施策を単位とする再抽出による区間（0%・100%および一施策一項目の計画ではウィルソン区間）。出典: 表 elements",
    },
}


@applied_style()
def plot_themes(table: pd.DataFrame, language: str = "en") -> Chart:
    """The theme profile: themes down, commonest first, one panel per plan.

    Args:
        table: `themes.profile_themes` of one counting, with plan and theme labels.
    """
    if table.empty:
        return blank_chart(language)
    plans = table["plan_id"].unique()
    themes = table.drop_duplicates("theme").sort_values(["overall_share", "theme"], ascending=[False, True])
    chart = new_chart(2.0 * len(plans) + 2.3, 0.29 * len(themes) + 2.3)
    panels = chart.subplots(1, len(plans), sharey=True, squeeze=False)[0]
    for panel, plan_id in zip(panels, plans, strict=True):
        own = table[table["plan_id"] == plan_id].set_index("theme").loc[themes["theme"]]
        draw_dots(
            panel, own, range(len(own)), value="share", lower="shown_lower", upper="shown_upper", beyond="beyond_null"
        )
        share_axis(panel, table, ["shown_upper", "null_upper"])
        panel.set_title(break_label(own[f"plan_{language}"].iloc[0]) + f"\nn = {own['n'].iloc[0]}")
    names = themes["theme_ja"] if language == "ja" else themes["theme_en"]
    panels[0].set_yticks(range(len(themes)), names)
    panels[len(panels) // 2].set_xlabel(_TEXTS[language]["themes"])
    source = _say_source(table, language, _TEXTS[language]["themes_source"])
    frame_chart(chart, language, state_themes(table, language), source, dot_legend(language))
    return chart


@applied_style()
def plot_keywords(table: pd.DataFrame, language: str = "en", shown: int = 10) -> Chart:
    """The words with the highest z of each plan, one panel per plan.

    Args:
        table: `keyness.find_keywords` with plan labels. shown: words per plan.
    """
    if table.empty:
        return blank_chart(language)
    plans = table["plan_id"].unique()
    columns = min(3, len(plans))
    rows = -(-len(plans) // columns)
    chart = new_chart(3.7 * columns, (0.25 * shown + 0.8) * rows + 1.3)
    panels = chart.subplots(rows, columns, squeeze=False).ravel()
    end = max(table["z"].max(), table["null_upper"].max()) * 1.05
    for panel, plan_id in zip(panels, plans, strict=False):
        own = table[table["plan_id"] == plan_id].head(shown)
        draw_dots(panel, own, range(len(own)), value="z", lower=None, upper=None, beyond="distinctive")
        labels = [f"{word}  {a} : {b}" for word, a, b in zip(own["word"], own["count"], own["rest_count"], strict=True)]
        panel.set_yticks(range(len(own)), labels)
        panel.set_xlim(min(-0.2, table["null_lower"].max()), end)
        panel.axvline(0, color=MUTED, linewidth=0.6)
        n = _TEXTS[language]["words_n"].format(words=f"{own['words'].iloc[0]:,}")
        panel.set_title(f"{own[f'plan_{language}'].iloc[0]}, {n}")
    for panel in panels[len(plans) :]:
        panel.set_axis_off()
    panels[min(len(plans), columns * (rows - 1) + columns // 2 + 1) - 1].set_xlabel(_TEXTS[language]["words"])
    source = _say_source(table, language, _TEXTS[language]["words_source"].format(shown=shown))
    frame_chart(chart, language, state_keywords(table, language), source, dot_legend(language, interval=False))
    return chart


@applied_style()
def plot_commitments(table: pd.DataFrame, language: str = "en") -> Chart:
    """How far plans bind themselves: one panel per commitment code, plans down.

    Args:
        table: `commitments.share_commitments` with plan labels.
    """
    if table.empty:
        return blank_chart(language)
    codes = [code for code in CODES if table.loc[table["commitment"] == code, "count"].any()]
    plans = table.drop_duplicates("plan_id")
    chart = new_chart(2.1 * len(codes) + 2.6, 0.42 * len(plans) + 2.1)
    panels = chart.subplots(1, len(codes), sharey=True, squeeze=False)[0]
    for panel, code in zip(panels, codes, strict=True):
        own = table[table["commitment"] == code]
        draw_dots(
            panel, own, range(len(own)), value="share", lower="shown_lower", upper="shown_upper", beyond="beyond_null"
        )
        share_axis(panel, table, ["shown_upper", "null_upper"])
        panel.set_title(_CODE_NAMES[code][language == "ja"])
    labels = [f"{name}  n = {n}" for name, n in zip(plans[f"plan_{language}"], plans["n"], strict=True)]
    panels[0].set_yticks(range(len(plans)), labels)
    panels[len(panels) // 2].set_xlabel(_TEXTS[language]["commitments"])
    source = _say_source(table, language, _TEXTS[language]["commitments_source"])
    frame_chart(chart, language, state_commitments(table, language), source, dot_legend(language))
    return chart


def _say_source(table: pd.DataFrame, language: str, source: str) -> str:
    """The source of a figure, with what q is and what the labels of its plans leave out before it."""
    between = "" if language == "ja" else " "
    parts = [_TEXTS[language]["q"], note_plans(table["plan_id"], language), source]
    return between.join(part for part in parts if part)
