"""The engine in pure Python gives Janome's tokens: on the plans, on odd texts, with user dictionaries, in threads."""

from __future__ import annotations

import random
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from multiprocessing import get_context

import pytest
from engine_texts import rule_texts
from hypothesis import given, settings
from hypothesis import strategies as st

from kyodo_analysis.words.engine import relayout, relayout_words
from kyodo_analysis.words.engine.layout_cache import load_layout
from kyodo_analysis.words.engine.relayout import Relayout, build_relayout
from kyodo_analysis.words.engine.token import Token
from kyodo_analysis.words.identity.dictionaries import rule_dictionary
from kyodo_analysis.words.identity.texts import EDGES, plan_sentences
from kyodo_analysis.words.tokens import tokenise, tokenise_many
from kyodo_analysis.words.user_dictionary import UserDictionary, parse_user_dictionary

SMALL = parse_user_dictionary(
    [
        "協働,1283,1283,3000,名詞,サ変接続,*,*,*,*,協働,キョウドウ,キョードー",
        "まちづくり,1285,1285,4000,名詞,一般,*,*,*,*,まちづくり,マチヅクリ,マチズクリ",
        "ＮＰＯ,1292,1292,100,名詞,固有名詞,組織,*,*,*,ＮＰＯ,エヌピーオー,エヌピーオー",
    ]
)


def differing(texts: list[str], dictionary: UserDictionary | None = None) -> list[str]:
    ours = tokenise_many(texts, "python", dictionary)
    janomes = tokenise_many(texts, "janome", dictionary)
    return [text for text, first, second in zip(texts, ours, janomes, strict=True) if first != second]


def test_the_plans_sentences_with_a_user_dictionary() -> None:
    sentences = list(plan_sentences())
    assert differing(sentences, SMALL) == []
    tokens = [token for found in tokenise_many(sentences, "python", SMALL) for token in found]
    assert {token.kind for token in tokens} == {"known", "unknown", "user"}
    assert {token.base_form for token in tokens if token.kind == "user"} == {"協働", "まちづくり", "ＮＰＯ"}


@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=40))
@settings(max_examples=150, deadline=None)
def test_whatever_characters_come(text: str) -> None:
    assert differing([text]) == []


@pytest.mark.parametrize("text", EDGES)
def test_blank_texts_and_white_space_at_the_ends(text: str) -> None:
    tokens = tokenise(text, "python")
    assert tokens == tokenise(text, "janome")
    assert "".join(token.surface for token in tokens) == text.strip()
    assert all(text[token.start : token.end] == token.surface for token in tokens)


def test_half_a_surrogate_pair_is_named() -> None:
    with pytest.raises(ValueError, match="half a surrogate pair at index 2"):
        tokenise("協働\ud842", "python")
    assert differing(["協働\U00020bb7野"]) == []


def test_user_words_longer_than_janome_looks_are_never_found() -> None:
    words = {length: "あ" * length for length in (49, 50, 51)}
    lines = [f"{word},1285,1285,-9000,名詞,一般,*,*,*,*,{length},ヨミ,ハツ" for length, word in words.items()]
    dictionary = parse_user_dictionary(lines)
    assert "51" not in [token.base_form for token in tokenise(words[51], "python", dictionary)]
    assert [token.base_form for token in tokenise(words[50], "python", dictionary)] == ["50"]
    assert differing(list(words.values()), dictionary) == []


def test_of_two_user_entries_that_cost_the_same_the_first_wins() -> None:
    lines = [f"協働,1283,1283,3000,名詞,サ変接続,*,*,*,*,{form},キョウドウ,キョードー" for form in ("一", "二", "三")]
    for order in (lines, lines[::-1]):
        dictionary = parse_user_dictionary(order)
        expected = dictionary.entries[0].base_form
        assert [token.base_form for token in tokenise("協働", "python", dictionary)] == [expected]
        assert differing(["協働", "協働の推進"], dictionary) == []


# Janome's rules taken away one by one: each must show in the texts above, or these texts test nothing.


def without_numbers(row: list[int], before: list[relayout._Arrival]) -> tuple[int, relayout._Arrival]:
    cost, place = min((arrival[0] + row[arrival[1]], place) for place, arrival in enumerate(before))
    return cost, before[place]


def larger_numbers(row: list[int], before: list[relayout._Arrival]) -> tuple[int, relayout._Arrival]:
    cheapest, came_from = without_numbers(row, before)
    tied = [arrival for arrival in before if arrival[0] + row[arrival[1]] == cheapest and arrival[2] >= 0]
    return cheapest, max(tied, key=lambda arrival: arrival[2]) if tied and came_from[2] >= 0 else came_from


def any_kind(row: list[int], before: list[relayout._Arrival]) -> tuple[int, relayout._Arrival]:
    cheapest, _ = without_numbers(row, before)
    return cheapest, min((a for a in before if a[0] + row[a[1]] == cheapest), key=lambda arrival: arrival[2])


def never_cut(chunk: str, place: int) -> bool:
    return False


def only_stops(chunk: str, place: int) -> bool:
    return chunk[place - 1] in relayout.STOPS


def any_line_end(chunk: str, place: int) -> bool:
    return chunk[place - 1] in relayout.STOPS or chunk[place - 1] == "\n"


MUTANTS: dict[str, tuple[str, object]] = {
    "ties: first": ("_cheapest", without_numbers),
    "ties: larger number": ("_cheapest", larger_numbers),
    "ties: unknown words too": ("_cheapest", any_kind),
    "chunk of 501": ("CHUNK", 501),
    "chunk of 1023": ("LONGEST_CHUNK", 1023),
    "never cut": ("_may_cut", never_cut),
    **{f"no {stop}": ("STOPS", relayout.STOPS - {stop}) for stop in "、。,.?!？！"},
    "no blank line": ("_may_cut", only_stops),
    "any line end": ("_may_cut", any_line_end),
}


@pytest.fixture(scope="module")
def janomes() -> list[tuple[Token, ...]]:
    return tokenise_many(rule_texts(), "janome", rule_dictionary())


def test_all_rules_hold_where_they_show(janomes: list[tuple[Token, ...]]) -> None:
    assert tokenise_many(rule_texts(), "python", rule_dictionary()) == janomes


@pytest.mark.parametrize("name", MUTANTS)
def test_each_rule_shows(name: str, monkeypatch: pytest.MonkeyPatch, janomes: list[tuple[Token, ...]]) -> None:
    monkeypatch.setattr(relayout, *MUTANTS[name])
    engine = build_relayout(rule_dictionary())
    assert [tuple(engine(text)) for text in rule_texts()] != janomes


def kind_with(change: Callable[[relayout_words.Category], relayout_words.Category]) -> Relayout:
    engine = Relayout(load_layout())
    for character in sorted({character for text in plan_sentences() for character in text}):
        members, if_known, if_unknown = engine._system.kinds[character]
        engine._system.kinds[character] = relayout_words.CharacterKind(
            members, tuple(map(change, if_known)), tuple(map(change, if_unknown))
        )
    return engine


def test_the_length_of_unknown_words_shows() -> None:
    engine = kind_with(lambda category: category._replace(longest=max(category.longest - 1, 0)))
    assert [tuple(engine(text)) for text in plan_sentences()[:300]] != tokenise_many(plan_sentences()[:300], "janome")


def test_that_the_dictionary_knows_a_word_shows() -> None:
    engine = Relayout(load_layout())
    for character in sorted({character for text in plan_sentences() for character in text}):
        kind = engine._system.kinds[character]
        engine._system.kinds[character] = kind._replace(if_known=kind.if_unknown)
    assert [tuple(engine(text)) for text in plan_sentences()[:300]] != tokenise_many(plan_sentences()[:300], "janome")


def test_threads_share_one_engine() -> None:
    texts = random.Random(2).sample(plan_sentences(), 400)
    expected = [list(found) for found in tokenise_many(texts, "janome", SMALL)]
    engine = Relayout(load_layout(), SMALL)

    def run(seed: int) -> list[list[Token]]:
        order = random.Random(seed).sample(range(len(texts)), len(texts))
        found = {place: engine(texts[place]) for place in order}
        return [found[place] for place in range(len(texts))]

    with ThreadPoolExecutor(8) as pool:
        assert list(pool.map(run, range(8))) == [expected] * 8


def _in_process(texts: list[str]) -> list[tuple[Token, ...]]:
    return tokenise_many(texts, "python", SMALL)


@pytest.mark.slow
def test_processes_give_the_same() -> None:
    texts = random.Random(3).sample(plan_sentences(), 100)
    with ProcessPoolExecutor(2, mp_context=get_context("spawn")) as pool:
        found = list(pool.map(_in_process, [texts, texts]))
    assert found == [tokenise_many(texts, "janome", SMALL)] * 2


def test_what_was_read_is_let_go_when_it_grows_too_large(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(relayout_words, "_MOST_STEPS", 500)
    monkeypatch.setattr(relayout, "_MOST_REMEMBERED", 50)
    engine = Relayout(load_layout())
    texts = random.Random(4).sample(plan_sentences(), 200)
    roots = set()
    for text, expected in zip(texts, tokenise_many(texts, "janome"), strict=True):
        assert tuple(engine(text)) == expected
        roots.add(id(engine._system.root()))
        assert len(engine._values) <= 51
    assert len(roots) > 1
