"""How far plans bind themselves in each theme and towards each actor, apart from how each plan writes.

A plan that plans little else than to do would make every theme that it takes up look binding. So the null deals out
the themes (or actors) among the measures of one plan only: each measure keeps its elements and its plan, the themes of
a measure stay together, and only which measure has them is left to chance. What that cannot explain belongs to the
theme and not to the plan.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
import pandas as pd

from kyodo_analysis.analysis.commitment.commitments import CODES, put_rungs, reach_rungs, select_coded
from kyodo_analysis.analysis.showing.labels import join_ids
from kyodo_analysis.analysis.statistics.shares import ALPHA, profile_shares, tabulate_kinds
from kyodo_analysis.analysis.statistics.uncertainty import (
    BLOCK_CELLS,
    RESAMPLES,
    SEED,
    SHUFFLES,
    Numbers,
    false_discovery_rate,
    percentile_interval,
    two_sided_p,
    upper_p,
)

LEAST_ELEMENTS = 5

_TAKEN = (
    *("rung", "exactly", "count", "n", "share", "lower", "upper", "wilson_lower", "wilson_upper"),
    *("shown_lower", "shown_upper"),
)
_COLUMNS = (
    *(*_TAKEN, "expected", "null_lower", "null_upper", "p", "q", "q_upper", "beyond_null"),
    *("few", "measures", "plans", "measure_ids"),
)


def share_ladder_by_theme(
    measures: pd.DataFrame,
    elements: pd.DataFrame,
    measure_themes: pd.DataFrame,
    *,
    resamples: int = RESAMPLES,
    shuffles: int = SHUFFLES,
    seed: int = SEED,
) -> pd.DataFrame:
    """The share of the elements of each theme's measures that reaches each rung or a higher one, all plans together.

    The elements of a measure count for each of its themes (any rank): codes are given to elements, themes to measures,
    and which element is about which theme nobody has coded.

    Args:
        measures, elements: see `commitments.select_coded`. measure_themes: measure_id, theme.

    Returns:
        theme (most elements first), rung, exactly (elements with this very code), count (at the rung or above), n (all
        elements), share, lower, upper, wilson_lower, wilson_upper, shown_lower, shown_upper (see
        `shares.profile_shares`), expected, null_lower, null_upper (mean and 95 % with the themes dealt out among the
        measures of each plan), p (two-sided), q, q_upper, beyond_null (q_upper at most .05), few (n under 5), measures
        (that have the theme), plans (in which they stand, blanks between), measure_ids (behind count).
    """
    return _share_ladder_of(
        measures, elements, measure_themes, "theme", resamples=resamples, shuffles=shuffles, seed=seed
    )


def share_ladder_by_actor(
    measures: pd.DataFrame,
    elements: pd.DataFrame,
    measure_actors: pd.DataFrame,
    *,
    resamples: int = RESAMPLES,
    shuffles: int = SHUFFLES,
    seed: int = SEED,
) -> pd.DataFrame:
    """The share of the elements of each actor's measures that reaches each rung or a higher one.

    Rests on the plans that name actors and says nothing of the others: read `cover_actors` first.

    Args:
        measures, elements: see `commitments.select_coded`. measure_actors: measure_id, actor (missing where
            it is unknown; such rows are left out).

    Returns:
        actor, then the columns of `share_ladder_by_theme`.
    """
    naming = measure_actors["measure_id"].str.split("/", n=1).str[0].unique()
    within = measures[measures["plan_id"].isin(naming)]
    return _share_ladder_of(
        within, elements, measure_actors, "actor", resamples=resamples, shuffles=shuffles, seed=seed
    )


def cover_actors(measures: pd.DataFrame, elements: pd.DataFrame, measure_actors: pd.DataFrame) -> pd.DataFrame:
    """In how many measures each plan names an actor, and on how many elements a ladder by actor can rest.

    Returns:
        One row per plan, in the order of the measures: plan_id, count (measures that name an actor), n (measures,
        reprints counted once), share, elements (of the measures that name one), actors (named, blanks between),
        measure_ids.
    """
    counted, coded = select_coded(measures, elements)
    named = measure_actors.dropna(subset="actor").groupby("measure_id")["actor"].agg(set)
    sizes = coded.groupby("measure_id").size()
    rows = []
    for plan_id, own in counted.groupby("plan_id", sort=False)["measure_id"]:
        having = own[own.isin(named.index)]
        rows.append(
            {
                "plan_id": plan_id,
                "count": len(having),
                "n": len(own),
                "share": len(having) / len(own),
                "elements": int(sizes.reindex(having, fill_value=0).sum()),
                "actors": " ".join(sorted(set().union(*named.loc[having]))),
                "measure_ids": join_ids(having),
            }
        )
    columns = ["plan_id", "count", "n", "share", "elements", "actors", "measure_ids"]
    return pd.DataFrame(rows, columns=columns)


def _share_ladder_of(
    measures: pd.DataFrame,
    elements: pd.DataFrame,
    labelled: pd.DataFrame,
    key: str,
    *,
    resamples: int,
    shuffles: int,
    seed: int,
) -> pd.DataFrame:
    counted, coded = select_coded(measures, elements)
    counted = counted[counted["measure_id"].isin(coded["measure_id"])]
    labelled = labelled[labelled["measure_id"].isin(counted["measure_id"]) & labelled[key].notna()]
    names = sorted(labelled[key].unique())
    if not names:
        return pd.DataFrame(columns=[key, *_COLUMNS])
    counts = tabulate_kinds(coded["measure_id"], coded["commitment"], counted["measure_id"], CODES)
    reached, sizes = reach_rungs(counts), counts.sum(axis=1)
    has = tabulate_kinds(labelled["measure_id"], labelled[key], counted["measure_id"], names).gt(0)
    plan_ids = counted.set_index("measure_id")["plan_id"]
    # A measure stands in this table once for each of its themes; only the intervals are taken from it, not the null.
    rows = [measure_id for name in names for measure_id in has.index[has[name]]]
    whose = pd.Series(np.repeat(names, has.sum()), dtype="str")
    table = profile_shares(reached.loc[rows], whose, sizes.loc[rows], resamples=resamples, shuffles=1, seed=seed)
    table = put_rungs(table, "plan_id").rename(columns={"plan_id": key})
    observed = table["share"].to_numpy().reshape(len(names), -1)
    null = shuffle_within(reached.to_numpy(), sizes.to_numpy(), has.to_numpy(), plan_ids.tolist(), shuffles, seed)
    lower, upper = percentile_interval(null)
    p = two_sided_p(null, observed).ravel()
    q_upper = false_discovery_rate(upper_p(p, shuffles))
    table = table.assign(
        expected=null.mean(axis=0).ravel(),
        null_lower=lower.ravel(),
        null_upper=upper.ravel(),
        p=p,
        q=false_discovery_rate(p),
        q_upper=q_upper,
        beyond_null=q_upper <= ALPHA,
        few=table["n"] < LEAST_ELEMENTS,
        measures=table[key].map(has.sum()),
        plans=table[key].map({name: " ".join(plan_ids[has[name]].unique()) for name in names}),
    )
    order = table.sort_values(["n", key], ascending=[False, True], kind="stable", ignore_index=True)
    return order[[key, *_COLUMNS]]


def shuffle_within(
    counts: Numbers, sizes: Numbers, has: npt.NDArray[np.bool_], groups: Sequence[str], shuffles: int, seed: int
) -> Numbers:
    """Shares per label and column with the labels dealt out among the units of each group: (shuffles, labels, columns).

    Args:
        counts: (units, columns). sizes: (units,). has: (units, labels). groups: of each unit.
    """
    both = np.column_stack([counts, sizes]).astype(np.float64)
    labels = has.T.astype(np.float64)
    members = [np.flatnonzero(np.asarray(groups) == group) for group in dict.fromkeys(groups)]
    generator = np.random.default_rng(seed)
    rows = max(1, BLOCK_CELLS // both.size)
    parts = []
    for start in range(0, shuffles, rows):
        block = min(rows, shuffles - start)
        order = np.empty((block, len(both)), dtype=np.intp)
        for own in members:
            order[:, own] = generator.permuted(np.broadcast_to(own, (block, len(own))), axis=1)
        sums = labels @ both[order]
        parts.append(sums[..., :-1] / sums[..., -1:])
    return np.concatenate(parts)
