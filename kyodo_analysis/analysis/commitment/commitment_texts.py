"""The findings of the commitment ladders in one sentence each, English or Japanese, made from the tables' numbers."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pandas as pd

from kyodo_analysis.analysis.coding.validity import IN_SAMPLE, LEFT_OUT
from kyodo_analysis.analysis.commitment.commitments import RUNGS
from kyodo_analysis.analysis.showing.labels import list_rows

RUNG_NAMES = {
    "do": ("do", "実施"),
    "promote": ("promote or more", "推進以上"),
    "strive": ("strive or more", "努力以上"),
    "consider": ("consider or more", "検討以上"),
}
"""The rungs in English and Japanese."""

ACTOR_NAMES = {
    "citizens": ("citizens", "市民"),
    "community_associations": ("community associations", "地域団体"),
    "civic_groups": ("civic groups", "市民活動団体"),
    "businesses": ("businesses", "事業者"),
    "schools": ("schools", "学校"),
    "city": ("city", "市"),
    "support_centres": ("support centres", "支援センター"),
    "other_public": ("other public bodies", "他の公的機関"),
    "everyone": ("everyone", "全主体"),
}
"""The actors in English and Japanese."""


def label_actors(table: pd.DataFrame) -> pd.DataFrame:
    """The table with the columns actor_en and actor_ja behind actor; an actor without a name keeps its code."""
    names = [ACTOR_NAMES.get(actor, (actor, actor)) for actor in table["actor"]]
    labelled = table.copy()
    place = labelled.columns.tolist().index("actor") + 1
    for offset, column in enumerate(("actor_en", "actor_ja")):
        printed = pd.Series([name[offset] for name in names], table.index, dtype="str")
        labelled.insert(place + offset, column, printed)
    return labelled


def state_ladder(table: pd.DataFrame, language: str = "en") -> str:
    """Of `commitments.share_ladder` with plan labels: which plans reach which rung more or less often than chance.

    With the columns of `commitment_robustness.mark_lost` it says which finding hangs on another plan.
    """
    parts = []
    all_but = not table.loc[table["rung"] == RUNGS[-1], "share"].lt(1).any()
    for rung in RUNGS:
        own = table[(table["rung"] == rung) & table["beyond_null"] & ~repeats_above(table)]
        if own.empty:
            continue
        plans = list_rows(own.sort_values("share", ascending=False, kind="stable"))
        overall = float(own["overall_share"].iloc[0])
        name = RUNG_NAMES[rung][language == "ja"]
        if rung == "strive" and all_but:
            name += "（検討以外のすべて）" if language == "ja" else " (all but consider)"
        if language == "ja":
            listed = "、".join(
                f"{row.plan_ja} {row.share:.0%}（{row.n}項目中{row.count_}{_say_lost(table, row, language)}）"
                for row in plans
            )
            parts.append(f"「{name}」は{listed}、全計画 {overall:.0%}")
        else:
            listed = ", ".join(
                f"{row.plan_en} {row.share:.0%} ({row.count_} of {row.n}{_say_lost(table, row, language)})"
                for row in plans
            )
            parts.append(f"{name}: {listed}, all plans {overall:.0%}")
    if not parts:
        return (
            "どの段階でも、項目の割合に偶然を超える計画差はない"
            if language == "ja"
            else "On no rung does the share of elements differ between plans beyond what shuffled plan labels show"
        )
    if language == "ja":
        return f"偶然を超える計画差がある段階。{'。'.join(parts)}"
    return f"Rungs that plans reach more or less often than chance: {'; '.join(parts)}"


def state_ladder_groups(table: pd.DataFrame, language: str = "en") -> str:
    """Of `commitment_groups.share_ladder_by_theme` (or `_by_actor`) with labels: what goes beyond how plans write."""
    key = "theme" if "theme" in table else "actor"
    clear = table[table["beyond_null"] & ~table["few"] & ~repeats_above(table)]
    groups, among = table[key].nunique(), table["q_upper"].min()
    kind = {"theme": ("theme", "テーマ"), "actor": ("actor", "主体")}[key][language == "ja"]
    if table.empty:
        return f"比べられる{kind}がない" if language == "ja" else f"There is no {kind} to be compared"
    if clear.empty:
        return (
            f"{groups}の{kind}のうち、計画の書き方で説明できないほど拘束力の異なるものはない"
            f"（q の上限の最小値 = {among:.3f}）"
            if language == "ja"
            else f"Of {groups} {kind}s none binds more or less than the writing of its plans explains "
            f"(smallest q upper = {among:.3f})"
        )
    rows = list_rows(clear)
    if language == "ja":
        parts = (
            f"{getattr(row, f'{key}_ja')}は「{RUNG_NAMES[row.rung][1]}」が{row.share:.0%}（期待値 {row.expected:.0%}）"
            for row in rows
        )
        return f"計画の書き方を超える差: {'、'.join(parts)}"
    parts = (
        f"{getattr(row, f'{key}_en')} reaches {RUNG_NAMES[row.rung][0]} in {row.share:.0%} "
        f"(expected {row.expected:.0%})"
        for row in rows
    )
    return f"Beyond the writing of their plans: {', '.join(parts)}"


def state_code_validity(table: pd.DataFrame, language: str = "en") -> str:
    """Of `validity.score_commitment_codes`: how often codes are the readers', with and without the plan's words."""
    judged = list_rows(table[table["n"] > 0])
    if not judged:
        return "人が分類した項目はない" if language == "ja" else "No element was coded by readers"
    if language == "ja":
        names = {IN_SAMPLE: "すべての語による規則", LEFT_OUT: "当該計画から採った語を除いた規則"}
        parts = (f"{names[row.sample]}では{row.n}項目中{row.right}（順序の α = {row.alpha:.2f}）" for row in judged)
        return f"規則と読み手の一致は{'、'.join(parts)}"
    names = {IN_SAMPLE: "by the rules as they are", LEFT_OUT: "without the words that the plan itself suggested"}
    parts = (
        f"{row.right} of {row.n} {names[row.sample]} (ordinal α {row.alpha:.2f}, "
        f"{row.alpha_lower:.2f}–{row.alpha_upper:.2f})"
        for row in judged
    )
    return f"Elements coded as readers code them: {_join(list(parts))}"


def state_actor_coverage(table: pd.DataFrame, language: str = "en") -> str:
    """Of `commitment_groups.cover_actors` with plan labels: on which plans a ladder by actor rests at all."""
    named = list_rows(table[table["count"] > 0])
    silent = table.loc[table["count"] == 0, f"plan_{language}"].tolist()
    if language == "ja":
        parts = "、".join(f"{row.plan_ja}（{row.n}施策中{row.count_}）" for row in named) or "なし"
        return f"対象主体を記すのは{len(table)}計画中{len(named)}: {parts}" + (
            f"。{'、'.join(silent)}は記さない" if silent else ""
        )
    parts = ", ".join(f"{row.plan_en} ({row.count_} of {row.n} measures)" for row in named) or "none"
    return f"{len(named)} of {len(table)} plans name actors: {parts}" + (
        f"; {_join(silent)} name{'s' * (len(silent) == 1)} none" if silent else ""
    )


def state_lengths(table: pd.DataFrame, language: str = "en") -> str:
    """Of `commitment_lengths.compare_lengths` with plan labels: where the share of do still differs."""
    does = table[table["rung"] == "do"]
    if does.empty:
        return "比べられる項目がない" if language == "ja" else "There are no elements to be compared by length"
    names = {
        "one clause": ("elements of one clause", "一節だけの項目"),
        "several clauses": ("elements of several clauses", "複数の節をもつ項目"),
        "short": ("short elements", "短い項目"),
        "long": ("long elements", "長い項目"),
        "few verbs": ("elements of at most two verbs", "動詞が二つ以下の項目"),
        "many verbs": ("elements of more verbs", "動詞が三つ以上の項目"),
        "without consider": ("elements not coded consider", "「検討」以外の項目"),
        "one clause, without consider": ("those of one clause", "そのうち一節だけの項目"),
    }
    parts = []
    for subset, own in does.groupby("subset", sort=False):
        name, clear = names[str(subset)][language == "ja"], list_rows(own[own["beyond_null"]])
        parts.append(_say_subset(name, clear, language))
    if language == "ja":
        return "「実施」の割合。" + "、".join(parts)
    return "Commitments to doing: " + "; ".join(parts)


def _say_subset(name: str, clear: Sequence[Any], language: str) -> str:
    if language == "ja":
        found = "、".join(f"{row.plan_ja} {row.share:.0%}（{row.n}中{row.count_}）" for row in clear)
        return f"{name}では{found}が偶然を超える" if found else f"{name}では偶然を超える差がない"
    found = _join([f"{row.plan_en} {row.share:.0%} ({row.count_} of {row.n})" for row in clear])
    return f"among {name} {found} beyond chance" if found else f"among {name} no plan beyond chance"


def _say_lost(table: pd.DataFrame, row: Any, language: str) -> str:
    """Without which plans a finding of the ladder is lost; empty where it is not, or nobody asked."""
    lost = str(getattr(row, "lost_without", "")).split()
    if not lost:
        return ""
    names = table.drop_duplicates("plan_id").set_index("plan_id")[f"plan_{language}"]
    if language == "ja":
        return f"、{'・'.join(names[one] for one in lost)}を除くと消える"
    return f"; lost without {_join([names[one] for one in lost])}"


def repeats_above(table: pd.DataFrame) -> pd.Series:
    """Rows that say no more than the rung above them does, because no element has this very code."""
    above = table["beyond_null"].shift(fill_value=False)
    return above & table["exactly"].eq(0) & table["rung"].ne(RUNGS[0])


def find_rungs(table: pd.DataFrame) -> pd.DataFrame:
    """Of `commitments.share_ladder` the rungs that a plan reaches more or less often than chance, the clearest first.

    A rung that says no more than the one above it is left out.
    """
    found = table[table["beyond_null"] & ~repeats_above(table)]
    return found.sort_values(["q", "plan_id"], kind="stable", ignore_index=True)


def name_rung(row: Any) -> str:
    """A row of `find_rungs`, with plan labels and as a named tuple, in words."""
    side = "more" if row.share > row.overall_share else "less"
    return f"{RUNG_NAMES[row.rung][0]}, {side} often in {row.plan_en}"


def _join(items: Sequence[str]) -> str:
    return " and ".join([", ".join(items[:-1]), items[-1]]) if len(items) > 1 else "".join(items)
