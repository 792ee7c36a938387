"""What the tests find where there is nothing to find: their claims when the plan labels are dealt out at random.

An analysis that claims differences between plans must stop claiming them when it does not matter which measure stands
in which plan. Each family of claims is made anew for further shuffles of the plan labels, and what it still claims is
counted. Were that done by running the analysis for each of them, every run would make thousands of shuffles of its own.
But shuffled labels have the same group sizes as the plans, so the null of a shuffle is the null of the plans: it is
drawn once, and every further shuffle is judged against the same draws.

Source of the idea: Westfall, P. H. & Young, S. S. (1993), Resampling-based multiple testing, Wiley, section 2.2 (the
complete null, under which every claim is a false one).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt
import pandas as pd

from kyodo_analysis.analysis.materials import Materials
from kyodo_analysis.analysis.statistics.shares import ALPHA
from kyodo_analysis.analysis.statistics.uncertainty import (
    SEED,
    SHUFFLES,
    Numbers,
    false_discovery_rate,
    shuffle_blocks,
    shuffle_labels,
    upper_p,
    wilson_interval,
)

RELABELLINGS = 200

Labels = npt.NDArray[np.intp]
Claims = npt.NDArray[np.bool_]


@dataclass(frozen=True)
class ClaimFamily:
    """The tests that one analysis makes together, and their statistic as a function of the plan of each unit.

    tests: plan_id and label of each test. plans: the plan of each unit. statistic: from the numbers of the plans in
    sorted order, (sets, units), the value of each test for each set of labels, (sets, tests); it must not grow with
    anything but the tests. two_sided: whether values far below the middle of the null count as well. positive: whether
    only values above 0 are claimed. shuffles: how many the analysis makes. middle: the mean of the null of each test
    where it is known (see `uncertainty.two_sided_p`).
    """

    tests: pd.DataFrame
    plans: npt.NDArray[np.str_]
    statistic: Callable[[Labels], Numbers]
    two_sided: bool = True
    positive: bool = False
    shuffles: int = SHUFFLES
    middle: Numbers | None = None


@dataclass(frozen=True)
class Planted:
    """What tests claim of the plans, (tests,), and of shuffled labels, (relabellings, tests).

    tests: plan_id (missing for all plans together) and label of each test. null_shuffles: that each was judged by; None
    where the null is exact.
    """

    tests: pd.DataFrame
    null_shuffles: int | None
    observed: Claims
    shuffled: Claims


def judge_labels(family: ClaimFamily, labels: Labels, shuffles: int | None = None, seed: int = SEED) -> Numbers:
    """p of each test for sets of labels, all of them judged against the same draws of the null.

    Args:
        labels: (sets, units), numbers of the plans in sorted order, every plan as often as in `family.plans`.
        shuffles: how many draws of the null; by default as many as the analysis makes.

    Returns:
        (sets, tests), each p as `uncertainty.two_sided_p` or its one-sided counterpart gives it.
    """
    drawn, done = shuffles or family.shuffles, 0
    null = np.empty((len(family.tests), drawn))
    for dealt in shuffle_blocks(family.plans, drawn, seed):
        null[:, done : done + len(dealt)] = family.statistic(dealt).T
        done += len(dealt)
    values = family.statistic(labels).T
    if family.two_sided:
        middle = (_mean_draws(null) if family.middle is None else family.middle)[:, np.newaxis]
        null, values = np.abs(np.subtract(null, middle, out=null), out=null), np.abs(values - middle)
    null.sort(axis=1)  # what is not a number comes last and so counts as far
    as_far = [drawn - np.searchsorted(row, value - 1e-9) for row, value in zip(null, values, strict=True)]
    p = (np.array(as_far, dtype=np.float64).reshape(values.shape) + 1) / (drawn + 1)
    return np.where(np.isnan(values), np.nan, p).T


def make_claims(family: ClaimFamily, labels: Labels, shuffles: int | None = None, seed: int = SEED) -> Claims:
    """Which tests are claimed for sets of labels: q at the upper end of its Monte Carlo interval at most .05.

    Args and shape: see `judge_labels`. Each set of labels has a false discovery rate of its own.
    """
    p = upper_p(judge_labels(family, labels, shuffles, seed), shuffles or family.shuffles)
    claims = np.array([false_discovery_rate(row) <= ALPHA for row in p], dtype=np.bool_).reshape(p.shape)
    return claims & (family.statistic(labels) > 0) if family.positive else claims


def plant_nulls(
    family: ClaimFamily, relabellings: int = RELABELLINGS, shuffles: int | None = None, seed: int = SEED
) -> Planted:
    """What a family claims of the plans as they are, and of further shuffles of their labels.

    Args:
        relabellings: how many further shuffles, drawn from seed + 1 and so none of those that make the null. shuffles:
            draws of the null; by default as many as the analysis makes.
    """
    family = family if shuffles is None else replace(family, shuffles=shuffles)
    if family.tests.empty:
        nothing = np.zeros((relabellings, 0), dtype=np.bool_)
        return Planted(family.tests, family.shuffles, np.zeros(0, dtype=np.bool_), nothing)
    own = np.unique(family.plans, return_inverse=True)[1]
    further = shuffle_labels(family.plans, relabellings, seed + 1)[1]
    claims = make_claims(family, np.vstack([own, further]), seed=seed)
    return Planted(family.tests, family.shuffles, claims[0], claims[1:])


def plant_slowly(
    claim: Callable[[Materials], pd.DataFrame],
    materials: Materials,
    relabellings: int = RELABELLINGS,
    seed: int = SEED,
) -> pd.DataFrame:
    """The same question put to any analysis, run anew for each shuffle: for claims that have no fast path.

    Args:
        claim: gives one row per claim, with plan_id and label.

    Returns:
        relabelling (0 for the plans as they are, then from 1), plan_id, label: one row per claim.
    """
    counted = materials.counted["plan_id"].to_numpy(dtype=np.str_)
    names, dealt = shuffle_labels(counted, relabellings, seed + 1)
    parts = [claim(materials)[["plan_id", "label"]].assign(relabelling=0)]
    for number, labels in enumerate(dealt, start=1):
        again = claim(relabel_plans(materials, [names[label] for label in labels]))
        parts.append(again[["plan_id", "label"]].assign(relabelling=number))
    return pd.concat(parts, ignore_index=True)[["relabelling", "plan_id", "label"]]


def relabel_plans(materials: Materials, plan_ids: Sequence[str]) -> Materials:
    """The materials with the measures that count standing in other plans; reprints are left out.

    Args:
        plan_ids: the plan of each of `materials.counted`, in its order.
    """
    counted = materials.counted
    plan_of = dict(zip(counted["measure_id"], plan_ids, strict=True))
    # Reprints are known by plan and title: with titles of their own, no two measures that meet are taken for one.
    tables = {**materials.tables, "measures": counted.assign(plan_id=list(plan_ids), title=counted["measure_id"])}
    for name, table in materials.tables.items():
        if name != "measures" and "measure_id" in table:
            kept = table[table["measure_id"].isin(plan_of)]
            moved = {"plan_id": kept["measure_id"].map(plan_of)} if "plan_id" in table else {}
            tables[name] = kept.assign(**moved)
    return replace(materials, tables=tables)


def summarise_nulls(planted: Mapping[str, Planted]) -> pd.DataFrame:
    """How many claims each family makes where there is nothing to claim.

    Args:
        planted: by the name of the family.

    Returns:
        family, tests, shuffles (of the labels), null_shuffles (that each was judged by; missing where the null is
        exact), claims_observed, surviving_share (share of the observed claims that shuffled labels make as well, mean
        over shuffles; NaN without a claim), shuffles_with_any_claim, share_with_any, lower, upper (95 % Wilson
        interval), false_claims (over all shuffles), claims_per_shuffle_share (false claims by tests and shuffles; NaN
        without a test).
    """
    rows = []
    for name, one in planted.items():
        shuffles, tests = one.shuffled.shape
        with_any = int(one.shuffled.any(axis=1).sum())
        lower, upper = wilson_interval(with_any, shuffles)
        rows.append(
            {
                "family": name,
                "tests": tests,
                "shuffles": shuffles,
                "null_shuffles": one.null_shuffles,
                "claims_observed": int(one.observed.sum()),
                "surviving_share": _mean(one.shuffled[:, one.observed]),
                "shuffles_with_any_claim": with_any,
                "share_with_any": with_any / shuffles if shuffles else np.nan,
                "lower": float(lower),
                "upper": float(upper),
                "false_claims": int(one.shuffled.sum()),
                "claims_per_shuffle_share": _mean(one.shuffled),
            }
        )
    return pd.DataFrame(rows, columns=list(_SUMMARY)).astype({"null_shuffles": "Int64"})


def list_survivors(planted: Mapping[str, Planted]) -> pd.DataFrame:
    """Each claim about the plans, with how often shuffled labels make the same one.

    Returns:
        family, plan_id (missing for all plans together), label, survived (number of shuffles), shuffles, survival_rate,
        lower, upper (95 % Wilson interval); those that survive most often first.
    """
    parts = []
    for name, one in planted.items():
        shuffles, survived = len(one.shuffled), one.shuffled[:, one.observed].sum(axis=0)
        lower, upper = wilson_interval(survived, shuffles)
        rate = survived / shuffles if shuffles else np.full(len(survived), np.nan)
        counted = {"survived": survived, "shuffles": shuffles, "survival_rate": rate, "lower": lower, "upper": upper}
        parts.append(one.tests.loc[one.observed, ["plan_id", "label"]].assign(family=name, **counted))
    if not parts:
        return pd.DataFrame(columns=list(_SURVIVORS))
    table = pd.concat(parts, ignore_index=True)[list(_SURVIVORS)]
    order = ["survived", "family", "plan_id", "label"]
    return table.sort_values(order, ascending=[False, True, True, True], ignore_index=True)


def _mean_draws(null: Numbers) -> Numbers:
    given = ~np.isnan(null)
    if given.all():
        return np.asarray(null.mean(axis=1))
    with np.errstate(invalid="ignore"):
        mean: Numbers = np.where(given, null, 0.0).sum(axis=1) / given.sum(axis=1)
    return mean


def _mean(claims: Claims) -> float:
    return float(claims.mean()) if claims.size else np.nan


_SUMMARY = (
    *("family", "tests", "shuffles", "null_shuffles", "claims_observed", "surviving_share"),
    *("shuffles_with_any_claim", "share_with_any", "lower", "upper", "false_claims", "claims_per_shuffle_share"),
)
_SURVIVORS = ("family", "plan_id", "label", "survived", "shuffles", "survival_rate", "lower", "upper")
