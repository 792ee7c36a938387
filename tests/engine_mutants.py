"""The compiled search with one rule broken, run as plain Python: each mutant must be told from Janome by some text.

The steps are ordinary functions before numba compiles them, so a mutant is their source with one line replaced. That is
slow per character but needs no compiler; the texts are chosen to be few.
"""

from __future__ import annotations

import ast
import inspect
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np

from kyodo_analysis.words.engine import compiled_search, compiled_steps
from kyodo_analysis.words.engine.code_points import join_code_points
from kyodo_analysis.words.engine.compiled_arrays import (
    make_found,
    make_system,
    make_user_words,
    make_work,
    most_nodes_at_one_start,
)
from kyodo_analysis.words.engine.compiled_lattice import FIRST_UNKNOWN, UserWords
from kyodo_analysis.words.engine.layout import POOLS, Layout
from kyodo_analysis.words.engine.layout_cache import load_layout
from kyodo_analysis.words.engine.token import Token
from kyodo_analysis.words.user_dictionary import UserDictionary

_SETTINGS = "kyodo_analysis.words.engine.compiled_settings"
_STEPS = compiled_steps.__name__


@dataclass(frozen=True)
class Mutant:
    """A rule broken: `before` stands once in the sources of the steps and the search, and becomes `after`."""

    name: str
    before: str
    after: str
    texts: str = "ties"

    def __str__(self) -> str:
        return self.name


_NEWLINES = "chunk[at(place - 2)] == 0x0D and chunk[at(place - 3)] == 0x0A and chunk[at(place - 4)] == 0x0D"

MUTANTS = (
    Mutant("the larger number wins a tie", "(other, system, user) <", "(other, system, user) >"),
    Mutant("numbers do not decide a tie", "if wins_tie(former, later, system, user):", "if False:"),
    Mutant("the last wins a tie", "if total < best:", "if total <= best:"),
    Mutant(
        "an unknown word wins a tie",
        "if best < 0 or other < 0:\n        return False",
        "if best < 0 or other < 0:\n        return bool(other < 0 <= best)",
    ),
    Mutant(
        "user and system numbers are not compared",
        "if best < 0 or other < 0:",
        "if best < 0 or other < 0 or (best < len(system.numbers)) != (other < len(system.numbers)):",
    ),
    Mutant("an unknown word is one character shorter", "place + longest + 1)", "place + longest)", "fuzz"),
    Mutant(
        "a group goes on at its own end", "run_ends[at(category)] > place", "run_ends[at(category)] >= place", "fuzz"
    ),
    Mutant("a group is not forgotten with its chunk", "work.run_ends[at(category)] = 0", "pass", "long"),
    Mutant(
        "an unknown word goes on over other classes",
        "if not (system.classes[at(kind), MEMBERS] >> category) & 1:",
        "if False:",
    ),
    Mutant("the user's words count as matched", "made > known,", "made > first,"),
    Mutant("unknown words are always made", "if matched and", "if False and", "fuzz"),
    Mutant("chunks end from 501 on", "place >= CHUNK", "place >= CHUNK + 1", "long"),
    Mutant("chunks end from 499 on", "place >= CHUNK", "place >= CHUNK - 1", "long"),
    Mutant("chunks of 1,023", "begin + LONGEST_CHUNK)", "begin + LONGEST_CHUNK - 1)", "long"),
    Mutant("no chunk ends at !", " or last == 0x21:", ":", "long"),
    Mutant("no chunk ends at 。", " or last == 0x3002", "", "long"),
    Mutant("no chunk ends at an empty line", "if last != 0x0A:", "if True:", "long"),
    Mutant("no chunk ends at an empty line of another system", _NEWLINES, "False", "long"),
    Mutant(
        "two line feeds with one return end a chunk",
        _NEWLINES,
        "chunk[at(place - 2)] == 0x0D and chunk[at(place - 3)] == 0x0A",
        "long",
    ),
    Mutant("one line feed ends a chunk", "if chunk[at(place - 2)] == 0x0A:", "if True:", "long"),
    Mutant("white space in front stays", "is_space(code_points[at(begin)], system)", "False"),
    Mutant("white space behind stays", "is_space(code_points[at(stop - 1)], system)", "False"),
    Mutant("the end is taken for a word of context 1", "nodes.left[at(made)] = 0", "nodes.left[at(made)] = 1"),
)


def run_mutant(mutant: Mutant | None, texts: list[str], dictionary: UserDictionary | None) -> list[list[Token]]:
    """Per text the tokens that the mutant finds; without a mutant, those of the search."""
    search = _search_of(mutant)
    layout = load_layout()
    system = make_system(layout)
    user, most_user_rows = make_user_words(dictionary)
    _, code_points, bounds = join_code_points(texts)
    longest = max(map(len, texts))
    # A mutant may make more nodes than the search: room for them, so that it is its tokens that give it away.
    work = make_work(longest, 8 * most_nodes_at_one_start(layout, most_user_rows), 1316, len(layout.categories))
    found = make_found(len(code_points), len(texts))
    with np.errstate(over="ignore"):
        search(system, user, code_points, bounds, work, found)
    tokens = []
    limits = found.bounds.tolist()
    for text, first, last in zip(texts, limits, limits[1:], strict=False):
        begin = int(bounds[len(tokens)])
        rows = zip(
            found.start[first:last].tolist(), found.end[first:last].tolist(), found.word[first:last], strict=True
        )
        tokens.append(
            [_token(text, start - begin, end - begin, int(word), layout, user, dictionary) for start, end, word in rows]
        )
    return tokens


def _token(
    text: str, start: int, end: int, word: int, layout: Layout, user: UserWords, dictionary: UserDictionary | None
) -> Token:
    surface = text[start:end]
    if word <= FIRST_UNKNOWN:
        part_of_speech = layout.pools["part_of_speech"][layout.unknown_values[FIRST_UNKNOWN - word, 1]]
        return Token(surface, surface, "*", part_of_speech, start, "unknown")
    if word >= len(layout.numbers):
        assert dictionary is not None
        entry = dictionary.entries[user.numbers[word - len(layout.numbers)]]
        return Token(surface, entry.base_form, entry.reading, entry.part_of_speech, start, "user")
    values = layout.values[layout.numbers[word]]
    texts = {name: layout.pools[name][values[POOLS.index(name)]] for name in ("base_form", "reading", "part_of_speech")}
    return Token(surface, start=start, kind="known", **texts)


def _search_of(mutant: Mutant | None) -> Callable[..., Any]:
    sources = [inspect.getsource(module) for module in (compiled_steps, compiled_search)]
    if mutant is not None:
        count = sum(source.count(mutant.before) for source in sources)
        if count != 1:
            raise ValueError(f"{mutant}: {mutant.before!r} stands {count} times in the sources, not once")
        sources = [source.replace(mutant.before, mutant.after) for source in sources]
    names: dict[str, Any] = {"step": lambda function: function, "compiled": lambda function: function}
    names["__name__"] = "mutant"
    for source in sources:
        tree = ast.parse(source)
        tree.body = [line for line in tree.body if not _is_import_of(line, (_SETTINGS, _STEPS))]
        exec(compile(tree, "<mutant>", "exec", dont_inherit=True), names)
    search: Callable[..., Any] = names["search_words"]
    return search


def _is_import_of(line: ast.stmt, modules: tuple[str, ...]) -> bool:
    return isinstance(line, ast.ImportFrom) and line.module in modules
