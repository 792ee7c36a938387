"""The fiscal table: cell for cell as read by hand, its totals recomputed, other layouts; counts of organisations."""

from __future__ import annotations

import math

import pandas as pd
import pytest
from analysis_inputs import project_tables
from kyodo_project import ROOT

from kyodo_analysis.analysis.target.fiscal_gap import reckon_gap, recompute_totals
from kyodo_analysis.analysis.target.organisation_counts import list_organisations

# Typed from the published text by eye, without the reader: one row per printed row, one column per fiscal year.
BY_HAND = pd.read_csv(ROOT / "data" / "hand" / "gold" / "koka-finance.csv")
YEARS = [str(year) for year in range(2021, 2029)]


def finance(**rows: list[float | None]) -> pd.DataFrame:
    """A table of one plan; keys are side__item or side__item__parent with - for blanks."""
    cells = []
    for name, amounts in rows.items():
        side, item, *parent = name.split("__")
        for year, amount in enumerate(amounts, 2021):
            cells.append((side, item, parent[0] if parent else None, year, amount))
    table = pd.DataFrame(cells, columns=["side", "item", "parent", "fiscal_year", "amount"])
    return table.assign(plan_id="ube", position=range(1, len(table) + 1), line=range(90, 90 + len(table)))


def test_the_table_is_the_hand_reading_cell_for_cell() -> None:
    read = project_tables()["finance"]
    assert len(BY_HAND) == 24 and set(read["plan_id"]) == {"koka"}
    typed = BY_HAND.melt(["line", "side", "item", "parent"], YEARS, var_name="fiscal_year", value_name="amount")
    typed = typed.astype({"fiscal_year": "int64"}).fillna({"parent": ""}).sort_values(["line", "fiscal_year"])
    given = read.fillna({"parent": ""}).sort_values(["line", "fiscal_year"])
    columns = ["line", "side", "item", "parent", "fiscal_year", "amount"]
    assert len(given) == len(typed) == 24 * 8
    for one, other in zip(
        given[columns].itertuples(index=False, name=None),
        typed[columns].itertuples(index=False, name=None),
        strict=True,
    ):
        assert one == other


def test_printed_totals_equal_recomputed_ones_in_all_years() -> None:
    checks = recompute_totals(project_tables()["finance"])
    assert (checks["difference"] == 0).all()
    counted = checks.groupby("item", sort=False)["fiscal_year"].nunique()
    assert set(counted) == {8} and {"歳入合計(a)", "歳出合計(b)", "財源不足額 (c)=(a)-(b)"} <= set(counted.index)
    gap = reckon_gap(project_tables()["finance"])
    by_hand = BY_HAND.set_index("line")[YEARS]
    assert (
        gap["revenue"].tolist() == by_hand.loc[102].tolist()
        and gap["expenditure"].tolist() == by_hand.loc[112].tolist()
    )
    assert gap["gap"].tolist() == gap["gap_recomputed"].tolist() == by_hand.loc[113].tolist()
    assert gap["gap_after"].tolist() == gap["gap_after_recomputed"].tolist() == by_hand.loc[115].tolist()
    assert gap["gap_line"].tolist() == [113] * 8 and gap["largest_difference"].eq(0).all()


def test_a_wrong_total_and_a_wrong_formula_are_found() -> None:
    table = finance(
        revenue__市税=[10, 11],
        revenue__うち固定__市税=[4, 12],
        revenue__その他=[5, 5],
        **{
            "revenue__歳入合計（Ａ）": [15, 17],
            "expenditure__歳出計": [20, 20],
            "expenditure__合計（Ｂ）": [20, 20],
            "balance__差引（Ｃ）＝（Ａ）－（Ｂ）": [-5, -4],
        },
    )
    checks = recompute_totals(table).set_index(["item", "fiscal_year"])["difference"]
    assert checks[("歳入合計（Ａ）", 2021)] == 0 and checks[("歳入合計（Ａ）", 2022)] == -1
    assert checks[("差引（Ｃ）＝（Ａ）－（Ｂ）", 2021)] == 0 and checks[("差引（Ｃ）＝（Ａ）－（Ｂ）", 2022)] == 1
    assert checks[("市税", 2021)] == 0 and checks[("市税", 2022)] == 1  # more of it than there is
    gap = reckon_gap(table)
    assert gap["gap_recomputed"].tolist() == [-5, -3] and gap["largest_difference"].tolist() == [0, 1]
    assert gap["gap_share"].tolist() == [-5 / 15, -3 / 17]
    assert gap["relief"].isna().all() and gap["gap_after"].isna().all()


def test_what_is_not_printed_is_missing() -> None:
    gap = reckon_gap(finance(revenue__市税=[10, None], revenue__合計=[10, 12]))
    assert (
        gap["revenue"].tolist() == [10, 12] and gap["expenditure"].isna().all() and gap["gap_recomputed"].isna().all()
    )
    checks = recompute_totals(finance(revenue__市税=[10, None], revenue__合計=[10, 12]))
    assert checks["difference"].iloc[0] == 0 and math.isnan(checks["difference"].iloc[1])


@pytest.mark.parametrize("make", [recompute_totals, reckon_gap])
def test_no_fiscal_table_gives_no_rows(make: object) -> None:
    empty = project_tables()["finance"].iloc[:0]
    table = make(empty)  # type: ignore[operator]
    assert table.empty and "fiscal_year" in table


def test_counts_of_organisations_keep_both_numbers() -> None:
    printed = ["203団体", "23団体（25団体）", "1,203団体（うち1,100団体）", "32団体（見込み）"]
    table = pd.DataFrame({"plan_id": "ube", "position": range(4), "item": "x", "count": [203, 23, 1203, 32]})
    table = list_organisations(table.assign(printed=printed, source=None, line=1))
    assert table["in_brackets"].fillna(-1).tolist() == [-1, 25, 1100, -1]
    assert table["count"].tolist() == [203, 23, 1203, 32]
