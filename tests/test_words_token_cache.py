"""Tokens outlive the process: a rebuild tokenises only what changed, and a damaged file is as none."""

from __future__ import annotations

import hashlib
import io
import os
from collections.abc import Callable, Sequence
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from kyodo_project import ROOT, contents, make_project, plans_of_project, run_kyodo, write_manifest

from kyodo_analysis.words import token_cache
from kyodo_analysis.words import tokens as tokens_module
from kyodo_analysis.words.engine.columns import columns_of_tokens
from kyodo_analysis.words.engine.janome_engine import JanomeEngine
from kyodo_analysis.words.engine.token import Token
from kyodo_analysis.words.token_cache import DamagedTokens, keep_tokens, read_tokens, token_file, write_tokens
from kyodo_analysis.words.token_memory import Tokens
from kyodo_analysis.words.tokens import tokenise_many
from kyodo_analysis.words.user_dictionary import UserDictionary, UserEntry, read_user_dictionary

DICTIONARY = read_user_dictionary(ROOT / "data" / "hand" / "user_dictionary.csv")
TEXTS = ["協働推進課が窓口となる。", "地域の課題を話し合う。", "①研修の実施", "ＩＴ"]


class Counting:
    """Janome, and what it was asked for in all."""

    def __init__(self, seen: list[str], dictionary: UserDictionary | None) -> None:
        self._seen, self._janome = seen, JanomeEngine(dictionary)

    def __call__(self, text: str) -> list[Token]:
        self._seen.append(text)
        return self._janome(text)


@pytest.fixture
def seen(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> list[str]:
    """What the engines are asked for; nothing is remembered, and what is kept is kept in a folder of the test."""
    asked: list[str] = []
    monkeypatch.setattr(tokens_module, "_ENGINES", {"janome": lambda dictionary: Counting(asked, dictionary)})
    monkeypatch.setattr(tokens_module, "choose_engine", lambda *given: "janome")
    monkeypatch.setattr(tokens_module, "_of_thread", tokens_module._OfThread())
    monkeypatch.setattr(token_cache, "token_folder", lambda: tmp_path / "cache" / "tokens")
    forget(monkeypatch)
    return asked


def forget(monkeypatch: pytest.MonkeyPatch) -> None:
    """What another process would not know."""
    monkeypatch.setattr(tokens_module, "_memories", {})


def tokenised(texts: Sequence[str] = TEXTS) -> list[tuple[str, Tokens]]:
    janome = JanomeEngine(DICTIONARY)
    return [(text, tuple(janome(text))) for text in texts]


def test_another_process_asks_only_for_what_is_new(seen: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    with keep_tokens("auto", DICTIONARY):
        first = tokenise_many(TEXTS, "auto", DICTIONARY)
    assert seen == TEXTS
    forget(monkeypatch)
    with keep_tokens("auto", DICTIONARY):
        second = tokenise_many([*TEXTS[1:], "随時見直す。", "　"], "auto", DICTIONARY)
    assert seen[len(TEXTS) :] == ["随時見直す。", "　"]
    assert second[:3] == first[1:]
    forget(monkeypatch)
    with keep_tokens("auto", DICTIONARY):
        assert tokenise_many([TEXTS[0], "随時見直す。"], "auto", DICTIONARY) == [first[0], second[3]]
    assert len(seen) == len(TEXTS) + 2


def test_other_words_in_the_dictionary_are_other_tokens(seen: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    other = UserDictionary((UserEntry("課題", 1285, 1285, -9000, "名詞,一般,*,*", "*", "*", "問題", "モンダイ", "*"),))
    for dictionary, expected in ((DICTIONARY, "課題"), (other, "問題"), (DICTIONARY, "課題")):
        forget(monkeypatch)
        with keep_tokens("auto", dictionary):
            (found,) = tokenise_many([TEXTS[1]], "auto", dictionary)
        assert expected in {token.base_form for token in found}
    assert seen == [TEXTS[1], TEXTS[1]]


def test_tokens_of_an_engine_that_was_mended_since_are_not_taken(
    seen: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    for state in ("before", "after"):
        monkeypatch.setattr(token_cache, "digest_engines", lambda state=state: state)
        forget(monkeypatch)
        with keep_tokens("auto", DICTIONARY):
            tokenise_many(TEXTS, "auto", DICTIONARY)
    assert seen == TEXTS * 2


def test_who_names_an_engine_has_its_own_tokens(seen: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    with keep_tokens("auto", DICTIONARY):
        tokenise_many(TEXTS, "auto", DICTIONARY)
    forget(monkeypatch)
    with keep_tokens("janome", DICTIONARY):
        tokenise_many(TEXTS, "janome", DICTIONARY)
    assert seen == TEXTS * 2


def test_when_nothing_is_new_nothing_is_written(seen: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    with keep_tokens("auto", DICTIONARY):
        tokenise_many(TEXTS, "auto", DICTIONARY)
    forget(monkeypatch)
    monkeypatch.setattr(token_cache, "write_tokens", lambda *given: pytest.fail("written"))
    with keep_tokens("auto", DICTIONARY):
        tokenise_many(TEXTS[:2], "auto", DICTIONARY)


def test_what_is_written_is_read(tmp_path: Path) -> None:
    path = tmp_path / "new" / "kept.tokens"
    write_tokens(path, tokenised())
    assert read_tokens(path) == tokenised()
    assert [entry.name for entry in path.parent.iterdir()] == [path.name]


def shorten(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-100])


def change_a_byte(path: Path) -> None:
    data = bytearray(path.read_bytes())
    data[len(data) // 4] ^= 0xFF
    path.write_bytes(data)


def write_with_digest(path: Path, made: bytes) -> None:
    path.write_bytes(hashlib.sha256(made).hexdigest().encode() + b"\n" + made)


def write_no_parquet(path: Path) -> None:
    write_with_digest(path, b"PAR1, but no more")


def write_other_columns(path: Path) -> None:
    write_table(path, lambda table: pa.table({"text": [1]}))


def write_table(path: Path, change: Callable[[pa.Table], pa.Table]) -> None:
    buffer = io.BytesIO()
    pq.write_table(change(columns_of_tokens([tokens for _, tokens in tokenised()])), buffer)
    write_with_digest(path, buffer.getvalue())


def shift_places(path: Path) -> None:
    write_table(path, lambda table: table.set_column(1, table.field(1), pa.array([7] * len(table), pa.int32())))


def turn_around(path: Path) -> None:
    write_table(path, lambda table: table.take(list(range(len(table)))[::-1]))


def leave_a_text_out(path: Path) -> None:
    write_table(path, lambda table: table.filter(pa.compute.not_equal(table["text"], 1)))


@pytest.mark.parametrize(
    "damage",
    [
        shorten,
        change_a_byte,
        write_no_parquet,
        write_other_columns,
        shift_places,
        turn_around,
        leave_a_text_out,
        Path.touch,
    ],
    ids=lambda damage: damage.__name__,
)
def test_a_damaged_file_is_as_none(
    seen: list[str], monkeypatch: pytest.MonkeyPatch, damage: Callable[[Path], None]
) -> None:
    path = token_file(DICTIONARY)
    write_tokens(path, tokenised())
    if damage is Path.touch:
        path.write_bytes(b"")
    damage(path)
    with pytest.raises(DamagedTokens):
        read_tokens(path)
    with keep_tokens("auto", DICTIONARY):
        found = tokenise_many(TEXTS, "auto", DICTIONARY)
    assert seen == TEXTS
    assert dict(read_tokens(path)) == dict(zip(TEXTS, found, strict=True)) == dict(tokenised())


def test_of_what_nobody_uses_only_tokens_go(tmp_path: Path) -> None:
    """Somebody may keep other things in the folder that KYODO_CACHE names."""
    (tmp_path / "thesis").mkdir()
    names = ["0" * 32 + ".tokens", "1" * 32 + ".tokens", "2" * 31 + "x.tokens", "thesis/chapter.txt"]
    for name in names:
        (tmp_path / name).write_text("precious", encoding="utf-8")
    for path in (*tmp_path.rglob("*"), tmp_path):
        os.utime(path, (1, 1))
    os.utime(tmp_path / names[1])
    write_tokens(tmp_path / "kept.tokens", tokenised())
    left = sorted(path.relative_to(tmp_path).as_posix() for path in tmp_path.rglob("*"))
    assert left == sorted([*names[1:], "kept.tokens", "thesis"])


def test_a_file_that_is_too_large_is_not_opened(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "kept.tokens"
    write_tokens(path, tokenised())
    monkeypatch.setattr(token_cache, "_LARGEST_FILE", 10)
    with pytest.raises(DamagedTokens, match="too large"):
        read_tokens(path)


def test_where_nothing_can_be_kept_the_tokens_are_found_and_it_is_said(
    seen: list[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "cache").write_text("a file where the folder should be")
    for _ in range(2):
        forget(monkeypatch)
        with keep_tokens("auto", DICTIONARY):
            assert dict(zip(TEXTS, tokenise_many(TEXTS, "auto", DICTIONARY), strict=True)) == dict(tokenised())
    assert seen == TEXTS * 2
    (said, again) = capsys.readouterr().err.splitlines()
    assert said == again
    assert said.startswith(f"tokens cannot be kept in {tmp_path / 'cache' / 'tokens'} (")


def change_text(project: Path, before: str, after: str) -> None:
    """Another word in the plan (whose lines are printed four times over), and its new digest in the manifest."""
    path = project / "data" / "raw" / "nichinan.txt"
    text = path.read_text(encoding="utf-8")
    assert text.count(before) == 4
    path.write_text(text.replace(before, after), encoding="utf-8")
    entry = plans_of_project()["nichinan"]
    write_manifest(project, [{**entry, "sha256": hashlib.sha256(path.read_bytes()).hexdigest()}])


def test_a_rebuild_tokenises_only_the_sentence_that_changed(
    seen: list[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    project = make_project(tmp_path / "project", ["nichinan"])
    monkeypatch.chdir(project)
    assert run_kyodo("build").exit_code == 0
    assert len(seen) == len(set(seen)) > 30
    first = contents(project / "data" / "processed")
    del seen[:]
    forget(monkeypatch)
    assert run_kyodo("build", "--force").exit_code == 0
    assert seen == []
    assert contents(project / "data" / "processed") == first
    forget(monkeypatch)
    change_text(project, "職員研修会の実施や", "新任研修会の実施や")
    assert run_kyodo("build").exit_code == 0
    assert len(seen) == 1
    assert "新任研修会の実施や平成23年6月に開始した" in seen[0]
    assert contents(project / "data" / "processed") != first
