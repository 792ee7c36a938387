"""The findings about targets in one sentence each, English or Japanese, made from the tables' numbers."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pandas as pd

from kyodo_analysis.analysis.showing.labels import list_rows
from kyodo_analysis.analysis.target.checkability import CHECKABLE, INDIRECT
from kyodo_analysis.analysis.target.checkability_shares import AS_PRINTED, IN_WORDS
from kyodo_analysis.analysis.target.completion_agreement import IN_SAMPLE, LEFT_OUT, READERS
from kyodo_analysis.analysis.target.completion_kinds import LOST, READ
from kyodo_analysis.analysis.target.indicator_targets import NO_BASELINE
from kyodo_analysis.analysis.target.target_labels import COLUMN_NAMES, FIELD_NAMES, LOST_NAMES, READING_NAMES


def state_completion_kinds(table: pd.DataFrame, language: str = "en") -> str:
    """Of `completion_kinds.share_completion_kinds` with plan labels: which plans print criteria, and of what kind."""
    printing = table[table["field"] == READ]
    without = table[table["field"] != READ].drop_duplicates("plan_id")
    if printing.empty:
        return "完了の目安を記す計画はない" if language == "ja" else "No plan prints completion criteria"
    parts = []
    for _, own in printing.groupby("plan_id", sort=False):
        first, vague = own.iloc[0], own[own["kind"] == "vague"].iloc[0]
        if language == "ja":
            parts.append(
                f"{first['plan_ja']}は{first['n']}施策中{first['criteria']}に完了の目安を記し、うち規則では{vague['count']}"
                f"（{vague['criteria_share']:.0%}）{_add_readers(vague, language)}が尺度を示さない"
            )
        else:
            parts.append(
                f"{first['plan_en']} prints criteria for {first['criteria']} of {first['n']} measures, of which "
                f"{vague['count']} ({vague['criteria_share']:.0%}) give no yardstick by the rules"
                f"{_add_readers(vague, language)}"
            )
    if len(without):
        names = _join(without[f"plan_{language}"].tolist(), language)
        lost = bool(without["field"].eq(LOST).any())
        parts.append(
            (f"{names}は記さない" + ("（または読めない）" if lost else ""))
            if language == "ja"
            else f"{names} print{'s' * (len(without) == 1)} none{' that can be read' if lost else ''}"
        )
    return "。".join(parts) if language == "ja" else "; ".join(parts)


def state_completion_validity(table: pd.DataFrame, language: str = "en") -> str:
    """Of `completion_agreement.score_completion`: how often two readers, and readers and rules, give the same kind."""
    ja = language == "ja"
    if table.empty:
        return "読み手が分類した完了の目安はない" if ja else "No criterion was coded by a reader"
    left_out = "当該計画に由来しうる規則を除く" if ja else "without the rules that the plan itself may have suggested"
    names = {IN_SAMPLE: "すべての規則" if ja else "by the rules as they are", LEFT_OUT: left_out}
    rules = list_rows(table[table["sample"] != READERS])
    parts = ("、" if ja else ", ").join(f"{names[of.sample]} {of.right}/{of.n} (κ {of.kappa:.2f})" for of in rules)
    for row in list_rows(table[table["sample"] == READERS]):
        alpha = f"α {row.alpha:.2f}{'、' if ja else ', '}95 % {row.alpha_lower:.2f}–{row.alpha_upper:.2f}"
        if ja:
            return (
                f"本プロジェクトの二人の読み手は{row.n}の目安のうち{row.right}を同じ種類とした（{alpha}）。二人が一致した"
                f"目安での規則との一致: {parts or 'なし'}。一人目は規則も書き、二人目は規則と一人目の分類を見ず、"
                "これらの目安の一部を例に引く定義を読んで分類した"
            )
        return (
            f"Two readers of this project gave {row.right} of {row.n} criteria the same kind ({alpha}); criteria coded "
            f"as both coded them: {parts or 'none'}; the first wrote the rules, the second saw neither these nor the "
            "first one's kinds, but definitions that quote some of the criteria"
        )
    if ja:
        return f"一人の読み手の分類との一致: {parts}。読み手は規則も書いた一人だけである"
    return (
        f"Criteria coded as one reader coded them: {parts}; there is no second reader, and the reader wrote the rules"
    )


def state_targets(table: pd.DataFrame, language: str = "en") -> str:
    """Of `indicator_targets.reckon_targets` with plan labels: which indicators leave a straight line to their end."""
    if table.empty:
        return "目標値のある指標はない" if language == "ja" else "No plan prints indicators with targets"
    parts = []
    for _, own in table.groupby("plan_id", sort=False):
        first, count = own.iloc[0], own["indicator_id"].nunique()
        placed = own[own["on_line"].notna()]
        off = list_rows(placed[~placed["on_line"].astype("bool")])
        known = own[own["agrees"].notna()]
        against = _name_indicators(known[~known["agrees"].astype("bool")], language)
        unknown = _name_indicators(own[own["state"] == NO_BASELINE], language)
        left = {row.indicator_id for row in off}
        followed = placed["indicator_id"].nunique() - len(left)
        if language == "ja":
            said = [f"{first['plan_ja']}は{count}指標に目標を置く"]
            said += [
                f"基準値から最後の目標まで、{followed + len(left)}指標中{followed}は目標の桁に丸めれば直線上を進む"
                + "".join(f"。{_name(row)}は{_compare_with_line(row, language)}" for row in off)
            ] if len(placed) else []  # fmt: skip
            said += [f"{unknown}は基準値がなく、必要な変化は分からない"] if unknown else []
            said += [f"{against}の変化は記された方向と逆である"] if against else []
        else:
            said = [f"{first['plan_en']} sets targets for {count} indicators"]
            said += [
                f"from the baseline to the last target {followed} of {followed + len(left)} follow a straight line, "
                "rounded as the targets are"
                + "".join(f"; {_name(row)} {_compare_with_line(row, language)}" for row in off)
            ] if len(placed) else []  # fmt: skip
            said += [f"{unknown} has no baseline, so the change it asks for is unknown"] if unknown else []
            said += [f"the target of {against} goes against the printed trend"] if against else []
        parts.append(("。" if language == "ja" else "; ").join(said))
    return "。".join(parts) if language == "ja" else ". ".join(parts)


def state_checkability(table: pd.DataFrame, language: str = "en") -> str:
    """Of `checkability_shares.share_checkability` with plan labels: what can be checked by what every plan could write.

    Then what can be checked with the columns that only some plans print, with their names: that is their layout.
    """
    if table.empty:
        return "確かめる施策がない" if language == "ja" else "There are no measures to be checked"
    words = table[table["reading"].eq(IN_WORDS) & table["kind"].eq(CHECKABLE)]
    printed = table[table["reading"].eq(AS_PRINTED)]
    checked, measures = int(words["count"].sum()), int(words["n"].sum())
    direct = [row for row in list_rows(printed[printed["kind"] == CHECKABLE]) if _name_columns(row, language)]
    indirect = list_rows(printed[printed["kind"].eq(INDIRECT) & printed["count"].gt(0)])
    if language == "ja":
        said = [f"どの計画にも書ける本文の日付と数で確かめられるのは、全計画の{measures}施策中{checked}"]
        said += [
            f"{_name_columns(row, language)}の欄を含めると、{row.plan_ja}の{row.n}施策中{row.count_}" for row in direct
        ]
        said += [f"基本施策の指標だけで確かめられるのは、{row.plan_ja}の{row.n}施策中{row.count_}" for row in indirect]
        return "。".join(said)
    said = [
        "By dates and numbers in their words, which every plan could write, "
        f"{checked} of {measures} measures of all plans can be checked"
    ]
    said += [
        f"with its columns for {_name_columns(row, language)}, {row.count_} of {row.n} of {row.plan_en}"
        for row in direct
    ]
    said += [f"only by an indicator of their policy, {row.count_} of {row.n} of {row.plan_en}" for row in indirect]
    return "; ".join(said)


def state_groups(table: pd.DataFrame, language: str = "en") -> str:
    """Of `checkability_shares.share_nothing_by_group`: which groups have more or less nothing than chance."""
    tested = table[table["p"].notna()]
    clear = table[table["beyond_null"]]
    if tested.empty:
        return "比べられる区分がない" if language == "ja" else "There is no group to be compared"
    if clear.empty:
        least, readings = tested["q_upper"].min(), tested["reading"].nunique()
        groups = len(tested[["by", "group"]].drop_duplicates())
        return (
            f"部署・機能・テーマの{len(tested)}の比較（{groups}区分、読み方は{readings}つまで）のうち、"
            f"計画の様式で説明できない差はない（q の最小値 = {least:.2f}）"
            if language == "ja"
            else f"Of {len(tested)} comparisons ({groups} functions, departments and themes in up to {readings} "
            f"readings) none goes beyond the layout of the plans (smallest q = {least:.2f})"
        )
    if language == "ja":
        parts = [
            f"{row.group_ja}は{row.n}施策中{row.count_}で目安・期日・数・指標がない（期待値 {row.expected:.0%}、"
            f"{READING_NAMES[row.reading][1]}）"
            for row in list_rows(clear)
        ]
        return f"計画の様式を超える差: {'、'.join(parts)}"
    parts = [
        f"{row.group_en}: no criterion, date, number or indicator in {row.count_} of {row.n} measures (expected "
        f"{row.expected:.0%}, {READING_NAMES[row.reading][0]})"
        for row in list_rows(clear)
    ]
    return f"Beyond the layout of their plans: {'; '.join(parts)}"


def state_gap(table: pd.DataFrame, language: str = "en") -> str:
    """Of `fiscal_gap.reckon_gap` with plan labels: how large the gap is, and whether the printed numbers add up."""
    if table.empty:
        return "財政の表を載せる計画はない" if language == "ja" else "No plan prints a fiscal table"
    parts = []
    for _, own in table.groupby("plan_id", sort=False):
        known = own[own["gap_recomputed"].notna()].sort_values("fiscal_year")
        if known.empty:
            continue
        widest = known.sort_values("gap_recomputed", kind="stable").iloc[0]
        first, last = known.iloc[0], known.iloc[-1]
        wrong = int(own["largest_difference"].gt(0).sum())
        left = (-own["gap_after"]).dropna()
        if language == "ja":
            said = "すべての年で印刷どおり" if not wrong else f"{wrong}年で印刷と合わない"
            before = "基金の取崩し前で" if len(left) else ""
            after = f"、取崩し後に{left.min():g}–{left.max():g}億円を" if len(left) else ""
            parts.append(
                f"{first['plan_ja']}は{first['fiscal_year']}–{last['fiscal_year']}年度の各年度に{before}"
                f"{-known['gap_recomputed'].max():g}–{-known['gap_recomputed'].min():g}億円の財源不足"
                f"（最大は{widest['fiscal_year']}年度、歳入の{-widest['gap_share']:.1%}）を{after}見込む。"
                f"再計算した合計は{said}である"
            )
        else:
            said = (
                "agree with the printed ones in all years"
                if not wrong
                else f"differ from the printed ones in {wrong} years"
            )
            before = " before drawing on funds" if len(left) else ""
            after = f", and after that by {left.min():g}–{left.max():g}" if len(left) else ""
            parts.append(
                f"{first['plan_en']} expects expenditure to exceed revenue in every year of FY{first['fiscal_year']}–"
                f"{last['fiscal_year']}, by {-known['gap_recomputed'].max():g}–{-known['gap_recomputed'].min():g} 億円 "
                f"(100 million yen){before}, most in FY{widest['fiscal_year']} ({-widest['gap_share']:.1%} of "
                f"revenue){after}; recomputed totals {said}"
            )
    return "。".join(parts) if language == "ja" else ". ".join(parts)


def state_organisations(table: pd.DataFrame, language: str = "en") -> str:
    """Of `organisation_counts.list_organisations` with plan labels: what is counted, and where two numbers stand."""
    if table.empty:
        return "団体数を載せる計画はない" if language == "ja" else "No plan prints counts of organisations"
    two = table[table["in_brackets"].notna()]
    listed = "、".join(f"{row.item} {row.printed}" for row in list_rows(table))
    doubts = "、".join(two["item"]) if language == "ja" else ", ".join(two["item"])
    if language == "ja":
        return f"団体数（印刷どおり）: {listed}" + (
            f"。{doubts}には二つの数があり、括弧内が何を数えるかは記されていない" if len(two) else ""
        )
    said = f"Organisations as printed: {listed}"
    return (
        f"{said}; {doubts} has two numbers, and the plan does not say what the one in brackets counts"
        if len(two)
        else said
    )


def name_missing(silent: str, unreadable: str, language: str = "en") -> list[str]:
    """What a plan does not print, or what was lost, in words.

    >>> name_missing("completion", "schedule")
    ['no criteria', 'year columns lost']
    """
    absent = [FIELD_NAMES[field][language == "ja"] for field in silent.split()]
    return absent + [LOST_NAMES[field][language == "ja"] for field in unreadable.split()]


def _add_readers(vague: pd.Series, language: str) -> str:
    """How many criteria the readers take for vague, where they coded all of the plan."""
    if pd.isna(vague["read"]):
        return ""
    return f"、読み手では{vague['read']}" if language == "ja" else f", {vague['read']} by the readers"


def _join(items: Sequence[str], language: str) -> str:
    if language == "ja":
        return "、".join(items)
    return " and ".join([", ".join(items[:-1]), items[-1]]) if len(items) > 1 else "".join(items)


def _name(row: Any) -> str:
    return str(row.indicator_id).split("/", 1)[1]


def _name_indicators(rows: pd.DataFrame, language: str) -> str:
    """The indicators of the rows, each once and without the plan."""
    return _join([_name(row) for row in list_rows(rows.drop_duplicates("indicator_id"))], language)


def _compare_with_line(row: Any, language: str) -> str:
    """How a target lies beside the straight line: on the side of the baseline, the indicator starts slower."""
    slower = (row.line_value - row.target) * (row.line_value - row.baseline) > 0
    if language == "ja":
        pace = "遅く" if slower else "速く"
        return f"初めは{pace}進む（{row.target_year}年に{row.target:g}、直線上は{row.line_value:.1f}）"
    pace = "slower" if slower else "faster"
    return f"starts {pace} ({row.target:g} in {row.target_year}, on the line {row.line_value:.1f})"


def _name_columns(row: Any, language: str) -> str:
    """The columns that most of a plan's measures have, in words; nothing where they have none."""
    absent = {*row.silent.split(), *row.unreadable.split()}
    names = [name[language == "ja"] for field, name in COLUMN_NAMES.items() if field not in absent]
    return ("・" if language == "ja" else " and ").join(names)
