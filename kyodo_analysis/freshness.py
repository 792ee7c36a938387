"""Whether the tables are still what a build would make of its inputs: no clock, only digests.

The stamp lies beside the folder of tables, not in it: the tables are results that are compared and shared, the stamp
also speaks of the program and its libraries. Without a stamp, or when anything in it does not agree, a build builds.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields
from importlib import metadata
from pathlib import Path
from platform import python_version

from kyodo_analysis.source.manifest import PlanSource

_PACKAGE = Path(__file__).resolve().parent
_DISTRIBUTION = "kyodo_analysis"


@dataclass(frozen=True, slots=True)
class Stamp:
    """The digest of everything that a build reads, and the digests of the files that it made, by name."""

    inputs: str
    outputs: Mapping[str, str]


def stamp_path(folder: Path) -> Path:
    """Where the stamp of a folder of tables lies."""
    folder = folder.resolve()
    return folder.with_name(f".{folder.name}.build.json")


def digest_inputs(sources: Iterable[PlanSource], hand: Path, engine: str) -> str | None:
    """One digest of the plans, the hand-made tables, the program and the libraries it needs.

    The order of the plans in the manifest does not matter, nor do its comments. None when the versions of the
    libraries cannot be found out, as in a package that was not installed.

    Args:
        sources: plans whose checksums were compared with their files (see `read_manifest`).

    Raises:
        OSError: when a file of the hand-made tables cannot be read.
    """
    versions = _library_versions()
    if versions is None:
        return None
    described = {
        "plans": sorted(_describe(source) for source in sources),
        "hand": digest_files(_files_of(hand), hand),
        "program": digest_files(sorted(_PACKAGE.rglob("*.py")), _PACKAGE),
        "versions": versions,
        "engine": engine,
    }
    return hashlib.sha256(json.dumps(described, sort_keys=True).encode()).hexdigest()


def digest_files(paths: Iterable[Path], folder: Path) -> dict[str, str]:
    """The SHA-256 of files by their names relative to a folder."""
    return {path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest() for path in paths}


def digest_outputs(folder: Path, further: Sequence[Path] = ()) -> dict[str, str]:
    """The SHA-256 of the files of a folder of tables and of further files that were made with them, by name.

    A further file that is not there is left out, so it never agrees with a stamp.
    """
    made = digest_files(_files_of(folder), folder)
    return made | {
        f"further {place}": hashlib.sha256(path.read_bytes()).hexdigest()
        for place, path in enumerate(further)
        if path.is_file()
    }


def is_fresh(folder: Path, inputs: str | None, further: Sequence[Path] = ()) -> bool:
    """Whether the files are those that the last build made from the same inputs."""
    stamp = _read_stamp(stamp_path(folder))
    if stamp is None or inputs is None or stamp.inputs != inputs:
        return False
    return stamp.outputs == digest_outputs(folder, further)


def write_stamp(folder: Path, inputs: str | None, further: Sequence[Path] = ()) -> None:
    """Note what a build has just made from which inputs. What cannot be noted is built again next time.

    Raises:
        InputError: when the stamp cannot be written.
    """
    from kyodo_analysis.tables.storage import write_file  # brings pandas, which a fresh build does not need

    if inputs is not None:
        noted = {"inputs": inputs, "outputs": digest_outputs(folder, further)}
        write_file(stamp_path(folder), (json.dumps(noted, indent=1, sort_keys=True) + "\n").encode())


def _describe(source: PlanSource) -> str:
    described = {each.name: getattr(source, each.name) for each in fields(source) if each.name != "path"}
    return json.dumps(described, sort_keys=True)


def _files_of(folder: Path) -> list[Path]:
    """All files below a folder but those that systems and editors hide in it."""
    if not folder.is_dir():
        return []
    found = (path for path in folder.rglob("*") if path.is_file())
    return sorted(path for path in found if not any(part[0] == "." for part in path.relative_to(folder).parts))


def _library_versions() -> dict[str, str] | None:
    """The version of Python and of every library that the package declares."""
    try:
        required = metadata.requires(_DISTRIBUTION) or []
        names = {_name_of(line) for line in required if "extra ==" not in line}
        return {"python": python_version()} | {name: metadata.version(name) for name in sorted(names)}
    except metadata.PackageNotFoundError:
        return None


def _name_of(requirement: str) -> str:
    found = re.match(r"[A-Za-z0-9._-]+", requirement)
    return found[0].lower() if found else requirement


def _read_stamp(path: Path) -> Stamp | None:
    try:
        noted = json.loads(path.read_bytes())
        return Stamp(noted["inputs"], noted["outputs"])
    except (OSError, ValueError, LookupError, TypeError):
        return None
