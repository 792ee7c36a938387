"""What the texts lost, what they leave open, and what is printed wrong: counted, located, never mended silently."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

import pandas as pd

from kyodo_analysis.source.corpus import SourceText
from kyodo_analysis.tables.measure_rows import ALTERNATIVES_SEPARATOR
from kyodo_analysis.tables.trace_tables import FURNITURE_KIND

_TOTAL = "合計"
# Where words of a plan are stored: table, its key to the plan, columns.
_TEXTS = (
    ("measures", "measure_id", ("policy", "program", "title", "purpose", "content", "completion")),
    ("passages", "plan_id", ("text",)),
    ("sections", "plan_id", ("title",)),
    ("indicators", "indicator_id", ("name",)),
    ("history", "plan_id", ("event",)),
    ("finance", "plan_id", ("item",)),
    ("organisations", "plan_id", ("item",)),
)


def measure_unclaimed(unclaimed: pd.DataFrame, plans: pd.DataFrame) -> pd.DataFrame:
    """How many characters of each repaired text no record and no passage claims, page furniture apart.

    Returns:
        plan_id, chars (of the repaired text), furniture (running titles, page numbers), left (all else that is
        unclaimed), share (left / chars; NaN for an empty text), left_text (what it is, up to 40 characters).
    """
    own = unclaimed.assign(furniture=unclaimed["kind"].eq(FURNITURE_KIND))
    sums = own.groupby(["plan_id", "furniture"])["characters"].sum()
    words = own[~own["furniture"]].groupby("plan_id")["text"].agg(" ".join)
    rows = []
    for plan_id, chars in zip(plans["plan_id"], plans["repaired_chars"], strict=True):
        furniture, left = (int(sums.get((plan_id, which), 0)) for which in (True, False))
        share = left / chars if chars else float("nan")
        rows.append((plan_id, int(chars), furniture, left, share, str(words.get(plan_id, ""))[:40]))
    return pd.DataFrame(rows, columns=["plan_id", "chars", "furniture", "left", "share", "left_text"])


def list_ambiguous(field_status: pd.DataFrame) -> pd.DataFrame:
    """The fields that the text leaves open: one row each.

    Returns:
        measure_id, field, chosen (the value that the tables hold), others (what the text allows beside it), margin (how
        much worse the next best reading of the page is; 0 would be a tie).
    """
    own = field_status[field_status["status"] == "ambiguous"]
    readings = own["alternatives"].fillna("").str.split(ALTERNATIVES_SEPARATOR, regex=False)
    table = own.assign(chosen=readings.str[0], others=readings.str[1:].str.join(" / "))
    return table[["measure_id", "field", "chosen", "others", "margin"]].reset_index(drop=True)


def check_totals(finance: pd.DataFrame) -> pd.DataFrame:
    """Every printed total beside the sum of its items; parts of items (うち …) are not added again.

    Returns:
        plan_id, side, fiscal_year, items (how many), sum_of_items, printed_total, gap (printed_total - sum_of_items),
        rounding (half a unit for every rounded number: the largest gap that rounding explains), holds.
    """
    whole = finance[finance["parent"].isna() & finance["side"].ne("balance")]
    is_total = whole["item"].str.contains(_TOTAL, regex=False)
    keys = ["plan_id", "side", "fiscal_year"]
    sums = whole[~is_total].groupby(keys)["amount"].agg(items="size", sum_of_items="sum")
    totals = whole[is_total].groupby(keys)["amount"].first().rename("printed_total")
    table: pd.DataFrame = sums.join(totals, how="inner").reset_index()
    table["gap"] = table["printed_total"] - table["sum_of_items"]
    table["rounding"] = (table["items"] + 1) / 2
    table["holds"] = table["gap"].abs() <= table["rounding"]
    return table


def find_shifted_rows(finance: pd.DataFrame, published: Mapping[str, SourceText]) -> pd.DataFrame:
    """The rows of fiscal tables whose numbers do not stand under the headings of their years, because of merged cells.

    The column of a year is the one in which most rows of the plan have its number. Only tables whose cells are parted
    by tabs have columns; the rows of others are never listed.

    Returns:
        One row per shifted row of the printed table: plan_id, line, item, columns (by how many the numbers stand too
        far to the right; negative: to the left).
    """
    rows = []
    for plan_id, of_plan in finance.groupby("plan_id", sort=False):
        starts = {}
        for line, row in of_plan.sort_values("fiscal_year").groupby("line"):
            number = int(str(line))
            cells = ["".join(cell.split()) for cell in published[str(plan_id)].lines[number - 1].split("\t")]
            first = "".join(row["printed"].iloc[0].split())
            if first in cells:
                starts[number] = (cells.index(first), row["item"].iloc[0])
        usual = max(Counter(start for start, _ in starts.values()).most_common(1), default=(0, 0))[0]
        rows += [(plan_id, line, item, start - usual) for line, (start, item) in starts.items() if start != usual]
    return pd.DataFrame(rows, columns=["plan_id", "line", "item", "columns"])


def read_by_column(finance: pd.DataFrame, published: Mapping[str, SourceText]) -> pd.DataFrame:
    """What the totals would be if every number belonged to the heading above it: the reading that shifted rows forbid.

    Returns:
        The rows of `check_totals` with by_column (the total that stands in the column of the year; missing where there
        is none) and gap_by_column (by_column - sum_of_items).
    """
    shifts = find_shifted_rows(finance, published).set_index(["plan_id", "item"])["columns"]
    totals = finance[finance["item"].str.contains(_TOTAL, regex=False) & finance["parent"].isna()]
    shift = [int(shifts.get((plan, item), 0)) for plan, item in zip(totals["plan_id"], totals["item"], strict=True)]
    moved = totals.assign(fiscal_year=totals["fiscal_year"] + shift)[["plan_id", "side", "fiscal_year", "amount"]]
    table = check_totals(finance).merge(
        moved.rename(columns={"amount": "by_column"}),
        on=["plan_id", "side", "fiscal_year"],
        how="left",
        validate="one_to_one",
    )
    return table.assign(gap_by_column=table["by_column"] - table["sum_of_items"])


def find_typos(typos: pd.DataFrame, tables: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    """The known typos of the plans with the tables that hold them, which shows that they were listed and not changed.

    Args:
        typos: plan_id, line, printed, likely_reading, reason (data/hand/typos.csv).

    Returns:
        The columns of typos with stands_in: table.column of every place where the plan's words have the typo as printed
        (blanks apart), joined by commas; empty where it stands in text that no table keeps.
    """
    stored = {}
    for name, key, columns in _TEXTS:
        frame = tables[name]
        plan = frame[key].str.split("/", n=1).str[0]
        for column in columns:
            bare = frame[column].fillna("").str.replace(r"\s+", "", regex=True)
            stored[f"{name}.{column}"] = bare.groupby(plan).agg("\n".join)
    places = [
        ", ".join(name for name, texts in stored.items() if "".join(printed.split()) in str(texts.get(plan_id, "")))
        for plan_id, printed in zip(typos["plan_id"], typos["printed"], strict=True)
    ]
    return typos.assign(stands_in=places)
