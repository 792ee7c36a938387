"""`kyodo engine`: the table on stdout, exit code 1 with differences, one line for bad input, no machine path."""

from __future__ import annotations

from pathlib import Path

import pytest
from kyodo_project import ROOT, Answer, assert_refused, run_kyodo

from kyodo_analysis import paths
from kyodo_analysis.words.engine import choice, compiled_object, layout_cache
from kyodo_analysis.words.engine.choice import choose_engine
from kyodo_analysis.words.engine.columns import columns_of_tokens
from kyodo_analysis.words.identity import comparison as identity
from kyodo_analysis.words.tokens import tokenise_many
from kyodo_analysis.words.user_dictionary import UserDictionary

FEW = ("--texts", "60", "--jobs", "1", "--engine", "python")
HEAD = "| user dictionary"


@pytest.fixture(autouse=True)
def _in_the_project(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)


@pytest.fixture
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    """One user dictionary of few entries instead of thousands."""
    from kyodo_analysis.words.identity import batches

    def make_few(own: dict[str, UserDictionary], material: object) -> dict[str, UserDictionary | None]:
        return {"none": None, **own}

    monkeypatch.setattr(batches, "make_dictionaries", make_few)


def check(*arguments: str | Path) -> Answer:
    return run_kyodo("engine", "check", *arguments)


class EveryReadingLost:
    """An engine that gives no reading."""

    def __init__(self, dictionary: UserDictionary | None) -> None:
        self._dictionary = dictionary

    def tokenise_batch(self, texts):  # type: ignore[no-untyped-def]
        from dataclasses import replace

        found = tokenise_many(texts, "janome", self._dictionary)
        return [tuple(replace(token, reading="*") for token in tokens) for tokens in found]

    def tokenise_columns(self, texts):  # type: ignore[no-untyped-def]
        return columns_of_tokens(self.tokenise_batch(texts))


@pytest.mark.usefixtures("small")
def test_the_report_is_a_table_and_a_page_without_a_trace_of_the_machine(tmp_path: Path) -> None:
    pages = []
    for name in ("one", "other"):
        out = tmp_path / name / "identity.md"
        answer = check(*FEW, "--out", out)
        assert answer.exit_code == 0, answer.stderr
        assert answer.stdout.startswith(HEAD)
        assert answer.stderr == "no text of 60 differs from Janome's\n"
        pages.append(out.read_bytes())
        assert answer.stdout in out.read_text(encoding="utf-8")
    page = pages[0].decode("utf-8")
    assert pages[0] == pages[1]
    assert str(tmp_path) not in page and str(ROOT) not in page and str(layout_cache.cache_folder()) not in page
    assert "`kyodo engine check --texts 60 --seed 1 --engine python`" in page
    assert "janome 0.5" in page and "numba " in page and "numpy " in page and "-layout-" in page
    assert "Texts: 60. Texts that differ: 0." in page


@pytest.mark.usefixtures("small")
def test_the_seed_and_the_dictionary_named_count(tmp_path: Path) -> None:
    words = tmp_path / "own.csv"
    words.write_text("協働,1283,1283,3000,名詞,サ変接続,*,*,*,*,協働,キョウドウ,キョードー\n", encoding="utf-8")
    first = check(*FEW, "--seed", "1").stdout
    other = check(*FEW, "--seed", "2", "--user-dictionary", words, "--out", tmp_path / "page.md").stdout
    assert "user_dictionary.csv" in first and "own.csv" not in first
    assert "own.csv" in other and "user_dictionary.csv" not in other
    assert "--user-dictionary own.csv`" in (tmp_path / "page.md").read_text(encoding="utf-8")
    digests = [{line.split("|")[-2] for line in table.splitlines()[2:-1]} for table in (first, other)]
    assert not digests[0] & digests[1]


@pytest.mark.usefixtures("small")
def test_differences_are_shown_and_fail(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(identity, "public_engines", lambda names: dict.fromkeys(names, EveryReadingLost))
    answer = check(*FEW, "--out", tmp_path / "page.md")
    assert answer.exit_code == 1
    lines = answer.stdout.splitlines()
    shown = [place for place, line in enumerate(lines) if line.startswith("python differs in ")]
    assert shown and all("  Janome: " in "".join(lines[place : place + 4]) for place in shown)
    assert "texts differ from Janome's" in answer.stderr
    page = (tmp_path / "page.md").read_text(encoding="utf-8")
    assert "## Texts that differ" in page and f"    {lines[shown[0]]}" in page


def test_janome_in_doubt_is_one_line(monkeypatch: pytest.MonkeyPatch) -> None:
    def doubt(*given: object) -> None:
        raise identity.UnsteadyReference("Janome gives other tokens when asked again for '市民'")

    monkeypatch.setattr(identity, "compare_engines", doubt)
    answer = check(*FEW)
    assert (answer.exit_code, answer.stdout) == (1, "")
    assert answer.stderr == "kyodo: Janome gives other tokens when asked again for '市民'\n"


def test_bad_input_is_refused_in_one_line(tmp_path: Path) -> None:
    broken = tmp_path / "broken.csv"
    broken.write_text("協働,1283\n", encoding="utf-8")
    latin = tmp_path / "latin.csv"
    latin.write_bytes("協働".encode("euc-jp"))
    file = tmp_path / "file"
    file.write_text("")
    closed = tmp_path / "closed"
    closed.mkdir(mode=0o555)
    assert_refused(check("--engine", "mecab"), "'mecab'", "python, compiled or all")
    assert_refused(check("--engine", "janome"), "'janome'", "python, compiled or all")
    assert_refused(check("--texts", "0"), "--texts 0")
    assert_refused(check("--jobs", "0"), "--jobs 0")
    assert_refused(check(*FEW, "--user-dictionary", tmp_path / "none.csv"), "none.csv does not exist")
    assert_refused(check(*FEW, "--user-dictionary", tmp_path), "is a folder")
    assert_refused(check(*FEW, "--user-dictionary", broken), "broken.csv, line 1: 2 fields")
    assert_refused(check(*FEW, "--user-dictionary", latin), "latin.csv: not UTF-8")
    costly = tmp_path / "costly.csv"
    costly.write_text("協働,1283,1283,99999999999,名詞,サ変接続,*,*,*,*,協働,キョウドウ,キョードー\n", encoding="utf-8")
    assert_refused(check(*FEW, "--user-dictionary", costly), "costly.csv, line 1: the cost")
    assert_refused(check(*FEW, "--out", tmp_path), "is a folder; name a file")
    assert_refused(check(*FEW, "--out", closed / "page.md"), "is read-only")
    assert_refused(check(*FEW, "--out", file / "page.md"), "is a file; name a folder")


def numba_is_missing() -> None:
    raise compiled_object.CompilerMissing("engine 'compiled' needs numba, not installed: pip install it")


@pytest.mark.usefixtures("small")
def test_without_numba_python_is_checked_and_that_is_said_loudly(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(compiled_object, "check_compiler", numba_is_missing)
    answer = check("--texts", "30", "--jobs", "1", "--out", tmp_path / "page.md")
    said = "*** COMPILED IS NOT CHECKED: engine 'compiled' needs numba, not installed: pip install it ***"
    assert answer.exit_code == 0
    assert answer.stderr.splitlines()[0] == said
    assert "python differs" in answer.stdout and "compiled" not in answer.stdout
    assert said in (tmp_path / "page.md").read_text(encoding="utf-8")
    assert_refused(check("--engine", "compiled"), "needs numba")
    shown = run_kyodo("engine", "show").stdout
    assert "compiled: engine 'compiled' needs numba, not installed: pip install it\n" in shown


@pytest.mark.usefixtures("small")
def test_without_a_project_there_is_no_corpus(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(paths, "project_root", lambda start=None: tmp_path)
    answer = check(*FEW)
    assert answer.exit_code == 0
    assert answer.stderr.startswith("corpus: none; ")
    assert "sentences" not in answer.stdout and "glued words" in answer.stdout
    assert "auto" not in run_kyodo("engine", "show").stdout


def test_show_says_what_is_ready_and_what_auto_takes() -> None:
    lines = dict(line.split(": ", 1) for line in run_kyodo("engine", "show").stdout.splitlines() if ": " in line)
    assert lines["janome"] == "0.5.0, ready"
    assert lines["python"] == "Janome's dictionary is laid out"
    assert lines["cache"].startswith(f"{layout_cache.cache_folder().parent}, ")
    last = run_kyodo("engine", "show").stdout.splitlines()[-1]
    assert last.startswith(("auto takes compiled for the 5 plans", "auto takes python", "auto takes janome"))
    assert last.split()[2] == choose_engine(int(last.split("(")[1].split()[0].replace(",", "")))


def test_show_in_an_empty_cache(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(layout_cache, "cache_folder", lambda: tmp_path / "engine")
    monkeypatch.setattr(compiled_object, "cache_folder", lambda: tmp_path / "engine")
    choice._preparing.cache_clear()  # asked once in a process
    shown = run_kyodo("engine", "show").stdout
    choice._preparing.cache_clear()
    assert "python: not yet prepared (kyodo engine prepare): lays out Janome's dictionary first\n" in shown
    assert "cache: " in shown and "auto takes janome" in shown and "to prepare another would take longer" in shown
    assert shown.count("not yet prepared") == 1 + ("pip install" not in shown)


def test_prepare_says_what_is_prepared_and_where(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(compiled_object, "check_compiler", numba_is_missing)
    answer = run_kyodo("engine", "prepare")
    assert (answer.exit_code, answer.stdout) == (0, "")
    assert answer.stderr.splitlines()[-1] == f"python is prepared; the files lie in {layout_cache.cache_folder()}"


@pytest.mark.slow
def test_prepare_compiles_ahead() -> None:
    pytest.importorskip("numba", reason="numba is not installed: compiling ahead is NOT TESTED")
    answer = run_kyodo("engine", "prepare")
    assert answer.exit_code == 0
    assert "python and compiled are prepared" in answer.stderr
    assert "compiled: numba" in (shown := run_kyodo("engine", "show").stdout) and "the search is compiled" in shown


def test_prepare_where_nothing_can_be_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(layout_cache, "is_built", lambda: False)
    monkeypatch.setattr(layout_cache, "load_layout", lambda: None)
    answer = run_kyodo("engine", "prepare")
    assert (answer.exit_code, answer.stdout) == (2, "")
    assert answer.stderr.splitlines()[-1].startswith("kyodo: nothing can be kept in ")


@pytest.mark.parametrize("command", ["check", "show", "prepare", "lattice"])
def test_help_has_an_example(command: str) -> None:
    assert f"Example: kyodo engine {command}" in run_kyodo("engine", command, "--help").stdout
