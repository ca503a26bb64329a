"""The model, its audit and the verdict read EST-08, EST-09 and EST-11 alike: a type is kept out where it would fail, and only there."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from itertools import product
from typing import Any

import pandas as pd
import pytest

from parkwright.plan import PlanResult
from parkwright.rules import load_rules
from parkwright.steps.siting import Laws, read_laws
from parkwright.steps.siting.audit import Audited
from parkwright.steps.siting.audit.law import occupancy
from parkwright.steps.siting.occupancy import read_occupancy
from parkwright.steps.verdicts import judge_plan
from parkwright.tables import Parks, Province, Sites, empty_frame, open_table

NOW = date(2026, 11, 1)
RULES = load_rules("vn")
YES_NO_UNKNOWN = (1, 0, None)
HOME = "A, North"


def typed(name: str, rows: list[dict[str, Any]]) -> Any:
    opened = open_table(name, pd.DataFrame(rows).astype(object))
    assert not [found for found in opened.problems if found.severity == "error"]
    return opened.frame


def park(park_id: str, **facts: Any) -> dict[str, Any]:
    plain = {
        "park_id": park_id,
        "name_vi": park_id,
        "name_en": park_id,
        "kind": "industrial",
        "scope": "core",
    }
    return {**plain, "status": "operating", "admin_old": HOME, "total_ha": 10, "leasable_ha": 10, **facts}


def every_case() -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """Parks in each state that EST-11 asks for, and sites that extend them, extend none, or of which nobody knows."""
    parks, sites = [], []
    states = product((50, 70, None), YES_NO_UNKNOWN, YES_NO_UNKNOWN, YES_NO_UNKNOWN)
    for number, (full, works, finished, housing) in enumerate(states):
        facts = {"environment_works": works, "infrastructure_complete": finished, "worker_housing": housing}
        parks.append(park(f"p{number}", occupancy_pct=full, **facts))
        for same, shared in product(YES_NO_UNKNOWN, YES_NO_UNKNOWN):
            of_site = {"extends_park_id": f"p{number}", "incentive_area": 0, "relet": 0}
            sites.append({**of_site, "extension_same_investor": same, "shared_infrastructure": shared})
    for area, relet, kind in product(YES_NO_UNKNOWN, YES_NO_UNKNOWN, ("new-park", "scheme", None)):
        sites.append({"incentive_area": area, "relet": relet, "site_class": kind})
    named = [
        {
            "site_id": f"s{number}",
            "name_vi": "S",
            "name_en": "S",
            "status": "planned",
            "admin_old": HOME,
            **one,
        }
        for number, one in enumerate(sites)
    ]
    return parks, named


@pytest.mark.parametrize(
    ("total", "full", "some_fail"),
    [(50_000, 20, True), (50_000, 90, False), (50_000, None, False), (150, 20, False), (None, 20, False)],
)
def test_the_model_the_audit_and_the_verdict_agree(
    tiny_plan: PlanResult, total: float | None, full: float | None, some_fail: bool
) -> None:
    """The big park makes the province: empty or full, known or unknown, alone beyond 1,000 ha or not."""
    some, site_rows = every_case()
    parks = Parks(
        typed("parks", [*some, park("big", total_ha=total, leasable_ha=40_000, occupancy_pct=full)])
    )
    sites = Sites(typed("sites", site_rows))
    north = Province("north", "North", {"vi": "Bắc", "en": "North"}, "core", "EPSG:32648", "")
    meta = replace(tiny_plan.region.meta, provinces=(north,))
    laws = read_laws(RULES, sites, NOW, meta.region_id)
    facilities = pd.DataFrame(
        {"facility_id": "sites:" + sites["site_id"], "table": "sites", "object_id": sites["site_id"], "kind": "new-park",
         "role": "candidate", "gross_ha": 100.0, "net_ha": 60.0, "inner_area": False, "province_id": "north"}
    )  # fmt: skip
    openings = facilities[["facility_id", "gross_ha", "net_ha"]].assign(
        phase=1, period_id=meta.periods[0].period_id, legal_type="general", committed=False
    )
    barred = _barred_by_the_model(parks, sites, meta, laws)
    assert barred == _failed_by_the_law(tiny_plan, parks, sites, meta, facilities, openings)
    assert barred == _found_by_the_audit(tiny_plan, parks, sites, meta, laws, facilities, openings)
    assert bool(barred) == some_fail and len(barred) < len(sites)


def _barred_by_the_model(parks: Parks, sites: Sites, meta: Any, laws: Laws) -> set[str]:
    read = read_occupancy(parks, sites, meta, laws)
    return {
        name for name in sites["site_id"] if read.too_low(f"sites:{name}", "north", laws.of(f"sites:{name}"))
    }


def _failed_by_the_law(
    plan: PlanResult, parks: Parks, sites: Sites, meta: Any, facilities: pd.DataFrame, openings: pd.DataFrame
) -> set[str]:
    region = plan.region
    none = {
        name: empty_frame(name) for name in ("allocations", "demand_cells", "conversions", "plots", "tenants")
    }
    judged = judge_plan(
        facilities, openings, none["allocations"], none["demand_cells"], region.sectors, parks, sites, none["conversions"],
        none["plots"], none["tenants"], RULES, meta, NOW,
    ).verdicts  # type: ignore[arg-type]  # fmt: skip
    occupancy_rows = judged[judged["rule_id"] == "EST-08"]
    assert len(occupancy_rows) == len(sites)
    return set(occupancy_rows.loc[occupancy_rows["verdict"] == "fails", "object_id"])


def _found_by_the_audit(
    plan: PlanResult,
    parks: Parks,
    sites: Sites,
    meta: Any,
    laws: Laws,
    facilities: pd.DataFrame,
    openings: pd.DataFrame,
) -> set[str]:
    tables = {"facilities": facilities, "openings": openings}
    params = plan.scenario.siting
    minutes = plan.tables["access_minutes"]
    seen = occupancy(Audited(tables, parks, sites, plan.region.sectors, minutes, meta, laws, params))
    return {breach[1].removeprefix("sites:") for breach in seen}
