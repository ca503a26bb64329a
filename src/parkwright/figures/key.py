"""The legend under a map: samples drawn with the very looks of the map, in columns side by side."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from parkwright.figures import style
from parkwright.figures.letters import width_of

ROW_IN = 0.152
SIZE = 6.2
"""Size of the letters of a legend, points."""
_SAMPLE_IN, _GAP_IN = 0.32, 0.3


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of a legend: its words, and the look of what it explains (choices of matplotlib for that kind of mark)."""

    words: str
    kind: Literal["mark", "line", "area"]
    look: Mapping[str, Any]


def key_height(columns: Sequence[Sequence[Entry]]) -> float:
    """Inches that the legend takes."""
    return max((len(column) for column in columns), default=0) * ROW_IN + 0.08


def draw_key(axes: Any, columns: Sequence[Sequence[Entry]], top: float) -> None:
    """Draw the columns from the left; each is as wide as its longest words.

    axes: in inches, y downwards
    top:  upper edge of the legend, inches
    """
    left = 0.06
    for column in columns:
        for row, entry in enumerate(column):
            y = top + (row + 0.5) * ROW_IN
            _sample(axes, left, y, entry)
            axes.text(
                left + _SAMPLE_IN + 0.07, y, entry.words, fontsize=SIZE, color=style.INK, va="center_baseline"
            )
        if column:
            left += _SAMPLE_IN + max(width_of(entry.words, SIZE) for entry in column) / 72 + _GAP_IN


def _sample(axes: Any, left: float, y: float, entry: Entry) -> None:
    from matplotlib.patches import Rectangle

    if entry.kind == "mark":
        axes.scatter(left + _SAMPLE_IN / 2, y, **entry.look)
    elif entry.kind == "line":
        axes.plot([left, left + _SAMPLE_IN], [y, y], **entry.look)
    else:
        high = 0.66 * ROW_IN
        axes.add_patch(Rectangle((left, y - high / 2), _SAMPLE_IN, high, **entry.look))
