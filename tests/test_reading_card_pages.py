import pytest
from reading_plans import line, repaired_plan, traced_lines

from kyodo_analysis.reading.card_pages import read_pages
from kyodo_analysis.reading.card_schedule import fit_schedules
from kyodo_analysis.reading.card_values import Group, merge_groups, name_kind

LABELS = "推進項目\n\n対象主体\n\n目 的\n\n推進内容\n\n完了の目安\n\n"


def read(text):
    return read_pages(traced_lines(text))


def group(*paragraphs, first=1):
    return Group("loose", tuple(line(text, first + i) for i, text in enumerate(paragraphs)), 0)


def test_pages_of_the_first_plan():
    pages = read_pages(repaired_plan("yamaguchi-1").lines)
    assert sum(len(page.cards) for page in pages) == 46
    assert [card.number.text for card in pages[0].cards] == ["Ⅰ - (1) - ①", "Ⅰ - (1) - ②", "Ⅰ - (2) - ①"]
    assert {
        kind: sum(found.kind == kind for found in pages[0].groups) for kind in ("title", "actors", "departments")
    } == {
        "title": 3,
        "actors": 3,
        "departments": 3,
    }
    for page in pages:
        assert [found.position for found in page.groups] == list(range(len(page.groups)))
        assert all(len(card.years) == 4 for card in page.cards)


def test_labels_first_then_loose_values():
    (page,) = read(
        f"整理番号 1-① 種 別 新規 担当課\n\n{LABELS}Ｈ25 H26\n\n実施 →\n\n① 広報\n\n協働推進課\n\n－\n\nH27\n\n→\n"
    )
    (card,) = page.cards
    assert (card.number.text, card.inline["status"].text) == ("1-①", "新規")
    assert all(card.lacks(name) for name in ("title", "actors", "purpose", "content", "completion", "departments"))
    assert [year.fiscal_year for year in card.years] == [2013, 2014]
    assert [mark.text for mark in card.marks] == ["実施", "→"]
    assert [(found.kind, found.text) for found in page.groups] == [("title", "① 広報"), ("departments", "協働推進課")]
    assert [year.fiscal_year for year in page.years] == [2015]
    assert [mark.text for mark in page.marks] == ["→"]
    assert "－" in [piece.text for piece in page.furniture]


def test_a_new_page_begins_after_values():
    pages = read("整理番号 1 担当課\n\n整理番号 2 担当課\n\n① 広報\n\n整理番号 3 担当課\n\n① 研修\n")
    assert [[card.number.text for card in page.cards] for page in pages] == [["1", "2"], ["3"]]


def test_values_under_the_last_label_by_chance_are_loose():
    (page,) = read(f"整理番号 1 担当課\n\n{LABELS}① 広報\n\n協働推進課\n\n周知します。\n")
    assert [found.kind for found in page.groups] == ["title", "departments", "prose"]
    assert page.cards[0].below == {}


def test_a_heading_among_values_belongs_to_the_cards_of_its_number():
    text = f"推進方針 Ⅰ 環境\n\n整理番号 Ⅰ - (2) - ① 担当課\n\n{LABELS}① 広報\n\n推進施策 (2) 情報の共有\n"
    (page,) = read(text)
    assert page.cards[0].policy.title.text == "環境"
    assert page.cards[0].program.title.text == "情報の共有"


@pytest.mark.parametrize("heading", ["第４章 資料", "資料編"])
def test_the_cards_end_with_a_heading_of_a_higher_kind(heading):
    (page,) = read(f"整理番号 1 担当課\n\n{LABELS}① 広報\n\n{heading}\n\n協働推進課\n\n計画を推進します。\n")
    assert [found.text for found in page.groups] == ["① 広報"]


def test_text_before_the_first_card_is_left_alone():
    assert read("推進項目\n\n① 広報\n\nH25 H26\n\n実施 →\n") == []


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("□市民 □地域コミュニティ ■市民活動団体 □事業者 □教育機関 □行政", "actors"),
        ("② 市民活動の拠点の検討", "title"),
        ("① 研修を実施します。", "prose"),
        ("生涯学習・スポーツ振興課・関係課", "departments"),
        ("（仮称）地域活性化センター", "departments"),
        ("各所属で協働が進むようになったときを完了とします。", "completion"),
        ("整備されたときに完了と", "completion"),
        ("市民活動団体等が活動・参加しやすい環境づくりを進めます。", "prose"),
        ("地域交流センターの整備", "other"),
    ],
)
def test_kinds_of_loose_values(text, kind):
    assert name_kind(text) == kind


def test_a_sentence_that_breaks_off_takes_in_the_next_value():
    merged = merge_groups(
        [
            group(
                "協働に関する情報の共有化を図るとともに、先進事例を参考として各地域などの取り組みに活かすため、",
                first=1,
            ),
            group("様々な主体による活動事例を発表する機会をつくります。", first=5),
            group("協働推進課", first=7),
        ]
    )
    assert [(found.kind, len(found.paragraphs)) for found in merged] == [("prose", 1), ("departments", 1)]
    assert merged[0].text.endswith("活かすため、様々な主体による活動事例を発表する機会をつくります。")


def test_an_addition_is_a_paragraph_of_the_value_before_it():
    merged = merge_groups(
        [group("編集に取り入れます。"), group("また、双方向性を高める手法について検討します。", first=3)]
    )
    assert [[paragraph.text for paragraph in found.paragraphs] for found in merged] == [
        ["編集に取り入れます。", "また、双方向性を高める手法について検討します。"]
    ]


def test_complete_sentences_stay_apart():
    assert len(merge_groups([group("周知します。"), group("検討します。", first=3)])) == 2


SCHEDULES = "整理番号 {0} 担当課\n\n" + LABELS + "Ｈ25 H26 H28 H29\n\n{1}\n\n"


def schedules(*rows, loose=()):
    text = "".join(SCHEDULES.format(i, row) for i, row in enumerate(rows, start=1)) + "① 広報\n\n"
    text += "".join(f"H27\n\n{mark}\n\n" if mark else "H27\n\n" for mark in loose)
    (page,) = read(text)
    return [[str(cell.mark or "") for cell in cells] for cells in fit_schedules(page)]


def test_a_mark_goes_where_its_row_moves_on():
    rows = ["実施 → → →", "検討 → 実施 →"]
    assert schedules(*rows, loose=["→", "実施"]) == schedules(*rows, loose=["実施", "→"])
    assert schedules("検討 検討 実施 →", "実施 → → →", loose=["→", "一部実施"]) == [
        ["検討", "検討", "一部実施", "実施", "→"],
        ["実施", "→", "→", "→", "→"],
    ]


def test_too_few_marks_leave_the_row_that_needs_none():
    assert schedules("検討 実施 検討 実施", "実施 → → →", loose=["→", ""]) == [
        ["検討", "実施", "", "検討", "実施"],
        ["実施", "→", "→", "→", "→"],
    ]


def test_cards_without_loose_years_keep_their_rows():
    assert schedules("実施 → → →") == [["実施", "→", "→", "→"]]
    assert schedules("") == [["", "", "", ""]]
