"""Every engine on broken input, in processes and through files: the same tokens, or the same reason."""

from __future__ import annotations

import subprocess
import sys
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path

import pyarrow.parquet as pq
import pytest
from kyodo_project import assert_refused, contents, make_project, run_kyodo

from kyodo_analysis.words.engine.choice import is_usable
from kyodo_analysis.words.engine.columns import SCHEMA
from kyodo_analysis.words.tokens import tokenise, tokenise_columns, tokenise_many

ENGINES = [
    "janome",
    "python",
    pytest.param(
        "compiled",
        marks=pytest.mark.skipif(
            not is_usable("compiled"),
            reason="numba is not installed: the engine compiled is NOT TESTED; pip install 'kyodo_analysis[fast]'",
        ),
    ),
    "auto",
]
SENTENCES = [
    "地域づくり協議会からの要望により、ノウハウの提供を行います。",
    "協働推進課が窓口となる。",
    "",
    "　②研修会（年２回）の実施　",
    "ＮＰＯ・ボランティア団体ゔ𠮷",
]
every_engine = pytest.mark.parametrize("engine", ENGINES)


@every_engine
@pytest.mark.parametrize("text", ["", " ", "　\t\n", "\x1f\x85", "\r\n\r\n"])
def test_a_blank_text_has_no_tokens(engine: str, text: str) -> None:
    assert tokenise(text, engine) == []
    assert tokenise_many([text, "市民", text], engine)[1][0].surface == "市民"
    assert tokenise_columns([text, text], engine).equals(SCHEMA.empty_table())


@every_engine
@pytest.mark.parametrize(("text", "place"), [("市民\ud83d", 2), ("\udc00", 0), ("\ude42\ud83d", 0)])
def test_half_a_surrogate_pair_is_named_with_its_place(engine: str, text: str, place: int) -> None:
    for ask in (tokenise_many, tokenise_columns):
        with pytest.raises(ValueError, match=f"half a surrogate pair at index {place} of"):
            ask(["市民", text], engine)


@every_engine
@pytest.mark.parametrize(
    ("lines", "message"),
    [
        ("協働,1283,1283,3000,名詞\n", "words.csv, line 1: 5 fields"),
        (
            "共働,1283,1283,3000,名詞,サ変接続,*,*,*,*,共働,キョウドウ,キョードー\n協働,a,1283,3000,*,*,*,*,*,*,*,*,*\n",
            "line 2",
        ),
        ("協働,1316,1283,3000,名詞,サ変接続,*,*,*,*,協働,キョウドウ,キョードー\n", "words.csv, line 1"),
        (",1283,1283,3000,名詞,サ変接続,*,*,*,*,協働,キョウドウ,キョードー\n", "words.csv, line 1"),
        ("\n", "words.csv"),
    ],
)
def test_a_broken_user_dictionary_is_named_with_its_line(engine: str, lines: str, message: str, tmp_path: Path) -> None:
    path = tmp_path / "words.csv"
    path.write_text(lines, encoding="utf-8")
    with pytest.raises(ValueError, match=message):
        tokenise("協働", engine, path)


@every_engine
def test_columns_survive_a_parquet_file(engine: str, tmp_path: Path) -> None:
    table = tokenise_columns(SENTENCES, engine)
    pq.write_table(table, tmp_path / "tokens.parquet")
    assert pq.read_table(tmp_path / "tokens.parquet").equals(table)
    assert table.equals(tokenise_columns(SENTENCES, "janome"))


def test_a_line_of_five_million_characters() -> None:
    """A period of 100 characters without a stop: no chunk is as long as Janome's longest, and all periods are alike."""
    engine = "compiled" if is_usable("compiled") else "python"
    period = "地域づくり協議会からの要望により、" * 5 + "協働を推進するための場を設ける。"[:15]
    table = tokenise_columns([period * 50_000], engine)
    starts = table.column("start").to_numpy()
    assert (starts[1:] > starts[:-1]).all()
    found = table.slice(0, 200).column("surface").to_pylist()
    assert found == [token.surface for token in tokenise(period * 40)][:200]
    assert sum(map(len, table.column("surface").combine_chunks().to_pylist())) == 5_000_000


@every_engine
def test_processes_give_the_tokens_of_one(engine: str) -> None:
    given = [SENTENCES, SENTENCES[::-1]]
    with ProcessPoolExecutor(2, mp_context=get_context("spawn")) as pool:
        assert list(pool.map(tokenise_many, given, [engine, engine])) == [tokenise_many(texts) for texts in given]


def run_without_numba(project: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """A command in a process in which numba and what it stands on cannot be imported."""
    code = (
        "import sys; sys.modules.update(numba=None, llvmlite=None); sys.argv[1:] = sys.argv[1:]; "
        "from kyodo_analysis.cli import main; main()"
    )
    command = [sys.executable, "-c", code, *arguments]
    return subprocess.run(command, cwd=project, capture_output=True, text=True, check=False, timeout=300)


@pytest.mark.slow
def test_without_numba_everything_works(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    project = make_project(tmp_path / "project", ["nichinan"])
    monkeypatch.chdir(project)
    assert run_kyodo("build", "--engine", "janome", "--out", "janome").exit_code == 0
    for engine in ("auto", "python", "janome"):
        done = run_without_numba(project, "build", "--engine", engine, "--out", engine, "--force")
        assert done.returncode == 0, done.stderr
        assert contents(project / engine) == contents(project / "janome")
    refused = run_without_numba(project, "build", "--engine", "compiled", "--out", "none")
    assert refused.returncode == 2
    assert refused.stderr.startswith("kyodo: engine 'compiled' needs numba")
    assert len(refused.stderr.splitlines()) == 1
    assert not (project / "none").exists()


def test_an_unknown_engine_ends_a_build(project: Path) -> None:
    answer = run_kyodo("build", "--engine", "mecab", "--out", "other")
    assert_refused(answer, "unknown engine 'mecab'; choose one of auto, compiled, janome, python")
    assert not (project / "other").exists()
