"""What all charts share: the size of the plot, axes, the legend, and the way from Altair to an SVG without fonts."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from parkwright.figures import style
from parkwright.figures.letters import FONT, width_of
from parkwright.figures.outlines import outline_letters, own_ids
from parkwright.words import Lang, say

PAGE = 545.0
"""Width of a chart with its axis and legend, points: so the letters keep their size on the text width of an A4 page."""
WIDTH, HEIGHT = 480, 250
_LETTER = 10
_WIDEST_STEP = 96.0
_INNER, _OUTER = 0.16, 0.1
"""Empty share of a step between two periods, and (at least) before the first."""


def step_of(periods: Sequence[str]) -> float:
    """Distance from one period to the next on a plot of the usual width, points."""
    return WIDTH / (len(periods) - _INNER + 2 * _rim(periods))


def lane_of(periods: Sequence[str], lanes: int) -> float:
    """Room across of each of so many columns of a period, points."""
    return step_of(periods) * (1 - _INNER) / lanes


def period_axis(periods: Sequence[str], lang: Lang) -> Any:
    """The periods along x, as many as there are; their names stand upright where they would touch."""
    import altair as alt

    step = step_of(periods)
    upright = max(width_of(period, _LETTER) for period in periods) > step - 6
    names = alt.Axis(labelAngle=-90 if upright else 0, labelOverlap=False)
    return alt.X(
        "period_id:N", sort=list(periods), title=say("figures.axis.period", lang), axis=names,
        scale=alt.Scale(domain=list(periods), paddingInner=_INNER, paddingOuter=_rim(periods)),
    )  # fmt: skip


def _rim(periods: Sequence[str]) -> float:
    """Steps left empty before the first period and after the last: a few periods do not spread over the whole plot."""
    return min(1.0, max(_OUTER, (WIDTH / _WIDEST_STEP - len(periods) + _INNER) / 2))


def axis(most: float) -> Any:
    """An axis of figures up to the highest one: as many decimals as its steps need, and no more."""
    import altair as alt

    return alt.Axis(
        format=",~f",
        grid=True,
        gridColor="#e6e2da",
        domain=False,
        labelFlush=False,
        tickCount=7 if most > 0 else 1,
    )


def legend(names: Sequence[str], title: str | None = None, **more: Any) -> Any:
    """A legend under the plot, in as many columns (three at most) as the page holds."""
    import altair as alt

    widest = max((width_of(name, _LETTER) for name in names), default=0.0) + 34
    columns = max(1, min(3, len(names), int(PAGE // widest)))
    return alt.Legend(
        title=title,
        orient="bottom",
        columns=columns,
        labelLimit=0,
        titleLimit=0,
        symbolOpacity=1,
        **more,
    )


def plot_svg(chart: Any, name: str, lang: Lang, height: float, width: float) -> str:
    """The chart as SVG; numbers on axes with the language's separators, ids of its own."""
    import vl_convert

    spec = (
        chart.properties(width=width, height=height)
        .configure(font=FONT, background=style.PAPER, aria=False)
        .configure_view(stroke=None)
        .configure_axis(
            labelColor=style.INK, titleColor=style.INK, titleFontWeight="normal", labelFontSize=_LETTER
        )
        .configure_legend(
            labelColor=style.INK, titleColor=style.INK, titleFontWeight="normal", labelFontSize=_LETTER
        )
        .to_dict()
    )
    _register_font()
    svg = vl_convert.vegalite_to_svg(spec, format_locale=_LOCALE[lang], allowed_base_urls=[])
    return own_ids(outline_letters(str(svg), FONT), f"{name}-{lang}-")


def _register_font() -> None:
    import matplotlib
    import vl_convert

    vl_convert.register_font_directory(str(Path(matplotlib.get_data_path()) / "fonts" / "ttf"))


_LOCALE: dict[str, dict[str, Any]] = {
    "vi": {"decimal": ",", "thousands": ".", "grouping": [3], "currency": ["", ""]},
    "en": {"decimal": ".", "thousands": ",", "grouping": [3], "currency": ["", ""]},
}
