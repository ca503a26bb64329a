"""The map of demand: hectares asked for by place, all planned periods together, and what of it stays unserved."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping
from itertools import pairwise
from typing import Any, Literal, overload

import pandas as pd

from parkwright.figures import style
from parkwright.figures.layers import map_layers
from parkwright.figures.placing import Box
from parkwright.figures.sheet import Format, Sheet
from parkwright.tables import Region, join
from parkwright.words import Lang, say, text
from parkwright.words.numbers import number

_KEY_IN = 0.62


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

    Places without an outline in the background map are drawn as a disc in the colour of their class.
    """
    layers = map_layers(region, tables, lang)
    asked = {
        entry["id"]: sum(entry["demand_ha"].values()) for entry in layers["districts"] if entry["demand_ha"]
    }
    breaks = round_breaks(max(asked.values(), default=0.0))
    colour = {place: style.DEMAND[bisect_right(breaks, ha)] for place, ha in asked.items()}
    sheet = Sheet(layers, lang, form, _KEY_IN)
    sheet.draw_ground({entry["id"]: colour.get(entry["id"], style.UNKNOWN) for entry in layers["districts"]})
    sheet.draw_roads(faint=True)
    _discs(sheet, colour)
    unserved = _unserved(tables)
    _circles(sheet, unserved)
    sheet.draw_scale_and_north()
    _labels(sheet, asked)
    sheet.draw_names(districts=False)
    _key(sheet, breaks, bool(unserved))
    drawn = sheet.save("map_demand")
    return drawn.decode("utf-8") if form == "svg" else drawn


def round_breaks(highest: float) -> list[float]:
    """Five limits of classes from the row 1, 2, 5, 10, 20, 50 ..., the last one below the highest value.

    I/O Example:
        round_breaks(430.0) -> [10.0, 20.0, 50.0, 100.0, 200.0]
    """
    row = [step * 10.0**power for power in range(-4, 7) for step in (1, 2, 5)]
    below = [limit for limit in row if limit < highest]
    return below[-5:] if len(below) >= 5 else row[:5]


def _discs(sheet: Sheet, colour: dict[str, str]) -> None:
    for entry in sheet.layers["districts"]:
        if not entry["rings"] and entry["id"] in colour:
            sheet.places.take(Box(entry["x"], entry["y"], sheet.metres(9), sheet.metres(9)))
            sheet.axes.scatter(
                entry["x"], entry["y"], s=70, color=colour[entry["id"]], edgecolors=style.MUTED, linewidths=0.5, zorder=7
            )  # fmt: skip


def _unserved(tables: Mapping[str, pd.DataFrame]) -> dict[str, float]:
    """Hectares by place that no facility takes."""
    if "unserved" not in tables or "demand_cells" not in tables:
        return {}
    cells = tables["demand_cells"][["cell_id", "place_id"]]
    lost = (
        join(tables["unserved"][["cell_id", "ha"]], cells, "cell_id", "raise").groupby("place_id")["ha"].sum()
    )
    return {str(place): float(ha) for place, ha in lost.items() if ha > 0}


def _circles(sheet: Sheet, unserved: dict[str, float]) -> None:
    for entry in sheet.layers["districts"]:
        if ha := unserved.get(entry["id"]):
            sheet.axes.scatter(
                entry["x"], entry["y"], s=circle(ha), facecolors="none", edgecolors=style.INK, linewidths=0.8, zorder=9
            )  # fmt: skip


def circle(ha: float) -> float:
    """Area of the circle for so many hectares, square points."""
    return 1.5 * ha


def _labels(sheet: Sheet, asked: dict[str, float]) -> None:
    """Name and hectares, the largest demand first, as far as there is room."""
    for entry in sorted(
        sheet.layers["districts"], key=lambda entry: (-asked.get(entry["id"], 0.0), entry["id"])
    ):
        if entry["id"] in asked:
            ha = number(asked[entry["id"]], sheet.lang, 0)
            sheet.label(entry["middle"][0], entry["middle"][1], f"{entry['name']} · {ha}", 5.2)


def _key(sheet: Sheet, breaks: list[float], circles: bool) -> None:
    from matplotlib.lines import Line2D
    from matplotlib.patches import Patch

    lang = sheet.lang

    def said(key: str, **values: Any) -> str:
        return say(text(f"figures.demand.{key}", **values), lang)

    classes = [said("below", high=_limit(breaks[0], lang))]
    classes += [
        said("between", low=_limit(low, lang), high=_limit(high, lang)) for low, high in pairwise(breaks)
    ]
    classes.append(said("above", low=_limit(breaks[-1], lang)))
    handles: list[Any] = [
        Patch(facecolor=face, edgecolor=style.BORDER, linewidth=0.5, label=words)
        for face, words in zip(style.DEMAND, classes, strict=True)
    ]
    handles.append(Patch(facecolor=style.UNKNOWN, edgecolor=style.BORDER, linewidth=0.5, label=said("none")))
    if circles:
        handles += [
            Line2D([], [], marker="o", linestyle="none", markerfacecolor="none", markeredgecolor=style.INK,
                   markersize=circle(ha) ** 0.5, label=said("unserved", ha=ha))
            for ha in (10, 50)
        ]  # fmt: skip
    sheet.below.legend(
        handles=handles, loc="upper left", ncols=5, frameon=False, fontsize=5.8, title=said("title"), title_fontsize=6.4,
        alignment="left", borderaxespad=0.5, columnspacing=1.6,
    )  # fmt: skip


def _limit(ha: float, lang: Lang) -> str:
    return number(ha, lang, 0) if ha >= 1 else number(ha, lang, 4).rstrip("0")
