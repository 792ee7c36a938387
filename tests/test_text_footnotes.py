"""Footnotes: the thirteen of yamaguchi-2, and numbers that refer to nothing."""

from pathlib import Path

import pytest

from kyodo_analysis.text.document import RepairedText
from kyodo_analysis.text.footnotes import fix_footnotes
from kyodo_analysis.text.repair import lines_of, repair_lines
from kyodo_analysis.text.traced import Run

RAW = Path(__file__).parent.parent / "data" / "raw"
RULE = " " * 50


def fixed(text: str, page_starts: tuple[int, ...] = ()) -> RepairedText:
    return fix_footnotes(RepairedText(tuple(lines_of(text)), page_starts=page_starts))


def body(text: RepairedText) -> list[str]:
    return [line.text for line in text.lines if line.text.strip()]


def test_footnotes_of_yamaguchi_2() -> None:
    text = repair_lines(lines_of((RAW / "yamaguchi-2.txt").read_text("utf-8")))
    notes = {note.mark: note for note in text.footnotes}
    assert list(notes) == [str(n) for n in range(1, 14)]
    references = [(run.line, run.start) for note in text.footnotes for piece in note.references for run in piece.runs()]
    assert references == [
        (489, 22), (1247, 33), (1412, 3), (1426, 25), (1426, 36), (2097, 11), (2105, 36), (2493, 23), (2594, 34),
        (3045, 10), (3045, 18), (3537, 18), (5113, 12),
    ]  # fmt: skip
    assert (
        notes["4"].text.text
        == "コミュニティビジネス…地域が抱える課題を、地域資源を生かしてビジネス手法によって解決する取組"
    )
    assert notes["8"].text.text.endswith("設計された会員制サービス。")
    assert notes["11"].text.text.endswith("人材開発を進める技術")
    assert text.lines[2536].text == "推進項目 推進内容 担当部署"
    assert text.lines[1411].text.startswith("協力隊などの")
    assert "ガバメントクラウドファンディング等" in text.lines[3536].text
    assert text.lines[2094].text == "４ 事業者"


def test_a_term_may_begin_on_the_line_above() -> None:
    text = fixed(f"事業者、地域おこし\n\n協力隊3などの\n\n{RULE}\n\n3 地域おこし協力隊…都市部の若者")
    assert body(text) == ["事業者、地域おこし", "協力隊などの"]
    assert text.footnotes[0].references[0].runs() == [Run(3, 3, 4)]


def test_marks_before_the_number_go_with_it() -> None:
    text = fixed("協働※1を進める。\n――――――――――――\n※1 協働：ともに働くこと。\n※2 共働：同じ。\n\n次の段落")
    assert body(text) == ["協働を進める。", "次の段落"]
    assert [(note.mark, note.text.text, len(note.references)) for note in text.footnotes] == [
        ("1", "協働：ともに働くこと。", 1),
        ("2", "共働：同じ。", 0),
    ]
    assert [item.kind for item in text.furniture] == ["rule"]


def test_a_block_ends_with_the_page() -> None:
    lines = ["協働1を", RULE, "1 協働…ともに働く関係であり、互いを", "（２）自治会・町内会"]
    assert body(fixed("\n".join(lines), page_starts=(4,))) == ["協働を", "（２）自治会・町内会"]


def test_references_are_taken_from_the_same_page_only() -> None:
    text = fixed(f"協働1を\n協働1も\n{RULE}\n1 協働…ともに働く。", page_starts=(2,))
    assert body(text) == ["協働1を", "協働も"]


@pytest.mark.parametrize(
    "sentence",
    ["平成29年度に協働を2回、協働2010年に", "共同2人で、２協働を", "ガバメント協働1と協働12", "協働 2団体"],
)
def test_other_digits_stay(sentence: str) -> None:
    text = fixed(f"{sentence}\n{RULE}\n2 協働…ともに働く。")
    assert body(text) == [sentence]
    assert text.footnotes[0].references == ()


@pytest.mark.parametrize(
    "text",
    [
        "────────────\n1 目的\n本計画は、",
        f"参加者\n{RULE}\n12 人の参加があった。",
        "8 ＳＮＳ…会員制サービス。",
        "１ 市民\n\n  ●地域に愛着や誇りをもち",
        f"市民{RULE}\n1 協働…ともに",
    ],
)
def test_text_that_is_no_footnote_stays(text: str) -> None:
    result = fixed(text)
    assert result.footnotes == ()
    assert "\n".join(line.text for line in result.lines) == text
