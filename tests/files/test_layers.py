"""Layers that users bring: VN-2000 in its zones, zero shifts, Shapefile names, KML, broken files."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pyogrio.raw
import pytest
import shapely
from pyproj import CRS

from parkwright.files import read_region
from parkwright.files.crs import to_wgs84
from parkwright.files.geopackage import write_geopackage
from parkwright.files.meta_tables import meta_node
from parkwright.files.vector import read_vector_table
from parkwright.kernels.projection import to_zone
from parkwright.tables import errors, table

TM3 = "+proj=tmerc +lat_0=0 +lon_0=105.75 +k={k} +x_0=500000 +y_0=0 +ellps=WGS84 +units=m +no_defs {shift}"
RIGHT = "+towgs84=-191.90441429,-39.30318279,-111.45032835,0.00928836,-0.01975479,0.00427372,0.252906278"
OTHER_SIGNS = (
    "+towgs84=-191.90441429,-39.30318279,-111.45032835,-0.00928836,0.01975479,-0.00427372,0.252906278"
)
ZERO = "+towgs84=0,0,0,0,0,0,0"
# South and north of 11.04° N, where PROJ left alone would change the operation.
LON, LAT = np.array([106.55, 106.6]), np.array([11.035, 11.045])


def shapes_in(zone: str) -> np.ndarray[Any, np.dtype[np.object_]]:
    return np.array([*shapely.points(*to_zone(LON, LAT, zone)), None], dtype=object)


def esri(crs: str) -> str:
    """As a .prj file has it: no authority, no shift."""
    return str(CRS.from_user_input(crs).to_wkt("WKT1_ESRI"))


@pytest.mark.parametrize("zone", ["EPSG:9210", "EPSG:5899", "EPSG:3405", "EPSG:5896", "EPSG:9218"])
@pytest.mark.parametrize("written", [str, esri])
def test_vn2000_comes_home_within_a_millimetre(zone: str, written: Any) -> None:
    placed = to_wgs84(shapes_in(zone), written(zone), "sites", "layer")
    assert placed.problems == ()
    assert placed.shapes[2] is None
    assert shapely.get_x(placed.shapes[:2]) == pytest.approx(LON, abs=1e-8)
    assert shapely.get_y(placed.shapes[:2]) == pytest.approx(LAT, abs=1e-8)


@pytest.mark.parametrize("shift", [RIGHT, OTHER_SIGNS])
def test_a_proj_string_with_the_seven_parameters_goes_through_the_pinned_operation(shift: str) -> None:
    placed = to_wgs84(shapes_in("EPSG:9210"), TM3.format(k=0.9999, shift=shift), "sites", "layer")
    assert [(found.text.key, found.severity) for found in placed.problems] == (
        [("files.wrong_signs", "warning")] if shift == OTHER_SIGNS else []
    )
    assert shapely.get_x(placed.shapes[:2]) == pytest.approx(LON, abs=1e-8)


@pytest.mark.parametrize(
    "crs",
    [
        TM3.format(k=0.9999, shift=ZERO),
        TM3.format(k=0.9999, shift="+towgs84=0,0,0"),
        TM3.format(k=0.9999, shift="+datum=WGS84").replace("+ellps=WGS84 ", ""),
        esri(TM3.format(k=0.9999, shift=ZERO)),
    ],
)
def test_zero_shift_is_recognised_with_its_metres(crs: str) -> None:
    placed = to_wgs84(shapes_in("EPSG:9210"), crs, "sites", "layer.shp")
    assert [found.text.key for found in placed.problems] == ["files.zero_shift"]
    assert 200 < float(str(dict(placed.problems[0].text.values)["metres"])) < 300
    assert "towgs84" in placed.problems[0].sentence("vi")


def test_the_scale_of_six_degree_zones_is_recognised() -> None:
    placed = to_wgs84(shapes_in("EPSG:9210"), TM3.format(k=0.9996, shift=RIGHT), "sites", "layer.shp")
    assert [found.text.key for found in placed.problems] == ["files.wrong_scale"]


def test_utm_and_other_zones_are_not_suspected() -> None:
    for crs in ("EPSG:32648", "EPSG:3857", "EPSG:25832"):
        assert to_wgs84(shapes_in("EPSG:9210"), crs, "sites", "layer").problems == ()


def test_degrees_stay_as_they_are() -> None:
    points = np.array([shapely.Point(106.5, 10.9)], dtype=object)
    for crs in ("EPSG:4326", "OGC:CRS84", esri("EPSG:4326")):
        placed = to_wgs84(points, crs, "sites", "layer")
        assert placed.problems == ()
        assert shapely.equals_exact(placed.shapes[0], points[0], 1e-9)


def write_sites(path: Path, frame: pd.DataFrame, crs: str, points: Any, **options: Any) -> None:
    pyogrio.raw.write(
        path,
        np.array([shapely.to_wkb(point) for point in points], dtype=object),
        [frame[column].to_numpy(dtype=object if frame[column].dtype == "str" else None) for column in frame],
        list(frame),
        geometry_type="Point",
        crs=crs,
        **options,
    )


SITES = pd.DataFrame(
    {"site_id": ["b01", "b02"], "name_vi": ["Khu đất một", "Đất hai"], "status": ["planned", "planned"]}
    | {"clearance_bn_vnd_ha_low": [1.5, 2.0], "clearance_bn_vnd_ha_mid": [2.5, 3.0]}
    | {"clearance_bn_vnd_ha_high": [4.0, 5.0], "earliest_year": [2028, 2030], "two_crop_rice_ha": [0.0, 1.0]}
)


@pytest.mark.filterwarnings(
    "ignore:.*:RuntimeWarning"
)  # GDAL tells that it cuts names, which is what is tested
def test_a_shapefile_in_vn2000_is_read_whole(small: Path) -> None:
    (small / "sites.csv").unlink()
    frame = SITES.assign(clearance_evidence=["assumed", "seen"])
    x, y = to_zone([106.5, 106.55], [10.9, 10.85], "EPSG:9210")
    write_sites(
        small / "sites.shp",
        frame,
        "EPSG:9210",
        shapely.points(x, y),
        driver="ESRI Shapefile",
        encoding="UTF-8",
    )
    region, problems = read_region(small)
    assert [found.sentence("en") for found in errors(problems)] == []
    assert region is not None
    for column in frame:
        assert region.sites[column].tolist() == frame[column].tolist(), column
    assert region.sites["lon"].tolist() == pytest.approx([106.5, 106.55], abs=1e-8)
    told = next(found for found in problems if found.text.key == "files.short_names")
    assert told.severity == "warning"
    assert "clearance_bn_vnd_ha_mid" in told.sentence("vi")


@pytest.mark.filterwarnings("ignore:.*:RuntimeWarning")
def test_a_cut_name_that_could_be_two_columns_is_told(tmp_path: Path) -> None:
    frame = SITES.rename(columns={"clearance_bn_vnd_ha_mid": "clearance_x"}).drop(
        columns="clearance_bn_vnd_ha_high"
    )
    points = shapely.points([106.5, 106.55], [10.9, 10.85])
    write_sites(tmp_path / "sites.shp", frame, "EPSG:4326", points, driver="ESRI Shapefile")
    _, problems = read_vector_table(tmp_path / "sites.shp", table("sites"))
    told = [found for found in problems if found.text.key == "files.short_name_unclear"]
    assert told and all(found.severity == "error" for found in told)


@pytest.mark.filterwarnings("ignore:.*:RuntimeWarning")
def test_a_shapefile_without_its_prj_is_refused(tmp_path: Path) -> None:
    points = shapely.points([106.5, 106.55], [10.9, 10.85])
    write_sites(tmp_path / "sites.shp", SITES, "EPSG:4326", points, driver="ESRI Shapefile")
    (tmp_path / "sites.prj").unlink()
    _, problems = read_vector_table(tmp_path / "sites.shp", table("sites"))
    assert [found.text.key for found in errors(problems)] == ["files.no_crs"]


@pytest.mark.filterwarnings("ignore:.*:RuntimeWarning")
def test_tcvn3_in_a_shapefile_without_cpg_is_told(small: Path) -> None:
    (small / "sites.csv").unlink()
    frame = SITES[["site_id", "name_vi", "status"]].assign(name_vi=["Khu c«ng nghiÖp", "Khu ®Êt"])
    points = shapely.points([106.5, 106.55], [10.9, 10.85])
    write_sites(small / "sites.shp", frame, "EPSG:4326", points, driver="ESRI Shapefile", encoding="CP1252")
    (small / "sites.cpg").unlink()
    _, problems = read_region(small)
    told = [found for found in errors(problems) if found.text.key == "problems.legacy_encoding"]
    assert len(told) == 2
    assert "Khu công nghiệp" in told[0].sentence("vi")


def test_a_kml_is_read(small: Path) -> None:
    (small / "sites.csv").unlink()
    marks = "".join(
        f"<Placemark><name>{name}</name><ExtendedData><Data name='site_id'><value>{site}</value></Data>"
        f"<Data name='status'><value>planned</value></Data><Data name='gross_ha'><value>{area}</value></Data>"
        f"</ExtendedData><Point><coordinates>{lon},{lat},0</coordinates></Point></Placemark>"
        for site, name, area, lon, lat in [
            ("b01", "Khu đất một", 300, 106.5, 10.9),
            ("b02", "Hai", 180.25, 106.55, 10.85),
        ]
    )
    kml = f'<?xml version="1.0" encoding="UTF-8"?><kml xmlns="http://www.opengis.net/kml/2.2"><Document>{marks}</Document></kml>'
    (small / "sites.kml").write_text(kml, "utf-8")
    region, problems = read_region(small)
    assert [found.sentence("en") for found in errors(problems)] == []
    assert region is not None
    assert region.sites[["site_id", "name_vi", "gross_ha", "lon", "lat"]].to_numpy().tolist() == [
        ["b01", "Khu đất một", 300.0, 106.5, 10.9],
        ["b02", "Hai", 180.25, 106.55, 10.85],
    ]


def geojson(points: list[tuple[str, float, float, dict[str, Any]]], crs: str | None = None) -> str:
    features = [
        {"type": "Feature", "properties": {"site_id": site, "status": "planned"} | more}
        | {"geometry": {"type": "Point", "coordinates": [x, y]}}
        for site, x, y, more in points
    ]
    member = {"crs": {"type": "name", "properties": {"name": crs}}} if crs else {}
    return json.dumps({"type": "FeatureCollection", "features": features} | member)


@pytest.mark.parametrize("crs", [None, "urn:ogc:def:crs:OGC:1.3:CRS84", "urn:ogc:def:crs:EPSG::9210"])
def test_geojson_in_degrees_or_in_a_named_zone(small: Path, crs: str | None) -> None:
    (small / "sites.csv").unlink()
    at = [(106.5, 10.9), (106.55, 10.85)]
    if crs is not None and "9210" in crs:
        x, y = to_zone([106.5, 106.55], [10.9, 10.85], "EPSG:9210")
        at = list(zip(x.tolist(), y.tolist(), strict=True))
    (small / "sites.geojson").write_text(geojson([("b01", *at[0], {}), ("b02", *at[1], {})], crs), "utf-8")
    region, problems = read_region(small)
    assert [found.sentence("en") for found in errors(problems)] == []
    assert region is not None
    assert region.sites["lon"].tolist() == pytest.approx([106.5, 106.55], abs=1e-8)


def test_a_layer_225_metres_from_its_own_lon_and_lat_is_told(small: Path) -> None:
    """The shift itself, without any word about it in the file: east 191.9 m and 111 m of the seven parameters."""
    (small / "sites.csv").unlink()
    x, y = to_zone([106.5], [10.9], "EPSG:9210")
    naive = CRS.from_user_input(TM3.format(k=0.9999, shift=ZERO)).source_crs
    from pyproj import Transformer

    lon, lat = Transformer.from_crs(naive, naive.geodetic_crs, always_xy=True).transform(x[0], y[0])
    text = geojson(
        [("b01", lon, lat, {"lon": 106.5, "lat": 10.9}), ("b02", 106.55, 10.85, {"lon": 106.6, "lat": 10.85})]
    )
    (small / "sites.geojson").write_text(text, "utf-8")
    _, problems = read_region(small)
    told = {found.text.key: found for found in errors(problems)}
    assert set(told) == {"files.shifted_layer", "files.point_twice"}
    assert (told["files.shifted_layer"].row, told["files.point_twice"].row) == (1, 2)
    assert "225 m" in told["files.shifted_layer"].sentence("en") or "226 m" in told[
        "files.shifted_layer"
    ].sentence("en")


@pytest.mark.parametrize(
    ("content", "key"),
    [
        ("[1, 2", "files.bad_json"),
        ("[]", "files.bad_json"),
        ('{"type": "FeatureCollection", "features": 3}', "files.bad_json"),
        ('{"type": "FeatureCollection", "features": [{"geometry": {"type": "Point", "coordinates": ["a"]}}]}', "files.bad_shape"),
        ('{"type": "FeatureCollection", "features": [{"geometry": {"type": "LineString", "coordinates": [[1,2],[3,4]]}}]}', "files.not_a_point"),
    ],
)  # fmt: skip
def test_broken_geojson_is_told(small: Path, content: str, key: str) -> None:
    (small / "sites.csv").unlink()
    (small / "sites.geojson").write_text(content, "utf-8")
    _, problems = read_region(small)
    assert key in [found.text.key for found in errors(problems)]


@pytest.mark.parametrize("name", ["sites.shp", "sites.kml", "sites.kmz"])
def test_garbage_in_a_layer_is_told(small: Path, name: str) -> None:
    (small / "sites.csv").unlink()
    (small / name).write_bytes(b"\x00\x01garbage" * 50)
    _, problems = read_region(small)
    assert "files.cannot_read" in [found.text.key for found in errors(problems)]


def test_a_geopackage_without_a_needed_layer_and_with_a_strange_one(small: Path, tmp_path: Path) -> None:
    region, _ = read_region(small)
    assert region is not None
    frames = {name: frame for name, frame in region.frames().items() if name != "sites"}
    write_geopackage(tmp_path / "r.gpkg", meta_node(region.meta), frames)
    points = shapely.points([106.5, 106.55], [10.9, 10.85])
    write_sites(tmp_path / "r.gpkg", SITES, "EPSG:4326", points, driver="GPKG", layer="site", append=True)
    again, problems = read_region(tmp_path / "r.gpkg")
    assert again is None
    assert [(found.text.key, found.table) for found in errors(problems)] == [("files.missing_sheet", "sites")]
    strange = [found for found in problems if found.text.key == "files.unknown_sheet"]
    assert [found.table for found in strange] == ["site"]


def test_a_geopackage_layer_in_vn2000(small: Path, tmp_path: Path) -> None:
    region, _ = read_region(small)
    assert region is not None
    frames = {name: frame for name, frame in region.frames().items() if name != "sites"}
    write_geopackage(tmp_path / "r.gpkg", meta_node(region.meta), frames)
    x, y = to_zone([106.5, 106.55], [10.9, 10.85], "EPSG:5899")
    write_sites(
        tmp_path / "r.gpkg",
        SITES,
        "EPSG:5899",
        shapely.points(x, y),
        driver="GPKG",
        layer="sites",
        append=True,
    )
    again, problems = read_region(tmp_path / "r.gpkg")
    assert errors(problems) == ()
    assert again is not None
    assert again.sites["lon"].tolist() == pytest.approx([106.5, 106.55], abs=1e-8)
