"""How the tables of the study of commitments are laid out for people to read."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from kyodo_analysis.analysis.showing.labels import list_rows

_BEYOND = " ◆"


def mark_beyond(cells: Sequence[str | None], beyond: pd.Series) -> pd.Series:
    """The cells, on the index of `beyond`, with a mark behind those that lie beyond chance."""
    marked = [cell + _BEYOND if cell and found else cell for cell, found in zip(cells, beyond, strict=True)]
    return pd.Series(marked, beyond.index, dtype="str")


def show_fractions(table: pd.DataFrame) -> list[str]:
    """count and n of each row in words.

    >>> show_fractions(pd.DataFrame({"count": [3], "n": [7]}))
    ['3 of 7']
    """
    return [f"{row.count_} of {row.n}" for row in list_rows(table)]


def widen(table: pd.DataFrame, across: str, columns: Sequence[str], down: str = "plan_en") -> pd.DataFrame:
    """A row for each value of `down`, a column of cells for each of `across`; missing where there is no such row."""
    wide = table.pivot(index=down, columns=across, values="cell").reindex(columns=list(columns))
    wide = wide.reindex(table[down].unique()).rename_axis(index=down.removesuffix("_en"), columns=None)
    return wide.where(wide.notna(), None).reset_index()
