"""Tables inside text: tab-separated rows, pipe tables and HTML tables, as cells of traced text."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from kyodo_analysis.text.traced import Traced

_MOST_CELLS = 200
"""A line with more cells is no row that a page could print."""

_PIPE_RULE = re.compile(r"[\s:\-|]+")
_PIPE = r"(?<!\\)\|"
_TAG = r"<[^<>]*>"
_BREAK = r"(?i)<\s*(?:br|/?li|/?p|/?ul|/?ol|/?div)\b[^<>]*>"
_LIST_MARK = r"(?:\A|(?<=[\s。]))[・●○◦•▪‣][ \u3000]*"
_TABLE_TAG = re.compile(r"<(?P<end>/?)(?P<name>table|tr|td|th)\b[^<>]*>", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Row:
    """A table row; `index` is the position of its last line in the text."""

    index: int
    cells: tuple[Traced, ...]

    def filled(self) -> list[int]:
        """The columns that are not empty."""
        return [i for i, cell in enumerate(self.cells) if plain_cell(cell)]


@dataclass(frozen=True, slots=True)
class Table:
    """Rows that follow one another."""

    rows: tuple[Row, ...]


def plain_cell(cell: Traced) -> Traced:
    """A cell without tags and outer blanks.

    >>> plain_cell(Traced.of_line("<p>定期的な情報提供</p>", 186)).text
    '定期的な情報提供'
    """
    return (cell.without(_TAG) if "<" in cell.text else cell).strip()


def list_items(cell: Traced) -> tuple[list[Traced], list[Traced]]:
    """The bullets or paragraphs of a cell, and the marks and tags around them.

    >>> items, _ = list_items(Traced.of_line("<ul> ・ 協働マニュアルを用いた職員研修 ・ 協働の視点での事業構築 ", 484))
    >>> [item.text for item in items]
    ['協働マニュアルを用いた職員研修', '協働の視点での事業構築']
    """
    items: list[Traced] = []
    marks = list(cell.find_all(_TAG))
    for stretch in cell.split(_BREAK):
        bare = stretch.without(_TAG)
        marks += bare.find_all(_LIST_MARK)
        items += [item for piece in bare.split(_LIST_MARK) if (item := piece.strip())]
    return items, marks


def find_tables(lines: Sequence[Traced]) -> list[Table]:
    """All tables of a text in order. Lines with tabs that follow one another are one table, pipe rows likewise."""
    tables: list[list[Row]] = []
    html = _HtmlTables()
    before = ""
    for index, line in enumerate(lines):
        kind = "html" if html.take(index, line) else row_kind(line.text)
        if kind and kind != before:
            tables.append([])
        if kind == "html":
            tables[-1] += html.finished_rows()
        elif kind == "tabs":
            tables[-1].append(Row(index, tuple(cell.strip() for cell in line.split("\t"))))
        elif kind == "pipes" and not _PIPE_RULE.fullmatch(line.text):
            tables[-1].append(Row(index, _pipe_cells(line.strip())))
        before = kind
    return [Table(tuple(rows)) for rows in tables if rows]


def row_kind(text: str) -> str:
    """Whether a line is a row of a table on a line of its own: tabs, pipes, or empty for neither.

    >>> [row_kind(line) for line in ("項目\\t内容", "| 項目 | 内容 |", "項目 内容", "a || b")]
    ['tabs', 'pipes', '', '']
    """
    if "\t" in text:
        return "tabs" if text.count("\t") < _MOST_CELLS else ""
    bare = text.strip()
    is_row = bare.startswith("|") and 2 <= bare.count("|") <= _MOST_CELLS and bare != "||"
    return "pipes" if is_row else ""


def _pipe_cells(line: Traced) -> tuple[Traced, ...]:
    end = len(line) - 1 if line.text.endswith("|") else len(line)
    return tuple(cell.strip() for cell in line[1:end].split(_PIPE))


class _HtmlTables:
    """Collects the cells of <table> rows with the traced text between their tags; tables may run over many lines."""

    def __init__(self) -> None:
        self._depth = 0
        self._rows: list[Row] = []
        self._cells: list[list[Traced]] = []
        self._in_cell = False

    def take(self, index: int, line: Traced) -> bool:
        """Take in a line; whether any of it stands in a table."""
        if not self._depth and "<table" not in line.text.lower():
            return False
        start = 0
        for tag in _TABLE_TAG.finditer(line.text):
            self._keep(line[start : tag.start()])
            start = tag.end()
            self._take_tag(tag["name"].lower(), bool(tag["end"]), index)
        self._keep(line[start:])
        return True

    def finished_rows(self) -> list[Row]:
        """The rows that were completed since the last call."""
        rows, self._rows = self._rows, []
        return rows

    def _keep(self, text: Traced) -> None:
        if self._in_cell and text:
            self._cells[-1].append(text)

    def _take_tag(self, name: str, is_end: bool, index: int) -> None:
        self._in_cell = name in ("td", "th") and not is_end and self._depth > 0 and len(self._cells) < _MOST_CELLS
        if self._in_cell:
            self._cells.append([])
        elif name in ("tr", "table"):
            if self._cells:
                self._rows.append(Row(index, tuple(Traced.join(pieces).strip() for pieces in self._cells)))
            self._cells = []
            if name == "table":
                self._depth = max(0, self._depth + (-1 if is_end else 1))
