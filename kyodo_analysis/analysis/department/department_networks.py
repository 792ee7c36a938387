"""Which departments share measures: a network for each plan, beside what chance would make of the same numbers.

Two departments share a measure when the plan names both for it; what either does the plan does not say.
"""

from __future__ import annotations

from collections.abc import Sequence

import networkx as nx
import numpy as np
import pandas as pd
from scipy import sparse

from kyodo_analysis.analysis.department.department_ties import LEAST_MEASURES, NullNetwork, PlanNetwork, rate_among
from kyodo_analysis.analysis.showing.labels import join_ids
from kyodo_analysis.analysis.statistics.occurrences import gather_measures
from kyodo_analysis.analysis.statistics.shares import ALPHA
from kyodo_analysis.analysis.statistics.uncertainty import Numbers, upper_p
from kyodo_analysis.analysis.structure.network_layout import move_off_edges, place_nodes

_DTYPES = (
    dict.fromkeys(["kind", "plan_id", "name", "label", "function", "function_en", "function_ja"], "str")
    | {"generic": "boolean", "source": "str", "target": "str"}
    | dict.fromkeys(["count", "n", "n_a", "n_b", "n_ab"], "Int64")
    | dict.fromkeys(["fractional_weight", "expected", "p", "q", "q_upper"], "float64")
    | {"beyond_null": "boolean", "x": "float64", "y": "float64"}
    | dict.fromkeys(["departments", "lone", "edges", "pairs"], "Int64")
    | {"hub": "str", "hub_edges": "Int64", "star": "boolean", "centralisation": "float64"}
    | {"state": "str", "measure_ids": "str"}
)


def connect_departments(
    networks: Sequence[PlanNetwork], nulls: Sequence[NullNetwork], silence: pd.DataFrame
) -> pd.DataFrame:
    """The networks of all plans in one table: what is said of each, its departments, the pairs that share measures.

    `fractional_weight` gives each shared measure 1 / (k - 1) for k departments that it names, so that the ties of a
    department add up to the measures that it shares. `expected`, `p` and what follows ask whether a pair shares more
    measures than the null; of pairs with a department of one measure and of generic names nothing is asked.

    Sources: Newman, M. E. J. (2001), Scientific collaboration networks II, Physical Review E 64, 016132 (the
    fractional weight); Freeman, L. C. (1979), Centrality in social networks: conceptual clarification, Social Networks
    1, 215-239 (centralisation); see also `deal_out`.

    Args:
        networks: see `gather_networks`. nulls: of the same plans (see `deal_out`). silence: plan_id and state of all
            plans (see `coverage.count_silence`).

    Returns:
        For each plan one row of the kind "network" (departments (generic names apart), lone (departments that share no
        measure with another), edges, pairs (tested), count (measures that name two departments or more), hub (the
        department with the most edges), hub_edges, star (whether it has part in every one of two edges or more),
        centralisation (by degree, among departments with an edge: 1 for a star, 0 where all have as many), state),
        then one per department ("node": name (plan and department), label, function, function_en, function_ja,
        generic, count of measures, x, y (see `network_layout`; missing without an edge)) and one per pair
        ("edge", the heaviest first: source, target, label, generic (whether one of the two is), n_a, n_b, n_ab = count,
        fractional_weight, expected, p (share of tables with as many shared measures or more), q (false discovery rate
        among the tested pairs of all plans), q_upper, beyond_null). All rows: plan_id, n (measures that name anyone),
        measure_ids. A plan without departments has its first row alone.
    """
    by_plan = {network.plan_id: number for number, network in enumerate(networks)}
    edges = _test_edges(networks, nulls)
    parts = []
    for plan_id, state in silence[["plan_id", "state"]].itertuples(index=False):
        if plan_id in by_plan:
            network, own = networks[by_plan[plan_id]], edges[edges["plan_id"] == plan_id]
            found = [_describe_network(network), _list_nodes(network), own]
        else:
            nothing = dict.fromkeys(["count", "departments", "lone", "edges", "pairs"], 0)
            network, found = None, [pd.DataFrame([{"kind": "network", "name": "network", **nothing}])]
        found[0]["state"] = state
        n = len(network.measures) if network else 0
        parts += [part.assign(plan_id=plan_id, n=n) for part in found]
    columns = [part.reindex(columns=list(_DTYPES)).astype("object") for part in parts]
    table = pd.concat(columns, ignore_index=True) if columns else pd.DataFrame(columns=list(_DTYPES))
    return table.astype(_DTYPES)


def draw_graph(network: PlanNetwork, pairs: pd.DataFrame) -> nx.Graph:
    """The departments that are not generic, by their numbers, with an edge between those that share a measure.

    Args:
        pairs: first, second, n_ab.
    """
    graph = nx.Graph()
    graph.add_nodes_from(range(network.named))
    among = pairs[pairs["second"] < network.named]
    graph.add_weighted_edges_from(among[["first", "second", "n_ab"]].itertuples(index=False))
    return graph


def list_pairs(network: PlanNetwork) -> pd.DataFrame:
    """The pairs of names that share a measure: first, second (numbers of the departments, first < second), n_ab."""
    both = sparse.triu(network.has.T @ network.has, k=1).tocoo()
    pairs = pd.DataFrame({"first": both.row, "second": both.col, "n_ab": both.data.astype("int64")})
    return pairs.sort_values(["n_ab", "first", "second"], ascending=[False, True, True], ignore_index=True)


def _test_edges(networks: Sequence[PlanNetwork], nulls: Sequence[NullNetwork]) -> pd.DataFrame:
    """The edges of each plan with their tests, which belong to one family."""
    if not networks:
        return pd.DataFrame(columns=["plan_id"])
    table = pd.concat([_list_edges(*both) for both in zip(networks, nulls, strict=True)], ignore_index=True)
    p, tests = table["p"], sum(_count_tests(network) for network in networks)
    q_upper = rate_among(pd.Series(upper_p(p, nulls[0].shuffles)), tests)
    beyond = (q_upper <= ALPHA).astype("boolean").mask(p.isna())
    return table.assign(q=rate_among(p, tests), q_upper=q_upper, beyond_null=beyond)


def _list_edges(network: PlanNetwork, null: NullNetwork) -> pd.DataFrame:
    pairs = list_pairs(network)
    first, second = pairs["first"].to_numpy(), pairs["second"].to_numpy()
    names, labels = network.names.to_numpy(), network.departments["label"].to_numpy()
    sizes, columns = network.has.sum(axis=0).astype("int64"), network.has.tocsc()
    both = sparse.csr_array(columns[:, first].multiply(columns[:, second]))
    generic = network.departments["generic"].to_numpy(dtype=bool)[second]
    edges = pairs.assign(
        kind="edge",
        plan_id=network.plan_id,
        source=names[first],
        target=names[second],
        label=[f"{one} – {other}" for one, other in zip(labels[first], labels[second], strict=True)],
        generic=generic,
        n_a=sizes[first],
        n_b=sizes[second],
        count=pairs["n_ab"],
        measure_ids=gather_measures(both, network.measures["measure_id"])["measure_ids"],
    )
    enough = edges[["n_a", "n_b"]].min(axis=1).to_numpy() >= LEAST_MEASURES
    for name, table, rows in (
        ("fractional_weight", _weigh_fractionally(network), ~generic),
        ("expected", null.together, ~generic & enough),
        ("p", (null.as_many + 1) / (null.shuffles + 1), ~generic & enough),
    ):
        edges[name] = np.nan
        edges.loc[rows, name] = table[first[rows], second[rows]]
    return edges


def _weigh_fractionally(network: PlanNetwork) -> Numbers:
    sizes = network.sizes
    each = np.divide(1.0, sizes - 1, out=np.zeros(len(sizes)), where=sizes > 1)
    weights: Numbers = (network.own.T @ network.own.multiply(each[:, np.newaxis]).tocsr()).toarray()
    return weights


def _list_nodes(network: PlanNetwork) -> pd.DataFrame:
    pairs, names = list_pairs(network), network.names.tolist()
    ends = [(names[one], names[other]) for one, other in pairs[["first", "second"]].to_numpy()]
    linked = nx.Graph()
    linked.add_nodes_from(sorted({name for pair in ends for name in pair}))
    linked.add_edges_from(ends)
    places = move_off_edges(linked, place_nodes(linked))
    found = gather_measures(network.has, network.measures["measure_id"]).rename(columns={"measures": "count"})
    return network.departments.assign(
        kind="node",
        name=names,
        **found,
        x=[places.get(name, (np.nan, np.nan))[0] for name in names],
        y=[places.get(name, (np.nan, np.nan))[1] for name in names],
    )


def _describe_network(network: PlanNetwork) -> pd.DataFrame:
    graph = draw_graph(network, list_pairs(network))
    degrees = [degree for _, degree in graph.degree]
    most = max(degrees, default=0)
    linked = [degree for degree in degrees if degree]
    room = (len(linked) - 1) * (len(linked) - 2)
    edges = graph.number_of_edges()
    shared = network.measures.loc[network.sizes > 1, "measure_id"]
    about = {
        "kind": "network",
        "name": "network",
        "count": len(shared),
        "departments": len(degrees),
        "lone": len(degrees) - len(linked),
        "edges": edges,
        "pairs": _count_tests(network),
        # Of several with as many edges the one that most measures name: it comes first.
        "hub": network.departments["label"].iloc[degrees.index(most)] if most else None,
        "hub_edges": most,
        "star": 2 <= most == edges,
        "centralisation": sum(most - degree for degree in linked) / room if room > 0 else np.nan,
        "measure_ids": join_ids(shared),
    }
    return pd.DataFrame([about])


def _count_tests(network: PlanNetwork) -> int:
    enough = int((network.own.sum(axis=0) >= LEAST_MEASURES).sum())
    return enough * (enough - 1) // 2
