"""Courses as arrays: year columns, years without a cell, spells, what is no sequence."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from kyodo_analysis.analysis.schedule.schedules import STATES
from kyodo_analysis.analysis.schedule.sequences import (
    VOID,
    Codes,
    arrange_sequences,
    check_codes,
    find_spells,
    measure_lengths,
    spell_out,
)

NONE, CONSIDER, IMPLEMENT, CONTINUE = (STATES.index(name) for name in ("none", "consider", "implement", "continue"))


def cells(rows: list[tuple[str, int, str]]) -> pd.DataFrame:
    """Cells of measures p/1, p/2, q/1: measure, fiscal year, state."""
    table = pd.DataFrame(rows, columns=["measure_id", "fiscal_year", "state"])
    return table.assign(plan_id=table["measure_id"].str[0])


def test_plans_have_year_columns_of_their_own() -> None:
    first, second = arrange_sequences(
        cells(
            [("p/1", 2014, "continue"), ("p/1", 2013, "implement"), ("q/1", 2020, "pause"), ("q/1", 2023, "consider")]
        )
    )
    assert (first.plan_id, first.years, spell_out(first.codes)) == ("p", (2013, 2014), ["implement continue"])
    assert (second.plan_id, second.years, spell_out(second.codes)) == ("q", (2020, 2023), ["pause consider"])


def test_a_year_column_without_a_cell_of_the_measure_is_none() -> None:
    (plan,) = arrange_sequences(
        cells([("p/2", 2013, "consider"), ("p/1", 2014, "implement"), ("p/2", 2015, "implement")])
    )
    assert plan.measure_ids == ("p/2", "p/1")
    assert plan.codes.tolist() == [[CONSIDER, NONE, IMPLEMENT], [NONE, IMPLEMENT, NONE]]


def test_no_cells_are_no_plans() -> None:
    assert arrange_sequences(cells([])) == []


def test_two_states_in_one_year_are_refused() -> None:
    with pytest.raises(ValueError, match="p/1 has two states in 2013"):
        arrange_sequences(cells([("p/1", 2013, "consider"), ("p/1", 2013, "implement")]))


def test_an_unknown_state_is_refused() -> None:
    with pytest.raises(ValueError, match="state done is unknown"):
        arrange_sequences(cells([("p/1", 2013, "done")]))


@pytest.mark.parametrize(
    ("codes", "message"),
    [
        ([[0, 2]], "from 0 to 1"),
        ([[0, -2]], "from 0 to 1"),
        ([[VOID, 0]], "behind the end"),
        ([0, 1], "two dimensions"),
    ],
)
def test_what_is_no_sequence_is_refused(codes: object, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        check_codes(np.array(codes), 2)


def test_spells_of_a_course_that_begins_anew() -> None:
    codes = np.array([[CONSIDER, IMPLEMENT, NONE, CONSIDER, IMPLEMENT], [IMPLEMENT, *[CONTINUE] * 4]])
    spells = find_spells(codes)
    assert spells.states.tolist() == [codes[0].tolist(), [IMPLEMENT, CONTINUE, VOID, VOID, VOID]]
    assert spells.durations.tolist() == [[1] * 5, [1, 4, 0, 0, 0]]


@given(arrays(np.intp, st.tuples(st.integers(0, 5), st.integers(1, 7)), elements=st.integers(0, 2)), st.data())
def test_spells_unrolled_are_the_sequence(codes: Codes, data: st.DataObject) -> None:
    for row in codes:
        row[data.draw(st.integers(0, len(row))) :] = VOID
    spells = find_spells(codes)
    for row, states, durations in zip(codes, spells.states, spells.durations, strict=True):
        assert np.repeat(states, durations).tolist() == row[row != VOID].tolist()
    assert (spells.durations.sum(axis=1) == measure_lengths(codes)).all()
    neighbours = spells.states[:, 1:][spells.states[:, 1:] != VOID], spells.states[:, :-1][spells.states[:, 1:] != VOID]
    assert (neighbours[0] != neighbours[1]).all()
