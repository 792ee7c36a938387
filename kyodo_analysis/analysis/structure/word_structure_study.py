"""What goes together in the words of the plans: a map, a network and groups, with how far each of them holds.

Sections of sentences and tables made from the analyses, ready to show as Markdown.
"""

from __future__ import annotations

from typing import Any

import pandas as pd

from kyodo_analysis.analysis.analyses import Analyses
from kyodo_analysis.analysis.showing.labels import list_rows
from kyodo_analysis.analysis.showing.markdown import compose_markdown
from kyodo_analysis.analysis.structure.map_tables import show_pairs, show_plans
from kyodo_analysis.analysis.structure.stability import NUMBERS_OF_GROUPS
from kyodo_analysis.analysis.structure.stability_texts import (
    CRITERION_NAMES,
    METHOD_NAMES,
    state_plan_overlap,
    state_stability,
    state_topics,
)
from kyodo_analysis.analysis.structure.word_map_texts import state_map, state_network, warn_communities, warn_map

_SHAPERS = 6


def tabulate_map(of: Analyses) -> str:
    """What the map of words shows in words, which plans lie off the average, which words shape it, what it is worth."""
    table = of["word-map"]
    if table.empty:
        return compose_markdown("There is no map: it takes two plans with words")
    words = table[table["kind"] == "word"].sort_values(["inertia", "name"], ascending=[False, True])
    shapers = ", ".join(f"{row.name_ja} {row.share:.1%}" for row in list_rows(words.head(_SHAPERS)))
    warning = warn_map(table).rstrip(".")
    said = [f"The words with most of the inertia: {shapers}", *([warning] if warning else [])]
    return compose_markdown(state_map(table), show_plans(table), *said)


def tabulate_network(of: Analyses) -> str:
    """What the network of words shows in words, and the pairs beyond chance."""
    table = of["word-network"]
    if table.empty:
        return compose_markdown("There is no network: no two words meet often enough")
    nodes, edges = table[table["kind"] == "node"], table[table["kind"] == "edge"]
    beyond = edges[edges["beyond_null"].eq(True)].sort_values(["q", "source", "target"])
    both = int(beyond["stable"].eq(True).sum())
    said = [
        state_network(table),
        f"{both} pairs are both beyond chance and stable",
        warn_communities(table).rstrip("."),
    ]
    return compose_markdown(*filter(None, said), *([show_pairs(beyond, nodes)] if len(beyond) else []))


def tabulate_stability(of: Analyses) -> str:
    """How far clusters and topics come back under other circumstances, at the number at which they do best."""
    table = of["stability"]
    rows = []
    for method, own in table[table["chosen"].astype("bool")].groupby("method", sort=False):
        first = own.iloc[0]
        values = own.set_index("criterion")["value"]
        row: dict[str, Any] = {"method": METHOD_NAMES[str(method)][0], "groups": first["k"]}
        row |= {CRITERION_NAMES[str(name)][0]: f"{value:.2f}" for name, value in values.items()}
        rows.append(row | {"needed": f"{first['threshold']:.2f}", "statistic": first["statistic"]})
    said = [state_plan_overlap(of["clusters-and-plans"]), *_say_clusters(of), state_topics(of["topics"])]
    return compose_markdown(state_stability(table), *([pd.DataFrame(rows)] if rows else []), *said)


def state_groupings(of: Analyses) -> str:
    """How many of the ways to group measures or words give groups that come back under all circumstances."""
    table = of["stability"]
    best = table[table["chosen"].astype("bool") & table["weakest"].astype("bool")]
    names = ", ".join(METHOD_NAMES[method][0] for method in best["method"])
    stable = best.loc[best["verdict"] == "stable", "method"]
    if best.empty:
        return state_stability(table)
    if stable.empty:
        return (
            f"None of the {len(best)} groupings tried is stable at any number of groups from "
            f"{min(NUMBERS_OF_GROUPS)} to {max(NUMBERS_OF_GROUPS)}: {names}"
        )
    held = ", ".join(METHOD_NAMES[method][0] for method in stable)
    return f"Of the {len(best)} groupings tried {len(stable)} {'is' if len(stable) == 1 else 'are'} stable: {held}"


def _say_clusters(of: Analyses) -> list[str]:
    """How many single clusters come back, with the words of those that do."""
    said = []
    for method, table in (("measures", of["measure-clusters"]), ("words", of["word-clusters"])):
        if table.empty:
            continue
        stable = table[table["stable"].astype("bool")]
        listed = "; ".join(stable["words"])
        said.append(
            f"Of {len(table)} clusters of {method} {len(stable)} come back when measures are resampled (best Jaccard "
            f"{table['jaccard'].max():.2f}; those of more than half of all do not count)"
            + (f": {listed}" if listed else "")
        )
    return said
