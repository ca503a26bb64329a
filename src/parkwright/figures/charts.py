"""Charts from result tables: demand beside supply, cost, what stays unserved, the methods of demand side by side.

Drawn with Altair and vl-convert, without the network: the data stand inside the chart, letters become outlines of a font that
ships with matplotlib (DejaVu Sans), and numbers are written by ``words``.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

import pandas as pd

from parkwright.figures import style
from parkwright.figures.columns import draw_columns
from parkwright.figures.letters import shorten, width_of
from parkwright.figures.plot import HEIGHT, PAGE, WIDTH, axis, legend, period_axis, plot_svg
from parkwright.plan.money import show_money
from parkwright.tables import Region, join
from parkwright.words import Lang, say, text
from parkwright.words.numbers import number

_LONGEST_NAME = 290.0
_ROW = 17
_SHAPES = ("circle", "square", "diamond", "triangle-up", "triangle-down")


def draw_supply(region: Region, tables: Mapping[str, pd.DataFrame], lang: Lang) -> str:
    """Land on offer by period, stacked by where it comes from, and beside it the demand that is planned for (P50).

    tables: supply (period_id, source, net_ha), demand_cells (period_id, planned, p50_ha; planned cells only are counted)

    I/O Example:
        supply: period_id  source   net_ha      demand_cells: period_id  planned  p50_ha
                2027       vacancy  900                       2027       1        650
        -> SVG with one column 900 ha high and beside it one 650 ha high
    """
    cells = tables["demand_cells"]
    planned = cells.loc[cells["planned"].fillna(False).astype(bool)]
    asked = planned.groupby("period_id")["p50_ha"].sum().rename("high").reset_index()
    offered = tables["supply"].rename(columns={"source": "part", "net_ha": "high"})
    parts = pd.concat(
        [offered.assign(lane="supply"), asked.assign(part="demand", lane="demand")], ignore_index=True
    )
    names = {part: say(f"figures.supply.{part}", lang) for part in (*style.SUPPLY, "demand")}
    colours = {**style.SUPPLY, "demand": style.INK}
    return draw_columns(
        "chart_supply", parts, _periods(region), names, colours, say("figures.axis.ha", lang), lang
    )


def draw_costs(region: Region, tables: Mapping[str, pd.DataFrame], lang: Lang) -> str:
    """Present value of the cost by period, stacked by term (as the objective counts it).

    tables: plan_costs (term, period_id, cost_bn)
    """
    money = show_money({"plan_costs": tables["plan_costs"]}, region.meta.currency)
    told = text(f"figures.money.{money.unit}", currency=region.meta.currency)
    title = text("figures.axis.money", money=told, year=str(region.meta.price_year))
    parts = money.tables["plan_costs"].rename(columns={"term": "part", "cost_bn": "high"}).assign(lane="cost")
    names = {term: say(f"figures.term.{term}", lang) for term in style.TERMS}
    return draw_columns("chart_costs", parts, _periods(region), names, style.TERMS, say(title, lang), lang)


def draw_unserved(region: Region, tables: Mapping[str, pd.DataFrame], lang: Lang) -> str:
    """Hectares that stay unserved by sector, all periods together, the largest first.

    tables: unserved (cell_id, ha), demand_cells
    """
    import altair as alt

    cells = tables["demand_cells"][["cell_id", "sector_id"]]
    rows = join(tables["unserved"][["cell_id", "ha"]], cells, "cell_id", "raise")
    summed = rows.groupby("sector_id")["ha"].sum().reset_index().sort_values("ha", ascending=False)
    names = summed["sector_id"].map(region.sectors.set_index("sector_id")[f"name_{lang}"])
    most = float(summed["ha"].max())
    decimals = 0 if most >= 20 else 1 if most >= 1 else 3
    told = summed["ha"].map(lambda ha: number(ha, lang, decimals))
    summed = summed.assign(name=names.map(lambda name: shorten(name, "", 10, _LONGEST_NAME)), words=told)
    room = max(width_of(name, 10) for name in summed["name"])
    base = alt.Chart(summed).encode(y=alt.Y("sector_id:N", sort=None, title=None, axis=_named(summed)))
    x = alt.X(
        "ha:Q",
        title=say("figures.axis.unserved", lang),
        axis=axis(most),
        scale=alt.Scale(domainMax=1.12 * most),
    )
    bars = base.mark_bar(color=style.UNSERVED, height={"band": 0.7}).encode(x=x)
    label = base.mark_text(align="left", dx=4, color=style.INK).encode(x="ha:Q", text="words:N")
    return plot_svg(
        alt.layer(bars, label), "chart_unserved", lang, height=max(60, _ROW * len(summed)), width=PAGE - room
    )


def _named(rows: pd.DataFrame) -> Any:
    """An axis that writes the name of a sector for its id: two sectors may bear the same name once it is cut."""
    import altair as alt

    names = dict(zip(rows["sector_id"], rows["name"], strict=True))
    return alt.Axis(labelLimit=0, labelExpr=f"({json.dumps(names)})[datum.value]")


def draw_methods(region: Region, tables: Mapping[str, pd.DataFrame], lang: Lang) -> str:
    """Demand by method and period: base value with the span from low to high; what is planned for stands apart.

    tables: demand_reconciliation (period_id, method, low_ha, base_ha, high_ha)
    """
    import altair as alt

    names = {method: say(f"figures.method.{method}", lang) for method in style.METHODS}
    rows = tables["demand_reconciliation"]
    used = [method for method in style.METHODS if method in set(rows["method"])]
    order = [names[method] for method in used]
    rows = rows.assign(name=rows["method"].map(names), tone=rows["method"].map(style.METHODS))
    key = legend(order, title=say("figures.methods_key", lang))
    colour = alt.Color(
        "name:N", scale=alt.Scale(domain=order, range=[style.METHODS[one] for one in used]), legend=key
    )
    shape = alt.Shape("name:N", scale=alt.Scale(domain=order, range=_SHAPES[: len(used)]), legend=key)
    base = alt.Chart(rows).encode(
        x=period_axis(_periods(region), lang), xOffset=alt.XOffset("name:N", sort=order)
    )
    y = alt.Y("low_ha:Q", title=say("figures.axis.demand", lang), axis=axis(rows["high_ha"].max()))
    span = base.mark_bar(width=4, opacity=0.45).encode(
        y=y, y2="high_ha:Q", color=alt.Color("tone:N", scale=None)
    )
    dot = base.mark_point(filled=True, size=52, opacity=1).encode(y="base_ha:Q", color=colour, shape=shape)
    both = alt.layer(span, dot).resolve_scale(color="independent", shape="independent")
    return plot_svg(both, "chart_methods", lang, height=HEIGHT, width=WIDTH)


def _periods(region: Region) -> list[str]:
    return [period.period_id for period in region.meta.periods]
