"""Sums over result tables that several chapters need; each is a group-by, nothing is estimated here."""

from __future__ import annotations

import pandas as pd

from parkwright.dossier.brief.material import Material

BUILDING = ("works", "clearance", "premium")


def planned_cells(material: Material) -> pd.DataFrame:
    """Demand cells that the plan answers for, with served_ha (from allocations) and unserved_ha.

    I/O Example:
        demand_cells: cell_id  p50_ha  planned   allocations: cell_id  ha   unserved: cell_id  ha
                      c1       5.0     1                      c1       3                c1       2
        -> c1  5.0  served_ha 3.0  unserved_ha 2.0
    """
    cells = material.frame("demand_cells")
    cells = cells[cells["planned"].fillna(False).astype(bool)].copy()
    cells["served_ha"] = cells["cell_id"].map(_by_cell(material, "allocations")).fillna(0.0)
    cells["unserved_ha"] = cells["cell_id"].map(_by_cell(material, "unserved")).fillna(0.0)
    return cells


def _by_cell(material: Material, table: str) -> pd.Series:
    if not material.has(table):
        return pd.Series(dtype="float64")
    return material.frame(table).groupby("cell_id")["ha"].sum()


def opened(material: Material) -> pd.DataFrame:
    """One row per opened facility: legal_type, period_id of its first phase, periods (all), committed, ha and money.

    build_bn: works, clearance and premium due at its openings, and those that follow the hectares allocated
    """
    rows = material.frame("openings").copy()
    rows["place"] = rows["period_id"].map({period: place for place, period in enumerate(material.periods)})
    rows = rows.sort_values(["place", "facility_id", "phase"], kind="stable")
    sums = [name for name in ("gross_ha", "net_ha", *(f"{term}_bn" for term in BUILDING)) if name in rows]
    found = rows.groupby("facility_id", sort=False).agg(
        {"period_id": "first", "legal_type": "first", "phase": "count", **dict.fromkeys(sums, "sum")}
    )
    committed = (
        rows["committed"].fillna(False).astype(bool)
        if "committed" in rows
        else pd.Series(False, index=rows.index)
    )
    found["committed"] = committed.groupby(rows["facility_id"], sort=False).first()
    found["periods"] = rows.groupby("facility_id", sort=False)["period_id"].unique().map(list)
    money = [f"{term}_bn" for term in BUILDING if f"{term}_bn" in found]
    found["build_bn"] = (
        found[money].sum(axis=1).add(_built_by_hectare(material), fill_value=0.0).reindex(found.index)
    )
    return found.reset_index()


def new_and_committed(material: Material) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Facilities that the plan decides to open, and those that open anyway (under construction or committed): rows of ``opened``."""
    if not material.has("openings"):
        none = pd.DataFrame({"facility_id": [], "net_ha": [], "legal_type": []})
        return none, none
    sites = opened(material)
    return sites[~sites["committed"]], sites[sites["committed"]]


def _built_by_hectare(material: Material) -> pd.Series:
    """Works and clearance that follow the hectares taken, bn by facility."""
    if not material.has("allocations"):
        return pd.Series(dtype="float64")
    rows = material.frame("allocations")
    money = [f"{term}_bn" for term in BUILDING if f"{term}_bn" in rows]
    return rows.groupby("facility_id")[money].sum().sum(axis=1)


def building_bn(material: Material) -> float:
    """Works, clearance and premium of the plan as spent (not discounted), bn; the present value where a run has no other."""
    rows = material.frame("plan_costs")
    return float(rows.loc[rows["term"].isin(BUILDING), building_column(rows)].sum())


def building_column(costs: pd.DataFrame) -> str:
    """The column of plan_costs that works, clearance and premium are told from: as spent, where a run has it."""
    return "spent_bn" if "spent_bn" in costs else "cost_bn"


def cost_by_term(material: Material) -> pd.Series:
    """Cost of the plan by term, all periods together, bn."""
    return material.frame("plan_costs").groupby("term", sort=False)["cost_bn"].sum()


def assumed_share(material: Material) -> float:
    """Share of the plan's cost that rests on assumed inputs: mean of the terms weighted by their cost (NaN: unknown)."""
    costs = material.frame("plan_costs").dropna(subset=["cost_bn", "assumed_share"])
    weight = costs["cost_bn"].abs().sum()
    return float((costs["cost_bn"].abs() * costs["assumed_share"]).sum() / weight) if weight else float("nan")


def truck_minutes(material: Material) -> float:
    """Mean truck minutes of an allocated hectare (NaN where nothing is allocated)."""
    rows = material.frame("allocations").dropna(subset=["truck_min", "ha"])
    return (
        float((rows["truck_min"] * rows["ha"]).sum() / rows["ha"].sum()) if rows["ha"].sum() else float("nan")
    )


def taken_by(material: Material) -> pd.DataFrame:
    """Allocations with the place, sector and period of their cell."""
    cells = material.frame("demand_cells").set_index("cell_id")[
        ["place_id", "sector_id", "premises_type", "period_id"]
    ]
    return material.frame("allocations").join(cells, on="cell_id")


def main_sectors(material: Material, most: int) -> dict[str, list[str]]:
    """The sectors with most hectares on each facility that takes any."""
    ha = taken_by(material).groupby(["facility_id", "sector_id"], as_index=False)["ha"].sum()
    ha = ha[ha["ha"] > 0].sort_values("ha", ascending=False, kind="stable")
    return {
        str(one): [str(name) for name in rows["sector_id"].head(most)]
        for one, rows in ha.groupby("facility_id")
    }


def share(part: float, whole: float) -> float:
    """Percentage of a whole (NaN where the whole is nothing)."""
    return 100 * part / whole if whole else float("nan")
