"""Money, required service and utilities; and whether the told costs are the sum of their parts."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pandas as pd

from parkwright.steps.siting.audit.breach import HAIR, Audited, Breach, group_mean, groups_of, over


def budget(plan: Audited, rows: pd.DataFrame) -> Iterator[Breach]:
    """Works, clearance and premiums of each period that has a budget: at the openings and as the land is taken."""
    paid = (
        plan.tables["openings"]
        .groupby("period_id")[["works_bn", "clearance_bn", "premium_bn"]]
        .sum()
        .sum(axis=1)
    )
    made = rows.groupby("period_id")[["works_bn", "clearance_bn"]].sum().sum(axis=1)
    for period, limit in plan.params.budget_bn.items():
        used = float(paid.get(period, 0.0) + made.get(period, 0.0))
        yield from over(
            "budget",
            pd.DataFrame({"object": [period], "period_id": [period], "used": [used], "limit": [limit]}),
        )


def service(plan: Audited) -> Iterator[Breach]:
    """Required service, of all planned demand or of a sector group."""
    cells = plan.tables["demand_cells"].query("planned").set_index("cell_id")
    got = plan.tables["allocations"].groupby("cell_id")["ha"].sum().reindex(cells.index).fillna(0.0)
    required = [("all", plan.params.min_served_share * float(cells["p50_ha"].sum()), float(got.sum()))]
    by_group = got.groupby(cells["sector_id"].map(groups_of(plan))).sum()
    required += [
        (name, ha, float(by_group.get(name, 0.0))) for name, ha in plan.params.min_served_group.items()
    ]
    found = pd.DataFrame(required, columns=["object", "used", "limit"]).assign(period_id="all")
    yield from over("service", found)


def utilities(plan: Audited, rows: pd.DataFrame) -> Iterator[Breach]:
    """New parks with a known limit of power, water or wastewater (a hectare uses the mean of its sector group)."""
    sectors = plan.sectors.set_index("sector_id")
    use = {
        "power_mw": sectors["power_kw_ha"] / 1000.0,
        "water_m3_day": sectors["water_m3_ha_day"],
        "wastewater_m3_day": sectors["water_m3_ha_day"] * sectors["wastewater_share"],
    }
    sites = plan.sites.set_index("site_id")
    new = rows["table"].eq("sites") & rows["role"].ne("vacancy")
    for column, per_ha in use.items():
        taken = (
            (rows["ha"] * rows["sector_id"].map(group_mean(plan, per_ha)))[new]
            .groupby(rows["object_id"])
            .sum()
        )
        limit = sites[column].reindex(taken.index)
        found = pd.DataFrame(
            {"object": taken.index, "period_id": "all", "used": taken.to_numpy(), "limit": limit.to_numpy()}
        )
        yield from over(column, found.dropna())


_ON_ALLOCATIONS = ("land", "truck", "commute", "misfit", "works", "clearance")
_AT_OPENINGS = ("works", "clearance", "premium")


def costs(plan: Audited) -> Iterator[Breach]:
    """plan_costs, undiscounted, is the sum of openings, allocations and unserved land."""
    cells = plan.tables["demand_cells"].set_index("cell_id")
    told = plan.tables["plan_costs"].set_index(["term", "period_id"])["spent_bn"]
    when = plan.tables["allocations"]["cell_id"].map(cells["period_id"])
    sums: dict[str, pd.Series] = {
        term: plan.tables["allocations"].groupby(when)[f"{term}_bn"].sum() for term in _ON_ALLOCATIONS
    }
    for term in _AT_OPENINGS:
        due = plan.tables["openings"].groupby("period_id")[f"{term}_bn"].sum()
        sums[term] = due.add(sums.get(term, pd.Series(dtype="float64")), fill_value=0.0)
    short = plan.tables["unserved"]
    value = plan.params.unserved_usd_m2 * plan.meta.per_usd * 1e4 / 1e9
    sums["unserved"] = short["ha"].groupby(short["cell_id"].map(cells["period_id"])).sum() * value
    name: Any
    for name, amount in told.items():
        term, period = name
        found = float(sums[str(term)].get(period, 0.0))
        if abs(found - amount) > HAIR * max(1.0, abs(amount)):
            yield f"cost-{term}", str(period), str(period), found, float(amount)
