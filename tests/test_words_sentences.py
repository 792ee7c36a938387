"""Sentences and the folded copy: nothing is lost, nothing is too long, and every index stays what it was."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kyodo_analysis.words.folding import fold_width
from kyodo_analysis.words.sentences import LONGEST_SENTENCE, cut_sentences

TEXTS = st.text(alphabet="市民の声、。！？!?「」『』（）() 　\n\rａA1１～①ｱ", max_size=80)
LONG_TEXTS = st.lists(
    st.sampled_from(["地域", "づくり", "、", " ", "「", "」", "。", "\n"]), min_size=300, max_size=900
)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("交付金を整理します。また、統合に取り組みます。", ["交付金を整理します。", "また、統合に取り組みます。"]),
        ("「集う。話す。」場をつくります。", ["「集う。話す。」場をつくります。"]),
        ("寄付（募金。基金！）を募ります。随時", ["寄付（募金。基金！）を募ります。", "随時"]),
        ("地域を愛していますか？！それとも", ["地域を愛していますか？！", "それとも"]),
        ("相談窓口の充実\n情報発信の支援", ["相談窓口の充実", "情報発信の支援"]),
        ("「閉じない。次の文。", ["「閉じない。", "次の文。"]),
        ("閉じるだけ）。次。", ["閉じるだけ）。", "次。"]),
        ("（外（内。）側。）終わり。次。", ["（外（内。）側。）終わり。", "次。"]),
        ("「一行目\n」二行目。三。", ["「一行目", "」二行目。", "三。"]),
        ("　 \n\n", []),
    ],
)
def test_sentences_end_where_they_end(text: str, expected: list[str]) -> None:
    assert [sentence for _, sentence in cut_sentences(text)] == expected


@given(TEXTS | LONG_TEXTS.map("".join))
def test_sentences_hold_everything_but_white_space(text: str) -> None:
    end = 0
    for start, sentence in cut_sentences(text):
        assert text[end:start].strip() == ""
        assert text[start : start + len(sentence)] == sentence == sentence.strip() != ""
        assert len(sentence) <= LONGEST_SENTENCE
        end = start + len(sentence)
    assert text[end:].strip() == ""


def test_a_long_stretch_is_cut_at_a_comma_else_at_a_blank_else_where_it_is_full() -> None:
    commas = cut_sentences("市民活動団体、" * 100)
    assert len(commas) > 1 and all(sentence.endswith("体、") for _, sentence in commas)
    blanks = cut_sentences("市民活動団体 " * 100)
    assert len(blanks) > 1 and all(sentence.endswith("体") for _, sentence in blanks)
    assert [len(sentence) for _, sentence in cut_sentences("市" * 1200)] == [499, 499, 202]


@given(TEXTS)
def test_folding_keeps_every_place_and_is_safe_to_do_twice(text: str) -> None:
    folded = fold_width(text)
    assert len(folded) == len(text)
    assert fold_width(folded) == folded
    assert [i for i, c in enumerate(folded) if c.isspace()] == [i for i, c in enumerate(text) if c.isspace()]


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("NPO等(仮称)", "ＮＰＯ等（仮称）"),
        ("Ｈ２５～H29", "Ｈ25～Ｈ29"),
        ("①子育て・Ⅰ-(1)", "①子育て・Ⅰ－（1）"),
        ("コミュニティ・ビジネス　※", "コミュニティ・ビジネス　※"),
    ],
)
def test_letters_and_symbols_go_wide_and_digits_narrow(text: str, folded: str) -> None:
    assert fold_width(text) == folded
