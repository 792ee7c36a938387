"""Departments that hold a plan's network together: whom it would lose without them, and how sure that is.

A department that is named for most measures lies between the others whatever it does. What its number of measures
explains is taken from the null of `department_ties.deal_out`; what a single measure explains shows when it is left out.
"""

from __future__ import annotations

from collections.abc import Sequence

import networkx as nx
import numpy as np
import pandas as pd

from kyodo_analysis.analysis.department.department_networks import draw_graph, list_pairs
from kyodo_analysis.analysis.department.department_paths import measure_betweenness
from kyodo_analysis.analysis.department.department_ties import NullNetwork, PlanNetwork, count_together, find_ties
from kyodo_analysis.analysis.statistics.occurrences import gather_measures
from kyodo_analysis.analysis.statistics.shares import ALPHA
from kyodo_analysis.analysis.statistics.uncertainty import (
    BLOCK_CELLS,
    SEED,
    Numbers,
    false_discovery_rate,
    percentile_interval,
    resample_blocks,
    upper_p,
)

RESAMPLES = 2000

_DTYPES = (
    dict.fromkeys(["plan_id", "department", "function", "function_en", "function_ja"], "str")
    | dict.fromkeys(["measures", "n", "shared", "degree", "weighted_degree"], "int64")
    | dict.fromkeys(["betweenness", "betweenness_lower", "betweenness_upper", "first_share"], "float64")
    | dict.fromkeys(["expected", "p", "q", "q_upper"], "float64")
    | {"beyond_null": "bool", "cut": "bool", "cut_share": "float64", "runs": "int64"}
    | dict.fromkeys(["lone_without", "parts_without"], "int64")
    | {"policies": "int64", "policy_participation": "float64", "programs": "int64"}
    | {"program_participation": "float64", "measure_ids": "str"}
)


def measure_bridges(
    networks: Sequence[PlanNetwork], nulls: Sequence[NullNetwork], resamples: int = RESAMPLES, seed: int = SEED
) -> pd.DataFrame:
    """How each department that is not generic lies in the network of its plan.

    Two departments are neighbours when they share a measure. The interval of the betweenness comes from resampled
    measures; a resample lacks about a third of them and has no edge that the plan lacks, so the interval may lie below
    the value and is a measure of unrest, no test. `first_share` says how often the same department comes first.

    Sources: Freeman, L. C. (1977), A set of measures of centrality based on betweenness, Sociometry 40, 35-41;
    Hopcroft, J. & Tarjan, R. (1973), Algorithm 447: efficient algorithms for graph manipulation, Communications of the
    ACM 16, 372-378 (cut vertices); Guimerà, R. & Nunes Amaral, L. A. (2005), Functional cartography of complex
    metabolic networks, Nature 433, 895-900 (participation); Epskamp, S., Borsboom, D. & Fried, E. I. (2018), Estimating
    psychological networks and their accuracy, Behavior Research Methods 50, 195-212 (why bootstrapped centrality is no
    test); Quenouille, M. H. (1956), Notes on bias in estimation, Biometrika 43, 353-360 (leaving one out).

    Args:
        networks, nulls: see `department_ties.gather_networks` and `deal_out`.

    Returns:
        plan_id, department, function, function_en, function_ja, measures (that name it), n (measures of the plan that
        name anyone), shared (those of its measures that name another department too), degree (departments with which it
        shares any), weighted_degree (shared measures, summed over them), betweenness (0 to 1; NaN with under three
        departments), betweenness_lower, betweenness_upper (95 %), first_share (of resamples in which its betweenness is
        the greatest and above 0), expected (mean betweenness of the null), p (share of tables of the null with as great
        a betweenness or a greater one), q (false discovery rate among the departments of all plans), q_upper,
        beyond_null, cut (whether some departments are linked through it only), cut_share (share of runs, in each of
        which one measure is left out, in which it is), runs, lone_without (departments that share a measure with it and
        with no other), parts_without (linked parts into which the part of the network that it belongs to falls without
        it), policies, programs (distinct ones among its measures), policy_participation, program_participation (0 with
        all measures in one, towards 1 the more evenly they spread over many; NaN where the plan prints none),
        measure_ids. The departments of a plan with the greatest betweenness come first.
    """
    parts = [_measure_plan(*both, resamples, seed) for both in zip(networks, nulls, strict=True)]
    if not parts:
        return pd.DataFrame(columns=list(_DTYPES)).astype(_DTYPES)
    table = pd.concat(parts, ignore_index=True)
    q_upper = false_discovery_rate(upper_p(table["p"], nulls[0].shuffles))
    table = table.assign(q=false_discovery_rate(table["p"]), q_upper=q_upper, beyond_null=q_upper <= ALPHA)
    return table[list(_DTYPES)].astype(_DTYPES)


def _measure_plan(network: PlanNetwork, null: NullNetwork, resamples: int, seed: int) -> pd.DataFrame:
    pairs = list_pairs(network)
    graph = draw_graph(network, pairs)
    between = measure_betweenness(find_ties(count_together(network.own.T.toarray())[np.newaxis]))[0]
    drawn = _resample_betweenness(network, resamples, seed)
    lower, upper = percentile_interval(drawn)
    first = (drawn > 0) & (drawn >= drawn.max(axis=1, keepdims=True, initial=0.0) - 1e-9)
    cuts, runs = _leave_measures_out(network, graph)
    nodes, links = range(network.named), set(nx.articulation_points(graph))
    found = gather_measures(network.own, network.measures["measure_id"])
    together = network.own[network.sizes > 1].sum(axis=0)
    table = network.departments.iloc[: network.named].rename(columns={"label": "department"})
    table = table.assign(
        plan_id=network.plan_id,
        measures=found["measures"],
        n=len(network.measures),
        shared=together,
        degree=[graph.degree(node) for node in nodes],
        weighted_degree=[graph.degree(node, weight="weight") for node in nodes],
        betweenness=between,
        betweenness_lower=lower,
        betweenness_upper=upper,
        first_share=np.where(np.isnan(between), np.nan, first.mean(axis=0)),
        expected=null.between,
        p=np.where(np.isnan(between), np.nan, (null.as_between + 1) / (null.shuffles + 1)),
        cut=[node in links for node in nodes],
        cut_share=cuts / runs,
        runs=runs,
        lone_without=[sum(graph.degree(other) == 1 for other in graph[node]) for node in nodes],
        parts_without=[_count_parts_without(graph, node) for node in nodes],
        measure_ids=found["measure_ids"],
    )
    for kind, kinds in (("policy", "policies"), ("program", "programs")):
        table[kinds], table[f"{kind}_participation"] = _measure_participation(network, kind)
    return table.sort_values(["betweenness", "measures", "department"], ascending=[False, False, True])


def _resample_betweenness(network: PlanNetwork, resamples: int, seed: int) -> Numbers:
    """The betweenness of each department in bootstrap samples of the measures: (resamples, departments)."""
    has = network.own.T.toarray() > 0
    cells = max(1, BLOCK_CELLS // max(1, len(has)))
    blocks = resample_blocks(has.shape[1], resamples, seed, cells)
    drawn = [measure_betweenness(find_ties(count_together(has & (block > 0)[:, np.newaxis]))) for block in blocks]
    return np.concatenate(drawn)


def _leave_measures_out(network: PlanNetwork, graph: nx.Graph) -> tuple[Numbers, int]:
    """In how many runs each department is a cut vertex when each measure is left out once, and the number of runs.

    Only a measure that is the single one of a pair takes an edge with it; all others leave the network as it is.
    """
    runs = len(network.measures)
    cuts = np.zeros(network.named)
    whole = sorted(nx.articulation_points(graph))
    for row in range(runs):
        members = network.own[[row]].indices
        single = [
            (one, other) for one in members for other in members if one < other and graph[one][other]["weight"] == 1
        ]
        fewer = graph.copy()
        fewer.remove_edges_from(single)
        cuts[sorted(nx.articulation_points(fewer)) if single else whole] += 1
    return cuts, runs


def _count_parts_without(graph: nx.Graph, node: int) -> int:
    part = nx.node_connected_component(graph, node) - {node}
    return nx.number_connected_components(graph.subgraph(part)) if part else 0


def _measure_participation(network: PlanNetwork, kind: str) -> tuple[Numbers, Numbers]:
    """How many policies (or programs) the measures of each department belong to, and how evenly."""
    names = network.measures[kind]
    given = names.notna().to_numpy()
    codes = pd.factorize(names[given])[0]
    belongs = np.zeros((len(codes), codes.max(initial=-1) + 1))
    belongs[np.arange(len(codes)), codes] = 1
    counts = network.own[given].T @ belongs
    sums = counts.sum(axis=1)
    squares = np.divide((counts**2).sum(axis=1), sums**2, out=np.full(len(sums), np.nan), where=sums > 0)
    return (counts > 0).sum(axis=1), 1 - squares
