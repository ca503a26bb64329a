"""Columns by period, stacked of parts, in one or several lanes side by side; numbers that never lie on one another.

Every column has a lane of its own, a number stands inside its part only where the part holds it, and the sum stands above the
column. Where the lanes are narrower than their numbers (many periods), all numbers are turned upright.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pandas as pd

from parkwright.figures import style
from parkwright.figures.letters import width_of
from parkwright.figures.plot import HEIGHT, WIDTH, axis, lane_of, legend, period_axis, plot_svg
from parkwright.words import Lang
from parkwright.words.numbers import number

_WIDEST = 56.0
_LETTER, _TOTAL = 9.0, 9.5
_AROUND = 3.0
"""Empty rim around a number, points."""


def draw_columns(
    name: str,
    parts: pd.DataFrame,
    periods: Sequence[str],
    names: Mapping[str, str],
    colours: Mapping[str, str],
    title: str,
    lang: Lang,
) -> str:
    """Draw a chart of columns as SVG.

    parts:   period_id, lane, part, high (its amount, 0 or more); parts are stacked in the order of ``colours``
    names:   what the legend calls each part; a part that is 0 in every period is left out of it
    title:   of the axis of amounts

    I/O Example:
        parts: period_id  lane    part     high
               2027       supply  vacancy  900
               2027       supply  opened   300
               2027       demand  demand   650
        -> two columns side by side, 1,200 and 650 high, the first with 900 and 300 written in it

    Raises:
        ValueError: a part has no colour.
    """
    import altair as alt

    stacked = _stacked(parts, list(colours))
    lanes = list(dict.fromkeys(stacked["lane"]))
    sums = stacked.groupby(["period_id", "lane"], as_index=False)["high"].max()
    room = _measure(sums["high"], lane_of(periods, len(lanes)), lang)
    marked = _with_numbers(stacked, room, colours, lang)
    sums = sums.assign(words=_numbers(sums["high"], room, lang))
    used = [part for part in colours if part in set(stacked["part"])]
    x, shift = period_axis(periods, lang), alt.XOffset("lane:N", sort=lanes, scale=alt.Scale(domain=lanes))
    y = alt.Y("low:Q", title=title, axis=axis(room.top), scale=alt.Scale(domain=[0, room.top], nice=False))
    colour = alt.Color(
        "name:N", legend=legend([names[part] for part in used], symbolType="square"),
        scale=alt.Scale(domain=[names[part] for part in used], range=[colours[part] for part in used]),
    )  # fmt: skip
    marked = marked.assign(name=marked["part"].map(names))
    bars = alt.Chart(marked).mark_bar(size=room.bar, stroke=style.INK, strokeWidth=0.4).encode(
        x=x, xOffset=shift, y=y, y2="high:Q", color=colour
    )  # fmt: skip
    inside = alt.Chart(marked.loc[marked["words"] != ""]).mark_text(fontSize=_LETTER, angle=room.angle).encode(
        x=x, xOffset=shift, y="middle:Q", text="words:N", color=alt.Color("ink:N", scale=None)
    )  # fmt: skip
    above = alt.Chart(sums).mark_text(
        fontSize=_TOTAL, fontWeight="bold", color=style.INK, angle=room.angle, align="left" if room.angle else "center",
        dx=_AROUND if room.angle else 0, dy=0 if room.angle else -_AROUND, baseline="middle" if room.angle else "bottom",
    ).encode(x=x, xOffset=shift, y="high:Q", text="words:N")  # fmt: skip
    return plot_svg(alt.layer(bars, inside, above), name, lang, height=HEIGHT, width=WIDTH)


@dataclass(frozen=True, slots=True)
class _Room:
    """What the plot gives to columns and numbers: width of a bar, angle of numbers, end of the axis, decimals."""

    bar: float
    angle: int
    top: float
    decimals: int


def _measure(sums: pd.Series[float], lane: float, lang: Lang) -> _Room:
    most = float(sums.max())
    decimals = 0 if most >= 10 else 1 if most >= 1 else 3
    widest = max(width_of(number(value, lang, decimals), _TOTAL, "bold") for value in sums)
    bar = min(_WIDEST, lane - 4)
    turned = widest + 2 > lane
    head = (widest if turned else _TOTAL) + 2 * _AROUND
    top = most * HEIGHT / (HEIGHT - head) if most > 0 else 1.0
    return _Room(bar, 270 if turned else 0, top, decimals)


def _stacked(parts: pd.DataFrame, order: list[str]) -> pd.DataFrame:
    """Each part with the heights of its foot (low) and its head (high); parts that are 0 everywhere are left out."""
    if strange := set(parts["part"]) - set(order):
        raise ValueError(f"no place in the chart for {', '.join(sorted(map(str, strange)))}")
    used = parts.groupby("part")["high"].transform("sum") > 0
    shown = parts.loc[used if used.any() else slice(None)]
    ordered = shown.sort_values("part", key=lambda part: part.map(order.index), kind="stable")
    head = ordered.groupby(["period_id", "lane"])["high"].cumsum()
    return ordered.assign(low=head - ordered["high"], high=head, amount=ordered["high"])


def _with_numbers(stacked: pd.DataFrame, room: _Room, colours: Mapping[str, str], lang: Lang) -> pd.DataFrame:
    """The number inside each part that holds it; a column of one part has its number above it only."""
    words = _numbers(stacked["amount"], room, lang)
    wide = words.map(lambda told: width_of(told, _LETTER))
    along, across = (wide, _LETTER) if room.angle else (_LETTER, wide)
    high = stacked["amount"] * HEIGHT / room.top
    alone = stacked["amount"].gt(0).groupby([stacked["period_id"], stacked["lane"]]).transform("sum") < 2
    fits = (high >= along + _AROUND) & (across + _AROUND <= room.bar) & ~alone
    return stacked.assign(
        words=words.where(fits, ""),
        middle=(stacked["low"] + stacked["high"]) / 2,
        ink=stacked["part"].map(lambda part: style.ink_on(colours[part])),
    )


def _numbers(values: pd.Series[float], room: _Room, lang: Lang) -> pd.Series[str]:
    return values.map(lambda value: number(value, lang, room.decimals))
