"""Drawings as planners bring them: each repair worked by hand, each entity used or left out, nothing lost, nothing silent."""

from __future__ import annotations

import io
import math
from collections import Counter
from pathlib import Path
from typing import Any

import ezdxf
import numpy as np
import pytest
import shapely
from ezdxf.document import Drawing as Document
from hypothesis import given, settings
from hypothesis import strategies as st
from park_layouts import EAST, NAN, NORTH, ZONE, no_lots, pieces_of, small_layout
from shapely.geometry import Polygon

from parkwright.files.dxf import Drawing, read_drawing, write_drawing
from parkwright.files.dxf.closing import join_lines
from parkwright.files.dxf.ledger import Found
from parkwright.files.dxf.outlines import Curve
from parkwright.files.dxf.texts import read_text
from parkwright.words import LANGS, say

SQUARE = [(0.0, 0.0), (100.0, 0.0), (100.0, 100.0), (0.0, 100.0)]


@pytest.fixture
def document() -> Document:
    return ezdxf.new("R2013", units=6)


def taken(document: Document, folder: Path, **choices: Any) -> Drawing:
    """The drawing saved, read again, and its counts and sentences looked at."""
    path = folder / "plan.dxf"
    document.saveas(path)
    drawing = read_drawing(path, **choices)
    assert_reconciled(drawing)
    return drawing


def assert_reconciled(drawing: Drawing) -> None:
    counts, repairs = drawing.counts, drawing.repairs
    assert (counts["entities_in"] == counts["used"] + counts["left_out"]).all()
    assert counts["left_out"].sum() == repairs["left_out"].sum()
    for row in repairs.itertuples():
        for lang in LANGS:
            assert "{" not in say(row.text, lang)
            assert say(row.text, lang).encode()
    for frame in (drawing.polygons, drawing.lines, drawing.points, drawing.labels, repairs):
        assert frame.drop(columns=["geometry", "text"], errors="ignore").to_csv().encode()


def kinds(drawing: Drawing) -> list[str]:
    return list(drawing.repairs["kind"])


def sentences(drawing: Drawing, kind: str, lang: Any = "en") -> list[str]:
    return [say(one, lang) for one in drawing.repairs.loc[drawing.repairs["kind"] == kind, "text"]]


def count(drawing: Drawing, name: str) -> tuple[int, int, int]:
    row = drawing.counts.set_index("type").loc[name]
    return int(row["entities_in"]), int(row["used"]), int(row["left_out"])


# What write_drawing wrote


def test_own_drawing_comes_back(tmp_path: Path) -> None:
    path = tmp_path / "park.dxf"
    pieces, lots = small_layout()
    path.write_bytes(write_drawing(pieces, lots, ZONE, "vi"))
    drawing = read_drawing(path)
    assert_reconciled(drawing)
    assert (drawing.zone, drawing.problems) == (ZONE, ())
    assert set(kinds(drawing)) == {"outline_of_hatch"}
    drawn = Counter(entity.dxftype() for entity in ezdxf.readfile(path).modelspace())
    assert dict(zip(drawing.counts["type"], drawing.counts["entities_in"], strict=True)) == drawn
    back = drawing.polygons.set_index("object_id")
    assert list(back.loc[pieces["piece_id"], "use"]) == list(pieces["use"])
    assert list(back.loc[pieces["piece_id"], "area_m2"]) == pytest.approx(list(pieces["area_m2"]), rel=1e-9)
    assert list(back.loc[lots["lot_id"], "layer"]) == ["PARKWRIGHT_LOT"] * len(lots)
    assert back.loc["Lô Đ-01", "label"] == "Lô Đ-01\n5.000,0 m²"
    assert back.loc["P1", "label"] == ""
    assert back.loc["P5", "geometry"].equals(pieces.set_index("piece_id").loc["P5", "geometry"])


@st.composite
def polygon_with_holes(draw: st.DrawFn) -> Polygon:
    """A star-shaped outline of 30 to 100 m around a point of the zone, with up to three holes near its middle that do not touch."""
    corners = draw(st.integers(3, 12))
    radii = draw(st.lists(st.floats(30, 100), min_size=corners, max_size=corners))
    angles = 2 * np.pi * np.arange(corners) / corners
    outline = [(EAST + r * math.cos(a), NORTH + r * math.sin(a)) for r, a in zip(radii, angles, strict=True)]
    holes = draw(st.lists(st.floats(0.2, 2.0), max_size=3))
    discs = [
        shapely.Point(EAST - 5 + 5 * at, NORTH).buffer(size, quad_segs=draw(st.integers(1, 4)))
        for at, size in enumerate(holes)
    ]
    return Polygon(outline, [disc.exterior.coords for disc in discs])


@settings(max_examples=40, deadline=None)
@given(st.lists(polygon_with_holes(), min_size=1, max_size=3))
def test_round_trip_keeps_every_area(shapes: list[Polygon]) -> None:
    moved = [shapely.affinity.translate(shape, 300.0 * at) for at, shape in enumerate(shapes)]
    pieces = pieces_of([(f"P{at}", "reserve", NAN, "", shape) for at, shape in enumerate(moved)])
    content = write_drawing(pieces, no_lots(), ZONE, "vi")
    drawing = read_bytes(content)
    assert_reconciled(drawing)
    assert list(drawing.polygons["object_id"]) == list(pieces["piece_id"])
    assert list(drawing.polygons["area_m2"]) == pytest.approx([shape.area for shape in moved], rel=1e-9)


def read_bytes(content: bytes) -> Drawing:
    import tempfile

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "plan.dxf"
        path.write_bytes(content)
        return read_drawing(path)


# Outlines


def test_gap_of_30_cm_is_closed_and_told(document: Document, tmp_path: Path) -> None:
    """An open square whose last corner ends 0.3 m off its first: 100 x 100 less a triangle of 0.3 x 100 / 2."""
    document.modelspace().add_lwpolyline([(0.3, 0), (100, 0), (100, 100), (0, 100), (0, 0)])
    drawing = taken(document, tmp_path)
    assert drawing.polygons["area_m2"].tolist() == pytest.approx([10_000.0])
    handle = drawing.polygons["handle"].iloc[0]
    assert sentences(drawing, "closed") == [f"LWPOLYLINE {handle} had a gap of 0.300 m; it was closed."]
    assert sentences(drawing, "closed", "vi") == [f"Đường LWPOLYLINE {handle} hở 0,300 m; đã được khép kín."]
    assert kinds(drawing) == ["closed"]


def test_gap_of_3_m_is_left_open_and_told(document: Document, tmp_path: Path) -> None:
    document.modelspace().add_lwpolyline([(3, 0), (100, 0), (100, 100), (0, 100), (0, 0)])
    drawing = taken(document, tmp_path)
    assert len(drawing.polygons) == 0
    assert drawing.lines["length_m"].tolist() == pytest.approx([397.0])
    assert kinds(drawing) == ["left_open"]
    assert "open by 3.000 m" in sentences(drawing, "left_open")[0]
    assert kinds(taken(document, tmp_path, tolerance_m=3.5)) == ["closed"]


def test_lines_and_an_arc_are_joined(document: Document, tmp_path: Path) -> None:
    """Three sides as LINEs, turned as they come, and a half circle of radius 50 as the fourth; one end is 0.2 m off."""
    space = document.modelspace()
    space.add_line((0, 0), (100, 0))
    space.add_line((100, 100), (100, 0))
    space.add_line((0, 100.2), (0, 0))
    space.add_arc((50, 100), 50, 0, 180)
    drawing = taken(document, tmp_path, sag_m=0.001)
    assert drawing.polygons["area_m2"].tolist() == pytest.approx([10_000 + math.pi * 2500 / 2], abs=0.5)
    assert kinds(drawing) == ["joined"] * 4
    assert "closed outline of 4 entities" in sentences(drawing, "joined")[0]
    assert count(drawing, "LINE") == (3, 3, 0)
    assert count(drawing, "ARC") == (1, 1, 0)


def test_lines_of_different_layers_are_not_joined(document: Document, tmp_path: Path) -> None:
    space = document.modelspace()
    for at in range(4):
        space.add_line(SQUARE[at], SQUARE[(at + 1) % 4], dxfattribs={"layer": "A" if at else "B"})
    drawing = taken(document, tmp_path)
    assert (len(drawing.polygons), len(drawing.lines)) == (0, 4)


def test_where_three_ends_meet_nothing_is_joined(document: Document, tmp_path: Path) -> None:
    space = document.modelspace()
    for end in ((100, 0), (0, 100), (-100, 0)):
        space.add_line((0, 0), end)
    drawing = taken(document, tmp_path)
    assert (len(drawing.lines), kinds(drawing)) == (3, ["branching"] * 3)


def test_curved_outlines(document: Document, tmp_path: Path) -> None:
    """A circle, an ellipse, a polyline that is two half circles (bulge 1), a closed spline around the unit of its hull."""
    space = document.modelspace()
    space.add_circle((0, 0), 10)
    space.add_ellipse((100, 0), (20, 0), 0.5)
    space.add_lwpolyline([(200, 0, 1), (220, 0, 1)], format="xyb", close=True)
    spline = space.add_spline([(300, 0), (310, 0), (310, 10), (300, 10), (300, 0)])
    drawing = taken(document, tmp_path, sag_m=1e-5)
    assert drawing.polygons["area_m2"].tolist()[:3] == pytest.approx(
        [math.pi * 100, math.pi * 200, math.pi * 100], rel=1e-4
    )
    assert drawing.polygons["handle"].tolist()[3] == spline.dxf.handle
    assert drawing.polygons["area_m2"].iloc[3] > 100


def test_outline_that_crosses_itself(document: Document, tmp_path: Path) -> None:
    """A bow tie: two triangles of 100 x 50 / 2."""
    document.modelspace().add_lwpolyline([(0, 0), (100, 100), (100, 0), (0, 100)], close=True)
    drawing = taken(document, tmp_path)
    assert drawing.polygons["area_m2"].tolist() == pytest.approx([5000.0])
    assert kinds(drawing) == ["crosses_itself"]


def test_outline_drawn_twice_and_outline_of_a_hatch(document: Document, tmp_path: Path) -> None:
    space = document.modelspace()
    first = space.add_lwpolyline(SQUARE, close=True)
    space.add_lwpolyline(SQUARE[2:] + SQUARE[:2], close=True)
    far = [(x + 500, y) for x, y in SQUARE]
    space.add_hatch().paths.add_polyline_path(far, is_closed=True)
    space.add_lwpolyline(list(reversed(far)), close=True)
    drawing = taken(document, tmp_path)
    assert drawing.polygons["area_m2"].tolist() == pytest.approx([10_000, 10_000])
    assert kinds(drawing) == ["drawn_twice", "outline_of_hatch"]
    assert f"the same as {first.dxf.handle} " in sentences(drawing, "drawn_twice")[0]
    assert count(drawing, "LWPOLYLINE") == (3, 2, 1)


@pytest.mark.parametrize(("style", "area"), [(0, 10_000 - 3600 + 400), (1, 10_000 - 3600), (2, 10_000)])
def test_hatch_styles(document: Document, tmp_path: Path, style: int, area: float) -> None:
    """Squares of 100, 60 and 20 m within each other: odd parity, outermost only, no holes."""
    hatch = document.modelspace().add_hatch(dxfattribs={"hatch_style": style})
    for low, high in ((0, 100), (20, 80), (40, 60)):
        hatch.paths.add_polyline_path([(low, low), (high, low), (high, high), (low, high)], is_closed=True)
    assert taken(document, tmp_path).polygons["area_m2"].tolist() == pytest.approx([area])


def test_hatch_with_arcs_lines_and_a_round_hole(document: Document, tmp_path: Path) -> None:
    """A square of 100 m with a half circle of radius 50 on top, drawn as edges in any direction, a hole of radius 10."""
    hatch = document.modelspace().add_hatch()
    outer = hatch.paths.add_edge_path()
    outer.add_line((0, 100), (0, 0))
    outer.add_line((0, 0), (100, 0))
    outer.add_line((100, 0), (100, 100))
    outer.add_arc((50, 100), 50, 0, 180)
    hatch.paths.add_edge_path(flags=16).add_arc((50, 50), 10, 0, 360)
    drawing = taken(document, tmp_path, sag_m=1e-4)
    area = 10_000 + math.pi * 1250 - math.pi * 100
    assert drawing.polygons["area_m2"].tolist() == pytest.approx([area], rel=1e-5)
    assert len(drawing.polygons["geometry"].iloc[0].interiors) == 1


def test_hatch_of_two_half_circles(document: Document, tmp_path: Path) -> None:
    """Bulges of 1, and the same seen from below, where x changes its sign."""
    space = document.modelspace()
    for extrusion in ((0, 0, 1), (0, 0, -1)):
        hatch = space.add_hatch(dxfattribs={"extrusion": extrusion})
        hatch.paths.add_polyline_path([(100, 0, 1), (120, 0, 1)], is_closed=True)
    drawing = taken(document, tmp_path, sag_m=1e-4)
    assert drawing.polygons["area_m2"].tolist() == pytest.approx([math.pi * 100] * 2, rel=1e-4)
    assert [round(shape.centroid.x) for shape in drawing.polygons["geometry"]] == [110, -110]


def test_heights_are_dropped_and_told(document: Document, tmp_path: Path) -> None:
    document.modelspace().add_polyline3d([(0, 0, 1.5), (10, 0, 2.5), (10, 10, 2.5)], close=True)
    drawing = taken(document, tmp_path)
    assert drawing.polygons["area_m2"].tolist() == pytest.approx([50.0])
    assert "heights from 1.50 m to 2.50 m" in sentences(drawing, "heights")[0]


def test_what_is_no_outline(document: Document, tmp_path: Path) -> None:
    space = document.modelspace()
    space.add_lwpolyline([(0, 0), (10, 0)], close=True)
    space.add_lwpolyline([(5, 5), (5, 5)])
    space.add_point((1, 2))
    space.add_hatch()
    space.add_ray((0, 0), (1, 0))
    space.add_solid([(0, 0), (10, 0), (0, 10), (10, 10)])
    drawing = taken(document, tmp_path)
    assert sorted(kinds(drawing)) == ["no_area", "no_area_hatch", "no_length", "unsupported"]
    assert drawing.points["geometry"].iloc[0].equals(shapely.Point(1, 2))
    assert drawing.polygons["area_m2"].tolist() == pytest.approx([100.0])
    assert count(drawing, "RAY") == (1, 0, 1)


def test_sheets_are_left_out(document: Document, tmp_path: Path) -> None:
    document.layout("Layout1").add_line((0, 0), (1, 1))
    drawing = taken(document, tmp_path)
    assert drawing.repairs["left_out"].all()
    assert "stands on the sheet “Layout1”" in sentences(drawing, "paper_space")[-1]


# Blocks


def test_nested_block_is_taken_apart_at_its_place(document: Document, tmp_path: Path) -> None:
    """A unit square, twice as large in a block, that block turned by 90° and three times as large at (100, 200):
    (0..2, 0..2) * 3, turned left -> x 94..100, y 200..206."""
    inner = document.blocks.new("INNER")
    inner.add_lwpolyline([(0, 0), (1, 0), (1, 1), (0, 1)], close=True)
    inner.add_text("A1", height=0.1, dxfattribs={"insert": (0.4, 0.4)})
    outer = document.blocks.new("OUTER")
    outer.add_blockref("INNER", (0, 0), dxfattribs={"xscale": 2, "yscale": 2})
    document.modelspace().add_blockref(
        "OUTER", (100, 200), dxfattribs={"xscale": 3, "yscale": 3, "rotation": 90, "layer": "PLAN"}
    )
    drawing = taken(document, tmp_path)
    assert drawing.polygons["geometry"].iloc[0].bounds == pytest.approx((94, 200, 100, 206))
    assert drawing.polygons[["layer", "label"]].values.tolist() == [["PLAN", "A1"]]
    assert drawing.polygons["handle"].iloc[0].count(">") == 2
    assert kinds(drawing) == ["exploded", "exploded"]
    assert count(drawing, "INSERT") == (2, 2, 0)
    assert count(drawing, "LWPOLYLINE") == (1, 1, 0)


def test_rows_of_blocks_mirrored_ones_and_attributes(document: Document, tmp_path: Path) -> None:
    shape = document.blocks.new("LOT")
    shape.add_lwpolyline([(0, 0), (10, 0), (10, 20), (0, 20)], close=True)
    shape.add_attdef("ID", (4, 10), height=1)
    space = document.modelspace()
    row = space.add_blockref("LOT", (0, 0), dxfattribs={"column_count": 3, "column_spacing": 12})
    row.add_attrib("ID", "Lô 7", (4, 10), dxfattribs={"height": 1})
    space.add_blockref("LOT", (100, 0), dxfattribs={"xscale": -1, "yscale": 2})
    drawing = taken(document, tmp_path)
    assert drawing.polygons["area_m2"].tolist() == pytest.approx([200, 200, 200, 400])
    assert drawing.polygons["geometry"].iloc[3].bounds == pytest.approx((90, 0, 100, 40))
    assert drawing.polygons["label"].iloc[0] == "Lô 7"
    assert count(drawing, "ATTRIB")[0] >= 1


def test_blocks_that_lead_nowhere(document: Document, tmp_path: Path) -> None:
    space = document.modelspace()
    space.add_blockref("ABSENT", (0, 0))
    document.blocks.new("EMPTY")
    space.add_blockref("EMPTY", (0, 0))
    snake = document.blocks.new("SNAKE")
    snake.add_blockref("SNAKE", (1, 1))
    space.add_blockref("SNAKE", (0, 0))
    space.add_blockref("NAMELESS", (0, 0)).dxf.discard("name")
    document.add_xref_def("other.dxf", "OTHER")
    space.add_blockref("OTHER", (0, 0))
    drawing = taken(document, tmp_path)
    assert sorted(kinds(drawing)) == [
        "circular_block",
        "empty_block",
        "exploded",
        "no_block",
        "no_block",
        "xref",
    ]
    assert "other.dxf" in sentences(drawing, "xref")[0]
    assert count(drawing, "INSERT") == (6, 2, 4)


def test_gdal_agrees_on_blocks_and_curves(document: Document, tmp_path: Path) -> None:
    """A second opinion: nested blocks scaled, turned and mirrored land where GDAL puts them; curves as near as its chords (4 degrees)."""
    from pyogrio.raw import read

    document.blocks.new("B").add_lwpolyline([(0, 0), (10, 0), (10, 5), (0, 5)], close=True)
    nested = {"xscale": 2, "yscale": 1.5, "rotation": 20}
    document.blocks.new("C").add_blockref("B", (3, 1), dxfattribs=nested)
    space = document.modelspace()
    space.add_blockref("C", (100, 50), dxfattribs={"xscale": 3, "yscale": 3, "rotation": 35})
    space.add_blockref("C", (300, 50), dxfattribs={"xscale": -3, "yscale": 3, "rotation": 35})
    space.add_lwpolyline([(0, 0, 0.5), (20, 0, -0.3), (20, 20, 0)], format="xyb", close=True)
    space.add_circle((50, 50), 7)
    space.add_open_spline([(200, 0), (220, 5), (230, 30), (205, 20), (200, 0)])
    ours = list(taken(document, tmp_path).polygons["geometry"])
    theirs = [
        Polygon(shapely.get_coordinates(line)) for line in shapely.from_wkb(read(tmp_path / "plan.dxf")[2])
    ]
    assert len(ours) == len(theirs) == 5
    for one, other in zip(ours[:2], theirs[:2], strict=True):
        assert one.symmetric_difference(other).area < 1e-6 * one.area
    for one, other in zip(ours[2:], theirs[2:], strict=True):
        assert one.symmetric_difference(other).area < 0.01 * one.area


# Texts


def test_labels_belong_to_the_smallest_polygon(document: Document, tmp_path: Path) -> None:
    space = document.modelspace()
    space.add_lwpolyline(SQUARE, close=True)
    space.add_lwpolyline([(10, 10), (40, 10), (40, 40), (10, 40)], close=True)
    space.add_mtext("{\\fArial|b1;Lô} A1\\P900 m²", dxfattribs={"insert": (15, 30), "char_height": 2})
    space.add_text("Khu đất", height=3, dxfattribs={"insert": (60, 60)})
    space.add_text("500 m%%d", height=3, dxfattribs={"insert": (500, 500)})
    space.add_text("  ", height=3)
    drawing = taken(document, tmp_path)
    assert drawing.polygons["label"].tolist() == ["Khu đất", "Lô A1\n900 m²"]
    assert drawing.labels["text"].tolist() == ["Lô A1\n900 m²", "Khu đất", "500 m°"]
    assert drawing.labels["polygon"].isna().tolist() == [False, False, True]
    assert kinds(drawing) == ["empty_text"]


def test_text_that_begins_left_of_its_lot_belongs_to_the_lot(document: Document, tmp_path: Path) -> None:
    space = document.modelspace()
    space.add_lwpolyline([(0, 0), (20, 0), (20, 20), (0, 20)], close=True)
    space.add_lwpolyline([(-20, 0), (0, 0), (0, 20), (-20, 20)], close=True)
    space.add_text("LONG NAME", height=3, dxfattribs={"insert": (-1, 10)})
    assert taken(document, tmp_path).polygons["label"].tolist() == ["LONG NAME", ""]


def test_tcvn3_and_vni_become_unicode_and_the_original_stays(document: Document, tmp_path: Path) -> None:
    space = document.modelspace()
    document.styles.new("CU", dxfattribs={"font": ".VnTimeH.ttf"})
    document.styles.new("CU2", dxfattribs={"font": "VNI-Helve.ttf"})
    space.add_lwpolyline(SQUARE, close=True, dxfattribs={"layer": "Khu c«ng nghiÖp"})
    for words, style in (
        ("§Êt c«ng nghiÖp", "Standard"), ("L« ®Êt", "CU"), ("soá 1", "CU2"), ("Lô số 2", "CU"),
    ):  # fmt: skip
        space.add_text(words, height=2, dxfattribs={"insert": (20, 20), "style": style})
    space.add_mtext("{\\f.VnTime|b0|i0;Hå}", dxfattribs={"insert": (20, 20), "char_height": 2})
    drawing = taken(document, tmp_path)
    assert drawing.labels["text"].tolist() == ["Đất công nghiệp", "LÔ ĐẤT", "số 1", "Lô số 2", "Hồ"]
    assert drawing.labels["text_drawn"].tolist() == ["§Êt c«ng nghiÖp", "L« ®Êt", "soá 1", "Lô số 2", "Hå"]
    assert drawing.labels["encoding"].tolist() == ["TCVN3", "TCVN3", "VNI", "", "TCVN3"]
    assert drawing.polygons[["layer", "layer_drawn"]].values.tolist() == [
        ["Khu công nghiệp", "Khu c«ng nghiÖp"]
    ]
    assert kinds(drawing).count("decoded") == 4
    assert sentences(drawing, "layer_decoded", "vi") == [
        "Tên lớp “Khu c«ng nghiÖp” theo bảng mã TCVN3; đọc là “Khu công nghiệp”."
    ]


@pytest.mark.parametrize(
    ("words", "page", "font", "read", "encoding"),
    [
        ("Khu công nghiê\u0323p", "cp1258", "", "Khu công nghiệp", ""),
        ("Đa\u0303 quy hoa\u0323ch", "cp1258", "arial.ttf", "Đã quy hoạch", ""),
        (b"Khu c\xabng nghi\xd6p".decode("cp1258"), "cp1258", ".VnTime", "Khu công nghiệp", "TCVN3"),
        (b"\xa7\xcat".decode("cp1258"), "cp1258", "", "Đất", "TCVN3"),
        (b"Khu c\xabng nghi\xd6p".decode("utf-8", "surrogateescape"), "utf-8", "", "Khu công nghiệp", "TCVN3"),
        ("Khu A", "utf-8", ".VnTime", "Khu A", ""),
    ],
)  # fmt: skip
def test_code_pages(words: str, page: str, font: str, read: str, encoding: str) -> None:
    reading = read_text(words, page, font)
    assert (reading.text, reading.encoding, reading.damaged) == (read, encoding, False)


def test_lost_letters_are_told() -> None:
    reading = read_text("Khu c\udc81ng", "utf-8")
    assert (reading.text, reading.damaged) == ("Khu c\ufffdng", True)


def test_letters_that_no_file_can_hold_are_told(document: Document, tmp_path: Path) -> None:
    """Bytes that are neither UTF-8 nor letters of an old font, in the names of a layer and of a block."""
    document.blocks.new("BLOCKX").add_point((0, 0))
    document.modelspace().add_blockref("BLOCKX", (0, 0), dxfattribs={"layer": "LAYERX"})
    document.layers.add("LAYERX")
    document.saveas(tmp_path / "plan.dxf")
    drawing = read_bytes(
        (tmp_path / "plan.dxf").read_bytes().replace(b"LAYERX", b"L\x81").replace(b"BLOCKX", b"B\x81")
    )
    assert_reconciled(drawing)
    assert drawing.points[["layer", "layer_drawn"]].values.tolist() == [["L\ufffd", "L\ufffd"]]
    assert sorted(kinds(drawing)) == ["damaged_text", "exploded"]


@pytest.mark.parametrize("change", ["crlf", "bom", "comment", "blank lines at the end"])
def test_files_as_other_programs_write_them(change: str) -> None:
    content = own()
    content = {
        "crlf": content.replace(b"\n", b"\r\n"),
        "bom": b"\xef\xbb\xbf" + content,
        "comment": b"999\nmade by hand\n" + content,
        "blank lines at the end": content + b"\r\n\r\n",
    }[change]
    drawing = read_bytes(content)
    assert drawing.problems == ()
    assert len(drawing.polygons) == 15
    assert drawing.labels["text"].iloc[0] == "Lô Đ-01\n5.000,0 m²"


@pytest.mark.parametrize("version", ["R12", "R2000", "R2004", "R2007", "R2010", "R2018"])
def test_every_version(version: str) -> None:
    document = ezdxf.new(version, units=6)
    document.modelspace().add_polyline2d(SQUARE, close=True)
    stream = io.StringIO()
    document.write(stream)
    drawing = read_bytes(document.encode(stream.getvalue()))
    assert drawing.polygons["area_m2"].tolist() == pytest.approx([10_000.0])


def test_old_drawing_on_the_vietnamese_code_page(tmp_path: Path) -> None:
    """R2000, ANSI_1258, as CAD programs in Viet Nam wrote them: bytes of TCVN3 behind a .Vn font, Unicode beside them."""
    document = ezdxf.new("R2000", units=6)
    document.encoding = "cp1258"
    document.styles.new("VN", dxfattribs={"font": ".VnArial.ttf"})
    space = document.modelspace()
    space.add_text("MARK1", height=2, dxfattribs={"style": "VN"})
    space.add_text("MARK2", height=2)
    stream = io.StringIO()
    document.write(stream)
    content = document.encode(stream.getvalue())
    content = content.replace(b"MARK1", b"\xa7\xcat c\xabng nghi\xd6p").replace(
        b"MARK2", "Đô thị".encode("cp1258", "ignore")
    )
    drawing = read_bytes(content)
    assert drawing.labels["text"].iloc[0] == "Đất công nghiệp"
    assert drawing.labels["text"].iloc[1].startswith("Đô th")


# Units, zone, layers


def test_millimetres_become_metres(document: Document, tmp_path: Path) -> None:
    document.header["$INSUNITS"] = 4
    document.modelspace().add_lwpolyline([(0.0, 0.0), (99_700.0, 0.0), (100_000.0, 50_000.0), (300.0, 0.0)])
    document.modelspace().add_text("A", height=1000, dxfattribs={"insert": (50_000, 10_000)})
    drawing = taken(document, tmp_path)
    assert drawing.polygons["area_m2"].tolist() == pytest.approx([Polygon([(0, 0), (99.7, 0), (100, 50), (0.3, 0)]).buffer(0).area])  # fmt: skip
    assert drawing.labels["geometry"].iloc[0].equals(shapely.Point(50, 10))
    assert sentences(drawing, "scaled") == [
        "The drawing is in the unit Millimeters; its coordinates were multiplied by 0.001 to give metres."
    ]
    assert "had a gap of 0.300 m" in sentences(drawing, "closed")[0]


@pytest.mark.parametrize("unit", [0, 99])
def test_unknown_unit_is_told(document: Document, tmp_path: Path, unit: int) -> None:
    document.header["$INSUNITS"] = unit
    document.modelspace().add_lwpolyline(SQUARE, close=True)
    drawing = taken(document, tmp_path)
    assert [(found.severity, found.sentence("en")) for found in drawing.problems] == [
        (
            "warning",
            "The drawing plan.dxf does not tell its unit ($INSUNITS); its numbers are taken for metres.",
        )
    ]
    assert drawing.polygons["area_m2"].tolist() == pytest.approx([10_000.0])
    assert drawing.zone is None


def test_zone_out_of_the_geographic_location(document: Document, tmp_path: Path) -> None:
    location = document.modelspace().new_geodata()
    location.coordinate_system_definition = (
        '<?xml version="1.0" encoding="UTF-16" standalone="no" ?><Dictionary version="1.0" '
        'xmlns="http://www.osgeo.org/mapguide/coordinatesystem"><Alias id="9210" type="CoordinateSystem">'
        '<ObjectId>VN2000</ObjectId><Namespace>EPSG Code</Namespace></Alias><Axis uom="METER"><CoordinateSystemAxis>'
        "<AxisOrder>1</AxisOrder><AxisName>Easting</AxisName><AxisAbbreviation>E</AxisAbbreviation><AxisDirection>east"
        "</AxisDirection></CoordinateSystemAxis></Axis></Dictionary>"
    )
    assert taken(document, tmp_path).zone == "EPSG:9210"


def test_hidden_layers_are_taken_and_told(document: Document, tmp_path: Path) -> None:
    document.layers.add("OLD").off()
    document.modelspace().add_lwpolyline(SQUARE, close=True, dxfattribs={"layer": "OLD"})
    drawing = taken(document, tmp_path)
    assert (len(drawing.polygons), kinds(drawing)) == (1, ["layer_hidden"])


# Broken files


def own(binary: bool = False) -> bytes:
    if not binary:
        return write_drawing(*small_layout(), ZONE, "vi")
    document = ezdxf.new("R2013", units=6)
    document.modelspace().add_lwpolyline(SQUARE, close=True)
    stream = io.BytesIO()
    document.write(stream, fmt="bin")
    return stream.getvalue()


def test_binary_dxf_is_read() -> None:
    drawing = read_bytes(own(binary=True))
    assert drawing.polygons["area_m2"].tolist() == pytest.approx([10_000.0])


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"", "the file is empty"),
        (b"  \n\n", "the file is empty"),
        (
            b"Dear Sir or Madam,\nplease find the drawing attached.\n",
            "it is a text file with the ending .dxf",
        ),
        (bytes(range(256)) * 40, "its content is not of the kind .dxf"),
        (b"AC1027\x00\x00\x00", "it is a DWG file; save it as DXF"),
        (b"PK\x03\x04....", "it is an Excel workbook or an archive"),
        (b"%PDF-1.7", "it is a PDF file"),
        (b"\xff\xfe0\x00\n\x00", "it is UTF-16 text"),
        (b"AutoCAD Binary DXF\r\n\x1a\x00\x00\x00", "the file ends in the middle"),
        (b"0\nSECTION\n2\nENTITIES\n", "the file ends in the middle"),
    ],
)
def test_what_is_no_drawing_is_one_sentence(content: bytes, told: str, tmp_path: Path) -> None:
    path = tmp_path / "plan.dxf"
    path.write_bytes(content)
    drawing = read_drawing(path)
    assert [found.sentence("en") for found in drawing.problems] == [
        f"The drawing plan.dxf cannot be opened ({told})."
    ]
    assert str(tmp_path) not in drawing.problems[0].sentence("vi")
    assert len(drawing.polygons) == len(drawing.counts) == len(drawing.repairs) == 0


def test_absent_file_and_folder_are_one_sentence(tmp_path: Path) -> None:
    assert read_drawing(tmp_path / "no.dxf").problems[0].sentence("en").endswith("(it is no longer there).")
    assert read_drawing(tmp_path).problems[0].sentence("en").endswith("(it is a folder).")


@pytest.mark.parametrize("share", [0.1, 0.35, 0.6, 0.9, 0.999])
@pytest.mark.parametrize("binary", [False, True])
def test_cut_short_is_one_sentence(share: float, binary: bool) -> None:
    content = own(binary)
    drawing = read_bytes(content[: int(len(content) * share)])
    assert [found.severity for found in drawing.problems] == ["error"]
    assert "ends in the middle" in drawing.problems[0].sentence("en")


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_damage_anywhere_never_ends_in_a_traceback(data: st.DataObject) -> None:
    """Lines of a sound drawing replaced, dropped or doubled: it is read with what can be told, or it is one sentence."""
    lines = own().split(b"\n")
    for _ in range(data.draw(st.integers(1, 4))):
        at = data.draw(st.integers(0, len(lines) - 4))
        lines[at : at + 1] = data.draw(
            st.sampled_from(
                [[], [lines[at]] * 2, [b"nan"], [b"-1"], [b"1e999"], [b"xyz"], [b"\xff\xfe"], [b"0"], [b"10"]]
            )
        )
    drawing = read_bytes(b"\n".join(lines))
    assert len([found for found in drawing.problems if found.severity == "error"]) <= 1
    if not drawing.problems:
        assert_reconciled(drawing)


def test_damaged_structure_is_rebuilt_and_told() -> None:
    content = own().replace(b"LWPOLYLINE\n  5\n3F\n", b"LWPOLYLINE\n  5\n3F\nxyz\n", 1)
    drawing = read_bytes(content)
    assert "mended" in kinds(drawing) or drawing.problems


# Choices and joints


@pytest.mark.parametrize("choice", [{"tolerance_m": 0.0}, {"sag_m": -1.0}])
def test_a_tolerance_of_nothing_is_refused(choice: dict[str, float], tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="above 0"):
        read_drawing(tmp_path / "plan.dxf", **choice)


@settings(max_examples=60, deadline=None)
@given(st.randoms(use_true_random=False), st.integers(3, 12), st.floats(0, 0.2))
def test_shuffled_sides_of_a_polygon_become_the_polygon(random: Any, corners: int, gap: float) -> None:
    """However the sides are ordered and turned, and with gaps below the tolerance, one ring comes out with all of them."""
    angles = [2 * math.pi * at / corners for at in range(corners)]
    ring = [(100 * math.cos(a), 100 * math.sin(a)) for a in angles]
    sides = []
    for at in range(corners):
        side = [ring[at], (ring[(at + 1) % corners][0] + gap, ring[(at + 1) % corners][1])]
        sides.append(side if random.random() < 0.5 else side[::-1])
    random.shuffle(sides)
    found = Found(None, "1", "LINE", "0")
    chains = join_lines([Curve(found, np.array(side), False) for side in sides], 0.5)
    assert [sorted(chain.members) for chain in chains] == [list(range(corners))]
    assert chains[0].ring
    assert chains[0].gap_m == pytest.approx(gap)
    assert Polygon(chains[0].corners).area == pytest.approx(Polygon(ring).area, rel=0.02)


def test_mirrored_extrusion_lands_where_cad_shows_it(document: Document, tmp_path: Path) -> None:
    """An entity seen from below (extrusion 0, 0, -1), as mirroring in old CAD programs left it: x changes its sign."""
    line = document.modelspace().add_lwpolyline([(10, 0), (20, 0), (20, 5), (10, 5)], close=True)
    line.dxf.extrusion = (0, 0, -1)
    assert taken(document, tmp_path).polygons["geometry"].iloc[0].bounds == pytest.approx((-20, 0, -10, 5))
