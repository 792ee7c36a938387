"""Entropy, turbulence, complexity and transition rates: examples by hand, bounds, what leaves nothing to vary.

That all numbers are TraMineR's is what test_analysis_sequence_traminer says.
"""

from __future__ import annotations

from itertools import combinations
from math import log, log2, sqrt

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from kyodo_analysis.analysis.schedule.sequence_measures import (
    count_changes,
    count_positions,
    count_states,
    count_steps,
    count_subsequences,
    measure_complexity,
    measure_entropy,
    measure_rates,
    measure_turbulence,
)
from kyodo_analysis.analysis.schedule.sequences import VOID, Codes

A, B, C = 0, 1, 2
SOME = arrays(np.intp, st.tuples(st.integers(1, 5), st.integers(1, 8)), elements=st.integers(0, 2))


def row(text: str) -> Codes:
    return np.array([["abc".index(letter) for letter in text]])


@pytest.mark.parametrize(
    ("text", "phi"),
    # By hand: of abac all 16 choices of positions, less those that give a, ac a second time.
    [("a", 2), ("ab", 4), ("aba", 7), ("abac", 14), ("abc", 8), ("aaa", 4)],
)
def test_distinct_subsequences(text: str, phi: int) -> None:
    assert count_subsequences(row(text), 3).tolist() == [phi]


@given(arrays(np.intp, st.tuples(st.just(2), st.integers(0, 7)), elements=st.integers(0, 2)))
def test_distinct_subsequences_are_those_that_can_be_listed(codes: Codes) -> None:
    for sequence, phi in zip(codes.tolist(), count_subsequences(codes, 3), strict=True):
        listed = {chosen for size in range(len(sequence) + 1) for chosen in combinations(sequence, size)}
        assert len(listed) == phi


@pytest.mark.parametrize(
    ("text", "turbulence"),
    [
        ("aaaa", log2(2 * 1 / 1)),
        ("aabb", log2(4 * (1 + 1) / (0 + 1))),
        ("aaab", log2(4 * (1 + 1) / (1 + 1))),
        # Durations 2, 1, 1: mean 4/3, variance 2/9, at most (3 - 1)(1 - 4/3)² = 2/9.
        ("aabc", log2(8)),
        ("abab", log2(12)),
    ],
)
def test_turbulence_by_hand(text: str, turbulence: float) -> None:
    assert measure_turbulence(row(text), 3)[0] == pytest.approx(turbulence, abs=1e-12)


def test_normalised_turbulence_is_1_for_a_run_through_the_alphabet_and_0_for_one_state() -> None:
    codes = np.concatenate([row("abca"), row("bbbb")])
    assert measure_turbulence(codes, 3, normalise=True).tolist() == [1.0, 0.0]


def test_entropy_of_sequences_and_of_positions() -> None:
    codes = np.concatenate([row("aabb"), row("aaab"), row("aaaa")])
    quarter = -(3 / 4 * log(3 / 4) + 1 / 4 * log(1 / 4))
    assert measure_entropy(count_states(codes, 2), normalise=False) == pytest.approx([log(2), quarter, 0])
    third = -(2 / 3 * log(2 / 3) + 1 / 3 * log(1 / 3)) / log(2)
    assert measure_entropy(count_positions(codes, 2)) == pytest.approx([0, 0, third, third])


def test_complexity_by_hand() -> None:
    assert measure_complexity(row("aabb"), 2)[0] == pytest.approx(sqrt(1 / 3 * 1))


def test_transitions_by_hand() -> None:
    codes = np.array([[A, B, B], [A, A, VOID], [B, VOID, VOID]])
    assert count_steps(codes, 2).tolist() == [[[1, 1], [0, 0]], [[0, 0], [0, 1]]]
    assert measure_rates(codes, 2).tolist() == [[1 / 2, 1 / 2], [0, 1]]
    assert measure_rates(codes, 2, by_position=True).tolist() == [[[1 / 2, 1 / 2], [0, 0]], [[0, 0], [0, 1]]]
    assert count_changes(codes).tolist() == [1, 0, 0]


@given(SOME)
def test_bounds(codes: Codes) -> None:
    entropy = measure_entropy(count_states(codes, 3))
    assert ((entropy >= 0) & (entropy <= 1 + 1e-12)).all()
    assert (measure_turbulence(codes, 3) >= 1).all()
    complexity = measure_complexity(codes, 3)
    if codes.shape[1] == 1:
        assert np.isnan(complexity).all()
    else:
        assert ((complexity >= 0) & (complexity <= 1 + 1e-12)).all()
    for rates in (measure_rates(codes, 3), measure_rates(codes, 3, by_position=True)):
        assert np.isin(rates.sum(axis=-1).round(9), [0, 1]).all()


@given(SOME)
def test_a_sequence_read_backwards_is_as_varied(codes: Codes) -> None:
    np.testing.assert_allclose(measure_turbulence(codes[:, ::-1], 3), measure_turbulence(codes, 3))
    np.testing.assert_allclose(measure_complexity(codes[:, ::-1], 3), measure_complexity(codes, 3))


@given(SOME, st.integers(1, 3))
def test_what_is_void_counts_nowhere(codes: Codes, columns: int) -> None:
    longer = np.hstack([codes, np.full((len(codes), columns), VOID)])
    for statistic in (measure_turbulence, measure_complexity, count_subsequences, measure_rates):
        np.testing.assert_array_equal(statistic(longer, 3), statistic(codes, 3))


def test_one_state_leaves_nothing_to_vary() -> None:
    codes = np.zeros((2, 3), dtype=np.intp)
    assert measure_entropy(count_states(codes, 1), normalise=False).tolist() == [0, 0]
    assert np.isnan(measure_entropy(count_states(codes, 1))).all()
    assert np.isnan(measure_complexity(codes, 1)).all()
    assert measure_turbulence(codes, 1).tolist() == [1, 1]
    assert np.isnan(measure_turbulence(codes, 1, normalise=True)).all()
    assert measure_rates(codes, 1).tolist() == [[1]]


def test_an_empty_sequence_has_no_statistics() -> None:
    codes = np.array([[VOID, VOID], [A, B]])
    assert np.isnan(measure_entropy(count_states(codes, 2))).tolist() == [True, False]
    assert np.isnan(measure_turbulence(codes, 2)).tolist() == [True, False]
    assert np.isnan(measure_complexity(codes, 2)).tolist() == [True, False]
    assert count_changes(codes).tolist() == [0, 1]


@pytest.mark.parametrize("shape", [(0, 3), (2, 0), (0, 0)])
def test_no_sequences_and_no_positions(shape: tuple[int, int]) -> None:
    codes = np.zeros(shape, dtype=np.intp)
    for statistic in (measure_turbulence, measure_complexity, count_subsequences):
        assert statistic(codes, 2).shape == shape[:1]
    assert measure_turbulence(codes, 2, normalise=True).shape == shape[:1]
    assert measure_rates(codes, 2).tolist() == [[0, 0], [0, 0]]
    assert len(measure_rates(codes, 2, by_position=True)) == max(shape[1] - 1, 0)
