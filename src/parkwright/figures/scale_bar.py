"""Scale bar and north arrow, together in the corner of a map where fewest points lie."""

from __future__ import annotations

from typing import Any

from parkwright.figures import style
from parkwright.figures.placing import Box
from parkwright.figures.sizes import round_below
from parkwright.words import say
from parkwright.words.numbers import exact

_HIGH = 46.0
"""Height of bar and arrow with their words, points."""
_THICK = 2.4
_LETTER = 6.0


def draw_scale_and_north(sheet: Any) -> None:
    """A bar of a round length with its middle marked, and above its left end an arrow to the north of the zone."""
    length = round_below(sheet.layers["width"] / 5)
    box = _corner(sheet, length)
    sheet.places.take(box)
    left, foot = box.x - box.width / 2 + sheet.metres(8), box.y + box.height / 2 - sheet.metres(5)
    for half, colour in enumerate((style.INK, style.PAPER)):
        _half(sheet, left + half * length / 2, foot, length / 2, colour)
    words = foot - sheet.metres(5.5)
    for share in (0.0, 0.5, 1.0):
        told = exact(length * share / 1000, sheet.lang)
        sheet.write(left + share * length, words, told, _LETTER)
    room = sheet.metres(_LETTER * 0.3 * (len(told) + 1) + 4)
    sheet.write(left + length + room, words, say("figures.km", sheet.lang), _LETTER, ha="left")
    tip, end = words - sheet.metres(26), words - sheet.metres(8)
    arrow = {"arrowstyle": "-|>", "color": style.INK, "lw": 1.0, "shrinkA": 0, "shrinkB": 0}
    sheet.axes.annotate("", (left, tip), (left, end), arrowprops=arrow, zorder=21)
    sheet.write(left, tip - sheet.metres(4.5), say("figures.north", sheet.lang), 7, weight="bold")


def _corner(sheet: Any, length: float) -> Box:
    """The corner with the fewest points of places, parks and sites: lower left, if it is no worse than the others."""
    layers = sheet.layers
    width, height = length + sheet.metres(38), sheet.metres(_HIGH)
    rim = sheet.metres(7)
    spots = [(one["x"], one["y"]) for name in ("districts", "parks", "sites") for one in layers[name]]
    spots += [tuple(one["middle"]) for one in layers["districts"]]
    corners = [
        Box(x, y, width, height)
        for x, y in (
            (rim + width / 2, layers["height"] - rim - height / 2),
            (layers["width"] - rim - width / 2, layers["height"] - rim - height / 2),
            (rim + width / 2, rim + height / 2),
            (layers["width"] - rim - width / 2, rim + height / 2),
        )
    ]
    around = sheet.metres(16)
    return min(corners, key=lambda box: sum(box.hits(Box(x, y, around, around)) for x, y in spots))


def _half(sheet: Any, x: float, y: float, length: float, face: str) -> None:
    from matplotlib.patches import Rectangle

    sheet.axes.add_patch(
        Rectangle(
            (x, y),
            length,
            sheet.metres(_THICK),
            facecolor=face,
            edgecolor=style.INK,
            linewidth=0.5,
            zorder=20,
        )
    )
