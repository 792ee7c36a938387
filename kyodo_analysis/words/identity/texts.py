"""Texts on which an engine that is not quite Janome gives itself away.

Every function draws from a seed, out of sorted lists: the same arguments give the same texts on every machine. Clean
sentences catch few mistakes; ties show in overprinted and glued text, the chunk rule in long texts only.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping, Sequence
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import TypeAlias

from janome.sysdic import chardef

from kyodo_analysis.tables import read
from kyodo_analysis.words.engine.layout_cache import load_layout_once
from kyodo_analysis.words.folding import fold_width
from kyodo_analysis.words.sentences import cut_sentences

Seed: TypeAlias = int | str

STOPS = "、。,.?!？！"
"""What Janome may end a long chunk behind."""
UNKNOWN_WORDS = MappingProxyType(
    {"ｘｙｚ": "ALPHA", "ヌメロパ": "KATAKANA", "ωψξ": "GREEK", "яюэ": "CYRILLIC", "𠮷𠮷": "DEFAULT"}
)
"""Words that IPADIC does not know, with the category of their characters."""
EDGES = ("", " ", "　", "\n", " \t\u3000\n", "\x1f", "\x85", "\u2003協働\x1f", "\r\n協働\r\n")
"""Blank texts and odd white space."""
TURNS = (
    *("ア" * length for length in (499, 500, 501, 1023, 1024, 1025, 2048)),
    "あ" * 499 + "\n市民" * 9,
    "w" * 1100 + "。" + "あ" * 1100,
    "一" * 1030,
    "漢" * 1030,
    "あ。" * 800,
    "協働、" * 400,
)
"""Texts of the lengths at which Janome's chunk rule turns (500, 1,024)."""

_TRICKY = "一二三〇々ー、。,.?!？！ 　\tÐアンあんａZ9９Ⅳα𠮷🙂が\u3099①㈱ｱﾞ～…"
_WITHOUT_STOPS = dict.fromkeys(map(ord, STOPS))
_WHITE_SPACE = " \t\n\r\v\f\x1c\x1f\x85\xa0\u1680\u2003\u2028\u2029\u3000"
_LONG, _LONGEST = 400, 3500


@cache
def plan_sentences(tables: Path | None = None) -> tuple[str, ...]:
    """The distinct sentences of the measures and passages, in IPADIC's width, sorted.

    Args:
        tables: folder of the tables; by default the project's.

    Raises:
        InputError: when there are no tables.
    """
    measures, elements, passages = (read(name, tables) for name in ("measures", "elements", "passages"))
    texts = [
        *(text for field in ("title", "purpose", "completion") for text in measures[field].dropna()),
        *elements["text"].dropna(),
        *passages["text"].dropna(),
    ]
    return tuple(sorted({sentence for text in texts for _, sentence in cut_sentences(fold_width(text))}))


def invented_sentences(count: int, seed: Seed = 0) -> tuple[str, ...]:
    """What stands in for a plan's sentences where there is no plan: four to twenty words of the dictionary, sorted."""
    draw = random.Random(seed)
    words = [[draw.choice(surfaces()) for _ in range(draw.randrange(4, 21))] for _ in range(count)]
    return tuple(sorted({"".join(sentence) + "。" for sentence in words}))


@cache
def surfaces() -> tuple[str, ...]:
    """Every surface of Janome's dictionary, sorted."""
    return tuple(sorted(load_layout_once().pools["surface"].to_list()))


@cache
def known_characters() -> tuple[str, ...]:
    """Every character of Janome's dictionary, sorted."""
    return tuple(sorted(set("".join(surfaces()))))


def character(draw: random.Random) -> str:
    """Half of a character class of Janome's, else of a word, else a tricky one, else of any plane."""
    kind = draw.random()
    if kind < 0.5:
        line = draw.choice(chardef.DATA[1])
        return chr(draw.randint(ord(line["from"]), ord(line["to"])))
    if kind < 0.8:
        return draw.choice(known_characters())
    if kind < 0.9:
        return draw.choice(_TRICKY)
    point = draw.randint(0x20, 0x10FFFF)
    return "x" if 0xD800 <= point <= 0xDFFF else chr(point)


def characters_of_all_classes(count: int, seed: Seed = 1, sentences: Sequence[str] | None = None) -> list[str]:
    """Random characters, up to 24 in a text."""
    draw = random.Random(seed)
    return ["".join(character(draw) for _ in range(draw.randrange(1, 25))) for _ in range(count)]


def glued_words(count: int, seed: Seed = 2, sentences: Sequence[str] | None = None) -> list[str]:
    """Up to seven words of the dictionary without anything between them."""
    draw = random.Random(seed)
    return ["".join(draw.choice(surfaces()) for _ in range(draw.randrange(1, 8))) for _ in range(count)]


def words_and_runs(count: int, seed: Seed = 3, sentences: Sequence[str] | None = None) -> list[str]:
    """Words mixed with runs of one character."""
    draw = random.Random(seed)
    return ["".join(_word_or_run(draw) for _ in range(draw.randrange(1, 9))) for _ in range(count)]


def _word_or_run(draw: random.Random) -> str:
    if draw.random() < 0.6:
        return draw.choice(surfaces())
    return character(draw) * draw.choice((1, 1, 1, 2, 5, 30))


def overprinted(count: int, seed: Seed = 4, sentences: Sequence[str] | None = None) -> list[str]:
    """Sentences with every character, or a stretch of them, printed two to four times.

    Args:
        sentences: here and below, by default those of the project's plans.
    """
    draw = random.Random(seed)
    given = plan_sentences() if sentences is None else sentences
    found = []
    for _ in range(count):
        sentence = draw.choice(given)[:100]
        start = draw.randrange(len(sentence))
        end = draw.randrange(start, len(sentence)) + 1
        times = draw.choice((2, 3, 4))
        by_character = "".join(letter * times for letter in sentence[start:end])
        printed = draw.choice((by_character, sentence[start:end] * times))
        found.append(sentence[:start] + printed + sentence[end:])
    return found


def recombined(count: int, seed: Seed = 5, sentences: Sequence[str] | None = None) -> list[str]:
    """Halves of two sentences put together."""
    draw = random.Random(seed)
    given = plan_sentences() if sentences is None else sentences
    found = []
    for _ in range(count):
        first, second = draw.choice(given), draw.choice(given)
        found.append(first[: draw.randrange(len(first)) + 1] + second[draw.randrange(len(second)) :])
    return found


def with_outer_white_space(count: int, seed: Seed = 6, sentences: Sequence[str] | None = None) -> list[str]:
    """Parts of sentences, and now and then nothing, between white space of every sort."""
    draw = random.Random(seed)
    given = plan_sentences() if sentences is None else sentences
    found = []
    for _ in range(count):
        before, behind = ("".join(draw.choices(_WHITE_SPACE, k=draw.randrange(5))) for _ in range(2))
        found.append(before + draw.choice(given)[: draw.choice((0, 1, 3, 30))] + behind)
    return found


def long_texts(count: int, seed: Seed = 7, sentences: Sequence[str] | None = None) -> list[str]:
    """Texts of some 400 to 3,500 characters: with stops and without, words, runs, blank lines."""
    draw = random.Random(seed)
    given = plan_sentences() if sentences is None else sentences
    return [_long_text(draw, given) for _ in range(count)]


def _long_text(draw: random.Random, sentences: Sequence[str]) -> str:
    size = draw.randrange(_LONG, _LONGEST)
    kind = draw.randrange(6)
    text = "　\n" if kind == 5 else ""
    while len(text) < size:
        sentence = draw.choice(sentences)
        piece = (
            sentence,
            sentence.translate(_WITHOUT_STOPS),
            draw.choice(surfaces()),
            character(draw) * draw.choice((1, 1, 40, 300)),
            sentence * draw.choice((1, 5, 9)) + "\n\n",
            sentence + draw.choice(("\n", "\r\n\r\n", "\n\n")),
        )
        text += piece[kind]
    return text


Drawing: TypeAlias = Callable[[int, Seed, Sequence[str] | None], list[str]]

DRAWN: Mapping[str, tuple[Drawing, int]] = MappingProxyType(
    {
        "characters of all classes": (characters_of_all_classes, 40),
        "glued words": (glued_words, 40),
        "words and runs": (words_and_runs, 40),
        "overprinted": (overprinted, 30),
        "recombined": (recombined, 40),
        "outer white space": (with_outer_white_space, 8),
        "long": (long_texts, 1),
    }
)
"""The kinds of texts that are drawn, and the weight of each: a long text is as much work as a hundred others."""


def share_out(count: int) -> dict[str, int]:
    """How many texts of each kind that is drawn make so many in all, by weight; the first kind takes the remainder.

    >>> share_out(1000)["long"], sum(share_out(1000).values())
    (5, 1000)
    """
    whole = sum(weight for _, weight in DRAWN.values())
    shares = {kind: count * weight // whole for kind, (_, weight) in DRAWN.items()}
    shares[next(iter(shares))] += count - sum(shares.values())
    return shares


def chunk_edges() -> list[str]:
    """Texts in which a stop or a blank line stands just before, at and behind the place where a chunk may end."""
    return [
        *("あ" * length + stop + "市民" for length in range(497, 502) for stop in STOPS),
        *("あ" * length + blank + "市民" for length in range(494, 501) for blank in ("\n\n", "\r\n\r\n")),
        *("あ" * length + "市民" for length in range(1021, 1026)),
    ]
