"""The small region, planned twice: as it is, and with one row of the register changed."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from parkwright.files import read_region
from parkwright.plan import Clock, PlanResult, make_scenario, run_plan
from parkwright.rules import load_rules

QUICK = {"demand.draws": "200", "demand.alone_draws": "50"}
CHANGED = "req-002"


def plan_of(folder: Path, **sets: str) -> PlanResult:
    """The plan of a region folder, with as few draws as the demand step allows."""
    region, _ = read_region(folder)
    assert region is not None
    scenario = make_scenario(region.meta, sets=QUICK | sets, explain="none", time_limit_s=20.0)
    return run_plan(region, load_rules(region.meta.rule_set), scenario, Clock("2026-01-01T00:00:00", "test"))


@pytest.fixture(scope="session")
def small_plan(small_region: Path) -> PlanResult:
    """The plan of the small region."""
    return plan_of(small_region)


@pytest.fixture(scope="session")
def changed_plan(small_region: Path, tmp_path_factory: pytest.TempPathFactory) -> PlanResult:
    """The plan after one firm of the register asks for ten times the land."""
    folder = tmp_path_factory.mktemp("changed") / "region"
    shutil.copytree(small_region, folder)
    file = folder / "requests.csv"
    lines = file.read_text("utf-8").splitlines()
    at = next(number for number, line in enumerate(lines) if line.startswith(f"{CHANGED},"))
    cells = lines[at].split(",")
    area = lines[0].split(",").index("area_m2")
    cells[area] = str(int(cells[area]) * 10)
    lines[at] = ",".join(cells)
    file.write_text("\n".join(lines) + "\n", "utf-8")
    return plan_of(folder)
