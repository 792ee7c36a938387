"""The study of departments: silent plans stay, decisions are told apart, examples are what they are called."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pandas as pd
import pytest
from analysis_inputs import analyses_of, project_analyses
from analysis_tables import departments, field_status, measures
from department_tables import crosswalk, functions, named
from sample_materials import materials

from kyodo_analysis.analysis.analyses import Analyses
from kyodo_analysis.analysis.department import department_examples, department_study
from kyodo_analysis.analysis.department.department_examples import choose_examples, quote_examples
from kyodo_analysis.analysis.department.department_study import count_naming
from kyodo_analysis.analysis.department.department_variants import (
    state_certain_change,
    tabulate_variants,
    vary_change,
    vary_decisions,
)
from kyodo_analysis.analysis.steps import STEPS


def small(**tables: pd.DataFrame) -> Analyses:
    given = replace(materials(**tables), crosswalk=crosswalk(), functions=functions())
    return Analyses(given, STEPS)


def test_silent_plans_have_a_row_without_names() -> None:
    table = count_naming(small()).set_index("plan_id")
    counts = table[["n", "read", "ambiguous", "silent", "names", "generic"]]
    assert counts.to_numpy().tolist() == [[3, 0, 0, 3, 0, 0], [2, 0, 0, 2, 0, 0], [4, 3, 1, 0, 8, 2]]
    assert table.loc["ube", "per_measure"] == 2 and pd.isna(table.loc["hagi", "per_measure"])


def test_each_decision_has_its_own_share_and_size() -> None:
    row = vary_decisions(small()).set_index("plan").loc["Ube (FY2013–15)"]
    assert row[["as_printed", "n_as_printed"]].tolist() == ["75%", 4]
    assert row[["reprints_once", "n_reprints_once"]].tolist() == ["100%", 3]
    assert row[["without_ambiguous", "n_without_ambiguous"]].tolist() == ["67%", 3]
    assert row["rank_by_fractions"] == 1


def test_a_department_that_only_ambiguous_measures_name_has_no_share_without_them() -> None:
    only = departments()
    only = only[only["measure_id"].isin(["ube/1-2", "ube/2-1"])]
    row = vary_decisions(small(measure_departments=only)).iloc[0]
    assert row["as_printed"] == "50%" and pd.isna(row["without_ambiguous"])


def test_the_change_without_ambiguous_measures_is_said_beside_that_of_all() -> None:
    table = vary_change(project_analyses())
    assert table["counting"].tolist() == ["reprints once", "without ambiguous"] and set(table["name"]) == {"協働推進課"}
    numbers = table[["count", "n", "other_count", "other_n"]].to_numpy().tolist()
    assert numbers == [[36, 44, 35, 37], [23, 30, 35, 37]] and not table["beyond_null"].any()
    assert state_certain_change(table) == (
        "Without the measures whose departments are ambiguous: 協働推進課 23 / 30 and 35 / 37, +18 points (+1 to +36, "
        "p = 0.067), which does not lie beyond shuffled plan labels"
    )
    assert "協働推進課は23 / 30から35 / 37（+18ポイント、区間+1～+36" in state_certain_change(table, "ja")
    assert vary_change(small()).empty and state_certain_change(vary_change(small())) == ""
    assert "change" not in tabulate_variants(small())


def test_examples_leave_out_what_is_ambiguous() -> None:
    """ube/1-2 alone names only the desk, but ambiguously: no measure is typical."""
    examples = choose_examples(measures(), named(), field_status())
    assert examples[["example", "measure_id"]].to_numpy().tolist() == [["opposite", "ube/2-1"], ["deviant", "ube/1-1"]]
    assert examples["departments"].tolist() == ["全所属", "協働推進課・地域交流センター・管財課・関係課"]
    certain = field_status().assign(status="read")
    assert choose_examples(measures(), named(), certain).iloc[0].tolist() == ["typical", "ube/1-2", "協働推進課"]


def test_a_longer_name_that_holds_the_most_named_one_is_another_department() -> None:
    longer = departments()
    longer.loc[longer["measure_id"] == "ube/2-1", ["printed", "department"]] = "市民協働推進課"
    examples = choose_examples(measures(), named(departments=longer), field_status()).set_index("example")
    assert examples.loc["opposite", "measure_id"] == "ube/2-1"


def test_quotations_stand_beside_the_examples() -> None:
    table = quote_examples(choose_examples(measures(), named(), field_status()), measures(), characters=4)
    assert table[["example", "quotation", "lines"]].to_numpy().tolist() == [
        ["deviant", "地域交流…", "10–11"],
        ["opposite", "お気軽講…", "13–14"],
    ]


TABLES: dict[str, Callable[[Analyses], str]] = {
    name: getattr(room, name)
    for room in (department_study, department_examples)
    for name in vars(room)
    if name.startswith("tabulate_") and name != "tabulate_markdown"
}


@pytest.mark.parametrize("name", [*TABLES, "state_answer"])
@pytest.mark.parametrize("case", ["small", "small, one measure", "nothing"])
def test_every_table_can_be_shown_for_poor_inputs(case: str, name: str) -> None:
    said = (TABLES | {"state_answer": department_study.state_answer})[name](analyses_of(case))
    assert said and "nan" not in said and "<NA>" not in said


def test_the_tables_of_the_plans_themselves() -> None:
    of = project_analyses()
    naming, named_ = count_naming(of), of.materials.departments
    assert naming["names"].sum() == len(named_) and naming["generic"].sum() == named_["generic"].sum()
    assert naming[["read", "ambiguous", "unreadable", "silent"]].sum(axis=1).eq(naming["n"]).all()

    examples = choose_examples(of.table("measures"), named_, of.table("field_status"))
    unsure = of.table("field_status").query("field == 'departments' and status == 'ambiguous'")["measure_id"]
    assert len(unsure) and not examples["measure_id"].isin(unsure).any()
    sizes = examples["measure_id"].map(named_["measure_id"].value_counts())
    assert sizes[examples["example"] == "typical"].eq(1).all() and sizes[examples["example"] == "deviant"].gt(1).all()

    assert "do not compare" in department_study.state_answer(of) and "%" in department_study.tabulate_change(of)
    assert department_study.tabulate_stability(of).count("\n| ") == 1 + len(
        of["department-rank-stability"].query("counting == 'whole' and rank <= 6")
    )
    assert "職員" in department_study.tabulate_crosswalk(of)
    assert "| 地域交流センター – 総合支所 |" in department_study.tabulate_network(of)
