"""Fair turns: measurements interleaved, in processes that find a cache folder of their own."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path


def interleave(names: Sequence[str], rounds: int) -> Iterator[tuple[int, str]]:
    """(round, name): in each round every name once, each round beginning one name later than the one before.

    What slows the machine for a while thus slows all of them, and none always comes behind the same other one.

    >>> list(interleave("ab", 2))
    [(0, 'a'), (0, 'b'), (1, 'b'), (1, 'a')]
    """
    for number in range(rounds):
        first = number % len(names)
        for name in (*names[first:], *names[:first]):
            yield number, name


def use_cache(folder: Path) -> dict[str, str]:
    """The environment of a process that keeps in this folder what it would keep in the user's cache folder.

    Settings of numba's would change what is measured, so they are left out.
    """
    kept = {name: value for name, value in os.environ.items() if not name.startswith("NUMBA_")}
    return kept | {"KYODO_CACHE": str(folder)}


@contextmanager
def without_tokens() -> Iterator[dict[str, str]]:
    """The environment of a process that finds the engines' layout and machine code, but no tokens of earlier builds."""
    # Not at the top: what a measured process imports before its clock runs would not be counted.
    from kyodo_analysis.words.engine.layout_cache import cache_folder

    engines = cache_folder()
    engines.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as name:
        Path(name, engines.name).symlink_to(engines, target_is_directory=True)
        yield use_cache(Path(name))
