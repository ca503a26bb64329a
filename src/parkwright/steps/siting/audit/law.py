"""Law: legal types, inner area, provincial occupancy, reserves for small and private firms."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pandas as pd

from parkwright.steps.siting.audit.breach import (
    Audited,
    Breach,
    Floats,
    groups_of,
    named,
    over,
    period_order,
    small_share,
)
from parkwright.steps.siting.audit.inputs import leasable_land, province_at_end, vacant_land


def types(plan: Audited, rows: pd.DataFrame) -> Iterator[Breach]:
    """Cumulative share of land that counts for the type of each new park (DEF-02, DEF-03, DEF-04)."""
    openings = plan.tables["openings"]
    types = (
        openings[~openings["committed"]].drop_duplicates("facility_id").set_index("facility_id")["legal_type"]
    )
    groups = groups_of(plan)
    ours = rows.assign(type=rows["facility_id"].map(types), group=rows["sector_id"].map(groups))
    for legal_type in ("supporting", "specialised", "high-tech"):
        share = plan.legal.min_share(legal_type)
        if share is None:
            continue
        for facility, land in ours[ours["type"] == legal_type].groupby("facility_id"):
            total = _cumulative(plan, land, np.ones(len(land)))
            if legal_type == "specialised":
                ways = [(land["group"] == group).to_numpy(dtype=float) for group in land["group"].unique()]
            else:
                flag = "is_supporting" if legal_type == "supporting" else "is_high_tech"
                ways = [land[flag].fillna(False).to_numpy(dtype=float)]
            best = max(
                (_cumulative(plan, land, way) for way in ways), key=lambda got: (got - share * total).min()
            )
            found = {
                "object": str(facility),
                "period_id": list(period_order(plan)),
                "used": share * total,
                "limit": best,
            }
            yield from over(f"type-{legal_type}", pd.DataFrame(found))


def _cumulative(plan: Audited, rows: pd.DataFrame, weight: Floats) -> Floats:
    by_period = np.bincount(rows["t"], weights=rows["ha"] * weight, minlength=len(plan.meta.periods))
    return np.asarray(by_period.cumsum())


def inner_area(plan: Audited, rows: pd.DataFrame) -> Iterator[Breach]:
    """PLN-03 for new parks; hazard classes that the law keeps outside (QC-08); high-tech parks that select."""
    facilities = plan.tables["facilities"].set_index("facility_id")
    inner = set(facilities.index[facilities["inner_area"].fillna(False).astype(bool)])
    openings = plan.tables["openings"]
    if plan.legal.inner_area_types is not None:
        wrong = openings["facility_id"].isin(inner) & ~openings["legal_type"].isin(
            plan.legal.inner_area_types
        )
        yield from named("PLN-03", set(openings.loc[wrong & ~openings["committed"], "facility_id"]))
    hazardous = rows["hazard_class"].isin(plan.legal.hazard_classes_outside) & rows["facility_id"].isin(inner)
    yield from named("QC-08", set(rows.loc[hazardous, "facility_id"]))
    other = (rows["kind"] == "high-tech") & ~rows["is_high_tech"].fillna(False).astype(bool)
    if plan.params.high_tech_parks_select:
        yield from named("high-tech-only", set(rows.loc[other, "facility_id"]))


def occupancy(plan: Audited) -> Iterator[Breach]:
    """EST-08: a new park only where the operating parks of its province of today are full enough (EST-09: exempt types, and
    provinces with little park land)."""
    least, legal = plan.legal.occupancy_min_share, plan.legal
    if least is None:
        return
    parks = plan.parks[plan.parks["status"] == "operating"]
    leasable, free = leasable_land(plan)[parks.index], vacant_land(plan)[parks.index]
    today = parks["admin_new"].fillna(parks["admin_old"]).str.rsplit(",", n=1).str[-1].str.strip()
    known = leasable.where(free.notna())
    share = (leasable - free).clip(lower=0.0).groupby(today).sum() / known.groupby(today).sum()
    land = parks["total_ha"].groupby(today).sum()
    below = legal.occupancy_exempt_below_ha
    small = set() if below is None else set(land.index[land <= below])
    now = today.groupby(province_at_end(parks["admin_old"], plan)).agg(lambda names: names.mode().iloc[0])
    new = plan.tables["openings"].query("not committed").drop_duplicates("facility_id")
    new = new[~new["legal_type"].isin(legal.occupancy_exempt_types)]
    province = (
        new["facility_id"].map(plan.tables["facilities"].set_index("facility_id")["province_id"]).map(now)
    )
    found = pd.DataFrame(
        {"object": new["facility_id"], "period_id": "all", "used": least, "limit": province.map(share)}
    )
    yield from over("EST-08", found[~province.isin(small)].dropna())


def grouping(plan: Audited) -> Iterator[Breach]:
    """Sectors seen as one are alike in what the law tells apart."""
    sectors = plan.sectors.set_index("sector_id")
    marks = sectors[["is_supporting", "is_high_tech"]].fillna(False).astype(bool)
    marks["hazardous"] = sectors["hazard_class"].isin(plan.legal.hazard_classes_outside)
    kinds = marks.groupby(groups_of(plan).reindex(marks.index)).nunique()
    yield from named("grouping", kinds.index[(kinds > 1).any(axis=1)])


def reserve(plan: Audited, rows: pd.DataFrame) -> Iterator[Breach]:
    """Land for small firms (EST-06, not for exempt types) and for private ones (EST-07) in new parks, at the end."""
    openings, legal = plan.tables["openings"], plan.legal
    facilities = plan.tables["facilities"].set_index("facility_id")
    large = 1.0 - rows["sector_id"].map(groups_of(plan)).map(small_share(plan))
    not_high_tech = ~rows["is_high_tech"].fillna(False).astype(bool)
    rules = (
        ("EST-06", legal.small_reserve_ha, legal.small_reserve_share, "net_ha", large, legal.small_reserve_exempt_types),
        ("EST-07", legal.private_reserve_ha, legal.private_reserve_share, "gross_ha", large * not_high_tech, ()),
    )  # fmt: skip
    new = (
        openings[~openings["committed"]]
        .groupby("facility_id")
        .agg(open=("net_ha", "sum"), kind=("legal_type", "first"))
    )
    for rule, ha, share, area, outside, exempt in rules:
        if ha is None or share is None:
            continue
        bound = new[~new["kind"].isin(exempt)]
        park = facilities.loc[bound.index]
        kept = np.minimum(np.minimum(ha, share * park[area]), park["net_ha"])
        taken = (rows["ha"] * outside).groupby(rows["facility_id"]).sum().reindex(bound.index).fillna(0.0)
        found = {"object": bound.index, "period_id": plan.meta.periods[-1].period_id}
        yield from over(
            rule,
            pd.DataFrame({**found, "used": taken.to_numpy(), "limit": (bound["open"] - kept).to_numpy()}),
        )
