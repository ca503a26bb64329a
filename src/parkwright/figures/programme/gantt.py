"""The schedule: every action and output from its start to its deadline, with what is done of it and the day of the report."""

from __future__ import annotations

from typing import Any

import pandas as pd

from parkwright.figures import style
from parkwright.figures.letters import shorten
from parkwright.figures.programme.page import GRID, SIZE, SMALL, STATUS, area, as_svg, legend, note, page
from parkwright.steps.monitoring import Monitoring
from parkwright.tables import first_day, last_day
from parkwright.words import Lang, either, say, text

_ROW_IN = 0.185
_NAMES_IN = 2.35
_HEIGHT = 0.62


def draw_gantt(monitoring: Monitoring, lang: Lang) -> str | None:
    """SVG of the schedule; None where no action or output has a start and a deadline.

    I/O Example:
        action a 2024 to 2026, started, 40 %, late on 2026-11-01    -> a bar of three years, two fifths of it filled, a line beyond it
    """
    lines, left_out = _lines(monitoring)
    if not any(line["own"] for line in lines):
        return None
    figure = page(0.62 + len(lines) * _ROW_IN + (0.16 if left_out else 0))
    axes = area(figure, _NAMES_IN, 0.42 + (0.16 if left_out else 0), 0.12, 0.2)
    day = monitoring.params.as_of.toordinal()
    first = min(line["start"] for line in lines if line["own"])
    last = max(max(line["end"] for line in lines if line["own"]), day)
    axes.set(xlim=(first, last + 20), ylim=(len(lines) - 0.4, -0.6), yticks=[])
    _years(axes, first, last)
    for place, line in enumerate(lines):
        _one(axes, place, line, day, lang)
    axes.axvline(day, color=style.INK, linewidth=0.8, zorder=6)
    told = monitoring.params.as_of
    shown = told.strftime("%d/%m/%Y") if lang == "vi" else told.isoformat()
    axes.text(day, -0.75, shown, fontsize=SMALL, ha="center", va="bottom", color=style.INK)
    legend(
        figure,
        [status for status in STATUS if status in {line["status"] for line in lines if line["own"]}],
        "item",
        lang,
    )
    if left_out:
        note(figure, say(text("programme_figures.no_dates", count=left_out), lang), 0.18)
    return as_svg(figure, "gantt", lang)


def _lines(monitoring: Monitoring) -> tuple[list[dict[str, Any]], int]:
    """Groups and schemes as headings, their actions and outputs as bars; how many have no dates."""
    items = monitoring.items.merge(
        monitoring.scope.items[["item_id", "name_vi", "name_en", "starts"]], on="item_id"
    ).sort_values("rank")
    own = items[items["level"].isin(["action", "output"])]
    dated = own[own["starts"].notna() & own["deadline"].notna()]
    heads = set(dated["parent_id"])
    lines: list[dict[str, Any]] = []
    for row in items.to_dict("records"):
        names = either(row["name_vi"], row["name_en"])
        if row["item_id"] in set(dated["item_id"]):
            lines.append({
                "own": True, "names": names, "start": first_day(row["starts"]).toordinal(), "end": last_day(row["deadline"]).toordinal(),
                "done": row["done_pct"], "status": row["status"],
            })  # fmt: skip
        elif row["item_id"] in heads:
            lines.append({"own": False, "names": names, "status": row["status"]})
    return lines, len(own) - len(dated)


def _years(axes: Any, first: int, last: int) -> None:
    from datetime import date

    years = range(date.fromordinal(first).year, date.fromordinal(last).year + 1)
    starts = [date(year, 1, 1).toordinal() for year in years]
    axes.set_xticks(starts, [str(year) for year in years], fontsize=SMALL, ha="left")
    for start in starts:
        axes.axvline(start, color=GRID, linewidth=0.5, zorder=0)


def _one(axes: Any, place: int, line: dict[str, Any], day: int, lang: Lang) -> None:
    colour, sign = STATUS[line["status"]]
    weight = "normal" if line["own"] else "bold"
    room = (_NAMES_IN - (0.42 if line["own"] else 0.2)) * 72
    name = shorten(say(line["names"], lang), "", SMALL, room if weight == "normal" else room * 0.94)
    edge = axes.get_xlim()[0]
    inches = axes.get_position().width * axes.figure.get_size_inches()[0]
    per_in = (axes.get_xlim()[1] - edge) / inches
    axes.text(
        edge - (_NAMES_IN - (0.26 if line["own"] else 0.08)) * per_in,
        place,
        name,
        fontsize=SMALL,
        va="center",
        weight=weight,
        color=style.INK,
    )
    if not line["own"]:
        axes.axhline(place, color=GRID, linewidth=0.5, zorder=0)
        return
    axes.text(edge - 0.13 * per_in, place, sign, fontsize=SIZE, va="center", ha="center", color=colour)
    length = max(line["end"] - line["start"], 1)
    axes.barh(
        place, length, _HEIGHT, line["start"], facecolor="white", edgecolor=colour, linewidth=0.8, zorder=3
    )
    if not pd.isna(line["done"]) and line["done"] > 0:
        axes.barh(place, length * line["done"] / 100, _HEIGHT, line["start"], color=colour, zorder=4)
    if line["status"] == "late" and day > line["end"]:
        axes.plot(
            [line["end"], day], [place, place], color=colour, linewidth=1.2, linestyle=(0, (2, 1.2)), zorder=3
        )
