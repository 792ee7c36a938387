"""Networks of the words and of the themes that stand together in measures, with what of them is stable."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

import networkx as nx
import numpy as np
import pandas as pd
from scipy import sparse
from sklearn.metrics import adjusted_rand_score

from kyodo_analysis.analysis.reprints import drop_reprints
from kyodo_analysis.analysis.showing.labels import join_ids, split_ids
from kyodo_analysis.analysis.statistics.occurrences import gather_measures, tabulate_occurrences
from kyodo_analysis.analysis.statistics.shares import ALPHA
from kyodo_analysis.analysis.statistics.uncertainty import SEED, percentile_interval
from kyodo_analysis.analysis.structure.cooccurrence import count_pairs, resample_pairs
from kyodo_analysis.analysis.structure.network_layout import place_nodes

LEAST_MEASURES = 5
MOST_ITEMS = 45
LEAST_Z = 2.33
"""One pair in a hundred reaches this where items meet at random."""

LEAST_TOGETHER = 3
LEAST_THEMES_TOGETHER, LEAST_THEMES_Z = 2, 0.0
"""Themes meet rarely, so that all pairs are drawn that meet as often as expected."""

RESAMPLES = 1000
REGROUPINGS = 100
STABLE_SHARE = 0.8
STABLE_AGREEMENT = 0.65
"""Adjusted Rand index under which two partitions agree poorly: Steinley, D. (2004), Properties of the Hubert-Arabie
adjusted Rand index, Psychological Methods 9, 386-396."""

_DTYPES = (
    dict.fromkeys(["kind", "name", "name_en", "name_ja", "source", "target"], "str")
    | dict.fromkeys(["count", "n", "n_a", "n_b", "n_ab"], "Int64")
    | dict.fromkeys(["expected", "z", "jaccard", "jaccard_lower", "jaccard_upper", "cosine", "pmi", "npmi"], "float64")
    | dict.fromkeys(["p", "q", "p_pooled", "kept_share"], "float64")
    | {"beyond_null": "boolean", "stable": "boolean", "community": "Int64", "degree": "Int64"}
    | dict.fromkeys(["strength", "betweenness", "x", "y", "modularity", "agreement"], "float64")
    | {"items": "Int64", "pairs": "Int64", "plan_ids": "str", "measure_ids": "str"}
)


def connect_words(
    words: pd.DataFrame,
    counted: pd.DataFrame,
    *,
    least_measures: int = LEAST_MEASURES,
    most_items: int = MOST_ITEMS,
    least_together: int = LEAST_TOGETHER,
    least_z: float = LEAST_Z,
    resamples: int = RESAMPLES,
    regroupings: int = REGROUPINGS,
    seed: int = SEED,
) -> pd.DataFrame:
    """The network of the words that stand in the most measures.

    Administrative words (推進, 検討, …) are left out: they stand beside everything and say nothing of its subject.

    Args:
        words: measure_id, word, administrative (see `keyness.select_words`). counted: measure_id and plan_id of all
            measures, reprints counted once. least_measures: that must have a word. most_items: how many words, the ones
            in the most measures; a larger network cannot be read on a page.

    Returns:
        See `connect_items`.
    """
    own = words.loc[~words["administrative"].astype(bool), ["measure_id", "word"]].drop_duplicates()
    measures = own["word"].value_counts().rename_axis("name").reset_index(name="measures")
    chosen = measures[measures["measures"] >= least_measures].sort_values(["measures", "name"], ascending=[False, True])
    names = chosen["name"].astype("str").head(most_items)
    return connect_items(
        own.rename(columns={"word": "name"}),
        counted,
        pd.DataFrame({"name": names, "name_en": names, "name_ja": names}),
        least_together=least_together,
        least_z=least_z,
        resamples=resamples,
        regroupings=regroupings,
        seed=seed,
    )


def connect_themes(
    measures: pd.DataFrame,
    measure_themes: pd.DataFrame,
    codebook: pd.DataFrame,
    *,
    least_together: int = LEAST_THEMES_TOGETHER,
    least_z: float = LEAST_THEMES_Z,
    resamples: int = RESAMPLES,
    regroupings: int = REGROUPINGS,
    seed: int = SEED,
) -> pd.DataFrame:
    """The network of the themes that stand together in measures, reprints counted once.

    A measure has three themes at most, so themes meet rarely; all pairs that meet more often than expected are kept,
    and the test says which of them mean anything.

    Args:
        measures: measure_id, plan_id, title, reprint. measure_themes: measure_id, theme. codebook: code, en, ja.

    Returns:
        See `connect_items`.
    """
    names = codebook.rename(columns={"code": "name", "en": "name_en", "ja": "name_ja"})
    return connect_items(
        measure_themes[["measure_id", "theme"]].drop_duplicates().rename(columns={"theme": "name"}),
        drop_reprints(measures),
        names[["name", "name_en", "name_ja"]],
        least_together=least_together,
        least_z=least_z,
        resamples=resamples,
        regroupings=regroupings,
        seed=seed,
    )


def connect_items(
    occurrences: pd.DataFrame,
    counted: pd.DataFrame,
    names: pd.DataFrame,
    *,
    least_together: int,
    least_z: float,
    resamples: int = RESAMPLES,
    regroupings: int = REGROUPINGS,
    seed: int = SEED,
) -> pd.DataFrame:
    """The network of items that meet in at least some measures, and clearly more often than expected within plans.

    An edge is drawn when its pair meets in `least_together` measures or more with a z of `least_z` or more; that alone
    proves nothing. `beyond_null` says that the exact test within plans (see `cooccurrence.count_pairs`) survives the
    false discovery rate among all pairs. `kept_share` is the share of bootstrap samples (measures drawn within plans)
    in which the edge would be drawn, `stable` that it is at least .8.

    Communities are Louvain's with Jaccard as weight, on the edges drawn, numbered from the largest; `agreement` is the
    mean adjusted Rand index between them and those of the networks of bootstrap samples, each with a seed of its own.

    Sources: Blondel, V. D., Guillaume, J.-L., Lambiotte, R. & Lefebvre, E. (2008), Fast unfolding of communities in
    large networks, Journal of Statistical Mechanics P10008; Epskamp, S., Borsboom, D. & Fried, E. I. (2018), Estimating
    psychological networks and their accuracy, Behavior Research Methods 50, 195-212 (bootstrapped edges).

    Args:
        occurrences: measure_id, name, each pair once. counted: measure_id and plan_id of the measures that count.
            names: name, name_en, name_ja of the items, in the order of the nodes.

    Returns:
        One row for the network (kind "network": items and pairs tested, count of measures with any item, modularity,
        agreement), one per node with an edge ("node": name, name_en, name_ja, count of measures, community, degree,
        strength (sum of Jaccard), betweenness (0 to 1, every edge of length 1), x, y (in mean lengths of an edge)), one
        per edge ("edge", the strongest first: source, target, the columns of `cooccurrence.count_pairs`, count = n_ab,
        jaccard_lower, jaccard_upper (95 % of bootstrap samples), kept_share, stable, beyond_null). All rows: n
        (measures), plan_ids and measure_ids (that have the item, or both).
    """
    has = tabulate_occurrences(occurrences, counted, names)
    groups = counted["plan_id"].to_numpy(dtype=np.str_)
    pairs = count_pairs(has, groups)
    drawn = ((pairs["n_ab"] >= least_together) & (pairs["z"] >= least_z)).to_numpy()
    shown = sorted(set(pairs.loc[drawn, "first"]) | set(pairs.loc[drawn, "second"]))
    graph = _make_graph(pairs[drawn], pairs.loc[drawn, "jaccard"], shown)
    communities = _find_communities(graph, seed)
    kept, jaccards = np.zeros(len(pairs)), []
    agreements: list[float] = []
    for n_ab, jaccard, z in resample_pairs(has, groups, pairs, resamples, seed):
        again = (n_ab >= least_together) & (z >= least_z)
        kept += again.sum(axis=0)
        jaccards.append(jaccard[:, drawn])
        for row in range(min(len(again), regroupings - len(agreements)) if shown else 0):
            other = _make_graph(pairs[again[row]], jaccard[row, again[row]], shown)
            found = _find_communities(other, seed + 1 + len(agreements))
            agreements.append(adjusted_rand_score([communities[one] for one in shown], [found[one] for one in shown]))
    edges = _describe_edges(pairs[drawn], names, has, counted).assign(
        kept_share=kept[drawn] / max(1, resamples), stable=lambda table: table["kept_share"] >= STABLE_SHARE
    )
    if jaccards:
        edges["jaccard_lower"], edges["jaccard_upper"] = percentile_interval(np.concatenate(jaccards))
    nodes = _describe_nodes(graph, communities, names, has, counted)
    whole = _say_where(sparse.csr_array(has.sum(axis=1)[:, np.newaxis]), counted).assign(
        kind="network",
        name="network",
        items=int((has.sum(axis=0) > 0).sum()),
        modularity=_measure_modularity(graph, communities),
        agreement=np.mean(agreements) if agreements else np.nan,
    )
    whole["pairs"] = whole["items"] * (whole["items"] - 1) // 2
    parts = [part.reindex(columns=list(_DTYPES)).astype("object") for part in (whole, nodes, edges)]
    return pd.concat(parts, ignore_index=True).assign(n=len(counted)).astype(_DTYPES)


def _make_graph(pairs: pd.DataFrame, weights: Iterable[float], shown: Sequence[int]) -> nx.Graph:
    """The items that are shown, also those without an edge, and the edges between them."""
    graph = nx.Graph()
    graph.add_nodes_from(shown)
    known = set(shown)
    for first, second, weight in zip(pairs["first"], pairs["second"], weights, strict=True):
        if first in known and second in known:
            graph.add_edge(first, second, weight=weight)
    return graph


def _find_communities(graph: nx.Graph, seed: int) -> dict[int, int]:
    """The number of each node's community, from 1, the largest first and then the one with the first node."""
    if not len(graph):
        return {}
    found = sorted(nx.community.louvain_communities(graph, seed=seed), key=lambda part: (-len(part), min(part)))
    return {node: number for number, part in enumerate(found, start=1) for node in part}


def _measure_modularity(graph: nx.Graph, communities: Mapping[int, int]) -> float:
    parts = [[node for node in graph if communities[node] == number] for number in sorted(set(communities.values()))]
    return nx.community.modularity(graph, parts) if graph.number_of_edges() else np.nan


def _describe_nodes(
    graph: nx.Graph, communities: Mapping[int, int], names: pd.DataFrame, has: sparse.csr_array, counted: pd.DataFrame
) -> pd.DataFrame:
    shown = list(graph)
    # Nodes of a community start next to each other, which makes the layout find them together.
    ordered = nx.Graph()
    ordered.add_nodes_from(sorted(shown, key=lambda node: (communities[node], node)))
    ordered.add_edges_from(graph.edges)
    places, between = place_nodes(ordered), nx.betweenness_centrality(graph)
    table = names[["name", "name_en", "name_ja"]].iloc[shown].reset_index(drop=True)
    return table.assign(
        kind="node",
        **_say_where(has[:, shown], counted),
        community=[communities[node] for node in shown],
        degree=[graph.degree(node) for node in shown],
        strength=[graph.degree(node, weight="weight") for node in shown],
        betweenness=[between[node] for node in shown],
        x=[places[node][0] for node in shown],
        y=[places[node][1] for node in shown],
    )


def _describe_edges(
    pairs: pd.DataFrame, names: pd.DataFrame, has: sparse.csr_array, counted: pd.DataFrame
) -> pd.DataFrame:
    columns = has.tocsc()
    common = sparse.csr_array(columns[:, pairs["first"].to_numpy()].multiply(columns[:, pairs["second"].to_numpy()]))
    ends = {
        side: names["name"].to_numpy()[pairs[number].to_numpy()]
        for side, number in (("source", "first"), ("target", "second"))
    }
    return pairs.reset_index(drop=True).assign(
        kind="edge", **ends, **_say_where(common, counted), beyond_null=lambda table: table["q"] <= ALPHA
    )


def _say_where(has: sparse.csr_array, counted: pd.DataFrame) -> pd.DataFrame:
    """count, measure_ids and plan_ids of the measures that have anything in each column."""
    plans = counted.set_index("measure_id")["plan_id"]
    found = gather_measures(has, counted["measure_id"]).rename(columns={"measures": "count"})
    of_plans = [join_ids(sorted(plans.loc[split_ids(cell)])) for cell in found["measure_ids"]]
    return found.assign(plan_ids=pd.Series(of_plans, dtype="str"))
