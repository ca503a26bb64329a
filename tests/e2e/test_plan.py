"""``parkwright plan`` on the bundled region, as a person runs it: every file is there, and both briefs carry the same figures.

One run for all tests of this file, quick: a wide gap and no what-if questions.
"""

from __future__ import annotations

import html
import json
import re
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd
import pyogrio
import pytest
from click.testing import CliRunner

from parkwright.cli import main
from parkwright.files import Run, list_regions, read_run
from parkwright.rules import load_rules
from parkwright.tables import all_tables
from parkwright.words import LANGS, Lang

REGION = list_regions()[0]
GAP = 0.02


@dataclass(frozen=True)
class Done:
    """The folder of the run, what the command printed, and the run read back through its doors."""

    out: Path
    told: dict[str, Any]
    run: Run

    def table(self, name: str) -> pd.DataFrame:
        return self.run.tables[name]

    def brief(self, lang: Lang) -> str:
        """The words of the brief without its pictures, citations of the law left out ("khoản 3 Điều 2" is "Art. 2(3)")."""
        page = (self.out / f"brief.{lang}.html").read_text("utf-8")
        page = re.sub(r"<(style|script|svg)\b.*?</\1>", " ", page, flags=re.DOTALL)
        words = " ".join(html.unescape(re.sub(r"<[^>]+>", " ", page)).split())
        articles = {rule.article[lang] for rule in load_rules(self.run.manifest["rule_set"])} - {""}
        for article in sorted(articles, key=len, reverse=True):
            words = words.replace(article, "§")
        return words


@pytest.fixture(scope="module")
def done(tmp_path_factory: pytest.TempPathFactory) -> Done:
    out = tmp_path_factory.mktemp("whole") / "run"
    asked = [str(Path(sys.executable).with_name("parkwright")), "plan", REGION, "--out", str(out), "--json"]
    asked += ["--explain", "none", "--time-limit", "15", "--gap", str(GAP)]
    run = subprocess.run(asked, capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stderr
    return Done(out, json.loads(run.stdout), read_run(out))


def test_every_file_is_there(done: Done) -> None:
    names = {path.name for path in done.out.iterdir()}
    briefs = {f"brief.{lang}.{kind}" for lang in LANGS for kind in ("html", "pdf")}
    tables = {f"{spec.name}.csv" for spec in all_tables("result", "region")}
    tables |= {f"{spec.name}.csv" for spec in all_tables("result", "layout")}
    laid = {"layouts"} if len(done.table("site_yield")) else set()
    assert names == briefs | tables | laid | {"manifest.json", "results.gpkg"}
    for lang in LANGS:
        pdf = (done.out / f"brief.{lang}.pdf").read_bytes()
        assert pdf.startswith(b"%PDF-") and len(pdf) > 50_000
    assert [path for path in done.out.parent.iterdir() if path != done.out] == [], "nothing is left beside it"


def test_demand_is_served_or_told_as_unserved(done: Done) -> None:
    cells = done.table("demand_cells")
    planned = cells.loc[cells["planned"].fillna(False), "p50_ha"].sum()
    served, unserved = done.table("allocations")["ha"].sum(), done.table("unserved")["ha"].sum()
    assert served + unserved == pytest.approx(planned, rel=1e-4)
    assert planned > 100


def test_what_is_printed_is_what_is_written(done: Done) -> None:
    openings = done.table("openings")
    new = openings[~openings["committed"].fillna(False)]
    told = done.told["headline"]
    assert told["sites"] == new["facility_id"].nunique()
    assert told["net_ha"] == pytest.approx(new["net_ha"].sum(), abs=1e-3)
    assert told["unserved_ha"] == pytest.approx(done.table("unserved")["ha"].sum(), abs=1e-2)
    assert told["cost_bn"] == pytest.approx(done.table("plan_costs")["cost_bn"].sum(), abs=1e-2)
    assert done.told["run_id"] == done.run.manifest["run_id"]
    assert done.run.manifest["scenario"]["gap"] == GAP
    assert (done.run.manifest["siting"]["gap"] <= GAP) or done.run.manifest["siting"]["status"] != "proven"


def test_the_manifest_says_what_the_plan_was_computed_with(done: Done) -> None:
    versions = done.run.manifest["versions"]
    assert {"python", "highs", "proj", "numpy", "scipy"} <= set(versions)
    assert all(version[0].isdigit() for version in versions.values())
    assert done.run.manifest["threads"] > 0 and done.run.manifest["inputs"]["rules"]


def test_both_briefs_carry_the_same_figures_in_the_same_order(done: Done) -> None:
    in_vietnamese, in_english = (figures(done.brief(lang), lang) for lang in ("vi", "en"))
    assert len(in_english) > 1000
    assert in_vietnamese == in_english


def figures(words: str, lang: Lang) -> list[str]:
    """Every number of a text by its digits, dates as year-month-day."""
    if lang == "vi":
        words = re.sub(r"\b(\d\d)/(\d\d)/(\d{4})\b", r"\3-\2-\1", words)
    return [re.sub(r"[.,]", "", number) for number in re.findall(r"\d+(?:[.,]\d+)*", words)]


@pytest.mark.parametrize("lang", LANGS)
def test_each_brief_names_its_run_its_sources_and_what_it_opens(lang: Lang, done: Done) -> None:
    words = done.brief(lang)
    assert done.told["run_id"] in words
    page = (done.out / f"brief.{lang}.html").read_text("utf-8")
    assert "OpenStreetMap" in page
    facilities = done.table("facilities").set_index("facility_id")
    for facility in done.table("openings")["facility_id"].unique():
        name = facilities.at[facility, f"name_{lang}"]
        if isinstance(name, str):
            assert " ".join(name.split()) in words, facility


def test_the_map_layers_hold_the_plan(done: Done) -> None:
    layers = dict(pyogrio.list_layers(done.out / "results.gpkg"))
    assert layers
    rows = {name: pyogrio.read_info(done.out / "results.gpkg", layer=name)["features"] for name in layers}
    assert max(rows.values()) >= len(done.table("facilities")) > 0


def test_a_run_is_never_written_over_unasked(done: Done) -> None:
    before = {path.name: path.stat().st_mtime_ns for path in done.out.iterdir()}
    for lang in LANGS:
        again = CliRunner().invoke(main, ["plan", REGION, "--out", str(done.out), "--lang", lang])
        assert again.exit_code == 1
        assert len(again.stderr.splitlines()) == 1 and str(done.out) in again.stderr
    assert {path.name: path.stat().st_mtime_ns for path in done.out.iterdir()} == before


def test_a_choice_that_nobody_knows_is_wrong_usage(tmp_path: Path) -> None:
    out = tmp_path / "run"
    asked = ["plan", REGION, "--out", str(out), "--set", "siting.no_such_choice=3"]
    told = CliRunner().invoke(main, asked)
    assert told.exit_code == 2
    assert "siting.no_such_choice" in told.stderr and not out.exists()
