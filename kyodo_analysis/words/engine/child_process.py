"""A module of this package run in a process of its own, which gives its memory back when it ends."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import kyodo_analysis

_LONGEST_LINE = 200

# With -S the packages are those of this process, in its order. Python's own modules come before them, as a script's
# folder may hold a re.py.
PROGRAM = """
import runpy, sys
module, places, *rest = sys.argv[1:]
sys.path += [path for path in rest[: int(places)] if path not in sys.path]
sys.argv = [module, *rest[int(places) :]]
runpy.run_module(module, run_name="__main__")
"""


class ProcessTooSlow(OSError):
    """A process that did not end in time."""


def run_module(module: str, arguments: Sequence[str], seconds: float) -> subprocess.CompletedProcess[bytes]:
    """Runs a module as a program that finds the packages of this process; what it wrote to stdout and stderr.

    Packages that are found by other means than their places (editable installations) may be others there: who names
    what the module makes should let it tell what it was made from. Nothing else that this process was started in or
    with changes what it does: no module of the working folder, none of numba's switches. Its arguments must not depend
    on the working folder.

    Raises:
        OSError: when no Python can be started. ProcessTooSlow: an OSError, when it does not end in so many seconds.
    """
    if not sys.executable or getattr(sys, "frozen", False):
        raise OSError("this program has no Python interpreter of its own")
    places = [*filter(os.path.isabs, sys.path), str(Path(kyodo_analysis.__file__).parents[1])]
    kept = {name: os.environ[name] for name in os.environ if not name.startswith(("NUMBA_", "PYTHONPATH"))}
    try:
        return subprocess.run(
            [sys.executable, "-P", "-S", "-c", PROGRAM, module, str(len(places)), *places, *arguments],
            stdin=subprocess.DEVNULL,
            capture_output=True,
            env={**kept, "PYTHONIOENCODING": "utf-8"},
            cwd=Path(__file__).parent,
            timeout=seconds,
            check=False,
            creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
        )
    except subprocess.TimeoutExpired:
        raise ProcessTooSlow(f"no end after {seconds} s") from None


def last_line(output: bytes) -> str:
    """The last line that is not blank, cut to a readable length; empty where there is none."""
    lines = output.decode("utf-8", errors="replace").strip().splitlines()
    return lines[-1].strip()[:_LONGEST_LINE] if lines else ""
