"""``parkwright regions``: what is bundled, with counts and credit."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result

from parkwright.files import bundled_region_path, list_regions, read_region
from parkwright.words import LANGS, Lang, say, text


def test_each_region_is_told_with_its_counts_and_credit(
    ask: Callable[..., Result], ask_json: Callable[..., Any]
) -> None:
    told = ask_json("regions")["regions"]
    assert [one["region"] for one in told] == list(list_regions())
    for one in told:
        region, _ = read_region(one["region"])
        assert region is not None
        assert one["tables"] == {name: len(frame) for name, frame in region.frames().items()}
        assert region.meta.credit["en"] in one["credit"] and "OpenStreetMap" in one["credit"]
        assert one["periods"] == [period.period_id for period in region.meta.periods]


@pytest.mark.parametrize("lang", ["vi", "en"])
def test_names_and_credit_are_in_the_language_asked_for(lang: str, ask: Callable[..., Result]) -> None:
    told = ask("regions", "--lang", lang).stdout
    region, _ = read_region(list_regions()[0])
    assert region is not None
    assert region.meta.name[lang] in told and region.meta.credit[lang] in told
    assert ("bảng" if lang == "vi" else "tables") in told


@pytest.fixture
def beside(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder here with the name of the bundled region, as a run written into ``out`` leaves it: not a region."""
    monkeypatch.chdir(tmp_path)
    folder = tmp_path / list_regions()[0]
    folder.mkdir()
    (folder / "openings.csv").write_text("facility_id\n", "utf-8")
    return folder


def test_a_folder_of_that_name_that_is_no_region_hides_nothing(
    beside: Path, ask: Callable[..., Result], ask_json: Callable[..., Any]
) -> None:
    bundled = bundled_region_path(beside.name)
    assert ask_json("check", beside.name) == ask_json("check", str(bundled))
    assert [one["region"] for one in ask_json("regions")["regions"]] == [beside.name]
    told = ask("plan", beside.name, "--out", "run", "--set", "siting.workdays=many", code=2).stderr
    assert "siting.workdays" in told and len(told.splitlines()) == 1
    assert ask("check", f".{os.sep}{beside.name}", code=1).stdout, "a path is a path"


@pytest.mark.parametrize("lang", LANGS)
def test_a_region_of_that_name_goes_first_and_that_is_said(
    lang: Lang, beside: Path, small_region: Path, ask: Callable[..., Result], ask_json: Callable[..., Any]
) -> None:
    shutil.copytree(small_region, beside, dirs_exist_ok=True)
    (beside / "openings.csv").unlink()
    due = say(text("files.own_folder", path=f".{os.sep}{beside.name}"), lang)
    assert any(due in line for line in ask("check", beside.name, "--lang", lang).stdout.splitlines())
    assert ask_json("check", beside.name)["tables"] == ask_json("check", str(small_region))["tables"]
    line = ["plan", beside.name, "--out", "run", "--set", "siting.workdays=many", "--lang", lang]
    assert due in ask(*line, code=2).stderr
    assert ask_json("regions")["regions"][0]["rule_set"] == "vn", "those are the bundled ones"
