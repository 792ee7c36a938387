"""Which engine `auto` takes: the one that is done first, its start included.

Every engine gives the same tokens, so the choice changes only the time. Of the engines that can run here the one with
the smallest sum is taken:

    seconds = preparing + start + characters / characters per second

Preparing is the layout that is not yet built and the search that is not yet compiled on this machine; an engine that
runs already has no start. The paces are rounded from benchmarks/tokenisers.md, for lists of tokens, which is what a
build asks for. Another machine is slower or faster in all of them; a wrong choice costs time and nothing else.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType

from kyodo_analysis.words.engine.compiled_object import CompilerMissing, check_compiler, is_compiled
from kyodo_analysis.words.engine.layout_cache import is_built


@dataclass(frozen=True, slots=True)
class Pace:
    """Seconds from the import to the first tokens, and characters per second after it."""

    start: float
    characters_per_second: float


PACES: Mapping[str, Pace] = MappingProxyType(
    {"janome": Pace(0.2, 60_000), "python": Pace(0.1, 350_000), "compiled": Pace(0.25, 1_750_000)}
)
LAYOUT_SECONDS = 10.0
COMPILING_SECONDS = 10.0


def choose_engine(characters: int, running: Collection[str] = (), refused: Collection[str] = ()) -> str:
    """The engine that is done first with so many characters.

    `running` are those that have been started already, `refused` those that could not be.
    """
    usable = [name for name in PACES if name not in refused and is_usable(name)]
    return min(usable, key=lambda name: _seconds(name, characters, running))


def is_usable(engine: str) -> bool:
    """Whether an engine can run here; `compiled` needs numba, and that numba may compile."""
    if engine == "compiled":
        try:
            check_compiler()
        except CompilerMissing:
            return False
    return True


def _seconds(name: str, characters: int, running: Collection[str]) -> float:
    pace = PACES[name]
    start = 0.0 if name in running else pace.start + _preparing(name)
    return start + characters / pace.characters_per_second


@cache
def _preparing(name: str) -> float:
    """Seconds until an engine could be started; asked once in a process, as it costs more than a sentence."""
    if name == "janome":
        return 0.0
    layout = 0.0 if is_built() else LAYOUT_SECONDS
    return layout + (COMPILING_SECONDS if name == "compiled" and not is_compiled() else 0.0)
