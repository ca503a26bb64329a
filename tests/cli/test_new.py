"""``parkwright new``: blank or copied, and never over something that stands there."""

from __future__ import annotations

import shutil
import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from click.testing import Result

from parkwright.files import list_regions, read_region
from parkwright.files.region_source import read_raw_region
from parkwright.tables import all_tables
from parkwright.words import LANGS, Lang, say
from parkwright.words.numbers import number

REGION = list_regions()[0]
Ask = Callable[..., Result]


@pytest.mark.parametrize("lang", ["vi", "en"])
def test_a_blank_folder_and_a_blank_workbook(lang: str, ask: Ask, tmp_path: Path) -> None:
    told = ask("new", str(tmp_path / "mine"), "--lang", lang).stdout
    assert told.count("\n") == 1 and f"parkwright check {tmp_path / 'mine'}" in told
    assert (tmp_path / "mine.xlsx").stat().st_size > 10_000
    tables = {path.stem for path in (tmp_path / "mine").iterdir() if path.suffix in (".csv", ".geojson")}
    assert tables == {spec.name for spec in all_tables("input")}


@pytest.mark.parametrize("name", ["mine", "mine.xlsx"])
def test_a_blank_region_asks_for_what_is_needed(
    name: str, ask: Ask, ask_json: Callable[..., Any], tmp_path: Path
) -> None:
    ask("new", str(tmp_path / "mine"))
    found = ask_json("check", str(tmp_path / name), code=1)["errors"]
    assert {one["table"] for one in found} == {"region.toml"} | {
        spec.name for spec in all_tables("input") if not spec.may_be_empty
    }


def test_a_copy_is_clean_and_a_folder_of_csv(ask: Ask, ask_json: Callable[..., Any], tmp_path: Path) -> None:
    made = ask_json("new", str(tmp_path / "mine"), "--from", REGION)
    assert made["made"] == [str(tmp_path / "mine")]
    mine, bundled = ask_json("check", str(tmp_path / "mine")), ask_json("check", REGION)
    assert mine == bundled


@pytest.mark.parametrize("more", [(), ("--from", REGION)], ids=["blank", "copy"])
@pytest.mark.parametrize("lang", ["vi", "en"])
def test_what_stands_there_stays(lang: str, more: tuple[str, ...], ask: Ask, tmp_path: Path) -> None:
    there = tmp_path / "mine"
    there.mkdir()
    (there / "precious.txt").write_text("mine", "utf-8")
    told = ask("new", str(there), *more, "--lang", lang, code=1)
    assert told.stdout == "" and len(told.stderr.splitlines()) == 1 and str(there) in told.stderr
    assert [path.name for path in there.iterdir()] == ["precious.txt"]
    assert [path.name for path in tmp_path.iterdir()] == ["mine"]


def test_a_workbook_of_that_name_stays(ask: Ask, tmp_path: Path) -> None:
    (tmp_path / "mine.xlsx").write_text("precious", "utf-8")
    assert "mine.xlsx" in ask("new", str(tmp_path / "mine"), code=1).stderr
    assert (tmp_path / "mine.xlsx").read_text("utf-8") == "precious" and not (tmp_path / "mine").exists()


def test_an_empty_folder_may_be_filled(ask: Ask, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "mine").mkdir()
    monkeypatch.chdir(tmp_path / "mine")
    ask("new", ".", "--from", REGION)
    assert Path("region.toml").is_file(), "the folder one stands in is still the one that was filled"


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("target", ["mine.xlsx", "mine.gpkg", "mine", "mine --geojson"])
def test_a_region_goes_through_every_format_and_comes_back(
    target: str, lang: Lang, small_region: Path, ask: Ask, tmp_path: Path
) -> None:
    """Folder -> the format -> folder, by the command alone: the counts are told, and every cell is the same."""
    name, *more = target.split()
    made, back = tmp_path / name, tmp_path / "back"
    told = ask("new", str(made), "--from", str(small_region), *more, "--lang", lang).stdout
    assert made.is_file() == ("." in name) and len(told.splitlines()) == 1
    assert ask("new", str(back), "--from", str(made), "--lang", lang).stdout.count("\n") == 1
    before, after = (read_region(path)[0] for path in (small_region, back))
    assert before is not None and after is not None and before.meta == after.meta
    for table, frame in before.frames().items():
        assert f"{table} {len(frame)}" in told
        pd.testing.assert_frame_equal(frame, after.frames()[table])
    assert number(sum(map(len, before.frames().values())), lang, 0) in told
    assert (made / "sites.geojson").is_file() == ("--geojson" in more)


def test_the_bundled_region_as_a_workbook(ask_json: Callable[..., Any], tmp_path: Path) -> None:
    told = ask_json("new", str(tmp_path / "mine.xlsx"), "--from", REGION)
    assert told["made"] == [str(tmp_path / "mine.xlsx")] and told["rows"]["sites"] > 0
    assert [path.name for path in tmp_path.iterdir()] == ["mine.xlsx"]
    again, bundled = (ask_json("check", source)["tables"] for source in (told["made"][0], REGION))
    assert {name: one["rows"] for name, one in again.items()} == told["rows"]
    assert told["rows"] == {name: one["rows"] for name, one in bundled.items()}


@pytest.mark.parametrize("name", ["mine.xlsx", "mine.gpkg"])
def test_a_blank_file_alone(name: str, ask: Ask, ask_json: Callable[..., Any], tmp_path: Path) -> None:
    ask("new", str(tmp_path / name))
    assert [path.name for path in tmp_path.iterdir()] == [name]
    missing = {one["table"] for one in ask_json("check", str(tmp_path / name), code=1)["errors"]}
    assert {"region.toml", "sites", "road_edges"} <= missing
    ask("new", str(tmp_path / name), "--from", REGION, code=1)


@pytest.mark.parametrize("lang", LANGS)
def test_a_file_of_another_kind_is_refused(lang: str, ask: Ask, tmp_path: Path) -> None:
    for more in ((), ("--from", REGION)):
        told = ask("new", str(tmp_path / "mine.csv"), *more, "--lang", lang, code=1).stderr
        assert ".csv" in told and ".gpkg" in told and len(told.splitlines()) == 1
    assert list(tmp_path.iterdir()) == []


def test_a_source_with_defects_is_not_copied(small_region: Path, ask: Ask, tmp_path: Path) -> None:
    shutil.copytree(small_region, tmp_path / "bad")
    (tmp_path / "bad" / "sites.csv").write_text("site_id,name_vi\n", "utf-8")
    told = ask("new", str(tmp_path / "mine.xlsx"), "--from", str(tmp_path / "bad"), code=1).stderr
    assert "sites" in told and not (tmp_path / "mine.xlsx").exists()


@pytest.mark.parametrize("lang", LANGS)
def test_provinces_fill_in_their_zones(lang: Lang, ask: Ask, tmp_path: Path) -> None:
    """The enlarged city lies in two zones; its namesake's is the one to compute in, and that is said."""
    names = ["--province", "Thành phố Hồ Chí Minh", "--province", "tay ninh (old)"]
    told = ask("new", str(tmp_path / "mine"), *names, "--lang", lang).stdout
    assert (
        all(zone in told for zone in ("EPSG:9210", "EPSG:5899", "EPSG:9209")) and len(told.splitlines()) == 2
    )
    node = tomllib.loads((tmp_path / "mine" / "region.toml").read_text("utf-8"))
    assert node["analysis_crs"] == "EPSG:9210"
    assert [(one["province_id"], one["zone"]) for one in node["provinces"]] == [
        ("ho-chi-minh", "EPSG:9210"), ("ba-ria-vung-tau", "EPSG:5899"), ("binh-duong", "EPSG:9210"),
        ("tay-ninh", "EPSG:9209"),
    ]  # fmt: skip
    assert read_raw_region(tmp_path / "mine.xlsx").node == {
        **{key: node[key] for key in ("schema_version", "analysis_crs", "provinces")},
        "periods": [],
        "take_up": [],
    }


def test_what_new_does_not_take_together(ask: Ask, tmp_path: Path) -> None:
    told = ask("new", str(tmp_path / "a"), "--from", REGION, "--province", "Long An", code=2).stderr
    assert told == say("cli_usage.province_of_a_copy", "en") + "\n"
    told = ask("new", str(tmp_path / "a.xlsx"), "--geojson", code=2).stderr
    assert "--geojson" in told and list(tmp_path.iterdir()) == []


def test_no_bundled_region_of_that_name(ask: Ask, tmp_path: Path) -> None:
    told = ask("new", str(tmp_path / "mine"), "--from", "atlantis", code=1).stderr
    assert "atlantis" in told and REGION in told
    assert list(tmp_path.iterdir()) == []


def test_a_place_where_nothing_can_be_written(ask: Ask, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x", "utf-8")
    told = ask("new", str(tmp_path / "file" / "mine"), code=1).stderr
    assert len(told.splitlines()) == 1 and "mine" in told
