"""Memory of processes, as the system counts it."""

from __future__ import annotations

import resource
import sys
from pathlib import Path
from typing import NamedTuple

_PEAK_RESET, _STATUS = Path("/proc/self/clear_refs"), Path("/proc/self/status")


class Pages(NamedTuple):
    """Megabytes of a process: `resident` counts all its pages, `share` (PSS) its part of those that others map too."""

    resident: float
    share: float


def forget_peak() -> float:
    """Let the peak of memory start anew where the system can do that (Linux); the megabytes that are taken now."""
    if _PEAK_RESET.exists():
        _PEAK_RESET.write_text("5")
    return read_peak()


def read_peak() -> float:
    """Megabytes at the peak of this process, since `forget_peak` where the system can tell.

    Not from ru_maxrss where there is better: a new process inherits there the peak of the one that started it.
    """
    if _STATUS.exists():
        line = next(line for line in _STATUS.read_text().splitlines() if line.startswith("VmHWM"))
        return int(line.split()[1]) / 1024
    unit = 1024 if sys.platform == "linux" else 1024 * 1024  # of ru_maxrss, per megabyte
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / unit


def read_pages(process: int) -> Pages | None:
    """What a running process takes now; None where the system cannot tell (it can on Linux)."""
    try:
        lines = Path(f"/proc/{process}/smaps_rollup").read_text().splitlines()
    except OSError:
        return None
    sizes = {words[0]: int(words[1]) / 1024 for words in map(str.split, lines[1:])}
    return Pages(sizes["Rss:"], sizes["Pss:"])
