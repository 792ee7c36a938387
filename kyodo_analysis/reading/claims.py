"""Which source characters the records already claim, and what is left of each line."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Iterator, Sequence

from kyodo_analysis.text.traced import Traced


def list_texts(record: object) -> Iterator[Traced]:
    """All traced texts inside a record, however deep."""
    if isinstance(record, Traced):
        yield record
    elif isinstance(record, (tuple, list)):
        for part in record:
            yield from list_texts(part)
    elif dataclasses.is_dataclass(record) and not isinstance(record, type):
        for entry in dataclasses.fields(record):
            yield from list_texts(getattr(record, entry.name))


def claim_places(records: Iterable[object]) -> set[int]:
    """The places (packed as in Traced) of all characters of the records."""
    return {place for record in records for text in list_texts(record) for place in text.places}


def leave_unclaimed(lines: Sequence[Traced], claimed: set[int]) -> list[Traced]:
    """What is left of each line; a line keeps its position, and is empty when nothing but blanks is left."""
    left = []
    for line in lines:
        rest = line
        if any(place in claimed for place in line.places):
            rest = line.keep(i for i, place in enumerate(line.places) if place not in claimed)
            rest = rest if any(character.isalnum() for character in rest.text) else rest[:0]
        left.append(rest.strip())
    return left
