"""The command itself: help, version, what goes where."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest
from kyodo_project import ROOT, run_kyodo

import kyodo_analysis

COMMANDS = (
    *("build", "figures", "notebooks", "check", "trace", "read", "repair", "code", "kwic", "analyse", "codebook"),
    "engine",
)
HEAVY = ("pandas", "numpy", "matplotlib", "janome", "sklearn", "scipy", "pdfplumber", "rich")


def run_process(*arguments: str, folder: Path = ROOT) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "kyodo_analysis", *arguments]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, encoding="utf-8", check=False)


def test_the_commands_are_those_of_the_design() -> None:
    listed = run_kyodo("--help").stdout.split("Commands:")[1].splitlines()
    assert tuple(line.split()[0] for line in listed if line.strip()) == COMMANDS


@pytest.mark.parametrize("command", COMMANDS)
def test_help_says_what_a_command_does_and_shows_an_example(command: str) -> None:
    answer = run_kyodo(command, "--help")
    assert answer.exit_code == 0
    assert f"Example: kyodo {command}" in answer.stdout


def test_version() -> None:
    assert run_kyodo("--version").stdout == f"kyodo {kyodo_analysis.__version__}\n"


def test_python_m_is_the_same_command() -> None:
    answer = run_process("--version")
    assert (answer.returncode, answer.stdout, answer.stderr) == (0, f"kyodo {kyodo_analysis.__version__}\n", "")


def test_help_loads_no_heavy_library() -> None:
    code = "import sys; from kyodo_analysis.cli import app; app(['read', '--help'], standalone_mode=False); "
    code += f"print(sorted(set({HEAVY!r}) & set(sys.modules)), file=sys.stderr)"
    answer = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert answer.stderr.splitlines()[-1] == "[]"


def test_libraries_are_imported_only_inside_commands() -> None:
    tree = ast.parse((ROOT / "kyodo_analysis/cli.py").read_text(encoding="utf-8"))
    imported = {node.module for node in tree.body if isinstance(node, ast.ImportFrom)}
    assert {name for name in imported if name and name.startswith("kyodo_analysis")} == {
        "kyodo_analysis",
        "kyodo_analysis.cli_analyse",
        "kyodo_analysis.cli_coding",
        "kyodo_analysis.cli_engine",
        "kyodo_analysis.cli_kwic",
        "kyodo_analysis.cli_reading",
        "kyodo_analysis.progress",
        "kyodo_analysis.source.errors",
    }


@pytest.mark.parametrize(
    ("arguments", "word"), [(["biuld"], "build"), (["read"], "file"), (["check", "--raww"], "raw")]
)
def test_a_misspelt_command_line_ends_with_2(arguments: list[str], word: str) -> None:
    answer = run_kyodo(*arguments)
    assert answer.exit_code == 2
    assert answer.stdout == ""
    assert word in answer.stderr


def test_output_is_utf_8_whatever_the_terminal_says(tmp_path: Path) -> None:
    (tmp_path / "plan.txt").write_text("（１）協働のまちづくり\n", encoding="utf-8")
    answer = subprocess.run(
        [sys.executable, "-m", "kyodo_analysis", "repair", "plan.txt"],
        cwd=tmp_path,
        env={"PYTHONIOENCODING": "latin-1", "PYTHONPATH": str(ROOT)},
        capture_output=True,
        check=True,
    )
    assert answer.stdout.decode("utf-8") == "（１）協働のまちづくり\n"


def test_a_reader_that_has_seen_enough_is_no_error(tmp_path: Path) -> None:
    (tmp_path / "plan.txt").write_text("協働のまちづくりを進めます。\n\n" * 20_000, encoding="utf-8")
    command = f"'{sys.executable}' -m kyodo_analysis repair '{tmp_path / 'plan.txt'}' | head -1"
    answer = subprocess.run(command, shell=True, cwd=ROOT, capture_output=True, text=True, check=False)
    assert answer.stdout == "協働のまちづくりを進めます。\n"
    assert answer.stderr == ""
