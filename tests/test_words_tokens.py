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
from kyodo_analysis.words.engine.choice import is_usable
from kyodo_analysis.words.engine.layout_process import LayoutFailed
from kyodo_analysis.words.sentences import cut_sentences
from kyodo_analysis.words.tokens import RejoinError, Token, tokenise, tokenise_columns, tokenise_many
from kyodo_analysis.words.user_dictionary import UserDictionary, UserEntry, read_user_dictionary

DATA = Path(__file__).parents[1] / "data"
USER_DICTIONARY = DATA / "hand" / "user_dictionary.csv"
LINES = [
    sentence
    for plan in ("yamaguchi-1", "koka", "tsushima", "nichinan")
    for line in (DATA / "raw" / f"{plan}.txt").read_text(encoding="utf-8").splitlines()
    for _, sentence in cut_sentences(line)
]
ENGINES = ["janome", "python"] + ["compiled"] * is_usable("compiled")
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


@pytest.mark.parametrize("engine", ENGINES)
def test_threads_give_the_tokens_of_one(engine: str) -> None:
    """As columns, because tokens are remembered and what one thread found would be given to the others."""
    texts = LINES[::5]
    alone = tokenise_columns(texts)
    with ThreadPoolExecutor(8) as pool:
        for together in pool.map(lambda _: tokenise_columns(texts, engine), range(8)):
            assert together.equals(alone)


def test_what_one_engine_found_is_not_given_as_anothers(monkeypatch: pytest.MonkeyPatch) -> None:
    def build(dictionary: UserDictionary | None) -> tokens_module.Engine:
        return lambda text: [Token(text, "?", "?", "名詞,一般,*,*", 0)]

    monkeypatch.setattr(tokens_module, "_ENGINES", {**tokens_module._ENGINES, "other": build})
    assert tokenise("市民活動を", "other")[0].base_form == "?"
    assert tokenise("市民活動を")[0].base_form == "市民"


def test_auto_is_the_engine_that_suits_all_that_was_asked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[tuple[int, set[str]]] = []

    def choose(characters: int, running: set[str], refused: set[str]) -> str:
        asked.append((characters, running))
        return "janome" if characters < 10 else "python"

    def ask_in_a_new_thread() -> list[list[Token]]:
        return [tokenise(text, "auto") for text in ("部署を横断する", "担当者を置く", "部署を横断する", "名簿をつくる")]

    monkeypatch.setattr(tokens_module, "choose_engine", choose)
    monkeypatch.setattr(tokens_module, "_memories", {})
    with ThreadPoolExecutor(1) as pool:
        found = pool.submit(ask_in_a_new_thread).result()
    assert asked == [(7, set()), (13, {"janome"}), (19, {"janome", "python"})]
    assert found == [tokenise(text) for text in ("部署を横断する", "担当者を置く", "部署を横断する", "名簿をつくる")]


def test_what_cannot_be_started_is_refused_once_and_auto_takes_another(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def fail(dictionary: UserDictionary | None) -> tokens_module.Engine:
        raise LayoutFailed("Janome's dictionary cannot be laid out (too little memory)")

    def miss(dictionary: UserDictionary | None) -> tokens_module.Engine:
        raise tokens_module.EngineMissing("engine 'compiled' cannot run, numba fails: no LLVM")

    engines = {**tokens_module._ENGINES, "python": fail, "compiled": miss}
    monkeypatch.setattr(tokens_module, "_ENGINES", engines)
    monkeypatch.setattr(tokens_module, "_of_thread", tokens_module._OfThread())
    monkeypatch.setattr(tokens_module, "_memories", {})
    order = ["compiled", "python", "janome"]
    monkeypatch.setattr(
        tokens_module,
        "choose_engine",
        lambda characters, running, refused: next(name for name in order if name not in refused),
    )
    for text in ("部署を横断する", "担当者を置く"):
        assert tokenise(text, "auto") == tokenise(text)
    assert capsys.readouterr().err.splitlines() == [
        "engine 'compiled' cannot run, numba fails: no LLVM; another engine gives the same tokens",
        "Janome's dictionary cannot be laid out (too little memory); another engine gives the same tokens",
    ]


def test_an_unknown_engine_is_named_with_the_known_ones() -> None:
    known = "unknown engine 'mecab'; choose one of auto, compiled, janome, python"
    with pytest.raises(ValueError, match=known):
        tokenise("市民", engine="mecab")
    for ask in (tokenise_many, tokenise_columns):
        with pytest.raises(ValueError, match=known):
            ask([], "mecab")


def test_half_a_surrogate_pair_is_named_with_its_place() -> None:
    with pytest.raises(ValueError, match="surrogate pair at index 2"):
        tokenise("市民\ud83d")


def test_many_dictionaries_in_a_row_keep_apart() -> None:
    for word in ["甲賀市民", "日南市民", "対馬市民", "山口市民", "津市民", "甲賀市民"]:
        entry = UserEntry(word, 1285, 1285, -9000, "名詞,一般,*,*", "*", "*", word, "*", "*")
        assert tokenise(f"{word}の声", user_dictionary=UserDictionary((entry,)))[0].surface == word
    assert tokenise("甲賀市民の声")[0].surface != "甲賀市民"
