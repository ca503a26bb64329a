"""Shapes of sites, measured: areas against the table of sites, outlines that cross themselves, what lies too far off."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
import shapely

from parkwright.files import read_region, write_region
from parkwright.files.region_writer import Points
from parkwright.files.site_shapes import ACCESS_REACH_M, TOLERANCE_PCT, outline_problems
from parkwright.kernels.projection import from_zone
from parkwright.tables import Problem, errors
from parkwright.words import LANGS

ZONE = "EPSG:9210"
X, Y = 582_000.0, 1_205_000.0
"""Near the site b01, metres of the zone."""
SIDE = 3_000_000.0**0.5
"""A square of 300 ha, the gross area of b01."""
SHAPES = ("shape_id", "site_id", "role", "kind", "width_m", "buffer_m")
Draw = Callable[..., Path]


def in_degrees(drawn: shapely.Geometry) -> shapely.Geometry:
    """Metres of the zone from the corner (X, Y) as degrees WGS 84."""
    return shapely.transform(drawn, lambda at: np.column_stack(from_zone(at[:, 0] + X, at[:, 1] + Y, ZONE)))


def square(side: float = SIDE) -> shapely.Polygon:
    return shapely.box(0, 0, side, side)


@pytest.fixture
def draw(small: Path) -> Draw:
    """Write shapes of the site b01 (id, role, kind, shape in metres, other cells) as a file of the small region."""

    def write(
        *shapes: tuple[str, str, str, shapely.Geometry, dict[str, object]], ending: str = "geojson"
    ) -> Path:
        if ending == "csv":
            lines = [
                ",".join((name, "b01", role, kind, *(str(cells.get(one, "")) for one in SHAPES[4:])))
                + f',"{shapely.to_wkt(in_degrees(drawn), rounding_precision=-1)}"'
                for name, role, kind, drawn, cells in shapes
            ]
            content = "\n".join([",".join((*SHAPES, "geometry")), *lines]) + "\n"
        else:
            features = [
                {
                    "type": "Feature",
                    "properties": {"shape_id": name, "site_id": "b01", "role": role, "kind": kind, **cells},
                    "geometry": json.loads(shapely.to_geojson(in_degrees(drawn))),
                }
                for name, role, kind, drawn, cells in shapes
            ]
            content = json.dumps({"type": "FeatureCollection", "features": features})
        (small / f"site_shapes.{ending}").write_text(content, "utf-8")
        return small

    return write


def told(folder: Path) -> list[Problem]:
    """What is told of the shapes, unknown cells left out; every sentence is there in both languages."""
    _, problems = read_region(folder)
    found = [one for one in problems if one.text.key.startswith("site_shapes.")]
    for one in found:
        for lang in LANGS:
            sentence = one.sentence(lang)
            assert "site_shapes" in sentence and str(one.row) in sentence and "{" not in sentence
    return found


def summed(problems: list[Problem]) -> list[tuple[str, int | None, str]]:
    return [(one.text.key.removeprefix("site_shapes."), one.row, one.severity) for one in problems]


BOUNDARY = ("b01-boundary", "boundary", "site", square(), {})


def test_a_boundary_of_the_stated_area_is_not_told(draw: Draw) -> None:
    assert told(draw(BOUNDARY)) == []


@pytest.mark.parametrize(("times", "is_told"), [(1.019, False), (0.981, False), (1.021, True), (0.979, True)])
def test_an_area_beyond_the_tolerance_is_told(draw: Draw, times: float, is_told: bool) -> None:
    found = told(draw(("b01-boundary", "boundary", "site", square(SIDE * times**0.5), {})))
    assert summed(found) == ([("area_off", 1, "warning")] if is_told else [])
    assert TOLERANCE_PCT == 2.0
    if is_told:
        assert f"{300 * times:.1f} ha in the zone {ZONE}" in found[0].sentence("en")
        assert "gross_ha of sites gives 300.0 ha" in found[0].sentence("en")
        assert "300,0 ha" in found[0].sentence("vi")


def test_an_area_is_held_against_the_assumed_one_where_none_is_known(
    draw: Draw, change: Callable[[str, str, str], Path]
) -> None:
    change("sites.csv", "gross_ha,", "gross_ha_assumed,")
    (found,) = told(draw(("b01-boundary", "boundary", "site", square(1000), {})))
    assert "gross_ha_assumed of sites gives 300.0 ha" in found.sentence("en")
    change("sites.csv", ",300,", ",,")
    assert told(draw(("b01-boundary", "boundary", "site", square(1000), {}))) == []


@pytest.mark.parametrize(("off", "is_told"), [(0.0, False), (49.0, False), (-49.0, False), (51.0, True), (-51.0, True)])  # fmt: skip
def test_an_access_far_from_the_outline_is_told(draw: Draw, off: float, is_told: bool) -> None:
    """Outside and inside alike: a point deep inside joins no road."""
    point = shapely.Point(-off, SIDE / 2)
    found = told(draw(BOUNDARY, ("b01-access-1", "access", "national", point, {})))
    assert summed(found) == ([("access_far", 2, "warning")] if is_told else [])
    assert ACCESS_REACH_M == 50.0
    if is_told:
        assert "51 m from the boundary, more than 50 m" in found[0].sentence("en")


@pytest.mark.parametrize(
    ("cells", "is_told"),
    [
        ({"width_m": 20}, True),
        ({"width_m": 82}, False),  # half of it reaches in
        ({"width_m": 20, "buffer_m": 29}, True),
        ({"width_m": 20, "buffer_m": 31}, False),
    ],
)
def test_a_line_40_m_outside_excludes_only_what_it_reaches(
    draw: Draw, cells: dict[str, object], is_told: bool
) -> None:
    line = shapely.LineString([(-40, -500), (-40, 5000)])
    found = told(draw(BOUNDARY, ("b01-canal-1", "exclusion", "canal", line, cells)))
    assert summed(found) == ([("outside", 2, "warning")] if is_told else [])
    if is_told:
        assert "40 m off" in found[0].sentence("en") and "cách 40 m" in found[0].sentence("vi")


def test_an_area_outside_is_told_and_one_that_reaches_in_is_not(draw: Draw) -> None:
    out, across = shapely.box(-300, 0, -100, 200), shapely.box(-100, 0, 100, 200)
    found = told(
        draw(
            BOUNDARY,
            ("b01-lake-1", "exclusion", "lake", out, {"width_m": 400}),  # of an area a width says nothing
            ("b01-lake-2", "exclusion", "lake", across, {}),
        )
    )
    assert summed(found) == [("outside", 2, "warning")]


BOW_TIE = shapely.Polygon([(0, 0), (1000, 1000), (1000, 0), (0, 1000)])
HOLE = shapely.box(200, 200, 400, 400).exterior


@pytest.mark.parametrize(
    ("drawn", "why", "place"),
    [
        (BOW_TIE, "crosses", (500, 500)),
        (shapely.Polygon([(0, 0), (1000, 0), (500, 500), (1000, 1000), (0, 1000), (500, 500)]), "touches", (500, 500)),
        (shapely.Polygon(square(100).exterior, [HOLE]), "hole_outside", None),
        (shapely.Polygon(square(1000).exterior, [HOLE, shapely.box(250, 250, 300, 300).exterior]), "nested_holes", None),
        (shapely.MultiPolygon([square(1000), shapely.box(200, 200, 400, 400)]), "nested_parts", None),
        (shapely.MultiPolygon([square(1000), shapely.box(500, 500, 1500, 1500)]), "crosses", None),
        (shapely.Polygon([(0, 0), (500, 0), (1000, 0), (1000, 500), (1000, 1000), (0, 1000)], [[(500, 0), (1000, 500), (400, 400)]]), "disconnected", None),
        (shapely.MultiPolygon([square(1000), square(1000)]), "crosses", None),
        (shapely.Polygon([(0, 0), (100, 100), (0, 0), (0, 0)]), "too_few", (0, 0)),
    ],
)  # fmt: skip
def test_an_outline_that_encloses_nothing_is_told_with_its_place(
    draw: Draw, drawn: shapely.Geometry, why: str, place: tuple[float, float] | None
) -> None:
    (found,) = told(draw(("b01-boundary", "boundary", "site", drawn, {})))
    assert summed([found]) == [("not_valid", 1, "error")]
    values = dict(found.text.values)
    assert getattr(values["why"], "key", "") == f"site_shapes.why.{why}"
    at = shapely.Point([float(part) for part in re.findall(r"\((\S+); (\S+)\)", found.sentence("en"))[0]])
    corners = shapely.MultiPoint(shapely.get_coordinates(drawn))
    allowed = in_degrees(corners.envelope if place is None else shapely.Point(place))
    assert at.distance(allowed) < 2e-6  # six decimals of a degree are written


def test_a_reason_that_we_have_no_words_for_is_quoted(monkeypatch: pytest.MonkeyPatch) -> None:
    """With the middle of the area, where no place is given."""
    monkeypatch.setattr(shapely, "is_valid_reason", lambda _: "Strange ring")
    raw = pd.DataFrame({"shape_id": ["b01-boundary"], "geometry": [BOW_TIE]}, index=[7])
    (found,) = outline_problems(raw, None)
    for lang in LANGS:
        assert "“Strange ring”" in found.sentence(lang) and "(500.000000; 500.000000)" in found.sentence(lang)
    assert found.row == 7


def test_a_shape_of_another_part_of_the_world_is_told(draw: Draw, small: Path) -> None:
    """As a point is; whether its outline crosses itself there does not matter any more."""
    path = draw(BOUNDARY) / "site_shapes.geojson"
    content = json.loads(path.read_text("utf-8"))
    content["features"][0]["geometry"]["coordinates"][0][1] = [13.4, 52.5]
    path.write_text(json.dumps(content), "utf-8")
    region, problems = read_region(small)
    assert region is None
    (found,) = errors(problems)
    assert (found.text.key, found.table, found.row) == ("problems.out_of_zone", "site_shapes", 1)
    for lang in LANGS:
        assert "(13.400000; 52.500000)" in found.sentence(lang) and ZONE in found.sentence(lang)


def test_an_exclusion_that_crosses_itself_is_told_beside_all_other_defects(
    draw: Draw, change: Callable[[str, str, str], Path]
) -> None:
    change("places.csv", "core", "nowhere")
    folder = draw(BOUNDARY, ("b01-lake-1", "exclusion", "lake", BOW_TIE, {}))
    region, problems = read_region(folder)
    assert region is None
    assert {one.text.key for one in errors(problems)} >= {"site_shapes.not_valid", "problems.no_such_row"}


ALL = (
    BOUNDARY,
    ("b01-access-1", "access", "national", shapely.Point(0, 1 / 3), {}),
    ("b01-canal-1", "exclusion", "canal", shapely.LineString([(10, -10), (10, 2000)]), {"width_m": 12.5}),
    ("b01-lake-1", "exclusion", "lake", shapely.box(100, 100, 200, 1000 / 7), {"buffer_m": 1 / 3}),
)


@pytest.mark.parametrize(
    ("target", "points"), [("f", "csv"), ("g", "geojson"), ("w.xlsx", "csv"), ("p.gpkg", "csv")]
)
def test_shapes_come_back_from_every_format(draw: Draw, tmp_path: Path, target: str, points: Points) -> None:
    region, problems = read_region(draw(*ALL))
    assert region is not None, errors(problems)
    assert region.site_shapes["shape_id"].tolist() == [
        "b01-access-1",
        "b01-boundary",
        "b01-canal-1",
        "b01-lake-1",
    ]
    write_region(region, tmp_path / target, points)
    again, problems = read_region(tmp_path / target)
    assert again is not None and [one for one in problems if one.text.key.startswith("site_shapes.")] == []
    pd.testing.assert_frame_equal(again.site_shapes, region.site_shapes, check_exact=True)


def test_shapes_may_stand_in_csv_as_wkt(draw: Draw, small: Path) -> None:
    region, _ = read_region(draw(*ALL))
    (small / "site_shapes.geojson").unlink()
    again, problems = read_region(draw(*ALL, ending="csv"))
    assert region is not None and again is not None, errors(problems)
    plain, other = (one.site_shapes.drop(columns="geometry") for one in (region, again))
    pd.testing.assert_frame_equal(plain, other)
    pairs = zip(region.site_shapes["geometry"], again.site_shapes["geometry"], strict=True)
    assert all(shapely.equals_exact(ours, theirs, 1e-12) for ours, theirs in pairs)


def test_a_cell_that_is_no_wkt_is_told_once(draw: Draw, small: Path) -> None:
    draw(BOUNDARY, ending="csv")
    path = small / "site_shapes.csv"
    path.write_text(path.read_text("utf-8").replace("POLYGON ((", "POLIGON (("), "utf-8")
    _, problems = read_region(small)
    assert [(one.text.key, one.table, one.row) for one in errors(problems)] == [
        ("files.bad_shape", "site_shapes", 2)
    ]
