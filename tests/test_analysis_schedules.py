"""Year columns as sequences: states, years, transitions, waiting; lost and silent plans are told apart."""

from __future__ import annotations

import pandas as pd
import pytest
from analysis_tables import field_status, frame, measures, plans, schedule

from kyodo_analysis.analysis.schedule.courses import count_sequences, order_grid, summarise_sequences
from kyodo_analysis.analysis.schedule.schedules import (
    STATES,
    describe_grids,
    distribute_states,
    keep_gridless,
    keep_readable_grids,
    list_gridless,
    list_states,
)
from kyodo_analysis.tables import read
from kyodo_analysis.values.schedule_marks import PHASES


def states() -> pd.DataFrame:
    return list_states(measures(), schedule())


def test_states_are_the_phases_of_the_values_room() -> None:
    assert set(STATES) == set(PHASES)
    with pytest.raises(ValueError, match="phase finished is unknown; known are none, consider"):
        list_states(measures(), schedule().assign(phase="finished"))


def test_two_cells_of_one_year_are_refused() -> None:
    cell = schedule()[lambda rows: rows["measure_id"].eq("ube/1-2") & rows["fiscal_year"].eq(2014)]
    twice = pd.concat([schedule(), cell], ignore_index=True)
    with pytest.raises(ValueError, match="ube/1-2 has two cells in FY2014; a sequence needs one state per year"):
        list_states(measures(), twice)


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
    assert table["plan_year"].groupby("fiscal_year").unique().map(list).to_dict() == {2013: [1], 2014: [2], 2015: [3]}


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


def gridless() -> pd.DataFrame:
    return list_gridless(field_status(), describe_grids(field_status(), plans(), frame("indicators", [])))


def test_plans_without_a_grid_are_listed_with_what_became_of_it() -> None:
    assert gridless().to_dict("records") == [
        {"plan_id": "hagi", "grid": "silent", "n": 3, "measure_ids": "hagi/1 hagi/2 hagi/3"},
        {"plan_id": "kudamatsu", "grid": "unreadable", "n": 2, "measure_ids": "kudamatsu/1 kudamatsu/2"},
    ]
    nothing_read = field_status()[lambda rows: ~rows["measure_id"].str.startswith("hagi")]
    grids = describe_grids(nothing_read, plans(), frame("indicators", []))
    assert list_gridless(nothing_read, grids).iloc[0].tolist() == ["hagi", "no measures", 0, ""]


def test_plans_without_a_grid_stay_in_every_table() -> None:
    of_years = distribute_states(states())
    table = keep_gridless(of_years, gridless())
    assert table["grid"].tolist() == ["read"] * len(of_years) + ["silent", "unreadable"]
    assert table["n"].tolist()[-2:] == [3, 2] and table[["fiscal_year", "share"]].tail(2).isna().all(axis=None)
    assert table["fiscal_year"].dtype == "Int64", "whole numbers stay whole"
    alone = keep_gridless(distribute_states(states().iloc[:0]), gridless())
    assert alone["plan_id"].tolist() == ["hagi", "kudamatsu"] and list(alone) == list(table)
    assert keep_gridless(of_years, gridless().iloc[:0])["n"].tolist() == of_years["n"].tolist()


def test_empty_grids_give_honest_empty_tables() -> None:
    nothing = list_states(measures(), schedule().iloc[:0])
    sequences = summarise_sequences(nothing)
    assert distribute_states(nothing).empty and sequences.empty
    assert order_grid(nothing, measures()).empty and count_sequences(sequences).empty
