"""The part of a plan in which all its measures stand: a plan of ten years may print those of its first half only."""

from __future__ import annotations

import re

import pandas as pd

_STAGE = re.compile(r"^(?:前期|中期|後期|第[0-9０-９一二三四五六七八九十]+期).*計画$")


def name_stage(sections: pd.DataFrame, measures: pd.DataFrame) -> str:
    """The heading of the part of a period (前期推進計画, 第１期計画) that holds all measures; "" where none does.

    A section reaches to the next one of its level or a higher one.

    Args:
        sections: level, title, line, of one plan. measures: first_line, of the plan.
    """
    if measures.empty:
        return ""
    begins, ends = measures["first_line"].min(), measures["first_line"].max()
    ordered = sections.sort_values("line")
    for level, title, line in ordered[["level", "title", "line"]].itertuples(index=False):
        later = ordered.loc[ordered["line"].gt(line) & ordered["level"].le(level), "line"]
        holds = line <= begins and (later.empty or ends < later.min())
        if holds and _STAGE.match(str(title)):
            return str(title)
    return ""
