"""The headline figures of a finished run, each from its result tables: one home for what brief, evidence and compare tell."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

BUILDING_TERMS = ("works", "clearance", "premium")

HEADLINE = {
    "objective_bn": "bn {currency}",
    "build_bn": "bn {currency}",
    "opened_sites": "",
    "opened_ha": "ha",
    "demand_ha": "ha",
    "unserved_ha": "ha",
    "truck_min": "min",
}
"""Headline figures with their unit, in the order in which they are told."""


def headline(tables: Mapping[str, pd.DataFrame]) -> dict[str, float]:
    """The headline figures of a run.

    objective_bn: present value of all terms     build_bn:    works, clearance and premium as spent (not discounted)
    opened_sites: parks opened by choice         opened_ha:   their net hectares
    demand_ha:    planned demand, P50            unserved_ha: of it, what gets no land
    truck_min:    mean truck minutes of an allocated hectare, NaN where none is

    I/O Example:
        plan_costs: works 2027 cost_bn 90, spent_bn 100; unserved 2027 cost_bn 45, spent_bn 50
        -> objective_bn 135, build_bn 100
    """
    costs, cells, allocations = tables["plan_costs"], tables["demand_cells"], tables["allocations"]
    new = new_openings(tables["openings"])
    planned = cells["planned"].fillna(False).astype(bool)
    placed = allocations["ha"].sum()
    return {
        "objective_bn": float(costs["cost_bn"].sum()),
        "build_bn": float(costs.loc[costs["term"].isin(BUILDING_TERMS), "spent_bn"].sum()),
        "opened_sites": float(new["facility_id"].nunique()),
        "opened_ha": float(new["net_ha"].sum()),
        "demand_ha": float(cells.loc[planned, "p50_ha"].sum()),
        "unserved_ha": float(tables["unserved"]["ha"].sum()),
        "truck_min": float((allocations["truck_min"] * allocations["ha"]).sum() / placed)
        if placed > 0
        else float("nan"),
    }


def new_openings(openings: pd.DataFrame) -> pd.DataFrame:
    """The openings that the plan chose: without those that are committed whatever is decided."""
    return openings[~openings["committed"].fillna(False).astype(bool)]
