"""Evidence: every addend of a code with its characters and source line; codes are the sums of it."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import pandas as pd
import pytest

from kyodo_analysis.tables.loading import read
from kyodo_analysis.words.commitment import STRENGTH, code_elements, find_commitment_evidence
from kyodo_analysis.words.evidence import EVIDENCE_COLUMNS, add_lines
from kyodo_analysis.words.lexicons import read_lexicons
from kyodo_analysis.words.themes import LEAST_SUM, MOST_THEMES, code_measures, find_theme_evidence, rank_themes

HAND = Path(__file__).parents[1] / "data" / "hand"
LEXICONS = read_lexicons(HAND)


@pytest.fixture(scope="module")
def measures() -> pd.DataFrame:
    return read("measures")


@pytest.fixture(scope="module")
def elements() -> pd.DataFrame:
    return read("elements")


@pytest.fixture(scope="module")
def evidence(measures: pd.DataFrame, elements: pd.DataFrame) -> pd.DataFrame:
    parts = [find_theme_evidence(measures, elements, LEXICONS), find_commitment_evidence(elements, LEXICONS)]
    return pd.concat(parts, ignore_index=True)


def given(title: str, *content: str) -> tuple[pd.DataFrame, pd.DataFrame]:
    empty = dict.fromkeys(["purpose", "completion", "policy", "program"])
    measure = pd.DataFrame([{"measure_id": "hagi/1", "title": title} | empty])
    elements = pd.DataFrame(list(enumerate(content, 1)), columns=["position", "text"])
    return measure, elements.assign(measure_id="hagi/1")


def test_the_addends_of_a_small_measure() -> None:
    found = find_theme_evidence(*given("公民館の改修", "市民と公民館を改修します。"), LEXICONS)
    rows = found[["code", "field", "position", "start", "end", "tokens", "part", "value"]]
    assert list(rows.itertuples(index=False, name=None)) == [
        ("places", "title", 0, 4, 6, "改修", "acted_on", 3.0),
        ("places", "title", 0, 0, 3, "公民館", "acted_on", pytest.approx(3.0 * 0.9 / 2)),
        ("places", "content", 1, 3, 6, "公民館", "acted_on", 2.0),
        ("places", "content", 1, 7, 9, "改修", "acted_on", 2.0 / 2),
    ]
    assert found["taken"].all() and found["scheme"].eq("themes").all()


def test_what_speaks_against_a_theme_is_evidence_with_a_negative_value() -> None:
    found = find_theme_evidence(*given("職員への市民理解セミナー、講演会、出前講座の開催"), LEXICONS)
    against = found[(found["code"] == "awareness") & (found["value"] < 0)]
    assert against["tokens"].tolist() == ["職員"]


def test_commitment_evidence_names_the_row_and_marks_the_clause_that_decides() -> None:
    texts = ["場（広場）をつくり、活動を推進します。", "必要です。"]
    elements = pd.DataFrame({"measure_id": "hagi/1", "position": [1, 2], "text": texts})
    found = find_commitment_evidence(elements, LEXICONS)
    rows = found[["position", "code", "rule", "part", "value", "taken", "printed", "tokens"]]
    assert list(rows.itertuples(index=False, name=None)) == [
        (1, "do", "つくる（場）", "linked", 4.0, True, "場（広場）をつくり", "場 を つくり"),
        (1, "promote", "推進", "final", 3.0, False, "推進します", "推進 し ます"),
    ]


def test_a_noun_without_a_row_fires_the_row_for_all_others() -> None:
    elements = pd.DataFrame({"measure_id": ["hagi/1"], "position": [1], "text": ["大杉を植樹します。"]})
    assert find_commitment_evidence(elements, LEXICONS)["rule"].tolist() == ["*"]


def test_themes_are_the_sums_of_their_evidence(
    measures: pd.DataFrame, elements: pd.DataFrame, evidence: pd.DataFrame
) -> None:
    themes = code_measures(measures, elements, LEXICONS)
    of_themes = evidence[evidence["scheme"] == "themes"]
    pd.testing.assert_frame_equal(rank_themes(of_themes.sample(frac=1, random_state=3), LEXICONS.theme_codes), themes)
    sums = of_themes.groupby(["measure_id", "code"])["value"].sum()
    highest = sums.groupby("measure_id").max()
    taken = set(of_themes.loc[of_themes["taken"], ["measure_id", "code"]].itertuples(index=False, name=None))
    assert taken == set(themes[["measure_id", "theme"]].itertuples(index=False, name=None))
    for (measure_id, code), total in sums.items():
        if (measure_id, code) in taken:
            assert total >= min(LEAST_SUM, highest[measure_id])
    assert themes.groupby("measure_id").size().max() <= MOST_THEMES


def test_commitments_are_the_strongest_of_their_evidence(elements: pd.DataFrame, evidence: pd.DataFrame) -> None:
    committed = evidence[evidence["scheme"] == "commitment"]
    strongest = committed.groupby(["measure_id", "position"])["value"].max()
    coded = code_elements(elements, LEXICONS).set_index(["measure_id", "position"])["commitment"]
    assert coded.map(STRENGTH.index).to_dict() == strongest.reindex(coded.index, fill_value=0).to_dict()
    assert committed.groupby(["measure_id", "position"])["taken"].sum().eq(1).all()


def test_printed_is_what_stands_there(measures: pd.DataFrame, elements: pd.DataFrame, evidence: pd.DataFrame) -> None:
    texts = elements.set_index(["measure_id", "position"])["text"]
    rows = measures.set_index("measure_id")
    for row in evidence.itertuples():
        text = texts[row.measure_id, row.position] if row.field == "content" else rows.at[row.measure_id, row.field]
        assert text[row.start : row.end] == row.printed
        assert row.printed.startswith(row.tokens.split(" ")[0])


def test_every_line_holds_the_first_character(
    measures: pd.DataFrame, elements: pd.DataFrame, evidence: pd.DataFrame
) -> None:
    located = add_lines(evidence, measures, elements, read("spans"))
    pd.testing.assert_frame_equal(located[list(EVIDENCE_COLUMNS)], evidence)
    for plan_id, own in located.groupby(located["measure_id"].str.split("/").str[0]):
        lines = (HAND.parent / "raw" / f"{plan_id}.txt").read_text(encoding="utf-8").split("\n")
        assert [row.printed for row in own.itertuples() if row.printed[0] not in lines[row.line - 1]] == []


def test_lines_follow_the_pieces_and_blanks_may_have_no_place() -> None:
    measure, elements = given("協働 の広場", "広場をつくる")
    found = pd.DataFrame(
        {"measure_id": "hagi/1", "field": ["title", "title", "content"], "position": [0, 0, 1], "start": [0, 4, 0]}
    )
    spans = pd.DataFrame(
        [("measures", "hagi/1", "title", 0, 1, 7, 0, 2), ("measures", "hagi/1", "title", 0, 2, 9, 3, 6)],
        columns=["table", "row_id", "field", "position", "piece", "line", "start", "end"],
    )
    assert add_lines(found, measure, elements, spans)["line"].tolist() == [7, 9, pd.NA]


def test_the_order_of_rules_measures_and_elements_changes_nothing(
    measures: pd.DataFrame, elements: pd.DataFrame, evidence: pd.DataFrame
) -> None:
    shuffled = dataclasses.replace(LEXICONS, theme_rules=LEXICONS.theme_rules.sample(frac=1, random_state=5))
    again = find_theme_evidence(
        measures.sample(frac=1, random_state=6), elements.sample(frac=1, random_state=7), shuffled
    )
    by = [name for name in EVIDENCE_COLUMNS if name not in {"value", "taken"}]
    expected = evidence[evidence["scheme"] == "themes"]
    pd.testing.assert_frame_equal(
        again.sort_values(by, ignore_index=True), expected.sort_values(by, ignore_index=True), rtol=0, atol=0
    )


def test_no_measures_have_no_evidence() -> None:
    measure, elements = given("公民館")
    none = find_theme_evidence(measure.iloc[:0], elements.iloc[:0], LEXICONS)
    assert none.columns.tolist() == list(EVIDENCE_COLUMNS) and none.empty
    assert find_commitment_evidence(elements, LEXICONS).empty
    spans = read("spans").iloc[:0]
    assert add_lines(none, measure, elements, spans).columns.tolist() == [*EVIDENCE_COLUMNS, "line"]
