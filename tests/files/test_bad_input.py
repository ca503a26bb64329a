"""Each kind of bad input ends in one clear sentence with table, column and row, in both languages; nothing is raised."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from parkwright.files import read_region
from parkwright.tables import Problem, errors
from parkwright.words import LANGS

Change = Callable[[str, str, str], Path]

CASES = {
    # what: (file, old, new) -> (key of the sentence, table, column, row)
    "a word for a number": (
        ("sites.csv", "180.25", "many"),
        ("problems.not_a_number", "sites", "gross_ha", 3),
    ),
    "an infinity": (("sites.csv", "180.25", "inf"), ("problems.not_finite", "sites", "gross_ha", 3)),
    "not a number": (("sites.csv", "180.25", "nan"), ("problems.not_finite", "sites", "gross_ha", 3)),
    "beyond a float": (("sites.csv", "180.25", "1e999"), ("problems.not_finite", "sites", "gross_ha", 3)),
    "a decimal comma": (
        ("sites.csv", "180.25", '"180,25"'),
        ("problems.comma_for_point", "sites", "gross_ha", 3),
    ),
    "a negative area": (("sites.csv", "180.25", "-180"), ("problems.too_low", "sites", "gross_ha", 3)),
    "a percentage above 100": (
        ("parks.csv", "195,90", "195,190"),
        ("problems.too_high", "parks", "occupancy_pct", 2),
    ),
    "a share above 1": (
        ("sectors.csv", "0.2,0.1", "0.2,1.1"),
        ("problems.too_high", "sectors", "share_multi_storey", 2),
    ),
    "an unknown column": (
        ("sites.csv", "gross_ha", "gros_ha"),
        ("problems.unknown_column", "sites", "gros_ha", None),
    ),
    "a missing key column": (
        ("sites.csv", "site_id,", "name_en,"),
        ("problems.missing_column", "sites", "site_id", None),
    ),
    "a missing needed column": (
        ("road_edges.csv", ",truck_speed_kmh", ",lanes"),
        ("problems.missing_column", "road_edges", "truck_speed_kmh", None),
    ),
    "an empty needed cell": (
        ("road_edges.csv", "e2,n2,n3,12", "e2,n2,n3,"),
        ("problems.missing_value", "road_edges", "length_km", 3),
    ),
    "a bad code": (("sites.csv", "hai,planned", "hai,plannd"), ("problems.bad_code", "sites", "status", 3)),
    "a reference to nothing": (
        ("sites.csv", "300,p2", "300,p9"),
        ("problems.no_such_row", "sites", "park_id", 2),
    ),
    "a list that refers to nothing": (
        ("sites.csv", "p2,b02", "p2,b02;b77"),
        ("problems.no_such_row", "sites", "overlaps_site", 2),
    ),
    "a scope that the region does not name": (
        ("places.csv", "B,core", "B,corn"),
        ("problems.no_such_row", "places", "scope", 3),
    ),
    "a key twice": (
        ("requests.csv", "r2,0301", "r1,0301"),
        ("problems.duplicate_key", "requests", "request_id", 3),
    ),
    "an id with blanks": (
        ("places.csv", "c,Huyện", "c c,Huyện"),
        ("problems.bad_id_near", "places", "place_id", 4),
    ),
    "an impossible date": (
        ("tenants.csv", "2020-02-29", "2021-02-29"),
        ("problems.no_such_day", "tenants", "since", 4),
    ),
    "half a year": (("requests.csv", "2027", "2027.5"), ("problems.not_whole", "requests", "needed_year", 2)),
    "swapped coordinates": (
        ("sites.csv", "106.55,10.85", "10.85,106.55"),
        ("problems.swapped_coordinates", "sites", "lon, lat", 3),
    ),
    "coordinates out of the zone": (
        ("sites.csv", "106.55,10.85", "126.55,10.85"),
        ("problems.out_of_zone", "sites", "lon, lat", 3),
    ),
    "coordinates beyond the globe": (
        ("sites.csv", "106.55,10.85", "1065.5,10.85"),
        ("problems.too_high", "sites", "lon", 3),
    ),
    "half a point": (
        ("sites.csv", "106.55,10.85", "106.55,"),
        ("problems.half_a_point", "sites", "lon, lat", 3),
    ),
    "TCVN3": (
        ("sites.csv", "Khu đất hai", "Khu c«ng nghiÖp"),
        ("problems.legacy_encoding", "sites", "name_vi", 3),
    ),
    "VNI": (
        ("sites.csv", "Khu đất hai", "Khu coâng nghieäp Hieäp Phöôùc"),
        ("problems.legacy_encoding", "sites", "name_vi", 3),
    ),
    "a row with too few cells": (
        ("sites.csv", ",180.25,,,", ",180.25"),
        ("problems.ragged_row", "sites", "", 3),
    ),
    "a decimal comma without quotation marks": (
        ("sites.csv", "180.25", "180,25"),
        ("problems.ragged_long", "sites", "", 3),
    ),
    "a column twice": (
        ("sites.csv", "source", "gross_ha"),
        ("problems.repeated_column", "sites", "gross_ha", None),
    ),
    "a network in two pieces": (
        ("road_edges.csv", "e2,n2,n3", "e2,n2,n1"),
        ("problems.split_network", "road_edges", "from_node, to_node", None),
    ),
    "an open quotation": (("sites.csv", "Khu đất hai", '"Khu đất hai'), ("files.bad_csv", "sites", "", 3)),
    "semicolons for commas": (
        ("road_nodes.csv", "node_id,lon,lat", "node_id;lon;lat"),
        ("files.wrong_separator", "road_nodes", "", None),
    ),
    "a column without a name": (("sites.csv", ",source", ","), ("files.nameless_column", "sites", "", 1)),
    "a region without a currency": (
        ("region.toml", 'currency = "EUR"', ""),
        ("problems.region_key_missing", "region.toml", "currency", None),
    ),
    "a region with an unknown entry": (
        ("region.toml", "price_year", "prise_year = 1\nprice_year"),
        ("problems.region_key_unknown", "region.toml", "prise_year", None),
    ),
    "a region with a gap between periods": (
        (
            "region.toml",
            "[[take_up]]",
            '[[periods]]\nperiod_id = "x"\nfirst_year = 2032\nlast_year = 2033\n[[take_up]]',
        ),
        ("problems.region_periods", "region.toml", "periods", None),
    ),
    "a region in no zone": (
        ("region.toml", "EPSG:9210", "EPSG:123456"),
        ("problems.region_key_bad", "region.toml", "analysis_crs", None),
    ),
    "a region in degrees": (
        ("region.toml", "EPSG:9210", "EPSG:4326"),
        ("problems.region_key_bad", "region.toml", "analysis_crs", None),
    ),
    "thousands with a decimal comma": (
        ("sites.csv", "180.25", '"1.180,25"'),
        ("problems.thousands", "sites", "gross_ha", 3),
    ),
    "a comma that may be either": (
        ("sites.csv", "180.25", '"1,250"'),
        ("problems.comma_unclear", "sites", "gross_ha", 3),
    ),
    "a per cent sign": (
        ("parks.csv", "195,90", "195,90%"),
        ("problems.percent_sign", "parks", "occupancy_pct", 2),
    ),
    "a negative share": (
        ("sectors.csv", "0.2,0.1", "-0.2,0.1"),
        ("problems.too_low", "sectors", "share_ready_built", 2),
    ),
    "a number with its unit": (
        ("sites.csv", "180.25", "180 ha"),
        ("problems.number_with_unit", "sites", "gross_ha", 3),
    ),
    "a word for unknown": (
        ("sites.csv", "180.25", "N/A"),
        ("problems.word_for_unknown", "sites", "gross_ha", 3),
    ),
    "a day before its month": (
        ("tenants.csv", "2012", "31/12/2012"),
        ("problems.date_other_way", "tenants", "since", 2),
    ),
    "a day that is none": (
        ("tenants.csv", "2012", "31/02/2026"),
        ("problems.no_such_day", "tenants", "since", 2),
    ),
    "a thirteenth month": (
        ("tenants.csv", "2012", "2026-13-01"),
        ("problems.no_such_day", "tenants", "since", 2),
    ),
    "VN-2000 metres in the columns of degrees": (
        ("sites.csv", "106.55,10.85", "603000.12,1199000.5"),
        ("problems.metres_for_degrees", "sites", "lon, lat", 3),
    ),
    "an infinite coordinate": (
        ("sites.csv", "106.55,10.85", "inf,10.85"),
        ("problems.not_finite", "sites", "lon", 3),
    ),
    "UTF-8 taken for Windows-1252": (
        ("sites.csv", "Khu đất hai", "Khu Ä‘áº¥t hai"),
        ("problems.legacy_encoding", "sites", "name_vi", 3),
    ),
    "letters that were lost": (
        ("sites.csv", "Khu đất hai", "Khu \ufffdất hai"),
        ("problems.damaged_text", "sites", "name_vi", 3),
    ),
    "a reference in other capitals": (
        ("requests.csv", "machinery,a", "Machinery,a"),
        ("problems.no_such_row_near", "requests", "sector_id", 2),
    ),
    "a reference with a blank inside": (
        ("sites.csv", "300,p2", "300,p 2"),
        ("problems.bad_id_near", "sites", "park_id", 2),
    ),
    "a reference with a sign that cannot be seen": (
        ("sites.csv", "300,p2", "300,p2\u200b"),
        ("problems.bad_id_near", "sites", "park_id", 2),
    ),
    "a site that overlaps itself": (
        ("sites.csv", "p2,b02", "p2,b01"),
        ("problems.refers_to_itself", "sites", "overlaps_site", 2),
    ),
    "a scope in other capitals": (
        ("places.csv", "B,core", "B,Core"),
        ("problems.no_such_row_near", "places", "scope", 3),
    ),
    "a heading in capitals": (
        ("sites.csv", "site_id", "SITE_ID"),
        ("problems.unknown_column", "sites", "SITE_ID", None),
    ),
    "a title above the table": (
        ("sites.csv", "site_id", "Danh sách,,\nsite_id"),
        ("files.no_known_column", "sites", "", 1),
    ),
    "a separator of another program": (
        ("sites.csv", "site_id", "sep=,\nsite_id"),
        ("files.no_known_column", "sites", "", 1),
    ),
    "bars for commas": (
        ("road_nodes.csv", "node_id,lon,lat", "node_id|lon|lat"),
        ("files.wrong_separator", "road_nodes", "", None),
    ),
    "a sum below the table": (
        ("sites.csv", "180.25,,,", "180.25,,,\nTổng cộng,,,,,,,,"),
        ("problems.stray_row", "sites", "site_id", 4),
    ),
    "lots that do not rise": (
        ("sectors.csv", "1000,3000", "4000,3000"),
        ("problems.lots_out_of_order", "sectors", "lot_p10_m2, lot_p50_m2, lot_p90_m2", 2),
    ),
    "a region whose year is a word": (
        ("region.toml", "price_year = 2025", 'price_year = "hai nghìn"'),
        ("problems.region_key_bad", "region.toml", "price_year", None),
    ),
    "a region without a rate": (
        ("region.toml", "per_usd = 0.9", ""),
        ("problems.region_key_missing", "region.toml", "per_usd", None),
    ),
    "a decimal comma in region.toml": (
        ("region.toml", "per_usd = 0.9", "per_usd = 0,9"),
        ("files.bad_toml", "region.toml", "", 6),
    ),
    "a day that is none in region.toml": (
        ("region.toml", "base_date = 2026-01-01", "base_date = 2026-02-31"),
        ("files.bad_toml", "region.toml", "", 7),
    ),
    "a negative take-up": (
        ("region.toml", "ha = 40.5", "ha = -4"),
        ("problems.region_key_bad", "region.toml", "take_up[1].ha", None),
    ),
    "a province in no zone": (
        (
            "region.toml",
            "[[take_up]]",
            '[[provinces]]\nprovince_id = "x"\nadmin_old = "X"\nname = { vi = "X", en = "X" }\nscope = "core"\nzone = "EPSG:12"\n[[take_up]]',
        ),
        ("problems.region_key_bad", "region.toml", "provinces[1].zone", None),
    ),
    "broken TOML": (
        ("region.toml", "price_year =", "price_year"),
        ("files.bad_toml", "region.toml", "", 5),
    ),
}


@pytest.mark.parametrize("what", CASES)
def test_each_defect_is_told_once_with_its_place(what: str, change: Change) -> None:
    (file, old, new), (key, table, column, row) = CASES[what]
    region, problems = read_region(change(file, old, new))
    assert region is None
    told = errors(problems)
    assert [(found.text.key, found.table, found.column, found.row) for found in told] == [
        (key, table, column, row)
    ]
    for lang in LANGS:
        assert_names_its_place(told[0], told[0].sentence(lang))


def assert_names_its_place(found: Problem, sentence: str) -> None:
    assert found.table in sentence
    assert found.column in sentence
    assert found.row is None or f" {found.row}" in sentence
    assert sentence.endswith((".", ")"))
    assert "{" not in sentence


def test_the_small_region_itself_is_clean(small: Path) -> None:
    region, problems = read_region(small)
    assert [found.sentence("en") for found in errors(problems)] == []
    assert region is not None
    assert list(region.sites["site_id"]) == ["b01", "b02"]


def test_all_defects_are_told_at_once(change: Change) -> None:
    change("sites.csv", "180.25", "-1")
    change("parks.csv", "195,90", "195,190")
    _, problems = read_region(change("tenants.csv", "2015-03", "2015-13"))
    assert {found.text.key for found in errors(problems)} == {
        "problems.too_low",
        "problems.too_high",
        "problems.no_such_day",
    }


@pytest.mark.parametrize("name", ["parks", "sites", "places", "sectors", "road_nodes", "road_edges"])
def test_a_missing_file_of_a_needed_table(name: str, small: Path) -> None:
    (small / f"{name}.csv").unlink()
    region, problems = read_region(small)
    assert region is None
    assert [(found.text.key, found.table) for found in errors(problems)] == [("problems.missing_table", name)]
    assert f"{name}.csv" in problems[0].sentence("vi")


@pytest.mark.parametrize("name", ["parks", "sites", "places", "sectors", "road_nodes"])
def test_an_empty_table_where_one_is_needed(name: str, small: Path) -> None:
    path = small / f"{name}.csv"
    path.write_text(path.read_text("utf-8").splitlines()[0] + "\n", "utf-8")
    region, problems = read_region(small)
    assert region is None
    assert [(found.text.key, found.table) for found in errors(problems)] == [("problems.empty_table", name)]


def test_other_tables_may_be_missing_or_empty(small: Path) -> None:
    (small / "requests.csv").unlink()
    (small / "tenants.csv").write_text("tenancy_id,tenant_id,plot_id\n", "utf-8")
    region, problems = read_region(small)
    assert region is not None
    assert len(region.requests) == len(region.tenants) == 0
    assert errors(problems) == ()


def test_a_file_that_is_not_utf8(small: Path) -> None:
    (small / "sites.csv").write_bytes("site_id,name_vi\nb01,Khu công nghiệp\n".encode("utf-16"))
    _, problems = read_region(small)
    told = [found for found in errors(problems) if found.table == "sites"]
    assert [found.text.key for found in told] == ["files.not_text"]
    (small / "sites.csv").write_bytes("site_id,status\nb01,planned\nb02,đa\n".encode("cp1258"))
    told = list(errors(read_region(small)[1]))
    assert [(found.text.key, found.table, found.row) for found in told] == [("problems.not_utf8", "sites", 3)]


def test_a_misspelt_file_name_is_told(small: Path) -> None:
    (small / "tenants.csv").rename(small / "tenant.csv")
    region, problems = read_region(small)
    assert region is not None
    told = [found for found in problems if found.text.key == "files.unknown_file"]
    assert "tenant.csv" in told[0].sentence("vi") and "tenants" in told[0].sentence("en")


def test_two_files_for_one_table(small: Path) -> None:
    (small / "sites.geojson").write_text('{"type": "FeatureCollection", "features": []}', "utf-8")
    _, problems = read_region(small)
    assert "files.two_files" in [found.text.key for found in errors(problems)]


def test_a_region_that_is_not_there() -> None:
    region, problems = read_region("no-such-place")
    assert region is None
    assert [found.text.key for found in problems] == ["files.no_such_region"]
    assert "hcmc" in problems[0].sentence("vi")


def test_a_file_of_no_known_kind(tmp_path: Path) -> None:
    (tmp_path / "region.doc").write_text("x", "utf-8")
    region, problems = read_region(tmp_path / "region.doc")
    assert region is None
    assert [found.text.key for found in errors(problems)] == ["files.unknown_kind"]


def test_decomposed_unicode_is_normalised_and_told(change: Change) -> None:
    region, problems = read_region(change("sites.csv", "Khu đất hai", "Khu đâ\u0301t hai"))
    assert region is not None
    assert list(region.sites["name_vi"]) == ["Khu đất một", "Khu đất hai"]
    assert ("problems.not_composed", "warning") in [(found.text.key, found.severity) for found in problems]


def test_a_repeated_request_is_a_warning(change: Change) -> None:
    region, problems = read_region(change("requests.csv", "0301,2", "0301,1"))
    assert region is not None
    told = [found for found in problems if found.text.key == "problems.repeated_value"]
    assert [(found.row, found.severity) for found in told] == [(3, "warning")]


def test_unknown_is_kept_unknown_and_counted(small: Path) -> None:
    region, problems = read_region(small)
    assert region is not None
    assert region.places["mfg_workers"].isna().tolist() == [False, True, False]
    told = [found for found in problems if (found.table, found.column) == ("places", "mfg_workers")]
    assert dict(told[0].text.values)["count"] == 1


def test_a_region_whose_places_all_lie_outside(change: Change) -> None:
    change("places.csv", "A,core", "A,neighbour")
    region, problems = read_region(change("places.csv", "B,core", "B,neighbour"))
    assert region is None
    told = errors(problems)
    assert [(found.text.key, found.table, found.column) for found in told] == [
        ("problems.no_planned_place", "places", "scope")
    ]
    assert "core" in told[0].sentence("vi")


def test_a_piece_of_the_map_without_a_shape(small: Path) -> None:
    properties = {"feature_id": "a", "layer": "area", "kind": "place"}
    feature = {"type": "Feature", "properties": properties, "geometry": None}
    collection = {"type": "FeatureCollection", "features": [feature]}
    (small / "base_map.geojson").write_text(json.dumps(collection), "utf-8")
    told = errors(read_region(small)[1])
    assert [(found.text.key, found.table, found.column, found.row) for found in told] == [
        ("problems.missing_value", "base_map", "geometry", 1)
    ]
