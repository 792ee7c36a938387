"""Fixers of single lines: what each mends, and above all what it leaves alone."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kyodo_analysis.text import characters, line_fixers
from kyodo_analysis.text.traced import Run, Traced

FIXERS = (
    line_fixers.fix_control_characters,
    line_fixers.fix_ideographs,
    line_fixers.fix_decomposed_kana,
    line_fixers.fix_letter_spacing,
    line_fixers.fix_outer_blanks,
)


def fixed(fixer: object, text: str) -> str:
    return fixer(Traced.of_line(text, 1)).text  # type: ignore[operator]


@pytest.mark.parametrize(
    ("broken", "whole"),
    [
        ("\ufeff(仮称)甲賀市", "(仮称)甲賀市"),
        ("市民\r", "市民"),
        ("協\u00ad働\u200b推\u2060進", "協働推進"),
        ("\ue000市民\uf8ff\U000f0001", "市民"),
        ("\x00\x1f\x7f\x85市\x0c民", "市民"),
    ],
)
def test_control_and_private_characters_go(broken: str, whole: str) -> None:
    assert fixed(line_fixers.fix_control_characters, broken) == whole


@pytest.mark.parametrize(
    "text", ["項目\t内容\t主体", "協働推進課　管財課", "葛\U000e0100城市", "失われた�字", "㎡と①と…"]
)
def test_other_characters_stay(text: str) -> None:
    assert fixed(line_fixers.fix_control_characters, text) == text


@pytest.mark.parametrize(
    ("broken", "whole"),
    [
        ("市⺠、⻑寿、⻄区、⻘少年、神⼾市", "市民、長寿、西区、青少年、神戸市"),
        ("⼈⼝、⾏政、⼦⽣、⽤⽔、⾼齢、⼟⽊", "人口、行政、子生、用水、高齢、土木"),
        ("⻝⽣活、⻲⼭、⻯王、⻭科、⻩⾊、⿊⽥、⻤", "食生活、亀山、竜王、歯科、黄色、黒田、鬼"),
        ("行政と\uf9e9", "行政と里"),
    ],
)
def test_radicals_become_japanese_ideographs(broken: str, whole: str) -> None:
    assert fixed(line_fixers.fix_ideographs, broken) == whole


@pytest.mark.parametrize("text", ["ＳＮＳ８", "①⑫Ⅳ㎡㈱", "令和２年度～令和４年度", "山﨑神谷", "ﾊﾝｶｸ", "戶靑"])
def test_nothing_else_is_folded(text: str) -> None:
    assert fixed(line_fixers.fix_ideographs, text) == text


def test_every_radical_has_one_ideograph() -> None:
    radicals = [chr(c) for c in range(0x2E81, 0x2FD6) if unicodedata.category(chr(c)) != "Cn"]
    missing = [radical for radical in radicals if radical not in characters.IDEOGRAPHS]
    assert not missing
    assert all(
        len(ideograph) == 1 and ideograph not in characters.IDEOGRAPHS for ideograph in characters.IDEOGRAPHS.values()
    )


def test_kana_and_its_mark_become_one_and_stand_where_the_kana_stood() -> None:
    line = line_fixers.fix_decomposed_kana(Traced.of_line("か\u3099んは\u309aる", 4))
    assert line.text == "がんぱる"
    assert line.runs() == [Run(4, 0, 1), Run(4, 2, 4), Run(4, 5, 6)]


def test_a_mark_after_anything_else_stays() -> None:
    assert fixed(line_fixers.fix_decomposed_kana, "市\u3099あ\u309a") == "市\u3099あ\u309a"


@pytest.mark.parametrize(
    ("wide", "word"),
    [
        ("は じ め に", "はじめに"),
        ("目 的", "目的"),
        ("整理番号 Ⅰ - (1) - ① 種 別 新規 担当課", "整理番号 Ⅰ - (1) - ① 種別 新規 担当課"),
        ("７４．７％ ８０．０％ ８５．０％ 増 加", "７４．７％ ８０．０％ ８５．０％ 増加"),
        ("山口市長  渡 辺 純 忠", "山口市長  渡辺純忠"),
        ("第 ３ 章", "第３章"),
        ("第 3 章", "第3章"),
        ("【 庁 内 の 推 進 体 制 】", "【庁内の推進体制】"),
        ("目　次", "目次"),
        ("項　目\t内　容\t主体", "項目\t内容\t主体"),
    ],
)
def test_words_set_wide_are_closed_up(wide: str, word: str) -> None:
    assert fixed(line_fixers.fix_letter_spacing, wide) == word


@pytest.mark.parametrize(
    "text",
    [
        "実施 → → →",
        "■市民 □地域コミュニティ □市民活動団体",
        "Ⅰ - (1) - ①",
        "Ｈ25 H26 H28 H29",
        "協働推進課　管財課",
        "★ ◎",
        "- ① 市民活力発揮により、地域コミュニティの再生",
        "平成 29 年４月",
        "実 施 日 内   容",
        "区  分 氏  名 所 属 等",
        "月 火 水 木 金",
        "国 県 市",
        "市 市 市",
        "辻 正二 国立大学法人 山口大学 名誉教授",
        "東 孝次",
        "目\t的",
    ],
)
def test_gaps_between_words_and_columns_stay(text: str) -> None:
    assert fixed(line_fixers.fix_letter_spacing, text) == text


@pytest.mark.parametrize(
    ("padded", "cut"),
    [
        (" 第二次山口市協働推進プラン ", "第二次山口市協働推進プラン"),
        ("　　本市では、　", "本市では、"),
        (" \u00a0 ", ""),
        ("\t項目\t", "\t項目\t"),
        ("\t ", "\t"),
    ],
)
def test_outer_blanks_are_cut_but_not_tabs(padded: str, cut: str) -> None:
    assert fixed(line_fixers.fix_outer_blanks, padded) == cut


def test_an_untouched_line_is_the_same_object() -> None:
    line = Traced.of_line("協働推進課・地域交流センター・管財課", 91)
    assert all(fixer(line) is line for fixer in FIXERS)


@given(st.text(alphabet="目的 　\t⺠⼾か\u3099\u200b\x07はじ１1→①。", max_size=25))
def test_fixers_are_safe_to_run_twice_and_keep_places(source: str) -> None:
    for fixer in FIXERS:
        line = Traced.of_line(source, 2)
        once = fixer(line)
        assert fixer(once).text == once.text
        for i, character in enumerate(once.text):
            place = once.place(i)
            assert place is not None
            original = source[place[1]]
            assert character in (original, characters.IDEOGRAPHS.get(original)) or any(
                characters.COMPOSED_KANA.get(original + mark) == character for mark in "\u3099\u309a"
            )
