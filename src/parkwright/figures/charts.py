"""Charts from result tables: demand against supply, cost, what stays unserved, the methods of demand side by side.

Drawn with Altair and vl-convert, without the network: the data stand inside the chart, letters become outlines of a font that
ships with matplotlib (DejaVu Sans), and numbers are written by ``words``.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pandas as pd

from parkwright.figures import style
from parkwright.figures.outlines import outline_letters, own_ids
from parkwright.plan.money import show_money
from parkwright.tables import Region, join
from parkwright.words import Lang, say, text
from parkwright.words.numbers import number

_FONT = "DejaVu Sans"

_COLUMN = 56
WIDTH = 480
"""Width of the plot, points: with its axis and legend it fills the text of an A4 page."""

_SUPPLY = {"vacancy": style.VACANT, "committed": "#30507c", "opened": "#c0369d", "outside": "#b9b2a4"}
_TERMS = {
    "works": "#4b2991", "clearance": "#872ca2", "premium": "#c0369d", "land": "#1b7f79", "truck": "#30507c",
    "commute": "#7fa3c7", "misfit": "#eda247", "unserved": "#b9b2a4",
}  # fmt: skip
_METHODS = ("planned", "labour", "take-up", "register", "relocation")


def draw_supply(region: Region, tables: Mapping[str, pd.DataFrame], lang: Lang) -> str:
    """Land on offer by period (stacked by where it comes from) against demand (P50, with the bar from P10 to P90 of the cells).

    tables: supply (period_id, source, net_ha), demand_cells (planned cells only)

    I/O Example:
        supply: period_id  source   net_ha      demand_cells: period_id  planned  p50_ha
                2027       vacancy  900                       2027       1        650
        -> SVG with one column 900 ha high and a mark at 650 ha
    """
    import altair as alt

    periods = _periods(region)
    supply = _named(
        tables["supply"].assign(ha=tables["supply"]["net_ha"]), "source", "figures.supply", _SUPPLY, lang
    )
    cells = tables["demand_cells"]
    asked = (
        cells.loc[cells["planned"].fillna(False).astype(bool)]
        .groupby("period_id", as_index=False)["p50_ha"]
        .sum()
    )
    asked = asked.assign(words=_numbers(asked["p50_ha"], lang), kind=say("figures.supply.demand", lang))
    x = alt.X(
        "period_id:N", sort=periods, title=say("figures.axis.period", lang), axis=alt.Axis(labelAngle=0)
    )
    columns = _stack(supply, x, say("figures.axis.ha", lang), lang, list(_SUPPLY.values()))
    legend = alt.Legend(
        title=None,
        orient="bottom",
        symbolType="M-1,-0.2H1V0.2H-1Z",
        symbolFillColor=style.INK,
        symbolStrokeColor=style.INK,
        symbolOpacity=1,
    )
    base = alt.Chart(asked)
    tick = base.mark_tick(thickness=3, size=_COLUMN + 14, color=style.INK).encode(
        x=x, y="p50_ha:Q", opacity=alt.Opacity("kind:N", legend=legend, scale=alt.Scale(range=[1]))
    )
    label = base.mark_text(
        dx=_COLUMN / 2 + 2, dy=-8, align="left", color=style.INK, fontWeight="bold"
    ).encode(x=x, y="p50_ha:Q", text="words:N")
    return _svg(alt.layer(columns, tick, label), "chart_supply", lang)


def draw_costs(region: Region, tables: Mapping[str, pd.DataFrame], lang: Lang) -> str:
    """Present value of the cost by period, stacked by term (as the objective counts it).

    tables: plan_costs (term, period_id, cost_bn)
    """
    import altair as alt

    money = show_money({"plan_costs": tables["plan_costs"]}, region.meta.currency)
    told = text(f"figures.money.{money.unit}", currency=region.meta.currency)
    unit = text("figures.axis.money", money=told, year=str(region.meta.price_year))
    shown = money.tables["plan_costs"]
    costs = _named(shown.assign(ha=shown["cost_bn"]), "term", "figures.term", _TERMS, lang)
    x = alt.X(
        "period_id:N",
        sort=_periods(region),
        title=say("figures.axis.period", lang),
        axis=alt.Axis(labelAngle=0),
    )
    return _svg(_stack(costs, x, say(unit, lang), lang, list(_TERMS.values())), "chart_costs", lang)


def draw_unserved(region: Region, tables: Mapping[str, pd.DataFrame], lang: Lang) -> str:
    """Hectares that stay unserved by sector, all periods together, the largest first.

    tables: unserved (cell_id, ha), demand_cells
    """
    import altair as alt

    cells = tables["demand_cells"][["cell_id", "sector_id"]]
    rows = join(tables["unserved"][["cell_id", "ha"]], cells, "cell_id", "raise")
    summed = rows.groupby("sector_id")["ha"].sum().reset_index().sort_values("ha", ascending=False)
    names = region.sectors.set_index("sector_id")[f"name_{lang}"]
    decimals = 0 if summed["ha"].max() >= 20 else 1
    summed = summed.assign(name=summed["sector_id"].map(names), words=_numbers(summed["ha"], lang, decimals))
    y = alt.Y("name:N", sort=None, title=None, axis=alt.Axis(labelLimit=230))
    x = alt.X("ha:Q", title=say("figures.axis.unserved", lang), axis=_axis())
    base = alt.Chart(summed)
    bars = base.mark_bar(color="#cf4a23", height={"band": 0.7}).encode(y=y, x=x)
    label = base.mark_text(align="left", dx=4, color=style.INK).encode(y=y, x="ha:Q", text="words:N")
    return _svg(alt.layer(bars, label), "chart_unserved", lang, height=max(60, 17 * len(summed)), width=400)


def draw_methods(region: Region, tables: Mapping[str, pd.DataFrame], lang: Lang) -> str:
    """Demand by method and period: base value with the span from low to high; what is planned for stands apart.

    tables: demand_reconciliation (period_id, method, low_ha, base_ha, high_ha)
    """
    import altair as alt

    colours = dict(zip(_METHODS, (style.INK, "#4b2991", style.VACANT, "#eda247", "#cf4a23"), strict=True))
    rows = tables["demand_reconciliation"]
    rows = _named(rows.assign(ha=rows["base_ha"]), "method", "figures.method", colours, lang)
    order = [say(f"figures.method.{method}", lang) for method in _METHODS]
    shift = alt.XOffset("name:N", sort=order)
    x = alt.X(
        "period_id:N",
        sort=_periods(region),
        title=say("figures.axis.period", lang),
        axis=alt.Axis(labelAngle=0),
    )
    y = alt.Y("low_ha:Q", title=say("figures.axis.demand", lang), axis=_axis())
    colour = _colour(order, list(colours.values()))
    span = (
        alt.Chart(rows)
        .mark_bar(width=4, opacity=0.45)
        .encode(x=x, xOffset=shift, y=y, y2="high_ha:Q", color=colour)
    )
    dot = alt.Chart(rows).mark_point(filled=True, size=46, opacity=1).encode(
        x=x, xOffset=shift, y="base_ha:Q", color=colour
    )  # fmt: skip
    return _svg(alt.layer(span, dot), "chart_methods", lang)


def _stack(rows: pd.DataFrame, x: Any, title: str, lang: Lang, colours: list[str]) -> Any:
    """Stacked columns in a fixed order, with the number inside each part that is large enough to hold it."""
    import altair as alt

    order = list(dict.fromkeys(rows.sort_values("rank")["name"]))
    used = [colours[rank] for rank in sorted(set(rows["rank"]))]
    high = rows.loc[rows["ha"] > 0].groupby("period_id")["ha"].sum().max()
    words = _numbers(rows["ha"], lang).where(rows["ha"] >= 0.05 * high, "")
    ink = [_ink(colours[rank]) for rank in rows["rank"]]
    rows = rows.assign(words=words, middle=_middles(rows), ink=ink)
    y = alt.Y("ha:Q", title=title, stack="zero", axis=_axis())
    base = alt.Chart(rows)
    bars = base.mark_bar(size=_COLUMN).encode(x=x, y=y, color=_colour(order, used), order=alt.Order("rank:Q"))
    label = base.mark_text(fontSize=9).encode(
        x=x, y="middle:Q", text="words:N", color=alt.Color("ink:N", scale=None)
    )
    return alt.layer(bars, label).resolve_scale(color="independent")


def _ink(colour: str) -> str:
    """Dark or white letters, whichever stands out more on a colour (relative luminance of WCAG 2, section 1.4.3)."""
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    light = 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
    return style.INK if (light + 0.05) / 0.05 > 1.05 / (light + 0.05) else style.PAPER


def _middles(rows: pd.DataFrame) -> pd.Series[float]:
    """Height of the middle of each part of its column."""
    ordered = rows.sort_values("rank")
    return ordered.groupby("period_id")["ha"].cumsum() - ordered["ha"] / 2


def _named(rows: pd.DataFrame, column: str, words: str, order: Mapping[str, str], lang: Lang) -> pd.DataFrame:
    """Rows with the name of their code in one language and its place in the order."""
    strange = set(rows[column]) - set(order)
    if strange:
        raise ValueError(f"{column}: no place in the chart for {', '.join(sorted(map(str, strange)))}")
    rank = {code: place for place, code in enumerate(order)}
    names = {code: say(f"{words}.{code}", lang) for code in order}
    return rows.assign(name=rows[column].map(names), rank=rows[column].map(rank))


def _numbers(values: pd.Series[float], lang: Lang, decimals: int = 0) -> pd.Series[str]:
    return values.map(lambda value: number(value, lang, decimals))


def _periods(region: Region) -> list[str]:
    return [period.period_id for period in region.meta.periods]


def _colour(order: list[str], colours: list[str]) -> Any:
    import altair as alt

    legend = alt.Legend(
        title=None, orient="bottom", columns=3, symbolType="square", symbolOpacity=1, labelLimit=260
    )
    return alt.Color("name:N", scale=alt.Scale(domain=order, range=colours), legend=legend)


def _axis() -> Any:
    import altair as alt

    return alt.Axis(
        format=",.0f", grid=True, gridColor="#e6e2da", domain=False, labelFlush=False, tickCount=7
    )


def _svg(chart: Any, name: str, lang: Lang, height: int = 250, width: int = WIDTH) -> str:
    """The chart as SVG; numbers on axes with the language's separators, ids of its own."""
    import vl_convert

    spec = (
        chart.properties(width=width, height=height)
        .configure(font=_FONT, background=style.PAPER, aria=False)
        .configure_view(stroke=None)
        .configure_axis(
            labelColor=style.INK, titleColor=style.INK, titleFontWeight="normal", labelFontSize=10
        )
        .to_dict()
    )
    _register_font()
    svg = vl_convert.vegalite_to_svg(spec, format_locale=_LOCALE[lang], allowed_base_urls=[])
    return own_ids(outline_letters(str(svg), _FONT), f"{name}-{lang}-")


def _register_font() -> None:
    import matplotlib
    import vl_convert

    vl_convert.register_font_directory(str(Path(matplotlib.get_data_path()) / "fonts" / "ttf"))


_LOCALE: dict[str, dict[str, Any]] = {
    "vi": {"decimal": ",", "thousands": ".", "grouping": [3], "currency": ["", ""]},
    "en": {"decimal": ".", "thousands": ",", "grouping": [3], "currency": ["", ""]},
}
