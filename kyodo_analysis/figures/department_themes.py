"""Departments by themes as a matrix: how many measures name the one and have the other, for each plan."""

from __future__ import annotations

from collections.abc import Mapping
from textwrap import wrap

import pandas as pd
from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.lines import Line2D

from kyodo_analysis.analysis.department.department_network_texts import state_department_themes
from kyodo_analysis.figures.department_networks import begin_source, list_naming, look_like
from kyodo_analysis.figures.style import (
    GRID,
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

_COLUMN = {"en": 13, "ja": 7}
_TEXTS: Mapping[str, Mapping[str, str]] = {
    "en": {
        "panel": "{plan}, n = {n}",
        "pair": "measures with both; area by their number",
        "beyond_pair": "beyond chance (q ≤ .05)",
        "generic_pair": "generic name, not tested",
        "themes": "Number of measures that name the department and have the theme, reprints counted once; in brackets "
        "all measures with either. A measure counts for each of its departments and themes. Chance deals out the "
        "themes of the measures within the plan (exact, false discovery rate over all plans); tested are departments "
        "and themes with two measures or more. Themes that rules and readers code too differently (α < .667) are left "
        "out. Source: table measure_departments, table measure_themes.",
    },
    "ja": {
        "panel": "{plan}、n = {n}",
        "pair": "両方に当たる施策（面積はその数）",
        "beyond_pair": "偶然を超える組（q ≤ .05）",
        "generic_pair": "総称（検定しない）",
        "themes": "数字は、その部署の名が挙がりそのテーマをもつ施策の数（再掲は一度だけ数える）。"
        "括弧内はそれぞれの全施策数。施策はその部署とテーマのすべてについて数える。偶然は、計画の中で施策のテーマを割り振り直したもの"
        "（正確な確率、全計画を通した偽発見率。二施策以上の部署とテーマを検定する）。"
        "規則と読み手のコードが離れすぎるテーマ（α < .667）は除く。出典: 表 measure_departments、measure_themes",
    },
}


@applied_style()
def plot_theme_matrix(table: pd.DataFrame, language: str = "en") -> Chart:
    """Which departments are named for which themes, one block of rows per plan that names any.

    Args:
        table: `department_themes_network.connect_department_themes` with plan and theme labels.
    """
    plans = list_naming(table)
    nodes = table[(table["kind"] == "node") & table["plan_id"].isin(plans["plan_id"])]
    themes = nodes[(nodes["mode"] == "theme") & nodes["charted"].fillna(False).astype(bool)]
    totals = themes.groupby("theme", sort=False)["count"].sum()
    order = themes.drop_duplicates("theme")
    order = order.assign(total=order["theme"].map(totals)).sort_values("total", ascending=False, kind="stable")
    if plans.empty or order.empty:
        return blank_chart(language)
    texts = _TEXTS[language]
    departments = nodes[nodes["mode"] == "department"]
    rows = [int((departments["plan_id"] == plan_id).sum()) for plan_id in plans["plan_id"]]
    chart = new_chart(2.6 + 0.82 * len(order), 0.26 * sum(rows) + 1.15 * len(rows) + 2.1)
    panels = chart.subplots(
        len(plans), 1, squeeze=False, sharex=True, height_ratios=[row + 1.6 for row in rows]
    ).ravel()
    most = float(table.loc[table["kind"] == "edge", "n_ab"].max())
    heads = [_break_theme(name, language) for name in order[f"theme_{language}"]]
    for panel, plan in zip(panels, plans.to_dict("records"), strict=True):
        own = table[table["plan_id"] == plan["plan_id"]]
        _draw_matrix(panel, own, order["theme"].tolist(), most, language)
        panel.set_title(texts["panel"].format(plan=plan[f"plan_{language}"], n=plan["n"]), pad=6)
        panel.tick_params(axis="x", labeltop=True)
        panel.set_xticks(range(len(order)), heads, fontsize=7.5)
    source = begin_source(table, language) + texts["themes"]
    beyond = table["beyond_null"].eq(True).any()
    handles = _explain_matrix(texts, bool(beyond))
    frame_chart(chart, language, state_department_themes(table, language), source, handles, columns=3)
    return chart


def _break_theme(name: str, language: str) -> str:
    """A theme on lines that fit a column: English between words, Japanese after ・ and where a part is too long."""
    parts = name.replace("・", "・\n").split("\n") if language == "ja" else [name]
    return "\n".join(
        line for part in parts for line in wrap(part, _COLUMN[language], break_long_words=language == "ja")
    )


def _draw_matrix(panel: Axes, own: pd.DataFrame, themes: list[str], most: float, language: str) -> None:
    nodes = own[own["kind"] == "node"]
    departments, own_themes = nodes[nodes["mode"] == "department"], nodes[nodes["mode"] == "theme"]
    totals = dict(zip(own_themes["theme"], own_themes["count"], strict=True))
    places = {name: place for place, name in enumerate(departments["department"])}
    across = {name: place for place, name in enumerate(themes)}
    edges = own[(own["kind"] == "edge") & own["theme"].isin(themes)]
    for row in edges.to_dict("records"):
        beyond = pd.notna(row["beyond_null"]) and row["beyond_null"]
        look = look_like(row["generic"]) | ({"facecolor": VERMILION, "marker": "D"} if beyond else {})
        x, y = across[row["theme"]], places[row["department"]]
        panel.scatter(x, y, s=90 + 200 * row["n_ab"] / most, zorder=2, **look)
        panel.text(x, y, str(row["n_ab"]), ha="center", va="center_baseline", fontsize=7, zorder=3)
    for theme, place in across.items():
        if theme in totals:
            panel.text(place, -0.95, f"({totals[theme]})", ha="center", va="center", fontsize=7, color=MUTED)
    between = "（{}）" if language == "ja" else " ({})"
    panel.set_yticks(
        range(len(places)),
        [name + between.format(n) for name, n in zip(places, departments["count"], strict=True)],
        fontsize=8,
    )
    panel.set_ylim(len(places) - 0.5, -1.4)
    panel.set_xlim(-0.6, len(themes) - 0.4)
    named = int((~departments["generic"].astype(bool)).sum())
    if 0 < named < len(places):
        panel.axhline(named - 0.5, color=MUTED, linewidth=0.8, linestyle=(0, (4, 3)))
    panel.grid(color=GRID, linewidth=0.5)
    panel.tick_params(length=0, labelbottom=False)
    for spine in panel.spines.values():
        spine.set_visible(False)


def _explain_matrix(texts: Mapping[str, str], beyond: bool) -> list[Artist]:
    marks = (("pair", "o", SKY, INK), ("beyond_pair", "D", VERMILION, INK), ("generic_pair", "o", "white", MUTED))
    return [
        Line2D([], [], linestyle="none", marker=marker, markersize=8, mfc=face, mec=edge, label=texts[name])
        for name, marker, face, edge in marks
        if beyond or name != "beyond_pair"
    ]
