"""The courses in the two notations that the R package TraMineR reads: states year by year (STS) and spells (SPS).

Source: Gabadinho, A., Ritschard, G., Studer, M. & Müller, N. S. (2011), Mining sequence data in R with the TraMineR
package: a user's guide, University of Geneva, chapter 5 (formats). docs/traminer.md shows how R reads them.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import pandas as pd

from kyodo_analysis.analysis.schedule.schedules import STATES
from kyodo_analysis.analysis.schedule.sequences import VOID, Codes, PlanSequences, find_spells

_COLUMNS = ("plan_id", "measure_id", "first_year", "last_year", "positions", "alphabet", "weight")


def export_states(plans: Sequence[PlanSequences], measures: pd.DataFrame) -> pd.DataFrame:
    """One row per measure: the state of every year column, hyphens between them.

    Args:
        plans: what `sequences.arrange_sequences` gives, reprints included. measures: measure_id of those that count.

    Returns:
        plan_id, measure_id, first_year, last_year (fiscal years of the plan's first and last year column), positions
        (year columns), alphabet (all states in their order, blanks between them), weight (1; 0 for a reprint, which
        statistics leave out), sts, measure_ids.
    """
    return _export(plans, measures, "sts", write_states)


def export_spells(plans: Sequence[PlanSequences], measures: pd.DataFrame) -> pd.DataFrame:
    """One row per measure: its spells as (state,years), hyphens between them; otherwise as `export_states`.

    Returns:
        the columns of `export_states`, with sps for sts.
    """
    return _export(plans, measures, "sps", write_spells)


def write_states(codes: Codes) -> list[str]:
    """Each sequence as its states with hyphens between them.

    >>> import numpy as np
    >>> write_states(np.array([[1, 4, 4]]))
    ['consider-implement-implement']
    """
    return ["-".join(STATES[code] for code in row if code != VOID) for row in codes]


def write_spells(codes: Codes) -> list[str]:
    """Each sequence as its spells, every one with its duration.

    >>> import numpy as np
    >>> write_spells(np.array([[1, 4, 4]]))
    ['(consider,1)-(implement,2)']
    """
    spells = find_spells(codes)
    return [
        "-".join(f"({STATES[state]},{years})" for state, years in zip(*row, strict=True) if state != VOID)
        for row in zip(spells.states, spells.durations, strict=True)
    ]


def _export(
    plans: Sequence[PlanSequences], measures: pd.DataFrame, notation: str, write: Callable[[Codes], list[str]]
) -> pd.DataFrame:
    counted, alphabet = set(measures["measure_id"]), " ".join(STATES)
    rows = []
    for plan in plans:
        grid = plan.years[0], plan.years[-1], len(plan.years), alphabet
        for measure_id, sequence in zip(plan.measure_ids, write(plan.codes), strict=True):
            rows.append((plan.plan_id, measure_id, *grid, int(measure_id in counted), sequence, measure_id))
    return pd.DataFrame(rows, columns=[*_COLUMNS, notation, "measure_ids"])
