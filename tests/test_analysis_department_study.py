"""The study of departments: silent plans stay, decisions are told apart, examples are what they are called."""

from __future__ import annotations

import pandas as pd
import pytest
from analysis_tables import departments, field_status, measures, plans

from kyodo_analysis.analysis.carrying.department_study import (
    choose_examples,
    list_most_named,
    present_change,
    quote_examples,
    state_change,
    tabulate_naming,
    vary_decisions,
)
from kyodo_analysis.analysis.carrying.workload import compare_departments, load_departments
from kyodo_analysis.tables import read


def test_silent_plans_have_a_row_without_names() -> None:
    table = tabulate_naming(plans(), measures(), departments(), field_status())
    counts = table.set_index("plan")[["n", "read", "ambiguous", "silent", "names", "generic"]]
    assert counts.to_numpy().tolist() == [[3, 0, 0, 3, 0, 0], [2, 0, 0, 2, 0, 0], [4, 3, 1, 0, 8, 2]]
    assert table["plan"].tolist() == ["Hagi (draft)", "Kudamatsu (inferred)", "Ube (FY2013–15)"]


def test_ties_are_all_listed_and_generic_names_are_not() -> None:
    loads = load_departments(measures(), departments(), field_status(), resamples=50)
    assert list_most_named(loads, plans(), ranks=1)["department"].tolist() == ["協働推進課"]
    assert set(list_most_named(loads, plans(), ranks=2)["department"]) == {
        *("協働推進課", "地域交流センター", "管財課", "広報広聴課")
    }


def test_each_decision_has_its_own_share_and_size() -> None:
    row = vary_decisions(plans(), measures(), departments(), field_status()).set_index("plan").loc["Ube (FY2013–15)"]
    assert row[["as_printed", "n_as_printed"]].tolist() == ["75%", 4]
    assert row[["reprints_once", "n_reprints_once"]].tolist() == ["100%", 3]
    assert row[["without_ambiguous", "n_without_ambiguous"]].tolist() == ["67%", 3]


def test_a_department_that_only_ambiguous_measures_name_has_no_share_without_them() -> None:
    only = departments()
    only = only[only["measure_id"].isin(["ube/1-2", "ube/2-1"])]
    row = vary_decisions(plans(), measures(), only, field_status()).iloc[0]
    assert row["as_printed"] == "50%" and pd.isna(row["without_ambiguous"])


def test_examples_leave_out_what_is_ambiguous() -> None:
    """ube/1-2 alone names only the desk, but ambiguously: no measure is typical."""
    examples = choose_examples(measures(), departments(), field_status())
    assert examples[["example", "measure_id"]].to_numpy().tolist() == [["opposite", "ube/2-1"], ["deviant", "ube/1-1"]]
    assert examples["departments"].tolist() == ["全所属", "協働推進課・地域交流センター・管財課・関係課"]
    certain = field_status().assign(status="read")
    assert choose_examples(measures(), departments(), certain).iloc[0].tolist() == ["typical", "ube/1-2", "協働推進課"]


def test_a_longer_name_that_holds_the_most_named_one_is_another_department() -> None:
    longer = departments()
    longer.loc[longer["measure_id"] == "ube/2-1", ["printed", "department"]] = "市民協働推進課"
    examples = choose_examples(measures(), longer, field_status()).set_index("example")
    assert examples.loc["opposite", "measure_id"] == "ube/2-1"


def test_quotations_stand_beside_the_examples() -> None:
    table = quote_examples(choose_examples(measures(), departments(), field_status()), measures(), characters=4)
    assert table[["example", "quotation", "lines"]].to_numpy().tolist() == [
        ["deviant", "地域交流…", "10–11"],
        ["opposite", "お気軽講…", "13–14"],
    ]


@pytest.mark.parametrize("beyond, said", [([False, False], "0 of 1"), ([True, False], "1 of 1")])
def test_two_shares_of_a_department_count_once(beyond: list[bool], said: str) -> None:
    change = pd.DataFrame({"department": ["職員課", "職員課"], "beyond_null": beyond})
    assert state_change(change).startswith(f"{said} departments")


def test_the_study_of_the_plans_themselves() -> None:
    tables = {name: read(name) for name in ("plans", "measures", "measure_departments", "field_status")}
    named = tables["measure_departments"]
    naming = tabulate_naming(**tables)
    assert naming["names"].sum() == len(named) and naming["generic"].sum() == named["generic"].sum()
    assert naming[["read", "ambiguous", "unreadable", "silent"]].sum(axis=1).eq(naming["n"]).all()

    examples = choose_examples(tables["measures"], named, tables["field_status"])
    unsure = tables["field_status"].query("field == 'departments' and status == 'ambiguous'")["measure_id"]
    assert len(unsure) and not examples["measure_id"].isin(unsure).any()
    sizes = examples["measure_id"].map(named["measure_id"].value_counts())
    assert sizes[examples["example"] == "typical"].eq(1).all() and sizes[examples["example"] == "deviant"].gt(1).all()

    change = compare_departments(tables["measures"], named, ["yamaguchi-1", "yamaguchi-2"], shuffles=50)
    shown = present_change(change, tables["plans"])
    assert shown.groupby("department")["plan"].nunique().eq(2).all() and shown["share"].str.endswith("%").all()
