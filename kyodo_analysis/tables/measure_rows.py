"""Rows of the tables about measures, from the records of a reader."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace

from kyodo_analysis.reading.records import READ, SILENT, FieldNote, Measure, YearCell
from kyodo_analysis.tables.cells import cell, tidy, tidy_mark
from kyodo_analysis.tables.declarations import READ_STATUSES
from kyodo_analysis.tables.measure_tables import MEASURE_FIELDS
from kyodo_analysis.tables.plan_rows import PlanRows
from kyodo_analysis.text.traced import Traced
from kyodo_analysis.values.actors import parse_actor
from kyodo_analysis.values.departments import Department, split_departments, split_spans
from kyodo_analysis.values.schedule_marks import resolve_phases
from kyodo_analysis.values.timing import find_timings

ALTERNATIVES_SEPARATOR = " | "
_SENTENCES = ("policy", "program", "title", "purpose", "completion")
_MARKS = ("status", "lead")
# The statuses from the one that says most about a loss to the one that says least.
_GRAVITY = ("unreadable", "ambiguous", "silent", "read")


def add_measures(rows: PlanRows, measures: Iterable[Measure]) -> None:
    """Add everything that the records of a plan's measures say.

    A number that a plan prints for two measures is told apart by ' (2)' and becomes a problem, since a measure's id
    must be its own.

    Raises:
        ValueError: when a note of a measure names a field or status that there is not.
    """
    seen: Counter[str] = Counter()
    for measure in measures:
        seen[measure.number] += 1
        if seen[measure.number] > 1:
            printed = measure.printed_number or measure.title
            rows.add_problem("measures", printed, f"number {measure.number} is printed for several measures")
            measure = replace(measure, number=f"{measure.number} ({seen[measure.number]})")
        _add_measure(rows, measure)


def _add_measure(rows: PlanRows, measure: Measure) -> None:
    measure_id = f"{rows.plan_id}/{measure.number}"
    values = {name: _tidied(getattr(measure, name), tidy) for name in _SENTENCES}
    values |= {name: _tidied(getattr(measure, name), tidy_mark) for name in _MARKS}
    elements = [element for element in map(tidy, measure.content) if element]
    places = [*_texts_of(measure)]
    rows.add(
        "measures",
        measure_id=measure_id,
        plan_id=rows.plan_id,
        number=measure.number,
        reprint=measure.reprint,
        content="\n".join(element.text for element in elements) or None,
        first_line=min((text.first_line for text in places if text.first_line), default=0),
        last_line=max((text.last_line for text in places), default=0),
        **{name: cell(value) for name, value in values.items()},
    )
    for name, value in values.items():
        rows.add_spans("measures", measure_id, name, 0, value)
    rows.add_spans("measures", measure_id, "content", 0, Traced.join(elements))
    if measure.printed_number and measure.printed_number.without_blanks().text == measure.number:
        rows.add_spans("measures", measure_id, "number", 0, measure.printed_number.without_blanks())
    present = {name for name, value in values.items() if value} | ({"content"} if elements else set())
    if _add_elements(rows, measure_id, elements):
        present.add("timing")
    if _add_actors(rows, measure_id, measure.actors):
        present.add("actors")
    if _add_departments(rows, measure_id, measure.departments):
        present.add("departments")
    if _add_schedule(rows, measure_id, measure.schedule):
        present.add("schedule")
    _add_field_status(rows, measure_id, measure.notes, present)


def _tidied(printed: Traced | None, how: Callable[[Traced], Traced]) -> Traced | None:
    return how(printed) if printed is not None else None


def _texts_of(measure: Measure) -> Iterable[Traced]:
    """The texts that belong to the measure itself, not the titles of the levels above it."""
    single = (measure.printed_number, measure.title, measure.status, measure.lead, measure.purpose, measure.completion)
    yield from (text for text in single if text)
    yield from (*measure.actors, *measure.departments, *measure.content, *measure.furniture)
    for year in measure.schedule:
        yield year.heading
        yield from (year.mark,) if year.mark else ()


def _add_elements(rows: PlanRows, measure_id: str, elements: Sequence[Traced]) -> bool:
    """Add the elements and the timing expressions in them; whether there was any timing."""
    count = 0
    for position, element in enumerate(elements, start=1):
        rows.add("elements", measure_id=measure_id, position=position, text=element.text, commitment=None)
        rows.add_spans("elements", measure_id, "text", position, element)
        for timing in rows.parse("measure_timing", element, lambda text: find_timings(text, rows.era)) or ():
            count += 1
            rows.add(
                "measure_timing",
                measure_id=measure_id,
                position=count,
                element=position,
                printed=timing.printed,
                first_fiscal_year=timing.first_fiscal_year,
                last_fiscal_year=timing.last_fiscal_year,
                kind=timing.kind,
                times=timing.times,
                every_years=timing.every_years,
            )
            if timing.reason:
                rows.add_problem("measure_timing", element[timing.start : timing.end], timing.reason)
    return count > 0


def _add_actors(rows: PlanRows, measure_id: str, actors: Iterable[Traced]) -> bool:
    position = 0
    for position, printed in enumerate(filter(None, map(tidy_mark, actors)), start=1):
        actor = rows.parse("measure_actors", printed, parse_actor)
        rows.add("measure_actors", measure_id=measure_id, position=position, printed=printed.text, actor=actor)
        rows.add_spans("measure_actors", measure_id, "printed", position, printed)
    return position > 0


def _add_departments(rows: PlanRows, measure_id: str, departments: Iterable[Traced]) -> bool:
    """Add the departments; a record that still holds several names is cut into them."""
    position = 0
    for position, (name, department) in enumerate(_name_departments(rows, departments), start=1):
        rows.add(
            "measure_departments",
            measure_id=measure_id,
            position=position,
            printed=name.text,
            department=department.name if department else None,
            generic=department.generic if department else False,
            in_charge=department.lead if department else False,
            parent=department.parent if department else None,
        )
        rows.add_spans("measure_departments", measure_id, "printed", position, name)
    return position > 0


def _name_departments(rows: PlanRows, departments: Iterable[Traced]) -> Iterator[tuple[Traced, Department | None]]:
    for printed in departments:
        found = rows.parse("measure_departments", printed, split_departments)
        if found:
            for department, (start, end) in zip(found, split_spans(printed.text), strict=True):
                yield tidy_mark(printed[start:end]), department
        elif whole := tidy_mark(printed):
            yield whole, None


def _add_schedule(rows: PlanRows, measure_id: str, schedule: Sequence[YearCell]) -> bool:
    """Add the year columns; whether any of them holds a mark."""
    cells = sorted(schedule, key=lambda year: year.fiscal_year)
    marks = [_tidied(year.mark, tidy_mark) or None for year in cells]
    phases = _resolve(rows, marks)
    for year, mark, phase in zip(cells, marks, phases, strict=True):
        rows.add(
            "measure_schedule",
            measure_id=measure_id,
            fiscal_year=year.fiscal_year,
            position=year.fiscal_year,
            printed=cell(mark),
            phase=phase,
        )
        rows.add_spans("measure_schedule", measure_id, "printed", year.fiscal_year, mark)
    return any(marks)


def _resolve(rows: PlanRows, marks: Sequence[Traced | None]) -> list[str | None]:
    """The phases of a row of marks. A mark that is unknown becomes a problem; the other marks keep their phases."""
    printed = [mark.text if mark else None for mark in marks]
    unknown: set[int] = set()
    for place, mark in enumerate(marks):
        before = [None if index in unknown else text for index, text in enumerate(printed[: place + 1])]
        try:
            resolve_phases(before)
        except ValueError as error:
            unknown.add(place)
            if mark:
                rows.add_problem("measure_schedule", mark, str(error))
    known = [None if index in unknown else text for index, text in enumerate(printed)]
    return [None if index in unknown else phase or None for index, phase in enumerate(resolve_phases(known))]


def _add_field_status(rows: PlanRows, measure_id: str, notes: Sequence[FieldNote], present: set[str]) -> None:
    for note in notes:
        if note.field not in MEASURE_FIELDS or note.status not in READ_STATUSES:
            raise ValueError(
                f"{measure_id}: a note gives {note.field} the status {note.status}; the schema knows neither"
            )
        if note.printed:
            rows.add_problem(f"measure_{note.field}", note.printed, note.reason)
    for name in MEASURE_FIELDS:
        own = [note for note in notes if note.field == name]
        alternatives = [" ".join(value.split()) for note in own for value in note.alternatives]
        margins = [note.margin for note in own if note.margin is not None]
        rows.add(
            "field_status",
            measure_id=measure_id,
            field=name,
            status=min((note.status for note in own), key=_GRAVITY.index, default=READ if name in present else SILENT),
            reason="; ".join(note.reason for note in own if note.reason) or None,
            alternatives=ALTERNATIVES_SEPARATOR.join(alternatives) or None,
            margin=min(margins, default=None),
        )
