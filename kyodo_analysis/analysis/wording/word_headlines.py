"""What the words of the plans show, in one sentence, English or Japanese, made from the numbers of a table.

Tables carry the labels of `labels.label_plans`. A word that stands mostly in repeated runs of wording is called a habit
of wording, never subject matter.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pandas as pd

from kyodo_analysis.analysis.showing.labels import list_rows

_MOST_NAMED = 3


def state_words(table: pd.DataFrame, language: str = "en") -> str:
    """Of `keyness.find_keywords` with formulas marked: the words of each plan, subject matter and habits apart."""
    tested = table["word"].nunique()
    found = table[table["distinctive"]]
    if language == "ja":
        if found.empty:
            return f"検定した{tested}語のうち、計画を偶然以上に特徴づける語は一つもない"
        parts = [_name_words(str(plan), own, "ja") for plan, own in found.groupby("plan_ja", sort=False)]
        return f"検定した{tested}語のうち偶然を超えて特徴的なのは、{'、'.join(parts)}である"
    if found.empty:
        return f"None of {tested} words tested sets any plan apart beyond what shuffled plan labels show"
    parts = [_name_words(str(plan), own, "en") for plan, own in found.groupby("plan_en", sort=False)]
    return f"Of {tested} words tested, {'; '.join(parts)}"


def state_pairs(table: pd.DataFrame, language: str = "en") -> str:
    """Of `keyness.compare_pairs`: how many pairs of plans differ in a word, and which pair in most.

    Args:
        table: with plan_en, plan_ja, other_plan_en and other_plan_ja.
    """
    names = ["plan_id", "other_plan_id"]
    pairs = table[names].drop_duplicates()
    found = table[table["distinctive"]]
    if found.empty:
        return (
            f"{len(pairs)}組の計画のどの組にも、偶然を超えて異なる語はない"
            if language == "ja"
            else f"In none of {len(pairs)} pairs of plans does the frequency of any word differ beyond chance"
        )
    counted = found.groupby([*names, f"plan_{language}", f"other_plan_{language}"]).size()
    most = counted.sort_values(ascending=False, kind="stable")
    (*_, one, other), number = most.index[0], int(most.iloc[0])
    if language == "ja":
        found_ja = f"{len(pairs)}組の計画のうち{len(most)}組で語の頻度が偶然を超えて異なり"
        return f"{found_ja}、最も多いのは{one}と{other}の{number}語である"
    return (
        f"In {len(most)} of {len(pairs)} pairs of plans the frequency of a word differs beyond chance, most often "
        f"between {one} and {other} ({number} word{'s' * (number != 1)})"
    )


def state_boilerplate(table: pd.DataFrame, language: str = "en") -> str:
    """Of `boilerplate.share_boilerplate`: how much of all plans together comes again.

    Plans of unequal length are not ranked, since a longer one has more measures that can repeat each other. What plans
    repeat of themselves is said at the length of the shortest, without a test.
    """
    if not table["tokens"].sum():
        return "比べられる計画がない" if language == "ja" else "There is no plan to compare"
    share = f"{table['boilerplate'].sum() / table['tokens'].sum():.0%}"
    equal = table[table["share_at_equal_length"].notna()].sort_values("share_at_equal_length", kind="stable")
    if len(equal) < 2:
        if language == "ja":
            return f"全計画の語の{share}は他の施策にも現れる言い回しの中にある"
        return f"{share} of the tokens of all plans stand in wording that comes again"
    least, most = list_rows(equal)[0], list_rows(equal)[-1]
    if language == "ja":
        return (
            f"全計画の語の{share}は他の施策にも現れる言い回しの中にある（長い計画ほど繰り返しやすく、割合で順位は"
            f"付けられない）。最短の計画の長さに揃えると、計画内の繰り返しは{least.plan_ja}の{_say_equal(least)}から"
            f"{most.plan_ja}の{_say_equal(most)}まで"
        )
    return (
        f"{share} of the tokens of all plans stand in wording that comes again; longer plans have more chance to "
        f"repeat, so their shares do not rank them. Cut to the length of the shortest, plans repeat between "
        f"{_say_equal(least)} ({least.plan_en}) and {_say_equal(most)} ({most.plan_en}) of their tokens themselves"
    )


def _say_equal(row: Any) -> str:
    return f"{row.share_at_equal_length:.0%}"


def _name_words(plan: str, own: pd.DataFrame, language: str) -> str:
    habit = own["formula"].astype(bool)
    subject, wording = own.loc[~habit, "word"].tolist(), own.loc[habit, "word"].tolist()
    if language == "ja":
        parts = [f"主題の語{_name_some(subject, 'ja')}"] if subject else []
        parts += [f"定型句の語{_name_some(wording, 'ja')}"] if wording else []
        return f"{plan}の{'と'.join(parts)}"
    parts = [_name_some(subject, "en")] if subject else []
    parts += [f"by habit of wording {_name_some(wording, 'en')}"] if wording else []
    number = len(subject) + len(wording)
    return f"{number} set{'s' * (number == 1)} {plan} apart ({', '.join(parts)})"


def _name_some(words: Sequence[str], language: str) -> str:
    """The first words of a list, and how many more there are.

    >>> _name_some(["地域", "連携", "取組", "構築"], "en"), _name_some(["地域"], "ja")
    ('地域, 連携, 取組 and 1 more', '「地域」')
    """
    some, more = words[:_MOST_NAMED], len(words) - _MOST_NAMED
    if language == "ja":
        return "".join(f"「{word}」" for word in some) + (f"など{len(words)}語" if more > 0 else "")
    return ", ".join(some) + (f" and {more} more" if more > 0 else "")
