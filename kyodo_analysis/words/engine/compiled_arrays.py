"""The arrays that the compiled search reads, and those it works in."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from kyodo_analysis.words.engine.compiled_lattice import (
    Array,
    Before,
    Cheapest,
    Ends,
    Found,
    Nodes,
    System,
    UserWords,
    Work,
)
from kyodo_analysis.words.engine.layout import CHECK, COST, LONGEST_CHUNK, LONGEST_LOOKUP, Layout
from kyodo_analysis.words.engine.layout_build import group_entries, most_rows_on_a_walk
from kyodo_analysis.words.engine.layout_trie import build_trie
from kyodo_analysis.words.user_dictionary import UserDictionary

_POINTS = 0x110000
_START_AND_END = 2


def make_system(layout: Layout) -> System:
    """The layout's arrays under the types that the search is compiled for, none of them copied."""
    return System(*(_freeze(getattr(layout, name)) for name in System._fields))


def make_user_words(dictionary: UserDictionary | None) -> tuple[UserWords, int]:
    """A user dictionary's arrays, and how many of its rows can begin at one character at most.

    Entries longer than Janome's look-up of 50 characters are never found, so they are left out.
    """
    entries = () if dictionary is None else dictionary.entries
    numbers = [number for number, entry in enumerate(entries) if len(entry.surface) <= LONGEST_LOOKUP]
    if not numbers:
        return _no_words(), 0
    words = sorted({entries[number].surface for number in numbers})
    place = {word: index for index, word in enumerate(words)}
    costs = np.array([(entries[n].left_id, entries[n].right_id, entries[n].cost) for n in numbers], np.int64)
    kept, bounds = group_entries(np.array([place[entries[number].surface] for number in numbers]), costs)
    trie = build_trie(words)
    prefix_rows = trie.point_to_rows(bounds)
    codes = np.zeros(_POINTS, np.int32)
    for character, code in trie.codes.items():
        codes[ord(character)] = code
    user = UserWords(trie.slots, costs[kept], np.array(numbers, np.int32)[kept], codes)
    return UserWords(*map(_freeze, user)), most_rows_on_a_walk(trie.prefixes, prefix_rows[:, 1].tolist())


def most_nodes_at_one_start(layout: Layout, most_user_rows: int) -> int:
    """How many nodes can begin at one place of a chunk: the bound that makes the search safe without bounds checks.

    Words that begin at one character are prefixes of each other, so the system's are on one walk through the trie, the
    user dictionary's on one through its own; and the unknown words are those of the character's class.
    """
    return layout.most_at_one_start + most_user_rows + layout.most_unknown_at_one_start


def make_work(longest: int, at_one_start: int, context_ids: int, categories: int) -> Work:
    """Arrays for chunks of texts of at most `longest` characters.

    A chunk has at most min(longest, LONGEST_CHUNK) places at which nodes begin, a start and an end; the nodes that end
    at one place are no more than all nodes.
    """
    places = min(longest, LONGEST_CHUNK)
    size = places * at_one_start + _START_AND_END
    return Work(
        Nodes(
            total=np.empty(size, np.int64),
            left=np.empty(size, np.uint32),
            right=np.empty(size, np.uint32),
            word=np.empty(size, np.int32),
            start=np.empty(size, np.int32),
            back=np.empty(size, np.int32),
            following=np.empty(size, np.int32),
        ),
        Ends(np.empty(places + 1, np.int32), np.empty(places + 1, np.int32)),
        Before(np.empty(size, np.int64), np.empty(size, np.uint32), np.empty(size, np.int32)),
        Cheapest(np.zeros(context_ids, np.int64), np.empty(context_ids, np.int64), np.empty(context_ids, np.int32)),
        np.zeros(categories, np.int32),
    )


def make_found(characters: int, texts: int) -> Found:
    """Room for the tokens of texts with so many characters in all: no token is empty."""
    word, start, end = (np.empty(characters, np.int32) for _ in range(3))
    return Found(word, start, end, np.empty(texts + 1, np.int64))


def _no_words() -> UserWords:
    slots: NDArray[np.generic] = np.zeros((1, 4), np.int32)
    slots[:, CHECK] = -1
    entries = np.zeros((0, COST + 1), np.int64)
    return UserWords(*map(_freeze, (slots, entries, np.zeros(0, np.int32), np.zeros(1, np.int32))))


def _freeze(array: NDArray[np.generic]) -> Array:
    """A read-only view without the type of a memory map: one type, so that the search is compiled once."""
    view = np.asarray(array).view()
    view.flags.writeable = False
    return view
