"""Who can hold tenants: each park and each site becomes one facility with a role and the reason for it.

Roles: vacancy (serviced land left in an operating park), candidate (may be opened), committed (opens whatever is decided),
left-out (with the reason). A site with ``park_id`` replaces that park's planned land or vacancy and never adds to it.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from parkwright.steps.siting.params import SitingParams
from parkwright.steps.siting.provinces import find_provinces
from parkwright.steps.siting.vacancy import leasable_land, vacancy
from parkwright.tables import Parks, RegionMeta, Sites, result_frame
from parkwright.words import LANGS, say, text

_ROLES = {
    "vacancy": "vacancy",
    "outside_vacancy": "vacancy",
    "site_of_park": "vacancy",
    "building": "committed",
    "committed_park": "committed",
    "committed_site": "committed",
    "dated": "candidate",
    "planned": "candidate",
    "candidate_of_park": "candidate",
    "candidate_site": "candidate",
}
"""Reason (key of its sentence) -> role; every other reason leaves the object out."""


def list_facilities(
    parks: Parks,
    sites: Sites,
    meta: RegionMeta,
    params: SitingParams,
    places: pd.DataFrame | None = None,
    base_map: pd.DataFrame | None = None,
) -> pd.DataFrame:
    """Every park and site once, as a facility.

    places, base_map: where the background map may tell the province of an object whose address does not

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
    both = both.join(find_provinces(both, meta, places, base_map))
    both["scope"] = both["scope"].fillna(_scope(both["province_id"], meta))
    both["outside"] = both["scope"].isin(meta.outside_scopes)
    both["facility_id"] = both["table"] + ":" + both["object_id"]
    both["reason"] = _reasons(both, sites, params)
    both["role"] = both["reason"].map(_ROLES).fillna("left-out")
    both = _prices(both, meta, params)
    for lang in LANGS:
        both[f"reason_{lang}"] = [say(text(f"siting.role.{reason}"), lang) for reason in both["reason"]]
    return result_frame("facilities", both.drop(columns=["reason", "admin_old"]))


def _parks(parks: Parks, sites: Sites, meta: RegionMeta, params: SitingParams) -> pd.DataFrame:
    vacant, vacant_grade = vacancy(parks)
    leasable, leasable_grade = leasable_land(parks)
    reason = _park_reason(parks, sites, meta, params)
    serviced = parks["status"] == "operating"
    made = reason.isin(("dated", "planned"))
    usual = np.where(made, params.planned_park_earliest_year or _first_year(meta) + 2, _first_year(meta) + 1)
    year = parks["earliest_year"].astype("Float64").fillna(pd.Series(usual, index=parks.index))
    clearance = params.planned_park_clearance_usd_m2 * meta.per_usd * 1e4 / 1e9
    return pd.DataFrame(
        {
            "table": "parks",
            "object_id": parks["park_id"],
            "name_vi": parks["name_vi"],
            "name_en": parks["name_en"],
            "kind": parks["kind"],
            "park_kind": parks["kind"],
            "admitted_sectors": parks["admitted_sectors"],
            "min_lot_m2": parks["min_lot_m2"],
            "scope": parks["scope"],
            "reason": reason,
            "lon": parks["lon"],
            "lat": parks["lat"],
            "gross_ha": parks["total_ha"],
            "gross_evidence": parks["evidence"].where(parks["total_ha"].notna()),
            "net_ha": vacant.where(serviced, leasable),
            "net_evidence": vacant_grade.where(serviced, leasable_grade),
            "earliest_year": year.mask(serviced, _first_year(meta)),
            "clearance_bn_ha": np.where(made, clearance, 0.0),
            "clearance_evidence": pd.Series("assumed", index=parks.index).where(made),
            "price_usd_m2_term": parks["price_usd_m2_term"],
            "inner_area": parks["inner_area"],
            "admin_old": parks["admin_old"],
            "required_type": pd.NA,
            "two_crop_rice_ha": np.nan,
        },
        index=parks.index,
    )


def _park_reason(parks: Parks, sites: Sites, meta: RegionMeta, params: SitingParams) -> pd.Series:
    """Replaced by a site > operating > building or committed > with a known year > planned > all else."""
    status, outside = parks["status"], parks["scope"].isin(meta.outside_scopes)
    waiting = status.isin(("planned", "stalled"))
    planned = "planned" if params.open_planned_parks else "planned_unknown"
    cases = {
        "replaced": parks["park_id"].isin(set(sites["park_id"].dropna())),
        "outside_vacancy": (status == "operating") & outside,
        "vacancy": status == "operating",
        "building": status == "building",
        "committed_park": waiting & parks["committed"].fillna(False).astype(bool),
        "planned_outside": waiting & outside,
        "dated": waiting & parks["earliest_year"].notna(),
        planned: status == "planned",
        "stalled": status == "stalled",
        "closing": status == "closing",
    }
    reason = np.select(list(cases.values()), list(cases), "unknown_status")
    return pd.Series(reason, index=parks.index, dtype="str")


def _sites(
    parks: Parks, sites: Sites, from_parks: pd.DataFrame, meta: RegionMeta, params: SitingParams
) -> pd.DataFrame:
    of_park = (
        from_parks.assign(status=parks["status"])
        .set_index("object_id")
        .reindex(sites["park_id"])
        .set_index(sites.index)
    )
    serviced = of_park["status"] == "operating"
    gross = sites["gross_ha"].fillna(sites["gross_ha_assumed"])
    planned_net = sites["net_ha_assumed"].fillna(gross * sites["net_share_assumed"].fillna(params.net_share))
    takes_over = serviced & sites["net_ha_assumed"].isna()
    reason = _site_reason(sites, serviced, takes_over)
    usual = pd.Series(np.where(serviced, _first_year(meta), _first_year(meta) + 1), index=sites.index)
    year = sites["earliest_year"].astype("Float64")
    return pd.DataFrame(
        {
            "table": "sites",
            "object_id": sites["site_id"],
            "name_vi": sites["name_vi"],
            "name_en": sites["name_en"],
            "kind": sites["site_class"],
            "park_kind": of_park["park_kind"],
            "admitted_sectors": sites["admitted_sectors"].fillna(of_park["admitted_sectors"]),
            "min_lot_m2": of_park["min_lot_m2"],
            "scope": np.nan,
            "reason": reason,
            "lon": sites["lon"],
            "lat": sites["lat"],
            "gross_ha": gross,
            "gross_evidence": sites["evidence"]
            .where(sites["gross_ha"].notna(), "assumed")
            .where(gross.notna()),
            "net_ha": planned_net.mask(takes_over, of_park["net_ha"]),
            "net_evidence": of_park["net_evidence"].where(takes_over, "assumed"),
            "earliest_year": year.where(year.notna() | (reason == "no_year"), usual),
            "clearance_bn_ha": sites["clearance_bn_vnd_ha_mid"],
            "clearance_evidence": sites["clearance_evidence"].where(
                sites["clearance_bn_vnd_ha_mid"].notna(), "assumed"
            ),
            "price_usd_m2_term": of_park["price_usd_m2_term"].where(serviced),
            "inner_area": sites["inner_area"].fillna(of_park["inner_area"]),
            "admin_old": sites["admin_old"],
            "required_type": sites["required_type"],
            "two_crop_rice_ha": sites["two_crop_rice_ha"],
        },
        index=sites.index,
    )


def _site_reason(sites: Sites, serviced: pd.Series, takes_over: pd.Series) -> pd.Series:
    committed = (sites["status"] == "building") | sites["committed"].fillna(False).astype(bool)
    cases = {
        "dropped": sites["status"] == "dropped",
        "park_counted": takes_over & sites["park_id"].duplicated(),
        "site_of_park": serviced,
        "committed_site": committed,
        "no_year": sites["earliest_year"].isna(),
        "candidate_of_park": sites["park_id"].notna(),
    }
    reason = np.select(list(cases.values()), list(cases), "candidate_site")
    return pd.Series(reason, index=sites.index, dtype="str")


def _reasons(both: pd.DataFrame, sites: Sites, params: SitingParams) -> pd.Series:
    """The reason of each role, once it is known what is missing, full, closed by choice, excluded or waited for in vain."""
    reason = both["reason"].copy()
    is_vacancy = reason.map(_ROLES).eq("vacancy")
    for key, found in (
        ("no_point", both["lon"].isna() | both["lat"].isna()),
        ("no_area", both["net_ha"].isna() | (both["gross_ha"].isna() & ~is_vacancy)),
        ("full", both["net_ha"] <= 0),
        ("closed", is_vacancy & both["object_id"].isin(params.closed_sites)),
    ):
        reason = reason.mask(reason.isin(list(_ROLES)) & found, key)
    of_site = both.index[both["table"] == "sites"]
    by_site = pd.Series(of_site, index=both.loc[of_site, "object_id"])
    standing = _named(sites, "overlaps_site", by_site)
    operating = both.loc[of_site, "reason"].eq("site_of_park").reindex(both.index, fill_value=False)
    excluded = [a for one, other in standing for a, b in ((one, other), (other, one)) if operating[b]]
    reason[[site for site in excluded if reason[site] in _ROLES and not operating[site]]] = (
        "overlaps_operating"
    )
    waiting = _named(sites, "after_site", by_site)
    for _ in range(len(waiting)):
        for later, earlier in waiting:
            if reason[later] in _ROLES and reason[earlier] not in _ROLES and not operating[earlier]:
                reason[later] = "waits"
    return reason


def _named(sites: Sites, column: str, by_site: pd.Series) -> list[tuple[int, int]]:
    """(row of the site, row of each site that it names in the column)."""
    pairs = sites[["site_id", column]].dropna()
    return [
        (int(by_site[site]), int(by_site[other.strip()]))
        for site, named in zip(pairs["site_id"], pairs[column], strict=True)
        for other in named.split(";")
        if other.strip() in by_site.index
    ]


def _first_year(meta: RegionMeta) -> int:
    return meta.periods[0].first_year


def _scope(province_ids: pd.Series, meta: RegionMeta) -> pd.Series:
    """The scope of a site is that of its province; a site in none belongs to the area that is planned first."""
    scopes = {province.province_id: province.scope for province in meta.provinces}
    return province_ids.map(scopes).astype("str").fillna(meta.planned_scopes[0])


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
