"""The repair of a whole text: one path, every step on record, safe to run twice, places kept."""

import random
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kyodo_analysis.text.characters import COMPOSED_KANA, IDEOGRAPHS
from kyodo_analysis.text.document import RepairedText
from kyodo_analysis.text.repair import FIXERS, emphasis_of, lines_of, paragraphs_of, repair_lines, repair_text

TESTS = Path(__file__).parent
RAW = TESTS.parent / "data" / "raw"
PLANS = ("yamaguchi-1", "yamaguchi-2", "koka", "nichinan", "tsushima")
SOURCES = {plan: (RAW / f"{plan}.txt").read_text("utf-8") for plan in PLANS}
LINES = [line for source in SOURCES.values() for line in source.split("\n")]
DAMAGE = [
    "\f",
    "\t",
    " ",
    "　",
    "\ufeff",
    "⺠",
    "か\u3099",
    "12",
    "- 12 -",
    "1 ＳＮＳ…会員",
    "ＳＮＳ1等",
    " " * 50,
    "\r",
    "目 的",
    "人人がが",
]


def assert_places_point_at_the_source(text: RepairedText, source: str) -> None:
    printed = source.split("\n")
    assert len(text.lines) == len(printed)
    for number, line in enumerate(text.lines, start=1):
        for i, character in enumerate(line.text):
            place = line.place(i)
            assert place is not None and place[0] == number
            there = printed[number - 1][place[1]]
            voiced = {COMPOSED_KANA.get(there + mark) for mark in "\u3099\u309a"}
            assert character in {there, IDEOGRAPHS.get(there), *voiced}


@pytest.mark.parametrize("plan", PLANS)
def test_places_of_the_plans(plan: str) -> None:
    assert_places_point_at_the_source(repair_lines(lines_of(SOURCES[plan])), SOURCES[plan])


@pytest.mark.parametrize("plan", PLANS)
def test_repairing_a_plan_twice_changes_nothing(plan: str) -> None:
    text = repair_lines(lines_of(SOURCES[plan]))
    once = "\n".join(paragraph.text for paragraph in paragraphs_of(text))
    assert repair_text(SOURCES[plan]) == once
    assert repair_text(once) == once


def test_nichinan_is_the_retyped_text() -> None:
    assert repair_text(SOURCES["nichinan"]) + "\n" == (TESTS / "nichinan_retyped.txt").read_text("utf-8")


@pytest.mark.parametrize("plan", PLANS)
def test_excerpts_need_one_pass(plan: str) -> None:
    lines, rng = SOURCES[plan].split("\n"), random.Random(plan)
    for _ in range(12):
        first = rng.randrange(len(lines))
        excerpt = "\n".join(lines[first : first + rng.randint(1, 90)])
        once = "\n".join(paragraph.text for paragraph in paragraphs_of(repair_lines(lines_of(excerpt))))
        assert repair_text(excerpt) == once


def test_steps_lead_from_the_source_to_the_repaired_line() -> None:
    text = repair_lines(lines_of(SOURCES["yamaguchi-2"]))
    printed = SOURCES["yamaguchi-2"].split("\n")
    names = [name for name, _ in FIXERS]
    for number in (84, 86, 1526, 2459, 2531, 3045, 5296):
        steps = [step for step in text.steps if step.line == number]
        assert steps[0].before == printed[number - 1]
        assert steps[-1].after == text.lines[number - 1].text
        assert all(above.after == below.before for above, below in pairwise(steps))
        assert [names.index(step.fixer) for step in steps] == sorted(names.index(step.fixer) for step in steps)


def test_a_heading_goes_through_three_fixers() -> None:
    text = repair_lines(lines_of("【【【【    庁庁庁庁    内内内内    のののの    体体体体    制制制制    】】】】  "))
    assert [step.fixer for step in text.steps] == ["overprint", "letter_spacing", "outer_blanks"]
    assert text.lines[0].text == "【庁内の体制】"


def test_lines_end_at_line_feeds_only() -> None:
    assert [line.text for line in lines_of("目的\r\n内容\x0b\u2028主体")] == ["目的\r", "内容\x0b\u2028主体"]
    assert repair_text("目的\r\n\r\n内容\r\n") == "目的\n内容"


def test_emphasis_is_the_overprinted_share_of_a_line() -> None:
    text = repair_lines(lines_of("協働協働協働協働\n進めるため地域地域地域地域\n本市では"))
    assert emphasis_of(text) == {1: 1.0, 2: pytest.approx(2 / 7)}


def test_footnotes_follow_the_paragraph_they_interrupted() -> None:
    paragraphs = [paragraph.text for paragraph in paragraphs_of(repair_lines(lines_of(SOURCES["yamaguchi-2"])))]
    note = next(i for i, text in enumerate(paragraphs) if text.startswith("2 クラウドファンディング…"))
    assert paragraphs[note - 1].startswith("地域の抱える課題は、")
    assert paragraphs[note + 1] == "３ 人づくりを通じた協働の意識醸成"


@pytest.mark.parametrize("text", ["", "\n", " \n\t\n", "\f", "\ufeff", "\x00"])
def test_texts_without_text(text: str) -> None:
    assert repair_text(text).strip() == ""


def test_marks_that_carry_meaning_stay() -> None:
    text = "令和２年度～令和４年度、①ＳＮＳ、１０％、㎡、日々、ますます、……、1000、Ⅰ－(1)、協働推進課　管財課"
    assert repair_text(text) == text


@settings(derandomize=True, deadline=None, max_examples=80)
@given(st.data())
def test_damaged_texts_are_repaired_once_and_for_all(data: st.DataObject) -> None:
    line = st.one_of(st.sampled_from(LINES), st.sampled_from(DAMAGE), st.text(alphabet="地域の1 \t→、。●", max_size=12))
    pieces = st.lists(st.lists(line, min_size=1, max_size=2).map("".join), max_size=14)
    source = "\n".join(data.draw(pieces))
    assert_places_point_at_the_source(repair_lines(lines_of(source)), source)
    once = repair_text(source)
    assert repair_text(once) == once
    assert set(once) <= set(source) | set(IDEOGRAPHS.values()) | set(COMPOSED_KANA.values()) | {"\n", " "}
