"""What ``layout`` leaves in its folder for each scheme: drawings in both languages, a PDF, a workbook; all of the same land."""

from __future__ import annotations

import io
import json
from pathlib import Path
from typing import Any

import geopandas as gpd
import pandas as pd
import pytest
from python_calamine import CalamineWorkbook
from shapely.geometry import Point, box

import parkwright.figures.layout
from parkwright.cli import main
from parkwright.cli.lay_out import _drawings
from parkwright.figures.layout import Drawn
from parkwright.files.layout_workbook import sheet_name
from parkwright.files.site_file import SiteFile
from parkwright.steps.layout import LaidOut
from parkwright.words import text

WEST, SOUTH = 603_000.0, 1_191_000.0
CHOICES = ("skeletons=50", "cut=4", "schemes=2")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    here = tmp_path_factory.mktemp("layout")
    shapes = gpd.GeoDataFrame(
        {"role": ["boundary", "access"], "kind": ["site", "local"], "evidence": ["assumed", "assumed"]},
        geometry=[box(WEST, SOUTH, WEST + 500, SOUTH + 400), Point(WEST, SOUTH + 200)],
        crs="EPSG:9210",
    )
    shapes.to_file(here / "small.gpkg", layer="site_shapes", driver="GPKG")
    (here / "mix.csv").write_text("premises_type,area_m2,count\nland,3000,12\n", "utf-8")
    chosen = [word for choice in CHOICES for word in ("--set", choice)]
    words = [
        "layout",
        str(here / "small.gpkg"),
        "--mix",
        str(here / "mix.csv"),
        "--out",
        str(here / "out"),
        "--all-drawings",
        *chosen,
    ]
    with pytest.raises(SystemExit) as end:
        main(words)
    assert not end.value.code
    return here / "out"


def test_each_scheme_has_its_files(folder: Path) -> None:
    schemes = [
        one["scheme_id"] for one in json.loads((folder / "manifest.json").read_text("utf-8"))["schemes"]
    ]
    assert schemes[0] == "a"
    for scheme in schemes:
        stem = "layout" if scheme == "a" else f"layout.{scheme}"
        for ending in ("vi.svg", "en.svg", "pdf", "xlsx", "gpkg"):
            assert (folder / f"{stem}.{ending}").stat().st_size > 5000, f"{stem}.{ending}"


def test_the_workbook_holds_the_land_of_the_tables(folder: Path) -> None:
    pieces = pd.read_csv(folder / "layout_pieces.csv")
    book = CalamineWorkbook.from_filelike(io.BytesIO((folder / "layout.xlsx").read_bytes()))
    rows = book.get_sheet_by_name(sheet_name("balance")).to_python()
    total = next(row for row in rows if row[1] == "Total")
    assert total[4] == pytest.approx(pieces.loc[pieces["scheme_id"] == "a", "area_m2"].sum(), abs=0.01)
    assert total[4] == pytest.approx(2e5, abs=1.0)


def test_the_drawing_marks_the_access(folder: Path) -> None:
    """The arrow is filled, on the map and in the legend; the boundary, of the same colour, is not."""
    assert (folder / "layout.vi.svg").read_text("utf-8").count("fill: #c0182b") == 2


def test_the_drawing_is_told_what_the_site_says(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where roads come in, what was assumed on the way, and whether the boundary was."""
    told: dict[str, Any] = {}

    def listen(*_: Any, **more: Any) -> Drawn:
        told.update(more)
        return Drawn({"vi": "<svg/>"}, b"%PDF")

    monkeypatch.setattr(parkwright.figures.layout, "draw_layout_sheets", listen)
    note = text("layout.assumed_access", ha=3.0)
    for evidence, assumed in (("assumed", True), ("seen", False), ("", False)):
        shapes = pd.DataFrame(
            {
                "role": ["boundary", "access"], "evidence": [evidence, "assumed"],
                "geometry": [box(0, 0, 1, 1), Point(WEST, SOUTH)],
            }
        )  # fmt: skip
        files = _drawings(
            LaidOut({}, (), (note,)),
            "a",
            SiteFile(shapes=shapes, zone="EPSG:9210", problems=()),
            "S",
            "layout",
        )
        assert told == {"access": ((WEST, SOUTH),), "assumed": assumed, "notes": (note,)}
        assert files == {"layout.vi.svg": b"<svg/>", "layout.pdf": b"%PDF"}
