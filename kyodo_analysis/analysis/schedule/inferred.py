"""Blank years of a grid that no blank on the page shows, because the column of that year came loose from the rows.

Where the text prints a year's marks apart from their rows, a row that lacks one mark does not say which year is blank:
a loose mark is given to the rows that fit, and what remains is taken for blank. Such a blank is a reading.
"""

from __future__ import annotations

import pandas as pd

MOSTLY = 0.5


def flag_inferred(states: pd.DataFrame, spans: pd.DataFrame) -> pd.DataFrame:
    """The cells with a column that tells which blanks are inferred.

    The marks of a year are loose where more than half of those of the plan stand on lines on which no other mark of
    their measure stands.

    Args:
        states: what `schedules.list_states` gives. spans: table, row_id, position (the fiscal year), line.

    Returns:
        the table and inferred (nothing is printed in the cell, and the marks of its year are loose).
    """
    own = spans.loc[spans["table"] == "measure_schedule", ["row_id", "position", "line"]].drop_duplicates()
    shared = own.duplicated(["row_id", "line"], keep=False)
    alone = (~shared).groupby([own["row_id"], own["position"]]).all().rename("alone").reset_index()
    alone = alone.rename(columns={"row_id": "measure_id", "position": "fiscal_year"})
    marks = states[["plan_id", "measure_id", "fiscal_year"]].merge(alone, on=["measure_id", "fiscal_year"])
    # A measure with a single mark has no row from which that could stand apart.
    marks = marks[marks.groupby("measure_id")["fiscal_year"].transform("size") > 1]
    loose = marks.groupby(["plan_id", "fiscal_year"])["alone"].mean().gt(MOSTLY)
    years = pd.MultiIndex.from_frame(states[["plan_id", "fiscal_year"]])
    return states.assign(inferred=states["printed"].isna() & years.isin(loose[loose].index))


def list_inferred_years(states: pd.DataFrame) -> pd.Series:
    """The inferred blank years of each measure that has any, as text, by measure_id.

    Args:
        states: what `flag_inferred` gives.
    """
    blank = states[states["inferred"]]
    years = blank.groupby("measure_id", sort=False)["fiscal_year"]
    return years.agg(lambda own: " ".join(str(year) for year in own)).astype("str")
