"""Fiscal tables: items under fiscal years, with totals that prove the reading."""

from __future__ import annotations

import re
from collections.abc import Sequence

from kyodo_analysis.reading.records import AMBIGUOUS, READ, FiscalAmount, Problem
from kyodo_analysis.reading.table_columns import years_of
from kyodo_analysis.reading.table_rows import Table, plain_cell
from kyodo_analysis.text.traced import Traced
from kyodo_analysis.values.amounts import parse_amount

_SIDES = {"歳入": "revenue", "収入": "revenue", "歳出": "expenditure", "支出": "expenditure"}
_NUMBER = re.compile(r"[▲△\-－+]?\s*[0-9０-９][0-9０-９,，.．]*")
_PART = "うち"
_TOTAL = "合計"


def is_fiscal_table(table: Table) -> bool:
    """Whether a table has at least two fiscal years as columns and names 歳入 or 歳出."""
    words = {plain_cell(cell).text for row in table.rows for cell in row.cells[:2]}
    return bool(words & set(_SIDES)) and len(_year_headings(table)) >= 2


def _year_headings(table: Table) -> list[tuple[int, Traced]]:
    years = next((years for row in table.rows if len(years := years_of(row)) >= 2), {})
    return [(year, heading) for year, (heading, _) in years.items()]


def read_fiscal_table(table: Table) -> tuple[tuple[FiscalAmount, ...], tuple[Traced, ...], tuple[Problem, ...]]:
    """The cells of a fiscal table in printed order, its headings, and numbers that are none.

    Merged label cells shift a row's numbers sideways, so a row's numbers are counted, not looked up by column: with as
    many numbers as years they belong to the years in order; with fewer, the row is ambiguous.
    """
    years = _year_headings(table)
    furniture = [heading for _, heading in years]
    found: list[FiscalAmount] = []
    problems: list[Problem] = []
    group, parent = "balance", None
    for row in table.rows:
        cells = [plain for cell in row.cells if (plain := plain_cell(cell))]
        numbers = [cell for cell in cells if _NUMBER.fullmatch(cell.text)]
        labels = [cell for cell in cells if not _NUMBER.fullmatch(cell.text)]
        if not numbers or not labels:
            continue
        item = labels[-1]
        if labels[0].text in _SIDES and len(labels) > 1:
            group = _SIDES[labels[0].text]
            furniture.append(labels[0])
        elif plain_cell(row.cells[0]):
            group = "balance"  # a label of its own at the left edge stands below both sides
        side = next((side for word, side in _SIDES.items() if item.text.startswith(word)), group)
        is_part = item.text.startswith(_PART)
        status = READ if len(numbers) == len(years) else AMBIGUOUS
        for (year, _), number in zip(years, numbers, strict=False):
            amount = None
            try:
                amount = parse_amount(number.text).value
            except ValueError as error:
                problems.append(Problem("finance", number, str(error)))
            found.append(FiscalAmount(side, item, parent if is_part else None, year, amount, number, status))
        if not is_part:
            parent = item
    return tuple(found), tuple(furniture), tuple(problems)


def printed_total_gaps(cells: Sequence[FiscalAmount]) -> dict[tuple[str, int], float]:
    """For every side and year: printed total (合計) minus the sum of its items, parts (うち) left out.

    In the table's unit. Rounded items may miss a rounded total by half a unit each.
    """
    totals: dict[tuple[str, int], float] = {}
    sums: dict[tuple[str, int], float] = {}
    for cell in cells:
        key = (cell.side, cell.fiscal_year)
        if cell.amount is None or cell.parent is not None:
            continue
        if _TOTAL in cell.item.text:
            totals[key] = cell.amount
        else:
            sums[key] = sums.get(key, 0.0) + cell.amount
    return {key: total - sums.get(key, 0.0) for key, total in sorted(totals.items())}
