"""Rows of the tables about what stands in a plan beside its measures."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Sequence

from kyodo_analysis.reading.records import Heading, Indicator, Passage, Reading
from kyodo_analysis.tables.cells import cell, count_characters, tidy, tidy_mark
from kyodo_analysis.tables.plan_rows import PlanRows
from kyodo_analysis.text.document import RepairedText
from kyodo_analysis.text.traced import Traced
from kyodo_analysis.values.amounts import parse_amount
from kyodo_analysis.values.fiscal_years import parse_fiscal_years


def add_outline(rows: PlanRows, headings: Sequence[Heading], passages: Iterable[Passage]) -> None:
    """Add headings and passages, numbered by their places; a passage belongs to the last heading before it."""
    for heading in headings:
        if not heading.title.strip():
            rows.add_problem("sections", heading.title, f"the heading numbered {heading.number!r} has no title")
    titled = sorted((heading for heading in headings if heading.title.strip()), key=lambda found: _place(found.title))
    places = [_place(heading.title) for heading in titled]
    for position, heading in enumerate(titled, start=1):
        rows.add(
            "sections",
            plan_id=rows.plan_id,
            section_id=f"s{position}",
            level=heading.level,
            number=heading.number or None,
            title=tidy(heading.title).text,
            line=heading.title.first_line,
        )
    texts = [(passage.kind, text) for passage in passages if (text := tidy(passage.text))]
    for position, (kind, text) in enumerate(sorted(texts, key=lambda passage: _place(passage[1])), start=1):
        before = bisect_right(places, _place(text))
        rows.add(
            "passages",
            plan_id=rows.plan_id,
            passage_id=f"p{position}",
            section_id=f"s{before}" if before else None,
            kind=kind,
            text=text.text,
            first_line=text.first_line,
            last_line=text.last_line,
        )


def add_indicators(rows: PlanRows, indicators: Iterable[Indicator]) -> None:
    """Add the indicators with their printed and parsed values; targets are numbered in the order of the records."""
    targets: Counter[str] = Counter()
    for record in indicators:
        indicator_id = f"{rows.plan_id}/{record.number}"
        targets[indicator_id] += 1
        printed = {
            "policy": tidy(record.policy) if record.policy else None,
            "name": tidy(record.name),
            "trend": _mark(record.trend),
            "baseline_year_printed": _mark(record.baseline_year),
            "baseline_printed": _mark(record.baseline),
            "target_year_printed": _mark(record.target_year),
            "target_printed": _mark(record.target),
        }
        baseline, baseline_unit = _parse_amount(rows, printed["baseline_printed"])
        target, target_unit = _parse_amount(rows, printed["target_printed"])
        rows.add(
            "indicators",
            plan_id=rows.plan_id,
            indicator_id=indicator_id,
            position=targets[indicator_id],
            kind=record.kind,
            unit=target_unit or baseline_unit,
            baseline_year=_parse_year(rows, printed["baseline_year_printed"]),
            baseline=baseline,
            target_year=_parse_year(rows, printed["target_year_printed"]),
            target=target,
            **{name: cell(value) for name, value in printed.items()},
        )
        for name, value in printed.items():
            rows.add_spans("indicators", indicator_id, name, targets[indicator_id], value)


def add_annexes(rows: PlanRows, reading: Reading) -> None:
    """Add planning history, fiscal tables, counts of organisations, and what is left over."""
    for event in reading.history:
        text = tidy(event.event)
        rows.add_in_order("history", date=event.date, end_date=event.end_date, event=text.text, line=text.first_line)
    for amount in reading.finance:
        rows.add_in_order(
            "finance",
            side=amount.side,
            item=tidy(amount.item).text,
            parent=cell(tidy(amount.parent)) if amount.parent else None,
            fiscal_year=amount.fiscal_year,
            amount=amount.amount,
            status=amount.status,
            printed=cell(tidy_mark(amount.printed)),
            line=amount.item.first_line,
        )
    for count in reading.organisations:
        rows.add_in_order(
            "organisations",
            item=tidy(count.item).text,
            count=count.count,
            printed=tidy(count.printed).text,
            source=cell(tidy(count.source)) if count.source else None,
            line=count.item.first_line,
        )
    for problem in reading.problems:
        rows.add_problem(problem.table, problem.text, problem.reason)
    for left in reading.unclaimed:
        if not (text := tidy(left.text)):
            continue
        rows.add_in_order(
            "unclaimed",
            first_line=text.first_line,
            last_line=text.last_line,
            kind=left.kind,
            reason=left.reason,
            text=text.text,
            characters=count_characters(text.text),
        )


def add_repairs(rows: PlanRows, repaired: RepairedText) -> None:
    """Add the steps of the repair in the order in which they were done to each line."""
    steps: Counter[int] = Counter()
    for step in repaired.steps:
        steps[step.line] += 1
        rows.add(
            "repairs",
            plan_id=rows.plan_id,
            line=step.line,
            step=steps[step.line],
            fixer=step.fixer,
            before=step.before or None,
            after=step.after or None,
        )


def _place(text: Traced) -> int:
    """Where a text begins in the source; -1 when it stands nowhere."""
    return min((place for place in text.places if place >= 0), default=-1)


def _mark(printed: Traced | None) -> Traced | None:
    return tidy_mark(printed) if printed is not None else None


def _parse_amount(rows: PlanRows, printed: Traced | None) -> tuple[float | None, str | None]:
    """Value and unit, both None where a dash says that there is none."""
    amount = rows.parse("indicators", printed, parse_amount)
    return (amount.value, amount.unit or None) if amount else (None, None)


def _parse_year(rows: PlanRows, printed: Traced | None) -> int | None:
    years = rows.parse("indicators", printed, lambda text: parse_fiscal_years(text, era=rows.era).years)
    return years[0] if years else None
