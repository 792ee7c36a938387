"""The findings about departments in a sentence, English or Japanese, made from the numbers of their tables.

Tables carry the labels of `labels.label_plans`; names of departments are left as the plans print them.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import pandas as pd

from kyodo_analysis.analysis.department.department_change import BOTH, FIRST_ONLY, SECOND_ONLY
from kyodo_analysis.analysis.department.department_groups import vary_thresholds
from kyodo_analysis.analysis.showing.labels import list_rows

_NAMED = 3


def state_loads(table: pd.DataFrame, language: str = "en") -> str:
    """Of `workload.load_departments`, silent plans kept: who is named most, and which plans name no department."""
    top = table[table["rank"].eq(1)].drop_duplicates("plan_id").sort_values("share", ascending=False, kind="stable")
    silent = table.loc[table["n"].isna(), f"plan_{language}"].tolist()
    having = {row.Index: round(row.share * row.n) for row in list_rows(top)}
    name = "department" if "department" in table else f"function_{language}"
    if language == "ja":
        parts = (
            f"{row.plan_ja}では{getattr(row, name)}が{row.n}施策中{having[row.Index]}（{row.share:.0%}）"
            for row in list_rows(top)
        )
        tail = f"。{_join(silent, 'ja')}は部署を記さない" if silent else ""
        return f"最も多く名の挙がる部署: {_join(parts, 'ja')}{tail}"
    parts = (
        f"{getattr(row, name)} in {having[row.Index]} of {row.n} measures of {row.plan_en} ({row.share:.0%})"
        for row in list_rows(top)
    )
    tail = f"; {_join(silent, 'en')} name{'s' if len(silent) == 1 else ''} no department" if silent else ""
    return f"Named most: {_join(parts, 'en')}{tail}"


def state_growth(loads: pd.DataFrame, change: pd.DataFrame, language: str = "en") -> str:
    """Whether the most named department stands in more measures of the later plan of a municipality; "" without two.

    Args:
        loads: `workload.load_departments` with labels (shares as printed). change: `department_change.compare_plans`.
    """
    shares = loads.dropna(subset=["share"]).set_index(["plan_id", "department"])["share"]
    top = set(loads.loc[loads["rank"].eq(1), "department"])
    both = change[change["by"].eq("department") & change["standing"].eq(BOTH) & change["name"].isin(top)]
    parts = []
    for row in list_rows(both):
        ends = [f"{shares[row.plan_id, row.name]:.0%}", f"{shares[row.other_plan_id, row.name]:.0%}"]
        test = "" if pd.isna(row.q) else f"、q = {row.q:.3f}" if language == "ja" else f", q = {row.q:.3f}"
        if language == "ja":
            beyond = "偶然を超える" if row.beyond_null else "偶然と区別できる増減ではない"
            parts.append(f"{row.name}の{ends[0]}と{ends[1]}の差は{beyond}（再掲を一度だけ数えて検定{test}）")
        else:
            beyond = "a difference beyond" if row.beyond_null else "not a growth or a loss that could be told from"
            parts.append(f"The {_join(ends, 'en')} of {row.name} are {beyond} chance (tested with reprints once{test})")
    return ("。" if language == "ja" else ". ").join(parts)


def state_lead(table: pd.DataFrame, language: str = "en") -> str:
    """Of `workload.load_departments`: which plans mark who is in charge where several are named."""
    marking = table.loc[table["in_charge"].notna(), f"plan_{language}"].unique().tolist()
    if language == "ja":
        return f"主担当の印があるのは{_join(marking, 'ja')}" if marking else "主担当の部署を印で示す計画はない"
    return (
        f"Who is in charge is marked in {_join(marking, 'en')}"
        if marking
        else "No plan marks which of several departments is in charge"
    )


def state_concentration(table: pd.DataFrame, language: str = "en") -> str:
    """Of `concentration.measure_concentration`: the share of the most named department, whole counts, per plan."""
    top = table[(table["statistic"] == "top_share") & (table["counting"] == "whole")].dropna(subset=["value"])
    top = top.sort_values("value", ascending=False, kind="stable")
    alone, several = top[top["departments"] == 1], top[top["departments"] > 1]
    if language == "ja":
        parts = [f"{row.plan_ja} {row.value:.0%}（{row.lower:.0%}–{row.upper:.0%}）" for row in list_rows(several)]
        said = f"総称を除く部署の記載のうち、最も多く挙がる部署が占める割合: {_join(parts, 'ja')}" if parts else ""
        single = f"{_join(alone['plan_ja'], 'ja')}が名を挙げる部署は一つだけである" if len(alone) else ""
        return "。".join(text for text in (said, single) if text)
    parts = [f"{row.value:.0%} ({row.lower:.0%}–{row.upper:.0%}) in {row.plan_en}" for row in list_rows(several)]
    said = f"Of the namings of particular departments the one named most takes {_join(parts, 'en')}" if parts else ""
    verb = "names" if len(alone) == 1 else "name"
    single = f"{_join(alone['plan_en'], 'en')} {verb} one particular department only" if len(alone) else ""
    return "; ".join(text for text in (said, single) if text)


def state_rank_stability(table: pd.DataFrame, language: str = "en", counting: str = "whole") -> str:
    """Of `rank_stability.leave_measures_out`: which first places of each plan hold without any measure, by name.

    A rank that another department comes to share in a run does not hold.
    """
    own = table[table["counting"] == counting]
    parts = []
    for _, of_plan in own.groupby("plan_id", sort=False):
        if len(of_plan) < 2:
            continue
        label, held = of_plan[f"plan_{language}"].iloc[0], int(of_plan["stable"].sum())
        firm = int((~of_plan["stable"]).to_numpy().argmax()) if held < len(of_plan) else len(of_plan)
        runs, names = of_plan["n"].iloc[0], of_plan["department"].iloc[: min(firm, _NAMED)].tolist()
        more = firm - _NAMED
        unsure = _say_unsure(of_plan.iloc[firm], language) if firm < len(of_plan) else ""
        if language == "ja":
            first = _join(names, language) + (f"ほか{more}部署" if more > 0 else "")
            firmly = f"上位{firm}位（{first}）は変わらない" if firm else "1位も定まらない"
            parts.append(f"{label}では{len(of_plan)}部署中{held}の順位が保たれ（{runs}通り）、{firmly}{unsure}")
        else:
            first = _join([*names, *([f"{more} more"] if more > 0 else [])], language)
            firmly = (
                f"the first {firm}: {first}" if firm > 1 else f"only the first: {first}" if firm else "not the first"
            )
            parts.append(f"{held} of {len(of_plan)} ranks of {label} hold in all {runs} runs ({firmly}{unsure})")
    if language == "ja":
        return f"施策を一つずつ除くと、{'。'.join(parts)}" if parts else "順位を比べられるほど部署を記す計画がない"
    return (
        f"With each measure left out in turn, and new ties not counted as holding, {_join(parts, 'en')}"
        if parts
        else "No plan names enough departments for an order"
    )


def _say_unsure(row: pd.Series, language: str) -> str:
    """The first place that does not hold: who has it, and in how many runs it moves or becomes a tie."""
    moved, joined = int(row["n"] - row["held"] - row["joined"]), int(row["joined"])
    if language == "ja":
        how = [f"{joined}通りで同順位となる" if joined else "", f"{moved}通りで動く" if moved else ""]
        return f"。次の{row['department']}は{'、'.join(text for text in how if text)}"
    how = [f"ties in {joined}" if joined else "", f"moves in {moved}" if moved else ""]
    return f"; the next, {row['department']}, {' and '.join(text for text in how if text)}"


def state_change(table: pd.DataFrame, language: str = "en", by: str = "department") -> str:
    """Of `department_change.compare_plans`: how much is compared, what differs, and what cannot be compared."""
    own = table[table["by"] == by]
    parts = []
    for _, pair in own.groupby(["plan_id", "other_plan_id"], sort=False):
        first, second = pair[f"plan_{language}"].iloc[0], pair[f"other_plan_{language}"].iloc[0]
        standing = pair["standing"].value_counts()
        tested, lost, new = (int(standing.get(state, 0)) for state in (BOTH, FIRST_ONLY, SECOND_ONLY))
        beyond, tests = pair[pair["beyond_null"].astype("bool")], int(pair["testable"].sum())
        if language == "ja":
            what = {"department": "部署", "function": "機能"}[by]
            names = f"（{_join(beyond['name_ja'], 'ja')}）" if len(beyond) else ""
            parts.append(
                f"{first}と{second}の両方に名のある{tested}{what}のうち、検定できる{tests}で偶然を超える差があるのは"
                f"{len(beyond)}{names}。"
                f"前者だけの{lost}と後者だけの{new}は、新設・改称・統合・廃止のいずれかを計画が語らないため比べられない"
            )
        else:
            names = f" ({_join(beyond['name_en'], 'en')})" if len(beyond) else ""
            parts.append(
                f"Of {tested} {by}s that {first} and {second} both name, {tests} have enough measures to be tested and "
                f"{len(beyond)} {'differs' if len(beyond) == 1 else 'differ'} beyond shuffled plan labels{names}; "
                f"{lost} only in the first and {new} only in the second do not compare: whether they were founded, "
                "renamed, merged or lost, the plans do not tell"
            )
    none = {"en": "No two plans of one municipality name departments", "ja": "部署を記す同じ自治体の計画が二つとない"}
    return ("。" if language == "ja" else ". ").join(parts) or none[language]


def state_function_themes(table: pd.DataFrame, language: str = "en") -> str:
    """Of `department_groups.share_themes_by_function`: which functions are named for a theme beyond chance."""
    beyond = table[table["beyond_null"].astype("bool")].sort_values("p", kind="stable")
    n, least = len(table), table["q"].min()
    if not n:
        return "機能とテーマの組がない" if language == "ja" else "There are no pairs of function and theme"
    if beyond.empty:
        if language == "ja":
            return f"機能とテーマの{n}組に、計画内の入れ替えを超えるものはない（q の最小値 = {least:.3f}）"
        return (
            f"None of {n} pairs of function and theme lies beyond what shuffling within plans shows "
            f"(smallest q = {least:.3f})"
        )
    parts = _list_pairs(beyond, language)
    if language == "ja":
        return f"機能とテーマの{n}組のうち計画内の入れ替えを超えるのは{len(parts)}: {_join(parts, 'ja')}"
    verb = "lies" if len(parts) == 1 else "lie"
    return (
        f"Of {n} pairs of function and theme {len(parts)} {verb} beyond what shuffling within plans shows: "
        f"{_join(parts, 'en')}"
    )


def state_farthest_pairs(table: pd.DataFrame, language: str = "en", rows: int = 3) -> str:
    """Of the same table: the pairs farthest from chance that are not beyond it, and whether a threshold decides."""
    within = table[~table["beyond_null"].astype("bool")].sort_values(["p", "function", "theme"], kind="stable")
    if within.empty:
        return ""
    parts = _list_pairs(within.head(rows), language)
    varied = vary_thresholds(table)
    some = varied[varied["beyond"] > 0]
    spans = f"{varied['threshold'].min()}–{varied['threshold'].max()}"
    at = [f"{row.threshold}" for row in list_rows(some)]
    most = int(varied["beyond"].max())
    if language == "ja":
        tail = f"下限が{_join(at, 'ja')}のときだけ最大{most}組が超える" if at else "どの下限でも超える組はない"
        return (
            f"偶然から最も遠い組（頑健でない）: {_join(parts, 'ja')}。"
            f"検定する機能の施策数に下限（{spans}）を置くと、{tail}"
        )
    tail = (
        f"{most} would pass with at least {_join(at, 'en')} measures, and none otherwise" if at else "none would pass"
    )
    return (
        f"Farthest from chance, and not robust: {_join(parts, 'en')}. Were pairs tested only where a function has "
        f"measures enough ({spans} tried), {tail}"
    )


def _list_pairs(table: pd.DataFrame, language: str) -> list[str]:
    if language == "ja":
        return [
            f"{row.function_ja}は{row.n}施策中{row.count_}が「{row.theme_ja}」（偶然なら{row.expected:.0%}）"
            for row in list_rows(table)
        ]
    return [
        f"{row.function_en} with {row.theme_en} in {row.count_} of {row.n} measures (by chance {row.expected:.0%})"
        for row in list_rows(table)
    ]


def state_function_ladder(table: pd.DataFrame, language: str = "en") -> str:
    """Of `department_groups.share_ladder_by_function`: how many shares lie beyond chance, and whose."""
    beyond = table[table["beyond_null"].astype("bool")]
    whose = beyond[f"function_{language}"].unique().tolist()
    if language == "ja":
        return f"機能別の拘束度{len(table)}件のうち、計画内の入れ替えを超えるのは{len(beyond)}件" + (
            f"（{_join(whose, 'ja')}）" if whose else ""
        )
    tail = f" ({_join(whose, 'en')})" if whose else ""
    return (
        f"{len(beyond)} of {len(table)} shares of commitment by function lie beyond what shuffling within plans shows"
        f"{tail}"
    )


def state_crosswalk(table: pd.DataFrame, language: str = "en") -> str:
    """Of `crosswalk.cover_names`: how many names and namings rest on a reviewed decision, and which do not."""
    names, namings = int(table["names"].sum()), int(table["namings"].sum())
    covered, told = int(table["names_covered"].sum()), int(table["namings_covered"].sum())
    left = [name for cell in table["uncovered"] if cell for name in cell.split(" | ")]
    if language == "ja":
        tail = f"。判断のない名: {_join(dict.fromkeys(left), 'ja')}" if left else ""
        return f"印刷された部署名{names}のうち{covered}、記載{namings}のうち{told}は読み合わせた判断に基づく{tail}"
    tail = f"; without one: {_join(dict.fromkeys(left), 'en')}" if left else ""
    return f"{covered} of {names} printed names and {told} of {namings} namings rest on a reviewed decision{tail}"


def _join(items: Iterable[str], language: str) -> str:
    """Items as a sentence lists them.

    >>> _join(["a", "b", "c"], "en"), _join(["a", "b"], "ja"), _join(["a"], "en")
    ('a, b and c', 'a、b', 'a')
    """
    texts: Sequence[str] = [str(item) for item in items]
    if language == "ja":
        return "、".join(texts)
    return " and ".join([", ".join(texts[:-1]), texts[-1]]) if len(texts) > 1 else "".join(texts)
