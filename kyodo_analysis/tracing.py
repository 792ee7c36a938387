"""From a value of the tables back to the characters of the source file, the repairs there, and the alternatives."""

from __future__ import annotations

import difflib
import re
import unicodedata
from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import pandas as pd

from kyodo_analysis.source.corpus import SourceText
from kyodo_analysis.source.errors import InputError
from kyodo_analysis.tables.measure_rows import ALTERNATIVES_SEPARATOR

OPENING, CLOSING = "⟦", "⟧"
"""The marks around the characters of a source line that are the value."""

_REPRINT = "再掲"
_CONTEXT = 30
_LONGEST = 100


@dataclass(frozen=True, slots=True)
class Place:
    """Where the values of a field stand: their table, their column, and whether a measure may have several."""

    table: str
    column: str
    several: bool = False
    beside: str | None = None


MEASURE_PLACES: Mapping[str, Place] = {
    "number": Place("measures", "number"),
    "policy": Place("measures", "policy"),
    "program": Place("measures", "program"),
    "title": Place("measures", "title"),
    "status": Place("measures", "status"),
    "reprint": Place("measures", "reprint"),
    "lead": Place("measures", "lead"),
    "actors": Place("measure_actors", "printed", several=True, beside="actor"),
    "departments": Place("measure_departments", "printed", several=True, beside="department"),
    "purpose": Place("measures", "purpose"),
    "content": Place("elements", "text", several=True, beside="commitment"),
    "completion": Place("measures", "completion"),
    "schedule": Place("measure_schedule", "printed", several=True, beside="phase"),
    "timing": Place("measure_timing", "printed", several=True, beside="kind"),
    "themes": Place("measure_themes", "theme", several=True, beside="evidence"),
}
INDICATOR_PLACES: Mapping[str, Place] = {
    column: Place("indicators", column, several=True, beside=parsed)
    for column, parsed in (
        ("policy", None),
        ("name", None),
        ("trend", None),
        ("baseline_year_printed", "baseline_year"),
        ("baseline_printed", "baseline"),
        ("target_year_printed", "target_year"),
        ("target_printed", "target"),
    )
}
_ORDER_COLUMNS = ("position", "fiscal_year", "rank")


def trace(
    tables: Mapping[str, pd.DataFrame], sources: Mapping[str, SourceText], row_id: str, field: str | None = None
) -> Iterator[str]:
    """Lines that show a measure's or an indicator's values, the source lines behind them, and what was done to these.

    Args:
        tables: all tables by name.
        sources: the plans' source texts by plan_id.
        row_id: a measure_id or indicator_id; full and half width count as the same.
        field: a field of it; by default all.

    Raises:
        InputError: when there is no such measure, indicator or field (with the closest ones), or when the tables were
            made from another version of the source file.
    """
    found, indicator = _find_row(tables, row_id)
    places = INDICATOR_PLACES if indicator else MEASURE_PLACES
    if field is not None:
        places = {field: places[find_closest(field, list(places), "field")]}
    plan_id = found.split("/")[0]
    if plan_id not in sources:
        raise InputError(f"plan {plan_id} of the tables is not in the manifest; name its file with --file")
    key = "indicator_id" if indicator else "measure_id"
    plans = tables["plans"].set_index("plan_id")
    if plans.at[plan_id, "source_sha256"] != sources[plan_id].sha256:
        raise InputError(f"{plan_id} was built from another version of its file; build the tables again")
    yield f"{found} in {plans.at[plan_id, 'source_file']!s}"
    for name, place in places.items():
        yield from _Tracer(tables, sources[plan_id].lines, plan_id, found, key).trace_field(name, place)


@dataclass(frozen=True, slots=True)
class _Tracer:
    tables: Mapping[str, pd.DataFrame]
    lines: Sequence[str]
    plan_id: str
    row_id: str
    key: str

    def trace_field(self, name: str, place: Place) -> Iterator[str]:
        """The values of one field, each with its source lines; then their repairs, and why it is not simply read."""
        touched: set[int] = set()
        frame = self.tables[place.table]
        rows = frame[(frame[self.key] == self.row_id)].to_dict("records")
        rows = [row for row in rows if pd.notna(row[place.column])]
        yield ""
        if not rows:
            yield f"{name}: no value"
        for row in rows:
            order = next((row[column] for column in _ORDER_COLUMNS if column in row), 0) if place.several else 0
            yield f"{name}{f' {order}' if place.several else ''}: {_show_value(row, place)}"
            runs = self._runs_behind(place, row, int(order))
            touched.update(line for line, _, _ in runs)
            yield from self._show_lines(runs)
        yield from self._show_repairs(touched)
        yield from self._show_status(name)

    def _runs_behind(self, place: Place, row: Mapping[Hashable, object], order: int) -> list[tuple[int, int, int]]:
        if place.column == "reprint":
            return [*self._find_reprint_marks(row)] if row["reprint"] else []
        if place.table == "measure_timing":
            element = self._runs("elements", "text", int(str(row["element"])))
            return narrow_runs(element, self.lines, str(row["printed"]))
        return self._runs(place.table, place.column, order)

    def _find_reprint_marks(self, row: Mapping[Hashable, object]) -> Iterator[tuple[int, int, int]]:
        first, last = int(str(row["first_line"])), int(str(row["last_line"]))
        for line, text in enumerate(self.lines[max(first, 1) - 1 : last], start=max(first, 1)):
            for mark in re.finditer(_REPRINT, text):
                yield line, mark.start(), mark.end()

    def _runs(self, table: str, field: str, position: int) -> list[tuple[int, int, int]]:
        spans = self.tables["spans"]
        own = spans[
            (spans["table"] == table)
            & (spans["row_id"] == self.row_id)
            & (spans["field"] == field)
            & (spans["position"] == position)
        ].sort_values("piece")
        return [(int(line), int(start), int(end)) for line, start, end in own[["line", "start", "end"]].to_numpy()]

    def _show_lines(self, runs: Iterable[tuple[int, int, int]]) -> Iterator[str]:
        """Each source line once, at the place where the value first comes to it."""
        by_line: dict[int, list[tuple[int, int]]] = {}
        for line, start, end in runs:
            by_line.setdefault(line, []).append((start, end))
        for line, parts in by_line.items():
            text = self.lines[line - 1] if 1 <= line <= len(self.lines) else ""
            yield f"  line {line}: {mark_characters(text, parts).rstrip()}"

    def _show_repairs(self, touched: set[int]) -> Iterator[str]:
        repairs = self.tables["repairs"]
        own = repairs[(repairs["plan_id"] == self.plan_id) & repairs["line"].isin(sorted(touched))]
        for row in own.to_dict("records"):
            before, after = ("" if pd.isna(row[side]) else str(row[side]) for side in ("before", "after"))
            yield f"  repaired line {row['line']}, {row['fixer']}: {_shorten(before)} → {_shorten(after)}"

    def _show_status(self, name: str) -> Iterator[str]:
        if self.key != "measure_id":
            return
        status = self.tables["field_status"]
        for row in status[(status["measure_id"] == self.row_id) & (status["field"] == name)].to_dict("records"):
            reason = "" if pd.isna(row["reason"]) else f": {row['reason']}"
            if reason or row["status"] != "read":
                yield f"  {row['status']}{reason}"
            if pd.notna(row["alternatives"]):
                for alternative in str(row["alternatives"]).split(ALTERNATIVES_SEPARATOR):
                    yield f"  the text allows: {alternative}"


def mark_characters(line: str, parts: Iterable[tuple[int, int]]) -> str:
    """A source line with marks around the characters [start, end), long stretches without any left out.

    >>> mark_characters("<td>協 働</td>", [(4, 5), (6, 7)])
    '<td>⟦協⟧ ⟦働⟧</td>'
    """
    pieces = []
    reached = 0
    for start, end in sorted(parts):
        pieces.append(_leave_out(line[reached:start], before=reached > 0, after=True))
        pieces.append(f"{OPENING}{line[start:end]}{CLOSING}")
        reached = end
    pieces.append(_leave_out(line[reached:], before=bool(pieces), after=False))
    return "".join(pieces).replace("\t", " ").replace("\r", "").replace("\f", "")


def narrow_runs(runs: Sequence[tuple[int, int, int]], lines: Sequence[str], printed: str) -> list[tuple[int, int, int]]:
    """The part of runs of source characters in which the printed words stand, blanks apart; all of them if nowhere.

    >>> narrow_runs([(1, 0, 4), (2, 1, 5)], ["平成20", "　年度から"], "20 年度")
    [(1, 2, 4), (2, 1, 3)]
    """
    places = [
        (line, column)
        for line, start, end in runs
        for column in range(start, end)
        if 1 <= line <= len(lines) and lines[line - 1][column : column + 1].strip()
    ]
    wanted = "".join(printed.split())
    at = "".join(lines[line - 1][column] for line, column in places).find(wanted)
    if at < 0 or not wanted:
        return list(runs)
    narrowed: list[tuple[int, int, int]] = []
    for line, column in places[at : at + len(wanted)]:
        if narrowed and narrowed[-1][0] == line and narrowed[-1][2] == column:
            narrowed[-1] = (line, narrowed[-1][1], column + 1)
        else:
            narrowed.append((line, column, column + 1))
    return narrowed


def _find_row(tables: Mapping[str, pd.DataFrame], row_id: str) -> tuple[str, bool]:
    """The measure_id or indicator_id that is meant, and whether it is an indicator."""
    indicators = [str(value) for value in tables["indicators"]["indicator_id"].unique()]
    measures = [str(value) for value in tables["measures"]["measure_id"]]
    plans = [str(value) for value in tables["plans"]["plan_id"]]
    plan_id = row_id.split("/")[0]
    if plan_id not in plans:
        find_closest(plan_id, plans, "plan")
    found = find_closest(
        row_id, [name for name in (*measures, *indicators) if name.startswith(f"{plan_id}/")], "measure"
    )
    return found, found not in measures


def find_closest(name: str, names: Sequence[str], kind: str) -> str:
    """The name itself, or the one that differs in width alone.

    Raises:
        InputError: when there is none; the message suggests the closest ones. `kind` says what the names are of.
    """
    if name in names:
        return name
    plain = {_plain(other): other for other in names}
    if _plain(name) in plain:
        return plain[_plain(name)]
    close = [plain[match] for match in difflib.get_close_matches(_plain(name), list(plain), n=3, cutoff=0.5)]
    remedy = f"did you mean {' or '.join(close)}?" if close else f"choose from {', '.join(names[:20])}"
    raise InputError(f"there is no {kind} {name!r}; {remedy}")


def _plain(name: str) -> str:
    return "".join(unicodedata.normalize("NFKC", name).casefold().split())


def _show_value(row: Mapping[Hashable, object], place: Place) -> str:
    value = row[place.column]
    shown = str(value).lower() if isinstance(value, bool) else str(value)
    beside = row.get(place.beside) if place.beside else None
    return f"{shown} ({place.beside}: {beside})" if beside is not None and pd.notna(beside) else shown  # type: ignore[call-overload]


def _leave_out(text: str, before: bool, after: bool) -> str:
    """The text between marks with its middle, or its outer part, left out where it is long."""
    head = text[:_CONTEXT] if before else ""
    tail = text[-_CONTEXT:] if after else ""
    return text if len(text) <= len(head) + len(tail) + 1 else f"{head}…{tail}"


def _shorten(text: str) -> str:
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST // 2]}…{text[-_LONGEST // 2 :]}"
