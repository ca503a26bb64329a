"""results.gpkg: layers, shapes, figures, styles inside, the same bytes each time."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path
from xml.etree import ElementTree

import pandas as pd
import pyogrio
import pytest

from parkwright.files import read_region, results_gpkg
from parkwright.files.results_gpkg import STYLES
from parkwright.tables import Region


@pytest.fixture
def region(small: Path) -> Region:
    (small / "base_map.geojson").write_text(
        '{"type":"FeatureCollection","features":['
        '{"type":"Feature","properties":{"feature_id":"d1","layer":"area","kind":"place","place_id":"a"},'
        '"geometry":{"type":"Polygon","coordinates":[[[106,10],[107,10],[107,11],[106,10]]]}},'
        '{"type":"Feature","properties":{"feature_id":"r1","layer":"water","kind":"river"},'
        '"geometry":{"type":"LineString","coordinates":[[106,10],[107,11]]}}]}',
        "utf-8",
    )
    found, _ = read_region(small)
    assert found is not None
    return found


TABLES = {
    "facilities": pd.DataFrame(
        {"facility_id": ["parks:p1", "sites:b01", "sites:b02"], "table": ["parks", "sites", "sites"]}
        | {"name_vi": ["Khu một", "Đất một", "Đất hai"], "role": ["vacancy", "candidate", "left-out"]}
        | {"lon": [106.7, 106.5, None], "lat": [10.8, 10.9, None]}
        | {"earliest_year": pd.Series([None, 2028, None], dtype="Int64")}
    ),
    "openings": pd.DataFrame(
        {"facility_id": ["sites:b01", "sites:b01"], "phase": [2, 1], "period_id": ["2031", "2028"]}
        | {"legal_type": ["supporting", "supporting"], "net_ha": [50.0, 100.0]}
    ),
    "allocations": pd.DataFrame(
        {"cell_id": ["a|x", "a|y", "b|x"], "facility_id": ["sites:b01", "sites:b01", "parks:p1"]}
        | {"ha": [10.0, 30.0, 5.0], "truck_min": [20.0, 40.0, 60.0]}
    ),
    "demand_cells": pd.DataFrame(
        {"cell_id": ["a|x", "a|y", "b|x"], "place_id": ["a", "a", "b"], "p50_ha": [12.0, 30.0, 8.0]}
    ),
}


@pytest.fixture
def path(region: Region, tmp_path: Path) -> Path:
    (tmp_path / "results.gpkg").write_bytes(results_gpkg(TABLES, region))
    return tmp_path / "results.gpkg"


def test_figures_by_hand(path: Path) -> None:
    sites = pyogrio.read_dataframe(path, layer="sites").set_index("facility_id")
    assert sites.loc["sites:b01", ["state", "period_id", "opened_net_ha", "let_ha"]].tolist() == [
        "opens",
        "2028",
        150.0,
        40.0,
    ]
    assert sites.loc["sites:b02", "state"] == "left-out"
    assert sites.loc["sites:b02", "geometry"] is None
    assert (sites.loc["sites:b01", "geometry"].x, sites.loc["sites:b01", "geometry"].y) == (106.5, 10.9)
    flows = pyogrio.read_dataframe(path, layer="flows").set_index(["place_id", "facility_id"])
    assert flows.loc[("a", "sites:b01"), ["ha", "mean_truck_min"]].tolist() == [40.0, 35.0]
    assert flows["ha"].sum() == TABLES["allocations"]["ha"].sum()
    places = pyogrio.read_dataframe(path, layer="places").set_index("place_id")
    assert places["demand_p50_ha"].fillna(-1).to_dict() == {"a": 42.0, "b": 8.0, "c": -1.0}


def test_every_layer_has_its_style_and_crs(path: Path) -> None:
    layers = dict(pyogrio.list_layers(path))
    assert set(layers) == {"parks", "sites", "places", "flows", "districts", "rivers", "layer_styles"}
    for name in STYLES:
        assert pyogrio.read_info(path, layer=name)["crs"] == "EPSG:4326"
    with closing(sqlite3.connect(path)) as base:
        rows = base.execute(
            "SELECT f_table_name, f_geometry_column, styleQML, useAsDefault FROM layer_styles"
        ).fetchall()
        columns = {name: [row[1] for row in base.execute(f"PRAGMA table_info({name})")] for name in STYLES}
    assert {row[0] for row in rows} == set(STYLES)
    for layer, geometry, qml, default in rows:
        assert default == 1 and geometry in columns[layer]
        renderer = ElementTree.fromstring(qml.split("\n", 1)[1]).find("renderer-v2")
        assert renderer is not None
        assert renderer.get("attr", geometry) in columns[layer]
        symbols = {symbol.get("name") for symbol in renderer.iter("symbol")}
        assert {one.get("symbol") for one in (*renderer.iter("category"), *renderer.iter("range"))} <= symbols


def test_the_same_plan_gives_the_same_bytes(region: Region) -> None:
    assert results_gpkg(TABLES, region) == results_gpkg(TABLES, region)


def test_a_plan_that_opens_nothing(region: Region, tmp_path: Path) -> None:
    empty = TABLES | {name: TABLES[name].iloc[:0] for name in ("openings", "allocations")}
    (tmp_path / "none.gpkg").write_bytes(results_gpkg(empty, region))
    assert len(pyogrio.read_dataframe(tmp_path / "none.gpkg", layer="flows")) == 0
    assert pyogrio.read_dataframe(tmp_path / "none.gpkg", layer="sites")["state"].tolist() == [
        "not-opened",
        "left-out",
    ]
