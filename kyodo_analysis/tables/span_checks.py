"""Whether the spans lead from every value back to the characters of its source file."""

from __future__ import annotations

import unicodedata
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

import pandas as pd

from kyodo_analysis.text.characters import IDEOGRAPHS

# Where a span's row_id, field and position lead to: the columns of its table that hold the first and the last.
_ROWS_OF = {
    "measures": ("measure_id", None),
    "elements": ("measure_id", "position"),
    "measure_actors": ("measure_id", "position"),
    "measure_departments": ("measure_id", "position"),
    "measure_schedule": ("measure_id", "position"),
    "indicators": ("indicator_id", "position"),
}
# The columns with printed text; every value in them must have spans.
TRACED_COLUMNS: Mapping[str, tuple[str, ...]] = {
    "measures": ("policy", "program", "title", "status", "lead", "purpose", "content", "completion"),
    "elements": ("text",),
    "measure_actors": ("printed",),
    "measure_departments": ("printed",),
    "measure_schedule": ("printed",),
    "indicators": (
        "policy",
        "name",
        "trend",
        "baseline_year_printed",
        "baseline_printed",
        "target_year_printed",
        "target_printed",
    ),
}
_REPAIRED = str.maketrans(IDEOGRAPHS)


class Cell(NamedTuple):
    """The cell of a table that spans lead to."""

    table: str
    row_id: str
    field: str
    position: int

    def __str__(self) -> str:
        place = f" {self.position}" if self.position else ""
        return f"{self.table}{place} of {self.row_id}, {self.field}"


def check_spans(tables: Mapping[str, pd.DataFrame], lines: Mapping[str, Sequence[str]]) -> Iterator[str]:
    """The spans that lead nowhere or to other characters than their value's, and the values without spans.

    Blanks do not count, nor does the form of a character that the repair put right (⼾ for 戸).

    Args:
        tables: all tables by name.
        lines: the lines of each plan's source file by plan_id.
    """
    values = dict(_list_values(tables))
    spans: dict[Cell, list[tuple[int, int, int, int]]] = defaultdict(list)
    columns = ["table", "row_id", "field", "position", "piece", "line", "start", "end"]
    for table, row_id, field, position, *run in tables["spans"][columns].itertuples(index=False, name=None):
        spans[Cell(table, row_id, field, int(position))].append((run[0], run[1], run[2], run[3]))
    for cell, runs in spans.items():
        if cell not in values:
            yield f"spans: {cell}: there is no such value"
            continue
        source = _resolve(sorted(runs), lines.get(cell.row_id.split("/")[0], ()))
        if source is None:
            yield f"spans: {cell}: the source file has no such line or column"
        elif _comparable(source) != _comparable(values[cell]):
            yield f"spans: {cell}: the source reads {_shorten(source)}, the table {_shorten(values[cell])}"
    for cell in values:
        if cell not in spans and cell.field in TRACED_COLUMNS[cell.table]:
            yield f"spans: {cell}: the value has no span"


def _list_values(tables: Mapping[str, pd.DataFrame]) -> Iterator[tuple[Cell, str]]:
    for name, (row_id, position) in _ROWS_OF.items():
        frame = tables[name]
        positions = frame[position] if position else pd.Series(0, index=frame.index)
        for field in (*TRACED_COLUMNS[name], *(("number",) if name == "measures" else ())):
            for row, place, value in zip(frame[row_id], positions, frame[field], strict=True):
                if pd.notna(value):
                    yield Cell(name, row, field, int(place)), value


def _resolve(runs: Sequence[tuple[int, int, int, int]], lines: Sequence[str]) -> str | None:
    pieces = []
    for _, line, start, end in runs:
        if not (1 <= line <= len(lines) and 0 <= start < end <= len(lines[line - 1])):
            return None
        pieces.append(lines[line - 1][start:end])
    return "".join(pieces)


def _comparable(text: str) -> str:
    return unicodedata.normalize("NFC", "".join(text.split()).translate(_REPAIRED))


def _shorten(text: str) -> str:
    bare = "".join(text.split())
    return repr(bare if len(bare) <= 30 else f"{bare[:15]}…{bare[-14:]}")
