"""Columns: one row per token, one dictionary per column, no value twice; the same table from every engine."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kyodo_analysis.words.engine.arrow_arrays import make_integers, make_strings, read_integers
from kyodo_analysis.words.engine.columns import CODED, KINDS, SCHEMA, columns_of_tokens, join_columns, tokens_of_columns
from kyodo_analysis.words.engine.layout import TextPool
from kyodo_analysis.words.engine.token import Token
from kyodo_analysis.words.engine.value_pools import make_pool
from kyodo_analysis.words.tokens import tokenise_columns, tokenise_many

SENTENCES = ["市民と協働する。", "", "市民活動を支援する。", "  ＮＰＯと市民 "]
WORDS = st.text(alphabet="市民の声ab🙂", max_size=3)


def token_lists() -> st.SearchStrategy[list[tuple[Token, ...]]]:
    token = st.builds(Token, WORDS, WORDS, WORDS, WORDS, st.integers(0, 9), st.sampled_from(KINDS))
    return st.lists(st.lists(token, max_size=5).map(tuple), max_size=6)


def chunks_of(table: pa.Table) -> Iterator[pa.DictionaryArray]:
    for name in CODED:
        assert table.column(name).num_chunks <= 1
        yield from table.column(name).chunks


@given(token_lists())
def test_tokens_come_back_from_their_columns(tokens: list[tuple[Token, ...]]) -> None:
    assert tokens_of_columns(columns_of_tokens(tokens), len(tokens)) == tokens


@given(token_lists())
def test_no_dictionary_has_a_value_twice_or_one_that_does_not_occur(tokens: list[tuple[Token, ...]]) -> None:
    for chunk in chunks_of(columns_of_tokens(tokens)):
        values = chunk.dictionary.to_pylist()
        assert len(values) == len(set(values))
        assert set(chunk.to_pylist()) == set(values)


@given(token_lists(), token_lists())
def test_joined_batches_have_one_dictionary_and_the_rows_of_both(
    first: list[tuple[Token, ...]], second: list[tuple[Token, ...]]
) -> None:
    tables = [columns_of_tokens(first), columns_of_tokens(second)]
    joined = join_columns(tables)
    assert joined.to_pylist() == tables[0].to_pylist() + tables[1].to_pylist()
    for chunk in chunks_of(joined):
        values = chunk.dictionary.to_pylist()
        assert len(values) == len(set(values))


def test_nothing_joined_is_an_empty_table() -> None:
    assert join_columns([]).schema == SCHEMA
    assert join_columns([]).num_rows == 0
    assert tokens_of_columns(join_columns([]), 2) == [(), ()]


def test_columns_of_janome_are_its_tokens() -> None:
    table = tokenise_columns(SENTENCES, "janome")
    assert table.schema == SCHEMA
    assert tokens_of_columns(table, len(SENTENCES)) == tokenise_many(SENTENCES, "janome")
    assert table.column("text").to_pylist().count(1) == 0


def test_pandas_takes_the_columns_as_categories() -> None:
    frame = tokenise_columns(SENTENCES, "janome").to_pandas()
    assert frame["surface"].cat.categories.is_unique
    assert frame.loc[frame["surface"] == "市民", "reading"].tolist() == ["シミン"] * 3


def pool_of(*texts: str) -> TextPool:
    whole = make_strings(texts)
    _, offsets, utf8 = whole.buffers()
    return TextPool(np.frombuffer(offsets, np.int32), np.frombuffer(utf8, np.uint8))


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ([0, 1, 0], ["市", "民", "市"]),
        ([4, 1, 0], ["未知", "民", "市"]),
        # The user's 民 and the unknown 市 are spelt like the pool's.
        ([3, 1, 2, 3], ["民", "民", "声", "民"]),
        ([5, 0, 5], ["市", "市", "市"]),
        ([], []),
    ],
)
def test_a_word_spelt_like_one_of_the_pool_shares_its_code(values: list[int], expected: list[str]) -> None:
    pool = make_pool(pool_of("市", "民"), ["声", "民", "声"])
    assert pool.extra_codes.tolist() == [2, 3, 2]
    assert len(pool) == 4
    used = list(dict.fromkeys(values))
    codes = np.array([used.index(value) for value in values], np.int32)
    column = pool.decode(codes, np.array(used, np.int32), ["未知", "市"])
    assert column.to_pylist() == expected
    assert column.dictionary.to_pylist() == list(dict.fromkeys(expected))


@given(st.lists(st.text(max_size=4).filter(lambda text: text.isprintable())))
def test_texts_survive_arrow(texts: list[str]) -> None:
    assert make_strings(texts).to_pylist() == texts


def test_integers_are_read_behind_an_offset() -> None:
    assert read_integers(make_integers(np.arange(5, dtype=np.int32))[2:4]).tolist() == [2, 3]
    assert read_integers(make_integers(np.empty(0, np.int32))).tolist() == []
