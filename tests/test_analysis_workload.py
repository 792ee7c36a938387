"""Loads of departments: they add up both ways, generic names stand apart, silent plans are not invented."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from analysis_tables import departments, field_status, measures
from hypothesis import given
from hypothesis import strategies as st

from kyodo_analysis.analysis.carrying.workload import (
    compare_departments,
    concentrate,
    load_departments,
    measure_concentration,
)
from kyodo_analysis.analysis.showing.labels import split_ids
from kyodo_analysis.tables import read

FAST = {"resamples": 300}


def loads(**changes: object) -> pd.DataFrame:
    table = load_departments(measures(), departments(), field_status(), **{**FAST, **changes})
    return table.set_index(["plan_id", "department"])


def test_whole_and_fractional_counts_by_hand() -> None:
    table = loads()
    assert table.loc[("ube", "協働推進課"), ["whole", "fractional", "n"]].tolist() == [3, 1 / 4 + 1 + 1 / 2, 4]
    assert table.loc[("ube", "管財課"), ["whole", "fractional"]].tolist() == [1, 1 / 4]
    assert table.loc[("ube", "協働推進課"), ["share", "rank", "ambiguous"]].tolist() == [3 / 4, 1, 1]
    assert table.loc[("ube", "協働推進課"), "measure_ids"] == "ube/1-1 ube/1-2 ube/1-3"


def test_generic_names_stand_behind_and_have_no_rank() -> None:
    table = loads().reset_index()
    assert table["generic"].tolist() == [False] * 4 + [True] * 2
    assert table["rank"].isna().tolist() == table["generic"].tolist()
    assert table["department"].tolist()[0] == "協働推進課" and set(table["department"][-2:]) == {"関係課", "全所属"}


def test_reprints_can_be_left_out() -> None:
    table = loads(reprints=False)
    assert table["n"].iloc[0] == 3 and ("ube", "全所属") not in table.index


def test_plans_without_departments_have_no_rows() -> None:
    assert set(loads().reset_index()["plan_id"]) == {"ube"}
    assert load_departments(measures(), departments().iloc[:0], **FAST).empty
    assert measure_concentration(measures(), departments().iloc[:0], **FAST).empty


def test_a_name_that_could_not_be_parsed_counts_as_printed() -> None:
    unknown = departments().assign(department=lambda table: table["department"].mask(table["printed"] == "管財課"))
    assert ("ube", "管財課") in load_departments(measures(), unknown, **FAST).set_index(["plan_id", "department"]).index


def test_departments_of_unknown_measures_are_refused() -> None:
    with pytest.raises(ValueError, match=r"departments of ube/9 are given"):
        load_departments(measures(), departments().assign(measure_id="ube/9"), **FAST)


def test_loads_of_the_project_add_up_both_ways() -> None:
    named = read("measure_departments")
    table = load_departments(read("measures"), named, read("field_status"), **FAST)
    plan_of = named["measure_id"].str.split("/").str[0]
    sums = table.groupby("plan_id")[["whole", "fractional"]].sum()
    assert sums["whole"].to_dict() == plan_of.value_counts().to_dict()
    assert sums["fractional"].round(9).to_dict() == named.groupby(plan_of)["measure_id"].nunique().to_dict()
    # A plan may name one department twice for a measure; every other whole count is a count of measures.
    twice = int(named.duplicated(["measure_id", "department"]).sum())
    assert sum(len(split_ids(ids)) for ids in table["measure_ids"]) == table["whole"].sum() - twice
    assert (table["whole_lower"] <= table["whole"]).all() and (table["whole"] <= table["whole_upper"]).all()


@given(st.lists(st.integers(0, 9), min_size=2, max_size=12).filter(any))
def test_measures_of_concentration_agree_with_their_definitions(found: list[int]) -> None:
    values = concentrate(np.array([found], dtype=float))
    shares = np.array(found) / sum(found)
    pairwise = np.abs(shares[:, None] - shares[None, :]).sum() / (2 * len(shares) ** 2 * shares.mean())
    pairwise *= len(shares) / (len(shares) - 1)  # divided by its greatest value, which K departments limit
    assert values["gini"][0] == pytest.approx(pairwise, abs=1e-12)
    assert values["hhi"][0] == pytest.approx((shares**2).sum())
    logs = [share * np.log(share) for share in shares if share]
    assert values["entropy"][0] == pytest.approx(-sum(logs) / np.log(len(shares)), abs=1e-12)
    assert values["top_share"][0] == shares.max()


def test_ends_of_the_scales() -> None:
    even, one = (concentrate(np.array([row])) for row in ([2.0, 2.0, 2.0, 2.0], [5.0, 0.0, 0.0, 0.0]))
    assert [round(float(even[name][0]), 9) for name in ("hhi", "entropy", "gini", "top_share")] == [0.25, 1, 0, 0.25]
    assert [round(float(one[name][0]), 9) for name in ("hhi", "entropy", "gini", "top_share")] == [1, 0, 1, 1]
    assert concentrate(np.array([[3.0]]))["entropy"][0] == 0


def test_concentration_leaves_generic_names_out() -> None:
    table = measure_concentration(measures(), departments(), **FAST).set_index(["counting", "statistic"])
    # 協働推進課 3, and 地域交流センター, 管財課, 広報広聴課 1 each, on three measures.
    assert table.loc[("whole", "top_share"), ["value", "departments", "n", "top"]].tolist() == [0.5, 4, 3, "協働推進課"]
    assert table.loc[("whole", "hhi"), "value"] == pytest.approx((9 + 3) / 36)
    # Fractions share each measure among the names that are not generic: 1/3 + 1 + 1/2 of 3.
    assert table.loc[("fractional", "top_share"), "value"] == pytest.approx((1 / 3 + 1 + 1 / 2) / 3)


def test_intervals_of_concentration_hold_their_value() -> None:
    table = measure_concentration(read("measures"), read("measure_departments"), **FAST)
    assert (table["lower"] <= table["value"] + 1e-9).all() and (table["value"] <= table["upper"] + 1e-9).all()
    assert table["value"].between(0, 1).all() and len(table) == table["plan_id"].nunique() * 8


def test_only_departments_that_both_plans_name_are_compared() -> None:
    moved = departments().assign(
        measure_id=lambda table: table["measure_id"].replace({"ube/1-2": "hagi/1", "ube/2-1": "hagi/2"})
    )
    table = compare_departments(measures(), moved, ["ube", "hagi"], shuffles=99)
    assert table["department"].unique().tolist() == ["協働推進課"]
    assert table.set_index("plan_id")["share"].to_dict() == {"hagi": 1.0, "ube": 1.0}
    assert not table["beyond_null"].any()
