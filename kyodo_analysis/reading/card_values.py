"""Loose values of a card page: blocks of lines that stand without their labels, and the kind of value that each is."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from kyodo_analysis.reading.blocks import begins_addition
from kyodo_analysis.text.layout import ends_sentence
from kyodo_analysis.text.traced import Traced
from kyodo_analysis.values.actors import EMPTY_BOXES, TICKED_BOXES
from kyodo_analysis.values.departments import is_department_list

COMPLETION_FORMULA = re.compile("完了と(?:し|する|なる)|(?:とき|時|時点|段階)(?:に|を|で|をもって)(?:完了|達成|終了)")
_BOXES = frozenset(TICKED_BOXES + EMPTY_BOXES)
_CIRCLED = re.compile("[①-⑳]")
_FULL_LINE = 0.9
"""A line of at least this share of its page's longest loose line runs to the edge of the page."""


@dataclass(frozen=True, slots=True)
class Group:
    """A value without a card: its lines joined to paragraphs, and where it stands among the values of its page.

    `kind` is title, actors, departments, completion, prose or other; loose until it is named.
    """

    kind: str
    paragraphs: tuple[Traced, ...]
    position: int

    @property
    def text(self) -> str:
        """All paragraphs, one after another."""
        return "".join(paragraph.text for paragraph in self.paragraphs)

    def line_lengths(self) -> list[int]:
        """The printed length of each of its lines, in characters."""
        lengths: Counter[int] = Counter()
        for paragraph in self.paragraphs:
            for run in paragraph.runs():
                lengths[run.line] += run.end - run.start
        return list(lengths.values())


def name_kind(text: str, breaks_off: bool = False) -> str:
    """The kind of a loose value; one that breaks off at the edge of the page is a part of a sentence.

    >>> [name_kind(text) for text in ("② 市民活動の拠点の検討", "□市民 ■事業者", "協働推進課・関係課", "検討します。")]
    ['title', 'actors', 'departments', 'prose']
    """
    if sum(character in _BOXES for character in text) >= 2:
        return "actors"
    if _CIRCLED.match(text) and not ends_sentence(text):
        return "title"
    if is_department_list(text):
        return "departments"
    if COMPLETION_FORMULA.search(text):
        return "completion"
    return "prose" if breaks_off or ends_sentence(text) else "other"


def merge_groups(groups: Sequence[Group]) -> list[Group]:
    """Loose values with their kinds; a sentence that breaks off, or goes on with また、, takes in the next value."""
    edge = _FULL_LINE * max((length for group in groups for length in group.line_lengths()), default=0)
    merged: list[Group] = []
    unfinished = False
    for group in groups:
        breaks_off = not ends_sentence(group.text) and group.line_lengths()[-1] >= edge
        kind = name_kind(group.text, breaks_off)
        last = merged[-1] if merged else None
        if last is None or last.kind != "prose" or kind not in ("prose", "completion"):
            merged.append(Group(kind, group.paragraphs, len(merged)))
        elif unfinished:
            joined = last.paragraphs[-1] + group.paragraphs[0]
            merged[-1] = Group("prose", (*last.paragraphs[:-1], joined, *group.paragraphs[1:]), last.position)
        elif begins_addition(group.text):
            merged[-1] = Group("prose", last.paragraphs + group.paragraphs, last.position)
        else:
            merged.append(Group(kind, group.paragraphs, len(merged)))
        unfinished = breaks_off
    return merged
