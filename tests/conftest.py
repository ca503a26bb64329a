"""What several tests share: the public instances outside the checkout, and Debian's chromium."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from parkwright.plan import PlanResult
    from parkwright.tables import Region

CHECKOUT = Path(__file__).resolve().parents[1]


@pytest.fixture(scope="session")
def checkout() -> Path:
    """The top folder of the checkout."""
    return CHECKOUT


@pytest.fixture(scope="session")
def bench_data() -> Path:
    """The folder of public instances; a test that asks for it skips where the folder is absent."""
    folder = Path(os.environ.get("PARKWRIGHT_BENCH_DATA", CHECKOUT.parent / "shared" / "bench-data"))
    if not folder.is_dir():
        pytest.skip("the public instances are not here; PARKWRIGHT_BENCH_DATA names their folder")
    return folder


@pytest.fixture(scope="session")
def chromium() -> str:
    """The path of Debian's chromium; skips where it is absent, fails where CI says that it must be there."""
    found = shutil.which("chromium")
    if found is None:
        if os.environ.get("PARKWRIGHT_NEED_CHROMIUM"):
            pytest.fail("chromium is not installed, and PARKWRIGHT_NEED_CHROMIUM says that it must be")
        pytest.skip("chromium is not installed: the live map is not tested in a browser")
    return found


@pytest.fixture(scope="session")
def small_region(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A made-up region of 3 places and 4 sites as a CSV folder; it plans in about a second."""
    from make_synthetic_region import make_region, write_region

    folder = tmp_path_factory.mktemp("small") / "region"
    write_region(folder, make_region(7, places=3, sites=4), 7)
    return folder


@pytest.fixture(scope="session")
def tiny_region(small_region: Path) -> Region:
    """A cut-down of the small region that plans in half a second: 4 sectors, 10 parks, 4 sites, 2 periods, a quarter of the
    take-up; site-01 is the scheme's, park-10 is being built, and all its sites can open within the two periods."""
    import pandas as pd

    from parkwright.files import read_region

    region, _ = read_region(small_region)
    assert region is not None
    kept = ["electronics", "food", "metal-surface", "precision-parts"]
    sites, parks = region.sites.copy(), region.parks.head(10).copy()
    sites["site_class"] = ["scheme", "new-park", "new-park", "new-park"]
    sites["earliest_year"] = pd.array([2027, 2029, 2027, 2029], dtype="Int64")
    parks.loc[parks["park_id"] == "park-10", "status"] = "building"
    meta = replace(
        region.meta,
        periods=region.meta.periods[:2],
        take_up=tuple(replace(year, ha=year.ha / 4) for year in region.meta.take_up),
    )
    return replace(
        region,
        meta=meta,
        sites=sites,
        parks=parks,
        sectors=region.sectors[region.sectors["sector_id"].isin(kept)].reset_index(drop=True),
        requests=region.requests[region.requests["sector_id"].isin(kept)].reset_index(drop=True),
    )


@pytest.fixture(scope="session")
def plan_exactly() -> Callable[..., PlanResult]:
    """plan_exactly(region, earlier=None, sets=None, **options): the plan with few draws, no gap and no questions."""
    from parkwright.plan import Clock, make_scenario, run_plan
    from parkwright.rules import load_rules

    few = {"demand.draws": "200", "demand.alone_draws": "50"}

    def plan(
        region: Region,
        earlier: PlanResult | None = None,
        sets: dict[str, str] | None = None,
        **options: Any,
    ) -> PlanResult:
        chosen = {"explain": "none", "time_limit_s": 20.0, "gap": 0.0} | options
        scenario = make_scenario(region.meta, sets=few | (sets or {}), **chosen)
        clock = Clock("2026-01-01T00:00:00+00:00", "test")
        return run_plan(region, load_rules(region.meta.rule_set), scenario, clock, earlier=earlier)

    return plan


@pytest.fixture(scope="session")
def tiny_plan(tiny_region: Region, plan_exactly: Callable[..., PlanResult]) -> PlanResult:
    """The plan of the tiny region, with its optimum proven."""
    return plan_exactly(tiny_region)
