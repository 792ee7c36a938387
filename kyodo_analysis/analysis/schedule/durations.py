"""When measures start and how long they last, as far as a grid of a few years can tell.

A grid is cut off at both ends: what stands in its first year may have begun before, what stands in its last year may go
on (left- and right-censored, Klein, J. P. & Moeschberger, M. L. (2003), Survival Analysis, 2nd ed., New York: Springer,
pp. 63-78). Such a duration is a lower bound and is marked as one. Where next to all measures are cut off, a
survival curve would only restate the grid's length, so none is drawn.
"""

from __future__ import annotations

import pandas as pd

ACTIVE = ("consider", "prepare", "partly", "implement", "continue")
"""The states in which something is done about a measure; nothing printed and pause are none."""


def measure_durations(states: pd.DataFrame) -> pd.DataFrame:
    """From which to which year the grid lists each measure as active.

    Args:
        states: what `schedules.list_states` gives.

    Returns:
        One row per measure: plan_id, measure_id, start_year, last_year (the first and the last year in an active
        state), duration (years from the one to the other, both included), active_years (of them in an active state),
        open_start (active in the grid's first year, so it may have begun before), open_end (active in the grid's last
        year, so it may go on), measure_ids (the measure itself). Years are missing where no state is active.
    """
    of_plan = states.groupby("plan_id")["fiscal_year"]
    ends = pd.DataFrame({"grid_first": of_plan.min(), "grid_last": of_plan.max()})
    active = states[states["state"].isin(ACTIVE)].groupby("measure_id")["fiscal_year"]
    years = pd.DataFrame({"start_year": active.min(), "last_year": active.max(), "active_years": active.nunique()})
    table = states[["plan_id", "measure_id"]].drop_duplicates("measure_id")
    table = table.merge(years, on="measure_id", how="left", validate="one_to_one")
    table = table.merge(ends, on="plan_id", how="left", validate="many_to_one")
    table = table.astype(dict.fromkeys(["start_year", "last_year", "active_years"], "Int64"))
    table = table.assign(
        duration=table["last_year"] - table["start_year"] + 1,
        active_years=table["active_years"].fillna(0),
        open_start=table["start_year"].eq(table["grid_first"]).fillna(False).astype("bool"),
        open_end=table["last_year"].eq(table["grid_last"]).fillna(False).astype("bool"),
        measure_ids=table["measure_id"],
    )
    return table[list(_COLUMNS)].reset_index(drop=True)


_COLUMNS = (
    *("plan_id", "measure_id", "start_year", "last_year", "duration", "active_years"),
    *("open_start", "open_end", "measure_ids"),
)
