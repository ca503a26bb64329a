"""How full the parks of a province are, and what exempts a site: what is not known forbids nothing."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pandas as pd
import pytest

from parkwright.steps.siting import Laws, LegalLimits, SitingParams, Task
from parkwright.steps.siting.occupancy import (
    Occupancy,
    exempting_cases,
    park_occupancy,
    provincial_occupancy,
    read_occupancy,
)
from parkwright.steps.siting.options import admitted_types
from parkwright.tables import Province, RegionMeta

Door = Callable[..., pd.DataFrame]
EVERY = ("general", "supporting", "specialised", "high-tech", "eco")
LEGAL = LegalLimits(
    inner_area_types=("high-tech", "eco"),
    occupancy_min_share=0.6,
    occupancy_exempt_types=("supporting", "eco"),
    occupancy_exempt_below_ha=1000.0,
    occupancy_exempt_cases=("incentive-area", "re-let", "extension"),
    extension_min_share=0.6,
)
CLOSED = {"incentive-area": False, "re-let": False, "extension": False}


def test_the_mean_is_as_high_as_it_can_be(as_table: Door, meta: RegionMeta) -> None:
    parks: list[dict[str, Any]] = [
        {"park_id": "a", "vacant_ha": 20},
        {"park_id": "b", "leased_ha": 50, "status": "building"},
        {"park_id": "c"},  # nothing known: counted as full
        {"park_id": "d", "status": "planned", "vacant_ha": 100},
    ]
    found = provincial_occupancy(as_table("parks", parks), meta)  # type: ignore[arg-type]
    assert found.loc["north", "most_share"] == pytest.approx((80 + 50 + 100) / 300)
    assert found.loc["north", "established_ha"] == 300
    unknown = [*parks, {"park_id": "e", "leasable_ha": None, "total_ha": None}]
    found = provincial_occupancy(as_table("parks", unknown), meta)  # type: ignore[arg-type]
    assert found.loc["north"].isna().all(), "a park of unknown land makes the sum unknown, not smaller"


def test_a_former_province_has_the_figures_of_the_one_it_belongs_to(as_table: Door, meta: RegionMeta) -> None:
    south = Province("south", "South", {"vi": "Nam", "en": "South"}, "core", "EPSG:3857", "delta")
    parks = [
        {"park_id": "a", "vacant_ha": 0, "admin_new": "A, One"},
        {"park_id": "b", "vacant_ha": 100, "admin_old": "B, South", "admin_new": "B, One"},
    ]
    both = replace(meta, provinces=(*meta.provinces, south))
    found = provincial_occupancy(as_table("parks", parks), both)  # type: ignore[arg-type]
    assert found["most_share"].to_dict() == {"north": 0.5, "south": 0.5}


def test_occupancy_of_a_park_is_taken_from_the_best_that_is_known(as_table: Door) -> None:
    rows = [
        {"park_id": "a-read", "occupancy_pct": 80, "vacant_ha": 50},
        {"park_id": "b-leased", "leased_ha": 50, "occupancy_pct_assumed": 90},
        {"park_id": "c-vacant", "vacant_ha": 40},
        {"park_id": "d-assumed", "occupancy_pct_assumed": 90},
        {"park_id": "e-unknown"},
    ]
    found = park_occupancy(as_table("parks", rows))
    assert found.iloc[:4].tolist() == pytest.approx([0.8, 0.5, 0.6, 0.9]) and pd.isna(found.iloc[4])


@pytest.mark.parametrize(
    ("most", "established", "inner", "cases", "admitted"),
    [
        (0.5, 2000, 0, CLOSED, ("supporting", "eco")),
        (0.6, 2000, 0, CLOSED, EVERY),
        (0.5, 900, 0, CLOSED, EVERY),
        (float("nan"), 2000, None, CLOSED, EVERY),
        (0.5, float("nan"), 0, CLOSED, EVERY),
        (0.7, 2000, 1, CLOSED, ("high-tech", "eco")),
        (0.5, 2000, 1, CLOSED, ("eco",)),
        (0.5, 2000, 0, {**CLOSED, "re-let": True}, EVERY),
        (0.5, 2000, 0, {**CLOSED, "incentive-area": None}, EVERY),
        (0.5, 2000, 0, {}, EVERY),
    ],
)
def test_types_that_place_and_province_admit(
    most: float,
    established: float,
    inner: int | None,
    cases: dict[str, bool | None],
    admitted: tuple[str, ...],
) -> None:
    facility = pd.Series(
        {"object_id": "s", "facility_id": "sites:s", "required_type": pd.NA, "province_id": "x",
         "inner_area": pd.NA if inner is None else bool(inner)}
    )  # fmt: skip
    province = pd.DataFrame({"established_ha": [established], "most_share": [most]}, index=["x"])
    occupancy = Occupancy(province, {"sites:s": cases})
    assert admitted_types(facility, occupancy, LEGAL, SitingParams()) == admitted


EXTENDS: dict[str, Any] = {"extends_park_id": "p", "extension_same_investor": 1, "shared_infrastructure": 1}
READY: dict[str, Any] = {"vacant_ha": 30, "environment_works": 1, "worker_housing": 1}


@pytest.mark.parametrize(
    ("site", "park", "extension"),
    [
        ({"site_class": "new-park"}, {}, False),
        ({"site_class": None}, {}, None),
        ({"site_class": "undeployed"}, {}, None),
        (EXTENDS, READY, True),
        (EXTENDS, {**READY, "vacant_ha": 50}, None),  # half full, but all infrastructure may be finished
        (EXTENDS, {**READY, "vacant_ha": 50, "infrastructure_complete": 0}, False),
        (EXTENDS, {**READY, "vacant_ha": 50, "infrastructure_complete": 1}, True),
        (EXTENDS, {**READY, "worker_housing": 0}, False),
        (EXTENDS, {**READY, "worker_housing": None}, None),
        ({**EXTENDS, "extension_same_investor": 0}, READY, False),
    ],
)
def test_an_extension_in_three_values(
    as_table: Door, site: dict[str, Any], park: dict[str, Any], extension: bool | None
) -> None:
    parks = as_table("parks", [{"park_id": "p", **park}])
    sites = as_table("sites", [{"site_id": "s", "incentive_area": 0, **site}])
    found = exempting_cases(parks, sites, Laws(LEGAL))  # type: ignore[arg-type]
    assert found == {"sites:s": {"incentive-area": False, "re-let": None, "extension": extension}}


def test_the_plan_has_no_general_park_only_where_no_exemption_can_hold(
    task: Callable[..., Task], as_table: Door, meta: RegionMeta
) -> None:
    sites: list[dict[str, Any]] = [
        {"site_id": "closed", "incentive_area": 0, "relet": 0},
        {"site_id": "open", "incentive_area": 0},
        {"site_id": "zone", "incentive_area": 1, "relet": 0},
    ]
    parks = [{"park_id": "empty", "total_ha": 2000, "vacant_ha": 90}]
    cells = [{"place_id": "q", "sector_id": "food", "ha": 40}]
    minutes = {("q", str(site["site_id"])): 10 for site in sites}
    toy = task(sites, cells, minutes, parks=parks, legal=LEGAL).problem
    ids = toy.facilities["object_id"]
    kinds = toy.options.groupby("facility")["legal_type"].unique().map(set)
    kinds.index = ids[kinds.index]
    assert {name: "general" in kinds[name] for name in ("closed", "open", "zone")} == {
        "closed": False, "open": True, "zone": True,
    }  # fmt: skip
    read = read_occupancy(as_table("parks", parks), as_table("sites", sites), meta, Laws(LEGAL))  # type: ignore[arg-type]
    assert read.too_low("sites:closed", "north", LEGAL)
    assert not read.too_low("sites:closed", "north", replace(LEGAL, occupancy_min_share=None))
    assert not read.too_low("sites:closed", "elsewhere", LEGAL)
    assert not read.too_low("parks:closed", "north", LEGAL), (
        "of a park that is opened as such no case is known"
    )
