"""The layout built in a process of its own, which gives back the 400 MB that building takes when it ends.

Run as `python -m kyodo_analysis.words.engine.layout_process FOLDER NAME`; importing it runs nothing, as processes that
are spawned want it.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from pathlib import Path

from kyodo_analysis.words.engine.child_process import ProcessTooSlow, last_line, run_module
from kyodo_analysis.words.engine.layout_files import write_layout
from kyodo_analysis.words.engine.layout_source import find_source

_LONGEST_SECONDS = 600
_CANNOT_WRITE, _CANNOT_BUILD, _OTHER_JANOME = 74, 65, 1


class LayoutFailed(ValueError):
    """Janome's dictionary that cannot be laid out on this machine, and why."""


def build_into(folder: Path, name: str) -> None:
    """Builds the layout of the Janome that is installed and writes it into an empty folder.

    That is done in a child process; where none can be started, or it finds another Janome than the one after which the
    layout is named (`layout_source.Source.folder_name`), in this one, and stderr says so.

    Raises:
        OSError: when the folder cannot be written.
        LayoutFailed: when the data are not those of Janome 0.5, or the child was ended or took too long.
    """
    try:
        ended = run_module(__name__, [str(folder.absolute()), name], _LONGEST_SECONDS)
    except ProcessTooSlow as error:
        raise LayoutFailed(_explain(f"its process came to {error}")) from None
    except OSError as error:
        _build_here(folder, error.strerror or str(error))
        return
    reason = last_line(ended.stderr)
    if ended.returncode == _CANNOT_WRITE:
        raise OSError(reason)
    if ended.returncode == _CANNOT_BUILD:
        raise LayoutFailed(_explain(reason))
    if ended.returncode < 0:
        raise LayoutFailed(_explain(f"its process was ended by signal {-ended.returncode}, perhaps for lack of memory"))
    if ended.returncode:
        _build_here(folder, reason or f"exit code {ended.returncode}")


def main(arguments: Sequence[str]) -> int:
    """What the child does: 0 when the layout stands in the folder, else the reason is the last line on stderr.

    Args:
        arguments: the folder, and the name that the layout of the right Janome has.
    """
    from kyodo_analysis.words.engine.layout_build import build_layout

    folder, name = arguments
    # Where nothing can be kept: only the layout is to stand in the folder.
    found = find_source(Path(os.devnull)).folder_name
    if found != name:
        print(f"it finds {found}", file=sys.stderr)
        return _OTHER_JANOME
    try:
        layout = build_layout()
    except Exception as error:
        print(f"{type(error).__name__}: {error}", file=sys.stderr)
        return _CANNOT_BUILD
    try:
        write_layout(layout, Path(folder))
    except OSError as error:
        print(error.strerror or error, file=sys.stderr)
        return _CANNOT_WRITE
    return 0


def _build_here(folder: Path, reason: str) -> None:
    from kyodo_analysis.words.engine.layout_build import build_layout

    print(
        f"no process can be started to lay out Janome's dictionary ({reason}); it is done in this one (some 400 MB)",
        file=sys.stderr,
    )
    write_layout(build_layout(), folder)


def _explain(reason: str) -> str:
    return f"Janome's dictionary cannot be laid out ({reason}); the engine janome works without that"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
