"""Places for the nodes of a network: near in the network, near on paper, the same on every run."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import networkx as nx
import numpy as np

from kyodo_analysis.analysis.statistics.uncertainty import Numbers

# In units of the mean length of an edge.
_GAP = 0.9
_CLEAR = 0.2
_DIGITS = 3
_ROUNDS = 40


def place_nodes(graph: nx.Graph, shape: float = 1.4) -> dict[str, tuple[float, float]]:
    """Coordinates in units of the mean length of an edge, each connected part laid out for itself and set side by side.

    Source: Kamada, T. & Kawai, S. (1989), An algorithm for drawing general undirected graphs, Information Processing
    Letters 31, 7-15.

    Args:
        graph: the order of its nodes settles where they start from. shape: width by height to aim at.

    >>> place_nodes(nx.Graph([("a", "b")]))
    {'a': (0.0, 0.0), 'b': (1.0, 0.0)}
    """
    order = {node: number for number, node in enumerate(graph)}
    parts = sorted(
        (sorted(part, key=order.__getitem__) for part in nx.connected_components(graph)),
        key=lambda part: (-len(part), order[part[0]]),
    )
    placed = [_lay_out(graph.subgraph(part), part) for part in parts]
    return _set_side_by_side(parts, placed, shape)


def move_off_edges(graph: nx.Graph, places: Mapping[str, tuple[float, float]]) -> dict[str, tuple[float, float]]:
    """The same places, but nodes that lie on an edge of others beside it, as far as the others leave room.

    Where edges are drawn as thick as they are heavy, one that runs through a node would seem to end there.

    Args:
        places: what `place_nodes` gives.

    >>> graph = nx.Graph([("a", "b"), ("b", "c"), ("a", "c")])
    >>> move_off_edges(graph, {"a": (0.0, 0.0), "b": (1.0, 0.0), "c": (2.0, 0.0)})["b"]
    (1.0, 0.2)
    """
    nodes = list(places)
    numbers = {node: number for number, node in enumerate(nodes)}
    points = np.array([places[node] for node in nodes], dtype=np.float64).reshape(-1, 2)
    ends = np.array(sorted(sorted((numbers[a], numbers[b])) for a, b in graph.edges), dtype=np.intp).reshape(-1, 2)
    for _ in range(_ROUNDS):
        moved = False
        for number in range(len(nodes)):
            others = ends[(ends != number).all(axis=1)]
            start, along = points[others[:, 0]], points[others[:, 1]] - points[others[:, 0]]
            length = np.maximum((along**2).sum(axis=1), 1e-12)
            share = np.clip(((points[number] - start) * along).sum(axis=1) / length, 0.0, 1.0)
            away = points[number] - (start + share[:, np.newaxis] * along)
            far = np.linalg.norm(away, axis=1)
            if not len(far) or far.min() >= _CLEAR - 1e-6:
                continue
            nearest = int(far.argmin())
            # Right on the line there is no side to keep to: the left one then.
            aside = np.array([-along[nearest, 1], along[nearest, 0]]) / np.sqrt(length[nearest])
            way = away[nearest] / far[nearest] if far[nearest] > 1e-9 else aside
            points[number] += (_CLEAR - far[nearest]) * way
            moved = True
        if not moved:
            break
    return {
        node: (round(float(x), _DIGITS) + 0.0, round(float(y), _DIGITS) + 0.0)
        for node, (x, y) in zip(nodes, points, strict=True)
    }


def _lay_out(graph: nx.Graph, nodes: Sequence[str]) -> Numbers:
    """One connected part, its longer side across, starting at the origin."""
    if len(nodes) == 1:
        return np.zeros((1, 2))
    fixed = nx.Graph()
    fixed.add_nodes_from(nodes)
    fixed.add_edges_from(sorted(graph.edges))
    found = nx.kamada_kawai_layout(fixed, pos=nx.circular_layout(fixed), weight=None)
    places = np.array([found[node] for node in nodes])
    places -= places.mean(axis=0)
    _, _, axes = np.linalg.svd(places, full_matrices=False)
    places = places @ axes.T
    # An axis may point either way; the first node that is clearly off the middle goes to the left and to the top.
    for axis, side in ((0, -1), (1, 1)):
        clear = np.flatnonzero(np.abs(places[:, axis]) > 0.05 * np.abs(places).max())
        if len(clear) and np.sign(places[clear[0], axis]) != side:
            places[:, axis] *= -1
    numbers = {node: number for number, node in enumerate(nodes)}
    ends = np.array([(numbers[a], numbers[b]) for a, b in fixed.edges])
    lengths = np.linalg.norm(places[ends[:, 0]] - places[ends[:, 1]], axis=1)
    scaled: Numbers = (places - places.min(axis=0)) / lengths.mean()
    return scaled


def _set_side_by_side(
    parts: Sequence[Sequence[str]], placed: Sequence[Numbers], shape: float
) -> dict[str, tuple[float, float]]:
    """Parts in rows from the top, the largest first, a new row where the width is used up."""
    sizes = [places.max(axis=0) for places in placed]
    area = sum((width + _GAP) * (height + _GAP) for width, height in sizes)
    room = max([width for width, _ in sizes] + [float(np.sqrt(area * shape))])
    x, y, row = 0.0, 0.0, 0.0
    found: dict[str, tuple[float, float]] = {}
    for part, places, (width, height) in zip(parts, placed, sizes, strict=True):
        if x and x + width > room:
            x, y, row = 0.0, y - row - _GAP, 0.0
        for node, place in zip(part, places, strict=True):
            # Adding 0 makes -0.0 a plain 0.0.
            found[node] = (
                round(float(x + place[0]), _DIGITS) + 0.0,
                round(float(y - height + place[1]), _DIGITS) + 0.0,
            )
        x, row = x + width + _GAP, max(row, height)
    return found
