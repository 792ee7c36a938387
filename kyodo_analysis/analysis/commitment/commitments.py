"""How far each plan binds itself: what its paragraphs and bullets commit the city to.

The codes are ordered but not measured: a do is more than a promote, nobody can say by how much. So no mean rank is
taken. A ladder says instead which share of the elements reaches a rung or a higher one.
"""

from __future__ import annotations

import pandas as pd

from kyodo_analysis.analysis.reprints import drop_reprints, find_reprinted
from kyodo_analysis.analysis.statistics.shares import profile_shares, tabulate_kinds
from kyodo_analysis.analysis.statistics.uncertainty import RESAMPLES, SEED, SHUFFLES

CODES = ("do", "promote", "strive", "consider", "none")
"""From what can be checked off to what binds to nothing; the definitions are in data/hand/gold/CODEBOOK.md."""

RUNGS = CODES[:-1]
"""The rungs of the ladder from the top; every element reaches the ground below them."""


def select_coded(measures: pd.DataFrame, elements: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The measures and the coded elements that count; reprints of either count once.

    Args:
        measures: measure_id, plan_id, title, reprint. elements: measure_id, position, text, commitment (a code, or
            missing where the element was not coded; such elements are left out).

    Raises:
        ValueError: when an element has a code that the codebook does not have.
    """
    counted = drop_reprints(measures)
    coded = elements.drop(find_reprinted(elements, measures).index)
    coded = coded[coded["commitment"].notna() & coded["measure_id"].isin(counted["measure_id"])]
    unknown = sorted(set(coded["commitment"]) - set(CODES))
    if unknown:
        raise ValueError(f"commitment {unknown[0]} is not in the codebook, which has {', '.join(CODES)}")
    return counted, coded


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
    finds a strong clause more easily (the strongest one counts); `commitment_lengths.compare_lengths` shows how much
    that weighs.

    Args:
        measures, elements: see `select_coded`.

    Returns:
        plan_id, commitment, then the columns of `shares.profile_shares` with n the elements of the plan.

    Raises:
        ValueError: when an element has a code that the codebook does not have.
    """
    counts, plan_ids = _count_codes(measures, elements)
    table = profile_shares(counts, plan_ids, counts.sum(axis=1), resamples=resamples, shuffles=shuffles, seed=seed)
    return table.rename(columns={"kind": "commitment"})


def share_ladder(
    measures: pd.DataFrame,
    elements: pd.DataFrame,
    *,
    resamples: int = RESAMPLES,
    shuffles: int = SHUFFLES,
    seed: int = SEED,
) -> pd.DataFrame:
    """The share of each plan's elements that reaches each rung or a higher one; reprints of either count once.

    Args:
        measures, elements: see `select_coded`.

    Returns:
        plan_id, rung (do; promote, which is promote or do; and so on down to consider), exactly (elements with this
        very code), then the columns of `shares.profile_shares`: count is that of the elements at the rung or above,
        n the elements of the plan. What n leaves of the lowest rung's count is coded none.

    Raises:
        ValueError: when an element has a code that the codebook does not have.
    """
    counts, plan_ids = _count_codes(measures, elements)
    reached = reach_rungs(counts)
    table = profile_shares(reached, plan_ids, counts.sum(axis=1), resamples=resamples, shuffles=shuffles, seed=seed)
    return put_rungs(table, "plan_id")


def reach_rungs(counts: pd.DataFrame) -> pd.DataFrame:
    """How many elements reach each rung or a higher one, from how many have each code; the index is kept.

    >>> reach_rungs(pd.DataFrame([[2, 1, 0, 3, 4]], columns=list(CODES))).values.tolist()
    [[2, 3, 3, 6]]
    """
    reached: pd.DataFrame = counts[list(RUNGS)].cumsum(axis=1)
    return reached


def put_rungs(table: pd.DataFrame, key: str) -> pd.DataFrame:
    """A table of cumulative shares with its kinds named rungs, and behind them how many have this very code.

    Args:
        table: kind (the rungs of every `key` from the top) and count. key: the column that says whose ladder it is.
    """
    exactly = table["count"].sub(table.groupby(key, sort=False)["count"].shift(fill_value=0)).astype("int64")
    named = table.rename(columns={"kind": "rung"})
    named.insert(named.columns.tolist().index("rung") + 1, "exactly", exactly)
    return named


def _count_codes(measures: pd.DataFrame, elements: pd.DataFrame) -> tuple[pd.DataFrame, pd.Series]:
    """How often each measure has each code, and the plan of each measure in the same order."""
    counted, coded = select_coded(measures, elements)
    return tabulate_kinds(coded["measure_id"], coded["commitment"], counted["measure_id"], CODES), counted["plan_id"]
