"""Exact nulls equal what listing or drawing all shuffles gives."""

from __future__ import annotations

from itertools import combinations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import hypergeom

from kyodo_analysis.analysis.statistics.exact_shuffles import deal_within
from kyodo_analysis.analysis.statistics.uncertainty import permutation_null


@settings(max_examples=40, deadline=None)
@given(st.integers(1, 6), st.data())
def test_one_group_equals_the_list_of_all_ways(units: int, data: st.DataObject) -> None:
    things, labels = (data.draw(st.integers(0, units)) for _ in range(2))
    counts = np.array([len(set(dealt) & set(range(things))) for dealt in combinations(range(units), labels)])
    both = int(data.draw(st.sampled_from(sorted(set(counts.tolist())))))
    found = deal_within(both, [things], [labels], [units])
    expected = counts.mean()
    assert found.expected == pytest.approx(expected)
    away = np.abs(counts - expected)
    assert found.p == pytest.approx((away >= abs(both - expected) - 1e-9).mean())
    least = min((away >= distance - 1e-9).mean() for distance in set(away.tolist()))
    assert found.least_p == pytest.approx(least)
    assert found.lower <= found.upper <= min(things, labels)


def test_several_groups_add_up() -> None:
    """Of 4 units 2 have the thing and 1 the label, of 3 others 1 and 2: 0 lies farther from 7/6 than 2 does."""
    found = deal_within(2, [2, 1], [1, 2], [4, 3])
    first, second = hypergeom(4, 2, 1).pmf([0, 1]), hypergeom(3, 1, 2).pmf([0, 1])
    chances = np.convolve(first, second)
    assert chances == pytest.approx([1 / 6, 3 / 6, 2 / 6])
    assert found.expected == pytest.approx(7 / 6)
    assert found.p == pytest.approx(1 / 6 + 2 / 6) and found.least_p == pytest.approx(1 / 6)


def test_drawn_shuffles_come_near_the_exact_p() -> None:
    has = np.array([1.0] * 9 + [0.0] * 35 + [1.0] * 14 + [0.0] * 23)
    groups = ["first"] * 44 + ["second"] * 37
    drawn = permutation_null(has[:, np.newaxis], np.ones(81), groups, shuffles=4000, seed=3)
    exact = deal_within(14, [23], [37], [81])
    of_second = drawn[drawn["group"] == "second"].iloc[0]
    # With the middle known, the shares of the two groups are one test.
    assert exact.p == pytest.approx(of_second["p"], abs=0.03)
    assert of_second["null_lower"] == pytest.approx(exact.lower / 37, abs=1.5 / 37)


def test_a_group_without_units_changes_nothing() -> None:
    assert deal_within(1, [2, 0], [2, 0], [4, 0]) == deal_within(1, [2], [2], [4])


def test_what_cannot_vary_has_p_one() -> None:
    found = deal_within(2, [2], [4], [4])
    assert (found.p, found.least_p, found.lower, found.upper) == (1.0, 1.0, 2.0, 2.0)
