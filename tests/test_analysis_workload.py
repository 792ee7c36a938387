"""Loads of departments: they add up both ways in every variant, generic names stand apart, nobody is invented."""

from __future__ import annotations

import pandas as pd
import pytest
from analysis_tables import departments, field_status, frame, measures
from department_tables import crosswalk, named, namings
from hypothesis import given, settings
from hypothesis import strategies as st

from kyodo_analysis.analysis.department.crosswalk import name_departments
from kyodo_analysis.analysis.department.workload import BY, load_departments, select_namings, vary_loads
from kyodo_analysis.analysis.reprints import drop_reprints
from kyodo_analysis.analysis.showing.labels import split_ids
from kyodo_analysis.tables import read
from kyodo_analysis.tables.crosswalk import read_crosswalk, read_functions

FAST = {"resamples": 300}


def loads(**changes: object) -> pd.DataFrame:
    table = load_departments(measures(), named(), field_status(), **{**FAST, **changes})
    return table.set_index(["plan_id", BY[str(changes.get("by", "canonical"))]])


def of_project() -> tuple[pd.DataFrame, pd.DataFrame]:
    tables = [read(name) for name in ("measures", "measure_departments", "plans")]
    return tables[0], name_departments(*tables, read_crosswalk(), read_functions())


def test_whole_and_fractional_counts_by_hand() -> None:
    table = loads()
    assert table.loc[("ube", "協働推進課"), ["whole", "fractional", "n"]].tolist() == [3, 1 / 4 + 1 + 1 / 2, 4]
    assert table.loc[("ube", "管財課"), ["whole", "fractional"]].tolist() == [1, 1 / 4]
    assert table.loc[("ube", "協働推進課"), ["share", "rank", "ambiguous"]].tolist() == [3 / 4, 1, 1]
    assert table.loc[("ube", "協働推進課"), "measure_ids"] == "ube/1-1 ube/1-2 ube/1-3"


def test_two_departments_of_one_function_count_twice_in_its_load_and_once_in_its_share() -> None:
    row = loads(by="function").loc[("ube", "places")]
    assert row[["whole", "fractional", "share"]].tolist() == [2, 2 / 4, 1 / 4]
    assert row["measure_ids"] == "ube/1-1" and row["function_ja"] == "拠点"


def test_names_brought_together_are_one_load_that_shows_its_prints() -> None:
    decisions = crosswalk(
        [
            ("管財課", "財務課", "宇部市", "places", False, None, None),
            ("広報広聴課", "財務課", "宇部市", "places", False, None, None),
        ]
    )
    table = load_departments(measures(), named(decisions=decisions), **FAST).set_index("department")
    assert table.loc["財務課", ["printed", "whole"]].tolist() == ["管財課 | 広報広聴課", 2]
    assert table.loc["財務課", "fractional"] == 1 / 4 + 1 / 2


def test_generic_names_stand_behind_and_have_no_rank() -> None:
    table = loads().reset_index()
    assert table["generic"].tolist() == [False] * 4 + [True] * 2
    assert table["rank"].isna().tolist() == table["generic"].tolist()
    assert table["department"].tolist()[0] == "協働推進課" and set(table["department"][-2:]) == {"関係課", "全所属"}


def test_who_is_in_charge_counts_where_the_plan_marks_it_and_is_missing_elsewhere() -> None:
    assert loads()["in_charge"].isna().all()
    marked = named()
    marked["in_charge"] = marked["printed"].eq("協働推進課") & marked["measure_id"].ne("ube/1-1")
    table = load_departments(measures(), marked, **FAST).set_index("department")["in_charge"]
    assert table["協働推進課"] == 2 and table["管財課"] == 0


def test_reprints_can_be_left_out() -> None:
    table = loads(reprints=False)
    assert table["n"].iloc[0] == 3 and ("ube", "全所属") not in table.index


def test_plans_without_departments_have_no_rows() -> None:
    assert set(loads().reset_index()["plan_id"]) == {"ube"}
    none = named().iloc[:0]
    for by in BY:
        empty = load_departments(measures(), none, by=by, **FAST)
        assert empty.empty and set(empty.columns) == {"plan_id", *loads(by=by).reset_index().columns}
    assert vary_loads(measures(), none).empty


def test_departments_of_unknown_measures_are_refused() -> None:
    with pytest.raises(ValueError, match=r"departments of ube/9 are given"):
        load_departments(measures(), named().assign(measure_id="ube/9"), **FAST)


def add_up(table: pd.DataFrame, own: pd.DataFrame, namings_of: pd.DataFrame) -> None:
    """Both ways, by name and by function, for all measures and without reprints."""
    for reprints, counted in ((True, own), (False, drop_reprints(own))):
        rows = namings_of[namings_of["measure_id"].isin(counted["measure_id"])]
        whole = rows.groupby("plan_id").size().to_dict()
        carried = rows.groupby("plan_id")["measure_id"].nunique().to_dict()
        for by in BY.values():
            part = table[(table["by"] == by) & (table["reprints"] == reprints)]
            sums = part.groupby("plan_id")[["whole", "fractional"]].sum()
            assert sums["whole"].to_dict() == whole
            assert sums["fractional"].to_dict() == pytest.approx(carried)
            assert part["n"].eq(part["plan_id"].map(carried)).all()
            having = [len(split_ids(ids)) for ids in part["measure_ids"]]
            assert part["share"].tolist() == pytest.approx([k / n for k, n in zip(having, part["n"], strict=True)])


def test_loads_of_the_project_add_up_in_every_variant() -> None:
    own, rows = of_project()
    table = vary_loads(own, rows)
    add_up(table, own, rows)
    printed = table[table["reprints"]].groupby("by")["whole"].sum()
    assert printed.eq(len(read("measure_departments"))).all() and set(printed.index) == {"department", "function"}


NAMES = ["協働推進課", "地域交流センター", "管財課", "関係課", "全所属", "市長公室"]


@settings(max_examples=8, deadline=None)
@given(st.lists(st.lists(st.sampled_from(NAMES), max_size=4), min_size=1, max_size=7), st.data())
def test_loads_of_any_namings_add_up_in_every_variant(lists: list[list[str]], data: st.DataObject) -> None:
    reprints = data.draw(st.lists(st.booleans(), min_size=len(lists), max_size=len(lists)))
    own = frame(
        "measures",
        [
            {"measure_id": f"ube/{place}", "plan_id": "ube", "number": str(place), "title": f"題{place % 3}"}
            | {"reprint": reprint}
            for place, reprint in enumerate(reprints)
        ],
    )
    rows = named(own, namings((f"ube/{place}", names) for place, names in enumerate(lists)))
    add_up(vary_loads(own, rows), own, rows)


def test_intervals_hold_their_counts() -> None:
    own, rows = of_project()
    for by in BY:
        table = load_departments(own, rows, by=by, **FAST)
        for kind in ("whole", "fractional", "share"):
            assert (table[f"{kind}_lower"] <= table[kind] + 1e-9).all()
            assert (table[kind] <= table[f"{kind}_upper"] + 1e-9).all()


def test_the_selection_follows_the_order_of_the_measures() -> None:
    backwards = measures().iloc[::-1]
    rows = select_namings(backwards, named(departments=departments()))
    assert rows["measure_id"].drop_duplicates().tolist() == ["ube/2-1", "ube/1-3", "ube/1-2", "ube/1-1"]
