"""A page of the usual width, drawn with matplotlib: what all pictures of a programme share."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from parkwright.figures import style
from parkwright.figures.letters import FONT, width_of
from parkwright.figures.outlines import figure_svg
from parkwright.words import Lang, say

WIDTH_IN = 6.4
"""Width of a picture, inches: the text width of an official page."""
SMALL, SIZE = 6.6, 7.2
"""Sizes of letters, points."""
GRID = "#e6e2da"
STATUS: Mapping[str, tuple[str, str]] = {
    "done": ("#1f6f50", "●"), "reached": ("#1f6f50", "●"), "on-track": ("#4f8fc0", "▶"), "late": ("#c8502b", "▲"), "missed": ("#8a1f1f", "✖"),
    "not-started": ("#b7b0a2", "○"), "stopped": ("#5c5750", "■"), "not-reported": ("#d9d3c6", "–"), "cannot-tell": ("#d9d3c6", "?"),
}  # fmt: skip
"""Colour and sign of each status: the sign tells them apart where the print is grey."""


def page(height_in: float) -> Any:
    """An empty figure of the usual width."""
    from matplotlib.figure import Figure

    return Figure(figsize=(WIDTH_IN, height_in), facecolor=style.PAPER)


def area(figure: Any, left_in: float, bottom_in: float, right_in: float, top_in: float) -> Any:
    """Axes with margins in inches, without a frame."""
    width, height = figure.get_size_inches()
    axes = figure.add_axes(
        (
            left_in / width,
            bottom_in / height,
            1 - (left_in + right_in) / width,
            1 - (bottom_in + top_in) / height,
        )
    )
    for name, spine in axes.spines.items():
        spine.set_visible(name == "bottom")
        spine.set(color=style.MUTED, linewidth=0.6)
    axes.tick_params(labelsize=SMALL, colors=style.INK, length=2, width=0.5)
    return axes


def as_svg(figure: Any, name: str, lang: Lang) -> str:
    """The picture as SVG text with its letters as outlines; the same bytes for the same input."""
    title = say(f"programme_figures.title.{name.partition('-')[0]}", lang)
    return figure_svg(figure, f"{name}-{lang}-", title)


def legend(
    figure: Any, statuses: list[str], kind: str, lang: Lang, bottom_in: float = 0.04, left_in: float = 0.1
) -> None:
    """The signs of the statuses that stand in a picture, in a line at its foot."""
    width, height = figure.get_size_inches()
    at = left_in
    for status in statuses:
        words = say(f"report_codes.{kind}_status.{status}", lang)
        colour, sign = STATUS[status]
        figure.text(
            at / width, bottom_in / height, sign, fontsize=SIZE, color=colour, va="bottom", family=FONT
        )
        figure.text(
            (at + 0.13) / width,
            bottom_in / height,
            words,
            fontsize=SMALL,
            color=style.INK,
            va="bottom",
            family=FONT,
        )
        at += 0.13 + width_of(words, SMALL) / 72 + 0.18


def note(figure: Any, words: str, bottom_in: float) -> None:
    """A remark at the foot of a picture."""
    width, height = figure.get_size_inches()
    figure.text(
        0.1 / width,
        bottom_in / height,
        words,
        fontsize=SMALL,
        color=style.MUTED,
        va="bottom",
        style="italic",
        family=FONT,
    )
