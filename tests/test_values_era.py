"""Eras, numerals and character widths."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kyodo_analysis.values.era import era_base, parse_numeral
from kyodo_analysis.values.width import (
    join_voicing_marks,
    narrow_ascii,
    narrow_digits_and_letters,
    widen_katakana,
)


@pytest.mark.parametrize("era", ["慶応", "X", "", "25", "平成25"])
def test_unknown_eras(era: str) -> None:
    with pytest.raises(ValueError, match=re.escape(repr(era))):
        era_base(era)


@pytest.mark.parametrize(
    ("printed", "number"),
    [("九", 9), ("十", 10), ("十一", 11), ("二十", 20), ("九十九", 99), ("百二十三", 123), ("〇五", 5)],
)
def test_kanji_numerals(printed: str, number: int) -> None:
    assert parse_numeral(printed) == number


@pytest.mark.parametrize("printed", ["", "年", "二三十", "十百", "2五", "-1", "1.5"])
def test_no_numerals(printed: str) -> None:
    with pytest.raises(ValueError, match=re.escape(repr(printed))):
        parse_numeral(printed)


@given(st.integers(min_value=1, max_value=199))
def test_kanji_numerals_count_like_digits(number: int) -> None:
    digits = "〇一二三四五六七八九"
    hundreds, tens, ones = number // 100, number // 10 % 10, number % 10
    printed = "百" * hundreds + (digits[tens] if tens > 1 else "") + "十" * (tens > 0) + (digits[ones] if ones else "")
    assert parse_numeral(printed) == number
    assert parse_numeral("".join(digits[int(digit)] for digit in str(number))) == number


@given(st.text(max_size=30))
def test_folds_keep_every_place(text: str) -> None:
    for fold in (narrow_digits_and_letters, narrow_ascii, widen_katakana):
        assert len(fold(text)) == len(text)
        assert fold(fold(text)) == fold(text)


def test_folds_leave_structure_alone() -> None:
    assert narrow_digits_and_letters("①～－（２）⼾　") == "①～－（2）⼾　"
    assert join_voicing_marks(widen_katakana("ﾎﾞﾗﾝﾃｨｱ･ﾌﾟﾗｻﾞ")) == "ボランティア･プラザ"
