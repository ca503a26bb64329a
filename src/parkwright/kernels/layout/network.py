"""The road network of a scheme: dead ends, junctions that are too close, road surfaces that hang together."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import shapely
from scipy import sparse
from scipy.sparse.csgraph import connected_components, dijkstra
from scipy.spatial import cKDTree
from shapely.geometry import LineString

from parkwright.kernels.layout.frame import Floats

_SNAP_M, _DOOR_M, _STUB_M = 0.05, 45.0, 15.0
"""Line ends nearer to each other than the first are one node; an end within the second of a door leads out of the park;
an end no longer than the third lies in the surface of its own junction."""


@dataclass(frozen=True, slots=True)
class Network:
    """length_m: all middle lines; dead_ends_m: length of each dead end from its last junction; close: pairs of junctions of one
    road nearer than the limit."""

    length_m: float
    dead_ends_m: tuple[float, ...]
    close: int


def measure_network(lines: Sequence[LineString], doors: Floats, junction_m: float) -> Network:
    """Measure the graph of middle lines.

    I/O Example:
        a ring of 400 m and a road of 100 m that ends inside it -> dead_ends_m (100,)
    """
    noded = shapely.union_all([shapely.set_precision(line, _SNAP_M) for line in lines], grid_size=_SNAP_M)
    parts = [part for part in shapely.get_parts(noded) if part.length > 0]
    ends = np.array([[part.coords[0], part.coords[-1]] for part in parts]).reshape(-1, 2)
    node = _merged(ends)
    first, second = node[0::2], node[1::2]
    length = np.array([part.length for part in parts])
    count = int(node.max()) + 1
    degree = np.bincount(node, minlength=count)
    place = np.zeros((count, 2))
    place[node] = ends
    open_end = degree == 1
    if len(doors):
        open_end &= cKDTree(doors).query(place)[0] > _DOOR_M
    ends_m = (_dead_end(int(at), first, second, length, degree) for at in np.flatnonzero(open_end))
    dead = tuple(metres for metres in ends_m if metres > _STUB_M)
    junction = degree >= 3
    short = junction[first] & junction[second] & (length < junction_m) & (first != second)
    return Network(float(length.sum()), dead, int(short.sum()))


def _merged(points: Floats) -> np.ndarray:
    """Points within the snapping distance as one node each."""
    pairs = cKDTree(points).query_pairs(2 * _SNAP_M, output_type="ndarray")
    graph = sparse.coo_matrix((np.ones(len(pairs)), (pairs[:, 0], pairs[:, 1])), shape=(len(points),) * 2)
    return np.asarray(connected_components(graph, directed=False)[1])


def _dead_end(start: int, first: np.ndarray, second: np.ndarray, length: Floats, degree: np.ndarray) -> float:
    """Metres from an open end to the nearest junction (or to the other end, where there is none)."""
    size = len(degree)
    graph = sparse.csr_matrix((length, (first, second)), shape=(size, size))
    reach = dijkstra(graph, directed=False, indices=start)
    junctions = reach[degree >= 3]
    known = junctions[np.isfinite(junctions)]
    return float(known.min()) if len(known) else float(reach[np.isfinite(reach)].max())


def networks(
    pieces: int, is_road: np.ndarray, beside: Sequence[tuple[int, int, float]], least_m: float = 3.0
) -> int:
    """How many road surfaces there are that do not touch along at least ``least_m``.

    I/O Example:
        two road pieces with 20 m of common edge -> 1
    """
    joined = [(a, b) for a, b, metres in beside if is_road[a] and is_road[b] and metres >= least_m]
    rows, columns = zip(*joined, strict=True) if joined else ((), ())
    graph = sparse.coo_matrix((np.ones(len(joined)), (rows, columns)), shape=(pieces, pieces))
    label = connected_components(graph, directed=False)[1]
    return len(np.unique(label[is_road])) if is_road.any() else 0
