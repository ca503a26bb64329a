"""One row of the register changed, one site locked in and out: plan, brief, trace and manifest move with it, and compare tells.

Three runs of a tiny region through ``parkwright plan``, as a person would make them: the scheme's site locked open in the last
period; the same with one firm asking for ten times the land; the site locked closed.
"""

from __future__ import annotations

import html
import json
import re
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from click.testing import CliRunner

from parkwright.cli import main
from parkwright.files import read_run, write_region
from parkwright.plan import evidence
from parkwright.plan.assumptions import list_assumptions
from parkwright.tables import Region
from parkwright.words import LANGS, Lang, say, text

SITE, PERIOD = "site-01", "2029-31"
FIRM = "req-005"
QUICK = ("demand.draws=200", "demand.alone_draws=50")
IN, OUT = f"siting.open_sites.{SITE}={PERIOD}", f'siting.closed_sites=["{SITE}"]'


@dataclass(frozen=True)
class Ran:
    """A finished run folder, read back."""

    out: Path
    tables: dict[str, pd.DataFrame]
    manifest: dict[str, Any]

    def page_one(self, lang: Lang) -> str:
        """What stands before the first chapter, as text without pictures."""
        page = (self.out / f"brief.{lang}.html").read_text("utf-8").partition("<h2")[0]
        page = re.sub(r"<(style|script|svg)\b.*?</\1>", " ", page, flags=re.DOTALL)
        return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", page)).split())

    def opened(self) -> dict[str, str]:
        return dict(self.tables["openings"][["facility_id", "period_id"]].itertuples(index=False))

    def unserved(self) -> float:
        return float(self.tables["unserved"]["ha"].sum())


@dataclass(frozen=True)
class Runs:
    region: Path
    changed: Path
    locked_in: Ran
    with_row: Ran
    locked_out: Ran


@pytest.fixture(scope="module")
def few_assumptions() -> Iterator[None]:
    """To try every assumption takes most of the time of such a run, and is tested by itself."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(evidence, "list_assumptions", lambda *of: list_assumptions(*of)[:4])
        yield


@pytest.fixture(scope="module")
def runs(tiny_region: Region, few_assumptions: None, tmp_path_factory: pytest.TempPathFactory) -> Runs:
    top = tmp_path_factory.mktemp("moves")
    write_region(tiny_region, top / "region")
    shutil.copytree(top / "region", top / "changed")
    requests = (top / "changed" / "requests.csv").read_text("utf-8-sig")
    line = next(line for line in requests.splitlines() if line.startswith(f"{FIRM},"))
    assert line.count(",13400,") == 1
    more = requests.replace(line, line.replace(",13400,", ",134000,"))
    (top / "changed" / "requests.csv").write_text(more, "utf-8")

    def ran(region: str, name: str, choice: str) -> Ran:
        line = ["plan", str(top / region), "--out", str(top / name), "--explain", "none", "--gap", "0", "-q"]
        for one in (*QUICK, choice):
            line += ["--set", one]
        done = CliRunner().invoke(main, line)
        assert done.exit_code == 0, done.output
        run = read_run(top / name)
        return Ran(top / name, dict(run.tables), dict(run.manifest))

    return Runs(
        top / "region",
        top / "changed",
        ran("region", "in", IN),
        ran("changed", "row", IN),
        ran("region", "out", OUT),
    )


@pytest.fixture(scope="module")
def compared(runs: Runs) -> Callable[..., str]:
    def compare(a: Ran, b: Ran, *words: str) -> str:
        line = ["compare", str(a.out), str(b.out), "--region", str(runs.region), *words]
        done = CliRunner().invoke(main, line)
        assert done.exit_code == 0, done.output
        return done.stdout

    return compare


# --- one row of the register


def test_one_row_changes_the_manifest(runs: Runs) -> None:
    before, after = runs.locked_in.manifest, runs.with_row.manifest
    assert before["run_id"] != after["run_id"]
    moved = {name for name, checksum in before["inputs"].items() if checksum != after["inputs"][name]}
    assert moved == {"requests"}
    assert before["scenario"] == after["scenario"]


def test_one_row_changes_the_tables_along_the_chain(runs: Runs) -> None:
    """Request -> cell -> allocation or unserved -> cost; cells of other places and sectors keep their draws."""
    before, after = runs.locked_in.tables, runs.with_row.tables
    asked = [tables["demand_requests"].set_index("request_id")["land_ha"] for tables in (before, after)]
    assert asked[1][FIRM] == pytest.approx(10 * asked[0][FIRM])
    assert asked[1].drop(FIRM).equals(asked[0].drop(FIRM))
    cell = str(before["demand_requests"].set_index("request_id").at[FIRM, "cell_id"])
    wanted = [tables["demand_cells"].set_index("cell_id")["p50_ha"] for tables in (before, after)]
    assert wanted[1][cell] > wanted[0][cell] + 1.0
    stem = cell.rsplit("|", 1)[0]
    moved = wanted[0].index[(wanted[1] - wanted[0]).abs() > 1e-6]
    assert all(name.startswith(stem) for name in moved)

    def at(tables: dict[str, pd.DataFrame], name: str) -> float:
        return float(tables[name].loc[tables[name]["cell_id"] == cell, "ha"].sum())

    got = [at(tables, "allocations") + at(tables, "unserved") for tables in (before, after)]
    assert got[1] - got[0] == pytest.approx(wanted[1][cell] - wanted[0][cell], abs=1e-4)
    costs = [float(tables["plan_costs"]["cost_bn"].sum()) for tables in (before, after)]
    assert costs[1] > costs[0]
    links = [tables["trace"].set_index("from_id").loc[cell, "share"].tolist() for tables in (before, after)]
    assert links[0] != links[1]


@pytest.mark.parametrize("lang", LANGS)
def test_one_row_changes_the_brief_in_both_languages(runs: Runs, lang: Lang) -> None:
    before, after = runs.locked_in.page_one(lang), runs.with_row.page_one(lang)
    for ran, words in ((runs.locked_in, before), (runs.with_row, after)):
        assert str(ran.manifest["run_id"]) in words
    assert _without(before, runs.locked_in) != _without(after, runs.with_row), (
        "figures move, not the run's id alone"
    )
    demand = [
        tables["demand_cells"].query("planned")["p50_ha"].sum()
        for tables in (runs.locked_in.tables, runs.with_row.tables)
    ]
    headline = say(text("brief_page_one.key.demand"), lang)
    for page, ha in zip((before, after), demand, strict=True):
        assert f"{headline} {ha:.0f} ha" in page
    assert round(demand[0]) != round(demand[1])
    pdfs = [(ran.out / f"brief.{lang}.pdf").read_bytes() for ran in (runs.locked_in, runs.with_row)]
    assert pdfs[0] != pdfs[1]


@pytest.mark.parametrize("lang", LANGS)
def test_compare_shows_what_the_row_moved(runs: Runs, compared: Callable[..., str], lang: Lang) -> None:
    told = compared(runs.locked_in, runs.with_row, "--lang", lang)
    sizes = ("1,34 → 13,40") if lang == "vi" else ("1.34 → 13.40")
    assert FIRM in told and sizes in told
    found = json.loads(compared(runs.locked_in, runs.with_row, "--json"))
    assert found["inputs"] == [{"table": "requests"}]
    assert [row["request_id"] for row in found["requests"]] == [FIRM]
    assert found["cells"] and not found["choices"]
    assert found["facilities"] or found["unserved"]


# --- the scheme's site locked in and out


def test_a_lock_changes_the_plan(runs: Runs) -> None:
    site = f"sites:{SITE}"
    assert runs.locked_in.opened()[site] == PERIOD
    assert site not in runs.locked_out.opened()
    assert site not in set(runs.locked_out.tables["allocations"]["facility_id"])
    assert runs.locked_out.unserved() > runs.locked_in.unserved() + 1.0
    reason = runs.locked_out.tables["facilities"].set_index("facility_id").at[site, "reason_en"]
    assert "locked closed" in reason
    manifests = runs.locked_in.manifest, runs.locked_out.manifest
    assert manifests[0]["inputs"] == manifests[1]["inputs"]
    assert manifests[0]["run_id"] != manifests[1]["run_id"]


@pytest.mark.parametrize("lang", LANGS)
def test_a_lock_changes_page_one(runs: Runs, lang: Lang) -> None:
    name = str(
        runs.locked_in.tables["facilities"].set_index("facility_id").at[f"sites:{SITE}", f"name_{lang}"]
    )
    (opens, closed) = (ran.page_one(lang) for ran in (runs.locked_in, runs.locked_out))
    assert re.search(rf"{re.escape(name)} \S.{{0,60}} {PERIOD}", opens), (
        "it stands in the table of what to open, with its period"
    )
    assert not re.search(rf"{re.escape(name)} \S.{{0,60}} {PERIOD}", closed)
    why = {"vi": "theo lựa chọn của người lập phương án", "en": "because the planner chose so"}[lang]
    assert why in closed and why not in opens
    for ran, words in ((runs.locked_in, opens), (runs.locked_out, closed)):
        assert f" {ran.unserved():.0f} ha" in words
    assert _without(opens, runs.locked_in) != _without(closed, runs.locked_out)


def test_a_lock_changes_the_trace(runs: Runs) -> None:
    def links(ran: Ran) -> set[tuple[str, str]]:
        rows = ran.tables["trace"]
        ours = rows[(rows["from_id"] == f"sites:{SITE}") | (rows["to_id"] == f"sites:{SITE}")]
        return set(ours[["from_table", "to_table"]].itertuples(index=False, name=None))

    assert {
        ("demand_cells", "facilities"),
        ("facilities", "openings"),
        ("facilities", "plan_costs"),
    } <= links(runs.locked_in)
    assert links(runs.locked_out) == set()
    assert set(runs.locked_in.tables["trace"]["run"]) == {runs.locked_in.manifest["run_id"]}
    done = [
        CliRunner().invoke(main, ["why", SITE, "--run", str(ran.out), "--region", str(runs.region)])
        for ran in (runs.locked_in, runs.locked_out)
    ]
    assert [one.exit_code for one in done] == [0, 0]
    assert PERIOD in done[0].stdout and done[0].stdout != done[1].stdout


def test_compare_names_the_lock_and_the_site(runs: Runs, compared: Callable[..., str]) -> None:
    found = json.loads(compared(runs.locked_in, runs.locked_out, "--json"))
    assert found["inputs"] == []
    assert {row["choice"] for row in found["choices"]} == {f"siting.open_sites.{SITE}", "siting.closed_sites"}
    changes = {row["facility_id"]: row["change"] for row in found["openings"]}
    assert changes[f"sites:{SITE}"] == "closed"
    assert found["standing"] == "higher", "a site less can only cost more"


def _without(words: str, ran: Ran) -> str:
    """The words without the run's id and the day it was made."""
    return re.sub(
        r"\d\d\d\d-\d\d-\d\d|\d\d/\d\d/\d\d\d\d", "", words.replace(str(ran.manifest["run_id"]), "")
    )
