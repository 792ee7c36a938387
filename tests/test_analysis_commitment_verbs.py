"""The predicates behind commitment codes: real clauses of the plans, their rows of the table, and their lines."""

from __future__ import annotations

import pandas as pd
import pytest
from analysis_tables import frame

from kyodo_analysis.analysis.commitment.commitment_verbs import count_verbs, name_predicates
from kyodo_analysis.analysis.commitment.commitments import CODES
from kyodo_analysis.analysis.showing.labels import split_ids
from kyodo_analysis.paths import hand_folder
from kyodo_analysis.tables import read
from kyodo_analysis.words.commitment import find_commitment_evidence
from kyodo_analysis.words.evidence import add_lines
from kyodo_analysis.words.lexicons import Lexicons, read_lexicons
from kyodo_analysis.words.tokens import tokenise

TEXTS = {
    ("p/1", 1): ("市民活動団体の支援を行います。", "promote", "支援"),
    ("p/1", 2): ("情報発信の支援", "promote", "支援"),
    ("p/2", 1): ("地域の担い手を支援します。", "promote", "支援"),
    ("p/2", 2): ("地域で話し合う場をつくります。", "do", "つくる（場）"),
    ("p/3", 1): ("各委員の委嘱状況をデータベース化します。", "do", "データベース化"),
    ("p/3", 2): ("住民の意見を乗り越えます。", "promote", "乗り越える"),
    ("q/1", 1): ("運用に努めます。", "strive", "努める"),
    ("q/1", 2): ("ホームページへの掲載（市民団体の紹介）を行います。", "do", "掲載"),
    ("q/2", 1): ("拠点が整備されています。", "none", None),
}


@pytest.fixture(scope="module")
def lexicons() -> Lexicons:
    return read_lexicons(hand_folder())


def tables() -> tuple[pd.DataFrame, pd.DataFrame, pd.DataFrame]:
    ids = dict.fromkeys(measure_id for measure_id, _ in TEXTS)
    measures = frame(
        "measures",
        [{"measure_id": one, "plan_id": one[0], "title": one, "first_line": 9, "last_line": 9} for one in ids],
    )
    elements = frame(
        "elements",
        [
            {"measure_id": one, "position": position, "text": text, "commitment": code}
            for (one, position), (text, code, _) in TEXTS.items()
        ],
    )
    spans = frame(
        "spans",
        [
            {"table": "elements", "row_id": one, "field": "text", "position": position, "piece": piece}
            | {"line": 10 * place + piece, "start": 0, "end": 6}
            for place, (one, position) in enumerate(TEXTS, start=1)
            for piece in (1, 2, 3, 4, 5)
        ],
    )
    return measures, elements, spans


@pytest.fixture(scope="module")
def evidence(lexicons: Lexicons) -> pd.DataFrame:
    measures, elements, spans = tables()
    return add_lines(find_commitment_evidence(elements, lexicons), measures, elements, spans)


@pytest.fixture(scope="module")
def tokens(lexicons: Lexicons) -> pd.DataFrame:
    rows = []
    for (measure_id, position), (text, _, _) in TEXTS.items():
        for token in tokenise(text, user_dictionary=lexicons.user_dictionary):
            pos, _, detail = token.part_of_speech.partition(",")
            where = {"measure_id": measure_id, "field": "content", "position": position, "start": token.start}
            rows.append(where | {"surface": token.surface, "base_form": token.base_form} | {"pos": pos})
            rows[-1]["pos_detail"] = detail
    return pd.DataFrame(rows)


def test_predicates_are_counted_under_their_row_of_the_table(evidence: pd.DataFrame, tokens: pd.DataFrame) -> None:
    found = name_predicates(evidence, tokens).set_index(["measure_id", "position"])["verb"].to_dict()
    assert found == {key: verb for key, (_, _, verb) in TEXTS.items() if verb}


def test_verbs_are_counted_per_plan_and_code(evidence: pd.DataFrame, tokens: pd.DataFrame) -> None:
    measures, elements, _ = tables()
    table = count_verbs(measures, elements, evidence, tokens, resamples=50)
    support = table[table["verb"] == "支援"].iloc[0]
    assert support[["plan_id", "commitment", "count", "n", "measures"]].tolist() == ["p", "promote", 3, 4, 2]
    assert support["share"] == 3 / 4 and support["measure_ids"] == "p/1 p/2"
    assert support["printed"] == "支援を行います" and support["quotation"] == TEXTS["p/1", 1][0]
    assert support["line"] == 12, "支援 is the eighth character, and six stand on each line"
    assert (
        table.groupby(["plan_id", "commitment"])["count"]
        .sum()
        .eq(table.groupby(["plan_id", "commitment"])["n"].first())
        .all()
    )
    order = [CODES.index(code) for code in table.loc[table["plan_id"] == "p", "commitment"]]
    assert order == sorted(order)


def test_a_code_without_a_binding_clause_has_no_verb(evidence: pd.DataFrame, tokens: pd.DataFrame) -> None:
    measures, elements, _ = tables()
    table = count_verbs(measures, elements, evidence, tokens, resamples=50)
    none = table[table["commitment"] == "none"].iloc[0]
    assert pd.isna(none["verb"]) and pd.isna(none["line"]) and none["count"] == 1
    assert none["quotation"] == "拠点が整備されています。" and pd.isna(none["lower"]), "one measure has no interval"


def test_an_element_coded_anew_does_not_rest_on_the_old_clause(evidence: pd.DataFrame, tokens: pd.DataFrame) -> None:
    measures, elements, _ = tables()
    changed = elements.assign(commitment=elements["commitment"].replace({"strive": "consider"}))
    table = count_verbs(measures, changed, evidence, tokens, resamples=50)
    assert pd.isna(table.loc[table["commitment"] == "consider", "verb"]).all()
    assert "努める" not in set(table["verb"])


def test_no_elements_give_an_empty_table(evidence: pd.DataFrame, tokens: pd.DataFrame) -> None:
    measures, elements, _ = tables()
    assert count_verbs(measures, elements.iloc[:0], evidence, tokens).empty
    assert name_predicates(evidence.iloc[:0], tokens).empty


def test_every_verb_of_the_plans_stands_on_its_line(lexicons: Lexicons) -> None:
    measures, elements = read("measures"), read("elements")
    found = add_lines(find_commitment_evidence(elements, lexicons), measures, elements, read("spans"))
    table = count_verbs(measures, elements, found, read("tokens"), resamples=20)
    known = measures.set_index("measure_id")
    for row in table.itertuples():
        own = known.loc[split_ids(row.measure_ids)]
        assert row.count and (own["plan_id"] == row.plan_id).all() and len(own) == row.measures
        assert row.printed in row.quotation
        assert own["first_line"].iloc[0] <= row.line <= own["last_line"].iloc[0]
    assert len(table) > 50
