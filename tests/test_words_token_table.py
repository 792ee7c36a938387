"""The table tokens: one row per token of measures and passages, each at its place in the stored text."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from kyodo_analysis.words.token_table import token_table
from kyodo_analysis.words.user_dictionary import read_user_dictionary

DICTIONARY = read_user_dictionary(Path(__file__).parents[1] / "data" / "hand" / "user_dictionary.csv")

MEASURES = pd.DataFrame(
    {
        "plan_id": ["koka", "tsushima"],
        "measure_id": ["koka/2-3-3", "tsushima/1-1-1"],
        "title": ["まる一むの活用", "自治会、地域で"],
        "purpose": pd.Series([None, "地域のＮＰＯとNPO(仮称)をつなぎます。"], dtype="str"),
        "completion": pd.Series([None, None], dtype="str"),
    }
)
ELEMENTS = pd.DataFrame(
    {
        "measure_id": ["koka/2-3-3", "koka/2-3-3", "tsushima/1-1-1"],
        "position": [1, 2, 1],
        "text": ["市民活動の相談窓口の充実", "協働事業のコーディネート", "説明会を開催します。(随時) 協働します。"],
    }
)
PASSAGES = pd.DataFrame(
    {
        "plan_id": ["koka", "koka", "koka"],
        "passage_id": ["p1", "p2", "p3"],
        "kind": ["paragraph", "roster", "bullet"],
        "text": ["　協働の課題\n資金の不足", "公募委員 大宮義隆", "①自ら行動する姿勢"],
    }
)


@pytest.fixture(scope="module")
def table() -> pd.DataFrame:
    return token_table(MEASURES, ELEMENTS, PASSAGES, user_dictionary=DICTIONARY)


def stored_texts() -> dict[tuple[object, ...], str]:
    texts: dict[tuple[object, ...], str] = {}
    for row in MEASURES.itertuples():
        for field in ("title", "purpose", "completion"):
            if isinstance(text := getattr(row, field), str):
                texts[row.measure_id, field, 0] = text
    for row in ELEMENTS.itertuples():
        texts[row.measure_id, "content", row.position] = row.text
    for row in PASSAGES[PASSAGES["kind"] != "roster"].itertuples():
        texts[row.passage_id, "passage", 0] = row.text
    return texts


def test_columns_and_their_types(table: pd.DataFrame) -> None:
    assert table.columns.tolist() == [
        *("plan_id", "measure_id", "passage_id", "field", "position", "sentence", "token"),
        *("surface", "base_form", "reading", "pos", "pos_detail", "start"),
    ]
    assert [str(table[name].dtype) for name in ("measure_id", "position", "surface", "start")] == [
        *("str", "int64", "str", "int64")
    ]


def test_surfaces_give_back_every_stored_text(table: pd.DataFrame) -> None:
    owner = table["measure_id"].fillna(table["passage_id"])
    grouped = table.groupby([owner, "field", "position"])["surface"].agg("".join)
    expected = {key: "".join(text.split()) for key, text in stored_texts().items()}
    assert {key: "".join(text.split()) for key, text in grouped.items()} == expected


def test_start_is_the_place_in_the_stored_text(table: pd.DataFrame) -> None:
    texts = stored_texts()
    for row in table.itertuples():
        owner = row.measure_id if isinstance(row.measure_id, str) else row.passage_id
        text = texts[owner, row.field, row.position]
        assert text[row.start : row.start + len(row.surface)] == row.surface


def test_the_width_of_print_stays_in_surface_and_goes_in_base_form(table: pd.DataFrame) -> None:
    purpose = table[table["field"] == "purpose"]
    assert purpose.loc[purpose["base_form"] == "ＮＰＯ", "surface"].tolist() == ["ＮＰＯ", "NPO"]
    assert purpose.loc[purpose["surface"] == "(", "pos"].tolist() == ["記号"]


def test_every_token_belongs_to_a_measure_or_a_passage(table: pd.DataFrame) -> None:
    assert (table["measure_id"].isna() ^ table["passage_id"].isna()).all()
    assert set(table.loc[table["measure_id"].isna(), "field"]) == {"passage"}


def test_rosters_are_left_out(table: pd.DataFrame) -> None:
    assert "p2" not in set(table["passage_id"])
    assert not table["surface"].str.contains("大宮").any()


def test_sentences_and_tokens_are_counted_from_one(table: pd.DataFrame) -> None:
    content = table[(table["measure_id"] == "tsushima/1-1-1") & (table["field"] == "content")]
    firsts = content[content["token"] == 1]
    assert firsts[["sentence", "surface"]].to_numpy().tolist() == [[1, "説明"], [2, "("]]
    assert content.groupby("sentence")["token"].apply(list).map(lambda n: n == list(range(1, len(n) + 1))).all()


def test_the_order_of_the_rows_given_does_not_matter(table: pd.DataFrame) -> None:
    turned = token_table(MEASURES[::-1], ELEMENTS[::-1], PASSAGES[::-1], user_dictionary=DICTIONARY)
    pd.testing.assert_frame_equal(turned, table)


def test_the_user_dictionary_is_used(table: pd.DataFrame) -> None:
    assert {"市民活動", "相談窓口", "協働"} <= set(table["surface"])
    alone = token_table(MEASURES, ELEMENTS, PASSAGES)
    assert not {"市民活動", "相談窓口", "協働"} & set(alone["surface"])


def test_no_texts_give_an_empty_table_with_its_types(table: pd.DataFrame) -> None:
    empty = token_table(MEASURES.iloc[:0], ELEMENTS.iloc[:0], PASSAGES.iloc[:0])
    assert len(empty) == 0
    assert empty.dtypes.tolist() == table.dtypes.tolist()


def test_an_element_of_no_measure_is_named() -> None:
    with pytest.raises(ValueError, match="element of no measure: koka/2-3-3"):
        token_table(MEASURES.iloc[1:], ELEMENTS, PASSAGES)
