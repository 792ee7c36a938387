"""Whether an actor, or the way work is shared, goes with a theme or a commitment, whatever the lists of the plans.

Plans print different lists, so nothing here compares plans. The null deals out the themes among the measures of each
plan, and the test is exact (see `exact_shuffles`).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from kyodo_analysis.analysis.showing.labels import join_ids
from kyodo_analysis.analysis.statistics.exact_shuffles import deal_within
from kyodo_analysis.analysis.statistics.shares import ALPHA
from kyodo_analysis.analysis.statistics.uncertainty import false_discovery_rate, wilson_interval

LEAST_MEASURES = 5

_COLUMNS = (
    *("plan_id", "group", "kind", "count", "n", "share", "wilson_lower", "wilson_upper", "expected"),
    *("null_lower", "null_upper", "p", "q", "beyond_null", "few", "plans", "measure_ids"),
)


def cross_groups(kinds: pd.DataFrame, groups: pd.DataFrame, plan_ids: pd.Series) -> pd.DataFrame:
    """The share of each kind among the measures of each group, within each plan and in all plans together.

    Args:
        kinds: 0 and 1, a row per measure (measure_id is the index), a column per kind. groups: the same for groups,
            with the same index. plan_ids: of the rows.

    Returns:
        plan_id (missing for all plans together; such rows come first), group, kind, count, n (measures in the group),
        share, wilson_lower, wilson_upper, expected (share if the plans' measures in the group were as all of theirs),
        null_lower, null_upper (middle 95 % with the groups dealt out within each plan), p (two-sided, exact), q (false
        discovery rate; rows of single plans and of all plans are two families), beyond_null (q at most .05: an exact p
        has no Monte Carlo interval), few (n under 5), plans (that are counted, blanks between), measure_ids. A plan
        counts where it has a measure in the group and one of the kind; all plans stand together where two or more do.
        p is missing where n is few, or nothing is left to chance.
    """
    rows: list[dict[str, object]] = []
    are, within, ids = kinds.to_numpy() > 0, groups.to_numpy() > 0, kinds.index.to_numpy()
    plans = {plan_id: (plan_ids == plan_id).to_numpy() for plan_id in plan_ids.unique()}
    for column, group in enumerate(groups.columns):
        for place, kind in enumerate(kinds.columns):
            cells = [_count(name, are[own, place], within[own, column], ids[own]) for name, own in plans.items()]
            cells = [cell for cell in cells if cell.size and cell.having]
            keys = {"group": group, "kind": kind}
            if len(cells) > 1:
                rows.append({"plan_id": None} | keys | _deal(cells))
            rows += [{"plan_id": cell.plan_id} | keys | _deal([cell]) for cell in cells]
    if not rows:
        return pd.DataFrame(columns=list(_COLUMNS))
    table = pd.DataFrame(rows)
    order = {plan_id: place for place, plan_id in enumerate(plans, start=1)}
    table["place"] = table["plan_id"].map(order).fillna(0)
    table = table.sort_values("place", kind="stable", ignore_index=True).astype({"plan_id": "str"})
    few = table["n"] < LEAST_MEASURES
    lower, upper = wilson_interval(table["count"], table["n"])
    table["p"] = table["p"].mask(few)
    q = table.groupby(table["place"] > 0)["p"].transform(false_discovery_rate)
    return table.assign(
        share=table["count"] / table["n"], wilson_lower=lower, wilson_upper=upper, few=few, q=q, beyond_null=q <= ALPHA
    )[list(_COLUMNS)]


@dataclass(frozen=True, slots=True)
class _Cell:
    """One plan: its measures, those of the kind, those of the group, and which are both."""

    plan_id: str
    measures: int
    having: int
    size: int
    ids: tuple[str, ...]


def _count(
    plan_id: str, having: npt.NDArray[np.bool_], members: npt.NDArray[np.bool_], ids: npt.NDArray[np.str_]
) -> _Cell:
    return _Cell(plan_id, len(ids), int(having.sum()), int(members.sum()), tuple(ids[having & members]))


def _deal(cells: Sequence[_Cell]) -> dict[str, object]:
    """What is counted, and what chance gives where every plan deals out its own measures.

    >>> row = _deal([_Cell("p", measures=4, having=2, size=2, ids=("p/1", "p/2"))])
    >>> row["expected"], round(float(row["p"]), 6)
    (0.5, 0.333333)
    """
    count, n = sum(len(cell.ids) for cell in cells), sum(cell.size for cell in cells)
    null = deal_within(
        count, [cell.having for cell in cells], [cell.size for cell in cells], [cell.measures for cell in cells]
    )
    return {
        "count": count,
        "n": n,
        "expected": null.expected / n,
        "null_lower": null.lower / n,
        "null_upper": null.upper / n,
        "p": null.p if null.least_p < 1 else np.nan,
        "plans": " ".join(cell.plan_id for cell in cells),
        "measure_ids": join_ids(measure_id for cell in cells for measure_id in cell.ids),
    }
