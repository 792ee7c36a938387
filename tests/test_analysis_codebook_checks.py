"""How rules fare: dead, overlapping, misleading, unlike the readers; on tables small enough to count."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import pandas as pd
import pytest

from kyodo_analysis.analysis.coding.codebook_checks import (
    NEVER,
    SHADOWED,
    find_codebook_errors,
    list_dead_predicates,
    list_dead_rules,
    list_disagreements,
    list_misleading_rules,
    list_overlaps,
    list_plan_ids,
)
from kyodo_analysis.words.commitment import find_commitment_evidence
from kyodo_analysis.words.lexicons import Lexicons, read_lexicons
from kyodo_analysis.words.rule_firing import list_firings
from kyodo_analysis.words.themes import code_measures, find_theme_evidence

LEXICONS = read_lexicons(Path(__file__).parents[1] / "data" / "hand")
RULES = [
    ("places", "施設", "1"),
    ("places", "施設の整備", "1"),
    ("rules", "整備", "1"),
    ("dialogue", "懇談", "1"),
    ("networks", "懇談", "1"),
    ("staff", "懇談", "-1"),
    ("funding", "ペンギン", "1"),
]
CODES = [
    {"document": "hagi", "id": "1", "themes": ["places"], "themes_one_coder": [], "commitment": [["promote"]]},
    {"document": "hagi", "id": "2", "themes": ["dialogue"], "themes_one_coder": [], "commitment": [["consider"]]},
    {"document": "hagi", "id": "3", "themes": ["dialogue"], "themes_one_coder": ["networks"]},
]


@pytest.fixture
def lexicons() -> Lexicons:
    usual = {"where": "", "unless": "", "basis": "usage", "note": "a test"}
    rows = [usual | {"code": code, "rule": rule, "weight": weight} for code, rule, weight in RULES]
    return dataclasses.replace(LEXICONS, theme_rules=pd.DataFrame(rows)[LEXICONS.theme_rules.columns])


@pytest.fixture
def tables() -> dict[str, pd.DataFrame]:
    titles = ["施設の整備", "懇談の実施", "懇談の実施"]
    empty = dict.fromkeys(["purpose", "completion", "policy", "program"])
    measures = pd.DataFrame([{"measure_id": f"hagi/{n}", "title": t, **empty} for n, t in enumerate(titles, 1)])
    elements = pd.DataFrame(
        {"measure_id": ["hagi/1", "hagi/2"], "position": 1, "text": ["活動を支援します。", "活動を支援します。"]}
    )
    return {"measures": measures, "elements": elements}


def test_dead_rules_are_told_from_those_that_are_always_covered(
    lexicons: Lexicons, tables: dict[str, pd.DataFrame]
) -> None:
    dead = list_dead_rules(list_firings(tables["measures"], tables["elements"], lexicons), lexicons.theme_rules)
    assert list(dead[["line", "rule", "fate"]].itertuples(index=False, name=None)) == [
        *((2, "施設", SHADOWED), (4, "整備", SHADOWED), (8, "ペンギン", NEVER))
    ]


def test_dead_predicates_are_those_that_code_no_clause(tables: dict[str, pd.DataFrame]) -> None:
    evidence = find_commitment_evidence(tables["elements"], LEXICONS)
    dead = list_dead_predicates(evidence, LEXICONS.commitment)
    follow = LEXICONS.commitment["code"].eq("follow").sum()
    assert len(dead) == len(LEXICONS.commitment) - follow - 1
    assert "支援" not in set(dead["rule"])
    assert LEXICONS.commitment["rule"].iloc[dead["line"] - 2].tolist() == dead["rule"].tolist()


def test_overlaps_are_of_two_themes_that_both_gain(lexicons: Lexicons, tables: dict[str, pd.DataFrame]) -> None:
    found = list_overlaps(list_firings(tables["measures"], tables["elements"], lexicons))
    assert found.to_dict("records") == [
        {
            **{"code": "dialogue", "rule": "懇談", "other_code": "networks", "other_rule": "懇談"},
            **{"places": 2, "measure_ids": "hagi/2 hagi/3"},
        }
    ]


def test_misleading_rules_speak_for_what_no_reader_gave(lexicons: Lexicons, tables: dict[str, pd.DataFrame]) -> None:
    evidence = find_theme_evidence(tables["measures"], tables["elements"], lexicons)
    found = list_misleading_rules(evidence, CODES)
    # What one reader gave counts neither way: hagi/3 is no witness against networks.
    assert found.to_dict("records") == [
        {"code": "networks", "rule": "懇談", "right": 0, "wrong": 1, "value": 3.0, "measure_ids": "hagi/2"}
    ]
    assert list_misleading_rules(evidence.iloc[:0], CODES).empty
    assert list_misleading_rules(evidence, []).empty


def test_disagreements_name_the_measure_and_both_sides(lexicons: Lexicons, tables: dict[str, pd.DataFrame]) -> None:
    themes = code_measures(tables["measures"], tables["elements"], lexicons)
    coded = tables["elements"].assign(commitment="promote")
    found = list_disagreements(themes, coded, CODES, lexicons.theme_codes)
    assert list(found.itertuples(index=False, name=None)) == [
        ("hagi/2", "themes", "networks", ""),
        ("hagi/2", "main theme", "networks", "dialogue"),
        ("hagi/2", "content 1", "promote", "consider"),
        ("hagi/3", "main theme", "networks", "dialogue"),
    ]


def test_the_project_s_own_codebook_has_no_errors() -> None:
    plans = {"koka", "nichinan", "tsushima", "yamaguchi-1", "yamaguchi-2"}
    assert find_codebook_errors(LEXICONS, plans) == []


def test_errors_name_file_line_and_column(lexicons: Lexicons) -> None:
    rules = lexicons.theme_rules.assign(basis=["", *["usage"] * 6], rule=["(", *lexicons.theme_rules["rule"][1:]])
    codebook = lexicons.codebook.assign(definition_ja=[" ", *lexicons.codebook["definition_ja"][1:]])
    errors = find_codebook_errors(dataclasses.replace(lexicons, theme_rules=rules, codebook=codebook), ["koka"])
    assert errors[0].startswith("theme_rules.csv: line 2, column rule: character 2:")
    assert "codebook.csv: places has no definition_ja; write it" in errors
    assert "theme_rules.csv: line 2, column basis: empty; write codebook, usage, koka" in errors
    assert [error for error in errors if "no rule has the code" in error] == [
        f"theme_rules.csv: no rule has the code {code}; write one or remove it from codebook.csv"
        for code in lexicons.theme_codes
        if code not in {"places", "rules", "dialogue", "networks", "staff", "funding"}
    ]


def test_a_basis_that_is_no_plan_is_named_with_its_line(lexicons: Lexicons) -> None:
    rules = lexicons.theme_rules.assign(basis=["hagi", "hagi usgae", *["usage"] * 5])
    others = {name: getattr(LEXICONS, name).assign(basis="codebook") for name in ("commitment", "completion")}
    errors = find_codebook_errors(dataclasses.replace(lexicons, theme_rules=rules, **others), ["ube"])
    assert [error for error in errors if "basis" in error] == [
        "theme_rules.csv: line 2, column basis: 'hagi' is no basis; write codebook, usage, ube",
        "theme_rules.csv: line 3, column basis: 'hagi', 'usgae' is no basis; write codebook, usage, ube",
    ]


def test_the_plans_of_a_basis_are_those_of_the_tables_and_of_the_readers(tables: dict[str, pd.DataFrame]) -> None:
    assert list_plan_ids(tables["measures"], [{"document": "ube", "id": "1"}]) == ["hagi", "ube"]
    assert list_plan_ids(tables["measures"].iloc[:0], []) == []
