"""What a word is to its sentence: acted on, another object, or merely mentioned."""

from __future__ import annotations

from pathlib import Path

import pytest

from kyodo_analysis.words.clauses import find_clauses
from kyodo_analysis.words.folding import fold_width
from kyodo_analysis.words.lexicons import read_lexicons
from kyodo_analysis.words.sentence_parts import ACTED_ON, MENTIONED, OTHER_OBJECT, find_part
from kyodo_analysis.words.tokens import tokenise

USER_DICTIONARY = read_lexicons(Path(__file__).parents[1] / "data" / "hand").user_dictionary


def part_of(word: str, sentence: str) -> str:
    tokens = tokenise(fold_width(sentence), "auto", USER_DICTIONARY)
    start = fold_width(sentence).index(fold_width(word))
    last = next(number for number, token in enumerate(tokens) if token.end == start + len(word))
    return find_part(tokens, last, [(c.first, c.last) for c in find_clauses(tokens) if c.binds])


@pytest.mark.parametrize(
    ("word", "sentence", "part"),
    [
        ("公民館", "地区の公民館を改修します。", ACTED_ON),
        ("公民館", "公民館の改修", ACTED_ON),
        ("公民館", "公民館で講座を開催します。", MENTIONED),
        ("公民館", "講座を公民館で開催します。", MENTIONED),
        ("団体", "団体と連携して、講座を開催します。", MENTIONED),
        ("企業", "企業と団体との交流会を開催します。", OTHER_OBJECT),
        ("自治会", "自治会への支援を強化します。", ACTED_ON),
        ("自治会", "自治会への情報を提供します。", OTHER_OBJECT),
        ("自治会", "自治会に関する手引きを作成します。", OTHER_OBJECT),
        ("自治会", "広報紙を自治会に配布します。", MENTIONED),
        ("人材育成", "人材育成に向けた取組を推進します。", ACTED_ON),
        ("人材育成", "人材育成に向けて、講座を開催します。", OTHER_OBJECT),
        ("計画", "計画の策定に当たり、意見を募集します。", MENTIONED),
        ("自治会", "自治会をはじめ、団体の話し合いを促進します。", MENTIONED),
    ],
)
def test_a_word_by_its_case(word: str, sentence: str, part: str) -> None:
    assert part_of(word, sentence) == part


@pytest.mark.parametrize(
    ("word", "sentence", "part"),
    [
        ("意見交換", "意見交換を行うための場づくりを推進します。", ACTED_ON),
        ("意見交換", "意見交換を行うため、会議室を整備します。", OTHER_OBJECT),
        ("情報共有", "情報共有ができる基盤の構築を検討します。", ACTED_ON),
        ("アドバイス", "アドバイスを行う、経験豊富な専門員を設置します。", ACTED_ON),
        ("補助金", "各課が交付している補助金を整理します。", ACTED_ON),
        ("寄付", "寄付について学ぶ機会をつくります。", OTHER_OBJECT),
        ("暮らし", "暮らしを体験できる取組を推進します。", OTHER_OBJECT),
        ("主体", "主体が協働して取り組むための体制を構築します。", MENTIONED),
    ],
)
def test_what_is_said_of_a_vessel_counts_as_much_as_the_vessel(word: str, sentence: str, part: str) -> None:
    assert part_of(word, sentence) == part


@pytest.mark.parametrize(
    ("word", "sentence", "part"),
    [
        ("条例", "条例の見直しや事業の評価など、段階に応じた施策について検討します。", ACTED_ON),
        ("学校", "学校や企業など、様々な主体と連携します。", MENTIONED),
        ("支援センター", "支援センター（仮称）の機能を充実します。", ACTED_ON),
        ("ビジネス", "課題を解決する取組（コミュニティ・ビジネス）を検討します。", ACTED_ON),
        ("セミナー", "人材バンク（セミナーを開催し、人材を募る仕組み）を構築します。", MENTIONED),
        ("指定管理者", "（指定管理者制度等）", MENTIONED),
        ("備品", "会議室や備品の貸出しを行います。", ACTED_ON),
        ("公民館", "公民館の再整備を進めます。", ACTED_ON),
        ("組織", "住民組織の立ち上げを支援します。", ACTED_ON),
        ("つなぎ", "人と人をつなぎ、活動を支援します。", ACTED_ON),
    ],
)
def test_examples_brackets_and_verbs(word: str, sentence: str, part: str) -> None:
    assert part_of(word, sentence) == part


def test_a_word_before_nothing_ends_the_bullet() -> None:
    assert part_of("公民館", "公民館") == ACTED_ON
