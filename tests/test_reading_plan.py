"""Whole plans: what is left over, damaged text, hostile text."""

import random
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from reading_plans import PLAN_IDS, line, reading_of, repaired_plan, text_of

from kyodo_analysis.paths import raw_folder
from kyodo_analysis.reading.claims import claim_places, leave_unclaimed, list_texts
from kyodo_analysis.reading.plan import read_plan
from kyodo_analysis.reading.records import AMBIGUOUS, UNREADABLE, Measure, Reading
from kyodo_analysis.text.document import Footnote, Furniture, RepairedText
from kyodo_analysis.text.traced import Traced

JUNK = [
    *(
        "",
        "　",
        "□",
        "①",
        "（１）",
        "■",
        "・",
        "第",
        "第３章",
        "→",
        "－",
        "名簿",
        "目次",
        "\t",
        "\t\t\t",
        "|||",
        "～",
        "#",
        "H30",
    ),
    *("基本施策１", "整理番号 Ⅰ-(9)-①", "整理番号 1", "推進項目 推進内容 担当部署", "Ｈ25 H26 H28 H29", "実施 → → →"),
    *(
        "項目\t内容\t主体",
        "| a | b |",
        "<table>",
        "<td>",
        "</table>",
        "計画策定の経過",
        "平成28年",
        "13月40日",
        "２月３０日",
    ),
    *("基準値", "目標値", "（平成30年）", "【重要業績評価指標（KPI）】", "◆指標", "歳入\tH25\tH26", "市税\t1,2\t3.4.5"),
    *(
        "項目\t団体数",
        "自治会\tいくつか",
        "■その他 □市民",
        "完了とします。",
        "担当課 市長が決める。",
        "目的",
        "H25 26 27",
        "対象主体",
    ),
]
"""Lines that open something and never close it, and values that are none."""


def assert_places_resolve(reading: Reading, lines: list[str]) -> None:
    """Every character of every record is the character that stands at its place."""
    for text in list_texts(reading):
        for index, character in enumerate(text.text):
            place = text.place(index)
            assert place is None or lines[place[0] - 1][place[1]] == character


@pytest.mark.parametrize("plan_id", PLAN_IDS)
def test_every_character_of_the_five_plans_resolves(plan_id):
    source = (raw_folder() / f"{plan_id}.txt").read_text(encoding="utf-8").split("\n")
    lines = repaired_plan(plan_id).lines
    repaired = {place: each for text in lines for place, each in zip(text.places, text.text, strict=True)}
    count = 0
    for text in list_texts(reading_of(plan_id)):
        for index, character in enumerate(text.text):
            place = text.place(index)
            if place is not None:
                count += 1
                # Where repair put another character (a kanji for a radical), that one stands for the place.
                assert character == repaired.get(text.places[index], source[place[0] - 1][place[1]])
    assert count > 0.9 * len(repaired)


@pytest.mark.parametrize("plan_id", PLAN_IDS)
def test_next_to_nothing_is_unclaimed(plan_id):
    count = sum(len(re.sub(r"\s", "", text.text)) for text in repaired_plan(plan_id).lines)
    left = [piece for piece in reading_of(plan_id).unclaimed if piece.kind != "furniture"]
    assert sum(len(re.sub(r"\s", "", piece.text.text)) for piece in left) < 0.02 * count
    assert all(piece.reason for piece in left)


@pytest.mark.parametrize("plan_id", PLAN_IDS)
def test_only_numbers_of_headings_and_labels_are_in_no_record(plan_id):
    """Nothing is skipped: what all records and passages leave out is 第１節, 推進施策, 基準値, <p> and the like."""
    found = claim_places([reading_of(plan_id)])
    total, lost = 0, []
    for text in repaired_plan(plan_id).lines:
        pairs = list(zip(text.places, text.text, strict=True))
        total += sum(character.isalnum() for _, character in pairs)
        lost.append("".join(character for place, character in pairs if place not in found))
    assert sum(character.isalnum() for text in lost for character in text) < 0.02 * total
    assert not [text for text in lost if "。" in text]


@pytest.mark.parametrize("plan_id", PLAN_IDS)
def test_no_character_is_claimed_by_two_measures(plan_id):
    seen: set[int] = set()
    for measure in reading_of(plan_id).measures:
        if measure.reprint:
            continue
        own = [measure.actors, measure.departments, measure.purpose, measure.content, measure.completion]
        places = {place for place in claim_places(own) if place >= 0}
        assert not places & seen
        seen |= places


def test_furniture_and_footnotes_are_kept_apart():
    text = RepairedText(
        tuple(text_of("第１章 背景\n\n協働が求められています。").lines),
        furniture=(Furniture("page_number", line("12", 2)),),
        footnotes=(Footnote("1", line("協働…共に働くこと", 9), ()),),
    )
    reading = read_plan(text)
    assert [(piece.kind, piece.reason) for piece in reading.unclaimed] == [("furniture", "page number")]
    assert [(passage.kind, passage.text.text) for passage in reading.passages] == [
        ("paragraph", "協働が求められています。"),
        ("footnote", "協働…共に働くこと"),
    ]


def test_a_text_without_measures():
    reading = read_plan(text_of("市民と行政\n\n協働の背景"))
    assert (reading.layout, reading.measures) == ("none", ())
    assert read_plan(text_of("")) == Reading("none")
    with pytest.raises(ValueError, match="unknown layout"):
        read_plan(text_of(""), "tables")


def test_notes_name_known_statuses():
    for plan_id in PLAN_IDS:
        for measure in reading_of(plan_id).measures:
            assert {note.status for note in measure.notes} <= {AMBIGUOUS, UNREADABLE}


def test_claims():
    first, second = line("協働推進課・関係課", 1), line("市民 → 行政", 2)
    claimed = claim_places([Measure("1", first[:5], departments=(first[6:],)), [second[:2]]])
    assert [text.text for text in leave_unclaimed([first, second, line("なし", 3)], claimed)] == ["", "→ 行政", "なし"]
    assert [text.text for text in list_texts([None, "市民", (first, {"a": 1})])] == [first.text]


def damage(seed: int) -> list[str]:
    """A stretch of a plan with lines dropped, doubled, swapped, cut, glued, scrambled, and junk among them."""
    rng = random.Random(seed)
    lines = [text.text for text in repaired_plan(rng.choice(PLAN_IDS)).lines]
    start = rng.randrange(len(lines))
    lines = lines[start : start + rng.choice((20, 60, 150))]
    for _ in range(rng.randint(0, 25)):
        i = rng.randrange(len(lines))
        deed = rng.randrange(8)
        if deed == 0:
            lines.insert(i, rng.choice(JUNK))
        elif deed == 1 and len(lines) > 1:
            del lines[i]
        elif deed == 2:
            lines.insert(i, rng.choice(lines))
        elif deed == 3:
            j = rng.randrange(len(lines))
            lines[i], lines[j] = lines[j], lines[i]
        elif deed == 4:
            cut = rng.randrange(len(lines[i]) + 1)
            lines[i : i + 1] = [lines[i][:cut], lines[i][cut:]]
        elif deed == 5:
            lines[i : i + 2] = ["".join(lines[i : i + 2])]
        elif deed == 6:
            lines[i] = "".join(rng.sample(lines[i], len(lines[i])))
        else:
            lines[i] += rng.choice(JUNK)
    return lines


@settings(max_examples=60)
@given(st.integers(0, 10**9), st.sampled_from(["auto", "cards", "columns", "markup", "prose"]))
def test_damaged_text_is_read_without_an_error(seed, layout):
    lines = damage(seed)
    assert_places_resolve(read_plan(text_of("\n".join(lines)), layout), lines)


@settings(max_examples=60)
@given(st.lists(st.sampled_from(JUNK), max_size=40), st.sampled_from(["auto", "cards", "columns", "markup", "prose"]))
def test_junk_is_read_without_an_error(lines, layout):
    assert_places_resolve(read_plan(text_of("\n".join(lines)), layout), lines)


UNITS = (
    *(
        "第",
        "あ",
        "□",
        "①",
        "（",
        "\t",
        "|",
        "<ul>",
        "■ ",
        "・",
        "# ",
        "#",
        "名簿（",
        "経過 ",
        "目的 ",
        "実施 ",
        "H25 ",
        "1月1日",
    ),
    *(
        "～",
        "【",
        "◆",
        "<",
        "<table",
        "<!--",
        "・・・・x",
        "課",
        "、",
        "1 ",
        "１．",
        "担",
        "。",
        "<td>",
        "課 ",
        "　a",
        "再掲",
        "【再掲】",
    ),
)
OPENINGS = (
    "第１章 取組\n基本施策１ 情報\n",
    "整理番号 1-① 種別 新規\n\n",
    "取組項目 取組内容 担当課\n① 情報\n●",
    "計画策定の経過\n平成25年\n",
    "【重要業績評価指標（KPI）】\n◆",
    "取組\t内容\t担当課\n",
    "<table><tr><td>取組</td><td>内容</td></tr><tr><td>",
    "歳入\tH25\tH26\tH27\n",
    "項目\t団体数\n",
    "目次\n",
    "委員名簿\n",
    "基準値\n",
)


@pytest.mark.parametrize("unit", UNITS)
def test_endless_lines_are_read_once(unit):
    """Every reader walks a line once: a pattern that begins anew at each character would take minutes here."""
    endless = (unit * 20_000)[:20_000]
    text = "".join(f"{opening}{endless}x\n第２章 次\n" for opening in OPENINGS)
    reading = read_plan(text_of(text))
    assert sum(heading.title.text == "次" for heading in reading.headings) == len(OPENINGS)


@pytest.mark.parametrize("plan_id", ["yamaguchi-2", "koka", "nichinan", "tsushima"])
def test_copies_of_a_plan_are_read_as_often(plan_id):
    lines: list[Traced] = []
    for _ in range(3):
        lines += [
            Traced.of_line(text.text, len(lines) + i) for i, text in enumerate(repaired_plan(plan_id).lines, start=1)
        ]
    reading = read_plan(RepairedText(tuple(lines)))
    assert len(reading.measures) == 3 * len(reading_of(plan_id).measures)
    assert len(reading.finance) == 3 * len(reading_of(plan_id).finance)
