"""Power, water and wastewater of parks and sites whose capacity is known."""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd

from parkwright.steps.siting.audit.breach import Audited, Breach, group_mean, groups_of, over
from parkwright.steps.siting.audit.inputs import leasable_land, vacant_land


def utilities(plan: Audited, rows: pd.DataFrame) -> Iterator[Breach]:
    """What the plan sends somewhere uses no more than is left there; a hectare uses the mean of its sector group.

    In an operating park the tenants already there use the mean of all groups; where their land or that mean is unknown, so is
    what is left, and nothing is limited. A site that stands for a park has the park's capacity where it has none of its own.
    """
    sectors = plan.sectors.set_index("sector_id")
    water = sectors["water_m3_ha_day"]
    use = {
        "power_mw": sectors["power_kw_ha"] / 1000.0,
        "water_m3_day": water,
        "wastewater_m3_day": water * sectors["wastewater_share"],
    }
    group = rows["sector_id"].map(groups_of(plan))
    for column, per_ha in use.items():
        by_group = group_mean(plan, per_ha)
        if by_group.isna().all():
            continue
        taken = (rows["ha"] * group.map(by_group).fillna(0.0)).groupby(rows["facility_id"]).sum()
        limit = _left(plan, column, float(by_group.mean())).reindex(taken.index)
        found = {"object": taken.index, "period_id": "all", "used": taken, "limit": limit}
        yield from over(column, pd.DataFrame(found).dropna())


def _left(plan: Audited, column: str, usual: float) -> pd.Series:
    """Facility -> capacity less what the tenants already there use; unknown where any part of it is."""
    parks, sites = plan.parks, plan.sites
    tenants = (leasable_land(plan) - vacant_land(plan)).where(parks["status"] == "operating", 0.0)
    of_park: pd.Series = (parks[column] - tenants * usual).clip(lower=0.0)
    stands_for = of_park.set_axis(parks["park_id"]).reindex(sites["park_id"]).set_axis(sites.index)
    of_site = sites[column].fillna(stands_for)
    left = [of_park.set_axis("parks:" + parks["park_id"]), of_site.set_axis("sites:" + sites["site_id"])]
    found: pd.Series = pd.concat(left)
    return found
