"""Defects of a programme that only several cells show: one sentence each, at its row, in both languages."""

from __future__ import annotations

import csv
from collections.abc import Callable
from pathlib import Path

import pytest

from parkwright.files import bundled_region_path, read_region
from parkwright.tables import Problem, all_tables, errors
from parkwright.words import LANGS

Edit = Callable[[str, str, dict[str, str]], None]


@pytest.fixture
def region(small_region: Path, tmp_path: Path) -> Path:
    """The small region with the bundled programmes, whose parks and sites it does not have."""
    folder, bundled = tmp_path / "region", bundled_region_path("hcmc")
    assert bundled is not None
    folder.mkdir()
    for file in small_region.iterdir():
        (folder / file.name).write_bytes(file.read_bytes())
    for spec in all_tables("input", "programme"):
        content = (bundled / f"{spec.name}.csv").read_text("utf-8-sig").replace("si-hitech", "")
        (folder / f"{spec.name}.csv").write_text(content, "utf-8")
    return folder


def rows_of(file: Path) -> list[dict[str, str]]:
    with file.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def edit(folder: Path, table: str, key: str, **cells: str) -> int:
    """Change cells of the row whose first column is ``key`` (or add it, from the first row); its row in the file."""
    file = folder / f"{table}.csv"
    rows = rows_of(file)
    first = next(iter(rows[0]))
    if key not in [row[first] for row in rows]:
        rows.append({**rows[0], first: key})
    place = [row[first] for row in rows].index(key)
    rows[place].update(cells)
    with file.open("w", encoding="utf-8", newline="") as lines:
        writer = csv.DictWriter(lines, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
    return place + 2


def defects(folder: Path) -> list[Problem]:
    return list(errors(read_region(folder)[1]))


def test_the_bundled_programmes_have_none(region: Path) -> None:
    assert defects(region) == []


CASES: tuple[tuple[str, str, str, str, dict[str, str]], ...] = (
    ("target_unit", "targets", "unit", "fic-t01-2025", {"unit": "firms"}),
    ("missing_value", "targets", "unit", "fic-t01-2025", {"unit": ""}),
    ("missing_value", "targets", "low", "fic-t01-2025", {"low": ""}),
    ("low_above_high", "targets", "low, high", "fic-t15-2030", {"low": "90"}),
    ("before_baseline", "observations", "period", "fic-i01-2020", {"period": "2018"}),
    ("bad_formula", "indicators", "formula", "fic-i09", {"formula": "{fic-i07} ** 2"}),
    ("no_such_row", "indicators", "formula", "fic-i09", {"formula": "{fic-i77} + 1"}),
    ("formula_circle", "indicators", "formula", "fic-i09", {"formula": "{fic-i09} + 1"}),
    ("part_of_each_other", "programme_items", "parent_id", "fic-g1", {"parent_id": "fic-g1-1"}),
    ("no_such_row", "observations", "indicator_id", "fic-i01-2020", {"indicator_id": "fic-i99"}),
    ("no_such_row", "item_agencies", "agency_id", "fic-g1", {"agency_id": "nobody"}),
    ("comma_for_point", "observations", "value", "fic-i01-2020", {"value": "30,5"}),
    ("corrects_another", "observations", "corrects", "fic-i13-2024-b", {"corrects": "fic-i13-2023"}),
    ("corrected_twice", "observations", "corrects", "fic-extra", {"indicator_id": "fic-i13", "area_id": "fic-area", "period": "2024", "corrects": "fic-i13-2024"}),
    ("bad_time", "observations", "recorded_at", "fic-i01-2020", {"recorded_at": "2021-02-15 03:00"}),
)  # fmt: skip


@pytest.mark.parametrize(
    ("key", "table", "column", "row", "cells"),
    CASES,
    ids=[f"{case[0]}-{case[1]}-{case[2]}" for case in CASES],
)
def test_one_sentence_each(
    region: Path, key: str, table: str, column: str, row: str, cells: dict[str, str]
) -> None:
    line = edit(region, table, row, **cells)
    found = [one for one in defects(region) if one.table == table]
    assert len(found) == 1, [one.sentence("en") for one in found]
    assert (found[0].text.key, found[0].column) == (f"problems.{key}", column)
    assert found[0].row is not None and (found[0].row == line or key == "part_of_each_other")
    told = {found[0].sentence(lang) for lang in LANGS}
    assert len(told) == 2 and all(
        table in sentence and "{" not in sentence.replace(cells.get("formula", "{"), "") for sentence in told
    )


def test_a_longer_circle_names_all_of_it(region: Path) -> None:
    edit(region, "indicators", "fic-i07", formula="{fic-i09} * 2")
    (found,) = defects(region)
    assert all(name in found.sentence("vi") for name in ("fic-i07", "fic-i09"))
