"""The layout's cache survives damage, rivals, killed processes and folders that cannot be written, and stays small."""

from __future__ import annotations

import json
import os
import shutil
import stat
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import janome
import numpy as np
import pytest

from kyodo_analysis.words.engine import (
    child_process,
    layout_build,
    layout_cache,
    layout_files,
    layout_process,
    layout_source,
)
from kyodo_analysis.words.engine.layout import Layout
from kyodo_analysis.words.engine.layout_cache import LayoutFailed, is_built, load_layout, load_layout_once
from kyodo_analysis.words.engine.layout_files import (
    MANIFEST,
    digest_manifest,
    join_layout,
    read_layout,
    split_layout,
    write_layout,
)
from kyodo_analysis.words.engine.layout_folders import cache_folder, clear_unused, make_private_folder

DAY = 24 * 3600
NAME = layout_source.find_source(layout_cache.cache_folder()).folder_name
SAYS_SO = "laying out Janome's dictionary, once on this machine (some 10 to 30 s)\n"

# What is built stands in for Janome's whole dictionary, so that nothing takes long; it is built in this process.


@pytest.fixture(scope="module")
def small() -> Layout:
    arrays = {
        name: array.copy() if name == "characters.npy" else array[:50].copy()
        for name, array in split_layout(load_layout_once()).items()
    }
    return join_layout(arrays, 25)


@pytest.fixture
def builds(monkeypatch: pytest.MonkeyPatch, small: Layout) -> list[Path]:
    made: list[Path] = []

    def build_into(folder: Path, name: str) -> None:
        made.append(folder)
        write_layout(small, folder)

    monkeypatch.setattr(layout_cache, "build_into", build_into)
    monkeypatch.setattr(layout_build, "build_layout", lambda: small)
    return made


def same(first: Layout, second: Layout) -> bool:
    ours, theirs = split_layout(first), split_layout(second)
    equal = all(np.array_equal(ours[name], theirs[name]) and ours[name].dtype == theirs[name].dtype for name in ours)
    return equal and first.most_at_one_start == second.most_at_one_start


def folder_in(root: Path) -> Path:
    (folder,) = [path for path in root.iterdir() if path.is_dir()]
    return folder


def test_a_layout_is_built_once_and_then_mapped(
    tmp_path: Path, builds: list[Path], small: Layout, capsys: pytest.CaptureFixture[str]
) -> None:
    assert not is_built(tmp_path)
    assert list(tmp_path.iterdir()) == []
    first = load_layout(tmp_path)
    assert capsys.readouterr().err == SAYS_SO
    second = load_layout(tmp_path)
    assert len(builds) == 1
    assert is_built(tmp_path)
    assert capsys.readouterr().err == ""
    assert same(first, small) and same(second, small)
    assert folder_in(tmp_path).name.startswith(f"janome-{janome.__version__}-")
    assert not any(array.flags.writeable for array in split_layout(first).values())


# Damage.


def cut_off(folder: Path) -> None:
    path = folder / "trie.npy"
    path.write_bytes(path.read_bytes()[:-7])


def flip(folder: Path) -> None:
    content = bytearray((folder / "entries.npy").read_bytes())
    content[-3] ^= 1
    (folder / "entries.npy").write_bytes(content)
    os.utime(folder / "entries.npy", ns=(1, 1))


def lose(folder: Path) -> None:
    (folder / "values.npy").unlink()


def no_bytes(folder: Path) -> None:
    (folder / "numbers.npy").write_bytes(b"")


def a_link_to_itself(folder: Path) -> None:
    (folder / "numbers.npy").unlink()
    (folder / "numbers.npy").symlink_to("numbers.npy")


def a_folder_in_place_of_a_file(folder: Path) -> None:
    (folder / "numbers.npy").unlink()
    (folder / "numbers.npy").mkdir()


def a_pipe_in_place_of_a_file(folder: Path) -> None:
    (folder / "numbers.npy").unlink()
    os.mkfifo(folder / "numbers.npy")


def a_pipe_in_place_of_the_manifest(folder: Path) -> None:
    (folder / MANIFEST).unlink()
    os.mkfifo(folder / MANIFEST)


def half_a_manifest(folder: Path) -> None:
    path = folder / MANIFEST
    path.write_text(path.read_text(encoding="utf-8")[:200], encoding="utf-8")


def a_list_for_a_manifest(folder: Path) -> None:
    (folder / MANIFEST).write_text("[]", encoding="utf-8")


def a_deep_manifest(folder: Path) -> None:
    (folder / MANIFEST).write_text("[" * 60_000, encoding="utf-8")


def a_large_manifest(folder: Path) -> None:
    with (folder / MANIFEST).open("a", encoding="utf-8") as file:
        file.write(" " * 100_000)


def a_manifest_in_another_encoding(folder: Path) -> None:
    (folder / MANIFEST).write_bytes((folder / MANIFEST).read_text(encoding="utf-8").encode("utf-16"))


def another_bound_in_the_manifest(folder: Path) -> None:
    path = folder / MANIFEST
    path.write_text(path.read_text(encoding="utf-8").replace('"most_at_one_start": 25', '"most_at_one_start": 24'))


def empty(folder: Path) -> None:
    for path in folder.iterdir():
        path.unlink()


def a_file_instead(folder: Path) -> None:
    shutil.rmtree(folder)
    folder.write_text("not a folder", encoding="utf-8")


def a_link_to_itself_instead(folder: Path) -> None:
    shutil.rmtree(folder)
    folder.symlink_to(folder.name)


def sign(folder: Path, change: Callable[[dict[str, Any]], object]) -> None:
    """Changes what the manifest says, with a digest that fits: only what it says can give it away."""
    manifest = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
    del manifest["sha256"]
    change(manifest)
    signed = {"sha256": digest_manifest(manifest), **manifest}
    (folder / MANIFEST).write_text(json.dumps(signed), encoding="utf-8")


def forget_a_file(folder: Path) -> None:
    sign(folder, lambda manifest: manifest["files"].pop("numbers.npy"))


def a_list_of_files(folder: Path) -> None:
    sign(folder, lambda manifest: manifest.update(files=list(manifest["files"])))


def a_number_for_a_file(folder: Path) -> None:
    sign(folder, lambda manifest: manifest["files"].update({"numbers.npy": 7}))


def a_text_for_a_size(folder: Path) -> None:
    sign(folder, lambda manifest: manifest["files"]["numbers.npy"].update(bytes="328"))


def another_shape(folder: Path) -> None:
    sign(folder, lambda manifest: manifest["files"]["numbers.npy"].update(shape=[49]))


def no_bound(folder: Path) -> None:
    sign(folder, lambda manifest: manifest.pop("most_at_one_start"))


def a_text_for_a_bound(folder: Path) -> None:
    sign(folder, lambda manifest: manifest.update(most_at_one_start="25"))


def a_truth_for_a_bound(folder: Path) -> None:
    sign(folder, lambda manifest: manifest.update(most_at_one_start=True))


def put(folder: Path, name: str, array: Any, allow_pickle: bool = False) -> None:
    """Puts an array in place of another, with a manifest that fits: only its type and its shape can give it away."""
    np.save(folder / name, array, allow_pickle=allow_pickle)
    state = (folder / name).stat()
    written = {
        "bytes": state.st_size,
        "changed_ns": state.st_mtime_ns,
        "type": array.dtype.str,
        "shape": list(array.shape),
    }
    sign(folder, lambda manifest: manifest["files"][name].update(written))


def another_type(folder: Path) -> None:
    put(folder, "trie.npy", np.load(folder / "trie.npy").astype(np.float32))


def another_byte_order(folder: Path) -> None:
    put(folder, "trie.npy", np.load(folder / "trie.npy").astype(np.dtype(np.int32).newbyteorder("S")))


def too_few_columns(folder: Path) -> None:
    put(folder, "trie.npy", np.load(folder / "trie.npy")[:, :3].copy())


def too_few_dimensions(folder: Path) -> None:
    put(folder, "trie.npy", np.load(folder / "trie.npy").ravel())


def columns_first(folder: Path) -> None:
    put(folder, "trie.npy", np.asfortranarray(np.load(folder / "trie.npy")))


def too_few_characters(folder: Path) -> None:
    put(folder, "characters.npy", np.load(folder / "characters.npy")[:-1])


def python_objects(folder: Path) -> None:
    put(folder, "numbers.npy", np.array([_Bomb()] * 3, object), allow_pickle=True)


class _Bomb:
    """Says so when it is unpickled."""

    def __reduce__(self) -> tuple[Callable[..., None], tuple[str]]:
        return _explode, ("unpickled",)


exploded: list[str] = []


def _explode(message: str) -> None:
    exploded.append(message)


DAMAGES = [
    cut_off,
    flip,
    lose,
    no_bytes,
    a_link_to_itself,
    a_folder_in_place_of_a_file,
    a_pipe_in_place_of_a_file,
    a_pipe_in_place_of_the_manifest,
    half_a_manifest,
    a_list_for_a_manifest,
    a_deep_manifest,
    a_large_manifest,
    a_manifest_in_another_encoding,
    another_bound_in_the_manifest,
    empty,
    a_file_instead,
    a_link_to_itself_instead,
    forget_a_file,
    a_list_of_files,
    a_number_for_a_file,
    a_text_for_a_size,
    another_shape,
    no_bound,
    a_text_for_a_bound,
    a_truth_for_a_bound,
    another_type,
    another_byte_order,
    too_few_columns,
    too_few_dimensions,
    columns_first,
    too_few_characters,
    python_objects,
]


@pytest.mark.parametrize("damage", DAMAGES, ids=lambda damage: damage.__name__)
def test_a_damaged_layout_is_built_anew(
    tmp_path: Path, builds: list[Path], small: Layout, damage: Callable[[Path], None]
) -> None:
    load_layout(tmp_path)
    damage(folder_in(tmp_path))
    assert not is_built(tmp_path)
    assert same(load_layout(tmp_path), small)
    assert len(builds) == 2
    assert is_built(tmp_path)
    assert [path.name[:7] for path in sorted(tmp_path.iterdir())] == ["digests", "janome-"]
    assert exploded == []


def test_a_manifest_that_is_only_signed_anew_is_taken(tmp_path: Path, builds: list[Path]) -> None:
    load_layout(tmp_path)
    sign(folder_in(tmp_path), lambda manifest: None)
    put(folder_in(tmp_path), "trie.npy", np.load(folder_in(tmp_path) / "trie.npy")[:40].copy())
    assert len(load_layout(tmp_path).trie) == 40
    assert len(builds) == 1


def test_a_layout_that_was_only_copied_is_not_built_again(tmp_path: Path, builds: list[Path], small: Layout) -> None:
    load_layout(tmp_path / "first")
    shutil.copytree(tmp_path / "first", tmp_path / "second", copy_function=shutil.copyfile)
    os.utime(folder_in(tmp_path / "second") / "trie.npy", ns=(1, 1))
    assert same(load_layout(tmp_path / "second"), small)
    assert len(builds) == 1


def test_a_layout_in_memory_needs_its_folder_no_more(tmp_path: Path, small: Layout) -> None:
    write_layout(small, tmp_path)
    copied = read_layout(tmp_path, is_mapped=False)
    empty(tmp_path)
    assert same(copied, small)
    assert not any(array.flags.writeable for array in split_layout(copied).values())


# Folders that cannot be written.


def test_where_nothing_can_be_written_it_works_and_says_so_once(
    tmp_path: Path, builds: list[Path], small: Layout, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "file").write_text("in the way", encoding="utf-8")
    root = tmp_path / "file" / "cache"
    assert same(load_layout(root), small) and same(load_layout(root), small)
    assert len(builds) == 2
    assert not any(folder.exists() for folder in builds)
    (said,) = capsys.readouterr().err.splitlines()
    assert f"cannot be kept in {root}" in said and "set KYODO_CACHE to one that is" in said
    assert not any(array.flags.writeable for array in split_layout(load_layout(root)).values())


def refuse(*_: object, **__: object) -> str:
    raise PermissionError(13, "Permission denied")


# Permissions do not bind root, under which tests may run: what writes is refused instead.


def test_a_read_only_folder_is_left_as_it_is(
    tmp_path: Path,
    builds: list[Path],
    small: Layout,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    make_folder = tempfile.mkdtemp

    def only_elsewhere(prefix: str | None = None, suffix: str | None = None, dir: str | None = None) -> str:
        return refuse() if dir == tmp_path else make_folder(suffix, prefix, dir)

    monkeypatch.setattr(tempfile, "mkdtemp", only_elsewhere)
    monkeypatch.setattr(layout_source.tempfile, "mkstemp", refuse)
    assert same(load_layout(tmp_path), small)
    (said,) = capsys.readouterr().err.splitlines()
    assert "(Permission denied)" in said and str(tmp_path) in said
    assert list(tmp_path.iterdir()) == []


def test_a_layout_in_a_read_only_folder_is_used(
    tmp_path: Path,
    builds: list[Path],
    small: Layout,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    load_layout(tmp_path)
    capsys.readouterr()
    monkeypatch.setattr(tempfile, "mkdtemp", refuse)
    monkeypatch.setattr(tempfile, "mkstemp", refuse)
    monkeypatch.setattr(Path, "touch", refuse)
    assert is_built(tmp_path) and same(load_layout(tmp_path), small)
    assert (len(builds), capsys.readouterr().err) == (1, "")


def test_with_no_folder_at_all_it_is_built_in_this_process(
    tmp_path: Path,
    builds: list[Path],
    small: Layout,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setattr(tempfile, "mkdtemp", refuse)
    loaded = load_layout(tmp_path)
    assert same(loaded, small) and builds == []
    assert not any(array.flags.writeable for array in split_layout(loaded).values())
    assert len(capsys.readouterr().err.splitlines()) == 1


def test_a_full_disk_leaves_nothing_half_written(
    tmp_path: Path,
    builds: list[Path],
    small: Layout,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    def fail(path: Path, array: object, allow_pickle: bool) -> None:
        path.write_bytes(b"half")
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(layout_files.np, "save", fail)
    assert same(load_layout(tmp_path), small)
    assert "(No space left on device)" in capsys.readouterr().err
    assert [path.name for path in tmp_path.iterdir()] == ["digests.json"]
    assert not any(folder.exists() for folder in builds)


def test_the_cache_is_where_the_variable_says(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KYODO_CACHE", str(tmp_path / "mine"))
    assert cache_folder() == tmp_path / "mine" / "engine"
    monkeypatch.setenv("KYODO_CACHE", "")
    assert cache_folder().parts[-2:] == ("kyodo_analysis", "engine")
    monkeypatch.delenv("KYODO_CACHE")
    assert cache_folder().parts[-2:] == ("kyodo_analysis", "engine")


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such permissions")
def test_new_folders_are_the_users_alone(tmp_path: Path, builds: list[Path]) -> None:
    tmp_path.chmod(0o755)
    before = os.umask(0)
    try:
        load_layout(tmp_path / "cache" / "engine")
        make_private_folder(tmp_path)
    finally:
        os.umask(before)
    made = [tmp_path / "cache", tmp_path / "cache" / "engine", folder_in(tmp_path / "cache" / "engine")]
    assert [stat.S_IMODE(folder.stat().st_mode) for folder in made] == [0o700] * 3
    assert stat.S_IMODE(tmp_path.stat().st_mode) == 0o755


# What nobody uses any more.


def make_old(folder: Path, days: float, stamp: float | None = None) -> Path:
    folder.mkdir()
    for path, age in ((folder / "trie.npy", days), (folder / "used", stamp)):
        if age is not None:
            path.write_bytes(b"numbers")
            os.utime(path, (time.time() - age * DAY,) * 2)
    os.utime(folder, (time.time() - days * DAY,) * 2)
    return folder


def test_layouts_that_nobody_used_for_a_month_go_when_one_is_built(tmp_path: Path, builds: list[Path]) -> None:
    make_old(tmp_path / "janome-0.4.2-0123456789abcdef-layout-1", 31)
    make_old(tmp_path / "janome-0.4.1-0123456789abcdef-layout-1", 300, stamp=29)
    make_old(tmp_path / "janome-0.5.0-0123456789abcdef-layout-0", 29)
    make_old(tmp_path / "compiled", 300)
    load_layout(tmp_path)
    kept = sorted(path.name for path in tmp_path.iterdir() if path.is_dir())
    assert len(kept) == 4 and [name[:12] for name in kept] == [
        "compiled",
        "janome-0.4.1",
        "janome-0.5.0",
        "janome-0.5.0",
    ]
    # Nothing is looked for where nothing is built.
    make_old(tmp_path / "janome-0.4.2-0123456789abcdef-layout-1", 31)
    load_layout(tmp_path)
    assert len(list(tmp_path.glob("janome-*"))) == 4


def test_to_load_a_layout_is_to_use_it(tmp_path: Path, builds: list[Path]) -> None:
    load_layout(tmp_path)
    folder = folder_in(tmp_path)
    for path in (folder, *folder.iterdir()):
        os.utime(path, (time.time() - 100 * DAY,) * 2)
    clear_unused(tmp_path, {folder.name}, 30 * DAY)
    load_layout(tmp_path)
    clear_unused(tmp_path, (), 30 * DAY)
    assert folder_in(tmp_path) == folder
    os.utime(folder / "used", (time.time() - 100 * DAY,) * 2)
    clear_unused(tmp_path, (), 30 * DAY)
    assert not folder.exists()


def test_only_what_is_old_and_named_is_cleared(tmp_path: Path) -> None:
    outside = make_old(tmp_path / "outside", 100)
    root = tmp_path / "root"
    root.mkdir()
    (root / "a-link").symlink_to(outside)
    (root / "a-file").write_text("digests", encoding="utf-8")
    os.utime(root / "a-file", (1, 1))
    nested = make_old(root / "nested", 100)
    (nested / "below").mkdir()
    (nested / "below" / "new").write_text("used", encoding="utf-8")
    for name in ("a-kept", "a-gone", "b-other"):
        make_old(root / name, 100)
    clear_unused(root, {"a-kept"}, 30 * DAY, "a-*")
    assert sorted(path.name for path in root.iterdir()) == ["a-kept", "a-link", "b-other", "nested"]
    clear_unused(root, (), 30 * DAY)
    assert sorted(path.name for path in root.iterdir()) == ["a-link", "nested"]
    assert (outside / "trie.npy").read_bytes() == b"numbers"
    clear_unused(tmp_path / "nowhere", (), 30 * DAY)


def test_what_cannot_be_removed_is_left_whole(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    old = make_old(tmp_path / "old", 100, stamp=100)
    monkeypatch.setattr(Path, "rename", refuse)
    clear_unused(tmp_path, (), 30 * DAY)
    assert sorted(path.name for path in old.iterdir()) == ["trie.npy", "used"]
    assert list(tmp_path.iterdir()) == [old]


def test_what_a_killed_process_left_behind_is_cleared_away(tmp_path: Path, builds: list[Path]) -> None:
    for name in (".building-old", ".discarded-old"):
        make_old(tmp_path / name, 1)
    (tmp_path / ".building-new").mkdir()
    load_layout(tmp_path)
    assert len(builds) == 1
    assert [path.name for path in tmp_path.iterdir() if path.name.startswith(".")] == [".building-new"]


# Rivals.


@pytest.mark.parametrize("damage", [None, cut_off], ids=["whole", "damaged"])
def test_the_layout_of_a_rival_is_kept_if_it_is_whole(
    tmp_path: Path, builds: list[Path], small: Layout, damage: Callable[[Path], None] | None
) -> None:
    load_layout(tmp_path)
    folder = folder_in(tmp_path)
    if damage:
        damage(folder)
    before = (folder / MANIFEST).stat().st_ino
    # As if the rival had finished while this process was building.
    assert same(layout_cache._build(folder), small)
    assert ((folder / MANIFEST).stat().st_ino == before) == (damage is None)
    assert [path for path in tmp_path.iterdir() if path.is_dir()] == [folder]


def test_threads_that_start_at_once_build_and_map_once(
    tmp_path: Path, builds: list[Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    loads: list[Layout] = []

    def load_slowly() -> Layout:
        time.sleep(0.05)
        loads.append(load_layout(tmp_path))
        return loads[-1]

    together = threading.Barrier(8)

    def ask(_: int) -> Layout:
        together.wait()
        return load_layout_once()

    monkeypatch.setattr(layout_cache, "load_layout", load_slowly)
    layout_cache._layout_of_process.cache_clear()
    try:
        with ThreadPoolExecutor(8) as pool:
            found = list(pool.map(ask, range(8)))
    finally:
        layout_cache._layout_of_process.cache_clear()
    assert (len(builds), len(loads)) == (1, 1)
    assert all(layout is loads[0] for layout in found)


PROGRAM = (
    "import sys; from kyodo_analysis.words.engine.layout_cache import load_layout; "
    "layout = load_layout(sys.argv[1]); print(len(layout.trie), layout.pools['base_form'][1000]); "
    "assert not {'janome', 'janome.sysdic', 'pyarrow'} & set(sys.modules)"
)


@pytest.mark.slow
def test_two_processes_that_build_at_once_both_get_the_whole(tmp_path: Path) -> None:
    whole = load_layout_once()
    command = [sys.executable, "-W", "error", "-c", PROGRAM, str(tmp_path)]
    rivals = [subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) for _ in range(2)]
    ended = [(*rival.communicate(), rival.returncode) for rival in rivals]
    assert ended == [(f"{len(whole.trie)} {whole.pools['base_form'][1000]}\n", SAYS_SO, 0)] * 2
    assert same(load_layout(tmp_path), whole)
    assert [path.name for path in tmp_path.iterdir() if path.is_dir()] == [folder_in(tmp_path).name]


# The process that builds.


def python_that(folder: Path, does: str) -> str:
    """A program that stands in for the Python interpreter."""
    path = folder / "python"
    path.write_text(f"#!/bin/sh\n{does}\n", encoding="utf-8")
    path.chmod(0o755)
    return str(path)


@pytest.mark.skipif(os.name == "nt", reason="a shell script stands in for the interpreter")
@pytest.mark.parametrize(
    ("does", "said"),
    [
        ("kill -9 $$", "ended by signal 9, perhaps for lack of memory"),
        ("echo noise >&2; echo 'MemoryError: ' >&2; exit 65", "laid out (MemoryError:)"),
        ("exec sleep 60", "its process came to no end after 0.2 s"),
    ],
    ids=["killed", "out of memory", "endless"],
)
def test_a_process_that_fails_is_explained_in_one_line(
    tmp_path: Path, small: Layout, monkeypatch: pytest.MonkeyPatch, does: str, said: str
) -> None:
    monkeypatch.setattr(sys, "executable", python_that(tmp_path, does))
    monkeypatch.setattr(layout_process, "_LONGEST_SECONDS", 0.2 if "sleep" in does else 60)
    with pytest.raises(LayoutFailed) as caught:
        load_layout(tmp_path / "cache")
    assert said in str(caught.value) and "\n" not in str(caught.value)
    assert "the engine janome works without" in str(caught.value)
    assert [path.name for path in (tmp_path / "cache").iterdir()] == ["digests.json"]


@pytest.mark.skipif(os.name == "nt", reason="a shell script stands in for the interpreter")
@pytest.mark.parametrize("program", ["", "nothing", "python"], ids=["none", "lost", "without the package"])
def test_where_no_process_can_be_started_it_is_built_in_this_one(
    tmp_path: Path,
    small: Layout,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    program: str,
) -> None:
    python_that(tmp_path, "echo 'No module named kyodo_analysis' >&2; exit 1")
    monkeypatch.setattr(layout_build, "build_layout", lambda: small)
    monkeypatch.setattr(sys, "executable", program and str(tmp_path / program))
    assert same(load_layout(tmp_path / "cache"), small)
    assert is_built(tmp_path / "cache")
    first, second = capsys.readouterr().err.splitlines()
    assert first + "\n" == SAYS_SO
    assert second.startswith("no process can be started to lay out Janome's dictionary (")


def test_a_program_with_its_python_inside_is_not_started_again(
    tmp_path: Path, small: Layout, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(layout_build, "build_layout", lambda: small)
    monkeypatch.setattr(child_process.subprocess, "run", lambda *_, **__: pytest.fail("started"))
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    assert same(load_layout(tmp_path), small)


@pytest.mark.skipif(os.name == "nt", reason="a shell script stands in for the interpreter")
def test_a_process_that_cannot_write_leaves_the_layout_in_memory(
    tmp_path: Path, small: Layout, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(layout_build, "build_layout", lambda: small)
    monkeypatch.setattr(sys, "executable", python_that(tmp_path, "echo 'No space left on device' >&2; exit 74"))
    assert same(load_layout(tmp_path / "cache"), small)
    assert "(No space left on device)" in capsys.readouterr().err
    assert [path.name for path in (tmp_path / "cache").iterdir()] == ["digests.json"]


def test_the_child_says_how_it_ended(
    tmp_path: Path, small: Layout, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def build() -> Layout:
        raise ValueError("the entries are not numbered")

    monkeypatch.setattr(layout_build, "build_layout", lambda: small)
    assert layout_process.main([str(tmp_path), "janome-0.4.2"]) == layout_process._OTHER_JANOME
    assert capsys.readouterr().err == f"it finds {NAME}\n"
    assert layout_process.main([str(tmp_path), NAME]) == 0
    assert same(read_layout(tmp_path), small)
    assert layout_process.main([str(tmp_path / "nowhere"), NAME]) == layout_process._CANNOT_WRITE
    assert capsys.readouterr().err == "No such file or directory\n"
    monkeypatch.setattr(layout_build, "build_layout", build)
    assert layout_process.main([str(tmp_path), NAME]) == layout_process._CANNOT_BUILD
    assert capsys.readouterr().err == "ValueError: the entries are not numbered\n"


@pytest.mark.slow
@pytest.mark.skipif(sys.platform != "linux", reason="the peak is read from /proc")
def test_the_child_has_the_memory_and_takes_no_module_from_the_working_folder(tmp_path: Path) -> None:
    (tmp_path / "numpy.py").write_text("raise SystemExit('run from the working folder')", encoding="utf-8")
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
    # Not ru_maxrss: that begins with the peak of the process that started this one.
    measure = "print(*(line.split()[1] for line in open('/proc/self/status') if line.startswith('VmHWM')))"
    program = f"import sys; sys.path.remove(''); sys.path.insert(0, sys.argv[2]); {PROGRAM}; {measure}"
    root = str(Path(layout_cache.__file__).parents[3])
    command = [sys.executable, "-c", program, str(tmp_path / "cache"), root]
    done = subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, SAYS_SO)
    assert int(done.stdout.split()[-1]) < 150 * 1024


def test_without_janome_the_message_says_what_to_install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(layout_source.importlib.util, "find_spec", lambda name: None)
    with pytest.raises(ImportError, match="install janome"):
        load_layout(tmp_path)
    assert not is_built(tmp_path)
