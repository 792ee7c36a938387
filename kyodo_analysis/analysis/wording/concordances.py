"""Concordances for notebooks and pages: the hits of a pattern as Markdown, with the measure and line of each."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from kyodo_analysis.analysis.showing.markdown import compose_markdown
from kyodo_analysis.words.concordance import find_concordance

ROWS = 20


def show_concordance(
    tables: Mapping[str, pd.DataFrame], pattern: str, *, passages: bool = False, rows: int = ROWS, **options: Any
) -> str:
    """The first hits of a pattern as a table, below a sentence that says how many there are in how many measures.

    Args:
        tables: tokens, spans and passages by name. pattern: see `words.token_patterns`. passages: whether the text
            around the measures is searched too. rows: how many hits are shown. options: those of
            `words.concordance.find_concordance`, which gives all hits as a table.

    Raises:
        InputError: for a broken pattern, an unknown plan, by or sort.
    """
    searched = tables["passages"] if passages else None
    hits = find_concordance(tables["tokens"], tables["spans"], pattern, passages=searched, **options)
    said = state_concordance(hits, pattern)
    if hits.empty:
        return f"{said}."
    shown = hits.head(rows)
    cut = f"{said}; the first {rows} are shown" if len(hits) > rows else said
    return compose_markdown(cut, name_places(shown)[["left", "keyword", "right", "place", "lines"]])


def state_concordance(hits: pd.DataFrame, pattern: str) -> str:
    """How often a pattern comes, in how many measures and plans.

    Args:
        hits: what `words.concordance.find_concordance` gives.
    """
    count, measures, plans = len(hits), hits["measure_id"].nunique(), hits["plan_id"].nunique()
    if not count:
        return f"{pattern}: 0 hits"
    around = int(hits["measure_id"].isna().sum())
    beside = f", {around} outside measures" if around else ""
    return (
        f"{pattern}: {count} hit{'s' * (count != 1)} in {measures} measure{'s' * (measures != 1)} "
        f"of {plans} plan{'s' * (plans != 1)}{beside}"
    )


def name_places(hits: pd.DataFrame) -> pd.DataFrame:
    """The hits with the columns place (the measure and its field, or the plan and the passage) and lines (as text)."""
    passage = hits["plan_id"] + " " + hits["passage_id"]
    first, last = (hits[name].astype("str") for name in ("line", "last_line"))
    return hits.assign(
        place=passage.where(hits["measure_id"].isna(), hits["measure_id"] + " " + hits["field"]),
        lines=first.where(first.eq(last), first + "–" + last).where(hits["line"].notna()),
    )
