"""The findings about actors in one sentence each, English or Japanese, made from the tables' numbers."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pandas as pd

from kyodo_analysis.analysis.actor.acting import LIST, MARK, UNKNOWN
from kyodo_analysis.analysis.actor.actor_combinations import COMBINATION, SIZE
from kyodo_analysis.analysis.actor.actor_sharing import CITY_ALONE, CITY_WITH_OTHERS, OTHERS_ALONE
from kyodo_analysis.analysis.commitment.commitment_texts import ACTOR_NAMES
from kyodo_analysis.analysis.showing.labels import list_rows

SHARING_NAMES = {
    CITY_ALONE: ("the city alone", "市のみ"),
    CITY_WITH_OTHERS: ("the city with others", "市と他の主体"),
    OTHERS_ALONE: ("others without the city", "市以外の主体のみ"),
}
"""How the work is shared, in English and Japanese."""

GIVING_NAMES = {
    LIST: ("by a list", "主体の欄"),
    MARK: ("by marks with a legend", "凡例のある印"),
    "silent": ("not said", "記載なし"),
    "unreadable": ("said, but lost", "判読不能"),
    "no measures": ("no measures", "施策なし"),
}
"""How a plan says who is to act, in English and Japanese."""

ASKED = (
    "What the lists ask differs: 対象主体 are those whom a measure concerns (so we read the label; the plan does not "
    "explain it), 主体 those who act, marks say who leads; so a difference between plans may be one between their "
    "lists",
    "主体欄の問いは計画ごとに異なる（対象主体は施策が関わる主体と読んだが計画に説明はなく、主体は実施主体、印は主導する主体）ため、"
    "計画間の差は欄の違いでもありうる",
)
"""The caveat of every comparison of plans by actors."""

_SHOWN = 2


def label_sharing(table: pd.DataFrame) -> pd.DataFrame:
    """The table with the columns sharing_en and sharing_ja behind sharing; missing stays missing."""
    labelled = table.copy()
    place = labelled.columns.tolist().index("sharing") + 1
    for offset, column in enumerate(("sharing_en", "sharing_ja")):
        names = {code: pair[offset] for code, pair in SHARING_NAMES.items()}
        labelled.insert(place + offset, column, table["sharing"].map(names).astype("str"))
    return labelled


def name_actors(codes: str, language: str = "en") -> str:
    """Actors of one cell in words; a combination of one actor says that nobody else is named with it.

    >>> name_actors("citizens city"), name_actors("citizens unknown", "ja")
    ('citizens + city', '市民・不明の主体')
    """
    known = {**ACTOR_NAMES, UNKNOWN: ("unknown actor", "不明の主体")}
    names = [known.get(code, (code, code))[language == "ja"] for code in codes.split()]
    return ("・" if language == "ja" else " + ").join(names)


def state_giving(table: pd.DataFrame, language: str = "en") -> str:
    """Of `actor_shares.share_actors` with all plans, plan and actor labels: which plans say who is to act, and how."""
    plans = table.drop_duplicates("plan_id")
    said = plans[plans["state"].isin((LIST, MARK))]
    silent = plans.loc[~plans["state"].isin((LIST, MARK)), f"plan_{language}"].tolist()
    ja = language == "ja"
    if said.empty:
        return "どの計画も主体を記さない" if ja else "No plan says who is to act"
    parts = [
        f"{row.plan_ja}（{GIVING_NAMES[row.state][1]}、{row.n}施策）"
        if ja
        else f"{row.plan_en} {GIVING_NAMES[row.state][0]} ({row.n} measures)"
        for row in list_rows(said)
    ]
    if ja:
        tail = f"。{'・'.join(silent)}は記さない" if silent else ""
        return f"{len(plans)}計画のうち{len(said)}計画が主体を記す: {'、'.join(parts)}{tail}"
    tail = f"; {_join(silent)} {'does' if len(silent) == 1 else 'do'} not" if silent else ""
    return f"{len(said)} of {len(plans)} plans say who is to act: {', '.join(parts)}{tail}"


def state_actors(table: pd.DataFrame, language: str = "en") -> str:
    """Of `actor_shares.share_actors` with labels: who is named most in each plan, and which shares differ."""
    ja = language == "ja"
    shown = table[table["printed_in_plan"].eq(True)]
    if shown.empty:
        return state_giving(table, language)
    most = []
    for _, own in shown.groupby("plan_id", sort=False):
        top = list_rows(own[own["count"] == own["count"].max()])
        names = ("と" if ja else " and ").join(getattr(row, f"actor_{language}") for row in top)
        first = top[0]
        most.append(
            f"{first.plan_ja} {names}（{first.n}中{first.count_}）"
            if ja
            else f"{names} in {first.plan_en} ({first.count_} of {first.n})"
        )
    compared = shown[shown["p"].notna()]
    clear = list_rows(compared[compared["beyond_both"].eq(True)])
    many = compared["actor"].nunique()
    if ja:
        named = "、".join(f"{row.plan_ja}の{row.actor_ja} {row.share:.0%}" for row in clear)
        tail = f"複数の計画が挙げる{many}主体のうち偶然を超える差: {named}" if named else "偶然を超える計画差はない"
        return f"最も多く挙がる主体: {'、'.join(most)}。{tail}"
    if not many:
        return f"Named most: {'; '.join(most)}. No actor stands in the lists of two plans"
    named = "; ".join(f"{row.actor_en} in {row.plan_en} {row.share:.0%}" for row in clear)
    tail = f"beyond chance: {named}" if named else "none differs beyond chance"
    return f"Named most: {'; '.join(most)}. Of {many} actors that two plans or more print, {tail}"


def state_sharing(table: pd.DataFrame, language: str = "en") -> str:
    """Of `actor_sharing.share_sharing` with labels: in how many measures the city stands alone, and where always.

    Beyond chance is what is so under both readings of marks with several signs.
    """
    ja = language == "ja"
    alone = table[table["sharing"].eq(CITY_ALONE)].sort_values("share", ascending=False, kind="stable")
    if alone.empty:
        return "市を含む主体の欄をもつ計画がない" if ja else "No plan has a list of actors with the city in it"
    full = alone.loc[alone["city_count"] == alone["n"], ["plan_id", f"plan_{language}", "n"]]
    without = table[table["sharing"].eq(OTHERS_ALONE)].set_index("plan_id")["count_most"]
    without = full["plan_id"].map(without).fillna(0).astype("int64")
    always = full.loc[without == 0, f"plan_{language}"].tolist()
    some = [
        f"{plan}でも印の記号をすべて数えればそうだが、先頭の記号だけなら{n}中{n - least}"
        if ja
        else f"{plan} does where all signs of a mark count (by first signs alone in {n - least} of {n})"
        for (_, plan, n), least in zip(full.itertuples(index=False), without, strict=True)
        if least
    ]
    parts = [
        f"{row.plan_ja} {row.share:.0%}（{row.n}中{row.count_}{'、偶然を超える' if row.beyond_both else ''}）"
        if ja
        else f"{row.plan_en} {row.share:.0%} ({row.count_} of {row.n}{', beyond chance' if row.beyond_both else ''})"
        for row in list_rows(alone)
    ]
    if ja:
        tails = [f"{'・'.join(always)}では全施策に市が挙がる"] if always else []
        return "。".join([f"市だけが挙がる施策: {'、'.join(parts)}", *tails, *some])
    tails = [f"{_join(always)} list{'s' if len(always) == 1 else ''} the city in every measure"] if always else []
    return "; ".join([f"The city stands alone in: {', '.join(parts)}", *tails, *some])


def state_sharing_groups(table: pd.DataFrame, language: str = "en") -> str:
    """Of `actor_groups.cross_groups` of sharing by theme or commitment, with labels: what goes with what.

    Only rows of all plans together; a theme that the charts do not show is not spoken of.
    """
    ja = language == "ja"
    key = "theme" if "theme" in table else "commitment"
    kind = {"theme": ("theme", "テーマ"), "commitment": ("commitment", "拘束度")}[key][ja]
    pooled = table[table["plan_id"].isna()]
    tested = pooled[pooled["p"].notna()]
    if tested.empty:
        return f"計画を合わせて比べられる{kind}がない" if ja else f"There is no {kind} to be compared across plans"
    # Kinds of sharing add up: what one has more of, another lacks. The clearest of each speaks for both.
    clear = tested[tested["beyond_both"]].sort_values(["p", key], kind="stable").drop_duplicates(key)
    groups = tested[key].nunique()
    if clear.empty:
        least = tested["q"].min()
        if ja:
            return f"{groups}の{kind}のいずれでも、分担は計画内の偶然を超えて異ならない（q の最小値 = {least:.3f}）"
        return f"Of {groups} {kind}s none is shared otherwise than chance within plans gives (smallest q = {least:.3f})"
    parts = [_say_group(row, key, language) for row in list_rows(clear)]
    if ja:
        return f"{groups}の{kind}のうち計画内の偶然を超えるもの: {'、'.join(parts)}"
    return f"Of {groups} {kind}s beyond chance within plans: {'; '.join(parts)}"


def state_combinations(table: pd.DataFrame, language: str = "en") -> str:
    """Of `actor_combinations.combine_actors` with plan labels: the commonest sets, and whether actors come together."""
    ja = language == "ja"
    parts = []
    for _, own in table[table["kind"].notna()].groupby("plan_id", sort=False):
        named = own[own["kind"] == COMBINATION]
        sets = named[named["count"] > 0]
        never = named[(named["count"] == 0) & ~named["beyond_null"].eq(True)]
        top = list_rows(sets.head(_SHOWN))
        names = ("、" if ja else ", ").join(
            f"{name_actors(row.actors, language)}{'のみ' if ja else ' alone'} {row.count_}"
            if row.size == 1
            else f"{name_actors(row.actors, language)} {row.count_}"
            for row in top
        )
        sizes = own[(own["kind"] == SIZE) & own["beyond_both"].eq(True)]
        more = [str(row.size) for row in list_rows(sizes[sizes["count"] > sizes["expected"]])]
        plan, n = getattr(top[0], f"plan_{language}"), top[0].n
        if ja:
            tail = f"、主体数{'・'.join(more)}の施策が偶然より多い" if more else ""
            tail += "".join(
                f"、凡例にある{name_actors(row.actors, 'ja')}{'のみ' if row.size == 1 else ''}は0"
                f"（印の読み方により{row.count_most}まで）"
                for row in list_rows(never)
            )
            parts.append(f"{plan}（{n}施策）{names}、{len(sets)}通り{tail}")
        else:
            tail = f"; more measures than by chance name {_join(more, 'or')} actors" if more else ""
            tail += "".join(
                f"; {name_actors(row.actors)}{' alone' if row.size == 1 else ''}, which the legend allows, in none "
                f"(up to {row.count_most} as marks of several signs may be read)"
                for row in list_rows(never)
            )
            parts.append(f"{plan} ({n} measures): {names}, of {len(sets)} combinations{tail}")
    if not parts:
        return "主体を記す計画がない" if ja else "No plan says who is to act"
    return f"最も多い主体の組合せ: {'。'.join(parts)}" if ja else f"Commonest sets of actors. {'. '.join(parts)}"


def _say_group(row: Any, key: str, language: str) -> str:
    name = getattr(row, f"{key}_{language}", getattr(row, key))
    if language == "ja":
        return f"{name}は{row.sharing_ja}が{row.n}中{row.count_}（期待値 {row.expected:.0%}）"
    return f"{name}: {row.sharing_en} in {row.count_} of {row.n} (expected {row.expected:.0%})"


def _join(items: Sequence[str], word: str = "and") -> str:
    return f" {word} ".join([", ".join(items[:-1]), items[-1]]) if len(items) > 1 else "".join(items)
