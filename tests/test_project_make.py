"""What `make` decides: which Python it takes, what it does again. On a copy, with stand-ins for the interpreters."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
MAKE = shutil.which("make") or "make"
TOO_OLD = "#!/bin/sh\nexit 1\n"
NEW_ENOUGH = "#!/bin/sh\nexit 0\n"
# Stands in for .venv/bin/python: says which command it was asked for and writes one file where that command would.
WRITER = """#!/bin/sh
case "$*" in
    "-m kyodo_analysis build") echo ran build; echo table > data/processed/plans.csv ;;
    "-m kyodo_analysis analyse") echo ran analyse; echo analysis > data/analysis/themes.csv ;;
    "-m kyodo_analysis figures") echo ran figures; echo figure > figures/loads.svg ;;
    "-m kyodo_analysis notebooks") echo ran notebooks; echo notebook > notebooks/00-overview.ipynb ;;
esac
"""


def write_program(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    path.chmod(0o755)


def run_make(folder: Path, *arguments: str, **variables: str) -> subprocess.CompletedProcess[str]:
    """Runs make with these variables alone; PYTHON is false unless a PATH is given: no test installs anything."""
    environment = {"PATH": os.defpath} | ({} if "PATH" in variables else {"PYTHON": "false"}) | variables
    command = [MAKE, "--no-print-directory", *arguments]
    return subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=False)


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """A folder with a blank in its name, the Makefile, one input, a finished .venv with the stand-in as interpreter."""
    folder = tmp_path / "a checkout"
    folders = ("raw", "hand", "processed", "analysis")
    for name in ("kyodo_analysis", *(f"data/{part}" for part in folders), "figures", "notebooks", ".venv"):
        (folder / name).mkdir(parents=True)
    for name in ("Makefile", "requirements.lock", "pyproject.toml"):
        shutil.copy(ROOT / name, folder)
    (folder / "data/raw/koka.txt").write_text("協働", encoding="utf-8")
    (folder / "notebooks/00-overview.ipynb").touch()
    write_program(folder / ".venv/bin/python", WRITER)
    (folder / ".venv/locked").write_text(f"{folder}\n", encoding="utf-8")
    (folder / ".venv/installed").touch()
    return folder


def commands_run(folder: Path) -> list[str]:
    result = run_make(folder)
    assert result.returncode == 0, result.stderr
    return [line.removeprefix("ran ") for line in result.stdout.splitlines() if line.startswith("ran ")]


def test_second_run_does_nothing(checkout: Path) -> None:
    assert commands_run(checkout) == ["build", "analyse", "figures", "notebooks"]
    assert commands_run(checkout) == []


@pytest.mark.parametrize(
    "changed", ["data/raw/koka.txt", "data/hand/departments.csv", "kyodo_analysis/build.py", "data/processed/plans.csv"]
)
def test_what_tables_are_made_from_makes_everything_anew(checkout: Path, changed: str) -> None:
    commands_run(checkout)
    (checkout / changed).write_text("changed", encoding="utf-8")
    assert commands_run(checkout) == ["build", "analyse", "figures", "notebooks"]


def test_a_lost_table_is_made_anew(checkout: Path) -> None:
    commands_run(checkout)
    (checkout / "data/processed/plans.csv").unlink()
    assert commands_run(checkout) == ["build", "analyse", "figures", "notebooks"]


def test_a_lost_figure_and_an_edited_notebook_leave_the_tables_alone(checkout: Path) -> None:
    commands_run(checkout)
    (checkout / "figures/loads.svg").unlink()
    assert commands_run(checkout) == ["figures"]
    (checkout / "notebooks/00-overview.ipynb").write_text("edited", encoding="utf-8")
    assert commands_run(checkout) == ["notebooks"]


def test_the_first_python_that_is_new_enough_is_taken(checkout: Path, tmp_path: Path) -> None:
    (checkout / ".venv/locked").unlink()
    write_program(tmp_path / "bin/python3", TOO_OLD)
    write_program(tmp_path / "bin/python3.11", TOO_OLD)
    write_program(tmp_path / "bin/python3.12", NEW_ENOUGH)
    planned = run_make(checkout, "--dry-run", "env", PATH=str(tmp_path / "bin"))
    assert "python3.12 -m venv .venv" in planned.stdout.splitlines()


def test_without_a_new_python_the_reason_is_said_and_nothing_is_removed(checkout: Path, tmp_path: Path) -> None:
    (checkout / ".venv/locked").unlink()
    write_program(tmp_path / "bin/python3", TOO_OLD)
    result = run_make(checkout, "env", PATH=str(tmp_path / "bin"))
    assert result.returncode != 0
    assert "install Python 3.11 or later" in result.stderr
    assert (checkout / ".venv/bin/python").is_file()


@pytest.mark.parametrize("defect", ["half-created", "copied from elsewhere", "interpreter gone"])
def test_a_broken_environment_is_made_anew(checkout: Path, defect: str) -> None:
    assert "venv .venv" not in run_make(checkout, "--dry-run", "env").stdout
    if defect == "half-created":
        (checkout / ".venv/locked").unlink()
    elif defect == "copied from elsewhere":
        (checkout / ".venv/locked").write_text("/elsewhere\n", encoding="utf-8")
    else:
        (checkout / ".venv/bin/python").unlink()
    planned = run_make(checkout, "--dry-run", "env", PYTHON="python3.11").stdout.splitlines()
    assert planned.index("rm -rf .venv") + 1 == planned.index("python3.11 -m venv .venv")


def test_the_callers_own_environment_is_not_passed_on(checkout: Path) -> None:
    says = 'case "$*" in *build) echo "caller: $VIRTUAL_ENV$PYTHONPATH$PIP_REQUIRE_VIRTUALENV" ;; esac'
    write_program(checkout / ".venv/bin/python", f"#!/bin/sh\n{says}\n")
    result = run_make(checkout, "tables", VIRTUAL_ENV="a", PYTHONPATH="b", PIP_REQUIRE_VIRTUALENV="c")
    assert "caller: " in result.stdout.splitlines()
