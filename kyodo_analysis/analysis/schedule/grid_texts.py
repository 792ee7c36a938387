"""How the marks of a grid are to be taken: the words used for them, blanks that are inferred, starts held to words."""

from __future__ import annotations

import re

import pandas as pd

from kyodo_analysis.analysis.schedule.schedules import RUNNING
from kyodo_analysis.analysis.showing.labels import list_rows
from kyodo_analysis.values.schedule_marks import parse_mark

_CONSIDER = "consider"
_JOINS = re.compile("[・、,/]|及び|→|～")
_WEAKER = ("consider", "prepare", "partly")


def state_terms(table: pd.DataFrame) -> str:
    """Of the analysis schedule-index: what implemented and active mean, and how many rows of a grid are reprints."""
    rows = table.dropna(subset=["measure_id"]).drop_duplicates("measure_id")
    bases = [
        f"The grid of {plan} has {len(own)} rows, {int(own['reprint'].sum())} of them reprints (再掲): what is counted "
        f"as printed stands on {len(own)}, courses, intervals and tests stand on {int((~own['reprint']).sum())}"
        for plan, own in rows.astype({"reprint": "bool"}).groupby("plan_en", sort=False)
    ]
    if not bases:
        return ""
    said = (
        "*Implemented* is a year with 実施 or with an arrow (→) that carries it on; *active* is any state, considering"
    )
    return ". ".join([f"{said} (検討) included", *bases])


def state_inferred(table: pd.DataFrame) -> str:
    """Of the analysis schedule-index: how many blank years are inferred, and of which measures."""
    cells = table.dropna(subset=["measure_id"])
    found = cells[cells["inferred"].astype("boolean").fillna(False)]
    if found.empty:
        return "No blank year of a grid is inferred"
    named = ", ".join(f"`{row.measure_id}` FY{row.fiscal_year}" for row in list_rows(found))
    count = "1 blank year is" if len(found) == 1 else f"{len(found)} blank years are"
    return (
        f"{count} inferred: the marks of that year stand apart from their rows in the text, fewer on the page than "
        f"rows that lack one, and were given to the rows that go on ({named})"
    )


def weigh_starts(states: pd.DataFrame, elements: pd.DataFrame) -> pd.DataFrame:
    """The measures that are implemented in the grid's first year, and whether mark and contents say no more.

    Args:
        states: what `schedules.list_states` gives, reprints as wanted. elements: measure_id, commitment.

    Returns:
        plan_id, measure_id, printed (the mark of the first year), mixed (it names another state too: 検討・実施),
        only_considers (every element of the contents has the commitment consider; false where there is none).
    """
    begins = states[states["plan_year"].eq(1) & states["state"].isin(RUNNING)]
    considers = elements["commitment"].eq(_CONSIDER).groupby(elements["measure_id"]).all()
    return pd.DataFrame(
        {
            "plan_id": begins["plan_id"],
            "measure_id": begins["measure_id"],
            "printed": begins["printed"],
            "mixed": [_is_mixed(printed) for printed in begins["printed"]],
            "only_considers": begins["measure_id"].isin(considers[considers].index),
        }
    ).reset_index(drop=True)


def state_at_once(table: pd.DataFrame) -> str:
    """Of `weigh_starts` with plan labels: how many starts are weaker in words or mark than implemented at once."""
    parts = []
    for plan, own in table.groupby("plan_en", sort=False):
        vague, mixed = own[own["only_considers"]], own[own["mixed"]]
        parts.append(
            f"of the {len(own)} measures of {plan} that are listed as implemented at once, {len(vague)} only consider "
            f"(検討) in all of their contents{_list_ids(vague)}, and {len(mixed)} have a first mark that names a "
            f"weaker state too{_list_ids(mixed)}"
        )
    said = "; ".join(parts)
    return said[:1].upper() + said[1:] or "No measure is listed as implemented at once"


def _list_ids(rows: pd.DataFrame) -> str:
    return f" ({', '.join(f'`{one}`' for one in rows['measure_id'])})" if len(rows) else ""


def _is_mixed(printed: str) -> bool:
    """Whether a mark that counts as implemented names a weaker state too.

    >>> [_is_mixed(mark) for mark in ("検討・実施", "実施・継続", "実施", "→")]
    [True, False, False, False]
    """
    parts = [part for part in _JOINS.split(printed) if part]
    return len(parts) > 1 and any(_read_part(part) in _WEAKER for part in parts)


def _read_part(part: str) -> str:
    try:
        return parse_mark(part)
    except ValueError:
        return ""
