"""The bundled region is clean, complete and what the script makes of the pack."""

from __future__ import annotations

import os
import runpy
from pathlib import Path

import pandas as pd
import pytest

from parkwright.files import bundled_region_path, copy_region, list_regions, read_region
from parkwright.tables import Problem, Region, errors

COUNTS = {
    "parks": 136, "sites": 32, "places": 55, "sectors": 25, "sectors_evidence": 619, "gateways": 69, "road_nodes": 311,
    "road_edges": 498, "links": 31, "requests": 600, "plots": 0, "plot_shapes": 0, "site_shapes": 133, "tenants": 0, "conversions": 30, "demand_evidence": 72,
    "base_map": 59, "priority_products": 8,
    "agencies": 8, "areas": 12, "decisions": 209, "indicator_series": 318, "indicators": 138, "item_agencies": 32,
    "observations": 248, "programme_items": 54, "progress": 27, "remarks": 10, "spending": 70, "targets": 50,
}  # fmt: skip
"""As the README of the pack counts them (base map: 40 districts, 9 former provinces, 4 outside, 6 rivers); the priority products are the city's own eight.
Of the programme: what the crosswalk makes of the pack's 144 indicators and 71 programme rows, and the fictitious programme."""


@pytest.fixture(scope="module")
def read() -> tuple[Region, tuple[Problem, ...]]:
    region, problems = read_region("hcmc")
    assert region is not None
    return region, problems


def test_it_has_no_defects(read: tuple[Region, tuple[Problem, ...]]) -> None:
    assert [found.sentence("en") for found in errors(read[1])] == []
    assert list_regions() == ("hcmc",)


def test_no_row_is_lost(read: tuple[Region, tuple[Problem, ...]]) -> None:
    assert {name: len(frame) for name, frame in read[0].frames().items()} == COUNTS


def test_repeated_requests_are_warnings(read: tuple[Region, tuple[Problem, ...]]) -> None:
    """24 double entries were planted; those whose tax code is unknown cannot be seen by it."""
    told = [found for found in read[1] if found.text.key == "problems.repeated_value"]
    seen = read[0].requests[["tax_code", "plot_no"]].dropna()
    assert len(told) == int(seen.duplicated().sum())
    assert 20 <= len(told) <= 24
    assert {found.severity for found in read[1]} == {"warning"}


def test_only_the_scheme_has_a_required_type(read: tuple[Region, tuple[Problem, ...]]) -> None:
    typed = read[0].sites.dropna(subset="required_type")
    assert typed[["site_id", "required_type"]].to_numpy().tolist() == [["si-hitech", "supporting"]]
    assert "derived from the name" in typed["note"].iloc[0]


def test_every_province_of_today_has_an_english_name(read: tuple[Region, tuple[Problem, ...]]) -> None:
    named = {one.admin_new for one in read[0].meta.provinces if one.admin_new_en}
    for table in (read[0].parks, read[0].sites):
        assert set(table["admin_new"].dropna().str.split(",").str[-1].str.strip()) <= named


def test_every_site_with_a_point_has_its_shapes(read: tuple[Region, tuple[Problem, ...]]) -> None:
    """28 boundaries, 54 exclusions, 51 points of access, all assumed, and nothing about them to be told but unknown cells."""
    region, problems = read
    shapes = region.site_shapes
    placed = set(region.sites.dropna(subset=["lon", "lat"])["site_id"])
    assert len(placed) == 28
    for role in ("boundary", "access"):
        assert set(shapes.loc[shapes["role"] == role, "site_id"]) == placed
    counts = {"boundary": 28, "exclusion": 54, "access": 51}
    assert shapes["role"].value_counts().to_dict() == counts
    assert set(shapes["evidence"]) == {"assumed"}
    assert shapes["source"].str.startswith("assumption: schematic").all()
    told = {one.text.key for one in problems if one.table == "site_shapes"}
    assert told == {"problems.unknown_values"}
    scheme = shapes.loc[shapes["site_id"] == "si-hitech", "shape_id"]
    assert list(scheme) == [
        "si-hitech-access-1",
        "si-hitech-access-2",
        "si-hitech-boundary",
        "si-hitech-canal-1",
    ]


def test_unknown_stays_unknown(read: tuple[Region, tuple[Problem, ...]]) -> None:
    parks, edges = read[0].parks, read[0].road_edges
    assert int(parks["vacant_ha"].isna().sum()) == 119
    assert int(parks["inner_area"].isna().sum()) == 45
    assert edges["max_gross_t"].isna().all()


def test_a_copy_for_a_user_is_the_same_region(
    read: tuple[Region, tuple[Problem, ...]], tmp_path: Path
) -> None:
    assert copy_region("hcmc", tmp_path / "mine") == {
        name: len(frame) for name, frame in read[0].frames().items()
    }
    again, problems = read_region(tmp_path / "mine")
    assert again is not None and errors(problems) == ()
    assert again.meta == read[0].meta
    for name, frame in read[0].frames().items():
        pd.testing.assert_frame_equal(frame, again.frames()[name])
    assert (tmp_path / "mine" / "parks.csv").read_bytes().startswith(b"\xef\xbb\xbf")
    readme = (tmp_path / "mine" / "README.md").read_text("utf-8")
    assert "Ô để trống nghĩa là **chưa rõ**" in readme and "An empty cell means **unknown**" in readme


def test_it_is_what_the_script_makes(checkout: Path, tmp_path: Path) -> None:
    pack = Path(os.environ.get("PARKWRIGHT_REGION_PACK", checkout.parent / "shared" / "data" / "hcmc"))
    if not pack.is_dir():
        pytest.skip("the region pack is not here; PARKWRIGHT_REGION_PACK names its folder")
    script = runpy.run_path(str(checkout / "scripts" / "make_region.py"))
    main = script["main"]
    main.__globals__.update(TARGET=tmp_path / "hcmc", ROOT=tmp_path)
    main(pack)
    bundled = bundled_region_path("hcmc")
    assert bundled is not None
    for made in sorted((tmp_path / "hcmc").iterdir()):
        assert made.read_bytes() == (bundled / made.name).read_bytes(), made.name
    golden = checkout / "tests" / "golden" / "road_check.csv"
    assert (tmp_path / "tests" / "golden" / "road_check.csv").read_bytes() == golden.read_bytes()
