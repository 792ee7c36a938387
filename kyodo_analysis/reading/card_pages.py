"""The pages of a card plan: which cards a page has, which labels and years they print, which values lie loose.

Some extractions print a card's labels with their values in place; others print all labels of a page first and then the
values of its cards in the order in which the PDF drew them. Both come out as pages here.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from kyodo_analysis.reading.blocks import join_cell, squash
from kyodo_analysis.reading.card_values import Group, merge_groups
from kyodo_analysis.reading.headings import DIVISIONS, HeadingLine, parse_heading
from kyodo_analysis.reading.labels import LabelPart, parse_label_line
from kyodo_analysis.reading.year_rows import Year, is_mark_row, read_year_row
from kyodo_analysis.text.traced import Traced
from kyodo_analysis.values.departments import is_department_list

_DASHES = frozenset("-－―ー—")
_LISTS = ("departments", "actors")
_ONE_LINE = ("number", "status", "schedule")
_FEWEST_LACKING = 2
_MOST_CARDS = 8
"""More cards in a row without a value are no page."""
_MOST_BLOCKS = 30
"""How many loose blocks per card a page may have; what follows is text that comes after the cards."""


@dataclass(slots=True)
class Card:
    """The skeleton of a card: what stands in its labels' lines, and below its labels (blocks of paragraphs)."""

    number: Traced
    program: HeadingLine | None
    policy: HeadingLine | None
    inline: dict[str, Traced] = field(default_factory=dict)
    below: dict[str, list[list[Traced]]] = field(default_factory=dict)
    labels: list[str] = field(default_factory=list)
    years: list[Year] = field(default_factory=list)
    marks: list[Traced] = field(default_factory=list)
    furniture: list[Traced] = field(default_factory=list)

    def lacks(self, name: str) -> bool:
        """Whether the card prints a field's label without a value."""
        return name in self.labels and name not in self.inline and name not in self.below


@dataclass(slots=True)
class Page:
    """Cards whose loose values lie together."""

    cards: list[Card] = field(default_factory=list)
    groups: list[Group] = field(default_factory=list)
    years: list[Year] = field(default_factory=list)
    marks: list[Traced] = field(default_factory=list)
    furniture: list[Traced] = field(default_factory=list)

    def has_values(self) -> bool:
        """Whether the page is past its labels."""
        return bool(self.groups) or any(card.below or "title" in card.inline for card in self.cards)

    def is_full(self) -> bool:
        """Whether the page has more loose blocks than its cards can hold."""
        blocks = len(self.groups) + sum(len(found) for card in self.cards for found in card.below.values())
        return blocks >= _MOST_BLOCKS * len(self.cards)

    def loosen(self) -> None:
        """Take values for loose that stand under the last label by chance: the labels before it have none."""
        last = self.cards[-1]
        below = sum(len(card.below) for card in self.cards)
        lacking = sum(card.lacks(name) for card in self.cards for name in card.labels)
        if below == len(last.below) == 1 and lacking >= _FEWEST_LACKING:
            (blocks,) = last.below.values()
            last.below.clear()
            self.groups[:0] = [Group("loose", tuple(block), 0) for block in blocks]


def read_pages(lines: Sequence[Traced]) -> list[Page]:
    """The pages of a plan's repaired lines; text before the first card and after the last one is left alone."""
    parser = _PageParser()
    for line in lines:
        parser.take(line.strip())
    return parser.finish()


class _PageParser:
    """Reads lines one after another into pages."""

    def __init__(self) -> None:
        self._pages: list[Page] = []
        self._inside = False
        self._policy: HeadingLine | None = None
        self._program: HeadingLine | None = None
        self._block: list[Traced] = []
        self._label: str | None = None
        self._wraps = False  # the label's value stands on its line, and may go on below

    def take(self, line: Traced) -> None:
        """Take in the next line of the text."""
        if not line:
            self._close_block()
            if self._wraps:
                self._label, self._wraps = None, False
            return
        parts = parse_label_line(line)
        heading = parse_heading(line)
        if parts and parts[0].field == "number" and parts[0].value:
            self._close_block()
            self._begin_card(parts[0])
            self._take_labels(parts[1:])
        elif heading and heading.kind in (*DIVISIONS, "unnumbered"):
            self._close_block()
            self._inside = False
        elif heading and heading.kind == "named":
            self._close_block()
            self._take_heading(heading)
        elif self._inside:
            self._take_value(line, parts)

    def finish(self) -> list[Page]:
        """The pages, the kinds of their loose values named."""
        self._close_block()
        for page in self._pages:
            page.loosen()
            page.groups = merge_groups(page.groups)
        return self._pages

    def _take_value(self, line: Traced, parts: Sequence[LabelPart]) -> None:
        if parts:
            self._close_block()
            self._take_labels(parts)
        elif years := read_year_row(line):
            self._close_block()
            self._take_years(years)
        elif set(line.text) <= _DASHES and len(line) == 1:
            self._close_block()
            self._pages[-1].furniture.append(line)
        elif is_mark_row(line) and self._awaits_marks(line):
            self._close_block()
            self._take_marks(line.split(r"\s+"))
        else:
            self._block.append(line)

    def _awaits_marks(self, line: Traced) -> bool:
        """Whether marks may stand here: a lone word such as 検討 under the label of another field is that field's."""
        return self._label in (None, "schedule") or len(line.text.split()) > 1

    def _begin_card(self, number: LabelPart) -> None:
        if not self._pages or self._pages[-1].has_values() or len(self._pages[-1].cards) == _MOST_CARDS:
            self._pages.append(Page())
        card = Card(number.value, self._program, self._policy, furniture=[number.label])
        self._pages[-1].cards.append(card)
        self._inside, self._label, self._wraps = True, None, False

    def _take_heading(self, heading: HeadingLine) -> None:
        self._label = None
        if self._policy is None or heading.word == self._policy.word:
            self._policy, self._program = heading, None
        else:
            self._program = heading
            self._fit_late_heading(heading)

    def _fit_late_heading(self, heading: HeadingLine) -> None:
        """A program heading that was printed among a page's values belongs to that page's cards of its number."""
        if not self._pages or not self._pages[-1].has_values():
            return
        for card in self._pages[-1].cards:
            parts = squash(card.number.text.translate(str.maketrans("", "", "()（）"))).split("-")
            if card.program is None and len(parts) > 1 and parts[-2] == heading.number:
                card.program = heading

    def _take_labels(self, parts: Sequence[LabelPart]) -> None:
        page = self._pages[-1]
        card = page.cards[-1]
        for part in parts:
            (page if page.groups else card).furniture.append(part.label)
            card.labels.append(part.field)
            if part.value:
                card.inline[part.field] = part.value
            self._wraps = bool(part.value) and part.field not in _ONE_LINE
            self._label = part.field if self._wraps or not part.value else None

    def _take_years(self, years: list[Year]) -> None:
        page = self._pages[-1]
        card = page.cards[-1]
        if card.years or card.marks or page.groups:
            page.years += years
        else:
            card.years = years
        self._label = None

    def _take_marks(self, cells: list[Traced]) -> None:
        page = self._pages[-1]
        card = page.cards[-1]
        if card.years and not card.marks and len(cells) == len(card.years):
            card.marks = cells
        else:
            page.marks += cells

    def _close_block(self) -> None:
        lines, self._block = self._block, []
        if not lines:
            return
        page = self._pages[-1]
        card = page.cards[-1]
        if self._wraps and self._label in card.inline:
            lines = [card.inline.pop(self._label), *lines]
        listed = Traced.join(lines, "\n")
        is_list = self._label in _LISTS or (len(lines) > 1 and is_department_list(listed.text))
        paragraphs = [listed] if is_list else join_cell(lines)
        if self._label and self._label not in ("number", "schedule"):
            card.below.setdefault(self._label, []).append(paragraphs)
        else:
            page.groups.append(Group("loose", tuple(paragraphs), len(page.groups)))
        self._inside = not page.is_full()
