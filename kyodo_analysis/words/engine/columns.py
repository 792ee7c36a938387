"""Tokens as columns: an Arrow table with one row per token, its words coded in one dictionary per column.

The tables of all engines are equal, codes included: every dictionary lists its values once, in the order in which they
come. `text` is the index of the text among those given and `start` counts characters from its start.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np
import pyarrow as pa

from kyodo_analysis.words.engine.arrow_arrays import make_integers, make_strings, read_integers
from kyodo_analysis.words.engine.token import Token

KNOWN, UNKNOWN, USER = KINDS = ("known", "unknown", "user")
CODED = ("surface", "base_form", "reading", "part_of_speech", "kind")

_CODES = pa.dictionary(pa.int32(), pa.string())
SCHEMA = pa.schema(
    [pa.field(name, pa.int32()) for name in ("text", "start")] + [pa.field(name, _CODES) for name in CODED]
)


def columns_of_tokens(tokens: Iterable[Sequence[Token]]) -> pa.Table:
    """The columns of tokenised texts: text, start, surface, base_form, reading, part_of_speech, kind.

    >>> found = [Token("市民", "市民", "シミン", "名詞,一般,*,*", 0), Token("の", "の", "ノ", "助詞,連体化,*,*", 2)]
    >>> columns_of_tokens([found, [], found[:1]]).select(["text", "surface"]).to_pydict()
    {'text': [0, 0, 2], 'surface': ['市民', 'の', '市民']}
    """
    rows = [(text, token) for text, found in enumerate(tokens) for token in found]
    places = [
        make_integers(np.array([text for text, _ in rows], np.int32)),
        make_integers(np.array([token.start for _, token in rows], np.int32)),
    ]
    coded = [make_strings([getattr(token, name) for _, token in rows]).dictionary_encode() for name in CODED]
    return pa.table([*places, *coded], schema=SCHEMA)


def tokens_of_columns(table: pa.Table, texts: int) -> list[tuple[Token, ...]]:
    """The tokens of each of so many texts: `columns_of_tokens` the other way round.

    >>> found = (Token("市民", "市民", "シミン", "名詞,一般,*,*", 0),)
    >>> tokens_of_columns(columns_of_tokens([(), found]), 3) == [(), found, ()]
    True
    """
    words = [_values(table.column(name)) for name in ("surface", "base_form", "reading", "part_of_speech")]
    tokens = list(map(Token, *words, table.column("start").to_pylist(), _values(table.column("kind"))))
    of_text = np.concatenate([np.empty(0, np.int32), *map(read_integers, table.column("text").chunks)])
    ends = of_text.searchsorted(range(texts), side="right").tolist()
    return [tuple(tokens[start:end]) for start, end in zip([0, *ends], ends, strict=False)]


def join_columns(tables: Sequence[pa.Table]) -> pa.Table:
    """Tables of several batches as one, with one dictionary per column; `text` is left as it is."""
    if not tables:
        return SCHEMA.empty_table()
    return pa.concat_tables(tables).unify_dictionaries().combine_chunks()


def _values(column: pa.ChunkedArray) -> list[str]:
    values: list[str] = []
    for chunk in column.chunks:
        texts = chunk.dictionary.to_pylist()
        values += map(texts.__getitem__, chunk.indices.to_pylist())
    return values
