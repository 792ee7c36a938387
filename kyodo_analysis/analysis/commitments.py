"""How far each plan binds itself: what its paragraphs and bullets commit the city to."""

from __future__ import annotations

import pandas as pd

from kyodo_analysis.analysis.reprints import drop_reprints, find_reprinted
from kyodo_analysis.analysis.shares import profile_shares, tabulate_kinds
from kyodo_analysis.analysis.uncertainty import RESAMPLES, SEED, SHUFFLES

CODES = ("do", "promote", "strive", "consider", "none")
"""From what can be checked off to what binds to nothing; the definitions are in data/hand/gold/CODEBOOK.md."""


def share_commitments(
    measures: pd.DataFrame,
    elements: pd.DataFrame,
    *,
    resamples: int = RESAMPLES,
    shuffles: int = SHUFFLES,
    seed: int = SEED,
) -> pd.DataFrame:
    """The share of each plan's elements that has each commitment code; reprints of either count once.

    A plan that writes paragraphs has few, long elements, one that writes bullets many, short ones, and a long element
    finds a strong clause more easily (the strongest one counts). Compare plans with that in mind.

    Args:
        measures: measure_id, plan_id, title, reprint. elements: measure_id, position, text, commitment (a code, or
            missing where the element was not coded; such elements are left out).

    Returns:
        plan_id, commitment, then the columns of `shares.profile_shares` with n the elements of the plan.

    Raises:
        ValueError: when an element has a code that the codebook does not have.
    """
    coded = elements.drop(find_reprinted(elements, measures).index)
    coded = coded[coded["commitment"].notna()]
    unknown = sorted(set(coded["commitment"]) - set(CODES))
    if unknown:
        raise ValueError(f"commitment {unknown[0]} is not in the codebook, which has {', '.join(CODES)}")
    counted = drop_reprints(measures)
    counts = tabulate_kinds(coded["measure_id"], coded["commitment"], counted["measure_id"], CODES)
    table = profile_shares(
        counts, counted["plan_id"], counts.sum(axis=1), resamples=resamples, shuffles=shuffles, seed=seed
    )
    return table.rename(columns={"kind": "commitment"})
