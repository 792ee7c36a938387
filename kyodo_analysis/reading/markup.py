"""The marked-up layout: tables that survived as tab-separated text, Markdown or HTML, one measure per row."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from kyodo_analysis.reading.blocks import cut_list
from kyodo_analysis.reading.grids import Grid, fit_grids, is_grid, read_grid, usual_era
from kyodo_analysis.reading.headings import HeadingLine, parse_heading, plain_number
from kyodo_analysis.reading.hierarchy import LevelRanks, cut_reprint
from kyodo_analysis.reading.records import AMBIGUOUS, FieldNote, Measure, YearCell
from kyodo_analysis.reading.surplus import judge_surplus
from kyodo_analysis.reading.table_columns import Columns, find_columns, header_fields, is_header, is_lead
from kyodo_analysis.reading.table_rows import Row, Table, find_tables, list_items, plain_cell
from kyodo_analysis.reading.year_rows import phase_of
from kyodo_analysis.text.document import RepairedText
from kyodo_analysis.text.traced import Traced
from kyodo_analysis.values.actors import split_actor_spans
from kyodo_analysis.values.departments import split_entries
from kyodo_analysis.values.schedule_marks import NONE

_ITEM_NUMBER = re.compile(r"(?P<number>[①-⑳㉑-㉟]|[（(][0-9０-９]{1,2}[）)]|[0-9０-９]{1,2}[.．])[ \u3000]*(?=\S)")


def detect_markup(text: RepairedText) -> float:
    """The share of the text's tables that name their columns as measure tables do; 0 without such a table."""
    tables = find_tables(text.lines)
    named = sum(any(header_fields(row) for row in table.rows) for table in tables)
    return min(1.0, 0.5 + named / (2 * len(tables))) if named else 0.0


def read_markup(text: RepairedText) -> tuple[Measure, ...]:
    """The measures of a plan of marked-up tables; schedule grids elsewhere in the text are fitted to their measures."""
    reader = _MarkupReader(usual_era(text.lines))
    reader.read(text.lines)
    return fit_grids(reader.measures, reader.grids)


class _MarkupReader:
    """Walks through headings and tables and turns the rows of measure tables into measures."""

    def __init__(self, era: str | None) -> None:
        self._era = era
        self.measures: list[Measure] = []
        self.grids: list[Grid] = []
        self._headings: list[HeadingLine] = []
        self._ranks = LevelRanks()
        self._titled = False
        self._caption: Traced | None = None
        self._columns: Columns | None = None
        self._policy: Traced | None = None
        self._program: Traced | None = None
        self._policies = 0
        self._programs = 0
        self._rows = 0

    def read(self, lines: Sequence[Traced]) -> None:
        """Read all lines; measures and grids are kept."""
        tables = {table.rows[0].index: table for table in find_tables(lines)}
        covered = {row.index for table in tables.values() for row in table.rows}
        for index, line in enumerate(lines):
            if index in tables:
                self._take_table(tables[index])
            elif index not in covered:
                heading = parse_heading(line)
                if heading and heading.kind not in ("circled", "bracket"):
                    self._take_heading(heading)

    def _take_heading(self, heading: HeadingLine) -> None:
        """Put a heading in its place; the first Markdown heading of the highest level is the plan's own title."""
        is_title = heading.kind == "markup" and heading.depth == 1 and not self._titled
        self._titled = self._titled or heading.kind == "markup"
        if not is_title:
            rank = self._ranks.rank(heading)
            self._headings = [above for above in self._headings if self._ranks.rank(above) < rank]
            self._headings.append(heading)
            self._caption = None

    def _take_table(self, table: Table) -> None:
        """Read a table; a row with one cell, its first, is a caption for the rows below it."""
        rows: list[Row] = []
        for row in table.rows:
            if row.filled() == [0] and not is_lead(plain_cell(row.cells[0]).text):
                self._take_rows(rows)
                rows = []
                caption = plain_cell(row.cells[0])
                heading = parse_heading(caption)
                self._caption = heading.title if heading and heading.title else caption
            else:
                rows.append(row)
        self._take_rows(rows)

    def _take_rows(self, rows: Sequence[Row]) -> None:
        """Read rows under one caption: a schedule grid, measures, or neither."""
        if not rows:
            return
        policy, program, program_number = self._levels()
        if is_grid(rows, self._era):
            self.grids.append(read_grid(rows, policy.title.text if policy else "", self._era))
            return
        columns = find_columns(rows, self._columns)
        if columns is None:
            return
        self._columns = columns
        if policy and policy.title is not self._policy:
            self._policy, self._program = policy.title, None
            self._policies += 1
            self._programs = 0
        if program is None or program is not self._program:
            self._program = program
            self._programs += 1
            self._rows = 0
        levels = [policy.number or str(self._policies)] if policy else []
        levels.append(program_number or str(self._programs))
        for row in rows:
            if not is_header(row):
                self._take_row(row, columns, levels)

    def _levels(self) -> tuple[HeadingLine | None, Traced | None, str]:
        """The policy (the highest named heading, else the heading above the program), the program and its number."""
        named = [heading for heading in self._headings if heading.kind == "named"]
        above = self._headings if self._caption else self._headings[:-1]
        policy = named[0] if named else above[-1] if above else None
        if policy is None and self._headings and not self._caption:
            policy = self._headings[-1]  # a plan with one level of headings
        if self._caption:
            return policy, self._caption, ""
        lowest = self._headings[-1] if self._headings else policy
        return (policy, None, "") if lowest is None or lowest is policy else (policy, lowest.title, lowest.number)

    def _take_row(self, row: Row, columns: Columns, levels: Sequence[str]) -> None:
        surplus = judge_surplus(row, columns.fields, columns.year_places(), columns.count)
        fields = surplus.fields if surplus else columns.fields
        cells = {name: row.cells[i] for name, i in fields.items() if i < len(row.cells)}
        titles, title_marks = list_items(cells["title"]) if "title" in cells else ([], [])
        content, content_marks = list_items(cells["content"]) if "content" in cells else ([], [])
        actors, actor_notes = cut_list("actors", _filled(cells.get("actors")), split_actor_spans)
        departments, department_notes = cut_list("departments", _filled(cells.get("departments")), split_entries)
        marks = (*title_marks, *content_marks)
        misfits = surplus.notes if surplus else ()
        notes = (*actor_notes, *department_notes, *(misfits or _stray_marks(row, columns)))
        if not titles:
            self._extend_last(content, actors, departments, marks, misfits)
            return
        self._rows += 1
        title, reprint = cut_reprint(Traced.join(titles))
        item = _ITEM_NUMBER.match(title.text)
        if item:
            marks = (*marks, title[: item.end()])
            title = title[item.end() :]
        all_again = bool(content) and all(cut_reprint(item)[1] for item in content)
        lead = _value(cells.get("lead"))
        self.measures.append(
            Measure(
                number="-".join([*levels, plain_number(item["number"].rstrip(".．")) if item else str(self._rows)]),
                title=title,
                policy=self._policy,
                program=self._program,
                status=_value(cells.get("status")),
                reprint=reprint is not None or all_again,
                lead=lead.without_blanks() if lead else None,
                actors=actors,
                departments=departments,
                purpose=_value(cells.get("purpose")),
                content=tuple(content),
                completion=_value(cells.get("completion")),
                schedule=() if surplus else _year_cells(row, columns),
                notes=notes,
                furniture=(*marks, *([reprint] if reprint else [])),
            )
        )

    def _extend_last(
        self,
        content: Sequence[Traced],
        actors: Sequence[Traced],
        departments: Sequence[Traced],
        marks: Sequence[Traced],
        misfits: Sequence[FieldNote],
    ) -> None:
        """A row without a title goes on with the row above it."""
        if not self._rows or not (content or departments or misfits):
            return
        last = self.measures[-1]
        self.measures[-1] = replace(
            last,
            content=(*last.content, *content),
            actors=(*last.actors, *actors),
            departments=(*last.departments, *departments),
            notes=(*last.notes, *misfits),
            furniture=(*last.furniture, *marks),
        )


def _filled(cell: Traced | None) -> tuple[Traced, ...]:
    value = _value(cell)
    return (value,) if value else ()


def _value(cell: Traced | None) -> Traced | None:
    return (plain_cell(cell) if cell else None) or None


def _stray_marks(row: Row, columns: Columns) -> tuple[FieldNote, ...]:
    """A note when marks stand behind the first year's column under no year: which year each belongs to is open."""
    places = [place for _, place in columns.years.values()]
    known = {*places, *columns.fields.values()}
    cells = {place: plain_cell(cell) for place, cell in enumerate(row.cells) if places and place >= min(places)}
    marks = {place: cell for place, cell in cells.items() if phase_of(cell.text) not in (None, NONE)}
    if not marks.keys() - known:
        return ()
    reason = f"years: {len(places)}, marks: {len(marks)}"
    texts = tuple(mark.text for mark in marks.values())
    return (FieldNote("schedule", AMBIGUOUS, reason, texts, printed=Traced.join(list(marks.values()), " ")),)


def _year_cells(row: Row, columns: Columns) -> tuple[YearCell, ...]:
    cells = []
    for year, (heading, place) in sorted(columns.years.items()):
        mark = plain_cell(row.cells[place]) if place < len(row.cells) else None
        cells.append(YearCell(heading, year, mark or None))
    return tuple(cells)
