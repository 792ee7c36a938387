"""From the records of a plan to its tables."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import pandas as pd

from kyodo_analysis.reading.records import Reading
from kyodo_analysis.source.corpus import SourceText
from kyodo_analysis.source.manifest import PlanSource
from kyodo_analysis.tables.annex_rows import add_annexes, add_indicators, add_outline, add_repairs
from kyodo_analysis.tables.cells import count_characters
from kyodo_analysis.tables.declarations import Table
from kyodo_analysis.tables.measure_rows import add_measures
from kyodo_analysis.tables.plan_rows import PlanRows, Row
from kyodo_analysis.tables.schema import TABLES, arrange, empty
from kyodo_analysis.text.document import RepairedText

WORD_TABLES = ("measure_themes", "measure_completion", "code_evidence", "tokens")


def tables_of_plan(
    source: PlanSource, source_text: SourceText, repaired: RepairedText, reading: Reading
) -> dict[str, pd.DataFrame]:
    """All tables of one plan but those of words (WORD_TABLES); elements.commitment is empty.

    A printed value that cannot be parsed becomes a row of `problems`, its parsed column empty.

    Raises:
        ValueError: when a record contradicts the schema.
    """
    rows = PlanRows(source.plan_id, source_text.lines, source.era)
    _add_plan(rows, source, source_text, repaired, reading)
    add_outline(rows, reading.headings, reading.passages)
    add_measures(rows, reading.measures)
    add_indicators(rows, reading.indicators)
    add_annexes(rows, reading)
    add_repairs(rows, repaired)
    return {name: _frame(table, rows.rows[name]) for name, table in TABLES.items() if name not in WORD_TABLES}


def gather_tables(parts: Iterable[Mapping[str, pd.DataFrame]]) -> dict[str, pd.DataFrame]:
    """The tables of several plans as one set, every table in the schema's order; the order of the parts is immaterial.

    Tables that no part holds are left out.
    """
    collected: dict[str, list[pd.DataFrame]] = {}
    for part in parts:
        for name, frame in part.items():
            collected.setdefault(name, []).append(frame)
    gathered = {}
    for name, table in TABLES.items():
        if name in collected:
            filled = [frame for frame in collected[name] if len(frame)]
            gathered[name] = arrange(table, pd.concat(filled)) if filled else empty(table)
    return gathered


def _add_plan(
    rows: PlanRows, source: PlanSource, source_text: SourceText, repaired: RepairedText, reading: Reading
) -> None:
    rows.add(
        "plans",
        plan_id=source.plan_id,
        municipality_code=source.municipality_code,
        municipality=source.municipality,
        municipality_inferred=source.municipality_inferred,
        prefecture=source.prefecture,
        title=source.title,
        title_en=source.title_en,
        first_fiscal_year=source.first_fiscal_year,
        last_fiscal_year=source.last_fiscal_year,
        state=source.state,
        layout=reading.layout,
        source_file=source.file,
        source_sha256=source_text.sha256,
        encoding=source_text.encoding,
        raw_chars=count_characters(source_text.text),
        repaired_chars=sum(count_characters(line.text) for line in repaired.lines),
        note="; ".join(filter(None, (source.note, *source_text.notes))) or None,
    )


def _frame(table: Table, rows: list[Row]) -> pd.DataFrame:
    return arrange(table, pd.DataFrame(rows, columns=list(table.names))) if rows else empty(table)
