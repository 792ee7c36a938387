"""Whether tables are still what a build would make."""

from __future__ import annotations

from dataclasses import replace
from importlib import metadata
from pathlib import Path

import pytest

from kyodo_analysis import freshness
from kyodo_analysis.freshness import digest_inputs, digest_outputs, is_fresh, stamp_path, write_stamp
from kyodo_analysis.source.manifest import PlanSource

ONE = PlanSource("koka", "koka.txt", Path("koka.txt"), "a" * 64, municipality="甲賀市")
TWO = PlanSource("ube", "ube.txt", Path("ube.txt"), "b" * 64)


@pytest.fixture
def hand(tmp_path: Path) -> Path:
    folder = tmp_path / "hand"
    (folder / "gold").mkdir(parents=True)
    (folder / "stop_words.csv").write_text("word\nこと\n", encoding="utf-8")
    (folder / "gold" / "koka.jsonl").write_text("{}\n", encoding="utf-8")
    return folder


@pytest.fixture
def tables(tmp_path: Path) -> Path:
    folder = tmp_path / "tables"
    folder.mkdir()
    (folder / "measures.csv").write_text("measure_id\n", encoding="utf-8")
    return folder


def test_the_order_of_plans_and_the_place_of_files_do_not_matter(hand: Path) -> None:
    moved = replace(ONE, path=Path("/elsewhere/koka.txt"))
    assert digest_inputs([ONE, TWO], hand, "auto") == digest_inputs([TWO, moved], hand, "auto")


@pytest.mark.parametrize(
    "changed", [replace(ONE, sha256="c" * 64), replace(ONE, municipality="湖南市"), replace(ONE, layout="markup"), TWO]
)
def test_every_word_of_the_manifest_matters(hand: Path, changed: PlanSource) -> None:
    assert digest_inputs([ONE], hand, "auto") != digest_inputs([changed], hand, "auto")


def test_engine_decisions_program_and_libraries_matter(
    hand: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    digests = [digest_inputs([ONE], hand, "auto"), digest_inputs([ONE], hand, "janome")]
    (hand / "gold" / "koka.jsonl").write_text("{} \n", encoding="utf-8")
    digests.append(digest_inputs([ONE], hand, "auto"))
    (hand / "codebook.csv").write_text("code\n", encoding="utf-8")
    digests.append(digest_inputs([ONE], hand, "auto"))
    package = tmp_path / "package"
    package.mkdir()
    (package / "cells.py").write_text("", encoding="utf-8")
    monkeypatch.setattr(freshness, "_PACKAGE", package)
    digests.append(digest_inputs([ONE], hand, "auto"))
    (package / "cells.py").write_text("tidy = None\n", encoding="utf-8")
    digests.append(digest_inputs([ONE], hand, "auto"))
    monkeypatch.setattr(metadata, "version", lambda name: "0")
    digests.append(digest_inputs([ONE], hand, "auto"))
    assert len(set(digests)) == len(digests)


def test_what_systems_and_editors_hide_does_not_matter(hand: Path) -> None:
    before = digest_inputs([ONE], hand, "auto")
    (hand / ".DS_Store").write_bytes(b"\0")
    (hand / ".ipynb_checkpoints").mkdir()
    (hand / ".ipynb_checkpoints" / "x.csv").touch()
    assert digest_inputs([ONE], hand, "auto") == before


def test_the_libraries_are_those_that_the_package_declares() -> None:
    versions = freshness._library_versions()
    assert versions is not None
    assert versions["pandas"] == metadata.version("pandas")
    assert {"python", "janome", "pyarrow"} <= set(versions)
    assert "pytest" not in versions


def test_without_known_versions_nothing_is_fresh(hand: Path, tables: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def unknown(name: str) -> list[str]:
        raise metadata.PackageNotFoundError(name)

    monkeypatch.setattr(metadata, "requires", unknown)
    inputs = digest_inputs([ONE], hand, "auto")
    assert inputs is None
    write_stamp(tables, inputs)
    assert not stamp_path(tables).exists()
    assert not is_fresh(tables, inputs)


def test_fresh_until_inputs_or_outputs_change(tables: Path) -> None:
    write_stamp(tables, "digest")
    assert is_fresh(tables, "digest")
    assert not is_fresh(tables, "another")
    (tables / "plans.csv").touch()
    assert not is_fresh(tables, "digest")


def test_a_further_file_belongs_to_the_outputs(tables: Path, tmp_path: Path) -> None:
    dictionary = tmp_path / "README.md"
    dictionary.write_text("tables", encoding="utf-8")
    write_stamp(tables, "digest", [dictionary])
    assert is_fresh(tables, "digest", [dictionary])
    dictionary.write_text("edited", encoding="utf-8")
    assert not is_fresh(tables, "digest", [dictionary])
    dictionary.unlink()
    assert not is_fresh(tables, "digest", [dictionary])


@pytest.mark.parametrize("content", [b"", b"[]", b"{}", b'"', b"\xff", b'{"inputs": "digest"}'])
def test_a_damaged_stamp_is_no_stamp(tables: Path, content: bytes) -> None:
    stamp_path(tables).write_bytes(content)
    assert not is_fresh(tables, "digest")


def test_the_stamp_lies_beside_the_tables(tables: Path) -> None:
    before = digest_outputs(tables)
    write_stamp(tables, "digest")
    assert digest_outputs(tables) == before
    assert stamp_path(tables).parent == tables.parent
