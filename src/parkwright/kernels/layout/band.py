"""The band of lots outside a ring road that runs within the land: one strip along each side of the ring."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import shapely
from shapely.geometry import Polygon
from shapely.geometry.base import BaseGeometry

from parkwright.kernels.layout.frame import Floats
from parkwright.kernels.layout.ground import polygons

_TURN = np.radians(12.0)
"""Sides of a ring that turn less than this, in all, are one strip."""


def cut_band(
    band: BaseGeometry, rings: Sequence[Polygon], deep_m: float
) -> tuple[list[tuple[Polygon, float]], list[Polygon]]:
    """Cut the land outside ring roads into strips, along the bisectors of the ring's corners.

    band:   the land; rings: what each ring road encloses, its surface included; deep_m: depth of the band
    Returns (strip, direction of its side in radians) and what lies outside all of them.

    I/O Example:
        a ring of 100 x 60 m in a band 40 m deep -> four strips, mitred at the corners, no rest
    """
    strips: list[tuple[Polygon, float]] = []
    left = band
    for ring in rings:
        for line in (ring.exterior, *ring.interiors):
            for sector, angle in _sectors(np.asarray(line.coords), deep_m * 1.6):
                piece = shapely.intersection(left, sector)
                found = polygons(piece)
                if not found:
                    continue
                left = shapely.difference(left, sector)
                strips += [(one, angle) for one in found]
    return strips, polygons(left)


def _sectors(coords: Floats, far: float) -> list[tuple[Polygon, float]]:
    """For each side of a ring (closed), what lies before it, as far as ``far``, between the bisectors of its corners."""
    xy = coords[:-1]
    step = np.roll(xy, -1, axis=0) - xy
    keep = np.hypot(*step.T) > 0.01
    xy = xy[keep]
    step = np.roll(xy, -1, axis=0) - xy
    # polygons() keeps shells clockwise or not as GEOS made them: outward is left of a clockwise ring
    area = 0.5 * float((xy[:, 0] * np.roll(xy[:, 1], -1) - np.roll(xy[:, 0], -1) * xy[:, 1]).sum())
    if area > 0:
        xy = xy[::-1]
        step = np.roll(xy, -1, axis=0) - xy
    unit = step / np.hypot(*step.T)[:, None]
    normal = np.stack([-unit[:, 1], unit[:, 0]], axis=1)
    before = np.roll(normal, 1, axis=0)
    half = normal + before
    half /= np.maximum(np.hypot(*half.T), 1e-9)[:, None]
    stretch = 1 / np.clip((half * normal).sum(axis=1), 0.34, 1.0)
    out = xy + half * (far * stretch)[:, None]
    last = np.roll(unit, 1, axis=0)
    across = last[:, 0] * unit[:, 1] - last[:, 1] * unit[:, 0]
    turn = np.abs(np.arctan2(across, (last * unit).sum(axis=1)))
    count = len(xy)
    first = int(np.argmax(turn))
    sides: list[list[int]] = []
    turned = 0.0
    for at in (np.arange(count) + first) % count:
        turned += float(turn[at])
        if not sides or turned > _TURN:
            sides.append([])
            turned = 0.0
        sides[-1].append(int(at))
    found = []
    for side in sides:
        corners = [*side, (side[-1] + 1) % count]
        chord = xy[corners[-1]] - xy[corners[0]]
        shape = Polygon([*xy[corners], *out[corners][::-1]])
        whole = polygons(shapely.make_valid(shape))
        angle = float(np.arctan2(chord[1], chord[0]))
        found += [(part, angle) for part in whole]
    return found
