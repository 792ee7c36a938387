"""Measures as other municipalities word them, coded by the codebook before the rules were asked.

theme_phrases.csv has six sets, each written and coded blind, then used to mend gaps of the language. What the rules
found at first sight (micro-F1 of the themes): A .743, B .812 with the first rules, C .784, D .757, E .940, F .871 with
those mended by the sets before. A to D look for unusual wording and phrases that only look like a theme, E has the
usual wording, F has purposes too. `either` are codes on which readers may differ. All sets are by one reader.
commitment_phrases.csv has one predicate per row.
"""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

import pandas as pd
import pytest

from kyodo_analysis.words.commitment import Predicates, code_commitment
from kyodo_analysis.words.lexicons import read_lexicons
from kyodo_analysis.words.themes import code_measures

HERE = Path(__file__).parent
LEXICONS = read_lexicons(HERE.parent / "data" / "hand")
PREDICATES = Predicates.of_lexicons(LEXICONS)


def read_rows(name: str) -> list[dict[str, str]]:
    with (HERE / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


PHRASES = read_rows("theme_phrases.csv")


def measure_id(row: dict[str, str]) -> str:
    return f"{row['set']}/{row['number']}"


@pytest.fixture(scope="module")
def found() -> dict[str, list[str]]:
    measures = pd.DataFrame(
        [
            {"measure_id": measure_id(row), "title": row["title"], "purpose": row["purpose"] or None}
            | dict.fromkeys(["completion", "policy", "program"])
            for row in PHRASES
        ]
    )
    elements = pd.DataFrame(
        [
            {"measure_id": measure_id(row), "position": position, "text": text}
            for row in PHRASES
            for position, text in enumerate(row["content"].split("/"), 1)
        ]
    )
    coded = code_measures(measures, elements, LEXICONS)
    themes: dict[str, list[str]] = {measure_id(row): [] for row in PHRASES}
    for measure, theme in zip(coded["measure_id"], coded["theme"], strict=True):
        themes[measure].append(theme)
    return themes


def count(found: dict[str, list[str]], rows: Iterable[dict[str, str]]) -> dict[str, Counter[str]]:
    counts: dict[str, Counter[str]] = {code: Counter() for code in LEXICONS.theme_codes}
    for row in rows:
        got, right, either = set(found[measure_id(row)]), set(row["themes"].split()), set(row["either"].split())
        for code in got | right:
            if code in right:
                counts[code]["hit" if code in got else "missed"] += 1
            elif code not in either:
                counts[code]["false"] += 1
    return counts


def f1(counts: Counter[str]) -> float:
    return 2 * counts["hit"] / (2 * counts["hit"] + counts["false"] + counts["missed"])


def test_the_phrases_cover_every_theme_and_use_its_codes_only() -> None:
    codes = Counter(code for row in PHRASES for code in row["themes"].split())
    assert set(codes) == set(LEXICONS.theme_codes)
    assert min(codes.values()) >= 3
    assert {code for row in PHRASES for code in row["either"].split()} <= set(LEXICONS.theme_codes)
    assert len({measure_id(row) for row in PHRASES}) == len(PHRASES)


@pytest.mark.parametrize("name", ["A", "B", "C", "D", "E", "F"])
def test_the_rules_agree_with_the_reader_on_each_set(name: str, found: dict[str, list[str]]) -> None:
    counts = count(found, [row for row in PHRASES if row["set"] == name])
    assert f1(sum(counts.values(), Counter())) >= 0.93


def test_the_rules_agree_with_the_reader_on_each_theme(found: dict[str, list[str]]) -> None:
    weak = {code: round(f1(counts), 3) for code, counts in count(found, PHRASES).items() if f1(counts) < 0.85}
    assert weak == {}


def test_what_only_looks_like_a_theme_is_none(found: dict[str, list[str]]) -> None:
    by_title = {row["title"]: found[measure_id(row)] for row in PHRASES}
    assert "livelihood" not in by_title["誰もが暮らしやすいまちへ"]
    assert "places" not in by_title["誰もが暮らしやすいまちへ"]
    assert "staff" not in by_title["誰もが暮らしやすいまちへ"]
    assert "youth" not in by_title["安心・安全で暮らしやすい地域へ"]
    assert "places" not in by_title["市民向け協働講座"]
    assert "evaluation" not in by_title["人事評価への反映"]


def test_the_commitment_of_the_phrases() -> None:
    right = [
        code_commitment(text, PREDICATES).code in codes.split(",")
        for row in PHRASES
        for text, codes in zip(row["content"].split("/"), row["commitment"].split("/"), strict=True)
    ]
    assert sum(right) / len(right) >= 0.95


def test_the_predicates_of_other_plans() -> None:
    rows = read_rows("commitment_phrases.csv")
    wrong = [row["text"] for row in rows if code_commitment(row["text"], PREDICATES).code not in row["codes"].split()]
    assert wrong == ["年１回以上の開催を目標とします。"]
