"""The findings of the networks of departments in sentences, English or Japanese, made from the numbers of their tables.

Only what lies beyond the null is called a finding; what a network looks like is said as what it looks like. Names of
departments are left as the plans print them.
"""

from __future__ import annotations

from collections.abc import Iterable

import pandas as pd

from kyodo_analysis.analysis.showing.labels import list_rows

_MOST = 3


def state_network(table: pd.DataFrame, language: str = "en") -> str:
    """Of `department_networks.connect_departments` with plan labels: pairs beyond chance, what networks hang on.

    >>> state_network(pd.DataFrame({"kind": [], "beyond_null": []}))
    'No plan names departments'
    """
    plans = table[table["kind"] == "network"]
    plans = plans[plans["departments"] > 0] if len(plans) else plans
    if plans.empty:
        return "部署を記す計画がない" if language == "ja" else "No plan names departments"
    edges = table[(table["kind"] == "edge") & ~table["generic"].fillna(False).astype(bool)]
    tested = int(plans["pairs"].sum())
    found = _list_beyond(edges, language)
    if language == "ja":
        first = (
            f"偶然より多くの施策に共に名の挙がる部署の組: {found}（検定した{tested}組のうち）"
            if found
            else f"検定した{tested}組の部署に、偶然より多くの施策に共に名の挙がる組はない"
        )
    else:
        first = (
            f"More measures than chance gives them share, of {tested} pairs of departments tested: {found}"
            if found
            else f"None of {tested} pairs of departments tested shares more measures than chance gives it"
        )
    if not tested:
        first = "検定できる部署の組はない" if language == "ja" else "There is no pair of departments to test"
    shapes = [_describe_shape(row, language) for _, row in plans.iterrows()]
    return ("。" if language == "ja" else "; ").join([first, *shapes])


def state_bridges(table: pd.DataFrame, language: str = "en") -> str:
    """Of `department_bridges.measure_bridges` with plan labels: who alone links others, and how surely."""
    if table.empty:
        return "部署を記す計画がない" if language == "ja" else "No plan names departments"
    parts = []
    for row in list_rows(table[table["cut"]]):
        if language == "ja":
            sure = "どの一施策を除いても" if row.cut_share == 1 else f"一施策を除く{row.runs}回中{row.cut_share:.0%}で"
            parts.append(
                f"{row.plan_ja}の網は{row.department}がなければ分かれる（{sure}）。全施策では{row.parts_without}つに分かれ、"
                f"{row.lone_without}部署が孤立する（媒介中心性 {row.betweenness:.2f}、偶然の平均 {row.expected:.2f}）"
            )
        else:
            sure = (
                "whichever measure"
                if row.cut_share == 1
                else f"in {row.cut_share:.0%} of {row.runs} runs when one measure"
            )
            alone = f"{row.lone_without} department{'' if row.lone_without == 1 else 's'}"
            parts.append(
                f"without {row.department} the network of {row.plan_en} falls apart ({sure} is left out), with all "
                f"measures into {row.parts_without} parts with {alone} alone (betweenness {row.betweenness:.2f}, by "
                f"chance {row.expected:.2f})"
            )
    beyond = table[table["beyond_null"]]
    if language == "ja":
        tail = (
            f"媒介中心性が施策数から期待される値を超えるのは{'、'.join(_say_where(beyond, 'ja'))}"
            if len(beyond)
            else "どの部署の媒介中心性も、名の挙がる施策の数から期待される値を超えない"
        )
        return "。".join([*parts, tail]) if parts else f"ある部署だけを介してつながる部署はない。{tail}"
    tail = (
        f"beyond what their numbers of measures explain lie between others {', '.join(_say_where(beyond, 'en'))}"
        if len(beyond)
        else "no department lies between others more than its number of measures explains"
    )
    said = "; ".join(parts) if parts else "no department is linked to the others through one alone"
    return f"{said[0].upper()}{said[1:]}; {tail}"


def state_department_themes(table: pd.DataFrame, language: str = "en") -> str:
    """Of `department_themes_network.connect_department_themes` with labels: who is named for what beyond chance."""
    plans = table[table["kind"] == "network"]
    plans = plans[plans["n"] > 0] if len(plans) else plans
    if plans.empty:
        return "部署を記す計画がない" if language == "ja" else "No plan names departments"
    tested = int(plans["pairs"].sum())
    edges = table[table["kind"] == "edge"].assign(
        label=lambda own: own["department"] + (" × " if language == "en" else "×") + own[f"theme_{language}"]
    )
    found = _list_beyond(edges, language)
    if language == "ja":
        said = "、".join(f"{row.plan_ja}{row.n}施策" for row in list_rows(plans))
        if found:
            return f"偶然を超えて結びつく部署とテーマ: {found}（検定した{tested}組のうち。{said}）"
        return f"検定した{tested}組に、偶然を超えて結びつく部署とテーマはない（{said}）"
    said = ", ".join(f"{row.n} measures of {row.plan_en}" for row in list_rows(plans))
    if found:
        return f"Of {tested} pairs tested, departments named for themes beyond chance: {found} ({said})"
    return f"None of {tested} pairs of department and theme tested lies beyond chance ({said})"


def _list_beyond(edges: pd.DataFrame, language: str) -> str:
    """The pairs beyond the null with their numbers, those with the least q first; the rest counted."""
    beyond = edges[edges["beyond_null"].fillna(False).astype(bool)].sort_values(["q_upper", "p"], kind="stable")
    said = []
    for row in list_rows(beyond.head(_MOST)):
        if language == "ja":
            said.append(f"{row.plan_ja}の{row.label}（{row.n_ab}施策、偶然なら{row.expected:.1f}）")
        else:
            said.append(f"{row.label} ({row.n_ab} measures, by chance {row.expected:.1f}; {row.plan_en})")
    more = len(beyond) - len(said)
    if more > 0:
        said.append(f"他{more}組" if language == "ja" else f"{more} more")
    return ("、" if language == "ja" else ", ").join(said)


def _describe_shape(row: pd.Series, language: str) -> str:
    """What a network hangs on; a star is called one."""
    plan, hub, part, edges = row[f"plan_{language}"], row["hub"], row["hub_edges"], row["edges"]
    if language == "ja":
        if not edges:
            return f"{plan}には総称でない部署が共に名の挙がる施策がない（{row['departments']}部署）"
        if row["star"]:
            return f"{plan}は{hub}を中心とする星形で、{edges}組すべてにこの部署がある"
        return f"{plan}では共に名の挙がる{edges}組のうち{part}組に{hub}がある"
    if not edges:
        number = f"{row['departments']} that {'is' if row['departments'] == 1 else 'are'} not generic"
        return f"no departments of {plan} share a measure ({number})"
    if row["star"]:
        return f"{plan} is a star: {hub} has part in all {edges} pairs"
    return f"{hub} has part in {part} of the {edges} pairs that share measures in {plan}"


def _say_where(beyond: pd.DataFrame, language: str) -> Iterable[str]:
    between = "の" if language == "ja" else ": "
    return [f"{row[f'plan_{language}']}{between}{row['department']}" for _, row in beyond.iterrows()]
