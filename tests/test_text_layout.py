"""Layout: what begins an item, what ends a sentence, and which lines the page has wrapped."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kyodo_analysis.text.layout import ends_sentence, is_item_start, is_wrapped, join_wraps, width_of
from kyodo_analysis.text.repair import lines_of, paragraphs_of, repair_lines
from kyodo_analysis.text.traced import Traced

TESTS = Path(__file__).parent
RAW = TESTS.parent / "data" / "raw"


def joined(text: str, **options: dict[int, float]) -> list[str]:
    return [paragraph.text for paragraph in join_wraps(lines_of(text), **options)]


def paragraphs(name: str) -> list[Traced]:
    return paragraphs_of(repair_lines(lines_of((RAW / f"{name}.txt").read_text("utf-8"))))


@pytest.mark.parametrize(
    "text",
    [
        "●地域づくり協議会へ", "・協働推進課", "▼自治会", "◆「地域経営」の定義◆", "■市民 □地域",
        "- ① 市民活力発揮", " - 1 目的", "①ＳＮＳを活用した", "⑫ やまぐち式", "(1) 誰もが",
        "（１）現状と課題", "（ア）目的", "１ 市民", "３ 人づくりを通じた", "1. 目的", "２．方針", "1) 目的",
        "１－１ 目的", "第４章 協働型社会", "第3条 本市の", "第１節", "Ⅰ - (1) - ①", "Ⅱ", "ア 防災",
        "【基本事業１】 地域の", "＜一体型の例＞", "《物語》", "※出典 総務省", "図１ 体系", "表2",
        "Q. あなたは", "アクション1. 人づくり", "施策2:情報", "基本施策１ 地域づくり", "１０月１４日",
        "平成２８年", "１１月１１日 第１回", "１２月２１日～",
    ],
)  # fmt: skip
def test_item_starts(text: str) -> None:
    assert is_item_start(text)


@pytest.mark.parametrize(
    "text",
    [
        "２８年３月）」においては、", "ティも、構成員の減少や", "1 億円の減少となり", "5 年前に、この教室は",
        "3 人が参加し", "1.2倍", "2018年度", "第４章までの課題", "第二次山口市協働推進プラン",
        "第１回市民活動団体", "（仮称）地域活性化センター", "【再掲】", "平成 29 年４月", "２０１５年に約",
        "→", "－", "協働推進課", "Ａさんは、", "おわりに", "10月から12月に", "",
    ],
)  # fmt: skip
def test_lines_that_begin_no_item(text: str) -> None:
    assert not is_item_start(text)


@pytest.mark.parametrize("text", ["図ります。", "（図ります。）", "「図ります。」 ", "よいか？", "取り組んでいる!"])
def test_sentence_ends(text: str) -> None:
    assert ends_sentence(text)


@pytest.mark.parametrize("text", ["図ります", "地域、", "（平成28年3月）", "「小さな拠点」", "", "。また、"])
def test_lines_that_end_no_sentence(text: str) -> None:
    assert not ends_sentence(text)


def test_widths() -> None:
    assert width_of("Ｈ25 H26") == 4.0
    assert width_of("") == 0


def test_nichinan_paragraph_by_paragraph() -> None:
    retyped = (TESTS / "nichinan_retyped.txt").read_text("utf-8").splitlines()
    assert [paragraph.text for paragraph in paragraphs("nichinan")] == retyped


def test_paragraphs_of_yamaguchi_1() -> None:
    found = {paragraph.text: paragraph for paragraph in paragraphs("yamaguchi-1")}
    first = "各所属に協働推進員を配置し、所属内の職員に協働や協働推進プランの内容を周知・推進します。"
    second = (
        "また、協働推進員は、予算編成時に様々なまちづくりの主体との協働事業を検討するとともに、"
        "実施にあたっては各所属での窓口となります。"
    )
    assert first in found
    assert (found[second].first_line, found[second].last_line) == (1616, 1618)
    assert {"推進項目", "対象主体", "H27", "→", "年次計画", "協働推進課"} <= set(found)
    assert "② 市民活動の拠点の検討" in found
    assert "■市民 ■地域コミュニティ ■市民活動団体 ■事業者 ■教育機関 ■行政" in found


def test_paragraphs_of_yamaguchi_2() -> None:
    found = {paragraph.text: paragraph for paragraph in reversed(paragraphs("yamaguchi-2"))}
    for text, first, last in [
        ("②「プロボノ」の啓発と活用の仕組みの構築", 3955, 3959),
        ("⑤社会教育事業による人材育成の強化【再掲】", 4897, 4901),
        ("・ふるさと産業振興課", 3951, 3953),
        ("●地域づくり協議会へフェイスブック等のＳＮＳ開設に向けた支援をします。", 2545, 2547),
        ("「人々が集い 行動する “地域経営”へ」については、今後の住民自治の方向性を表しています。", 1546, 1548),
        ("第５節 今後の協働によるまちづくりの展望", 1339, 1339),
        ("１ 地域における日常生活の維持に向けた取組の推進", 1341, 1341),
        ("職員の公共性のある組織での副業の促進 （神戸市、生駒市）", 3212, 3212),
        ("「この１年間における地域活動への参加状況」と「市民活動やボランティア活動への参加状況」の関係", 1183, 1183),
    ]:
        assert (found[text].first_line, found[text].last_line) == (first, last)
    across_pages = next(text for text in found if text.startswith("一方で、急激な人口減少の進展により、"))
    assert "地域コミュニティも、構成員の減少や" in across_pages
    across_a_note = next(text for text in found if text.startswith("地域の抱える課題は、"))
    assert "共通の課題をもつ隣接する地域" in across_a_note


@pytest.mark.parametrize("name", ["koka", "tsushima"])
def test_marked_up_plans_keep_their_lines(name: str) -> None:
    lines = repair_lines(lines_of((RAW / f"{name}.txt").read_text("utf-8"))).lines
    assert [paragraph.text for paragraph in paragraphs(name)] == [line.text for line in lines if line.text.strip()]


def test_a_conjunction_begins_a_paragraph_and_a_broken_word_goes_on_over_an_empty_line() -> None:
    text = (
        "各所属に協働推進員を配置し、所属内の職員に協働や協働推進プランの内容を周知・推進します。\n"
        "また、協働推進員は、予算編成時に様々なまちづくりの主体との協働事業を検討するとともに、実\n\n"
        "施にあたっては各所属での窓口となります。"
    )
    first, second = joined(text)
    assert first.endswith("周知・推進します。")
    assert second.startswith("また、") and second.endswith("とともに、実施にあたっては各所属での窓口となります。")


def test_cells_of_narrow_columns() -> None:
    text = (
        "●市民活動団体の人材育成に向けた取組を推\n\n進します。\n\n・市民活動支\n\n援センター\n\n・関係各課\n\n"
        "地域版コドモジカンプロジェクト （市民活動支援センター、大内地域）"
    )
    assert joined(text) == [
        "●市民活動団体の人材育成に向けた取組を推進します。",
        "・市民活動支援センター",
        "・関係各課",
        "地域版コドモジカンプロジェクト （市民活動支援センター、大内地域）",
    ]


def test_a_heading_is_not_joined_with_its_paragraph() -> None:
    text = "（２）財政支援\n地域にはすでに活発な活動の実績がありますが、住民に\nよる地域経営の観点から進めます。"
    assert joined(text)[0] == "（２）財政支援"


def test_an_indent_begins_a_paragraph() -> None:
    text = "本市では協働のまちづくりを進め、市民と行政がそれぞれの役割を\n　地域には活発な活動の実績があります。"
    assert len(joined(text)) == 2


def test_bold_and_plain_lines_are_never_one_paragraph() -> None:
    text = "市民と行政が双方の情報を共有し、多くの市民が参加したくなる環境の\n充実を図ります。"
    assert len(joined(text)) == 1
    assert len(joined(text, emphasis={1: 1.0})) == 2
    assert len(joined(text, emphasis={1: 0.4, 2: 1.0})) == 1


def test_rows_and_short_labels_stay() -> None:
    text = "年次計画\nH27\n→\nＨ25 H26 H28 H29\n実施 → → →\n基準値\n（平成２９年）\n目標値"
    assert joined(text) == text.split("\n")


def test_a_text_without_empty_lines_is_wrapped_where_its_widest_lines_break_off() -> None:
    wrapped = "市民と行政が双方の情報を共有し、多くの市民が参加したくなるよう\nに協働意識を高めていくことが重要です。"
    assert is_wrapped(lines_of(wrapped))
    assert not is_wrapped(lines_of("目的\n市民の参画を図ります。\n協働を進めます。\n協働推進課"))
    assert not is_wrapped(lines_of("職員研修\t市\n" * 4 + wrapped))
    assert not is_wrapped(lines_of(""))


def test_nothing_from_nothing() -> None:
    assert join_wraps([]) == join_wraps(lines_of("\n \n")) == []


@settings(derandomize=True, deadline=None)
@given(st.lists(st.text(alphabet="地域のを、。●１ （）\t→Ａ", max_size=30), max_size=12))
def test_joining_loses_nothing_and_keeps_the_order(texts: list[str]) -> None:
    lines = [Traced.of_line(text, n) for n, text in enumerate(texts, start=1)]
    found = join_wraps(lines)
    assert "".join("".join(paragraph.text.split()) for paragraph in found) == "".join("".join(texts).split())
    assert [paragraph.first_line for paragraph in found] == sorted(paragraph.first_line for paragraph in found)
