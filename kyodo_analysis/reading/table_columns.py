"""Which column of a measure table holds which field, also where merged cells shifted header against rows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from scipy.optimize import linear_sum_assignment

from kyodo_analysis.reading.labels import name_field
from kyodo_analysis.reading.surplus import count_columns, rows_in_place
from kyodo_analysis.reading.table_rows import Row, list_items, plain_cell
from kyodo_analysis.text.layout import ends_sentence
from kyodo_analysis.text.traced import Traced
from kyodo_analysis.values.actors import parse_actor, split_actor_spans
from kyodo_analysis.values.departments import is_department_list
from kyodo_analysis.values.fiscal_years import parse_year_heading

_LEAD_MARKS = frozenset("★☆●○◎◆◇■□▲△")
_LONGEST_ACTORS = 60
_LONGEST_YEAR = 20
_LONG_TEXT = 20
_HEADER_BONUS = 0.3
_MOVE_COST = 0.05
_FEWEST_ALIKE = 0.5


@dataclass(frozen=True, slots=True)
class Columns:
    """The column of each field, and of each fiscal year with its printed heading; `count` is the number of columns."""

    fields: Mapping[str, int]
    years: Mapping[int, tuple[Traced, int]]
    count: int

    def year_places(self) -> list[int]:
        """The columns of the years."""
        return sorted(place for _, place in self.years.values())


def header_fields(row: Row) -> list[tuple[str, int]]:
    """The fields that a header row of measures names, with their columns; empty for any other row."""
    named = [(name, i) for i, cell in enumerate(row.cells) if (name := name_field(plain_cell(cell).text))]
    return named if len(named) >= 2 and any(name == "title" for name, _ in named) else []


def is_lead(text: str) -> bool:
    """Whether a text is made of the marks (★ ◎) by which a plan says who leads.

    >>> is_lead("★ ◎"), is_lead("◎市"), is_lead("")
    (True, False, False)
    """
    marks = set("".join(text.split()))
    return bool(marks) and marks <= _LEAD_MARKS


def is_header(row: Row) -> bool:
    """Whether a row of a measure table names fields or years instead of giving values."""
    return bool(header_fields(row)) or _is_year_header(row)


def find_columns(rows: Sequence[Row], before: Columns | None) -> Columns | None:
    """The columns of a table of measures, None for any other table.

    The header says which fields there are and in which order; merged cells may have moved it sideways, so each field is
    laid on the column whose cells read like it (an assignment problem in which the header's own place is a weak bonus).
    A table without a header takes the fields of the table before it, if its cells read like them.
    """
    start = next((i for i, row in enumerate(rows) if header_fields(row)), None)
    if start is not None:
        named = header_fields(rows[start])
        body = [row for row in rows[start + 1 :] if not is_header(row)]
        years = _year_columns(rows[start : start + 2])
        headings = _count_headings(rows[start], years)
    elif before is not None:
        named, body, years = list(before.fields.items()), list(rows), dict(before.years)
        headings = before.count
    else:
        return None
    fields = [name for name, _ in named]
    if "title" not in fields or not set(fields) & {"content", "departments", "actors", "purpose"}:
        return None
    places = [place for _, place in years.values()]
    count = count_columns(body, headings, places)
    # A row with surplus cells is shifted itself: it must not draw the fields along, unless there is no other.
    body = rows_in_place(body, count, places)
    used = sorted({i for row in body for i in row.filled()} - set(places))
    if not used:
        return None
    if start is not None and len(used) > len(fields) and "lead" not in fields and _share(body, used[0], "lead") > 0.5:
        named = [("lead", used[0]), *named]
        if not years:  # the column of marks goes without a heading
            count = max(count, len(fields) + 1)
    score = np.array(
        [
            [
                _share(body, column, name) + _HEADER_BONUS * (place == column) - _MOVE_COST * abs(f - u)
                for u, column in enumerate(used)
            ]
            for f, (name, place) in enumerate(named)
        ]
    )
    chosen = zip(*(side.tolist() for side in linear_sum_assignment(score, maximize=True)), strict=True)
    columns = {named[f][0]: used[u] for f, u in chosen}
    # 実施主体 may head a column of actors or of departments: the cells say which.
    if "actors" in columns and "departments" not in columns:
        column = columns["actors"]
        if _share(body, column, "departments") > max(0.5, _share(body, column, "actors")):
            columns["departments"] = columns.pop("actors")
    if start is None:
        fit = sum(_share(body, column, name) for name, column in columns.items()) / len(named)
        if len(columns) < len(named) or fit < _FEWEST_ALIKE:
            return None
    return Columns(columns, years, count)


def _year_columns(header: Sequence[Row]) -> dict[int, tuple[Traced, int]]:
    """The years in a header row, or in the row below it, which merged cells may have moved to the left."""
    years = years_of(header[0])
    if years or len(header) < 2 or not _is_year_header(header[1]):
        return years
    years = years_of(header[1])
    first = min(place for _, place in years.values())
    names = [name_field(plain_cell(cell).text) for cell in header[0].cells]
    shift = max(names.index("schedule") - first, 0) if "schedule" in names else 0
    return {year: (heading, place + shift) for year, (heading, place) in years.items()}


def _count_headings(header: Row, years: Mapping[int, tuple[Traced, int]]) -> int:
    """The headings of a table; years in the row below the header stand under one heading and the blanks behind it."""
    count = len(header.cells)
    names = [name_field(plain_cell(cell).text) for cell in header.cells]
    if years and not years_of(header) and "schedule" in names:
        place = names.index("schedule")
        behind = next((i for i in header.filled() if i > place), count)
        count += max(len(years) - (behind - place), 0)
    return max(count, *(place + 1 for _, place in years.values())) if years else count


def _is_year_header(row: Row) -> bool:
    return 2 <= len(years_of(row)) == len(row.filled())


def years_of(row: Row) -> dict[int, tuple[Traced, int]]:
    """The fiscal years that cells of a row name, each with its printed heading and its column."""
    years: dict[int, tuple[Traced, int]] = {}
    for place, cell in enumerate(row.cells):
        heading = plain_cell(cell)
        if heading and len(heading) <= _LONGEST_YEAR:
            try:
                years.setdefault(parse_year_heading(heading.text), (heading, place))
            except ValueError:
                continue
    return years


def _share(body: Sequence[Row], column: int, name: str) -> float:
    """The share of a column's filled cells that read like a field; an empty column suits none."""
    filled = [cell for row in body if column < len(row.cells) and (cell := plain_cell(row.cells[column]))]
    if not filled:
        return -0.5
    return sum(_reads_like(cell, name) for cell in filled) / len(filled)


def _reads_like(cell: Traced, name: str) -> bool:
    text = cell.text
    if name == "lead":
        return is_lead(text)
    if name == "departments":
        return is_department_list(text)
    if name == "actors":
        return _are_actors(text)
    if name in ("content", "purpose", "completion"):
        return ends_sentence(text) or len(text) >= _LONG_TEXT or len(list_items(cell)[0]) > 1
    if name == "title":
        is_other = ends_sentence(text) or is_lead(text) or is_department_list(text) or _are_actors(text)
        return not is_other and len(list_items(cell)[0]) == 1
    return False


def _are_actors(cell: str) -> bool:
    if len(cell) > _LONGEST_ACTORS or ends_sentence(cell):
        return False
    try:
        return all(parse_actor(cell[start:end]) for start, end in split_actor_spans(cell))
    except ValueError:
        return False
