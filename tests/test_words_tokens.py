"""Tokens: Janome's own, frozen, adding up to the text, the same in every thread and with a dictionary of our own."""

from __future__ import annotations

import dataclasses
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from janome.tokenizer import Tokenizer

from kyodo_analysis.words import tokens as tokens_module
from kyodo_analysis.words.sentences import cut_sentences
from kyodo_analysis.words.tokens import RejoinError, Token, tokenise, tokenise_many
from kyodo_analysis.words.user_dictionary import UserDictionary, UserEntry, read_user_dictionary

DATA = Path(__file__).parents[1] / "data"
USER_DICTIONARY = DATA / "hand" / "user_dictionary.csv"
LINES = [
    sentence
    for plan in ("yamaguchi-1", "koka", "tsushima", "nichinan")
    for line in (DATA / "raw" / f"{plan}.txt").read_text(encoding="utf-8").splitlines()
    for _, sentence in cut_sentences(line)
]
MEASURE = "地域づくり協議会からの要望により、ノウハウの提供を行う地域づくりアドバイザーを派遣します。"


def janome_values(tokenizer: Tokenizer, text: str) -> list[tuple[str, str, str, str]]:
    return [(t.surface, t.base_form, t.reading, t.part_of_speech) for t in tokenizer.tokenize(text)]


def our_values(found: list[Token]) -> list[tuple[str, str, str, str]]:
    return [(t.surface, t.base_form, t.reading, t.part_of_speech) for t in found]


def test_tokens_are_janomes_own_on_every_seventh_line_of_the_plans() -> None:
    tokenizer = Tokenizer()
    for line in LINES[::7]:
        assert our_values(tokenise(line)) == janome_values(tokenizer, line)


def test_tokens_with_a_user_dictionary_are_janomes_own() -> None:
    tokenizer = Tokenizer(str(USER_DICTIONARY), udic_type="ipadic", udic_enc="utf8")
    for line in [MEASURE, *LINES[::11]]:
        assert our_values(tokenise(line, user_dictionary=USER_DICTIONARY)) == janome_values(tokenizer, line)


def test_without_a_user_dictionary_ipadic_works_alone() -> None:
    assert [t.surface for t in tokenise("協働推進課")] == ["協", "働推進", "課"]
    assert [t.surface for t in tokenise("協働推進課", user_dictionary=str(USER_DICTIONARY))] == ["協働", "推進", "課"]


def test_a_text_longer_than_a_chunk_is_cut_as_janome_cuts_it() -> None:
    text = "地域の課題を話し合う場づくりを進めます、" * 40
    assert our_values(tokenise(text)) == janome_values(Tokenizer(), text)


@given(st.sampled_from(LINES), st.sampled_from([None, read_user_dictionary(USER_DICTIONARY)]))
def test_tokens_rejoin_to_the_text_and_know_their_place(line: str, dictionary: UserDictionary | None) -> None:
    found = tokenise(line, user_dictionary=dictionary)
    assert "".join(t.surface for t in found) == line.strip()
    for token in found:
        assert line[token.start : token.end] == token.surface


def test_outer_white_space_counts_in_the_places_and_gives_no_token() -> None:
    assert [(t.surface, t.start) for t in tokenise("　　市民 ")] == [("市民", 2)]
    assert tokenise("") == tokenise(" 　\n") == []


def test_a_token_cannot_be_changed() -> None:
    with pytest.raises(dataclasses.FrozenInstanceError):
        tokenise("市民")[0].surface = "住民"  # type: ignore[misc]


def test_equal_texts_are_tokenised_once(monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[str] = []

    def build(dictionary: UserDictionary | None) -> tokens_module.Engine:
        def run(text: str) -> list[Token]:
            seen.append(text)
            return [Token(text, text, "*", "名詞,一般,*,*", 0)]

        return run

    monkeypatch.setattr(tokens_module, "_ENGINES", {"counting": build})
    found = tokenise_many(["実施", "検討", "実施", "実施"], engine="counting")
    assert seen == ["実施", "検討"]
    assert [t[0].surface for t in found] == ["実施", "検討", "実施", "実施"]


def test_tokens_that_do_not_add_up_are_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    def build(dictionary: UserDictionary | None) -> tokens_module.Engine:
        return lambda text: [Token(text[1:], text[1:], "*", "名詞,一般,*,*", 1)]

    monkeypatch.setattr(tokens_module, "_ENGINES", {"losing": build})
    with pytest.raises(RejoinError, match="市民活動"):
        tokenise("市民活動", engine="losing")


def test_many_is_one_by_one() -> None:
    texts = LINES[:40]
    assert [list(found) for found in tokenise_many(texts)] == [tokenise(text) for text in texts]


def test_threads_give_the_tokens_of_one() -> None:
    texts = LINES[::5]
    alone = [tokenise(text) for text in texts]
    with ThreadPoolExecutor(4) as pool:
        for together in pool.map(lambda _: [tokenise(text) for text in texts], range(4)):
            assert together == alone


def test_auto_is_the_best_engine_there_is() -> None:
    assert tokenise(MEASURE, engine="auto") == tokenise(MEASURE)


def test_an_unknown_engine_is_named_with_the_known_ones() -> None:
    with pytest.raises(ValueError, match="unknown engine 'mecab'; choose one of auto, janome"):
        tokenise("市民", engine="mecab")


def test_half_a_surrogate_pair_is_named_with_its_place() -> None:
    with pytest.raises(ValueError, match="surrogate pair at index 2"):
        tokenise("市民\ud83d")


def test_many_dictionaries_in_a_row_keep_apart() -> None:
    for word in ["甲賀市民", "日南市民", "対馬市民", "山口市民", "津市民", "甲賀市民"]:
        entry = UserEntry(word, 1285, 1285, -9000, "名詞,一般,*,*", "*", "*", word, "*", "*")
        assert tokenise(f"{word}の声", user_dictionary=UserDictionary((entry,)))[0].surface == word
    assert tokenise("甲賀市民の声")[0].surface != "甲賀市民"
