"""Every command that the README shows works as it is shown."""

from __future__ import annotations

import re
import shlex
import shutil
import sys
import types
from pathlib import Path

import pytest
from kyodo_project import ROOT, run_kyodo

from kyodo_analysis import analyse, notebook_runs
from kyodo_analysis.words.identity import comparison as identity

READMES = ("README.md", "README.ja.md")
_FENCE = re.compile(r"^```[^\n]*\n(.*?)^```", re.M | re.S)
_COMMAND = re.compile(r"^(?:\$ )?(?:\.venv/bin/)?((?:kyodo|make)\b[^|>\n]*)", re.M)


def commands_of(readme: str) -> list[str]:
    """The kyodo and make commands of the fenced blocks, in their order, without comments and where output goes."""
    text = (ROOT / readme).read_text(encoding="utf-8")
    found = [command for block in _FENCE.findall(text) for command in _COMMAND.findall(block)]
    return [shlex.join(shlex.split(command, comments=True)) for command in found]


@pytest.fixture(scope="module")
def checkout(tmp_path_factory: pytest.TempPathFactory, all_tables: Path) -> Path:
    """A copy of the project's data with its tables built."""
    folder = tmp_path_factory.mktemp("readme") / "checkout"
    shutil.copytree(ROOT / "data", folder / "data", ignore=shutil.ignore_patterns("processed", ".*"))
    shutil.copytree(all_tables, folder / "data" / "processed")
    (folder / "plan.txt").write_bytes((ROOT / "data" / "raw" / "nichinan.txt").read_bytes())
    return folder


@pytest.mark.parametrize("readme", READMES)
def test_a_readme_shows_the_two_commands_and_some_of_kyodo(readme: str) -> None:
    commands = commands_of(readme)
    assert {"make", "make test"} <= set(commands)
    assert any(command.startswith("kyodo ") for command in commands)


def test_both_readmes_show_the_same_commands() -> None:
    assert commands_of("README.md") == commands_of("README.ja.md")


def test_the_makefile_knows_every_make_command() -> None:
    targets = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.M))
    asked = {command.split()[1] for readme in READMES for command in commands_of(readme) if command.startswith("make ")}
    assert asked <= targets


@pytest.mark.slow
@pytest.mark.parametrize("readme", READMES)
def test_every_kyodo_command_works(readme: str, checkout: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What takes long has tests of its own; here it counts that the command line is understood."""
    monkeypatch.chdir(checkout)
    figures = types.SimpleNamespace(draw_all=lambda tables, out, languages, report: [])
    monkeypatch.setitem(sys.modules, "kyodo_analysis.figures", figures)
    monkeypatch.setattr(notebook_runs, "run_notebooks", lambda folder, report: [])
    monkeypatch.setattr(analyse, "analyse", lambda *given: [])
    monkeypatch.setattr(identity, "compare_engines", lambda *given, **named: [])
    for command in commands_of(readme):
        program, *arguments = shlex.split(command)
        if program == "kyodo":
            answer = run_kyodo(*arguments)
            assert answer.exit_code == 0, (command, answer.stderr)
