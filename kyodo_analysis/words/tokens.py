"""Tokens of a text, exactly as Janome gives them, as records of our own.

Janome's tokens answer None for a misspelt attribute and can be changed in place; here they become frozen records that
know where in the text they stand, and the text is checked to be the sum of its tokens.

>>> [token.surface for token in tokenise("地域の課題を話し合う。")]
['地域', 'の', '課題', 'を', '話し合う', '。']
"""

from __future__ import annotations

import os
import sys
import threading
from collections.abc import Callable, Iterable, Mapping, Sequence
from types import MappingProxyType
from typing import TYPE_CHECKING, Protocol, TypeVar

from kyodo_analysis.words.engine.choice import choose_engine
from kyodo_analysis.words.engine.code_points import check_code_points
from kyodo_analysis.words.engine.layout_process import LayoutFailed
from kyodo_analysis.words.engine.token import Token
from kyodo_analysis.words.token_memory import TokenMemory, Tokens
from kyodo_analysis.words.user_dictionary import UserDictionary, read_user_dictionary

if TYPE_CHECKING:
    import pyarrow as pa

AUTO = "auto"

_KEPT = 4

# Tokens are asked for here, whatever module defines them.
__all__ = ["Engine", "EngineMissing", "RejoinError", "Token", "tokenise", "tokenise_columns", "tokenise_many"]


class RejoinError(ValueError):
    """The tokens of a text do not add up to it."""


class EngineMissing(ImportError):
    """An engine that needs a package which is not installed."""


Engine = Callable[[str], list[Token]]
UserDictionarySource = str | os.PathLike[str] | UserDictionary | None


class BatchEngine(Protocol):
    """An engine that is fast with many texts at once."""

    def tokenise_batch(self, texts: Sequence[str]) -> list[Tokens]:
        """The tokens of each text."""

    def tokenise_columns(self, texts: Sequence[str]) -> pa.Table:
        """The tokens of all texts in the columns of `engine.columns.SCHEMA`."""


def tokenise(text: str, engine: str = "janome", user_dictionary: UserDictionarySource = None) -> list[Token]:
    """The tokens of a text, white space at its two ends left out, as Janome does.

    `engine` is the name of an engine, or auto for the one that is done first; all engines give the same tokens.
    `user_dictionary` is a file in IPADIC format or what `read_user_dictionary` made of it; without one IPADIC works
    alone. Give sentences (see `words.sentences`): from 500 characters on Janome may cut in the middle of a word.
    ValueError for an unknown engine and for a text with half a surrogate pair, RejoinError if tokens are lost,
    EngineMissing for an engine that cannot run here.
    """
    return list(tokenise_many([text], engine, user_dictionary)[0])


def tokenise_many(
    texts: Iterable[str], engine: str = "janome", user_dictionary: UserDictionarySource = None
) -> list[Tokens]:
    """The tokens of each text, as `tokenise` gives them; a text that comes again is tokenised once.

    The last sentences are remembered from call to call, for each engine apart (see `token_memory`).
    """
    _check_name(engine)
    dictionary = _read_if_path(user_dictionary)

    def tokenise_missing(missing: list[str]) -> list[Tokens]:
        return _engine_of_thread(engine, dictionary, missing).tokenise_each(missing)

    return memory_of(engine, dictionary).recall(list(texts), tokenise_missing)


def tokenise_columns(
    texts: Iterable[str], engine: str = "janome", user_dictionary: UserDictionarySource = None
) -> pa.Table:
    """The tokens of many texts as an Arrow table, one row per token.

    Columns: text (index among the texts), start, surface, base_form, reading, part_of_speech, kind (known, unknown,
    user); the words are coded in one dictionary per column, its values distinct. Every engine gives the same table.
    Errors as `tokenise` has them; what an engine gives as columns is not added up again.
    """
    _check_name(engine)
    given = list(texts)
    return _engine_of_thread(engine, _read_if_path(user_dictionary), given).tokenise_columns(given)


def _read_if_path(user_dictionary: UserDictionarySource) -> UserDictionary | None:
    if user_dictionary is None or isinstance(user_dictionary, UserDictionary):
        return user_dictionary
    return read_user_dictionary(user_dictionary)


def _build_janome(dictionary: UserDictionary | None) -> Engine:
    from kyodo_analysis.words.engine.janome_engine import JanomeEngine

    return JanomeEngine(dictionary)


def _build_python(dictionary: UserDictionary | None) -> Engine:
    from kyodo_analysis.words.engine.relayout import build_relayout

    return build_relayout(dictionary)


def _build_compiled(dictionary: UserDictionary | None) -> Engine:
    from kyodo_analysis.words.engine.compiled_engine import CompiledEngine
    from kyodo_analysis.words.engine.compiled_object import CompilerMissing

    try:
        return CompiledEngine(dictionary)
    except CompilerMissing as error:
        raise EngineMissing(str(error)) from None


_ENGINES: Mapping[str, Callable[[UserDictionary | None], Engine]] = MappingProxyType(
    {"janome": _build_janome, "python": _build_python, "compiled": _build_compiled}
)


class _CheckedEngine:
    """An engine whose tokens are checked against the text."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._batches: BatchEngine | None = engine if hasattr(engine, "tokenise_batch") else None  # type: ignore[assignment]

    def tokenise_each(self, texts: Sequence[str]) -> list[Tokens]:
        if self._batches is None:
            return list(map(self._tokenise_one, texts))
        found = self._batches.tokenise_batch(texts)
        for text, tokens in zip(texts, found, strict=True):
            _check_whole(text, tokens)
        return found

    def tokenise_columns(self, texts: Sequence[str]) -> pa.Table:
        from kyodo_analysis.words.engine.columns import columns_of_tokens

        return (
            columns_of_tokens(self.tokenise_each(texts))
            if self._batches is None
            else self._batches.tokenise_columns(texts)
        )

    def _tokenise_one(self, text: str) -> Tokens:
        check_code_points(text)
        tokens = tuple(self._engine(text))
        _check_whole(text, tokens)
        return tokens


def _check_whole(text: str, tokens: Sequence[Token]) -> None:
    if "".join([token.surface for token in tokens]) != text.strip():
        raise RejoinError(f"the tokens do not add up to the text {text[:40]!r}; report the text as a bug")


class _OfThread(threading.local):
    """Engines of the running thread: a Janome Tokenizer shared by threads silently gives wrong tokens."""

    def __init__(self) -> None:
        self.built: dict[tuple[str, UserDictionary | None], _CheckedEngine] = {}
        self.asked_of_auto = 0
        self.refused: set[str] = set()


_of_thread = _OfThread()
_memories: dict[tuple[str, UserDictionary | None], TokenMemory] = {}
_memories_lock = threading.Lock()


def _check_name(engine: str) -> None:
    if engine not in (*_ENGINES, AUTO):
        raise ValueError(f"unknown engine {engine!r}; choose one of {', '.join(sorted([*_ENGINES, AUTO]))}")


def memory_of(engine: str, dictionary: UserDictionary | None) -> TokenMemory:
    """What this process remembers of an engine with a dictionary.

    The engines do not share it: who names an engine gets its own tokens, and not those that another one found.
    """
    with _memories_lock:
        return _keep(_memories, (engine, dictionary), TokenMemory)


def _engine_of_thread(name: str, dictionary: UserDictionary | None, texts: Sequence[str]) -> _CheckedEngine:
    """The engine of a name; for auto the one that suits what this thread has asked for so far and asks for now.

    Who calls with one sentence at a time, but often, thus comes to the fast engine too.
    """
    if name != AUTO:
        return _start(name, dictionary)
    _of_thread.asked_of_auto += sum(map(len, texts))
    running = {engine for engine, known in _of_thread.built if known == dictionary}
    while True:
        chosen = choose_engine(_of_thread.asked_of_auto, running, _of_thread.refused)
        try:
            return _start(chosen, dictionary)
        except (EngineMissing, LayoutFailed) as error:
            print(f"{error}; another engine gives the same tokens", file=sys.stderr)
            _of_thread.refused.add(chosen)


def _start(name: str, dictionary: UserDictionary | None) -> _CheckedEngine:
    return _keep(_of_thread.built, (name, dictionary), lambda: _CheckedEngine(_ENGINES[name](dictionary)))


_Key = tuple[str, UserDictionary | None]
_Kept = TypeVar("_Kept")


def _keep(kept: dict[_Key, _Kept], key: _Key, make: Callable[[], _Kept]) -> _Kept:
    """What is kept under a key, made if need be; only the last few are kept."""
    if key not in kept:
        while len(kept) >= _KEPT:
            del kept[next(iter(kept))]
        kept[key] = make()
    return kept[key]
