"""The identity report finds every engine that is not quite Janome, and the real ones are Janome's equals."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cache
from pathlib import Path

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from kyodo_project import ROOT

from kyodo_analysis.words.engine import relayout
from kyodo_analysis.words.engine.choice import is_usable
from kyodo_analysis.words.engine.columns import CODED, columns_of_tokens
from kyodo_analysis.words.engine.janome_engine import JanomeEngine
from kyodo_analysis.words.engine.relayout import build_relayout
from kyodo_analysis.words.engine.token import Token
from kyodo_analysis.words.identity import comparison as identity
from kyodo_analysis.words.identity.batches import (
    Batch,
    Corpus,
    draw_texts,
    make_dictionaries,
    plan_batches,
    read_corpus,
)
from kyodo_analysis.words.identity.comparison import (
    MOST_SHOWN,
    Comparison,
    Tokens,
    UnsteadyReference,
    compare_engines,
    find_differences,
    public_engines,
)
from kyodo_analysis.words.identity.dictionaries import harsh_dictionary
from kyodo_analysis.words.identity.report import show_differences, tabulate
from kyodo_analysis.words.identity.texts import DRAWN, chunk_edges
from kyodo_analysis.words.user_dictionary import UserDictionary, read_user_dictionary

KINDS = {"sentences", "lines as published", "edges and turns", *DRAWN}
DICTIONARIES = ("none", "the project's", "ties and harsh costs", "across chunks")
SENTENCES = ["市民と協働する。", "　協働のヶヶ", "", "地域の課題を話し合います。", "市民"]


@cache
def corpus() -> Corpus:
    return read_corpus(ROOT / "data" / "processed", ROOT / "data" / "raw")


@cache
def dictionaries() -> dict[str, UserDictionary | None]:
    own = read_user_dictionary(ROOT / "data" / "hand" / "user_dictionary.csv")
    return make_dictionaries({"the project's": own}, corpus().material)


def said_nothing(step: str, done: int, of: int) -> None:
    """Progress that nobody reads."""


@cache
def few_words() -> dict[str, UserDictionary | None]:
    return {"none": None, "harsh": harsh_dictionary(60)}


@cache
def janome(dictionary: str) -> JanomeEngine:
    return JanomeEngine(few_words()[dictionary])


def compare(maker: identity.EngineMaker, texts: int = 150) -> list[Comparison]:
    return compare_engines(texts, 1, {"other": maker}, few_words(), corpus(), said_nothing)


class Faithful:
    """Janome's tokens, until something is done to them."""

    def __init__(self, dictionary: UserDictionary | None) -> None:
        self._engine = build_relayout(dictionary)

    def change(self, tokens: list[Token]) -> list[Token]:
        return tokens

    def tokenise_batch(self, texts: Sequence[str]) -> list[Tokens]:
        return [tuple(self.change(self._engine(text))) for text in texts]

    def tokenise_columns(self, texts: Sequence[str]) -> pa.Table:
        return columns_of_tokens(self.tokenise_batch(texts))


class OtherStart(Faithful):
    """Counts from the first character that is not blank."""

    def change(self, tokens: list[Token]) -> list[Token]:
        return [replace(token, start=token.start - tokens[0].start) for token in tokens]


class LostToken(Faithful):
    def change(self, tokens: list[Token]) -> list[Token]:
        return tokens[:-1] if len(tokens) > 4 else tokens


class OtherReading(Faithful):
    def change(self, tokens: list[Token]) -> list[Token]:
        return [replace(token, reading="トモ") if token.surface == "と" else token for token in tokens]


class OtherPart(Faithful):
    def change(self, tokens: list[Token]) -> list[Token]:
        return [replace(t, part_of_speech=t.part_of_speech.replace("格助詞", "副助詞")) for t in tokens]


class OtherBase(Faithful):
    def change(self, tokens: list[Token]) -> list[Token]:
        return [replace(token, base_form=token.surface) for token in tokens]


class OtherKind(Faithful):
    def change(self, tokens: list[Token]) -> list[Token]:
        return [replace(token, kind="known") for token in tokens]


class Fails(Faithful):
    def change(self, tokens: list[Token]) -> list[Token]:
        if any(token.kind == "unknown" for token in tokens):
            raise IndexError("list index out of range")
        return tokens


class OtherReadingInColumns(Faithful):
    def tokenise_columns(self, texts: Sequence[str]) -> pa.Table:
        changed = [[replace(t, reading="*") for t in found] for found in self.tokenise_batch(texts)]
        return columns_of_tokens(changed)


class DoubledValues(Faithful):
    """The same tokens, but a value stands twice in a dictionary."""

    def tokenise_columns(self, texts: Sequence[str]) -> pa.Table:
        table = super().tokenise_columns(texts)
        if table.num_rows < 2:
            return table
        place = table.column_names.index(CODED[0])
        surfaces = table.column(CODED[0]).to_pylist()
        doubled = pa.DictionaryArray.from_arrays(pa.array(range(len(surfaces)), pa.int32()), pa.array(surfaces))
        return table.set_column(place, table.schema.field(place), doubled)


class MixesTexts(Faithful):
    """Right for one text alone; of many the first two are exchanged."""

    def tokenise_columns(self, texts: Sequence[str]) -> pa.Table:
        found = self.tokenise_batch(texts)
        return columns_of_tokens([*found[1::-1], *found[2:]])


class FailsTogether(Faithful):
    def tokenise_batch(self, texts: Sequence[str]) -> list[Tokens]:
        if len(texts) > 2:
            raise MemoryError("three texts are too many")
        return super().tokenise_batch(texts)

    def tokenise_columns(self, texts: Sequence[str]) -> pa.Table:
        return columns_of_tokens([tuple(self._engine(text)) for text in texts])


class ForgetsTexts(Faithful):
    def tokenise_batch(self, texts: Sequence[str]) -> list[Tokens]:
        return super().tokenise_batch([text for text in texts if text.strip()])


BROKEN = (
    OtherStart,
    LostToken,
    OtherReading,
    OtherPart,
    OtherBase,
    OtherKind,
    Fails,
    OtherReadingInColumns,
    DoubledValues,
    MixesTexts,
    FailsTogether,
    ForgetsTexts,
)


@pytest.mark.parametrize(
    ("broken", "differing"),
    [
        (Faithful, []),
        (OtherStart, [1]),
        (LostToken, [0, 3]),
        (OtherReading, [0]),
        (OtherPart, [3]),
        (OtherBase, [3]),
        (OtherKind, [0, 1]),
        (Fails, [0, 1]),
        (OtherReadingInColumns, [0, 1, 3, 4]),
        (DoubledValues, [0]),
        (MixesTexts, [0, 1]),
        (FailsTogether, [2]),
        (ForgetsTexts, [2, 3, 4]),
    ],
)
def test_exactly_the_texts_that_differ_are_found(broken: type[Faithful], differing: list[int]) -> None:
    found = find_differences(broken(None), SENTENCES, [tuple(janome("none")(text)) for text in SENTENCES])
    assert [difference.text for difference in found] == [SENTENCES[place] for place in differing]


@pytest.mark.parametrize("broken", BROKEN)
def test_a_broken_engine_is_found_and_shown(broken: type[Faithful]) -> None:
    compared = compare(broken)
    differing = sum(comparison.differing for comparison in compared)
    shown = "\n".join(show_differences(compared))
    assert differing > 0
    assert shown.count("other differs in ") == sum(min(c.differing, MOST_SHOWN) for c in compared)
    assert shown.count("\n  Janome: ") == shown.count("\n  other: ") == shown.count("other differs in ")
    assert f" {differing} |" in tabulate(compared)[-1]
    for comparison in compared:
        assert comparison.differing <= comparison.texts
        for difference in comparison.first:
            assert difference.expected == tuple(janome(comparison.dictionary)(difference.text))


def last_of_all(row: list[int], before: list[relayout._Arrival]) -> tuple[int, relayout._Arrival]:
    cost, place = min((arrival[0] + row[arrival[1]], -place) for place, arrival in enumerate(before))
    return cost, before[-place]


def test_another_rule_for_ties_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(relayout, "_cheapest", last_of_all)
    assert sum(comparison.differing for comparison in compare(Faithful)) > 0


def test_chunks_that_never_end_are_found(monkeypatch: pytest.MonkeyPatch) -> None:
    words, texts = dictionaries()["across chunks"], chunk_edges()
    reference, engine = JanomeEngine(words), Faithful(words)
    expected = [tuple(reference(text)) for text in texts]
    assert find_differences(engine, texts, expected) == []
    monkeypatch.setattr(relayout, "_may_cut", lambda chunk, place: False)
    assert find_differences(engine, texts, expected)


def test_the_place_where_tokens_part_is_shown() -> None:
    tokens = [Token(surface, surface, "ヨミ", "名詞,一般,*,*", start) for start, surface in enumerate("市民協働市民")]
    other = [*tokens[:3], replace(tokens[3], reading="ハタラ"), *tokens[4:]]
    difference = identity.Difference("市民協働市民", "tokens", tuple(tokens), tuple(other))
    comparison = Comparison("other", "sentences", "none", 9, 54, 54, 7, "", (difference,))
    assert list(show_differences([comparison])) == [
        "other differs in sentences, user dictionary: none, as tokens: '市民協働市民'",
        "  alike: 3 tokens before, 2 behind",
        "  Janome: 3 '働' '働' ヨミ 名詞,一般,*,* known",
        "  other: 3 '働' '働' ハタラ 名詞,一般,*,* known",
        "and 6 more",
    ]


def test_janome_is_not_believed_when_it_contradicts_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    made: list[int] = []

    class Unsteady(JanomeEngine):
        def __init__(self, dictionary: UserDictionary | None = None) -> None:
            super().__init__(dictionary)
            made.append(1)
            self._loses = len(made) == 1

        def __call__(self, text: str) -> list[Token]:
            return super().__call__(text)[: -1 if self._loses else None]

    monkeypatch.setattr(identity, "JanomeEngine", Unsteady)
    with pytest.raises(UnsteadyReference, match="Janome gives other tokens when asked again for '"):
        compare(Faithful)


# What is compared.


@given(st.integers(1, 30_000), st.integers(1, 4))
@settings(max_examples=30)
def test_as_many_texts_as_asked_for_in_batches_that_memory_holds(texts: int, names: int) -> None:
    chosen = DICTIONARIES[:names]
    batches = plan_batches(texts, chosen, corpus())
    assert sum(batch.count for batch in batches) == texts
    assert all(0 < batch.count <= (25 if batch.kind in ("long", "edges and turns") else 1000) for batch in batches)
    assert [batch.dictionary for batch in batches] == sorted((b.dictionary for b in batches), key=chosen.index)


def test_every_kind_of_text_comes_with_every_dictionary() -> None:
    batches = plan_batches(20_000, DICTIONARIES, corpus())
    assert {(batch.kind, batch.dictionary) for batch in batches} == {(k, d) for k in KINDS for d in DICTIONARIES}


def test_batches_hold_the_texts_of_their_kind_and_no_others() -> None:
    def texts_of(kind: str) -> list[str]:
        batches = [b for b in plan_batches(30_000, ["none"], corpus()) if b.kind == kind]
        return [text for batch in batches for text in draw_texts(batch, 1, corpus())]

    assert texts_of("sentences") == list(corpus().sentences)
    assert texts_of("lines as published") == list(corpus().lines)
    assert {len(text) >= 400 for text in texts_of("long")} == {True}
    assert max(map(len, texts_of("long"))) > 3000
    assert len(set(texts_of("glued words"))) > 0.99 * len(texts_of("glued words"))
    blank = [text for text in texts_of("outer white space") if not text.strip()]
    assert blank and any(text != text.strip() for text in texts_of("outer white space") if text.strip())


def test_the_dictionaries_hold_what_they_are_named_after() -> None:
    ties = dictionaries()["ties and harsh costs"]
    assert ties is not None
    surfaces = [entry.surface for entry in ties.entries]
    assert any(len(surface) > 50 for surface in surfaces)
    assert len(set(surfaces)) < len(surfaces)
    assert any(entry.cost == -100_000 for entry in ties.entries)


def test_another_seed_gives_other_texts() -> None:
    batch = next(b for b in plan_batches(1000, ["none"], corpus()) if b.kind == "glued words")
    assert draw_texts(batch, 1, corpus()) == draw_texts(batch, 1, corpus())
    assert not set(draw_texts(batch, 1, corpus())) & set(draw_texts(batch, 2, corpus()))
    later = Batch(batch.kind, batch.dictionary, batch.first + 1000, batch.count, batch.whole + 1000)
    assert not set(draw_texts(batch, 1, corpus())) & set(draw_texts(later, 1, corpus()))


_DIGEST = """
import hashlib, sys
from pathlib import Path
from kyodo_analysis.words.identity.batches import draw_texts, make_dictionaries, plan_batches, read_corpus
corpus = read_corpus(Path(sys.argv[1], "processed"), Path(sys.argv[1], "raw"))
found = [repr(make_dictionaries({}, corpus.material))]
found += [repr(draw_texts(batch, 1, corpus)) for batch in plan_batches(3000, ["none", "other"], corpus)]
print(hashlib.sha256(repr((corpus, found)).encode()).hexdigest())
"""


@pytest.mark.slow
def test_texts_and_dictionaries_are_the_same_in_every_process() -> None:
    digests = set()
    for hash_seed in ("0", "1"):
        command = [sys.executable, "-c", _DIGEST, str(ROOT / "data")]
        environment = {**os.environ, "PYTHONHASHSEED": hash_seed}
        digests.add(subprocess.run(command, env=environment, capture_output=True, text=True, check=True).stdout)
    assert len(digests) == 1 and "\n" in digests.pop()


def test_without_a_project_sentences_are_invented(tmp_path: Path) -> None:
    nothing = read_corpus(tmp_path, tmp_path)
    assert (nothing.sentences, nothing.lines) == ((), ())
    assert len(nothing.material) > 1000
    told: list[tuple[int, int]] = []
    words = {"none": None, "harsh": harsh_dictionary(60, 1, nothing.material)}
    found = compare_engines(
        300, 1, public_engines(["python"]), words, nothing, lambda step, done, of: told.append((done, of))
    )
    assert {comparison.kind for comparison in found} == KINDS - {"sentences", "lines as published", "long"}
    assert sum(comparison.texts for comparison in found) == 300
    assert {comparison.differing for comparison in found} == {0}
    assert told == sorted(told) and told[-1] == (300, 300)


@pytest.mark.slow
def test_two_processes_compare_the_same_texts() -> None:
    engines = public_engines(["python"])
    alone, together = (compare_engines(150, 4, engines, few_words(), corpus(), said_nothing, jobs) for jobs in (1, 2))
    assert together == alone


# The real engines.


def run_check(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """`kyodo engine check` in a process of its own: here the measuring of coverage would slow down what is checked."""
    command = [sys.executable, "-m", "kyodo_analysis", "engine", "check", "--jobs", "1", *arguments]
    return subprocess.run(
        command, cwd=ROOT, env={**os.environ, **environment}, capture_output=True, text=True, check=False
    )


def rows_of(table: str) -> Iterator[list[str]]:
    for line in table.splitlines()[2:]:
        yield [cell.strip() for cell in line.strip("|").split("|")]


def assert_all_alike(done: subprocess.CompletedProcess[str], texts: int) -> None:
    assert done.returncode == 0, done.stdout + done.stderr
    *rows, sums = rows_of(done.stdout)
    names = ("none", "user_dictionary.csv", *DICTIONARIES[2:])
    assert {(kind, name) for name, kind, *_ in rows} == {(kind, name) for kind in KINDS for name in names}
    assert sums[2] == f"{texts:,}"
    assert {cell for row in [*rows, sums] for cell in row[5:-1]} == {"0"}


without_numba = pytest.mark.skipif(
    not is_usable("compiled"),
    reason="numba is not installed: compiled is NOT COMPARED; pip install 'kyodo_analysis[fast]'",
)


@pytest.mark.slow
def test_no_text_of_twenty_thousand_differs() -> None:
    done = run_check("--texts", "20000", "--seed", "2")
    assert_all_alike(done, 20_000)
    assert ("compiled differs" in done.stdout) == is_usable("compiled")


@pytest.mark.slow
@without_numba
def test_no_text_of_twenty_thousand_differs_with_bounds_checked() -> None:
    """Every access to an array is checked (that this switch does something, the tests of the compiled engine show)."""
    done = run_check("--texts", "20000", "--seed", "3", "--engine", "compiled", NUMBA_BOUNDSCHECK="1")
    assert_all_alike(done, 20_000)
