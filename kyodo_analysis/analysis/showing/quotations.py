"""The way back from a number to the words of the plans: measures quoted with the lines on which they stand."""

from __future__ import annotations

from collections.abc import Iterable

import pandas as pd

_AROUND = 24


def quote_measures(
    measures: pd.DataFrame,
    measure_ids: Iterable[str],
    around: str | None = None,
    field: str = "content",
    characters: int = 60,
) -> pd.DataFrame:
    """Measures in the order given, each with a piece of its text; `kyodo trace MEASURE_ID` shows all of it.

    Args:
        measures: measure_id, title, first_line, last_line and the field. around: a string that the piece is to show, if
            the field has it; else the piece is its beginning. characters: length of the piece.

    Returns:
        measure_id, title, quotation (with … where it was cut; missing where the measure has no such text), lines (of
        the source file, first–last).

    Raises:
        KeyError: for a measure that is not among the measures.
    """
    wanted = list(dict.fromkeys(measure_ids))
    rows = measures.set_index("measure_id").loc[wanted].reset_index()
    quotations = [_cut(text, around, characters) for text in rows[field]]
    lines = [
        str(first) if first == last else f"{first}–{last}"
        for first, last in zip(rows["first_line"], rows["last_line"], strict=True)
    ]
    return rows[["measure_id", "title"]].assign(quotation=pd.Series(quotations, dtype="str"), lines=lines)


def _cut(text: object, around: str | None, characters: int) -> str | None:
    """A piece of a text, with … where it goes on.

    >>> _cut("市民活動の拠点について検討します。", "拠点", 6)
    '…活動の拠点に…'
    """
    if not isinstance(text, str):
        return None
    plain = " ".join(text.split())
    place = plain.find(around) if around else -1
    before = min(_AROUND, max(0, characters - len(around or "")) // 4 * 3)
    start = max(0, place - before) if place >= 0 else 0
    piece = plain[start : start + characters]
    return ("…" if start else "") + piece + ("…" if start + characters < len(plain) else "")
