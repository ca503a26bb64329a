"""The independent checker passes a sound plan, finds a planted fault of every kind, and knows the inputs by itself."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

import pandas as pd
import pytest

from parkwright.kernels.milp import SolveSettings
from parkwright.steps.siting import Laws, LegalLimits, SitingParams, Task, choose_sites
from parkwright.steps.siting.audit import Audited, audit_plan
from parkwright.steps.siting.limits import LIMITS

Make = Callable[..., Task]
Door = Callable[..., pd.DataFrame]
Tables = dict[str, pd.DataFrame]

SITES = [
    {"site_id": "big", "gross_ha": 1000, "net_ha_assumed": 600, "power_mw": 100.0, "two_crop_rice_ha": 90.0},
    {"site_id": "si", "required_type": "supporting", "after_site": "big"},
    {"site_id": "rival", "overlaps_site": "si"},
    {"site_id": "inner", "inner_area": 1, "gross_ha": 30, "net_ha_assumed": 30, "earliest_year": 2027},
    {"site_id": "of-park", "park_id": "old", "status": "operating", "net_ha_assumed": None},
    {"site_id": "gone", "status": "dropped", "earliest_year": None},
    {
        "site_id": "built",
        "status": "building",
        "gross_ha": 20,
        "net_ha_assumed": 20,
        "wastewater_m3_day": 300.0,
    },
]
PARKS = [
    {"park_id": "old", "vacant_ha": 25, "power_mw": 12.0},
    {"park_id": "zone", "kind": "high-tech", "vacant_ha": 50, "water_m3_day": 1500.0},
    {
        "park_id": "own",
        "kind": "specialised",
        "vacant_ha": 30,
        "price_usd_m2_term": 1.0,
        "admitted_sectors": "mech",
        "min_lot_m2": 3000,
    },
]
SIZES = [
    {"sector_id": "mech", "size_class": "to-1000", "share": 0.7},
    {"sector_id": "mech", "size_class": "1000-5000", "share": 0.2},
    {"sector_id": "mech", "size_class": "from-5000", "share": 0.1},
]
CELLS = [
    {
        "place_id": place,
        "sector_id": sector,
        "period_id": period,
        "ha": ha,
        "small_share": 0.2,
        "budget_usd_m2_term": budget,
    }
    for place, sector, period, ha, budget in (
        ("q", "mech", "2026", 90, 3.0),
        ("q", "food", "2026", 60, 9.0),
        ("q", "chip", "2026", 40, None),
        ("q", "acid", "2027", 80, 1.0),
        ("r", "mech", "2027", 50, 4.5),
        ("r", "food", "2027", 400, 2.0),
    )
]
MINUTES = {
    (place, name): far
    for place, far in (("q", 20), ("r", 50))
    for name in ("big", "si", "rival", "inner", "of-park", "built", "zone", "own", "gone", "old")
}
LEGAL = LegalLimits(
    specialised_min_share=0.6,
    supporting_min_share=0.6,
    high_tech_min_share=0.3,
    inner_area_types=("high-tech", "eco"),
    hazard_classes_outside=("I", "II"),
    phase_max_ha=500.0,
    rice_phase_max_ha={"delta": 50.0},
    occupancy_min_share=0.6,
    occupancy_exempt_types=("supporting", "high-tech", "eco"),
    small_reserve_ha=5.0,
    small_reserve_share=0.03,
    small_reserve_exempt_types=("supporting", "high-tech"),
    private_reserve_ha=20.0,
    private_reserve_share=0.05,
)
CHOICES: dict[str, Any] = {
    "open_sites": {"si": "2027", "inner": ""},
    "closed_sites": ("rival",),
    "budget_bn": {"2026": 5000.0, "2027": 3000.0},
    "min_served_share": 0.3,
    "unserved_usd_m2": 60.0,
    "misfit_share": 0.25,
    "reach_factor": {"dense": 0.8, "sparse": 1.2, "heavy": 0.9},
}


@pytest.fixture(scope="module")
def sound(task: Make, as_table: Door, made_inputs: Callable[..., Tables], settings: SolveSettings) -> Audited:
    toy = task(SITES, CELLS, MINUTES, parks=PARKS, legal=LEGAL, sizes=SIZES, **CHOICES)
    places = as_table(
        "places",
        [
            {"place_id": name, "scope": "core", "lon": 0, "lat": 0, "name_vi": name, "name_en": name}
            for name in "qr"
        ],
    )
    tables = choose_sites(toy, places, settings).tables  # type: ignore[arg-type]
    inputs = made_inputs(SITES, CELLS, MINUTES, SIZES)
    return Audited(
        tables={**tables, "demand_cells": inputs["demand_cells"], "demand_sizes": inputs["demand_sizes"]},
        parks=as_table("parks", PARKS),
        sites=as_table("sites", SITES),
        sectors=inputs["sectors"],
        minutes=inputs["minutes"],
        meta=toy.problem.meta,
        laws=Laws(LEGAL),
        params=toy.problem.params,
    )


def test_a_sound_plan_passes(sound: Audited) -> None:
    assert set(sound.tables["openings"]["facility_id"]) >= {
        "sites:big",
        "sites:si",
        "sites:inner",
        "sites:built",
    }
    assert audit_plan(sound).empty, audit_plan(sound).to_string()


Fault = Callable[[Tables], Tables]


def allocate(**row: Any) -> Fault:
    """One more allocation."""

    def plant(tables: Tables) -> Tables:
        base = {**tables["allocations"].iloc[0].to_dict(), "truck_min": 20.0}
        for column in ("land", "works", "clearance", "truck", "commute", "misfit"):
            base[f"{column}_bn"] = 0.0
        return {
            **tables,
            "allocations": pd.concat(
                [tables["allocations"], pd.DataFrame([{**base, **row}])], ignore_index=True
            ),
        }

    return plant


def scale(table: str, column: str, factor: float, **where: Any) -> Fault:
    """A column of the rows with these values, times a factor."""

    def plant(tables: Tables) -> Tables:
        frame = tables[table].copy()
        rows = pd.Series(True, index=frame.index)
        for name, value in where.items():
            rows &= frame[name] == value
        assert rows.any()
        frame.loc[rows, column] = frame.loc[rows, column] * factor
        return {**tables, table: frame}

    return plant


def put(table: str, column: str, value: Any, **where: Any) -> Fault:
    """A column of the rows with these values, set."""

    def plant(tables: Tables) -> Tables:
        frame = tables[table].copy()
        rows = pd.Series(True, index=frame.index)
        for name, wanted in where.items():
            rows &= frame[name] == wanted
        assert rows.any()
        frame.loc[rows, column] = value
        return {**tables, table: frame}

    return plant


def without(table: str, **where: Any) -> Fault:
    def plant(tables: Tables) -> Tables:
        frame = tables[table]
        rows = pd.Series(True, index=frame.index)
        for name, wanted in where.items():
            rows &= frame[name] == wanted
        assert rows.any()
        return {**tables, table: frame[~rows]}

    return plant


def open_site(name: str, **row: Any) -> Fault:
    def plant(tables: Tables) -> Tables:
        base = {**tables["openings"].iloc[0].to_dict(), "phase": 1, "period_id": "2027", "committed": False}
        new = {**base, "legal_type": "general", "gross_ha": 1.0, "net_ha": 1.0, "facility_id": name, **row}
        return {**tables, "openings": pd.concat([tables["openings"], pd.DataFrame([new])], ignore_index=True)}

    return plant


def both(one: Fault, other: Fault) -> Fault:
    return lambda tables: other(one(tables))


FAULTS: dict[str, Fault] = {
    "demand": scale("unserved", "ha", 0.5),
    "minutes": scale("allocations", "truck_min", 0.5),
    "reach": allocate(cell_id="r|food|land|2027", facility_id="sites:big", ha=350.0, truck_min=50.0),
    "reach-band": allocate(cell_id="r|food|land|2027", facility_id="sites:of-park", ha=10.0, truck_min=50.0),
    "capacity": allocate(cell_id="q|food|land|2026", facility_id="sites:of-park", ha=30.0),
    "earliest-year": put("openings", "period_id", "2026", facility_id="sites:inner"),
    "phase-twice": open_site("sites:big", phase=1),
    "phase-order": without("openings", facility_id="sites:big", phase=1),
    "one-type": put("openings", "legal_type", "eco", facility_id="sites:big", phase=2),
    "EST-03": put("openings", "gross_ha", 501.0, facility_id="sites:big", phase=1),
    "EST-04": put("openings", "gross_ha", 600.0, facility_id="sites:big", phase=1),
    "phase-share": put("openings", "net_ha", 250.0, facility_id="sites:big", phase=1),
    "whole-park": put("openings", "net_ha", 601.0, facility_id="sites:big", phase=1),
    "left-out": open_site("sites:gone"),
    "replaced-park": allocate(cell_id="q|food|land|2026", facility_id="parks:old", ha=1.0),
    "overlap": open_site("sites:rival"),
    "precedence": both(
        put("openings", "period_id", "2026", facility_id="sites:si"),
        put("openings", "period_id", "2027", facility_id="sites:big"),
    ),
    "committed": without("openings", facility_id="sites:built"),
    "committed-late": put("openings", "period_id", "2027", facility_id="sites:built"),
    "committed-flag": put("openings", "committed", False, facility_id="sites:built"),
    "locked-open": put("openings", "period_id", "2026", facility_id="sites:si"),
    "locked-closed": open_site("sites:rival"),
    "locked-type": put("openings", "legal_type", "general", facility_id="sites:si"),
    "type-supporting": put("openings", "legal_type", "supporting", facility_id="sites:big"),
    "type-high-tech": put("openings", "legal_type", "high-tech", facility_id="sites:big"),
    "PLN-03": put("openings", "legal_type", "general", facility_id="sites:inner"),
    "QC-08": allocate(cell_id="q|acid|land|2027", facility_id="sites:inner", ha=1.0),
    "high-tech-only": allocate(cell_id="q|food|land|2026", facility_id="parks:zone", ha=1.0),
    "sectors": allocate(cell_id="q|food|land|2026", facility_id="parks:own", ha=1.0),
    "lots": allocate(cell_id="q|mech|land|2026", facility_id="parks:own", ha=28.0),
    "budget-gap": put("allocations", "budget_gap_usd_m2", 0.0, cell_id="q|mech|land|2026"),
    "price-misfit": scale("allocations", "misfit_bn", 1.1),
    "EST-06": put("openings", "net_ha", 25.0, facility_id="sites:big"),
    "EST-07": put("openings", "net_ha", 25.0, facility_id="sites:big"),
    "budget": scale("openings", "works_bn", 9.0, facility_id="sites:big"),
    "service": scale("allocations", "ha", 0.3),
    "power_mw": allocate(cell_id="q|mech|land|2026", facility_id="sites:big", ha=1000.0),
    "water_m3_day": allocate(cell_id="q|chip|land|2026", facility_id="parks:zone", ha=30.0),
    "wastewater_m3_day": allocate(cell_id="q|mech|land|2026", facility_id="sites:built", ha=40.0),
    "grouping": put("sector_groups", "group_id", "other-heavy-sparse", sector_id="mech"),
    "facility-role": put("facilities", "role", "committed", facility_id="sites:big"),
    "facility-land": put("facilities", "net_ha", 700.0, facility_id="sites:big"),
    "facility-year": put("facilities", "earliest_year", 2026, facility_id="sites:inner"),
    "facility-inner": put("facilities", "inner_area", False, facility_id="sites:inner"),
    "facility-province": put("facilities", "province_id", "south", facility_id="sites:big"),
    "price-works": scale("openings", "works_bn", 1.1, facility_id="sites:big"),
    "price-clearance": scale("allocations", "clearance_bn", 1.1, facility_id="sites:big"),
    "price-premium": put("openings", "premium_bn", 5.0, facility_id="sites:big"),
    "cost-truck": scale("allocations", "truck_bn", 1.1),
    "cost-works": scale("openings", "works_bn", 1.1),
    "cost-unserved": scale("plan_costs", "spent_bn", 1.1, term="unserved"),
}


BY_KIND = {
    "demand": {"demand"},
    "reach": {"reach", "reach-band"},
    "capacity": {"capacity", "whole-park", "phase-share"},
    "opening": {"phase-twice", "phase-order", "one-type", "overlap", "precedence", "committed", "committed-late"},
    "locks": {"locked-open", "locked-closed", "locked-type"},
    "legal_type": {"type-supporting", "type-high-tech"},
    "compatibility": {"QC-08", "high-tech-only", "sectors"},
    "lots": {"lots"},
    "reserve": {"EST-06", "EST-07"},
    "budget": {"budget"},
    "utilities": {"power_mw", "water_m3_day", "wastewater_m3_day"},
    "service": {"service"},
}  # fmt: skip
"""Kind of limit -> the faults above that break it."""


def test_there_is_a_fault_for_every_kind_of_limit() -> None:
    assert {limit.KIND for limit in LIMITS} == set(BY_KIND)
    assert set().union(*BY_KIND.values()) <= set(FAULTS)


@pytest.mark.parametrize("name", FAULTS)
def test_a_planted_fault_is_found(sound: Audited, name: str) -> None:
    faulty = replace(sound, tables=FAULTS[name](dict(sound.tables)))
    assert name in set(audit_plan(faulty)["check"])


def test_a_park_of_one_sector_group(task: Make, sound: Audited) -> None:
    legal = replace(LEGAL, specialised_min_share=0.9)
    tables = put("openings", "legal_type", "specialised", facility_id="sites:big")(dict(sound.tables))
    found = audit_plan(replace(sound, tables=tables, laws=Laws(legal)))
    assert "type-specialised" in set(found["check"])


INPUTS: dict[str, tuple[str, str, str, Any, str]] = {
    # what would be wrong in the problem -> table, row, column, what the input says, check that finds it
    "less net land": ("sites", "big", "net_ha_assumed", 500.0, "facility-land"),
    "less gross land": ("sites", "big", "gross_ha", 900.0, "facility-land"),
    "less vacancy": ("parks", "old", "vacant_ha", 5.0, "facility-land"),
    "a later year": ("sites", "big", "earliest_year", 2027, "facility-year"),
    "the inner area": ("sites", "big", "inner_area", True, "facility-inner"),
    "not operating": ("parks", "old", "status", "planned", "facility-role"),
    "not under construction": ("sites", "built", "status", "planned", "facility-role"),
    "dropped": ("sites", "big", "status", "dropped", "left-out"),
    "more rice": ("sites", "big", "two_crop_rice_ha", 120.0, "EST-04"),
    "on the same land": ("sites", "big", "overlaps_site", "si", "overlap"),
    "after another": ("sites", "big", "after_site", "inner", "precedence"),
    "of another type": ("sites", "big", "required_type", "eco", "locked-type"),
    "less power": ("sites", "big", "power_mw", 5.0, "power_mw"),
    "less power of its park": ("parks", "old", "power_mw", 7.6, "power_mw"),
    "dearer clearance": ("sites", "big", "clearance_bn_vnd_ha_mid", 2.0, "price-clearance"),
    "emptier parks": ("parks", "zone", "vacant_ha", 90.0, "EST-08"),
    "not supporting": ("sectors", "mech", "is_supporting", False, "type-supporting"),
    "not of the park's sectors": ("parks", "own", "admitted_sectors", "food;chip", "sectors"),
    "larger lots": ("parks", "own", "min_lot_m2", 5000.0, "lots"),
    "hazardous": ("sectors", "food", "hazard_class", "I", "QC-08"),
    "farther": ("minutes", "r", "truck_min", 55.0, "minutes"),
}


@pytest.mark.parametrize("name", INPUTS)
def test_the_audit_reads_the_inputs_itself(sound: Audited, name: str) -> None:
    """The result tables stay as they are: had the problem been built from another input, the audit would see it."""
    table, row, column, value, check = INPUTS[name]
    frame = getattr(sound, table).copy()
    rows = frame[frame.columns[1 if table == "minutes" else 0]] == row
    assert rows.any()
    frame.loc[rows, column] = value
    assert check in set(audit_plan(replace(sound, **{table: frame}))["check"])  # type: ignore[arg-type]


def test_choices_are_read(sound: Audited) -> None:
    params: Mapping[str, Any] = sound.params.model_dump() | {"closed_sites": ("big",)}
    found = audit_plan(replace(sound, params=SitingParams(**params)))
    assert "locked-closed" in set(found["check"])
