"""``Strip``: land along a road, trimmed to where it is deep enough, and cut across into lots."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import shapely
from shapely.geometry import Polygon, box

from parkwright.kernels.layout.blocks import SLANT_M
from parkwright.kernels.layout.frame import Floats, Frame
from parkwright.kernels.layout.ground import polygons
from parkwright.kernels.layout.profile import Profile, profile_of
from parkwright.kernels.layout.standards import Standards

_SLANT = 0.9
_SHALLOW = 0.55
"""Ends of a strip shallower than this part of its usual depth are trimmed: they would be acute corners."""


@dataclass(frozen=True, slots=True)
class Strip:
    """A strip in its own frame, x along the road.

    shape, profile: the strip; low, high: the stretch of x that is still free for lots
    pair:  the strip back to back with it has the same number; -1 = none
    """

    frame: Frame
    shape: Polygon
    profile: Profile
    low: float
    high: float
    pair: int = -1

    @property
    def area(self) -> float:
        """Of the free stretch, m2."""
        return self.area_between(self.low, self.high)

    @property
    def length(self) -> float:
        """Of the free stretch, m."""
        return self.high - self.low

    @property
    def depth(self) -> float:
        """Mean depth of the free stretch, m."""
        return self.area / max(self.length, 1e-9)

    @property
    def depths(self) -> tuple[float, float]:
        """Shallowest and deepest place of the free stretch, its slanting ends left out, m."""
        x = np.linspace(self.low, self.high, 23)[1:-1]
        found = self.profile.depth(x)
        return float(found.min()), float(found.max())

    @property
    def middle(self) -> Floats:
        """A point in the middle of the free stretch, in the zone, shape (2,)."""
        x = (self.low + self.high) / 2
        y = (self.shape.bounds[1] + self.shape.bounds[3]) / 2
        found: Floats = self.frame.unturn(np.array([[x, y]]))[0]
        return found

    @property
    def slants(self) -> tuple[bool, bool]:
        """Whether the low and the high end run aslant: their depth is well below that of the strip."""
        ends = self.profile.depth(np.array([self.low + 0.5, self.high - 0.5])) < _SLANT * self.depths[1]
        return bool(ends[0]), bool(ends[1])

    def places(self, areas: Floats) -> Floats:
        """Where lots of the given areas end, one after the other from ``low``."""
        start = self.profile.area_left_of(np.array([self.low]))
        found: Floats = self.profile.place_of(start + np.cumsum(areas))
        return found

    def piece(self, low: float, high: float) -> list[Polygon]:
        """The land between two places, in the zone."""
        _, y0, _, y1 = self.shape.bounds
        cut = shapely.intersection(self.shape, box(low, y0 - 1, high, y1 + 1))
        return [self.frame.back(one) for one in polygons(cut)]

    def area_between(self, low: float, high: float) -> float:
        """Land between two places, m2."""
        ends = self.profile.area_left_of(np.array([low, high]))
        return float(ends[1] - ends[0])


def make_strip(
    shape: Polygon, angle: float, pair: int, standards: Standards
) -> tuple[Strip | None, list[Polygon]]:
    """A strip of a shape in the zone, and what was trimmed from its ends.

    angle: of its road, radians

    Returns None, and the whole shape as rest, where no stretch is deep enough.
    """
    frame = Frame(angle, (shape.centroid.x, shape.centroid.y))
    own = frame.into(shape)
    profile = profile_of(own)
    x = np.linspace(profile.x[0], profile.x[-1], max(3, int(profile.x[-1] - profile.x[0]) + 1))
    deep = profile.depth(x)
    usual = float(np.median(deep[deep > 0.5 * deep.max()])) if deep.max() > 0 else 0.0
    least = max(_SHALLOW * usual, min(0.66 * standards.depth_min_m, usual))
    held = np.flatnonzero(deep >= least)
    if usual < 0.66 * standards.depth_min_m or x[held[-1]] - x[held[0]] < standards.frontage_m:
        return None, [shape]
    low, high = float(x[held[0]]), float(x[held[-1]])
    low = float(profile.x[0]) if low - profile.x[0] < SLANT_M else low
    high = float(profile.x[-1]) if profile.x[-1] - high < SLANT_M else high
    strip = Strip(frame, own, profile, low, high, pair)
    rest = [*strip.piece(profile.x[0] - 1, low), *strip.piece(high, profile.x[-1] + 1)]
    return strip, [one for one in rest if one.area > 1.0]
