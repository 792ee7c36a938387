"""Blocks of lines inside a card or cell: the paragraphs they carry, the entries of a list."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence

from kyodo_analysis.reading.records import UNREADABLE, FieldNote
from kyodo_analysis.text.layout import ends_sentence, is_item_start
from kyodo_analysis.text.traced import Traced

_CONJUNCTION = re.compile(r"[ \u3000]*(?:また|さらに|なお|併せて|あわせて|加えて|そのほか|一方|ただし)[、,]")

Spans = Sequence[tuple[int, int]]


def squash(text: str) -> str:
    """A text without white space, to compare what print sets differently.

    >>> squash("Ⅰ - (1) - ①")
    'Ⅰ-(1)-①'
    """
    return "".join(text.split())


def begins_addition(text: str) -> bool:
    """Whether a text goes on from another one with a conjunction (また、 さらに、 …)."""
    return bool(_CONJUNCTION.match(text))


def join_cell(lines: Iterable[Traced]) -> list[Traced]:
    """The paragraphs of lines that stand together in one cell.

    Lines that the page wrapped are joined with nothing between them, Latin words with a blank. A new paragraph begins
    with a bullet, and with a conjunction after a full stop at a line end.
    """
    paragraphs: list[list[Traced]] = []
    for line in lines:
        stripped = line.strip()
        if not stripped:
            continue
        before = paragraphs[-1][-1].text if paragraphs else ""
        if not paragraphs or is_item_start(stripped.text) or (ends_sentence(before) and begins_addition(stripped.text)):
            paragraphs.append([stripped])
            continue
        if re.search(r"[A-Za-z0-9,.]\Z", before) and re.match("[A-Za-z]", stripped.text):
            paragraphs[-1].append(Traced.inserted(" "))
        paragraphs[-1].append(stripped)
    return [Traced.join(pieces) for pieces in paragraphs]


def cut_list(
    name: str, cells: Iterable[Traced], split: Callable[[str], Spans]
) -> tuple[tuple[Traced, ...], tuple[FieldNote, ...]]:
    """The entries of list cells (departments, actors) of a measure's field, and notes on cells that are no such list.

    `split` gives the spans of the entries of a cell and raises ValueError where it finds none. A cell without a letter
    or digit (－) has no entry and needs no note.
    """
    entries: list[Traced] = []
    notes: list[FieldNote] = []
    for cell in cells:
        if not any(character.isalnum() for character in cell.text):
            continue
        try:
            entries += [cell[start:end] for start, end in split(cell.text)]
        except ValueError as error:
            notes.append(FieldNote(name, UNREADABLE, str(error), printed=cell))
    return tuple(entries), tuple(notes)
