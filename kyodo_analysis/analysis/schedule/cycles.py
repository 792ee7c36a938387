"""What comes back: states that recur after an interruption in a grid, beside the words that say how often (３年に１回).

A period needs two occurrences at least. A grid of a few years shows two of anything that comes every third year and no
more, so a period from the grid alone is a reading, and one that the words confirm is a finding.
"""

from __future__ import annotations

import math
from itertools import pairwise

import pandas as pd

from kyodo_analysis.analysis.schedule.durations import ACTIVE
from kyodo_analysis.analysis.schedule.schedules import RUNNING
from kyodo_analysis.values.frequency import parse_frequency

RECURRENT = "recurrent"
AGREE, DIFFER, EVERY_YEAR, NOT_SHOWN = "agree", "differ", "every year", "not in the grid"
NO_PERIOD, NO_GRID, GRID_ONLY = "no period named", "no grid", "grid only"
VERDICTS = (AGREE, DIFFER, EVERY_YEAR, NOT_SHOWN, NO_PERIOD, NO_GRID, GRID_ONLY)
"""What becomes of grid and words side by side, from the most to the least that can be said."""


def find_recurrences(states: pd.DataFrame) -> pd.DataFrame:
    """The measures of which a state comes back after another one, or after a year in which nothing is printed.

    implement and continue are one state here, since an arrow prolongs what stands before it. The years from the
    beginning of one run of a state to the beginning of its next are counted; the period is given where all of them are
    the same. A run that begins in the grid's first year may have begun before; it is counted as it stands.

    Args:
        states: what `schedules.list_states` gives.

    Returns:
        measure_id, recurring (the states that come back, blanks between), occurrences (runs of the state that comes
        back most often), period (years; missing where the runs do not come at one and the same distance).
    """
    rows = []
    for measure_id, cells in states.groupby("measure_id", sort=False):
        begins: dict[str, list[int]] = {}
        before = ""
        for year, printed in zip(cells["fiscal_year"], cells["state"], strict=True):
            state = RUNNING[0] if printed in RUNNING else printed
            if state != before and state != "none":
                begins.setdefault(state, []).append(int(year))
            before = state
        again = {state: years for state, years in begins.items() if len(years) > 1}
        if again:
            steps = {later - sooner for years in again.values() for sooner, later in pairwise(years)}
            period = steps.pop() if len(steps) == 1 else pd.NA
            most = max(len(years) for years in again.values())
            rows.append((measure_id, " ".join(again), most, period))
    table = pd.DataFrame(rows, columns=["measure_id", "recurring", "occurrences", "period"])
    return table.astype({"measure_id": "str", "recurring": "str", "occurrences": "Int64", "period": "Int64"})


def name_period(printed: str) -> float:
    """The years from one time to the next that a recurrent expression names; NaN where it names none.

    >>> [name_period(words) for words in ("３年に１回", "毎年度", "隔年", "年に２回", "定期的に")]
    [3.0, 1.0, 2.0, 0.5, nan]
    """
    frequency = parse_frequency(printed)
    return math.nan if frequency.every_years is None else frequency.every_years / (frequency.times or 1)


def compare_cycles(
    plans: pd.DataFrame, measures: pd.DataFrame, measure_timing: pd.DataFrame, states: pd.DataFrame
) -> pd.DataFrame:
    """What the words say about recurrence beside what the grid shows; a plan with neither has one empty row.

    Args:
        plans: plan_id; its order is kept. measures: measure_id, plan_id, title. measure_timing: measure_id, position,
            printed, kind. states: what `schedules.list_states` gives, of the grids that can be read.

    Returns:
        One row per measure and recurrent expression, and one for each measure whose grid recurs without words: plan_id,
        measure_id, title, printed (the expression), words_period (see `name_period`), sequence (of states; missing
        without a grid), recurring, occurrences, grid_period (see `find_recurrences`), verdict (one of VERDICTS),
        measure_ids.
    """
    words = measure_timing[measure_timing["kind"] == RECURRENT].sort_values(["measure_id", "position"])
    period = pd.Series([name_period(printed) for printed in words["printed"]], words.index, dtype="float64")
    words = words.assign(words_period=period)[["measure_id", "printed", "words_period"]]
    grid = states.groupby("measure_id", sort=False)["state"].agg(" ".join).rename("sequence").reset_index()
    found = find_recurrences(states).rename(columns={"period": "grid_period"})
    table = words.merge(found, on="measure_id", how="outer", validate="many_to_one")
    table = table.merge(grid, on="measure_id", how="left", validate="many_to_one")
    table = table.merge(measures[["measure_id", "plan_id", "title"]], on="measure_id", validate="many_to_one")
    place = {measure_id: number for number, measure_id in enumerate(measures["measure_id"])}
    table = table.assign(place=table["measure_id"].map(place)).sort_values("place", kind="stable", ignore_index=True)
    verdicts = [
        _judge(*row)
        for row in table[["printed", "words_period", "sequence", "recurring", "grid_period"]].itertuples(index=False)
    ]
    table = table.assign(verdict=pd.Series(verdicts, dtype="str"))
    table = plans[["plan_id"]].merge(table, on="plan_id", how="left", validate="one_to_many")
    return table.assign(measure_ids=table["measure_id"].fillna("")).astype(_DTYPES)[list(_DTYPES)]


def _judge(printed: object, words: float, sequence: object, recurring: object, period: object) -> str:
    if not isinstance(printed, str):
        return GRID_ONLY
    if not isinstance(sequence, str):
        return NO_GRID
    if math.isnan(words):
        return NO_PERIOD
    if isinstance(recurring, str):
        return AGREE if not pd.isna(period) and period == words else DIFFER  # type: ignore[call-overload]
    return EVERY_YEAR if words <= 1 and set(sequence.split(" ")) <= set(ACTIVE) else NOT_SHOWN


_DTYPES = {
    **dict.fromkeys(("plan_id", "measure_id", "title", "printed"), "str"),
    "words_period": "float64",
    **dict.fromkeys(("sequence", "recurring"), "str"),
    **dict.fromkeys(("occurrences", "grid_period"), "Int64"),
    **dict.fromkeys(("verdict", "measure_ids"), "str"),
}
