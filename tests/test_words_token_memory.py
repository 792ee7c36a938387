"""What is remembered is given again, the latest is kept, and threads may share it."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

from hypothesis import given
from hypothesis import strategies as st

from kyodo_analysis.words.engine.token import Token
from kyodo_analysis.words.token_memory import TokenMemory, Tokens

WORDS = ["実施", "検討", "準備", "継続", "見直し", ""]


def cut(text: str) -> Tokens:
    """One token per character."""
    return tuple(Token(character, character, "*", "名詞,一般,*,*", place) for place, character in enumerate(text))


class Counting:
    """Tokenises, and knows what it was given."""

    def __init__(self) -> None:
        self.given: list[list[str]] = []

    def __call__(self, texts: list[str]) -> list[Tokens]:
        self.given.append(texts)
        return [cut(text) for text in texts]


def test_a_text_that_comes_again_is_not_tokenised_again() -> None:
    memory, tokenise = TokenMemory(), Counting()
    assert memory.recall(["実施", "検討", "実施"], tokenise) == [cut("実施"), cut("検討"), cut("実施")]
    assert memory.recall(["検討", "準備"], tokenise) == [cut("検討"), cut("準備")]
    assert memory.recall(["実施"], tokenise) == [cut("実施")]
    assert tokenise.given == [["実施", "検討"], ["準備"]]


def test_the_oldest_make_room_and_what_is_asked_for_is_young_again() -> None:
    memory, tokenise = TokenMemory(most_characters=6), Counting()
    memory.recall(["実施", "検討", "準備"], tokenise)
    memory.recall(["実施"], tokenise)
    memory.recall(["継続"], tokenise)
    assert [text for text, _ in memory.list_known()] == ["準備", "実施", "継続"]


def test_more_than_is_kept_is_answered_whole() -> None:
    memory, texts = TokenMemory(most_characters=4), ["見直しを行う", "実施する"]
    assert memory.recall(texts, Counting()) == [cut(text) for text in texts]
    assert [text for text, _ in memory.list_known()] == ["実施する"]


@given(st.lists(st.lists(st.sampled_from(WORDS), max_size=8), max_size=8), st.integers(0, 12))
def test_whatever_is_asked_for_in_whatever_order(lots: list[list[str]], most: int) -> None:
    memory, tokenise = TokenMemory(most), Counting()
    for texts in lots:
        assert memory.recall(texts, tokenise) == [cut(text) for text in texts]
        known = [text for text, _ in memory.list_known()]
        assert sum(map(len, known)) <= most
        assert len(set(known)) == len(known)
    assert all(len(set(texts)) == len(texts) > 0 for texts in tokenise.given)


def test_threads_share_it() -> None:
    memory = TokenMemory(most_characters=9)
    lots = [WORDS[start:] + WORDS[:start] for start in range(len(WORDS))] * 20
    with ThreadPoolExecutor(8) as pool:
        found = list(pool.map(lambda texts: memory.recall(texts, Counting()), lots))
    assert found == [[cut(text) for text in texts] for texts in lots]
    assert sum(len(text) for text, _ in memory.list_known()) <= 9
