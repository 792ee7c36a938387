"""The arrays of `layout`, made from Janome's data.

Janome keeps its entries as Python literals in twenty modules. They are executed here one by one and let go: Janome's
own `janome.sysdic.entries` would keep all of them and change Janome's state, which other threads may be using.
"""

from __future__ import annotations

import importlib.util
from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import pairwise
from types import MappingProxyType
from typing import Any

import numpy as np
from numpy.typing import NDArray

from kyodo_analysis.words.engine.layout import (
    CATEGORIES,
    CLASS_SHIFT,
    CODE_MASK,
    COST,
    FIRST_CATEGORY,
    IS_SPACE,
    LEFT,
    LONGEST_GROUP,
    MEMBERS,
    POOLS,
    RIGHT,
    Int16s,
    Int32s,
    Layout,
    TextPool,
)
from kyodo_analysis.words.engine.layout_trie import build_trie

_BUCKETS = 10
_POINTS = 0x110000
_NONE = "*"

# Places of the pools in Janome's entries: surface, left id, right id, cost, part of speech, inflection type and form,
# base form, reading, phonetic.
_IDS_AND_COST = (1, 2, 3)
_PLACES = {
    "surface": 0,
    "part_of_speech": 4,
    "base_form": 7,
    "reading": 8,
    "inflection_type": 5,
    "inflection_form": 6,
    "phonetic": 9,
}


class _Column:
    """Texts of entries: each distinct one once, numbered in the order in which they come, and the number of each."""

    def __init__(self) -> None:
        self._numbers: defaultdict[str, int] = defaultdict()
        self._numbers.default_factory = self._numbers.__len__
        self.codes: list[Int32s] = []

    def extend(self, texts: Sequence[str]) -> Int32s:
        """Adds texts; their codes."""
        self.codes.append(np.fromiter(map(self._numbers.__getitem__, texts), np.int32, len(texts)))
        return self.codes[-1]

    def pool(self) -> TextPool:
        """The distinct texts."""
        encoded = [text.encode() for text in self._numbers]
        offsets = np.zeros(len(encoded) + 1, np.int32)
        np.cumsum(np.fromiter(map(len, encoded), np.int32, len(encoded)), out=offsets[1:])
        return TextPool(offsets, np.frombuffer(b"".join(encoded), np.uint8))


def build_layout() -> Layout:
    """Janome's data as arrays, in memory: a few seconds and some 400 MB.

    Raises:
        ValueError: when the data are not what Janome 0.5 has (entries numbered with gaps, costs beyond 16 bits).
        ImportError: when Janome is not there.
    """
    from janome.sysdic import chardef, connections, unknowns

    categories, ranges = chardef.DATA
    names = list(categories)
    offered = {name: unknowns.DATA[name] for name in names}
    columns, costs = _read_entries()
    pools, values, unknown_values = _pools(columns, [entry[3] for name in names for entry in offered[name]])

    surfaces = pools["surface"].to_list()
    order = sorted(range(len(surfaces)), key=surfaces.__getitem__)
    rank = np.empty(len(order), np.int32)
    rank[order] = np.arange(len(order), dtype=np.int32)
    numbers, bounds = group_entries(rank[values[:, 0]], costs)
    trie = build_trie([surfaces[code] for code in order])
    prefix_rows = trie.point_to_rows(bounds)
    classes, class_of_point = _classes(names, ranges)
    for character, code in trie.codes.items():
        class_of_point[ord(character)] |= code
    if len(trie.codes) > CODE_MASK:
        raise ValueError(f"{len(trie.codes)} characters do not fit into {CODE_MASK} trie codes")
    return Layout(
        trie=trie.slots,
        entries=_narrow(costs[numbers]),
        numbers=numbers,
        values=values,
        # Janome: connections[right id of the earlier word][left id of the later one].
        connections=np.ascontiguousarray(np.array(connections, np.int16).T),
        characters=class_of_point,
        classes=classes,
        categories=_categories(categories, offered),
        unknowns=_narrow(np.array([entry[:3] for name in names for entry in offered[name]], np.int64)),
        unknown_values=unknown_values,
        pools=pools,
        most_at_one_start=most_rows_on_a_walk(trie.prefixes, prefix_rows[:, 1].tolist()),
    )


def group_entries(words: NDArray[np.integer[Any]], costs: NDArray[np.integer[Any]]) -> tuple[Int32s, Int32s]:
    """The entries that can win, word by word.

    Two entries of one word with the same left and right id differ by their own cost alone, wherever they stand: the
    dearer one never wins, nor does the larger number of two that cost the same (Janome: `Lattice.add`).

    Args:
        words: (entries): the word of each, counted from 0, each word there.
        costs: (entries, 3): LEFT, RIGHT, COST.

    Returns:
        int32 (rows): entry numbers, word after word; int32 (words + 1): where the rows of each word begin and end.

    >>> kept, bounds = group_entries(np.array([0, 0, 1, 0]), np.array([[1, 1, 9], [1, 1, 5], [2, 2, 7], [1, 1, 5]]))
    >>> kept.tolist(), bounds.tolist()
    ([1, 2], [0, 1, 2])
    """
    numbers = np.arange(len(words))
    order = np.lexsort((numbers, costs[:, COST], costs[:, RIGHT], costs[:, LEFT], words))
    keys = np.column_stack([words, costs[:, LEFT], costs[:, RIGHT]])[order]
    first = np.ones(len(order), np.bool_)
    first[1:] = (keys[1:] != keys[:-1]).any(axis=1)
    kept = order[first]
    bounds = np.searchsorted(words[kept], np.arange(int(words.max()) + 2))
    return kept.astype(np.int32), bounds.astype(np.int32)


def most_rows_on_a_walk(prefixes: Sequence[str], counts: Sequence[int]) -> int:
    """Most rows of words that begin at one character: the largest sum over the prefixes of one word.

    `prefixes` is in the order of `layout_trie.WordTrie`, each behind the prefixes of its own.
    """
    lengths = np.fromiter(map(len, prefixes), np.int64, len(prefixes))
    so_far = np.array(counts, np.int64)
    for length in range(2, int(lengths.max()) + 1):
        longer, shorter = np.flatnonzero(lengths == length), np.flatnonzero(lengths == length - 1)
        so_far[longer] += so_far[shorter[np.searchsorted(shorter, longer) - 1]]
    return int(so_far.max())


def _read_entries() -> tuple[dict[str, _Column], NDArray[np.int64]]:
    """The texts of all entries in the order of their numbers; int64 (entries, 3) LEFT, RIGHT, COST."""
    columns = {name: _Column() for name in POOLS}
    costs = []
    count = 0
    for bucket in range(_BUCKETS):
        compact, extra = _literals(f"entries_compact{bucket}"), _literals(f"entries_extra{bucket}")
        if list(compact) != list(range(count, count + len(compact))) or list(compact) != list(extra):
            raise ValueError(f"the entries of janome.sysdic are not numbered from 0 without a gap (bucket {bucket})")
        count += len(compact)
        places = [*zip(*compact.values(), strict=True), *zip(*extra.values(), strict=True)]
        for name, column in columns.items():
            column.extend(places[_PLACES[name]])
        costs.append(np.array([places[place] for place in _IDS_AND_COST], np.int64).T)
    return columns, np.concatenate(costs)


def _literals(module: str) -> dict[int, tuple[Any, ...]]:
    """DATA of a module of janome.sysdic that nobody else sees, from its .pyc where there is one."""
    spec = importlib.util.find_spec(f"janome.sysdic.{module}")
    if spec is None or spec.loader is None:
        raise ImportError(f"janome.sysdic has no {module}; install janome 0.5")
    loaded = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(loaded)
    data: dict[int, tuple[Any, ...]] = loaded.DATA
    return data


def _pools(
    columns: dict[str, _Column], unknown_parts: Sequence[str]
) -> tuple[MappingProxyType[str, TextPool], Int32s, Int32s]:
    """The pools; codes of the entries and of the unknown words in them."""
    pools = {}
    values = np.column_stack([np.concatenate(columns[name].codes) for name in POOLS])
    unknown_values = np.full((len(unknown_parts), len(POOLS)), -1, np.int32)
    for place, name in enumerate(POOLS):
        # An unknown word has a part of speech; its surface and base form are the text; all else is an asterisk.
        if name not in ("surface", "base_form"):
            texts = unknown_parts if name == "part_of_speech" else [_NONE] * len(unknown_parts)
            unknown_values[:, place] = columns[name].extend(texts)
        pools[name] = columns[name].pool()
    return MappingProxyType(pools), values, unknown_values


def _narrow(costs: NDArray[np.int64]) -> Int16s:
    """int16 (rows, 4): ids and cost in one cell of eight bytes."""
    narrow = np.zeros((len(costs), 4), np.int16)
    narrow[:, :3] = costs
    if (narrow[:, :3] != costs).any():
        raise ValueError("an id or a cost of janome.sysdic does not fit into 16 bits")
    return narrow


def _categories(categories: dict[str, dict[str, Any]], offered: dict[str, list[tuple[Any, ...]]]) -> Int32s:
    rows = []
    end = 0
    for name, category in categories.items():
        start, end = end, end + len(offered[name])
        # Janome: Tokenizer.__tokenize_partial takes max_unknown_length where the category groups.
        longest = LONGEST_GROUP if category["GROUP"] else category["LENGTH"]
        rows.append((int(category["INVOKE"]), longest, start, end))
    return np.array(rows, np.int32)


def _classes(names: Sequence[str], ranges: Sequence[dict[str, Any]]) -> tuple[Int32s, Int32s]:
    """The classes, and for each code point its class << CLASS_SHIFT.

    Janome: UnknownsDictionary.get_char_categories collects the ranges of a character in their order, the last one's
    compatible categories where a category comes twice; a character of no range is DEFAULT.
    """
    number = {name: place for place, name in enumerate(names)}
    found: dict[tuple[int, int, tuple[int, ...]], int] = {}
    points = np.empty(_POINTS, np.int32)
    for start, end in _stretches(ranges):
        character = chr(start)
        fitting = {
            line["cate"]: line.get("compat_cates", []) for line in ranges if line["from"] <= character <= line["to"]
        } or {"DEFAULT": []}
        members = {*fitting, *(name for compatible in fitting.values() for name in compatible)}
        mask = sum(1 << number[name] for name in members)
        key = (mask, int(character.isspace()), tuple(number[name] for name in fitting))
        points[start:end] = found.setdefault(key, len(found)) << CLASS_SHIFT
    classes = np.full((len(found), FIRST_CATEGORY + max(len(key[2]) for key in found)), -1, np.int32)
    for place, (mask, is_space, fitting_numbers) in enumerate(found):
        classes[place, MEMBERS] = mask
        classes[place, IS_SPACE] = is_space
        classes[place, CATEGORIES] = len(fitting_numbers)
        classes[place, FIRST_CATEGORY : FIRST_CATEGORY + len(fitting_numbers)] = fitting_numbers
    return classes, points


def _stretches(ranges: Sequence[dict[str, Any]]) -> Iterator[tuple[int, int]]:
    """Stretches [start, end) of code points that belong to the same ranges and are all blank or all not."""
    edges = {0, _POINTS}
    for line in ranges:
        edges |= {ord(line["from"]), ord(line["to"]) + 1}
    for point in np.flatnonzero(list(map(str.isspace, map(chr, range(_POINTS))))).tolist():
        edges |= {point, point + 1}
    return pairwise(sorted(edges))
