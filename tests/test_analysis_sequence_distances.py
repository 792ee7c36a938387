"""Optimal matching and Hamming distances: examples by hand, the laws of distances, unequal lengths, small blocks.

That all numbers are TraMineR's is what test_analysis_sequence_traminer says.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from kyodo_analysis.analysis.schedule.sequence_distances import (
    cost_by_position,
    cost_by_rates,
    cost_constantly,
    match_optimally,
    measure_hamming,
)
from kyodo_analysis.analysis.schedule.sequences import VOID, Codes
from kyodo_analysis.analysis.statistics.uncertainty import Numbers

EQUAL = arrays(np.intp, st.tuples(st.integers(2, 6), st.integers(1, 6)), elements=st.integers(0, 2))


@st.composite
def unequal(draw: st.DrawFn) -> Codes:
    codes = draw(EQUAL).copy()
    for row in codes:
        row[draw(st.integers(0, len(row))) :] = VOID
    return codes


def common_length(one: Sequence[int], other: Sequence[int]) -> int:
    """Length of the longest common subsequence, by its definition."""
    if not one or not other:
        return 0
    if one[0] == other[0]:
        return 1 + common_length(one[1:], other[1:])
    return max(common_length(one[1:], other), common_length(one, other[1:]))


def assert_distances(table: Numbers, codes: Codes) -> None:
    assert (table >= 0).all()
    assert (table == table.T).all()
    same = (codes[:, np.newaxis] == codes).all(axis=2)
    assert (table[same] == 0).all()


@given(unequal())
def test_matching_with_one_cost_counts_what_the_longest_common_subsequence_leaves(codes: Codes) -> None:
    table = match_optimally(codes, cost_constantly(3))
    rows = [row[row != VOID].tolist() for row in codes]
    left = [[len(one) + len(other) - 2 * common_length(one, other) for other in rows] for one in rows]
    assert table.tolist() == left


@given(unequal(), st.floats(0.1, 2))
def test_matching_is_a_distance(codes: Codes, indel: float) -> None:
    table = match_optimally(codes, cost_constantly(3), indel)
    assert_distances(table, codes)
    through = (table[:, :, np.newaxis] + table[np.newaxis]).min(axis=1)
    assert (table <= through + 1e-9).all()
    by_rates = match_optimally(codes, cost_by_rates(codes, 3))
    assert_distances(by_rates, codes)


@given(EQUAL)
def test_hamming_is_a_distance_and_no_less_than_matching(codes: Codes) -> None:
    costs = cost_constantly(3)
    hamming = measure_hamming(codes, costs)
    assert_distances(hamming, codes)
    assert (hamming <= (hamming[:, :, np.newaxis] + hamming[np.newaxis]).min(axis=1)).all()
    assert (match_optimally(codes, costs) <= hamming).all()
    dynamic = measure_hamming(codes, cost_by_position(codes, 3))
    assert_distances(dynamic, codes)
    assert (dynamic <= 4 * codes.shape[1]).all()


@given(unequal())
def test_small_blocks_give_the_same(codes: Codes) -> None:
    costs = cost_by_rates(codes, 3)
    np.testing.assert_array_equal(match_optimally(codes, costs, cells=1), match_optimally(codes, costs))


def test_costs_by_hand() -> None:
    codes = np.array([[0, 0], [0, 1]])
    # Of two that leave 0 one stays and one goes to 1; each position has the one step as its only neighbour.
    assert cost_by_rates(codes, 2).tolist() == [[0, 3 / 2], [3 / 2, 0]]
    assert cost_by_position(codes, 2).tolist() == [[[0, 3], [3, 0]]] * 2
    assert measure_hamming(codes, cost_by_position(codes, 2))[0, 1] == 3
    assert match_optimally(codes, cost_by_rates(codes, 2))[0, 1] == 3 / 2


def test_costs_by_position_are_never_negative() -> None:
    codes = np.array([[0, 1, 0], [1, 0, 1]])
    costs = cost_by_position(codes, 2)
    assert costs.min() == 0 and (costs == 0).all()


def test_a_shifted_course_is_near_by_matching_and_far_by_hamming() -> None:
    codes = np.array([[0, 1, 0, 1, 0, 1], [1, 0, 1, 0, 1, 0]])
    assert match_optimally(codes, cost_constantly(2))[0, 1] == 2
    assert measure_hamming(codes, cost_constantly(2, 1))[0, 1] == 6


def test_by_length_divides_by_the_longer_one() -> None:
    codes = np.array([[0, 1, 1, 1], [0, VOID, VOID, VOID]])
    assert match_optimally(codes, cost_constantly(2), by_length=True)[0, 1] == 3 / 4


def test_empty_sequences_are_matched() -> None:
    codes = np.array([[VOID, VOID], [0, 1], [VOID, VOID]])
    assert match_optimally(codes, cost_constantly(2)).tolist() == [[0, 2, 0], [2, 0, 2], [0, 2, 0]]


def test_hamming_needs_one_length() -> None:
    with pytest.raises(ValueError, match="one length"):
        measure_hamming(np.array([[0, 1], [0, VOID]]), cost_constantly(2))


@pytest.mark.parametrize("shape", [(0, 3), (1, 3), (2, 0), (0, 0)])
def test_too_few_sequences_or_positions(shape: tuple[int, int]) -> None:
    codes = np.zeros(shape, dtype=np.intp)
    for table in (
        match_optimally(codes, cost_by_rates(codes, 2)),
        measure_hamming(codes, cost_by_position(codes, 2)),
        measure_hamming(codes, cost_constantly(2), by_length=True),
    ):
        assert table.tolist() == [[0.0] * shape[0]] * shape[0]
