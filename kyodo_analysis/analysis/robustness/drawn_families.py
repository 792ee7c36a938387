"""The claims whose null is drawn, not counted, each with the very draws of its analysis.

The draws are deals of the null, so the first of them are the planted ones, and each is judged against all the others.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from kyodo_analysis.analysis.actor.acting import UNKNOWN, list_acting, select_acting
from kyodo_analysis.analysis.actor.actor_combinations import deal_out_actors
from kyodo_analysis.analysis.analyses import Analyses
from kyodo_analysis.analysis.commitment.commitment_groups import shuffle_within
from kyodo_analysis.analysis.commitment.commitments import CODES, RUNGS, reach_rungs, select_coded
from kyodo_analysis.analysis.department.department_margins import SHUFFLES as MARGIN_SHUFFLES
from kyodo_analysis.analysis.department.department_margins import shuffle_margins
from kyodo_analysis.analysis.department.department_ties import (
    LEAST_MEASURES,
    PlanNetwork,
    count_together,
    gather_networks,
    seed_of,
)
from kyodo_analysis.analysis.robustness.claim_families import claim_shares
from kyodo_analysis.analysis.robustness.planted_groups import DrawnTests, plant_draws
from kyodo_analysis.analysis.robustness.planted_nulls import Planted
from kyodo_analysis.analysis.statistics.shares import tabulate_kinds
from kyodo_analysis.analysis.statistics.uncertainty import SEED, SHUFFLES, shuffle_blocks


def plant_actors(of: Analyses) -> Planted:
    """Which actors each plan names (`actor_shares.share_actors`); plan labels are shuffled.

    An actor is compared among the plans that print it. Which plans do is a matter of their lists, so it stays as it is
    when labels are shuffled.
    """
    has, plan_ids = select_acting_of(of)
    users = {actor: tuple(plan_ids[has[actor] > 0].unique()) for actor in has.columns if actor != UNKNOWN}
    parts = []
    for plans in dict.fromkeys(users.values()):
        if len(plans) < 2:
            continue
        mine = plan_ids.isin(plans)
        own = has.loc[mine, [actor for actor, named in users.items() if named == plans]]
        family = claim_shares(own, plan_ids[mine].tolist())
        null = np.concatenate([family.statistic(dealt) for dealt in shuffle_blocks(family.plans, SHUFFLES, SEED)])
        labels = np.unique(family.plans, return_inverse=True)[1]
        parts.append(DrawnTests(family.tests, family.statistic(labels[np.newaxis])[0], null, family.middle))
    return plant_draws(parts)


def plant_combinations(of: Analyses) -> Planted:
    """Which sets of actors occur (`actor_combinations.combine_actors`); each actor is dealt out by itself."""
    return plant_draws([sets for sets, _ in of.keep("actors by chance", _deal_actors)])


def plant_sizes(of: Analyses) -> Planted:
    """How many actors are named at once (`actor_combinations.combine_actors`)."""
    return plant_draws([sizes for _, sizes in of.keep("actors by chance", _deal_actors)])


def _deal_actors(of: Analyses) -> list[tuple[DrawnTests, DrawnTests]]:
    """For each plan the tests of its sets of actors and of their sizes."""
    has, plan_ids = select_acting_of(of)
    return [
        _deal_plan(str(plan_id), own.loc[:, own.any()])
        for plan_id, own in has.groupby(plan_ids.to_numpy(), sort=False)
        if own.nunique().gt(1).sum() > 1  # else the margins settle every set
    ]


def _deal_plan(plan_id: str, has: pd.DataFrame) -> tuple[DrawnTests, DrawnTests]:
    marks, rates = has.to_numpy(dtype=np.int64), has.mean(axis=0).to_numpy()
    bits = 1 << np.arange(len(rates), dtype=np.int64)
    dealt = deal_out_actors(marks, bits, SHUFFLES, SEED)
    observed = np.bincount(marks @ bits, minlength=dealt.shape[1]).astype(np.float64)
    named = (np.arange(len(observed))[:, np.newaxis] & bits) > 0
    expected = np.where(named, rates, 1 - rates).prod(axis=1) * len(marks)
    codes = np.flatnonzero((expected > 0) & named.any(axis=1))
    labels = [" ".join(has.columns[named[code]]) for code in codes]
    of_sets = DrawnTests(_name_tests(plan_id, labels), observed[codes], dealt[:, codes], expected[codes])
    lengths = named[codes].sum(axis=1)
    sizes = np.unique(lengths)
    belongs = (lengths[:, np.newaxis] == sizes).astype(np.float64)
    tests = _name_tests(plan_id, [str(size) for size in sizes])
    summed = (values @ belongs for values in (observed[codes], dealt[:, codes], expected[codes]))
    return of_sets, DrawnTests(tests, *summed)


def plant_ladder(of: Analyses) -> Planted:
    """How far the measures of a function bind the city (`department_groups.share_ladder_by_function`)."""
    named, measures = of.materials.departments, of.table("measures")
    within = measures[measures["plan_id"].isin(named["plan_id"])]
    counted, coded = select_coded(within, of.table("elements"))
    counted = counted[counted["measure_id"].isin(coded["measure_id"])]
    rows = named[named["measure_id"].isin(counted["measure_id"])]
    names = sorted(rows["function"].unique())
    if not names:
        return plant_draws([])
    counts = tabulate_kinds(coded["measure_id"], coded["commitment"], counted["measure_id"], CODES)
    reached, sizes = reach_rungs(counts).to_numpy(dtype=np.float64), counts.sum(axis=1).to_numpy(dtype=np.float64)
    has = tabulate_kinds(rows["measure_id"], rows["function"], counted["measure_id"], names).gt(0).to_numpy()
    null = shuffle_within(reached, sizes, has, counted["plan_id"].tolist(), SHUFFLES, SEED).reshape(SHUFFLES, -1)
    labels = has.T.astype(np.float64)
    observed = ((labels @ reached) / (labels @ sizes)[:, np.newaxis]).ravel()
    tests = _name_tests(None, [f"{name} – {rung}" for name in names for rung in RUNGS])
    return plant_draws([DrawnTests(tests, observed, null, null.mean(axis=0))])


def plant_pairs(of: Analyses) -> Planted:
    """Which departments of a plan share measures (`department_networks.connect_departments`)."""
    return plant_draws([_deal_pairs(one) for one in gather_networks(of.materials.departments, of.table("measures"))])


def _deal_pairs(network: PlanNetwork) -> DrawnTests:
    has = network.own.T.toarray() > 0
    enough = np.flatnonzero(has.sum(axis=1) >= LEAST_MEASURES)
    first, second = (enough[places] for places in np.triu_indices(len(enough), k=1))
    names = network.departments["label"].to_numpy()
    labels = [f"{names[one]} – {names[other]}" for one, other in zip(first, second, strict=True)]
    null, done = np.zeros((MARGIN_SHUFFLES, len(labels)), dtype=np.int32), 0
    for block in shuffle_margins(has, MARGIN_SHUFFLES, seed_of(network, SEED)) if labels else ():
        null[done : done + len(block)] = count_together(block)[:, first, second]
        done += len(block)
    return DrawnTests(_name_tests(network.plan_id, labels), count_together(has)[first, second], null)


def _name_tests(plan_id: str | None, labels: Sequence[str]) -> pd.DataFrame:
    return pd.DataFrame([(plan_id, label) for label in labels], columns=["plan_id", "label"], dtype="str")


def select_acting_of(of: Analyses) -> tuple[pd.DataFrame, pd.Series]:
    """Who is to act in the measures (see `acting.select_acting`)."""
    return of.keep("actors of measures", _select_acting)


def _select_acting(of: Analyses) -> tuple[pd.DataFrame, pd.Series]:
    measures = of.table("measures")
    return select_acting(measures, list_acting(measures, of.table("measure_actors"), of.table("passages")))
