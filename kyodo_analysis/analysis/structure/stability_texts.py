"""How stable clusters and topics are, in one sentence, English or Japanese, made from the tables' numbers."""

from __future__ import annotations

import pandas as pd

from kyodo_analysis.analysis.showing.labels import list_rows
from kyodo_analysis.analysis.statistics.shares import ALPHA
from kyodo_analysis.analysis.structure.stability import NUMBERS_OF_GROUPS

METHOD_NAMES = {
    "clusters of measures": ("clusters of measures", "施策のクラスター"),
    "clusters of words": ("clusters of words", "語のクラスター"),
    "topics": ("topics (NMF)", "トピック（NMF）"),
}
"""The methods in English and Japanese."""

CRITERION_NAMES = {
    "seeds": ("other starting points", "別の初期値"),
    "row order": ("other row order", "行の並べ替え"),
    "left-out plan": ("one plan left out", "一計画を除外"),
    "bootstrap": ("measures resampled", "施策の再抽出"),
}
"""The circumstances in English and Japanese."""

# Our own limit, and far from anything seen on these plans: half of what clusters and plans could have in common.
_LARGELY = 0.5
_FEWEST, _MOST = min(NUMBERS_OF_GROUPS), max(NUMBERS_OF_GROUPS)


def state_stability(table: pd.DataFrame, language: str = "en") -> str:
    """Of the tables `stability` of clusters and topics, one below the other: what is stable, and how unstable the rest.

    The value named is the weakest of the four agreements at the number of groups at which it is strongest.
    """
    place = language == "ja"
    best = table[table["chosen"].astype(bool) & table["weakest"].astype(bool)]
    stable, unstable = (list_rows(best[best["verdict"] == verdict]) for verdict in ("stable", "unstable"))
    if best.empty:
        return (
            "施策が少なく、クラスターもトピックも調べられない" if place else "Too few measures for clusters or topics"
        )
    if place:
        parts = [
            f"{METHOD_NAMES[row.method][1]}は{row.k}群で安定する（{row.value:.2f} ≥ {row.threshold:.2f}）"
            for row in stable
        ]
        parts += [
            f"{METHOD_NAMES[row.method][1]}は{_FEWEST}〜{_MOST}群のうち最良の{row.k}群でも{CRITERION_NAMES[row.criterion][1]}で"
            f"{row.value:.2f}（基準 {row.threshold:.2f}）しか一致しない"
            for row in unstable
        ]
        return "、".join(parts) + ("。安定しないものは所見として示さない" if unstable else "")
    parts = [
        f"{METHOD_NAMES[row.method][0]} are stable at {row.k} ({row.value:.2f} ≥ {row.threshold:.2f})" for row in stable
    ]
    parts += [
        f"{METHOD_NAMES[row.method][0]} are not stable at any number from {_FEWEST} to {_MOST} (best {row.k}: "
        f"{row.value:.2f} with {CRITERION_NAMES[row.criterion][0]}, {row.threshold:.2f} needed)"
        for row in unstable
    ]
    said = "; ".join(parts)
    return said[:1].upper() + said[1:]


def state_plan_overlap(table: pd.DataFrame, language: str = "en") -> str:
    """Of `clusters.compare_with_plans`: whether clusters merely reproduce the plans."""
    if table.empty:
        return "クラスターがない" if language == "ja" else "There are no clusters"
    row = list_rows(table)[0]
    same, more = row.ami >= _LARGELY, row.p <= ALPHA
    if language == "ja":
        judged = "ほぼ計画の別を写している" if same else "計画の別を写したものではない"
        judged += "が、偶然よりは計画と重なる" if more and not same else ""
        return (
            f"{row.k}群は{judged}（調整相互情報量 {row.ami:.2f}、p = {row.p:.4f}。"
            f"群の最多計画が占める割合は平均 {row.largest_share:.0%}）"
        )
    judged = f"{'largely reproduce' if same else 'do not merely reproduce'} the {row.plans} plans"
    judged += ", though they share more with them than chance" if more and not same else ""
    return (
        f"The {row.k} groups {judged} (adjusted mutual information {row.ami:.2f}, "
        f"p = {row.p:.4f}; the commonest plan holds {row.largest_share:.0%} of a group on average)"
    )


def state_topics(table: pd.DataFrame, language: str = "en") -> str:
    """Of the table `topics`: which topics are stable, by their first three words."""
    stable = table[table["stable"].astype(bool)]
    found = [" ".join(own["word"].head(3)) for _, own in stable.groupby("topic")]
    topics = table["topic"].nunique()
    if not topics:
        return "施策が少なく、トピックを調べられない" if language == "ja" else "Too few measures for topics"
    if language == "ja":
        return (
            f"{topics}トピックのうち安定するのは{len(found)}: {'、'.join(found)}"
            if found
            else f"{topics}トピックのいずれも安定しないので、語を示さない"
        )
    if found:
        return f"{len(found)} of {topics} topics {'is' if len(found) == 1 else 'are'} stable: {', '.join(found)}"
    return f"None of {topics} topics is stable, so no words are shown"
