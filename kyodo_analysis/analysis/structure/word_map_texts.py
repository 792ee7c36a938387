"""The findings of maps and networks of words and themes in sentences, English or Japanese, made from their numbers."""

from __future__ import annotations

import pandas as pd

from kyodo_analysis.analysis.structure.word_networks import STABLE_AGREEMENT

_KINDS = {"word": ("words", "語"), "theme": ("themes", "テーマ")}


def state_map(table: pd.DataFrame, language: str = "en") -> str:
    """Of `word_maps.map_words` or `map_themes` with plan labels: whether plans differ, and which plans do.

    Args:
        table: with plan_en and plan_ja (see `labels.label_plans`), not empty.
    """
    total = table[table["kind"] == "total"].iloc[0]
    plans = table[table["kind"] == "plan"]
    beyond = plans[plans["beyond_null"]].sort_values(["inertia", "plan_id"], ascending=[False, True])
    names = [f"{row[f'plan_{language}']}" for _, row in beyond.iterrows()]
    kind = _KINDS[next(kind for kind in table["kind"] if kind in _KINDS)]
    if language == "ja":
        if not total["beyond_null"]:
            return (
                f"{len(plans)}計画の{kind[1]}の分布は、計画名を入れ替えたときを超えては異ならない"
                f"（全慣性 {total['inertia']:.2f}、偶然の95%上限 {total['null_upper']:.2f}）"
            )
        tail = f"。平均から偶然を超えて離れるのは{'、'.join(names)}" if names else "。一つで平均から離れる計画はない"
        return (
            f"{len(plans)}計画の{kind[1]}の分布は偶然を超えて異なる"
            f"（全慣性 {total['inertia']:.2f}、偶然の95%上限 {total['null_upper']:.2f}）{tail}"
        )
    numbers = f"total inertia {total['inertia']:.2f}; 95 % of shuffled plan labels stay below {total['null_upper']:.2f}"
    if not total["beyond_null"]:
        return f"The {kind[0]} of the {len(plans)} plans do not differ beyond chance ({numbers})"
    tail = f"beyond chance from the average lie: {', '.join(names)}" if names else "no single plan does"
    return f"The {kind[0]} of the {len(plans)} plans differ beyond chance ({numbers}); {tail}"


def warn_map(table: pd.DataFrame, language: str = "en") -> str:
    """Of the same: what the share of the first two axes is worth; "" when there are enough axes for it to say much."""
    total = table[table["kind"] == "total"].iloc[0]
    axes = table[table["kind"] == "axis"]
    if not total["warning"]:
        return ""
    if total["warning"] == "all":
        return (
            f"注意: 軸は{len(axes)}本しかなく、図の二軸が必ず100%を示す。割合は構造の証拠ではない。"
            if language == "ja"
            else f"Caution: there {'is' if len(axes) == 1 else 'are'} only {len(axes)} "
            f"ax{'i' if len(axes) == 1 else 'e'}s, so two show 100 % whatever the data: that is no sign of structure."
        )
    shown, chance = axes["cumulative"].iloc[1], axes["null_cumulative"].iloc[1]
    if language == "ja":
        return (
            f"注意: 軸は{len(axes)}本しかなく、二軸は必ず{2 / len(axes):.0%}以上を示す。"
            f"この図の二軸は{shown:.0%}、計画名を入れ替えても中央値で{chance:.0%}を示す。"
        )
    return (
        f"Caution: there are only {len(axes)} axes, so two always show at least {2 / len(axes):.0%}; here they show "
        f"{shown:.0%}, and with shuffled plan labels still {chance:.0%} (median)."
    )


def state_network(table: pd.DataFrame, language: str = "en") -> str:
    """Of `word_networks.connect_words` or `connect_themes`: how many pairs lie beyond chance, whether groups hold."""
    whole = table[table["kind"] == "network"].iloc[0]
    edges = table[table["kind"] == "edge"]
    beyond, stable = int(edges["beyond_null"].sum()), int(edges["stable"].sum())
    if language == "ja":
        found = (
            f"{whole['pairs']:,}組のうち、同じ施策に偶然を超えて共に現れるのは{beyond}組である"
            if beyond
            else f"{whole['pairs']:,}組のうち、同じ施策に偶然を超えて共に現れるものはない"
        )
        return f"{found}（描いた{len(edges)}組のうち、再抽出しても安定するのは{stable}組）"
    found = f"{beyond if beyond else 'None'} of {whole['pairs']:,} pairs"
    verb = "stands" if beyond == 1 else "stand"
    return (
        f"{found} {verb} together in measures beyond chance; of the {len(edges)} pairs drawn {stable or 'none'} "
        f"{'is' if stable <= 1 else 'are'} stable when measures are resampled"
    )


def warn_communities(table: pd.DataFrame, language: str = "en") -> str:
    """Of the same: whether the communities come back when measures are resampled; "" without a community."""
    whole = table[table["kind"] == "network"].iloc[0]
    if pd.isna(whole["agreement"]):
        return ""
    holds = whole["agreement"] >= STABLE_AGREEMENT
    numbers = f"{whole['agreement']:.2f}", f"{whole['modularity']:.2f}"
    if language == "ja":
        said = "群は再抽出しても保たれる" if holds else "注意: 群は再抽出すると保たれず、目安にすぎない"
        return f"{said}（調整ランド指数の平均 {numbers[0]}、モジュラリティ {numbers[1]}）。"
    said = (
        "The communities come back when measures are resampled"
        if holds
        else "Caution: the communities do not hold when measures are resampled and are one reading among several"
    )
    return f"{said} (mean adjusted Rand index {numbers[0]}, modularity {numbers[1]})."
