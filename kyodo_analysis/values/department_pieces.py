"""Names cut out of a departments cell, and which of them stand above others."""

from __future__ import annotations

import re
from dataclasses import dataclass

from kyodo_analysis.values.department_names import (
    bureau_within,
    goes_on,
    governs,
    is_complete_name,
    is_generic_name,
    rank_of,
)

START, STRONG, BULLET, DOT, BLANK, NEWLINE = "start", "strong", "bullet", "dot", "blank", "newline"


@dataclass(slots=True)
class Piece:
    """A name: the indexes of its characters, what divides it from the one before, what marks and brackets say of it."""

    indexes: list[int]
    name: str
    gap: str
    lead: bool = False
    parent: str = ""
    mark: str = ""


def split_glued(piece: Piece) -> list[Piece]:
    """Two sections printed without anything between them (総務課財政課, 協働推進課関係課)."""
    name = piece.name
    for match in re.finditer("課", name):
        cut = match.end()
        left, right = name[:cut], name[cut:]
        two = right.endswith("課") and len(left) > 2 and len(right) > 2 and is_complete_name(left)
        if two and not goes_on(left, right) and not is_generic_name(left) and len(name) == len(piece.indexes):
            second = Piece(piece.indexes[cut:], right, BLANK, piece.lead, piece.parent)
            return [Piece(piece.indexes[:cut], left, piece.gap, piece.lead, piece.parent), *split_glued(second)]
    return [piece]


def join_bureaus(pieces: list[Piece]) -> list[Piece]:
    """Joins a bureau with the section printed after it, and notes the bureau of every section.

    A bureau is taken for the one above what follows only if no bureau of the same run of names stands alone. A bureau
    on a line of its own over a list with marks is a heading.
    """
    pieces = _without_headings(pieces)
    alone = any(
        rank_of(piece.name) == 1 and not piece.parent and not _is_above(pieces, index)
        for index, piece in enumerate(pieces)
    )
    joined: list[Piece] = []
    above = ""
    for piece in pieces:
        before = joined[-1] if joined else None
        section = rank_of(before.name) != 1 if before else False
        if before and piece.gap in (BLANK, NEWLINE) and governs(before.name, piece.name) and (section or not alone):
            above = before.name
            before.indexes += piece.indexes
            before.parent, before.name = above, before.name + piece.name
            before.lead = before.lead or piece.lead
            continue
        if piece.gap in (STRONG, START):
            above = ""
        if above and not piece.parent and governs(above, piece.name):
            piece.parent = above
        joined.append(piece)
    for piece in joined:
        piece.parent = piece.parent or bureau_within(piece.name)
    return joined


def _without_headings(pieces: list[Piece]) -> list[Piece]:
    """Without bureaus that head a list under another mark, which become the parents of its names."""
    kept: list[Piece] = []
    heading = ""
    for index, piece in enumerate(pieces):
        following = pieces[index + 1] if index + 1 < len(pieces) else piece
        if following.gap == BULLET and following.mark != piece.mark and governs(piece.name, following.name):
            heading = piece.name
            continue
        if piece.gap != BULLET:
            heading = ""
        piece.parent = piece.parent or heading
        kept.append(piece)
    return kept


def _is_above(pieces: list[Piece], index: int) -> bool:
    return any(
        following.gap in (BLANK, NEWLINE) and governs(pieces[index].name, following.name)
        for following in pieces[index + 1 : index + 2]
    )
