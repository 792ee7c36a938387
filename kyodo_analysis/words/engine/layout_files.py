"""A layout as a folder: .npy files and a manifest that says of each what was written.

The compiled search reads these arrays without checking bounds, so a folder is taken only if it is as it was written:

- The manifest holds a digest of itself, and of every file its size, time of change, SHA-256, type and shape.
- Every file has the size and the time of change of the manifest, or, with another time (a copy), the content.
- Every array has the type and shape of the manifest and of `layout.Layout`. Nothing is ever unpickled.

That finds what happens by accident: files that are cut off, lost, mixed up, of another version, written over. It does
not find a file that was changed in place and has kept its size and its time of change to the nanosecond; that takes
someone who sets the time on purpose, or a write in the same tick of the file system's clock (some milliseconds) as the
first. To read all 50 MB at every start would find it and would take longer than all the rest of the start.
"""

from __future__ import annotations

import hashlib
import json
import stat
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any

import numpy as np
from numpy.typing import NDArray

from kyodo_analysis.words.engine.layout import POOLS, Layout, TextPool

MANIFEST = "manifest.json"

_LARGEST_MANIFEST = 1 << 16
_POINTS = 0x110000
# Type of each array and its shape, None for what depends on the data.
_ARRAYS: Mapping[str, tuple[type[np.generic], tuple[int | None, ...]]] = {
    "trie": (np.int32, (None, 4)),
    "entries": (np.int16, (None, 4)),
    "numbers": (np.int32, (None,)),
    "values": (np.int32, (None, len(POOLS))),
    "connections": (np.int16, (None, None)),
    "characters": (np.int32, (_POINTS,)),
    "classes": (np.int32, (None, None)),
    "categories": (np.int32, (None, 4)),
    "unknowns": (np.int16, (None, 4)),
    "unknown_values": (np.int32, (None, len(POOLS))),
}
_POOL_PARTS: Mapping[str, tuple[type[np.generic], tuple[int | None, ...]]] = {
    "offsets": (np.int32, (None,)),
    "utf8": (np.uint8, (None,)),
}
_FORMS = {f"{name}.npy": form for name, form in _ARRAYS.items()} | {
    f"{name}_{part}.npy": form for name in POOLS for part, form in _POOL_PARTS.items()
}


class DamagedLayout(ValueError):
    """A folder that is not a whole layout."""


def write_layout(layout: Layout, folder: Path) -> None:
    """Writes the files of a layout into an empty folder, the manifest last; OSError when it cannot be."""
    files = {}
    for name, array in split_layout(layout).items():
        path = folder / name
        np.save(path, array, allow_pickle=False)
        state = path.stat()
        files[name] = {
            "bytes": state.st_size,
            "changed_ns": state.st_mtime_ns,
            "sha256": _digest(path),
            "type": array.dtype.str,
            "shape": list(array.shape),
        }
    content = {"most_at_one_start": layout.most_at_one_start, "files": files}
    manifest = {"sha256": digest_manifest(content), **content}
    (folder / MANIFEST).write_text(json.dumps(manifest, indent=1) + "\n", encoding="utf-8")


def read_layout(folder: Path, is_mapped: bool = True) -> Layout:
    """The layout in a folder, its arrays read-only: mapped, or copied into memory where the folder will not stay.

    Raises:
        DamagedLayout: when it is not there, or not as it was written.
    """
    try:
        manifest = _read_manifest(folder / MANIFEST)
        arrays = {name: _read_array(folder / name, manifest["files"][name], is_mapped) for name in _FORMS}
        most = manifest["most_at_one_start"]
    except (OSError, ValueError, KeyError, TypeError, EOFError, RecursionError) as error:
        raise DamagedLayout(f"{folder}: {error}") from None
    if type(most) is not int or most < 1:
        raise DamagedLayout(f"{folder}: {MANIFEST} has no number of rows at one start")
    return join_layout(arrays, most)


def split_layout(layout: Layout) -> dict[str, NDArray[Any]]:
    """The arrays of a layout by the names of their files."""
    arrays = {f"{name}.npy": getattr(layout, name) for name in _ARRAYS}
    return arrays | {f"{name}_{part}.npy": getattr(layout.pools[name], part) for name in POOLS for part in _POOL_PARTS}


def join_layout(arrays: Mapping[str, NDArray[Any]], most_at_one_start: int) -> Layout:
    """`split_layout` the other way round; the arrays become read-only."""
    for array in arrays.values():
        array.flags.writeable = False
    pools = {name: TextPool(*(arrays[f"{name}_{part}.npy"] for part in _POOL_PARTS)) for name in POOLS}
    return Layout(
        **{name: arrays[f"{name}.npy"] for name in _ARRAYS},
        pools=MappingProxyType(pools),
        most_at_one_start=most_at_one_start,
    )


def digest_manifest(content: Mapping[str, Any]) -> str:
    """SHA-256 of all that a manifest says."""
    return hashlib.sha256(json.dumps(content, sort_keys=True).encode()).hexdigest()


def _read_manifest(path: Path) -> dict[str, Any]:
    _check_regular(path)
    if path.stat().st_size > _LARGEST_MANIFEST:
        raise DamagedLayout(f"{path.name} is too large")
    manifest = json.loads(path.read_text(encoding="utf-8"))
    if not isinstance(manifest, dict) or manifest.pop("sha256", None) != digest_manifest(manifest):
        raise DamagedLayout(f"{path.name} is not as it was written")
    return manifest


def _read_array(path: Path, written: Mapping[str, Any], is_mapped: bool) -> NDArray[Any]:
    _check_regular(path)
    _check_content(path, written)
    array: NDArray[Any] = np.load(path, mmap_mode="r" if is_mapped else None, allow_pickle=False)
    kind, shape = _FORMS[path.name]
    fits = array.ndim == len(shape) and all(
        wanted in (None, size) for wanted, size in zip(shape, array.shape, strict=True)
    )
    if array.dtype != kind or not fits or not array.flags.c_contiguous:
        raise DamagedLayout(f"{path.name} holds {array.dtype} {array.shape}, which no layout has")
    if [array.dtype.str, list(array.shape)] != [written["type"], written["shape"]]:
        raise DamagedLayout(f"{path.name} holds {array.dtype} {array.shape}, which was not written")
    # A plain array over the mapped pages: np.memmap's own bookkeeping would cost at every slice.
    return np.asarray(array)


def _check_regular(path: Path) -> None:
    # Anything else in its place, such as a pipe, might never end.
    if not stat.S_ISREG(path.stat().st_mode):
        raise DamagedLayout(f"{path.name} is not a file")


def _check_content(path: Path, written: Mapping[str, Any]) -> None:
    state = path.stat()
    if state.st_size != written["bytes"]:
        raise DamagedLayout(f"{path.name} has {state.st_size} bytes instead of {written['bytes']}")
    if state.st_mtime_ns != written["changed_ns"] and _digest(path) != written["sha256"]:
        raise DamagedLayout(f"the content of {path.name} has changed")


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
