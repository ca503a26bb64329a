"""A written drawing is opened by ezdxf and by GDAL: same counts, same areas, layers of the circular, Vietnamese as it was."""

from __future__ import annotations

import os
import subprocess
import sys
from collections import Counter
from pathlib import Path
from typing import Any

import ezdxf
import pytest
import shapely
from ezdxf.document import Drawing as Document
from park_layouts import NAN, ZONE, block, no_lots, pieces_of, small_layout
from shapely.affinity import rotate

from parkwright.files.dxf import write_drawing
from parkwright.files.dxf.land_layers import land_layers, layer_of
from parkwright.files.dxf.lettering import letter_height
from parkwright.files.dxf.object_data import known_of
from parkwright.words import LANGS, say

CIRCULAR = {
    "DAT_SX_CONGNGHIEP", "DAT_DICHVU", "DAT_DAOTAONC", "DAT_HTXH_CAYXANHCC", "DAT_CAYXANHHANCHE", "DAT_CAYXANHCHUYENDUNG",
    "DAT_HTKT_DUONGGT", "DAT_HTKT_BAIDOXE", "DAT_HTKT_HATANGKHAC", "DAT_KHAC_SONGSUOI", "DAT_KHAC_HONUOC", "DAT_KHAC_CHUASUDUNG",
}  # fmt: skip
USES = {
    "road_main", "road_ring", "road_cross", "road_local", "road_access", "road_bridge", "road_turning_head", "road_existing",
    "lot", "lot_ready_built", "lot_multi_storey", "lot_office_lab", "service", "parking", "green_belt", "green_park", "green_bank",
    "green_corner", "green_isolation", "technical_wastewater", "technical_substation", "technical_water", "technical_waste",
    "water", "corridor_power", "protected", "reserve",
}  # fmt: skip


@pytest.fixture(scope="module")
def drawing(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("dxf") / "park.dxf"
    path.write_bytes(write_drawing(*small_layout(), ZONE, "vi"))
    return path


@pytest.fixture(scope="module")
def document(drawing: Path) -> Document:
    return ezdxf.readfile(drawing)


def test_every_use_stands_on_one_layer_of_the_circular() -> None:
    named = [use for layer in land_layers() for use in layer.uses]
    assert Counter(named) == Counter(USES)
    assert {layer.code for layer in land_layers()} <= CIRCULAR
    assert layer_of()["lot"] == "DAT_SX_CONGNGHIEP"
    assert layer_of()["road_turning_head"] == "DAT_HTKT_DUONGGT"


def test_layers_can_be_told_apart() -> None:
    assert len({layer.rgb for layer in land_layers()}) == len(land_layers())
    assert len({layer.aci for layer in land_layers()}) == len(land_layers())
    for lang in LANGS:
        assert len({say(f"dxf.layer.{layer.code}", lang) for layer in land_layers()}) == len(land_layers())


def test_nothing_to_mend(document: Document) -> None:
    audit = document.audit()
    assert (audit.errors, audit.fixes) == ([], [])
    assert document.dxfversion == "AC1027"
    assert document.header["$INSUNITS"] == 6
    assert document.header.custom_vars.get("PARKWRIGHT_ZONE") == ZONE


def test_layers_colours_and_names(document: Document) -> None:
    for land in land_layers():
        layer = document.layers.get(f"QHDH_{land.code}")
        assert (layer.rgb, layer.color) == (land.rgb, land.aci)
        assert layer.description == say(f"dxf.layer.{land.code}", "vi")


def test_every_piece_is_a_hatch_with_its_holes_and_closed_outlines(document: Document) -> None:
    pieces, lots = small_layout()
    space = document.modelspace()
    rings = sum(
        1 + len(part.interiors) for shape in pieces["geometry"] for part in getattr(shape, "geoms", [shape])
    )
    assert Counter(one.dxftype() for one in space) == {
        "HATCH": len(pieces), "LWPOLYLINE": rings + len(lots), "MTEXT": len(lots),
    }  # fmt: skip
    assert all(line.closed for line in space.query("LWPOLYLINE"))
    by_id = {known_of(hatch)["piece_id"]: hatch for hatch in space.query("HATCH")}
    for row in pieces.itertuples():
        hatch = by_id[row.piece_id]
        assert hatch.dxf.layer == f"QHDH_{layer_of()[str(row.use)]}"
        assert known_of(hatch)["area_m2"] == pytest.approx(row.area_m2, rel=1e-12)
        assert hatch.dxf.solid_fill == 1
    assert len(by_id["P9"].paths) == 3
    assert known_of(by_id["P2"]) == {
        "piece_id": "P2", "use": "road_main", "area_m2": pytest.approx(8640.0), "width_m": 24.0, "road_class": "main",
    }  # fmt: skip


def test_lots_carry_their_data_and_vietnamese_labels(document: Document) -> None:
    space = document.modelspace()
    lines = [known_of(line) for line in space.query('LWPOLYLINE[layer=="PARKWRIGHT_LOT"]')]
    assert [one["lot_id"] for one in lines] == list(small_layout()[1]["lot_id"])
    assert lines[0] == {
        "lot_id": "Lô Đ-01", "piece_id": "P1", "use": "lot", "area_m2": 5000.0, "frontage_m": 50.0, "depth_m": 100.0,
        "width_m": 50.0, "size_class": "small",
    }  # fmt: skip
    labels = [label.plain_text() for label in space.query("MTEXT")]
    assert labels[0] == "Lô Đ-01\n5.000,0 m²"
    assert labels[-1] == "Xưởng 2\n9.600,0 m²"
    style = document.styles.get("PARKWRIGHT_LABEL")
    assert (style.dxf.font, style.get_extended_font_data()[0]) == ("arial.ttf", "Arial")


def test_labels_lie_inside_their_lots_and_grow_with_them(document: Document) -> None:
    labels = list(document.modelspace().query("MTEXT"))
    for label, lot in zip(labels, small_layout()[1]["geometry"], strict=True):
        wide = max(len(line) for line in label.plain_text().split("\n")) * 0.6 * label.dxf.char_height
        x, y = label.dxf.insert.x, label.dxf.insert.y
        assert lot.contains(
            shapely.box(x - wide / 2, y - label.dxf.char_height, x + wide / 2, y + label.dxf.char_height)
        )
    assert labels[0].dxf.insert.isclose((590_045.0, 1_200_070.0, 0))
    assert labels[-1].dxf.char_height > 1.5 * labels[0].dxf.char_height


def test_gdal_reads_the_same(drawing: Path) -> None:
    features = by_gdal(drawing)
    pieces, lots = small_layout()
    fills = [feature for feature in features if feature["SubClasses"].endswith("AcDbHatch")]
    assert len(fills) == len(pieces)
    assert [feature["shape"].area for feature in fills] == pytest.approx(
        [shape.area for shape in pieces["geometry"]], rel=1e-6
    )
    assert [feature["Layer"] for feature in fills] == [f"QHDH_{layer_of()[use]}" for use in pieces["use"]]
    outlines = [feature for feature in features if feature["Layer"] == "PARKWRIGHT_LOT"]
    assert all(feature["shape"].is_closed for feature in outlines)
    assert [shapely.Polygon(feature["shape"].coords).area for feature in outlines] == pytest.approx(
        list(lots["area_m2"]), rel=1e-6
    )
    told = [feature["Text"] for feature in features if feature["SubClasses"].endswith("AcDbMText")]
    assert told[0] == "Lô Đ-01\n5.000,0 m²"
    assert len(told) == len(lots)


def by_gdal(path: Path) -> list[dict[str, Any]]:
    """All features of a drawing as GDAL reads them."""
    import pyogrio
    from pyogrio.raw import read

    before = pyogrio.get_gdal_config_option("DXF_ENCODING")
    pyogrio.set_gdal_config_options({"DXF_ENCODING": "UTF-8"})
    try:
        meta, _, wkb, columns = read(path)
    finally:
        pyogrio.set_gdal_config_options({"DXF_ENCODING": before})
    names = [str(name) for name in meta["fields"]]
    return [
        dict(zip(names, cells, strict=True)) | {"shape": shape}
        for cells, shape in zip(zip(*columns, strict=True), shapely.from_wkb(wkb), strict=True)
    ]


def test_english_labels_and_other_prefix(tmp_path: Path) -> None:
    path = tmp_path / "park.dxf"
    path.write_bytes(write_drawing(*small_layout(), ZONE, "en", "QHDD_"))
    document = ezdxf.readfile(path)
    assert document.modelspace().query("MTEXT").first.plain_text() == "Lô Đ-01\n5,000.0 m²"
    assert "QHDD_DAT_HTKT_DUONGGT" in document.layers
    assert "QHDH_DAT_HTKT_DUONGGT" not in document.layers


def test_signs_that_steer_a_text_stand_for_themselves(tmp_path: Path) -> None:
    pieces, lots = small_layout()
    lots.loc[0, "lot_id"] = r"A{1}\P^2"
    (tmp_path / "park.dxf").write_bytes(write_drawing(pieces, lots, ZONE, "vi"))
    label = ezdxf.readfile(tmp_path / "park.dxf").modelspace().query("MTEXT").first
    assert label.plain_text(fast=False).split("\n")[0] == r"A{1}\P^2"


def test_the_same_layout_gives_the_same_bytes() -> None:
    """Also in another process, where sets stand in another order."""
    program = (
        "import hashlib; from park_layouts import *; from parkwright.files.dxf import write_drawing;"
        "print(hashlib.sha256(write_drawing(*small_layout(), ZONE, 'vi')).hexdigest())"
    )
    made = Path(__file__).resolve().parents[1] / "made"
    told = {
        subprocess.run(
            [sys.executable, "-c", program], capture_output=True, text=True, check=True,
            env=os.environ | {"PYTHONHASHSEED": seed, "PYTHONPATH": str(made)},
        ).stdout
        for seed in ("1", "2")
    }  # fmt: skip
    assert len(told) == 1
    assert write_drawing(*small_layout(), ZONE, "vi") == write_drawing(*small_layout(), ZONE, "vi")


def test_the_switch_for_fixed_dates_is_put_back() -> None:
    write_drawing(*small_layout(), ZONE, "vi")
    assert ezdxf.options.write_fixed_meta_data_for_testing is False


def test_a_layout_without_pieces_is_an_empty_drawing(tmp_path: Path) -> None:
    path = tmp_path / "empty.dxf"
    path.write_bytes(write_drawing(pieces_of([]), no_lots(), ZONE, "vi"))
    assert len(ezdxf.readfile(path).modelspace()) == 0


@pytest.mark.parametrize(
    ("piece", "told"),
    [
        (("P1", "castle", NAN, "", block(0, 0, 10, 10)), "castle"),
        (("P\n1", "lot", NAN, "", block(0, 0, 10, 10)), "line breaks"),
        (("P1", "lot", NAN, "", shapely.Point(1, 1)), "polygon"),
        (("P1", "lot", NAN, "", shapely.Polygon()), "polygon"),
    ],
)
def test_what_no_drawing_can_hold_is_refused(piece: Any, told: str) -> None:
    with pytest.raises(ValueError, match=told):
        write_drawing(pieces_of([piece]), no_lots(), ZONE, "vi")


def test_a_lot_in_parts_is_refused_and_one_with_a_hole_has_both_rings(tmp_path: Path) -> None:
    pieces, lots = small_layout()
    parts = block(0, 0, 10, 10).union(block(20, 0, 30, 10))
    with pytest.raises(ValueError, match="2 parts"):
        write_drawing(pieces, lots.head(1).assign(geometry=[parts]), ZONE, "vi")
    ring = block(0, 0, 100, 100).difference(block(40, 40, 60, 60))
    (tmp_path / "park.dxf").write_bytes(
        write_drawing(pieces, lots.head(1).assign(geometry=[ring]), ZONE, "vi")
    )
    space = ezdxf.readfile(tmp_path / "park.dxf").modelspace()
    assert len(space.query('LWPOLYLINE[layer=="PARKWRIGHT_LOT"]')) == 2


def test_a_prefix_of_ones_own_is_refused() -> None:
    with pytest.raises(ValueError, match="QHDH_"):
        write_drawing(*small_layout(), ZONE, "vi", "MINE_")


def test_letters_fit_into_the_room_and_grow_with_it() -> None:
    lines = ["A-01", "9.999,5 m²"]
    assert letter_height(lines, 50.0, 100.0) == pytest.approx(0.7 * 50 / (10 * 0.62))
    assert letter_height(lines, 100.0, 20.0) == pytest.approx(0.7 * 20 / (2 * 1.6))
    assert letter_height(lines, 100.0, 200.0) == pytest.approx(2 * letter_height(lines, 50.0, 100.0))


@pytest.mark.parametrize(
    ("shape", "turned"),
    [
        (block(0, 0, 12, 100), 90.0),
        (block(0, 0, 50, 100), 0.0),
        (block(0, 0, 100, 12), 0.0),
        (rotate(block(0, 0, 100, 12), 30), 30.0),
        (rotate(block(0, 0, 100, 12), 150), -30.0),
        (rotate(block(0, 0, 12, 100), 10), -80.0),
        (block(0, 0, 100, 20).union(block(0, 0, 20, 100)), 0.0),
        (block(0, 0, 100, 100).difference(block(10, 0, 100, 90)), 0.0),
    ],
)
def test_labels_lie_along_narrow_lots_and_inside_bent_ones(
    shape: shapely.Polygon, turned: float, tmp_path: Path
) -> None:
    pieces, lots = small_layout()
    lots = lots.head(1).assign(geometry=[shape], area_m2=shape.area)
    (tmp_path / "park.dxf").write_bytes(write_drawing(pieces, lots, ZONE, "vi"))
    label = ezdxf.readfile(tmp_path / "park.dxf").modelspace().query("MTEXT").first
    assert label.dxf.rotation == pytest.approx(turned, abs=1e-4)
    x, y, height = label.dxf.insert.x, label.dxf.insert.y, label.dxf.char_height
    half = max(len(line) for line in label.plain_text().split("\n")) * 0.62 * height / 2
    written = rotate(shapely.box(x - half, y - 1.6 * height, x + half, y + 1.6 * height), turned)
    assert shape.contains(written)
