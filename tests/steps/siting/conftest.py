"""A small made-up region in round numbers: money and minutes that a person can add up.

per_usd = 100,000, so that 1 USD per m2 is 1 bn per ha. No discounting. A truck minute costs 0.01 bn per ha of any sector.
Unserved land costs 10 bn per ha. A site costs 2 bn of works and 1 bn of clearance per gross ha, half of it at the opening.
Firms follow up to 30 minutes all, up to 60 minutes none (straight fall).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from functools import cache
from typing import Any

import pandas as pd
import pytest

from parkwright.kernels.milp import SolveSettings
from parkwright.steps.siting import Laws, LegalLimits, SitingParams, Task, prepare_siting
from parkwright.tables import Period, Province, RegionMeta, open_table, result_frame

Rows = list[dict[str, Any]]

META = RegionMeta(
    region_id="toy",
    name={"vi": "Vùng thử", "en": "Toy"},
    rule_set="",
    currency="XTS",
    price_year=2025,
    per_usd=1e5,
    base_date=date(2026, 1, 1),
    appraisal_date=date(2026, 1, 1),
    analysis_crs="EPSG:3857",
    planned_scopes=("core",),
    outside_scopes=("beyond",),
    periods=(Period("2026", 2026, 2026), Period("2027", 2027, 2027)),
    take_up=(),
    provinces=(Province("north", "North", {"vi": "Bắc", "en": "The North"}, "core", "EPSG:3857", "delta"),),
)

PARAMS: dict[str, Any] = {
    "unserved_usd_m2": 10.0,
    "works_usd_m2": 2.0,
    "opening_share": 0.5,
    "premium_usd_m2": {},
    "truck_usd_min": 0.1,
    "workdays": 100.0,
    "counted_years": 1.0,
    "discount_rate": 0.0,
    "local_trip_share": 1.0,
    "commute_usd_min": 0.0,
    "misfit_share": 0.0,
    "reach_full_min": 30.0,
    "reach_end_small_min": 60.0,
    "reach_end_large_min": 60.0,
    "reach_factor": {},
    "reach_bands_min": (45.0,),
    "fallback_price_usd_m2_term": 4.0,
}

SECTORS: Rows = [
    {"sector_id": "mech", "is_supporting": 1, "is_high_tech": 0, "hazard_class": "V"},
    {"sector_id": "chip", "is_supporting": 0, "is_high_tech": 1, "hazard_class": "none"},
    {"sector_id": "food", "is_supporting": 0, "is_high_tech": 0, "hazard_class": "V"},
    {"sector_id": "acid", "is_supporting": 0, "is_high_tech": 0, "hazard_class": "I"},
]
_SECTOR = {
    "truck_trips_ha_day": 10,
    "workers_per_ha": 100,
    "plot_ratio": 0.6,
    "lot_p10_m2": 1000,
    "lot_p50_m2": 5000,
    "lot_p90_m2": 20000,
    "share_ready_built": 0,
    "share_multi_storey": 0,
    "power_kw_ha": 100,
    "water_m3_ha_day": 20,
    "wastewater_share": 0.5,
}
_SITE = {
    "site_class": "new-park",
    "status": "planned",
    "earliest_year": 2026,
    "lon": 0.1,
    "lat": 0.1,
    "gross_ha": 100,
    "net_ha_assumed": 100,
    "clearance_bn_vnd_ha_mid": 1,
    "inner_area": 0,
    "admin_old": "A, North",
}
_PARK = {
    "kind": "industrial",
    "scope": "core",
    "status": "operating",
    "lon": 0.2,
    "lat": 0.2,
    "total_ha": 100,
    "leasable_ha": 100,
    "leasable_evidence": "seen",
    "evidence": "seen",
    "admin_old": "B, North",
    "inner_area": 0,
}
GROUPS = {
    "mech": "supporting-heavy-sparse",
    "chip": "other-hightech-heavy-sparse",
    "food": "other-heavy-sparse",
    "acid": "other-hazardous-heavy-sparse",
}


def typed(name: str, rows: Rows, usual: Mapping[str, Any] | None = None) -> pd.DataFrame:
    """Rows through the door of their table."""
    frame = pd.DataFrame([{**(usual or {}), **row} for row in rows])
    opened = open_table(name, frame.astype("str").where(frame.notna()), None)
    assert not [found for found in opened.problems if found.severity == "error"], opened.problems
    return opened.frame


@cache
def _sectors() -> pd.DataFrame:
    return typed("sectors", SECTORS, _SECTOR)


def demand(cells: Rows) -> pd.DataFrame:
    """Rows of (place, sector, period, ha) as the result table ``demand_cells``."""
    rows = []
    for cell in cells:
        row = {"premises_type": "land", "period_id": "2026", "small_share": 0.0, **cell}
        key = [row["place_id"], row["sector_id"], row["premises_type"], row["period_id"]]
        ha = row.pop("ha")
        for column in ("mean_ha", "p10_ha", "p50_ha", "p90_ha", "alone_p10_ha", "alone_p90_ha"):
            row[column] = ha
        rows.append({"cell_id": "|".join(key), "planned": True, "workers": 0.0, "assumed_share": 1.0, **row})
    return result_frame("demand_cells", pd.DataFrame(rows))


def lot_sizes(rows: Rows) -> pd.DataFrame:
    """Rows of (sector, class, share) of land lots as the result table ``demand_sizes``."""
    columns = ["sector_id", "premises_type", "size_class", "share"]
    return result_frame(
        "demand_sizes", pd.DataFrame([{"premises_type": "land", **row} for row in rows], columns=columns)
    )


def trips(minutes: Mapping[tuple[str, str], float], sites: pd.DataFrame) -> pd.DataFrame:
    """(place, park or site) -> minutes, the same in every period, as the result table ``access_minutes``."""
    known = set(sites["site_id"])
    rows = [
        {
            "from_table": "places",
            "from_id": place,
            "to_table": "sites" if target in known else "parks",
            "to_id": target,
            "period_id": period.period_id,
            "window": "night",
            "truck_min": float(value),
            "dist_km": float(value),
        }
        for (place, target), value in minutes.items()
        for period in META.periods
    ]
    return result_frame("access_minutes", pd.DataFrame(rows))


def make(
    sites: Rows,
    cells: Rows,
    minutes: Mapping[tuple[str, str], float],
    parks: Rows | None = None,
    legal: LegalLimits = LegalLimits(),
    own_law: Mapping[str, LegalLimits] | None = None,
    meta: RegionMeta = META,
    sectors: pd.DataFrame | None = None,
    sizes: Rows | None = None,
    **choices: Any,
) -> Task:
    """A siting task from short rows; what a row does not say is usual (see ``_SITE``, ``_PARK``, ``_SECTOR``)."""
    site_frame = typed("sites", sites, _SITE)
    full: Rows = [{"park_id": "full", "vacant_ha": 0}]
    return prepare_siting(
        typed("parks", full if parks is None else parks, _PARK),
        site_frame,
        _sectors() if sectors is None else sectors,
        demand(cells),
        lot_sizes(sizes or []),
        trips(minutes, site_frame),
        meta,
        Laws(legal, own_law or {}),
        SitingParams(**{**PARAMS, **choices}),
    )


@pytest.fixture(scope="session")
def task() -> Callable[..., Task]:
    """``make``: a siting task from short rows."""
    return make


@pytest.fixture(scope="session")
def group() -> Mapping[str, str]:
    """Sector -> the group that the model sees."""
    return GROUPS


@pytest.fixture(scope="session")
def meta() -> RegionMeta:
    return META


@pytest.fixture(scope="session")
def as_table() -> Callable[..., pd.DataFrame]:
    """Rows through the door of their table, with the usual values of parks and sites."""
    usual = {"parks": _PARK, "sites": _SITE, "sectors": _SECTOR}
    return lambda name, rows: typed(name, rows, usual.get(name))


@pytest.fixture(scope="session")
def settings() -> SolveSettings:
    """To the last digit: small problems are solved without a gap."""
    return SolveSettings(time_limit_s=30.0, gap=0.0)


@pytest.fixture(scope="session")
def made_inputs() -> Callable[..., dict[str, pd.DataFrame]]:
    """Cells, sites and minutes -> the typed tables that ``task`` makes of them: demand_cells, demand_sizes, sectors, access_minutes."""

    def made(
        sites: Rows, cells: Rows, minutes: Mapping[tuple[str, str], float], sizes: Rows | None = None
    ) -> dict[str, pd.DataFrame]:
        return {
            "demand_cells": demand(cells),
            "demand_sizes": lot_sizes(sizes or []),
            "sectors": _sectors(),
            "minutes": trips(minutes, typed("sites", sites, _SITE)),
        }

    return made
