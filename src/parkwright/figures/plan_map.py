"""The map of the plan: what opens when, where land is vacant, who goes where."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal, overload

import pandas as pd

from parkwright.figures import style
from parkwright.figures.key import draw_key, key_height
from parkwright.figures.layers import map_layers
from parkwright.figures.letters import shorten, wrap
from parkwright.figures.placing import Box
from parkwright.figures.plan_key import FLOW, LOOKS, POINT, Flows, plan_key
from parkwright.figures.scale_bar import draw_scale_and_north
from parkwright.figures.sheet import WIDTH_IN, Format, Sheet
from parkwright.figures.sizes import area_of
from parkwright.tables import Region
from parkwright.words import Lang, Text, say, text

FLOW_SHARE = 0.9
"""Part of the hectares that the drawn flows carry; the many small ones would hide the few large ones."""

_ROW_IN = 0.14
_COLUMNS = 2
_LETTER, _SMALL = 5.8, 5.4
_RANK = {"outside": 8.5, "vacant": 8.6, "full": 9, "left-out": 10, "candidate": 10}


@overload
def draw_plan_map(
    region: Region, tables: Mapping[str, pd.DataFrame], lang: Lang, form: Literal["svg"] = "svg"
) -> str: ...
@overload
def draw_plan_map(
    region: Region, tables: Mapping[str, pd.DataFrame], lang: Lang, form: Literal["png"]
) -> bytes: ...
def draw_plan_map(
    region: Region, tables: Mapping[str, pd.DataFrame], lang: Lang, form: Format = "svg"
) -> str | bytes:
    """Draw the plan over the background of the region.

    tables: result tables by name: facilities, openings, allocations, demand_cells; what is absent is not drawn
    form:   "svg" gives text, "png" bytes (200 dots per inch)

    Numbers on the map stand for the parks and sites that open, listed below it with period, legal type and hectares. Flows
    are drawn for the largest that carry 90 % of the hectares; the legend says so. Parks and sites without coordinates are
    named in the list. The legend explains what is drawn, and nothing else.
    """
    layers = map_layers(region, tables, lang)
    opened, flows = number_openings(layers), _largest_flows(layers)
    key, lost = plan_key(layers, flows, lang), _unplaced(layers, lang)
    rows = -(-len(opened) // _COLUMNS) + len(lost)
    sheet = Sheet(layers, lang, form, key_height(key) + _ROW_IN * rows + 0.12)
    sheet.draw_ground()
    sheet.draw_roads()
    sheet.lines(flows.lines, linewidths=flows.widths, zorder=8, capstyle="round", **FLOW)
    draw_scale_and_north(sheet)
    _numbers(sheet, opened)
    _marks(sheet)
    sheet.draw_names()
    draw_key(sheet.below, key, 0.06)
    _list(sheet, opened, lost, key_height(key) + 0.08)
    drawn = sheet.save("map_plan")
    return drawn.decode("utf-8") if form == "svg" else drawn


@dataclass(frozen=True, slots=True)
class Opened:
    """What opens: its number on the map, its entry in the layers, the colour of its first period."""

    number: int
    entry: dict[str, Any]
    colour: str


def number_openings(layers: dict[str, Any]) -> list[Opened]:
    """What opens, numbered in the order of its first period, then from west to east."""
    colours = style.period_colours(layers["periods"])
    rank = {period: number for number, period in enumerate(layers["periods"])}
    entries = [entry for entry in layers["sites"] + layers["parks"] if entry["opened"]]
    entries.sort(key=lambda entry: (rank[entry["opened"][0]["period"]], entry["x"], entry["id"]))
    return [Opened(i, entry, colours[entry["opened"][0]["period"]]) for i, entry in enumerate(entries, 1)]


def _largest_flows(layers: dict[str, Any]) -> Flows:
    """Lines from places to facilities, all periods together, as many as carry the share of hectares that is drawn."""
    total: dict[tuple[str, str], float] = {}
    line: dict[tuple[str, str], Any] = {}
    for flow in layers["flows"]:
        ends = flow["from"], flow["to"]
        total[ends] = total.get(ends, 0.0) + flow["ha"]
        line[ends] = flow["line"]
    every, widest = sum(total.values()), max(total.values(), default=1.0)
    passed, carried = 0.0, 0.0
    lines, widths = [], []
    for ends, ha in sorted(total.items(), key=lambda item: (-item[1], item[0])):
        if passed >= FLOW_SHARE * every:
            break
        passed += ha
        if line[ends] is not None:
            lines.append(line[ends])
            widths.append(0.2 + 2.8 * ha / widest)
            carried += ha
    return Flows(lines, widths, widest, carried / every if every else 0.0)


def _marks(sheet: Sheet) -> None:
    """Parks and sites that do not open, and the points of places that have no outline."""
    points = sheet.layers["parks"] + sheet.layers["sites"]
    most = max((one["net_ha"] for one in points if one["mark"] in ("vacant", "outside")), default=0.0)
    for one in points:
        if look := LOOKS.get(one["mark"]):
            sized = {"s": area_of(one["net_ha"], most)} if one["mark"] in ("vacant", "outside") else {}
            sheet.mark(one["x"], one["y"], zorder=_RANK[one["mark"]], **{**look, **sized})
    for one in sheet.layers["districts"]:
        if not one["rings"]:
            sheet.mark(one["x"], one["y"], zorder=7, **POINT)


def _numbers(sheet: Sheet, opened: list[Opened]) -> None:
    """Numbered discs; where they would cover one another they move aside, tied to their point by a line."""
    size = sheet.metres(11)
    for item in opened:
        x, y = item.entry["x"], item.entry["y"]
        wish = Box(x, y, size, size)
        spot = sheet.places.nearest(wish, size / 2, 24) or wish
        if spot is not wish:
            sheet.axes.plot([x, spot.x], [y, spot.y], color=style.INK, linewidth=0.7, zorder=16)
            sheet.axes.scatter(x, y, s=9, color=item.colour, linewidths=0.5, edgecolors=style.INK, zorder=17)
        _badge(sheet.axes, spot.x, spot.y, item)


def _badge(axes: Any, x: float, y: float, item: Opened) -> None:
    axes.scatter(x, y, s=86, color=item.colour, edgecolors=style.INK, linewidths=0.6, zorder=18)
    axes.text(
        x, y, str(item.number), fontsize=5.8, color=style.ink_on(item.colour), weight="bold", ha="center",
        va="center_baseline", zorder=19,
    )  # fmt: skip


def _list(sheet: Sheet, opened: list[Opened], lost: list[str], top: float) -> None:
    """The names behind the numbers, and those that have no place on the map."""
    rows = -(-len(opened) // _COLUMNS)
    width = WIDTH_IN / _COLUMNS
    for place, item in enumerate(opened):
        x, y = 0.1 + (place // rows) * width, top + (place % rows + 0.5) * _ROW_IN
        _badge(sheet.below, x, y, item)
        name, rest = str(item.entry["name"]), _told(item.entry, sheet.lang)
        words = f"{shorten(name, rest, _LETTER, (width - 0.24) * 72)}{rest}"
        sheet.below.text(x + 0.11, y, words, fontsize=_LETTER, color=style.INK, va="center_baseline")
    for row, words in enumerate(lost, rows):
        y = top + (row + 0.5) * _ROW_IN
        sheet.below.text(0.05, y, words, fontsize=_SMALL, color=style.MUTED, va="center_baseline")


def _unplaced(layers: dict[str, Any], lang: Lang) -> list[str]:
    """The sentence about parks and sites without coordinates, in lines; none where all have a point."""
    names = "; ".join(str(entry["name"]) for entry in layers["unplaced"])
    told = say(text("figures.plan.unplaced", names=names), lang)
    return wrap(told, _SMALL, WIDTH_IN * 69).split("\n") if names else []


def _told(entry: dict[str, Any], lang: Lang) -> str:
    """Period, legal type and hectares of what opens."""
    first = entry["opened"][0]
    ha = [phase["net_ha"] for phase in entry["opened"]]
    periods = list(dict.fromkeys(phase["period"] for phase in entry["opened"]))
    kind: Text | None = text(f"glossary.legal_type.{first['legal_type']}") if first["legal_type"] else None
    known = None if any(part is None for part in ha) else float(sum(ha))
    key = "figures.plan.committed" if first["committed"] else "figures.plan.opened"
    return ": " + say(text(key, periods=", ".join(periods), kind=kind, ha=known), lang)
