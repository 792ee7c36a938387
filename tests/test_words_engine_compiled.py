"""The compiled engine: Janome's tokens to the last field, whatever text, dictionary, batch and thread."""

from __future__ import annotations

import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from pathlib import Path

import numpy as np
import pytest
from engine_texts import all_kinds

pytest.importorskip(
    "numba", reason="numba is not installed: the compiled engine is NOT TESTED; pip install 'kyodo_analysis[fast]'"
)

from kyodo_analysis.words.engine.columns import columns_of_tokens, tokens_of_columns
from kyodo_analysis.words.engine.compiled_arrays import make_user_words, make_work, most_nodes_at_one_start
from kyodo_analysis.words.engine.compiled_engine import CompiledEngine
from kyodo_analysis.words.engine.janome_engine import JanomeEngine
from kyodo_analysis.words.engine.layout_cache import load_layout_once
from kyodo_analysis.words.engine.token import Token
from kyodo_analysis.words.identity.dictionaries import harsh_dictionary
from kyodo_analysis.words.identity.texts import EDGES, long_texts, plan_sentences
from kyodo_analysis.words.tokens import tokenise, tokenise_columns, tokenise_many
from kyodo_analysis.words.user_dictionary import UserDictionary, UserEntry, read_user_dictionary

OWN = Path(__file__).parents[1] / "data" / "hand" / "user_dictionary.csv"
FUZZ = 3200


@cache
def engine(dictionary: UserDictionary | None = None) -> CompiledEngine:
    return CompiledEngine(dictionary)


def janome(texts: list[str], dictionary: UserDictionary | None = None) -> list[tuple[Token, ...]]:
    reference = JanomeEngine(dictionary)
    return [tuple(reference(text)) for text in texts]


def texts_that_differ(texts: list[str], dictionary: UserDictionary | None = None) -> list[str]:
    found = engine(dictionary).tokenise_batch(texts)
    return [text for text, ours, theirs in zip(texts, found, janome(texts, dictionary), strict=True) if ours != theirs]


def word(surface: str, cost: int, ids: tuple[int, int] = (1285, 1285)) -> UserEntry:
    return UserEntry(surface, *ids, cost, "名詞,一般,*,*", "*", "*", surface, "*", "*")


def test_every_fourth_sentence_of_the_plans_has_janomes_tokens() -> None:
    assert texts_that_differ(list(plan_sentences()[::4])) == []


def test_fuzz_of_all_kinds_has_janomes_tokens() -> None:
    texts = all_kinds(FUZZ)
    assert len(texts) >= 3000
    assert texts_that_differ(texts) == []


def test_fuzz_with_a_user_dictionary_of_ties_and_harsh_costs_has_janomes_tokens() -> None:
    assert texts_that_differ(all_kinds(1200, seed=100), harsh_dictionary()) == []


def test_the_projects_own_dictionary_gives_janomes_tokens() -> None:
    dictionary = read_user_dictionary(OWN)
    assert texts_that_differ(list(plan_sentences()[::9]), dictionary) == []
    assert {token.kind for token in engine(dictionary)("市民と協働するヶヶ")} == {"known", "user", "unknown"}


def test_a_users_word_beats_costs_beyond_sixteen_bits() -> None:
    dictionary = UserDictionary((word("民の", -1_000_000), word("市民", 1_000_000)))
    assert [token.surface for token in engine(dictionary)("市民の声")] == ["市", "民の", "声"]
    assert texts_that_differ(["民の" * 3 + "市民の声"], UserDictionary((word("民の", -1_000_000),))) == []


def test_a_users_word_of_fifty_characters_is_found_and_a_longer_one_is_not() -> None:
    dictionary = UserDictionary((word("あ" * 50, -30000), word("い" * 51, -30000)))
    assert [len(token.surface) for token in engine(dictionary)("あ" * 50)] == [50]
    assert texts_that_differ(["あ" * 50, "い" * 51, "あ" * 120 + "い" * 120], dictionary) == []


def test_a_text_may_be_as_long_as_it_likes() -> None:
    line = "地域の課題を話し合う場づくりを進めます、" * 250_000
    tokens = tokenise_columns([line], "compiled")
    assert int(tokens.column("start")[-1].as_py()) == len(line) - 1
    part = line[:2000]
    assert texts_that_differ([part]) == []
    assert tokens_of_columns(tokens.slice(0, 300), 1)[0] == janome([part])[0][:300]


def test_a_text_is_the_same_in_every_batch() -> None:
    texts = [*plan_sentences()[:200], *EDGES, *long_texts(20)]
    whole = engine().tokenise_batch(texts)
    assert [tuple(engine()(text)) for text in texts] == whole
    assert engine().tokenise_batch(texts[::-1])[::-1] == whole


def test_batches_are_joined_under_one_dictionary(monkeypatch: pytest.MonkeyPatch) -> None:
    texts = all_kinds(400, seed=9)
    whole = engine().tokenise_columns(texts)
    monkeypatch.setattr("kyodo_analysis.words.engine.compiled_engine._BATCH", 700)
    assert engine().tokenise_columns(texts).equals(whole)


@pytest.mark.parametrize("dictionary", [None, harsh_dictionary()], ids=["IPADIC alone", "harsh dictionary"])
def test_columns_are_those_made_from_janomes_tokens(dictionary: UserDictionary | None) -> None:
    texts = all_kinds(400, seed=5)
    assert engine(dictionary).tokenise_columns(texts).equals(columns_of_tokens(janome(texts, dictionary)))


@pytest.mark.parametrize("texts", [[], [""], [" 　\n", ""], list(EDGES)], ids=["none", "empty", "blank", "edges"])
def test_nothing_gives_no_tokens(texts: list[str]) -> None:
    assert engine().tokenise_batch(texts) == janome(texts)
    assert engine().tokenise_columns(texts).equals(columns_of_tokens(janome(texts)))


def test_half_a_surrogate_pair_names_its_text_among_many() -> None:
    with pytest.raises(ValueError, match=r"surrogate pair at index 2 of '協働\\ud83d'"):
        tokenise_many(["市民", "協働\ud83d", "の"], "compiled")
    with pytest.raises(ValueError, match="surrogate pair"):
        tokenise_columns(["市民\udc00"], "compiled")


def test_eight_threads_share_an_engine() -> None:
    texts = [*plan_sentences()[:300], *all_kinds(200, seed=8)]
    shared = engine(harsh_dictionary())
    alone = shared.tokenise_columns(texts)
    turns = [texts[turn:] + texts[:turn] for turn in range(8)]
    with ThreadPoolExecutor(8) as pool:
        together = list(pool.map(lambda turn: [shared.tokenise_columns(turn) for _ in range(4)][-1], turns))
    assert together[0].equals(alone)
    for turn, table in zip(turns, together, strict=True):
        assert table.equals(shared.tokenise_columns(turn))


def test_the_promised_calls_reach_the_engine() -> None:
    sentences = list(plan_sentences()[:50])
    assert tokenise(sentences[0], "compiled") == tokenise(sentences[0])
    assert tokenise_many([*sentences, sentences[3]], "compiled") == tokenise_many([*sentences, sentences[3]])
    assert tokenise_columns(sentences, "compiled").equals(tokenise_columns(sentences, "janome"))


def test_no_start_has_more_nodes_than_the_arrays_hold() -> None:
    """The bound, counted again from Janome's own data: surfaces that are prefixes of each other, and the categories."""
    layout = load_layout_once()
    spelt = layout.pools["surface"].to_list()
    rows: dict[str, set[tuple[int, int]]] = {}
    for number, row in zip(layout.numbers.tolist(), layout.entries.tolist(), strict=True):
        rows.setdefault(spelt[layout.values[number, 0]], set()).add((row[0], row[1]))
    most = max(sum(len(rows.get(text[:end], ())) for end in range(1, len(text) + 1)) for text in rows)
    assert layout.most_at_one_start == most
    dictionary = UserDictionary(tuple(word("市民" * n, 5, (ids, 3)) for n in (1, 2, 3) for ids in range(4)))
    assert make_user_words(dictionary)[1] == 12
    assert most_nodes_at_one_start(layout, 12) == most + 12 + layout.most_unknown_at_one_start
    assert len(make_work(2000, 10, 3, 2).nodes.total) == 1024 * 10 + 2
    assert len(make_work(7, 10, 3, 2).nodes.total) == 7 * 10 + 2


_CHECKED = """
import numba
from engine_texts import all_kinds
from kyodo_analysis.words.engine import compiled_engine
from kyodo_analysis.words.identity.dictionaries import harsh_dictionary
from kyodo_analysis.words.engine.janome_engine import JanomeEngine
from kyodo_analysis.words.engine.layout_cache import load_layout_once
texts = all_kinds(300, seed=40)
for dictionary in (None, harsh_dictionary()):
    janome = JanomeEngine(dictionary)
    assert compiled_engine.CompiledEngine(dictionary).tokenise_batch(texts) == [tuple(janome(text)) for text in texts]
print("checked", numba.config.BOUNDSCHECK)
compiled_engine.most_nodes_at_one_start = lambda layout, rows: 1
compiled_engine.CompiledEngine().tokenise_columns(["市民と協働"])
"""


@pytest.mark.slow
def test_no_access_leaves_its_array_and_one_that_did_would_show() -> None:
    """With arrays that are too small the last line raises; else the test could pass because the switch does nothing."""
    places = os.pathsep.join(map(str, Path(__file__).parents[:2]))
    environment = {**os.environ, "NUMBA_BOUNDSCHECK": "1", "PYTHONPATH": places}
    command = [sys.executable, "-c", _CHECKED]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (1, "checked 1\n"), done.stderr
    assert "IndexError" in done.stderr.splitlines()[-1]


def test_without_numba_one_line_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "numba", None)
    dictionary = UserDictionary((word("無二の語", 1),))
    with pytest.raises(ImportError, match=r"needs numba .*pip install .kyodo_analysis\[fast\]") as error:
        tokenise("市民", "compiled", dictionary)
    assert "\n" not in str(error.value)


def test_starts_are_those_of_the_text_not_of_the_batch() -> None:
    table = engine().tokenise_columns(["　　市民 ", "の声"])
    assert table.column("start").to_pylist() == [2, 0, 1]
    assert table.column("text").to_pylist() == [0, 1, 1]
    assert np.diff(table.column("text").to_numpy()).min() >= 0
