"""Where the letters and the rectangles of a chart lie, read back from its SVG."""

from __future__ import annotations

import math
import re
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from typing import NamedTuple

Matrix = tuple[float, float, float, float, float, float]


class Rect(NamedTuple):
    left: float
    top: float
    right: float
    bottom: float

    def hits(self, other: Rect, slack: float = 0.0) -> bool:
        """Whether the two share more than ``slack`` points across and along."""
        across = min(self.right, other.right) - max(self.left, other.left)
        along = min(self.bottom, other.bottom) - max(self.top, other.top)
        return across > slack and along > slack

    def holds(self, other: Rect) -> bool:
        return (
            self.left <= other.left
            and other.right <= self.right
            and self.top <= other.top
            and other.bottom <= self.bottom
        )


def letters(svg: str) -> list[Rect]:
    """A box around each line of words (``outline_letters`` parts coordinates by spaces, Vega by commas)."""
    return [
        _box(matrix, [(float(x), float(y)) for x, y in re.findall(r"(-?[\d.]+) (-?[\d.]+)", path)])
        for path, matrix, _ in _paths(svg)
        if "," not in path
    ]


def columns(svg: str, colour: str) -> list[Rect]:
    """The rectangles of a colour; the squares of the legend, drawn around a point, are left out."""
    found = []
    for path, matrix, fill in _paths(svg):
        shape = re.fullmatch(r"M(-?[\d.]+),(-?[\d.]+)h(-?[\d.]+)v(-?[\d.]+)h-?[\d.]+Z", path)
        if shape and fill == colour:
            x, y, width, height = map(float, shape.groups())
            if x != -width / 2:
                found.append(_box(matrix, [(x, y), (x + width, y + height)]))
    return found


def _paths(svg: str) -> Iterator[tuple[str, Matrix, str | None]]:
    yield from _walk(ET.fromstring(svg), (1, 0, 0, 1, 0, 0))


def _walk(node: ET.Element, outer: Matrix) -> Iterator[tuple[str, Matrix, str | None]]:
    matrix = _times(outer, node.get("transform", ""))
    if node.tag.endswith("path") and node.get("d"):
        yield str(node.get("d")), matrix, node.get("fill")
    for child in node:
        yield from _walk(child, matrix)


def _times(matrix: Matrix, words: str) -> Matrix:
    for name, given in re.findall(r"(\w+)\(([^)]*)\)", words):
        parts = [float(part) for part in re.split(r"[ ,]+", given)]
        if name == "translate":
            step: Matrix = (1, 0, 0, 1, parts[0], parts[1])
        elif name == "rotate":
            turn = math.radians(parts[0])
            step = (math.cos(turn), math.sin(turn), -math.sin(turn), math.cos(turn), 0, 0)
        else:
            raise ValueError(f"{name}: a transform that no chart of ours has")
        a, b, c, d, e, f = matrix
        g, h, i, j, k, m = step
        matrix = (
            a * g + c * h,
            b * g + d * h,
            a * i + c * j,
            b * i + d * j,
            a * k + c * m + e,
            b * k + d * m + f,
        )
    return matrix


def _box(matrix: Matrix, points: list[tuple[float, float]]) -> Rect:
    a, b, c, d, e, f = matrix
    xs, ys = [a * x + c * y + e for x, y in points], [b * x + d * y + f for x, y in points]
    return Rect(min(xs), min(ys), max(xs), max(ys))
