"""What stands beside the findings about actors: how marks were read, how many are named at once, what was tested."""

from __future__ import annotations

from typing import Any

import pandas as pd

from kyodo_analysis.analysis.actor.acting import MARK
from kyodo_analysis.analysis.actor.actor_combinations import SIZE
from kyodo_analysis.analysis.showing.labels import list_rows

READING = (
    "Marks of several signs are read as all that the signs name (union reading); what is marked as beyond chance is "
    "so with their first sign alone, too",
    "複数の記号からなる印は、記号の示す主体をすべて含むと読む（和の読み）。偶然を超えると記すのは、先頭の記号だけで読んでもそうなる場合に限る",
)
"""How marks of several signs were read, for captions."""


def state_signs(table: pd.DataFrame, language: str = "en") -> str:
    """Of `actor_shares.tabulate_vocabulary` with all plans and labels: marks of several signs; "" without any."""
    ja = language == "ja"
    marks = table[table["state"].eq(MARK)].drop_duplicates(["plan_id", "printed"])
    several = marks[marks["printed"].str.replace(r"\s", "", regex=True).str.len().gt(1)]
    parts = []
    for _, own in several.groupby("plan_id", sort=False):
        signs = "、".join(f"{row.printed} {row.count_}" for row in list_rows(own))
        plan, n, count = own[f"plan_{language}"].iloc[0], own["n"].iloc[0], own["count"].sum()
        parts.append(
            f"{plan}では{n}施策中{count}の印が複数の記号からなり（{signs}）、凡例は記号を一つずつしか説明しない"
            if ja
            else f"{count} of {n} measures of {plan} have marks of several signs ({signs.replace('、', ', ')}), and "
            "the legend explains signs one by one"
        )
    return ("。" if ja else ". ").join([*parts, READING[ja]]) if parts else ""


def state_sizes(table: pd.DataFrame, language: str = "en") -> str:
    """Of `actor_combinations.combine_actors` with plan labels: how many measures name one actor, two, and so on."""
    ja = language == "ja"
    parts = []
    for _, own in table[table["kind"].eq(SIZE)].groupby("plan_id", sort=False):
        sizes = [
            f"{row.size}主体 {row.count_}" if ja else f"{row.size} in {row.count_}"
            for row in list_rows(own.sort_values("size"))
        ]
        plan, n = own[f"plan_{language}"].iloc[0], own["n"].iloc[0]
        parts.append(f"{plan}（{n}施策）{'、'.join(sizes)}" if ja else f"{plan}: {', '.join(sizes)} of {n} measures")
    if not parts:
        return "主体を記す計画がない" if ja else "No plan says who is to act"
    return f"一施策の主体数: {'。'.join(parts)}" if ja else f"Actors named at once: {'; '.join(parts)}"


def state_families(table: pd.DataFrame, language: str = "en") -> str:
    """Of `actor_groups.cross_groups` of actors or of sharing by theme: every test beyond chance, among how many.

    The rows of all plans together are one family of tests, those of single plans another.
    """
    ja = language == "ja"
    kind = "sharing" if "sharing" in table else "actor"
    parts = []
    for pooled in (True, False):
        tested = table[(table["plan_id"].isna().eq(pooled) & table["p"].notna()).astype("bool")]
        found = tested[tested["beyond_null"].astype("bool")].sort_values(["p", "theme", kind], kind="stable")
        names = [_say_test(row, kind, language) for row in list_rows(found)]
        listed = ("、" if ja else "; ").join(names)
        where = (
            ("全計画を合わせて" if pooled else "各計画で") if ja else "all plans together" if pooled else "single plans"
        )
        if ja:
            parts.append(f"{where}{len(tested)}件中{len(found)}件" + (f"（{listed}）" if names else ""))
        else:
            parts.append(f"{len(found)} of {len(tested)} tests in {where}" + (f" ({listed})" if names else ""))
    what = {"sharing": ("Sharing", "分担"), "actor": ("Actors", "主体")}[kind][ja]
    if ja:
        return f"テーマ別の{what}で偶然を超えるもの: {'、'.join(parts)}"
    return f"{what} by theme, beyond chance: {'; '.join(parts)}"


def _say_test(row: Any, kind: str, language: str) -> str:
    theme, name, plan = (getattr(row, f"{key}_{language}") for key in ("theme", kind, "plan"))
    count, n, holds, single = row.count_, row.n, row.beyond_both, isinstance(row.plan_id, str)
    if language == "ja":
        where = f"{plan}の" if single else ""
        return f"{where}{theme}×{name} {n}中{count}{'' if holds else '、和の読みでのみ'}"
    where = f"{plan}, " if single else ""
    return f"{where}{theme} × {name} in {count} of {n}{'' if holds else ', under the union reading only'}"
