"""How often things recur, as plans print it."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kyodo_analysis.values.frequency import Frequency, parse_frequency

MONTH, WEEK = round(float(Fraction(1, 12)), 6), round(float(Fraction(1, 52)), 6)
# (printed, times, every_years)
CASES = [
    ("３年に１回", 1, 3.0),
    ("三年に一度", 1, 3.0),
    ("十年に一度", 1, 10.0),
    ("2ヶ月に1回", 1, 2 * MONTH),
    ("３か月に１回", 1, 0.25),
    ("半期に1回", 1, 0.5),
    ("四半期に1回", 1, 0.25),
    ("年1回", 1, 1.0),
    ("年２回程度", 2, 1.0),
    ("年間３回", 3, 1.0),
    ("年に4回以上", 4, 1.0),
    ("毎年１回", 1, 1.0),
    ("月１回程度", 1, MONTH),
    ("月に2回", 2, MONTH),
    ("週1回", 1, WEEK),
    ("毎年度", None, 1.0),
    ("毎年", None, 1.0),
    ("毎月", None, MONTH),
    ("毎週", None, WEEK),
    ("年度ごとに", None, 1.0),
    ("四半期ごとに", None, 0.25),
    ("半期ごとに", None, 0.5),
    ("5年毎", None, 5.0),
    ("3か月ごと", None, 0.25),
    ("隔年で", None, 2.0),
    ("隔月", None, 2 * MONTH),
    ("2年おき", None, 3.0),
    ("～3回程度", 3, None),
    ("年2～3回", None, 1.0),
    ("年に数回", None, 1.0),
    ("数年に1回", 1, None),
    ("6月に1回", 1, None),
    ("第1回目", None, None),
    ("定期的に", None, None),
    ("随時", None, None),
    ("", None, None),
]


@pytest.mark.parametrize(("printed", "times", "every_years"), CASES, ids=[case[0] for case in CASES])
def test_frequencies(printed: str, times: int | None, every_years: float | None) -> None:
    assert parse_frequency(printed).times == times
    assert parse_frequency(printed).every_years == (
        None if every_years is None else pytest.approx(every_years, abs=2e-6)
    )


@given(st.integers(min_value=1, max_value=30), st.integers(min_value=1, max_value=30))
def test_numbers_are_kept(years: int, times: int) -> None:
    assert parse_frequency(f"{years}年に{times}回") == Frequency(times, float(years))
    assert parse_frequency(f"年{times}回") == Frequency(times, 1.0)
