"""Cuts a departments cell into the names that it holds, knowing how names end but none of the names themselves.

A mark divides by what stands before it: ・ and blanks divide after an ending (協働推進課・管財課) and join otherwise
(生涯学習・スポーツ振興課, a name wrapped by a line end); 、 ／ tabs and list marks always divide.
"""

from __future__ import annotations

import re

from kyodo_analysis.values.department_cursor import NameCursor
from kyodo_analysis.values.department_marks import (
    BARE_UNIT,
    BLANKS,
    BRACKETS,
    CIRCLED_NUMBER,
    CUT_WORD,
    DASHES,
    DIVIDERS,
    DIVIDERS_AFTER_ENDINGS,
    EVERYBODY,
    FULL_STOPS,
    ITEM_NUMBER,
    JOINING,
    JOINT_OFFICE,
    LABEL,
    LEAD_JOINING,
    LEAD_MARKS,
    LEADING_JOINING,
    LINE_END,
    LINE_END_FRAGMENT,
    LIST_MARKS,
    NAME_STARTS_AFTER,
    NOTE_MARK,
    REMARK,
    REMARK_WORDS,
    ROUND,
    STRAY_MARKS,
)
from kyodo_analysis.values.department_names import governs, is_complete_name, is_generic_name, rank_of
from kyodo_analysis.values.department_pieces import BLANK, BULLET, DOT, NEWLINE, START, STRONG, Piece
from kyodo_analysis.values.department_words import ALL_SECTIONS, LEAD_ROLES, NAME_BRACKETS, OTHER_ROLES

_WHOLE_BODIES = ("庁内", "全庁")


def scan_departments(text: str, start: int = 0, end: int | None = None) -> list[Piece]:
    """The names in text[start:end] (in one spelling), in order."""
    return _Scanner(text, start, len(text) if end is None else end).scan()


class _Scanner(NameCursor):
    def scan(self) -> list[Piece]:
        bulleted = self.text[self.position : self.end].lstrip().startswith("・")
        while self.position < self.end:
            character = self.text[self.position]
            if character in BRACKETS:
                self._read_bracket(character)
            elif character in STRAY_MARKS:
                self.position += 1
            elif divider := DIVIDERS.match(self.text, self.position, self.end):
                self._divide(divider)
            elif blanks := BLANKS.match(self.text, self.position, self.end):
                self._read_blanks(blanks)
            elif not self.indexes and (joint := JOINT_OFFICE.match(self.text, self.position, self.end)):
                self.keep(joint.end())
            elif character == "・":
                self._read_dot(bulleted)
            elif not (self._read_mark(character) or self._read_words(character)):
                self.keep(self.position + 1)
        self.flush(STRONG)
        return self.pieces

    def _divide(self, divider: re.Match[str]) -> None:
        if divider[0] in DIVIDERS_AFTER_ENDINGS and not is_complete_name(self.current):
            self.keep(divider.end())
            return
        self.flush(STRONG)
        self.position = divider.end()
        if joining := LEADING_JOINING.match(self.text, self.position, self.end):
            self.position = joining.end()

    def _read_blanks(self, blanks: re.Match[str]) -> None:
        gap = NEWLINE if re.search(r"[\n\r\v\f]", blanks[0]) else BLANK
        self.position = blanks.end()
        word, left = self.next_word(self.position), self.current
        if not left:
            self.flush(gap)
        elif self.text[self.position : self.position + 1] in BRACKETS:
            if self._bracket_opens_a_name():
                self.flush(gap)
        elif not self._is_continued(left, word, gap) and (
            self.is_divided_from(word) or (is_generic_name(word) and len(left) > 1)
        ):
            self.flush(gap)

    def _bracket_opens_a_name(self) -> bool:
        """Whether the bracket after a blank belongs to what follows: （仮称）, legal forms, 【bureau】 over a line."""
        opening = self.text[self.position]
        stop = self._closing(opening)
        content = self.text[self.position + 1 : stop]
        followed = bool(self.next_word(stop + 1))
        return is_complete_name(self.current) and followed and (content in NAME_BRACKETS or opening != ROUND)

    def _is_continued(self, left: str, word: str, gap: str) -> bool:
        if LINE_END_FRAGMENT.match(word) or (is_generic_name(left + word) and not is_complete_name(left)):
            return True
        cut = gap == NEWLINE and bool(CUT_WORD.search(left[-1] + word))
        return cut or (left in _WHOLE_BODIES and is_generic_name(word))

    def _read_dot(self, bulleted: bool) -> None:
        length = len(self.text[self.position : self.end]) - len(self.text[self.position : self.end].lstrip("・"))
        word = self.next_word(self.position + length)
        at_item_start = bulleted and re.search(r"(?:^|\s)$", self.text[: self.position])
        if not self.indexes or length > 1 or at_item_start:
            self._begin_item("・")
        elif is_generic_name(self.current) and BARE_UNIT.fullmatch(word):
            self.keep(self.position + length)
            return
        elif self.is_divided_from(word) or EVERYBODY.match(word) or not self.reaches_an_ending():
            self.flush(DOT)
        else:
            self.keep(self.position + length)
            return
        self.position += length

    def _begin_item(self, mark: str) -> None:
        self.flush(BULLET if self.at_line_start() else STRONG)
        if self.at_line_start() and self.gap != START:
            self.gap = BULLET
        self.mark = mark

    def _read_mark(self, character: str) -> bool:
        note = NOTE_MARK.match(self.text, self.position, self.end)
        number = ITEM_NUMBER.match(self.text, self.position, self.end)
        if not (note or number or character in LIST_MARKS or character in FULL_STOPS):
            return False
        complete = is_complete_name(self.current)
        if note and (complete or not note[0][0].isalnum() or (note[0][0] == "注" and not self.indexes)):
            self.flush(STRONG)
            self.position = note.end()
            self._read_noted_role()
            return True
        if character in LIST_MARKS and (character not in DASHES or not self.indexes or complete):
            if not (self.indexes and LINE_END.match(self.text, self.position + 1, self.end)):
                self._begin_item(character)
            self.lead = self.lead or self._means_lead(character)
            self.position += 1
            return True
        if (number and (not self.indexes or CIRCLED_NUMBER.match(character))) or (character in FULL_STOPS and complete):
            self.flush(STRONG)
            self.position = number.end() if number else self.position + 1
            return True
        return False

    def _read_noted_role(self) -> None:
        """A role behind a sign of a note (協働推進課※主管課) is no office."""
        role = self.next_word(self.position)
        if self.pieces and role in (*LEAD_ROLES, *OTHER_ROLES):
            self.pieces[-1].lead = self.pieces[-1].lead or role in LEAD_ROLES
            self.position += len(self.text[self.position :].partition(role)[0]) + len(role)

    def _means_lead(self, mark: str) -> bool:
        return mark in LEAD_MARKS or (mark == "●" and "○" in self.text)

    def _read_words(self, character: str) -> bool:
        if character == "：":
            self._read_colon()
            return True
        if not self.indexes:
            if label := LABEL.match(self.text, self.position, self.end):
                self.label_lead = (label[1] or label[2] or label[3]) in LEAD_ROLES
                self.position = label.end()
                return True
            if self.pieces and (joining := LEADING_JOINING.match(self.text, self.position, self.end)):
                self.position = joining.end()
                return True
            return False
        joining = JOINING.match(self.text, self.position, self.end)
        if not joining or not is_complete_name(self.current):
            return False
        self.lead = self.lead or joining[0].startswith(LEAD_JOINING)
        self.flush(STRONG)
        self.position = joining.end()
        return True

    def _read_colon(self) -> None:
        name = self.current
        if rank_of(name) == 1:
            self.parent, self.indexes = name, []
        elif is_generic_name(name) or not is_complete_name(name):
            self.indexes = []  # a label (窓口：市民課, 計画策定：企画課)
        else:
            self.flush(STRONG)
        self.position += 1

    def _closing(self, opening: str) -> int:
        depth = 0
        for index in range(self.position, self.end):
            depth += (self.text[index] == opening) - (self.text[index] == BRACKETS[opening])
            if depth == 0:
                return index
        return self.end

    def _read_bracket(self, opening: str) -> None:
        start, stop = self.position, self._closing(opening)
        after = min(stop + 1, self.end)
        content = re.sub(r"\s+", "", self.text[start + 1 : stop])
        followed = bool(self.next_word(after))
        directly = followed and not NAME_STARTS_AFTER.match(self.text, after)
        complete = is_complete_name(self.current)
        if self.indexes and complete and directly and (opening != ROUND or content in NAME_BRACKETS):
            self.flush(STRONG)
        if not self.indexes:
            self._read_prefix(opening, content, after, followed)
        elif content in NAME_BRACKETS or (directly and not complete):
            self.keep(after)
        else:
            self._read_remark(self.current, content, after)
            if directly:
                self.flush(STRONG)
        self.position = after

    def _read_prefix(self, opening: str, content: str, after: int, followed: bool) -> None:
        """A bracket before a name: part of it, a role, the bureau above, or departments by themselves."""
        role = content.rstrip("：")
        if followed and (content in NAME_BRACKETS or (opening == ROUND and content.isascii() and content.isalpha())):
            self.keep(after)
        elif len(content) == 1 and content in LIST_MARKS:
            self.lead = self._means_lead(content)
        elif role in LEAD_ROLES or role in OTHER_ROLES:
            self.lead = role in LEAD_ROLES
        elif followed and rank_of(content) == 1:
            self.parent = content
        elif inner := self._departments_inside(after):
            self.take(inner)

    def _read_remark(self, left: str, content: str, after: int) -> None:
        """A bracket after a name: its role, the bureau above it, offices inside it, other offices, or a mere remark."""
        names_roles = any(f"（{role}" in self.text for role in ("主管", "主担当"))
        if content in LEAD_ROLES or (content in OTHER_ROLES and (names_roles or not is_generic_name(content))):
            self.lead = self.lead or content in LEAD_ROLES
            return
        if len(content) == 1 and content in LIST_MARKS:
            self.lead = self.lead or self._means_lead(content)
            return
        if governs(content, left):
            self.own_parent = content
            return
        inner = [] if REMARK.fullmatch(content) else self._departments_inside(after)
        all_of_it = rank_of(left) == 1 and all(piece.name in ALL_SECTIONS for piece in inner)
        inside = bool(inner) and (all_of_it or all(governs(left, piece.name) for piece in inner))
        if inside and len(inner) == 1 and rank_of(left) != 1:
            self.keep(after)
            self.own_parent = left
        elif inside:
            for piece in inner:
                piece.parent = piece.parent or left
                piece.lead = piece.lead or self.lead
            self.indexes, self.lead = [], False
            self.take(inner)
        elif inner:
            self.flush(STRONG)
            self.take(inner)

    def _departments_inside(self, after: int) -> list[Piece]:
        """The departments in the bracket that ends before `after`; none when any part of it is something else."""
        stop = after - 1 if self.text[after - 1] in BRACKETS.values() else after
        if REMARK_WORDS.search(self.text, self.position, stop):
            return []
        pieces = scan_departments(self.text, self.position + 1, stop)
        return pieces if all(is_complete_name(piece.name) for piece in pieces) else []
