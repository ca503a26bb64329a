"""Demand against supply by period, and how the demand was found."""

from __future__ import annotations

from typing import Any

from parkwright.dossier.brief.blocks import chapter, column, not_computed, part, picture
from parkwright.dossier.brief.material import Material, at, rows_of, said
from parkwright.dossier.brief.pillars import code_words
from parkwright.dossier.brief.premises import by_premises
from parkwright.dossier.brief.sums import planned_cells
from parkwright.dossier.tree import Block, Cell, Paragraph, Table, Words
from parkwright.words import Both, text

_METHODS = ("take-up", "register", "relocation", "labour", "planned")
"""The anchor first, then what stands inside and beside it, the check, and what was made of them."""


def demand(material: Material) -> tuple[Block, ...]:
    """The chapter of demand against supply."""
    blocks: list[Block] = [chapter("demand")]
    if not material.has("demand_cells"):
        return (*blocks, not_computed("demand_cells"))
    blocks += [Paragraph((text("brief_demand.intro"),)), _by_period(material), by_premises(material)]
    blocks.append(picture(material, "chart_supply", "supply", "demand_cells"))
    blocks += [part("supply"), _supply(material) if material.has("supply") else not_computed("supply")]
    known = material.has("demand_reconciliation")
    blocks += [
        part("reconciliation"),
        _reconciliation(material) if known else not_computed("demand_reconciliation"),
    ]
    return (*blocks, picture(material, "chart_methods", "demand_reconciliation"))


def _by_period(material: Material) -> Table:
    """P10 and P90 of a period are sums of its cells' percentiles: outer bounds, and the note says so."""
    cells = (
        planned_cells(material)
        .groupby("period_id")[["p10_ha", "p50_ha", "p90_ha", "served_ha", "unserved_ha"]]
        .sum()
    )
    names = tuple(cells.columns)
    body: list[tuple[Cell, ...]] = [
        (period, *(at(cells, period, name) for name in names))
        for period in material.periods
        if period in cells.index
    ]
    body.append((text("brief.total"), *(float(cells[name].sum()) for name in names)))
    titles = ("period", "p10", "p50", "p90", "served", "unserved")
    columns = tuple(
        column(name, None if place == 0 else material.ha, None if place == 0 else 1)
        for place, name in enumerate(titles)
    )
    source = material.source(
        "demand_cells", *(name for name in ("allocations", "unserved") if material.made(name))
    )
    return Table(
        "demand-by-period",
        text("brief_demand.by_period"),
        columns,
        tuple(body),
        source,
        1,
        notes=(text("brief_demand.percentiles"),),
    )


def _supply(material: Material) -> Table:
    rows = material.frame("supply")
    order = {period: place for place, period in enumerate(material.periods)}
    rows = rows.assign(order=rows["period_id"].map(order)).sort_values(["order", "source"], kind="stable")
    body = tuple(
        (
            row.period_id,
            code_words("brief_demand.source", str(row.source)),
            float(row.net_ha),
            float(row.used_ha),
        )
        for row in rows_of(rows)
    )
    columns = (
        column("period"),
        column("supply_source"),
        column("net", material.ha, 1),
        column("used", material.ha, 1),
    )
    return Table(
        "supply-by-period",
        text("brief_demand.supply"),
        columns,
        body,
        material.source("supply"),
        compact=True,
    )


def _reconciliation(material: Material) -> Table:
    """The methods by period; what is said of a method stands once below, however many periods it holds for."""
    rows = material.frame("demand_reconciliation")
    order = {period: place for place, period in enumerate(material.periods)}
    methods = {method: place for place, method in enumerate(_METHODS)}
    rows = rows.assign(
        order=rows["period_id"].map(order), rank=rows["method"].map(methods).fillna(len(methods))
    ).sort_values(["order", "rank", "method"], kind="stable")
    columns = (
        column("period"), column("method"), *(column(name, material.ha, 1) for name in ("low", "base", "high")),
        column("weight", None, 2),
    )  # fmt: skip
    source = material.source(
        "demand_reconciliation", *(("demand_methods",) if material.made("demand_methods") else ())
    )
    told = rows.drop_duplicates(["method", "reason_vi", "reason_en"]).sort_values("rank", kind="stable")
    return Table(
        "demand-reconciliation",
        text("brief_demand.reconciliation"),
        columns,
        tuple(_method(row) for row in rows_of(rows)),
        source,
        compact=True,
        notes=tuple(
            text("brief_demand.note", method=_name(row), reason=said(row))
            for row in rows_of(told)
            if said(row) != Both("", "")
        ),
    )


def _method(row: Any) -> tuple[Cell, ...]:
    return (
        row.period_id,
        _name(row),
        float(row.low_ha),
        float(row.base_ha),
        float(row.high_ha),
        float(row.weight),
    )


def _name(row: Any) -> Words:
    return code_words("brief_demand.method", str(row.method))
