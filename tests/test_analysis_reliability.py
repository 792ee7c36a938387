"""Krippendorff's alpha of many tables at once: the package's numbers, worked examples, and honest intervals."""

from __future__ import annotations

import krippendorff
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kyodo_analysis.analysis.coding.reliability import (
    Level,
    alpha_interval,
    alpha_of_pairs,
    f1_interval,
    judge_alpha,
    resample_tables,
)


def tabulate(first: list[int], second: list[int], values: int) -> np.ndarray:
    table = np.zeros((values, values))
    np.add.at(table, (first, second), 1)
    return table


@given(
    st.lists(st.tuples(st.integers(0, 4), st.integers(0, 4)), min_size=2, max_size=40),
    st.sampled_from(["nominal", "ordinal"]),
)
def test_alpha_is_that_of_the_krippendorff_package(pairs: list[tuple[int, int]], level: Level) -> None:
    first, second = ([pair[place] for pair in pairs] for place in (0, 1))
    ours = alpha_of_pairs(tabulate(first, second, 5), level)
    if len({*first, *second}) < 2:
        assert np.isnan(ours)
    else:
        theirs = krippendorff.alpha([first, second], level_of_measurement=level, value_domain=list(range(5)))
        assert float(ours) == pytest.approx(float(theirs), abs=1e-9)


@pytest.mark.parametrize(
    ("first", "second", "alpha"),
    [("0100000010", "1110010000", 0.095), ("aabbdcccedda", "babbbccceddd", 0.692)],
)
def test_worked_examples_of_krippendorff(first: str, second: str, alpha: float) -> None:
    """Krippendorff, K. (2011), Computing Krippendorff's alpha-reliability, sections A and B."""
    values = sorted({*first, *second})
    table = tabulate([values.index(one) for one in first], [values.index(one) for one in second], len(values))
    assert float(alpha_of_pairs(table)) == pytest.approx(alpha, abs=5e-4)


def test_many_tables_are_computed_at_once() -> None:
    tables = np.random.default_rng(3).integers(0, 9, (4, 3, 2, 2)).astype(float)
    together = alpha_of_pairs(tables)
    assert together.shape == (4, 3)
    assert float(together[2, 1]) == float(alpha_of_pairs(tables[2, 1]))


def test_the_order_of_measures_does_not_change_what_is_drawn() -> None:
    units = np.random.default_rng(5).integers(0, 2, (30, 2, 2)).astype(float)
    drawn = resample_tables(units, resamples=50, seed=4)
    assert np.array_equal(drawn, resample_tables(units[::-1], resamples=50, seed=4))
    assert drawn.sum() / 50 == pytest.approx(units.sum(), rel=0.1)
    assert resample_tables(np.zeros((0, 2, 2)), resamples=3).shape == (3, 2, 2)


def draws_of(table: np.ndarray) -> np.ndarray:
    cells = [
        np.eye(4)[cell].reshape(2, 2) for cell, count in enumerate(table.ravel().astype(int)) for _ in range(count)
    ]
    return resample_tables(np.array(cells), resamples=500, seed=1)


def test_an_interval_holds_its_estimate_and_narrows_with_more_measures() -> None:
    small, large = np.array([[15.0, 1.0], [1.0, 3.0]]), np.array([[150.0, 10.0], [10.0, 30.0]])
    (low, high), (lower, upper) = (alpha_interval(table, draws_of(table)) for table in (small, large))
    assert low < lower < float(alpha_of_pairs(large)) < upper < high


def test_perfect_agreement_on_few_measures_is_no_certainty() -> None:
    few, more = np.array([[76.0, 0.0], [0.0, 2.0]]), np.array([[58.0, 0.0], [0.0, 20.0]])
    low_of_few, high = alpha_interval(few, draws_of(few))
    assert high == 1.0 and low_of_few < 0.2 < 0.8 < alpha_interval(more, draws_of(more))[0] < 1
    # Wilson's upper end of 0 of 78 is .047, and two codes of this table drawn at random differ in .050 of cases.
    assert low_of_few == pytest.approx(1 - 0.04694 / 0.04997, abs=1e-3)


def test_what_varies_in_no_draw_or_only_in_some_is_left_open() -> None:
    nothing = np.array([[9.0, 0.0], [0.0, 0.0]])
    assert np.isnan(alpha_interval(nothing, draws_of(nothing))).all()
    one_missed = np.array([[20.0, 1.0], [0.0, 0.0]])
    assert alpha_interval(one_missed, draws_of(one_missed))[1] == 1.0


def test_f1_has_an_interval_at_its_ends_too() -> None:
    assert np.isnan(f1_interval(0, 0, np.zeros((5, 2, 2)))).all()
    perfect = np.array([[60.0, 0.0], [0.0, 11.0]])
    # Wilson's lower end of 11 of 11 is .741; 2 × .741 / 1.741 = .851.
    assert f1_interval(11, 0, draws_of(perfect)) == pytest.approx((0.851, 1.0), abs=1e-3)
    assert f1_interval(0, 3, draws_of(np.array([[60.0, 3.0], [0.0, 0.0]])))[0] == 0.0
    mixed = np.array([[30.0, 2.0], [1.0, 6.0]])
    low, high = f1_interval(6, 3, draws_of(mixed))
    assert low < 12 / 15 < high


@pytest.mark.parametrize(
    ("alpha", "coded", "verdict"),
    [
        (0.8, 3, "charted"),
        (0.7999, 30, "tentative"),
        (1.0, 2, "tentative"),
        (0.667, 5, "tentative"),
        (0.6669, 50, "not_charted"),
        (float("nan"), 0, "not_charted"),
    ],
)
def test_verdicts_follow_the_limits_of_krippendorff(alpha: float, coded: int, verdict: str) -> None:
    assert judge_alpha(alpha, coded) == verdict
