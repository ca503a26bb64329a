"""Who can hold tenants: roles with their reasons, vacancy with its grade, provinces, precedence and overlaps."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pandas as pd
import pytest
import shapely

from parkwright.steps.siting import LegalLimits, SitingParams
from parkwright.steps.siting.facilities import list_facilities
from parkwright.steps.siting.options import undominated
from parkwright.steps.siting.provinces import find_provinces
from parkwright.steps.siting.vacancy import vacancy
from parkwright.tables import Province, RegionMeta
from parkwright.words import say, text

Door = Callable[..., pd.DataFrame]
Rows = list[dict[str, Any]]
ANY_PARK: Rows = [{"park_id": "p", "vacant_ha": 10}]
ANY_SITE: Rows = [{"site_id": "s"}]


@pytest.fixture
def listed(as_table: Door, meta: RegionMeta) -> Callable[..., pd.DataFrame]:
    def make(parks: Rows = ANY_PARK, sites: Rows = ANY_SITE, **choices: Any) -> pd.DataFrame:
        tables = as_table("parks", parks), as_table("sites", sites)
        return list_facilities(*tables, meta, SitingParams(**choices)).set_index("facility_id")  # type: ignore[arg-type]

    return make


PARK_ROLES: list[tuple[dict[str, Any], str, str]] = [
    ({"status": "operating", "vacant_ha": 5}, "vacancy", "vacancy"),
    ({"status": "operating", "vacant_ha": 5, "scope": "beyond"}, "vacancy", "outside_vacancy"),
    ({"status": "operating", "vacant_ha": 0}, "left-out", "full"),
    ({"status": "operating", "leasable_ha": None}, "left-out", "no_area"),
    ({"status": "operating", "vacant_ha": 5, "lon": None, "lat": None}, "left-out", "no_point"),
    ({"status": "building"}, "committed", "building"),
    ({"status": "planned"}, "left-out", "planned_unknown"),
    ({"status": "planned", "committed": 1}, "committed", "committed_park"),
    ({"status": "planned", "earliest_year": 2027}, "candidate", "dated"),
    ({"status": "stalled"}, "left-out", "stalled"),
    ({"status": "stalled", "earliest_year": 2027}, "candidate", "dated"),
    ({"status": "stalled", "committed": 1}, "committed", "committed_park"),
    ({"status": "planned", "earliest_year": 2027, "scope": "beyond"}, "left-out", "planned_outside"),
    ({"status": "closing"}, "left-out", "closing"),
]


@pytest.mark.parametrize(("park", "role", "reason"), PARK_ROLES)
def test_role_of_a_park(
    listed: Callable[..., pd.DataFrame], park: dict[str, Any], role: str, reason: str
) -> None:
    row = listed(parks=[{"park_id": "p", **park}]).loc["parks:p"]
    assert row["role"] == role
    for lang in ("vi", "en"):
        assert row[f"reason_{lang}"] == say(text(f"siting.role.{reason}"), lang)  # type: ignore[arg-type]


SITE_ROLES: list[tuple[dict[str, Any], str, str]] = [
    ({}, "candidate", "candidate_site"),
    ({"status": "dropped"}, "left-out", "dropped"),
    ({"status": "building"}, "committed", "committed_site"),
    ({"committed": 1, "earliest_year": None}, "committed", "committed_site"),
    ({"earliest_year": None}, "left-out", "no_year"),
    ({"lon": None, "lat": None}, "left-out", "no_point"),
    ({"gross_ha": None, "net_ha_assumed": None}, "left-out", "no_area"),
]


@pytest.mark.parametrize(("site", "role", "reason"), SITE_ROLES)
def test_role_of_a_site(
    listed: Callable[..., pd.DataFrame], site: dict[str, Any], role: str, reason: str
) -> None:
    row = listed(sites=[{"site_id": "s", **site}]).loc["sites:s"]
    assert (row["role"], row["reason_en"]) == (role, say(text(f"siting.role.{reason}"), "en"))


def test_planned_parks_open_where_the_planner_says_so(listed: Callable[..., pd.DataFrame]) -> None:
    row = listed(parks=[{"park_id": "p", "status": "planned"}], open_planned_parks=True).loc["parks:p"]
    assert (row["role"], row["earliest_year"], row["net_ha"]) == ("candidate", 2028, 100.0)
    assert row["clearance_bn_ha"] == pytest.approx(20.0)  # 20 USD per m2 at 1 bn per ha and USD per m2


def test_a_year_of_its_own_goes_before_the_usual_one(listed: Callable[..., pd.DataFrame]) -> None:
    parks = [
        {"park_id": "a", "status": "building"},
        {"park_id": "b", "status": "building", "earliest_year": 2030},
    ]
    found = listed(parks=parks)
    assert found.loc[["parks:a", "parks:b"], "earliest_year"].tolist() == [2027, 2030]


def test_a_site_replaces_its_park_and_never_adds_to_it(listed: Callable[..., pd.DataFrame]) -> None:
    parks = [
        {"park_id": "land", "vacant_ha": 30, "price_usd_m2_term": 90},
        {"park_id": "idea", "status": "planned", "leasable_ha": 200},
    ]
    sites = [
        {"site_id": "s1", "park_id": "land", "status": "operating", "net_ha_assumed": None},
        {"site_id": "s2", "park_id": "idea", "gross_ha": 150, "net_ha_assumed": 99},
        {"site_id": "s3", "park_id": "land", "status": "operating", "net_ha_assumed": None},
    ]
    found = listed(parks, sites)
    assert found["role"].to_dict() == {
        "parks:land": "left-out",
        "parks:idea": "left-out",
        "sites:s1": "vacancy",
        "sites:s2": "candidate",
        "sites:s3": "left-out",
    }
    standing = found[found["role"] != "left-out"]
    assert standing["net_ha"].tolist() == [30.0, 99.0]
    assert standing.loc["sites:s1", ["net_evidence", "price_usd_m2_term"]].tolist() == ["seen", 90.0]


def test_overlap_with_operating_land_and_waiting_in_vain(listed: Callable[..., pd.DataFrame]) -> None:
    sites = [
        {"site_id": "op", "park_id": "p", "status": "operating", "net_ha_assumed": None},
        {"site_id": "over", "overlaps_site": "op"},
        {"site_id": "gone", "status": "dropped"},
        {"site_id": "next", "after_site": "gone"},
        {"site_id": "third", "after_site": "next"},
        {"site_id": "fine", "after_site": "op"},
    ]
    found = listed(sites=sites)
    left_out = found[(found["role"] == "left-out") & (found["table"] == "sites")]
    reasons = {"over": "overlaps_operating", "gone": "dropped", "next": "waits", "third": "waits"}
    expected = {name: say(text(f"siting.role.{reason}"), "en") for name, reason in reasons.items()}
    assert left_out.set_index("object_id")["reason_en"].to_dict() == expected


def test_operating_land_closed_by_choice(listed: Callable[..., pd.DataFrame]) -> None:
    row = listed(closed_sites=("p",)).loc["parks:p"]
    assert (row["role"], row["reason_en"]) == ("left-out", say(text("siting.role.closed"), "en"))


VACANCIES: list[tuple[dict[str, Any], float | None, str]] = [
    ({"vacant_ha": 13, "leased_ha": 90, "leased_evidence": "seen"}, 13.0, "seen"),
    ({"vacant_ha": 13, "evidence": "derived"}, 13.0, "derived"),
    ({"leased_ha": 60, "leased_evidence": "derived"}, 40.0, "derived"),
    ({"leased_ha": 130, "leased_evidence": "seen"}, 0.0, "seen"),
    ({"occupancy_pct": 80, "occupancy_evidence": "seen"}, 20.0, "seen"),
    ({"occupancy_pct_assumed": 70}, 30.0, "assumed"),
    ({"leasable_ha": None, "leasable_ha_assumed": 50, "occupancy_pct": 80, "occupancy_evidence": "seen"}, 10.0, "assumed"),
    ({}, None, ""),
]  # fmt: skip


@pytest.mark.parametrize(("park", "ha", "grade"), VACANCIES)
def test_vacancy_and_the_grade_of_its_weakest_input(
    as_table: Door, park: dict[str, Any], ha: float | None, grade: str
) -> None:
    found, grades = vacancy(as_table("parks", [{"park_id": "p", **park}]))
    if ha is None:
        assert found.isna().all()
    else:
        assert (found.iloc[0], grades.iloc[0]) == (pytest.approx(ha), grade)


def test_a_site_without_an_address_lies_where_the_map_says(as_table: Door, meta: RegionMeta) -> None:
    south = Province("south", "South", {"vi": "Nam", "en": "The South"}, "beyond", "EPSG:3857")
    two = replace(meta, provinces=(*meta.provinces, south))
    base_map = pd.DataFrame(
        {
            "layer": ["area", "area", "water"],
            "kind": ["former_province", "place", "lake"],
            "place_id": ["", "north-1", ""],
            "name_vi": ["Nam", "Quận", "Nam"],
            "name_en": ["", "", ""],
            "geometry": [shapely.box(0, 0, 10, 10), shapely.box(0, 5, 10, 10), shapely.box(-90, -90, 90, 90)],
        }
    ).astype({"place_id": "str"})
    places = as_table(
        "places", [{"place_id": "north-1", "scope": "core", "lon": 1, "lat": 6, "province_old": "North"}]
    )
    objects = pd.DataFrame(
        {
            "admin_old": ["A, South", None, None, None, None],
            "lon": [1.0, 1.0, 1.0, 50.0, None],
            "lat": [6.0, 1.0, 6.0, 50.0, None],
        }
    )
    found = find_provinces(objects, two, places, base_map)
    assert found["province_id"].tolist()[:3] == ["south", "south", "north"]
    assert found["province_evidence"].tolist()[:3] == ["seen", "derived", "derived"]
    assert found.iloc[3:].isna().all(axis=None)
    assert find_provinces(objects, two, None, None)["province_id"].notna().sum() == 1


def test_scope_follows_the_province(as_table: Door, meta: RegionMeta) -> None:
    beyond = replace(meta, provinces=(replace(meta.provinces[0], scope="beyond"),))
    sites = as_table("sites", [{"site_id": "a"}, {"site_id": "b", "admin_old": None}])
    found = list_facilities(as_table("parks", ANY_PARK), sites, beyond, SitingParams())  # type: ignore[arg-type]
    assert found.set_index("object_id")["scope"].to_dict() == {"p": "core", "a": "beyond", "b": "core"}


def test_only_types_that_another_beats_in_every_plan_are_left_out(meta: RegionMeta) -> None:
    every = ("general", "supporting", "specialised", "high-tech", "eco")
    dear = SitingParams(premium_usd_m2={"eco": 6.0, "high-tech": 23.0})
    exempt = ("supporting", "specialised", "high-tech", "eco")
    shares = LegalLimits(supporting_min_share=0.6, specialised_min_share=0.6, high_tech_min_share=0.3)
    assert undominated(every, meta, LegalLimits(), dear) == ("general",)
    reserve = replace(
        shares, small_reserve_ha=5.0, small_reserve_share=0.03, small_reserve_exempt_types=exempt
    )
    # General must keep a reserve; eco must not and has no share to reach: it beats the dearer high-tech.
    assert undominated(every, meta, reserve, dear) == ("general", "supporting", "specialised", "eco")
