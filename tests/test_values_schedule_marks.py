"""Marks of schedule grids and the arrows between them."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kyodo_analysis.values.schedule_marks import MARK_WORDS, PHASES, is_arrow, parse_mark, resolve_phases

MARKS = {
    "consider": "検討 調査 研究 調査・検討 検討中 検討開始 継続検討 実施検討 見直し検討 検討の継続 検討（庁内）",
    "prepare": "準備 策定 設計 実施設計 計画策定 検討・準備 検討、準備 制度設計 条例制定 実施準備 準備中",
    "partly": "試行 一部実施 モデル実施 準備・試行 実施（一部） 実施(モデル) △ ▲ 一部完了 先行実施 試行実施 ○（一部）",
    "implement": "実施 検討・実施 検討→実施 検討⇒実施 検討～実施 実施→ →実施 本格実施 実施予定 実施済 推進 開始 完了"
    " ○ ◎ ● ◯ 〇 ■ ★ ☆ 実施（継続） 実施及び検討 運用開始 随時実施 毎年度実施 引き続き実施 ○・△",
    "continue": "継続 継続実施 実施継続 拡充 充実 見直し 制度の見直し 検証・見直し （継続） 順次拡大 →継続",
    "pause": "休止 中止 廃止 終了 事業終了 延期 実施終了",
    "none": "－ - ― ー × □ 未実施 未定 なし",
}
CASES = [(mark, phase) for phase, marks in MARKS.items() for mark in marks.split(" ")]


@pytest.mark.parametrize(
    ("mark", "phase"), [*CASES, ("実 施", "implement"), ("検　討", "consider"), ("実\n施", "implement")]
)
def test_marks(mark: str, phase: str) -> None:
    assert parse_mark(mark) == phase


@pytest.mark.parametrize("mark", [None, "", " ", "　", "\n"])
def test_empty_cells(mark: str | None) -> None:
    assert parse_mark(mark) == "none"


@pytest.mark.parametrize(
    "mark", ["→", "⇒", "➡", "⟶", "──→", "━━━", "――", "ーー", "＞", "->", "--->", "=>", "〃", "同左", "矢印", "⇔", "→→→"]
)
def test_arrows_carry_on(mark: str) -> None:
    assert is_arrow(mark)
    carried = {phase: parse_mark(mark, phase) for phase in PHASES}
    assert carried == {
        "consider": "consider",
        "prepare": "prepare",
        "partly": "partly",
        "implement": "continue",
        "continue": "continue",
        "pause": "pause",
        "none": "continue",
    }
    assert parse_mark(mark) == "continue"


@pytest.mark.parametrize(
    ("row", "phases"),
    [
        (["実施", "→", "→", "→", "→"], ["implement", "continue", "continue", "continue", "continue"]),
        (["検討・実施", "→", "→", "→", "→"], ["implement", "continue", "continue", "continue", "continue"]),
        (["検討", "一部実施", "実施", "→", "→"], ["consider", "partly", "implement", "continue", "continue"]),
        (["検討", "実施", "→", "→", "→"], ["consider", "implement", "continue", "continue", "continue"]),
        (["一部実施", "→", "→", "→", "実施"], ["partly", "partly", "partly", "partly", "implement"]),
        (["検討", "→", "→", "実施", "→"], ["consider", "consider", "consider", "implement", "continue"]),
        (["→", "→", "→"], ["continue", "continue", "continue"]),
        (["", "→"], ["none", "continue"]),
        (["検討", "", "→"], ["consider", "none", "consider"]),
        (["実施", "－", "→", None], ["implement", "none", "continue", "none"]),
        (["実施", "休止", "→", "実施"], ["implement", "pause", "pause", "implement"]),
        ([], []),
    ],
)
def test_rows(row: list[str | None], phases: list[str]) -> None:
    assert resolve_phases(row) == phases


@pytest.mark.parametrize("mark", ["備考", "100", "実施しない", "地域交流センター", "H25", "検討？実施", "？"])
def test_unknown_marks_raise(mark: str) -> None:
    with pytest.raises(ValueError, match=re.escape(repr(mark))):
        parse_mark(mark)
    with pytest.raises(ValueError, match=re.escape(repr(mark))):
        resolve_phases(["実施", mark])


def test_what_stands_before_must_be_a_phase() -> None:
    with pytest.raises(ValueError, match="実施"):
        parse_mark("→", before="実施")


def test_no_word_has_two_phases() -> None:
    words = [word for words in MARK_WORDS.values() for word in words]
    assert len(words) == len(set(words))


@given(st.lists(st.sampled_from(["検討", "準備", "一部実施", "実施", "継続", "休止", "→", "", "－"]), max_size=12))
def test_rows_keep_their_length_and_arrows_never_start_anything(row: list[str]) -> None:
    phases = resolve_phases(row)
    assert len(phases) == len(row)
    assert all(phase in PHASES for phase in phases)
    assert all(phase != "implement" for mark, phase in zip(row, phases, strict=True) if mark == "→")
