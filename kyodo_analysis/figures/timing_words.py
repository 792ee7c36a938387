"""The words of time of each plan, by kind."""

from __future__ import annotations

import pandas as pd

from kyodo_analysis.analysis.schedule.schedule_texts import state_timing
from kyodo_analysis.analysis.schedule.timing import ANY
from kyodo_analysis.analysis.showing.labels import list_rows
from kyodo_analysis.figures.style import (
    BLUE,
    INK,
    MUTED,
    Chart,
    applied_style,
    blank_chart,
    break_label,
    frame_chart,
    new_chart,
)

_SOURCE = {
    "en": "Measures with such an expression, reprints counted once; below the plan its number of "
    "measures. Most words leave the date open. Source: table measure_timing.",
    "ja": "その表現のある施策数（再掲は一度だけ数える）。計画名の下は施策数。"
    "多くの語は時期を開いたままにする。"
    "出典: 表 measure_timing",
}
_KINDS = {
    ANY: ("any word of time", "いずれか"),
    "as_needed": ("as needed (随時)", "随時・必要に応じて"),
    "recurrent": ("recurrent (毎年度)", "毎年度・定期的"),
    "stepwise": ("step by step (順次)", "順次・段階的"),
    "interval": ("within a year or span", "年度内・期間"),
    "start": ("from a date on", "開始（〜から）"),
    "deadline": ("until a date (までに)", "期限（〜までに）"),
    "soon": ("soon (早急に)", "早急に"),
    "horizon": ("later on (今後)", "今後・将来的"),
}


@applied_style()
def plot_timing_words(table: pd.DataFrame, language: str = "en") -> Chart:
    """A grid of counts: kinds of expressions down, plans across, shaded by the share of the plan's measures.

    Args:
        table: `timing.count_timing` with plan labels.
    """
    if table.empty:
        return blank_chart(language)
    plans, kinds = list(table["plan_id"].unique()), list(table["kind"].unique())
    chart = new_chart(1.75 * len(plans) + 2.0, 0.38 * len(kinds) + 2.0)
    panel = chart.subplots()
    for row in list_rows(table):
        x, y = plans.index(row.plan_id), kinds.index(row.kind)
        shade = 0.1 + 0.9 * row.share if row.count_ else 0.0
        panel.barh(y, 0.96, left=x - 0.48, height=0.92, color=BLUE, alpha=shade)
        said = f"{row.count_}  ({row.share:.0%})" if row.count_ else "–"
        colour = "white" if shade > 0.65 else INK if row.count_ else MUTED
        panel.text(x, y, said, ha="center", va="center", color=colour)
    labels = [
        f"{break_label(row[f'plan_{language}'])}\nn = {row['n']}"
        for row in table.drop_duplicates("plan_id").to_dict("records")
    ]
    panel.set_xticks(range(len(plans)), labels)
    panel.set_yticks(range(len(kinds)), [_KINDS.get(kind, (kind, kind))[language == "ja"] for kind in kinds])
    panel.tick_params(length=0, labeltop=True, labelbottom=False)
    panel.set_xlim(-0.5, len(plans) - 0.5)
    panel.set_ylim(len(kinds) - 0.5, -0.5)
    panel.spines[:].set_visible(False)
    frame_chart(chart, language, state_timing(table, language), _SOURCE[language])
    return chart
