"""What the table of planted nulls comes to in a sentence, English or Japanese."""

from __future__ import annotations

import pandas as pd

from kyodo_analysis.analysis.showing.labels import list_rows

_FAMILIES_JA = {
    "theme shares, any rank": "テーマの割合（全順位）",
    "theme shares, main themes": "テーマの割合（主テーマ）",
    "whole theme profiles": "テーマ構成の全体",
    "distinctive words": "特徴語",
    "commitment shares": "拘束度の割合",
    "rungs of commitment": "拘束度の段",
    "plans on the map of words": "語の対応分析での計画の位置",
    "plans on the map of themes": "テーマの対応分析での計画の位置",
}


def state_nulls(summary: pd.DataFrame, language: str = "en") -> str:
    """Of `planted_nulls.summarise_nulls`: how many claims survive shuffled plan labels, which family claims most."""
    claimed = summary[summary["claims_observed"] > 0]
    if claimed.empty:
        return "検証すべき主張がない" if language == "ja" else "There is no claim to be tested"
    claims, shuffles = int(claimed["claims_observed"].sum()), int(claimed["shuffles"].iloc[0])
    survive = (claimed["surviving_share"] * claimed["claims_observed"]).sum() / claims
    worst = list_rows(summary.sort_values("share_with_any", ascending=False, kind="stable"))[0]
    any_claim = f"{worst.shuffles_with_any_claim}"
    if language == "ja":
        family = _FAMILIES_JA.get(worst.family, worst.family)
        return (
            f"計画名を無作為に入れ替えた{shuffles}回で、{claims}件の主張のうち残るのは平均{survive:.1%}である。"
            f"何らかの主張が最も多く出るのは{family}で、{shuffles}回中{any_claim}回"
        )
    return (
        f"With plan labels shuffled {shuffles} times, {survive:.1%} of the {claims} claims survive on average; "
        f"{worst.family} claim anything at all most often, in {any_claim} of {shuffles} shuffles"
    )
