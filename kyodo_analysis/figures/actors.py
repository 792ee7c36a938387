"""Whether the work of a measure is shared: the city alone, with others, others without it, per plan and per theme."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd
from matplotlib.artist import Artist

from kyodo_analysis.analysis.actor.actor_family_texts import READING
from kyodo_analysis.analysis.actor.actor_sharing import SHARINGS
from kyodo_analysis.analysis.actor.actor_texts import (
    ASKED,
    GIVING_NAMES,
    SHARING_NAMES,
    state_sharing,
    state_sharing_groups,
)
from kyodo_analysis.analysis.coding.reliability import TENTATIVE
from kyodo_analysis.figures.dots import dot_legend, draw_dots, share_axis
from kyodo_analysis.figures.style import MUTED, Chart, applied_style, blank_chart, frame_chart, new_chart

_TEXTS: Mapping[str, Mapping[str, str]] = {
    "en": {
        "axis": "share of measures (%)",
        "plan": "{plan}\n{state}, n = {n}",
        "silent": "{plan}\n{state}",
        "theme": "{theme}  n = {n}",
        "null": "95 % of themes dealt out within plans",
        "stop": ". ",
        "within": "q > .05, or not by both readings of marks",
        "silent_plans": " Not counted, since they do not say who is to act: {plans}.",
        "tentative": " † tentative: α of rules and readers .667–.80, or fewer than 3 hand-coded measures.",
        "plans": "n = measures that name an actor, reprints counted once; Wilson intervals. q: false discovery rate at "
        "the upper end of its 99 % Monte Carlo interval. Source: tables measure_actors and measures (marks read with "
        "the plan's own legend).",
        "themes": "n = measures of the theme in the plans that name actors, the city among them; a measure counts for "
        "each of its themes, reprints once; themes with under 5 are left out. Wilson intervals. Exact "
        "test with themes dealt out among the measures of each plan, so that what the lists of the plans ask is no "
        "finding; a plan counts where it has both. Source: tables measure_actors, measures and measure_themes.",
    },
    "ja": {
        "axis": "施策の割合（%）",
        "plan": "{plan}\n{state}、n = {n}",
        "silent": "{plan}\n{state}",
        "theme": "{theme}  n = {n}",
        "null": "計画内でテーマを入れ替えたときの95%",
        "stop": "。",
        "within": "q > .05、または印の片方の読みでのみ ≤ .05",
        "silent_plans": "。主体を記さず数に入らない計画: {plans}",
        "tentative": "。† 暫定: 規則と読み手の α が .667～.80、または読み手の例が3施策未満",
        "plans": "n は主体を挙げる施策数（再掲は一度だけ数える）。ウィルソン区間。"
        "q は偽発見率（99%モンテカルロ区間の上限）。"
        "出典: 表 measure_actors、measures（印は計画自身の凡例で読む）",
        "themes": "n は市を含む主体欄をもつ計画のうち、そのテーマの施策数（複数のテーマをもつ施策はそれぞれに、"
        "再掲は一度だけ数える）。5施策未満のテーマは省く。ウィルソン区間。テーマを各計画の施策に割り振り直す正確検定"
        "なので、欄の問いの違いは所見とならない。両方をもつ計画だけを数える。"
        "出典: 表 measure_actors、measures、measure_themes",
    },
}


@applied_style()
def plot_sharing(table: pd.DataFrame, language: str = "en") -> Chart:
    """Plans down, a panel each for the city alone, the city with others and others without the city.

    Args:
        table: `actor_sharing.share_sharing`, silent plans kept (`coverage.keep_all_plans`), with labels.
    """
    if table["sharing"].isna().all():
        return blank_chart(language)
    texts, plans = _TEXTS[language], table.drop_duplicates("plan_id").reset_index(drop=True)
    chart = new_chart(10.0, 0.5 * len(plans) + 2.4)
    panels = chart.subplots(1, len(SHARINGS), sharey=True, squeeze=False)[0]
    for panel, sharing in zip(panels, SHARINGS, strict=True):
        own = table[table["sharing"] == sharing]
        places = [int(plans.index[plans["plan_id"] == plan_id][0]) for plan_id in own["plan_id"]]
        draw_dots(panel, own, places, value="share", lower="wilson_lower", upper="wilson_upper", beyond="beyond_both")
        panel.set_ylim(len(plans) - 0.4, -0.6)
        share_axis(panel, table.dropna(subset="sharing"), ["wilson_upper", "share"])
        panel.set_title(SHARING_NAMES[sharing][language == "ja"])
    labels = [
        texts["plan" if row["n"] else "silent"].format(
            plan=row[f"plan_{language}"], state=GIVING_NAMES[row["state"]][language == "ja"], n=row["n"]
        )
        for row in plans.to_dict("records")
    ]
    panels[0].set_yticks(range(len(plans)), labels)
    for label, n in zip(panels[0].get_yticklabels(), plans["n"], strict=True):
        label.set_linespacing(1.3)
        label.set_color(label.get_color() if n else MUTED)
    panels[1].set_xlabel(texts["axis"])
    ja = language == "ja"
    source = f"{ASKED[ja]}{texts['stop']}{READING[ja]}{texts['stop']}{texts['plans']}"
    frame_chart(chart, language, state_sharing(table, language), source, _legend(language))
    return chart


@applied_style()
def plot_sharing_by_theme(table: pd.DataFrame, language: str = "en") -> Chart:
    """Themes down, all plans together: the share of their measures in which the city acts alone, and with others.

    Args:
        table: `actor_groups.cross_groups` of sharing by theme, with theme and sharing labels.
    """
    shown = table[table["plan_id"].isna() & ~table["few"].astype(bool)]
    if shown.empty:
        return blank_chart(language)
    texts, kinds = _TEXTS[language], [kind for kind in SHARINGS if shown["sharing"].eq(kind).any()]
    themes = shown.sort_values(["n", "theme"], ascending=[False, True], kind="stable")["theme"].unique().tolist()
    sizes = shown.groupby("theme")["n"].max()
    first = shown.drop_duplicates("theme").set_index("theme")
    names = first[f"theme_{language}"].mask(first["verdict"].eq(TENTATIVE), first[f"theme_{language}"] + " †")
    chart = new_chart(3.0 * len(kinds) + 3.2, 0.32 * len(themes) + 2.6)
    panels = chart.subplots(1, len(kinds), sharey=True, squeeze=False)[0]
    for panel, kind in zip(panels, kinds, strict=True):
        own = shown[shown["sharing"] == kind]
        places = [themes.index(theme) for theme in own["theme"]]
        draw_dots(panel, own, places, value="share", lower="wilson_lower", upper="wilson_upper", beyond="beyond_both")
        panel.set_ylim(len(themes) - 0.4, -0.6)
        share_axis(panel, shown, ["wilson_upper", "null_upper"])
        panel.set_title(SHARING_NAMES[kind][language == "ja"])
        panel.set_xlabel(texts["axis"])
    panels[0].set_yticks(
        range(len(themes)), [texts["theme"].format(theme=names[theme], n=sizes[theme]) for theme in themes]
    )
    handles = _legend(language)
    handles[-1].set_label(texts["null"])
    silent = shown[f"silent_{language}"].iloc[0]
    source = f"{READING[language == 'ja']}{texts['stop']}{texts['themes']}"
    source += texts["tentative"] if first["verdict"].eq(TENTATIVE).any() else ""
    source += texts["silent_plans"].format(plans=silent) if silent else ""
    frame_chart(chart, language, state_sharing_groups(table, language), source, handles)
    return chart


def _legend(language: str) -> list[Artist]:
    handles = dot_legend(language)
    handles[1].set_label(_TEXTS[language]["within"])
    return handles
