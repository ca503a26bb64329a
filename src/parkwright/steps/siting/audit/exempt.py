"""What else than its type exempts a site from the occupancy of its province (EST-09, EST-11), read from the input rows again."""

from __future__ import annotations

import pandas as pd

from parkwright.steps.siting.audit.breach import Audited
from parkwright.steps.siting.audit.inputs import leasable_land
from parkwright.steps.siting.legal import LegalLimits


def may_be_exempt(plan: Audited, facility_id: str, legal: LegalLimits) -> bool:
    """Whether a case of EST-09 holds, or whether nobody knows that it does not; of a park opened as such nothing is known.

    I/O Example:
        sites: s1 new-park, incentive_area 0, relet 0     -> False        relet empty -> True
    """
    table, _, name = facility_id.partition(":")
    if table != "sites":
        return bool(legal.occupancy_exempt_cases)
    site = plan.sites[plan.sites["site_id"] == name].iloc[0]
    closed = {
        "incentive-area": _no(site["incentive_area"]),
        "re-let": _no(site["relet"]),
        "extension": _no_extension(plan, site, legal),
    }
    return not all(closed.get(case, False) for case in legal.occupancy_exempt_cases)


def filled_share(plan: Audited) -> pd.Series:
    """Share of each park's land that is leased, 0–1: as read, else by leased land, else by vacant land, else as assumed."""
    parks, land = plan.parks, leasable_land(plan)
    by_vacancy = (land - parks["vacant_ha"]) / land
    told = (parks["occupancy_pct"] / 100).fillna(parks["leased_ha"] / land).fillna(by_vacancy)
    return told.fillna(parks["occupancy_pct_assumed"] / 100).clip(0, 1)


def _no_extension(plan: Audited, site: pd.Series, legal: LegalLimits) -> bool:
    """Whether it is known that the site is no extension that EST-11 lets pass."""
    if pd.isna(site["extends_park_id"]):
        return bool(site["site_class"] == "new-park")
    row = plan.parks["park_id"] == site["extends_park_id"]
    park, filled = plan.parks[row].iloc[0], filled_share(plan)[row].iloc[0]
    least = legal.extension_min_share
    too_empty = least is not None and not pd.isna(filled) and filled < least - 1e-9
    not_ready = (too_empty or _no(park["environment_works"])) and _no(park["infrastructure_complete"])
    needed = (site["extension_same_investor"], site["shared_infrastructure"], park["worker_housing"])
    return not_ready or any(_no(fact) for fact in needed)


def _no(fact: object) -> bool:
    return not pd.isna(fact) and not fact  # type: ignore[call-overload]
