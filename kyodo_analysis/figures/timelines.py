"""All plans on one time axis."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.lines import Line2D
from matplotlib.patches import Patch, Rectangle

from kyodo_analysis.analysis.schedule.schedule_texts import state_timeline
from kyodo_analysis.analysis.schedule.schedules import STATES
from kyodo_analysis.analysis.schedule.timeline_marks import (
    COURSE,
    DATED,
    FINANCE,
    HISTORY,
    LOST,
    NAMED,
    OTHER_COURSES,
    PERIOD,
    SILENT,
    TARGET,
    UNDATED,
)
from kyodo_analysis.analysis.showing.labels import list_rows, note_plans
from kyodo_analysis.figures.schedules import STATE_NAMES
from kyodo_analysis.figures.style import (
    GRID,
    INK,
    MUTED,
    ORANGE,
    STATE_COLOURS,
    VERMILION,
    Chart,
    applied_style,
    blank_chart,
    frame_chart,
    new_chart,
)

_TEXTS: Mapping[str, Mapping[str, str]] = {
    "en": {
        PERIOD: "printed period",
        "no period": "no printed period",
        COURSE: "year columns: {count} measures",
        OTHER_COURSES: "other courses: {count} measures",
        LOST: "year columns lost: {count} measures",
        SILENT: "no year columns: {count} measures",
        DATED: "dated words: {count} measures",
        UNDATED: "words without a year: {count} measures",
        TARGET: "baseline to target: {count} indicators",
        HISTORY: "planning history: {count} events",
        FINANCE: "fiscal table: {count} amounts",
        NAMED: "years that the text names",
        "undated_words": "no year: {words}",
        "legend_target": "target year",
        "legend_period": "printed period",
        "legend_dated": "dated words",
        "legend_span": "from baseline year",
        "legend_other": "events, amounts, years in the text",
        "legend_lost": "marks lost",
        "legend_open": "open end",
        "year": "fiscal year (from April)",
        "source": "A bar covers whole fiscal years, a dashed line an end that the words leave open. Courses of the "
        "year columns are drawn once for all measures that share them, reprints included as printed. Words without a "
        "year stand in a dotted frame over all years. Indicators run from the baseline year, also where no baseline is "
        "printed, to the target year; a calendar year (平成29年) is drawn as the fiscal year of that number. An event "
        "stands in the fiscal year in which it begins. Years that the text names are shown for plans without a printed "
        "period. Source: tables plans, sections, measure_schedule, measure_timing, indicators, history, finance, "
        "passages.",
    },
    "ja": {
        PERIOD: "計画期間",
        "no period": "計画期間の記載なし",
        COURSE: "年次計画 {count}施策",
        OTHER_COURSES: "その他の経過 {count}施策",
        LOST: "年次計画の印が失われた {count}施策",
        SILENT: "年次計画なし {count}施策",
        DATED: "年を示す語 {count}施策",
        UNDATED: "年を示さない語 {count}施策",
        TARGET: "基準年から目標年 {count}指標",
        HISTORY: "策定経過 {count}件",
        FINANCE: "財政計画表 {count}金額",
        NAMED: "本文に現れる年",
        "undated_words": "年なし: {words}",
        "legend_target": "目標年",
        "legend_period": "計画期間",
        "legend_dated": "年を示す語",
        "legend_span": "基準年から",
        "legend_other": "策定経過・金額・本文の年",
        "legend_lost": "印が失われた",
        "legend_open": "端が開いている",
        "year": "年度（4月から）",
        "source": "棒は年度の全体、破線は語が開いたままにする端を示す。"
        "年次計画は同じ経過の施策（再掲も含む）をまとめて1本とする。年を示さない語は全期間の点線枠に示す。"
        "指標は基準値の記載がないものも基準年から目標年まで描き、「年」と印刷された年は同じ数の年度に置く。"
        "策定経過は始まった年度に置く。本文に現れる年は計画期間の記載がない計画だけに示す。"
        "出典: 表 plans、sections、measure_schedule、measure_timing、indicators、history、finance、passages",
    },
}
_LANE, _HEAD, _HALF = 0.26, 1.15, 0.34
_TARGET_MARK: Mapping[str, Any] = {
    **{"marker": "D", "markersize": 5.0, "linestyle": "none"},
    **{"markerfacecolor": "white", "markeredgecolor": INK, "markeredgewidth": 1.0},
}


@applied_style()
def plot_plan_timeline(table: pd.DataFrame, language: str = "en") -> Chart:
    """What the tables hold that has a place in time, one block per plan, on one axis of fiscal years.

    Args:
        table: `timeline.lay_out_plans` with plan labels.
    """
    if table.empty:
        return blank_chart(language)
    blocks = table.groupby("plan_id", sort=False)["lane"].max()
    chart = new_chart(11.0, _LANE * float(blocks.sum() + _HEAD * len(blocks)) + 2.3)
    panel = chart.subplots()
    years = pd.concat([table["first"], table["last"]]).dropna().astype("int64")
    first, last = (int(years.min()), int(years.max())) if len(years) else (0, 0)
    ticks: dict[float, str] = {}
    top = 0.0
    for plan_id, lanes in blocks.items():
        own = table[table["plan_id"] == plan_id]
        panel.axhspan(top - 0.5, top + 0.5, color=GRID, alpha=0.55, linewidth=0)
        panel.text(first - 0.45, top, own[f"plan_{language}"].iloc[0], va="center", fontsize=10.0)
        # Of bars in one lane the longer lies below.
        for row in list_rows(own.sort_values(["lane", "last"], ascending=[True, False], kind="stable")):
            place = top + row.lane
            ticks.setdefault(place, _name_lane(row, own, language))
            _draw_mark(panel, row, place, first, last, language)
        top += int(lanes) + _HEAD
    panel.set_yticks(list(ticks), list(ticks.values()))
    panel.set_ylim(top - 0.5, -0.6)
    panel.set_xlim(first - 0.55, last + 0.55)
    shown = range(first, last + 1, 1 if last - first <= 24 else 5)
    panel.set_xticks(list(shown), [str(year) for year in shown])
    panel.tick_params(length=0, labeltop=True)
    for year in range(first, last + 2):
        panel.axvline(year - 0.5, color=GRID, linewidth=0.5, zorder=0)
    panel.spines[:].set_visible(False)
    panel.set_xlabel(_TEXTS[language]["year"])
    notes = [note_plans(table["plan_id"], language), _TEXTS[language]["source"]]
    source = ("" if language == "ja" else " ").join(note for note in notes if note)
    frame_chart(chart, language, state_timeline(table, language), source, _legend(table, language), columns=6)
    return chart


def _name_lane(row: Any, own: pd.DataFrame, language: str) -> str:
    texts = _TEXTS[language]
    if row.kind == PERIOD and pd.isna(row.first) and pd.isna(row.last):
        return texts["no period"]
    count = row.count_
    if row.kind in (HISTORY, TARGET):
        lane = own.loc[own["lane"] == row.lane, "source_ids"]
        count = len({one for ids in lane for one in ids.split(" ")})
    # One of a kind is no plural in English.
    said = texts[row.kind].format(count=count)
    if language == "en" and count == 1 and said.endswith("s") and "{count}" in texts[row.kind]:
        said = said[:-1]
    if row.kind == SILENT and row.label:
        return f"{said}（{row.label}）" if language == "ja" else f"{said} ({row.label})"
    return said


def _draw_mark(panel: Axes, row: Any, place: float, first: int, last: int, language: str) -> None:
    """A bar over whole years, dashed where an end is open; words and counts in or beside it."""
    if row.kind == UNDATED:
        # A line and no bar: bars stand for years.
        ends, sides = (first - 0.47, last + 0.47), (place - _HALF, place + _HALF)
        x, y = [ends[0], *ends, *ends[::-1]], [sides[1], *sides[:1] * 2, *sides[1:] * 2]
        panel.plot(x, y, color=MUTED, linewidth=0.7, linestyle=(0, (1, 2)), zorder=1.5)
        said = _TEXTS[language]["undated_words"].format(words=_cut(row.label, 60))
        panel.text((first + last) / 2, place, said, ha="center", va="center", fontsize=8.5, color=MUTED)
    if pd.isna(row.first) and pd.isna(row.last):
        return
    start = row.first if pd.notna(row.first) else row.last
    end = row.last if pd.notna(row.last) else row.first
    look = _look(row)
    size = _HALF if row.kind != PERIOD else 0.16
    box = Rectangle((start - 0.47, place - size), end - start + 0.94, 2 * size, linewidth=0.6, zorder=2, **look)
    panel.add_patch(box)
    for is_open, begin, stop in ((row.open_start, start - 0.47, first - 0.5), (row.open_end, end + 0.47, last + 0.5)):
        if is_open:
            panel.plot([begin, stop], [place, place], color=INK, linewidth=1.1, linestyle=(0, (3, 2)), zorder=1.5)
    if row.kind == TARGET:
        panel.plot(end, place, clip_on=False, zorder=3, **_TARGET_MARK)
    elif row.kind == DATED:
        _write_beside(panel, row, place, start - 0.6, end + 0.6, (first + last) / 2)
    elif row.kind == HISTORY:
        panel.text((start + end) / 2, place, f"{row.count_}", ha="center", va="center", fontsize=8.5, zorder=3)


def _write_beside(panel: Axes, row: Any, place: float, left: float, right: float, middle: float) -> None:
    """The printed words on that side of a mark on which there is more room."""
    x, side = (right, "left") if (left + right) / 2 <= middle else (left, "right")
    panel.text(
        x,
        place,
        _cut(row.label, 30),
        ha=side,
        va="center",
        fontsize=8.5,
        zorder=3,
        bbox={"facecolor": "white", "edgecolor": "none", "pad": 1.0},
    )


def _look(row: Any) -> dict[str, Any]:
    if row.kind in (COURSE, OTHER_COURSES):
        return {"facecolor": STATE_COLOURS.get(row.state, "white"), "edgecolor": MUTED}
    return _look_of(row.kind)


def _look_of(kind: str) -> dict[str, Any]:
    return {
        PERIOD: {"facecolor": INK, "edgecolor": INK},
        LOST: {"facecolor": "white", "edgecolor": MUTED, "hatch": "////"},
        TARGET: {"facecolor": ORANGE, "edgecolor": MUTED},
        DATED: {"facecolor": VERMILION, "edgecolor": MUTED},
    }.get(kind, {"facecolor": GRID, "edgecolor": MUTED})


def _legend(table: pd.DataFrame, language: str) -> list[Any]:
    texts, kinds = _TEXTS[language], set(table["kind"])
    present = set(table["state"].dropna())
    handles: list[Any] = [
        Patch(label=texts[name], **_look_of(kind))
        for kind, name in ((PERIOD, "legend_period"), (DATED, "legend_dated"), (TARGET, "legend_span"))
        if kind in kinds
    ]
    handles += [
        Patch(
            facecolor=STATE_COLOURS[state], edgecolor=MUTED, linewidth=0.4, label=STATE_NAMES[state][language == "ja"]
        )
        for state in STATES
        if state in present
    ]
    if LOST in kinds:
        handles.append(Patch(facecolor="white", edgecolor=MUTED, hatch="////", label=texts["legend_lost"]))
    if np.any(table["open_start"] | table["open_end"]):
        handles.append(Line2D([], [], color=INK, linewidth=1.1, linestyle=(0, (3, 2)), label=texts["legend_open"]))
    if TARGET in kinds:
        handles.append(Line2D([], [], label=texts["legend_target"], **_TARGET_MARK))
    if kinds & {HISTORY, FINANCE, NAMED}:
        handles.append(Patch(label=texts["legend_other"], **_look_of(HISTORY)))
    return handles


def _cut(words: str, characters: int) -> str:
    return words if len(words) <= characters else words[: characters - 1] + "…"
