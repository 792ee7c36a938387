"""The courses of measures as arrays of states, measures by positions, which all statistics of sequences start from.

A course is a row of whole numbers: places in an alphabet of states. In the project's plans the alphabet is
`schedules.STATES` and a position is a year column; `none` (nothing is printed for the year) is a state like the others,
since a year that a plan leaves empty between two others is part of the course. A row that ends earlier than others
is filled up with VOID, which is no state and counts nowhere.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from kyodo_analysis.analysis.schedule.schedules import STATES

Codes = npt.NDArray[np.intp]

VOID = -1
"""What stands behind the end of a sequence that is shorter than others."""


@dataclass(frozen=True, slots=True)
class PlanSequences:
    """The courses of one plan: codes is (measures, years), places in `schedules.STATES`."""

    plan_id: str
    measure_ids: tuple[str, ...]
    years: tuple[int, ...]
    codes: Codes


@dataclass(frozen=True, slots=True)
class Spells:
    """The runs of one state in each sequence: states (VOID behind the last) and durations (0 there), same shape."""

    states: Codes
    durations: Codes


def arrange_sequences(states: pd.DataFrame) -> list[PlanSequences]:
    """The courses of each plan over the year columns of its grid, plans and measures in the order of the table.

    Args:
        states: plan_id, measure_id, fiscal_year, state (see `schedules.list_states`). A year column of the plan in
            which a measure has no cell is none.

    Raises:
        ValueError: when a measure has two states in one year, or a state is none of `schedules.STATES`.

    >>> cells = {"plan_id": "p", "measure_id": ["p/1", "p/1", "p/2"], "fiscal_year": [2013, 2014, 2014]}
    >>> rows = arrange_sequences(pd.DataFrame(cells | {"state": ["consider", "implement", "implement"]}))
    >>> rows[0].years, rows[0].codes.tolist()
    ((2013, 2014), [[1, 4], [0, 4]])
    """
    twice = states[states.duplicated(["measure_id", "fiscal_year"])]
    if len(twice):
        raise ValueError(f"{twice['measure_id'].iloc[0]} has two states in {twice['fiscal_year'].iloc[0]}")
    unknown = sorted(set(states["state"]) - set(STATES))
    if unknown:
        raise ValueError(f"state {unknown[0]} is unknown; known are {', '.join(STATES)}")
    found = []
    for plan_id, cells in states.groupby("plan_id", sort=False):
        ids, years = cells["measure_id"].drop_duplicates().tolist(), sorted(cells["fiscal_year"].unique().tolist())
        codes = np.full((len(ids), len(years)), STATES.index("none"), dtype=np.intp)
        places = pd.Index(ids).get_indexer(cells["measure_id"]), pd.Index(years).get_indexer(cells["fiscal_year"])
        codes[places] = [STATES.index(state) for state in cells["state"]]
        found.append(PlanSequences(str(plan_id), tuple(ids), tuple(int(year) for year in years), codes))
    return found


def check_codes(codes: Codes, alphabet: int) -> None:
    """Raise ValueError unless the codes are rows of 0 to alphabet - 1 with VOID at their ends only."""
    if codes.ndim != 2:
        raise ValueError(f"sequences need two dimensions, not {codes.ndim}")
    if codes.size and (codes.min() < VOID or codes.max() >= alphabet):
        raise ValueError(f"codes run from 0 to {alphabet - 1}, and {VOID} behind the end of a sequence")
    if ((codes[:, :-1] == VOID) & (codes[:, 1:] != VOID)).any():
        raise ValueError("a state stands behind the end of its sequence")


def measure_lengths(codes: Codes) -> Codes:
    """How many positions each sequence has.

    >>> measure_lengths(np.array([[0, 1, 1], [0, VOID, VOID]])).tolist()
    [3, 1]
    """
    lengths: Codes = (codes != VOID).sum(axis=1).astype(np.intp)
    return lengths


def find_spells(codes: Codes) -> Spells:
    """The distinct successive states of each sequence and how many positions each lasts (TraMineR: seqdss, seqdur).

    >>> spells = find_spells(np.array([[0, 0, 1, 0], [2, 2, VOID, VOID]]))
    >>> spells.states.tolist(), spells.durations.tolist()
    ([[0, 1, 0, -1], [2, -1, -1, -1]], [[2, 1, 1, 0], [2, 0, 0, 0]])
    """
    given = codes != VOID
    begins = given.copy()
    begins[:, 1:] &= codes[:, 1:] != codes[:, :-1]
    number = np.cumsum(begins, axis=1) - 1
    states, durations = np.full_like(codes, VOID), np.zeros_like(codes)
    rows, columns = np.nonzero(begins)
    states[rows, number[rows, columns]] = codes[rows, columns]
    rows, columns = np.nonzero(given)
    np.add.at(durations, (rows, number[rows, columns]), 1)
    return Spells(states, durations)


def spell_out(codes: Codes) -> list[str]:
    """The states of each sequence by name, joined by blanks, as `schedules.summarise_sequences` writes them.

    >>> spell_out(np.array([[1, 4, VOID]]))
    ['consider implement']
    """
    return [" ".join(STATES[code] for code in row if code != VOID) for row in codes]
