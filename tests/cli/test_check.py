"""``parkwright check``: errors, then warnings, summed up; the same as JSON; the exit code says whether a plan can be made."""

from __future__ import annotations

import csv
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result

from parkwright.files import bundled_region_path, list_regions
from parkwright.tables import all_tables

REGION = list_regions()[0]
Ask = Callable[..., Result]


@pytest.fixture(scope="module")
def cells() -> dict[str, list[dict[str, str]]]:
    """The CSV files of the bundled region, read here with nothing but the csv module."""
    folder = bundled_region_path(REGION)
    assert folder is not None
    found = {}
    for path in folder.glob("*.csv"):
        with path.open(encoding="utf-8-sig", newline="") as file:
            found[path.stem] = list(csv.DictReader(file))
    return found


@pytest.fixture
def broken(ask: Ask, tmp_path: Path) -> Path:
    """A copy of the bundled region with two defects in one table and one in another."""
    folder = tmp_path / "broken"
    ask("new", str(folder), "--from", REGION)
    for name, old, new in (
        ("sites", ",new-park,planned,", ",new-park,plannd,"),
        ("sites", ",seen,", ",sene,"),
        ("parks", ",epz,core,", ",epz,kore,"),
    ):
        path = folder / f"{name}.csv"
        content = path.read_text("utf-8-sig")
        assert old in content
        path.write_text(content.replace(old, new, 1), "utf-8-sig")
    return folder


def test_the_bundled_region_has_warnings_and_no_errors(ask: Ask) -> None:
    lines = ask("check", REGION).stdout.splitlines()
    assert lines[0].startswith("Warnings: ")
    assert lines[-1].startswith(f"This region can be planned ({len(all_tables('input'))} tables, ")
    assert "errors: 0" in lines[-1]
    assert len(lines) < 30, "summed up by table"


def test_verbose_tells_every_warning(ask: Ask, ask_json: Callable[..., Any]) -> None:
    lines = ask("check", REGION, "--verbose", "--lang", "vi").stdout.splitlines()
    warnings = ask_json("check", REGION, "--lang", "vi")["warnings"]
    assert lines[1:-1] == [f"  {one['sentence']}" for one in warnings]
    assert len(warnings) > 100


def test_strict_takes_warnings_for_errors(ask: Ask, ask_json: Callable[..., Any]) -> None:
    lines = ask("check", REGION, "--strict", "--lang", "vi", code=1).stdout.splitlines()
    assert lines[0].startswith("Lỗi: ") and "--strict" in lines[-1]
    told = ask_json("check", REGION, "--strict", code=1)
    assert told["ok"] is False and told["warnings"] == []
    assert {one["severity"] for one in told["errors"]} == {"warning"}


def test_json_counts_rows_and_unknown_cells(
    ask_json: Callable[..., Any], cells: dict[str, list[dict[str, str]]]
) -> None:
    told = ask_json("check", REGION)
    assert told["ok"] is True and told["errors"] == []
    assert set(told["tables"]) == {spec.name for spec in all_tables("input")}
    for name, rows in cells.items():
        counted = told["tables"][name]
        assert counted["rows"] == len(rows)
        for column, unknown in counted["unknown"].items():
            assert unknown == sum(not row.get(column, "").strip() for row in rows), (name, column)


def test_summed_warnings_add_up(ask: Ask, cells: dict[str, list[dict[str, str]]]) -> None:
    line = next(line for line in ask("check", REGION).stdout.splitlines() if "Table places" in line)
    rows = cells["places"]
    unknown = {column: sum(not row[column].strip() for row in rows) for column in rows[0]}
    most = max(unknown, key=lambda column: unknown[column])
    assert f"{most} {unknown[most]}" in line and f"{len(rows)} rows" in line


@pytest.mark.parametrize(
    ("lang", "head"), [("vi", "Lỗi: 3 (parks 1, sites 2)"), ("en", "Errors: 3 (parks 1, sites 2)")]
)
def test_errors_come_first_counted_by_table(lang: str, head: str, broken: Path, ask: Ask) -> None:
    lines = ask("check", str(broken), "--lang", lang, code=1).stdout.splitlines()
    assert lines[0] == head
    assert "“kore”" in lines[1]
    assert "“plannd”" in lines[2] and "“sene”" in lines[3], "by row"
    assert lines[4].startswith("Cảnh báo: " if lang == "vi" else "Warnings: ")
    assert ("lỗi: 3" if lang == "vi" else "errors: 3") in lines[-1]


def test_a_region_that_is_not_there(ask: Ask, ask_json: Callable[..., Any]) -> None:
    told = ask("check", "atlantis", "--lang", "vi", code=1).stdout.splitlines()
    assert len(told) == 2 and "“atlantis”" in told[1]
    assert [one["sentence"] for one in ask_json("check", "atlantis", "--lang", "vi", code=1)["errors"]] == [
        told[1].strip()
    ]


def test_a_file_of_no_known_kind(ask: Ask, tmp_path: Path) -> None:
    (tmp_path / "region.doc").write_text("x", "utf-8")
    assert "region.doc" in ask("check", str(tmp_path / "region.doc"), code=1).stdout
