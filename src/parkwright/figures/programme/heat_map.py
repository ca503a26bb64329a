"""Who reported what was due: agencies by years, the share as a shade and as a number."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from parkwright.figures import style
from parkwright.figures.letters import shorten
from parkwright.figures.programme.page import SIZE, SMALL, area, as_svg, page
from parkwright.steps.monitoring import Monitoring
from parkwright.words import Both, Lang, say

_ROW_IN = 0.24
_NAMES_IN = 2.7
_RAMP = ("#fbf7ee", "#d7e3ee", "#a9c6de", "#6f9dc4", "#2f5f92")
"""Nothing to all, from light to dark: the order holds in a grey print."""


def draw_heat_map(monitoring: Monitoring, names: Mapping[str, Both], lang: Lang) -> str | None:
    """SVG of the map; None where nothing is due.

    names: of agencies by id

    I/O Example:
        agency a: 2024 due 9 reported 7    -> a cell "7/9" of the second darkest shade
    """
    told: Any = monitoring.agencies
    if told.empty:
        return None
    years, agencies = sorted(told["period"].unique()), sorted(told["agency_id"].unique())
    cells = {
        (row.agency_id, row.period): (int(row.reported), int(row.due)) for row in told.itertuples(index=False)
    }
    figure = page(0.32 + len(agencies) * _ROW_IN)
    axes = area(figure, _NAMES_IN, 0.06, 0.06, 0.24)
    axes.set(xlim=(0, len(years)), ylim=(len(agencies), 0), yticks=[])
    axes.spines["bottom"].set_visible(False)
    axes.xaxis.tick_top()
    axes.set_xticks([place + 0.5 for place in range(len(years))], years, fontsize=SIZE)
    axes.tick_params(length=0)
    inches = axes.get_position().width * axes.figure.get_size_inches()[0]
    for row, agency in enumerate(agencies):
        name = shorten(say(names.get(agency, Both(agency, agency)), lang), "", SIZE, (_NAMES_IN - 0.2) * 72)
        axes.text(
            -(_NAMES_IN - 0.1) * len(years) / inches,
            row + 0.5,
            name,
            fontsize=SIZE,
            va="center",
            color=style.INK,
        )
        for place, year in enumerate(years):
            _cell(axes, place, row, *cells.get((agency, year), (0, 0)))
    return as_svg(figure, "heat_map", lang)


def _cell(axes: Any, place: int, row: int, reported: int, due: int) -> None:
    from matplotlib.patches import Rectangle

    step = 0 if not due else min(int(reported / due * (len(_RAMP) - 1) + 1e-9), len(_RAMP) - 1)
    colour = style.PAPER if not due else _RAMP[step]
    axes.add_patch(
        Rectangle(
            (place + 0.02, row + 0.04), 0.96, 0.92, facecolor=colour, edgecolor=style.MUTED, linewidth=0.3
        )
    )
    ink = style.PAPER if step >= 3 else style.INK
    axes.text(
        place + 0.5,
        row + 0.5,
        f"{reported}/{due}" if due else "–",
        fontsize=SMALL,
        ha="center",
        va="center",
        color=ink,
    )
