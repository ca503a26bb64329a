"""A sheet with the background map: ground, districts, rivers, roads, scale bar, north arrow, credit line.

Drawn with matplotlib without pyplot (no global figure); SVG text becomes outlines, so that a file shows the same letters
everywhere, Vietnamese ones too (DejaVu Sans holds them all and ships with matplotlib).
"""

from __future__ import annotations

import io
import math
from functools import cache
from typing import Any, Literal

from parkwright.figures import style
from parkwright.figures.outlines import rim, slim
from parkwright.figures.placing import Box, Places
from parkwright.words import Lang, say

Format = Literal["svg", "png"]

WIDTH_IN = 7.3
"""Width of a sheet, inches: the text width of an A4 page."""
_POINT = 1 / 72


class Sheet:
    """One map being drawn: ``axes`` in metres on paper (y downwards), ``places`` for labels, ``below`` for the legend."""

    def __init__(self, layers: dict[str, Any], lang: Lang, form: Format, legend_in: float) -> None:
        from matplotlib.figure import Figure

        self.layers, self.lang, self.form = layers, lang, form
        width, height = layers["width"], layers["height"]
        map_in = WIDTH_IN * height / width
        credit_in = 0.32
        total = map_in + legend_in + credit_in
        self.metres_per_in = width / WIDTH_IN
        self.figure = Figure(figsize=(WIDTH_IN, total), facecolor=style.PAPER)
        self.axes = self.figure.add_axes((0, (legend_in + credit_in) / total, 1, map_in / total))
        self.axes.set(xlim=(0, width), ylim=(height, 0), xticks=[], yticks=[], facecolor=style.SEA)
        for spine in self.axes.spines.values():
            spine.set(color=style.MUTED, linewidth=0.6)
        self.below = self.figure.add_axes((0, credit_in / total, 1, legend_in / total))
        self.below.set(xlim=(0, WIDTH_IN), ylim=(legend_in, 0))
        self.below.set_axis_off()
        self.places = Places(Box(width / 2, height / 2, width * 0.985, height * 0.985))
        self._credit(credit_in / total)

    def metres(self, points: float) -> float:
        """Length on the map of so many typographic points on paper."""
        return float(points * _POINT * self.metres_per_in)

    def box(self, x: float, y: float, words: str, size: float, weight: str = "normal") -> Box:
        """The room that one line of words takes, as matplotlib measures its letters."""
        width, height = _measure(words, size, weight)
        return Box(x, y, self.metres(width + 4), self.metres(height + 1))

    def write(self, x: float, y: float, words: str, size: float, **more: Any) -> None:
        """Words with a pale rim, centred on a point of the map."""
        chosen: dict[str, Any] = {"color": style.INK, "ha": "center", "va": "center", "zorder": 20}
        chosen |= rim(self.form, size) | more
        self.axes.text(x, y, words, fontsize=size, **chosen)

    def label(self, x: float, y: float, words: str, size: float, **more: Any) -> bool:
        """Words at or beside a point where nothing else is written; False if there is no room."""
        wish = self.box(x, y, words, size, more.get("weight", "normal"))
        shifts = ((0, 0), (0, -1), (0, 1), (0, -1.6), (0, 1.6), (1.1, 0), (-1.1, 0), (0, -2), (0, 2))
        spots = (
            Box(x + dx * wish.width * 0.55, y + dy * wish.height, wish.width, wish.height)
            for dx, dy in shifts
        )
        spot = self.places.first(spots)
        if spot is not None:
            self.write(spot.x, spot.y, words, size, **more)
        return spot is not None

    def draw_ground(self, fill: dict[str, str] | None = None) -> None:
        """Land around, districts (each in its own colour where ``fill`` has one), rivers."""
        for entry in self.layers["ground"]:
            self._area(entry["rings"], style.LAND_AROUND, style.BORDER, 0.5, 1)
        for entry in self.layers["districts"]:
            self._area(entry["rings"], (fill or {}).get(entry["id"], style.LAND), style.BORDER, 0.5, 2)
        for entry in self.layers["rivers"]:
            self.lines(entry["lines"], colors=style.RIVER, linewidths=1.4, zorder=3)

    def draw_roads(self, faint: bool = False) -> None:
        """The network: pale, expressways darker, ring roads highlighted; roads that are not open yet are dashed.

        faint: only what helps to find one's way on a map of another subject
        """
        for kind in dict.fromkeys(entry["class"] for entry in self.layers["roads"]):
            colour, width, rank = _ROADS.get(kind, (style.ROAD, 0.45, 4))
            if faint and kind not in _ROADS:
                continue
            width *= 0.6 if faint else 1.0
            for now in (True, False):
                lines = [
                    entry["line"]
                    for entry in self.layers["roads"]
                    if entry["class"] == kind and (entry["opens"] == 0) == now
                ]
                dash = "solid" if now else style.DASHED
                self.lines(lines, colors=colour, linewidths=width, zorder=rank, linestyles=[dash])

    def lines(self, lines: list[Any], **more: Any) -> None:
        """Many lines of one kind at once."""
        from matplotlib.collections import LineCollection

        if lines:
            self.axes.add_collection(LineCollection(lines, capstyle="round", **more), autolim=False)

    def draw_names(self, districts: bool = True) -> None:
        """Names of the land around, of rivers, ring roads and districts, as far as there is room."""
        for name, x, y in _ring_names(self.layers["roads"]):
            self.label(x, y, name, 5.2, color=style.RING, weight="bold")
        for entry in self.layers["ground"]:
            if entry["name"] and entry["x"] is not None:
                self.label(entry["x"], entry["y"], entry["name"], 6, color=style.MUTED, style="italic")
        for entry in self.layers["rivers"]:
            if longest := max(entry["lines"], key=len, default=None):
                x, y = longest[len(longest) // 2]
                self.label(x, y, entry["name"], 5, color="#4f86a8", style="italic")
        if districts:
            outlined = [entry for entry in self.layers["districts"] if entry["rings"]]
            for entry in sorted(outlined, key=lambda entry: (-_extent(entry["rings"]), entry["id"])):
                self.label(entry["middle"][0], entry["middle"][1], entry["name"], 5, color="#5f5a50")

    def draw_scale_and_north(self) -> None:
        """A scale bar of a round length and an arrow to the north of the zone, in the lower left corner."""
        width, height = self.layers["width"], self.layers["height"]
        length = round_length(width / 5)
        x, y, thick = width * 0.03, height * 0.965, self.metres(2.4)
        self.places.take(Box(x + length / 2, y - thick, length * 1.25, self.metres(26)))
        for half, colour in enumerate((style.INK, style.PAPER)):
            self._patch(x + half * length / 2, y, length / 2, thick, colour)
        for share in (0.0, 0.5, 1.0):
            self.write(x + share * length, y - self.metres(5), _km(length * share / 1000), 5.5)
        self.write(x + length + self.metres(14), y - self.metres(5), say("figures.km", self.lang), 5.5)
        tip, foot = y - self.metres(34), y - self.metres(16)
        self.places.take(Box(x, (tip + foot) / 2, self.metres(14), self.metres(34)))
        arrow = {"arrowstyle": "-|>", "color": style.INK, "lw": 1.0, "shrinkA": 0, "shrinkB": 0}
        at = x + self.metres(4)
        self.axes.annotate("", (at, tip), (at, foot), arrowprops=arrow, zorder=21)
        self.write(at, tip - self.metres(4.5), say("figures.north", self.lang), 6.5, weight="bold")

    def save(self, name: str) -> bytes:
        """The sheet as bytes of an SVG (the same bytes for the same input) or of a PNG of 200 dots per inch.

        name: starts the ids inside an SVG, so that several can stand in one page
        """
        import matplotlib

        out = io.BytesIO()
        chosen: Any = {
            "svg.fonttype": "path",
            "svg.hashsalt": "parkwright",
            "font.family": "DejaVu Sans",
        }
        meta = {"Date": None, "Creator": None} if self.form == "svg" else {"Software": None}
        with matplotlib.rc_context(chosen):
            self.figure.savefig(out, format=self.form, dpi=200, metadata=meta)
        if self.form == "png":
            return out.getvalue()
        return slim(out.getvalue().decode("utf-8"), f"{name}-{self.lang}-").encode("utf-8")

    def _credit(self, room: float) -> None:
        self.figure.text(
            0.008,
            room * 0.5,
            _wrap(self.layers["credit"], 4.6, WIDTH_IN * 71),
            fontsize=4.6,
            color=style.MUTED,
            va="center",
        )

    def _area(self, rings: list[list[list[int]]], face: str, edge: str, width: float, rank: int) -> None:
        from matplotlib.patches import PathPatch
        from matplotlib.path import Path

        if rings:
            path = Path.make_compound_path(*(Path(ring, closed=True) for ring in rings))
            self.axes.add_patch(PathPatch(path, facecolor=face, edgecolor=edge, linewidth=width, zorder=rank))

    def _patch(self, x: float, y: float, width: float, height: float, face: str) -> None:
        from matplotlib.patches import Rectangle

        self.axes.add_patch(
            Rectangle((x, y), width, height, facecolor=face, edgecolor=style.INK, linewidth=0.5, zorder=20)
        )


_ROADS = {
    "ring": (style.RING, 1.5, 6),
    "expressway": (style.EXPRESSWAY, 0.9, 5),
    "national": (style.EXPRESSWAY, 0.6, 4),
}


def round_length(metres: float) -> float:
    """The longest round length (1, 2 or 5 times a power of ten) that is not longer.

    I/O Example:
        round_length(30_900) -> 20000.0
    """
    power = 10.0 ** math.floor(math.log10(metres))
    return next(step * power for step in (5, 2, 1) if step * power <= metres)


def _km(km: float) -> str:
    return f"{km:g}"


def _ring_names(roads: list[dict[str, Any]]) -> list[tuple[str, float, float]]:
    """Name of each ring road (what the names of its edges begin with) at the middle of its longest edges, two at most."""
    by_ref: dict[str, list[dict[str, Any]]] = {}
    for entry in roads:
        if entry["class"] == "ring" and entry["ref"]:
            by_ref.setdefault(entry["ref"], []).append(entry)
    found = []
    for ref in sorted(by_ref):
        name = common_start([entry["name"] or "" for entry in by_ref[ref]]) or ref
        for entry in sorted(by_ref[ref], key=lambda entry: -math.dist(*entry["line"]))[:2]:
            (x1, y1), (x2, y2) = entry["line"]
            found.append((name, (x1 + x2) / 2, (y1 + y2) / 2))
    return found


def common_start(names: list[str]) -> str:
    """The words that all names begin with, up to a number if they hold one.

    I/O Example:
        common_start(["Ring Road 4", "Ring Road 4 (Long An)"]) -> "Ring Road 4"
        common_start(["Ring Road 2 section 1", "Ring Road 2 section 3"]) -> "Ring Road 2"
    """
    start = []
    for words in zip(*(name.split() for name in names), strict=False):
        if len(set(words)) > 1:
            break
        start.append(words[0])
        if words[0].isdigit():
            break
    return " ".join(start).rstrip(" -:(,")


def _extent(rings: list[list[list[int]]]) -> float:
    xs = [x for ring in rings for x, _ in ring]
    return float(max(xs) - min(xs))


@cache
def _measure(words: str, size: float, weight: str = "normal") -> tuple[float, float]:
    """Width and height of a line of words, points."""
    from matplotlib.font_manager import FontProperties
    from matplotlib.textpath import text_to_path

    font = FontProperties(family="DejaVu Sans", size=size, weight=weight)
    width, _, _ = text_to_path.get_text_width_height_descent(words, font, ismath=False)
    return float(width), size


def _wrap(words: str, size: float, room: float) -> str:
    """Break words into lines that fit the room, points."""
    lines: list[str] = [""]
    for word in words.split():
        longer = f"{lines[-1]} {word}".strip()
        if _measure(longer, size)[0] <= room:
            lines[-1] = longer
        else:
            lines.append(word)
    return "\n".join(lines)


def shorten(words: str, rest: str, size: float, room: float) -> str:
    """Words cut with an ellipsis so that they fit the room (points) together with the rest of their line.

    I/O Example:
        shorten("Tân Phú Trung II", ": 2027", 5.8, 40.0) -> "Tân Ph…"
    """
    if _measure(words + rest, size)[0] <= room:
        return words
    while words and _measure(f"{words}…{rest}", size)[0] > room:
        words = words[:-1]
    return f"{words.rstrip()}…"
