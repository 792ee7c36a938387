"""The sentence on planted nulls, against small tables."""

from __future__ import annotations

import pandas as pd
import pytest

from kyodo_analysis.analysis.robustness.claim_families import CLAIM_FAMILIES
from kyodo_analysis.analysis.robustness.group_families import GROUP_FAMILIES
from kyodo_analysis.analysis.robustness.robustness_texts import state_nulls

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


def test_nulls_in_words() -> None:
    assert state_nulls(NULLS) == (
        "With plan labels shuffled 200 times, 0.5% of the 4 claims survive on average; whole theme profiles claim "
        "anything at all most often, in 9 of 200 shuffles"
    )
    assert state_nulls(NULLS, "ja") == (
        "計画名を無作為に入れ替えた200回で、4件の主張のうち残るのは平均0.5%である。"
        "何らかの主張が最も多く出るのはテーマ構成の全体で、200回中9回"
    )


@pytest.mark.parametrize("language", ["en", "ja"])
def test_nothing_to_say_is_said(language: str) -> None:
    assert state_nulls(NULLS[NULLS["claims_observed"] == 0], language)


def test_every_family_has_its_japanese_name() -> None:
    for family in (*CLAIM_FAMILIES, *GROUP_FAMILIES):
        assert family not in state_nulls(NULLS.assign(family=family), "ja"), family


def test_what_was_shuffled_is_said() -> None:
    within = NULLS.assign(family=["starts by theme", "pairs of departments", "combinations of actors"])
    assert state_nulls(within).startswith("With the labels of measures within each plan shuffled 200 times, ")
    assert state_nulls(within, "ja").startswith("各計画の中で施策の分類を無作為に入れ替えた200回で、")
    both = NULLS.assign(family=["starts by theme", "distinctive words", "actors by plan"])
    assert state_nulls(both).startswith("With plan labels, or the labels of measures within each plan, shuffled 200 ")
