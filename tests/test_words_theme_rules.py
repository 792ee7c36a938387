"""The table of rules: bad rows are named, rules fire only where they may, and a plan's own rules can be left out."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import pandas as pd
import pytest

from kyodo_analysis.words.lexicons import Lexicons, read_lexicons
from kyodo_analysis.words.rule_firing import COUNTS, COVERED, EXCUSED, list_firings
from kyodo_analysis.words.theme_rules import ThemeRules, drop_basis, drop_suggested, find_rule_errors
from kyodo_analysis.words.themes import code_measures

HAND = Path(__file__).parents[1] / "data" / "hand"
LEXICONS = read_lexicons(HAND)
COLUMNS = LEXICONS.theme_rules.columns.tolist()


def lexicons(*rows: dict[str, str]) -> Lexicons:
    """The lexicons with these rules alone."""
    usual = {"code": "places", "where": "", "unless": "", "weight": "1", "basis": "usage", "note": "a test"}
    return dataclasses.replace(LEXICONS, theme_rules=pd.DataFrame([usual | row for row in rows], columns=COLUMNS))


def measures(title: str, *content: str, **fields: str) -> tuple[pd.DataFrame, pd.DataFrame]:
    texts = dict.fromkeys(["purpose", "completion", "policy", "program"]) | fields
    measure = pd.DataFrame([{"measure_id": "hagi/1", "title": title, **texts}])
    elements = pd.DataFrame(list(enumerate(content, 1)), columns=["position", "text"])
    return measure, elements.assign(measure_id="hagi/1")


def fates(given: tuple[pd.DataFrame, pd.DataFrame], *rows: dict[str, str]) -> list[tuple[str, str, str]]:
    fired = list_firings(*given, lexicons(*rows))
    return list(fired[["field", "printed", "fate"]].itertuples(index=False, name=None))


def test_a_longer_hit_covers_what_it_holds() -> None:
    given = measures("施設の整備")
    assert fates(given, {"rule": "施設"}, {"rule": "施設の整備", "code": "rules"}) == [
        ("title", "施設", COVERED),
        ("title", "施設の整備", COUNTS),
    ]
    assert fates(given, {"rule": "施設"}, {"rule": "seq(施設, 整備)[1]", "code": "rules"})[0][2] == COVERED


def test_a_rule_fires_only_where_it_may() -> None:
    given = measures("施設の利用", "施設を直します。", program="施設の整備")
    everywhere = [(field, "施設", COUNTS) for field in ("title", "content", "program")]
    assert fates(given, {"rule": "施設"}) == everywhere
    assert fates(given, {"rule": "施設", "where": "content purpose"}) == [("content", "施設", COUNTS)]
    assert fates(given, {"rule": "施設 and program(整備)", "where": "title"}) == [("title", "施設", COUNTS)]
    assert fates(given, {"rule": "施設 and policy(整備)"}) == []


def test_a_negative_context_excuses_a_hit_which_then_covers_nothing() -> None:
    given = measures("見学", "施設と連携し、施設を建てます。")
    row = {"rule": "施設", "unless": "near(this, と連携)[0]"}
    assert fates(given, row) == [("content", "施設", EXCUSED), ("content", "施設", COUNTS)]
    assert fates(given, row | {"unless": "連携"}) == [("content", "施設", EXCUSED)] * 2
    assert fates(given, row | {"unless": "title(見学)"}) == [("content", "施設", EXCUSED)] * 2
    assert fates(given, row | {"unless": "not 連携"}) == [("content", "施設", COUNTS)] * 2
    longer = {"rule": "施設を建てる", "unless": "連携"}
    assert fates(given, {"rule": "施設"}, longer)[1] == ("content", "施設", COUNTS)


def test_themes_come_from_any_table_of_rules() -> None:
    given = measures("見学の実施", "市民と市との間で、意見を交換します。")
    assert code_measures(*given, lexicons({"rule": "near(意見, 交換)[2]", "code": "dialogue"})).to_dict("list") == {
        "measure_id": ["hagi/1"],
        "rank": [1],
        "theme": ["dialogue"],
        "evidence": ["意見…交換"],
    }
    assert len(code_measures(*given, lexicons({"rule": "公民館"}))) == 0
    assert len(code_measures(*given, dataclasses.replace(LEXICONS, theme_rules=LEXICONS.theme_rules.iloc[:0]))) == 0


@pytest.mark.parametrize(
    ("row", "message"),
    [
        ({"code": "parks"}, "line 3, column code: 'parks' is not in codebook.csv, which has places, funding"),
        ({"where": "titel"}, "line 3, column where: 'titel' is no field; use title, purpose, content"),
        ({"weight": "much"}, "line 3, column weight: 'much' is no weight; write a number such as 1, 0.6, or -1"),
        ({"weight": "nan"}, "line 3, column weight: 'nan' is no weight"),
        ({"weight": "10.5"}, "line 3, column weight: '10.5' outweighs all else; write -10 to 10"),
        ({"weight": "-1e9"}, "line 3, column weight: '-1e9' outweighs all else"),
        ({"weight": "0"}, "line 3, column weight: '0' is no weight"),
        ({"rule": ""}, "line 3, column rule: character 1: the rule is empty"),
        ({"rule": "(公民館"}, r"line 3, column rule: character 1: the bracket \( is never closed; close it with \)"),
        ({"rule": "公民館 and /(a+)+$(?!b)/"}, "line 3, column rule: character 9: the expression is refused"),
        ({"unless": "near(this)"}, "line 3, column unless: character 5: near takes 2 to 3 parts"),
    ],
)
def test_a_bad_row_is_named_with_file_line_column_and_character(row: dict[str, str], message: str) -> None:
    broken = lexicons({"rule": "施設"}, {"rule": "公民館"} | row, {"rule": "カフェ"})
    with pytest.raises(ValueError, match=f"theme_rules.csv: {message}"):
        ThemeRules.of_lexicons(broken)
    assert len(find_rule_errors(broken)) == 1


def test_every_bad_row_is_listed_and_the_projects_own_has_none() -> None:
    assert len(find_rule_errors(lexicons({"rule": "("}, {"rule": "施設"}, {"rule": "施設", "code": "x"}))) == 2
    assert find_rule_errors(LEXICONS) == []


def test_a_regular_expression_that_would_never_end_elsewhere_ends() -> None:
    given = measures("ア" * 200 + "。")
    assert fates(given, {"rule": "/(ア+)+イ/"}) == []


def test_rules_of_usage_that_fire_in_one_plan_alone_are_left_out_for_it_and_those_of_the_codebook_stay() -> None:
    bases = {"a": "usage", "b": "usage", "c": "codebook", "d": "koka", "e": "usage"}
    rules = pd.DataFrame({"rule": list(bases), "basis": list(bases.values())})
    plans = {1: {"koka"}, 2: {"koka", "tsushima"}, 3: {"koka"}, 4: {"koka"}}
    assert drop_suggested(rules, "koka", plans)["rule"].tolist() == ["b", "c", "e"]
    assert drop_suggested(rules, "tsushima", plans)["rule"].tolist() == ["a", "b", "c", "d", "e"]


def test_a_plan_s_own_rules_are_left_out_and_those_with_another_basis_stay() -> None:
    bases = ["codebook", "usage", "koka", "koka tsushima", "tsushima", "codebook koka"]
    rules = pd.DataFrame({"rule": list("abcdef"), "basis": bases}, index=range(3, 9))
    assert drop_basis(rules, "koka")["rule"].tolist() == ["a", "b", "d", "e", "f"]
    assert drop_basis(rules, "nichinan").equals(rules.reset_index(drop=True))
    for plan_id in ("koka", "nichinan", "tsushima", "yamaguchi-1", "yamaguchi-2"):
        kept = drop_basis(LEXICONS.theme_rules, plan_id)
        assert 0 < len(LEXICONS.theme_rules) - len(kept) == LEXICONS.theme_rules["basis"].eq(plan_id).sum()
