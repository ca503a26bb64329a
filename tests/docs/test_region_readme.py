"""The README of each bundled region: its counts are those of the tables, both languages agree, and it ships."""

from __future__ import annotations

import re
import subprocess
import sys
import zipfile
from pathlib import Path

import pandas as pd
import pytest

from parkwright.files import bundled_region_path, list_regions, read_region

PAGES = [(name, lang) for name in list_regions() for lang in ("en", "vi")]
PAGE = {"en": "README.md", "vi": "README.vi.md"}
GRADES = ("seen", "derived", "assumed")


def page_of(region: str, lang: str) -> str:
    folder = bundled_region_path(region)
    assert folder is not None
    return (folder / PAGE[lang]).read_text("utf-8")


@pytest.mark.parametrize(("name", "lang"), PAGES)
def test_every_table_stands_there_with_its_rows_by_grade(name: str, lang: str) -> None:
    region, _ = read_region(name)
    assert region is not None
    rows = re.findall(
        r"^\| (\w+) \| (\d+) \| (\d+) \| (\d+) \| (\d+) \| \S", page_of(name, lang), re.MULTILINE
    )
    told = {table: tuple(map(int, counts)) for table, *counts in rows}
    due = {
        table: (len(frame), *(_graded(frame, grade) for grade in GRADES))
        for table, frame in region.frames().items()
    }
    assert told == due


def _graded(frame: pd.DataFrame, grade: str) -> int:
    return int((frame["evidence"] == grade).sum()) if "evidence" in frame else 0


@pytest.mark.parametrize("name", list_regions())
def test_both_languages_say_as_much(name: str) -> None:
    shapes = [
        (re.findall(r"^#+ ", page, re.MULTILINE), page.count("\n- "), page.count("\n| "))
        for page in (page_of(name, lang) for lang in PAGE)
    ]
    assert shapes[0] == shapes[1]


def test_it_ships(checkout: Path, tmp_path: Path) -> None:
    built = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(tmp_path)]
    subprocess.run(built, cwd=checkout, check=True, capture_output=True)
    (wheel,) = tmp_path.glob("*.whl")
    names = set(zipfile.ZipFile(wheel).namelist())
    for region in list_regions():
        folder = bundled_region_path(region)
        assert folder is not None
        held = {f"parkwright/regions/{region}/{file.name}" for file in folder.iterdir()}
        assert {f"parkwright/regions/{region}/{page}" for page in PAGE.values()} <= held <= names
