"""Bad input: one clear line, exit code 2, and nothing lost or half-written."""

from __future__ import annotations

import errno
import hashlib
import os
import subprocess
import sys
from pathlib import Path

import pytest
from kyodo_project import (
    MANIFEST,
    ROOT,
    add_plan,
    assert_refused,
    contents,
    plans_of_project,
    run_kyodo,
    write_manifest,
)

from kyodo_analysis.source.corpus import MAX_LINE_CHARACTERS
from kyodo_analysis.source.decoding import MAX_FILE_BYTES
from kyodo_analysis.tables import read, storage
from kyodo_analysis.tables.schema import TABLES

PLAN = (ROOT / "data" / "raw" / "nichinan.txt").read_text(encoding="utf-8")
READERS = ("read", "repair")
FIFTY_MEGABYTES = 50_000_000


@pytest.fixture(autouse=True)
def nothing_is_lost(project: Path):  # type: ignore[no-untyped-def]
    """After a test the project's tables are, byte for byte, those that were there before, and nothing lies beside."""
    before = contents(project / "data" / "processed")
    yield
    assert contents(project / "data" / "processed") == before
    assert {path.name for path in (project / "data").iterdir()} <= {
        "README.md",
        "hand",
        "processed",
        "raw",
        ".processed.build.json",
    }


def list_file(project: Path, data: bytes) -> Path:
    """The path of a file with these bytes, which the manifest lists too."""
    add_plan(project, "ube", data)
    return project / "data" / "raw" / "ube.txt"


# ---- files that are no text -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("command", READERS)
def test_a_missing_file(project: Path, command: str) -> None:
    assert_refused(run_kyodo(command, "ube.txt"), "ube.txt does not exist", "check the path")


def test_a_missing_file_of_the_manifest(project: Path) -> None:
    list_file(project, PLAN.encode() + b"\n").unlink()
    assert_refused(run_kyodo("build"), "plan 'ube'", "ube.txt does not exist", "put it there or remove the entry")


@pytest.mark.parametrize("command", READERS)
def test_a_folder(project: Path, command: str) -> None:
    assert_refused(run_kyodo(command, "data"), "data is a folder", "name a file in it")


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", ["is empty", "give the plan's text"]),
        (b" \r\n\t\n", ["is empty", "give the plan's text"]),
        (b"\xef\xbb\xbf", ["is empty"]),
        (bytes(range(256)) * 40, ["binary", "give a text file or a PDF"]),
        (bytes(range(128, 256)) * 40, ["is not text in UTF-8", "save it as UTF-8"]),
        (PLAN.rstrip().encode()[:-1], ["is not text in UTF-8 (byte", "save it as UTF-8"]),
        (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", ["binary"]),
        (b"PK\x03\x04rest", ["Word, Excel or zip", "save it as text or PDF"]),
        (b"%PDF-1.7\nrubbish", ["is damaged", "get the file again"]),
        (b"\xff\xfe" + "協働".encode("utf-16-le") + b"\0", ["utf-16-le", "damaged", "get the file again"]),
    ],
    ids=["empty", "blank", "mark alone", "binary", "bytes", "cut off", "png", "docx", "pdf", "utf-16"],
)
@pytest.mark.parametrize("command", [*READERS, "build"])
def test_a_file_that_is_no_text(project: Path, command: str, data: bytes, words: list[str]) -> None:
    path = list_file(project, data)
    answer = run_kyodo("build") if command == "build" else run_kyodo(command, path)
    assert_refused(answer, str(path.relative_to(project)), *words)


@pytest.mark.parametrize(
    ("encoding", "name"),
    [("utf-16", "utf-16-le"), ("cp932", "cp932"), ("euc_jp", "euc_jp"), ("utf-16-be", "utf-16-be")],
)
def test_japanese_encodings_are_decoded_and_noted(project: Path, tmp_path: Path, encoding: str, name: str) -> None:
    # Python's EUC-JP knows the wave dash by its other name.
    data = PLAN.replace("\uff5e", "\u301c").encode(encoding) if encoding == "euc_jp" else PLAN.encode(encoding)
    list_file(project, data)
    answer = run_kyodo("build", "--out", tmp_path / "tables")
    assert answer.exit_code == 0
    plans = read("plans", tmp_path / "tables").set_index("plan_id")
    assert plans.at["ube", "encoding"] == name
    assert f"decoded from {name}" in plans.at["ube", "note"]
    measures = read("measures", tmp_path / "tables")
    titles = {plan: list(own["title"]) for plan, own in measures.groupby("plan_id")}
    assert titles["ube"] == titles["nichinan"]


# ---- the manifest ---------------------------------------------------------------------------------------------------


def test_a_wrong_checksum(project: Path) -> None:
    with (project / "data/raw/nichinan.txt").open("ab") as file:
        file.write(b"x")
    assert_refused(run_kyodo("build"), "nichinan.txt has the wrong checksum", "restore the file or correct the entry")
    assert_refused(run_kyodo("check"), "wrong checksum")
    assert_refused(run_kyodo("trace", "nichinan/2-(1)-1"), "wrong checksum")


def test_a_plan_twice(project: Path) -> None:
    entry = plans_of_project()["nichinan"]
    write_manifest(project, [entry, entry])
    assert_refused(run_kyodo("build"), "'nichinan' stands there twice", "its own id")
    write_manifest(project, [entry, {**entry, "id": "nichinan-2"}])
    assert_refused(run_kyodo("build"), "a plan is listed twice, as 'nichinan' and 'nichinan-2'", "remove one")


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"layout": "table"}, ["layout 'table' is unknown", "use auto, cards, columns, markup, prose"]),
        ({"file": "../../secret.txt"}, ["leaves the folder", "name a file inside it"]),
        ({"id": "日南"}, ["'日南' cannot be an id"]),
        ({"colour": "red"}, ["'colour' is unknown"]),
        ({"first_fiscal_year": "2013"}, ["first_fiscal_year must be a western year"]),
    ],
)
def test_a_wrong_entry(project: Path, change: dict[str, str], words: list[str]) -> None:
    write_manifest(project, [{**plans_of_project()["nichinan"], **change}])
    assert_refused(run_kyodo("build"), "plans.toml", *words)


@pytest.mark.parametrize("text", ["[[plan]", "", 'plan = "koka"', "[[plan]]\n"])
def test_a_broken_manifest(project: Path, text: str) -> None:
    (project / MANIFEST).write_text(text, encoding="utf-8")
    assert_refused(run_kyodo("build"), "plans.toml")


def test_no_manifest(project: Path) -> None:
    assert_refused(run_kyodo("build", "--raw", "data/hand"), "plans.toml does not exist", "name a folder")


# ---- decisions ------------------------------------------------------------------------------------------------------


def test_a_missing_and_a_broken_table_of_decisions(project: Path) -> None:
    path = project / "data/hand/stop_words.csv"
    path.write_text("words\nこと\n", encoding="utf-8")
    assert_refused(run_kyodo("build"), "stop_words.csv", "columns")
    path.write_bytes("word,pos,reason\nこと,名詞,\n".encode("cp932"))
    assert_refused(run_kyodo("build"), "data/hand")
    path.unlink()
    assert_refused(run_kyodo("build"), "stop_words.csv does not exist")


# ---- texts ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("layout", ["auto", "cards", "columns", "markup", "prose"])
def test_a_text_with_no_measures(project: Path, layout: str) -> None:
    path = project / "data/raw/ube.txt"
    path.write_text("市の花はサルビアです。\n人口は約16万人です。\n", encoding="utf-8")
    answer = run_kyodo("read", path, "--layout", layout, "--out", "tables", "--jsonl")
    assert_refused(answer, "ube.txt holds no measures", "check that it is a plan")
    assert not (project / "tables").exists()


@pytest.mark.parametrize("command", ["read", "build"])
def test_an_unknown_layout_name(project: Path, command: str) -> None:
    if command == "build":
        write_manifest(project, [{**plans_of_project()["nichinan"], "layout": "forms"}])
        answer = run_kyodo("build")
    else:
        answer = run_kyodo("read", "data/raw/nichinan.txt", "--layout", "forms")
    assert_refused(answer, "layout 'forms' is unknown", "use auto, cards, columns, markup, prose")


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (ValueError("no year in 'あ'"), ["nichinan.txt cannot be read: no year in 'あ'", "report the text"]),
        (MemoryError(), ["the memory is used up", "give a smaller text"]),
        (OSError(errno.EIO, "Input/output error", "font.ttf"), ["font.ttf cannot be used (Input/output error)"]),
    ],
)
def test_a_text_that_a_reader_cannot_take(
    project: Path, monkeypatch: pytest.MonkeyPatch, error: Exception, words: list[str]
) -> None:
    def refuse(text: object, layout: str) -> None:
        raise error

    monkeypatch.setattr("kyodo_analysis.build.read_plan", refuse)
    assert_refused(run_kyodo("read", "data/raw/nichinan.txt"), *words)


def test_an_impossible_plan_id(project: Path) -> None:
    assert_refused(run_kyodo("read", "data/raw/nichinan.txt", "--plan-id", "Nichinan/1"), "cannot be an id")


@pytest.mark.parametrize("phrase", ["あ", "□", "協働のまちづくり" * 4, "a", "　", "実施 → "])
@pytest.mark.parametrize("command", READERS)
def test_a_line_of_50_megabytes(project: Path, command: str, phrase: str) -> None:
    path = project / "plan.txt"
    path.write_text(phrase * (FIFTY_MEGABYTES // len(phrase.encode())), encoding="utf-8")
    answer = run_kyodo(command, path)
    words = ["is empty"] if phrase.isspace() else ["plan.txt: line 1 has", "more than the limit", "break it into"]
    assert_refused(answer, *words)


def test_a_file_above_the_limit(project: Path) -> None:
    path = project / "plan.txt"
    with path.open("wb") as file:
        file.truncate(MAX_FILE_BYTES + 1)
    assert_refused(run_kyodo("read", path), "more than the limit", "split it")


@pytest.mark.slow
@pytest.mark.parametrize("phrase", ["あ", "（", "実施 → ", "協働推進課・", "<ul><li>"])
def test_the_longest_line_that_is_taken_is_read_in_seconds(project: Path, phrase: str) -> None:
    """A process of its own, so that a pattern that runs away can be stopped."""
    path = project / "plan.txt"
    line = (phrase * (MAX_LINE_CHARACTERS // len(phrase) + 1))[:MAX_LINE_CHARACTERS]
    path.write_text(f"{line}\n{PLAN}", encoding="utf-8")
    command = [sys.executable, "-m", "kyodo_analysis", "read", str(path), "--layout", "prose", "--jsonl"]
    answer = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False, timeout=60)
    assert answer.returncode == 0, answer.stderr
    assert len(answer.stdout.splitlines()) >= 15


# ---- folders and disks ----------------------------------------------------------------------------------------------


def change_manifest(project: Path) -> None:
    """So that there is something to build."""
    write_manifest(project, [{**plans_of_project()["nichinan"], "title_en": "another title"}])


def test_a_read_only_folder(project: Path) -> None:
    change_manifest(project)
    folder = project / "data" / "processed"
    folder.chmod(0o555)
    try:
        answer = run_kyodo("build")
    finally:
        folder.chmod(0o755)
    assert_refused(answer, f"{folder} is read-only", "choose another folder")


def test_a_read_only_parent_folder(project: Path) -> None:
    change_manifest(project)
    (project / "data").chmod(0o555)
    try:
        answer = run_kyodo("build")
    finally:
        (project / "data").chmod(0o755)
    assert_refused(answer, "read-only")


def test_a_file_in_the_place_of_the_folder(project: Path) -> None:
    (project / "tables").write_text("mine", encoding="utf-8")
    assert_refused(run_kyodo("build", "--out", "tables"), "tables is a file", "name a folder")
    assert_refused(run_kyodo("read", "data/raw/nichinan.txt", "--out", "tables"), "tables is a file")
    assert_refused(run_kyodo("build", "--out", "tables/below"), "tables")
    assert (project / "tables").read_text(encoding="utf-8") == "mine"


def test_a_folder_with_other_files(project: Path) -> None:
    (project / "mine").mkdir()
    (project / "mine" / "letter.txt").write_text("mine", encoding="utf-8")
    for command in (["build"], ["read", "data/raw/nichinan.txt"]):
        assert_refused(run_kyodo(*command, "--out", "mine"), "letter.txt", "would be lost", "empty folder")
    assert contents(project / "mine") == {"letter.txt": b"mine"}


@pytest.mark.parametrize(
    ("code", "written", "words"),
    [
        (errno.ENOSPC, 0, ["the disk is full", "free some space"]),
        (errno.ENOSPC, len(TABLES), ["the disk is full", "free some space"]),
        (errno.EROFS, 1, ["read-only file system", "choose another folder"]),
        (errno.EDQUOT, 1, ["quota", "free some space"]),
        (errno.EIO, 1, ["cannot be used"]),
    ],
)
def test_a_disk_that_fails_while_writing(
    project: Path, monkeypatch: pytest.MonkeyPatch, code: int, written: int, words: list[str]
) -> None:
    change_manifest(project)
    write = storage._write_through
    done = []

    def write_some(path: Path, data: bytes) -> None:
        if len(done) == written:
            path.write_bytes(data[:10])
            raise OSError(code, os.strerror(code), str(path))
        done.append(path)
        write(path, data)

    monkeypatch.setattr(storage, "_write_through", write_some)
    assert_refused(run_kyodo("build"), str(project / "data" / "processed"), *words)
    assert_refused(run_kyodo("read", "data/raw/nichinan.txt", "--out", "tables"), "tables")
    assert not (project / "tables").exists()
    assert list(project.glob(".tables*")) == []


@pytest.mark.skipif(sys.platform != "linux", reason="needs a limit on the size of files")
@pytest.mark.slow
def test_a_disk_that_is_really_full(project: Path) -> None:
    """The system itself refuses to write more than some bytes to a file."""
    code = (
        "import resource, signal; signal.signal(signal.SIGXFSZ, signal.SIG_IGN); "
        "resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, 20_000)); "
        "from kyodo_analysis import progress; progress.SECONDS_BETWEEN_LINES = 1e9; "
        "from kyodo_analysis.cli import main; import sys; sys.argv[1:] = ['build', '--force']; main()"
    )
    answer = subprocess.run(
        [sys.executable, "-c", code],
        cwd=project,
        env={**os.environ, "PYTHONPATH": str(ROOT), "PYTHONDONTWRITEBYTECODE": "1"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert answer.returncode == 2, answer.stderr
    assert answer.stderr.startswith("kyodo: ")
    assert len(answer.stderr.splitlines()) == 1


# ---- tables ---------------------------------------------------------------------------------------------------------


def break_columns(path: Path) -> None:
    path.write_bytes(path.read_bytes().replace(b"title", b"name", 1))


def break_rows(path: Path) -> None:
    path.write_bytes(path.read_bytes() + b"a,b\n")


def break_encoding(path: Path) -> None:
    path.write_bytes(path.read_bytes() + b"\xff\n")


def empty(path: Path) -> None:
    path.write_bytes(b"")


def remove(path: Path) -> None:
    path.unlink()


@pytest.mark.parametrize("name", ["measures.csv", "tokens.parquet"])
@pytest.mark.parametrize("damage", [break_columns, break_rows, break_encoding, empty, remove])
def test_broken_tables(project: Path, tmp_path: Path, name: str, damage) -> None:  # type: ignore[no-untyped-def]
    assert run_kyodo("build", "--out", tmp_path / "tables").exit_code == 0
    damage(tmp_path / "tables" / name)
    answer = run_kyodo("check", "--out", tmp_path / "tables")
    assert answer.exit_code == 1
    assert answer.stderr == ""
    assert all(name.split(".")[0] in line for line in answer.stdout.splitlines())
    assert answer.stdout.strip()
    if damage is not break_columns or name == "measures.csv":
        traced = run_kyodo("trace", "nichinan/2-(1)-1", "--out", tmp_path / "tables")
        assert_refused(traced, name, "build")


def test_no_tables(project: Path, tmp_path: Path) -> None:
    assert_refused(
        run_kyodo("trace", "nichinan/2-(1)-1", "--out", tmp_path / "tables"), "does not exist", "kyodo build"
    )


def test_digests_of_the_tests_are_those_of_the_manifest() -> None:
    entry = plans_of_project()["nichinan"]
    assert entry["sha256"] == hashlib.sha256(PLAN.encode("utf-8")).hexdigest()
