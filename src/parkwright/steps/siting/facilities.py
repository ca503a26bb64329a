"""Who can hold tenants: each park and each site becomes one facility with a role and the reason for it.

Roles: vacancy (serviced land left in an operating park), candidate (may be opened), committed (opens whatever is decided),
left-out (with the reason). A site with ``park_id`` replaces that park's planned land or vacancy and never adds to it.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from parkwright.steps.siting.params import SitingParams
from parkwright.tables import Parks, RegionMeta, Sites, result_frame
from parkwright.words import LANGS, say, text

_RANK = {"seen": 0, "derived": 1, "assumed": 2}


def list_facilities(parks: Parks, sites: Sites, meta: RegionMeta, params: SitingParams) -> pd.DataFrame:
    """Every park and site once, as a facility.

    I/O Example:
        parks: park_id  status     leasable_ha  occupancy_pct    sites: site_id  status   gross_ha  net_share_assumed
               p1       operating  100          80                      s1       planned  300       0.66
        facilities: facility_id  role       net_ha      (net = 100 x (1 - 80 %), 300 x 0.66)
                    parks:p1     vacancy     20
                    sites:s1     candidate  198

    Returns the result table ``facilities``: land in ha, prices in USD per m2 and term; a vacancy carries the evidence
    grade of its weakest input.
    """
    from_parks = _parks(parks, sites, meta, params)
    from_sites = _sites(parks, sites, from_parks, meta, params)
    both = pd.concat([from_parks, from_sites], ignore_index=True)
    both["facility_id"] = both["table"] + ":" + both["object_id"]
    no_point = both["lon"].isna() & (both["role"] != "left-out")
    both.loc[no_point, ["role", "reason"]] = ["left-out", "no_point"]
    no_land = both["net_ha"].isna() & (both["role"] != "left-out")
    both.loc[no_land, ["role", "reason"]] = ["left-out", "no_area"]
    full = (both["net_ha"] <= 0) & (both["role"] != "left-out")
    both.loc[full, ["role", "reason"]] = ["left-out", "full"]
    both = _prices(both, meta, params)
    for lang in LANGS:
        both[f"reason_{lang}"] = [say(text(f"siting.role.{reason}"), lang) for reason in both["reason"]]
    return result_frame("facilities", both.drop(columns="reason"))


def vacancy(parks: pd.DataFrame) -> tuple[pd.Series, pd.Series]:
    """Serviced land left in each park, ha, and the grade of the weakest input.

    ``vacant_ha``, else leasable - leased, else leasable x (1 - occupancy); unknown stays NaN.

    I/O Example:
        vacant_ha  leasable_ha  leased_ha  occupancy_pct  occupancy_pct_assumed  ->  ha   evidence
        13         195          175.5      90                                        13   seen
                   100                                    80                         20   assumed
    """
    leasable, leasable_grade = leasable_land(parks)
    occupancy = parks["occupancy_pct"].fillna(parks["occupancy_pct_assumed"])
    occupancy_grade = parks["occupancy_evidence"].where(parks["occupancy_pct"].notna(), "assumed")
    by_lease = (leasable - parks["leased_ha"]).clip(lower=0)
    by_rate = leasable * (1 - occupancy / 100)
    ha = parks["vacant_ha"].fillna(by_lease).fillna(by_rate)
    grade = pd.Series(
        np.select(
            [parks["vacant_ha"].notna(), by_lease.notna()],
            [parks["evidence"], _weakest(leasable_grade, parks["leased_evidence"])],
            _weakest(leasable_grade, occupancy_grade),
        ),
        index=parks.index,
    )
    return ha, grade


def leasable_land(parks: pd.DataFrame) -> tuple[pd.Series, pd.Series]:
    """Leasable land of each park, ha, known or assumed, and its grade."""
    ha = parks["leasable_ha"].fillna(parks["leasable_ha_assumed"])
    return ha, parks["leasable_evidence"].where(parks["leasable_ha"].notna(), "assumed")


def _weakest(*grades: pd.Series) -> pd.Series:
    ranks = pd.concat([grade.map(_RANK).fillna(2) for grade in grades], axis=1).max(axis=1)
    return ranks.map({rank: grade for grade, rank in _RANK.items()})


def _parks(parks: Parks, sites: Sites, meta: RegionMeta, params: SitingParams) -> pd.DataFrame:
    vacant, grade = vacancy(parks)
    leasable, leasable_grade = leasable_land(parks)
    replaced = parks["park_id"].isin(set(sites["park_id"].dropna()))
    status = parks["status"]
    serviced = status == "operating"
    outside = parks["scope"].isin(meta.outside_scopes)
    # In words: replaced by a site > operating > building > planned > all else.
    reason = np.select(
        [replaced, serviced & outside, serviced, status == "building", (status == "planned") & ~outside],
        ["replaced", "outside_vacancy", "vacancy", "building", "planned"],
        status.map({"stalled": "stalled", "closing": "closing", "planned": "planned_outside"}).fillna(
            "unknown_status"
        ),
    )
    if not params.open_planned_parks:
        reason = np.where(reason == "planned", "planned_unknown", reason)
    role = pd.Series(reason, index=parks.index).map(
        {"outside_vacancy": "vacancy", "vacancy": "vacancy", "building": "committed", "planned": "candidate"}
    )
    year = _first_year(meta) + 1
    planned_year = params.planned_park_earliest_year or _first_year(meta) + 2
    return pd.DataFrame(
        {
            "table": "parks",
            "object_id": parks["park_id"],
            "name_vi": parks["name_vi"],
            "name_en": parks["name_en"],
            "kind": parks["kind"],
            "scope": parks["scope"],
            "role": role.fillna("left-out"),
            "reason": reason,
            "lon": parks["lon"],
            "lat": parks["lat"],
            "gross_ha": parks["total_ha"],
            "net_ha": vacant.where(serviced, leasable),
            "net_evidence": grade.where(serviced, leasable_grade),
            "earliest_year": np.select(
                [serviced, status == "building"], [_first_year(meta), year], planned_year
            ),
            "clearance_bn_ha": np.where(
                status == "planned", params.planned_park_clearance_usd_m2 * meta.per_usd * 1e4 / 1e9, 0.0
            ),
            "price_usd_m2_term": parks["price_usd_m2_term"],
            "inner_area": parks["inner_area"],
            "province_id": province_of(parks["admin_old"], meta),
            "required_type": pd.NA,
            "two_crop_rice_ha": np.nan,
        },
        index=parks.index,
    )


def _sites(
    parks: Parks, sites: Sites, from_parks: pd.DataFrame, meta: RegionMeta, params: SitingParams
) -> pd.DataFrame:
    park = parks.set_index("park_id").reindex(sites["park_id"])
    of_park = from_parks.set_index("object_id").reindex(sites["park_id"])
    serviced = pd.Series((park["status"] == "operating").to_numpy(), index=sites.index)
    gross = sites["gross_ha"].fillna(sites["gross_ha_assumed"])
    share = sites["net_share_assumed"].fillna(params.net_share)
    planned_net = sites["net_ha_assumed"].fillna(gross * share)
    left = pd.Series(of_park["net_ha"].to_numpy(), index=sites.index)
    net = sites["net_ha_assumed"].fillna(left).where(serviced, planned_net)
    committed = (sites["status"] == "building") | sites["committed"].fillna(False).astype(bool)
    reason = np.select(
        [sites["status"] == "dropped", serviced, committed, sites["earliest_year"].isna()],
        ["dropped", "site_of_park", "committed_site", "no_year"],
        np.where(sites["park_id"].notna(), "candidate_of_park", "candidate_site"),
    )
    role = pd.Series(reason, index=sites.index).map(
        {
            "dropped": "left-out",
            "no_year": "left-out",
            "site_of_park": "vacancy",
            "committed_site": "committed",
        }
    )
    return pd.DataFrame(
        {
            "table": "sites",
            "object_id": sites["site_id"],
            "name_vi": sites["name_vi"],
            "name_en": sites["name_en"],
            "kind": sites["site_class"],
            "scope": _scope(sites["admin_old"], meta),
            "role": role.fillna("candidate"),
            "reason": reason,
            "lon": sites["lon"],
            "lat": sites["lat"],
            "gross_ha": gross,
            "net_ha": net,
            "net_evidence": "assumed",
            "earliest_year": sites["earliest_year"],
            "clearance_bn_ha": sites["clearance_bn_vnd_ha_mid"],
            "price_usd_m2_term": pd.Series(park["price_usd_m2_term"].to_numpy(), index=sites.index).where(
                serviced
            ),
            "inner_area": sites["inner_area"],
            "province_id": province_of(sites["admin_old"], meta),
            "required_type": sites["required_type"],
            "two_crop_rice_ha": sites["two_crop_rice_ha"],
        },
        index=sites.index,
    )


def _first_year(meta: RegionMeta) -> int:
    return meta.periods[0].first_year


def province_of(admin: pd.Series, meta: RegionMeta) -> pd.Series:
    """The province whose name ends the address; unknown where none does."""
    last = admin.str.rsplit(",", n=1).str[-1].str.strip()
    return last.map({province.admin_old: province.province_id for province in meta.provinces})


def _scope(admin: pd.Series, meta: RegionMeta) -> pd.Series:
    last = admin.str.rsplit(",", n=1).str[-1].str.strip()
    return last.map({province.admin_old: province.scope for province in meta.provinces}).fillna(
        meta.planned_scopes[0]
    )


def _prices(both: pd.DataFrame, meta: RegionMeta, params: SitingParams) -> pd.DataFrame:
    """Price of land that is there or being made; a candidate recovers its own cost, so it has none of its own (NaN)."""
    known = both["price_usd_m2_term"]
    mean = known.mean() if known.notna().any() else params.fallback_price_usd_m2_term
    assumed = both["scope"].map(params.default_price_usd_m2_term).fillna(mean)
    priced = both["role"].isin(("vacancy", "committed"))
    both["price_evidence"] = pd.Series("seen", index=both.index).where(known.notna(), "assumed")
    both["price_usd_m2_term"] = known.fillna(assumed).where(priced)
    both.loc[~priced, "price_evidence"] = "derived"
    return both


def provincial_occupancy(parks: Parks, meta: RegionMeta) -> pd.DataFrame:
    """Mean occupancy of the established parks of each province, weighted by leasable land (EST-08), and their total land.

    The province is that of today (the end of ``admin_new``, else of ``admin_old``); every former province gets the figures
    of the one it now belongs to. Parks whose leasable land or vacancy is unknown count towards the land, not the mean.

    I/O Example:
        p1 operating, 100 ha leasable, 20 vacant; p2 operating, 100 leasable, 0 vacant -> occupancy_share 0.9
    """
    established = parks[parks["status"] == "operating"]
    leasable, _ = leasable_land(established)
    vacant, _ = vacancy(established)
    today = established["admin_new"].fillna(established["admin_old"]).str.rsplit(",", n=1).str[-1].str.strip()
    frame = pd.DataFrame(
        {
            "today": today,
            "total_ha": established["total_ha"],
            "leasable": leasable.where(vacant.notna()),
            "leased": leasable - vacant,
        }
    )
    sums = frame.groupby("today").sum()
    share = sums["leased"] / sums["leasable"].replace(0.0, np.nan)
    former = pd.DataFrame(
        {"province_id": province_of(established["admin_old"], meta), "today": today}
    ).dropna()
    belongs = former.groupby("province_id")["today"].agg(lambda names: names.mode().iloc[0])
    return pd.DataFrame(
        {
            "province_id": belongs.index,
            "established_ha": sums["total_ha"].reindex(belongs).to_numpy(),
            "occupancy_share": share.reindex(belongs).to_numpy(),
        }
    )
