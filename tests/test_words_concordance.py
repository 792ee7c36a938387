"""Concordances of real phrases: patterns over tokens, contexts, sorting, source lines, and what is no pattern."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest
from analysis_tables import frame
from hypothesis import given
from hypothesis import strategies as st

from kyodo_analysis.source.errors import InputError
from kyodo_analysis.tables.schema import TABLES, empty
from kyodo_analysis.words.concordance import cut_terms, explain_nothing, find_concordance, suggest_words
from kyodo_analysis.words.token_patterns import Term, parse_pattern
from kyodo_analysis.words.token_table import token_table

DICTIONARY = Path(__file__).resolve().parents[1] / "data" / "hand" / "user_dictionary.csv"

TITLES = {"ube/1": "協働の推進", "ube/2": "条例制定による協働の推進", "hagi/1": "NPO等との連携"}
CONTENTS = {
    "ube/1": ["市民活動を支援します。", "拠点の 整備を進めるため、ＮＰＯを支援し、充実について検討します。"],
    "ube/2": ["取組を進めていきます。地域づくりを支援する。"],
    "hagi/1": ["参画を進める。"],
}
# Runs of source characters: the second bullet of ube/1 is wrapped after 進め, with a line between that is not its own.
SPANS = [
    ("measures", "ube/1", "title", 0, 1, 3, 0, 5),
    ("measures", "ube/2", "title", 0, 1, 9, 4, 16),
    ("measures", "hagi/1", "title", 0, 1, 2, 0, 8),
    ("elements", "ube/1", "text", 1, 1, 4, 1, 12),
    ("elements", "ube/1", "text", 2, 1, 5, 1, 9),
    ("elements", "ube/1", "text", 2, 2, 7, 0, 24),
    ("elements", "ube/2", "text", 1, 1, 10, 0, 23),
    ("elements", "hagi/1", "text", 1, 1, 3, 0, 7),
]


@pytest.fixture(scope="module")
def tables() -> dict[str, pd.DataFrame]:
    measures = frame(
        "measures",
        [
            {"measure_id": one, "plan_id": one.split("/")[0], "number": one[-1], "title": title}
            for one, title in TITLES.items()
        ],
    )
    elements = frame(
        "elements",
        [
            {"measure_id": one, "position": position, "text": text}
            for one, texts in CONTENTS.items()
            for position, text in enumerate(texts, 1)
        ],
    )
    passages = frame(
        "passages",
        [
            {"plan_id": "ube", "passage_id": "p1", "kind": "paragraph", "text": "協働の推進とは", "first_line": 30}
            | {"last_line": 31}
        ],
    )
    spans = pd.DataFrame(SPANS, columns=list(TABLES["spans"].names))
    tokens = token_table(measures, elements, passages, "auto", DICTIONARY)
    return {"tokens": tokens, "spans": spans, "passages": passages}


def find(tables: dict[str, pd.DataFrame], pattern: str, passages: bool = False, **options: object) -> pd.DataFrame:
    around = tables["passages"] if passages else None
    return find_concordance(
        tables["tokens"], tables["spans"], pattern, passages=around, user_dictionary=DICTIONARY, **options
    )


def test_a_sequence_of_tokens_is_found_with_its_place(tables: dict[str, pd.DataFrame]) -> None:
    hits = find(tables, "協働 の 推進")
    columns = ["plan_id", "measure_id", "field", "position", "sentence", "start", "line", "left", "keyword", "right"]
    assert hits[columns].values.tolist() == [
        ["ube", "ube/1", "title", 0, 1, 0, 3, "", "協働の推進", ""],
        ["ube", "ube/2", "title", 0, 1, 7, 9, "条例制定による", "協働の推進", ""],
    ]
    assert hits["passage_id"].isna().all()


def test_passages_are_searched_when_asked_for(tables: dict[str, pd.DataFrame]) -> None:
    hits = find(tables, "協働 の 推進", passages=True)
    around = hits[hits["measure_id"].isna()]
    assert around[["passage_id", "line", "last_line", "right"]].values.tolist() == [["p1", 30, 31, "とは"]]
    assert len(hits) == 3


def test_base_forms_find_inflected_words_and_surfaces_do_not(tables: dict[str, pd.DataFrame]) -> None:
    assert find(tables, "支援 する")["keyword"].tolist() == ["支援し", "支援し", "支援する"]
    assert find(tables, "支援 する", by="surface")["keyword"].tolist() == ["支援する"]
    assert find(tables, "支援 surface:し")["line"].tolist() == [4, 7]


def test_a_term_that_is_no_token_is_cut_into_tokens(tables: dict[str, pd.DataFrame]) -> None:
    assert find(tables, "支援する").equals(find(tables, "支援 する"))
    assert len(find(tables, "協働の推進")) == 2
    assert cut_terms(tables["tokens"], [Term("base", "市民活動")], DICTIONARY) == [Term("base", "市民活動")]


def test_parts_of_speech_wildcards_and_regular_expressions(tables: dict[str, pd.DataFrame]) -> None:
    assert find(tables, "pos:名詞 を 進める")["keyword"].tolist() == ["参画を進める", "整備を進める", "取組を進め"]
    assert find(tables, "pos:名詞,サ変接続 を 進める")["keyword"].tolist() == ["参画を進める", "整備を進める"]
    assert find(tables, "地域* を")["keyword"].tolist() == ["地域づくりを"]
    assert find(tables, "充実 * 検討")["keyword"].tolist() == ["充実について検討"]
    assert find(tables, "/^(支援|検討)$/ /^する/")["keyword"].tolist() == ["支援し", "支援し", "検討し", "支援する"]


def test_width_does_not_matter(tables: dict[str, pd.DataFrame]) -> None:
    for pattern in ("NPO", "ＮＰＯ", "/^NPO$/", "N*O", "surface:NPO"):
        assert find(tables, pattern)["keyword"].tolist() == ["NPO", "ＮＰＯ"], pattern


def test_the_line_is_that_of_the_keyword_in_a_wrapped_text(tables: dict[str, pd.DataFrame]) -> None:
    assert find(tables, "拠点")["line"].tolist() == [5]
    assert find(tables, "整備 を 進める")["line"].tolist() == [5], "the keyword begins before the wrap"
    assert find(tables, "検討")["line"].tolist() == [7]


def test_a_value_without_spans_has_no_line(tables: dict[str, pd.DataFrame]) -> None:
    hits = find_concordance(tables["tokens"], tables["spans"].head(0), "協働")
    assert len(hits) == 2 and hits["line"].isna().all()


def test_contexts_reach_into_the_neighbouring_sentences_and_are_cut(tables: dict[str, pd.DataFrame]) -> None:
    hit = find(tables, "地域づくり", window=6).iloc[0]
    assert (hit["left"], hit["right"]) == ("ていきます。", "を支援する。")
    narrow = find(tables, "地域づくり", window=0).iloc[0]
    assert narrow["left"] == "" and narrow["right"] == "" and narrow["keyword"] == "地域づくり"


def test_blanks_of_the_text_are_kept_as_one(tables: dict[str, pd.DataFrame]) -> None:
    assert find(tables, "整備")["left"].tolist() == ["拠点の "]


def test_hits_do_not_cross_sentences_or_texts(tables: dict[str, pd.DataFrame]) -> None:
    assert find(tables, "ます 。 地域づくり").empty
    assert find(tables, "連携 協働").empty and find(tables, "連携 *").empty


def test_sorting_by_place_left_and_right(tables: dict[str, pd.DataFrame]) -> None:
    assert find(tables, "支援")["line"].tolist() == [4, 7, 10]
    # Read backwards from the keyword: を動…, をりくづ…, をＯ….
    assert find(tables, "支援", sort="left")["line"].tolist() == [10, 4, 7]
    # します。, し、充実…, する。: ま comes after 、 and before る.
    assert find(tables, "支援", sort="right")["line"].tolist() == [7, 4, 10]


def test_one_plan_only(tables: dict[str, pd.DataFrame]) -> None:
    assert find(tables, "進める", plan_id="hagi")["measure_id"].tolist() == ["hagi/1"]
    with pytest.raises(InputError, match=r"no plan 'mine'.*hagi, ube"):
        find(tables, "進める", plan_id="mine")


def test_the_order_of_the_tokens_given_does_not_matter(tables: dict[str, pd.DataFrame]) -> None:
    shuffled = tables | {"tokens": tables["tokens"].sample(frac=1, random_state=1)}
    pd.testing.assert_frame_equal(find(shuffled, "を 支援", passages=True), find(tables, "を 支援", passages=True))


def test_nothing_found_is_an_empty_table_and_a_hint(tables: dict[str, pd.DataFrame]) -> None:
    hits = find(tables, "雑草")
    assert hits.empty and hits["line"].dtype == "Int64"
    said = explain_nothing(tables["tokens"], "支援金", user_dictionary=DICTIONARY)
    assert "no token is like 金" in said and "支援" in said
    assert explain_nothing(tables["tokens"], "推進 協働").startswith("each of its words occurs")
    assert suggest_words(tables["tokens"], ["市民"]) == ["市民活動"]
    assert explain_nothing(tables["tokens"], "pos:感動詞") == "no token is like 感動詞"


def test_no_tokens_at_all() -> None:
    hits = find_concordance(empty(TABLES["tokens"]), empty(TABLES["spans"]), "協働 の 推進")
    assert hits.empty and {"left", "keyword", "right", "line"} <= set(hits.columns)


@pytest.mark.parametrize(
    ("pattern", "by", "words"),
    [
        ("", "base", "names no word"),
        ("  　 ", "base", "names no word"),
        ("* *", "base", "names no word"),
        ("/(/", "base", r"/\(/ is broken: missing \)"),
        ("/協/働/", "base", "not closed"),
        ("/協働", "base", "not closed"),
        ("//", "base", "is empty"),
        ("市民 pos:", "base", "nothing stands behind pos: in the pattern"),
        ("base: 市民", "pos", "nothing stands behind base:"),
        ("/協(?=働)/", "base", r"uses \(\?=, which is not supported \(RE2\)$"),
        ("/(?<!協)働/", "base", r"uses \(\?<!?, which is not supported \(RE2\)$"),
        (r"/(協)\1/", "base", r"uses \\1, which is not supported \(RE2\)$"),
        ("協" * 201, "base", "^the pattern 協{40}… has 201 characters; at most 200"),
        ("協 " * 21, "base", "has 21 tokens; at most 20"),
        ("/" + "協" * 100 + "(/", "base", "/協{40}…/ is broken: missing"),
        ("協働", "meaning", "'meaning'; choose base, surface or pos"),
    ],
)
def test_a_broken_pattern_is_named_in_one_line(pattern: str, by: str, words: str) -> None:
    with pytest.raises(InputError, match=words) as caught:
        parse_pattern(pattern, by)
    assert "\n" not in str(caught.value)


def test_a_word_that_becomes_too_many_tokens_is_refused(tables: dict[str, pd.DataFrame]) -> None:
    assert len(parse_pattern(" ".join(["協働"] * 20))) == 20
    with pytest.raises(InputError, match="has 60 tokens; at most 20"):
        find(tables, "協働の" * 30)


def test_wrong_options_are_refused(tables: dict[str, pd.DataFrame]) -> None:
    with pytest.raises(InputError, match="'middle'"):
        find(tables, "協働", sort="middle")
    with pytest.raises(InputError, match="window -1"):
        find(tables, "協働", window=-1)


def test_a_regular_expression_that_would_backtrack_for_ever_answers(tables: dict[str, pd.DataFrame]) -> None:
    long = tables["tokens"].head(1).assign(base_form="あ" * 4000, surface="あ" * 4000)
    assert find_concordance(long, tables["spans"], "/(あ*)*(あ*)*(あ*)*い$/").empty


@given(st.text(max_size=20))
def test_every_pattern_is_read_or_refused_in_one_line(pattern: str) -> None:
    try:
        terms = parse_pattern(pattern)
    except InputError as error:
        assert "\n" not in str(error)
    else:
        assert terms and not all(term.any for term in terms)


@given(st.text(alphabet="協働市民の ＮN*", min_size=1, max_size=6))
def test_a_word_fits_itself(word: str) -> None:
    for term in Term("base", word), Term("surface", word):
        assert term.find_in([word]) == {word}
