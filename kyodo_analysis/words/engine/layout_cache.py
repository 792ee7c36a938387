"""The layout in the user's cache folder: built once, then mapped read-only by every process.

A layout is a folder (see `layout_files`) named after Janome's version, the digest of its data and the version of the
layout. It is written under another name and then renamed, so that a reader never sees half of one, and two processes
that build at once both end with a whole one. Layouts that nobody has used for a month go when a new one is built.
"""

from __future__ import annotations

import contextlib
import os
import sys
import tempfile
import threading
from functools import cache
from pathlib import Path

from kyodo_analysis.words.engine.layout import Layout
from kyodo_analysis.words.engine.layout_files import DamagedLayout, join_layout, read_layout, split_layout
from kyodo_analysis.words.engine.layout_folders import (
    CACHE_VARIABLE,
    UNUSED_SECONDS,
    cache_folder,
    clear_left_behind,
    clear_unused,
    discard,
    folder_beside,
    make_private_folder,
    mark_used,
)
from kyodo_analysis.words.engine.layout_process import LayoutFailed, build_into
from kyodo_analysis.words.engine.layout_source import FOLDERS, find_source

# Whoever wants a layout, or to know where it lies, asks here.
__all__ = ["LayoutFailed", "cache_folder", "is_built", "load_layout", "load_layout_once"]

_told: set[Path] = set()
_lock = threading.Lock()


def load_layout_once() -> Layout:
    """The layout of this process: loaded by the first thread that asks, the same object for all. Errors as below."""
    with _lock:
        return _layout_of_process()


def load_layout(folder: str | os.PathLike[str] | None = None) -> Layout:
    """The layout of the Janome that is installed, its arrays read-only.

    The first time it is built (some seconds, in a process of its own; stderr says so) and written to `folder`, else to
    `cache_folder()`; from then on its files are mapped, which takes milliseconds. A damaged one is built anew. Where
    nothing can be written the layout is kept in memory, and stderr says so once.

    Raises:
        ImportError: when Janome is not there.
        LayoutFailed: a ValueError, when its data are not those of Janome 0.5 or there is too little memory.
    """
    root = cache_folder() if folder is None else Path(folder)
    target = root / find_source(root).folder_name
    try:
        layout = read_layout(target)
    except DamagedLayout:
        return _build(target)
    mark_used(target)
    return layout


def is_built(folder: str | os.PathLike[str] | None = None) -> bool:
    """Whether `load_layout` would only map files, told in milliseconds; what chooses an engine asks this."""
    root = cache_folder() if folder is None else Path(folder)
    try:
        # Where there is no layout at all Janome's data need not be hashed.
        if next(root.glob(FOLDERS), None) is None:
            return False
        read_layout(root / find_source(root).folder_name)
    except (DamagedLayout, ImportError, OSError):
        return False
    return True


@cache
def _layout_of_process() -> Layout:
    return load_layout()


def _build(target: Path) -> Layout:
    root = target.parent
    try:
        make_private_folder(root)
        clear_left_behind(root)
        with folder_beside(target) as building:
            print("laying out Janome's dictionary, once on this machine (some 10 to 30 s)", file=sys.stderr)
            build_into(building, target.name)
            _move_into_place(building, target)
        layout = read_layout(target)
    except OSError as error:
        return _build_without_folder(target, error.strerror or str(error))
    except DamagedLayout as error:
        return _build_without_folder(target, str(error))
    mark_used(target)
    clear_unused(root, {target.name}, UNUSED_SECONDS, FOLDERS)
    return layout


def _move_into_place(building: Path, target: Path) -> None:
    """Renames the new layout to its place, unless another process has put a whole one there meanwhile."""
    try:
        building.rename(target)
    except OSError:
        with contextlib.suppress(DamagedLayout):
            read_layout(target)
            return
        with contextlib.suppress(FileNotFoundError):
            discard(target)
        building.rename(target)


def _build_without_folder(target: Path, reason: str) -> Layout:
    """The layout in memory: built by way of a folder for temporary files, or, where there is none, in this process."""
    root, name = target.parent, target.name
    if root not in _told:
        _told.add(root)
        print(
            f"Janome's dictionary is laid out anew in every process (some 10 to 30 s), as it cannot be kept in {root} "
            f"({reason}); make that folder writable, or set {CACHE_VARIABLE} to one that is",
            file=sys.stderr,
        )
    try:
        with tempfile.TemporaryDirectory(prefix="kyodo-layout-", ignore_cleanup_errors=True) as folder:
            build_into(Path(folder), name)
            return read_layout(Path(folder), is_mapped=False)
    except (OSError, DamagedLayout):
        from kyodo_analysis.words.engine.layout_build import build_layout

        built = build_layout()
        return join_layout(split_layout(built), built.most_at_one_start)
