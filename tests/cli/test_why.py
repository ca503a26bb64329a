"""``parkwright why``: the chain of a firm, a district, a park, a cell, and one clear sentence where it cannot tell which."""

from __future__ import annotations

import json
import os
import re
from pathlib import Path

import pandas as pd
import pytest
from click.testing import CliRunner

from parkwright.cli import main


def why(*args: object) -> tuple[int, str, str]:
    result = CliRunner().invoke(main, ["why", *(str(arg) for arg in args)], catch_exceptions=False)
    return result.exit_code, result.stdout, result.stderr


def table(run: Path, name: str) -> pd.DataFrame:
    return pd.read_csv(run / f"{name}.csv", encoding="utf-8-sig")


def figures(told: dict[str, object], title: str) -> list[list[object]]:
    sections = told["sections"]
    assert isinstance(sections, list)
    rows: list[list[object]] = next(section["rows"] for section in sections if section["title"] == title)
    return rows


@pytest.mark.parametrize("word", ["req-002", "Synthetic firm 2", "s0000002"])
def test_a_firm_by_id_name_or_tax_code(run_a: Path, small_region: Path, word: str) -> None:
    code, told, _ = why(word, "--run", run_a, "--region", small_region)
    assert code == 0
    assert "Request req-002" in told
    assert "Synthetic firm 2, Electronics" in told
    assert "6,600 m² of land lot, needed in 2036" in told
    assert re.search(r"needs 0\.66 ha of land and counts, at weight 0\.40, for 0\.26 ha", told)


def test_the_land_of_a_cell_adds_up(run_a: Path, small_region: Path) -> None:
    cells = table(run_a, "demand_cells").set_index("cell_id")
    placed = table(run_a, "allocations").groupby("cell_id")["ha"].sum()
    cell = str(placed.idxmax())
    _, told, _ = why(cell, "--run", run_a, "--region", small_region, "--json")
    found = json.loads(told)
    assert found["object"] == {"kind": "cell", "ids": [cell]}
    assert sum(row[1] for row in figures(found, "Where it goes")) == pytest.approx(placed[cell], abs=1e-4)
    shares = sum(link["share"] for link in found["links"] if link["from_id"] == cell)
    assert shares == pytest.approx(1.0, abs=1e-4)
    assert placed[cell] <= cells.loc[cell, "p50_ha"] + 1e-4


def test_a_district_with_or_without_accents_and_kind(run_a: Path, small_region: Path) -> None:
    places = pd.read_csv(small_region / "places.csv", encoding="utf-8-sig")
    name = places["name_en"][0]
    for word in (places["place_id"][0], name, name.upper()):
        code, told, _ = why(word, "--run", run_a, "--region", small_region)
        assert code == 0
        assert f"({places['place_id'][0]})" in told.splitlines()[2]
    cells = table(run_a, "demand_cells")
    asked = cells.loc[cells["place_id"] == places["place_id"][0], "p50_ha"].sum()
    assert f"Firms here ask for {asked:,.1f} ha" in told


def test_a_site_tells_who_comes_what_it_costs_and_the_law(run_a: Path, small_region: Path) -> None:
    _, told, _ = why("site-01", "--run", run_a, "--region", small_region, "--json")
    found = json.loads(told)
    titles = [section["title"] for section in found["sections"]]
    assert {"Phases opened", "Who comes here", "By sector", "What it costs", "What the law says"} <= set(
        titles
    )
    taken = table(run_a, "allocations").query("facility_id == 'sites:site-01'")["ha"].sum()
    assert sum(row[1] for row in figures(found, "Who comes here")) == pytest.approx(taken, abs=1e-4)
    assert sum(row[2] for row in figures(found, "What it costs")) == pytest.approx(100.0)


def test_verdicts_fail_first(run_a: Path, small_region: Path, tmp_path: Path) -> None:
    for file in run_a.iterdir():
        (tmp_path / file.name).write_bytes(file.read_bytes())
    verdicts = table(run_a, "verdicts")
    ours = verdicts.index[(verdicts["object_id"] == "site-01") & (verdicts["applies"] == 1)]
    verdicts.loc[ours[-1], "verdict"] = "fails"
    verdicts.to_csv(tmp_path / "verdicts.csv", index=False)
    _, told, _ = why("site-01", "--run", tmp_path, "--region", small_region, "--json")
    lines = next(s["lines"] for s in json.loads(told)["sections"] if s["title"] == "What the law says")
    assert lines[0].startswith(f"fails: {verdicts.loc[ours[-1], 'rule_id']}")
    assert all(not line.startswith("fails") for line in lines[1:])


def test_both_languages_hold_the_same_numbers(run_a: Path, small_region: Path) -> None:
    _, en, _ = why("site-02", "--run", run_a, "--region", small_region, "--json")
    _, vi, _ = why("site-02", "--run", run_a, "--region", small_region, "--json", "--lang", "vi")

    def numbers(told: str) -> list[list[object]]:
        return [
            [cell for cell in row if not isinstance(cell, str)]
            for section in json.loads(told)["sections"]
            for row in section["rows"]
        ]

    assert numbers(en) == numbers(vi)
    assert "Ai đến khu này" in vi


@pytest.mark.parametrize("lang", ["vi", "en"])
def test_what_nobody_is_called_gets_the_nearest_names(run_a: Path, small_region: Path, lang: str) -> None:
    code, told, wrong = why("sitee-01", "--run", run_a, "--region", small_region, "--lang", lang)
    assert (code, told) == (1, "")
    assert len(wrong.strip().splitlines()) == 1
    assert "sites:site-01" in wrong


def test_what_may_be_several_things_lists_them(run_a: Path, small_region: Path) -> None:
    code, told, wrong = why("Synthetic fi", "--run", run_a, "--region", small_region)
    assert (code, told) == (1, "")
    assert "Synthetic firm 1 (req-001)" in wrong
    assert "more" in wrong


def test_firms_with_several_requests_are_told_together(
    run_a: Path, small_region: Path, tmp_path: Path
) -> None:
    folder = tmp_path / "region"
    folder.mkdir()
    for file in small_region.iterdir():
        (folder / file.name).write_bytes(file.read_bytes())
    content = (folder / "requests.csv").read_text("utf-8").replace("Synthetic firm 3,", "Synthetic firm 2,")
    (folder / "requests.csv").write_text(content, "utf-8")
    code, told, note = why("Synthetic firm 2", "--run", run_a, "--region", folder)
    assert code == 0
    assert "Request req-002" in told
    assert "Request req-003" in told
    assert "differs from the inputs of the run (requests)" in note


def test_without_the_region_ids_stand_for_names(run_a: Path) -> None:
    code, told, note = why("req-002", "--run", run_a)
    assert code == 0
    assert "stands in the inputs of the region" in told
    assert "--region" in note


def test_the_newest_run_under_out_is_read(
    run_a: Path, run_b: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    code, _, wrong = why("site-01")
    assert code == 1
    assert "--run" in wrong
    for name, source, when in (("new", run_b, 2_000_000_000), ("old", run_a, 1_000_000_000)):
        target = tmp_path / "out" / name
        target.mkdir(parents=True)
        for file in source.iterdir():
            (target / file.name).write_bytes(file.read_bytes())
        os.utime(target / "manifest.json", (when, when))
    code, told, _ = why("site-01")
    assert code == 0
    assert "(out/new)" in told.splitlines()[0]


def test_a_folder_that_is_no_run(tmp_path: Path) -> None:
    code, told, wrong = why("site-01", "--run", tmp_path)
    assert (code, told) == (1, "")
    assert len(wrong.strip().splitlines()) == 1


def test_a_run_without_a_trace_says_so(run_a: Path, tmp_path: Path) -> None:
    for file in run_a.iterdir():
        if file.name != "trace.csv":
            (tmp_path / file.name).write_bytes(file.read_bytes())
    code, _, wrong = why("site-01", "--run", tmp_path)
    assert code == 1
    assert "trace" in wrong
