"""The column layout: rows whose cells were stacked, title over bullets over departments.

The extraction of a ruled table without cell borders prints every row as its title's lines, then the bullets of its
content, then its departments. Rows run across pages: what is unfinished in one column goes on after the page's end,
behind the last words of another column. A line without a mark therefore goes to the column that is still open: a bullet
that has not come to its full stop, a department that does not yet end in 課, 部, センター …, a title before its first
bullet.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field

from kyodo_analysis.reading.blocks import cut_list
from kyodo_analysis.reading.column_style import (
    DOT,
    INNER_BULLET,
    TableStyle,
    ends_table,
    find_style,
    first_lines,
    is_marked,
    is_table_header,
)
from kyodo_analysis.reading.headings import HeadingLine, parse_heading, plain_number
from kyodo_analysis.reading.hierarchy import Hierarchy, Level, cut_reprint
from kyodo_analysis.reading.labels import parse_label_line
from kyodo_analysis.reading.records import UNREADABLE, FieldNote, Measure
from kyodo_analysis.text.document import RepairedText
from kyodo_analysis.text.layout import ends_sentence, width_of
from kyodo_analysis.text.traced import Traced
from kyodo_analysis.values.departments import is_complete_department, is_department_list, split_entries

_PLAIN_LEVELS = ("number", "hyphenated", "paren", "square", "diamond", "bracket", "unnumbered")
_OPEN_END = re.compile("[をがはにのとでやて、・（]\\Z")
_COLUMNS = ("content", "departments", "title")
_REPRINTS = ("【再掲】", "（再掲）")
_SLACK = 2
_LONGEST_DEPARTMENT = 60


@dataclass(slots=True)
class _Row:
    """A row while its lines come in; entries of a column are lists of lines that print wrapped."""

    number: str
    levels: tuple[Level | None, Level | None]
    title: list[Traced] = field(default_factory=list)
    bullets: list[list[Traced]] = field(default_factory=list)
    departments: list[list[Traced]] = field(default_factory=list)
    furniture: list[Traced] = field(default_factory=list)
    last: str = "title"
    dotted: bool = False

    def is_open(self, column: str) -> bool:
        """Whether a column's last entry still waits for its end."""
        if column == "title":
            return not self.bullets and not self.departments
        if column == "content":
            if not self.bullets:
                return False
            end = "".join(line.text for line in self.bullets[-1][-2:])
            return not ends_sentence(end) and not end.endswith(_REPRINTS)
        if not self.departments:
            return False
        name = "".join(line.text for line in self.departments[-1])
        return len(name) <= _LONGEST_DEPARTMENT and not is_complete_department(name)

    def begin(self, column: str, line: Traced) -> None:
        """Begin a new entry of the content or the departments."""
        (self.bullets if column == "content" else self.departments).append([line])
        self.last = column

    def go_on(self, column: str, line: Traced) -> None:
        """Go on with a column's last entry."""
        entry = self.title if column == "title" else (self.bullets if column == "content" else self.departments)[-1]
        entry.append(line)
        self.last = column


def detect_columns(text: RepairedText) -> float:
    """The share of table headers (labels in one line, no tabs) that are followed by a numbered or bulleted row."""
    firsts = list(first_lines(text.lines))
    rows = sum(any(is_marked(line.text) for line in lines[:4]) for lines in firsts)
    return rows / len(firsts) if firsts else 0.0


def read_columns(text: RepairedText) -> tuple[Measure, ...]:
    """The measures of a plan of stacked tables."""
    reader = _ColumnReader(find_style(text.lines))
    for line in text.lines:
        stripped = line.strip()
        if stripped:
            reader.take(stripped)
    return tuple(_build(row) for row in reader.rows)


class _ColumnReader:
    """Reads the lines of a plan one after another into rows."""

    def __init__(self, style: TableStyle) -> None:
        self._style = style
        self._hierarchy = Hierarchy()
        self._in_table = False
        self._header: list[Traced] = []
        self._counts: Counter[tuple[Level | None, Level | None]] = Counter()
        self._row: _Row | None = None
        self.rows: list[_Row] = []

    def take(self, line: Traced) -> None:
        """Take in the next line that is not empty."""
        if is_table_header(line):
            self._in_table, self._row = True, None
            self._header = [part.label for part in parse_label_line(line)]
            return
        heading = parse_heading(line)
        if heading is not None and (ends_table(heading) or self._is_plain_level(heading)):
            self._hierarchy.enter(heading)
            self._in_table = False
        elif self._in_table:
            for piece in line.split(INNER_BULLET):
                self._in_table = self._in_table and self._take_cell(piece.strip())

    def _is_plain_level(self, heading: HeadingLine) -> bool:
        """Whether a heading without a level's name counts: outside tables, or after a row whose cells are complete."""
        if heading.kind not in _PLAIN_LEVELS or self._style.match_item(heading.line.text):
            return False
        if not self._in_table:
            return True
        row = self._row
        is_done = row is not None and not any(map(row.is_open, ("title", "content", "departments")))
        return is_done and heading.kind in ("number", "hyphenated", "paren") and bool(row and row.departments)

    def _take_cell(self, line: Traced) -> bool:
        """Take a line into the table; False when the table has ended before it."""
        item = self._style.match_item(line.text)
        if item:
            self._begin_row(line[item.end() :], item[1], line[: item.end()])
            return True
        if width_of(line.text) > self._style.width + _SLACK:
            return False
        mark = self._style.match_bullet(line.text)
        if self._row is not None:
            if mark:
                self._take_marked(self._row, line, mark)
                return True
            if self._take_unmarked(self._row, line):
                return True
        if self._style.item or mark:
            return False
        self._begin_row(line, "", line[:0])
        return True

    def _begin_row(self, title: Traced, number: str, mark: Traced) -> None:
        levels = (self._hierarchy.policy, self._hierarchy.program)
        self._counts[levels] += 1
        item = plain_number(number.rstrip(".．")) or str(self._counts[levels])
        self._row = _Row(self._hierarchy.number(item), levels, [title] if title else [])
        self._row.furniture += [mark, *self._header]
        self._header = []
        self.rows.append(self._row)

    def _take_marked(self, row: _Row, line: Traced, mark: re.Match[str]) -> None:
        value = line[mark.end() :]
        row.furniture.append(line[: mark.end()])
        is_name = is_department_list(value.text) or not (self._style.dots or ends_sentence(value.text))
        if DOT.match(line.text) and is_name and (row.bullets or row.departments):
            row.begin("departments", value)
            row.dotted = True
        else:
            row.begin("content", value)

    def _take_unmarked(self, row: _Row, line: Traced) -> bool:
        """Give a line without a mark to the column that is open, the last one first; False when none wants it."""
        names = is_department_list(line.text)
        for column in (row.last, *(column for column in _COLUMNS if column != row.last)):
            if not row.is_open(column) or (column == "content" and not self._style.stops and row.last != "content"):
                continue
            if column == "departments" and ends_sentence(line.text):
                continue
            is_new = names and (
                (column == "title" and row.title and not self._style.item)
                or (column == "content" and not self._style.stops and not _OPEN_END.search(row.bullets[-1][-1].text))
            )
            if is_new:
                row.begin("departments", line)
            else:
                row.go_on(column, line)
            return True
        if names and row.last == "departments" and row.dotted:
            row.go_on("departments", line)
        elif names:
            row.begin("departments", line)
        return names


def _build(row: _Row) -> Measure:
    title, reprint = cut_reprint(Traced.join(row.title))
    departments, notes = cut_list("departments", map(Traced.join, row.departments), split_entries)
    if not title:
        notes = (*notes, FieldNote("title", UNREADABLE, "the row has no title"))
    policy, program = row.levels
    return Measure(
        number=row.number,
        title=title,
        policy=policy.title if policy else None,
        program=program.title if program else None,
        reprint=reprint is not None,
        departments=departments,
        content=tuple(Traced.join(bullet).strip() for bullet in row.bullets),
        notes=notes,
        furniture=(*row.furniture, *([reprint] if reprint else [])),
    )
