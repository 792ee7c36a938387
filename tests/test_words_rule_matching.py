"""Where rules hold: whole tokens, inflected ends, order and nearness, other fields, and time that cannot run away."""

from __future__ import annotations

from itertools import pairwise, product
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kyodo_analysis.words.lexicons import read_lexicons
from kyodo_analysis.words.rule_language import parse_rule
from kyodo_analysis.words.rule_matching import (
    PhraseIndex,
    SentenceView,
    find_matches,
    holds,
    needed_phrases,
    view_sentence,
)
from kyodo_analysis.words.rule_nodes import list_phrases
from kyodo_analysis.words.tokens import Token, tokenise

DICTIONARY = read_lexicons(Path(__file__).parents[1] / "data" / "hand").user_dictionary


def view(text: str, rule: str, **fields: str) -> SentenceView:
    index = PhraseIndex(list_phrases(parse_rule(rule, condition=True)))
    cut = {name: view_sentence(tokenise(value, user_dictionary=DICTIONARY), index) for name, value in fields.items()}
    return view_sentence(
        tokenise(text, user_dictionary=DICTIONARY), index, lambda name: [cut[name]] if name in cut else []
    )


def found(text: str, rule: str, **fields: str) -> list[str]:
    """The tokens of each match, joined."""
    seen = view(text, rule, **fields)
    return ["".join(seen.tokens[index].surface for index in match) for match in find_matches(parse_rule(rule), seen)]


@pytest.mark.parametrize(
    ("text", "rule", "expected"),
    [
        ("施設の整備と施設の利用", "施設", ["施設", "施設"]),
        ("施設の整備と施設の利用", "施設の整備", ["施設の整備"]),
        ("介護予防を進めます。", "護予", []),  # no whole tokens
        ("市民が話し合います。", "話し合う", ["話し合い"]),
        ("場をつくります。", "場をつくる", ["場をつくり"]),
        ("場をつくります。", "場をつくり", ["場をつくり"]),
        ("ＮＰＯの支援", "NPO", ["ＮＰＯ"]),
        ("充実を図ります。", "[base:図る]", ["図り"]),
        ("充実を図ります。", "[base:図る pos:名詞]", []),
        ("充実を図ります。", "[pos:動詞]", ["図り"]),
        ("充実を図ります。", "[pos:サ変接続]", ["充実"]),
        ("充実を図ります。", "[pos:動]", []),
        ("講座を開きます。", "[reading:コウザ]", ["講座"]),
        ("支援センターと交流センター", "/.*センター/", ["センター", "センター"]),
        ("講座を図ります。", "/図る/", ["図り"]),
        ("ＮＰＯを支援", "/NP./", ["ＮＰＯ"]),
        ("市民の意見", "市民 or 意見", ["市民", "意見"]),
        ("市民の意見", "市民 and 意見", ["市民"]),
        ("市民の意見", "市民 and 交換", []),
        ("市民の意見", "市民 and not 交換", ["市民"]),
        ("市民の意見", "市民 and not 意見", []),
        ("市民の意見", "not 交換 and 意見", ["意見"]),
        ("市民の意見", "(市民 or 交換) and (意見 or 交換)", ["市民"]),
    ],
)
def test_what_a_rule_finds(text: str, rule: str, expected: list[str]) -> None:
    assert found(text, rule) == expected


@pytest.mark.parametrize(
    ("rule", "expected"),
    [
        ("near(市民, 意見)[1]", ["市民意見"]),
        ("near(意見, 市民)[1]", ["市民意見"]),
        ("near(市民, 意見)[0]", []),
        ("seq(市民, 意見)[1]", ["市民意見"]),
        ("seq(意見, 市民)[9]", []),
        ("seq(市民, 意見, 交換)[1]", ["市民意見交換"]),
        ("near(交換, 市民, 意見)[1]", ["市民意見交換"]),
        ("seq(市民, near(交換, 意見)[0])[1]", ["市民意見交換"]),
        ("seq(市民, [pos:助詞])[0]", ["市民の"]),
    ],
)
def test_nearness_counts_the_tokens_between(rule: str, expected: list[str]) -> None:
    assert found("市民の意見交換", rule) == expected


def test_a_part_cannot_be_near_itself() -> None:
    assert found("市民の意見", "near(市民, 市民)[5]") == []
    assert found("市民と市民", "near(市民, 市民)[5]") == ["市民市民"]


def test_of_matches_that_overlap_the_tightest_counts() -> None:
    assert found("市民の意見と意見", "seq(市民, 意見)[5]") == ["市民意見"]
    assert found("市民と市民の意見", "seq(市民, 意見)[5]") == ["市民意見"]


def test_other_fields_and_headings_are_conditions() -> None:
    rule = "相談 and program(職員)"
    assert found("相談を受けます。", rule, program="職員の育成") == ["相談"]
    assert found("相談を受けます。", rule, program="市民の育成") == []
    assert found("相談を受けます。", rule) == []
    assert found("相談を受けます。", "相談 and not program(職員)", program="市民の育成") == ["相談"]
    assert found("相談を受けます。", "相談 and title(near(市民, 相談)[3])", title="市民の相談") == ["相談"]


def test_a_condition_is_asked_about_the_hit() -> None:
    rule = "near(this, と連携)[0]"
    seen = view("支援センターと連携し、支援センターを建てます。", rule)
    places = [number for number, token in enumerate(seen.tokens) if token.surface == "センター"]
    asked = [
        holds(parse_rule(rule, condition=True), SentenceView(seen.tokens, seen.phrases, seen.values, hit=(place,)))
        for place in places
    ]
    assert asked == [True, False]
    assert not holds(parse_rule("this", condition=True), seen)


def test_a_rule_is_looked_at_where_one_of_its_phrases_stands() -> None:
    for rule, phrases in (
        ("市民", {"市民"}),
        ("市民 or 意見", {"市民", "意見"}),
        ("市民 and not 意見", {"市民"}),
        ("near([pos:名詞], 意見)", {"意見"}),
        ("not 交換 and 意見", {"意見"}),
    ):
        assert needed_phrases(parse_rule(rule)) == phrases
    for rule in ("市民 or [pos:名詞]", "/.*会/"):
        assert needed_phrases(parse_rule(rule)) is None


def test_an_empty_sentence_has_no_matches() -> None:
    for rule in ("市民", "[pos:名詞]", "near(市民, 意見)"):
        assert find_matches(parse_rule(rule), view_sentence([], PhraseIndex(["市民"]))) == []


words = st.lists(st.sampled_from(["市民", "意見", "の", "交換"]), max_size=12)


@given(words, st.integers(0, 4), st.booleans())
def test_near_finds_exactly_the_beginnings_that_trying_all_pairs_finds(texts: list[str], n: int, ordered: bool) -> None:
    tokens, start = [], 0
    for text in texts:
        tokens.append(Token(text, text, "*", "名詞", start))
        start += len(text)
    places = {word: [i for i, text in enumerate(texts) if text == word] for word in ("市民", "意見", "交換")}
    expected: dict[int, int] = {}
    for chosen in product(*places.values()):
        rising = tuple(sorted(chosen))
        gaps = all(after - before - 1 <= n for before, after in pairwise(rising))
        if gaps and (rising == chosen or not ordered):
            expected[rising[0]] = min(expected.get(rising[0], 99), rising[-1])
    rule = parse_rule(f"{'seq' if ordered else 'near'}(市民, 意見, 交換)[{n}]")
    matches = find_matches(rule, view_sentence(tokens, PhraseIndex(list_phrases(rule))))
    assert {match[0] for match in matches} <= set(expected)
    assert {match[-1] for match in matches} >= set(expected.values())


@given(words)
def test_matching_changes_nothing_and_gives_the_same_again(texts: list[str]) -> None:
    seen = view("".join(texts) or "の", "near(市民, 意見)[3] or 交換")
    rule = parse_rule("near(市民, 意見)[3] or 交換")
    assert find_matches(rule, seen) == find_matches(rule, seen)
