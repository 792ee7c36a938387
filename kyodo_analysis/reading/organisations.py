"""Counts of organisations (自治会 203団体, NPO法人 32団体), with the sources printed under the table."""

from __future__ import annotations

import re
from collections.abc import Sequence

from kyodo_analysis.reading.records import OrganisationCount, Problem
from kyodo_analysis.reading.table_rows import Table, plain_cell
from kyodo_analysis.text.traced import Traced
from kyodo_analysis.values.amounts import parse_amount

_HEADING = re.compile("(?:団体|組織|法人|登録|加入|設置)?(?:団体)?数")
_SOURCE = re.compile(r"(?:資料|出典|出所)\s*[：:]\s*")
_REACH = 14
"""How many lines under a table its sources may stand."""


def is_count_table(table: Table) -> bool:
    """Whether a table's heading row has a count column (団体数)."""
    return any(_HEADING.fullmatch(plain_cell(cell).text) for cell in table.rows[0].cells)


def read_count_table(
    table: Table, lines: Sequence[Traced]
) -> tuple[tuple[OrganisationCount, ...], tuple[Traced, ...], tuple[Problem, ...]]:
    """The counts of a table, its headings, and counts that are no number.

    Sources are taken when there is one per row, in the same order.
    """
    after = table.rows[-1].index + 1
    printed_sources = [
        (bare, mark) for line in lines[after : after + _REACH] if (mark := _SOURCE.match((bare := line.strip()).text))
    ]
    pairs = [(plain_cell(row.cells[0]), plain_cell(row.cells[1])) for row in table.rows[1:] if len(row.cells) > 1]
    body = [(item, printed) for item, printed in pairs if item and printed]
    sources: list[Traced | None] = [None] * len(body)
    furniture = [heading for cell in table.rows[0].cells if (heading := plain_cell(cell))]
    if len(printed_sources) == len(body):
        sources = [bare[mark.end() :] for bare, mark in printed_sources]
        furniture += [bare[: mark.end()] for bare, mark in printed_sources]
    counts: list[OrganisationCount] = []
    problems: list[Problem] = []
    for (item, printed), source in zip(body, sources, strict=True):
        try:
            value = parse_amount(printed.text).value
        except ValueError as error:
            problems.append(Problem("organisations", printed, str(error)))
            continue
        if value is not None:
            counts.append(OrganisationCount(item, int(value), printed, source))
    return tuple(counts), tuple(furniture), tuple(problems)
