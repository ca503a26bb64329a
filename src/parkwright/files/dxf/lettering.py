"""Labels of lots: as large as fits into the lot, along its sides where it is a rectangle."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import shapely

from parkwright.files.dxf.land_layers import LABEL_LAYER
from parkwright.files.dxf.object_data import one_line
from parkwright.words import Lang, say, text

if TYPE_CHECKING:
    from ezdxf.layouts import Modelspace
    from shapely.geometry import Polygon
    from shapely.geometry.base import BaseGeometry

STYLE, ARIAL = "PARKWRIGHT_LABEL", "Arial"
"""A TrueType font: the SHX fonts of CAD programs lack most Vietnamese letters."""
_LETTER_WIDE, _LINE_HIGH = 0.62, 1.6
"""Mean width of a letter and distance of lines, in letter heights (Arial)."""
_FILLED = 0.7
"""Share of the room that a label may take."""
_RECTANGLE = 0.9
"""A lot that fills this share of the smallest rectangle around it is as good as one."""
_NARROW = 2.5
"""A lot so many times as deep as wide has its label along its depth, as draughtsmen do."""
_MIDDLE_CENTER = 5


def add_label(space: Modelspace, row: Mapping[str, Any], lang: Lang) -> None:
    """The id of a lot and its area, as the language writes numbers.

    I/O Example:
        lot_id A-01, area_m2 12345.6, "vi" -> MTEXT "A-01" over "12.345,6 m²"
    """
    lines = [one_line(str(row["lot_id"])), say(text("dxf.lot_area", area_m2=float(row["area_m2"])), lang)]
    room = _room(row["geometry"], lines)
    space.add_mtext(
        "\\P".join(_plain(line) for line in lines),
        dxfattribs={
            "layer": LABEL_LAYER,
            "style": STYLE,
            "char_height": round(room.height_m, 3),
            "insert": room.middle,
            "rotation": round(room.turned_deg, 6),
            "attachment_point": _MIDDLE_CENTER,
        },
    )


@dataclass(frozen=True, slots=True)
class _Room:
    """Where a label goes, how high its letters are, how far it is turned from the horizontal (above -90, up to 90 degrees)."""

    middle: tuple[float, float]
    height_m: float
    turned_deg: float = 0.0


def letter_height(lines: list[str], wide_m: float, high_m: float) -> float:
    """The height of letters at which a block of lines fits into a rectangle.

    I/O Example:
        ["A-01", "9.999,5 m²"], 50 m wide, 100 m high -> 5.6 m
    """
    longest = max(len(line) for line in lines) * _LETTER_WIDE
    return _FILLED * min(wide_m / longest, high_m / (len(lines) * _LINE_HIGH))


def _room(shape: Polygon, lines: list[str]) -> _Room:
    """In a lot that is nearly a rectangle along its sides; else level, in the largest circle inside."""
    around = shape.minimum_rotated_rectangle
    if shape.area >= _RECTANGLE * around.area:
        return _along_the_sides(around, lines)
    spoke = shapely.maximum_inscribed_circle(shape)
    (x, y), _ = shapely.get_coordinates(spoke)
    wide, high = max(len(line) for line in lines) * _LETTER_WIDE, len(lines) * _LINE_HIGH
    across = 2 * float(spoke.length) / math.hypot(wide, high)
    return _Room((float(x), float(y)), letter_height(lines, across * wide, across * high))


def _along_the_sides(around: BaseGeometry, lines: list[str]) -> _Room:
    """Along the side nearest to the horizontal, unless the other is much longer."""
    corners = shapely.get_coordinates(around)
    sides = [(corners[1] - corners[0]), (corners[2] - corners[1])]
    level, steep = sorted(
        ((_upright(math.degrees(math.atan2(y, x))), math.hypot(x, y)) for x, y in sides),
        key=lambda side: abs(side[0]),
    )
    (turned, along), (_, across) = (steep, level) if steep[1] > _NARROW * level[1] else (level, steep)
    middle = (float(around.centroid.x), float(around.centroid.y))
    return _Room(middle, letter_height(lines, along, across), turned)


def _upright(degrees: float) -> float:
    """The same direction, so that a text along it is not upside down."""
    turned = round(degrees, 6) % 180
    return turned - 180 if turned > 90 else turned


def _plain(line: str) -> str:
    """Signs that steer an MTEXT stand for themselves."""
    for sign in "\\{}":
        line = line.replace(sign, f"\\{sign}")
    return line.replace("^", "^ ")
