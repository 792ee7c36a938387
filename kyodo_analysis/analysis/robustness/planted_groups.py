"""What tests of groups within plans claim where there is nothing to claim: the things dealt out within each plan.

Plan labels are left alone here: the measures of a plan exchange what they have, and each exchange is judged as the
analysis judges the plans. Where its null is exact, p depends on the count alone once the margins are fixed, so p of
every count is looked up in a table made once. Where its null is drawn, an exchange is itself a draw of the null: one
draw is judged against all the others.

Source of the idea: see `planted_nulls`; of the draw as one of its own null: Barnard, G. A. (1963), discussion of M. S.
Bartlett, The spectral analysis of point processes, Journal of the Royal Statistical Society B 25, 294.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from kyodo_analysis.analysis.robustness.planted_nulls import RELABELLINGS, Claims, Planted
from kyodo_analysis.analysis.statistics.shares import ALPHA
from kyodo_analysis.analysis.statistics.uncertainty import (
    BLOCK_CELLS,
    SEED,
    Numbers,
    false_discovery_rate,
    upper_p,
)

Places = npt.NDArray[np.intp]


@dataclass(frozen=True)
class Margins:
    """What exchanges within plans leave as it is: of each plan the units with the thing, with the label, and all."""

    things: Sequence[int]
    labels: Sequence[int]
    units: Sequence[int]


Judge = Callable[[Margins], Numbers | None]
"""p of every count from 0 on, NaN for counts of which the analysis makes no test, None where it makes none at all."""


@dataclass(frozen=True, eq=False)
class GroupTests:
    """Tests of whether a thing goes with a label, of one set of units.

    tests: plan_id (missing for all plans together) and label. units: measure_id. plans: of the units, as numbers.
    things, labels: (units, columns), 0 or 1. columns: (tests, 2), the column of the thing and that of the label. only:
    (tests,), the number of the plan that the test is confined to, -1 for all plans. p: p of every count of each test.
    """

    tests: pd.DataFrame
    units: npt.NDArray[np.str_]
    plans: Places
    things: Numbers
    labels: Numbers
    columns: Places
    only: Places
    p: Sequence[Numbers]


@dataclass(frozen=True, eq=False)
class DrawnTests:
    """Tests whose null is drawn.

    tests: plan_id (missing for all plans together) and label. observed: (tests,), the value of each. null: (draws,
    tests). middle: (tests,), the mean of the null where the test is two-sided; None where only values as high count.
    """

    tests: pd.DataFrame
    observed: Numbers
    null: npt.NDArray[np.number[Any]]
    middle: Numbers | None = None


def lay_out_tests(
    things: pd.DataFrame,
    labels: pd.DataFrame,
    plan_ids: Sequence[str],
    pooled: Judge | None = None,
    single: Judge | None = None,
) -> GroupTests:
    """The tests of every thing with every label, in all plans together or in each plan.

    Args:
        things, labels: 0 and 1, a row per measure (measure_id is the index of both), a column per thing or label.
            plan_ids: of the rows. pooled, single: p by count of a test of all plans, of one plan; tests of a kind that
            has no judge are not made.
    """
    names, plans = np.unique(np.asarray(plan_ids, dtype=np.str_), return_inverse=True)
    are, have = things.to_numpy(dtype=np.float64), labels.to_numpy(dtype=np.float64)
    members = [plans == number for number in range(len(names))]
    sizes = [int(own.sum()) for own in members]
    of_things, of_labels = ([table[own].sum(axis=0).astype(int).tolist() for own in members] for table in (are, have))
    rows, columns, only, looked_up = [], [], [], []
    for column, label in enumerate(labels.columns):
        for place, thing in enumerate(things.columns):
            margins = Margins([own[place] for own in of_things], [own[column] for own in of_labels], sizes)
            for number in range(-1, len(names)):
                judge = pooled if number < 0 else single
                p = judge(margins if number < 0 else _confine(margins, number)) if judge else None
                if p is not None:
                    rows.append((names[number] if number >= 0 else None, f"{label} – {thing}"))
                    columns.append((place, column))
                    only.append(number)
                    looked_up.append(p)
    return GroupTests(
        pd.DataFrame(rows, columns=["plan_id", "label"], dtype="str"),
        things.index.to_numpy(dtype=np.str_),
        plans,
        are,
        have,
        np.array(columns, dtype=np.intp).reshape(-1, 2),
        np.array(only, dtype=np.intp),
        looked_up,
    )


def _confine(margins: Margins, number: int) -> Margins:
    return Margins([margins.things[number]], [margins.labels[number]], [margins.units[number]])


def plant_groups(
    families: Sequence[Sequence[GroupTests]], relabellings: int = RELABELLINGS, seed: int = SEED
) -> Planted:
    """What tests with exact nulls claim of the plans as they are, and of things dealt out within each plan.

    A measure has one place in each deal: tables of the same units exchange the same rows.

    Args:
        families: tests that share a false discovery rate, several parts each; most analyses have one such family.
    """
    everything = [part for family in families for part in family]
    names = np.unique(np.concatenate([part.units for part in everything] or [np.zeros(0, dtype=np.str_)]))
    keys = np.random.default_rng(seed + 1).random((relabellings, len(names)))
    claims = []
    for family in families:
        p = [_look_up(part, keys[:, np.searchsorted(names, part.units)]) for part in family]
        claims.append(judge_together(np.hstack([np.zeros((relabellings + 1, 0)), *p])))
    return _gather([part.tests for part in everything], claims, relabellings, None)


def plant_draws(parts: Sequence[DrawnTests], relabellings: int = RELABELLINGS) -> Planted:
    """What tests with a drawn null claim of the plans as they are, and of the first draws of the null.

    Args:
        parts: tests that share a false discovery rate, all with the same number of draws.
        relabellings: no more than there are draws.
    """
    p = [np.zeros((relabellings + 1, 0)), *(_rank(part, relabellings) for part in parts)]
    shuffles = len(parts[0].null) if parts else None
    return _gather([part.tests for part in parts], [judge_together(np.hstack(p))], relabellings, shuffles)


def _rank(part: DrawnTests, relabellings: int) -> Numbers:
    """The upper end of p of each test for the plans and for each planted draw: (1 + relabellings, tests)."""
    draws, as_far = len(part.null), np.empty((1 + relabellings, len(part.tests)))
    for test in range(len(part.tests)):
        values = np.append(part.observed[test], part.null[:, test])
        away = values if part.middle is None else np.abs(values - part.middle[test])
        as_far[:, test] = draws - np.searchsorted(np.sort(away[1:]), away[: 1 + relabellings] - 1e-9)
    # A planted draw is among the draws that reach it, and there is one draw less to judge it by.
    planted = upper_p(as_far[1:] / draws, draws - 1)
    return np.vstack([upper_p((as_far[:1] + 1) / (draws + 1), draws), planted])


def judge_together(p: Numbers) -> Claims:
    """Which tests are claimed in each row of p, each row with a false discovery rate of its own: (rows, tests)."""
    claims = np.zeros(p.shape, dtype=np.bool_)
    # No q is smaller than the smallest p.
    for row in np.flatnonzero((p <= ALPHA).any(axis=1)):
        claims[row] = false_discovery_rate(p[row]) <= ALPHA
    return claims


def _gather(
    tests: Sequence[pd.DataFrame], claims: Sequence[Claims], relabellings: int, null_shuffles: int | None
) -> Planted:
    filled = [table for table in tests if len(table)]
    table = pd.concat(filled, ignore_index=True) if filled else pd.DataFrame(columns=["plan_id", "label"], dtype="str")
    both = np.hstack([np.zeros((relabellings + 1, 0), dtype=np.bool_), *claims])
    return Planted(table, null_shuffles, both[0], both[1:])


def _look_up(part: GroupTests, keys: Numbers) -> Numbers:
    """p of each test for the units as they are and for each deal: (1 + deals, tests)."""
    counts = np.concatenate([_count(part, np.arange(len(part.units))[np.newaxis]), *_deal(part, keys)])
    p = [part.p[test][counts[:, test]] for test in range(len(part.p))]
    return np.column_stack([np.zeros((len(counts), 0)), *p])


def _deal(part: GroupTests, keys: Numbers) -> Iterator[Places]:
    """The counts of each deal, some deals at a time."""
    rows = max(1, BLOCK_CELLS // max(1, part.things.size))
    members = [np.flatnonzero(part.plans == number) for number in np.unique(part.plans)]
    for start in range(0, len(keys), rows):
        order = np.empty((len(keys[start : start + rows]), len(part.units)), dtype=np.intp)
        for own in members:
            order[:, own] = own[np.argsort(keys[start : start + rows, own], axis=1)]
        yield _count(part, order)


def _count(part: GroupTests, order: Places) -> Places:
    """How many units have both the thing and the label of each test, with unit i having the things of order[:, i]."""
    counts = np.zeros((len(order), len(part.columns)))
    thing, label = part.columns.T
    for number in np.unique(part.plans):
        own = np.flatnonzero(part.plans == number)
        both = part.labels[own].T @ part.things[order[:, own]]
        counts += np.where((part.only < 0) | (part.only == number), both[:, label, thing], 0.0)
    return np.rint(counts).astype(np.intp)
