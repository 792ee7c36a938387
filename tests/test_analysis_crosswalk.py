"""Names of departments meet their decisions: nothing is dropped, and what is not decided is seen."""

from __future__ import annotations

import analysis_tables
import pandas as pd
import pytest
from analysis_tables import frame
from department_tables import crosswalk, functions, named, namings

from kyodo_analysis.analysis.department.crosswalk import cover_names, list_decisions, name_departments
from kyodo_analysis.tables import read
from kyodo_analysis.tables.crosswalk import UNASSIGNED, read_crosswalk, read_functions


def small(decisions: pd.DataFrame | None = None) -> tuple[pd.DataFrame, ...]:
    own = crosswalk() if decisions is None else decisions
    return analysis_tables.measures(), analysis_tables.departments(), analysis_tables.plans(), own, functions()


def one_plan(first: int | None = None) -> pd.DataFrame:
    row = {"plan_id": "ube", "municipality": "宇部市", "municipality_code": "35202", "raw_chars": 1}
    return frame("plans", [row | {"first_fiscal_year": first, "source_sha256": "0" * 64}])


def canonical_of(decisions: pd.DataFrame, plans: pd.DataFrame, printed: str = "市民課") -> list[object]:
    measures = frame("measures", [{"measure_id": "ube/1", "plan_id": "ube", "number": "1"}])
    table = name_departments(measures, namings([("ube/1", [printed])]), plans, decisions, functions())
    row = table.iloc[0]
    return [row["canonical"], row["function"], bool(row["covered"])]


@pytest.mark.parametrize("undecided", read("measure_departments")["printed"].drop_duplicates().tolist())
def test_a_decision_that_is_taken_away_leaves_its_name_uncovered_in_every_plan(undecided: str) -> None:
    decisions = read_crosswalk()
    rest = decisions[(decisions["printed"] != undecided) & (decisions["canonical"] != undecided)]
    tables = read("measures"), read("measure_departments"), read("plans")
    table = name_departments(*tables, rest, read_functions())
    assert not table.loc[table["printed"] == undecided, "covered"].any()
    assert len(table) == len(tables[1]) and table["canonical"].notna().all()


def test_rows_stay_as_they_are_and_in_their_order() -> None:
    given, table = analysis_tables.departments(), named()
    kept = ["measure_id", "position", "printed", "department"]
    assert table[kept].to_numpy().tolist() == given[kept].to_numpy().tolist()
    assert table["plan_id"].eq("ube").all()


def test_a_name_without_a_decision_keeps_itself_and_the_mark_of_the_program() -> None:
    row = named().set_index("printed").loc["広報広聴課"]
    assert row[["canonical", "function", "covered", "generic"]].tolist() == ["広報広聴課", UNASSIGNED, False, False]
    assert row[["function_en", "function_ja"]].tolist() == ["not assigned", "未分類"]


def test_people_overrule_the_program_on_what_is_generic() -> None:
    decided = crosswalk([("全所属", "全所属", "宇部市", "everyone", False, None, None)])
    table = named(decisions=decided).set_index("printed")["generic"]
    assert not table["全所属"] and table["関係課"]


def test_a_department_that_could_not_be_read_counts_as_printed() -> None:
    given = analysis_tables.departments()
    given["department"] = given["department"].mask(given["printed"] == "広報広聴課")
    assert named(departments=given).set_index("printed").loc["広報広聴課", "canonical"] == "広報広聴課"


def test_a_decision_is_found_by_print_then_by_the_department_read_from_it() -> None:
    measures = frame("measures", [{"measure_id": "ube/1", "plan_id": "ube", "number": "1"}])
    printed = namings([("ube/1", ["協働推進課（主）", "管 財 課"])])
    printed["department"] = ["協働推進課", "管財課"]
    table = name_departments(measures, printed, one_plan(2013), crosswalk(), functions())
    assert table["canonical"].tolist() == ["協働推進課", "管財課"] and table["covered"].all()


def test_decisions_are_those_of_the_city_by_name_or_code() -> None:
    for place, covered in (("宇部市", True), ("35202", True), ("萩市", False)):
        decisions = crosswalk([("市民課", "市民協働課", place, "desk", False, None, None)])
        assert canonical_of(decisions, one_plan(2013))[2] is covered


@pytest.mark.parametrize("year, found", [(2012, "市民課"), (2013, "旧"), (2017, "旧"), (2018, "新"), (2030, "新")])
def test_a_decision_holds_in_its_years(year: int, found: str) -> None:
    decisions = crosswalk(
        [
            ("市民課", "旧", "宇部市", "desk", False, 2013, 2017),
            ("市民課", "新", "宇部市", "places", False, 2018, None),
        ]
    )
    assert canonical_of(decisions, one_plan(year))[0] == found


def test_a_plan_without_years_takes_the_only_decision_about_a_name_and_none_of_several() -> None:
    one = [("市民課", "旧", "宇部市", "desk", False, 2013, 2017)]
    assert canonical_of(crosswalk(one), one_plan())[0] == "旧"
    two = [*one, ("市民課", "新", "宇部市", "places", False, 2018, None)]
    assert canonical_of(crosswalk(two), one_plan()) == ["市民課", UNASSIGNED, False]


def test_two_decisions_for_one_plan_are_refused() -> None:
    decisions = crosswalk(
        [("市民課", name, place, "desk", False, None, None) for name, place in (("甲", "宇部市"), ("乙", "35202"))]
    )
    with pytest.raises(ValueError, match=r"lines 2 and 3 of the crosswalk both decide 市民課 for the plan ube"):
        canonical_of(decisions, one_plan(2013))


def test_departments_of_unknown_measures_are_refused() -> None:
    with pytest.raises(ValueError, match=r"departments of ube/9 are given"):
        named(departments=analysis_tables.departments().assign(measure_id="ube/9"))


def test_every_name_of_every_plan_has_a_row_and_so_has_every_dead_decision() -> None:
    decisions = crosswalk(
        [
            ("協働推進課", "協働推進課", "宇部市", "desk", False, None, None),
            ("全所属", "全所属", "宇部市", "everyone", False, None, None),
            ("水道局", "水道局", "宇部市", "places", False, None, None),
            ("協働推進課", "協働推進課", "萩市", "desk", False, None, None),
        ]
    )
    table = list_decisions(*small(decisions))
    found = table.set_index("printed")
    assert table["decision"].value_counts().to_dict() == {"missing": 4, "used": 2, "unused": 2}
    assert table.loc[table["decision"] != "unused", "count"].sum() == len(analysis_tables.departments())
    assert found.loc["全所属", ["generic_program", "generic_hand", "agree"]].tolist() == [True, False, False]
    assert pd.isna(found.loc["関係課", "generic_hand"]) and pd.isna(found.loc["関係課", "agree"])
    dead = table[table["decision"] == "unused"]
    assert (
        dead["plan_id"].isna().all() and dead["count"].eq(0).all() and set(dead["printed"]) == {"水道局", "協働推進課"}
    )
    assert table.iloc[0]["printed"] == "協働推進課" and table.iloc[0]["measure_ids"] == "ube/1-1 ube/1-2 ube/1-3"


def test_coverage_counts_names_and_namings_and_keeps_silent_plans() -> None:
    table = cover_names(named(), analysis_tables.plans()).set_index("plan_id")
    row = table.loc["ube"]
    assert row[["names", "names_covered", "names_uncovered"]].tolist() == [6, 5, 1]
    assert row[["namings", "namings_covered", "namings_uncovered"]].tolist() == [8, 7, 1]
    assert row["share"] == 7 / 8 and row["uncovered"] == "広報広聴課" and row["measure_ids"] == "ube/1-3"
    assert table.loc["hagi", "namings"] == 0 and pd.isna(table.loc["hagi", "share"])


@pytest.mark.parametrize("cut", [0, 1, 2, 3])
def test_poor_tables_give_honest_ones(cut: int) -> None:
    """Without measures and namings, without namings, without decisions, and without anything at all."""
    measures, departments, plans, decisions, codes = small()
    kept = [
        (measures.iloc[:0], departments.iloc[:0], plans, decisions),
        (measures, departments.iloc[:0], plans, decisions),
        (measures, departments, plans, decisions.iloc[:0]),
        (measures.iloc[:0], departments.iloc[:0], plans.iloc[:0], decisions.iloc[:0]),
    ][cut]
    table = name_departments(*kept, codes)
    assert len(table) == len(kept[1]) and table["covered"].dtype == bool and not table["covered"].any()
    listed = list_decisions(*kept, codes)
    assert listed["count"].sum() == len(kept[1]) and len(cover_names(table, kept[2])) == len(kept[2])


def test_the_decisions_of_the_project_cover_every_naming_and_none_is_dead() -> None:
    tables = [read(name) for name in ("measures", "measure_departments", "plans")]
    table = list_decisions(*tables, read_crosswalk(), read_functions())
    assert set(table["decision"]) == {"used"} and table["count"].sum() == len(tables[1])
    desks = table[table["function"] == "collaboration_desk"]
    assert desks["plan_id"].nunique() == table["plan_id"].nunique(), "a plan has no desk to compare"
    assert table.loc[table["agree"].eq(False), "printed"].tolist() == ["職員"]
