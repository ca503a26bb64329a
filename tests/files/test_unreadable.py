"""A file that cannot be read says why in our own words: no sentence of a library, no path of a library, in both languages."""

from __future__ import annotations

import errno
import json
import os
import sqlite3
import zipfile
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pyogrio
import pytest
import shapely

from parkwright.files import read_region, write_region
from parkwright.files.shapes import shape_of_geojson, shape_of_wkt
from parkwright.files.unreadable import os_reason, technical
from parkwright.tables import Problem, errors
from parkwright.words import LANGS, Text, say

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)
FOREIGN = (
    "Cannot detect", "not recognized", "supported file format", "Permission denied", "No space", "Is a directory",
    "linearring", "IllegalArgument", "ParseException", "Expecting", "float(", "object has no attribute", "ERROR",
    "unexpected end", "Invalid", "codec", "Errno", "Error", "np.", "driver", "sqlite3",
)  # fmt: skip


def only(path: Path) -> Problem:
    """The one defect of a region, whose sentences are ours."""
    region, problems = read_region(path)
    assert region is None
    found = errors(problems)
    assert len(found) == 1, [one.sentence("en") for one in found]
    for lang in LANGS:
        sentence = found[0].sentence(lang)
        assert not [word for word in FOREIGN if word in sentence], sentence
        assert "{" not in sentence
    return found[0]


def why(found: Problem) -> str:
    """The key of the reason inside a sentence."""
    reason = dict(found.text.values)["why"]
    assert isinstance(reason, Text)
    return reason.key.removeprefix("unreadable.")


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("mine.xlsx", b"hello", "is.text"), ("mine.xlsx", b"", "is.empty"), ("mine.xlsx", OLE, "is.xls"),
        ("mine.xlsx", b"PK\x03\x04cut", "is.damaged"), ("mine.xlsx", b"\x00\x01", "is.other"),
        ("mine.gpkg", b"hello", "is.text"), ("mine.gpkg", b"", "is.empty"),
        ("mine.gpkg", b"SQLite format 3\x00" + bytes(90), "is.damaged"),
        ("mine.gpkg", b"PK\x03\x04", "is.xlsx"),
    ],
)  # fmt: skip
def test_a_region_that_is_not_what_its_ending_says(
    tmp_path: Path, name: str, content: bytes, reason: str
) -> None:
    (tmp_path / name).write_bytes(content)
    found = only(tmp_path / name)
    assert (found.text.key, why(found)) == ("files.cannot_read", reason)


def test_an_archive_that_is_no_workbook(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "mine.xlsx", "w") as archive:
        archive.writestr("a.txt", "b")
    assert why(only(tmp_path / "mine.xlsx")) == "is.other"


def test_a_database_that_is_no_geopackage(tmp_path: Path) -> None:
    with sqlite3.connect(tmp_path / "mine.gpkg") as database:
        database.execute("CREATE TABLE a (b)")
    database.close()
    assert why(only(tmp_path / "mine.gpkg")) == "is.plain_sqlite"


@pytest.mark.parametrize("name", ["small.xlsx", "small.gpkg"])
def test_half_a_file(small: Path, tmp_path: Path, name: str) -> None:
    region, _ = read_region(small)
    assert region is not None
    write_region(region, tmp_path / name)
    content = (tmp_path / name).read_bytes()
    (tmp_path / name).write_bytes(content[: len(content) // 3])
    assert why(only(tmp_path / name)) == "is.damaged"


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("sites.csv", b"PK\x03\x04abc", "is.xlsx"), ("sites.csv", OLE, "is.xls"),
        ("sites.csv", "site_id,status\n".encode("utf-16"), "is.utf16"),
        ("sites.csv", b'site_id,status\nb01,"planned\n', "csv.open_quote"),
        ("sites.csv", b'site_id,status\nb01,"plan"ned\n', "csv.stray_quote"),
        ("sites.geojson", b"{", "json.cut_short"), ("sites.geojson", b"", "json.cut_short"),
        ("sites.geojson", b"{'type': 1}", "at"), ("sites.geojson", b"[" * 100_000, "too_deep"),
        ("sites.geojson", b"[]", "json.no_collection"), ("sites.geojson", b'{"type": "Topology"}', "json.no_collection"),
        ("sites.geojson", b'{"type": "FeatureCollection", "features": {}}', "json.no_features"),
        ("sites.geojson", b'{"type": "FeatureCollection", "features": [{"properties": [1]}]}', "json.no_properties"),
        ("sites.kml", b"hello", "is.text"), ("sites.kml", b"", "is.empty"),
        ("sites.kml", b'<?xml version="1.0"?>\n<kml>\n<Document></kml>', "xml.at_line"),
        ("sites.kmz", b"hello", "is.text"), ("sites.shp", b"hello", "is.text"), ("sites.shp", b"", "is.empty"),
    ],
)  # fmt: skip
def test_a_table_that_cannot_be_read(small: Path, name: str, content: bytes, reason: str) -> None:
    (small / "sites.csv").unlink()
    (small / name).write_bytes(content)
    found = only(small)
    assert (found.table, why(found)) == ("sites", reason)


@pytest.mark.parametrize("beside", [".dbf", ".shx"])
def test_a_shapefile_without_the_files_that_belong_to_it(small: Path, beside: str) -> None:
    write_points(small / "sites.shp", "EPSG:9210")
    (small / f"sites{beside}").unlink()
    found = only(small)
    assert (found.text.key, found.table) == ("files.files_missing", "sites")
    assert f"sites{beside}" in found.sentence("vi")


@pytest.mark.parametrize(
    ("prj", "key"),
    [
        ('LOCAL_CS["somewhere",UNIT["metre",1]]', "files.bad_crs"),
        ("hello", "files.no_crs"),
        (None, "files.no_crs"),
    ],
)
def test_a_layer_of_no_known_place(small: Path, prj: str | None, key: str) -> None:
    """One defect for the layer: no more "the cell is empty" for every point that could not be placed."""
    write_points(small / "places.shp", "EPSG:9210", place_id=["a", "b", "c"], scope=["core"] * 3)
    (small / "places.prj").unlink()
    if prj is not None:
        (small / "places.prj").write_text(prj, "utf-8")
    found = only(small)
    assert (found.text.key, found.table) == (key, "places")


def test_a_geojson_in_an_unknown_system(small: Path) -> None:
    crs = {"type": "name", "properties": {"name": "vn2000-abc"}}
    point = {"type": "Point", "coordinates": [603000, 1199000]}
    features = [{"properties": {"site_id": name, "status": "planned", "park_id": "p2"}, "geometry": point} for name in ("b01", "b02")]  # fmt: skip
    (small / "sites.csv").unlink()
    (small / "sites.geojson").write_text(
        json.dumps({"type": "FeatureCollection", "crs": crs, "features": features}), "utf-8"
    )
    found = only(small)
    assert (found.text.key, why(found)) == ("files.bad_crs", "crs.unknown")
    assert "vn2000-abc" in found.sentence("vi")


@pytest.mark.parametrize(
    ("geometry", "reason"),
    [
        ("x", "no_geometry"), ([1], "no_geometry"), ({}, "no_geometry"), ({"type": "Pnt", "coordinates": [1, 2]}, "unknown_type"),
        ({"type": "Point"}, "no_coordinates"), ({"type": "Point", "coordinates": [106]}, "bad_position"),
        ({"type": "Point", "coordinates": ["a", "b"]}, "bad_position"), ({"type": "Point", "coordinates": [None, 10]}, "bad_position"),
        ({"type": "Point", "coordinates": [float("nan"), 10]}, "bad_position"), ({"type": "Point", "coordinates": [True, 10]}, "bad_position"),
        ({"type": "LineString", "coordinates": [[1, 2]]}, "short_line"), ({"type": "LineString", "coordinates": 3}, "bad_nesting"),
        ({"type": "Polygon", "coordinates": [[[106, 10], [107, 10]]]}, "short_ring"),
        ({"type": "Polygon", "coordinates": [[106, 10], [107, 10]]}, "bad_position"),
        ({"type": "MultiPolygon", "coordinates": [[[[106, 10], [107, 10], [106, 10]]]]}, "short_ring"),
        ({"type": "GeometryCollection", "geometries": 3}, "no_geometry"),
        ({"type": "GeometryCollection", "geometries": [{"type": "Point", "coordinates": [1]}]}, "bad_position"),
    ],
)  # fmt: skip
def test_a_shape_that_is_none(geometry: object, reason: str) -> None:
    found = shape_of_geojson(geometry)
    assert isinstance(found, Text) and found.key == f"unreadable.shape.{reason}"
    assert say(found, "vi") != say(found, "en")


@pytest.mark.parametrize(
    "drawn",
    [
        shapely.Point(106.5, 10.9), shapely.Point(), shapely.LineString([(0, 0), (1, 1)]), shapely.box(106, 10, 107, 11),
        shapely.box(0, 0, 9, 9).difference(shapely.box(1, 1, 2, 2)), shapely.MultiPoint([(0, 0), (1, 1)]),
        shapely.MultiLineString([[(0, 0), (1, 1)], [(2, 2), (3, 3)]]), shapely.MultiPolygon([shapely.box(0, 0, 1, 1)]),
        shapely.GeometryCollection([shapely.Point(0, 0), shapely.box(0, 0, 1, 1)]), shapely.Polygon(),
    ],
)  # fmt: skip
def test_a_good_shape_is_read_as_it_stands(drawn: shapely.Geometry) -> None:
    again = shape_of_geojson(json.loads(shapely.to_geojson(drawn)))
    assert isinstance(again, shapely.Geometry)
    assert again.equals(drawn) or (again.is_empty and drawn.is_empty)
    assert shape_of_wkt(drawn.wkt) == drawn


@pytest.mark.parametrize(
    ("written", "reason"),
    [
        ("POLYGON((0 0,1 1))", "open_ring"), ("POLYGON((106 10,107 10,107 11))", "open_ring"), ("POLYGO((", "wkt"), ("hình", "wkt"), ("POINT(1,2)", "wkt"), ("LINESTRING(106 10)", "short_line"), ("POINT(a b)", "wkt"),
    ],
)  # fmt: skip
def test_wkt_that_is_none(written: str, reason: str) -> None:
    found = shape_of_wkt(written)
    assert isinstance(found, Text) and found.key == f"unreadable.shape.{reason}"


@pytest.mark.parametrize("corner", [float("inf"), 603000.0])
def test_a_map_that_is_not_in_degrees(small: Path, corner: float) -> None:
    drawn = json.loads(shapely.to_geojson(shapely.box(106, 10, 107, 11)))
    drawn["coordinates"][0][0] = drawn["coordinates"][0][-1] = [corner, 1199000.0]
    feature = {"properties": {"area_id": "a", "layer": "area", "kind": "place"}, "geometry": drawn}
    (small / "base_map.geojson").write_text(
        json.dumps({"type": "FeatureCollection", "features": [feature]}), "utf-8"
    )
    found = [one for one in errors(read_region(small)[1]) if one.column == "geometry"]
    assert [(one.text.key, one.table, one.row) for one in found] == [("files.bad_shape", "base_map", 1)]
    assert why(found[0]) == ("shape.bad_position" if corner == float("inf") else "shape.metres")


@pytest.mark.parametrize(
    ("number", "key"),
    [
        (errno.EACCES, "os.permission"), (errno.EISDIR, "os.is_folder"), (errno.ENOSPC, "os.disk_full"),
        (errno.EROFS, "os.read_only"), (errno.ENAMETOOLONG, "os.name_too_long"), (errno.EIO, "os.disk_fault"),
    ],
)  # fmt: skip
def test_the_systems_reasons(number: int, key: str) -> None:
    assert os_reason(OSError(number, os.strerror(number))) == Text(f"unreadable.{key}")


def test_what_has_no_words_of_ours_is_a_quoted_detail_at_the_end() -> None:
    said = os_reason(OSError(errno.EDEADLK, "Resource deadlock\n avoided"))
    assert say(said, "vi") == "chi tiết kỹ thuật: “Resource deadlock avoided”"
    assert say(technical("x" * 999), "en") == f"technical detail: “{'x' * 200}”"


def refuse(number: int) -> Callable[..., None]:
    def fail(*_: object, **__: object) -> None:
        raise OSError(number, os.strerror(number))

    return fail


def test_a_folder_that_may_not_be_opened(small: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Path, "iterdir", refuse(errno.EACCES))
    found = only(small)
    assert (found.text.key, why(found)) == ("files.cannot_open_folder", "os.permission")


def test_a_path_that_may_not_be_looked_at(small: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Path, "stat", refuse(errno.EACCES))
    found = only(small)
    assert (found.text.key, why(found)) == ("files.cannot_open", "os.permission")


def test_a_file_that_may_not_be_read(small: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    real = Path.read_bytes

    def read(self: Path) -> bytes:
        if self.name == "sites.csv":
            raise PermissionError(errno.EACCES, "Permission denied")
        return real(self)

    monkeypatch.setattr(Path, "read_bytes", read)
    found = only(small)
    assert (found.text.key, found.table, why(found)) == ("files.cannot_read", "sites", "os.permission")


def test_a_folder_in_the_place_of_a_table(small: Path) -> None:
    (small / "sites.csv").unlink()
    (small / "sites.csv").mkdir()
    assert why(only(small)) == "os.is_folder"


def write_points(path: Path, crs: str, **columns: list[str]) -> None:
    """A Shapefile of points in metres, in the place of the CSV file of its table."""
    path.with_suffix(".csv").unlink()
    columns = columns or {"site_id": ["b01", "b02"], "status": ["planned"] * 2, "park_id": ["p2"] * 2}
    count = len(next(iter(columns.values())))
    shapes = np.array(
        [shapely.to_wkb(shapely.Point(603000 + n, 1199000)) for n in range(count)], dtype=object
    )
    cells = [np.array(column, dtype=object) for column in columns.values()]
    pyogrio.raw.write(path, shapes, cells, list(columns), geometry_type="Point", crs=crs, driver="ESRI Shapefile", encoding="UTF-8")  # fmt: skip
