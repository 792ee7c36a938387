"""Small projects to run `kyodo` in, and what is asked of its answers."""

from __future__ import annotations

import hashlib
import json
import math
import shutil
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from unittest.mock import patch

from typer.testing import CliRunner

from kyodo_analysis import progress
from kyodo_analysis.cli import app

ROOT = Path(__file__).resolve().parents[1]
MANIFEST = Path("data") / "raw" / "plans.toml"


@dataclass(frozen=True)
class Answer:
    """What a command left behind."""

    exit_code: int
    stdout: str
    stderr: str


def run_kyodo(*arguments: str | Path) -> Answer:
    """The answer of a command, run in this process; an error that it does not explain is raised.

    Lines of progress, which come by the clock, are left out: a busy machine must not change the answer.
    """
    command = [str(argument) for argument in arguments]
    with patch.object(progress, "SECONDS_BETWEEN_LINES", math.inf):
        result = CliRunner().invoke(app, command, prog_name="kyodo", catch_exceptions=False)
    return Answer(result.exit_code, result.stdout, result.stderr)


def plans_of_project() -> dict[str, dict[str, Any]]:
    """The entries of the project's own manifest by plan_id."""
    manifest = tomllib.loads((ROOT / MANIFEST).read_text(encoding="utf-8"))
    return {entry["id"]: entry for entry in manifest["plan"]}


def make_project(folder: Path, plan_ids: Iterable[str]) -> Path:
    """A project with some of the plans and all that people decided."""
    entries = plans_of_project()
    shutil.copytree(ROOT / "data" / "hand", folder / "data" / "hand")
    (folder / "data" / "raw").mkdir()
    for plan_id in plan_ids:
        shutil.copy(ROOT / "data" / "raw" / entries[plan_id]["file"], folder / "data" / "raw")
    write_manifest(folder, [entries[plan_id] for plan_id in plan_ids])
    return folder


def write_manifest(folder: Path, entries: Iterable[Mapping[str, Any]]) -> None:
    """The manifest of a project, its entries in this order."""
    blocks = [
        "\n".join(["[[plan]]", *(f"{key} = {json.dumps(value, ensure_ascii=False)}" for key, value in entry.items())])
        for entry in entries
    ]
    (folder / MANIFEST).write_text("\n\n".join(blocks) + "\n", encoding="utf-8")


def add_plan(folder: Path, plan_id: str, data: bytes) -> None:
    """Put a file into a project and list it in the manifest."""
    path = folder / "data" / "raw" / f"{plan_id}.txt"
    path.write_bytes(data)
    entry = {
        "id": plan_id,
        "file": path.name,
        "sha256": hashlib.sha256(data).hexdigest(),
        "municipality": "宇部市",
        "municipality_code": "35202",
        "prefecture": "山口県",
        "title": "協働推進プラン",
        "state": "final",
    }
    manifest = tomllib.loads((folder / MANIFEST).read_text(encoding="utf-8"))
    write_manifest(folder, [*manifest["plan"], entry])


def contents(folder: Path) -> dict[str, bytes]:
    """Every file below a folder, hidden ones too, by its name."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()
    }


def assert_refused(answer: Answer, *words: str) -> None:
    """The command ended with exit code 2, nothing on stdout, and one line on stderr that holds the words."""
    assert answer.exit_code == 2, answer
    assert answer.stdout == ""
    assert answer.stderr.startswith("kyodo: ")
    assert len(answer.stderr.splitlines()) == 1, answer.stderr
    for word in words:
        assert word in answer.stderr
