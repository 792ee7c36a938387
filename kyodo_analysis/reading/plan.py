"""Reading a whole plan: its measures by the layout that fits, its annexes, its outline, and what nothing claims."""

from __future__ import annotations

from collections.abc import Sequence

from kyodo_analysis.reading.choose import choose_layout
from kyodo_analysis.reading.claims import claim_places, leave_unclaimed
from kyodo_analysis.reading.finance import is_fiscal_table, read_fiscal_table
from kyodo_analysis.reading.history import read_history
from kyodo_analysis.reading.indicators import read_indicators
from kyodo_analysis.reading.organisations import is_count_table, read_count_table
from kyodo_analysis.reading.outline import OutlineReader
from kyodo_analysis.reading.records import (
    FiscalAmount,
    Indicator,
    Measure,
    OrganisationCount,
    Passage,
    Problem,
    Reading,
    Unclaimed,
)
from kyodo_analysis.reading.table_rows import find_tables
from kyodo_analysis.text.document import RepairedText
from kyodo_analysis.text.repair import emphasis_of
from kyodo_analysis.text.traced import Traced


def read_plan(text: RepairedText, layout: str = "auto") -> Reading:
    """All records of a plan. Raises ValueError for an unknown layout name; a text without measures has none."""
    chosen = choose_layout(text, layout)
    measures = chosen.read(text) if chosen else ()
    indicators, indicator_labels = read_indicators(text.lines)
    history, history_labels, history_problems = read_history(text.lines)
    finance, organisations, table_labels, table_problems = _read_tables(text.lines)
    levels = _claim_levels(measures, indicators, chosen is not None and chosen.name == "prose")
    claimed = claim_places(
        [measures, indicators, indicator_labels, history, history_labels, finance, organisations, table_labels]
    )
    outline = OutlineReader(text.lines, leave_unclaimed(text.lines, claimed - levels), levels, emphasis_of(text)).read()
    notes = [Passage("footnote", note.text) for note in text.footnotes]
    furniture = [Unclaimed("furniture", piece.text, piece.kind.replace("_", " ")) for piece in text.furniture]
    return Reading(
        layout=chosen.name if chosen else "none",
        measures=measures,
        headings=tuple(outline.headings),
        passages=tuple(sorted([*outline.passages, *notes], key=lambda passage: _place(passage.text))),
        indicators=indicators,
        history=history,
        finance=finance,
        organisations=organisations,
        unclaimed=tuple(sorted([*outline.unclaimed, *furniture], key=lambda piece: _place(piece.text))),
        problems=(*history_problems, *table_problems),
    )


def _claim_levels(measures: Sequence[Measure], indicators: Sequence[Indicator], is_prose: bool) -> set[int]:
    """The places of the headings that records use as their levels; the outline shows them as headings.

    In prose the title of a measure is such a heading, elsewhere it is a value of its own.
    """
    titles = [measure.title for measure in measures] if is_prose else []
    levels = [(measure.policy, measure.program) for measure in measures]
    return claim_places([titles, levels, [indicator.policy for indicator in indicators]])


def _read_tables(
    lines: Sequence[Traced],
) -> tuple[tuple[FiscalAmount, ...], tuple[OrganisationCount, ...], tuple[Traced, ...], tuple[Problem, ...]]:
    finance: list[FiscalAmount] = []
    organisations: list[OrganisationCount] = []
    labels: list[Traced] = []
    problems: list[Problem] = []
    for table in find_tables(lines):
        if is_fiscal_table(table):
            cells, headings, bad = read_fiscal_table(table)
            finance += cells
        elif is_count_table(table):
            counts, headings, bad = read_count_table(table, lines)
            organisations += counts
        else:
            continue
        labels += headings
        problems += bad
    return tuple(finance), tuple(organisations), tuple(labels), tuple(problems)


def _place(text: Traced) -> int:
    """Where a text begins in the source; -1 when it stands nowhere."""
    return next((place for place in text.places if place >= 0), -1)
