"""How full the parks of a province are (EST-08), and which sites another case than their type exempts from that (EST-09, EST-11).

What is not known forbids nothing: an occupancy is taken as high as it can be, and an exemption that may hold is left open; the
verdict then says "cannot tell", and what is missing.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import pandas as pd

from parkwright.steps.siting.legal import Laws, LegalLimits
from parkwright.steps.siting.provinces import last_part, province_of
from parkwright.steps.siting.vacancy import leasable_land
from parkwright.tables import Parks, RegionMeta, Sites

_ESTABLISHED = ("operating", "building", "closing")


@dataclass(frozen=True, slots=True)
class Occupancy:
    """What EST-08 and EST-09 hang on.

    provinces: by province_id: established_ha, most_share (0–1; the mean if every unknown park were full); both may be unknown
    cases:     facility_id -> case of EST-09 (incentive-area, re-let, extension) -> holds, does not hold, or None = unknown
    """

    provinces: pd.DataFrame
    cases: Mapping[str, Mapping[str, bool | None]] = field(default_factory=dict)

    def too_low(self, facility_id: str, province_id: str, legal: LegalLimits) -> bool:
        """Whether it is known that the condition fails and that no case exempts the facility (types apart)."""
        if legal.occupancy_min_share is None or province_id not in self.provinces.index:
            return False
        established, most = self.provinces.loc[[province_id], ["established_ha", "most_share"]].to_numpy()[0]
        below = legal.occupancy_exempt_below_ha
        if below is not None and not established > below:
            return False
        known = self.cases.get(facility_id, {})
        if any(known.get(case) is not False for case in legal.occupancy_exempt_cases):
            return False
        return bool(most < legal.occupancy_min_share - 1e-9)


def read_occupancy(parks: Parks, sites: Sites, meta: RegionMeta, laws: Laws) -> Occupancy:
    """Occupancy of the provinces, and the cases of each site; of a park that is opened as such no case is known."""
    return Occupancy(provincial_occupancy(parks, meta), exempting_cases(parks, sites, laws))


def provincial_occupancy(parks: Parks, meta: RegionMeta) -> pd.DataFrame:
    """Land and mean occupancy of the established parks of each province, weighted by leasable land.

    The province is that of today (the end of ``admin_new``, else of ``admin_old``); every former province gets the figures
    of the one it now belongs to. Established: operating, building or closing.

    I/O Example:
        p1 operating, 100 ha leasable, 80 % full; p2 operating, 100 leasable, nothing known -> most_share 0.9
    """
    established = parks[parks["status"].isin(_ESTABLISHED)]
    leasable, _ = leasable_land(established)
    today = last_part(established["admin_new"].fillna(established["admin_old"]))
    frame = pd.DataFrame(
        {
            "today": today,
            "total_ha": established["total_ha"],
            "leasable": leasable,
            "filled": leasable * park_occupancy(established).fillna(1.0),
        }
    )
    sums = frame.groupby("today").sum(min_count=1)
    whole = frame.set_index("today").notna().groupby(level=0).all()
    sums = sums.where(whole)
    share = sums["filled"] / sums["leasable"].where(sums["leasable"] > 0)
    former = pd.DataFrame({"province_id": province_of(established["admin_old"], meta), "today": today})
    belongs = former.dropna().groupby("province_id")["today"].agg(lambda names: names.mode().iloc[0])
    return pd.DataFrame(
        {
            "established_ha": sums["total_ha"].reindex(belongs).to_numpy(),
            "most_share": share.reindex(belongs).to_numpy(),
        },
        index=belongs.index,
    )


def park_occupancy(parks: pd.DataFrame) -> pd.Series:
    """Occupancy of each park, 0–1: as read, else by its leased land, else by its vacant land, else as assumed; NaN = unknown."""
    leasable, _ = leasable_land(parks)
    read = (parks["occupancy_pct"] / 100.0).fillna(parks["leased_ha"] / leasable)
    read = read.fillna(1.0 - parks["vacant_ha"] / leasable)
    return read.fillna(parks["occupancy_pct_assumed"] / 100.0).clip(0.0, 1.0)


def exempting_cases(parks: Parks, sites: Sites, laws: Laws) -> dict[str, dict[str, bool | None]]:
    """Each case of EST-09 for each site, as far as it is known.

    I/O Example:
        sites: site_id  site_class  incentive_area  relet
               s1       new-park    0               (empty)
        -> {"sites:s1": {"incentive-area": False, "re-let": None, "extension": False}}
    """
    names = "sites:" + sites["site_id"]
    found = pd.DataFrame(
        {
            "incentive-area": sites["incentive_area"].astype("boolean"),
            "re-let": sites["relet"].astype("boolean"),
            "extension": _extension(parks, sites, names, laws),
        }
    )
    cases = [
        {str(case): None if pd.isna(fact) else bool(fact) for case, fact in row.items()}
        for row in found.to_dict("records")
    ]
    return dict(zip(names, cases, strict=True))


def _extension(parks: Parks, sites: Sites, names: pd.Series, laws: Laws) -> pd.Series:
    """EST-11 in three values. A new park extends none; of the other sites without a park, nothing is known."""
    told = parks.assign(occupancy=park_occupancy(parks)).set_index("park_id")
    park = told.reindex(sites["extends_park_id"]).set_axis(sites.index)
    least = pd.Series([laws.of(name).extension_min_share for name in names], sites.index, dtype="float64")
    known = park["occupancy"].notna() & least.notna()
    enough = (park["occupancy"] >= least - 1e-9).astype("boolean").mask(~known)
    works, finished, housing = (
        park[column].astype("boolean")
        for column in ("environment_works", "infrastructure_complete", "worker_housing")
    )
    same, shared = (
        sites[column].astype("boolean") for column in ("extension_same_investor", "shared_infrastructure")
    )
    meets = same & ((enough & works) | finished) & shared & housing
    is_extension = sites["extends_park_id"].notna().astype("boolean")
    is_extension = is_extension.mask(~is_extension & sites["site_class"].ne("new-park").fillna(True))
    return is_extension & meets
