"""One indicator: its yearly values, the line through them to the end, the interval of the prediction, the goal."""

from __future__ import annotations

from typing import Any

import numpy as np

from parkwright.figures import style
from parkwright.figures.programme.page import GRID, SIZE, SMALL, area, as_svg, page
from parkwright.steps.monitoring import Monitoring
from parkwright.words import Lang, say, text
from parkwright.words.numbers import exact

_OUT = "#e0ebf3"


def draw_forecast(monitoring: Monitoring, target_id: str, unit: str, lang: Lang) -> str:
    """SVG of the forecast of a target that has one.

    unit: of the indicator, in words

    I/O Example:
        2020 10 … 2025 20; forecast 2030 30 (28 to 32), goal 35    -> five points, a line to 30 within a band, a mark at 35
    """
    told: Any = monitoring.forecasts.set_index("target_id").loc[target_id]
    target: Any = monitoring.scope.targets.set_index("target_id").loc[target_id]
    series = monitoring.series
    mine = series[
        (series["indicator_id"] == target["indicator_id"])
        & (series["area_id"] == target["area_id"])
        & series["period"].str.fullmatch(r"\d{4}")
    ]
    years, values = mine["period"].astype(int).to_numpy(), mine["value"].to_numpy(float)
    end = int(told["end_year"])
    figure = page(2.15)
    axes = area(figure, 0.62, 0.3, 0.95, 0.28)
    slope = float(told["trend_per_year"])
    line = np.arange(years[0], end + 1)
    middle = float(told["value"]) + slope * (line - end)
    at = float(middle[list(line).index(years[-1])])
    axes.fill_between(
        [years[-1], end], [at, float(told["low"])], [at, float(told["high"])], color=_OUT, zorder=1
    )
    axes.plot(line, middle, color=style.FLOW, linewidth=1.0, linestyle=(0, (4, 2)), zorder=2)
    axes.plot(years, values, "o", color=style.INK, markersize=3.4, zorder=4)
    _ends(axes, told, target, end, unit, lang)
    axes.set_xlim(years[0] - 0.3, end + 0.3)
    shown = range(int(years[0]), end + 1, 1 if end - years[0] <= 12 else 2)
    axes.set_xticks(list(shown), [str(year) for year in shown], fontsize=SMALL)
    axes.grid(axis="y", color=GRID, linewidth=0.5)
    axes.set_axisbelow(True)
    axes.margins(y=0.12)
    ticks = [tick for tick in axes.get_yticks() if axes.get_ylim()[0] <= tick <= axes.get_ylim()[1]]
    axes.set_yticks(ticks, [exact(float(tick), lang) for tick in ticks], fontsize=SMALL)
    axes.set_title(unit, fontsize=SIZE, loc="left", color=style.INK, pad=5)
    return as_svg(figure, f"forecast-{target_id}", lang)


def _ends(axes: Any, told: Any, target: Any, end: int, unit: str, lang: Lang) -> None:
    """The forecast with its interval and the goal, each with its number; the two stand apart where they would touch."""
    goals = [float(target[side]) for side in ("low", "high") if target[side] == target[side]]
    goal = goals[-1] if target["bound"] == "at-most" else goals[0]
    value = float(told["value"])
    axes.errorbar(
        [end],
        [value],
        yerr=[[value - float(told["low"])], [float(told["high"]) - value]],
        color=style.FLOW,
        capsize=3,
        linewidth=1.2,
        zorder=3,
    )
    axes.plot([end - 0.25, end + 0.25], [goal, goal], color="#8a1f1f", linewidth=2.2, zorder=5)
    shift = 7 if goal >= value else -7
    labels = (
        (goal, text("programme_figures.goal", value=exact(goal, lang)), "#8a1f1f", shift),
        (value, text("programme_figures.forecast", value=exact(round(value, 2), lang)), style.FLOW, -shift),
    )
    for height, words, colour, up in labels:
        axes.annotate(
            say(words, lang),
            (end, height),
            (9, up),
            textcoords="offset points",
            fontsize=SMALL,
            color=colour,
            va="center",
            annotation_clip=False,
        )
