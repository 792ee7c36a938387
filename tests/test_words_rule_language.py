"""The language of coding rules: what is written becomes which conditions, and what cannot be read is named."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kyodo_analysis.words.rule_language import (
    DEEPEST_RULE,
    LONGEST_RULE,
    RuleError,
    parse_rule,
)
from kyodo_analysis.words.rule_nodes import (
    AllOf,
    AnyOf,
    Condition,
    InField,
    Near,
    Node,
    Phrase,
    TheHit,
    TokenTest,
    Without,
    list_phrases,
)

A, B, C = Phrase("市民"), Phrase("意見"), Phrase("交換")


@pytest.mark.parametrize(
    ("written", "tree"),
    [
        ("市民", A),
        ("活動（交流）拠点", Phrase("活動（交流）拠点")),
        ('"活動の 場"', Phrase("活動の 場")),
        ("活動（交流）室（和室）", Phrase("活動（交流）室（和室）")),
        ('"（仮称）市民館"', Phrase("（仮称）市民館")),
        ('"市民，意見"', Phrase("市民，意見")),
        ('"and"', Phrase("ａｎｄ")),
        ('"ＯＲ"', Phrase("ＯＲ")),
        ("市民 OR 意見 AND NOT 交換", AnyOf((A, AllOf((B, Without(C)))))),
        ("行政／市民", Phrase("行政／市民")),
        ("NPO法人", Phrase("ＮＰＯ法人")),
        ("市民 or 意見", AnyOf((A, B))),
        ("市民|意見", AnyOf((A, B))),
        ("市民 AND 意見", AllOf((A, B))),
        ("市民 & !意見", AllOf((A, Without(B)))),
        ("市民 or 意見 and 交換", AnyOf((A, AllOf((B, C))))),
        ("(市民 or 意見) and 交換", AllOf((AnyOf((A, B)), C))),
        ("near(市民, 意見)[5]", Near((A, B), 5, False)),
        ("near(市民,意見)", Near((A, B), 10, False)),
        ("seq(市民, 意見, 交換) [0]", Near((A, B, C), 0, True)),
        ("市民　and　program(意見)", AllOf((A, InField("program", B)))),
        ("title", Phrase("ｔｉｔｌｅ")),
        ("[base:図る]", TokenTest((Condition("base_form", "図る", False),))),
        (
            "[基本形:図る 品詞:動詞]",
            TokenTest((Condition("base_form", "図る", False), Condition("part_of_speech", "動詞", False))),
        ),
        ('[pos:"名詞,サ変接続"]', TokenTest((Condition("part_of_speech", "名詞,サ変接続", False),))),
        ("[reading:/.*カイ/]", TokenTest((Condition("reading", ".*カイ", True),))),
        (r"[surface:/\//]", TokenTest((Condition("surface", r"\/", True),))),
        ("/.*会/", AnyOf(tuple(TokenTest((Condition(name, ".*会", True),)) for name in ("surface", "base_form")))),
    ],
)
def test_what_is_written_and_what_it_means(written: str, tree: Node) -> None:
    assert parse_rule(written) == tree


def test_a_negative_context_may_speak_of_the_hit_and_of_absence_alone() -> None:
    assert parse_rule("near(this, 市民)[2]", condition=True) == Near((TheHit(), A), 2, False)
    assert parse_rule("not 市民", condition=True) == Without(A)
    assert parse_rule("this") == Phrase("ｔｈｉｓ")
    with pytest.raises(RuleError, match="ｔｈｉｓ is full width; write this"):
        parse_rule("near(ｔｈｉｓ, 市民)[2]", condition=True)


@pytest.mark.parametrize(
    ("written", "position", "problem"),
    [
        ("", 1, "the rule is empty"),
        ("　", 1, "the rule is empty"),
        ("(市民 or 意見", 1, r"the bracket \( is never closed; close it with \)"),
        ("市民 and (意見", 8, r"the bracket \( is never closed"),
        ("near(市民, 意見", 5, r"the bracket of near\( is never closed"),
        ("title(市民", 6, r"the bracket of title\( is never closed"),
        ("市民)", 3, r"\) closes nothing"),
        ("[base:図る", 1, r"the bracket \[ is never closed"),
        ("near(市民, 意見)[5", 13, r"the bracket \[ is never closed"),
        ("near()", 5, r"near\(\) is empty; write near\(市民, 意見\)\[5\]"),
        ("near(市民)", 5, "near takes 2 to 3 parts"),
        ("near(市民、意見)", 5, "separated by a half-width comma"),
        ("near(市民, 意見)[five]", 13, r"near\[five\] is no number of tokens; write 0 to 30"),
        ("near(市民, 意見)[-1]", 13, "is no number of tokens"),
        ("seq(市民, 意見)[31]", 12, "is no number of tokens; write 0 to 30"),
        ("near(not 市民, 意見)", 6, "a part of near must be something to find"),
        ("near（市民，意見）", 5, r"（ is full width; write \( in half width, or put the phrase in quotation marks"),
        ("（公民館 or 集会所） and 改修", 1, r"（ is full width; write \( in half width"),
        ("(公民館 or 集会所） and 改修", 12, r"） is full width; write \) in half width"),
        ("市民 not（意見）", 7, "（ is full width"),
        ("市民 and（意見）", 7, "（ is full width"),
        ("市民and（意見）", 6, "（ is full width"),
        ("ｔｉｔｌｅ（相談）", 6, "（ is full width"),
        ("ｎｅａｒ(市民, 意見)", 1, "ｎｅａｒ is full width; write near in half width"),
        ("near(市民，意見, 交換)", 8, "， is full width; write , in half width"),
        ("near(市民, 意見)［5］", 13, r"［ is full width; write \[ in half width"),
        ("［base:図る］", 1, r"［ is full width; write \[ in half width"),
        ("公民館 ＯＲ 集会所", 5, "ＯＲ is full width; write or in half width, or put the phrase in quotation marks"),
        ("ＮＯＴ 市民", 1, "ＮＯＴ is full width; write not"),
        ("公民館｜集会所", 4, r"｜ is full width; write \| in half width"),
        ("公民館＆集会所", 4, "＆ is full width; write & in half width"),
        ("相談 and ！職員", 8, "！ is full width; write ! in half width"),
        ("／.*会／", 1, "／ is full width; write / in half width"),
        ("“活動”", 1, '“ is full width; write " in half width'),
        ("市民 意見", 4, "'意見' stands beside what comes before it; write and, or"),
        ("市民 and", 7, "the rule ends where something is missing"),
        ("| 市民", 1, r"\| has nothing before it"),
        ("or 市民", 1, "or needs something on both sides"),
        ("not 市民", 1, "the rule only says what must not stand there"),
        ("title(市民)", 1, "the rule only says"),
        ("市民 or not 意見", 1, "the rule only says"),
        ("[]", 1, r"\[\] is empty"),
        ("[lemma:図る]", 2, "lemma is no property of a token; use surface, base, pos, reading"),
        ("[base]", 6, "base needs a value"),
        ("[base:]", 7, "base: needs a value"),
        ('"市民', 1, "the quotation mark is never closed"),
        ('" "', 1, "the phrase is empty"),
        ("/市民", 1, "the expression is never closed"),
        ("//", 1, "the expression is empty"),
        ("市民 and /(/", 8, "the expression is refused .*use RE2"),
        ("/(?=市民)/", 1, "the expression is refused .*no look-ahead"),
        (r"/(市)\1/", 1, "no back-references"),
        ("/((a{1,100}){1,100}){1,100}/", 1, "the expression is refused"),
        ("/" + "a" * 201 + "/", 1, "the expression is longer than 200 characters"),
        ("市" * (LONGEST_RULE + 1), LONGEST_RULE + 1, "the rule is longer than 500 characters; make it several rules"),
        ("(" * 40 + "市民" + ")" * 40, DEEPEST_RULE + 2, "more than 20 brackets inside one another"),
    ],
)
def test_what_cannot_be_read_is_named_with_its_place_and_what_to_do(written: str, position: int, problem: str) -> None:
    with pytest.raises(RuleError, match=problem) as caught:
        parse_rule(written)
    assert caught.value.position == position
    assert str(caught.value) == f"character {position}: {caught.value.problem}"


@given(st.text(alphabet='市民 ab()[],|&!"/:*.not5', max_size=60) | st.text(max_size=30))
def test_any_text_is_a_rule_or_a_rule_error_inside_it(written: str) -> None:
    for condition in (False, True):
        try:
            parse_rule(written, condition)
        except RuleError as error:
            assert 1 <= error.position <= len(written) + 1


def test_all_phrases_of_a_rule_are_listed_those_of_conditions_too() -> None:
    rule = parse_rule("(市民 or near(意見, [pos:名詞])) and not program(交換)")
    assert list_phrases(rule) == ["市民", "意見", "交換"]
