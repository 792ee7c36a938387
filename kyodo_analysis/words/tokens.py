"""Tokens of a text, exactly as Janome gives them, as records of our own.

Janome's tokens answer None for a misspelt attribute and can be changed in place; here they become frozen records that
know where in the text they stand, and the text is checked to be the sum of its tokens.

>>> [token.surface for token in tokenise("地域の課題を話し合う。")]
['地域', 'の', '課題', 'を', '話し合う', '。']
"""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache, partial
from struct import pack
from types import MappingProxyType

from janome.dic import RAMDictionary
from janome.fst import Matcher, compileFST, create_minimum_transducer
from janome.sysdic import connections
from janome.tokenizer import Tokenizer

from kyodo_analysis.words.user_dictionary import UserDictionary, read_user_dictionary

_KEPT_PER_THREAD = 4
_REMEMBERED = 4096


@dataclass(frozen=True, slots=True)
class Token:
    """A token with Janome's values; `start` counts characters from the start of the text.

    An unknown word has the reading '*' and its surface for a base form, as Janome gives them.
    """

    surface: str
    base_form: str
    reading: str
    part_of_speech: str
    start: int

    @property
    def end(self) -> int:
        """The index behind the token's last character."""
        return self.start + len(self.surface)


class RejoinError(ValueError):
    """The tokens of a text do not add up to it."""


Engine = Callable[[str], list[Token]]
UserDictionarySource = str | os.PathLike[str] | UserDictionary | None


def tokenise(text: str, engine: str = "janome", user_dictionary: UserDictionarySource = None) -> list[Token]:
    """The tokens of a text, white space at its two ends left out, as Janome does.

    `engine` is the name of an engine, or auto for the best one there is; all engines give the same tokens.
    `user_dictionary` is a file in IPADIC format or what `read_user_dictionary` made of it; without one IPADIC works
    alone. Give sentences (see `words.sentences`): from 500 characters on Janome may cut in the middle of a word.
    ValueError for an unknown engine and for a text with half a surrogate pair, RejoinError if tokens are lost.
    """
    return list(tokenise_many([text], engine, user_dictionary)[0])


def tokenise_many(
    texts: Iterable[str], engine: str = "janome", user_dictionary: UserDictionarySource = None
) -> list[tuple[Token, ...]]:
    """The tokens of each text, as `tokenise` gives them; a text that comes again is tokenised once.

    Plans repeat whole sentences (reprints, formulas of completion). The last sentences are remembered from call to call
    as well, because tables, themes and commitments are made from the same ones.
    """
    run = _engine_of_thread(engine, _read_if_path(user_dictionary))
    seen: dict[str, tuple[Token, ...]] = {}
    found = []
    for text in texts:
        tokens = seen.get(text)
        if tokens is None:
            tokens = seen[text] = run(text)
        found.append(tokens)
    return found


def _checked(text: str, run: Engine) -> tuple[Token, ...]:
    try:
        text.encode()
    except UnicodeEncodeError as error:
        place = f"at index {error.start} of {text[:20]!r}"
        raise ValueError(f"half a surrogate pair {place}; decode the file with the right encoding") from None
    tokens = run(text)
    if "".join(token.surface for token in tokens) != text.strip():
        raise RejoinError(f"the tokens do not add up to the text {text[:40]!r}; report the text as a bug")
    return tuple(tokens)


def _read_if_path(user_dictionary: UserDictionarySource) -> UserDictionary | None:
    if user_dictionary is None or isinstance(user_dictionary, UserDictionary):
        return user_dictionary
    return read_user_dictionary(user_dictionary)


class _JanomeUserDictionary(RAMDictionary):  # type: ignore[misc]
    """Janome's user dictionary made from entries in memory, with Janome's own functions."""

    def __init__(self, dictionary: UserDictionary) -> None:
        rows = {
            number: (
                entry.surface,
                entry.left_id,
                entry.right_id,
                entry.cost,
                entry.part_of_speech,
                entry.inflection_type,
                entry.inflection_form,
                entry.base_form,
                entry.reading,
                entry.phonetic,
            )
            for number, entry in enumerate(dictionary.entries)
        }
        keys = sorted((row[0].encode(), pack("I", number)) for number, row in rows.items())
        super().__init__(rows, connections)
        self._matcher = Matcher([compileFST(create_minimum_transducer(keys)[1])])

    def lookup(self, encoded: bytes) -> list[tuple[object, ...]]:
        found: list[tuple[object, ...]] = super().lookup(encoded, self._matcher)
        return found


def _build_janome(dictionary: UserDictionary | None) -> Engine:
    tokenizer = Tokenizer()
    if dictionary is not None:
        tokenizer.user_dic = _JanomeUserDictionary(dictionary)

    def run(text: str) -> list[Token]:
        start = len(text) - len(text.lstrip())
        tokens = []
        for found in tokenizer.tokenize(text):
            tokens.append(Token(found.surface, found.base_form, found.reading, found.part_of_speech, start))
            start += len(found.surface)
        return tokens

    return run


_ENGINES: Mapping[str, Callable[[UserDictionary | None], Engine]] = MappingProxyType({"janome": _build_janome})
_BEST_FIRST = ("janome",)


class _ThreadEngines(threading.local):
    """Engines of the running thread: a Janome Tokenizer shared by threads silently gives wrong tokens."""

    def __init__(self) -> None:
        self.built: dict[tuple[str, UserDictionary | None], Callable[[str], tuple[Token, ...]]] = {}


_of_thread = _ThreadEngines()


def _engine_of_thread(name: str, dictionary: UserDictionary | None) -> Callable[[str], tuple[Token, ...]]:
    chosen = _BEST_FIRST[0] if name == "auto" else name
    if chosen not in _ENGINES:
        raise ValueError(f"unknown engine {name!r}; choose one of {', '.join(sorted([*_ENGINES, 'auto']))}")
    built = _of_thread.built
    key = (chosen, dictionary)
    if key not in built:
        while len(built) >= _KEPT_PER_THREAD:
            del built[next(iter(built))]
        built[key] = lru_cache(_REMEMBERED)(partial(_checked, run=_ENGINES[chosen](dictionary)))
    return built[key]
