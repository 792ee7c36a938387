"""Year columns as sequences: states, years, transitions, waiting; lost and silent plans are told apart."""

from __future__ import annotations

import pandas as pd
import pytest
from analysis_tables import field_status, frame, measures, plans, schedule

from kyodo_analysis.analysis.carrying.schedules import (
    STATES,
    count_sequences,
    count_transitions,
    describe_grids,
    distribute_states,
    keep_readable_grids,
    list_states,
    order_grid,
    summarise_sequences,
)
from kyodo_analysis.analysis.carrying.timing import ANY, count_timing
from kyodo_analysis.tables import read
from kyodo_analysis.tables.gold import read_gold
from kyodo_analysis.values.schedule_marks import PHASES


def states() -> pd.DataFrame:
    return list_states(measures(), schedule())


def test_states_are_the_phases_of_the_values_room() -> None:
    assert set(STATES) == set(PHASES)
    with pytest.raises(ValueError, match="phase finished is unknown; known are none, consider"):
        list_states(measures(), schedule().assign(phase="finished"))


def test_cells_have_their_state_plan_year_and_arrow() -> None:
    own = states().set_index(["measure_id", "fiscal_year"])
    assert own.loc["ube/1-2", "state"].tolist() == ["consider", "consider", "implement"]
    assert own.loc["ube/1-2", "carried"].tolist() == [False, True, False]
    assert own.loc["ube/1-3", "plan_year"].tolist() == [1, 2, 3]


def test_a_row_without_any_mark_is_left_out_but_a_blank_cell_is_not() -> None:
    assert "kudamatsu/1" not in set(states()["measure_id"])
    assert states().set_index(["measure_id", "fiscal_year"]).loc[("ube/1-3", 2014), "state"] == "none"


def test_rows_stand_in_the_order_of_the_plan() -> None:
    known = read("measures")
    found = list_states(known, read("measure_schedule"))["measure_id"].drop_duplicates().tolist()
    order = {measure_id: place for place, measure_id in enumerate(known["measure_id"])}
    assert found == sorted(found, key=order.__getitem__)


def test_every_year_adds_up_to_all_measures() -> None:
    table = distribute_states(states()).set_index(["plan_id", "fiscal_year", "state"])
    assert table.groupby("fiscal_year")["count"].sum().tolist() == [4, 4, 4]
    assert table.loc[("ube", 2014, "continue"), ["count", "carried", "n", "share"]].tolist() == [2, 2, 4, 0.5]
    assert table.loc[("ube", 2013, "none"), ["count", "measure_ids"]].tolist() == [0, ""]
    assert table.loc[("ube", 2014, "none"), "measure_ids"] == "ube/1-3"


def test_transitions_count_pairs_of_neighbouring_years() -> None:
    table = count_transitions(states()).set_index(["from_state", "to_state"])
    assert table["count"].sum() == 2 * 4
    assert table.loc[("implement", "continue"), ["count", "carried", "n", "measures"]].tolist() == [2, 2, 3, 2]
    assert table.loc[("implement", "none"), "share"] == pytest.approx(1 / 3)
    assert table.loc[("none", "implement"), "measure_ids"] == "ube/1-3"


def test_a_missing_year_is_no_transition() -> None:
    gap = schedule()[schedule()["fiscal_year"] != 2014]
    assert count_transitions(list_states(measures(), gap)).empty


def test_sequences_tell_when_a_measure_starts_and_is_implemented() -> None:
    table = summarise_sequences(states()).set_index("measure_id")
    assert table.loc["ube/1-2", ["sequence", "start_state", "years_to_implement"]].tolist() == [
        "consider consider implement",
        "consider",
        2,
    ]
    assert table.loc["ube/1-1", ["years_to_implement", "has_arrow", "changes"]].tolist() == [0, True, 1]
    assert table.loc["ube/1-3", ["has_arrow", "changes"]].tolist() == [False, 2]


def test_a_measure_that_is_never_implemented_has_no_waiting_time() -> None:
    only = schedule().assign(phase="consider", printed="検討")
    table = summarise_sequences(list_states(measures(), only))
    assert table["years_to_implement"].isna().all() and table["start_year"].eq(2013).all()
    assert count_sequences(table, ("plan_id", "years_to_implement"))["count"].sum() == len(table)


def test_common_courses_come_first() -> None:
    table = count_sequences(summarise_sequences(states()))
    assert table["sequence"].iloc[0] == "implement continue continue"
    assert table.loc[0, ["count", "n", "share", "measure_ids"]].tolist() == [2, 4, 0.5, "ube/1-1 ube/2-1"]
    assert (table["lower"] < table["share"]).all() and (table["share"] < table["upper"]).all()


def test_grids_are_read_lost_or_silent() -> None:
    indicators = frame(
        "indicators",
        [{"plan_id": "hagi", "indicator_id": "hagi/KGI-1", "position": position} for position in (1, 2)],
    )
    table = describe_grids(field_status(), plans(), indicators).set_index("plan_id")
    assert table["state"].to_dict() == {"ube": "read", "hagi": "silent", "kudamatsu": "unreadable"}
    assert table["indicators"].to_dict() == {"ube": 0, "hagi": 1, "kudamatsu": 0}
    assert table.loc["kudamatsu", "measure_ids"] == "kudamatsu/1 kudamatsu/2" and table.loc["hagi", "measure_ids"] == ""


def test_a_single_mark_of_a_lost_grid_is_left_out() -> None:
    known = read("measures")
    grids = describe_grids(read("field_status"), read("plans"), read("indicators"))
    found = list_states(known, read("measure_schedule"))
    kept = keep_readable_grids(found, grids)
    assert set(kept["plan_id"]) == {"yamaguchi-1"}
    assert set(found["plan_id"]) >= set(kept["plan_id"])


def test_the_grid_is_ordered_by_course() -> None:
    table = order_grid(states(), measures())
    places = table.drop_duplicates("measure_id").set_index("measure_id")["place"]
    assert places.to_dict() == {"ube/1-2": 0, "ube/1-1": 1, "ube/2-1": 2, "ube/1-3": 3}
    assert table["n"].eq(4).all() and table["measure_ids"].eq(table["measure_id"]).all() and len(table) == 12


def test_the_grid_of_the_project_is_the_one_that_was_read_by_hand() -> None:
    grid = list_states(read("measures"), read("measure_schedule")).set_index(["measure_id", "fiscal_year"])["printed"]
    compared = 0
    for record in read_gold():
        if record["document"] != "yamaguchi-1":
            continue
        measure_id = f"yamaguchi-1/{record['id']}"
        printed = {2000 + int(year[1:]) - 12: mark or None for year, mark in record["schedule"].items()}
        found = {year: mark if isinstance(mark, str) else None for year, mark in grid.loc[measure_id].items()}
        assert found == printed
        compared += len(printed)
    assert compared > 50


def test_empty_grids_give_honest_empty_tables() -> None:
    nothing = list_states(measures(), schedule().iloc[:0])
    tables = (distribute_states(nothing), count_transitions(nothing), summarise_sequences(nothing))
    assert all(table.empty for table in tables)
    assert order_grid(nothing, measures()).empty and count_sequences(tables[2]).empty


def test_words_of_time_are_counted_once_per_measure() -> None:
    rows = [("ube/1-1", "随時", "as_needed"), ("ube/1-1", "適宜", "as_needed"), ("ube/1-2", "毎年度", "recurrent")]
    rows += [("ube/2-1", "随時", "as_needed")]
    timing = frame(
        "measure_timing",
        [
            {"measure_id": one, "position": place, "printed": printed, "kind": kind}
            for place, (one, printed, kind) in enumerate(rows, start=1)
        ],
    )
    table = count_timing(measures(), timing).set_index(["plan_id", "kind"])
    assert table.loc[("ube", ANY), ["count", "n", "printed"]].tolist() == [2, 3, "随時、適宜、毎年度"]
    assert table.loc[("ube", "as_needed"), ["count", "measure_ids"]].tolist() == [1, "ube/1-1"]
    assert table.loc[("hagi", "recurrent"), ["count", "share"]].tolist() == [0, 0]
    assert table.loc[("hagi", ANY), "upper"] > 0.5
