"""Cards without a frame: numbered titles with labelled lines below."""

from __future__ import annotations

from kyodo_analysis.reading.choose import choose_layout
from kyodo_analysis.reading.items import find_items, read_items
from kyodo_analysis.reading.records import UNREADABLE
from kyodo_analysis.text.repair import lines_of, repair_lines

PLAN = """\
第３章 施策の展開

基本目標１ 市民活動の活性化

１ 情報の共有

① 広報紙の充実
担当課：秘書広報課・市民協働課
内容：広報紙に市民活動団体の紹介を掲載し、活動を
広く知らせます。
目標：年４回掲載

② 出前講座の開催【再掲】
担当課：生涯学習課
実施時期：令和6年度
内容：職員が地域に出向く出前講座を開催します。
"""


def test_values_in_place_are_read_under_their_titles() -> None:
    first, second = read_items(lines_of(PLAN))
    assert (first.number, first.title.text) == ("1-1-①", "広報紙の充実")
    assert first.policy is not None and first.policy.text == "市民活動の活性化"
    assert first.program is not None and first.program.text == "情報の共有"
    assert [name.text for name in first.departments] == ["秘書広報課", "市民協働課"]
    assert [text.text for text in first.content] == ["広報紙に市民活動団体の紹介を掲載し、活動を広く知らせます。"]
    assert first.completion is not None and first.completion.text == "年４回掲載"
    assert (second.number, second.title.text, second.reprint) == ("1-1-②", "出前講座の開催", True)


def test_a_schedule_in_words_is_said_to_be_unreadable_as_columns() -> None:
    second = read_items(lines_of(PLAN))[1]
    assert [(note.field, note.status) for note in second.notes] == [("schedule", UNREADABLE)]
    assert "令和6年度" in second.notes[0].reason


def test_the_layout_is_found_and_only_where_two_titles_have_labels() -> None:
    chosen = choose_layout(repair_lines(lines_of(PLAN)))
    assert chosen is not None and chosen.name == "cards"
    assert len(find_items(lines_of("① 広報紙の充実\n広報紙を発行します。\n\n② 講座の開催\n講座を開きます。"))) == 0
    assert (
        find_items(
            lines_of("（１）現状と課題\n▼各地域において、ウェブサイトの開設や広報誌の発行により、広報されています。")
        )
        == {}
    )
