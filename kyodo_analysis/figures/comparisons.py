"""The words that set each plan apart, as dots before what shuffled plan labels give."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from kyodo_analysis.analysis.showing.labels import note_plans
from kyodo_analysis.analysis.wording.word_headlines import state_words
from kyodo_analysis.figures.dots import dot_legend, draw_dots
from kyodo_analysis.figures.style import MUTED, Chart, applied_style, blank_chart, frame_chart, new_chart

_TEXTS: Mapping[str, Mapping[str, str]] = {
    "en": {
        "words": "z of the log-odds against all other plans",
        "words_source": "The {shown} words with the highest z of each plan; behind the word its occurrences in the "
        "plan : in all others. Nouns, verbs and adjectives of titles and contents, reprints counted once; informative "
        "Dirichlet prior (Monroe, Colaresi & Quinn 2008). Bands: whole measures dealt out to plans at random. "
        "Source: table tokens.",
        "words_n": "{words} words",
        "q": "Marks are filled where q upper, the upper end of the 99 % Monte Carlo interval of the false discovery "
        "rate q, is at most .05.",
    },
    "ja": {
        "words": "他の全計画に対する対数オッズの z",
        "words_source": "各計画で z の最も高い{shown}語。語の後は当該計画での出現数 : 他計画での出現数。"
        "項目名と推進内容の名詞・動詞・形容詞、再掲は一度だけ数える。"
        "情報付きディリクレ事前分布（Monroe, Colaresi & Quinn 2008）。"
        "帯は施策ごと計画に無作為に割り振ったとき。出典: 表 tokens",
        "words_n": "{words}語",
        "q": "塗りつぶしは q上限（偽発見率 q の99%モンテカルロ区間の上限）が .05 以下のもの。",
    },
}


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
    frame_chart(chart, language, state_words(table, language), source, dot_legend(language, interval=False))
    return chart


def _say_source(table: pd.DataFrame, language: str, source: str) -> str:
    """The source of a figure, with what q is and what the labels of its plans leave out before it."""
    between = "" if language == "ja" else " "
    parts = [_TEXTS[language]["q"], note_plans(table["plan_id"], language), source]
    return between.join(part for part in parts if part)
