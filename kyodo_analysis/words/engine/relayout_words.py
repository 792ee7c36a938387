"""Words that begin at a character, for the engine in pure Python: nodes of the trie that are read when first reached.

A node is a dict from the next character to what the step gives: None where no word goes on so, else a pair of the
entries that end there and the node behind. It fills itself from the mapped layout, so that a process reads what its
texts need and no more; all processes share the pages behind it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import NamedTuple, TypeAlias

import numpy as np

from kyodo_analysis.words.engine.layout import (
    BASE,
    CATEGORIES,
    CHECK,
    CLASS_SHIFT,
    CODE_MASK,
    COST,
    COUNT,
    FIRST,
    FIRST_CATEGORY,
    INVOKE,
    LEFT,
    LONGEST,
    LONGEST_GROUP,
    LONGEST_LOOKUP,
    MEMBERS,
    RIGHT,
    UNKNOWNS_END,
    UNKNOWNS_START,
    Layout,
)
from kyodo_analysis.words.user_dictionary import UserDictionary

# Codes of what a token is: from 0 Janome's number of the system's entry, from USER the line of the user dictionary,
# below 0 -1 - row of an unknown word.
USER = 1 << 30
_MOST_STEPS = 120_000

# Left id, connection costs of the left id by right id, right id, cost, number that decides ties (-1: none), code.
Entry: TypeAlias = tuple[int, list[int], int, int, int, int]
Step: TypeAlias = "tuple[tuple[Entry, ...], Node | None] | None"


class Category(NamedTuple):
    """One way to make an unknown word of a character: its bit in `members`, how far it may go, its entries."""

    bit: int
    groups: bool
    longest: int
    entries: tuple[Entry, ...]


class CharacterKind(NamedTuple):
    """`members`: bits of the categories that may go on with this character; what is tried where the dictionary knows a
    word and where it does not."""

    members: int
    if_known: tuple[Category, ...]
    if_unknown: tuple[Category, ...]


class Node(dict[str, Step]):
    """The steps from one prefix; `read` finds those that were not taken yet."""

    __slots__ = ("read", "slot")

    def __init__(self, slot: int, read: Callable[[int, str], Step]) -> None:
        super().__init__()
        self.slot = slot
        self.read = read

    def __missing__(self, character: str) -> Step:
        step = self[character] = self.read(self.slot, character)
        return step


class SystemWords:
    """Janome's words and character kinds on top of a layout. Threads may share it.

    Two threads that read the same step at once store equal values; a node once made is never changed but for new steps.
    """

    def __init__(self, layout: Layout) -> None:
        self._layout = layout
        # Single cells of a memoryview are read several times faster than those of an array.
        self._trie = layout.trie.data
        self._entries = layout.entries.data
        self._numbers = layout.numbers.data
        self._characters = layout.characters.data
        self._steps = 0
        self._rows: dict[int, list[int]] = {}
        # One Python number for each cost of 16 bits, at the index that the cost itself is (negative ones from the end):
        # all rows share their numbers, which saves 50 MB.
        self._costs = np.arange(1 << 16).astype(np.uint16).view(np.int16).astype(object)
        self._categories = tuple(self._read_category(number) for number in range(len(layout.categories)))
        self._root = Node(0, self._read_step)
        self.kinds = _Kinds(self._read_kind)

    def root(self) -> Node:
        """The node of the empty prefix, to be asked for anew with every text: what has grown too large is let go."""
        if self._steps > _MOST_STEPS:
            self._steps = 0
            self._root = Node(0, self._read_step)
        return self._root

    def row(self, left: int) -> list[int]:
        """Connection costs of a word with this left id, by the right id of the word before it."""
        row = self._rows.get(left)
        if row is None:
            row = self._rows[left] = self._costs[self._layout.connections[left]].tolist()
        return row

    def _read_step(self, slot: int, character: str) -> Step:
        self._steps += 1
        trie = self._trie
        code = self._characters[ord(character)] & CODE_MASK if character else 0
        after = trie[slot, BASE] + code
        if not code or trie[after, CHECK] != slot:
            return None
        first, count = trie[after, FIRST], trie[after, COUNT]
        entries = tuple(self._read_entry(row) for row in range(first, first + count))
        return entries, Node(after, self._read_step) if trie[after, BASE] else None

    def _read_entry(self, row: int) -> Entry:
        entries = self._entries
        left = entries[row, LEFT]
        number = self._numbers[row]
        return left, self.row(left), entries[row, RIGHT], entries[row, COST], number, number

    def _read_category(self, number: int) -> Category:
        category = self._layout.categories[number].tolist()
        rows = range(category[UNKNOWNS_START], category[UNKNOWNS_END])
        longest = category[LONGEST]
        entries = tuple(self._read_unknown(row) for row in rows)
        return Category(1 << number, longest == LONGEST_GROUP, longest, entries)

    def _read_unknown(self, row: int) -> Entry:
        left, right, cost, _ = self._layout.unknowns[row].tolist()
        return left, self.row(left), right, cost, -1, -1 - row

    def _read_kind(self, character: str) -> CharacterKind:
        line = self._layout.classes[self._characters[ord(character)] >> CLASS_SHIFT].tolist()
        numbers = line[FIRST_CATEGORY : FIRST_CATEGORY + line[CATEGORIES]]
        invoked = [number for number in numbers if self._layout.categories[number, INVOKE]]
        return CharacterKind(
            line[MEMBERS],
            tuple(self._categories[number] for number in invoked),
            tuple(self._categories[number] for number in numbers),
        )


class _Kinds(dict[str, CharacterKind]):
    __slots__ = ("read",)

    def __init__(self, read: Callable[[str], CharacterKind]) -> None:
        super().__init__()
        self.read = read

    def __missing__(self, character: str) -> CharacterKind:
        kind = self[character] = self.read(character)
        return kind


def user_words(dictionary: UserDictionary, row: Callable[[int], list[int]]) -> Node:
    """The root of a user dictionary's own trie, with the steps of Node and complete.

    Janome looks at LONGEST_LOOKUP characters (`Tokenizer.__tokenize_partial`): longer surfaces are never found.

    Args:
        row: gives the connection costs of a left id.

    >>> from kyodo_analysis.words.user_dictionary import parse_user_dictionary
    >>> lines = ["協働,1283,1283,3000,名詞,サ変接続,*,*,*,*,協働,キョウドウ,キョードー"]
    >>> step = user_words(parse_user_dictionary(lines), lambda left: [])["協"]
    >>> step[0], step[1]["働"][0], step[1]["議"]
    ((), ((1283, [], 1283, 3000, 0, 1073741824),), None)
    """
    entries: dict[str, list[Entry]] = {}
    for number, entry in enumerate(dictionary.entries):
        if len(entry.surface) <= LONGEST_LOOKUP:
            found = (entry.left_id, row(entry.left_id), entry.right_id, entry.cost, number, USER + number)
            entries.setdefault(entry.surface, []).append(found)
    return _complete(entries, 0)


def _complete(entries: dict[str, list[Entry]], depth: int) -> Node:
    node = Node(0, _no_step)
    by_character: dict[str, dict[str, list[Entry]]] = {}
    for surface, found in entries.items():
        by_character.setdefault(surface[depth], {})[surface] = found
    for character, group in by_character.items():
        ended: Iterable[Entry] = group.pop(next(iter(group))[: depth + 1], ())
        node[character] = (tuple(ended), _complete(group, depth + 1) if group else None)
    return node


def _no_step(slot: int, character: str) -> Step:
    return None
