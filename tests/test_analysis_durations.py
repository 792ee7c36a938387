"""Start years and durations: what the grid's ends cut off is said to be a lower bound."""

from __future__ import annotations

from itertools import pairwise

import pandas as pd
from analysis_tables import frame
from hypothesis import given
from hypothesis import strategies as st

from kyodo_analysis.analysis.schedule.durations import ACTIVE, measure_durations
from kyodo_analysis.analysis.schedule.schedules import STATES, list_states


def states_of(**courses: str) -> pd.DataFrame:
    """Cells from 2013 on; the letters are the states' first ones (n for none, x for pause)."""
    letters = {"n": "none", "c": "consider", "p": "partly", "i": "implement", "o": "continue", "x": "pause"}
    measures = frame("measures", [{"measure_id": f"ube/{name}", "plan_id": "ube"} for name in courses])
    cells = [
        {"measure_id": f"ube/{name}", "fiscal_year": year, "position": year, "phase": letters[letter]}
        for name, course in courses.items()
        for year, letter in enumerate(course, start=2013)
    ]
    return list_states(measures, frame("measure_schedule", cells))


def test_years_are_counted_from_the_first_to_the_last_active_one() -> None:
    table = measure_durations(states_of(inner="nciin", gap="ncnin", whole="ioooo")).set_index("measure_id")
    columns = ["start_year", "last_year", "duration", "active_years"]
    assert table.loc["ube/inner", columns].tolist() == [2014, 2016, 3, 3]
    assert table.loc["ube/gap", columns].tolist() == [2014, 2016, 3, 2]
    assert table.loc["ube/whole", columns].tolist() == [2013, 2017, 5, 5]


def test_what_the_ends_of_the_grid_cut_off_is_marked() -> None:
    table = measure_durations(states_of(inner="nciin", left="cinnn", right="nnnio", both="ioooo"))
    ends = table.set_index("measure_id")[["open_start", "open_end"]]
    assert {name.split("/")[1]: tuple(row) for name, *row in ends.itertuples()} == {
        "inner": (False, False),
        "left": (True, False),
        "right": (False, True),
        "both": (True, True),
    }


def test_a_pause_is_no_activity_and_nothing_but_pauses_has_no_duration() -> None:
    table = measure_durations(states_of(ends="ioxxx", paused="nnxxx")).set_index("measure_id")
    assert table.loc["ube/ends", ["last_year", "duration", "open_end"]].tolist() == [2014, 2, False]
    assert table.loc["ube/paused", ["start_year", "duration"]].isna().all()
    assert table.loc["ube/paused", ["active_years", "open_start", "open_end"]].tolist() == [0, False, False]


def test_no_states_give_no_rows() -> None:
    empty = measure_durations(states_of(one="ioooo").iloc[:0])
    assert empty.empty and {"duration", "open_end", "measure_ids"} <= set(empty)


@given(st.lists(st.text("ncpiox", min_size=4, max_size=4), min_size=1, max_size=6))
def test_a_duration_holds_its_active_years_and_no_more_than_the_grid(courses: list[str]) -> None:
    states = states_of(**{str(number): course for number, course in enumerate(courses)})
    table = measure_durations(states)
    assert set(table["measure_id"]) == set(states["measure_id"])
    known = table.dropna(subset=["duration"])
    assert (known["active_years"] <= known["duration"]).all() and (known["duration"] <= 4).all()


def test_active_states_are_all_but_nothing_and_pause() -> None:
    assert set(STATES) - set(ACTIVE) == {"none", "pause"}
    assert all(STATES.index(before) < STATES.index(after) for before, after in pairwise(ACTIVE))
