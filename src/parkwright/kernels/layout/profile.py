"""``Profile``: how deep a polygon is at each place along x, and where a given area of it ends."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from shapely.geometry import Polygon

from parkwright.kernels.layout.frame import Floats, edges_of


@dataclass(frozen=True, slots=True)
class Profile:
    """The depth of a polygon along x: linear between neighbouring ``x``, jumps where an edge stands upright.

    x:          [n] rising
    left/right: [n - 1] depth at the left and at the right end of each interval
    area:       [n] area left of each ``x``
    """

    x: Floats
    left: Floats
    right: Floats
    area: Floats

    def depth(self, x: Floats) -> Floats:
        """Depth at places inside the range (m)."""
        at = np.clip(np.searchsorted(self.x, x, side="right") - 1, 0, len(self.left) - 1)
        part = (x - self.x[at]) / np.maximum(self.x[at + 1] - self.x[at], 1e-12)
        found: Floats = self.left[at] + np.clip(part, 0, 1) * (self.right[at] - self.left[at])
        return found

    def area_left_of(self, x: Floats) -> Floats:
        """Area left of places (m2)."""
        at = np.clip(np.searchsorted(self.x, x, side="right") - 1, 0, len(self.left) - 1)
        step = np.clip(x - self.x[at], 0.0, self.x[at + 1] - self.x[at])
        found: Floats = self.area[at] + step * (self.left[at] + self.depth(self.x[at] + step)) / 2
        return found

    def place_of(self, area: Floats) -> Floats:
        """Where the area left of it is ``area``: the inverse of ``area_left_of``.

        I/O Example:
            a rectangle 100 m long and 40 m deep from x = 0: place_of(1000) -> 25
        """
        wanted = np.clip(area, 0.0, self.area[-1])
        at = np.clip(np.searchsorted(self.area, wanted, side="right") - 1, 0, len(self.left) - 1)
        rest = wanted - self.area[at]
        long = self.x[at + 1] - self.x[at]
        slope = np.divide(self.right[at] - self.left[at], long, out=np.zeros_like(long), where=long > 1e-9)
        first = self.left[at]
        root = np.sqrt(np.maximum(first**2 + 2 * slope * rest, 0.0))
        step = np.divide(2 * rest, first + root, out=np.zeros_like(rest), where=first + root > 1e-9)
        found: Floats = np.clip(self.x[at] + step, self.x[at], self.x[at + 1])
        return found


def profile_of(shape: Polygon) -> Profile:
    """The profile of a polygon (holes count as not there).

    I/O Example:
        triangle (0, 0), (10, 0), (0, 10) -> x [0, 10], left [10], right [0], area [0, 50]
    """
    starts, ends = edges_of(shape)
    x = np.unique(np.round(np.concatenate([starts[:, 0], ends[:, 0]]), 6))
    if len(x) < 2:
        return Profile(np.array([0.0, 1e-6]), np.zeros(1), np.zeros(1), np.zeros(2))
    middle = (x[1:] + x[:-1]) / 2
    span = ends[:, 0] - starts[:, 0]
    over = (np.minimum(starts[:, 0], ends[:, 0])[:, None] < middle) & (
        np.maximum(starts[:, 0], ends[:, 0])[:, None] > middle
    )
    slope = np.divide(ends[:, 1] - starts[:, 1], span, out=np.zeros(len(span)), where=np.abs(span) > 1e-9)
    sign = np.sign(-span)[:, None] * over  # exteriors run clockwise or not: the sum is made positive below

    def depth_at(here: Floats) -> Floats:
        y = starts[:, 1, None] + slope[:, None] * (here - starts[:, 0, None])
        found: Floats = np.abs((sign * y).sum(axis=0))
        return found

    left, right = depth_at(x[:-1]), depth_at(x[1:])
    area = np.concatenate([[0.0], np.cumsum((left + right) / 2 * np.diff(x))])
    return Profile(x, left, right, area)


def limits_at(shape: Polygon, x: Floats) -> tuple[Floats, Floats]:
    """The lowest and the highest y of a polygon at places along x (NaN outside)."""
    starts, ends = edges_of(shape)
    span = ends[:, 0] - starts[:, 0]
    upright = np.abs(span) < 1e-9
    starts, ends, span = starts[~upright], ends[~upright], span[~upright]
    part = (x - starts[:, 0, None]) / span[:, None]
    y = np.where((part >= 0) & (part <= 1), starts[:, 1, None] + part * (ends - starts)[:, 1, None], np.nan)
    inside = np.isfinite(y).any(axis=0)
    low, high = np.full(len(x), np.nan), np.full(len(x), np.nan)
    low[inside], high[inside] = np.nanmin(y[:, inside], axis=0), np.nanmax(y[:, inside], axis=0)
    return low, high
