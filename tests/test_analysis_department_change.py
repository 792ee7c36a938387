"""Two plans of one municipality: only what both name is compared, and the rest carries its warning."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from analysis_tables import frame
from department_tables import crosswalk, named, namings
from hypothesis import given, settings
from hypothesis import strategies as st

from kyodo_analysis.analysis.department.crosswalk import name_departments
from kyodo_analysis.analysis.department.department_change import compare_plans
from kyodo_analysis.tables import read
from kyodo_analysis.tables.crosswalk import read_crosswalk, read_functions

Table = pd.DataFrame


def plans(*rows: tuple[str, str, int | None]) -> Table:
    return frame(
        "plans",
        [
            {"plan_id": name, "municipality": place, "first_fiscal_year": first, "source_sha256": "0" * 64}
            for name, place, first in rows
        ],
    )


TWO = plans(("newer", "宇部市", 2018), ("older", "宇部市", 2013))


def made(older: list[list[str]], newer: list[list[str]], of: Table = TWO) -> tuple[Table, Table, Table]:
    given = {
        f"{plan}/{place}": names
        for plan, lists in (("older", older), ("newer", newer))
        for place, names in enumerate(lists, 1)
    }
    own = frame(
        "measures",
        [{"measure_id": one, "plan_id": one.split("/")[0], "number": one, "title": one} for one in given],
    )
    return of, own, named(own, namings(given.items()), crosswalk(), of)


def of_departments(table: Table) -> Table:
    return table[table["by"] == "department"].set_index("name")


def test_shares_and_differences_by_hand() -> None:
    table = of_departments(compare_plans(*made([["協働推進課"], ["管財課"]], [["協働推進課"], ["協働推進課"], []])))
    row = table.loc["協働推進課"]
    assert row[["plan_id", "other_plan_id", "standing"]].tolist() == ["older", "newer", "both"]
    assert row[["count", "n", "share", "other_count", "other_n", "other_share"]].tolist() == [1, 2, 0.5, 2, 2, 1.0]
    assert row["difference"] == 0.5 and row["difference_lower"] < 0.5 < row["difference_upper"]
    assert (row["measure_ids"], row["other_measure_ids"]) == ("older/1", "newer/1 newer/2")


def test_the_interval_of_the_difference_is_newcombes() -> None:
    """Newcombe (1998), table II, (a): 56/70 against 48/80 gives .2, .0524 to .3339 by method 10."""
    table = of_departments(
        compare_plans(
            *made(
                [["協働推進課"]] * 48 + [["管財課"]] * 32,
                [["協働推進課"]] * 56 + [["管財課"]] * 14,
            )
        )
    )
    row = table.loc["協働推進課"]
    assert row["difference"] == pytest.approx(0.2)
    assert [round(row[f"difference_{end}"], 4) for end in ("lower", "upper")] == [0.0524, 0.3339]


def test_what_one_plan_alone_names_has_a_warning_and_no_difference() -> None:
    table = of_departments(compare_plans(*made([["協働推進課", "管財課"]], [["協働推進課", "地域交流センター"]])))
    assert table["standing"].to_dict() == {
        "協働推進課": "both",
        "管財課": "first_only",
        "地域交流センター": "second_only",
    }
    alone = table.drop(index="協働推進課")
    assert alone[["difference", "difference_lower", "null_lower", "p", "q"]].isna().all(axis=None)
    assert not alone["beyond_null"].any() and not alone["testable"].any()
    assert "the earlier plan only: founded, renamed, merged" in table.loc["管財課", "warning"]
    assert (
        "the later plan only" in table.loc["地域交流センター", "warning"] and table.loc["協働推進課", "warning"] == ""
    )


def test_one_function_under_two_names_is_compared() -> None:
    table = compare_plans(*made([["管財課"]] * 3, [["地域交流センター"]] * 3))
    row = table[table["by"] == "function"].set_index("name").loc["places"]
    assert row[["standing", "share", "other_share", "name_ja"]].tolist() == ["both", 1.0, 1.0, "拠点"]


def test_a_planted_change_lies_beyond_the_null_and_an_even_one_does_not() -> None:
    moved = of_departments(compare_plans(*made([["協働推進課"]] * 12, [["協働推進課"]] + [["管財課"]] * 11)))
    assert moved.loc["協働推進課", "beyond_null"] and moved.loc["協働推進課", "difference"] < 0
    even = compare_plans(*made([["協働推進課"], ["管財課"]] * 6, [["協働推進課"], ["管財課"]] * 6))
    assert not even["beyond_null"].any() and even["p"].tolist() == pytest.approx([1.0] * len(even))


def test_the_ambiguous_measures_of_a_plan_are_told() -> None:
    given = made([["協働推進課"], ["協働推進課"]], [["協働推進課"]])
    status = frame("field_status", [{"measure_id": "older/2", "field": "departments", "status": "ambiguous"}])
    row = of_departments(compare_plans(*given, status)).loc["協働推進課"]
    assert row[["ambiguous", "other_ambiguous"]].tolist() == [1, 0]
    assert row["warning"] == "the text allows other departments in 1 of the 2 measures of the earlier plan"


@pytest.mark.parametrize(
    "of, pairs",
    [
        (plans(("older", "宇部市", 2013), ("newer", "萩市", 2018)), 0),
        (plans(("older", "宇部市", 2013)), 0),
        (plans(("older", "宇部市", None), ("newer", "宇部市", None)), 1),
        (TWO.iloc[:0], 0),
    ],
)
def test_plans_are_paired_within_a_municipality_only(of: Table, pairs: int) -> None:
    _, own, rows = made([["協働推進課"]], [["協働推進課"]])
    table = compare_plans(of, own, rows)
    assert len(table.drop_duplicates(["plan_id", "other_plan_id"])) == pairs and "warning" in table


def test_a_silent_plan_is_compared_with_nothing() -> None:
    assert compare_plans(*made([["協働推進課"]], [[]])).empty


@settings(max_examples=10, deadline=None)
@given(st.integers(1, 6), st.integers(1, 6))
def test_numbers_agree_with_each_other(one: int, two: int) -> None:
    table = compare_plans(*made([["協働推進課"]] * one + [["管財課"]], [["協働推進課", "管財課"]] * two))
    assert np.isclose(table["difference"], table["other_share"] - table["share"]).all()
    assert table["difference"].between(table["difference_lower"] - 1e-9, table["difference_upper"] + 1e-9).all()
    assert (table["null_lower"] <= 1e-9).all() and (table["null_upper"] >= -1e-9).all()
    assert (table.loc[table["testable"], "least_p"] <= 0.05).all() and table.loc[~table["testable"], "p"].isna().all()


def test_the_two_yamaguchi_plans_are_the_only_pair() -> None:
    given = [read(name) for name in ("plans", "measures", "measure_departments", "field_status")]
    rows = name_departments(given[1], given[2], given[0], read_crosswalk(), read_functions())
    table = compare_plans(given[0], given[1], rows, given[3])
    assert table[["plan_id", "other_plan_id"]].drop_duplicates().to_numpy().tolist() == [["yamaguchi-1", "yamaguchi-2"]]
    assert set(table["standing"]) == {"both", "first_only", "second_only"}
    assert table.loc[table["standing"] != "both", "warning"].str.contains("the plans do not tell").all()
