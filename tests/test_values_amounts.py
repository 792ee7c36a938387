"""Amounts as printed in indicator and fiscal tables."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kyodo_analysis.values.amounts import Amount, parse_amount


@pytest.mark.parametrize(
    ("printed", "expected"),
    [
        ("▲ 31", Amount(-31, "")),
        ("△5", Amount(-5, "")),
        ("−3.5ポイント", Amount(-3.5, "ポイント")),
        ("７４．７％", Amount(74.7, "％")),
        ("100 %", Amount(100, "％")),
        ("１００事業", Amount(100, "事業")),
        ("４０人", Amount(40, "人")),
        ("12.5", Amount(12.5, "")),
        ("１，２３４．５", Amount(1234.5, "")),
        ("1,234千円", Amount(1_234_000, "円")),
        ("300百万円", Amount(300_000_000, "円")),
        ("3億2,000万円", Amount(320_000_000, "円")),
        ("1 億２，７１０万人", Amount(127_100_000, "人")),
        ("203団体", Amount(203, "団体")),
        ("23団体（25団体）", Amount(23, "団体", note="25団体")),
        ("約10%", Amount(10, "％", approximate=True)),
        ("30件程度", Amount(30, "件", approximate=True)),
        ("80.0％以上", Amount(80, "％", bound="at_least")),
        ("５０人未満", Amount(50, "人", bound="under")),
        ("年2回", Amount(2, "回", qualifier="年")),
        ("全２１地域", Amount(21, "地域", qualifier="全")),
        ("７割", Amount(7, "割")),
        ("０件", Amount(0, "件")),
        ("—", Amount(None, "")),
        ("－", Amount(None, "")),
        ("-", Amount(None, "")),
    ],
)
def test_amounts(printed: str, expected: Amount) -> None:
    assert parse_amount(printed) == expected


@pytest.mark.parametrize("printed", ["", "　", "増加", "10～20件", "1/2", "平成25年", "1,2345", "団体", "約", "▲"])
def test_no_single_amount(printed: str) -> None:
    with pytest.raises(ValueError, match=re.escape(repr(printed))):
        parse_amount(printed)


@given(st.integers(min_value=0, max_value=10**9), st.sampled_from(["", "人", "団体", "％", "円"]), st.booleans())
def test_grouped_and_full_width_digits_say_the_same(number: int, unit: str, negative: bool) -> None:
    plain = f"{number:,}{unit}"
    wide = plain.translate({ord(narrow): ord(narrow) + 0xFEE0 for narrow in "0123456789,"})
    expected = Amount(float(-number if negative else number), unit)
    for printed in (plain, wide, f"{number}{unit}"):
        assert parse_amount(f"▲{printed}" if negative else printed) == expected
