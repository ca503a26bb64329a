"""The map of demand: hectares asked for by place, all planned periods together, and what of it stays unserved."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal, overload

import pandas as pd

from parkwright.figures import style
from parkwright.figures.classes import Class, classify, colour_of, ranges
from parkwright.figures.key import SIZE, Entry, draw_key, key_height
from parkwright.figures.layers import map_layers
from parkwright.figures.letters import wrap
from parkwright.figures.plan_key import background_key
from parkwright.figures.scale_bar import draw_scale_and_north
from parkwright.figures.sheet import WIDTH_IN, Format, Sheet
from parkwright.figures.sizes import area_of, samples
from parkwright.tables import Region
from parkwright.words import Lang, say, text
from parkwright.words.numbers import number

_LABEL = 5.4
_POINT_PT2 = 62.0
"""Area of the disc of a place without an outline, square points."""


@overload
def draw_demand_map(
    region: Region, tables: Mapping[str, pd.DataFrame], lang: Lang, form: Literal["svg"] = "svg"
) -> str: ...
@overload
def draw_demand_map(
    region: Region, tables: Mapping[str, pd.DataFrame], lang: Lang, form: Literal["png"]
) -> bytes: ...
def draw_demand_map(
    region: Region, tables: Mapping[str, pd.DataFrame], lang: Lang, form: Format = "svg"
) -> str | bytes:
    """Draw demand by place: the median (P50), hectares of net land, all periods of the region together.

    tables: result tables by name: demand_cells; unserved adds a circle for the hectares that stay without a site
    form:   "svg" gives text, "png" bytes (200 dots per inch)

    Classes come from the data (``classes.classify``). Places without an outline in the background map are drawn as a disc in
    the colour of their class; places outside the planned area have a dashed outline.
    """
    layers = map_layers(region, tables, lang)
    asked = {one["id"]: _sum(one["demand_ha"]) for one in layers["districts"]}
    lost = {one["id"]: ha for one in layers["districts"] if (ha := _sum(one["unserved_ha"]))}
    classes = classify(ha for ha in asked.values() if ha is not None)
    title = wrap(say("figures.demand.title", lang), SIZE, WIDTH_IN * 70)
    columns = _columns(layers, asked, lost, classes, lang)
    top = 0.08 + (title.count("\n") + 1) * 0.115
    sheet = Sheet(layers, lang, form, top + key_height(columns))
    looks = {one["id"]: _look(asked[one["id"]], one["planned"], classes) for one in layers["districts"]}
    sheet.draw_ground(looks)
    sheet.draw_roads(faint=True)
    draw_scale_and_north(sheet)
    _marks(sheet, looks, lost)
    _labels(sheet, asked)
    sheet.draw_names(districts=False)
    sheet.below.text(0.06, 0.05, title, fontsize=SIZE, color=style.INK, va="top", linespacing=1.25)
    draw_key(sheet.below, columns, top)
    drawn = sheet.save("map_demand")
    return drawn.decode("utf-8") if form == "svg" else drawn


def _sum(by_period: Mapping[str, float]) -> float | None:
    return sum(by_period.values()) if by_period else None


def _look(ha: float | None, planned: bool, classes: tuple[Class, ...]) -> dict[str, Any]:
    """How a place is drawn, its outline on the map as well as its disc."""
    look: dict[str, Any] = {"facecolor": colour_of(ha, classes), "edgecolor": style.MUTED, "linewidth": 0.5}
    if ha is None:
        look |= {"hatch": "//////", "edgecolor": style.HATCH}
    return look if planned else look | {"linestyle": style.DASHED, "linewidth": 0.8, "edgecolor": style.INK}


def _marks(sheet: Sheet, looks: Mapping[str, dict[str, Any]], lost: Mapping[str, float]) -> None:
    """Discs of places without an outline, and circles for what stays unserved."""
    for one in sheet.layers["districts"]:
        if not one["rings"]:
            sheet.mark(one["x"], one["y"], _POINT_PT2, zorder=7, **looks[one["id"]])
    most = max(lost.values(), default=0.0)
    for one in sheet.layers["districts"]:
        if ha := lost.get(one["id"]):
            sheet.mark(one["x"], one["y"], area_of(ha, most), zorder=9, **_RIM)
            sheet.mark(one["x"], one["y"], area_of(ha, most), zorder=9, **_CIRCLE)


_RIM: dict[str, Any] = {"facecolors": "none", "edgecolors": style.PAPER, "linewidths": 2.4}
_CIRCLE: dict[str, Any] = {"facecolors": "none", "edgecolors": style.INK, "linewidths": 1.0}


def _labels(sheet: Sheet, asked: Mapping[str, float | None]) -> None:
    """Name and hectares, the largest demand first, as far as there is room."""
    known = [one for one in sheet.layers["districts"] if asked[one["id"]] is not None]
    decimals = 0 if max((asked[one["id"]] or 0.0 for one in known), default=0.0) >= 5 else 1
    for one in sorted(known, key=lambda one: (-(asked[one["id"]] or 0.0), one["id"])):
        told = number(asked[one["id"]] or 0.0, sheet.lang, decimals)
        x, y = one["middle"]
        sheet.label(x, y, f"{one['name']} · {told}", _LABEL, one["rings"])


def _columns(
    layers: dict[str, Any],
    asked: Mapping[str, float | None],
    lost: Mapping[str, float],
    classes: tuple[Class, ...],
    lang: Lang,
) -> list[list[Entry]]:
    """The legend: classes with their real ranges, then what is no class, then circles; only what the map holds."""

    def said(key: str, **values: Any) -> str:
        return say(text(f"figures.demand.{key}", **values), lang)

    def area(words: str, ha: float | None) -> Entry:
        return Entry(words, "area", _look(ha, True, classes))

    first = [
        area(said("class", range=told, count=one.count), one.high)
        for one, told in zip(classes, ranges(classes, lang), strict=True)
    ]
    unknown = sum(ha is None for ha in asked.values())
    zero = len(asked) - unknown - sum(one.count for one in classes)
    second = [area(said("zero", count=zero), 0.0)] if zero else []
    second += [area(said("unknown", count=unknown), None)] if unknown else []
    if not all(one["rings"] for one in layers["districts"]):
        second.append(
            Entry(
                said("point"), "mark", {"s": _POINT_PT2, "facecolor": style.PAPER, "edgecolor": style.MUTED}
            )
        )
    if not all(one["planned"] for one in layers["districts"]):
        second.append(
            Entry(said("outside"), "line", {"color": style.INK, "linewidth": 0.8, "linestyle": style.DASHED})
        )
    third = [
        Entry(said("unserved", ha=told), "mark", {"s": size, **_CIRCLE})
        for told, size in samples(lost.values(), lang)
    ]
    return [first, second, third + background_key(layers, lang, faint=True)]
