import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from reading_plans import CARDS, print_cards, reading_of, text_of, values_of

from kyodo_analysis.reading.cards import detect_cards, read_cards
from kyodo_analysis.reading.claims import list_texts
from kyodo_analysis.reading.records import AMBIGUOUS, UNREADABLE, Measure

IN_PLACE = """基本目標1 市民が主役のまちづくり
基本施策(1) 情報の共有

事業番号 1-1-1 区分 継続
事業名 広報紙の発行
担当課 秘書広報課
目的
市政情報を市民に分かりやすく伝えます。
事業内容
広報紙を毎月発行し、全世帯に配布
します。
R3 R4 R5
実施 → →

事業番号 1-1-2 区分 新規
事業名 SNSの活用
担当課
秘書広報課
情報政策課
実施主体 市民、事業者、市
目的 若い世代に情報を届け、市政への関心を
高めます。
事業内容
SNSで市政情報を発信します。
R3 R4 R5
検討 実施 →

第３章 計画の推進
計画は、市民会議が毎年評価します。
"""
"""A card plan that prints every value beside or below its label."""


def wanted(card: dict[str, str]) -> dict[str, str]:
    """The values of a made-up card, lists joined by ・."""
    ticked = "・".join(actor[1:] for actor in card["actors"].split() if actor[0] == "■")
    return {**card, "title": card["title"][2:], "actors": ticked}


def is_right_or_open(measure: Measure, name: str, value: str) -> bool:
    """Whether a field has the value, or is ambiguous and has the value among its alternatives."""
    printed = getattr(measure, name)
    text = "・".join(entry.text for entry in printed) if isinstance(printed, tuple) else str(printed)
    others = [other for note in measure.notes if note.field == name for other in note.alternatives]
    return text == value or value in others


def test_values_beside_and_below_their_labels():
    first, second = read_cards(text_of(IN_PLACE))
    assert values_of(first) == {
        "number": "1-1-1",
        "policy": "市民が主役のまちづくり",
        "program": "情報の共有",
        "title": "広報紙の発行",
        "status": "継続",
        "departments": ["秘書広報課"],
        "purpose": "市政情報を市民に分かりやすく伝えます。",
        "content": ["広報紙を毎月発行し、全世帯に配布します。"],
        "schedule": {2021: "実施", 2022: "→", 2023: "→"},
    }
    assert values_of(second) == {
        "number": "1-1-2",
        "policy": "市民が主役のまちづくり",
        "program": "情報の共有",
        "title": "SNSの活用",
        "status": "新規",
        "departments": ["秘書広報課", "情報政策課"],
        "actors": ["市民", "事業者", "市"],
        "purpose": "若い世代に情報を届け、市政への関心を高めます。",
        "content": ["SNSで市政情報を発信します。"],
        "schedule": {2021: "検討", 2022: "実施", 2023: "→"},
    }
    assert not first.notes
    assert not second.notes


def test_a_lone_mark_word_under_a_label_is_the_value():
    text = IN_PLACE.replace("SNSで市政情報を発信します。", "検討")
    assert [element.text for element in read_cards(text_of(text))[1].content] == ["検討"]


def test_a_cell_that_is_no_list_of_departments_is_noted():
    text = IN_PLACE.replace("担当課 秘書広報課", "担当課 担当する課は市長が定める。")
    (note,) = read_cards(text_of(text))[0].notes
    assert (note.field, note.status) == ("departments", UNREADABLE)
    assert "担当する課は市長が定める。" in note.reason


def test_a_card_without_a_title_is_called_by_its_number():
    first = read_cards(text_of(IN_PLACE.replace("事業名 広報紙の発行\n", "")))[0]
    assert first.title.text == "1-1-1"
    assert [(note.field, note.status) for note in first.notes] == [("title", UNREADABLE)]


@pytest.mark.parametrize("per_page", [1, 2, 4])
@pytest.mark.parametrize("seed", [None, 1, 2, 3])
def test_loose_values_find_their_cards(per_page, seed):
    measures = read_cards(text_of(print_cards(CARDS, per_page, seed)))
    assert [measure.number for measure in measures] == ["1-(1)-①", "1-(1)-②", "1-(2)-①", "1-(2)-②"]
    for measure, card in zip(measures, CARDS, strict=True):
        values = wanted(card)
        for name in ("title", "purpose", "completion", "actors"):
            assert is_right_or_open(measure, name, values[name]), (measure.number, name)
        assert [element.text for element in measure.content] == [values["content"]]
        is_noted = any(note.field == "departments" and note.status == AMBIGUOUS for note in measure.notes)
        assert is_noted or "・".join(name.text for name in measure.departments) == values["departments"]
        assert [str(cell.mark) for cell in measure.schedule] == ["検討", "実施", "→"]
        assert measure.status.text == "継続"


def test_one_card_per_page_leaves_nothing_open():
    assert [note for measure in read_cards(text_of(print_cards(CARDS, 1, 7))) for note in measure.notes] == []


def test_loose_titles_without_numbers():
    plain = [
        {**card, "number": card["number"][:8] + str(i), "title": card["title"][2:]} for i, card in enumerate(CARDS)
    ]
    measures = read_cards(text_of(print_cards(plain, 2)))
    assert [measure.title.text for measure in measures] == [card["title"] for card in plain]


def test_a_reprint_mark_is_no_part_of_the_title():
    again = [{**CARDS[0], "title": "① 広報紙の発行【再掲】"}, *CARDS[1:]]
    first, second, *_ = read_cards(text_of(print_cards(again, 2)))
    assert (first.title.text, first.reprint, second.reprint) == ("広報紙の発行", True, False)


def test_text_after_the_last_card_is_no_value_of_it():
    annex = ["第４章 資料", "", *(f"第{i}回の市民会議では、地域の課題について話し合いました。\n" for i in range(1, 60))]
    with_annex = read_cards(text_of(print_cards(CARDS, 2) + "\n" + "\n".join(annex)))
    assert [values_of(measure) for measure in with_annex] == [
        values_of(measure) for measure in read_cards(text_of(print_cards(CARDS, 2)))
    ]


def test_a_page_without_end_is_cut():
    prose = "\n\n".join(f"市民と行政が第{i}の課題に取り組み、支え合いを進めます。" for i in range(400))
    measures = read_cards(text_of(print_cards(CARDS, 2) + "\n\n" + prose))
    assert [measure.title.text for measure in measures] == [card["title"][2:] for card in CARDS]


def test_departments_of_the_first_page_are_open():
    first, second, third = reading_of("yamaguchi-1").measures[:3]
    for measure in (first, second, third):
        (note,) = [note for note in measure.notes if note.field == "departments"]
        assert note.status == AMBIGUOUS
        assert len(note.alternatives) > 1
        assert note.margin is not None
        assert 0 <= note.margin < 1.75
    assert {note.field for measure in (first, second, third) for note in measure.notes} == {"departments"}


def test_margins_are_never_negative():
    notes = [note for measure in reading_of("yamaguchi-1").measures for note in measure.notes]
    assert notes
    assert all(note.margin is not None and note.margin >= 0 for note in notes)


def test_a_mark_elsewhere_on_the_page_fills_the_year_it_stands_for():
    by_number = {measure.number: measure for measure in reading_of("yamaguchi-1").measures}
    assert [str(cell.mark or "") for cell in by_number["Ⅱ-(4)-②"].schedule] == ["検討", "実施", "", "検討", "実施"]
    assert [str(cell.mark or "") for cell in by_number["Ⅲ-(2)-③"].schedule] == ["検討", "実施", "→", "→", "→"]


def test_detection_needs_two_cards():
    assert detect_cards(text_of(IN_PLACE)) == 1.0
    assert detect_cards(text_of("整理番号 1 担当課 協働推進課\n推進項目 広報")) == 0.0
    assert detect_cards(text_of("番号\n協働のまちづくりを推進します。\n\n担当課")) == 0.0
    assert detect_cards(text_of("")) == 0.0


def test_no_cards_no_measures():
    assert read_cards(text_of("市民と行政が協働します。\n\n推進方針 1 情報の共有")) == ()


@settings(max_examples=25)
@given(st.integers(0, 10**6), st.sampled_from([1, 2, 4]))
def test_shuffled_values_are_used_at_most_once_and_on_their_page(seed, per_page):
    text = text_of(print_cards(CARDS, per_page, seed))
    measures = read_cards(text)
    starts = [
        min(measure.printed_number.first_line for measure in measures[i : i + per_page]) for i in range(0, 4, per_page)
    ]
    ends = [*starts[1:], len(text.lines) + 1]
    for i, measure in enumerate(measures):
        own = [
            measure.title,
            measure.purpose,
            measure.completion,
            *measure.content,
            *measure.departments,
            *measure.actors,
        ]
        for value in list_texts(own):
            assert starts[i // per_page] <= value.first_line <= value.last_line < ends[i // per_page]
    values = [place for measure in measures for text in list_texts(measure.content) for place in text.places]
    values += [place for measure in measures for text in (measure.title, measure.purpose) for place in text.places]
    assert len(values) == len(set(values))
