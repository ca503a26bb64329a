"""A site out of a file of its own: every format, roles told or guessed, degrees, and files that cannot be read."""

from __future__ import annotations

import json
from pathlib import Path

import geopandas
import numpy as np
import pytest
import shapely
from made_sites import SITES, canal, shapes_of
from shapely import affinity
from shapely.geometry import Polygon, box

from parkwright.files.site_file import read_site
from parkwright.kernels.projection import from_zone
from parkwright.tables import BadInput
from parkwright.words import LANGS

ZONE = "EPSG:9210"
SHAPES = shapes_of(
    box(600_000, 1_190_000, 600_900, 1_190_700),
    [(600_000, 1_190_300)],
    canal([(600_000, 1_190_500), (600_900, 1_190_520)], 12),
)


def frame() -> geopandas.GeoDataFrame:
    return geopandas.GeoDataFrame(
        SHAPES.drop(columns=["buffer_m", "crossable"]), geometry="geometry", crs=ZONE
    )


@pytest.mark.parametrize(("name", "driver"), [("site.gpkg", "GPKG"), ("site.geojson", "GeoJSON")])
def test_roles_kinds_and_widths_are_read(tmp_path: Path, name: str, driver: str) -> None:
    drawn = frame() if driver == "GPKG" else in_degrees()
    drawn.to_file(tmp_path / name, driver=driver)
    found = read_site(tmp_path / name, None if driver == "GPKG" else ZONE)
    assert found.zone == ZONE
    assert found.shapes["role"].tolist() == ["boundary", "access", "exclusion"]
    assert found.shapes["width_m"].tolist()[2] == 12
    assert found.shapes["geometry"].iloc[0].area == pytest.approx(630_000, rel=1e-5)


def in_degrees() -> geopandas.GeoDataFrame:
    moved = [
        shapely.transform(one, lambda xy: np.column_stack(from_zone(xy[:, 0], xy[:, 1], ZONE)))
        for one in SHAPES["geometry"]
    ]
    return frame().set_geometry(moved, crs="EPSG:4326")


def test_degrees_without_a_zone_stay_degrees(tmp_path: Path) -> None:
    in_degrees().to_file(tmp_path / "site.geojson", driver="GeoJSON")
    found = read_site(tmp_path / "site.geojson")
    assert (found.zone, found.shapes["geometry"].iloc[0].bounds[0] < 180) == ("", True)


def test_a_file_that_says_nothing_is_guessed(tmp_path: Path) -> None:
    frame()[["geometry"]].to_file(tmp_path / "site.gpkg", driver="GPKG")
    assert read_site(tmp_path / "site.gpkg").shapes["role"].tolist() == ["boundary", "access", "exclusion"]


def test_layers_say_what_their_shapes_are(tmp_path: Path) -> None:
    path = tmp_path / "site.gpkg"
    drawn = frame()
    for role, layer in (("boundary", "Boundary"), ("access", "access_points"), ("exclusion", "exclusions")):
        drawn.loc[drawn["role"] == role, ["kind", "width_m", "geometry"]].to_file(
            path, layer=layer, driver="GPKG"
        )
    found = read_site(path).shapes
    assert sorted(found["role"]) == ["access", "boundary", "exclusion"]


def test_a_shapefile_of_the_boundary_alone(tmp_path: Path) -> None:
    frame().iloc[:1][["role", "geometry"]].to_file(tmp_path / "site.shp")
    found = read_site(tmp_path / "site.shp")
    assert found.shapes["role"].tolist() == ["boundary"]
    assert found.zone != ""


def test_a_drawing(tmp_path: Path) -> None:
    import ezdxf

    document = ezdxf.new("R2013")
    document.header["$INSUNITS"] = 6
    space = document.modelspace()
    boundary = affinity.translate(Polygon([(0, 0), (900, 0), (900, 700), (0, 700)]), 600_000, 1_190_000)
    corners = [(x, y) for x, y in boundary.exterior.coords[:-1]]
    for layer in ("BOUNDARY", "CANAL", "ACCESS"):
        document.layers.add(layer)
    open_by_a_little = [*corners, (corners[0][0], corners[0][1] + 0.2)]
    space.add_lwpolyline(open_by_a_little, dxfattribs={"layer": "BOUNDARY"})
    space.add_lwpolyline(
        [(600_000, 1_190_500), (600_900, 1_190_500), (600_900, 1_190_515), (600_000, 1_190_515)],
        close=True,
        dxfattribs={"layer": "CANAL"},
    )
    space.add_point((600_000, 1_190_300), dxfattribs={"layer": "ACCESS"})
    document.saveas(tmp_path / "site.dxf")
    found = read_site(tmp_path / "site.dxf", ZONE)
    assert sorted(zip(found.shapes["role"], found.shapes["kind"], strict=True)) == [
        ("access", ""),
        ("boundary", ""),
        ("exclusion", "canal"),
    ]
    assert "closed" in set(found.repairs["kind"])
    assert found.zone == ZONE


@pytest.mark.parametrize(
    ("name", "content"),
    [("a.gpkg", b"not a database"), ("b.geojson", b"{"), ("c.dxf", b"\x00\x01\x02"), ("d.shp", b"")],
)
def test_files_that_cannot_be_read(tmp_path: Path, name: str, content: bytes) -> None:
    (tmp_path / name).write_bytes(content)
    with pytest.raises(BadInput) as wrong:
        read_site(tmp_path / name)
    assert len(wrong.value.problems) == 1
    assert all(wrong.value.problems[0].sentence(lang) for lang in LANGS)


def test_a_collection_without_features(tmp_path: Path) -> None:
    (tmp_path / "site.geojson").write_text(json.dumps({"type": "FeatureCollection", "features": []}), "utf-8")
    with pytest.raises(BadInput):
        read_site(tmp_path / "site.geojson")


def test_the_made_sites_are_valid() -> None:
    assert all(shape.is_valid for shapes in SITES.values() for shape in shapes["geometry"])


@pytest.mark.parametrize(
    ("zone", "key"),
    [
        ("EPSG:nonsense", "files.no_such_zone"),
        ("EPSG:4326", "files.no_such_zone"),
        ("EPSG:5899", "files.zone_conflict"),
    ],
)
def test_a_zone_that_is_none_or_another(tmp_path: Path, zone: str, key: str) -> None:
    frame().to_file(tmp_path / "site.gpkg", driver="GPKG")
    with pytest.raises(BadInput) as wrong:
        read_site(tmp_path / "site.gpkg", zone)
    assert [one.text.key for one in wrong.value.problems] == [key]
    assert read_site(tmp_path / "site.gpkg", ZONE).zone == ZONE
