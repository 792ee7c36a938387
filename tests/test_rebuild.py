"""data/processed is what `kyodo build` makes of data/raw and data/hand: byte for byte, in whatever order they come."""

from __future__ import annotations

import csv
import io
import os
import random
import subprocess
import sys
from pathlib import Path

import pytest
from kyodo_project import ROOT, contents, make_project, plans_of_project, write_manifest

from kyodo_analysis.tables.dictionary import describe_tables

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def rebuilt(all_tables: Path) -> dict[str, bytes]:
    return contents(all_tables)


def assert_same(found: dict[str, bytes], expected: dict[str, bytes]) -> None:
    assert sorted(found) == sorted(expected)
    assert [name for name in sorted(found) if found[name] != expected[name]] == []


def test_the_committed_tables_are_what_a_build_makes(rebuilt: dict[str, bytes]) -> None:
    assert_same(contents(ROOT / "data" / "processed"), rebuilt)


def test_the_committed_dictionary_is_what_a_build_makes() -> None:
    assert (ROOT / "data" / "README.md").read_text(encoding="utf-8") == describe_tables()


def test_the_order_of_plans_and_files_and_another_process_change_nothing(
    rebuilt: dict[str, bytes], tmp_path: Path
) -> None:
    """The folder's files are created in another order too, and sets and dicts are hashed with another seed."""
    plans = list(plans_of_project())
    random.Random(20).shuffle(plans)
    project = make_project(tmp_path / "project", plans)
    write_manifest(project, [dict(reversed(plans_of_project()[plan].items())) for plan in reversed(plans)])
    command = [sys.executable, "-m", "kyodo_analysis", "build", "--out", "tables"]
    variables = {"PYTHONHASHSEED": "20", "PYTHONPATH": str(ROOT), "TZ": "Asia/Tokyo", "LC_ALL": "C"}
    subprocess.run(command, cwd=project, env={**os.environ, **variables}, check=True, capture_output=True)
    assert_same(contents(project / "tables"), rebuilt)


def test_the_order_of_decisions_changes_nothing(rebuilt: dict[str, bytes], tmp_path: Path) -> None:
    """But for the codebook, whose order decides between themes that count the same."""
    project = make_project(tmp_path / "project", sorted(plans_of_project()))
    for path in sorted(set((project / "data" / "hand").glob("*.csv")) - {project / "data" / "hand" / "codebook.csv"}):
        shuffle_rows(path, header=path.name != "user_dictionary.csv")
    command = [sys.executable, "-m", "kyodo_analysis", "build", "--out", "tables"]
    variables = {"PYTHONPATH": str(ROOT)}
    subprocess.run(command, cwd=project, env={**os.environ, **variables}, check=True, capture_output=True)
    assert_same(contents(project / "tables"), rebuilt)


def shuffle_rows(path: Path, header: bool) -> None:
    """Another order of a table's rows. The user dictionary is in Janome's format, which has no header."""
    rows = list(csv.reader(io.StringIO(path.read_text(encoding="utf-8"))))
    first, rest = (rows[:1], rows[1:]) if header else ([], rows)
    random.Random(20).shuffle(rest)
    written = io.StringIO()
    csv.writer(written, lineterminator="\n").writerows([*first, *rest])
    path.write_text(written.getvalue(), encoding="utf-8")
