"""What a reader finds in a plan. Every printed value is traced text; None means that the plan has no such value."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass

from kyodo_analysis.text.traced import Traced

READ, SILENT, UNREADABLE, AMBIGUOUS = "read", "silent", "unreadable", "ambiguous"


@dataclass(frozen=True, slots=True)
class FieldNote:
    """Why a field of a measure is not simply read. `alternatives` are the values that the text allows, as printed.

    `printed` is the text that could not be taken; it makes the note a problem, too.
    """

    field: str
    status: str
    reason: str
    alternatives: tuple[str, ...] = ()
    margin: float | None = None
    printed: Traced | None = dataclasses.field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class YearCell:
    """One year column of a measure: its printed heading, the fiscal year, and the mark (None when empty)."""

    heading: Traced
    fiscal_year: int
    mark: Traced | None


@dataclass(frozen=True, slots=True)
class Measure:
    """One measure (施策・推進項目・項目) as printed. `number` is put together from the printed numbers."""

    number: str
    title: Traced
    policy: Traced | None = None
    program: Traced | None = None
    printed_number: Traced | None = None
    status: Traced | None = None
    reprint: bool = False
    lead: Traced | None = None
    actors: tuple[Traced, ...] = ()
    departments: tuple[Traced, ...] = ()  # names, or whole cells with marks and bureaus (see split_entries)
    purpose: Traced | None = None
    content: tuple[Traced, ...] = ()
    completion: Traced | None = None
    schedule: tuple[YearCell, ...] = ()
    notes: tuple[FieldNote, ...] = ()
    furniture: tuple[Traced, ...] = ()  # labels, list marks and rules that belong to the measure but are no value


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading: level 1 is the highest; `number` is the printed number, empty when there is none."""

    level: int
    number: str
    title: Traced


@dataclass(frozen=True, slots=True)
class Passage:
    """A paragraph, bullet, cell, caption, footnote, box, toc or roster line outside the measures."""

    kind: str
    text: Traced


@dataclass(frozen=True, slots=True)
class Indicator:
    """An indicator (KGI or KPI) with one of its targets; printed values as they stand."""

    number: str
    kind: str
    policy: Traced | None
    name: Traced
    baseline_year: Traced | None
    baseline: Traced | None
    target_year: Traced | None
    target: Traced | None
    trend: Traced | None


@dataclass(frozen=True, slots=True)
class Event:
    """An event of the planning history. Dates are ISO; `end_date` is None for a single day."""

    date: str
    end_date: str | None
    event: Traced


@dataclass(frozen=True, slots=True)
class FiscalAmount:
    """A cell of a fiscal table: side is revenue, expenditure or balance; amounts are in the table's unit."""

    side: str
    item: Traced
    parent: Traced | None
    fiscal_year: int
    amount: float | None
    printed: Traced
    status: str = READ


@dataclass(frozen=True, slots=True)
class OrganisationCount:
    """A count of organisations with the source printed for it."""

    item: Traced
    count: int
    printed: Traced
    source: Traced | None


@dataclass(frozen=True, slots=True)
class Unclaimed:
    """A run of text that no record claims."""

    kind: str
    text: Traced
    reason: str


@dataclass(frozen=True, slots=True)
class Problem:
    """A value that could not be parsed: where it stands and why."""

    table: str
    text: Traced
    reason: str


@dataclass(frozen=True, slots=True)
class Reading:
    """All that was read from one plan."""

    layout: str
    measures: tuple[Measure, ...] = ()
    headings: tuple[Heading, ...] = ()
    passages: tuple[Passage, ...] = ()
    indicators: tuple[Indicator, ...] = ()
    history: tuple[Event, ...] = ()
    finance: tuple[FiscalAmount, ...] = ()
    organisations: tuple[OrganisationCount, ...] = ()
    unclaimed: tuple[Unclaimed, ...] = ()
    problems: tuple[Problem, ...] = ()
