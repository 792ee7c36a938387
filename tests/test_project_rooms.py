"""The house of kyodo_analysis: which room may import which, how long a module is, what it may not be called or use."""

from __future__ import annotations

import ast
import importlib.metadata
import sys
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parents[1]
PACKAGE = ROOT / "kyodo_analysis"
MODULES = sorted(PACKAGE.rglob("*.py"))
ROOMS = ("source", "text", "values", "reading", "tables", "words", "analysis", "figures", "publish")
DRAWERS = {"util", "utils", "common", "helper", "helpers", "core", "manager", "managers", "misc"}
# Modules above all rooms; build, cli and the like. The tables alone may ask one of them where they lie.
FROM_ABOVE = {("tables", "paths")}


def imported_modules(source: str, module: str) -> list[tuple[int, str]]:
    """Line and full dotted name of everything that the module imports, inside functions too."""
    found = []
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            found += [(node.lineno, alias.name) for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            parent = module.split(".")[: -node.level] if node.level else []
            base = ".".join([*parent, *([node.module] if node.module else [])])
            found += [(node.lineno, f"{base}.{alias.name}") for alias in node.names]
    return found


def forbidden_imports(source: str, module: str) -> list[str]:
    """One message for every import that goes to a room on the right or to a module above the rooms."""
    room = module.split(".")[1]
    if room not in ROOMS:
        return []
    messages = []
    for line, name in imported_modules(source, module):
        parts = name.split(".")
        if parts[0] != PACKAGE.name or len(parts) == 1 or parts[1].startswith("__") or (room, parts[1]) in FROM_ABOVE:
            continue
        if parts[1] not in ROOMS or ROOMS.index(parts[1]) > ROOMS.index(room):
            messages.append(f"{module}, line {line}: {room} may not import {name}")
    return messages


def dotted_name(path: Path) -> str:
    return ".".join(path.relative_to(ROOT).with_suffix("").parts)


def package_names(requirements: list[str]) -> set[str]:
    return {canonicalize_name(Requirement(line).name) for line in requirements}


@pytest.mark.parametrize(
    ("module", "source", "count"),
    [
        ("kyodo_analysis.reading.cards", "from kyodo_analysis.text.traced import Traced", 0),
        ("kyodo_analysis.reading.cards", "from kyodo_analysis.reading import records", 0),
        ("kyodo_analysis.reading.cards", "from . import records", 0),
        ("kyodo_analysis.reading.cards", "from ..text import traced", 0),
        ("kyodo_analysis.reading.cards", "import re, pandas", 0),
        ("kyodo_analysis.cli", "from kyodo_analysis.figures import loads", 0),
        ("kyodo_analysis.tables.read", "from kyodo_analysis import paths", 0),
        ("kyodo_analysis.text.repair", "from kyodo_analysis import __version__", 0),
        ("kyodo_analysis.text.repair", "from kyodo_analysis.reading.cards import read_cards", 1),
        ("kyodo_analysis.text.repair", "from kyodo_analysis import reading, tables", 2),
        ("kyodo_analysis.text.repair", "from ..reading import cards", 1),
        ("kyodo_analysis.text.repair", "def late():\n    import kyodo_analysis.words.tokens", 1),
        ("kyodo_analysis.analysis.theme.themes", "from kyodo_analysis import paths", 1),
        ("kyodo_analysis.tables.write", "from kyodo_analysis.build import build", 1),
    ],
)
def test_the_rule_of_rooms_itself(module: str, source: str, count: int) -> None:
    assert len(forbidden_imports(source, module)) == count


def test_every_module_imports_only_from_rooms_to_its_left() -> None:
    assert len(MODULES) > len(ROOMS)
    assert [
        message
        for path in MODULES
        for message in forbidden_imports(path.read_text(encoding="utf-8"), dotted_name(path))
    ] == []


def test_every_folder_of_the_package_is_a_room() -> None:
    folders = {path.relative_to(PACKAGE).parts[0] for path in MODULES if path.parent != PACKAGE}
    assert folders <= set(ROOMS)
    assert [folder for folder in sorted(folders) if not (PACKAGE / folder / "__init__.py").is_file()] == []


def test_no_module_holds_two_ideas() -> None:
    lengths = {dotted_name(path): len(path.read_text(encoding="utf-8").splitlines()) for path in MODULES}
    assert {module: length for module, length in lengths.items() if length > 300} == {}


def test_nothing_is_called_a_drawer() -> None:
    folders = [ROOT / name for name in ("kyodo_analysis", "tests", "benchmarks", "notebooks")]
    names = {path for folder in folders for path in folder.rglob("*") if DRAWERS & set(path.stem.lower().split("_"))}
    assert sorted(names) == []


def test_nothing_runs_text_as_code_or_unpickles() -> None:
    found = []
    for path in MODULES:
        tree = ast.parse(path.read_text(encoding="utf-8"))
        called = {
            node.func.id for node in ast.walk(tree) if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)
        }
        attributes = {node.attr for node in ast.walk(tree) if isinstance(node, ast.Attribute)}
        imported = {
            name.split(".")[0] for _, name in imported_modules(path.read_text(encoding="utf-8"), dotted_name(path))
        }
        found += [(dotted_name(path), name) for name in sorted(called & {"eval", "exec", "__import__"})]
        found += [(dotted_name(path), name) for name in sorted(attributes & {"read_pickle", "to_pickle"})]
        found += [
            (dotted_name(path), name)
            for name in sorted(imported & {"pickle", "dill", "cloudpickle", "marshal", "shelve"})
        ]
    assert found == []


def test_every_library_that_is_imported_is_declared() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    declared = package_names(
        [
            *project["dependencies"],
            *project["optional-dependencies"]["notebooks"],
            *project["optional-dependencies"]["sensitivity"],
            *project["optional-dependencies"]["fast"],
        ]
    )
    packages = importlib.metadata.packages_distributions()
    undeclared = set()
    for path in MODULES:
        for _, name in imported_modules(path.read_text(encoding="utf-8"), dotted_name(path)):
            top = name.split(".")[0]
            if top in sys.stdlib_module_names or top == PACKAGE.name:
                continue
            if not declared & {canonicalize_name(package) for package in packages.get(top, ())}:
                undeclared.add(f"{dotted_name(path)} imports {top}")
    assert sorted(undeclared) == []
