"""Every rule of the search matters: with one broken, some text has other tokens than Janome's."""

from __future__ import annotations

from functools import cache

import pytest

pytest.importorskip(
    "numba", reason="numba is not installed: the mutants are NOT TESTED; pip install 'kyodo_analysis[fast]'"
)

from engine_mutants import MUTANTS, Mutant, run_mutant
from janome.sysdic import unknowns

from kyodo_analysis.words.engine.janome_engine import JanomeEngine
from kyodo_analysis.words.engine.layout_cache import load_layout
from kyodo_analysis.words.engine.token import Token
from kyodo_analysis.words.identity.dictionaries import harsh_dictionary
from kyodo_analysis.words.identity.texts import overprinted, words_and_runs
from kyodo_analysis.words.user_dictionary import UserDictionary, UserEntry

_STOPS = "、。,.？?！!"
# A kanji that is no word of IPADIC and no prefix of one; three katakana that are no word.
_NO_WORD, _UNKNOWN = "龘", "ヌヲヌ"


def entry(surface: str, left: int, right: int, cost: int, part_of_speech: str = "名詞,一般,*,*") -> UserEntry:
    return UserEntry(surface, left, right, cost, part_of_speech, "*", "*", surface, "ヨミ", "*")


@cache
def first_of_the_system() -> list[tuple[str, int, int, int]]:
    """Surface, left and right id and cost of the system's entries 0 to 39."""
    layout = load_layout()
    rows = layout.numbers.argsort()[:40]
    assert layout.numbers[rows].tolist() == list(range(40))
    surfaces = [layout.pools["surface"][code] for code in layout.values[:40, 0].tolist()]
    return [(surface, *costs[:3]) for surface, costs in zip(surfaces, layout.entries[rows].tolist(), strict=True)]


@cache
def twins() -> UserDictionary:
    """Words that cost exactly what the system's or an unknown one costs: line k is the system's number k - 3.

    The system's number is the smaller one, so Janome takes the system's word, although the user's comes first; and the
    user's before an unknown one, which has no number.
    """
    lines = [entry(f"無{k}", 0, 0, 0) for k in range(3)]
    lines += [entry(*known) for known in first_of_the_system()]
    lines += [entry(_UNKNOWN, left, right, cost) for left, right, cost, _ in unknowns.DATA["KATAKANA"]]
    lines += [entry(_NO_WORD, 1285, 1285, 30000)]
    return UserDictionary(tuple(lines))


@cache
def across_stops() -> UserDictionary:
    """Cheap words that begin with a stop or a line feed: Janome cannot take them where a chunk ends behind it."""
    return UserDictionary(tuple(entry(f"{stop}市民", 1285, 1285, -9000) for stop in f"{_STOPS}\n"))


def texts_with_twins() -> list[str]:
    return ["　市民 ", _NO_WORD, _UNKNOWN, f"{_NO_WORD}を", "２月", *(surface for surface, *_ in first_of_the_system())]


def texts_with_stops() -> list[str]:
    return [
        *(f"{'あ' * 499}{stop}市民" for stop in _STOPS),
        "あ" * 498 + "。市民",
        "あ" * 498 + "\n\n市民",
        "あ" * 500 + "\n市民",
        "あ" * 497 + "\r\n\r\n市民",
        "あ" * 497 + "\n\r\n市民",
        *("ア" * 1025, "一" * 1030, "w" * 1030 + "。" + "w" * 30),
    ]


@cache
def cases(kind: str) -> tuple[list[str], UserDictionary | None, list[tuple[Token, ...]]]:
    """Texts, a dictionary, and Janome's tokens."""
    texts, dictionary = {
        "ties": lambda: (texts_with_twins(), twins()),
        "fuzz": lambda: ([*overprinted(20), *words_and_runs(80)], harsh_dictionary()),
        "long": lambda: (texts_with_stops(), across_stops()),
    }[kind]()
    janome = JanomeEngine(dictionary)
    return texts, dictionary, [tuple(janome(text)) for text in texts]


def differing(mutant: Mutant | None, kind: str) -> list[str]:
    """Texts of a kind whose tokens are not Janome's: all of them, or the first few that tell on a mutant."""
    texts, dictionary, expected = cases(kind)
    found: list[str] = []
    for start in range(0, len(texts), 10):
        part = texts[start : start + 10]
        ours = run_mutant(mutant, part, dictionary)
        theirs = map(list, expected[start : start + 10])
        found += [text for text, one, other in zip(part, ours, theirs, strict=True) if one != other]
        if found and mutant is not None:
            break
    return found


@pytest.mark.parametrize("kind", ["ties", "fuzz", "long"])
def test_the_search_in_plain_python_has_janomes_tokens(kind: str) -> None:
    assert differing(None, kind) == []


@pytest.mark.parametrize("mutant", MUTANTS, ids=str)
def test_a_broken_rule_shows(mutant: Mutant) -> None:
    assert differing(mutant, mutant.texts)
