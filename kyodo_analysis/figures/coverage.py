"""Figures of what was read: fields per plan, year columns per plan, repairs per plan."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from types import MappingProxyType

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.patches import Patch

from kyodo_analysis.analysis.extraction.coverage import STATUSES
from kyodo_analysis.analysis.headlines import state_coverage, state_repairs
from kyodo_analysis.analysis.schedule.schedule_texts import state_grids
from kyodo_analysis.analysis.showing.labels import list_rows
from kyodo_analysis.figures.style import (
    BLUE,
    GRID,
    INK,
    MUTED,
    STATUS_COLOURS,
    Chart,
    applied_style,
    blank_chart,
    break_label,
    draw_grid,
    frame_chart,
    new_chart,
)

_STATUS_NAMES = {
    "en": {
        "read": "read",
        "ambiguous": "ambiguous: the text allows several values",
        "unreadable": "unreadable: printed, but lost in the text",
        "silent": "silent: the plan does not say",
    },
    "ja": {
        "read": "読めた",
        "ambiguous": "曖昧（複数の読みがありうる）",
        "unreadable": "判読不能（印刷されていたが失われた）",
        "silent": "記載なし",
    },
}
_FIELD_NAMES = {
    "policy": ("policy", "方針"),
    "program": ("program", "推進施策"),
    "title": ("title", "項目名"),
    "status": ("new / continued", "種別"),
    "lead": ("mark of the lead", "主体の印"),
    "actors": ("actors", "対象主体"),
    "departments": ("departments", "担当部署"),
    "purpose": ("purpose", "目的"),
    "content": ("content", "推進内容"),
    "completion": ("completion criterion", "完了の目安"),
    "schedule": ("year columns", "年次計画"),
    "timing": ("timing in words", "実施時期の表現"),
}
_TEXTS: Mapping[str, Mapping[str, str]] = {
    "en": {
        "share": "share of measures (%)",
        "coverage": "n = measures of the plan; each is counted once per field. Source: table field_status.",
        "grids": "n = measures of the plan. Source: tables field_status and indicators.",
        "targets": "  {count} indicators with targets instead",
        "not_in_text": "not in the text at hand",
        "repairs": "Repair steps per defect and plan; shade: steps per 1000 characters of the published text. "
        "Source: table repairs.",
    },
    "ja": {
        "share": "施策の割合（%）",
        "coverage": "n は計画の施策数。各施策を項目ごとに一度数える。出典: 表 field_status",
        "grids": "n は計画の施策数。出典: 表 field_status、indicators",
        "targets": "  代わりに目標値のある指標 {count} 件",
        "not_in_text": "手元の本文にない",
        "repairs": "欠陥の種類と計画ごとの修復回数。濃さは公表本文1000字あたりの回数。出典: 表 repairs",
    },
}
_FIXERS_JA = {
    "outer_blanks": "行頭・行末の空白",
    "letter_spacing": "字間の空白",
    "overprint": "重ね刷り",
    "page_furniture": "柱・ページ番号",
    "footnotes": "脚注",
    "control_characters": "制御文字",
    "radicals": "部首文字",
}


@applied_style()
def plot_coverage(table: pd.DataFrame, language: str = "en") -> Chart:
    """Stacked bars of the status of each field, one panel per plan.

    Args:
        table: `coverage.field_coverage` with plan labels.
    """
    if table.empty:
        return blank_chart(language)
    plans = table["plan_id"].unique()
    chart = new_chart(2.2 * len(plans) + 1.6, 4.6)
    axes = chart.subplots(1, len(plans), sharey=True, squeeze=False)[0]
    fields = table["field"].unique()
    names = [_FIELD_NAMES.get(field, (field, field))[language == "ja"] for field in fields]
    for panel, plan_id in zip(axes, plans, strict=True):
        own = table[table["plan_id"] == plan_id]
        _stack_statuses(panel, own, "field", fields)
        panel.set_title(break_label(own[f"plan_{language}"].iloc[0]) + f"\nn = {own['n'].iloc[0]}")
        panel.set_yticks(range(len(fields)), names)
        panel.set_xlabel(_TEXTS[language]["share"] if panel is axes[len(axes) // 2] else "")
    axes[0].invert_yaxis()
    frame_chart(
        chart,
        language,
        state_coverage(table, language),
        _TEXTS[language]["coverage"],
        _status_legend(language, STATUSES),
    )
    return chart


@applied_style()
def plot_schedule_coverage(table: pd.DataFrame, language: str = "en") -> Chart:
    """One bar per plan: whether its year columns can be read; targets that stand in their place are named.

    Args:
        table: `schedules.describe_grids` with plan labels.
    """
    if table.empty:
        return blank_chart(language)
    chart = new_chart(9.0, 0.42 * len(table) + 1.7)
    panel = chart.subplots()
    long = table.melt(["plan_id", "n"], list(STATUSES), var_name="status", value_name="count")
    _stack_statuses(panel, long.assign(share=long["count"] / long["n"]), "plan_id", table["plan_id"])
    labels = [f"{name}  n = {n}" for name, n in zip(table[f"plan_{language}"], table["n"], strict=True)]
    panel.set_yticks(range(len(table)), labels)
    panel.invert_yaxis()
    for place, row in enumerate(list_rows(table)):
        if row.indicators and row.state == "silent":
            text = _TEXTS[language]["targets"].format(count=row.indicators)
            panel.text(0, place, text, va="center", fontsize=8.5)
    panel.set_xticks([0, 25, 50, 75, 100])
    panel.set_xlabel(_TEXTS[language]["share"])
    names = {"silent": _TEXTS[language]["not_in_text"]}
    handles = _status_legend(language, [status for status in STATUSES if table[status].any()], names)
    frame_chart(chart, language, state_grids(table, language), _TEXTS[language]["grids"], handles, columns=2)
    return chart


@applied_style()
def plot_repairs(table: pd.DataFrame, language: str = "en") -> Chart:
    """A grid of repair steps: defects down, plans across, the number in each cell.

    Args:
        table: `coverage.count_repairs` with plan labels.
    """
    if table.empty:
        return blank_chart(language)
    plans, fixers = table["plan_id"].unique(), table["fixer"].unique()
    chart = new_chart(1.75 * len(plans) + 1.6, 0.4 * len(fixers) + 1.7)
    panel = chart.subplots()
    most = table["per_1000"].max()
    for row in list_rows(table):
        x, y = list(plans).index(row.plan_id), list(fixers).index(row.fixer)
        strength = (row.per_1000 / most) ** 0.5 if row.steps else 0.0
        panel.barh(y, 0.96, left=x - 0.48, height=0.92, color=BLUE, alpha=0.08 + 0.92 * strength if row.steps else 0.0)
        colour = "white" if strength > 0.6 else INK if row.steps else MUTED
        panel.text(x, y, f"{row.steps:,}" if row.steps else "–", ha="center", va="center", color=colour)
    labels = [break_label(name) for name in table.drop_duplicates("plan_id")[f"plan_{language}"]]
    panel.set_xticks(range(len(plans)), labels)
    names = [_FIXERS_JA.get(name, name) if language == "ja" else name.replace("_", " ") for name in fixers]
    panel.set_yticks(range(len(fixers)), names)
    panel.tick_params(length=0, labeltop=True, labelbottom=False)
    panel.set_xlim(-0.5, len(plans) - 0.5)
    panel.set_ylim(len(fixers) - 0.5, -0.5)
    panel.spines[:].set_visible(False)
    frame_chart(chart, language, state_repairs(table, language), _TEXTS[language]["repairs"])
    return chart


def _stack_statuses(panel: Axes, table: pd.DataFrame, rows: str, order: object) -> None:
    shares = table.pivot(index=rows, columns="status", values="share").reindex(list(order)) * 100  # type: ignore[call-overload]
    start = 0 * shares[STATUSES[0]]
    for status in STATUSES:
        hatch = "///" if status == "unreadable" else None
        bars = panel.barh(range(len(shares)), shares[status], left=start, height=0.72, color=STATUS_COLOURS[status])
        for bar in bars:
            bar.set(hatch=hatch, edgecolor=GRID if hatch else "none", linewidth=0)
        start = start + shares[status].fillna(0)
    panel.set_xlim(0, 100)
    panel.set_xticks([0, 50, 100])
    draw_grid(panel)


def _status_legend(
    language: str, statuses: Iterable[str], names: Mapping[str, str] = MappingProxyType({})
) -> list[Patch]:
    """The statuses that a figure shows; names stand in place of what a status is called elsewhere."""
    return [
        Patch(
            facecolor=STATUS_COLOURS[status],
            label=names.get(status, _STATUS_NAMES[language][status]),
            hatch="///" if status == "unreadable" else None,
            edgecolor=GRID if status == "unreadable" else "none",
        )
        for status in statuses
    ]
