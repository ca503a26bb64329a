"""What the table of facilities says of roles, land, years and place, held against the rows of parks and sites again.

The other checks may then lean on that table: a park whose land or year was taken over wrongly is found here.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pandas as pd

from parkwright.steps.siting.audit.breach import HAIR, Audited, Breach, named


def facilities_as_given(plan: Audited) -> Iterator[Breach]:
    """Of every park and site that the plan uses: its role, its land, its earliest year, its inner area, its province."""
    tables = plan.tables
    used = set(tables["openings"]["facility_id"]) | set(tables["allocations"]["facility_id"])
    told = tables["facilities"].set_index("facility_id")
    told = told[told.index.isin(used)]
    given = pd.concat([_parks(plan), _sites(plan)]).reindex(told.index)
    stands, opens = told["role"] == "vacancy", told["role"].isin(("candidate", "committed"))
    forced = given["forced"].fillna(False).astype(bool)
    wrong = (stands & ~given["stands"].eq(True)) | (opens & ~given["opens"].eq(True))
    wrong |= opens & (forced != (told["role"] == "committed"))
    yield from named("facility-role", told.index[wrong | ~(stands | opens)])
    for column in ("net_ha", "gross_ha"):
        off = (told[column] - given[column]).abs() > HAIR * told[column].abs().clip(lower=1.0)
        for name in told.index[off & (opens | (column == "net_ha"))]:
            yield "facility-land", str(name), "all", float(told[column][name]), float(given[column][name])
    early = told["earliest_year"].astype("float64") < given["year"].astype("float64")
    yield from named("facility-year", told.index[early])
    both = told["inner_area"].fillna(False).astype(bool) != given["inner"].fillna(False).astype(bool)
    yield from named("facility-inner", told.index[both])
    elsewhere = given["province"].notna() & (told["province_id"] != given["province"])
    yield from named("facility-province", told.index[elsewhere])


def vacant_land(plan: Audited) -> pd.Series:
    """Land left in each park, ha: as counted, else leasable less leased, else leasable by the rate of occupancy."""
    parks = plan.parks
    leasable = leasable_land(plan)
    rate = parks["occupancy_pct"].fillna(parks["occupancy_pct_assumed"])
    by_lease = (leasable - parks["leased_ha"]).clip(lower=0.0)
    return parks["vacant_ha"].fillna(by_lease).fillna(leasable * (100.0 - rate) / 100.0)


def leasable_land(plan: Audited) -> pd.Series:
    """Leasable land of each park, ha, known or assumed."""
    return plan.parks["leasable_ha"].fillna(plan.parks["leasable_ha_assumed"])


def province_at_end(address: pd.Series, plan: Audited) -> pd.Series:
    """The (former) province named behind the last comma of an address; unknown where there is none."""
    names = {province.admin_old: province.province_id for province in plan.meta.provinces}
    return address.map(lambda cell: names.get(cell.rsplit(",", 1)[-1].strip()), na_action="ignore")


def _parks(plan: Audited) -> pd.DataFrame:
    parks, meta, params = plan.parks, plan.meta, plan.params
    first = meta.periods[0].first_year
    here = ~parks["scope"].isin(meta.outside_scopes)
    status, waiting = parks["status"], parks["status"].isin(("planned", "stalled"))
    forced = (status == "building") | (waiting & parks["committed"].fillna(False).astype(bool))
    asked = waiting & parks["earliest_year"].notna()
    if params.open_planned_parks:
        asked |= status == "planned"
    usual = np.where(forced, first + 1, params.planned_park_earliest_year or first + 2)
    operating = status == "operating"
    year = parks["earliest_year"].astype("float64").fillna(pd.Series(usual, index=parks.index))
    replaced = parks["park_id"].isin(plan.sites["park_id"].dropna())
    frame = {
        "stands": operating & ~replaced,
        "opens": (forced | (asked & here)) & ~replaced,
        "forced": forced,
        "net_ha": vacant_land(plan).where(operating, leasable_land(plan)),
        "gross_ha": parks["total_ha"],
        "year": year.mask(operating, first),
        "inner": parks["inner_area"],
        "province": province_at_end(parks["admin_old"], plan),
    }
    return pd.DataFrame(frame).set_axis("parks:" + parks["park_id"])


def _sites(plan: Audited) -> pd.DataFrame:
    sites, parks = plan.sites, plan.parks.assign(vacant=vacant_land(plan)).set_index("park_id")
    park = parks.reindex(sites["park_id"]).set_axis(sites.index)
    operating, first = park["status"] == "operating", plan.meta.periods[0].first_year
    gross = sites["gross_ha"].fillna(sites["gross_ha_assumed"])
    own = sites["net_ha_assumed"]
    planned = own.fillna(gross * sites["net_share_assumed"].fillna(plan.params.net_share))
    forced = (sites["status"] == "building") | sites["committed"].fillna(False).astype(bool)
    year = sites["earliest_year"].astype("float64")
    alone = ~(own.isna() & sites["park_id"].duplicated())
    there = sites["status"] != "dropped"
    frame = {
        "stands": operating & there & alone,
        "opens": ~operating & there & (forced | year.notna()),
        "forced": forced,
        "net_ha": planned.where(~operating | own.notna(), park["vacant"]),
        "gross_ha": gross,
        "year": year.fillna(pd.Series(np.where(operating, first, first + 1), index=sites.index)),
        "inner": sites["inner_area"].fillna(park["inner_area"]),
        "province": province_at_end(sites["admin_old"], plan),
    }
    return pd.DataFrame(frame).set_axis("sites:" + sites["site_id"])
