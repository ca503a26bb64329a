"""``parkwright layout`` as a user meets it: files in, a folder of schemes out, and one sentence for what is wrong."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import geopandas
import pandas as pd
import pyogrio
import pytest
from click.testing import Result
from made_sites import canal, mix_of, shapes_of
from shapely import affinity
from shapely.geometry import Polygon, box

from parkwright.words import LANGS

Ask = Callable[..., Result]
ZONE = "EPSG:9210"
EAST, NORTH = 600_000, 1_190_000
QUICK = ("--set", "skeletons=200", "--set", "cut=3", "--set", "schemes=2")


def write(path: Path, frame: pd.DataFrame) -> Path:
    moved = [affinity.translate(one, EAST, NORTH) for one in frame["geometry"]]
    drawn = geopandas.GeoDataFrame(frame[["role", "kind", "width_m"]], geometry=moved, crs=ZONE)
    drawn.to_file(path, driver="GPKG")
    return path


@pytest.fixture
def mix(tmp_path: Path) -> Path:
    path = tmp_path / "mix.csv"
    mix_of(900_000.0).to_csv(path, index=False)
    return path


@pytest.fixture
def site(tmp_path: Path) -> Path:
    shapes = shapes_of(box(0, 0, 1200, 750), [(0, 400)], canal([(600, -10), (620, 800)]))
    return write(tmp_path / "Khu_A.gpkg", shapes)


def test_a_site_becomes_a_folder_of_schemes(ask: Ask, site: Path, mix: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    told = ask("layout", str(site), "--mix", str(mix), "--out", str(out), *QUICK, "--json")
    answer: dict[str, Any] = json.loads(told.stdout)
    assert answer["frontage_rate"] == 1.0
    assert abs(answer["ledger_error_m2"]) < 1
    assert sum(answer["shares"].values()) == pytest.approx(1)
    assert [one["scheme_id"] for one in answer["schemes"]] == ["a", "b"]
    pieces = pyogrio.read_dataframe(out / "layout.gpkg", layer="pieces")
    lots = pyogrio.read_dataframe(out / "layout.gpkg", layer="lots")
    assert {"piece_id", "use", "area_m2", "width", "class"} <= set(pieces.columns)
    assert pieces.crs.to_string() == ZONE
    assert pieces.area.sum() == pytest.approx(900_000, abs=0.5)
    assert pieces.area.to_numpy() == pytest.approx(pieces["area_m2"].to_numpy(), abs=1e-3)
    assert len(lots) == pieces["use"].str.startswith("lot").sum() == answer["schemes"][0]["lots"]
    styled = pyogrio.read_dataframe(out / "layout.gpkg", layer="layer_styles")
    assert set(styled["f_table_name"]) == {"pieces", "lots"}


def test_the_drawing_opens_with_the_same_land(ask: Ask, site: Path, mix: Path, tmp_path: Path) -> None:
    import ezdxf

    out = tmp_path / "out"
    ask("layout", str(site), "--mix", str(mix), "--out", str(out), *QUICK)
    pieces = pyogrio.read_dataframe(out / "layout.gpkg", layer="pieces")
    for lang in LANGS:
        document = ezdxf.readfile(out / f"layout.{lang}.dxf")
        assert not document.audit().errors
        assert len(document.modelspace().query("HATCH")) == len(pieces)


def test_the_same_command_writes_the_same_bytes(ask: Ask, site: Path, mix: Path, tmp_path: Path) -> None:
    for name in ("one", "two"):
        ask("layout", str(site), "--mix", str(mix), "--out", str(tmp_path / name), *QUICK)
    names = [
        file.name
        for file in (tmp_path / "one").iterdir()
        if file.name not in ("manifest.json", "layout_metrics.csv")
    ]
    assert len(names) > 8
    for name in names:
        assert (tmp_path / "one" / name).read_bytes() == (tmp_path / "two" / name).read_bytes(), name


@pytest.mark.parametrize("lang", LANGS)
def test_each_defect_is_one_sentence_and_nothing_is_written(
    ask: Ask, mix: Path, tmp_path: Path, lang: str
) -> None:
    bow = Polygon([(0, 0), (900, 900), (900, 0), (0, 900)])
    wall = {"role": "exclusion", "kind": "protected", "geometry": box(400, -50, 450, 1000)}
    cases = {
        "crosses": shapes_of(bow, [(0, 0)]), "no-access": shapes_of(box(0, 0, 900, 900), []),
        "cut": shapes_of(box(0, 0, 900, 900), [(0, 400)], wall),
    }  # fmt: skip
    for name, shapes in cases.items():
        path = write(tmp_path / f"{name}.gpkg", shapes)
        told = ask(
            "layout",
            str(path),
            "--mix",
            str(mix),
            "--out",
            str(tmp_path / "out"),
            *QUICK,
            "--lang",
            lang,
            code=1,
        )
        assert len(told.stderr.strip().splitlines()) == 1, told.stderr
        assert not (tmp_path / "out").exists()


def test_degrees_are_refused_until_a_zone_is_named(ask: Ask, site: Path, mix: Path, tmp_path: Path) -> None:
    path = tmp_path / "site.geojson"
    geopandas.read_file(site).to_crs("EPSG:4326").to_file(path, driver="GeoJSON")
    line = ("layout", str(path), "--mix", str(mix), "--out", str(tmp_path / "out"), *QUICK)
    told = ask(*line, "--lang", "en", code=1)
    assert "--crs" in told.stderr
    ask(*line, "--crs", ZONE)


def test_a_bad_mix_is_told_row_by_row(ask: Ask, site: Path, tmp_path: Path) -> None:
    path = tmp_path / "mix.csv"
    path.write_text("premises_type,area_m2,count\nland,3000,10\nfarm,2000,x\nland,-4,1\n", "utf-8")
    told = ask("layout", str(site), "--mix", str(path), "--out", str(tmp_path / "out"), "--json", code=1)
    problems = json.loads(told.stdout)["problems"]
    assert {(one["column"], one["row"]) for one in problems} == {
        ("premises_type", 3),
        ("count", 3),
        ("area_m2", 4),
    }


def test_lots_larger_than_any_block_name_their_row(ask: Ask, site: Path, tmp_path: Path) -> None:
    path = tmp_path / "mix.csv"
    path.write_text("premises_type,area_m2,count\nland,3000,10\nland,900000,1\n", "utf-8")
    told = ask(
        "layout", str(site), "--mix", str(path), "--out", str(tmp_path / "out"), "--json", *QUICK, code=1
    )
    assert [(one["table"], one["column"], one["row"]) for one in json.loads(told.stdout)["problems"]] == [
        ("lot_mix", "area_m2", 3)
    ]


def test_an_unknown_choice_is_a_wrong_line(ask: Ask, site: Path, mix: Path, tmp_path: Path) -> None:
    told = ask(
        "layout",
        str(site),
        "--mix",
        str(mix),
        "--out",
        str(tmp_path / "out"),
        "--set",
        "local_road=16",
        "--lang",
        "en",
        code=2,
    )
    assert "local_road_m" in told.stderr


def test_a_site_of_the_bundled_region(ask: Ask, mix: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    ask("layout", "vinh-loc-mr", "--region", "hcmc", "--mix", str(mix), "--out", str(out), *QUICK, "--json")
    pieces = pd.read_csv(out / "layout_pieces.csv")
    assert set(pieces["site_id"]) == {"vinh-loc-mr"}


def test_a_site_that_the_region_does_not_have(ask: Ask, mix: Path, tmp_path: Path) -> None:
    told = ask(
        "layout",
        "vinh-lok-mr",
        "--region",
        "hcmc",
        "--mix",
        str(mix),
        "--out",
        str(tmp_path / "out"),
        "--lang",
        "en",
        code=1,
    )
    assert "vinh-loc-mr" in told.stderr
