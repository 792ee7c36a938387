"""Is the work of a measure the city's alone, the city's with others, or that of others without the city?"""

from __future__ import annotations

import pandas as pd

from kyodo_analysis.analysis.actor.acting import bound_counts, list_acting, select_acting
from kyodo_analysis.analysis.commitment.commitments import CODES
from kyodo_analysis.analysis.statistics.shares import profile_shares, tabulate_kinds
from kyodo_analysis.analysis.statistics.uncertainty import SEED, SHUFFLES
from kyodo_analysis.values.actors import CITY, EVERYONE

CITY_ALONE, CITY_WITH_OTHERS, OTHERS_ALONE = "city_alone", "city_with_others", "others_alone"
SHARINGS = (CITY_ALONE, CITY_WITH_OTHERS, OTHERS_ALONE)
"""Every measure that names an actor is one of these."""

_COLUMNS = (
    *("plan_id", "sharing", "count", "n", "share", "wilson_lower", "wilson_upper", "count_least", "count_most"),
    *("city_count", "null_lower", "null_upper", "p", "q", "q_upper", "beyond_null", "overall_share", "measure_ids"),
)


def classify_sharing(has: pd.DataFrame) -> pd.DataFrame:
    """0 and 1 per measure and kind of sharing; everyone (すべての主体) is the city with others.

    Args:
        has: 0 and 1 per measure and actor.

    >>> classify_sharing(pd.DataFrame({"city": [1, 1, 0], "citizens": [0, 1, 1]})).values.tolist()
    [[1, 0, 0], [0, 1, 0], [0, 0, 1]]
    """
    everyone = has[EVERYONE].gt(0) if EVERYONE in has else pd.Series(False, has.index)
    city = has[CITY].gt(0) if CITY in has else pd.Series(False, has.index)
    others = has.drop(columns=CITY, errors="ignore").gt(0).any(axis=1)
    kinds = {
        CITY_ALONE: city & ~others,
        CITY_WITH_OTHERS: (city & others) | everyone,
        OTHERS_ALONE: ~city & others & ~everyone,
    }
    return pd.DataFrame(kinds, has.index).astype("int64")


def select_sharing(
    measures: pd.DataFrame, measure_actors: pd.DataFrame, passages: pd.DataFrame
) -> tuple[pd.DataFrame, pd.Series]:
    """How the work of each measure is shared in the plans whose list has the city, and the plan of each row.

    Args: see `acting.list_acting`; measures with title and reprint too.
    """
    has, plan_ids = select_acting(measures, list_acting(measures, measure_actors, passages))
    kept = keep_with_city(has, plan_ids)
    return classify_sharing(has[kept]), plan_ids[kept]


def keep_with_city(has: pd.DataFrame, plan_ids: pd.Series) -> pd.Series:
    """Which rows belong to plans whose list has the city at all: a list of partners only cannot say it acts alone."""
    named = has[[code for code in (CITY, EVERYONE) if code in has]].gt(0).any(axis=1)
    return plan_ids.isin(plan_ids[named].unique())


def share_sharing(
    has: pd.DataFrame,
    plan_ids: pd.Series,
    alternatives: pd.DataFrame,
    *,
    shuffles: int = SHUFFLES,
    seed: int = SEED,
) -> pd.DataFrame:
    """How the work is shared in each plan whose list has the city.

    Args:
        has, plan_ids: see `acting.select_acting`. alternatives: see `acting.list_alternatives`.

    Returns:
        plan_id, sharing, count, n (measures that name any actor), share, wilson_lower, wilson_upper, count_least,
        count_most (see `acting.bound_counts`), city_count (measures that name the city: where it is n, others alone
        cannot occur), null_lower, null_upper, p, q, q_upper, beyond_null, overall_share, measure_ids (see
        `shares.profile_shares`; no test with one plan).
    """
    kept = keep_with_city(has, plan_ids)
    has, plan_ids = has[kept], plan_ids[kept]
    kinds = classify_sharing(has)
    table = profile_shares(kinds, plan_ids, resamples=1, shuffles=shuffles, seed=seed)
    if table.empty:
        return pd.DataFrame(columns=list(_COLUMNS))
    if plan_ids.nunique() < 2:
        missing = ["null_lower", "null_upper", "p", "q", "q_upper", "overall_share"]
        table = table.assign(**dict.fromkeys(missing, float("nan")), beyond_null=False)
    alternatives = classify_sharing(alternatives[alternatives.index.isin(has.index)])
    bounds = bound_counts(kinds, alternatives, plan_ids)
    with_city = (1 - kinds[OTHERS_ALONE]).groupby(plan_ids.to_numpy()).sum()
    table = table.merge(bounds, "left", ["plan_id", "kind"], validate="one_to_one")
    table["city_count"] = table["plan_id"].map(with_city)
    return table.rename(columns={"kind": "sharing"})[list(_COLUMNS)]


def find_strongest(coded: pd.DataFrame, measure_ids: pd.Index) -> pd.DataFrame:
    """0 and 1 per measure and commitment: the strongest code of its elements; none set where no element is coded.

    Args:
        coded: measure_id, commitment (see `commitments.select_coded`). measure_ids: of the rows.
    """
    ranks = coded["commitment"].map(CODES.index).groupby(coded["measure_id"]).min()
    codes = ranks.map(dict(enumerate(CODES))).astype("str")
    own = pd.Series(codes.index, dtype="str"), pd.Series(codes.to_numpy(), dtype="str")
    return tabulate_kinds(*own, pd.Series(measure_ids), CODES)
