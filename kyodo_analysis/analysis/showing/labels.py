"""Names for people beside the codes of a table, in English and Japanese, and lists of measures in one cell."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence
from typing import Any

import pandas as pd

LANGUAGES = ("en", "ja")

_STATES = {"draft": ("draft", "素案"), "fragment": ("fragment", "断片")}

# What the period of a label alone would misstate. Lines 229-233 of the second Yamaguchi plan give the 基本方針 ten
# years and the 前期推進計画, in which all its measures stand, the first five.
_NOTES = {
    "yamaguchi-2": (
        "The second Yamaguchi plan runs FY2018–2027, but its measures are those of the first half "
        "(前期推進計画, FY2018–2022).",
        "第二次山口市計画の期間は2018–2027年度だが、施策は前期推進計画（2018–2022年度）のものである。",
    ),
}


def label_plans(table: pd.DataFrame, plans: pd.DataFrame) -> pd.DataFrame:
    """The table with the columns plan_en and plan_ja behind plan_id, same rows in the same order.

    A label says what a reader must know of a plan wherever its name is shown: the period where one is printed, that it
    is a draft, and that its city is inferred because the text does not name it.

    Args:
        table: any table with plan_id. plans: the table plans.

    Raises:
        pandas.errors.MergeError: when a plan stands twice in plans.
    """
    names = pd.DataFrame(
        [(plan["plan_id"], *name_plan(plan)) for _, plan in plans.iterrows()],
        columns=["plan_id", "plan_en", "plan_ja"],
    )
    return _beside(table, names, "plan_id")


def name_plan(plan: pd.Series) -> tuple[str, str]:
    """The English and the Japanese name of a row of the table plans.

    >>> row = {"plan_id": "nichinan", "municipality": "日南市", "municipality_inferred": True, "state": "fragment"}
    >>> name_plan(pd.Series(row | {"first_fiscal_year": pd.NA, "last_fiscal_year": pd.NA}))
    ('Nichinan (inferred)', '日南市（推定）')
    """
    english = str(plan["plan_id"])[:1].upper() + str(plan["plan_id"])[1:]
    japanese = english if pd.isna(plan["municipality"]) else str(plan["municipality"])
    if plan["municipality_inferred"]:
        return f"{english} (inferred)", f"{japanese}（推定）"
    years = _name_years(plan["first_fiscal_year"], plan["last_fiscal_year"])
    said = [(f"FY{years}", f"{years}年度")] if years else []
    if pd.notna(plan["state"]) and plan["state"] in _STATES:
        said.append(_STATES[plan["state"]])
    if not said:
        return english, japanese
    in_english, in_japanese = zip(*said, strict=True)
    return f"{english} ({', '.join(in_english)})", f"{japanese}（{'、'.join(in_japanese)}）"


def name_others(table: pd.DataFrame, plans: pd.DataFrame, counted: Iterable[str]) -> pd.DataFrame:
    """The table, whose rows gather several plans, with silent_en and silent_ja: the plans that say nothing and so are
    in no row, by name with 、 or a comma between; "" for none.

    Args:
        plans: the table plans. counted: plan_id of those that have their part in the table.
    """
    names = [name_plan(plan) for _, plan in plans[~plans["plan_id"].isin(list(counted))].iterrows()]
    return table.assign(silent_en=", ".join(en for en, _ in names), silent_ja="、".join(ja for _, ja in names))


def note_plans(plan_ids: Iterable[str], language: str = "en") -> str:
    """What must stand beside the labels of these plans because a label is too short for it; "" for nothing.

    >>> note_plans(["koka", "nichinan"])
    ''
    """
    shown = set(plan_ids)
    return " ".join(note[language == "ja"] for plan_id, note in _NOTES.items() if plan_id in shown)


def label_themes(table: pd.DataFrame, codebook: pd.DataFrame) -> pd.DataFrame:
    """The table with the columns theme_en and theme_ja behind theme, same rows in the same order.

    Args:
        table: any table with theme. codebook: one row per theme with code, en, ja (data/hand/codebook.csv).
    """
    names = codebook.rename(columns={"code": "theme", "en": "theme_en", "ja": "theme_ja"})
    return _beside(table, names[["theme", "theme_en", "theme_ja"]], "theme")


def join_ids(measure_ids: Iterable[str]) -> str:
    """Several measures in one cell, in their order, each once, with blanks between them.

    >>> join_ids(["koka/1-1-1", "koka/1-1-2", "koka/1-1-1"])
    'koka/1-1-1 koka/1-1-2'
    """
    return " ".join(dict.fromkeys(measure_ids))


def split_ids(cell: str | None) -> list[str]:
    """The measures of a cell that `join_ids` made. A number that a plan prints twice is told apart by ' (2)'.

    >>> split_ids("koka/1-1-1 koka/1-1-1 (2) koka/1-1-3")
    ['koka/1-1-1', 'koka/1-1-1 (2)', 'koka/1-1-3']
    """
    return re.split(r" (?!\(\d+\))", cell) if isinstance(cell, str) and cell else []


def present_columns(table: pd.DataFrame, columns: Sequence[str], percent: Collection[str] = ()) -> pd.DataFrame:
    """Some columns of a table for people to read: English labels under plain names, shares in whole per cent.

    Args:
        columns: in the order in which they are shown; plan_en and theme_en become plan and theme. percent: shares that
            become text; what is missing stays missing.

    >>> table = pd.DataFrame({"plan_id": ["koka"], "plan_en": ["Koka (draft)"], "share": [0.25]})
    >>> present_columns(table, ["plan_en", "share"], percent=["share"]).to_dict("records")
    [{'plan': 'Koka (draft)', 'share': '25%'}]
    """
    texts = {
        name: pd.Series([None if pd.isna(share) else f"{share:.0%}" for share in table[name]], table.index, dtype="str")
        for name in percent
    }
    return table.assign(**texts)[list(columns)].rename(columns={"plan_en": "plan", "theme_en": "theme"})


def list_rows(table: pd.DataFrame) -> list[Any]:
    """The rows as named tuples, with count_ for count, since a tuple has a method of that name."""
    return list(table.rename(columns={"count": "count_"}).itertuples())


def _name_years(first: object, last: object) -> str:
    years = [str(year) for year in (first, last) if not pd.isna(year)]  # type: ignore[call-overload]
    if len(years) == 2 and years[0] == years[1]:
        years = years[:1]
    if len(years) == 2 and years[0][:2] == years[1][:2]:
        years[1] = years[1][2:]
    return "–".join(years)


def _beside(table: pd.DataFrame, names: pd.DataFrame, key: str) -> pd.DataFrame:
    merged = table.merge(names, on=key, how="left", validate="many_to_one")
    added = [name for name in names.columns if name != key]
    for name in added:
        merged[name] = merged[name].fillna(merged[key])
    order = [column for column in table.columns if column not in added]
    place = order.index(key) + 1
    return merged[[*order[:place], *added, *order[place:]]]
