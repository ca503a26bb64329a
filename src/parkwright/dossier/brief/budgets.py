"""Firms whose budget lies below the price of the land that the plan gives them: told, not left out."""

from __future__ import annotations

from parkwright.dossier.brief.material import Material, listed
from parkwright.dossier.tree import Paragraph
from parkwright.words import text

_HALF_A_HECTARE = 0.5
"""Less is written as 0 ha."""


def below_the_price(material: Material) -> tuple[Paragraph, ...]:
    """One paragraph from ``allocations``; none where no budget is known."""
    if not material.has("allocations", "demand_cells"):
        return ()
    rows = material.frame("allocations")
    known = rows.dropna(subset="budget_gap_usd_m2") if "budget_gap_usd_m2" in rows else rows.iloc[:0]
    if known.empty:
        return ()
    source = material.source("allocations", "demand_cells")
    over = known[known["budget_gap_usd_m2"] > 0]
    ha, whole = float(over["ha"].sum()), float(known["ha"].sum())
    if ha < _HALF_A_HECTARE:
        return (Paragraph((text("brief_costs.within_budget", known=whole),), source=source),)
    sector = over["cell_id"].map(material.frame("demand_cells").set_index("cell_id")["sector_id"])
    most = over["ha"].groupby(sector).sum().sort_values(ascending=False, kind="stable")
    told = text(
        "brief_costs.above_budget",
        known=whole,
        ha=ha,
        pct=100 * ha / whole,
        gap=float((over["budget_gap_usd_m2"] * over["ha"]).sum()) / ha,
        sectors=listed(material.sector(str(one)) for one in most.index[: material.params.top_sectors]),
    )
    return (Paragraph((told,), source=source),)
