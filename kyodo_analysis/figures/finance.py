"""The fiscal table that a plan prints as context, as a figure."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd
from matplotlib.lines import Line2D
from matplotlib.patheffects import withStroke

from kyodo_analysis.analysis.showing.labels import list_rows
from kyodo_analysis.analysis.target.target_texts import state_gap
from kyodo_analysis.figures.style import (
    BAND,
    BLUE,
    INK,
    VERMILION,
    Chart,
    applied_style,
    blank_chart,
    draw_grid,
    frame_chart,
    new_chart,
)

_HALO = [withStroke(linewidth=2.0, foreground="white")]
_TEXTS: Mapping[str, Mapping[str, str]] = {
    "en": {
        "year": "FY{year}",
        "revenue": "revenue (total)",
        "expenditure": "expenditure (total)",
        "amount": "億円 (100 million yen)",
        "source": "Numbers between the lines: revenue minus expenditure before funds are drawn on, recomputed from the "
        "printed totals. The axis does not begin at 0; years are converted from 平成. A projection of the city, "
        "printed as context; no measure is costed in it. Source: table finance.",
    },
    "ja": {
        "year": "{year}年度",
        "revenue": "歳入合計",
        "expenditure": "歳出合計",
        "amount": "億円",
        "source": "線の間の数は、印刷された合計から再計算した歳入と歳出の差（基金の取崩し前）。縦軸は 0 から"
        "始まらない。年度は平成から西暦に改めた。市が背景として示した見通しであり、施策ごとの費用ではない。"
        "出典: 表 finance",
    },
}


@applied_style()
def plot_fiscal_gap(table: pd.DataFrame, language: str = "en") -> Chart:
    """Revenue against expenditure in each fiscal year, the gap between them labelled; one panel per plan.

    Args:
        table: `fiscal_gap.reckon_gap` with plan labels.
    """
    known = table[table["gap_recomputed"].notna()]
    if known.empty:
        return blank_chart(language)
    texts = _TEXTS[language]
    plans = known["plan_id"].unique()
    chart = new_chart(8.4, 3.6 * len(plans) + 1.4)
    panels = chart.subplots(len(plans), 1, squeeze=False)[:, 0]
    for panel, plan_id in zip(panels, plans, strict=True):
        own = known[known["plan_id"] == plan_id].sort_values("fiscal_year")
        for row in list_rows(own):
            panel.plot([row.fiscal_year] * 2, [row.revenue, row.expenditure], color=BAND, linewidth=9, zorder=1)
            middle = (row.revenue + row.expenditure) / 2
            label = f"{row.gap_recomputed:+g}".replace("-", "−")
            panel.text(row.fiscal_year, middle, label, ha="center", va="center", fontsize=9.0, color=INK, zorder=4)
        panel.plot(own["fiscal_year"], own["expenditure"], color=VERMILION, marker="s", markersize=5, zorder=3)
        panel.plot(own["fiscal_year"], own["revenue"], color=BLUE, marker="o", markersize=5, linestyle="--", zorder=3)
        for row in list_rows(own):
            for value, other in ((row.expenditure, row.revenue), (row.revenue, row.expenditure)):
                above = value >= other
                panel.annotate(
                    f"{value:g}",
                    (row.fiscal_year, value),
                    (0, 6 if above else -6),
                    textcoords="offset points",
                    ha="center",
                    va="bottom" if above else "top",
                    fontsize=8.0,
                    path_effects=_HALO,
                    zorder=5,
                )
        low, high = own[["revenue", "expenditure"]].min().min(), own[["revenue", "expenditure"]].max().max()
        margin = 0.16 * max(high - low, 1.0)
        panel.set_ylim(low - margin, high + margin)
        panel.set_xticks(own["fiscal_year"], [texts["year"].format(year=year) for year in own["fiscal_year"]])
        panel.set_ylabel(texts["amount"])
        panel.set_title(own[f"plan_{language}"].iloc[0])
        draw_grid(panel, "y")
    handles = [
        Line2D([], [], color=VERMILION, marker="s", markersize=5, label=texts["expenditure"]),
        Line2D([], [], color=BLUE, marker="o", markersize=5, linestyle="--", label=texts["revenue"]),
    ]
    frame_chart(chart, language, state_gap(table, language), texts["source"], handles)
    return chart
