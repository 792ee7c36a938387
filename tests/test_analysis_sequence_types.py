"""Types of courses: found where they are planted, and not found where a list of the courses says as much."""

from __future__ import annotations

from collections import Counter
from itertools import combinations, product

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from kyodo_analysis.analysis.schedule.schedules import STATES
from kyodo_analysis.analysis.schedule.sequence_types import (
    FEW,
    MANY,
    MOST_COURSES,
    SMALL,
    TYPES,
    UNCLEAR,
    UNSTABLE,
    find_types,
    partition_around_medoids,
)
from kyodo_analysis.analysis.schedule.sequences import Codes
from kyodo_analysis.analysis.statistics.uncertainty import Numbers

NUMBERS = {letter: STATES.index(state) for letter, state in zip("nspmic", STATES[:2] + STATES[2:6], strict=True)}


def courses(counts: dict[str, int]) -> Codes:
    """So many measures of each course, one letter per year: consider is s, partly m, implement i, continue c."""
    rows = [[NUMBERS[letter] for letter in course] for course, count in counts.items() for _ in range(count)]
    return np.array(rows, dtype=np.intp)


def test_two_planted_types_are_found() -> None:
    codes = courses({"iccccccc": 6, "siiccccc": 5, "ssssssss": 4, "sssssssm": 4})
    found = find_types(codes)
    assert found.verdict == TYPES
    assert (found.k, found.stability) == (2, 1.0)
    assert found.types is not None
    assert found.types.tolist() == [0] * 11 + [1] * 8


def test_types_do_not_depend_on_the_order_of_the_measures() -> None:
    codes = courses({"iccccccc": 6, "siiccccc": 5, "ssssssss": 4, "sssssssm": 4})
    order = np.random.default_rng(1).permutation(len(codes))
    one, other = find_types(codes).types, find_types(codes[order]).types
    assert one is not None and other is not None
    assert (one[order] == other).all()


@pytest.mark.parametrize("counts", [{}, {"icccc": 1}, {"icccc": 40}, {"icccc": 20, "siccc": 20, "ssicc": 20}])
def test_few_courses_need_no_types(counts: dict[str, int]) -> None:
    codes = courses(counts) if counts else np.zeros((0, 5), dtype=np.intp)
    assert find_types(codes).verdict == FEW


def test_the_distances_of_very_many_courses_are_not_computed() -> None:
    codes = np.array(list(product(range(5), repeat=4)), dtype=np.intp)[: MOST_COURSES + 1]
    assert find_types(codes).verdict == MANY


def test_a_type_holds_three_measures() -> None:
    codes = courses({"iccccccc": 1, "siiccccc": 1, "ssssssss": 1, "sssssssm": 1})
    assert find_types(codes).verdict == SMALL


def test_a_type_holds_two_courses() -> None:
    codes = courses({"iccccccc": 20, "iicccccc": 20, "siiccccc": 20, "ssssssss": 20})
    assert find_types(codes).verdict == SMALL


def test_measures_that_begin_evenly_in_all_years_are_of_no_type() -> None:
    codes = courses({"icccc": 8, "siccc": 8, "ssicc": 8, "sssic": 8, "ssssi": 8, "sssss": 8})
    found = find_types(codes)
    assert found.verdict == UNCLEAR and found.types is None
    assert found.silhouette < 0.70


def test_one_course_between_two_groups_makes_them_unstable() -> None:
    def vary(letter: str) -> dict[str, int]:
        return {letter * place + "n" + letter * (7 - place): 1 for place in range(8)}

    found = find_types(courses(vary("i") | vary("m") | {"ssssssss": 6}))
    assert found.verdict == UNSTABLE and found.types is None
    assert found.stability < 0.80


@pytest.mark.parametrize("seed", range(4))
def test_courses_at_random_are_of_no_type(seed: int) -> None:
    codes = np.random.default_rng(seed).integers(1, 6, (40, 5)).astype(np.intp)
    assert find_types(codes, bootstraps=2).verdict != TYPES


@given(
    arrays(np.int64, 6, elements=st.integers(0, 30)), arrays(np.int64, 6, elements=st.integers(1, 9)), st.integers(1, 5)
)
def test_medoids_serve_themselves_and_exchanging_one_helps_no_further(
    places: np.ndarray, counts: np.ndarray, k: int
) -> None:
    distances = np.abs(np.subtract.outer(places, places)).astype(np.float64)
    weights = counts.astype(np.float64)
    medoids, near = partition_around_medoids(distances, weights, k)

    def cost(chosen: list[int]) -> float:
        return float(weights @ distances[:, chosen].min(axis=1))

    mine = cost(medoids.tolist())
    assert mine == pytest.approx(float(weights @ distances[np.arange(6), medoids[near]]))
    for out, into in product(range(k), range(6)):
        assert cost([*np.delete(medoids, out), into]) >= mine - 1e-9


def test_medoids_of_a_small_line_are_the_best_there_are() -> None:
    places = np.array([0.0, 1, 2, 10, 11, 30])
    distances: Numbers = np.abs(np.subtract.outer(places, places))
    medoids, near = partition_around_medoids(distances, np.ones(6), 3)
    best = min(combinations(range(6), 3), key=lambda chosen: distances[:, list(chosen)].min(axis=1).sum())
    assert tuple(medoids) == best
    assert Counter(near.tolist()) == {0: 3, 1: 2, 2: 1}
