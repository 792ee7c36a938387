"""Coverage of fields and repairs per plan: every plan and status keeps its row, and the counts add up."""

from __future__ import annotations

import pandas as pd
import pytest
from analysis_tables import field_status, frame, plans

from kyodo_analysis.analysis.extraction.coverage import (
    STATUSES,
    count_repairs,
    count_silence,
    field_coverage,
    keep_all_plans,
)
from kyodo_analysis.tables import read
from kyodo_analysis.tables.declarations import READ_STATUSES
from kyodo_analysis.tables.measure_tables import MEASURE_FIELDS


def test_statuses_are_those_of_the_schema() -> None:
    assert set(STATUSES) == set(READ_STATUSES)


def test_every_plan_field_and_status_has_a_row() -> None:
    coverage = field_coverage(field_status(), plans())
    assert len(coverage) == 3 * len(MEASURE_FIELDS) * len(STATUSES)
    cell = coverage.set_index(["plan_id", "field", "status"]).loc["ube", "departments", "ambiguous"]
    assert (cell["count"], cell["n"], cell["share"], cell["measure_ids"]) == (1, 4, 1 / 4, "ube/1-2")
    empty = coverage.set_index(["plan_id", "field", "status"]).loc["hagi", "departments", "read"]
    assert (empty["count"], empty["n"], empty["share"], empty["measure_ids"]) == (0, 3, 0.0, "")


def test_statuses_of_a_field_add_up_to_the_measures() -> None:
    coverage = field_coverage(read("field_status"), read("plans"))
    sums = coverage.groupby(["plan_id", "field"])[["count", "n"]].agg({"count": "sum", "n": "first"})
    assert (sums["count"] == sums["n"]).all()
    sizes = read("measures")["plan_id"].value_counts()
    assert coverage.groupby("plan_id")["n"].first().to_dict() == sizes.to_dict()


def test_a_plan_without_measures_has_no_share_but_keeps_its_rows() -> None:
    found = plans()
    coverage = field_coverage(field_status().iloc[:0], found)
    assert coverage["n"].eq(0).all() and coverage["share"].isna().all() and coverage["plan_id"].nunique() == 3
    assert count_silence(field_status().iloc[:0], found, "schedule")["state"].eq("no measures").all()


def test_silence_names_what_became_of_a_field() -> None:
    departments = count_silence(field_status(), plans(), "departments").set_index("plan_id")
    assert departments["state"].to_dict() == {"ube": "read", "hagi": "silent", "kudamatsu": "silent"}
    assert departments.loc["ube", ["n", "read", "ambiguous"]].tolist() == [4, 3, 1]
    schedules = count_silence(field_status(), plans(), "schedule").set_index("plan_id")
    assert schedules["state"].to_dict() == {"ube": "read", "hagi": "silent", "kudamatsu": "unreadable"}


def test_a_lost_field_outweighs_one_that_was_read_as_often() -> None:
    rows = [("ube/1", "read"), ("ube/2", "unreadable")]
    status = frame("field_status", [{"measure_id": one, "field": "schedule", "status": how} for one, how in rows])
    assert count_silence(status, plans(), "schedule").set_index("plan_id").loc["ube", "state"] == "unreadable"


def test_silent_plans_stay_in_a_table_and_whole_numbers_stay_whole() -> None:
    silence = count_silence(field_status(), plans(), "departments")
    table = pd.DataFrame({"plan_id": ["ube", "ube"], "whole": [3, 1], "department": ["協働推進課", "管財課"]})
    kept = keep_all_plans(table, silence)
    assert kept["plan_id"].tolist() == ["hagi", "kudamatsu", "ube", "ube"]
    assert kept["state"].tolist() == ["silent", "silent", "read", "read"]
    assert kept["whole"].dtype == "Int64" and kept["whole"].isna().tolist() == [True, True, False, False]


def test_repairs_are_counted_for_every_plan_and_fixer() -> None:
    steps = [("ube", 3, 1, "overprint", "市市市市民", "市民"), ("ube", 3, 2, "outer_blanks", " 市民", "市民")]
    steps += [("hagi", 7, 1, "overprint", "協協働働", None), ("ube", 9, 1, "overprint", "課課", "課")]
    columns = ("plan_id", "line", "step", "fixer", "before", "after")
    repairs = frame("repairs", [dict(zip(columns, step, strict=True)) for step in steps])
    counted = count_repairs(repairs, plans()).set_index(["plan_id", "fixer"])
    assert len(counted) == 6 and counted.index[0][1] == "overprint"
    assert counted.loc[("ube", "overprint"), ["steps", "lines", "removed_chars"]].tolist() == [2, 2, 4]
    assert counted.loc[("ube", "outer_blanks"), ["steps", "removed_chars"]].tolist() == [1, 0]
    assert counted.loc[("hagi", "overprint"), "removed_chars"] == 4
    assert counted.loc[("kudamatsu", "overprint"), "steps"] == 0
    assert counted.loc[("ube", "overprint"), "per_1000"] == pytest.approx(2.0)


def test_what_repairs_took_away_is_what_the_plans_are_shorter_by() -> None:
    known = read("plans").set_index("plan_id")
    counted = count_repairs(read("repairs"), read("plans")).groupby("plan_id")["removed_chars"].sum()
    shorter = (known["raw_chars"] - known["repaired_chars"]).astype("int64")
    assert counted.to_dict() == shorter.to_dict()


def test_no_repairs_is_an_empty_table() -> None:
    assert count_repairs(frame("repairs", []), plans()).empty
