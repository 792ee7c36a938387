"""The finding of a table in one sentence, English or Japanese, made from the table's numbers.

Figures take these for titles and notebooks for their answers, so that no sentence can drift from its numbers. Tables
carry the labels of `labels.label_plans`. Those of themes, words and commitments have modules of
their own (`theme_texts`, `word_headlines`, `word_map_texts`, `commitment_texts`).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import pandas as pd

from kyodo_analysis.analysis.carrying.schedules import RUNNING
from kyodo_analysis.analysis.showing.labels import list_rows

_USABLE = 0.5


def state_coverage(table: pd.DataFrame, language: str = "en") -> str:
    """Of `coverage.field_coverage`: which fields all plans have, how many plans give departments and year columns.

    A plan gives these where at least half of its measures have them: a single row that outlived a grid is no schedule.
    """
    use = table[table["status"].isin(["read", "ambiguous"]) & table["count"].gt(0)]
    plans = table.loc[table["n"] > 0, "plan_id"].nunique()
    given = use.groupby("field")["plan_id"].nunique()
    usable = use.groupby(["plan_id", "field"])["share"].sum().ge(_USABLE).groupby("field").sum()
    everywhere = [field for field in table["field"].unique() if given.get(field, 0) == plans]
    departments, schedules = usable.get("departments", 0), usable.get("schedule", 0)
    lost = table[(table["field"] == "schedule") & (table["status"] == "unreadable") & (table["count"] > 0)]
    if language == "ja":
        tail = f"、{_join(lost['plan_ja'], 'ja')}の年次計画は原文で失われている" if len(lost) else ""
        return (
            f"全{plans}計画にあるのは{_join((_FIELDS_JA[name] for name in everywhere), 'ja')}だけで、"
            f"担当部署は{departments}計画、年次計画は{schedules}計画でしか読めない{tail}"
        )
    tail = f"; the text lost the year columns of {_join(lost['plan_en'], 'en')}" if len(lost) else ""
    return (
        f"All {plans} plans give {_join(everywhere, 'en')}; departments can be read in {departments} of them, "
        f"year columns in {schedules}{tail}"
    )


def state_repairs(table: pd.DataFrame, language: str = "en") -> str:
    """Of `coverage.count_repairs`: how many steps, which share of which text they took, which plans needed none."""
    plans = table.groupby(f"plan_{language}", sort=False).agg(
        steps=("steps", "sum"), removed=("removed_chars", "sum"), chars=("raw_chars", "first")
    )
    none, steps = plans.index[plans["steps"] == 0], int(plans["steps"].sum())
    lost = (plans["removed"] / plans["chars"]).sort_values(ascending=False, kind="stable")
    lost = lost[lost > 0]
    if language == "ja":
        parts = _join((f"{plan}では公表本文の{share:.0%}" for plan, share in lost.items()), "ja")
        tail = f"、{_join(none, 'ja')}は修復不要だった" if len(none) else ""
        return f"{steps:,}回の修復で取り除かれた文字は{parts}{tail}" if len(lost) else f"{steps:,}回の修復{tail}"
    parts = _join((f"{share:.0%} of the characters of {plan}" for plan, share in lost.items()), "en")
    tail = f"; {_join(none, 'en')} needed no repair" if len(none) else ""
    return f"{steps:,} repair step{'s' * (steps != 1)} took away {parts or 'blanks only'}{tail}"


def state_loads(table: pd.DataFrame, language: str = "en") -> str:
    """Of `workload.load_departments`, silent plans kept: who is named most, and which plans name no department."""
    top = table[table["rank"].eq(1)].drop_duplicates("plan_id").sort_values("share", ascending=False)
    silent = table.loc[table["department"].isna(), f"plan_{language}"].tolist()
    if language == "ja":
        parts = (
            f"{row.plan_ja}では{row.department}が{row.n}施策中{row.whole}（{row.share:.0%}）" for row in list_rows(top)
        )
        tail = f"。{_join(silent, 'ja')}は部署を記さない" if silent else ""
        return f"最も多く名の挙がる部署: {_join(parts, 'ja')}{tail}"
    parts = (
        f"{row.department} in {row.whole} of {row.n} measures of {row.plan_en} ({row.share:.0%})"
        for row in list_rows(top)
    )
    tail = f"; {_join(silent, 'en')} name{'s' if len(silent) == 1 else ''} no department" if silent else ""
    return f"Named most: {_join(parts, 'en')}{tail}"


def state_concentration(table: pd.DataFrame, language: str = "en") -> str:
    """Of `workload.measure_concentration`: the share of the most named department, whole counts, per plan."""
    top = table[(table["statistic"] == "top_share") & (table["counting"] == "whole")].dropna(subset=["value"])
    top = top.sort_values("value", ascending=False)
    if language == "ja":
        parts = (f"{row.plan_ja} {row.value:.0%}（{row.lower:.0%}–{row.upper:.0%}）" for row in list_rows(top))
        return f"総称を除く部署の記載のうち、最も多く挙がる部署が占める割合: {_join(parts, 'ja')}"
    parts = (f"{row.value:.0%} ({row.lower:.0%}–{row.upper:.0%}) in {row.plan_en}" for row in list_rows(top))
    return f"Of the namings of particular departments the one named most takes {_join(parts, 'en')}"


def state_sequences(table: pd.DataFrame, language: str = "en") -> str:
    """Of any table with measure_id and sequence: how many measures share the commonest course of each grid."""
    parts = []
    for plan, of_plan in table.drop_duplicates("measure_id").groupby(f"plan_{language}", sort=False):
        counted = of_plan["sequence"].value_counts()
        count, n = int(counted.iloc[0]), len(of_plan)
        at_once = set(counted.index[0].split(" ")) <= set(RUNNING)
        if language == "ja":
            course = "を初年度から最終年度まで実施とする" if at_once else "が同じ経過をたどる"
            parts.append(f"{plan}は{n}施策中{count}（{count / n:.0%}）{course}")
        else:
            course = "as implemented from the first year to the last" if at_once else "with one and the same course"
            parts.append(f"{plan} lists {count} of its {n} measures ({count / n:.0%}) {course}")
    return _join(parts, language) or _without_grid(language)


def state_years(table: pd.DataFrame, language: str = "en") -> str:
    """Of `schedules.distribute_states`: the share of measures that run in the first and the last year of each grid."""
    parts = []
    for plan, of_plan in table.groupby(f"plan_{language}", sort=False):
        running = of_plan[of_plan["state"].isin(RUNNING)].groupby("fiscal_year")[["count", "share"]].sum()
        years = sorted(of_plan["fiscal_year"].unique())
        first, last = (running["share"].get(year, 0.0) for year in (years[0], years[-1]))
        if language == "ja":
            parts.append(f"{plan}で実施中の施策は{years[0]}年度の{first:.0%}から{years[-1]}年度の{last:.0%}になる")
        else:
            parts.append(
                f"{plan} lists {first:.0%} of its measures as running in FY{years[0]}, {last:.0%} in FY{years[-1]}"
            )
    return _join(parts, language) or _without_grid(language)


def state_grids(table: pd.DataFrame, language: str = "en") -> str:
    """Of `schedules.describe_grids`: which plans can be compared by their years at all."""
    names = {
        state: table.loc[table["state"] == state, f"plan_{language}"].tolist() for state in table["state"].unique()
    }
    if language == "ja":
        parts = {"read": "は年次計画を読める", "unreadable": "は印が失われた", "silent": "の本文には年次計画がない"}
        said = [f"{_join(names[state], 'ja')}{text}" for state, text in parts.items() if names.get(state)]
        return "、".join(said)
    parts = {
        "read": "year columns can be read in",
        "unreadable": "are lost in",
        "silent": "do not stand in the text of",
    }
    said = [f"{text} {_join(names[state], 'en')}" for state, text in parts.items() if names.get(state)]
    return ", ".join(said)[:1].upper() + ", ".join(said)[1:]


_FIELDS_JA = {
    "policy": "方針",
    "program": "推進施策",
    "title": "項目名",
    "status": "種別",
    "lead": "主体の印",
    "actors": "対象主体",
    "departments": "担当部署",
    "purpose": "目的",
    "content": "推進内容",
    "completion": "完了の目安",
    "schedule": "年次計画",
    "timing": "実施時期",
}


def _without_grid(language: str) -> str:
    return "年次計画を読める計画がない" if language == "ja" else "No plan has year columns that can be read"


def _join(items: Iterable[str], language: str) -> str:
    """Items as a sentence lists them.

    >>> _join(["a", "b", "c"], "en"), _join(["a", "b"], "ja"), _join(["a"], "en")
    ('a, b and c', 'a、b', 'a')
    """
    texts: Sequence[str] = [str(item) for item in items]
    if language == "ja":
        return "、".join(texts)
    return " and ".join([", ".join(texts[:-1]), texts[-1]]) if len(texts) > 1 else "".join(texts)
