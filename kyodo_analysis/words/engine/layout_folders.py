"""Folders of the cache: where they lie, whose they are, which of them nobody uses any more."""

from __future__ import annotations

import contextlib
import os
import shutil
import tempfile
import time
from collections.abc import Collection, Iterator
from pathlib import Path

import platformdirs

CACHE_VARIABLE = "KYODO_CACHE"

_BUILDING = ".building-"
_DISCARDED = ".discarded-"
_STAMP = "used"
# Nobody builds for an hour: what is older was left behind by a process that was killed.
_LEFT_BEHIND_SECONDS = 3600

UNUSED_SECONDS = 30 * 24 * 3600
"""What nobody has used for so long may go."""


def cache_folder() -> Path:
    """Where layouts are kept: `engine` in the folder that KYODO_CACHE names, else in the user's cache folder.

    For a user without a home it is a folder that cannot be made: nothing is kept, and it is said what to set.
    """
    named = os.environ.get(CACHE_VARIABLE)
    if named:
        return Path(named).absolute() / "engine"
    try:
        return Path(platformdirs.user_cache_path("kyodo_analysis", appauthor=False)) / "engine"
    except RuntimeError:
        return Path(os.devnull, "no home", "engine")


def make_private_folder(folder: Path) -> None:
    """Makes a folder, and those above it that are not there yet, for the user alone; what is there stays as it is.

    The compiled search follows the numbers in the cache without checking bounds: who can write them can make it read
    and write any memory of the process. Windows gives a folder in the user's profile to the user alone anyway.

    Raises:
        OSError: when it cannot be made.
    """
    if not folder.is_dir():
        make_private_folder(folder.parent)
        folder.mkdir(mode=0o700, exist_ok=True)


@contextlib.contextmanager
def folder_beside(target: Path) -> Iterator[Path]:
    """A new folder beside another, for the user alone, that is gone behind the block if it was not renamed in it."""
    building = Path(tempfile.mkdtemp(prefix=_BUILDING, dir=target.parent))
    try:
        yield building
    finally:
        shutil.rmtree(building, ignore_errors=True)


def mark_used(path: Path) -> None:
    """Notes of a folder or file that it is in use now; where nothing can be written nothing happens."""
    with contextlib.suppress(OSError):
        (path / _STAMP if path.is_dir() else path).touch()


def clear_unused(folder: Path, keep: Collection[str], seconds: float, names: str = "*") -> None:
    """Removes what in a folder nobody has used for so long, as far as that is possible.

    The last use of a file is the time of its last change, that of a folder the latest of anything in it (see
    `mark_used`). Links are left alone, and so is what cannot be read or removed.

    Args:
        keep: names to be kept whatever their age. names: pattern of the names of those that may go.
    """
    oldest = time.time() - seconds
    for path in sorted(folder.glob(names)):
        with contextlib.suppress(OSError):
            if path.name not in keep and not path.is_symlink() and _last_use(path) < oldest:
                discard(path)


def clear_left_behind(folder: Path) -> None:
    """Removes what processes that were killed had half built or half removed."""
    for prefix in (_BUILDING, _DISCARDED):
        clear_unused(folder, (), _LEFT_BEHIND_SECONDS, f"{prefix}*")


def discard(path: Path) -> None:
    """Removes a file or a folder; it is first given another name, so that nobody finds half of it.

    What others have mapped stays theirs until they end; on Windows it cannot be renamed.

    Raises:
        OSError: when it cannot be renamed; it is then whole.
    """
    discarded = Path(tempfile.mkdtemp(prefix=_DISCARDED, dir=path.parent))
    try:
        path.rename(discarded / path.name)
    finally:
        shutil.rmtree(discarded, ignore_errors=True)


def _last_use(folder: Path) -> float:
    return max(path.lstat().st_mtime for path in (folder, *folder.rglob("*")))
