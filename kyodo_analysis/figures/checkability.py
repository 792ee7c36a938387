"""Figures of what can be checked afterwards: the kinds of completion criteria, and how many measures have what."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd
from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.lines import Line2D
from matplotlib.patches import Patch
from matplotlib.patheffects import withStroke

from kyodo_analysis.analysis.showing.labels import list_rows, note_plans
from kyodo_analysis.analysis.target.checkability import CHECKABLE, INDIRECT, LEVELS, NOTHING
from kyodo_analysis.analysis.target.checkability_shares import AS_PRINTED, IN_WORDS
from kyodo_analysis.analysis.target.completion_kinds import READ
from kyodo_analysis.analysis.target.target_labels import KIND_NAMES, LEVEL_NAMES
from kyodo_analysis.analysis.target.target_texts import name_missing, state_checkability, state_completion_kinds
from kyodo_analysis.figures.style import (
    BLUE,
    INK,
    MUTED,
    SKY,
    VERMILION,
    Chart,
    applied_style,
    blank_chart,
    draw_grid,
    frame_chart,
    new_chart,
)

_LEVEL_COLOURS: Mapping[str, str] = {CHECKABLE: BLUE, INDIRECT: SKY, NOTHING: "#dedede"}
_READINGS = (AS_PRINTED, IN_WORDS)
_HALO = [withStroke(linewidth=3.0, foreground="white")]
_TEXTS: Mapping[str, Mapping[str, str]] = {
    "en": {
        "share": "share of the measures with a criterion (%)",
        "interval": "95 % interval (Wilson)",
        "nothing_printed": "no criteria (n = {n} measures)",
        "criteria": "{plan}, criteria of {criteria} of {n} measures",
        "kinds_source": "Numbers beside the marks: measures, reprints counted once. Kinds by data/hand/codebook.csv "
        "and completion.csv. A plan without a column for criteria is not a plan that avoids being checked. "
        "Source: table measure_completion.",
        "words": "by dates and numbers in the words",
        "measures": "share of the plan's measures (%)",
        "boundary": "95 % interval of the edge where grey begins (Wilson)",
        "source": "n = measures, reprints counted once. Upper bar: all that is printed (criteria that are countable, "
        "events or states, dates, year columns that change, numbers of things or times; indicators of the policy); "
        "lower bar: only dates and numbers in the words, which every plan could write; grey is what has neither. What "
        "a plan does not print at all stands on the right: it is a matter of layout. Source: table "
        "checkability-shares.",
    },
    "ja": {
        "share": "完了の目安のある施策に占める割合（%）",
        "interval": "95%区間（Wilson）",
        "nothing_printed": "完了の目安なし（n = {n} 施策）",
        "criteria": "{plan}、{n}施策中{criteria}に目安",
        "kinds_source": "印の横の数は施策数（再掲は一度だけ数える）。種類は data/hand/codebook.csv と completion.csv "
        "による。完了の目安の欄がない計画は、確かめられることを避けた計画ではない。出典: 表 measure_completion",
        "words": "本文の日付と数だけ",
        "measures": "計画の施策に占める割合（%）",
        "boundary": "灰色が始まる境目の95%区間（Wilson）",
        "source": "n は施策数（再掲は一度だけ数える）。上の棒は記載すべて（数えられる・出来事・状態の目安、期日、"
        "変化のある年次計画、数や頻度、基本施策の指標）、下の棒はどの計画にも書ける本文の日付と数だけで見たもので、"
        "灰色はどちらもないもの。"
        "右に示すのは計画に欄そのものがないもので、様式の違いである。出典: 表 checkability-shares",
    },
}


@applied_style()
def plot_completion_kinds(table: pd.DataFrame, language: str = "en") -> Chart:
    """Dots with intervals: of the criteria that each plan prints, the share of each kind; silent plans are rows too.

    Args:
        table: `completion_kinds.share_completion_kinds` with plan labels.
    """
    if table.empty:
        return blank_chart(language)
    texts = _TEXTS[language]
    labels: list[str] = []
    marks: list[tuple[int, Any]] = []
    notes: list[tuple[int, str]] = []
    for _, own in sorted(table.groupby("plan_id", sort=False), key=lambda group: group[1]["field"].iloc[0] != READ):
        first = own.iloc[0]
        name = str(first[f"plan_{language}"])
        if not first["criteria"]:
            notes.append((len(labels), texts["nothing_printed"].format(n=first["n"])))
            labels.append(name)
            continue
        notes.append((len(labels), texts["criteria"].format(plan=name, criteria=first["criteria"], n=first["n"])))
        labels.append("")
        for row in list_rows(own[own["criteria_share"].notna()]):
            marks.append((len(labels), row))
            labels.append(KIND_NAMES[row.kind][language == "ja"])
    chart = new_chart(8.6, 0.34 * len(labels) + 1.9)
    panel = chart.subplots()
    for place, row in marks:
        colour = VERMILION if row.kind == "vague" else BLUE
        panel.plot(
            [100 * row.criteria_lower, 100 * row.criteria_upper], [place, place], color=colour, linewidth=1.3, zorder=2
        )
        shape = "D" if row.kind == "vague" else "o"
        panel.plot(100 * row.criteria_share, place, marker=shape, color=colour, markersize=6.5, zorder=3)
        panel.text(100 * row.criteria_upper + 1.5, place, f"{row.count_}", va="center", fontsize=8.5)
    for place, note in notes:
        panel.text(0.5, place, note, va="center", fontsize=8.5, color=INK if not labels[place] else MUTED)
    panel.set_yticks(range(len(labels)), labels)
    panel.set_ylim(len(labels) - 0.4, -0.6)
    panel.set_xlim(0, 100)
    panel.set_xlabel(texts["share"])
    draw_grid(panel)
    handles: list[Artist] = [Line2D([], [], color=MUTED, linewidth=1.3, label=texts["interval"])]
    frame_chart(chart, language, state_completion_kinds(table, language), texts["kinds_source"], handles)
    return chart


@applied_style()
def plot_checkability(table: pd.DataFrame, language: str = "en") -> Chart:
    """Two bars per plan: what of its measures can be checked by all that is printed, and by their words alone.

    Args:
        table: `checkability_shares.share_checkability` with plan labels.
    """
    if table.empty:
        return blank_chart(language)
    texts = _TEXTS[language]
    plans = table.drop_duplicates("plan_id")
    chart = new_chart(10.4, 0.86 * len(plans) + 2.6)
    panel = chart.subplots()
    ticks: list[float] = []
    labels: list[str] = []
    for number, plan in enumerate(list_rows(plans)):
        for offset, reading in enumerate(_READINGS):
            place = number + 0.36 * offset - 0.18
            ticks.append(place)
            own = table[(table["plan_id"] == plan.plan_id) & (table["reading"] == reading)]
            _stack_levels(panel, {row["kind"]: row for row in own.to_dict("records")}, place)
        said = name_missing(plan.silent, plan.unreadable, language)
        panel.text(102, number, "\n".join(said), va="center", fontsize=8.5, color=MUTED)
        labels += [f"{getattr(plan, f'plan_{language}')}, n = {plan.n}", texts["words"]]
    panel.set_yticks(ticks, labels)
    panel.set_ylim(len(plans) - 0.45, -0.55)
    panel.set_xlim(0, 125)
    panel.set_xticks([0, 25, 50, 75, 100])
    panel.set_xlabel(texts["measures"])
    panel.tick_params(length=0)
    handles: list[Artist] = [
        Patch(
            facecolor=_LEVEL_COLOURS[level],
            edgecolor=MUTED,
            linewidth=0.4,
            hatch="///" if level == INDIRECT else None,
            label=LEVEL_NAMES[level][language == "ja"],
        )
        for level in LEVELS
    ]
    handles.append(Line2D([], [], color=INK, linewidth=1.3, label=texts["boundary"]))
    source = " ".join(part for part in (note_plans(table["plan_id"], language), texts["source"]) if part)
    frame_chart(chart, language, state_checkability(table, language), source, handles, columns=2)
    return chart


def _stack_levels(panel: Axes, own: Mapping[str, Mapping[Any, Any]], place: float) -> None:
    """A bar of the levels with their counts, and the interval of the share of nothing at its boundary."""
    start = 0.0
    for level in (level for level in LEVELS if level in own):
        row = own[level]
        width = 100 * float(row["share"])
        hatch = "///" if level == INDIRECT else None
        colour = _LEVEL_COLOURS[level]
        panel.barh(place, width, 0.3, left=start, color=colour, edgecolor=MUTED, linewidth=0.4, hatch=hatch)
        if row["count"]:
            panel.text(
                start + width / 2, place, f"{row['count']}", ha="center", va="center", fontsize=7.5,
                color="white" if level == CHECKABLE else INK,
                bbox={"facecolor": "white", "edgecolor": "none", "pad": 0.8} if level == INDIRECT else None,
            )  # fmt: skip
        start += width
    nothing = own[NOTHING]
    ends = [100 * (1 - float(nothing["upper"])), 100 * (1 - float(nothing["lower"]))]
    panel.plot(ends, [place + 0.11] * 2, color=INK, linewidth=1.3, solid_capstyle="butt", zorder=3, path_effects=_HALO)
