"""Themes: what a measure acts on, what it merely mentions, and the agreement with the readers."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from kyodo_analysis.words.lexicons import read_lexicons
from kyodo_analysis.words.theme_rules import ThemeRules
from kyodo_analysis.words.themes import MOST_THEMES, Theme, code_measures, code_themes

HAND = Path(__file__).parents[1] / "data" / "hand"
LEXICONS = read_lexicons(HAND)
RULES = ThemeRules.of_lexicons(LEXICONS)


def code(title: str, *content: str, program: str = "") -> list[Theme]:
    texts = {"title": [(0, title)], "content": list(enumerate(content, 1)), "program": [(0, program)]}
    return code_themes(texts, RULES)


def themes(title: str, *content: str, program: str = "") -> list[str]:
    return [theme.code for theme in code(title, *content, program=program)]


@pytest.mark.parametrize(
    ("title", "content", "expected"),
    [
        ("公民館の改修", "地区の公民館を順次改修します。", ["places"]),
        ("活動保険制度の運用", "活動中の事故による損害を補償します。", ["funding"]),
        ("市報の充実", "市報に市民活動の情報を掲載します。", ["information"]),
        ("協働セミナーの開催", "市民の理解を深めるため、講演会を開催します。", ["awareness"]),
        ("地域リーダーの育成", "地域づくりの担い手を育成します。", ["people"]),
        ("中学生の地域活動への参加", "学校と地域をつなぎ、中学生の参加を促進します。", ["youth"]),
        ("階層別の職員研修", "職員を対象に研修を実施します。", ["staff"]),
        ("協働ラウンドテーブルの開催", "様々な主体が交流するラウンドテーブルを開催します。", ["networks", "dialogue"]),
        ("中間支援機能の強化", "相談窓口を設置し、アドバイザーを派遣します。", ["intermediary"]),
        ("自治会への加入促進", "自治会への加入を促進します。", ["self_governance"]),
        ("公募委員の拡大", "審議会の委員を公募します。", ["participation"]),
        ("プロボノの活用", "企業の社会貢献活動を促進します。", ["business"]),
        ("移動手段の確保", "買い物や通院のための移動手段を確保します。", ["livelihood"]),
        ("計画の進行管理", "毎年度、進捗状況を評価します。", ["evaluation"]),
        ("協働のルールづくり", "まちづくり条例の見直しを行います。", ["rules"]),
    ],
)
def test_each_theme_by_its_own_acts(title: str, content: str, expected: list[str]) -> None:
    assert themes(title, content)[: len(expected)] == expected


def test_a_talk_between_kinds_of_actor_is_dialogue_and_networks() -> None:
    assert set(themes("円卓会議の開催", "市民活動団体と市との円卓会議を開催します。")) == {"dialogue", "networks"}


def test_a_talk_with_the_mayor_is_dialogue_and_participation() -> None:
    assert set(themes("市長座談会の充実", "市長座談会を開催します。")) == {"dialogue", "participation"}


@pytest.mark.parametrize(
    ("title", "content", "absent"),
    [
        ("若者の参加促進", "市民活動支援センターと連携して、高校生の参加を促進します。", "intermediary"),
        ("若者の参加促進", "市民活動支援センターと連携して、高校生の参加を促進します。", "networks"),
        ("職員研修の実施", "地域交流センターにおいて、職員研修を実施します。", "places"),
        ("情報誌の発行", "地域づくり協議会へ情報誌を配布します。", "self_governance"),
        ("条例による協働の推進", "条例を制定し、暮らしやすいまちの実現を目指します。", "livelihood"),
        ("地域おこし協力隊の活用", "事業者が求める地域おこし協力隊を受け入れます。", "business"),
        ("職員の意識改革", "職員の意識改革を図ります。", "awareness"),
        ("交付金制度の充実", "交付金制度の運用を改善していきます。", "rules"),
    ],
)
def test_what_is_merely_mentioned_is_no_theme(title: str, content: str, absent: str) -> None:
    assert absent not in themes(title, content)


def test_terms_are_found_by_whole_tokens_only() -> None:
    assert themes("学習会の開催", "大人材木店で開催します。") == ["awareness"]
    assert themes("意識調査の実施", "意識調査を実施します。") == ["evaluation"]


def test_a_heading_is_asked_only_when_the_measure_says_nothing() -> None:
    assert themes("活動の推進", "活動を推進します。", program="資金の調達") == ["funding"]
    assert "funding" not in themes("広報紙の利用", "広報紙に掲載します。", program="資金の調達")
    assert themes("活動の推進", "活動を推進します。") == []


def test_evidence_names_the_terms_strongest_first_and_no_counter_evidence() -> None:
    found = code("職員の協働意識", "職員研修により意識啓発を図ります。")
    assert found[0].code == "staff"
    assert found[0].evidence == ("職員", "職員研修")
    assert all("職員" not in theme.evidence for theme in found if theme.code == "awareness")


def test_three_themes_at_the_most() -> None:
    found = themes("自治会、交付金、条例、審議会、公民館、防災", "自治会と交付金と条例と審議会と公民館と防災の充実")
    assert len(found) == MOST_THEMES


def gold() -> list[dict[str, Any]]:
    codes = {}
    for line in (HAND / "gold" / "codes.themes.jsonl").read_text(encoding="utf-8").splitlines():
        record = json.loads(line)
        codes[record["document"], record["id"]] = record
    measures = []
    for path in sorted((HAND / "gold").glob("*.jsonl")):
        if "." not in path.stem:
            for line in path.read_text(encoding="utf-8").splitlines():
                record = json.loads(line)
                measures.append(record | codes[record["document"], record["id"]])
    return measures


def test_the_lexicon_agrees_with_the_readers() -> None:
    measures = gold()
    assert len(measures) == 78
    table = pd.DataFrame(measures).assign(measure_id=[f"{m['document']}/{m['id']}" for m in measures])
    elements = pd.DataFrame(
        [(f"{m['document']}/{m['id']}", n, text) for m in measures for n, text in enumerate(m["content"], 1)],
        columns=["measure_id", "position", "text"],
    )
    coded = code_measures(table.sample(frac=1, random_state=4), elements.sample(frac=1, random_state=4), LEXICONS)
    found = coded.groupby("measure_id")["theme"].agg(list).to_dict()
    counts: Counter[str] = Counter()
    for measure in measures:
        got, right = found.get(f"{measure['document']}/{measure['id']}", []), measure["themes"]
        counts["hit"] += len(set(got) & set(right))
        counts["false"] += len(set(got) - set(right) - set(measure["themes_one_coder"]))
        counts["missed"] += len(set(right) - set(got))
        counts["main"] += got[:1] == right[:1]
    assert 2 * counts["hit"] / (2 * counts["hit"] + counts["false"] + counts["missed"]) >= 0.88
    assert counts["main"] / len(measures) >= 0.9
    assert (
        coded.groupby("measure_id")["rank"].agg(list).map(lambda ranks: ranks == list(range(1, len(ranks) + 1))).all()
    )
    assert coded["evidence"].str.len().gt(0).all()


def test_no_measures_give_an_empty_table() -> None:
    columns = ["measure_id", "title", "purpose", "completion", "policy", "program"]
    none = code_measures(
        pd.DataFrame(columns=columns), pd.DataFrame(columns=["measure_id", "position", "text"]), LEXICONS
    )
    assert none.columns.tolist() == ["measure_id", "rank", "theme", "evidence"]
    assert len(none) == 0
