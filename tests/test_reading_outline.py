import pytest
from reading_plans import PLAN_IDS, reading_of, text_of

from kyodo_analysis.reading.plan import read_plan


def tree(reading):
    return [(heading.level, heading.number, heading.title.text) for heading in reading.headings]


def passages(reading, *kinds):
    return [passage.text.text for passage in reading.passages if passage.kind in kinds]


def read(text):
    return read_plan(text_of(text))


def test_heading_tree():
    text = """第１章 計画の背景
第１節 概要
１ 趣旨
（１） 現状
ア 人口
２ 期間
第２節 課題
第２章 取組
"""
    assert tree(read(text)) == [
        (1, "1", "計画の背景"),
        (2, "1", "概要"),
        (3, "1", "趣旨"),
        (4, "1", "現状"),
        (5, "ア", "人口"),
        (3, "2", "期間"),
        (2, "2", "課題"),
        (1, "2", "取組"),
    ]


def test_named_levels_nest_as_they_come():
    assert [level for level, _, _ in tree(read("基本施策１ 甲\n基本事業１ 乙\n基本事業２ 丙\n基本施策２ 丁"))] == [
        1,
        2,
        2,
        1,
    ]


@pytest.mark.parametrize("text", ["第３章\n\n\n前期推進計画\n\n第１節 概要", "第 ３ 章\n前期推進計画\n第１節 概要"])
def test_a_chapter_without_a_title_takes_the_short_line_below(text):
    assert tree(read(text)) == [(1, "3", "前期推進計画"), (2, "1", "概要")]


@pytest.mark.parametrize("below", ["第１節 概要", "市民と行政が協働します。", "項目\t内容", "", "3"])
def test_a_chapter_without_a_title_takes_nothing_else(below):
    assert tree(read(f"第３章\n{below}"))[0] == (1, "3", "")


def test_a_number_alone_on_its_line_takes_the_title_below():
    assert tree(read("3\n\n市民公益活動の広がり\n\n従来から活動が続いています。")) == [(1, "3", "市民公益活動の広がり")]
    assert tree(read("3\n\n従来から活動が続いています。")) == []


def test_kinds_of_passages():
    text = """－ 目次 －
目次
1 趣旨 ・・・・・・・・ 1
2 期間 ・・・・・・・・ 2

第１章 計画の背景

市民と行政の協働が求められています。
●広報紙の発行
第3条 市民は、まちづくりの担い手です。
※出典 総務省
（平成 29 年アンケート調査結果より）
推進項目
Ｈ25 H26 H28
→
項目\t203団体
"""
    reading = read(text)
    kinds = {passage.text.text: passage.kind for passage in reading.passages}
    assert kinds["1 趣旨 ・・・・・・・・ 1"] == "toc"
    assert kinds["市民と行政の協働が求められています。"] == "paragraph"
    assert kinds["●広報紙の発行"] == "bullet"
    assert kinds["第3条 市民は、まちづくりの担い手です。"] == "paragraph"
    assert kinds["※出典 総務省"] == kinds["（平成 29 年アンケート調査結果より）"] == "caption"
    assert kinds["推進項目"] == kinds["Ｈ25 H26 H28"] == kinds["項目"] == "label"
    assert kinds["203団体"] == "cell"
    assert [(piece.kind, piece.text.text) for piece in reading.unclaimed] == [("symbol", "→")]


def test_rosters_end_with_the_next_chapter_or_with_prose():
    roster = "第１章 体制\n推進委員会委員名簿（平成２９年～）\n大宮 義隆\n森近 愼治 宮野自治連合会 会長\n"
    reading = read(roster + "第２章 用語\n市民 住民\n")
    assert passages(reading, "roster") == ["大宮 義隆", "森近 愼治 宮野自治連合会 会長"]
    assert passages(reading, "paragraph") == ["市民 住民"]
    reading = read("委員名簿\n大宮 義隆\n計画の進行管理は、協働のまちづくり推進委員会が毎年行っていきます。\n市民\n")
    assert passages(reading, "roster") == ["大宮 義隆"]


def test_contents_end_where_the_text_begins():
    reading = read("目次\n１ 趣旨 1\n２ 期間 2\n市民と行政の協働を進めるために、この計画を策定しました。\n３ 体制\n")
    assert passages(reading, "toc") == ["１ 趣旨 1", "２ 期間 2"]
    assert (1, "3", "体制") in tree(reading)


def test_no_name_of_a_roster_is_in_any_other_kind():
    reading = reading_of("yamaguchi-2")
    roster = passages(reading, "roster")
    assert len(roster) == 68
    names = {text for text in roster if len(text.split()) == 2 and len(text) <= 7}
    assert {"大宮 義隆", "石田 久美子", "堅田 雅子"} <= names
    rest = "\n".join(
        text
        for kind in ("paragraph", "bullet", "box", "cell", "caption", "footnote")
        for text in passages(reading, kind)
    )
    assert not [name for name in names if name in rest or name.replace(" ", "") in rest]


def test_headings_of_the_second_plan():
    found = tree(reading_of("yamaguchi-2"))
    assert (1, "3", "前期推進計画") in found
    for number, title in (
        ("1", "地域づくりへの参画の意識づくり"),
        ("4", "地域での豊かな暮らしの確保に向けた取組の推進"),
    ):
        assert found.count((3, number, title)) == 2  # among the basic policies, and over their measures
    assert sum(title == "具体的な取組" for _, _, title in found) == 14
    assert [title for level, _, title in found if level == 1] == ["はじめに", "前期推進計画", "資料編"]


def test_paragraphs_of_the_second_plan():
    reading = reading_of("yamaguchi-2")
    texts = {passage.text.first_line: passage for passage in reading.passages}
    assert texts[1766].text.last_line == 1770
    assert texts[1766].text.text.endswith("を設定し、進行状況を管理します。")
    assert texts[4632].text.text == "地域づくりの情報交換会「地域づくりのキッカケ見つけ隊２１」"
    assert texts[3448].text.text == "地域の担い手育成の場づくり「さばろっち未来カフェ」（小鯖地域）"
    assert {texts[line].kind for line in (3448, 4632, 4634)} == {"box"}


def test_headings_of_koka_tsushima_and_nichinan():
    koka = tree(reading_of("koka"))
    assert [number for level, number, _ in koka if level == 1] == ["", "1", "2", "3", "4"]
    tsushima = tree(reading_of("tsushima"))
    assert [title for _, _, title in tsushima].count("情報を共有する") == 2
    assert [title for _, _, title in tree(reading_of("nichinan"))][:3] == [
        "協働型社会の実現に向けて",
        "協働を担う人材育成",
        "市民意識の変革",
    ]


@pytest.mark.parametrize("plan_id", PLAN_IDS)
def test_passages_come_in_the_order_of_the_text_and_hold_words(plan_id):
    passages = reading_of(plan_id).passages
    places = [min(passage.text.places) for passage in passages]
    assert places == sorted(places)
    assert all(any(character.isalnum() for character in passage.text.text) for passage in passages)
    assert {passage.kind for passage in passages} <= {
        "paragraph", "bullet", "cell", "caption", "footnote", "box", "toc", "roster", "label",
    }  # fmt: skip
