"""How each mark of the map of the plan looks, and the legend that explains those that are drawn."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from parkwright.figures import style
from parkwright.figures.key import Entry
from parkwright.figures.sheet import OTHER_ROAD, ROADS
from parkwright.figures.sizes import samples
from parkwright.words import Lang, say, text

LOOKS: dict[str, dict[str, Any]] = {
    "candidate": {
        "s": 12,
        "marker": "s",
        "facecolors": style.PAPER,
        "edgecolors": style.INK,
        "linewidths": 0.8,
    },
    "left-out": {"s": 10, "marker": "x", "color": style.MUTED, "linewidths": 0.9},
    "vacant": {"s": 40, "color": style.VACANT, "alpha": 0.7, "linewidths": 0.5, "edgecolors": style.INK},
    "outside": {"s": 40, "facecolors": "none", "edgecolors": style.VACANT, "linewidths": 1.2},
    "full": {"s": 5, "color": style.MUTED, "linewidths": 0},
}
"""By ``marks.Mark``; what opens is a numbered disc in the colour of its period. Discs of land to let are sized by hectares."""
POINT: dict[str, Any] = {
    "s": 5,
    "marker": "D",
    "facecolors": style.PAPER,
    "edgecolors": style.MUTED,
    "linewidths": 0.6,
}
FLOW: dict[str, Any] = {"colors": style.FLOW, "alpha": 0.3}


@dataclass(frozen=True, slots=True)
class Flows:
    """Lines that are drawn with their widths (points), the hectares of the widest, and the share of hectares they carry."""

    lines: list[Any]
    widths: list[float]
    widest_ha: float
    share: float


def plan_key(layers: dict[str, Any], flows: Flows, lang: Lang) -> list[list[Entry]]:
    """The legend in three columns: periods of opening, parks and sites, lines; only what the map holds."""
    return [_periods(layers, lang), _marks(layers, lang), _lines(layers, flows, lang)]


def _periods(layers: dict[str, Any], lang: Lang) -> list[Entry]:
    colours = style.period_colours(layers["periods"])
    points = layers["parks"] + layers["sites"]
    first = {one["opened"][0]["period"] for one in points if one["opened"]}
    return [
        Entry(
            say(text("figures.plan.opens", period=period), lang), "mark",
            {"s": 62, "color": colours[period], "edgecolors": style.INK, "linewidths": 0.6},
        )
        for period in layers["periods"] if period in first
    ]  # fmt: skip


def _marks(layers: dict[str, Any], lang: Lang) -> list[Entry]:
    points = layers["parks"] + layers["sites"]
    marks = {one["mark"] for one in points}
    found = [
        Entry(_said(f"mark.{mark}", lang), "mark", LOOKS[mark])
        for mark in ("candidate", "left-out")
        if mark in marks
    ]
    sized = [one["net_ha"] for one in points if one["mark"] in ("vacant", "outside")]
    for told, size in samples(sized, lang) if "vacant" in marks else ():
        words = say(text("figures.plan.vacant", ha=told), lang)
        found.append(Entry(words, "mark", {**LOOKS["vacant"], "s": size}))
    found += [
        Entry(_said(f"mark.{mark}", lang), "mark", LOOKS[mark])
        for mark in ("outside", "full")
        if mark in marks
    ]
    if not all(one["rings"] for one in layers["districts"]):
        found.append(Entry(_said("point", lang), "mark", POINT))
    return found


def _lines(layers: dict[str, Any], flows: Flows, lang: Lang) -> list[Entry]:
    found = []
    if flows.lines:
        told = text("figures.plan.flow", ha=flows.widest_ha, percent=100 * flows.share)
        found.append(Entry(say(told, lang), "line", {"color": style.FLOW, "alpha": 0.4, "linewidth": 3.0}))
    return found + background_key(layers, lang)


def background_key(layers: dict[str, Any], lang: Lang, faint: bool = False) -> list[Entry]:
    """What the legend says of roads, rivers and boundaries.

    faint: roads as ``Sheet.draw_roads`` draws them for orientation, the minor ones left out
    """
    found = []
    roads = [one for one in layers["roads"] if not faint or one["class"] in ROADS]
    kinds = {one["class"] for one in roads}
    for key, wanted, (colour, width, _) in (
        ("ring", {"ring"}, ROADS["ring"]),
        ("expressway", {"expressway", "national"}, ROADS["expressway"]),
        ("other_road", kinds - set(ROADS), OTHER_ROAD),
    ):
        if kinds & wanted:
            look = {"color": colour, "linewidth": max(width * (0.6 if faint else 1.0), 0.8)}
            found.append(Entry(_said(key, lang), "line", look))
    if any(one["opens"] != 0 for one in roads):
        dash = {"color": style.MUTED, "linewidth": 1.0, "linestyle": style.DASHED}
        found.append(Entry(_said("later_road", lang), "line", dash))
    if layers["rivers"]:
        found.append(Entry(_said("river", lang), "line", {"color": style.RIVER, "linewidth": 1.4}))
    if not faint and any(one["rings"] for one in layers["districts"]):
        found.append(Entry(_said("border", lang), "line", {"color": style.BORDER, "linewidth": 0.8}))
    return found


def _said(key: str, lang: Lang) -> str:
    return say(f"figures.plan.{key}", lang)
