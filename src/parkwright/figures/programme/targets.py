"""How far each target is on its way from the baseline to its goal, and how far it should be by now."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from parkwright.figures import style
from parkwright.figures.letters import shorten
from parkwright.figures.programme.page import GRID, SIZE, SMALL, STATUS, area, as_svg, legend, note, page
from parkwright.steps.monitoring import Monitoring
from parkwright.words import Lang, say, text
from parkwright.words.numbers import number

_ROW_IN = 0.19
_NAMES_IN = 2.9
_LEAST, _MOST = -20.0, 140.0
FEWEST = 3
"""Fewer bars say no more than the table beside them."""


def draw_targets(monitoring: Monitoring, lang: Lang) -> str | None:
    """SVG of the bars; None where fewer than ``FEWEST`` targets have a share of their way.

    I/O Example:
        t: way_pct 40, expected half way, late     -> a bar to 40 with its sign, a tick at 50
    """
    facts = monitoring.scope.targets[["target_id", "bound", "baseline"]]
    rows = monitoring.targets.merge(facts, on="target_id")
    shown = rows[rows["way_pct"].notna()].reset_index(drop=True)
    if len(shown) < FEWEST:
        return None
    left_out = len(rows) - len(shown)
    figure = page(0.72 + len(shown) * _ROW_IN + (0.16 if left_out else 0))
    axes = area(figure, _NAMES_IN, 0.44 + (0.16 if left_out else 0), 0.42, 0.26)
    axes.set(
        xlim=(min(0.0, max(_LEAST, float(shown["way_pct"].min()))), _MOST),
        ylim=(len(shown) - 0.4, -0.6),
        yticks=[],
    )
    marks = [0, 25, 50, 75, 100, 125]
    axes.set_xticks(marks, [number(mark, lang, 0) for mark in marks], fontsize=SMALL)
    axes.grid(axis="x", color=GRID, linewidth=0.5)
    axes.set_axisbelow(True)
    axes.axvline(100, color=style.INK, linewidth=0.8)
    width, height = figure.get_size_inches()
    figure.text(
        0.1 / width,
        1 - 0.06 / height,
        say("programme_figures.way_axis", lang),
        fontsize=SIZE,
        va="top",
        color=style.INK,
    )
    names = monitoring.scope.indicators.set_index("indicator_id")[f"name_{lang}"].to_dict()
    for place, row in enumerate(shown.itertuples(index=False)):
        _one(axes, place, row, str(names[row.indicator_id]), lang)
    legend(figure, [status for status in STATUS if status in set(shown["status"])], "target", lang)
    if left_out:
        note(figure, say(text("programme_figures.no_way", count=left_out), lang), 0.18)
    return as_svg(figure, "targets", lang)


def _one(axes: Any, place: int, row: Any, name: str, lang: Lang) -> None:
    colour, sign = STATUS[row.status]
    least, _ = axes.get_xlim()
    inches = axes.get_position().width * axes.figure.get_size_inches()[0]
    per_in = (_MOST - least) / inches
    period = row.period.replace("/", "–")
    words = f"{shorten(name, f', {period}', SMALL, (_NAMES_IN - 0.42) * 72)}, {period}"
    axes.text(least - (_NAMES_IN - 0.08) * per_in, place, words, fontsize=SMALL, va="center", color=style.INK)
    axes.text(least - 0.13 * per_in, place, sign, fontsize=SIZE, ha="center", va="center", color=colour)
    axes.barh(place, float(np.clip(row.way_pct, least, _MOST)), 0.6, 0, color=colour, zorder=3)
    told = number(float(row.way_pct), lang, 0)
    axes.text(_MOST + 0.3 * per_in, place, told, fontsize=SMALL, ha="right", va="center", color=style.INK)
    due = _expected(row)
    if due is not None:
        axes.plot([due, due], [place - 0.42, place + 0.42], color=style.INK, linewidth=1.4, zorder=5)


def _expected(row: Any) -> float | None:
    """Where the target should be by now, in the same measure as the bar."""
    if pd.isna(row.expected):
        return None
    goal = row.high if row.bound == "at-most" else row.low
    base = 0.0 if pd.isna(row.baseline) else row.baseline
    return (
        float(np.clip(100 * (row.expected - base) / (goal - base), _LEAST, _MOST)) if goal != base else None
    )
