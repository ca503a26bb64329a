"""``parkwright new``: blank or copied, and never over something that stands there."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result

from parkwright.files import list_regions
from parkwright.tables import all_tables

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
    assert made == {"ok": True, "made": [str(tmp_path / "mine")]}
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


def test_no_bundled_region_of_that_name(ask: Ask, tmp_path: Path) -> None:
    told = ask("new", str(tmp_path / "mine"), "--from", "atlantis", code=1).stderr
    assert "atlantis" in told and REGION in told
    assert list(tmp_path.iterdir()) == []


def test_a_place_where_nothing_can_be_written(ask: Ask, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x", "utf-8")
    told = ask("new", str(tmp_path / "file" / "mine"), code=1).stderr
    assert len(told.splitlines()) == 1 and "mine" in told
