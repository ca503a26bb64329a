"""What is written comes back: random tables through every format; any bytes and any cells give problems, never a crash."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
import shapely
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from parkwright.files import read_region, write_region
from parkwright.files.csv_table import csv_bytes, number_as_text, parse_csv
from parkwright.files.geojson import geojson_text, parse_geojson
from parkwright.files.geopackage import read_geopackage, write_geopackage
from parkwright.files.meta_tables import meta_node, meta_tables, meta_toml, read_meta_tables
from parkwright.files.raw_region import area_of
from parkwright.files.region_folder import parse_meta
from parkwright.files.workbook import read_workbook
from parkwright.files.workbook_writer import write_workbook
from parkwright.tables import Column, errors, open_table, read_meta, table

FEW = settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
MANY = settings(max_examples=40, deadline=None)
# XML, and so a spreadsheet, has no control characters; a file of ours never holds half a surrogate pair.
WORDS = st.text(st.characters(exclude_categories=("Cs", "Cc")), max_size=30)
IDS = st.from_regex(r"[A-Za-z0-9][A-Za-z0-9._:|-]{0,8}", fullmatch=True)


def cells(column: Column) -> st.SearchStrategy[str]:
    """Cells that a column takes, as text; unknown where it may be."""
    low, high = (
        column.low if column.low is not None else -1e12,
        column.high if column.high is not None else 1e12,
    )
    known: st.SearchStrategy[str] = {
        "text": WORDS,
        "id": IDS,
        "ids": st.lists(IDS, min_size=1, max_size=3).map(";".join),
        "float": st.floats(low, high).map(lambda value: repr(value + 0.0)),
        "int": st.integers(int(low), int(high)).map(str),
        "bool": st.sampled_from(["0", "1"]),
        "date": st.sampled_from(["2026", "2026-03", "2024-02-29", "2020/2025-06"]),
        "time": st.sampled_from(["2026-11-01T08:30:00Z", "1999-12-31T23:59:59Z"]),
        "code": st.sampled_from(column.codes or ("",)),
    }[column.kind]
    return known if column.required else st.just("") | known


def frames(name: str) -> st.SearchStrategy[pd.DataFrame]:
    """Typed frames of a table, with rows that go through its door."""
    spec = table(name)
    plain = {
        one.name: cells(one)
        for one in spec.columns.values()
        if one.kind != "geometry" and one.name not in spec.key
    }
    if "lon" in plain:
        del plain["lon"], plain["lat"]
        plain["point"] = st.none() | st.tuples(st.floats(-180, 180), st.floats(-90, 90))
    rows = st.lists(st.fixed_dictionaries(plain), max_size=5)

    def build(made: list[dict[str, Any]]) -> pd.DataFrame:
        for number, row in enumerate(made):
            row[spec.key[0]] = f"k{number}"
            if "point" in row:
                point = row.pop("point")
                row["lon"], row["lat"] = (repr(at + 0.0) for at in point) if point else ("", "")
            if "geometry" in spec.columns:
                row["geometry"] = shapely.Point(number, 1 / 3)
        return open_table(name, pd.DataFrame(made, columns=list(spec.columns))).frame

    return rows.map(build)


@MANY
@given(frame=frames("tenants") | frames("requests") | frames("plots") | frames("links"), data=st.data())
def test_csv_is_the_identity(frame: pd.DataFrame, data: st.DataObject) -> None:
    name = "tenants" if "tenancy_id" in frame else "requests" if "request_id" in frame else "plots"
    name = "links" if "project_id" in frame else name
    raw, problems = parse_csv(csv_bytes(frame).decode("utf-8-sig"), f"{name}.csv", name)
    assert problems == ()
    pd.testing.assert_frame_equal(open_table(name, raw).frame, frame)


@MANY
@given(frames("plots"))
def test_geojson_is_the_identity_for_points(frame: pd.DataFrame) -> None:
    raw, problems = parse_geojson(geojson_text(frame, "plots"), "plots.geojson", table("plots"))
    assert problems == ()
    again = open_table("plots", raw).frame
    pd.testing.assert_frame_equal(again.drop(columns=["lon", "lat"]), frame.drop(columns=["lon", "lat"]))
    for axis in ("lon", "lat"):  # nine decimals of a degree are kept: a tenth of a millimetre
        assert again[axis].tolist() == pytest.approx(frame[axis].tolist(), abs=1e-9, nan_ok=True)


@FEW
@given(frames("site_shapes"))
@pytest.mark.parametrize("ending", ["geojson", "xlsx", "gpkg"])
def test_every_cell_of_a_table_with_shapes_comes_back(ending: str, frame: pd.DataFrame) -> None:
    name = "site_shapes"
    if ending == "geojson":
        raw, problems = parse_geojson(geojson_text(frame, name), f"{name}.geojson", table(name))
        assert problems == ()
    else:
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / f"r.{ending}"
            write = write_workbook if ending == "xlsx" else write_geopackage
            write(path, {"region_id": "r"}, {name: frame})
            raw = (read_workbook if ending == "xlsx" else read_geopackage)(path).tables[name]
    pd.testing.assert_frame_equal(open_table(name, raw).frame, frame)


@FEW
@given(tenants=frames("tenants"), plots=frames("plots"), requests=frames("requests"))
@pytest.mark.parametrize("ending", ["xlsx", "gpkg"])
def test_workbook_and_geopackage_are_the_identity(
    ending: str, tenants: pd.DataFrame, plots: pd.DataFrame, requests: pd.DataFrame
) -> None:
    rounded = plots.assign(lon=plots["lon"].round(6), lat=plots["lat"].round(6))
    made = {"tenants": tenants, "plots": rounded, "requests": requests}
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"r.{ending}"
        (write_workbook if ending == "xlsx" else write_geopackage)(path, {"region_id": "r"}, made)
        raw = read_workbook(path) if ending == "xlsx" else read_geopackage(path)
    for name, frame in made.items():
        pd.testing.assert_frame_equal(open_table(name, raw.tables[name]).frame, frame)


@pytest.mark.parametrize(
    ("target", "points"), [("f", "csv"), ("g", "geojson"), ("w.xlsx", "csv"), ("p.gpkg", "csv")]
)
def test_a_whole_region_comes_back_from_every_format(
    small: Path, tmp_path: Path, target: str, points: Any
) -> None:
    region, _ = read_region(small)
    assert region is not None
    write_region(region, tmp_path / target, points)
    again, problems = read_region(tmp_path / target)
    assert errors(problems) == ()
    assert again is not None and again.meta == region.meta
    for name, frame in region.frames().items():
        pd.testing.assert_frame_equal(frame, again.frames()[name])
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted(["small", target])


def test_meta_survives_toml_and_tables(small: Path) -> None:
    region, _ = read_region(small)
    assert region is not None
    node = meta_node(region.meta) | {
        "params": {"siting.gap": 0.001, "demand.draws": 500, 'odd "key"': ["a\n", True]}
    }
    for again in (parse_meta(meta_toml(node))[0], read_meta_tables(meta_tables(node))[0]):
        assert again is not None
        assert {key: value for key, value in again.items() if value != []} == node
        assert read_meta(again)[0] == read_meta(node)[0]


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_numbers_are_written_with_digits_that_bring_them_back(value: float) -> None:
    assert float(number_as_text(value)) == value


@MANY
@given(st.text())
def test_any_text_as_csv_gives_problems_not_a_crash(content: str) -> None:
    raw, _ = parse_csv(content, "sites.csv", "sites")
    open_table("sites", raw)


@MANY
@given(st.lists(st.lists(st.text(max_size=8) | st.sampled_from(["1", "-1", "1e308", "1e19", "nan", "2026-13"]), min_size=4, max_size=4), max_size=4))  # fmt: skip
def test_any_cells_give_problems_not_a_crash(rows: list[list[str]]) -> None:
    for header in (
        ["site_id", "gross_ha", "earliest_year", "acid_sulphate"],
        ["site_id", "lon", "lat", "appraisal_date"],
    ):
        frame = pd.DataFrame(rows, columns=header, index=range(2, len(rows) + 2), dtype="str")
        for found in open_table("sites", frame).problems:
            assert found.sentence("vi") and found.sentence("en")


JSON = st.recursive(
    st.none() | st.booleans() | st.floats() | st.text(max_size=5) | st.sampled_from(["Point", "Feature", "FeatureCollection"]),
    lambda inner: st.lists(inner, max_size=3)
    | st.dictionaries(st.sampled_from(["type", "features", "geometry", "properties", "coordinates", "crs", "x"]), inner, max_size=4),
    max_leaves=12,
)  # fmt: skip


@MANY
@given(JSON, JSON, JSON)
def test_any_json_gives_problems_not_a_crash(node: Any, geometry: Any, crs: Any) -> None:
    import json

    feature = {"type": "Feature", "geometry": geometry, "properties": node}
    collection = {"type": "FeatureCollection", "features": [feature, node], "crs": crs}
    for content in (node, collection, {"type": "FeatureCollection", "features": [feature]}):
        raw, _ = parse_geojson(json.dumps(content), "sites.geojson", table("sites"))
        open_table("sites", raw)


TOML_VALUES = st.sampled_from(
    ["1", '"x"', "[]", "[1]", '["x"]', "{}", "2026-01-01", "true", "nan", "inf", "[{}]", '{ vi = "x" }']
)
META_KEYS = ("region_id", "name", "currency", "price_year", "base_date", "analysis_crs", "planned_scopes", "periods", "take_up", "params", "per_usd", "provinces", "credit", "strange")  # fmt: skip


@MANY
@given(st.dictionaries(st.sampled_from(META_KEYS), TOML_VALUES))
def test_any_region_toml_gives_problems_not_a_crash(entries: dict[str, str]) -> None:
    node, problems = parse_meta("\n".join(f"{key} = {value}" for key, value in entries.items()))
    meta, found = read_meta(node) if node is not None else (None, problems)
    assert all(one.sentence("vi") for one in found)
    assert meta is not None or found != ()
    if meta is not None:
        area_of(meta)


@FEW
@given(
    content=st.binary(max_size=200),
    name=st.sampled_from(["sites.csv", "region.toml", "base_map.geojson", "sites.kml"]),
)
def test_any_bytes_in_a_folder_give_problems_not_a_crash(small: Path, content: bytes, name: str) -> None:
    before = {path: path.read_bytes() for path in small.iterdir()}
    if name.startswith("sites"):
        (small / "sites.csv").unlink()
    (small / name).write_bytes(content)
    _, problems = read_region(small)
    assert all(found.sentence("vi") for found in problems)
    for path in list(small.iterdir()):
        path.unlink()
    for path, kept in before.items():
        path.write_bytes(kept)


@FEW
@given(st.binary(max_size=300), st.sampled_from([".xlsx", ".gpkg"]))
def test_any_bytes_as_workbook_or_geopackage(content: bytes, ending: str) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"x{ending}"
        path.write_bytes(content)
        region, problems = read_region(path)
    assert region is None
    assert errors(problems) != ()
