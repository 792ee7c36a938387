"""Tables as files."""

import errno
import os
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sample_tables import plan_tables

from kyodo_analysis.source.errors import InputError
from kyodo_analysis.tables import storage
from kyodo_analysis.tables.loading import read, read_all
from kyodo_analysis.tables.schema import TABLES, arrange, empty
from kyodo_analysis.tables.storage import replace_folder, serialise, write_file, write_tables


@pytest.fixture(scope="module")
def tables(tmp_path_factory):
    return plan_tables(tmp_path_factory.mktemp("raw"))


def contents(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in sorted(folder.iterdir())}


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_all_tables_come_back_as_they_were(tables, tmp_path):
    write_tables(tables, tmp_path / "out")
    for name, frame in read_all(tmp_path / "out").items():
        pd.testing.assert_frame_equal(frame, tables[name])
    assert names(tmp_path) == ["out"]


def test_csv_has_a_header_line_feeds_and_plain_truth_values(tables):
    data = serialise(TABLES["measures"], tables["measures"])
    assert data.startswith(b"measure_id,plan_id,number,policy,")
    assert b"\r" not in data
    rows = data.decode("utf-8").splitlines()
    assert rows[0].count(",") == len(TABLES["measures"].columns) - 1
    assert ",継続,false,," in data.decode("utf-8")
    assert ",,true,," in data.decode("utf-8")


def test_the_same_tables_give_the_same_bytes(tables, tmp_path):
    write_tables(tables, tmp_path / "one")
    write_tables({name: tables[name].copy() for name in reversed(tables)}, tmp_path / "two")
    assert contents(tmp_path / "one") == contents(tmp_path / "two")


def tokens():
    frame = pd.DataFrame({name: ["x", "y"] for name in TABLES["tokens"].names})
    frame[["position", "sentence", "token", "start"]] = [[0, 1, 1, 0], [0, 1, 2, 3]]
    frame["measure_id"] = [None, "ube/1"]
    return arrange(TABLES["tokens"], frame)


def test_tokens_are_parquet_without_notes_of_the_program(tmp_path):
    write_tables({"tokens": tokens()}, tmp_path / "out")
    pd.testing.assert_frame_equal(read("tokens", tmp_path / "out"), tokens())
    assert b"pandas" not in (tmp_path / "out" / "tokens.parquet").read_bytes()


def test_further_files_and_the_package_are_written(tables, tmp_path):
    write_tables(tables, tmp_path / "out", {"build.json": b"{}"})
    assert {"build.json", "datapackage.json", "measures.csv", "tokens.parquet"} <= set(names(tmp_path / "out"))


def test_a_second_writing_replaces_all(tables, tmp_path):
    write_tables(tables, tmp_path / "out", {"build.json": b"{}"})
    write_tables({"plans": tables["plans"]}, tmp_path / "out", {"build.json": b"[]"})
    assert names(tmp_path / "out") == ["build.json", "datapackage.json", "plans.csv"]
    assert names(tmp_path) == ["out"]


def fail_with(code, when=lambda path: True):
    original = storage._write_through

    def write(path, data):
        if when(path):
            raise OSError(code, os.strerror(code))
        original(path, data)

    return write


@pytest.mark.parametrize(
    ("code", "message"),
    [
        (errno.ENOSPC, "the disk is full; free some space"),
        (errno.EROFS, "read-only file system"),
        (errno.EIO, "cannot be"),
    ],
)
def test_a_failure_while_writing_leaves_the_old_tables_whole(tables, tmp_path, monkeypatch, code, message):
    folder = tmp_path / "out"
    write_tables(tables, folder)
    before = contents(folder)
    monkeypatch.setattr(storage, "_write_through", fail_with(code, lambda path: path.name == "spans.csv"))
    with pytest.raises(InputError, match=message) as caught:
        write_tables({"plans": tables["plans"], "spans": tables["spans"]}, folder)
    assert str(folder) in str(caught.value)
    assert contents(folder) == before
    assert names(tmp_path) == ["out"]


def test_a_failure_while_renaming_leaves_the_old_tables_whole(tables, tmp_path, monkeypatch):
    folder = tmp_path / "out"
    write_tables(tables, folder)
    before = contents(folder)
    rename = Path.rename

    def fail_for_the_new(self, target):
        if ".new-" in self.name:
            raise OSError(errno.EBUSY, "Device or resource busy")
        return rename(self, target)

    monkeypatch.setattr(Path, "rename", fail_for_the_new)
    with pytest.raises(InputError, match="cannot be used"):
        write_tables({"plans": tables["plans"]}, folder)
    assert contents(folder) == before
    assert names(tmp_path) == ["out"]


def test_an_interruption_leaves_the_old_tables_whole(tables, tmp_path, monkeypatch):
    folder = tmp_path / "out"
    write_tables(tables, folder)
    before = contents(folder)

    def interrupt(path, data):
        raise KeyboardInterrupt

    monkeypatch.setattr(storage, "_write_through", interrupt)
    with pytest.raises(KeyboardInterrupt):
        write_tables(tables, folder)
    assert contents(folder) == before
    assert names(tmp_path) == ["out"]


def test_tables_that_a_killed_run_had_set_aside_are_put_back(tmp_path):
    (tmp_path / ".out.old").mkdir()
    (tmp_path / ".out.old" / "plans.csv").write_bytes(b"old")
    with pytest.raises(InputError, match=r"notes\.txt"):
        (tmp_path / ".out.old" / "notes.txt").write_bytes(b"mine")
        replace_folder(tmp_path / "out", {"plans.csv": b"new"})
    assert (tmp_path / "out" / "plans.csv").read_bytes() == b"old"


def test_a_read_only_folder_is_refused_even_to_root(tables, tmp_path):
    folder = tmp_path / "out"
    write_tables({"plans": tables["plans"]}, folder)
    before = contents(folder)
    for locked in (folder, tmp_path):
        locked.chmod(0o555)
        try:
            with pytest.raises(InputError, match=f"{locked} is read-only; choose another folder"):
                write_tables({"plans": tables["plans"].assign(note="new")}, folder)
        finally:
            locked.chmod(0o755)
    assert contents(folder) == before


def test_a_folder_below_a_read_only_one_is_refused(tables, tmp_path):
    tmp_path.chmod(0o555)
    try:
        with pytest.raises(InputError, match="is read-only"):
            write_tables(tables, tmp_path / "new" / "out")
        assert names(tmp_path) == []
    finally:
        tmp_path.chmod(0o755)


def test_other_peoples_files_are_never_lost(tables, tmp_path):
    (tmp_path / "thesis.docx").write_bytes(b"years of work")
    with pytest.raises(InputError, match=r"holds 'thesis\.docx', which is no table and would be lost"):
        write_tables(tables, tmp_path)
    assert names(tmp_path) == ["thesis.docx"]


def test_a_file_in_place_of_the_folder(tables, tmp_path):
    (tmp_path / "out").write_bytes(b"")
    with pytest.raises(InputError, match="is a file; name a folder"):
        write_tables(tables, tmp_path / "out")


def test_a_folder_that_holds_clutter_only_is_taken(tables, tmp_path):
    (tmp_path / "out" / ".ipynb_checkpoints").mkdir(parents=True)
    write_tables({"plans": tables["plans"]}, tmp_path / "out")
    assert names(tmp_path / "out") == ["datapackage.json", "plans.csv"]


def test_folders_are_made_and_open_to_readers(tables, tmp_path):
    old = os.umask(0o022)
    try:
        write_tables({"plans": tables["plans"]}, tmp_path / "a" / "b")
        write_file(tmp_path / "c" / "README.md", b"#")
    finally:
        os.umask(old)
    assert (tmp_path / "a" / "b").stat().st_mode & 0o777 == 0o755
    assert (tmp_path / "c" / "README.md").stat().st_mode & 0o777 == 0o644


def test_one_file_is_written_all_or_not(tmp_path, monkeypatch):
    path = tmp_path / "README.md"
    write_file(path, b"old")
    monkeypatch.setattr(storage, "_write_through", fail_with(errno.ENOSPC))
    with pytest.raises(InputError, match=r"README\.md cannot be written, the disk is full"):
        write_file(path, b"new")
    assert contents(tmp_path) == {"README.md": b"old"}


def test_an_unknown_table_is_refused(tables, tmp_path):
    with pytest.raises(InputError, match="there is no table 'cities'"):
        write_tables({"cities": tables["plans"]}, tmp_path / "out")
    assert names(tmp_path) == []


@given(
    st.lists(
        st.text(st.characters(exclude_categories=["Cs"]), min_size=1)
        | st.sampled_from(['"', "a,b", "\r", "NA", " ", "\0"]),
        min_size=1,
        max_size=4,
    )
)
def test_any_text_survives_a_csv(tmp_path_factory, texts):
    folder = tmp_path_factory.mktemp("out")
    frame = empty(TABLES["elements"]).reindex(range(len(texts)))
    frame["measure_id"], frame["position"], frame["text"] = "ube/1", range(len(texts)), texts
    frame = arrange(TABLES["elements"], frame)
    (folder / "elements.csv").write_bytes(serialise(TABLES["elements"], frame))
    pd.testing.assert_frame_equal(read("elements", folder), frame)
