"""The one exception for input that the program cannot use."""

from __future__ import annotations

import errno
from pathlib import Path


class InputError(ValueError):
    """Input that cannot be used. The message is one line: what happened, where, and what to do about it."""

    def __init__(self, message: str) -> None:
        super().__init__(" ".join(message.split()))


_CAUSES = {
    errno.ENOENT: ("does not exist", "check the path"),
    errno.EISDIR: ("is a folder", "name a file in it"),
    errno.ENOTDIR: ("lies under something that is not a folder", "check the path"),
    errno.EACCES: ("may not be opened", "change its permissions"),
    errno.EPERM: ("may not be opened", "change its permissions"),
    errno.EROFS: ("is on a read-only file system", "choose another folder"),
    errno.ENOSPC: ("cannot be written, the disk is full", "free some space and run the command again"),
    errno.EDQUOT: ("cannot be written, the disk quota is used up", "free some space and run the command again"),
    errno.EFBIG: ("cannot be written, it would be larger than the system allows", "raise the file size limit"),
}


def explain_os_error(error: OSError, path: Path | str) -> InputError:
    """The error of a file operation as one line.

    >>> print(explain_os_error(FileNotFoundError(2, "No such file or directory"), "data/raw/ube.txt"))
    data/raw/ube.txt does not exist; check the path
    """
    happened, remedy = _CAUSES.get(
        error.errno or 0, (f"cannot be used ({error.strerror or error})", "check the path and its permissions")
    )
    return InputError(f"{path} {happened}; {remedy}")
