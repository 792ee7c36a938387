"""The finding of a table in one sentence, English or Japanese, made from the table's numbers.

Figures take these for titles and notebooks for their answers, so that no sentence can drift from its numbers. Tables
carry the labels of `labels.label_plans`. Those of themes, words, commitments, departments and schedules have modules of
their own (`theme_texts`, `word_headlines`, `word_map_texts`, `commitment_texts`, `department_texts`, `schedule_texts`).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import pandas as pd

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


def _join(items: Iterable[str], language: str) -> str:
    """Items as a sentence lists them.

    >>> _join(["a", "b", "c"], "en"), _join(["a", "b"], "ja"), _join(["a"], "en")
    ('a, b and c', 'a、b', 'a')
    """
    texts: Sequence[str] = [str(item) for item in items]
    if language == "ja":
        return "、".join(texts)
    return " and ".join([", ".join(texts[:-1]), texts[-1]]) if len(texts) > 1 else "".join(texts)
