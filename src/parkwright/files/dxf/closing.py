"""Open lines joined end to end and closed, within a tolerance: what CAD drew as an outline becomes one.

First ends that meet to the millimetre are joined, then those within the tolerance; at each stage what nearly closes by itself is
closed before it is joined with others. Where three or more ends meet there is no telling which two belong together: none is joined.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from scipy.sparse import coo_matrix
from scipy.sparse.csgraph import connected_components
from scipy.spatial import cKDTree

from parkwright.files.dxf.outlines import Corners, Curve, encloses_area, polygon_of

_MEET_M = 1e-3
"""Drawn to meet: the precision of the files that surveyors hand over."""


@dataclass(frozen=True, slots=True)
class Chain:
    """Lines that follow each other.

    members: which ones (positions in the list that came)     gap_m: the widest gap that was bridged
    ring:    whether it is closed                             branching: whether an end meets two or more others
    """

    members: tuple[int, ...]
    corners: Corners
    gap_m: float = 0.0
    ring: bool = False
    branching: bool = False

    @property
    def open_m(self) -> float:
        """Distance of its two ends."""
        return float(np.hypot(*(self.corners[0] - self.corners[-1])))


def join_lines(curves: list[Curve], tolerance_m: float) -> list[Chain]:
    """Chains out of the open lines of one layer; each line is in exactly one.

    I/O Example:
        three sides of a square, and the fourth that ends 0.3 m off, tolerance 0.5 m
        -> one Chain(members 0, 1, 2, 3; gap_m 0.3; ring)
        the same 3 m off -> one Chain(members 0, 1, 2, 3; not a ring), open_m 3
    """
    chains = [Chain((at,), curve.corners) for at, curve in enumerate(curves)]
    for reach_m in dict.fromkeys((min(_MEET_M, tolerance_m), tolerance_m)):
        chains = _join([_closed(chain, tolerance_m) for chain in chains], reach_m)
    return [_closed(chain, tolerance_m) for chain in chains]


def _closed(chain: Chain, tolerance_m: float) -> Chain:
    """The chain as a ring, if its ends are near enough and it goes around something."""
    gap = chain.open_m
    if chain.ring or gap > tolerance_m or len(chain.corners) < 3:
        return chain
    ring = np.vstack([chain.corners, chain.corners[:1]])
    length = float(np.hypot(*np.diff(chain.corners, axis=0).T).sum())
    if length <= 2 * tolerance_m or not encloses_area(polygon_of(ring)):
        return chain
    return Chain(chain.members, ring, max(chain.gap_m, gap), True)


def _join(chains: list[Chain], reach_m: float) -> list[Chain]:
    """Chains joined where exactly two ends lie within reach."""
    free = [at for at, chain in enumerate(chains) if not chain.ring]
    if not free:
        return chains
    partner, crowded = _partners([chains[at] for at in free], reach_m)
    done = [chain for chain in chains if chain.ring]
    seen: set[int] = set()
    ends_first = sorted(range(len(free)), key=lambda at: (2 * at) in partner and (2 * at + 1) in partner)
    for at in ends_first:
        if at not in seen:
            walked = _follow(at, partner, seen)
            done.append(
                _linked([(chains[free[one // 2]], one % 2 == 1) for one in walked], walked, partner, crowded)
            )
    return done


def _partners(chains: list[Chain], reach_m: float) -> tuple[dict[int, int], frozenset[int]]:
    """For each end (2 x position, + 1 for the last corner) the one other end in reach; and the ends in a crowd."""
    ends = np.vstack([chain.corners[[0, -1]] for chain in chains])
    pairs = cKDTree(ends).query_pairs(reach_m, output_type="ndarray")
    graph = coo_matrix((np.ones(len(pairs)), (pairs[:, 0], pairs[:, 1])), shape=(len(ends), len(ends)))
    count, group = connected_components(graph, directed=False)
    size = np.bincount(group, minlength=count)
    partner: dict[int, int] = {}
    for one, other in pairs:
        if size[group[one]] == 2 and one // 2 != other // 2:
            partner[int(one)], partner[int(other)] = int(other), int(one)
    return partner, frozenset(int(end) for end in np.flatnonzero(size[group] > 2))


def _follow(start: int, partner: dict[int, int], seen: set[int]) -> list[int]:
    """The ends at which a chain is entered, one after the other, from a free end or from anywhere on a ring."""
    enter = 2 * start if 2 * start not in partner or 2 * start + 1 in partner else 2 * start + 1
    walked = []
    while enter // 2 not in seen:
        seen.add(enter // 2)
        walked.append(enter)
        leave = enter ^ 1
        if leave not in partner:
            break
        enter = partner[leave]
    return walked


def _linked(
    parts: list[tuple[Chain, bool]], walked: list[int], partner: dict[int, int], crowded: frozenset[int]
) -> Chain:
    """One chain out of those that follow each other, each turned as it is run through."""
    pieces = [chain.corners[::-1] if backwards else chain.corners for chain, backwards in parts]
    gaps = [float(np.hypot(*(one[-1] - two[0]))) for one, two in pairwise(pieces)]
    ring = len(parts) > 1 and partner.get(walked[-1] ^ 1) == walked[0]
    if ring:
        gaps.append(float(np.hypot(*(pieces[-1][-1] - pieces[0][0]))))
        pieces.append(pieces[0][:1])
    members = tuple(member for chain, _ in parts for member in chain.members)
    widest = max([chain.gap_m for chain, _ in parts] + gaps)
    branching = any(chain.branching for chain, _ in parts) or bool({walked[0], walked[-1] ^ 1} & crowded)
    return Chain(members, np.vstack(pieces), widest, ring, branching)
