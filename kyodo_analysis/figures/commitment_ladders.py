"""How far plans, themes and actors reach up the ladder from consider to do."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd
from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.lines import Line2D
from matplotlib.patches import Patch

from kyodo_analysis.analysis.coding.reliability import TENTATIVE
from kyodo_analysis.analysis.commitment.commitment_texts import RUNG_NAMES, state_ladder, state_ladder_groups
from kyodo_analysis.analysis.commitment.commitments import RUNGS
from kyodo_analysis.analysis.showing.labels import note_plans
from kyodo_analysis.figures.dots import dot_legend, draw_dots, share_axis
from kyodo_analysis.figures.style import (
    MUTED,
    SKY,
    Chart,
    applied_style,
    blank_chart,
    break_label,
    frame_chart,
    new_chart,
)

_TEXTS: Mapping[str, Mapping[str, str]] = {
    "en": {
        "axis": "share of elements at the rung or above (%)",
        "added": "added by the rung itself",
        "few": "fewer than 5 elements",
        "null": "95 % of themes dealt out within plans",
        "actor_null": "95 % of actors dealt out within plans",
        "plans": "n = paragraphs and bullets of the measures' contents, reprints counted once; the strongest clause of "
        "each gives its code. Lines: measures resampled; Wilson intervals at 0 and 100 % and where each measure has "
        "one element. q: false discovery rate at the upper end of its 99 % Monte Carlo interval. Long elements find a "
        "strong clause more easily: see the table by length.",
        "groups": "n = elements of the measures that have the {key}, plans taken together, reprints counted once; a "
        "measure counts for each of its {key}s. The null keeps each measure in its plan, so a plan's way of writing is "
        "no finding. Rungs that everything reaches are left out. q: false discovery rate at the upper end of its 99 % "
        "Monte Carlo interval.",
        "source": "Source: tables elements and measures.",
        "tentative": "† tentative: α of rules and readers .667–.80, or fewer than 3 hand-coded measures.",
        "theme": "theme",
        "actor": "actor",
        "source_theme": "Source: tables elements and measure_themes.",
        "source_actor": "Source: tables elements and measure_actors ({plans} only; the other plans name no actor).",
    },
    "ja": {
        "axis": "その段階以上の項目の割合（%）",
        "added": "その段階だけで加わる分",
        "few": "5項目未満",
        "null": "計画内でテーマを入れ替えたときの95%",
        "actor_null": "計画内で主体を入れ替えたときの95%",
        "plans": "n は推進内容の段落・箇条書きの数（再掲は一度だけ数える）。最も強い節で分類する。"
        "線は施策を単位とする再抽出による区間（0%・100%および一施策一項目の計画ではウィルソン区間）。"
        "q は偽発見率（99%モンテカルロ区間の上限）。長い項目ほど強い節を含みやすい（長さ別の表を参照）。",
        "groups": "n はその{key}をもつ施策の項目数（計画を合わせ、再掲は一度だけ数える）。"
        "複数の{key}をもつ施策はそれぞれに数える。"
        "偶然の帯は施策を計画内に留めるので、計画の書き方は所見とならない。全項目が達する段階は省く。"
        "q は偽発見率（99%モンテカルロ区間の上限）。",
        "source": "出典: 表 elements、measures",
        "tentative": "† 暫定: 規則と読み手の α が .667～.80、または読み手の例が3施策未満。",
        "theme": "テーマ",
        "actor": "主体",
        "source_theme": "出典: 表 elements、measure_themes",
        "source_actor": "出典: 表 elements、measure_actors（{plans}のみ。他の計画は主体を記さない）",
    },
}


@applied_style()
def plot_commitment_ladder(table: pd.DataFrame, language: str = "en") -> Chart:
    """One ladder per plan: the rungs from do downward, at each the share of elements that reach it or a higher one.

    Args:
        table: `commitments.share_ladder` with plan labels.
    """
    if table.empty:
        return blank_chart(language)
    texts, plans = _TEXTS[language], table["plan_id"].unique()
    chart = new_chart(1.85 * len(plans) + 1.6, 4.3)
    panels = chart.subplots(1, len(plans), sharey=True, squeeze=False)[0]
    for panel, plan_id in zip(panels, plans, strict=True):
        own = table[table["plan_id"] == plan_id].set_index("rung").loc[list(RUNGS)]
        places = range(len(own))
        for place, exactly, count, n in zip(places, own["exactly"], own["count"], own["n"], strict=True):
            panel.barh(place, exactly / n, left=(count - exactly) / n, height=0.34, color=SKY, alpha=0.55, zorder=1)
        draw_dots(panel, own, places, value="share", lower="shown_lower", upper="shown_upper", beyond="beyond_null")
        panel.step(own["share"], places, where="pre", color=MUTED, linewidth=0.7, zorder=2)
        share_axis(panel, table, ["shown_upper", "null_upper"])
        panel.set_title(break_label(own[f"plan_{language}"].iloc[0]) + f"\nn = {own['n'].iloc[0]}")
    panels[0].set_yticks(range(len(RUNGS)), [RUNG_NAMES[rung][language == "ja"] for rung in RUNGS])
    panels[len(panels) // 2].set_xlabel(texts["axis"])
    handles = [*dot_legend(language), Patch(facecolor=SKY, alpha=0.55, label=texts["added"])]
    source = _join_texts(language, texts["plans"], note_plans(table["plan_id"], language), texts["source"])
    frame_chart(chart, language, state_ladder(table, language), source, handles)
    return chart


@applied_style()
def plot_commitment_by_theme(table: pd.DataFrame, language: str = "en") -> Chart:
    """Themes (or actors) down, a panel per rung, at each the share of elements that reach it or a higher one.

    Args:
        table: `commitment_groups.share_ladder_by_theme` with theme labels and, where there are, the verdicts of
            `themes.mark_verdicts`, or `share_ladder_by_actor` with actor labels.
    """
    if table.empty:
        return blank_chart(language)
    key = "theme" if "theme" in table else "actor"
    texts, groups = _TEXTS[language], table.drop_duplicates(key)
    rungs = [rung for rung in RUNGS if table.loc[table["rung"] == rung, "share"].lt(1).any()] or [RUNGS[0]]
    chart = new_chart(2.2 * len(rungs) + 2.6, 0.3 * len(groups) + 2.3)
    panels = chart.subplots(1, len(rungs), sharey=True, squeeze=False)[0]
    for panel, rung in zip(panels, rungs, strict=True):
        own = table[table["rung"] == rung].reset_index(drop=True)
        many = own[~own["few"]]
        draw_dots(
            panel,
            many,
            many.index.tolist(),
            value="share",
            lower="shown_lower",
            upper="shown_upper",
            beyond="beyond_null",
        )
        _draw_few(panel, own[own["few"]])
        panel.set_ylim(len(own) - 0.4, -0.6)
        share_axis(panel, table, ["shown_upper", "null_upper"])
        panel.set_title(RUNG_NAMES[rung][language == "ja"])
    names = groups[f"{key}_{language}"].mask(_is_tentative(groups), groups[f"{key}_{language}"] + " †")
    labels = [f"{name}  n = {n}" for name, n in zip(names, groups["n"], strict=True)]
    panels[0].set_yticks(range(len(groups)), labels)
    for label, few in zip(panels[0].get_yticklabels(), groups["few"], strict=True):
        label.set_color(MUTED if few else label.get_color())
    panels[len(panels) // 2].set_xlabel(texts["axis"])
    handles = dot_legend(language)
    handles[-1].set_label(texts["null" if key == "theme" else "actor_null"])
    if groups["few"].any():
        handles.append(_few_mark(texts["few"]))
    plans = sorted({plan_id for cell in table["plans"] for plan_id in cell.split(" ")})
    listed = ("、" if language == "ja" else ", ").join(plans)
    source = _join_texts(
        language,
        texts["groups"].format(key=texts[key]),
        texts["tentative"] if _is_tentative(groups).any() else "",
        texts[f"source_{key}"].format(plans=listed),
    )
    frame_chart(chart, language, state_ladder_groups(table, language), source, handles)
    return chart


def _draw_few(panel: Axes, rows: pd.DataFrame) -> None:
    """Too few elements to say anything: the dot is grey, its interval dashed, and no band invites a comparison."""
    for place, row in zip(rows.index.tolist(), rows.to_dict("records"), strict=True):
        panel.plot([row["shown_lower"], row["shown_upper"]], [place, place], color=MUTED, linewidth=0.8, linestyle=":")
        panel.plot(row["share"], place, marker="x", markersize=5, color=MUTED, clip_on=False, zorder=3)


def _is_tentative(groups: pd.DataFrame) -> pd.Series:
    return groups["verdict"].eq(TENTATIVE) if "verdict" in groups else pd.Series(False, groups.index)


def _few_mark(label: str) -> Artist:
    return Line2D([], [], linestyle=":", linewidth=0.8, marker="x", markersize=5, color=MUTED, label=label)


def _join_texts(language: str, *texts: str) -> str:
    return ("" if language == "ja" else " ").join(text for text in texts if text)
