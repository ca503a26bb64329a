"""``parkwright compare``: what it prints, in both languages, as JSON, and what it says of a folder that is no run."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from click.testing import CliRunner

from parkwright.cli import main
from parkwright.cli.grid import grid, signed


def run(*args: object) -> tuple[int, str, str]:
    result = CliRunner().invoke(main, [str(arg) for arg in args], catch_exceptions=False)
    return result.exit_code, result.stdout, result.stderr


def test_one_changed_row_is_told(run_a: Path, run_b: Path, small_region: Path) -> None:
    code, told, _ = run("compare", run_a, run_b, "--region", small_region)
    assert code == 0
    assert "Input tables that differ: requests." in told
    assert re.search(r"req-002\s.*0\.66 → 6\.60", told)
    assert "Demand cells that changed (ha, P50): 1" in told
    assert re.search(r"Forecast demand \(ha\) +[\d,.]+ +[\d,.]+ +\+2\.\d", told)


def test_vietnamese_says_the_same_numbers(run_a: Path, run_b: Path, small_region: Path) -> None:
    _, en, _ = run("compare", run_a, run_b, "--region", small_region)
    _, vi, _ = run("compare", run_a, run_b, "--region", small_region, "--lang", "vi")
    assert "Bảng số liệu đầu vào khác nhau: requests." in vi

    def numbers(told: str) -> list[str]:
        body = told.split("\n\n", 1)[1]
        return re.findall(r"[+-]?\d[\d.,]*\d", body)

    swapped = [found.translate(str.maketrans(",.", ".,")) for found in numbers(vi)]
    assert swapped == numbers(en)


def test_json_is_the_same_object(run_a: Path, run_b: Path) -> None:
    code, told, _ = run("compare", run_a, run_b, "--json")
    found = json.loads(told)
    assert code == 0
    assert found["inputs"] == [{"table": "requests"}]
    assert [row["request_id"] for row in found["requests"]] == ["req-002"]
    assert found["same_question"] is False


def test_a_run_against_itself(run_a: Path) -> None:
    code, told, _ = run("compare", run_a, run_a)
    assert code == 0
    assert "Nothing moved in the plan." in told
    assert "Both runs have the same inputs and the same choices." in told


def test_a_difference_within_the_gap_is_labelled(run_a: Path, run_b: Path, tmp_path: Path) -> None:
    loose = tmp_path / "loose"
    loose.mkdir()
    for file in run_b.iterdir():
        (loose / file.name).write_bytes(file.read_bytes())
    manifest = json.loads((loose / "manifest.json").read_text("utf-8"))
    manifest["siting"]["bound_bn"] = 0.5 * manifest["siting"]["objective_bn"]
    (loose / "manifest.json").write_text(json.dumps(manifest), "utf-8")
    _, told, _ = run("compare", run_a, loose)
    assert "is within the gap of the solve: not a difference" in told


@pytest.mark.parametrize("lang", ["vi", "en"])
def test_a_folder_that_is_no_run(run_a: Path, tmp_path: Path, lang: str) -> None:
    code, told, wrong = run("compare", run_a, tmp_path, "--lang", lang)
    assert (code, told) == (1, "")
    assert len(wrong.strip().splitlines()) == 1
    assert "manifest.json" in wrong


def test_a_run_without_a_table(run_a: Path, tmp_path: Path) -> None:
    for file in run_a.iterdir():
        if file.name != "allocations.csv":
            (tmp_path / file.name).write_bytes(file.read_bytes())
    code, _, wrong = run("compare", run_a, tmp_path)
    assert code == 1
    assert "allocations" in wrong
    assert len(wrong.strip().splitlines()) == 1


def test_names_stay_ids_where_the_region_is_not_known(run_a: Path, run_b: Path) -> None:
    _, told, note = run("compare", run_a, run_b)
    assert "place-01" in told
    assert "--region" in note


def test_grid_stands_under_each_other() -> None:
    assert grid([("land", "1,200.5"), ("truck", "9.0")], right=[1]) == [
        "  land   1,200.5",
        "  truck      9.0",
    ]
    assert grid([]) == []


@pytest.mark.parametrize(
    ("value", "told"), [(1234.5, "+1.234,5"), (-2.0, "-2,0"), (0.01, "0,0"), (0.0, "0,0")]
)
def test_signed(value: float, told: str) -> None:
    assert signed(value, "vi") == told
