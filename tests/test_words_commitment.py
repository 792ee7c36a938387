"""Commitment: the cases of the codebook, the clauses behind them, and the agreement with the readers."""

from __future__ import annotations

import dataclasses
import json
from pathlib import Path

import pandas as pd
import pytest

from kyodo_analysis.words.clauses import BESIDE, FINAL, LINKED, find_clauses
from kyodo_analysis.words.commitment import STRENGTH, Commitment, Predicates, code_commitment, code_elements
from kyodo_analysis.words.lexicons import read_lexicons
from kyodo_analysis.words.tokens import tokenise

HAND = Path(__file__).parents[1] / "data" / "hand"
LEXICONS = read_lexicons(HAND)
PREDICATES = Predicates.of_lexicons(LEXICONS)

CODEBOOK_CASES = [
    ("講座を開催します。", "do"),
    ("推進本部を設置します。", "do"),
    ("マニュアルを作成します。", "do"),
    ("研修を実施します。", "do"),
    ("情報を公開します。", "do"),
    ("専門家を派遣します。", "do"),
    ("順次、改築・改修していきます。", "do"),
    ("交流会の開催", "do"),
    ("情報誌の発行", "do"),
    ("窓口担当者の配置", "do"),
    ("交付金の導入", "do"),
    ("ファンドの創設", "do"),
    ("事業の委託", "do"),
    ("サイトの運営", "do"),
    ("公募による選任", "do"),
    ("リーダー育成講座", "do"),
    ("職員研修", "do"),
    ("二つの連合会の機能集約", "do"),
    ("計画の進行管理", "do"),
    ("協働を推進します。", "promote"),
    ("参加を促進します。", "promote"),
    ("充実を図ります。", "promote"),
    ("取組を進めます。", "promote"),
    ("活動を支援します。", "promote"),
    ("育成に取り組みます。", "promote"),
    ("仕組みを構築します。", "promote"),
    ("市民活動への支援", "promote"),
    ("相談窓口の充実", "promote"),
    ("協働施策の推進", "promote"),
    ("事業の展開", "promote"),
    ("施設の活用", "promote"),
    ("大学との連携", "promote"),
    ("地域への参画", "promote"),
    ("条例の周知", "promote"),
    ("若者に向けた情報発信", "promote"),
    ("参画機会の情報提供", "promote"),
    ("周知に努めます。", "strive"),
    ("設置を目指します。", "strive"),
    ("支援のあり方を検討します。", "consider"),
    ("導入に向けた検討", "consider"),
    ("検討し、実施します。", "do"),
    ("相談窓口の充実について検討します。", "consider"),
    ("支援策について検討します。", "consider"),
    ("研修等を充実させます。", "promote"),
    ("円卓会議を開催する等、連携を推進します。", "do"),
    ("冊子の作成やホームページへの掲載などによって情報提供に取り組みます。", "promote"),
    ("発表する機会をつくります。", "do"),
    ("協議できる場をつくります。", "do"),
    ("話し合いの場づくりを推進します。", "promote"),
    ("支援を行います。", "promote"),
    ("取組を行います。", "promote"),
    ("啓発を行います。", "promote"),
    ("説明会を行います。", "do"),
    ("研修を行います。", "do"),
    ("マッチングを行います。", "do"),
    ("検証、評価を行います。", "do"),
    ("ホームページへの掲載を行います。", "do"),
    ("市民の理解が必要です。", "none"),
    ("対象は市内に住む人とされています。", "none"),
]


@pytest.mark.parametrize(("text", "code"), CODEBOOK_CASES)
def test_cases_of_the_codebook(text: str, code: str) -> None:
    assert code_commitment(text, PREDICATES).code == code


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("様々な取組みを実施していますが、その更なる充実について検討します。", "consider"),
        ("地域で学び、地域でチャレンジできる仕組みについて検討します。", "consider"),
        ("プロボノについて啓発するとともに、仕組みを検討します。", "promote"),
        (
            "情報を集約・発信し、だれでも活動できるよう、活動の場を提供していくとともに、整備を進めていきます。",
            "promote",
        ),
        ("参加を促進するため、講座を開催します。", "do"),
        ("講座を開催するために、情報を提供します。", "promote"),
        ("意識の変革が必要なことから、研修の実施に努めます。", "strive"),
        ("設置に向けて検討を進めるとともに、講座を開催します。", "do"),
        ("組織を見直し、体制の整備を進めます。", "promote"),
        ("経費負担に関するルールづくりの検討を始めます。", "consider"),
        ("地域づくりを進めてきました。", "none"),
        ("参加が求められています。", "none"),
        ("各所属での窓口となります。", "none"),
        ("補助金は交付しません。", "none"),
        ("現在●●団体掲載中", "none"),
        ("推進本部を設置することとします。", "do"),
        ("条例の制定を検討すること。", "consider"),
        ("職員研修を実施してまいります。", "do"),
        ("説明会を開催します。(随時検討)", "do"),
        ("（仕組みの検討）", "consider"),
    ],
)
def test_what_governs_and_what_only_describes(text: str, code: str) -> None:
    assert code_commitment(text, PREDICATES).code == code


def test_the_strongest_sentence_counts_and_is_the_evidence() -> None:
    text = "仕組みについて検討します。また、事例集（概要版）を作成し、活用を促進します。"
    assert code_commitment(text, PREDICATES) == Commitment("do", "作成し")
    assert code_commitment("啓発（随時）を行います。", PREDICATES) == Commitment("promote", "啓発（随時）を行います")
    assert code_commitment("必要です。", PREDICATES) == Commitment("none", "")


def test_every_step_of_the_ladder_beats_the_one_before() -> None:
    steps = ["必要です。", "検討します。", "努めます。", "推進します。", "開催します。"]
    for stronger in range(5):
        for weaker in range(stronger + 1):
            for text in (steps[weaker] + steps[stronger], steps[stronger] + steps[weaker]):
                assert code_commitment(text, PREDICATES).code == STRENGTH[stronger]


def kinds(text: str) -> list[tuple[str, str]]:
    found = find_clauses(tokenise(text, user_dictionary=LEXICONS.user_dictionary))
    return [(clause.kind, clause.verb or clause.nouns[0]) for clause in found]


def test_clauses_hang_together_by_what_follows_their_predicate() -> None:
    assert kinds("講座を開催し、参加を促すとともに、冊子を配る等、活動を支えます。") == [
        *((LINKED, "開催"), (BESIDE, "促す"), (LINKED, "配る"), (FINAL, "支える"))
    ]
    assert kinds("講座を開催し、参加を促すため、冊子を配ります。") == [(FINAL, "配る")]
    assert kinds("市民が集い話し合う場をつくります。") == [(FINAL, "つくる")]
    assert kinds("市民が話し合い、市が行うお気軽講座について、再編を進めます。") == [(FINAL, "進める")]
    assert kinds("掲載する等の支援") == [(FINAL, "支援")]
    assert find_clauses([]) == []
    assert find_clauses(tokenise("。")) == []


def test_joined_nouns_are_read_one_by_one() -> None:
    clause = find_clauses(tokenise("市施策の説明及び合意形成"))[-1]
    assert clause.nouns == ("合意形成", "説明")


def gold() -> pd.DataFrame:
    codes = {}
    for line in (HAND / "gold" / "codes.themes.jsonl").read_text(encoding="utf-8").splitlines():
        record = json.loads(line)
        codes[record["document"], record["id"]] = record["commitment"]
    rows = []
    for path in sorted((HAND / "gold").glob("*.jsonl")):
        if "." in path.stem:
            continue
        for line in path.read_text(encoding="utf-8").splitlines():
            record = json.loads(line)
            for position, text in enumerate(record["content"]):
                right = codes[record["document"], record["id"]][position]
                rows.append((record["document"], record["id"], position + 1, text, right))
    return pd.DataFrame(rows, columns=["plan_id", "number", "position", "text", "right"])


def test_the_rules_agree_with_the_readers() -> None:
    elements = gold()
    assert len(elements) == 119
    coded = code_elements(elements, LEXICONS)
    pd.testing.assert_frame_equal(coded[list(elements.columns)], elements)
    agrees = [code in right for code, right in zip(coded["commitment"], coded["right"], strict=True)]
    assert sum(agrees) / len(agrees) >= 0.95
    for evidence, text in zip(coded["commitment_evidence"], coded["text"], strict=True):
        assert evidence and evidence in text


def test_coding_keeps_rows_and_index_and_takes_none() -> None:
    elements = pd.DataFrame({"text": ["検討します。", "必要です。"]}, index=[7, 3])
    coded = code_elements(elements, LEXICONS)
    assert coded.index.tolist() == [7, 3]
    assert coded["commitment"].tolist() == ["consider", "none"]
    assert code_elements(elements.iloc[:0], LEXICONS)["commitment"].tolist() == []


@pytest.mark.parametrize(("column", "value"), [("use", "noun"), ("code", "perhaps")])
def test_a_row_with_an_unknown_use_or_code_is_named(column: str, value: str) -> None:
    table = LEXICONS.commitment.copy()
    table.loc[table["rule"] == "検討", column] = value
    with pytest.raises(ValueError, match=rf"commitment.csv: line \d+, 検討 has .*{value}"):
        Predicates.of_lexicons(dataclasses.replace(LEXICONS, commitment=table))
