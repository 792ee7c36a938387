"""Which actors the measures of each plan name, and in how many of them.

A plan can name only the actors of its own list: what a list does not have says nothing about the city. So an actor is
compared only among the plans that print it at all.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from kyodo_analysis.analysis.actor.acting import UNKNOWN, bound_counts
from kyodo_analysis.analysis.reprints import drop_reprints
from kyodo_analysis.analysis.showing.labels import join_ids
from kyodo_analysis.analysis.statistics.shares import ALPHA, profile_shares
from kyodo_analysis.analysis.statistics.uncertainty import (
    SEED,
    SHUFFLES,
    false_discovery_rate,
    upper_p,
)

_NULL = ["null_lower", "null_upper", "p", "overall_share"]
_VOCABULARY = ("plan_id", "given", "printed", "actor", "count", "n", "share", "measure_ids")


def tabulate_vocabulary(measures: pd.DataFrame, acting: pd.DataFrame) -> pd.DataFrame:
    """Every printed form of an actor in each plan, with its code; forms without one are rows too.

    Args:
        measures: measure_id, plan_id, title, reprint; reprints count once. acting: see `acting.list_acting`.

    Returns:
        plan_id, given (list or mark), printed, actor (unknown for a form that the vocabulary or the legend does not
        have), count (measures), n (measures of the plan that name an actor), share, measure_ids. Plans in the order of
        the measures, the commonest form first; a mark that stands for two actors has two rows.
    """
    counted = drop_reprints(measures)
    own = acting[acting["measure_id"].isin(counted["measure_id"])]
    if own.empty:
        return pd.DataFrame(columns=list(_VOCABULARY))
    sizes = own.groupby("plan_id")["measure_id"].nunique()
    grouped = own.groupby(["plan_id", "given", "printed", "actor"], sort=False)["measure_id"].agg(["nunique", join_ids])
    table = grouped.reset_index().rename(columns={"nunique": "count", "join_ids": "measure_ids"})
    table["n"] = table["plan_id"].map(sizes)
    table["share"] = table["count"] / table["n"]
    table["place"] = table["plan_id"].map({plan_id: place for place, plan_id in enumerate(own["plan_id"].unique())})
    order = ["place", "count", "printed", "actor"]
    ranked = table.sort_values(order, ascending=[True, False, True, True], ignore_index=True)
    return ranked[list(_VOCABULARY)]


def share_actors(
    has: pd.DataFrame,
    plan_ids: pd.Series,
    alternatives: pd.DataFrame,
    *,
    shuffles: int = SHUFFLES,
    seed: int = SEED,
) -> pd.DataFrame:
    """The share of each plan's measures that name each actor, compared among the plans that print the actor.

    Args:
        has, plan_ids: see `acting.select_acting`. alternatives: see `acting.list_alternatives`.

    Returns:
        plan_id, actor, printed_in_plan, count, n (measures that name any actor), share, wilson_lower, wilson_upper,
        count_least, count_most (see `acting.bound_counts`), compared (plans that print the actor, blanks between),
        null_lower, null_upper, p, q, q_upper, beyond_null (see `shares.profile_shares`; no test where one plan alone
        prints the actor), overall_share (of the plans compared), measure_ids. Where a plan does not print the actor,
        share and what follows from it are missing. Forms without a code have no row.
    """
    actors = [actor for actor in has.columns if actor != UNKNOWN]
    users = {actor: tuple(plan_ids[has[actor] > 0].unique()) for actor in actors}
    parts = []
    for plans in dict.fromkeys(users.values()):
        mine = plan_ids.isin(plans)
        own = has.loc[mine, [actor for actor in actors if users[actor] == plans]]
        part = profile_shares(own, plan_ids[mine], resamples=1, shuffles=shuffles, seed=seed)
        parts.append(part.assign(compared=" ".join(plans), **(dict.fromkeys(_NULL, np.nan) if len(plans) < 2 else {})))
    if not parts:
        return pd.DataFrame(columns=list(_COLUMNS))
    found = pd.concat(parts, ignore_index=True).rename(columns={"kind": "actor"})
    found["q"] = false_discovery_rate(found["p"])
    found["q_upper"] = false_discovery_rate(upper_p(found["p"], shuffles))
    found["beyond_null"] = found["q_upper"] <= ALPHA
    rows = pd.MultiIndex.from_product([plan_ids.unique(), actors], names=["plan_id", "actor"]).to_frame(index=False)
    bounds = bound_counts(has[actors], alternatives, plan_ids).rename(columns={"kind": "actor"})
    keys = ["plan_id", "actor"]
    table = rows.merge(found.drop(columns="n"), "left", keys, validate="one_to_one")
    table = table.merge(bounds, "left", keys, validate="one_to_one")
    printed = table["share"].notna()
    return table.assign(
        printed_in_plan=printed,
        count=table["count"].fillna(0).astype("int64"),
        n=table["plan_id"].map(plan_ids.value_counts()).astype("int64"),
        beyond_null=table["beyond_null"].eq(True),
        compared=table["compared"].fillna(""),
        measure_ids=table["measure_ids"].fillna(""),
    )[list(_COLUMNS)]


_COLUMNS = (
    *("plan_id", "actor", "printed_in_plan", "count", "n", "share", "wilson_lower", "wilson_upper"),
    *("count_least", "count_most", "compared"),
    *("null_lower", "null_upper", "p", "q", "q_upper", "beyond_null", "overall_share", "measure_ids"),
)
