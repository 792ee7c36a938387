"""The engine "python": Janome's lattice search over the layout, with nothing to install.

The same tokens as Janome several times as fast: words are found by steps through a trie instead of Janome's transducer,
the cheapest way to a place is sought once for all words with the same left id, and what Janome keeps in objects stands
in tuples. Each function names the place in Janome 0.5 whose rule it follows.

>>> [token.surface for token in build_relayout().tokenise("地域の課題を話し合う。")]
['地域', 'の', '課題', 'を', '話し合う', '。']
"""

from __future__ import annotations

import threading
from collections.abc import Sequence
from functools import cache
from typing import TypeAlias

from kyodo_analysis.words.engine.layout import CHUNK, LONGEST_CHUNK, POOLS, Layout
from kyodo_analysis.words.engine.layout_cache import load_layout_once
from kyodo_analysis.words.engine.relayout_words import USER, Node, SystemWords, user_words
from kyodo_analysis.words.engine.token import Token
from kyodo_analysis.words.user_dictionary import UserDictionary

# Janome: Tokenizer.__is_punct.
STOPS = frozenset("、。,.？?！!")

# A word in the lattice: cost of the cheapest way up to its end, right id, number that decides ties (-1: unknown), the
# word before it, where it begins, its code (see relayout_words.USER).
_Arrival: TypeAlias = "tuple[int, int, int, _Arrival | None, int, int]"
_START: _Arrival = (0, 0, -1, None, 0, 0)
_ENDS_ID = 0
_MOST_REMEMBERED = 20_000

_BASE_FORM, _READING, _PART = (POOLS.index(name) for name in ("base_form", "reading", "part_of_speech"))


class Relayout:
    """Tokenises one text after the other. Threads may share an engine: a text leaves nothing behind in it but copies of
    what the layout says."""

    def __init__(
        self, layout: Layout, dictionary: UserDictionary | None = None, system: SystemWords | None = None
    ) -> None:
        """`system`: words on the same layout that another engine has read already, to be shared with it."""
        self._layout = layout
        self._system = SystemWords(layout) if system is None else system
        self._user = None if dictionary is None else user_words(dictionary, self._system.row)
        self._user_entries = () if dictionary is None else dictionary.entries
        self._values: dict[int, tuple[str, str, str]] = {}

    def __call__(self, text: str) -> list[Token]:
        return self.tokenise(text)

    def tokenise(self, text: str) -> list[Token]:
        """The tokens of a text, white space at its ends left out.

        The text must not hold half a surrogate pair (`words.tokens` checks that).
        """
        tokens = []
        for start, end, code in self.find(text):
            surface = text[start:end]
            if code >= 0:
                base_form, reading, part = self._values.get(code) or self._read_values(code)
                tokens.append(Token(surface, base_form, reading, part, start, "user" if code >= USER else "known"))
            else:
                _, reading, part = self._values.get(code) or self._read_values(code)
                tokens.append(Token(surface, surface, reading, part, start, "unknown"))
        return tokens

    def find(self, text: str) -> list[tuple[int, int, int]]:
        """(start, end, code) of each token; codes from 0 are Janome's entry numbers, the others see `relayout_words`.

        Janome: Tokenizer.__tokenize_stream.
        """
        stripped = text.strip()
        offset = len(text) - len(text.lstrip())
        found: list[tuple[int, int, int]] = []
        done = 0
        while done < len(stripped):
            chunk = stripped[done : done + LONGEST_CHUNK]
            words, length = self._find_in_chunk(chunk)
            found += [(offset + done + start, offset + done + end, code) for start, end, code in words]
            done += length
        return found

    def _find_in_chunk(self, chunk: str) -> tuple[list[tuple[int, int, int]], int]:
        """The cheapest words from the start of the chunk, and how much of it they cover.

        Janome: Tokenizer.__tokenize_partial, Lattice.add, Lattice.forward, Lattice.end.
        """
        size = len(chunk)
        root, user, kinds = self._system.root(), self._user, self._system.kinds
        # The empty text behind the end ends every walk.
        characters = [*chunk, ""]
        arriving: list[list[_Arrival]] = [[] for _ in range(size + 1)]
        arriving[0].append(_START)
        # Where the run of a category ends that was walked last; its bits are keys.
        run_ends: dict[int, int] = {}
        place = 0
        while place < size:
            before = arriving[place]
            if not before:
                place += 1
                continue
            if place >= CHUNK and _may_cut(chunk, place):
                break
            # The cheapest way to this place, for each left id that was asked for.
            best: dict[int, tuple[int, _Arrival]] = {}
            if user is not None:
                _add_words(user, characters, place, before, best, arriving)
            is_known = _add_words(root, characters, place, before, best, arriving)
            kind = kinds[characters[place]]
            for bit, groups, longest, entries in kind.if_known if is_known else kind.if_unknown:
                # Janome: the first character, then up to `longest` more as long as they are of the category.
                end = run_ends.get(bit, 0) if groups else 0
                if end <= place:
                    end = place + 1
                    last = size if groups else min(size, end + longest)
                    while end < last and kinds[characters[end]].members & bit:
                        end += 1
                    run_ends[bit] = end
                after = arriving[end]
                for left, row, right, cost, number, code in entries:
                    way = best.get(left)
                    if way is None:
                        way = best[left] = _cheapest(row, before)
                    after.append((way[0] + cost, right, number, way[1], place, code))
            place += 1
        _, arrival = _cheapest(self._system.row(_ENDS_ID), arriving[place])
        return _way_back(arrival, place), place

    def _read_values(self, code: int) -> tuple[str, str, str]:
        """Base form, reading and part of speech; the base form of an unknown word is empty: it is the text."""
        if len(self._values) > _MOST_REMEMBERED:
            self._values.clear()
        if code >= USER:
            entry = self._user_entries[code - USER]
            values = (entry.base_form, entry.reading, entry.part_of_speech)
        else:
            layout = self._layout
            line: Sequence[int] = (layout.values[code] if code >= 0 else layout.unknown_values[-1 - code]).tolist()
            base_form = layout.pools["base_form"][line[_BASE_FORM]] if code >= 0 else ""
            values = (base_form, layout.pools["reading"][line[_READING]], layout.pools["part_of_speech"][line[_PART]])
        self._values[code] = values
        return values


def _add_words(
    node: Node | None,
    characters: list[str],
    place: int,
    before: list[_Arrival],
    best: dict[int, tuple[int, _Arrival]],
    arriving: list[list[_Arrival]],
) -> bool:
    """Adds the dictionary's words that begin at a place; whether there is any (Janome: `matched`)."""
    is_known = False
    end = place
    while node is not None:
        step = node[characters[end]]
        if step is None:
            break
        end += 1
        entries, node = step
        if entries:
            is_known = True
            after = arriving[end]
            for left, row, right, cost, number, code in entries:
                way = best.get(left)
                if way is None:
                    way = best[left] = _cheapest(row, before)
                after.append((way[0] + cost, right, number, way[1], place, code))
    return is_known


def _cheapest(row: list[int], before: list[_Arrival]) -> tuple[int, _Arrival]:
    """The cheapest way to a word with this row of connection costs: its cost so far and the word before.

    Of ways that cost the same the first is taken, but of two that come from words of a dictionary the one with the
    smaller number; numbers of the user's and of the system's entries are compared as they are (Janome: Lattice.add).
    """
    first = before[0]
    cheapest, came_from = first[0] + row[first[1]], first
    for arrival in before:
        cost = arrival[0] + row[arrival[1]]
        if cost < cheapest:
            cheapest, came_from = cost, arrival
        elif cost == cheapest and 0 <= arrival[2] < came_from[2]:
            came_from = arrival
    return cheapest, came_from


def _may_cut(chunk: str, place: int) -> bool:
    """Whether a long chunk may be left here: behind a stop or a blank line (Janome: Tokenizer.__splittable)."""
    return chunk[place - 1] in STOPS or chunk.endswith(("\n\n", "\r\n\r\n"), 0, place)


def _way_back(arrival: _Arrival, end: int) -> list[tuple[int, int, int]]:
    """(start, end, code) of the words on the way to an arrival (Janome: Lattice.backward)."""
    words = []
    while (came_from := arrival[3]) is not None:
        start = arrival[4]
        words.append((start, end, arrival[5]))
        arrival, end = came_from, start
    words.reverse()
    return words


_lock = threading.Lock()


@cache
def _shared_system(layout: Layout) -> SystemWords:
    return SystemWords(layout)


def build_relayout(dictionary: UserDictionary | None = None) -> Relayout:
    """An engine on the layout of this process, which all engines share with what they have read of it."""
    layout = load_layout_once()
    with _lock:
        system = _shared_system(layout)
    return Relayout(layout, dictionary, system)
