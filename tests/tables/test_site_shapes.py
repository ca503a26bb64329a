"""Shapes of sites at the door: each drawn as its role asks, exclusions along lines with a width, one boundary a site."""

from __future__ import annotations

import pandas as pd
import pytest
import shapely

from parkwright.tables import Problem, empty_frame, open_table, table
from parkwright.tables.site_shapes import check_site_shapes, kinds_of
from parkwright.words import LANGS

AREA = shapely.box(106.50, 10.80, 106.52, 10.82)
TWO_AREAS = shapely.MultiPolygon([AREA, shapely.box(106.53, 10.80, 106.54, 10.82)])
LINE = shapely.LineString([(106.51, 10.79), (106.51, 10.83)])
POINT = shapely.Point(106.50, 10.81)
Row = dict[str, object]


def shape(role: str, drawn: object, number: int = 1, /, **cells: object) -> Row:
    kind = {"boundary": "site", "access": "national"}.get(role, "canal")
    usual = {
        "shape_id": f"b01-{role}-{number}",
        "site_id": "b01",
        "role": role,
        "kind": kind,
        "geometry": drawn,
    }
    return usual | cells


BOUNDARY = shape("boundary", AREA)


def found(*shapes: Row) -> list[Problem]:
    """What is told of shapes of the sites b01 and b02; rows are numbered as in a file."""
    sites = open_table("sites", pd.DataFrame({"site_id": ["b01", "b02"], "status": "planned"}))
    opened = open_table("site_shapes", pd.DataFrame(shapes).set_axis(range(2, len(shapes) + 2)))
    frames = {"sites": sites.frame, "site_shapes": opened.frame}
    return list(check_site_shapes(frames, {"site_shapes": opened.rows}, opened.problems))


def only(*shapes: Row) -> tuple[str, str, int | None]:
    """The one defect of these shapes, which has a sentence in each language that names table, column and row."""
    (told,) = found(*shapes)
    assert told.severity == "error"
    for lang in LANGS:
        sentence = told.sentence(lang)
        assert "site_shapes" in sentence and told.column in sentence and str(told.row) in sentence
        assert "None" not in sentence and "{" not in sentence
    return told.text.key.removeprefix("site_shapes."), told.column, told.row


def test_shapes_as_they_should_be_are_not_told() -> None:
    assert found(
        BOUNDARY,
        shape("exclusion", LINE, width_m=20),
        shape("exclusion", AREA, 2),
        shape("exclusion", LINE, 3, width_m=0),
        shape("access", POINT),
        shape("required", AREA, kind="other"),
        shape("required", LINE, 2, kind="local"),
        shape("boundary", TWO_AREAS, 2, site_id="b02"),
    ) == []  # fmt: skip


def test_a_table_without_rows_is_not_told() -> None:
    frames = {name: empty_frame(name) for name in ("sites", "site_shapes")}
    assert list(check_site_shapes(frames, {"site_shapes": pd.Series(dtype="int64")}, ())) == []


@pytest.mark.parametrize("drawn", [LINE, POINT, shapely.Polygon(), shapely.GeometryCollection([AREA])])
def test_a_boundary_is_an_area(drawn: shapely.Geometry) -> None:
    assert only(shape("boundary", drawn)) == ("wrong_shape", "geometry", 2)


@pytest.mark.parametrize("drawn", [AREA, LINE, shapely.MultiPoint([POINT, POINT])])
def test_an_access_is_a_point(drawn: shapely.Geometry) -> None:
    assert only(BOUNDARY, shape("access", drawn)) == ("wrong_shape", "geometry", 3)


def test_an_exclusion_is_an_area_or_a_line() -> None:
    assert only(BOUNDARY, shape("exclusion", POINT, width_m=20)) == ("wrong_shape", "geometry", 3)


def test_a_required_piece_is_not_several_points() -> None:
    drawn = shapely.MultiPoint([(106.5, 10.8), (106.51, 10.8)])
    assert only(BOUNDARY, shape("required", drawn, kind="other")) == ("wrong_shape", "geometry", 3)


def test_what_is_drawn_and_what_is_needed_stand_in_the_sentence() -> None:
    (told,) = found(shape("boundary", LINE))
    assert told.sentence("en") == (
        "Table site_shapes, column geometry, row 2: the boundary of the site “b01” is drawn as a line, "
        "and an area (Polygon or MultiPolygon) is needed."
    )
    assert "ranh giới của khu đất “b01” được vẽ là một đường" in told.sentence("vi")


def test_an_exclusion_along_a_line_has_a_width() -> None:
    assert only(BOUNDARY, shape("exclusion", LINE)) == ("line_without_width", "width_m", 3)


def test_a_width_that_cannot_be_read_is_not_missing_too() -> None:
    """The door tells the cell; a second sentence for it would be one too many."""
    assert found(BOUNDARY, shape("exclusion", LINE, width_m="20 m")) == []


@pytest.mark.parametrize(
    ("role", "drawn", "kind"),
    [("boundary", AREA, "canal"), ("access", POINT, "canal"), ("access", POINT, "site"), ("exclusion", AREA, "site")],
)  # fmt: skip
def test_a_kind_goes_with_its_role(role: str, drawn: shapely.Geometry, kind: str) -> None:
    first = [] if role == "boundary" else [BOUNDARY]
    assert only(*first, shape(role, drawn, kind=kind)) == ("other_kind", "kind", len(first) + 2)


def test_kinds_of_access_are_the_classes_of_roads() -> None:
    kinds = table("site_shapes").columns["kind"].codes
    assert kinds_of("access") == (*table("road_edges").columns["class"].codes, "other")
    for role in table("site_shapes").columns["role"].codes:
        assert set(kinds_of(role)) <= set(kinds)


def test_a_kind_that_is_unknown_or_wrong_in_itself_is_not_told_here() -> None:
    assert found(BOUNDARY | {"kind": None}, shape("exclusion", AREA, kind="kanal")) == []


def test_a_site_has_one_boundary() -> None:
    """The one further down in the file is told, whatever their ids are."""
    told = found(shape("boundary", AREA, 9), shape("access", POINT), shape("boundary", AREA, 1))
    assert [(one.text.key, one.column, one.row) for one in told] == [
        ("site_shapes.two_boundaries", "role", 4)
    ]
    assert only(shape("boundary", AREA, 9), shape("boundary", AREA, 1)) == ("two_boundaries", "role", 3)
    assert "row 2" in told[0].sentence("en") and "dòng 2" in told[0].sentence("vi")


def test_a_site_with_shapes_has_a_boundary() -> None:
    shapes = [shape("access", POINT, number, site_id="b02") for number in (2, 1)]
    assert only(BOUNDARY, *shapes) == ("no_boundary", "role", 3)


@pytest.mark.parametrize(
    "lost",
    [
        shape("boundary", AREA, site_id="b0l"),  # its reference is told
        shape("boundary", AREA, role="bondary"),  # its role is told
        shape("boundary", AREA, role=None),
    ],
)
def test_a_boundary_that_may_be_a_row_already_told_is_not_missing(lost: Row) -> None:
    assert found(lost, shape("access", POINT)) == []
