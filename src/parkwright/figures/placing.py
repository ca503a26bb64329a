"""Placing labels and numbers so that none covers another: first come, first served, in a fixed order."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle on paper, by its centre, width and height."""

    x: float
    y: float
    width: float
    height: float

    def hits(self, other: Box) -> bool:
        return (
            abs(self.x - other.x) * 2 < self.width + other.width
            and abs(self.y - other.y) * 2 < self.height + other.height
        )

    def inside(self, outer: Box) -> bool:
        return (
            abs(self.x - outer.x) * 2 <= outer.width - self.width
            and abs(self.y - outer.y) * 2 <= outer.height - self.height
        )


@dataclass(slots=True)
class Places:
    """The rectangles that are taken on one sheet (a sheet is drawn by one function; nothing outlives it)."""

    paper: Box
    taken: list[Box] = field(default_factory=list)

    def free(self, box: Box) -> bool:
        return box.inside(self.paper) and not any(box.hits(other) for other in self.taken)

    def take(self, box: Box) -> None:
        self.taken.append(box)

    def nearest(self, box: Box, step: float, rounds: int) -> Box | None:
        """The free place nearest to the wished one, searched on rings around it; it is taken. None if there is none.

        I/O Example:
            two numbers 10 wide wished at the same point, step 5 -> the second is moved 10 to the right
        """
        for spot in _rings(box, step, rounds):
            if self.free(spot):
                self.take(spot)
                return spot
        return None

    def first(self, boxes: Iterable[Box]) -> Box | None:
        """The first of the wished places that is free; it is taken. None if all are occupied."""
        for box in boxes:
            if self.free(box):
                self.take(box)
                return box
        return None


def _rings(box: Box, step: float, rounds: int) -> Iterable[Box]:
    yield box
    for ring in range(1, rounds + 1):
        around = 6 * ring
        for turn in range(around):
            angle = 2 * math.pi * turn / around
            x, y = box.x + ring * step * math.cos(angle), box.y + ring * step * math.sin(angle)
            yield Box(x, y, box.width, box.height)
