"""A region of another country's shape goes through the same doors: no Vietnamese rules, another currency and zone."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pandas as pd
import pytest
from make_synthetic_region import Row, make_region, region_toml, write_region

from parkwright.files import read_region
from parkwright.steps.demand import estimate_demand
from parkwright.tables import Area, open_region, open_table, read_meta, table
from parkwright.tables.problem import errors

ZONE = Area("EPSG:25832", 6.0, 47.0, 12.0, 55.0)


@pytest.fixture(scope="module")
def tables() -> dict[str, list[Row]]:
    return make_region(7)


def raw_frame(rows: list[Row]) -> pd.DataFrame:
    frame = pd.DataFrame(rows, index=pd.RangeIndex(2, len(rows) + 2))
    geometry = [name for name in frame if name == "geometry"]
    words = frame.drop(columns=geometry).astype("str").replace("None", "")
    return words.join(frame[geometry])


def test_the_default_size_is_the_one_promised(tables: dict[str, list[Row]]) -> None:
    assert len(tables["sites"]) == 60
    assert len(tables["places"]) * len(tables["sectors"]) * 3 == 600


def test_it_opens_without_a_defect(tables: dict[str, list[Row]]) -> None:
    meta, wrong = read_meta(tomllib.loads(region_toml(7)))
    assert wrong == () and meta is not None
    assert (meta.currency, meta.rule_set, len(meta.periods)) == ("EUR", "", 4)
    assert meta.per_usd == pytest.approx(0.9)
    raw = {name: raw_frame(rows) for name, rows in tables.items()}
    region, problems = open_region(meta, raw, ZONE)
    assert [problem.sentence("en") for problem in errors(problems)] == []
    assert region is not None


def test_a_folder_of_it_is_read_like_any_users_region(tmp_path: Path) -> None:
    write_region(tmp_path / "north", make_region(5, 6, 8), 5)
    region, problems = read_region(tmp_path / "north")
    assert [problem.sentence("en") for problem in errors(problems)] == []
    assert region is not None
    assert (len(region.sites), len(region.places), region.meta.analysis_crs) == (8, 6, "EPSG:25832")


def test_its_demand_has_600_cells_in_each_period(tmp_path: Path) -> None:
    """All of its inputs are assumed, so each share of assumed inputs is 1, and none is above it by a rounding error."""
    write_region(tmp_path / "north", make_region(7), 7)
    region, _ = read_region(tmp_path / "north")
    assert region is not None
    demand = estimate_demand(
        region.places, region.sectors, region.requests, region.parks, region.conversions, region.meta, seed=1
    )
    assert demand.cells.groupby("period_id").size().tolist() == [600] * 4
    assert demand.cells["assumed_share"].to_numpy() == pytest.approx(1.0)
    assert 500 < demand.cells["p50_ha"].sum() < 2000


def test_a_point_of_another_country_is_refused(tables: dict[str, list[Row]]) -> None:
    """The zone of the region is what is checked, not a zone of the bundled one."""
    moved = [{**row, "lon": 106.7, "lat": 10.8} for row in tables["sites"][:1]]
    told = open_table("sites", raw_frame(moved), ZONE).problems
    assert [problem.text.key for problem in errors(told)] == ["problems.out_of_zone"]


def test_the_same_seed_writes_the_same_bytes(tmp_path: Path) -> None:
    for name, seed in (("a", 3), ("b", 3), ("c", 4)):
        write_region(tmp_path / name, make_region(seed, 6, 8), seed)
    a, b, c = ({file.name: file.read_bytes() for file in (tmp_path / name).iterdir()} for name in "abc")
    assert a == b
    assert a["sites.csv"] != c["sites.csv"]


def test_columns_are_those_of_the_specs(tables: dict[str, list[Row]]) -> None:
    for name, rows in tables.items():
        assert set(rows[0]) <= set(table(name).columns), name
