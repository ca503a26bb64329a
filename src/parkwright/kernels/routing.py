"""Shortest ways on a road graph: minutes by Dijkstra's method in blocks of sources, and the kilometres of those ways.

A graph is two-way and given as arrays: ``edges`` (E × 2, numbers of the nodes at both ends), ``minutes`` and ``km`` (E), and
the number of nodes. Between two nodes with several edges the quickest counts.

Source of the method: E. W. Dijkstra, "A note on two problems in connexion with graphs", Numerische Mathematik 1 (1959),
problem 2; as scipy.sparse.csgraph runs it. The kilometres are summed along the tree of ways by pointer doubling
(J. C. Wyllie's list ranking, 1979): log2(nodes) rounds, whatever the length of the ways.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix
from scipy.sparse.csgraph import connected_components, dijkstra
from scipy.spatial import cKDTree

Floats: TypeAlias = NDArray[np.float64]
Ints: TypeAlias = NDArray[np.int64]

_BLOCK = 256


@dataclass(frozen=True, slots=True)
class Ways:
    """Quickest ways, one row per source and one column per target; infinite where there is no way."""

    minutes: Floats
    km: Floats


def quickest_ways(
    nodes: int, edges: Ints, minutes: Floats, km: Floats, sources: Ints, targets: Ints, block: int = _BLOCK
) -> Ways:
    """Minutes of the quickest way from each source to each target, and its length.

    nodes:   number of nodes; edges: E × 2 numbers below it; minutes, km: E, above zero
    sources, targets: numbers of nodes; block: sources that are solved at once (memory: block × nodes numbers)

    I/O Example:
        3 nodes, edges [[0, 1], [1, 2], [0, 2]], minutes [1, 1, 5], km [2, 2, 3], sources [0], targets [2]
        -> minutes [[2.0]], km [[4.0]]

    Raises:
        ValueError: a length or a time that is not above zero and finite, or a node out of range.
    """
    _check(nodes, edges, minutes, km)
    weight, length = _matrices(nodes, edges, minutes, km)
    rows = [_block(weight, length, sources[i : i + block], targets) for i in range(0, len(sources), block)]
    empty = np.empty((0, len(targets)))
    return Ways(
        np.concatenate([row.minutes for row in rows]) if rows else empty,
        np.concatenate([row.km for row in rows]) if rows else empty,
    )


def pieces(nodes: int, edges: Ints) -> Ints:
    """Number of the piece that each node lies in: 0 is the largest (of equals, the one with the lowest node).

    I/O Example:
        pieces(4, [[0, 1], [2, 3], [1, 2]]) -> [0, 0, 0, 0]      pieces(3, [[1, 2]]) -> [1, 0, 0]
    """
    ones = np.ones(len(edges))
    graph = csr_matrix((ones, (edges[:, 0], edges[:, 1])), shape=(nodes, nodes))
    _, label = connected_components(graph, directed=False)
    _, first, count = np.unique(label, return_index=True, return_counts=True)
    rank = np.empty(len(count), dtype=np.int64)
    rank[np.lexsort((first, -count))] = np.arange(len(count))
    return np.asarray(rank[label])


def nearest_nodes(x: Floats, y: Floats, node_x: Floats, node_y: Floats) -> tuple[Ints, Floats]:
    """The nearest node of each point and its straight distance, in the unit of the coordinates.

    Points without coordinates (NaN) get node -1 and distance NaN. Of equally near nodes the lowest number counts.

    I/O Example:
        nearest_nodes([0, 9], [0, 0], [1, 10], [0, 0]) -> [0, 1], [1.0, 1.0]

    Raises:
        ValueError: there is no node at all.
    """
    if len(node_x) == 0:
        raise ValueError("no node to snap to")
    known = np.isfinite(x) & np.isfinite(y)
    node, dist = np.full(len(x), -1, dtype=np.int64), np.full(len(x), np.nan)
    places = np.column_stack([node_x, node_y])
    tree = cKDTree(places)
    points = np.column_stack([x, y])[known]
    near, _ = tree.query(points)
    ties = tree.query_ball_point(points, near * (1 + 1e-12))
    node[known] = [min(tie) for tie in ties]
    dist[known] = near
    return node, dist


def _check(nodes: int, edges: Ints, minutes: Floats, km: Floats) -> None:
    for name, values in (("minutes", minutes), ("km", km)):
        if len(values) != len(edges) or not (np.isfinite(values) & (values > 0)).all():
            raise ValueError(f"{name} must be finite and above zero for every edge")
    if len(edges) and (edges.min() < 0 or edges.max() >= nodes):
        raise ValueError("an edge names a node that does not exist")


def _matrices(nodes: int, edges: Ints, minutes: Floats, km: Floats) -> tuple[csr_matrix, csr_matrix]:
    """Minutes and kilometres of the quickest edge between each two nodes (of equals the shortest), both directions."""
    low, high = edges.min(axis=1, initial=nodes), edges.max(axis=1, initial=0)
    order = np.lexsort((km, minutes, high, low))
    order = order[low[order] != high[order]]
    pair = low[order] * nodes + high[order]
    order = order[np.unique(pair, return_index=True)[1]]
    rows, columns = np.r_[low[order], high[order]], np.r_[high[order], low[order]]
    weight = csr_matrix((np.tile(minutes[order], 2), (rows, columns)), shape=(nodes, nodes))
    length = csr_matrix((np.tile(km[order], 2), (rows, columns)), shape=(nodes, nodes))
    return weight, length


def _block(weight: csr_matrix, length: csr_matrix, sources: Ints, targets: Ints) -> Ways:
    minutes, before = dijkstra(weight, indices=sources, return_predecessors=True)
    km = _along(before, length)
    km[~np.isfinite(minutes)] = np.inf
    return Ways(minutes[:, targets], km[:, targets])


def _along(before: NDArray[np.int32], length: csr_matrix) -> Floats:
    """Kilometres from the root of each tree of ways: before[s, v] is the node before v on the way from source s."""
    nodes = before.shape[1]
    here = np.arange(nodes)
    root = before < 0
    jump = np.where(root, here, before).astype(np.int64)
    step = np.zeros(before.shape)
    row, column = np.nonzero(~root)
    step[row, column] = np.asarray(length[jump[row, column], column]).ravel()
    for _ in range(max(nodes - 1, 1).bit_length()):
        step = step + np.take_along_axis(step, jump, axis=1)
        jump = np.take_along_axis(jump, jump, axis=1)
    return step
