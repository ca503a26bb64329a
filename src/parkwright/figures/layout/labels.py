"""Words on the land: number and area in each lot, names of works, names and widths of roads, as far as they fit inside.

A label that does not fit is never squeezed over a neighbour: lots left without number or area are counted, and the sheet says so.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from parkwright.figures import style
from parkwright.figures.layout.land import ARM_MM, grid_metres
from parkwright.figures.layout.paper import Paper
from parkwright.figures.layout.plan import Plan, colour_of
from parkwright.figures.letters import width_of
from parkwright.steps.layout.uses import lot_number
from parkwright.words import Lang, say, text
from parkwright.words.numbers import number

_SIZES = (6.0, 5.0, 4.3)
"""Letters of a lot, points: the largest that fits. Below 4.3 (1.5 mm) a print is no longer read with ease."""
_LINE = 1.22
_NAMED = ("service", "parking", "technical", "green_park", "reserve", "protected")
"""Uses whose pieces carry their name and hectares."""
_ROAD_SIZES = (5.5, 4.8, 4.0)
_APART_MM = 110.0
"""Labels of one kind of road stand at least this far apart, mm on paper."""
_STRAIGHT_M = 0.5


@dataclass(frozen=True, slots=True)
class Told:
    """How many lots carry neither number nor area, and how many the number only."""

    bare: int
    number_only: int


@dataclass(frozen=True, slots=True)
class _Label:
    lines: tuple[str, ...]
    size: float
    x: float
    y: float
    turn: float


def draw_lot_labels(axes: Any, plan: Plan, paper: Paper, lang: Lang) -> Told:
    """Number and area in every lot where they fit, level or along its longer side; else the number alone."""
    place = dict(zip(plan.pieces["piece_id"], plan.shapes, strict=True))
    shapes = np.array([place[lot] for lot in plan.lots["lot_id"]], dtype=object)
    full = [
        (lot_number(str(lot)), number(float(area), lang))
        for lot, area in zip(plan.lots["lot_id"], plan.lots["area_m2"], strict=True)
    ]
    uses = plan.lots["use"].tolist()
    placed = _fitted(shapes, full, paper, _SIZES)
    without_area = sum(label is None for label in placed)
    placed = _where_none(placed, shapes, [words[:1] for words in full], paper)
    for label, use in zip(placed, uses, strict=True):
        if label is not None:
            _write(axes, label, paper, colour_of(use))
    bare = sum(label is None for label in placed)
    return Told(bare, without_area - bare)


def draw_names(axes: Any, plan: Plan, paper: Paper, lang: Lang) -> None:
    """Name and hectares in pieces of service, technical and other land where they fit; the legend tells the rest by colour."""
    rows = plan.pieces["use"].str.startswith(_NAMED).to_numpy()
    uses = plan.pieces.loc[rows, "use"].tolist()
    areas = plan.pieces.loc[rows, "area_m2"]
    names = [say(f"layout_drawing.use.{use}", lang) for use in uses]
    told = [f"{number(area / 1e4, lang, 2)} ha" for area in areas]
    broken = [_two_lines(name) for name in names]
    shapes = plan.shapes[rows]
    placed: list[_Label | None] = [None] * len(uses)
    for words in (
        [(*name, ha) for name, ha in zip(broken, told, strict=True)],
        [(name, ha) for name, ha in zip(names, told, strict=True)],
        broken,
        [(name,) for name in names],
    ):
        placed = _where_none(placed, shapes, words, paper)
    for label, use in zip(placed, uses, strict=True):
        if label is not None:
            _write(axes, label, paper, colour_of(use))


def _two_lines(words: str) -> tuple[str, ...]:
    """A name broken at the blank nearest to its middle, if it is long."""
    blanks = [at for at, letter in enumerate(words) if letter == " "]
    if len(words) <= 12 or not blanks:
        return (words,)
    cut = min(blanks, key=lambda at: abs(at - len(words) / 2))
    return words[:cut], words[cut + 1 :]


def _fitted(
    shapes: np.ndarray, words: Sequence[tuple[str, ...]], paper: Paper, sizes: Sequence[float]
) -> list[_Label | None]:
    """The largest label that lies wholly inside each shape, None where none does."""
    found: list[_Label | None] = [None] * len(shapes)
    if not len(shapes):
        return found
    middle = _middles(shapes)
    turns = _turns(shapes)
    for size in sizes:
        for turned in (np.zeros(len(shapes)), turns):
            open_ = np.array([one is None for one in found])
            if not open_.any():
                return found
            boxes = np.array(
                [_box(words[at], size, middle[at], turned[at], paper) for at in range(len(shapes))]
            )
            fits = open_ & shapely.covers(shapes, shapely.polygons(boxes))
            for at in map(int, np.flatnonzero(fits)):
                x, y = middle[at]
                found[at] = _Label(words[at], size, float(x), float(y), float(turned[at]))
    return found


def _where_none(
    placed: Sequence[_Label | None], shapes: np.ndarray, words: Sequence[tuple[str, ...]], paper: Paper
) -> list[_Label | None]:
    """The labels so far, and where there is none, one of other words."""
    left = [at for at, label in enumerate(placed) if label is None]
    found = list(placed)
    for at, label in zip(left, _fitted(shapes[left], [words[at] for at in left], paper, _SIZES), strict=True):
        found[at] = label
    return found


def _middles(shapes: np.ndarray) -> np.ndarray:
    """[N, 2] centroid, or where that lies outside, a point on the surface."""
    middle = shapely.centroid(shapes)
    outside = ~shapely.contains(shapes, middle)
    middle[outside] = shapely.point_on_surface(shapes[outside])
    found: np.ndarray = shapely.get_coordinates(middle)
    return found


def _turns(shapes: np.ndarray) -> np.ndarray:
    """[N] direction of the longer side of the smallest turned box, degrees in (-90, 90], so that words are never upside down."""
    found = []
    for box in shapely.oriented_envelope(shapes):
        corners = shapely.get_coordinates(box)
        sides = corners[1:3] - corners[:2]
        dx, dy = sides[int(np.argmax(np.hypot(sides[:, 0], sides[:, 1])))]
        found.append(upright(math.degrees(math.atan2(dy, dx))))
    return np.array(found)


def upright(degrees: float) -> float:
    """A direction as words are read along it: from the left, or from below where it is steep.

    I/O Example:
        170 -> -10      -90 -> 90
    """
    turned = (degrees + 90.0) % 180.0 - 90.0
    return 90.0 if turned <= -89.9 else turned


def _box(lines: Sequence[str], size: float, middle: Any, turn: float, paper: Paper) -> np.ndarray:
    """[4, 2] corners of the room that lines of words take, with a little air."""
    wide = paper.ground(max(measure(line, size) for line in lines) + 2.0) / 2
    high = paper.ground(len(lines) * size * _LINE + 0.6) / 2
    corners = np.array([(-wide, -high), (wide, -high), (wide, high), (-wide, high)])
    angle = math.radians(turn)
    cos, sin = math.cos(angle), math.sin(angle)
    found: np.ndarray = corners @ np.array([[cos, sin], [-sin, cos]]) + np.asarray(middle)
    return found


def measure(words: str, size: float) -> float:
    """Width of words, points; digits are equally wide in the font, so that numbers of one length are measured once."""
    return width_of(re.sub(r"\d", "0", words), size)


def _write(axes: Any, label: _Label, paper: Paper, ground: str) -> None:
    """Write a label in the ink that stands out on its ground; a cross of the grid that would run through it is covered."""
    cover = {"facecolor": ground, "edgecolor": "none", "pad": 0.4} if _on_cross(label, paper) else None
    axes.text(
        label.x - paper.west, label.y - paper.south, "\n".join(label.lines), fontsize=label.size, color=style.ink_on(ground),
        ha="center", va="center", rotation=label.turn, rotation_mode="anchor", linespacing=_LINE * 0.86, zorder=10, bbox=cover,
    )  # fmt: skip


def _on_cross(label: _Label, paper: Paper) -> bool:
    """Whether a cross of the coordinate grid lies under a label, its arms included."""
    step, arm = grid_metres(paper), ARM_MM * paper.metre
    corners = _box(label.lines, label.size, (label.x, label.y), label.turn, paper)
    (west, south), (east, north) = corners.min(axis=0) - arm, corners.max(axis=0) + arm
    return bool(
        math.floor(east / step) >= math.ceil(west / step)
        and math.floor(north / step) >= math.ceil(south / step)
    )


def draw_road_labels(
    axes: Any, plan: Plan, joined: Mapping[str, BaseGeometry], paper: Paper, lang: Lang
) -> None:
    """Name and width along the longest straight stretches of each kind of road, inside its surface."""
    surface = shapely.union_all([shape for use, shape in joined.items() if use.startswith("road")])
    shapely.prepare(surface)
    boxes: list[BaseGeometry] = []
    for use, whole in joined.items():
        width = _width_of(plan, use)
        if not use.startswith("road") or width is None:
            continue
        words = road_words(use, width, lang)
        taken: list[tuple[float, float]] = []
        for size in _ROAD_SIZES:
            for label, box in _stretches_told(whole, surface, width, (words, size), paper, taken):
                # Names of two roads meet where these cross: the first stands.
                if not shapely.intersects(box, boxes).any():
                    boxes.append(box)
                    taken.append((label.x, label.y))
                    _write(axes, label, paper, colour_of(use))


def road_words(use: str, width: float | None, lang: Lang) -> str:
    """Name of a kind of road with its width, if it has one.

    I/O Example:
        ("road_main", 28.0, "en") -> "Main road, 28 m"
    """
    name = text(f"layout_drawing.use.{use}")
    return (
        say(name, lang)
        if width is None
        else say(text("layout_drawing.with_width", name=name, metres=width), lang)
    )


def _width_of(plan: Plan, use: str) -> float | None:
    known = plan.pieces.loc[plan.pieces["use"] == use, "width"].dropna()
    return float(known.iloc[0]) if len(known) else None


def _stretches_told(
    whole: BaseGeometry, surface: BaseGeometry, width: float, words: tuple[str, float], paper: Paper,
    taken: Sequence[tuple[float, float]],
) -> Iterator[tuple[_Label, BaseGeometry]]:  # fmt: skip
    """Labels of a road with their room, far from those in ``taken``, which may grow on the way."""
    line, size = words
    need = paper.ground(measure(line, size) + 4.0)
    for length, x, y, turn in _stretches(whole, width):
        if length < need:
            break
        far = all(math.dist((x, y), other) >= _APART_MM * paper.metre for other in taken)
        box = shapely.Polygon(_box((line,), size, (x, y), turn, paper))
        if far and surface.covers(box) and whole.intersects(shapely.Point(x, y)):
            yield _Label((line,), size, x, y, turn), box


def _stretches(whole: BaseGeometry, width: float) -> list[tuple[float, float, float, float]]:
    """Straight stretches of a road, the longest first: length, middle of the road there, direction.

    A kerb is a long edge of the road's outline; the middle of the road lies half its width inside.
    """
    found = []
    for part in shapely.get_parts(shapely.simplify(whole, _STRAIGHT_M)):
        for ring in shapely.get_parts(shapely.boundary(part)):
            points = shapely.get_coordinates(ring)
            # The land of an exterior ring lies on its other side than that of a hole: both sides are tried, one is road.
            for (x1, y1), (x2, y2) in pairwise(points):
                length = math.hypot(x2 - x1, y2 - y1)
                if length < width:
                    continue
                dx, dy = (x2 - x1) / length, (y2 - y1) / length
                turn = upright(math.degrees(math.atan2(dy, dx)))
                for side in (1, -1):
                    x, y = (x1 + x2) / 2 - side * dy * width / 2, (y1 + y2) / 2 + side * dx * width / 2
                    found.append((length, x, y, turn))
    return sorted(found, key=lambda one: (-one[0], one[1], one[2]))
