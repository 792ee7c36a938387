"""Networks as GraphML, which Gephi, Cytoscape, igraph and yEd open."""

from __future__ import annotations

import io

import networkx as nx
import pandas as pd


def export_graphml(nodes: pd.DataFrame, edges: pd.DataFrame) -> bytes:
    """A network as GraphML, with every column as an attribute of its type; the same tables give the same bytes.

    Source: Brandes, U., Eiglsperger, M., Herman, I., Himsolt, M. & Marshall, M. S. (2002), GraphML progress report,
    Graph Drawing, LNCS 2265, 501-512.

    Args:
        nodes: name, each once, and any other columns; label is what programs write at a node, the name where there is
            no such column. edges: source and target (names of nodes), and any other columns; jaccard, or n_ab where
            there is none, is written once more as weight, the name that programs look for. In both, cells without a
            value are left out, so columns without any are not written.

    Raises:
        ValueError: when a name stands twice, or an edge ends at a node that is not there.

    >>> nodes, edges = pd.DataFrame({"name": ["a", "b"]}), pd.DataFrame({"source": ["a"], "target": ["b"]})
    >>> nx.read_graphml(io.BytesIO(export_graphml(nodes, edges))).edges
    EdgeView([('a', 'b')])
    """
    names = nodes["name"].tolist()
    if len(set(names)) < len(names):
        raise ValueError(f"node {nodes.loc[nodes['name'].duplicated(), 'name'].iloc[0]} stands twice")
    strange = sorted({*edges["source"], *edges["target"]} - set(names))
    if strange:
        raise ValueError(f"an edge ends at {strange[0]}, which is not among the nodes")
    graph = nx.Graph()
    for name, attributes in zip(names, _attributes(nodes.drop(columns="name")), strict=True):
        graph.add_node(name, **{"label": name} | attributes)
    weights = next((edges[column] for column in ("jaccard", "n_ab") if column in edges), None)
    weighted = edges if weights is None else edges.assign(weight=weights)
    ends = zip(edges["source"], edges["target"], strict=True)
    for (source, target), attributes in zip(
        ends, _attributes(weighted.drop(columns=["source", "target"])), strict=True
    ):
        graph.add_edge(source, target, **attributes)
    sink = io.BytesIO()
    # Not write_graphml, which writes other bytes where lxml happens to be installed.
    nx.write_graphml_xml(graph, sink)
    return sink.getvalue()


def _attributes(table: pd.DataFrame) -> list[dict[str, object]]:
    """The cells of each row that have a value, as Python's own types; floats with six digits, as in other files."""
    return [
        {str(name): _plain(value) for name, value in row.items() if not pd.isna(value)}
        for row in table.astype("object").to_dict("records")
    ]


def _plain(value: object) -> object:
    own = value.item() if hasattr(value, "item") else value
    return float(f"{own:.6g}") if isinstance(own, float) else own
