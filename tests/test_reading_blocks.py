import pytest
from reading_plans import line, traced_lines

from kyodo_analysis.reading.blocks import begins_addition, cut_list, join_cell, squash
from kyodo_analysis.reading.records import UNREADABLE
from kyodo_analysis.values.actors import split_actor_spans
from kyodo_analysis.values.departments import split_spans


def test_wrapped_lines_are_one_paragraph():
    lines = traced_lines(
        "市民活動支援センター（さぽらんて）や地域交流センターなど、市民活動団体の活動拠点の充実に\n"
        "ついて検討します。また、市域全体を捉えた中で適正・効率的な市民活動の支援が行えるよう、拠点\n"
        "施設のあり方やその機能について検討します。"
    )
    (paragraph,) = join_cell(lines)
    assert paragraph.text == "".join(each.text for each in lines)
    assert [run.line for run in paragraph.runs()] == [1, 2, 3]


@pytest.mark.parametrize(
    ("text", "paragraphs"),
    [
        (
            "周知・推進します。\nまた、協働推進員は、\n窓口となります。",
            ["周知・推進します。", "また、協働推進員は、窓口となります。"],
        ),
        ("周知を行い、\nまた、配布し\nます。", ["周知を行い、また、配布します。"]),
        ("・総合支所\n・地域交流セ\nンター", ["・総合支所", "・地域交流センター"]),
        ("① 研修\n② 講演会", ["① 研修", "② 講演会"]),
        ("Facebook\nTwitterの活用", ["Facebook Twitterの活用"]),
        ("\n  \n", []),
    ],
)
def test_paragraphs_of_a_cell(text, paragraphs):
    assert [paragraph.text for paragraph in join_cell(traced_lines(text))] == paragraphs


def test_lists_are_cut_into_entries():
    entries, notes = cut_list("departments", [line("協働推進課・関係課", 3), line("－", 4)], split_spans)
    assert [entry.text for entry in entries] == ["協働推進課", "関係課"]
    assert [entry.runs()[0].start for entry in entries] == [0, 6]
    assert notes == ()


def test_only_ticked_actors_are_entries():
    entries, notes = cut_list("actors", [line("□市民 ■地域コミュニティ ■市民活動団体")], split_actor_spans)
    assert [entry.text for entry in entries] == ["地域コミュニティ", "市民活動団体"]
    assert notes == ()


def test_what_is_no_list_is_noted_and_not_kept():
    entries, (note,) = cut_list("departments", [line("市長が別に定める。"), line("財政課")], split_spans)
    assert [entry.text for entry in entries] == ["財政課"]
    assert (note.field, note.status) == ("departments", UNREADABLE)
    assert "市長が別に定める。" in note.reason


def test_additions_open_with_a_conjunction():
    assert begins_addition("　さらに、地域を支えます。")
    assert not begins_addition("またぐ橋")


def test_squash_takes_out_every_blank():
    assert squash(" Ⅰ -\u3000(1)\t- ①\n") == "Ⅰ-(1)-①"
