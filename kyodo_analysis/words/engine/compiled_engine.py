"""The engine `compiled`: Janome's tokens by the compiled search, as columns or as tokens.

numba is an extra of the package (fast), imported only where the search is not yet compiled (`compiled_object`).
"""

from __future__ import annotations

import threading
from collections.abc import Sequence

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from kyodo_analysis.words.engine.arrow_arrays import make_integers, make_strings
from kyodo_analysis.words.engine.code_points import join_code_points
from kyodo_analysis.words.engine.columns import CODED, KINDS, SCHEMA, join_columns, tokens_of_columns
from kyodo_analysis.words.engine.compiled_arrays import (
    make_found,
    make_system,
    make_user_words,
    make_work,
    most_nodes_at_one_start,
)
from kyodo_analysis.words.engine.compiled_lattice import FIRST_UNKNOWN, NONE, Found
from kyodo_analysis.words.engine.compiled_object import load_functions
from kyodo_analysis.words.engine.layout import POOLS, Layout
from kyodo_analysis.words.engine.layout_cache import load_layout_once
from kyodo_analysis.words.engine.token import Token
from kyodo_analysis.words.engine.value_pools import make_pool
from kyodo_analysis.words.user_dictionary import UserDictionary

# Characters of a batch: its arrays then take some 50 MB; a single text that is longer takes more.
_BATCH = 1 << 20

_Int32s = NDArray[np.int32]


class CompiledEngine:
    """Tokenises batches of texts; one engine may serve many threads at once, as each has its own arrays to work in.

    Calls cost some 0.2 ms each, so give thousands of sentences at once.
    """

    def __init__(self, dictionary: UserDictionary | None = None, layout: Layout | None = None) -> None:
        self._functions = load_functions()
        self._layout = load_layout_once() if layout is None else layout
        self._system = make_system(self._layout)
        self._user, most_user_rows = make_user_words(dictionary)
        self._at_one_start = most_nodes_at_one_start(self._layout, most_user_rows)
        entries = () if dictionary is None else dictionary.entries
        self._pools = {
            name: make_pool(self._layout.pools[name], [getattr(entry, name) for entry in entries])
            for name in ("surface", "base_form", "reading", "part_of_speech")
        }
        self._user_values = np.zeros((len(self._user.numbers), len(POOLS)), np.int32)
        for name, pool in self._pools.items():
            self._user_values[:, POOLS.index(name)] = pool.extra_codes[self._user.numbers]
        self._user_values.flags.writeable = False
        self._values, self._unknown_values = self._layout.values.view(), self._layout.unknown_values.view()
        self._values.flags.writeable = self._unknown_values.flags.writeable = False
        self._of_thread = threading.local()

    def __call__(self, text: str) -> list[Token]:
        """The tokens of one text."""
        return list(self.tokenise_batch([text])[0])

    def tokenise_batch(self, texts: Sequence[str]) -> list[tuple[Token, ...]]:
        """The tokens of each text.

        Raises:
            ValueError: for a text with half a surrogate pair; the text is named.
        """
        return tokens_of_columns(self.tokenise_columns(texts), len(texts))

    def tokenise_columns(self, texts: Sequence[str]) -> pa.Table:
        """The tokens of all texts, one per row, in the columns of `columns.SCHEMA`.

        Raises:
            ValueError: for a text with half a surrogate pair; the text is named.
        """
        tables = []
        start = size = 0
        for place, text in enumerate(texts, 1):
            size += len(text)
            if size >= _BATCH or place == len(texts):
                tables.append(self._columns_of_batch(texts[start:place], start))
                start, size = place, 0
        return tables[0] if len(tables) == 1 else join_columns(tables)

    def _columns_of_batch(self, texts: Sequence[str], first_text: int) -> pa.Table:
        joined, code_points, bounds = join_code_points(texts)
        found = self._search(code_points, bounds)
        text = np.repeat(np.arange(len(texts), dtype=np.int32), np.diff(found.bounds))
        start = (found.start - bounds[text]).astype(np.int32)
        unknown, spelt = self._intern(found, code_points, joined)
        coded = {name: self._code(name, found.word, unknown, spelt) for name in self._pools}
        coded["kind"] = self._code_kinds(found.word)
        places = [make_integers(text + np.int32(first_text)), make_integers(start)]
        return pa.table([*places, *(coded[name] for name in CODED)], SCHEMA)

    def _search(self, code_points: _Int32s, bounds: NDArray[np.int64]) -> Found:
        longest = int(np.diff(bounds).max(initial=0))
        context_ids, categories = len(self._system.connections), len(self._system.categories)
        work = make_work(longest, self._at_one_start, context_ids, categories)
        found = make_found(len(code_points), len(bounds) - 1)
        count = self._functions.search_words(self._system, self._user, code_points, bounds, work, found)
        return Found(found.word[:count], found.start[:count], found.end[:count], found.bounds)

    def _intern(self, found: Found, code_points: _Int32s, joined: str) -> tuple[_Int32s, list[str]]:
        """For each unknown token the number of its text, and the distinct texts."""
        count = int((found.word <= FIRST_UNKNOWN).sum())
        slots = np.full(1 << (2 * count).bit_length(), NONE, np.int32)
        numbers = np.empty(len(found.word), np.int32)
        firsts = np.empty(count, np.int32)
        made = self._functions.intern_texts(found.word, found.start, found.end, code_points, slots, numbers, firsts)
        starts, ends = found.start[firsts[:made]].tolist(), found.end[firsts[:made]].tolist()
        return numbers, [joined[start:end] for start, end in zip(starts, ends, strict=True)]

    def _code(self, name: str, word: _Int32s, unknown: _Int32s, spelt: list[str]) -> pa.DictionaryArray:
        pool = self._pools[name]
        remap = self._remap(name, len(pool) + len(spelt))
        codes, used = np.empty(len(word), np.int32), np.empty(len(word), np.int32)
        count = self._functions.number_values(
            POOLS.index(name),
            word,
            self._system.numbers,
            self._values,
            self._user_values,
            self._unknown_values,
            unknown,
            len(pool),
            remap,
            codes,
            used,
        )
        return pool.decode(codes, used[:count], spelt if name in ("surface", "base_form") else [])

    def _remap(self, name: str, size: int) -> _Int32s:
        """An array of this thread, NONE everywhere: too large to be filled anew for every batch."""
        kept: dict[str, _Int32s] = self._of_thread.__dict__
        if name not in kept or len(kept[name]) < size:
            kept[name] = np.full(size + size // 4, NONE, np.int32)
        return kept[name]

    def _code_kinds(self, word: _Int32s) -> pa.DictionaryArray:
        kinds = np.where(word <= FIRST_UNKNOWN, 1, np.where(word < len(self._system.numbers), 0, 2))
        present, firsts = np.unique(kinds, return_index=True)
        order = present[np.argsort(firsts)]
        code = np.zeros(len(KINDS), np.int32)
        code[order] = np.arange(len(order))
        return pa.DictionaryArray.from_arrays(make_integers(code[kinds]), make_strings([KINDS[kind] for kind in order]))
