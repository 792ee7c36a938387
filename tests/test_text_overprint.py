"""Overprinting: the two damaged plans against a retyping, real repeats left alone, any text overprinted and back."""

import random
import re
from pathlib import Path

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from kyodo_analysis.text.document import RepairStep
from kyodo_analysis.text.overprint import collapse
from kyodo_analysis.text.repair import lines_of, repair_lines
from kyodo_analysis.text.traced import Traced

TESTS = Path(__file__).parent
RAW = TESTS.parent / "data" / "raw"
PLANS = ("yamaguchi-1", "yamaguchi-2", "koka", "nichinan", "tsushima")
PLAIN = {
    plan: [line.text for line in repair_lines(lines_of((RAW / f"{plan}.txt").read_text("utf-8"))).lines if line]
    for plan in PLANS
}
SENTENCES = sorted(
    {line for lines in PLAIN.values() for line in lines if len(line) >= 20 and not re.search(r"\s|・・", line)}
)


def visible(text: str) -> str:
    return "".join(text.split())


def collapsed(*texts: str) -> list[str]:
    return [line.text for line in collapse([Traced.of_line(text, n) for n, text in enumerate(texts, start=1)])[0]]


def overprinted(text: str, copies: int, longest_run: int, rng: random.Random) -> str:
    runs, start = [], 0
    while start < len(text):
        stop = start + rng.randint(1, longest_run)
        runs.append(text[start:stop] * copies)
        start = stop
    return "".join(runs)


def test_nichinan_is_the_retyped_text() -> None:
    lines, steps = collapse(lines_of((RAW / "nichinan.txt").read_text("utf-8")))
    assert visible("".join(line.text for line in lines)) == visible((TESTS / "nichinan_retyped.txt").read_text("utf-8"))
    assert len(steps) == 74


def test_overprinted_lines_of_yamaguchi_2_are_the_retyped_lines() -> None:
    _, steps = collapse(lines_of((RAW / "yamaguchi-2.txt").read_text("utf-8")))
    retyped = (TESTS / "yamaguchi_2_overprinted.tsv").read_text("utf-8").splitlines()
    assert [f"{step.line}\t{step.after.strip()}" for step in steps] == retyped


@pytest.mark.parametrize("plan", ["yamaguchi-1", "koka", "tsushima"])
def test_plans_without_overprinting_are_left_alone(plan: str) -> None:
    source = lines_of((RAW / f"{plan}.txt").read_text("utf-8"))
    lines, steps = collapse(source)
    assert steps == []
    assert all(line is old for line, old in zip(lines, source, strict=True))


@pytest.mark.parametrize(
    ("printed", "meant"),
    [
        ("人々人々人々人々がががが集集集集いいいい    行動行動行動行動するするするする    ", "人々が集い 行動する    "),
        ("（（（（ＫＰＫＰＫＰＫＰＩ）Ｉ）Ｉ）Ｉ）】】】】 重要重要重要重要", "（ＫＰＩ）】 重要"),
        ("年度年度年度年度 H30H30H30H30 H31H31H31H31", "年度 H30 H31"),
        (
            "平成平成平成平成３９３９３９３９年度年度年度年度までのまでのまでのまでの１０１０１０１０年年年年",
            "平成３９年度までの１０年",
        ),
        ("第第第第    ３３３３    章章章章 計画計画計画計画", "第 ３ 章 計画"),
        ("進めるため、「「「「地域地域地域地域をををを思思思思いいいい、、、、    ", "進めるため、「地域を思い、    "),
        ("～」～」～」～」をををを目指目指目指目指すすすす", "～」を目指す"),
        ("に必要に応じに必要に応じに必要に応じに必要に応じ、、、、", "に必要に応じ、"),
        ("協働推進計画協働推進計画", "協働推進計画"),
        ("地地域域づづくくりりをを進進めめるる", "地域づくりを進める"),
        ("協働の協働の協働のまちまちまち", "協働のまち"),
        ("日々日々日々日々ののののますますますますますますますます", "日々のますます"),
        ("協働協働協働協働・・・・・・・・１１１１", "協働・・１"),
    ],
)
def test_overprinted_runs_are_kept_once(printed: str, meant: str) -> None:
    assert collapsed(printed) == [meant]


@pytest.mark.parametrize(
    "text",
    [
        "日々めまぐるしく変容を続ける社会情勢のもとでも、人々がますます段々と",
        "いろいろ、わくわく、どんどん、一つ一つ、少しずつ少しずつ、一人ひとり",
        "社員にいろいろな経験をさせたい、地域とのつながりを",
        "- 第1章 基本的な考え方・・・・・・・・・・・・・・・・・・・・・・・・ 1",
        "1000、２０００、2222、19951995、www.city",
        "実施 → → →",
        "実施 実施 実施 実施",
        "一部実施 実施 実施 実施 検討",
        "検討 実施 検討 実施",
        "○ ○ ○ ○　●●● □□□□ ――――― ………… ======",
        "協働推進課 協働推進課 協働推進課 協働推進課",
        "協働推進課\t協働推進課\t協働推進課\t協働推進課",
        "\t60\t60\t60\t60\t60\t60\t60\t60",
        "すもももももももものうち",
        "どんどんどんどんと、ドンドンドンと、ははははは",
        "ＸＸＸＸＸＸＸＸＸＸＸＸ XXXXXXXX 市町村",
        "協働協働",
        "万歳万歳万歳",
    ],
)
def test_real_repeats_stay(text: str) -> None:
    assert collapsed(text) == [text]


@pytest.mark.parametrize(
    "texts",
    [
        ("（平成 29 年４月山口市まちづくりアンケート集計報告より）",) * 2,
        ("協働推進課", "協働推進課"),
        ("年次計画", "H27", "→", "年次計画", "H27", "→", "年次計画", "H27", "→"),
        ("資料：甲賀市", "", "資料：甲賀市"),
        ("協働に係る経費負担に関するルール", "協働に係る経費負担に関するルールづくりの検討を始めます"),
        ("地域交流センター", "地域交流センター", "地域交流センター", "地域交流センター"),
    ],
)
def test_lines_that_are_alike_stay(texts: tuple[str, ...]) -> None:
    assert collapsed(*texts) == list(texts)


def test_a_run_may_go_over_a_line_end() -> None:
    printed = "活動拠点に位置付け" * 4 + "、新たに" * 3 + "、新", "たに" + "地地地地域域域域のののの拠点拠点拠点拠点"
    assert collapsed(*printed) == ["活動拠点に位置付け、新たに", "地域の拠点"]


@pytest.mark.parametrize("damaged", ["ています" * 2 + "てい" + "ています", "ています" + "います" + "ています" * 2])
def test_a_copy_that_lost_its_end_or_beginning_is_still_a_copy(damaged: str) -> None:
    assert collapsed("協議会が設立され" * 4 + damaged + "。。。。") == ["協議会が設立されています。"]


def test_the_kept_copy_is_one_that_no_line_end_cuts() -> None:
    lines, _ = collapse(lines_of("拠点拠点拠点拠点地域\n交流地域交流地域交流地域交流のののの場場場場"))
    assert [line.text for line in lines] == ["拠点", "地域交流の場"]
    assert lines[1].place(0) == (2, 2)


def test_doubled_words_next_to_overprinting_stay() -> None:
    assert collapsed("今後ますます地地域域づづくくりりのの推推進進をを図図りり") == [
        "今後ますます地域づくりの推進を図り"
    ]


def test_less_is_asked_where_overprinting_is_proved() -> None:
    bold = "地域地域地域地域づくりづくりづくりづくりのののの姿姿姿姿"
    assert collapsed("ここに年年年年とある") == ["ここに年年年年とある"]
    assert collapsed(bold, bold, bold, "ここに年年年年とある", "市民市民")[3:] == ["ここに年とある", "市民市民"]


def test_lines_printed_one_by_one() -> None:
    page = PLAIN["yamaguchi-1"][:60]
    for copies in (2, 3, 4):
        printed = [line for line in page for _ in range(copies)]
        assert visible("".join(collapsed(*printed))) == visible("".join(collapsed(*page)))
        spread = [part for line in printed for part in (line, "")]
        assert visible("".join(collapsed(*spread))) == visible("".join(collapsed(*page)))


def test_steps_tell_line_before_and_after() -> None:
    _, steps = collapse(lines_of("目的\n協働協働協働協働\n"))
    assert steps == [RepairStep(2, "overprint", "協働協働協働協働", "協働")]


@pytest.mark.parametrize("copies", [2, 3, 4])
@pytest.mark.parametrize("longest_run", [3, 12, 400])
def test_a_whole_plan_overprinted_comes_back(copies: int, longest_run: int) -> None:
    rng = random.Random(copies * longest_run)
    plain = PLAIN["nichinan"]
    printed = [overprinted(line, copies, longest_run, rng) for line in plain]
    assert visible("\n".join(collapsed(*printed))) == visible("\n".join(collapsed(*plain)))


@pytest.mark.parametrize("copies", [2, 3, 4])
def test_a_plan_overprinted_and_wrapped_anew_comes_back(copies: int) -> None:
    text = overprinted("".join(PLAIN["nichinan"]), copies, 9, random.Random(copies))
    wrapped = [text[i : i + 40] for i in range(0, len(text), 40)]
    assert visible("".join(collapsed(*wrapped))) == visible("".join(PLAIN["nichinan"]))


def test_a_plan_overprinted_in_part_comes_back() -> None:
    rng = random.Random(5)
    plain = [line for line in PLAIN["yamaguchi-2"] if len(line) > 5][:400]
    printed = [overprinted(line, 4, 6, rng) if rng.random() < 0.3 else line for line in plain]
    assert [visible(line) for line in collapsed(*printed)] == [visible(line) for line in plain]


@settings(deadline=None, derandomize=True, max_examples=50)
@given(
    st.sampled_from(SENTENCES),
    st.integers(2, 4),
    st.sampled_from([2, 5, 15, 200]),
    st.sampled_from(SENTENCES),
    st.randoms(use_true_random=False),
)
def test_an_overprinted_line_comes_back_and_plain_neighbours_stay(
    bold: str, copies: int, longest_run: int, plain: str, rng: random.Random
) -> None:
    assume(plain != bold)
    printed = [plain, overprinted(bold, copies, longest_run, rng), plain[::-1]]
    assert collapsed(*printed) == [plain, *collapsed(bold), plain[::-1]]


@settings(deadline=None, derandomize=True, max_examples=60)
@given(st.lists(st.text(alphabet="地域のが・1 \t々実施→", max_size=24), max_size=8))
def test_collapsing_is_idempotent_only_takes_away_and_keeps_places(texts: list[str]) -> None:
    lines, _ = collapse([Traced.of_line(text, n) for n, text in enumerate(texts, start=1)])
    assert collapse(lines)[1] == []
    for number, (line, source) in enumerate(zip(lines, texts, strict=True), start=1):
        columns = [line.place(i) for i in range(len(line))]
        assert all(place is not None and place[0] == number for place in columns)
        assert "".join(source[place[1]] for place in columns if place) == line.text
        assert columns == sorted(columns)  # type: ignore[type-var]


def test_very_long_lines_go_through_in_pieces() -> None:
    sentence = "協働のまちづくりを推進していく主体は、市民と行政であり、"
    line = sentence + "，".join(chr(0x4E00 + i % 6000) for i in range(560_000)) + sentence * 4
    assert collapsed(line)[0].endswith("，" + chr(0x4E00 + 559_999 % 6000) + sentence)
