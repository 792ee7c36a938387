"""data/hand/CODING.md: its examples are rules, both languages show the same, its numbers are those of the program."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from kyodo_analysis.words.rule_language import DEEPEST_RULE, FIELDS, LONGEST_RULE, MOST_BETWEEN, MOST_PARTS, parse_rule
from kyodo_analysis.words.rule_nodes import ATTRIBUTES
from kyodo_analysis.words.themes import LEAST_SUM, OWN_ACT

PAGE = (Path(__file__).parents[1] / "data" / "hand" / "CODING.md").read_text(encoding="utf-8")
HALVES = dict(zip(("en", "ja"), PAGE.split("\n## 日本語\n"), strict=True))
LANGUAGE = {"en": r"\n## The rule language\n(.*?)\n## ", "ja": r"\n### 規則の書き方\n(.*?)\n### "}


def examples(language: str) -> list[str]:
    """The rules of the last column of the table of the language."""
    found = re.search(LANGUAGE[language], HALVES[language], re.S)
    assert found
    rows = [re.split(r"(?<!\\)\|", line) for line in found.group(1).splitlines() if line.startswith("| ")][1:]
    return [rule.replace(r"\|", "|") for cells in rows for rule in re.findall(r"`([^`]+)`", cells[-2])]


@pytest.mark.parametrize("language", ["en", "ja"])
def test_every_example_is_a_rule(language: str) -> None:
    shown = examples(language)
    assert len(shown) >= 12
    for rule in shown:
        parse_rule(rule, condition="this" in rule)


@pytest.mark.parametrize("language", ["en", "ja"])
def test_the_limits_and_thresholds_are_those_of_the_program(language: str) -> None:
    text = HALVES[language]
    assert re.search(rf"n to {MOST_BETWEEN};" if language == "en" else rf"n は {MOST_BETWEEN} まで", text)
    assert (f"2 or {MOST_PARTS['near']} parts" if language == "en" else f"2～{MOST_PARTS['near']} 個") in text
    assert (f"2 to {MOST_PARTS['seq']} parts" if language == "en" else f"2～{MOST_PARTS['seq']} 個") in text
    assert f"{LEAST_SUM:g}" in text and f" {OWN_ACT:g}" in text


def test_all_fields_properties_and_limits_are_named() -> None:
    assert all(f"{field}( )" in HALVES["en"] and f"`{field}`" in HALVES["ja"] for field in FIELDS if field != "content")
    assert all(name in HALVES["en"] for name in ATTRIBUTES)
    assert f"at most {LONGEST_RULE} characters and {DEEPEST_RULE} brackets" in HALVES["en"]


def test_both_languages_describe_the_same_columns_and_operators() -> None:
    assert [len(examples(language)) for language in ("en", "ja")] in ([13, 12], [12, 12], [13, 13])
    for column in ("code", "rule", "where", "unless", "weight", "basis", "note"):
        assert all(f"| {column} |" in half for half in HALVES.values())
