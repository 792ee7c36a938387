"""What the table of planted nulls comes to in a sentence, English or Japanese."""

from __future__ import annotations

import pandas as pd

from kyodo_analysis.analysis.showing.labels import list_rows

_OF_PLANS_JA = {
    "theme shares, any rank": "テーマの割合（全順位）",
    "theme shares, main themes": "テーマの割合（主テーマ）",
    "whole theme profiles": "テーマ構成の全体",
    "distinctive words": "特徴語",
    "commitment shares": "拘束度の割合",
    "rungs of commitment": "拘束度の段",
    "sharing of the work": "分担の割合",
    "plans on the map of words": "語の対応分析での計画の位置",
    "plans on the map of themes": "テーマの対応分析での計画の位置",
    "actors by plan": "計画ごとの主体",
    "checkability by plan": "計画ごとの検証可能性",
    "departments in two plans of one municipality": "同じ自治体の二計画の部署",
    "functions in two plans of one municipality": "同じ自治体の二計画の部署の機能",
}
_WITHIN_PLANS_JA = {
    "functions and themes": "部署の機能とテーマ",
    "rungs of commitment by function": "部署の機能ごとの拘束度の段",
    "departments and themes": "部署とテーマ",
    "pairs of departments": "部署の組",
    "actors and themes, all plans": "主体とテーマ（全計画）",
    "actors and themes, single plans": "主体とテーマ（各計画）",
    "sharing and themes, all plans": "分担とテーマ（全計画）",
    "sharing and themes, single plans": "分担とテーマ（各計画）",
    "sharing and commitment, all plans": "分担と拘束度（全計画）",
    "sharing and commitment, single plans": "分担と拘束度（各計画）",
    "combinations of actors": "主体の組合せ",
    "numbers of actors": "主体の数",
    "starts by function": "部署の機能ごとの開始時期",
    "starts by department": "部署ごとの開始時期",
    "starts by theme": "テーマごとの開始時期",
    "checkability by function, department and theme": "部署の機能・部署・テーマごとの検証可能性",
}
_FAMILIES_JA = _OF_PLANS_JA | _WITHIN_PLANS_JA


def state_nulls(summary: pd.DataFrame, language: str = "en") -> str:
    """Of `planted_nulls.summarise_nulls`: how many claims survive shuffled labels, which family claims most.

    Labels of plans are shuffled for claims about plans, all others within each plan; the sentence says which it was.
    """
    claimed = summary[summary["claims_observed"] > 0]
    if claimed.empty:
        return "検証すべき主張がない" if language == "ja" else "There is no claim to be tested"
    claims, shuffles = int(claimed["claims_observed"].sum()), int(claimed["shuffles"].iloc[0])
    survive = (claimed["surviving_share"] * claimed["claims_observed"]).sum() / claims
    worst = list_rows(summary.sort_values("share_with_any", ascending=False, kind="stable"))[0]
    any_claim = f"{worst.shuffles_with_any_claim}"
    english, japanese = _say_labels(set(summary["family"]))
    if language == "ja":
        family = _FAMILIES_JA.get(worst.family, worst.family)
        return (
            f"{japanese}を無作為に入れ替えた{shuffles}回で、{claims}件の主張のうち残るのは平均{survive:.1%}である。"
            f"何らかの主張が最も多く出るのは{family}で、{shuffles}回中{any_claim}回"
        )
    return (
        f"With {english} shuffled {shuffles} times, {survive:.1%} of the {claims} claims survive on average; "
        f"{worst.family} claim anything at all most often, in {any_claim} of {shuffles} shuffles"
    )


def _say_labels(families: set[str]) -> tuple[str, str]:
    if families.isdisjoint(_WITHIN_PLANS_JA):
        return "plan labels", "計画名"
    if families <= set(_WITHIN_PLANS_JA):
        return "the labels of measures within each plan", "各計画の中で施策の分類"
    return "plan labels, or the labels of measures within each plan,", "計画名、または各計画の中で施策の分類"
