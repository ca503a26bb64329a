"""One coverage: all lines noded on a grid of a tenth of a millimetre, their faces each given to one owner, so that every square metre counts once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import shapely
from scipy import sparse
from scipy.sparse.csgraph import connected_components
from shapely.geometry import Polygon
from shapely.geometry.base import BaseGeometry

from parkwright.kernels.layout.frame import Floats
from parkwright.kernels.layout.ground import polygons

Ints = npt.NDArray[np.intp]
GRID_M = 0.0001
_CRUMB_M2, _HAIR_M, _ROUNDS = 2.0, 0.02, 4
"""A piece smaller than the first, or thinner than the second, is noise of rounding and joins its longest neighbour."""


@dataclass(frozen=True, slots=True)
class Coverage:
    """Pieces that tile a site.

    pieces: polygons; owner: [pieces] index of each one's owner among those that were given
    edges:  (piece, piece, metres of common edge), each pair once, the smaller index first; -1 = outside the site
    """

    pieces: tuple[Polygon, ...]
    owner: Ints
    edges: tuple[tuple[int, int, float], ...]


def cover(
    site: BaseGeometry, owners: Sequence[BaseGeometry], rest: int, same: Sequence[int] | None = None
) -> Coverage:
    """Tile a site.

    owners: shapes in order of right: a place belongs to the first that holds it; points and lines among them hold nothing
    rest:   the owner (an index) of land that no shape holds
    same:   for each owner, the one that its land belongs to (itself, if not given): corner cuts are part of their road

    I/O Example:
        site 10 x 10, owners [left half, everything] -> two pieces of 50 m2, one common edge of 10 m
    """
    owners = [
        shapely.union_all(polygons(one)) if one.geom_type == "GeometryCollection" else one for one in owners
    ]
    lines = shapely.boundary(np.array([site, *owners], dtype=object))
    noded = shapely.union_all(shapely.set_precision(lines, GRID_M), grid_size=GRID_M)
    faces = np.array(shapely.get_parts(shapely.polygonize(shapely.get_parts(noded))), dtype=object)
    places = _places(faces)
    shapely.prepare(site)
    inside = shapely.intersects(site, places)
    faces, places = faces[inside], places[inside]
    owner = _owners(places, owners, rest)
    owner = owner if same is None else np.asarray(same, dtype=np.intp)[owner]
    starts, ends, face = _edges(faces)
    first, second, length = _shared(starts, ends, face)
    owner = _without_crumbs(faces, owner, first, second, length)
    piece = _pieces(owner, first, second)
    order = np.argsort(piece, kind="stable")
    begins = np.flatnonzero(np.diff(piece[order])) + 1
    pieces = tuple(_one(group) for group in np.split(faces[order], begins))
    of_piece = owner[order][np.concatenate([[0], begins])]
    return Coverage(pieces, of_piece, _between(piece, first, second, length))


def _places(faces: np.ndarray) -> np.ndarray:
    """A point well inside each face.

    Lines that pass each other by less than the grid leave hairs, and a hair that hangs on a face is part of it: a point in
    the hair may lie beyond the face's owner, even outside the site. So hairs are shaved off first, where that leaves anything.
    """
    shaved = shapely.buffer(faces, -_HAIR_M / 2, quad_segs=1, join_style="mitre")
    found: np.ndarray = shapely.point_on_surface(np.where(shapely.is_empty(shaved), faces, shaved))
    return found


def _pieces(owner: Ints, first: Ints, second: Ints) -> Ints:
    """The piece of each face: faces of one owner that hang together along edges, numbered in the order of the owners."""
    same = (second >= 0) & (owner[first] == owner[np.maximum(second, 0)])
    size = len(owner)
    graph = sparse.coo_matrix((np.ones(same.sum()), (first[same], second[same])), shape=(size, size))
    label = connected_components(graph, directed=False)[1]
    _, begin = np.unique(label, return_index=True)
    rank = np.empty(len(begin), dtype=np.intp)
    rank[np.lexsort((begin, owner[begin]))] = np.arange(len(begin))
    found: Ints = rank[label]
    return found


def _one(faces: np.ndarray) -> Polygon:
    merged = faces[0] if len(faces) == 1 else shapely.coverage_union_all(faces)
    return (
        merged if isinstance(merged, Polygon) else max(shapely.get_parts(merged), key=lambda part: part.area)
    )


def _owners(places: np.ndarray, owners: Sequence[BaseGeometry], rest: int) -> Ints:
    tree = shapely.STRtree(list(owners))
    place, holder = tree.query(places, predicate="intersects")
    owner = np.full(len(places), len(owners), dtype=np.intp)
    np.minimum.at(owner, place, holder)
    return np.where(owner == len(owners), rest, owner)


def _edges(faces: np.ndarray) -> tuple[Floats, Floats, Ints]:
    """All edges of all faces: starts, ends, and the face of each."""
    rings, face = shapely.get_rings(faces, return_index=True)
    xy, ring = shapely.get_coordinates(rings, return_index=True)
    same = ring[1:] == ring[:-1]
    return xy[:-1][same], xy[1:][same], face[ring[:-1][same]]


def _shared(starts: Floats, ends: Floats, face: Ints) -> tuple[Ints, Ints, Floats]:
    """Pairs of faces at each edge: the same two ends on the grid; an edge of one face alone has -1 on the other side."""
    grid = np.round(np.hstack([starts, ends]) / GRID_M).astype(np.int64)
    flip = (grid[:, 0] > grid[:, 2]) | ((grid[:, 0] == grid[:, 2]) & (grid[:, 1] > grid[:, 3]))
    grid[flip] = grid[flip][:, [2, 3, 0, 1]]
    _, edge = np.unique(grid, axis=0, return_inverse=True)
    order = np.argsort(edge, kind="stable")
    edge, face = edge[order], face[order]
    length = np.hypot(*(ends - starts).T)[order]
    begins = np.flatnonzero(np.concatenate([[True], np.diff(edge) > 0]))
    counts = np.diff(np.append(begins, len(edge)))
    first = face[begins]
    second = np.where(counts > 1, face[np.minimum(begins + 1, len(face) - 1)], -1)
    return first, second, length[begins]


def _without_crumbs(faces: np.ndarray, owner: Ints, first: Ints, second: Ints, length: Floats) -> Ints:
    """Crumbs and hairs go to the owner of the neighbour with the longest common edge, until none is left that has one.

    The first round looks at single faces: a hair along a row of lots may hang on one of them, and is no part of it.
    """
    area, around = shapely.area(faces), shapely.length(faces)
    owner = owner.copy()
    for turn in range(_ROUNDS):
        piece = np.arange(len(faces)) if turn == 0 else _pieces(owner, first, second)
        whole, rim = np.bincount(piece, weights=area), np.bincount(piece, weights=around)
        crumb = ((whole < _CRUMB_M2) | (2 * whole / rim < _HAIR_M))[piece]
        if not crumb.any():
            break
        there = second >= 0
        a, b, metres = first[there], second[there], length[there]
        a, b, metres = np.concatenate([a, b]), np.concatenate([b, a]), np.concatenate([metres, metres])
        towards = crumb[a] & (piece[a] != piece[b])
        pairs, at = np.unique(
            np.stack([piece[a][towards], owner[b][towards]], axis=1), axis=0, return_inverse=True
        )
        common = np.bincount(at, weights=metres[towards], minlength=len(pairs))
        for (one, to), _ in sorted(zip(pairs, common, strict=True), key=lambda pair: pair[1]):
            owner[piece == one] = to  # the longest common edge comes last and stays
    return owner


def _between(piece: Ints, first: Ints, second: Ints, length: Floats) -> tuple[tuple[int, int, float], ...]:
    one = piece[first]
    other = np.where(second >= 0, piece[np.maximum(second, 0)], -1)
    differ = one != other
    low, high = np.minimum(one, other)[differ], np.maximum(one, other)[differ]
    outside = low < 0
    low, high = np.where(outside, high, low), np.where(outside, -1, high)
    if not len(low):
        return ()
    pairs, at = np.unique(np.stack([low, high], axis=1), axis=0, return_inverse=True)
    metres = np.bincount(at, weights=length[differ])
    return tuple((int(a), int(b), float(m)) for (a, b), m in zip(pairs, metres, strict=True))
