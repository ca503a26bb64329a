"""Folders and files whose tables are of another version: one sentence, in both languages, that says what reads them."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest
from click.testing import CliRunner

from parkwright.cli import main
from parkwright.files import new_region, read_region, read_run, versions, write_region, write_run
from parkwright.tables import BadInput, schema_version
from parkwright.words import LANGS

NEXT = schema_version() + 1


def keys(path: Path) -> list[str]:
    region, problems = read_region(path)
    assert region is None
    return [found.text.key for found in problems]


@pytest.fixture
def of_version(change: Callable[[str, str, str], Path]) -> Callable[[object], Path]:
    """The small region with another word in ``schema_version``, and a defect that nobody should hear of."""

    def make(version: object) -> Path:
        change("places.csv", "core", "nowhere")
        return change("region.toml", "region_id", f"schema_version = {version}\nregion_id")

    return make


def test_a_folder_of_another_version_is_told_that_alone(of_version: Callable[[object], Path]) -> None:
    folder = of_version(NEXT)
    assert keys(folder) == ["files.other_version"]
    _, (told,) = read_region(folder)
    for lang in LANGS:
        sentence = told.sentence(lang)
        assert str(folder) in sentence and str(NEXT) in sentence.replace(str(folder), "")
    assert f"it needs a parkwright that reads version {NEXT}" in told.sentence("en")


@pytest.mark.parametrize("version", [0, -1, "true", "1.5", '"two"'])
def test_a_word_that_is_no_version_is_an_entry_that_cannot_be_used(
    of_version: Callable[[object], Path], version: object
) -> None:
    assert "problems.region_key_bad" in keys(of_version(version))


@pytest.mark.parametrize("ending", ["", ".xlsx", ".gpkg"])
def test_every_format_carries_the_version(
    small: Path, tmp_path: Path, ending: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What is written today is refused, in one sentence, by a program that reads the version before only."""
    region, _ = read_region(small)
    assert region is not None
    path = tmp_path / f"mine{ending}"
    write_region(region, path)
    assert read_region(path)[0] is not None
    monkeypatch.setattr(versions, "schema_version", lambda: schema_version() - 1)
    assert keys(path) == ["files.other_version"]


FLAT = """indicator_id,group,indicator,area,date,value,unit,source,evidence,note
i001,parks,parks in operation,Old Town,2024-06,17,parks,seen there,seen,
i002,parks,area of the parks,Old Town,,3791.84,,seen there,seen,as printed
"""


@pytest.mark.parametrize("ending", ["", ".xlsx"])
def test_a_folder_of_the_first_version_opens(small: Path, tmp_path: Path, ending: str) -> None:
    """The flat table of version 1: by hand, two definitions, two observations and one area; all values are there."""
    (small / "indicators.csv").write_text(FLAT, "utf-8")
    region, problems = read_region(small)
    assert region is not None
    told = [found.text.key for found in problems]
    assert told.count("files.older_version") == 1 and not any("unknown_column" in key for key in told)
    assert region.programme.indicators[["indicator_id", "unit"]].to_numpy().tolist() == [
        ["i001", "parks"],
        ["i002", "?"],
    ]
    seen = region.programme.observations
    assert seen["value"].tolist() == [17, 3791.84] and seen["period"].fillna("").tolist() == ["2024-06", ""]
    assert region.programme.areas[["area_id", "name_en"]].to_numpy().tolist() == [["old-town", "Old Town"]]
    write_region(region, tmp_path / f"new{ending}")
    again, problems = read_region(tmp_path / f"new{ending}")
    assert again is not None and "files.older_version" not in [found.text.key for found in problems]
    assert again.programme.observations["value"].tolist() == [17, 3791.84]


@pytest.mark.parametrize("version", range(1, schema_version()))
@pytest.mark.parametrize("ending", ["", ".xlsx", ".gpkg"])
def test_a_region_from_before_the_shapes_of_sites_opens(
    small: Path, change: Callable[[str, str, str], Path], tmp_path: Path, version: int, ending: str
) -> None:
    """It has no file of them, and so no shapes; what is written of it is of today's version."""
    folder = change("region.toml", "region_id", f"schema_version = {version}\nregion_id")
    region, problems = read_region(folder)
    assert region is not None and region.site_shapes.empty
    told = [(one.text.key, one.severity) for one in problems if one.table == "site_shapes"]
    assert told == [("files.absent", "warning")]
    write_region(region, tmp_path / f"new{ending}")
    again, problems = read_region(tmp_path / f"new{ending}")
    assert again is not None and "files.absent" not in [one.text.key for one in problems]
    pd.testing.assert_frame_equal(again.site_shapes, region.site_shapes)


def test_a_new_region_says_its_version(tmp_path: Path) -> None:
    new_region(tmp_path / "mine")
    assert f"\nschema_version = {schema_version()} " in (tmp_path / "mine" / "region.toml").read_text("utf-8")


def test_what_says_no_version_is_of_the_first(small: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert "schema_version" not in (small / "region.toml").read_text("utf-8")
    assert read_region(small)[0] is not None
    monkeypatch.setattr(versions, "_FIRST", NEXT)
    assert keys(small) == ["files.other_version"]


@pytest.mark.parametrize("lang", LANGS)
def test_the_commands_say_one_sentence(
    of_version: Callable[[object], Path], tmp_path: Path, lang: str
) -> None:
    folder = of_version(NEXT)
    write_run(
        {}, {"manifest.json": json.dumps({"run_id": "r", "schema_version": NEXT}).encode()}, tmp_path / "run"
    )
    with pytest.raises(BadInput):
        read_run(tmp_path / "run")
    asked = (
        ["plan", str(folder), "--out", str(tmp_path / "out")],
        ["check", str(folder)],
        ["compare", str(tmp_path / "run"), str(tmp_path / "run")],
    )
    for words in asked:
        done = CliRunner().invoke(main, [*words, "--lang", lang])
        assert done.exit_code == 1
        told = [line for line in done.output.splitlines() if "parkwright" in line]
        assert len(told) == 1 and str(NEXT) in told[0], done.output
    assert not (tmp_path / "out").exists()
