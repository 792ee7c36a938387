"""Maps and networks as tables for people to read: the plans on a map, the pairs of a network."""

from __future__ import annotations

import pandas as pd

from kyodo_analysis.analysis.showing.labels import list_rows
from kyodo_analysis.analysis.showing.readable import show_intervals, show_numbers, show_q


def show_plans(table: pd.DataFrame) -> pd.DataFrame:
    """How far each plan lies from the average of all, and how far shuffled plan labels would put it.

    Args:
        table: `word_maps.map_words` or `map_themes` with plan labels.
    """
    plans = table[table["kind"] == "plan"]
    return pd.DataFrame(
        {
            "plan": plans["plan_en"],
            "n": plans["measures"].astype("int64"),
            "inertia": show_numbers(plans["inertia"], "{:.3f}"),
            "95 % of shuffles below": show_numbers(plans["null_upper"], "{:.3f}"),
            "q": plans["q"].map(show_q),
            "beyond_chance": plans["beyond_null"].astype("bool"),
        }
    )


def show_pairs(edges: pd.DataFrame, nodes: pd.DataFrame) -> pd.DataFrame:
    """Pairs of a network: in how many measures they meet, how many chance would show, how often they come back.

    Args:
        edges, nodes: rows of `word_networks.connect_words` or `connect_themes`, of these kinds.
    """
    names = nodes.set_index("name")["name_en"]
    return pd.DataFrame(
        {
            "pair": [f"{names[row.source]} + {names[row.target]}" for row in list_rows(edges)],
            "together": edges["n_ab"].astype("int64"),
            "expected": show_numbers(edges["expected"], "{:.1f}"),
            "Jaccard": show_intervals(edges, "jaccard", "{:.2f}"),
            "q": edges["q"].map(show_q),
            "drawn in resamples": [f"{share:.0%}" for share in edges["kept_share"]],
        }
    )
