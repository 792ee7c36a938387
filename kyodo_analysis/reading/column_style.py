"""How a plan sets its stacked tables: their headers, the numbers of their rows, the marks and width of their cells."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from kyodo_analysis.reading.headings import DIVISIONS, HeadingLine, parse_heading
from kyodo_analysis.reading.labels import parse_label_line
from kyodo_analysis.text.layout import ends_sentence, width_of
from kyodo_analysis.text.traced import Traced

_ITEMS = {
    "circled": re.compile(r"([①-⑳㉑-㉟])[ \u3000]*"),
    "bracketed": re.compile(r"([（(][0-9０-９]{1,2}[）)])[ \u3000]*"),
    "dotted": re.compile(r"([0-9０-９]{1,2}[.．])(?![0-9０-９])[ \u3000]*"),
}
"""The ways to number the rows of a table."""

BULLET = re.compile(r"[●○◎◆◇■□▼▶►•*－-][ \u3000]*")
DOT = re.compile(r"[・･][ \u3000]*")
INNER_BULLET = r"[ \u3000]+(?=[●◆■▼○]\S)"
"""Blanks in a line before the bullet of a second cell."""

_DEFAULT_WIDTH = 40.0
_NEARLY_ALL = 0.95
_REACH = 30
"""How many lines below a header, empty ones included, the first row of its table may begin."""


@dataclass(frozen=True, slots=True)
class TableStyle:
    """How a plan sets its stacked tables.

    `item` is the kind of number that opens a row (empty: rows have none), `width` the width of the widest column in
    full-width characters; `dots` says that ・ marks the content, `stops` that bullets end in full stops.
    """

    item: str
    dots: bool
    stops: bool
    width: float

    def match_item(self, text: str) -> re.Match[str] | None:
        """The number that opens a row at the beginning of a line."""
        return _ITEMS[self.item].match(text) if self.item else None

    def match_bullet(self, text: str) -> re.Match[str] | None:
        """The mark that opens an entry of a cell: a bullet, ・, or a number of another kind than the rows'."""
        numbers = (pattern for kind, pattern in _ITEMS.items() if kind != self.item)
        return next((mark for pattern in (BULLET, DOT, *numbers) if (mark := pattern.match(text))), None)


def is_table_header(line: Traced) -> bool:
    """Whether a line is the header of a stacked table: a title label and a content or department label, no values.

    >>> is_table_header(Traced.of_line("推進項目    推進内容    担当部署", 2537))
    True
    >>> is_table_header(Traced.of_line("推進項目", 10))
    False
    """
    parts = parse_label_line(line)
    names = {part.field for part in parts}
    return (
        "\t" not in line.text
        and "title" in names
        and bool(names & {"content", "departments"})
        and not any(part.value for part in parts)
    )


def is_marked(text: str) -> bool:
    """Whether a line begins with a bullet or a number that may open a row."""
    return bool(BULLET.match(text)) or any(pattern.match(text) for pattern in _ITEMS.values())


def first_lines(lines: Sequence[Traced]) -> Iterator[list[Traced]]:
    """The filled lines after each table header."""
    for i, line in enumerate(lines):
        if is_table_header(line):
            yield [stripped for below in lines[i + 1 : i + _REACH] if (stripped := below.strip())]


def find_style(lines: Sequence[Traced]) -> TableStyle:
    """The style of a plan's tables: rows are numbered as the first row under most headers is."""
    kinds = Counter(
        kind
        for below in first_lines(lines)
        for kind, pattern in _ITEMS.items()
        if below and pattern.match(below[0].text)
    )
    item = min(kinds, key=lambda kind: (-kinds[kind], kind), default="")
    cells = [cell.text for cell in _table_cells(lines)]
    bullets = [text for text in cells if BULLET.match(text)]
    dots = not bullets
    bullets = bullets or [text for text in cells if DOT.match(text)]
    widths = sorted(map(width_of, bullets)) or [_DEFAULT_WIDTH]
    stops = 2 * sum(map(ends_sentence, cells)) >= len(bullets)
    return TableStyle(item, dots, stops, widths[math.ceil(_NEARLY_ALL * (len(widths) - 1))])


def _table_cells(lines: Sequence[Traced]) -> Iterator[Traced]:
    """Lines between a table header and the next heading of a higher kind, single cells of lines that hold two."""
    inside = False
    for line in lines:
        stripped = line.strip()
        if is_table_header(stripped):
            inside = True
        elif inside and stripped:
            inside = not ends_table(parse_heading(stripped))
            if inside:
                yield from (piece.strip() for piece in stripped.split(INNER_BULLET))


def ends_table(heading: HeadingLine | None) -> bool:
    """Whether a heading is of a kind that never stands inside a table."""
    return heading is not None and heading.kind in (*DIVISIONS, "named")
