"""What the compiled functions are made from: these sources, the compilers' versions, the kind of machine."""

from __future__ import annotations

import hashlib
import importlib.util
import sys
from collections.abc import Iterator
from pathlib import Path

COMPILERS = ("numba", "llvmlite")
DIGITS = 16


def made_from() -> str:
    """A digest of all that decides what the object does, but for the processor."""
    digest = hashlib.sha256(f"{sys.platform} {sys.byteorder} {sys.maxsize}".encode())
    for path in (*_sources(), *_versions()):
        digest.update(path.read_bytes())
    return digest.hexdigest()[:DIGITS]


def _sources() -> list[Path]:
    here = Path(__file__).parent
    return [*sorted(here.glob("compiled_*.py")), here / "layout.py"]


def _versions() -> Iterator[Path]:
    """The files in which the compilers keep their versions: to import them, or even their metadata, takes too long."""
    for name in COMPILERS:
        package = find_package(name)
        if package is not None:
            version = package / "_version.py"
            yield version if version.is_file() else package / "__init__.py"


def find_package(name: str) -> Path | None:
    """The folder of an installed package, None where it is not installed; nothing is imported."""
    spec = importlib.util.find_spec(name)
    return None if spec is None or spec.origin is None else Path(spec.origin).parent
