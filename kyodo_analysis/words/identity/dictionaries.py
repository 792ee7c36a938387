"""User dictionaries with ties and harsh costs: what an engine that is not quite Janome gets wrong first.

They are cut out of the plans' sentences and out of Janome's dictionary, so that they occur in all kinds of texts.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from functools import cache

from janome.sysdic import unknowns
from janome.tokenizer import Tokenizer

from kyodo_analysis.words.identity.texts import (
    STOPS,
    UNKNOWN_WORDS,
    Seed,
    known_characters,
    plan_sentences,
    surfaces,
)
from kyodo_analysis.words.user_dictionary import UserDictionary, UserEntry, parse_user_dictionary

_FREQUENT = [*"のをにとはがでもただなするい", "協働", "市民", "こと"]
_FIELDS_WITHOUT_END = 11


def harsh_dictionary(size: int = 300, seed: Seed = 7, sentences: Sequence[str] | None = None) -> UserDictionary:
    """Entries doubled, tied with the system's own in cost, of odd ids, of cost -100,000, and longer than 50 characters.

    Args:
        sentences: by default those of the project's plans.
    """
    draw = random.Random(seed)
    given = [sentence for sentence in (plan_sentences() if sentences is None else sentences) if len(sentence) > 2]
    lines = []
    for _ in range(size):
        if draw.random() < 0.4:
            word = draw.choice(_FREQUENT) if draw.random() < 0.5 else draw.choice(surfaces())
            lines += [_line(word, *entry) for entry in _entries_of(word)]
        else:
            sentence = draw.choice(given)
            start = draw.randrange(len(sentence) - 1)
            word = sentence[start : start + draw.choice((1, 2, 2, 3, 4, 6, 30, 60))]
            ids = draw.choice(
                (
                    (1285, 1285, 5000, "名詞,一般,*,*"),
                    (0, 0, -100000, "カスタム名詞,*,*,*"),
                    (1288, 1285, 3000, "名詞,固有名詞,一般,*"),
                    (3, 1293, draw.randrange(-3000, 9000), "記号,*,*,*"),
                )
            )
            lines += [_line(word, *ids)] * draw.choice((1, 1, 2, 3))
    for entries in unknowns.DATA.values():
        lines += [_line(draw.choice(known_characters()), *entry) for entry in entries]
    # IPADIC's format has no quoting: a word with a comma cannot stand in it.
    kept = [line for line in lines if line.count(",") == _FIELDS_WITHOUT_END - 1 and not line.startswith(",")]
    draw.shuffle(kept)
    # Doubled lines get readings of their own: a wrong choice between two that tie must show.
    return parse_user_dictionary(f"{line},ヨミ{number},ハツ" for number, line in enumerate(kept))


def rule_dictionary(sentences: Sequence[str] | None = None) -> UserDictionary:
    """`harsh_dictionary`, words so cheap that nothing but the end of a chunk hinders them, and words that cost exactly
    what Janome's unknown words of the same spelling cost."""
    spanning = [*(f"{stop}市" for stop in STOPS), "\n市", "\n\n市", "あ市"]
    tied = [(word, *entry) for word, category in UNKNOWN_WORDS.items() for entry in unknowns.DATA[category]]
    rows: list[tuple[str, int, int, int, str]] = [(word, 1285, 1285, -300000, "名詞,一般,*,*") for word in spanning]
    rows += tied
    entries = [UserEntry(*row, "*", "*", row[0], f"リ{number}", "*") for number, row in enumerate(rows)]
    return UserDictionary((*harsh_dictionary(150, 10, sentences).entries, *entries))


def _line(word: str, left: int, right: int, cost: int, part_of_speech: str) -> str:
    return f"{word},{left},{right},{cost},{part_of_speech},*,*,{word}"


def _entries_of(word: str) -> list[tuple[int, int, int, str]]:
    """The system's own entries of a word, under another part of speech: equal cost, so that numbers decide."""
    tokenizer = _janome()
    found = tokenizer.sys_dic.lookup(word.encode(), tokenizer.matcher)
    return sorted(
        (left, right, cost, "別," + tokenizer.sys_dic.lookup_extra(number)[0].split(",", 1)[1])
        for number, surface, left, right, cost in found
        if surface == word
    )


@cache
def _janome() -> Tokenizer:
    return Tokenizer()
