"""Intervals, nulls and false discoveries: against scipy, against counting by hand, and on planted nulls."""

from __future__ import annotations

from itertools import permutations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.sparse import csr_array
from scipy.stats import binomtest

from kyodo_analysis.analysis.statistics.uncertainty import (
    BLOCK_CELLS,
    bias_corrected_interval,
    expected_shares,
    false_discovery_rate,
    percentile_interval,
    permutation_null,
    resample_blocks,
    resample_weights,
    shuffle_labels,
    two_sided_p,
    upper_p,
    wilson_interval,
)


@given(st.integers(1, 500).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))), st.sampled_from([0.8, 0.95]))
def test_wilson_is_scipys_and_holds_its_share(counts: tuple[int, int], confidence: float) -> None:
    successes, n = counts
    lower, upper = (float(end) for end in wilson_interval(successes, n, confidence))
    expected = binomtest(successes, n).proportion_ci(confidence, method="wilson")
    assert (lower, upper) == pytest.approx((expected.low, expected.high), abs=1e-12)
    assert 0 <= lower <= successes / n <= upper <= 1


def test_wilson_keeps_its_width_at_nothing_and_all() -> None:
    lower, upper = wilson_interval([0, 10], [10, 10])
    assert lower[0] == 0.0 and upper[1] == 1.0
    assert upper[0] == pytest.approx(0.2775, abs=5e-5) and lower[1] == pytest.approx(0.7225, abs=5e-5)


def test_wilson_of_nothing_is_not_a_number() -> None:
    lower, upper = wilson_interval(0, 0)
    assert np.isnan(lower) and np.isnan(upper)


@pytest.mark.parametrize(("successes", "n"), [(-1, 4), (5, 4)])
def test_wilson_refuses_counts_that_are_none(successes: int, n: int) -> None:
    with pytest.raises(ValueError, match="0 <= successes <= n"):
        wilson_interval(successes, n)


def test_resampling_draws_as_many_units_as_there_are_and_the_same_ones_every_time() -> None:
    weights = resample_weights(7, resamples=50, seed=3)
    assert weights.shape == (50, 7)
    assert (weights.sum(axis=1) == 7).all() and (weights >= 0).all()
    assert (weights == resample_weights(7, resamples=50, seed=3)).all()
    assert (weights != resample_weights(7, resamples=50, seed=4)).any()
    assert weights.mean(axis=0) == pytest.approx(np.ones(7), abs=0.5)


def test_percentile_interval_of_a_binomial_share_is_close_to_its_standard_error() -> None:
    has = np.repeat([1.0, 0.0], [30, 70])
    lower, upper = percentile_interval(resample_weights(100, 4000, seed=5) @ has / 100)
    assert (upper - lower) / 2 == pytest.approx(1.96 * np.sqrt(0.3 * 0.7 / 100), rel=0.06)


def test_bias_correction_does_nothing_where_there_is_no_bias() -> None:
    draws = np.linspace(-1, 1, 2001)
    assert np.array(bias_corrected_interval(draws, 0.0)) == pytest.approx(
        np.array(percentile_interval(draws)), abs=0.01
    )


def test_bias_correction_moves_towards_an_estimate_that_all_draws_exceed() -> None:
    draws = np.linspace(1, 2, 500)
    lower, upper = bias_corrected_interval(draws, 0.99)
    assert lower == pytest.approx(1.0, abs=0.01) and upper < percentile_interval(draws)[1]


def test_shuffled_labels_keep_the_size_of_every_group() -> None:
    names, dealt = shuffle_labels(["b", "a", "a", "c"], shuffles=40, seed=1)
    assert names == ["a", "b", "c"]
    assert (np.sort(dealt, axis=1) == [0, 0, 1, 2]).all()


def test_p_counts_the_observed_value_among_the_draws() -> None:
    null = np.array([[-1.0], [0.0], [1.0]])
    assert two_sided_p(null, np.array([5.0])).tolist() == [0.25]
    assert two_sided_p(null, np.array([0.0])).tolist() == [1.0]


def test_permutation_null_equals_all_permutations_counted_out() -> None:
    values, groups = np.array([3.0, 2.0, 1.0, 0.0, 0.0]), ["a", "a", "b", "b", "b"]
    means = np.array([values[list(order[:2])].mean() for order in permutations(range(5))])
    exact = (np.abs(means - values.mean()) >= 2.5 - values.mean() - 1e-9).mean()
    table = permutation_null(values[:, np.newaxis], np.ones(5), groups, shuffles=20_000, seed=2)
    row = table[table["group"] == "a"].iloc[0]
    assert row["share"] == 2.5
    assert row["p"] == pytest.approx(exact, abs=0.01)


def test_shuffles_in_blocks_are_those_made_at_once() -> None:
    generator = np.random.default_rng(8)
    counts, sizes = generator.integers(0, 4, (30, 6)).astype(float), generator.integers(1, 9, 30).astype(float)
    groups = ["a"] * 9 + ["b"] * 21
    names, dealt = shuffle_labels(groups, shuffles=60_000, seed=4)
    assert dealt.size > BLOCK_CELLS, "more than one block"
    table = permutation_null(counts, sizes, groups, shuffles=60_000, seed=4)
    for number, name in enumerate(names):
        null = ((dealt == number) @ counts) / ((dealt == number) @ sizes)[:, np.newaxis]
        own = np.array([one == name for one in groups])
        rows = table[table["group"] == name]
        lower, upper = percentile_interval(null)
        assert rows["null_lower"].tolist() == lower.tolist() and rows["null_upper"].tolist() == upper.tolist()
        assert rows["p"].tolist() == two_sided_p(null, counts[own].sum(axis=0) / sizes[own].sum()).tolist()


def test_sparse_counts_give_the_same_null() -> None:
    counts = (np.random.default_rng(1).random((40, 7)) < 0.2).astype(float)
    groups = ["a"] * 15 + ["b"] * 25
    dense = permutation_null(counts, np.ones(40), groups, shuffles=300)
    assert permutation_null(csr_array(counts), np.ones(40), groups, shuffles=300).equals(dense)


def test_no_units_have_no_null() -> None:
    assert permutation_null(np.zeros((0, 2)), np.zeros(0), []).empty


@pytest.mark.parametrize("units", [0, 1, 7])
def test_resamples_in_blocks_are_those_drawn_at_once(units: int) -> None:
    blocks = list(resample_blocks(units, resamples=50, seed=3, cells=40))
    assert (np.concatenate(blocks) == resample_weights(units, resamples=50, seed=3)).all()
    assert all(block.size <= 40 for block in blocks)


def test_a_step_on_the_other_side_counts_whatever_the_seed() -> None:
    # 2 of 4 units have the thing: a pair has 0, 1 or 2 of them with 1/6, 4/6, 1/6, so that 2 and 0 are equally far.
    counts, groups = np.array([[1.0], [1.0], [0.0], [0.0]]), ["a", "a", "b", "b"]
    for seed in range(20):
        p = permutation_null(counts, np.ones(4), groups, shuffles=2000, seed=seed)["p"]
        assert p.to_numpy() == pytest.approx(np.full(2, 1 / 3), abs=0.05)


def test_the_expected_share_is_known_where_sizes_are_the_same() -> None:
    counts = np.array([[1.0, 2.0], [0.0, 2.0]])
    assert expected_shares(counts, np.full(2, 4.0)).tolist() == [1 / 8, 4 / 8]
    assert expected_shares(counts, np.array([1.0, 2.0])) is None
    assert expected_shares(counts, np.zeros(2)) is None and expected_shares(counts[:0], np.zeros(0)) is None


def test_a_group_that_was_dealt_nothing_speaks_for_chance() -> None:
    # The second unit has nothing to count: where a is dealt it, a has no share.
    counts, sizes = np.array([[3.0], [0.0], [1.0], [1.0]]), np.array([3.0, 0.0, 4.0, 4.0])
    table = permutation_null(counts, sizes, ["a", "b", "b", "b"], shuffles=2000, seed=1)
    assert table.loc[table["group"] == "a", "p"].iloc[0] == pytest.approx(2 / 4, abs=0.05)
    lost = permutation_null(counts, sizes, ["b", "a", "b", "b"], shuffles=50, seed=1)
    assert lost.loc[lost["group"] == "a", ["share", "p"]].isna().all(axis=None)


def test_p_of_nothing_is_not_a_number() -> None:
    assert np.isnan(two_sided_p(np.full((5, 1), np.nan), np.array([0.2]))).all()


def test_a_ratio_is_of_sums_not_of_means() -> None:
    counts, sizes = np.array([[1.0], [1.0], [0.0]]), np.array([1.0, 9.0, 5.0])
    table = permutation_null(counts, sizes, ["a", "a", "b"], shuffles=20, seed=1)
    assert table["share"].tolist() == [2 / 10, 0.0]


def test_labels_that_mean_nothing_are_rarely_significant() -> None:
    generator = np.random.default_rng(11)
    p = [
        permutation_null(
            (generator.random((40, 1)) < 0.4).astype(float), np.ones(40), ["a", "b"] * 20, shuffles=199, seed=run
        )["p"].iloc[0]
        for run in range(200)
    ]
    assert np.mean(np.array(p) <= 0.05) <= 0.08


def test_false_discovery_rate_by_hand() -> None:
    # Benjamini & Hochberg (1995): p times tests by rank, and never larger than what stands behind it.
    assert false_discovery_rate([0.01, 0.04, 0.03, 0.5]).tolist() == pytest.approx([0.04, 0.16 / 3, 0.16 / 3, 0.5])
    assert np.isnan(false_discovery_rate([np.nan])).all()


@given(st.lists(st.floats(0, 1), min_size=1, max_size=30))
def test_q_is_never_below_p(p: list[float]) -> None:
    q = false_discovery_rate(p)
    assert (q >= np.array(p) - 1e-12).all() and (q <= 1).all()


@given(st.integers(0, 400), st.sampled_from([0.95, 0.99]))
def test_the_monte_carlo_limit_of_p_is_scipys(as_far: int, confidence: float) -> None:
    expected = binomtest(as_far, 400).proportion_ci(confidence, method="exact").high
    p = (as_far + 1) / 401
    assert upper_p(p, 400, confidence).item() == pytest.approx(expected, abs=1e-9)
    assert upper_p(p, 4_000_000_000, confidence).item() == pytest.approx(p, rel=0.01), "many shuffles leave no doubt"
