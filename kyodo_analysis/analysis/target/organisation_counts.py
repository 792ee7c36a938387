"""The counts of organisations that a plan prints as context."""

from __future__ import annotations

import re

import pandas as pd

from kyodo_analysis.values.width import narrow_ascii

_IN_BRACKETS = re.compile(r"\(\D*([0-9][0-9,]*)\D*\)")


def list_organisations(organisations: pd.DataFrame) -> pd.DataFrame:
    """The counts as printed; a second number in brackets (23団体（25団体）) stands in a column of its own.

    The plan does not say what the number in brackets counts, so neither is corrected by the other.

    Args:
        organisations: plan_id, position, item, count, printed, source, line.

    Returns:
        Same rows in the same order: plan_id, position, item, count, in_brackets (missing without one), printed, source,
        line.
    """
    found = [_IN_BRACKETS.search(narrow_ascii(printed)) for printed in organisations["printed"]]
    other = [None if match is None else int(match.group(1).replace(",", "")) for match in found]
    table = organisations.assign(in_brackets=pd.Series(other, index=organisations.index, dtype="Int64"))
    return table[["plan_id", "position", "item", "count", "in_brackets", "printed", "source", "line"]]
