"""Whether an engine gives Janome's tokens: text by text, all fields, as tokens and as columns.

Janome answers once for each text, in one thread (shared by threads it would give wrong tokens), and all engines are
compared with that answer. Texts that are shown as differing are asked of a second Janome before an engine is blamed.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace
from functools import partial
from multiprocessing import get_context
from typing import TypeAlias

import pyarrow as pa

from kyodo_analysis.words.engine.columns import columns_of_tokens, tokens_of_columns
from kyodo_analysis.words.engine.janome_engine import JanomeEngine
from kyodo_analysis.words.engine.token import Token
from kyodo_analysis.words.identity.batches import Batch, Corpus, draw_texts, plan_batches
from kyodo_analysis.words.tokens import BatchEngine, tokenise_columns, tokenise_many
from kyodo_analysis.words.user_dictionary import UserDictionary

MOST_SHOWN = 5

Tokens: TypeAlias = tuple[Token, ...]
Answer: TypeAlias = Tokens | str
"""The tokens of a text, or what an engine complained of instead."""
EngineMaker: TypeAlias = Callable[[UserDictionary | None], BatchEngine]
_Ask: TypeAlias = Callable[[Sequence[str]], list[Tokens]]
Report: TypeAlias = Callable[[str, int, int], None]
"""See `progress.Report`."""


class UnsteadyReference(RuntimeError):
    """Janome gave two answers to one text, so nothing can be compared with it."""


@dataclass(frozen=True, slots=True)
class Difference:
    """A text to which an engine does not answer as Janome does; `form` is tokens or columns."""

    text: str
    form: str
    expected: Tokens
    found: Answer


@dataclass(frozen=True, slots=True)
class Comparison:
    """An engine compared with Janome on the texts of one kind with one user dictionary.

    Attributes:
        texts, characters, tokens: how many were compared. differing: texts with other tokens or columns.
        digest: SHA-256 (hexadecimal) over all texts, the same wherever the same texts were compared.
        first: the first texts that differ, at most MOST_SHOWN.
    """

    engine: str
    kind: str
    dictionary: str
    texts: int
    characters: int
    tokens: int
    differing: int
    digest: str
    first: tuple[Difference, ...]


def public_engines(names: Sequence[str]) -> dict[str, EngineMaker]:
    """Engines as everybody calls them, by `words.tokens`."""
    return {name: partial(_PublicEngine, name) for name in names}


def compare_engines(
    texts: int,
    seed: int,
    engines: Mapping[str, EngineMaker],
    dictionaries: Mapping[str, UserDictionary | None],
    corpus: Corpus,
    report: Report,
    jobs: int = 1,
) -> list[Comparison]:
    """Compares engines with Janome; one comparison for each dictionary, kind of text and engine.

    Args:
        texts: how many; a text that is compared with two dictionaries counts twice. seed: the same seed gives the same
            texts. dictionaries: by name, IPADIC alone first. report: is told after each batch. jobs: processes.

    Raises:
        UnsteadyReference: when Janome itself is not to be trusted.
        concurrent.futures.process.BrokenProcessPool: when a process was killed, as for want of memory.
    """
    batches = plan_batches(texts, list(dictionaries), corpus)
    checker = _Checker(engines, dictionaries, corpus, seed)
    made: dict[tuple[str, str, str], Comparison] = {}
    done = 0
    for batch, found in zip(batches, _compare_all(checker, batches, jobs), strict=True):
        for part in found:
            key = (part.dictionary, part.kind, part.engine)
            made[key] = _add(made[key], part) if key in made else part
        done += batch.count
        report(f"comparing {batch.kind}, user dictionary: {batch.dictionary}", done, texts)
    return list(made.values())


class _PublicEngine:
    def __init__(self, name: str, dictionary: UserDictionary | None) -> None:
        self._name, self._dictionary = name, dictionary

    def tokenise_batch(self, texts: Sequence[str]) -> list[Tokens]:
        return tokenise_many(texts, self._name, self._dictionary)

    def tokenise_columns(self, texts: Sequence[str]) -> pa.Table:
        return tokenise_columns(texts, self._name, self._dictionary)


class _Checker:
    """Compares batches; engines with one dictionary at a time are kept, as batches come dictionary by dictionary."""

    def __init__(
        self,
        engines: Mapping[str, EngineMaker],
        dictionaries: Mapping[str, UserDictionary | None],
        corpus: Corpus,
        seed: int,
    ) -> None:
        self._makers, self._dictionaries, self._corpus, self._seed = dict(engines), dictionaries, corpus, seed
        self._open: tuple[str, JanomeEngine, dict[str, BatchEngine]] | None = None
        self._second: tuple[str, JanomeEngine] | None = None

    def compare(self, batch: Batch) -> list[Comparison]:
        """A comparison for each engine."""
        texts = draw_texts(batch, self._seed, self._corpus)
        janome, engines = self._engines_with(batch.dictionary)
        expected = [tuple(janome(text)) for text in texts]
        counts = (len(texts), sum(map(len, texts)), sum(map(len, expected)))
        digest = hashlib.sha256("\0".join(texts).encode()).hexdigest()
        compared = []
        for name, engine in engines.items():
            differences = find_differences(engine, texts, expected)
            for difference in differences[:MOST_SHOWN]:
                self._ask_again(difference, batch.dictionary)
            shown = tuple(differences[:MOST_SHOWN])
            compared.append(Comparison(name, batch.kind, batch.dictionary, *counts, len(differences), digest, shown))
        return compared

    def _engines_with(self, dictionary: str) -> tuple[JanomeEngine, dict[str, BatchEngine]]:
        if self._open is None or self._open[0] != dictionary:
            words = self._dictionaries[dictionary]
            made = {name: make(words) for name, make in self._makers.items()}
            self._open = (dictionary, JanomeEngine(words), made)
        return self._open[1:]

    def _ask_again(self, difference: Difference, dictionary: str) -> None:
        if self._second is None or self._second[0] != dictionary:
            self._second = (dictionary, JanomeEngine(self._dictionaries[dictionary]))
        if tuple(self._second[1](difference.text)) != difference.expected:
            raise UnsteadyReference(f"Janome gives other tokens when asked again for {difference.text[:40]!r}")


def find_differences(engine: BatchEngine, texts: Sequence[str], expected: Sequence[Tokens]) -> list[Difference]:
    """The texts to which an engine does not answer with the tokens expected, or not in columns as it should."""
    forms: dict[str, _Ask] = {"tokens": engine.tokenise_batch, "columns": partial(_tokens_by_columns, engine)}
    differing: dict[int, Difference] = {}
    for form, ask in forms.items():
        for place, (found, tokens) in enumerate(zip(_answers(ask, texts), expected, strict=True)):
            if found != tokens:
                differing.setdefault(place, Difference(texts[place], form, tokens, found))
    return [differing[place] for place in sorted(differing)]


def _tokens_by_columns(engine: BatchEngine, texts: Sequence[str]) -> list[Tokens]:
    table = engine.tokenise_columns(texts)
    found = tokens_of_columns(table, len(texts))
    if not table.equals(columns_of_tokens(found)):
        raise ValueError("the columns are not coded as those of the same tokens are")
    return found


def _answers(ask: _Ask, texts: Sequence[str]) -> list[Answer]:
    """The answer to each text. Where a batch fails its halves are asked, down to the texts that fail."""
    try:
        found = ask(texts)
        if len(found) != len(texts):
            raise ValueError(f"{len(found)} answers")
        return list(found)
    except Exception as error:  # whatever an engine raises is its answer, and to be reported
        if len(texts) == 1:
            return [f"{type(error).__name__}: {error}"]
        middle = len(texts) // 2
        answers = _answers(ask, texts[:middle]) + _answers(ask, texts[middle:])
        if not any(isinstance(answer, str) for answer in answers):
            answers[0] = f"{type(error).__name__}, together with the {len(texts) - 1} texts behind it: {error}"
        return answers


_of_process: dict[str, _Checker] = {}


def _compare_all(checker: _Checker, batches: Sequence[Batch], jobs: int) -> Iterator[list[Comparison]]:
    if jobs == 1:
        yield from map(checker.compare, batches)
        return
    # Not copies of this process: it may have threads, and Janome's answers must come from a process without.
    pool = ProcessPoolExecutor(jobs, get_context("spawn"), initializer=_prepare, initargs=(checker,))
    try:
        yield from pool.map(_compare_in_process, batches)
    finally:
        pool.shutdown(cancel_futures=True)


def _prepare(checker: _Checker) -> None:
    _of_process["checker"] = checker


def _compare_in_process(batch: Batch) -> list[Comparison]:
    return _of_process["checker"].compare(batch)


def _add(whole: Comparison, part: Comparison) -> Comparison:
    return replace(
        whole,
        texts=whole.texts + part.texts,
        characters=whole.characters + part.characters,
        tokens=whole.tokens + part.tokens,
        differing=whole.differing + part.differing,
        digest=hashlib.sha256(f"{whole.digest} {part.digest}".encode()).hexdigest(),
        first=(*whole.first, *part.first)[:MOST_SHOWN],
    )
