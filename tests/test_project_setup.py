"""The project's top-level files agree with each other: metadata, lock, conda environment, licence, citation, CI."""

from __future__ import annotations

import os
import re
import tomllib
from pathlib import Path

import pytest
import yaml
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from packaging.version import Version

import kyodo_analysis

ROOT = Path(__file__).resolve().parents[1]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
DIRECT = [
    Requirement(line)
    for group in (PROJECT["dependencies"], *PROJECT["optional-dependencies"].values())
    for line in group
]
LOCK = (ROOT / "requirements.lock").read_text(encoding="utf-8")
LOCK_ENTRY = re.compile(
    r"^(?P<name>[A-Za-z0-9._-]+)==(?P<version>[^\s;]+)(?P<rest>.*(?:\n +--hash=sha256:[0-9a-f]{64}.*)*)", re.M
)
MADE_BY_MACHINES = {
    ".git",
    ".venv",
    ".make",
    ".hypothesis",
    ".mypy_cache",
    ".pytest_cache",
    ".ruff_cache",
    "__pycache__",
    "build",
}


def locked_versions() -> dict[str, str]:
    return {canonicalize_name(entry["name"]): entry["version"] for entry in LOCK_ENTRY.finditer(LOCK)}


def conda_packages() -> dict[str, str]:
    """Name → version of every package of environment.yml, whichever of conda and pip installs it."""
    entries = yaml.safe_load((ROOT / "environment.yml").read_text(encoding="utf-8"))["dependencies"]
    from_pip = next(entry["pip"] for entry in entries if isinstance(entry, dict))
    pins = [entry.split("=") for entry in entries if isinstance(entry, str) and entry != "pip"]
    pins += [entry.split("==") for entry in from_pip if entry != "--editable ."]
    return {canonicalize_name(name): version for name, version in pins}


def committed_texts() -> list[tuple[Path, str]]:
    texts = []
    for folder, subfolders, files in os.walk(ROOT):
        subfolders[:] = sorted(
            name for name in subfolders if name not in MADE_BY_MACHINES and not name.endswith(".egg-info")
        )
        for name in sorted(files):
            content = (Path(folder) / name).read_bytes()
            if b"\0" not in content:
                texts.append((Path(folder, name).relative_to(ROOT), content.decode("utf-8", errors="replace")))
    return texts


@pytest.mark.parametrize("requirement", DIRECT, ids=str)
def test_every_direct_dependency_is_locked(requirement: Requirement) -> None:
    version = locked_versions()[canonicalize_name(requirement.name)]
    assert requirement.specifier.contains(version)


def test_every_locked_package_has_one_exact_version_and_hashes() -> None:
    entries = list(LOCK_ENTRY.finditer(LOCK))
    pinned = [line for line in LOCK.splitlines() if line and not line.startswith(("#", " "))]
    assert len(entries) == len(pinned) == len(locked_versions())
    assert [entry["name"] for entry in entries if "--hash=sha256:" not in entry["rest"]] == []


def test_the_lock_serves_every_platform() -> None:
    assert re.search(r"^colorama==.*sys_platform == 'win32'", LOCK, re.M)
    assert re.search(r"^appnope==.*sys_platform == 'darwin'", LOCK, re.M)


def test_conda_environment_has_the_same_packages_in_the_same_versions() -> None:
    locked = locked_versions()
    expected = {name: locked[name] for name in (canonicalize_name(requirement.name) for requirement in DIRECT)}
    packages = conda_packages()
    python = packages.pop("python")
    assert packages == expected
    assert Requirement(f"python{PROJECT['requires-python']}").specifier.contains(python)


def test_conda_environment_installs_the_project_itself() -> None:
    environment = yaml.safe_load((ROOT / "environment.yml").read_text(encoding="utf-8"))
    assert environment["name"] == PROJECT["name"]
    assert environment["channels"] == ["conda-forge", "nodefaults"]
    assert environment["dependencies"][-1]["pip"][-1] == "--editable ."


def test_no_committed_file_names_a_package_index() -> None:
    # Put together here, so that this file does not name them itself.
    hosts = [
        "pypi" + ".org",
        "python" + "hosted.org",
        "anaconda" + ".org",
        "--index" + "-url ",
        "--extra-index" + "-url",
        "--find" + "-links",
    ]
    found = [f"{path}: {host}" for path, text in committed_texts() for host in hosts if host in text]
    assert found == []


def test_no_set_up_file_points_into_a_machine() -> None:
    for name in (
        "requirements.lock",
        "environment.yml",
        "pyproject.toml",
        "Makefile",
        ".ci/run",
        ".github/workflows/ci.yml",
    ):
        text = (ROOT / name).read_text(encoding="utf-8")
        assert re.findall(r"file:/|(?<![\w.])/(?:home|Users|root|opt|tmp)/", text) == [], name
    assert "://" not in LOCK


def test_citation_licence_and_version_say_the_same_everywhere() -> None:
    citation = yaml.safe_load((ROOT / "CITATION.cff").read_text(encoding="utf-8"))
    assert {"cff-version", "message", "title", "authors"} <= set(citation)
    assert str(citation["version"]) == PROJECT["version"] == kyodo_analysis.__version__
    assert citation["license"] == PROJECT["license"] == "MIT"
    holder = PROJECT["authors"][0]["name"]
    assert citation["authors"] == [{"name": holder}]
    licence = (ROOT / "LICENSE").read_text(encoding="utf-8")
    assert licence.startswith(f"MIT License\n\nCopyright (c) 2026 {holder}\n")


def test_the_workflow_runs_what_everybody_runs() -> None:
    workflow = yaml.safe_load((ROOT / ".github/workflows/ci.yml").read_text(encoding="utf-8"))
    job = workflow["jobs"]["test"]
    assert job["steps"][-1] == {"run": ".ci/run"}
    assert all(re.fullmatch(r"[\w-]+/[\w-]+@v\d+\.\d+\.\d+", step["uses"]) for step in job["steps"][:-1])
    oldest = Requirement(f"python{PROJECT['requires-python']}").specifier
    assert all(oldest.contains(version) for version in job["strategy"]["matrix"]["python"])
    assert min(map(Version, job["strategy"]["matrix"]["python"])) == Version("3.11")
    assert os.access(ROOT / ".ci/run", os.X_OK)
    assert (ROOT / ".ci/run").read_text(encoding="utf-8").rstrip().endswith("make test")


def test_sources_tell_of_every_raw_text() -> None:
    sources = (ROOT / "data/raw/SOURCES.md").read_text(encoding="utf-8")
    for text in sorted((ROOT / "data/raw").glob("*.txt")):
        assert f"`{text.name}`" in sources
