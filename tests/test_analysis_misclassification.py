"""Shares with the rules' errors taken out: worked by hand, honest at the ends, and held to their nominal level."""

from __future__ import annotations

import math

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kyodo_analysis.analysis.coding.interval_simulation import simulate_coverage
from kyodo_analysis.analysis.coding.misclassification import (
    correct_share,
    correct_shares,
    estimate_misclassification,
    interval_of_corrected,
)


def scored(**changes: int) -> pd.DataFrame:
    row = {"theme": "places", "n": 10, "coded": 78, "both": 8, "rules_only": 2}
    return pd.DataFrame([row | changes])


def profile(count: int = 5, n: int = 28, theme: str = "places") -> pd.DataFrame:
    return pd.DataFrame({"plan_id": ["ube"], "theme": [theme], "count": [count], "n": [n]})


def test_sensitivity_and_specificity_are_shares_of_hand_coded_measures() -> None:
    row = estimate_misclassification(scored()).iloc[0]
    assert (row["sensitivity"], row["specificity"], row["without"]) == (8 / 10, 66 / 68, 68)
    assert row["sensitivity_lower"] < 0.8 < row["sensitivity_upper"] and row["correctable"]


@pytest.mark.parametrize("changes", [{"n": 2, "both": 2}, {"both": 0}, {"n": 0, "both": 0}, {"coded": 10}])
def test_too_little_to_go_by_is_not_dressed_up(changes: dict[str, int]) -> None:
    errors = estimate_misclassification(scored(**changes))
    assert not errors.loc[0, "correctable"]
    assert correct_shares(profile(), errors)[["corrected", "corrected_lower", "corrected_upper"]].isna().all(axis=None)


def test_the_corrected_share_is_worked_by_hand() -> None:
    table = correct_shares(profile(), estimate_misclassification(scored())).iloc[0]
    assert table["corrected"] == pytest.approx((5 / 28 + 66 / 68 - 1) / (8 / 10 + 66 / 68 - 1))
    assert table["corrected_lower"] < table["corrected"] < table["corrected_upper"]


def lang_reiczigel(count: int, n: int, found: int, n_with: int, spared: int, n_without: int) -> tuple[float, float]:
    """The formula as Lang & Reiczigel (2014, Preventive Veterinary Medicine 113, 13-22) print it, step by step."""
    z = 1.959963985
    p, m = (n * (count / n) + z**2 / 2) / (n + z**2), n + z**2
    se, m_se = (n_with * (found / n_with) + 1) / (n_with + 2), n_with + 2
    sp, m_sp = (n_without * (spared / n_without) + 1) / (n_without + 2), n_without + 2
    prevalence = (p + sp - 1) / (se + sp - 1)
    shift = 2 * z**2 * (prevalence * se * (1 - se) / m_se - (1 - prevalence) * sp * (1 - sp) / m_sp)
    variance = p * (1 - p) / m + prevalence**2 * se * (1 - se) / m_se + (1 - prevalence) ** 2 * sp * (1 - sp) / m_sp
    half = z * math.sqrt(variance / (se + sp - 1) ** 2)
    return max(prevalence + shift - half, 0), min(prevalence + shift + half, 1)


@pytest.mark.parametrize("numbers", [(5, 28, 8, 10, 66, 68), (12, 44, 15, 16, 62, 62), (60, 200, 50, 60, 48, 60)])
def test_the_interval_is_that_of_lang_and_reiczigel(numbers: tuple[int, ...]) -> None:
    assert interval_of_corrected(*numbers) == pytest.approx(np.array(lang_reiczigel(*numbers)), abs=1e-6)


@given(st.integers(0, 30), st.integers(0, 12), st.integers(0, 60))
def test_an_interval_always_holds_its_corrected_share(count: int, found: int, spared: int) -> None:
    lower, upper = interval_of_corrected(count, 30, found, 12, spared, 60)
    assert 0 <= lower <= upper <= 1
    if found / 12 + spared / 60 > 1:
        assert lower <= float(correct_share(count / 30, found / 12, spared / 60)) <= upper
    else:
        assert (lower, upper) == (0, 1), "rules that are no better than chance leave the share open"


def test_shares_of_nothing_and_of_all_have_intervals() -> None:
    none, every = interval_of_corrected([0, 28], 28, 8, 10, 66, 68).T
    assert none[0] == 0 and 0.05 < none[1] < 0.5
    assert every[1] == 1 and 0.5 < every[0] < 1


def test_faultless_rules_leave_the_share_as_it_is() -> None:
    errors = estimate_misclassification(scored(both=10, rules_only=0))
    assert correct_shares(profile(7, 28), errors).loc[0, "corrected"] == 0.25


def test_rows_without_measures_or_without_errors_known_stay_as_they_are() -> None:
    errors = estimate_misclassification(scored())
    table = correct_shares(pd.concat([profile(), profile(0, 0), profile(theme="youth")], ignore_index=True), errors)
    assert table["corrected"].notna().tolist() == [True, False, False]
    assert correct_shares(profile().iloc[:0], errors).empty


def test_the_corrected_interval_holds_its_level_in_plausible_settings() -> None:
    table = simulate_coverage((0.1, 0.2, 0.35), (28, 44), ((0.9, 0.99), (0.75, 0.98)), runs=2000, draws=50, seed=5)
    assert table["corrected"].between(0.92, 0.99).all()
    assert table["uncorrected"].min() < 0.85, "without correction the level is lost where the rules overlook many"
    assert (table["corrected_width"] > 0).all() and (table["undefined"] < 0.05).all()


def test_the_same_seed_gives_the_same_simulation_and_rare_themes_are_undefined() -> None:
    few = {"runs": 50, "draws": 20}
    first, again = (simulate_coverage((0.02,), (15,), ((0.8, 0.98),), **few, seed=3) for _ in range(2))
    pd.testing.assert_frame_equal(first, again)
    assert first.loc[0, "undefined"] > 0.5
    never = simulate_coverage((0.0,), (15,), ((0.8, 0.98),), **few)
    assert never.loc[0, "undefined"] == 1 and never[["uncorrected", "drawn", "corrected"]].isna().all(axis=None)
