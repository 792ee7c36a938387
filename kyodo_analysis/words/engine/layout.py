"""Janome's dictionary as flat arrays: what the faster engines read instead of Janome's own structures.

The arrays are made once from `janome.sysdic` (`layout_build`) and kept in the user's cache folder (`layout_cache`), so
that every later process maps the same pages. Here stands what each array means; nothing is computed but views.

How the search reads them. All numbers are code points, ids and costs as Janome has them:

1. `characters[code point]` gives a trie code (low 16 bits, 0: in no word) and a character class (high bits).
2. Words that begin at a character: from slot 0 of `trie`, `next = trie[slot, BASE] + code`; the step is valid if
   `trie[next, CHECK] == slot`. A slot with children has a base of at least 1, a slot without has 0. No step leaves the
   array, whatever the code. `trie[slot, FIRST]` and `[slot, COUNT]` are the rows of `entries` that are spelt so far.
3. `entries[row]` gives LEFT, RIGHT and COST, `numbers[row]` Janome's number of the entry (it decides between equal
   costs), `values[number]` its words as codes in `pools`.
4. Unknown words: `classes[class]` lists the categories of the character, `categories[category]` says when and how long
   a word is made of it and which rows of `unknowns` are tried.
5. `connections[left id of the later word, right id of the earlier]` is the cost between two neighbours; 0 is the id of
   both ends of the text.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

LAYOUT_VERSION = 1

# Columns of trie.
BASE, CHECK, FIRST, COUNT = range(4)
# Columns of entries and unknowns.
LEFT, RIGHT, COST = range(3)
# Columns of classes; the categories follow from FIRST_CATEGORY on, CATEGORIES of them.
MEMBERS, IS_SPACE, CATEGORIES, FIRST_CATEGORY = range(4)
# Columns of categories.
INVOKE, LONGEST, UNKNOWNS_START, UNKNOWNS_END = range(4)
# Columns of values and unknown_values, and the names of pools.
POOLS = (
    "surface",
    "part_of_speech",
    "base_form",
    "reading",
    "inflection_type",
    "inflection_form",
    "phonetic",
)
CLASS_SHIFT = 16
CODE_MASK = 0xFFFF
LONGEST_GROUP = 1024
LONGEST_LOOKUP = 50

# Tokenizer.CHUNK_SIZE and MAX_CHUNK_SIZE in janome/tokenizer.py.
CHUNK = 500
LONGEST_CHUNK = 1024

Int16s = NDArray[np.int16]
Int32s = NDArray[np.int32]
Bytes = NDArray[np.uint8]


@dataclass(frozen=True, slots=True, eq=False)
class TextPool:
    """Distinct texts one behind the other in UTF-8: exactly the buffers of an Arrow string array.

    Attributes:
        offsets: int32 (texts + 1): text i is the bytes [offsets[i], offsets[i + 1]).
        utf8: uint8 (bytes).
    """

    offsets: Int32s
    utf8: Bytes

    def __len__(self) -> int:
        return len(self.offsets) - 1

    def __getitem__(self, code: int) -> str:
        return self.utf8[self.offsets[code] : self.offsets[code + 1]].tobytes().decode()

    def to_list(self) -> list[str]:
        """All texts in the order of their codes."""
        whole = self.utf8.tobytes()
        bounds = self.offsets.tolist()
        return [whole[start:end].decode() for start, end in pairwise(bounds)]


@dataclass(frozen=True, slots=True, eq=False)
class Layout:
    """The arrays, read-only; C order throughout. Sizes in brackets are those of Janome 0.5.

    Attributes:
        trie: int32 (slots [about 475,000], 4): BASE, CHECK, FIRST, COUNT, a double array over trie codes. Slot 0 is the
            root. Unused slots have CHECK -1. COUNT 0: no word ends here. Walk at most LONGEST_LOOKUP characters, which
            is more than the longest surface.
        entries: int16 (rows [378,916], 4): LEFT, RIGHT, COST, 0. Rows of one surface stand together. Of the entries
            with the same surface, left and right id only the cheapest (of these, the smallest number) is kept: the
            others can never win.
        numbers: int32 (rows): Janome's number of the entry.
        values: int32 (numbers [392,127], 7): for each number, pruned ones too, its codes in the pools, in the order of
            POOLS.
        connections: int16 (left ids [1316], right ids [1316]): cost of a word with this left id behind one with this
            right id (Janome's matrix turned round, so that the predecessors of a word share a row).
        characters: int32 (0x110000): for each code point, class << CLASS_SHIFT | trie code.
        classes: int32 (classes, 3 + most categories of a character): MEMBERS (bit c set: a word of category c may go
            on with this character, Janome's compatible categories counted), IS_SPACE (str.isspace: stripped from the
            ends of a text), CATEGORIES (how many), then the categories in the order in which Janome tries them,
            padded with -1.
        categories: int32 (categories [11], 4): INVOKE (1: unknown words are made even where the dictionary has one),
            LONGEST (characters behind the first: 1024 where Janome groups, else its length), rows of unknowns
            [UNKNOWNS_START, UNKNOWNS_END).
        unknowns: int16 (rows, 4): LEFT, RIGHT, COST, 0 of unknown words, in Janome's order.
        unknown_values: int32 (rows, 7): their codes in the pools; -1 for surface and base form, which are the text
            itself.
        pools: the texts behind values, by the names in POOLS.
        most_at_one_start: rows of entries on the longest walk (the bound of nodes that one start can need is this
            number plus the unknown words of its character).
    """

    trie: Int32s
    entries: Int16s
    numbers: Int32s
    values: Int32s
    connections: Int16s
    characters: Int32s
    classes: Int32s
    categories: Int32s
    unknowns: Int16s
    unknown_values: Int32s
    pools: Mapping[str, TextPool]
    most_at_one_start: int

    @property
    def most_unknown_at_one_start(self) -> int:
        """Most unknown words that can begin at one character: all categories of the richest class."""
        many = self.categories[:, UNKNOWNS_END] - self.categories[:, UNKNOWNS_START]
        rows = self.classes[:, FIRST_CATEGORY:]
        return int(np.where(rows >= 0, many[rows], 0).sum(axis=1).max())
