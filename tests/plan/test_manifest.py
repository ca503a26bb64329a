"""The manifest: one id for inputs, law, choices, start and versions, and plain data that a file can hold."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from parkwright.kernels.milp import SolveSettings, solver_version
from parkwright.plan import Clock, PlanResult, Scenario, make_scenario
from parkwright.plan.compare import compare_runs
from parkwright.plan.manifest import digests, run_id
from parkwright.rules import Rules, load_rules
from parkwright.tables import Region

CLOCK = Clock("2026-01-01T00:00:00+00:00", "1", {"python": "3.13.5", "highs": "1.12.0"})
SETTINGS = SolveSettings()


def id_of(region: Region, scenario: Scenario, clock: Clock = CLOCK, **more: Any) -> str:
    """The id of a run under the law of the region's own rule set, unless another is given."""
    rules = more.pop("rules", load_rules(region.meta.rule_set))
    return run_id(region, rules, scenario, clock, more.pop("settings", SETTINGS), **more)


def changed(region: Region, table: str, column: str, value: Any, row: int = 0) -> Region:
    """The region with one cell changed."""
    frame = getattr(region, table).copy()
    frame.loc[frame.index[row], column] = value
    return replace(region, **{table: frame})


def test_the_same_inputs_and_choices_give_the_same_id(tiny_region: Region) -> None:
    scenario = make_scenario(tiny_region.meta)
    copied = replace(
        tiny_region, **{name: frame.copy() for name, frame in tiny_region.frames("region").items()}
    )
    assert id_of(tiny_region, scenario) == id_of(copied, scenario)
    assert len(id_of(tiny_region, scenario)) == 12


def test_one_row_of_the_register_changes_the_id_and_one_digest(tiny_region: Region) -> None:
    scenario = make_scenario(tiny_region.meta)
    area = tiny_region.requests["area_m2"].iloc[4]
    other = changed(tiny_region, "requests", "area_m2", area + 1, row=4)
    assert id_of(other, scenario) != id_of(tiny_region, scenario)
    before, after = digests(tiny_region), digests(other)
    assert [name for name in before if before[name] != after[name]] == ["requests"]
    back = changed(other, "requests", "area_m2", area, row=4)
    assert id_of(back, scenario) == id_of(tiny_region, scenario)


@pytest.mark.parametrize(
    ("table", "column", "value"),
    [
        ("sites", "gross_ha", 40.0),
        ("parks", "occupancy_pct_assumed", None),
        ("places", "name_vi", "Tên khác"),
        ("road_edges", "length_km", 1.0),
    ],
)
def test_every_table_counts(tiny_region: Region, table: str, column: str, value: Any) -> None:
    before, after = digests(tiny_region), digests(changed(tiny_region, table, column, value))
    assert {name for name in before if before[name] != after[name]} == {table}


def test_the_map_and_the_region_file_count(tiny_region: Region) -> None:
    moved = tiny_region.base_map.copy()
    moved.loc[0, "geometry"] = moved.loc[0, "geometry"].buffer(0.01)
    for other, name in (
        (replace(tiny_region, base_map=moved), "base_map"),
        (replace(tiny_region, meta=replace(tiny_region.meta, price_year=2030)), "region.toml"),
    ):
        before, after = digests(tiny_region), digests(other)
        assert [key for key in before if before[key] != after[key]] == [name]


def test_each_choice_and_the_version_change_the_id(tiny_region: Region) -> None:
    meta = tiny_region.meta
    scenarios = [
        make_scenario(meta),
        make_scenario(meta, seed=2),
        make_scenario(meta, sets={"siting.discount_rate": "0.08"}),
        make_scenario(meta, sets={"siting.closed_sites": '["site-01"]'}),
        make_scenario(meta, sets={"demand.draws": "1999"}),
    ]
    ids = [id_of(tiny_region, scenario) for scenario in scenarios]
    ids.append(id_of(tiny_region, scenarios[0], replace(CLOCK, version="2")))
    assert len(set(ids)) == len(ids)


def test_libraries_and_threads_change_the_id_and_the_hour_does_not(tiny_region: Region) -> None:
    scenario = make_scenario(tiny_region.meta)
    later = replace(CLOCK, started_utc="2026-01-02T00:00:00+00:00")
    newer = replace(CLOCK, versions={**CLOCK.versions, "highs": "1.13.0"})
    ids = [
        id_of(tiny_region, scenario),
        id_of(tiny_region, scenario, newer),
        id_of(tiny_region, scenario, settings=replace(SETTINGS, threads=1)),
    ]
    assert len(set(ids)) == len(ids)
    assert id_of(tiny_region, scenario, later) == ids[0]


def test_one_value_of_the_law_changes_the_id(tiny_region: Region) -> None:
    scenario, law = make_scenario(tiny_region.meta), load_rules("vn")
    first, *rest = law
    changed_law = Rules("vn", (replace(first, note={"vi": "khác", "en": "other"}), *rest))
    ids = [id_of(tiny_region, scenario, rules=one) for one in (Rules(""), law, changed_law)]
    assert len(set(ids)) == 3
    assert id_of(tiny_region, scenario, rules=Rules("vn", tuple(law))) == ids[1]


def test_the_run_that_a_plan_began_from_is_in_its_manifest_and_in_its_id(
    tiny_plan: PlanResult, plan_exactly: Callable[..., PlanResult]
) -> None:
    worse = plan_exactly(tiny_plan.region, sets={"siting.open_sites.site-01": "2029-31"})
    after, again = (plan_exactly(tiny_plan.region, earlier=before) for before in (worse, tiny_plan))
    assert len({plan.manifest["run_id"] for plan in (tiny_plan, worse, after, again)}) == 4
    assert tiny_plan.manifest["from_run"] is None
    assert after.manifest["from_run"]["run_id"] == worse.manifest["run_id"]
    assert after.manifest["from_run"]["openings"] != again.manifest["from_run"]["openings"]
    told = compare_runs(tiny_plan, after).choices.set_index("choice").loc["from_run"]
    assert told.to_list() == [None, worse.manifest["run_id"]]


def test_the_manifest_is_plain_data_and_says_how_the_solve_ended(tiny_plan: PlanResult) -> None:
    manifest = json.loads(json.dumps(tiny_plan.manifest, allow_nan=False))
    assert manifest == tiny_plan.manifest
    assert manifest["run_id"] == id_of(
        tiny_plan.region, tiny_plan.scenario, Clock("another hour", "test"), rules=tiny_plan.rules
    )
    assert manifest["threads"] == SETTINGS.threads
    assert manifest["inputs"]["rules"] != digests(tiny_plan.region)["sites"]
    assert solver_version()[0].isdigit()
    siting = manifest["siting"]
    assert siting["status"] == "optimal"
    assert siting["root_bound_all_arcs_bn"] <= siting["bound_bn"] + 1e-9
    assert siting["bound_bn"] <= siting["objective_bn"]
    assert siting["gap"] == pytest.approx(1 - siting["bound_bn"] / siting["objective_bn"], abs=1e-9)
    assert siting["arcs_kept"] + siting["arcs_left_out"] == len(tiny_plan.task.problem.arcs)
    assert set(manifest["seconds"]) == {"demand", "access", "siting", "verdicts"}
    assert manifest["currency"] == "EUR"
    assert manifest["law_on"] == "2027-03-01"
    assert manifest["scenario"]["demand"]["draws"] == 200
    assert "EPSG:25832" in manifest["datum_operation"] or "25832" in manifest["datum_operation"]
