"""Areas of plots: computed in the zone of their province, with its scale factor, and held against the areas that the table gives."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
import shapely

from parkwright.files import read_region, write_region
from parkwright.files.lot_areas import TOLERANCE_PCT, lot_areas
from parkwright.kernels.projection import from_zone
from parkwright.tables import errors
from parkwright.words import LANGS

ZONE = "EPSG:9210"
CORNER = (603480.0, 1191808.0)
"""In the middle of the region of the tests, metres of the zone."""
PROVINCE = """
[[provinces]]
province_id = "east"
admin_old = "Tỉnh Đồng Nai"
name = { vi = "a", en = "b" }
scope = "core"
zone = "EPSG:5899"
"""


def square(side_m: float, zone: str = ZONE) -> shapely.Polygon:
    """A square of so many metres a side in the plane of a zone, in degrees WGS 84."""
    box = shapely.box(*CORNER, CORNER[0] + side_m, CORNER[1] + side_m)
    if zone != ZONE:
        lon, lat = from_zone([CORNER[0]], [CORNER[1]], ZONE)
        from parkwright.kernels.projection import to_zone

        x, y = to_zone(lon, lat, zone)
        box = shapely.box(x[0], y[0], x[0] + side_m, y[0] + side_m)
    return shapely.transform(box, lambda at: np.column_stack(from_zone(at[:, 0], at[:, 1], zone)))


@pytest.fixture
def draw(small: Path) -> Callable[..., Path]:
    """Give plots of the small region (l1: 5,000 m2, l2: 4,000 m2) these boundaries."""

    def write(**shapes: shapely.Geometry) -> Path:
        features = [
            {
                "type": "Feature",
                "properties": {"plot_id": plot},
                "geometry": json.loads(shapely.to_geojson(shape)),
            }
            for plot, shape in shapes.items()
        ]
        content = json.dumps({"type": "FeatureCollection", "features": features})
        (small / "plot_shapes.geojson").write_text(content, "utf-8")
        return small

    return write


def test_a_square_has_the_area_of_its_plane_and_the_scale_is_stated(draw: Callable[..., Path]) -> None:
    region, problems = read_region(draw(l1=square(5000**0.5), l2=square(64.0)))
    assert region is not None
    areas = lot_areas(region).set_index("plot_id")
    assert areas["zone"].tolist() == [ZONE, ZONE]
    assert areas.loc["l1", "drawn_m2"] == pytest.approx(5000, abs=0.01)
    assert areas.loc["l2", "drawn_m2"] == pytest.approx(64.0**2, abs=0.01)
    assert areas.loc["l2", "off_pct"] == pytest.approx(100 * (64.0**2 / 4000 - 1), abs=1e-3)
    # 103.5 km east of the central meridian: 0.9999 x (1 + x^2 / 2 R^2)
    due = 0.9999 * (1 + (CORNER[0] - 500_000) ** 2 / (2 * 6_371_000**2))
    assert areas["scale_factor"].to_numpy() == pytest.approx(due, abs=2e-6)
    told = [one for one in problems if one.text.key == "files.lot_area"]
    assert [dict(one.text.values)["plot"] for one in told] == ["l2"] and told[0].severity == "warning"
    for lang in LANGS:
        sentence = told[0].sentence(lang)
        assert ZONE in sentence and f"{due:.5f}"[:6] in sentence and "l2" in sentence


def test_within_the_tolerance_nothing_is_told_and_what_is_unknown_is_not_compared(
    draw: Callable[..., Path], change: Callable[[str, str, str], Path]
) -> None:
    side = (5000 * (1 + 0.9 * TOLERANCE_PCT / 100)) ** 0.5
    draw(l1=square(side), l2=square(20.0))
    region, problems = read_region(change("plots.csv", "l2,p1,4000,derelict", "l2,p1,,derelict"))
    assert region is not None
    assert [one for one in problems if one.text.key == "files.lot_area"] == []
    areas = lot_areas(region).set_index("plot_id")
    assert areas.loc["l1", "off_pct"] == pytest.approx(0.9 * TOLERANCE_PCT, abs=0.01)
    assert np.isnan(areas.loc["l2", "off_pct"]) and areas.loc["l2", "drawn_m2"] == pytest.approx(
        400, abs=0.01
    )


def test_a_plot_is_measured_in_the_zone_of_its_province(small: Path, draw: Callable[..., Path]) -> None:
    """The park lies in a province whose layers come in EPSG:5899: the same ground has another area there."""
    draw(l1=square(5000**0.5, "EPSG:5899"))
    meta = (small / "region.toml").read_text("utf-8")
    (small / "region.toml").write_text(meta + PROVINCE, "utf-8")
    parks = (small / "parks.csv").read_text("utf-8").splitlines()
    rows = [
        f"{row},{extra}"
        for row, extra in zip(parks, ("admin_old", '"Huyện A, Tỉnh Đồng Nai"', ""), strict=True)
    ]
    (small / "parks.csv").write_text("\n".join(rows) + "\n", "utf-8")
    region, _ = read_region(small)
    assert region is not None
    (lot,) = lot_areas(region).to_dict("records")
    assert lot["zone"] == "EPSG:5899"
    assert lot["drawn_m2"] == pytest.approx(5000, abs=0.01)
    assert lot["scale_factor"] != pytest.approx(1.0, abs=1e-5)


def test_a_boundary_that_is_no_area_is_a_defect(draw: Callable[..., Path]) -> None:
    line = shapely.LineString(square(50.0).exterior.coords)
    region, problems = read_region(draw(l1=line))
    assert region is None
    assert [(one.text.key, one.table) for one in errors(problems)] == [("files.not_an_area", "plot_shapes")]


def test_a_boundary_of_a_plot_that_is_not_there_is_a_defect(draw: Callable[..., Path]) -> None:
    _, problems = read_region(draw(l9=square(50.0)))
    assert [(one.table, one.column) for one in errors(problems)] == [("plot_shapes", "plot_id")]


@pytest.mark.parametrize("target", ["w.xlsx", "p.gpkg", "f"])
def test_boundaries_come_back_from_every_format(
    target: str, draw: Callable[..., Path], tmp_path: Path
) -> None:
    region, _ = read_region(draw(l1=square(70.7)))
    assert region is not None
    write_region(region, tmp_path / target)
    again, _ = read_region(tmp_path / target)
    assert again is not None
    assert shapely.equals_exact(again.plot_shapes["geometry"].iloc[0], region.plot_shapes["geometry"].iloc[0])


def test_the_check_states_the_scale_factor(draw: Callable[..., Path]) -> None:
    from click.testing import CliRunner

    from parkwright.cli import main

    folder = str(draw(l1=square(70.7), l2=square(64.0)))
    for lang in LANGS:
        lines = CliRunner().invoke(main, ["check", folder, "--lang", lang]).stdout.splitlines()
        assert ZONE in lines[-1] and "1.0000" in lines[-1].replace(",", ".")
    plain = json.loads(CliRunner().invoke(main, ["check", folder, "--json"]).stdout)["lots"]
    assert [lot["plot_id"] for lot in plain] == ["l1", "l2"]


def test_boundaries_may_stand_in_csv_as_wkt(small: Path) -> None:
    """As they stand in a workbook; a cell that is no shape is told once, with its row."""
    drawn = square(5000**0.5)
    path = small / "plot_shapes.csv"
    path.write_text(f'plot_id,geometry\nl1,"{shapely.to_wkt(drawn, rounding_precision=-1)}"\n', "utf-8")
    region, _ = read_region(small)
    assert region is not None
    assert shapely.equals_exact(region.plot_shapes["geometry"].iloc[0], drawn)
    assert lot_areas(region)["drawn_m2"].tolist() == [pytest.approx(5000, abs=0.01)]
    path.write_text('plot_id,geometry\nl1,\nl2,"POINT (603480 1191808)"\n', "utf-8")
    _, problems = read_region(small)
    assert [(one.text.key, one.table, one.row) for one in errors(problems)] == [
        ("files.bad_shape", "plot_shapes", 3),
        ("problems.stray_row", "plot_shapes", 2),
    ]
