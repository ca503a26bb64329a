"""The layers of a map: coordinates that lead back to the points, sums that agree with the tables, nothing lost."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pandas as pd
import pytest
from pyproj import Geod

from parkwright.figures import map_layers
from parkwright.kernels.projection import from_zone
from parkwright.tables import Region


@pytest.fixture(scope="module")
def layers(region: Region, tables: dict[str, pd.DataFrame]) -> dict[str, Any]:
    return map_layers(region, tables, "vi")


def by_id(layer: list[dict[str, Any]]) -> dict[str, dict[str, Any]]:
    return {entry["id"]: entry for entry in layer}


def test_a_point_on_paper_leads_back_to_its_degrees(region: Region, layers: dict[str, Any]) -> None:
    for table, key in (("parks", "park_id"), ("sites", "site_id")):
        points = getattr(region, table).set_index(key)
        for entry in layers[table]:
            lon, lat = from_zone([layers["left"] + entry["x"]], [layers["top"] - entry["y"]], layers["zone"])
            known = points.loc[entry["id"].split(":")[1]]
            assert Geod(ellps="WGS84").inv(lon[0], lat[0], known["lon"], known["lat"])[2] < 1.5


def test_everything_is_on_paper_in_whole_metres(layers: dict[str, Any]) -> None:
    rings = [ring for name in ("ground", "districts") for entry in layers[name] for ring in entry["rings"]]
    lines = [line for entry in layers["rivers"] for line in entry["lines"]]
    for x, y in (point for line in rings + lines for point in line):
        assert isinstance(x, int)
        assert isinstance(y, int)
        assert 0 <= x <= layers["width"]
        assert 0 <= y <= layers["height"]


def test_it_is_plain_data(layers: dict[str, Any]) -> None:
    assert json.loads(json.dumps(layers, allow_nan=False)) == layers


def test_parks_and_sites_are_all_there_or_named_as_unplaced(region: Region, layers: dict[str, Any]) -> None:
    told = len(layers["parks"]) + len(layers["sites"]) + len(layers["unplaced"])
    assert told == len(region.parks) + len(region.sites)
    missing = region.sites.loc[region.sites["lon"].isna(), "site_id"]
    assert {entry["id"] for entry in layers["unplaced"]} == {f"sites:{site}" for site in missing}


def test_openings_come_in_phases_with_unknown_kept(layers: dict[str, Any]) -> None:
    site = by_id(layers["sites"])["sites:si-hitech"]
    assert [(phase["period"], phase["net_ha"]) for phase in site["opened"]] == [
        ("2028-30", 100.0),
        ("2031-33", 98.0),
    ]
    assert by_id(layers["parks"])["parks:tan-thuan"]["opened"][0]["net_ha"] is None


def test_flows_and_demand_add_up_to_the_tables(
    layers: dict[str, Any], tables: dict[str, pd.DataFrame]
) -> None:
    assert sum(flow["ha"] for flow in layers["flows"]) == pytest.approx(tables["allocations"]["ha"].sum())
    asked = sum(ha for entry in layers["districts"] for ha in entry["demand_ha"].values())
    assert asked == pytest.approx(tables["demand_cells"]["p50_ha"].sum())


def test_a_flow_to_a_facility_without_a_point_keeps_its_hectares(layers: dict[str, Any]) -> None:
    lost = [flow for flow in layers["flows"] if flow["to"] == "sites:reloc-long-an"]
    assert [(flow["ha"], flow["line"]) for flow in lost] == [(60.0, None)]


def test_roads_open_in_the_period_that_the_access_step_says(region: Region, layers: dict[str, Any]) -> None:
    roads = by_id(layers["roads"])
    assert len(roads) == len(region.road_edges)
    edges = region.road_edges.set_index("edge_id")
    first = [period.first_year for period in region.meta.periods]
    for name, edge in edges.iterrows():
        if edge["status"] == "open":
            expected: int | None = 0
        else:
            stands = [
                i
                for i, year in enumerate(first)
                if not pd.isna(edge["opens_year"]) and edge["opens_year"] <= year
            ]
            expected = stands[0] if stands else None
        assert roads[str(name)]["opens"] == expected


def test_no_tables_no_plan_but_a_map(region: Region) -> None:
    layers = map_layers(region, {}, "en")
    assert layers["flows"] == []
    assert not any(entry["opened"] or entry["role"] for entry in layers["parks"] + layers["sites"])


def test_a_region_without_a_background_map(region: Region, tables: dict[str, pd.DataFrame]) -> None:
    bare = replace(region, base_map=region.base_map.iloc[:0])
    layers = map_layers(bare, tables, "en")
    assert layers["ground"] == layers["rivers"] == []
    assert len(layers["districts"]) == len(region.places)
    assert not any(entry["rings"] for entry in layers["districts"])


def test_openstreetmap_is_named_where_the_data_say_so(region: Region) -> None:
    assert "OpenStreetMap" in map_layers(region, {}, "vi")["credit"]
    assert "Thang Le Quoc" in map_layers(region, {}, "en")["credit"]
    own = {
        name: getattr(region, name).assign(
            source="own survey", position_source="own survey", source_2="own survey"
        )
        for name in ("parks", "sites", "gateways", "road_nodes", "road_edges")
    }
    other = replace(region, meta=replace(region.meta, credit={}), **own)
    assert "OpenStreetMap" not in map_layers(other, {}, "en")["credit"]
