"""How far long work has come: a bar on a terminal, a plain line now and then elsewhere. Always on stderr."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

Report = Callable[[str, int, int], None]
"""Is told what is being done, how many steps are behind, and how many there are."""


SECONDS_BETWEEN_LINES = 5.0


@contextmanager
def report_progress() -> Iterator[Report]:
    """A report that moves a bar while stderr is a terminal; elsewhere long work writes a line every few seconds."""
    if not sys.stderr.isatty():
        yield _write_lines()
        return
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeElapsedColumn

    columns = (TextColumn("{task.description}"), BarColumn(), TaskProgressColumn(), TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as progress:
        task = progress.add_task("", total=None)

        def move_bar(step: str, done: int, of: int) -> None:
            progress.update(task, description=step, completed=done, total=of)

        yield move_bar


def say(message: str) -> None:
    """A message to the person at the terminal."""
    print(message, file=sys.stderr)


def _write_lines() -> Report:
    said = time.monotonic()

    def write_line(step: str, done: int, of: int) -> None:
        nonlocal said
        if time.monotonic() - said >= SECONDS_BETWEEN_LINES:
            say(f"{step} ({done} of {of})")
            said = time.monotonic()

    return write_line
