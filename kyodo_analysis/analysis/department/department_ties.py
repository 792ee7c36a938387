"""Who is named together with whom in each plan, and what chance would make of the same numbers.

A department that is named for most measures shares some with everyone, so the null keeps how many measures each
department has and how many departments each measure names (see `department_margins`).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy import sparse

from kyodo_analysis.analysis.department.department_margins import SHUFFLES, shuffle_margins
from kyodo_analysis.analysis.department.department_paths import measure_betweenness
from kyodo_analysis.analysis.reprints import drop_reprints
from kyodo_analysis.analysis.statistics.occurrences import tabulate_occurrences
from kyodo_analysis.analysis.statistics.uncertainty import SEED, Numbers, false_discovery_rate

LEAST_MEASURES = 2
"""Whomever a department meets in its only measure, chance cannot be told from it: its pairs are not tested."""


@dataclass(frozen=True, eq=False)
class PlanNetwork:
    """The departments of a plan and the measures that name them, reprints counted once.

    measures: measure_id, policy, program of the measures that name anyone. departments: label, function, function_en,
    function_ja, generic; those that are not generic first, then the most named. has: (measures, departments), 1 or 0.
    """

    plan_id: str
    measures: pd.DataFrame
    departments: pd.DataFrame
    has: sparse.csr_array

    @property
    def named(self) -> int:
        """How many departments are not generic; they come first."""
        return int((~self.departments["generic"]).sum())

    @property
    def names(self) -> pd.Series:
        """What each department is called where several plans stand in one file: plan and department."""
        names: pd.Series = self.plan_id + "/" + self.departments["label"]
        return names

    @property
    def own(self) -> sparse.csr_array:
        """The departments that are not generic, and all measures: (measures, departments)."""
        return self.has[:, : self.named]

    @property
    def sizes(self) -> Numbers:
        """How many departments that are not generic each measure names."""
        return np.asarray(self.own.sum(axis=1))


@dataclass(frozen=True, eq=False)
class NullNetwork:
    """What a network would be by chance: means of shared measures and of betweenness, and how often they are reached.

    together, as_many: (departments, departments), generic ones left out. between, as_between: (departments,).
    """

    shuffles: int
    together: Numbers
    as_many: Numbers
    between: Numbers
    as_between: Numbers


def gather_networks(named: pd.DataFrame, measures: pd.DataFrame) -> list[PlanNetwork]:
    """The network of each plan that names departments, in the order of the measures.

    Args:
        named: measure_id, canonical, function, function_en, function_ja, generic (see `crosswalk.name_departments`);
            a name that stands twice in a measure counts once. measures: measure_id, plan_id, title, reprint, policy,
            program.
    """
    counted = drop_reprints(measures)
    networks = []
    for plan_id, of_plan in counted.groupby("plan_id", sort=False):
        rows = named[named["measure_id"].isin(of_plan["measure_id"])]
        if rows.empty:
            continue
        rows = rows.assign(generic=rows["generic"].astype(bool).groupby(rows["canonical"]).transform("any"))
        rows = rows.drop_duplicates(["measure_id", "canonical"])
        departments = rows.assign(size=rows.groupby("canonical")["measure_id"].transform("size"))
        departments = departments.drop_duplicates("canonical").rename(columns={"canonical": "label"})
        departments = departments.sort_values(["generic", "size", "label"], ascending=[True, False, True])
        departments = departments[["label", "function", "function_en", "function_ja", "generic"]]
        own = of_plan.loc[of_plan["measure_id"].isin(rows["measure_id"]), ["measure_id", "policy", "program"]]
        names = departments.rename(columns={"label": "name"})
        has = tabulate_occurrences(rows.rename(columns={"canonical": "name"}), own, names)
        networks.append(PlanNetwork(str(plan_id), own.reset_index(drop=True), departments.reset_index(drop=True), has))
    return networks


def deal_out(networks: Sequence[PlanNetwork], shuffles: int = SHUFFLES, seed: int = SEED) -> list[NullNetwork]:
    """What each network would be if its measures named departments at random, the numbers of both kept.

    Source: Neal, Z. (2014), The backbone of bipartite projections: inferring relationships from co-authorship,
    co-sponsorship, co-attendance and other co-behaviors, Social Networks 39, 84-97 (the fixed degree sequence model).

    Args:
        seed: together with the plan's name it settles the draws, so that another plan does not change them.
    """
    return [_deal_out(network, shuffles, seed) for network in networks]


def _deal_out(network: PlanNetwork, shuffles: int, seed: int) -> NullNetwork:
    has = network.own.T.toarray() > 0
    observed = count_together(has)
    reached = measure_betweenness(find_ties(observed[np.newaxis]))[0]
    sums = [np.zeros(observed.shape), np.zeros(observed.shape), np.zeros(len(has)), np.zeros(len(has))]
    for block in shuffle_margins(has, shuffles, seed_of(network, seed)):
        together = count_together(block)
        between = measure_betweenness(find_ties(together))
        draws = (together, together >= observed, between, between >= reached - 1e-9)
        for total, draw in zip(sums, draws, strict=True):
            total += draw.sum(axis=0)
    return NullNetwork(shuffles, sums[0] / shuffles, sums[1], sums[2] / shuffles, sums[3])


def seed_of(network: PlanNetwork, seed: int) -> int:
    """The seed of a plan's own draws."""
    return int(np.random.SeedSequence([seed, *network.plan_id.encode("utf-8")]).generate_state(1)[0])


def count_together(has: npt.NDArray[Any]) -> Numbers:
    """How many measures each two departments share, and on the diagonal how many each has: (..., rows, rows).

    Args:
        has: (..., departments, measures), true where a measure names a department.

    >>> count_together(np.array([[True, True], [False, True]])).tolist()
    [[2.0, 1.0], [1.0, 1.0]]
    """
    numbers = has.astype(np.float64)
    together: Numbers = numbers @ np.swapaxes(numbers, -1, -2)
    return together


def find_ties(together: Numbers) -> npt.NDArray[np.bool_]:
    """Who shares any measure with whom, nobody with themselves: (networks, departments, departments)."""
    ties: npt.NDArray[np.bool_] = (together > 0) & ~np.eye(together.shape[-1], dtype=np.bool_)
    return ties


def rate_among(p: pd.Series, tests: int) -> pd.Series:
    """The false discovery rate of p among tests of which some have no row: pairs that never meet, with p = 1.

    >>> rate_among(pd.Series([0.01, np.nan]), 3).tolist()
    [0.03, nan]
    """
    scale = tests / max(1, int(p.notna().sum()))
    return pd.Series(false_discovery_rate(p) * scale, p.index).clip(upper=1.0)
