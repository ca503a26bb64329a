"""Schemes of one site side by side, small: the land in its colours at one scale, under each what it gives."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from parkwright.figures import style
from parkwright.figures.layout.land import draw_thumb_land
from parkwright.figures.layout.plan import Plan, colour_of, make_plan
from parkwright.figures.outlines import figure_svg
from parkwright.figures.sizes import round_below
from parkwright.steps.layout.uses import GROUP_ORDER
from parkwright.words import Lang, Text, say, text
from parkwright.words.numbers import exact

WIDTH_IN = 6.4
"""Width of the picture, inches: the text width of an official page."""
_SIZE, _SMALL = 8.0, 6.4
_ROW_IN, _BAR_IN, _GAP_IN, _RIM_IN = 0.135, 0.11, 0.12, 0.02
_MOST = 4
_HIGHEST = 1.5
"""Height of a map over its width at most; a longer site leaves room at its sides."""
GROUP_COLOURS = {
    "lots": "lot", "service": "service", "technical": "technical_substation", "parking": "parking", "green": "green_park",
    "roads": "road_existing", "water": "water", "corridor": "corridor_power", "other": "reserve",
}  # fmt: skip
"""The use whose colour stands for a group in the bar of shares."""


def draw_scheme_thumb(tables: Mapping[str, pd.DataFrame], shapes: Sequence[Any], lang: Lang) -> str:
    """All schemes of a site as one SVG: map, bar of shares, shares in figures, lots, what is not met, rules failed.

    tables: the layout tables of one site; shapes: a polygon for each row of ``layout_pieces``

    I/O Example:
        schemes a, b, c -> three maps side by side, 6.4 inches wide
    """
    from matplotlib.figure import Figure

    schemes = list(dict.fromkeys(tables["layout_metrics"]["scheme_id"]))[:_MOST]
    plans = [make_plan(tables, shapes, scheme, "", "") for scheme in schemes]
    west, south, east, north = plans[0].site.bounds
    wide = (WIDTH_IN - 2 * _RIM_IN - _GAP_IN * (len(plans) - 1)) / len(plans)
    high = wide * min(_HIGHEST, max(0.35, (north - south) / (east - west)))
    told = [_told(tables, plan, lang) for plan in plans]
    rows = max(len(lines) for lines in told)
    below = _BAR_IN + (rows + 1) * _ROW_IN + 0.3
    total = high + below + 0.24
    figure = Figure(figsize=(WIDTH_IN, total), facecolor=style.PAPER)
    paper = figure.add_axes((0, 0, 1, 1))
    paper.set(xlim=(0, WIDTH_IN), ylim=(0, total))
    paper.set_axis_off()
    for place, (plan, lines) in enumerate(zip(plans, told, strict=True)):
        left = _RIM_IN + place * (wide + _GAP_IN)
        axes = figure.add_axes((left / WIDTH_IN, below / total, wide / WIDTH_IN, high / total))
        draw_thumb_land(axes, plan, plans[0].site.bounds)
        heading = say(text("layout_drawing.thumb.scheme", scheme=plan.scheme_id.upper()), lang)
        paper.text(left, total - 0.02, heading, fontsize=_SIZE, weight="bold", va="top", color=style.INK)
        _bar(paper, plan, left, below - 0.06 - _BAR_IN, wide)
        for row, (line, colour) in enumerate(lines):
            _line(paper, line, colour, left, below - 0.06 - _BAR_IN - (row + 0.8) * _ROW_IN)
    # All maps share one scale, as the axes are alike and show the same land.
    _scale(paper, max((east - west) / wide, (north - south) / high), lang)
    return figure_svg(figure, f"schemes-{lang}-", " · ".join(schemes))


def _told(tables: Mapping[str, pd.DataFrame], plan: Plan, lang: Lang) -> list[tuple[str, str]]:
    """Lines under a map with the colour of their mark ("" = none)."""
    metrics, verdicts = tables["layout_metrics"], tables["layout_verdicts"]
    mine = metrics[metrics["scheme_id"] == plan.scheme_id].set_index("metric")["value"]
    fails = int(((verdicts["scheme_id"] == plan.scheme_id) & (verdicts["verdict"] == "fails")).sum())
    shares = _shares(plan)
    lines: list[tuple[str, str]] = []
    for group, share in shares.items():
        name = text(f"layout_drawing.group.{group}")
        lines.append(
            (say(text("layout_drawing.thumb.share", name=name, pct=100 * share), lang), _group_colour(group))
        )
    lot_ha = float(plan.lots["area_m2"].sum()) / 1e4
    more: tuple[Text, ...] = (
        text("layout_drawing.thumb.lots", lots=len(plan.lots), ha=lot_ha),
        text("layout_drawing.thumb.unmet", count=float(mine["unmet_lots"])),
        text("layout_drawing.thumb.fails", count=fails),
    )
    return [*lines, *((say(one, lang), "") for one in more)]


def _shares(plan: Plan) -> dict[str, float]:
    sums = plan.balance.groupby("group")["share"].sum()
    return {group: float(sums[group]) for group in GROUP_ORDER if group in sums}


def _group_colour(group: str) -> str:
    return colour_of(GROUP_COLOURS[group])


def _bar(paper: Any, plan: Plan, left: float, foot: float, wide: float) -> None:
    from matplotlib.patches import Rectangle

    at = left
    for group, share in _shares(plan).items():
        look: dict[str, Any] = {"facecolor": _group_colour(group), "edgecolor": style.INK, "linewidth": 0.3}
        paper.add_patch(Rectangle((at, foot), share * wide, _BAR_IN, **look))
        at += share * wide


def _line(paper: Any, words: str, colour: str, left: float, y: float) -> None:
    from matplotlib.patches import Rectangle

    if colour:
        look: dict[str, Any] = {"facecolor": colour, "edgecolor": style.INK, "linewidth": 0.3}
        paper.add_patch(Rectangle((left, y - 0.04), 0.1, 0.08, **look))
    paper.text(left + 0.15, y, words, fontsize=_SMALL, va="center_baseline", color=style.INK)


def _scale(paper: Any, metres_per_in: float, lang: Lang) -> None:
    """A bar of a round length at the lower right corner."""
    length = round_below(1.2 * metres_per_in)
    wide = length / metres_per_in
    right = WIDTH_IN - 0.05
    paper.plot([right - wide, right], [0.06, 0.06], color=style.INK, linewidth=1.6, solid_capstyle="butt")
    told = f"{exact(length, lang)} {say('layout_drawing.metres', lang)}"
    paper.text(right - wide / 2, 0.09, told, fontsize=_SMALL, ha="center", va="bottom", color=style.INK)
