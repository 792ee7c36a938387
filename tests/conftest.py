"""Settings for all tests: the same examples on every machine, no window system; projects to run commands in."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings
from kyodo_project import ROOT, make_project, run_kyodo

from kyodo_analysis.words import token_cache
from kyodo_analysis.words.engine import compiled_object
from kyodo_analysis.words.engine.choice import is_usable
from kyodo_analysis.words.engine.layout_cache import load_layout_once

os.environ.setdefault("MPLBACKEND", "Agg")
# The tables are small: a second thread of numpy's would mostly wait, and keep a core from other work.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

# The checks must give the same verdict everywhere; `--hypothesis-profile=explore` searches with new random examples.
settings.register_profile("same-everywhere", derandomize=True, deadline=None)
settings.register_profile("explore", deadline=None, max_examples=1000)
settings.load_profile("same-everywhere")


@pytest.fixture(scope="session", autouse=True)
def tokens_of_this_run(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Tokens that an earlier run kept must not hide what the engines now do."""
    with pytest.MonkeyPatch.context() as patch:
        folder = tmp_path_factory.mktemp("tokens")
        patch.setattr(token_cache, "token_folder", lambda: folder)
        yield


@pytest.fixture(scope="session", autouse=True)
def engines_are_prepared() -> None:
    """On a fresh machine the first engine would say on stderr what it builds; here that is no part of an answer."""
    load_layout_once()
    if is_usable("compiled"):
        compiled_object.prepare()


@pytest.fixture(scope="session")
def built_project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project with one short plan (nichinan), its tables built. Not to be changed: `project` gives a copy."""
    folder = make_project(tmp_path_factory.mktemp("built") / "project", ["nichinan"])
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        built = run_kyodo("build")
    assert built.exit_code == 0, built.stderr
    return folder


@pytest.fixture
def project(built_project: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the built project, and the working directory of the test."""
    folder = tmp_path / "project"
    shutil.copytree(built_project, folder)
    monkeypatch.chdir(folder)
    return folder


@pytest.fixture(scope="session")
def all_tables(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The tables of all plans, built once from data/raw. Not to be changed."""
    folder = tmp_path_factory.mktemp("all") / "tables"
    raw, hand = ROOT / "data" / "raw", ROOT / "data" / "hand"
    built = run_kyodo("build", "--raw", raw, "--hand", hand, "--out", folder)
    assert built.exit_code == 0, built.stderr
    return folder
