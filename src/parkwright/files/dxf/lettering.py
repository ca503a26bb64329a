"""Labels of lots: as large as fits into the lot, at the point farthest from its edges."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import shapely

from parkwright.files.dxf.land_layers import LABEL_LAYER
from parkwright.files.dxf.object_data import one_line
from parkwright.words import Lang, say, text

if TYPE_CHECKING:
    from ezdxf.layouts import Modelspace
    from shapely.geometry import Polygon

STYLE, ARIAL = "PARKWRIGHT_LABEL", "Arial"
"""A TrueType font: the SHX fonts of CAD programs lack most Vietnamese letters."""
_LETTER_WIDE, _LINE_HIGH = 0.62, 1.6
"""Mean width of a letter and distance of lines, in letter heights (Arial)."""
_FILLED = 0.85
"""Share of the circle that a label may fill."""
_NEARLY = 0.9
"""Share of the largest circle's radius that is as good, in the middle of the lot."""
_MIDDLE_CENTER = 5


def add_label(space: Modelspace, row: Mapping[str, Any], lang: Lang) -> None:
    """The id of a lot and its area, as the language writes numbers.

    I/O Example:
        lot_id A-01, area_m2 12345.6, "vi" -> MTEXT "A-01" over "12.345,6 m²"
    """
    lines = [one_line(str(row["lot_id"])), say(text("dxf.lot_area", area_m2=float(row["area_m2"])), lang)]
    (x, y), radius = _room(row["geometry"])
    space.add_mtext(
        "\\P".join(_plain(line) for line in lines),
        dxfattribs={
            "layer": LABEL_LAYER,
            "style": STYLE,
            "char_height": round(letter_height(lines, radius), 3),
            "insert": (x, y),
            "attachment_point": _MIDDLE_CENTER,
        },
    )


def letter_height(lines: list[str], radius: float) -> float:
    """The height of letters at which a block of lines fits into a circle.

    I/O Example:
        ["A-01", "9.999,5 m²"], 25 m -> 6.1 m
    """
    wide, high = max(len(line) for line in lines) * _LETTER_WIDE, len(lines) * _LINE_HIGH
    return 2 * radius * _FILLED / math.hypot(wide, high)


def _room(shape: Polygon) -> tuple[tuple[float, float], float]:
    """Centre and radius of a circle inside a lot: around its centroid where that has (nearly) as much room as any other point,
    as in a long rectangle; else the largest."""
    spoke = shapely.maximum_inscribed_circle(shape)
    (x, y), _ = shapely.get_coordinates(spoke)
    centroid = shape.centroid
    around = float(centroid.distance(shape.boundary)) if shape.contains(centroid) else 0.0
    if around >= _NEARLY * spoke.length:
        return (float(centroid.x), float(centroid.y)), around
    return (float(x), float(y)), float(spoke.length)


def _plain(line: str) -> str:
    """Signs that steer an MTEXT stand for themselves."""
    for sign in "\\{}":
        line = line.replace(sign, f"\\{sign}")
    return line.replace("^", "^ ")
