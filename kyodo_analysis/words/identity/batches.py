"""Which texts the identity report compares, with which user dictionaries, in batches that any process can draw anew.

A batch is a small record: its texts are drawn from the seed, the kind, the dictionary and the number of the batch, so
they are the same whichever process draws them, in whatever order, and never all in memory.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from kyodo_analysis.source.corpus import read_source
from kyodo_analysis.source.manifest import MANIFEST_NAME, read_manifest
from kyodo_analysis.words.identity.dictionaries import harsh_dictionary, rule_dictionary
from kyodo_analysis.words.identity.texts import (
    DRAWN,
    EDGES,
    TURNS,
    UNKNOWN_WORDS,
    chunk_edges,
    invented_sentences,
    plan_sentences,
    share_out,
)
from kyodo_analysis.words.user_dictionary import UserDictionary

IPADIC_ALONE = "none"

_SENTENCES, _LINES, _EDGES, _LONG = "sentences", "lines as published", "edges and turns", "long"
_BATCH, _LONG_BATCH = 1000, 25
# No kind of fixed texts takes more than this part of a dictionary's: the drawn ones find more.
_LARGEST_PART = 10
_INVENTED = 2000
_HARSH_ENTRIES = 300


@dataclass(frozen=True, slots=True)
class Corpus:
    """What the plans say, repaired (sentences) and as published (lines); both empty where there is no project.

    `material` is what the drawn kinds are made of: the sentences, or sentences invented in their place.
    """

    sentences: tuple[str, ...]
    lines: tuple[str, ...]
    material: tuple[str, ...]

    def fixed(self, kind: str) -> Sequence[str]:
        """The texts of a kind that is not drawn."""
        return {_SENTENCES: self.sentences, _LINES: self.lines, _EDGES: _edges()}[kind]


def read_corpus(tables: Path, raw: Path) -> Corpus:
    """The project's sentences and lines.

    Args:
        tables: folder of the tables. raw: folder of the plans with their manifest. Where either is missing, as in an
            installation without a project, there are no sentences or no lines.

    Raises:
        InputError: when the tables or the plans are there but cannot be read.
    """
    sentences = plan_sentences(tables) if (tables / "measures.csv").is_file() else ()
    sources = read_manifest(raw) if (raw / MANIFEST_NAME).is_file() else ()
    lines = {line for source in sources for line in read_source(source.path).lines}
    return Corpus(sentences, tuple(sorted(lines)), sentences or invented_sentences(_INVENTED))


def make_dictionaries(own: Mapping[str, UserDictionary], material: Sequence[str]) -> dict[str, UserDictionary | None]:
    """The user dictionaries to compare with, by name: none, one's own, one of doubled entries, ties, harsh costs and
    entries longer than 50 characters, and one in which every rule of Janome's shows."""
    return {
        IPADIC_ALONE: None,
        **own,
        "ties and harsh costs": harsh_dictionary(_HARSH_ENTRIES, 1, material),
        "across chunks": rule_dictionary(material),
    }


@dataclass(frozen=True, slots=True)
class Batch:
    """Some texts of one kind to be compared with one dictionary: from the place `first` on, `count` of the `whole`."""

    kind: str
    dictionary: str
    first: int
    count: int
    whole: int


def plan_batches(texts: int, dictionaries: Sequence[str], corpus: Corpus) -> list[Batch]:
    """Batches with so many texts in all, dictionary by dictionary: half without one, the rest shared by the others."""
    half = texts // 2
    others = len(dictionaries) - 1
    counts = [texts - half, *((half + place) // others for place in range(others))] if others else [texts]
    return [
        batch
        for dictionary, count in zip(dictionaries, counts, strict=True)
        for kind, whole in _share_out(count, corpus).items()
        for batch in _cut(kind, dictionary, whole)
    ]


def draw_texts(batch: Batch, seed: int, corpus: Corpus) -> list[str]:
    """The texts of a batch."""
    place = f"{seed} {batch.kind} {batch.dictionary}"
    if batch.kind in DRAWN:
        return DRAWN[batch.kind][0](batch.count, f"{place} {batch.first}", corpus.material)
    given = corpus.fixed(batch.kind)
    chosen = sorted(random.Random(place).sample(range(len(given)), batch.whole))
    return [given[index] for index in chosen[batch.first : batch.first + batch.count]]


def _share_out(count: int, corpus: Corpus) -> dict[str, int]:
    kinds = (_SENTENCES, _LINES, _EDGES)
    fixed = {kind: min(len(corpus.fixed(kind)), count // _LARGEST_PART) for kind in kinds}
    return fixed | share_out(count - sum(fixed.values()))


def _cut(kind: str, dictionary: str, whole: int) -> Iterator[Batch]:
    size = _LONG_BATCH if kind in (_LONG, _EDGES) else _BATCH
    for first in range(0, whole, size):
        yield Batch(kind, dictionary, first, min(size, whole - first), whole)


def _edges() -> list[str]:
    return [*EDGES, *TURNS, *UNKNOWN_WORDS, *chunk_edges()]
