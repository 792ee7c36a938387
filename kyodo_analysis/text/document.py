"""A plan's text after repair: the source's lines, each still standing under its own line number."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from kyodo_analysis.text.traced import Traced


@dataclass(frozen=True, slots=True)
class RepairStep:
    """What one fixer did to one source line."""

    line: int
    fixer: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Furniture:
    """Page furniture that was taken out of the lines: kind is page_number, running_title or rule (above footnotes)."""

    kind: str
    text: Traced


@dataclass(frozen=True, slots=True)
class Footnote:
    """A footnote that was taken out of the lines, with the reference digits that stood in them."""

    mark: str
    text: Traced
    references: tuple[Traced, ...]


@dataclass(frozen=True, slots=True)
class RepairedText:
    """Lines after repair.

    `lines[i]` is what is left of source line i + 1 (empty when nothing is), so list positions and line numbers agree.
    Wrapped lines are not joined here; `text.layout` does that.
    """

    lines: tuple[Traced, ...]
    steps: tuple[RepairStep, ...] = ()
    page_starts: tuple[int, ...] = ()
    furniture: tuple[Furniture, ...] = ()
    footnotes: tuple[Footnote, ...] = ()


def steps_between(fixer: str, before: Sequence[Traced], after: Sequence[Traced]) -> tuple[RepairStep, ...]:
    """One step for each line that a fixer changed; a fixer gives back the same object where it changed nothing."""
    return tuple(
        RepairStep(number, fixer, old.text, new.text)
        for number, (old, new) in enumerate(zip(before, after, strict=True), start=1)
        if old is not new
    )
