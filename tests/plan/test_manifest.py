"""The manifest: one id for inputs, choices and version, and plain data that a file can hold."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest

from parkwright.plan import PlanResult, make_scenario
from parkwright.plan.manifest import digests, run_id
from parkwright.tables import Region


def changed(region: Region, table: str, column: str, value: Any, row: int = 0) -> Region:
    """The region with one cell changed."""
    frame = getattr(region, table).copy()
    frame.loc[frame.index[row], column] = value
    return replace(region, **{table: frame})


def test_the_same_inputs_and_choices_give_the_same_id(tiny_region: Region) -> None:
    scenario = make_scenario(tiny_region.meta)
    copied = replace(tiny_region, **{name: frame.copy() for name, frame in tiny_region.frames().items()})
    assert run_id(tiny_region, scenario, "1") == run_id(copied, scenario, "1")
    assert len(run_id(tiny_region, scenario, "1")) == 12


def test_one_row_of_the_register_changes_the_id_and_one_digest(tiny_region: Region) -> None:
    scenario = make_scenario(tiny_region.meta)
    area = tiny_region.requests["area_m2"].iloc[4]
    other = changed(tiny_region, "requests", "area_m2", area + 1, row=4)
    assert run_id(other, scenario, "1") != run_id(tiny_region, scenario, "1")
    before, after = digests(tiny_region), digests(other)
    assert [name for name in before if before[name] != after[name]] == ["requests"]
    back = changed(other, "requests", "area_m2", area, row=4)
    assert run_id(back, scenario, "1") == run_id(tiny_region, scenario, "1")


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
    ids = [run_id(tiny_region, scenario, "1") for scenario in scenarios]
    ids.append(run_id(tiny_region, scenarios[0], "2"))
    assert len(set(ids)) == len(ids)


def test_the_manifest_is_plain_data_and_says_how_the_solve_ended(tiny_plan: PlanResult) -> None:
    manifest = json.loads(json.dumps(tiny_plan.manifest, allow_nan=False))
    assert manifest == tiny_plan.manifest
    assert manifest["run_id"] == run_id(tiny_plan.region, tiny_plan.scenario, "test")
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
