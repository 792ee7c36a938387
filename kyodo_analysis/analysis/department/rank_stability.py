"""Whether the order of departments by their loads would hold if one measure had not been written."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pandas as pd

from kyodo_analysis.analysis.department.workload import COUNTINGS, count_namings, select_namings
from kyodo_analysis.analysis.showing.labels import join_ids
from kyodo_analysis.analysis.statistics.uncertainty import Numbers

_COLUMNS = (
    *("plan_id", "counting", "department", "function", "function_en", "function_ja", "load", "rank", "tied"),
    *("best", "worst", "held", "joined", "n", "share", "stable", "moving_ids", "measure_ids"),
)


def leave_measures_out(measures: pd.DataFrame, named: pd.DataFrame) -> pd.DataFrame:
    """The rank of each department that is not generic, and what becomes of it when each measure is left out in turn.

    Reprints count once, so that a measure goes with all its copies. Ties share the better rank; a rank that holds in
    every run says that no single measure decides it, not that the order is beyond chance.

    Args: see `workload.load_departments`.

    Returns:
        plan_id, counting (whole, fractional), department, function, function_en, function_ja, load, rank, tied (other
        departments of the same rank), best, worst (rank in any run), held (runs in which the rank is the same and no
        other department comes to share it), joined (runs in which it is the same and one does), n (runs: measures of
        the plan with a department that is not generic), share (held / n), stable (held in all), moving_ids (the
        measures without which the rank is another), measure_ids (that name the department). In the order of the ranks.
    """
    rows = select_namings(measures, named, reprints=False)
    particular = rows[~rows["generic"].astype(bool)]
    labels = particular.drop_duplicates(["plan_id", "name"]).set_index(["plan_id", "name"])
    parts = []
    for plan_id, of_plan in rows.groupby("plan_id", sort=False):
        counts, sizes = count_namings(of_plan)
        own_names = particular.loc[particular["plan_id"] == plan_id, "name"].unique()
        counts = counts[sorted(own_names)]
        having = counts.gt(0).any(axis=1).to_numpy()
        counts, sizes = counts[having], sizes[having]
        if counts.empty:
            continue
        whole, ids = counts.to_numpy(dtype=np.float64), counts.index.to_numpy()
        split = whole / sizes[:, np.newaxis]
        own = labels.loc[plan_id].reindex(counts.columns)
        for counting, values in zip(COUNTINGS, (whole, split), strict=True):
            loads = values.sum(axis=0)
            rank = _rank(loads)
            runs = np.array([_rank(loads - left_out) for left_out in values])
            moved = runs != rank
            joined = ~moved & (_count_ties(runs) > _count_ties(rank[np.newaxis]))
            table = pd.DataFrame(
                {
                    "plan_id": plan_id,
                    "counting": counting,
                    "department": counts.columns,
                    **{name: own[name].to_numpy() for name in ("function", "function_en", "function_ja")},
                    "load": loads,
                    "rank": rank,
                    "tied": _count_ties(rank[np.newaxis])[0],
                    "best": runs.min(axis=0),
                    "worst": runs.max(axis=0),
                    "held": (~moved & ~joined).sum(axis=0),
                    "joined": joined.sum(axis=0),
                    "n": len(ids),
                    "share": (~moved & ~joined).mean(axis=0),
                    "stable": ~(moved | joined).any(axis=0),
                    "moving_ids": [join_ids(ids[moved[:, column]]) for column in range(len(loads))],
                    "measure_ids": [join_ids(ids[values[:, column] > 0]) for column in range(len(loads))],
                }
            )
            parts.append(table.sort_values(["rank", "department"]))
    return pd.concat(parts, ignore_index=True)[list(_COLUMNS)] if parts else pd.DataFrame(columns=list(_COLUMNS))


def _count_ties(ranks: npt.NDArray[np.intp]) -> npt.NDArray[np.intp]:
    """How many others have the rank of each department in each run: (runs, departments).

    >>> _count_ties(np.array([[1, 2, 2]])).tolist()
    [[0, 1, 1]]
    """
    ties: npt.NDArray[np.intp] = (ranks[:, :, np.newaxis] == ranks[:, np.newaxis, :]).sum(axis=2) - 1
    return ties


def _rank(loads: Numbers) -> npt.NDArray[np.intp]:
    """1 for the greatest load; ties share the better rank.

    >>> _rank(np.array([2.0, 5.0, 2.0, 1.0])).tolist()
    [2, 1, 2, 4]
    """
    # Sums of fractions differ in their last digits with the order of adding; that must not break a tie.
    ordered = np.sort(-loads.round(9))
    places: npt.NDArray[np.intp] = np.searchsorted(ordered, -loads.round(9)) + 1
    return places
