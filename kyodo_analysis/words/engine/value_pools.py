"""The values of a column: the layout's, then a user dictionary's, then the texts of unknown words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from kyodo_analysis.words.engine.arrow_arrays import make_integers, make_strings, read_integers
from kyodo_analysis.words.engine.layout import TextPool

_Int32s = NDArray[np.int32]


@dataclass(frozen=True, slots=True, eq=False)
class ValuePool:
    """Values by number: first the layout's, then the user dictionary's own; distinct in each.

    Attributes:
        texts: Arrow strings over the layout's pages. extra: Arrow strings of the user dictionary.
        extra_codes: int32 (entries of the user dictionary): the value of each, counted behind `texts`.
    """

    texts: pa.StringArray
    extra: pa.StringArray
    extra_codes: _Int32s

    def __len__(self) -> int:
        return len(self.texts) + len(self.extra)

    def decode(self, codes: _Int32s, used: _Int32s, spelt: Sequence[str]) -> pa.DictionaryArray:
        """A dictionary-coded column whose dictionary lists each value once.

        A word that is unknown or the user's may be spelt like one of the layout's: Arrow would take a dictionary with
        doubled values without a word, and pandas fail on it.

        Args:
            codes: int32 (tokens). used: the value behind each code. spelt: texts of unknown words, counted behind all.
        """
        if not self.extra and not spelt:
            return pa.DictionaryArray.from_arrays(make_integers(codes), self.texts.take(make_integers(used)))
        in_layout = used < len(self.texts)
        behind = np.cumsum(in_layout, dtype=np.int32)
        shift = (int(behind[-1]) if len(used) else 0) - len(self.texts)
        all_used = pa.concat_arrays(
            [self.texts.take(make_integers(used[in_layout])), self.extra, make_strings(spelt)]
        ).take(make_integers(np.where(in_layout, behind - 1, used + shift)))
        distinct = all_used.unique()
        if len(distinct) < len(all_used):
            codes = read_integers(pc.index_in(all_used, distinct))[codes]
        return pa.DictionaryArray.from_arrays(make_integers(codes), distinct)


def make_pool(pool: TextPool, user_values: Sequence[str]) -> ValuePool:
    """The values of a column: a pool of the layout, not copied, and those of each entry of a user dictionary."""
    texts = pa.StringArray.from_buffers(len(pool), pa.py_buffer(pool.offsets), pa.py_buffer(pool.utf8))
    coded = make_strings(user_values).dictionary_encode()
    codes = read_integers(coded.indices) + np.int32(len(texts))
    return ValuePool(texts, coded.dictionary, codes)
