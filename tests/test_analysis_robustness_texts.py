"""The sentences on planted nulls and sensitivity, against small tables."""

from __future__ import annotations

import pandas as pd
import pytest

from kyodo_analysis.analysis.robustness.claim_families import CLAIM_FAMILIES
from kyodo_analysis.analysis.robustness.robustness_texts import state_nulls, state_sensitivity
from kyodo_analysis.analysis.robustness.sensitivity import NOT_GIVEN, NOT_INSTALLED, VARIANTS

NULLS = pd.DataFrame(
    {
        "family": ["distinctive words", "whole theme profiles", "theme shares, main themes"],
        "shuffles": 200,
        "claims_observed": [3, 1, 0],
        "surviving_share": [0.0, 0.02, float("nan")],
        "shuffles_with_any_claim": [0, 9, 1],
        "share_with_any": [0.0, 0.045, 0.005],
    }
)
SENSITIVITY = pd.DataFrame(
    {
        "variant": ["raw text", "SudachiPy"],
        "note": ["", NOT_INSTALLED],
        "base": pd.array([20, None], dtype="Int64"),
        "kept": pd.array([14, None], dtype="Int64"),
        "new": pd.array([54, None], dtype="Int64"),
    }
)


def test_nulls_in_words() -> None:
    assert state_nulls(NULLS) == (
        "With plan labels shuffled 200 times, 0.5% of the 4 claims survive on average; whole theme profiles claim "
        "anything at all most often, in 9 of 200 shuffles"
    )
    assert state_nulls(NULLS, "ja") == (
        "計画名を無作為に入れ替えた200回で、4件の主張のうち残るのは平均0.5%である。"
        "何らかの主張が最も多く出るのはテーマ構成の全体で、200回中9回"
    )


def test_sensitivity_in_words() -> None:
    assert state_sensitivity(SENSITIVITY) == (
        "Findings kept when one decision is changed: raw text 14 of 20 (54 new), SudachiPy (not installed)"
    )
    assert state_sensitivity(SENSITIVITY, "ja") == (
        "判断を一つ変えても残る結果は、修復前の本文で20件中14件（新たに54件）、SudachiPy（未導入）"
    )


@pytest.mark.parametrize("language", ["en", "ja"])
def test_nothing_to_say_is_said(language: str) -> None:
    assert state_nulls(NULLS[NULLS["claims_observed"] == 0], language)
    assert state_sensitivity(SENSITIVITY.iloc[:0], language)


def test_every_family_and_variant_has_its_japanese_name() -> None:
    for family in CLAIM_FAMILIES:
        assert family not in state_nulls(NULLS.assign(family=family), "ja"), family
    for variant in set(VARIANTS) - {"SudachiPy"}:
        assert variant not in state_sensitivity(SENSITIVITY.assign(variant=variant), "ja"), variant
    for note in (NOT_INSTALLED, NOT_GIVEN):
        assert note not in state_sensitivity(SENSITIVITY.assign(note=note), "ja")
