"""The fiscal table that a plan prints as context: its totals recomputed, and the gap between revenue and expenditure.

A table of this kind says by itself how it adds up: a row called 合計 is the sum of the rows of its side, and letters in
brackets name rows and reckon with them (財源不足額 (c)=(a)-(b)). Rows that are part of another (うち …) are not added.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import pandas as pd

REVENUE, EXPENDITURE = "revenue", "expenditure"
SUM, FORMULA, PART = "sum", "formula", "part"
"""How a row can be recomputed: the sum of its side, a formula of letters, or a bound for what is part of it."""

_TOTAL = re.compile(r"合計|総計|総額|^計$")
_LETTER = re.compile(r"\(([A-Za-z])\)")
_EQUALS = re.compile(r"=(.*)$")
_TERM = re.compile(r"([+-]?)\(([A-Za-z])\)")
_MINUS = str.maketrans({"−": "-", "－": "-", "–": "-", "―": "-", "ー": "-"})
_DIGITS = 9
_CHECKS = (
    *("plan_id", "side", "item", "check", "parts", "fiscal_year", "printed", "recomputed", "difference", "line"),
)
_GAP = (
    *("plan_id", "fiscal_year", "revenue", "revenue_sum", "expenditure", "expenditure_sum"),
    *("gap", "gap_recomputed", "gap_share", "relief", "gap_after", "gap_after_recomputed", "largest_difference"),
    *("revenue_line", "expenditure_line", "gap_line", "gap_after_line"),
)


@dataclass(frozen=True, slots=True)
class _Row:
    """A row of the table: its letter, and the letters with signs that it is reckoned from."""

    side: str
    item: str
    letter: str
    terms: tuple[tuple[int, str], ...]


def recompute_totals(finance: pd.DataFrame) -> pd.DataFrame:
    """Every total and every formula of a fiscal table in every year, as printed and recomputed.

    Args:
        finance: plan_id, position, side, item, parent (of what is part of another row), fiscal_year, amount (億円),
            line.

    Returns:
        plan_id, side, item, check (sum: rows of the side without parts; formula: letters of the item; part: the sum of
        the printed parts, which need not be complete), parts (what it is recomputed from, " + " and " - " between),
        fiscal_year, printed, recomputed (missing where an amount is), difference (recomputed - printed; for parts 0
        where they are no more than the row, else the excess), line (of the row in the source).
    """
    rows = [check for _, own in finance.groupby("plan_id", sort=False) for check in _check_plan(own)]
    table = pd.DataFrame(rows, columns=list(_CHECKS))
    return table.astype(dict.fromkeys(["printed", "recomputed", "difference"], "float64") | {"fiscal_year": "Int64"})


def reckon_gap(finance: pd.DataFrame) -> pd.DataFrame:
    """Revenue, expenditure and the gap between them in each fiscal year, as printed and recomputed.

    Args: see `recompute_totals`.

    Returns:
        plan_id, fiscal_year, revenue, expenditure (the printed totals, 億円), revenue_sum, expenditure_sum (of their
        rows), gap (as printed), gap_recomputed (revenue - expenditure), gap_share (gap_recomputed by revenue), relief
        (what the plan adds to close the gap), gap_after (as printed), gap_after_recomputed, largest_difference (among
        all checks of the year), revenue_line, expenditure_line, gap_line, gap_after_line (of the source). What is not
        printed is missing.
    """
    checks = recompute_totals(finance)
    parts = []
    for plan_id, own in finance.groupby("plan_id", sort=False):
        years = sorted(own["fiscal_year"].dropna().unique())
        of_plan = checks[checks["plan_id"] == plan_id]
        sums = {side: _first(of_plan, side=side, check=SUM) for side in (REVENUE, EXPENDITURE)}
        items = {row.letter: row for row in _rows_of(own) if row.letter}
        letters = {side: _letter_of(items, side, sums[side]) for side in sums}
        wanted = ((1, letters[REVENUE]), (-1, letters[EXPENDITURE]))
        gap = next((row for row in _rows_of(own) if row.terms == wanted and row.letter), None)
        after = next((row for row in _rows_of(own) if gap and row.terms and row.terms[0] == (1, gap.letter)), None)
        relief = items.get(after.terms[1][1]) if after and len(after.terms) == 2 else None
        table = pd.DataFrame({"plan_id": plan_id, "fiscal_year": years})
        columns = {
            "revenue": _series(sums[REVENUE], "printed", years),
            "revenue_sum": _series(sums[REVENUE], "recomputed", years),
            "expenditure": _series(sums[EXPENDITURE], "printed", years),
            "expenditure_sum": _series(sums[EXPENDITURE], "recomputed", years),
            "gap": _amounts(own, gap, years),
            "relief": _amounts(own, relief, years),
            "gap_after": _amounts(own, after, years),
            "largest_difference": of_plan.assign(size=of_plan["difference"].abs()).groupby("fiscal_year")["size"].max(),
            "revenue_line": _series(sums[REVENUE], "line", years),
            "expenditure_line": _series(sums[EXPENDITURE], "line", years),
            "gap_line": _amounts(own, gap, years, "line"),
            "gap_after_line": _amounts(own, after, years, "line"),
        }
        parts.append(table.assign(**{name: list(values.reindex(years)) for name, values in columns.items()}))
    table = pd.concat(parts, ignore_index=True) if parts else pd.DataFrame(columns=list(_GAP))
    numbers = [name for name in _GAP if name in table and name not in {"plan_id", "fiscal_year"}]
    table = table.astype(dict.fromkeys(numbers, "float64"))
    table["gap_recomputed"] = table["revenue"] - table["expenditure"]
    table["gap_share"] = table["gap_recomputed"] / table["revenue"].where(table["revenue"] != 0)
    table["gap_after_recomputed"] = table["gap"] + table["relief"]
    whole = ["fiscal_year", *(name for name in _GAP if name.endswith("_line"))]
    return table[list(_GAP)].astype(dict.fromkeys(whole, "Int64"))


def _check_plan(own: pd.DataFrame) -> Iterator[dict[str, object]]:
    rows = _rows_of(own)
    items = {row.letter: row for row in rows if row.letter}
    plan_id = own["plan_id"].iloc[0]
    parents = own.loc[own["parent"].notna(), ["side", "parent"]].drop_duplicates()
    for year in sorted(own["fiscal_year"].dropna().unique()):
        of_year = own[own["fiscal_year"] == year]
        amounts = {(row.side, row.item, row.parent): row for row in of_year.fillna({"parent": ""}).itertuples()}
        top = {key[:2]: row for key, row in amounts.items() if not key[2]}
        for row in rows:
            printed = top.get((row.side, row.item))
            if printed is None:
                continue
            found: list[tuple[int, str, float]] = []
            if row.terms:
                known = [(sign, items.get(letter)) for sign, letter in row.terms]
                found = [(sign, one.item, top[one.side, one.item].amount) for sign, one in known if one is not None]
            elif _TOTAL.search(_fold(row.item)):
                found = [
                    (1, item, one.amount)
                    for (side, item), one in top.items()
                    if side == row.side and not _TOTAL.search(_fold(item)) and not _read_letters(item)[1]
                ]
            if found:
                yield _check(plan_id, row, FORMULA if row.terms else SUM, found, year, printed)
        for side, parent in parents.itertuples(index=False, name=None):
            inner = [
                (1, item, one.amount) for (of, item, whole), one in amounts.items() if (of, whole) == (side, parent)
            ]
            if inner and (side, parent) in top:
                yield _check(plan_id, _Row(side, parent, "", ()), PART, inner, year, top[side, parent])


def _check(
    plan_id: str, row: _Row, check: str, found: list[tuple[int, str, float]], year: int, printed: object
) -> dict[str, object]:
    value = float(printed.amount)  # type: ignore[attr-defined]
    recomputed = round(sum(sign * float(amount) for sign, _, amount in found), _DIGITS)
    difference = recomputed - value
    return {
        "plan_id": plan_id,
        "side": row.side,
        "item": row.item,
        "check": check,
        "parts": "".join(f"{' + ' if sign > 0 else ' - '}{item}" for sign, item, _ in found).removeprefix(" + "),
        "fiscal_year": int(year),
        "printed": value,
        "recomputed": recomputed,
        "difference": max(difference, 0.0) if check == PART else difference,
        "line": printed.line,  # type: ignore[attr-defined]
    }


def _rows_of(own: pd.DataFrame) -> list[_Row]:
    """The rows that are no part of others, in the order of the table."""
    top = own[own["parent"].isna()].sort_values("position", kind="stable").drop_duplicates(["side", "item"])
    return [_Row(side, item, *_read_letters(item)) for side, item in zip(top["side"], top["item"], strict=True)]


def _read_letters(item: str) -> tuple[str, tuple[tuple[int, str], ...]]:
    """The letter of a row and the terms it is reckoned from.

    >>> _read_letters("財源不足額 (c)=(a)-(b)"), _read_letters("充当後の不足額（ｃ）＋（ｄ）")
    (('c', ((1, 'a'), (-1, 'b'))), ('', ((1, 'c'), (1, 'd'))))
    """
    folded = _fold(item).replace(" ", "")
    letters = _LETTER.findall(folded)
    equals = _EQUALS.search(folded)
    formula = equals.group(1) if equals else folded if len(letters) > 1 else ""
    terms = tuple((-1 if sign == "-" else 1, letter) for sign, letter in _TERM.findall(formula))
    return (letters[0] if letters and (equals or len(letters) == 1) else ""), terms


def _fold(item: str) -> str:
    """A copy to look for letters and signs in; the item itself stays as printed."""
    return unicodedata.normalize("NFKC", item).translate(_MINUS)


def _first(checks: pd.DataFrame, side: str, check: str) -> pd.DataFrame:
    """The checks of the last total of a side: where there are subtotals, it stands below them."""
    own = checks[checks["side"].eq(side) & checks["check"].eq(check)]
    return own[own["item"] == own["item"].iloc[-1]] if len(own) else own


def _letter_of(items: Mapping[str, _Row], side: str, total: pd.DataFrame) -> str:
    names = set(total["item"])
    return next((letter for letter, row in items.items() if row.side == side and row.item in names), "")


def _series(checks: pd.DataFrame, column: str, years: list[int]) -> pd.Series:
    return checks.set_index("fiscal_year")[column].reindex(years)


def _amounts(own: pd.DataFrame, row: _Row | None, years: list[int], column: str = "amount") -> pd.Series:
    if row is None:
        return pd.Series(float("nan"), index=years)
    found = own[own["side"].eq(row.side) & own["item"].eq(row.item) & own["parent"].isna()]
    return found.set_index("fiscal_year")[column].reindex(years)
