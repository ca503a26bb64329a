"""The land-use balance beside the map, which is its legend too: colour, name, hectares and share of every use."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from parkwright.figures import style
from parkwright.figures.layout.labels import road_words
from parkwright.figures.layout.land import look_of
from parkwright.figures.layout.paper import MM
from parkwright.figures.layout.plan import Plan
from parkwright.figures.letters import shorten
from parkwright.words import Lang, say
from parkwright.words.numbers import number

SIZE, HEAD = 6.6, 8.0
"""Letters of rows and of headings, points."""
ROW_MM = 4.7
_SWATCH_MM, _HA_MM, _SHARE_MM = 7.0, 21.0, 16.0
_RULE = "#b9b1a1"


@dataclass(frozen=True, slots=True)
class Line:
    """A row of the balance: what it names, the use whose colour it shows ("" = none), hectares and per cent as printed."""

    words: str
    use: str
    ha: float
    pct: float
    bold: bool


def printed(values: Sequence[float], decimals: int) -> list[float]:
    """Values rounded so that they add up to their rounded total: the largest remainders are rounded up (method of Hamilton).

    I/O Example:
        printed([0.333, 0.333, 0.334], 2) -> [0.33, 0.33, 0.34]
    """
    unit = 10.0**-decimals
    floors = [math.floor(value / unit + 1e-9) for value in values]
    short = round(sum(values) / unit) - sum(floors)
    order = sorted(range(len(values)), key=lambda at: (floors[at] - values[at] / unit, at))
    for at in order[: max(0, short)]:
        floors[at] += 1
    return [round(floor * unit, decimals) for floor in floors]


def balance_lines(plan: Plan, lang: Lang) -> list[Line]:
    """The rows: each group with its uses under it; a group of one use is one row; the total last.

    Hectares and shares as printed add up to those of the total, row by row.
    """
    balance = plan.balance
    balance = balance.assign(
        ha=printed([area / 1e4 for area in balance["area_m2"]], 2),
        pct=printed([100 * share for share in balance["share"]], 2),
    )
    lines = [line for group in dict.fromkeys(balance["group"]) for line in _group(plan, balance, group, lang)]
    whole = say("layout_drawing.total", lang)
    return [*lines, Line(whole, "", float(balance["ha"].sum()), float(balance["pct"].sum()), True)]


def _group(plan: Plan, balance: pd.DataFrame, group: str, lang: Lang) -> Iterator[Line]:
    rows = balance[balance["group"] == group]
    alone = len(rows) == 1
    if not alone:
        name = say(f"layout_drawing.group.{group}", lang)
        yield Line(name, "", float(rows["ha"].sum()), float(rows["pct"].sum()), True)
    for use, ha, pct in zip(rows["use"], rows["ha"], rows["pct"], strict=True):
        widths = plan.pieces.loc[plan.pieces["use"] == use, "width"].dropna()
        width = float(widths.iloc[0]) if len(widths) and str(use).startswith("road") else None
        yield Line(road_words(str(use), width, lang), str(use), float(ha), float(pct), alone)


def draw_balance(
    sheet: Any, lines: Sequence[Line], left: float, top: float, width: float, row: float, lang: Lang
) -> None:
    """Draw heading and rows downwards from ``top``; millimetres of the sheet."""
    middle = top - 0.5 * row
    _text(sheet, left, middle, say("layout_drawing.balance", lang), HEAD, weight="bold")
    head = top - 1.5 * row
    ha_at, pct_at = left + width - _SHARE_MM, left + width
    _text(sheet, left, head, say("layout_drawing.column.use", lang), SIZE, color=style.MUTED)
    _text(sheet, ha_at, head, say("layout_drawing.column.ha", lang), SIZE, ha="right", color=style.MUTED)
    _text(sheet, pct_at, head, say("layout_drawing.column.share", lang), SIZE, ha="right", color=style.MUTED)
    rule(sheet, left, top - 2 * row, width)
    for place, line in enumerate(lines):
        y = top - (2.5 + place) * row
        weight = "bold" if line.bold else "normal"
        start = left
        if line.use:
            _swatch(sheet, left, y, row, line.use)
            start += _SWATCH_MM
        room = (ha_at - _HA_MM + 6 - start) * MM * (0.93 if line.bold else 1.0)
        _text(sheet, start, y, shorten(line.words, "", SIZE, room), SIZE, weight=weight)
        _text(sheet, ha_at, y, number(line.ha, lang, 2), SIZE, ha="right", weight=weight)
        _text(sheet, pct_at, y, number(line.pct, lang, 2), SIZE, ha="right", weight=weight)
        if line.bold and place:
            rule(sheet, left, y + row / 2, width, 0.25)


def _swatch(sheet: Any, left: float, y: float, row: float, use: str) -> None:
    from matplotlib.patches import Rectangle

    high = 0.66 * row
    look = look_of(use) | {"linewidth": 0.4}
    sheet.add_patch(Rectangle((left, y - high / 2), _SWATCH_MM - 1.5, high, **look))


def rule(sheet: Any, left: float, y: float, width: float, weight: float = 0.5) -> None:
    """A thin line across a panel."""
    sheet.plot([left, left + width], [y, y], color=_RULE, linewidth=weight, solid_capstyle="butt")


def _text(sheet: Any, x: float, y: float, words: str, size: float, **more: Any) -> None:
    sheet.text(x, y, words, fontsize=size, va="center_baseline", **({"color": style.INK} | more))
