"""Which data of Janome a layout was made from: version and digest, without importing Janome.

The digest covers the content of every module that `layout_build` reads. Hashing these 100 MB takes a fifth of a second,
so it is remembered beside the layouts under what the file system says of the modules (path, size, time of change); a
module that was replaced or edited is hashed anew.
"""

from __future__ import annotations

import hashlib
import importlib.util
import json
import os
import re
import tempfile
from dataclasses import dataclass
from pathlib import Path

from kyodo_analysis.words.engine.layout import LAYOUT_VERSION
from kyodo_analysis.words.engine.layout_folders import make_private_folder

FOLDERS = "janome-*"
"""Pattern of the names of all layouts' folders."""

_REMEMBERED = "digests.json"
_READ = ("connections*.py", "chardef.py", "unknowns.py", "entries_compact?.py", "entries_extra?.py")


@dataclass(frozen=True, slots=True)
class Source:
    """Janome's version and the SHA-256 of its data (hexadecimal)."""

    version: str
    digest: str

    @property
    def folder_name(self) -> str:
        """The name of the folder that holds the layout of these data."""
        return f"janome-{self.version}-{self.digest[:16]}-layout-{LAYOUT_VERSION}"


def find_source(root: Path) -> Source:
    """The data of the Janome that Python would import; `root` is the folder of all layouts, where digests are kept.

    Raises:
        ImportError: when Janome is not there.
    """
    spec = importlib.util.find_spec("janome")
    if spec is None or not spec.submodule_search_locations:
        raise ImportError("janome is not installed; install janome 0.5")
    package = Path(spec.submodule_search_locations[0])
    return source_of(package, root)


def source_of(package: Path, root: Path) -> Source:
    """The data of the Janome in a folder.

    >>> import janome, tempfile
    >>> source_of(Path(janome.__file__).parent, Path(tempfile.gettempdir(), "nowhere")).version == janome.__version__
    True
    """
    found = re.search(r"""['"](.+?)['"]""", (package / "version.py").read_text(encoding="utf-8"))
    version = found.group(1) if found else "unknown"
    modules = sorted(path for pattern in _READ for path in (package / "sysdic").glob(pattern))
    states = [(str(path), path.stat().st_size, path.stat().st_mtime_ns) for path in modules]
    state = hashlib.sha256(json.dumps([version, states]).encode()).hexdigest()
    known = _read_digests(root)
    if state not in known:
        known[state] = _digest(modules)
        _write_digests(root, known)
    return Source(version, known[state])


def _digest(modules: list[Path]) -> str:
    digest = hashlib.sha256()
    for path in modules:
        content = path.read_bytes()
        digest.update(f"{path.name} {len(content)}\n".encode())
        digest.update(content)
    return digest.hexdigest()


def _read_digests(root: Path) -> dict[str, str]:
    try:
        known = json.loads((root / _REMEMBERED).read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError):
        return {}
    is_sound = isinstance(known, dict) and all(
        isinstance(digest, str) and re.fullmatch("[0-9a-f]{64}", digest) for digest in known.values()
    )
    return known if is_sound else {}


def _write_digests(root: Path, known: dict[str, str]) -> None:
    """Written whole or not at all; where nothing can be written the data are hashed again next time."""
    try:
        make_private_folder(root)
        handle, name = tempfile.mkstemp(prefix=".digests-", dir=root)
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            json.dump(known, file)
        Path(name).replace(root / _REMEMBERED)
    except OSError:
        return
