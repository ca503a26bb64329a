"""Law: legal types, inner area, provincial occupancy, reserves for small and private firms."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
import pandas as pd

from parkwright.steps.siting.audit.breach import (
    HAIR,
    Audited,
    Breach,
    Floats,
    groups_of,
    named,
    over,
    period_order,
    small_share,
)
from parkwright.steps.siting.audit.exempt import filled_share, may_be_exempt
from parkwright.steps.siting.audit.inputs import leasable_land, province_at_end
from parkwright.steps.siting.audit.takers import own_sectors


def types(plan: Audited, rows: pd.DataFrame) -> Iterator[Breach]:
    """Cumulative share of land that counts for the type of each park that opens (DEF-02, DEF-03, DEF-04)."""
    types = plan.tables["openings"].drop_duplicates("facility_id").set_index("facility_id")["legal_type"]
    groups, own = groups_of(plan), own_sectors(plan)
    ours = rows.assign(type=rows["facility_id"].map(types), group=rows["sector_id"].map(groups))
    for legal_type in ("supporting", "specialised", "high-tech"):
        for facility, land in ours[ours["type"] == legal_type].groupby("facility_id"):
            share = plan.laws.of(str(facility)).min_share(legal_type)
            if share is None:
                continue
            total = _cumulative(plan, land, np.ones(len(land)))
            ways: list[Floats]
            if legal_type == "specialised" and isinstance(own[facility], str):
                ways = [np.asarray(land["sector_id"].isin(own[facility].split(";")), dtype=np.float64)]
            elif legal_type == "specialised":
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


def inner_area(plan: Audited) -> Iterator[Breach]:
    """PLN-03: legal types that new parks may not have in the inner area."""
    facilities, openings = plan.tables["facilities"].set_index("facility_id"), plan.tables["openings"]
    inner = facilities.index[facilities["inner_area"].fillna(False).astype(bool)]
    new = openings[openings["facility_id"].isin(inner) & ~openings["committed"]]
    for facility, legal_type in zip(new["facility_id"], new["legal_type"], strict=True):
        allowed = plan.laws.of(facility).inner_area_types
        if allowed is not None and legal_type not in allowed:
            yield from named("PLN-03", [facility])


def occupancy(plan: Audited) -> Iterator[Breach]:
    """EST-08: a new park only where the established parks of its province of today are, or may be, full enough. EST-09: not for
    exempt types, provinces with little park land, and sites that a case exempts or may exempt."""
    parks = plan.parks[plan.parks["status"].isin(("operating", "building", "closing"))]
    today = (
        parks["admin_new"]
        .fillna(parks["admin_old"])
        .str.extract(r"([^,]*)$", expand=False)
        .astype("str")
        .str.strip()
    )
    now = today.groupby(province_at_end(parks["admin_old"], plan)).agg(lambda names: names.mode().iloc[0])
    province = plan.tables["facilities"].set_index("facility_id")["province_id"].map(now)
    new = plan.tables["openings"].query("not committed").drop_duplicates("facility_id")
    for facility, legal_type in zip(new["facility_id"], new["legal_type"], strict=True):
        legal, held = plan.laws.of(facility), parks[today == province[facility]]
        if legal.occupancy_min_share is None or legal_type in legal.occupancy_exempt_types or held.empty:
            continue
        total, below = float(held["total_ha"].sum(skipna=False)), legal.occupancy_exempt_below_ha
        if (below is not None and not total > below) or may_be_exempt(plan, str(facility), legal):
            continue
        land = leasable_land(plan)[held.index]
        most = float(
            (land * filled_share(plan)[held.index].fillna(1.0)).sum(skipna=False) / land.sum(skipna=False)
        )
        if most < legal.occupancy_min_share - HAIR:
            yield "EST-08", str(facility), "all", legal.occupancy_min_share, most


def grouping(plan: Audited) -> Iterator[Breach]:
    """Sectors seen as one are alike in what the law tells apart."""
    sectors = plan.sectors.set_index("sector_id")
    marks = sectors[["is_supporting", "is_high_tech"]].fillna(False).astype(bool)
    marks["hazardous"] = sectors["hazard_class"].isin(plan.laws.hazard_classes_outside)
    kinds = marks.groupby(groups_of(plan).reindex(marks.index)).nunique()
    yield from named("grouping", kinds.index[(kinds > 1).any(axis=1)])


def reserve(plan: Audited, rows: pd.DataFrame) -> Iterator[Breach]:
    """Land for small firms (EST-06, not for exempt types) and for private ones (EST-07) in new parks, at the end."""
    facilities = plan.tables["facilities"].set_index("facility_id")
    large = rows["ha"] * (1.0 - rows["sector_id"].map(groups_of(plan)).map(small_share(plan)))
    not_high_tech = ~rows["is_high_tech"].fillna(False).astype(bool)
    taken = {
        "EST-06": large.groupby(rows["facility_id"]).sum(),
        "EST-07": (large * not_high_tech).groupby(rows["facility_id"]).sum(),
    }
    new = plan.tables["openings"].query("not committed").groupby("facility_id")
    last = plan.meta.periods[-1].period_id
    for facility, phases in new:
        park: Any = facilities.loc[facility]
        legal = plan.laws.of(str(facility))
        kept = {"EST-07": (legal.private_reserve_ha, legal.private_reserve_share, park["gross_ha"])}
        if phases["legal_type"].iloc[0] not in legal.small_reserve_exempt_types:
            kept["EST-06"] = (legal.small_reserve_ha, legal.small_reserve_share, park["net_ha"])
        for rule, (ha, share, land) in kept.items():
            if ha is None or share is None:
                continue
            limit = float(phases["net_ha"].sum() - min(ha, share * land, park["net_ha"]))
            used = float(taken[rule].get(facility, 0.0))
            if used > limit + HAIR * max(1.0, abs(limit)):
                yield rule, str(facility), last, used, limit
