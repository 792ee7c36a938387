"""Cells from traced text."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kyodo_analysis.tables.cells import cell, count_characters, tidy, tidy_mark
from kyodo_analysis.text.traced import Traced


def lines(*texts: str, separator: str = "") -> Traced:
    return Traced.join([Traced.of_line(text, number) for number, text in enumerate(texts, start=1)], separator)


@pytest.mark.parametrize("separator", ["", " ", "\n", "\r\n", "　"])
def test_wrapped_lines_are_joined_with_nothing(separator):
    wrapped = lines("  また、自治会活動に", "関する手引により ", separator=separator)
    assert tidy(wrapped).text == "また、自治会活動に関する手引により"


def test_wrapped_english_words_keep_a_blank():
    assert tidy(lines("Key Goal ", "Indicator")).text == "Key Goal Indicator"
    assert tidy(lines("Key Goal", "Indicator", separator="\n")).text == "Key Goal Indicator"
    assert tidy(lines("ＫＰＩ ", "Key")).text == "ＫＰＩKey"


def test_blanks_within_a_line_stay_once_and_full_width_stays():
    assert tidy(Traced.of_line("人づくりと推進体制  ～学ぶ、育む～", 1)).text == "人づくりと推進体制 ～学ぶ、育む～"
    assert tidy(Traced.of_line("ＳＮＳ　①　バブリット", 1)).text == "ＳＮＳ　①　バブリット"
    assert tidy(Traced.of_line("項目\t内容\x0c", 1)).text == "項目 内容"


def test_marks_lose_all_blanks_but_those_of_english():
    assert tidy_mark(Traced.of_line(" ★ ● ", 1)).text == "★●"
    assert tidy_mark(Traced.of_line("増 加", 1)).text == "増加"
    assert tidy_mark(Traced.of_line("NPO Center 協 議会", 1)).text == "NPO Center協議会"


def test_characters_keep_their_places():
    tidied = tidy(lines(" 検討 ", " します。"))
    assert [tidied.place(index) for index in range(len(tidied))] == [(1, 1), (1, 2), (2, 1), (2, 2), (2, 3), (2, 4)]


def test_nothing_is_no_text():
    assert cell(None) is None
    assert cell(tidy(Traced.of_line(" 　", 1))) is None
    assert cell(Traced.of_line("－", 1)) == "－"


def test_characters_are_counted_without_blanks():
    assert count_characters(" Ｈ25　H26\n → \t") == 7


@given(st.lists(st.text(st.sampled_from("協働 　a1\t\n\x85～")), max_size=4), st.sampled_from(["", " ", "\n"]))
def test_only_blanks_are_lost_and_a_second_time_changes_nothing(texts, separator):
    printed = lines(*texts, separator=separator)
    for how in (tidy, tidy_mark):
        tidied = how(printed)
        assert "".join(tidied.text.split()) == "".join(printed.text.split())
        assert how(tidied) == tidied
        assert not set(tidied.text) & set("\t\n\x85")
