"""``Frame``: a body of land turned so that the rows of lots lie along x; and its areas by a summed-area table."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeVar

import numpy as np
import numpy.typing as npt
import shapely
from shapely.geometry.base import BaseGeometry

Floats = npt.NDArray[np.float64]
Shape = TypeVar("Shape", bound=BaseGeometry)


@dataclass(frozen=True, slots=True)
class Frame:
    """A turned system: ``angle`` (radians, of its x axis) about ``centre``."""

    angle: float
    centre: tuple[float, float]

    def into(self, shape: Shape) -> Shape:
        """A shape of the zone in this frame."""
        return shapely.transform(shape, self.turn)

    def back(self, shape: Shape) -> Shape:
        """A shape of this frame in the zone."""
        return shapely.transform(shape, self.unturn)

    def turn(self, xy: Floats) -> Floats:
        """Points of the zone, shape (n, 2), in this frame."""
        return (xy - self.centre) @ _rotation(self.angle)

    def unturn(self, xy: Floats) -> Floats:
        """Points of this frame, shape (n, 2), in the zone."""
        return xy @ _rotation(self.angle).T + self.centre


def _rotation(angle: float) -> Floats:
    return np.array([[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]])


@dataclass(frozen=True, slots=True)
class AreaTable:
    """Area of a shape in any box with sides along the axes, from cells of ``cell`` metres.

    total: shape (rows + 1, columns + 1); ``total[i, j]`` = area of the shape below row i and left of column j
    """

    x0: float
    y0: float
    cell: float
    total: Floats

    def boxes(self, x_low: Floats, x_high: Floats, y_low: Floats, y_high: Floats) -> Floats:
        """Areas of the shape in boxes (m2); the four arrays broadcast; a box turned inside out has none.

        I/O Example:
            table of a square of 100 m from (0, 0): boxes(50, 150, 0, 20) -> 1000
        """
        left, right = self._column(x_low), self._column(np.maximum(x_high, x_low))
        low, high = self._row(y_low), self._row(np.maximum(y_high, y_low))
        return self._at(high, right) - self._at(high, left) - self._at(low, right) + self._at(low, left)

    def _column(self, x: Floats) -> Floats:
        return np.clip((x - self.x0) / self.cell, 0.0, self.total.shape[1] - 1.0)

    def _row(self, y: Floats) -> Floats:
        return np.clip((y - self.y0) / self.cell, 0.0, self.total.shape[0] - 1.0)

    def _at(self, row: Floats, column: Floats) -> Floats:
        i = np.minimum(row.astype(np.intp), self.total.shape[0] - 2)
        j = np.minimum(column.astype(np.intp), self.total.shape[1] - 2)
        u, v = row - i, column - j
        width = self.total.shape[1]
        flat, first = self.total.ravel(), i * width + j
        below = flat[first] * (1 - v) + flat[first + 1] * v
        above = flat[first + width] * (1 - v) + flat[first + width + 1] * v
        found: Floats = below * (1 - u) + above * u
        return found


def area_table(shape: BaseGeometry, cell: float) -> AreaTable:
    """The summed-area table of a polygon or multipolygon.

    A cell counts by the length of the shape on its middle line, so that the table's total is the area up to the second order of
    ``cell``. Method: Crow 1984, "Summed-area tables for texture mapping"; scan lines with even-odd crossings.
    """
    x0, y0, x1, y1 = shape.bounds
    columns, rows = int(np.ceil((x1 - x0) / cell)) + 1, int(np.ceil((y1 - y0) / cell)) + 1
    middle: Floats = np.asarray(y0 + (np.arange(rows) + 0.5) * cell, dtype=np.float64)
    covered = np.zeros((rows, columns + 1))
    for at, crossings in _crossings(shape, middle):
        edges = (crossings - x0) / cell
        sign = np.where(np.arange(len(edges)) % 2 == 0, 1.0, -1.0)
        j = edges.astype(np.intp)
        part = edges - j
        # running sum of "1 from this place on": the cell of the crossing counts its rest, all after it count whole
        np.add.at(covered[at], j, sign * (1 - part))
        np.add.at(covered[at], j + 1, sign * part)
    cells = np.cumsum(covered, axis=1)[:, :columns] * cell * cell
    total = np.zeros((rows + 1, columns + 1))
    total[1:, 1:] = np.cumsum(np.cumsum(cells, axis=0), axis=1)
    return AreaTable(x0, y0, cell, total)


def _crossings(shape: BaseGeometry, y: Floats) -> list[tuple[int, Floats]]:
    """Where the boundary of a shape crosses each horizontal line, from left to right."""
    starts, ends = edges_of(shape)
    low, high = np.minimum(starts[:, 1], ends[:, 1]), np.maximum(starts[:, 1], ends[:, 1])
    first, last = np.searchsorted(y, low), np.searchsorted(y, high)
    count = last - first
    edge = np.repeat(np.arange(len(starts)), count)
    line = np.arange(count.sum()) - np.repeat(np.cumsum(count) - count, count) + np.repeat(first, count)
    slope = (ends[edge, 0] - starts[edge, 0]) / (ends[edge, 1] - starts[edge, 1])
    x = starts[edge, 0] + (y[line] - starts[edge, 1]) * slope
    order = np.lexsort((x, line))
    line, x = line[order], x[order]
    cut = np.flatnonzero(np.diff(line)) + 1
    return [
        (int(here[0]), there)
        for here, there in zip(np.split(line, cut), np.split(x, cut), strict=True)
        if len(here)
    ]


def edges_of(shape: BaseGeometry) -> tuple[Floats, Floats]:
    """Starts and ends of all edges of all rings of a shape, each of shape (n, 2)."""
    rings = shapely.get_rings(shapely.get_parts(shape))
    xy, ring = shapely.get_coordinates(rings, return_index=True)
    same = ring[1:] == ring[:-1]
    return xy[:-1][same], xy[1:][same]
