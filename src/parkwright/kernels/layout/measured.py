"""A scheme measured: pieces with their uses, lots with frontage, depth, width and road; lots without a road are mended first."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import shapely
from shapely.geometry import Polygon
from shapely.geometry.base import BaseGeometry

from parkwright.kernels.layout.frame import Floats
from parkwright.kernels.layout.ground import polygons
from parkwright.kernels.layout.scheme import Scheme
from parkwright.kernels.layout.standards import LotClass, Standards

Ints = npt.NDArray[np.intp]
_SQUARE = 0.55
"""A lot that fills less of its smallest turned box is no lot."""


@dataclass(frozen=True, slots=True)
class Layout:
    """A finished layout: every square metre of the site in one piece.

    shapes, use: [P] pieces, one polygon each
    kind:        [P] index in the mix for lots of a kind, -1 for other lots and pieces
    frontage_m:  [P] metres of common edge with roads (0 for pieces that are no lot); road: [P] class of the road with most of it
    depth_m, width_m: [P] across and along the road, for lots
    beside:      (piece, piece, metres of common edge)
    """

    shapes: tuple[Polygon, ...]
    use: tuple[str, ...]
    kind: Ints
    area_m2: Floats
    frontage_m: Floats
    road: tuple[str, ...]
    depth_m: Floats
    width_m: Floats
    beside: tuple[tuple[int, int, float], ...]

    @property
    def is_lot(self) -> npt.NDArray[np.bool_]:
        """[P] whether a piece is a lot."""
        return np.array([use.startswith("lot") for use in self.use])

    @property
    def is_road(self) -> npt.NDArray[np.bool_]:
        """[P] whether a piece is road surface."""
        return np.array([use.startswith("road") for use in self.use])


def measure_scheme(scheme: Scheme, mix: Sequence[LotClass], standards: Standards) -> Layout:
    """Mend and measure a scheme.

    A lot with less than the least frontage, out of the ratio limits, or far from a rectangle joins the lot beside it in its strip where the two
    make one that keeps the limits; one that no neighbour can take becomes green.
    """
    work = _Work(scheme, standards)
    work.mend()
    return work.layout(mix)


class _Work:
    """Pieces while they are mended (inside ``measure_scheme`` only)."""

    def __init__(self, scheme: Scheme, standards: Standards) -> None:
        self.scheme, self.standards = scheme, standards
        coverage = scheme.coverage
        self.shapes: list[BaseGeometry] = list(coverage.pieces)
        self.use = [scheme.uses[one] for one in coverage.owner]
        self.kind = [scheme.kinds[one] for one in coverage.owner]
        self.strip = [scheme.strip_of[one] for one in coverage.owner]
        self.beside: list[dict[int, float]] = [{} for _ in self.shapes]
        for one, other, metres in coverage.edges:
            if other >= 0:
                self.beside[one][other] = self.beside[other][one] = metres
        self.gone: set[int] = set()

    def frontage(self, at: int) -> dict[str, float]:
        """Metres along each class of road."""
        found: dict[str, float] = {}
        for other, metres in self.beside[at].items():
            if self.use[other].startswith("road") and other not in self.gone:
                found[self.use[other]] = found.get(self.use[other], 0.0) + metres
        return found

    def box(self, at: int) -> tuple[float, float]:
        """Depth and width of a lot: across and along its road; the width is the mean one."""
        strip = self.scheme.strips[self.strip[at]]
        y = strip.frame.turn(shapely.get_coordinates(self.shapes[at]))[:, 1]
        depth = float(y.max() - y.min())
        return depth, self.shapes[at].area / max(depth, 1e-9)

    def good(self, at: int) -> bool:
        """Whether a lot keeps the limits."""
        depth, width = self.box(at)
        ratio = depth / max(width, 1e-9)
        shape = self.shapes[at]
        return (
            isinstance(shape, Polygon)
            and shape.area >= _SQUARE * shapely.oriented_envelope(shape).area
            and sum(self.frontage(at).values()) >= self.standards.frontage_m
            and self.standards.ratio_low <= ratio <= self.standards.ratio_high
        )

    def mend(self) -> None:
        """Join bad lots to a neighbour, or give them up."""
        lots = [at for at, use in enumerate(self.use) if use.startswith("lot")]
        for at in sorted(lots, key=lambda one: self.shapes[one].area):
            if at in self.gone or self.good(at):
                continue
            mates = [
                other for other in self.beside[at]
                if other not in self.gone and self.use[other].startswith("lot") and self.strip[other] == self.strip[at]
            ]  # fmt: skip
            for mate in sorted(mates, key=lambda one: -self.beside[at][one]):
                if self._join(at, mate):
                    break
            else:
                self._give_up(at)

    def _join(self, at: int, mate: int) -> bool:
        kept = self.shapes[mate], dict(self.beside[mate])
        self.shapes[mate] = shapely.coverage_union_all([self.shapes[mate], self.shapes[at]])
        merged = dict(self.beside[mate])
        for other, metres in self.beside[at].items():
            if other != mate:
                merged[other] = merged.get(other, 0.0) + metres
        merged.pop(at, None)
        self.beside[mate] = merged
        if not self.good(mate):
            self.shapes[mate], self.beside[mate] = kept
            return False
        self.gone.add(at)
        for other in self.beside[at]:
            if other != mate:
                self.beside[other].pop(at, None)
                self.beside[other][mate] = merged[other]
        self.kind[mate] = -1
        return True

    def _give_up(self, at: int) -> None:
        self.use[at], self.kind[at] = "green_corner", -1

    def layout(self, mix: Sequence[LotClass]) -> Layout:
        """The pieces that are left, single polygons, measured."""
        kept = [at for at in range(len(self.shapes)) if at not in self.gone]
        parts = [(at, part) for at in kept for part in polygons(self.shapes[at])]
        place = {at: n for n, (at, _) in enumerate(parts)}
        fronts = [self.frontage(at) if self.use[at].startswith("lot") else {} for at, _ in parts]
        boxes = [self.box(at) if self.use[at].startswith("lot") else (np.nan, np.nan) for at, _ in parts]
        area = np.array([part.area for _, part in parts])
        kinds = [self._kind(at, area[n], mix) for n, (at, _) in enumerate(parts)]
        beside = tuple(
            (place[one], place[other], metres)
            for one in kept
            for other, metres in sorted(self.beside[one].items())
            if one < other and other not in self.gone and one in place and other in place
        )
        return Layout(
            shapes=tuple(part for _, part in parts),
            use=tuple(self.use[at] for at, _ in parts),
            kind=np.array(kinds, dtype=np.intp),
            area_m2=area,
            frontage_m=np.array([sum(one.values()) for one in fronts]),
            road=tuple(max(one, key=one.__getitem__) if one else "" for one in fronts),
            depth_m=np.array([depth for depth, _ in boxes]),
            width_m=np.array([width for _, width in boxes]),
            beside=beside,
        )

    def _kind(self, at: int, area: float, mix: Sequence[LotClass]) -> int:
        """The kind that a lot serves: its own, or for a lot of no kind the first of its use whose sizes it has."""
        if not self.use[at].startswith("lot"):
            return -1
        own = int(self.kind[at])
        if own >= 0 and mix[own].low_m2 - 1.0 <= area <= mix[own].high_m2 + 1.0:
            return own
        return next(
            (k for k, one in enumerate(mix) if one.use == self.use[at] and one.low_m2 <= area <= one.high_m2),
            -1,
        )
