"""What the courses of measures say, in one sentence each, English or Japanese, made from the numbers of the tables.

Tables carry the labels of `labels.label_plans`; rows of plans without a grid are left out.
"""

from __future__ import annotations

import pandas as pd

from kyodo_analysis.analysis.schedule.schedules import RUNNING
from kyodo_analysis.analysis.schedule.sequence_types import FEW, LEAST_SILHOUETTE, MANY, SMALL, TYPES, UNCLEAR
from kyodo_analysis.analysis.showing.labels import list_rows
from kyodo_analysis.analysis.structure.stability import LEAST_RAND

_REASONS = {
    FEW: ("fewer than four courses need no types", "4種類に満たず類型化しない"),
    MANY: ("too many to compare each with each", "種類が多すぎて相互に比較しない"),
    SMALL: (
        "no types of at least two courses and three measures each",
        "2種類以上の経過と3施策以上からなる類型に分かれない",
    ),
    UNCLEAR: (
        "no clear types (silhouette {silhouette:.2f} with each course once, more than {least:.2f} needed)",
        "明確な類型に分かれない（経過ごとのシルエット{silhouette:.2f}、基準{least:.2f}超）",
    ),
}


def state_types(table: pd.DataFrame, language: str = "en") -> str:
    """Of `sequence_courses.list_courses`: how many courses each plan has, and whether they form types."""
    parts = []
    for row in list_rows(table.dropna(subset=["sequence"]).drop_duplicates("plan_id")):
        once = int((table["plan_id"].eq(row.plan_id) & table["count"].eq(1)).sum())
        verdict = _say_verdict(row, language)
        if language == "ja":
            parts.append(
                f"{row.plan_ja}の{row.n}施策の経過は{row.courses}種類（1施策だけのものは{once}種類）、{verdict}"
            )
        else:
            measures = "1 measure" if row.n == 1 else f"{row.n} measures"
            courses = "1 course" if row.courses == 1 else f"{row.courses} different courses"
            parts.append(f"{row.plan_en} has {courses} of {measures}, {once} of a single measure: {verdict}")
    return _join(parts, language)


def state_partition(table: pd.DataFrame) -> str:
    """Of `sequence_courses.list_courses`: how clear and how stable the best partition of each plan is, with limits."""
    parts = [
        f"the best partition of {row.plan_en} has {row.types} groups: silhouette {row.silhouette:.2f} with each course "
        f"once (more than {LEAST_SILHOUETTE:.2f} needed), {row.silhouette_by_measure:.2f} with each measure once, and "
        f"stability {row.stability:.2f} ({LEAST_RAND:.2f} needed)"
        for row in list_rows(table.dropna(subset=["silhouette"]).drop_duplicates("plan_id"))
    ]
    said = "; ".join(parts) or "no plan has a partition to judge"
    return said[:1].upper() + said[1:]


def state_turbulence(table: pd.DataFrame, language: str = "en") -> str:
    """Of `sequence_tables.describe_sequences`: how many measures change state more than once, and how turbulent."""
    parts = []
    for _, of_plan in table.dropna(subset=["measure_id"]).groupby("plan_id", sort=False):
        n, often = len(of_plan), int((of_plan["changes"] > 1).sum())
        middle, most = of_plan["turbulence"].median(), of_plan["turbulence"].max()
        if language == "ja":
            parts.append(
                f"{of_plan['plan_ja'].iloc[0]}で状態が2回以上変わるのは{n}施策中{often}施策"
                f"（タービュランスの中央値{middle:.1f}、最大{most:.1f}）"
            )
        else:
            parts.append(
                f"{often} of {n} measures of {of_plan['plan_en'].iloc[0]} change state more than once "
                f"(turbulence: median {middle:.1f}, highest {most:.1f})"
            )
    return _join(parts, language)


def state_running_years(table: pd.DataFrame, language: str = "en") -> str:
    """Of `sequence_tables.average_years`: in how many of the year columns a measure is implemented on average."""
    parts = []
    for _, of_plan in table.dropna(subset=["state"]).groupby("plan_id", sort=False):
        running = of_plan.loc[of_plan["state"].isin(RUNNING), "years"].sum()
        years = int(of_plan["positions"].iloc[0])
        if language == "ja":
            parts.append(f"{of_plan['plan_ja'].iloc[0]}の施策は{years}年のうち平均{running:.1f}年で実施・継続")
        else:
            parts.append(
                f"a measure of {of_plan['plan_en'].iloc[0]} is listed as implemented or continued in {running:.1f} of "
                f"{years} years on average"
            )
    return _join(parts, language)


def _say_verdict(row: object, language: str) -> str:
    """The verdict of a row of `list_courses` in words."""
    place = language == "ja"
    values = {name: getattr(row, name) for name in ("verdict", "types", "silhouette", "stability")}
    if values["verdict"] == TYPES:
        return f"{values['types']}類型に分かれる" if place else f"{values['types']} types"
    if values["verdict"] in _REASONS:
        return _REASONS[values["verdict"]][place].format(**values, least=LEAST_SILHOUETTE)
    found = f"{values['stability']:.2f}", f"{LEAST_RAND:.2f}"
    if place:
        return f"{values['types']}群に分けても安定しないため類型とはしない（一致度{found[0]}、基準{found[1]}）"
    return f"no types, since {values['types']} groups are not stable (agreement {found[0]}, {found[1]} needed)"


def _join(parts: list[str], language: str) -> str:
    if not parts:
        return "年次計画を読める計画がない" if language == "ja" else "No plan has year columns that can be read"
    said = ("、" if language == "ja" else "; ").join(parts)
    return said[:1].upper() + said[1:]
