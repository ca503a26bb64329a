"""The map of the plan: what opens when, where land is vacant, who goes where."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal, overload

import pandas as pd

from parkwright.figures import style
from parkwright.figures.layers import map_layers
from parkwright.figures.placing import Box
from parkwright.figures.sheet import WIDTH_IN, Format, Sheet, shorten
from parkwright.tables import Region
from parkwright.words import Lang, Text, say, text

FLOW_SHARE = 0.9
"""Part of the hectares that the drawn flows carry; the many small ones would hide the few large ones."""

_ROW_IN = 0.135
_COLUMNS = 2
_KEY_IN = 0.9


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
    named in the list.
    """
    layers = map_layers(region, tables, lang)
    opened = number_openings(layers)
    rows = -(-len(opened) // _COLUMNS) + bool(_unplaced(layers, opened))
    sheet = Sheet(layers, lang, form, _KEY_IN + _ROW_IN * rows)
    sheet.draw_ground()
    sheet.draw_roads()
    share = _flows(sheet)
    _vacant(sheet)
    _waiting(sheet, opened)
    sheet.draw_scale_and_north()
    _numbers(sheet, opened)
    sheet.draw_names()
    _key(sheet, share)
    _list(sheet, opened)
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


def _flows(sheet: Sheet) -> float:
    """Lines from places to facilities, all periods together; returns the share of hectares that they carry."""
    total: dict[tuple[str, str], float] = {}
    line: dict[tuple[str, str], Any] = {}
    for flow in sheet.layers["flows"]:
        ends = flow["from"], flow["to"]
        total[ends] = total.get(ends, 0.0) + flow["ha"]
        line[ends] = flow["line"]
    every = sum(total.values())
    drawn, carried, widest = 0.0, 0.0, max(total.values(), default=1.0)
    lines, widths = [], []
    for ends, ha in sorted(total.items(), key=lambda item: (-item[1], item[0])):
        if drawn >= FLOW_SHARE * every:
            break
        drawn += ha
        if line[ends] is not None:
            lines.append(line[ends])
            widths.append(0.2 + 2.8 * ha / widest)
            carried += ha
    sheet.lines(lines, colors=style.FLOW, alpha=0.3, linewidths=widths, zorder=8)
    return carried / every if every else 0.0


def _vacant(sheet: Sheet) -> None:
    """Existing parks: a disc as large as their vacant land, a dot where nothing is vacant or nothing is known."""
    for entry in sheet.layers["parks"]:
        if entry["opened"] or entry["role"] not in ("vacancy", None):
            continue
        ha = entry["net_ha"] if entry["role"] == "vacancy" else None
        if ha:
            sheet.axes.scatter(
                entry["x"], entry["y"], s=disc(ha), color=style.VACANT, alpha=0.55, linewidths=0.4,
                edgecolors=style.PAPER, zorder=9,
            )  # fmt: skip
        else:
            sheet.axes.scatter(entry["x"], entry["y"], s=3, color=style.MUTED, linewidths=0, zorder=9)


def disc(ha: float) -> float:
    """Area of the disc for so many hectares, square points."""
    return 2.0 + ha * 0.55


def _waiting(sheet: Sheet, opened: list[Opened]) -> None:
    """Candidates that do not open (hollow squares) and those left out (crosses)."""
    for entry in sheet.layers["sites"] + sheet.layers["parks"]:
        if entry["opened"] or entry["role"] in ("vacancy", None):
            continue
        if entry["role"] == "left-out":
            sheet.axes.scatter(
                entry["x"], entry["y"], s=9, marker="x", color=style.MUTED, linewidths=0.8, zorder=10
            )
        else:
            sheet.axes.scatter(
                entry["x"], entry["y"], s=11, marker="s", facecolors=style.PAPER, edgecolors=style.INK, linewidths=0.7,
                zorder=10,
            )  # fmt: skip


def _numbers(sheet: Sheet, opened: list[Opened]) -> None:
    """Numbered discs; where they would cover one another they move aside, tied to their point by a line."""
    size = sheet.metres(10.5)
    for item in opened:
        x, y = item.entry["x"], item.entry["y"]
        wish = Box(x, y, size, size)
        spot = sheet.places.nearest(wish, size / 2, 24) or wish
        if spot is not wish:
            sheet.axes.plot([x, spot.x], [y, spot.y], color=item.colour, linewidth=0.8, zorder=16)
            sheet.axes.scatter(
                x, y, s=8, color=item.colour, linewidths=0.4, edgecolors=style.PAPER, zorder=17
            )
        _badge(sheet.axes, spot.x, spot.y, item)


def _badge(axes: Any, x: float, y: float, item: Opened) -> None:
    axes.scatter(x, y, s=84, color=item.colour, edgecolors=style.PAPER, linewidths=0.7, zorder=18)
    axes.text(
        x, y, str(item.number), fontsize=5.6, color=style.PAPER, weight="bold", ha="center", va="center_baseline", zorder=19
    )  # fmt: skip


def _key(sheet: Sheet, share: float) -> None:
    """The legend, in three columns under the map."""
    from matplotlib.lines import Line2D

    lang = sheet.lang

    def mark(key: str, marker: str = "", line: Any = "none", **more: Any) -> Any:
        words = more.pop("words", None) or say(f"figures.plan.{key}", lang)
        return Line2D([], [], marker=marker, linestyle=line, label=words, **more)

    colours = style.period_colours(sheet.layers["periods"])
    first = [
        mark("", "o", color=colour, markersize=7, words=say(text("figures.plan.opens", period=period), lang))
        for period, colour in colours.items()
    ]
    ink: dict[str, Any] = {"markerfacecolor": style.PAPER, "markeredgecolor": style.INK, "markersize": 4}
    second = [
        mark("candidate", "s", **ink),
        mark("left_out", "x", color=style.MUTED, markersize=4),
        *(
            mark("", "o", color=style.VACANT, alpha=0.55, markersize=disc(ha) ** 0.5, markeredgewidth=0,
                 words=say(text("figures.plan.vacant", ha=ha), lang))
            for ha in (20, 200)
        ),
        mark("full", "o", color=style.MUTED, markersize=2),
    ]  # fmt: skip
    third = [
        mark("ring", line="-", color=style.RING, linewidth=1.6),
        mark("expressway", line="-", color=style.EXPRESSWAY, linewidth=0.9),
        mark("later_road", line=style.DASHED, color=style.INK, linewidth=0.9),
        mark("river", line="-", color=style.RIVER, linewidth=1.6),
    ]
    if sheet.layers["flows"]:
        words = say(text("figures.plan.flow", percent=100 * share), lang)
        third.insert(0, mark("", line="-", color=style.FLOW, alpha=0.5, linewidth=2.2, words=words))
    for number, handles in enumerate((first, second, third)):
        box = sheet.below.legend(
            handles=handles, loc="upper left", bbox_to_anchor=(_KEY_X[number], 1.0), frameon=False, fontsize=5.8,
            labelspacing=0.45, borderaxespad=0.6, handlelength=2.2,
        )  # fmt: skip
        if number < len(_KEY_X) - 1:  # the axes keep the last legend themselves
            sheet.below.add_artist(box)


_KEY_X = (0.0, 0.24, 0.62)


def _list(sheet: Sheet, opened: list[Opened]) -> None:
    """The names behind the numbers."""
    rows = -(-len(opened) // _COLUMNS)
    width = WIDTH_IN / _COLUMNS
    for place, item in enumerate(opened):
        x, y = 0.12 + (place // rows) * width, _KEY_IN + (place % rows) * _ROW_IN
        _badge(sheet.below, x, y, item)
        name, rest = str(item.entry["name"]), _told(item.entry, sheet.lang)
        room = (width - 0.3) * 72
        sheet.below.text(
            x + 0.12,
            y,
            f"{shorten(name, rest, 5.8, room)}{rest}",
            fontsize=5.8,
            color=style.INK,
            va="center_baseline",
        )
    if lost := _unplaced(sheet.layers, opened):
        told = text("figures.plan.unplaced", names="; ".join(lost))
        words = shorten(say(told, sheet.lang), "", 5.2, (WIDTH_IN - 0.1) * 72)
        sheet.below.text(
            0.05, _KEY_IN + rows * _ROW_IN, words, fontsize=5.2, color=style.MUTED, va="center_baseline"
        )


def _told(entry: dict[str, Any], lang: Lang) -> str:
    """Period, legal type and hectares of what opens."""
    first = entry["opened"][0]
    ha = [phase["net_ha"] for phase in entry["opened"]]
    periods = list(dict.fromkeys(phase["period"] for phase in entry["opened"]))
    kind: Text | None = text(f"glossary.legal_type.{first['legal_type']}") if first["legal_type"] else None
    known = None if any(part is None for part in ha) else float(sum(ha))
    return ": " + say(text("figures.plan.opened", periods=", ".join(periods), kind=kind, ha=known), lang)


def _unplaced(layers: dict[str, Any], opened: list[Opened]) -> list[str]:
    return [str(entry["name"]) for entry in layers["unplaced"]]
