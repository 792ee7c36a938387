"""The place reached in a departments cell: the name under way, the names found, and what lies ahead."""

from __future__ import annotations

import re

from kyodo_analysis.values.department_marks import NEXT_WORD_END, REACH_OF_A_NAME, TRAILING_DIGITS
from kyodo_analysis.values.department_names import is_complete_name, rank_of
from kyodo_analysis.values.department_pieces import BLANK, BULLET, DOT, NEWLINE, START, STRONG, Piece, split_glued
from kyodo_analysis.values.department_words import PLACE_WORDS
from kyodo_analysis.values.width import join_voicing_marks

_STRENGTH = (BLANK, NEWLINE, DOT, BULLET, STRONG)


class NameCursor:
    """Walks over text[start:end]; `indexes` are the characters of the name under way.

    `lead` holds for that name, `label_lead` and `parent` until another label or bureau comes, `own_parent` overrides.
    """

    def __init__(self, text: str, start: int, end: int) -> None:
        self.text, self.position, self.end = text, start, end
        self.pieces: list[Piece] = []
        self.indexes: list[int] = []
        self.gap, self.mark = START, ""
        self.lead = self.label_lead = False
        self.parent = self.own_parent = ""

    @property
    def current(self) -> str:
        """The name under way."""
        return join_voicing_marks("".join(self.text[index] for index in self.indexes))

    def keep(self, stop: int) -> None:
        """Takes the characters up to `stop`, blanks apart, into the name under way."""
        self.indexes.extend(index for index in range(self.position, stop) if not self.text[index].isspace())
        self.position = stop

    def flush(self, gap: str) -> None:
        """Ends the name under way; the next one follows after `gap`."""
        if not self.indexes:
            if self.gap != START:
                self.gap = max(gap, self.gap, key=_STRENGTH.index)
            return
        name = TRAILING_DIGITS.sub("", self.current)
        self.indexes = self.indexes[: len(self.indexes) - (len(self.current) - len(name))]
        parent = self.own_parent or self.parent
        piece = Piece(self.indexes, name, self.gap, self.lead or self.label_lead, parent, self.mark)
        self.pieces.extend(split_glued(piece))
        self.indexes, self.gap, self.mark, self.lead, self.own_parent = [], gap, "", False, ""

    def take(self, pieces: list[Piece]) -> None:
        """Adds names that were found inside a bracket."""
        pieces[0].gap = self.gap
        self.pieces.extend(pieces)
        self.gap = STRONG

    def next_word(self, position: int) -> str:
        """The next run of name characters from a position on."""
        return NEXT_WORD_END.split(self.text[position : self.end].lstrip(), maxsplit=1)[0]

    def at_line_start(self) -> bool:
        """Whether only blanks stand between the last line end and the position."""
        return bool(re.search(r"[\n\r]\s*$", self.text[: self.position]))

    def is_divided_from(self, right: str) -> bool:
        """Whether the name under way ends where `right` begins, if a dot or a blank stands between them."""
        left = self.current
        if left in PLACE_WORDS:
            beside = is_complete_name(right) and rank_of(right) != 1 and not right.endswith(("課", "室", "係", "班"))
            return beside or right in PLACE_WORDS
        return is_complete_name(left)

    def reaches_an_ending(self) -> bool:
        """Whether the name under way comes to an ending further on; without one ・ is a mere list sign (総務・企画)."""
        left, rest = self.current, self.text[self.position : self.end]
        if stop := REACH_OF_A_NAME.search(rest):
            rest = rest[: stop.start()]
        whole = left + re.sub(r"\s+|(?:等|ほか|他|など)\s*$", "", rest)
        return any(is_complete_name(whole[:stop]) for stop in range(len(left) + 1, len(whole) + 1))
