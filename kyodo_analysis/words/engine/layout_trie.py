"""A double array over characters: which words begin here, with one look per character.

Every prefix of a word is a slot; the slot of a longer prefix is the shorter one's base plus the code of the character,
valid if it points back. Two prefixes may share a base as long as their children do not collide.

Source: Aoe, J. (1989), An efficient digital search algorithm by using a double-array structure, IEEE Transactions on
Software Engineering 15(9), 1066-1077.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from kyodo_analysis.words.engine.layout import BASE, CHECK, COUNT, FIRST, Int32s

_Ints = NDArray[np.int64]
_Codes = NDArray[np.uint16]
_WINDOW = 2048
_SMALL = 64


@dataclass(frozen=True, slots=True, eq=False)
class WordTrie:
    """A double array and what is needed to fill and to read it.

    Attributes:
        slots: int32 (slots, 4): BASE, CHECK; FIRST 0 and COUNT 0 until `point_to_rows`. See `layout.Layout.trie`.
        codes: trie code of each character that occurs in a word, from 1, frequent characters first.
        prefixes: every prefix of a word, words included, in the order of the sorted words.
        prefix_slots: int32 (prefixes): their slots.
        word_prefixes: int32 (words): for each word its place in `prefixes`.
    """

    slots: Int32s
    codes: dict[str, int]
    prefixes: list[str]
    prefix_slots: Int32s
    word_prefixes: Int32s

    def point_to_rows(self, bounds: Int32s) -> Int32s:
        """Enters into `slots` the rows [bounds[i], bounds[i + 1]) of word i; the rows (FIRST, COUNT) of each prefix.

        Returns:
            int32 (prefixes, 2): FIRST and COUNT, both 0 for a prefix that is no word.
        """
        rows = np.zeros((len(self.prefixes), 2), np.int32)
        rows[self.word_prefixes, 0] = bounds[:-1]
        rows[self.word_prefixes, 1] = np.diff(bounds)
        self.slots[self.prefix_slots, FIRST] = rows[:, 0]
        self.slots[self.prefix_slots, COUNT] = rows[:, 1]
        return rows


def build_trie(words: Sequence[str]) -> WordTrie:
    """The double array of some distinct words, sorted by code point and none of them empty.

    Any code that a WordTrie gives can be added to any base without leaving the array.

    Raises:
        ValueError: when the words are not sorted, or one is empty or there twice.

    >>> trie = build_trie(["協働", "協議", "市"])
    >>> trie.prefixes
    ['協', '協働', '協議', '市']
    >>> at = trie.slots[0, BASE] + trie.codes["協"]
    >>> int(trie.slots[at, CHECK]), int(at) == int(trie.prefix_slots[0])
    (0, True)
    """
    if not words or not words[0] or any(former >= later for former, later in pairwise(words)):
        raise ValueError("the words of a trie must be sorted, distinct and not empty")
    letters, codes = _coded_letters(words)
    made, nodes = _nodes(letters)
    rows, depths = np.nonzero(made)
    parents = np.where(depths > 0, nodes[rows, depths - 1], 0)
    ids = nodes[rows, depths]
    slots, node_slots = _place(parents, letters[rows, depths].astype(np.int32), len(codes))
    lengths = (letters > 0).sum(axis=1)
    prefixes = [words[row][: depth + 1] for row, depth in zip(rows.tolist(), depths.tolist(), strict=True)]
    word_prefixes = nodes[np.arange(len(words)), lengths - 1] - 1
    return WordTrie(slots, codes, prefixes, node_slots[ids].astype(np.int32), word_prefixes.astype(np.int32))


def _coded_letters(words: Sequence[str]) -> tuple[_Codes, dict[str, int]]:
    """(words, longest word) trie codes, 0 behind the end, and the code of each character."""
    lengths = np.fromiter(map(len, words), np.int64, len(words))
    points = np.frombuffer("".join(words).encode("utf-32-le"), np.int32)
    counts = np.bincount(points)
    found = np.flatnonzero(counts)
    code = np.zeros(len(counts), np.uint16)
    code[found[np.argsort(-counts[found], kind="stable")]] = np.arange(1, len(found) + 1)
    letters = np.zeros((len(words), int(lengths.max())), np.uint16)
    letters[np.arange(letters.shape[1]) < lengths[:, None]] = code[points]
    return letters, {chr(point): int(code[point]) for point in found.tolist()}


def _nodes(letters: _Codes) -> tuple[NDArray[np.bool_], Int32s]:
    """Where a prefix comes for the first time, and the node (from 1; the root is 0) of every prefix of every word."""
    made = letters > 0
    same = np.logical_and.accumulate(letters[1:] == letters[:-1], axis=1)
    made[1:] &= ~same
    nodes = np.zeros(letters.shape, np.int32)
    nodes[made] = np.arange(1, int(made.sum()) + 1)
    # A prefix that is not new is the one that was made last in its column: the words are sorted.
    return made, np.maximum.accumulate(nodes, axis=0, out=nodes)


def _place(parents: _Ints, codes: Int32s, most: int) -> tuple[Int32s, _Ints]:
    """Slots for nodes 1, 2, … given each one's parent and code: the double array and the slot of each node."""
    children = np.arange(1, len(parents) + 1)
    order = np.lexsort((codes, parents))
    parents, codes, children = parents[order], codes[order], children[order]
    bounds = np.searchsorted(parents, np.arange(len(parents) + 2))
    fan_out = np.diff(bounds)
    size = 2 * len(parents) + 4 * most + 4 * _WINDOW
    free = np.ones(size, np.bool_)
    free[0] = False
    slot = np.zeros(len(parents) + 1, np.int64)
    base = np.zeros(len(parents) + 1, np.int64)
    free = _place_families(np.flatnonzero(fan_out > 1), fan_out, bounds, codes, children, free, slot, base)
    # Only children fit anywhere: they fill what is left from the start, in the order of their parents.
    single = np.flatnonzero(fan_out == 1)
    first = bounds[single]
    places = np.flatnonzero(free)
    places = places[places > most][: len(single)]
    slot[children[first]] = places
    base[single] = places - codes[first]
    return _written(parents, children, slot, base, most), slot


def _place_families(
    several: _Ints,
    fan_out: _Ints,
    bounds: _Ints,
    codes: Int32s,
    children: _Ints,
    free: NDArray[np.bool_],
    slot: _Ints,
    base: _Ints,
) -> NDArray[np.bool_]:
    """First fit for the nodes with several children, the largest families first; windows without room are left behind.

    `slot` and `base` are written; the slots that are free then are returned, more of them where they did not suffice.
    """
    start = 1
    size = 0
    for node in several[np.lexsort((several, -fan_out[several]))].tolist():
        family = slice(bounds[node], bounds[node + 1])
        if size != fan_out[node] and fan_out[node] <= _SMALL:
            # Small families may fit where larger ones did not; to look again for every large one would take long.
            start = 1
        size = fan_out[node]
        steps = codes[family]
        at = start
        while True:
            if at + int(steps[-1]) + _WINDOW > len(free):
                free = np.concatenate([free, np.ones(len(free), np.bool_)])
            fits = free[at + steps[0] : at + steps[0] + _WINDOW].copy()
            for step in steps[1:].tolist():
                fits &= free[at + step : at + step + _WINDOW]
            found = int(fits.argmax())
            if fits[found]:
                break
            at += _WINDOW
            start = at
        base[node] = at + found
        slot[children[family]] = base[node] + steps
        free[base[node] + steps] = False
    return free


def _written(parents: _Ints, children: _Ints, slot: _Ints, base: _Ints, most: int) -> Int32s:
    # Room for every code behind the last base, so that no step of a search leaves the array.
    trie = np.zeros((max(int(slot.max()), int(base.max())) + most + 1, 4), np.int32)
    trie[:, CHECK] = -1
    trie[0, CHECK] = 0
    trie[slot, BASE] = base
    trie[slot[children], CHECK] = slot[parents]
    return trie
