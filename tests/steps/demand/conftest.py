"""A small made-up region: two planned places, one neighbour, two sectors, two periods."""

from __future__ import annotations

import json
import sys
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cache
from types import ModuleType
from typing import Any

import pandas as pd
import pytest

from parkwright.steps.demand import Demand, DemandParams, Range, estimate_demand
from parkwright.tables import Period, RegionMeta, TakeUp, empty_frame, open_table

FLAT = Range(low=0.0, base=0.0, high=0.0)


@pytest.fixture(scope="session")
def world() -> ModuleType:
    """This module: the tests are imported without a package, so they reach its builders through a fixture."""
    return sys.modules[__name__]


def opened(name: str, rows: list[dict[str, Any]]) -> Any:
    """Rows through the door of their table."""
    return _opened(name, json.dumps(rows)).copy()


@cache
def _opened(name: str, rows: str) -> pd.DataFrame:
    if rows == "[]":
        return empty_frame(name)
    found = open_table(name, pd.DataFrame(json.loads(rows)))
    wrong = [problem.sentence("en") for problem in found.problems if problem.severity == "error"]
    assert not wrong, wrong
    return found.frame


def place(place_id: str, workers: float | None, scope: str = "core", lon: float = 10.0) -> dict[str, Any]:
    return {
        "place_id": place_id, "name_vi": place_id, "name_en": place_id, "scope": scope, "lon": lon, "lat": 45.0,
        "mfg_workers": workers, "mfg_workers_evidence": "seen", "source": "made up", "evidence": "seen",
    }  # fmt: skip


def sector(sector_id: str, floor: float = 50.0, ratio: float = 0.5, **more: Any) -> dict[str, Any]:
    return {
        "sector_id": sector_id, "name_vi": sector_id, "name_en": sector_id, "floor_per_worker_m2": floor,
        "plot_ratio": ratio, "lot_p10_m2": 1000, "lot_p50_m2": 2000, "lot_p90_m2": 4000, "share_ready_built": 0.4, "workers_per_ha": 100,
        "share_multi_storey": 0.25, "source": "made up", "evidence": "seen",
    } | more  # fmt: skip


def request(
    request_id: str, area: float | None = 4000.0, year: int | None = 2027, **more: Any
) -> dict[str, Any]:
    return {
        "request_id": request_id, "tax_code": f"t-{request_id}", "plot_no": 1, "place_id": "p1", "sector_id": "s1",
        "premises_type": "land", "area_m2": area, "needed_year": year, "source": "made up", "evidence": "seen",
    } | more  # fmt: skip


def park(park_id: str, leased: float | None = 80.0, lon: float | None = 10.0) -> dict[str, Any]:
    return {
        "park_id": park_id, "name_vi": park_id, "name_en": park_id, "kind": "industrial", "scope": "core", "status": "operating",
        "leased_ha": leased, "lon": lon, "lat": None if lon is None else 45.0, "source": "made up", "evidence": "seen",
    }  # fmt: skip


def conversion(park_id: str, share: float = 0.5, years: float = 4, official: bool = True) -> dict[str, Any]:
    return {
        "conversion_id": f"{park_id}-eco", "park_id": park_id, "option": "eco", "official_direction": official,
        "displaced_share": share, "transition_years": years, "effects_evidence": "assumed", "source": "made up",
        "evidence": "seen",
    }  # fmt: skip


META = RegionMeta(
    region_id="made-up",
    name={"vi": "Vùng thử", "en": "Made-up region"},
    rule_set="",
    currency="EUR",
    price_year=2025,
    per_usd=0.9,
    base_date=date(2026, 1, 1),
    appraisal_date=date(2026, 11, 1),
    analysis_crs="EPSG:32632",
    planned_scopes=("core",),
    outside_scopes=("neighbour",),
    periods=(Period("2026-27", 2026, 2027), Period("2028-30", 2028, 2030)),
    take_up=(TakeUp("core", 2025, 10.0, "seen"),),
)


@dataclass(frozen=True)
class Made:
    """Rows of a region, to be changed with ``replace`` and estimated."""

    places: tuple[dict[str, Any], ...] = (
        place("p1", 3000.0),
        place("p2", 1000.0, lon=10.5),
        place("p9", 2000.0, "neighbour", lon=11.0),
    )
    sectors: tuple[dict[str, Any], ...] = (sector("s1"), sector("s2", 100.0))
    requests: tuple[dict[str, Any], ...] = ()
    parks: tuple[dict[str, Any], ...] = (park("k1"),)
    conversions: tuple[dict[str, Any], ...] = ()
    meta: RegionMeta = META
    seed: int = 1
    params: dict[str, Any] = field(default_factory=lambda: {"draws": 400, "take_up_growth": FLAT})

    def estimate(self, **params: Any) -> Demand:
        tables = {
            name: opened(name, list(getattr(self, name)))
            for name in ("places", "sectors", "requests", "parks", "conversions")
        }
        return estimate_demand(
            **tables, meta=self.meta, seed=self.seed, params=DemandParams(**self.params | params)
        )

    def but(self, **changes: Any) -> Made:
        return replace(self, **changes)


REGISTER = (
    request("r1"),
    request("r2", 8000.0, 2029, place_id="p2", sector_id="s2", premises_type="ready-built"),
    request("r3", 600.0, None, place_id="p2", evidence="assumed"),
    request("r4", 3000.0, 2028, premises_type="multi-storey", sector_id="s2"),
    request("r5", 5000.0, 2028, place_id="p9"),
    request("r6", 9000.0, 2028, displaced_from="k1"),
)


def planned(demand: Demand, method: str = "planned", column: str = "base_ha") -> list[float]:
    """One column of the reconciliation, by period."""
    rows = demand.reconciliation
    return rows.loc[rows["method"] == method].sort_values("period_id")[column].tolist()


def cell(demand: Demand, cell_id: str) -> pd.Series:
    return demand.cells.set_index("cell_id").loc[cell_id]
