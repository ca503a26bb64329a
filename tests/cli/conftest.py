"""Asking the program as a person does; and two finished runs of the small region, one with a row of the register changed."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from parkwright.cli import COMMANDS, all_commands, main
from parkwright.cli.monitor.approve import DECISIONS
from parkwright.cli.monitor.remark import KINDS
from parkwright.files import read_region, write_run
from parkwright.plan import Clock, make_scenario, run_plan
from parkwright.plan.trace import trace_plan
from parkwright.rules import load_rules

Ask = Callable[..., Result]


def run_into(region_folder: Path, out: Path) -> Path:
    """Plan a region and write its tables and manifest (no pictures, no brief: these are not asked for here)."""
    region, _ = read_region(region_folder)
    assert region is not None
    sets = {"demand.draws": "200", "demand.alone_draws": "50"}
    scenario = make_scenario(region.meta, sets=sets, explain="none", time_limit_s=20.0)
    plan = run_plan(
        region, load_rules(region.meta.rule_set), scenario, Clock("2026-01-01T00:00:00+00:00", "test")
    )
    trace = trace_plan(region, plan.tables, plan.manifest["run_id"])
    manifest = json.dumps(plan.manifest, ensure_ascii=False).encode()
    write_run({**plan.tables, "trace": trace}, {"manifest.json": manifest}, out)
    return out


@pytest.fixture(scope="session")
def run_a(small_region: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The run of the small region."""
    return run_into(small_region, tmp_path_factory.mktemp("a") / "out")


@pytest.fixture(scope="session")
def run_b(small_region: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The run after one firm (req-002, 0.66 ha) asks for ten times the land."""
    folder = tmp_path_factory.mktemp("b") / "region"
    shutil.copytree(small_region, folder)
    file = folder / "requests.csv"
    content = file.read_text("utf-8")
    assert content.count(",6600,115,") == 1
    file.write_text(content.replace(",6600,115,", ",66000,115,"), "utf-8")
    return run_into(folder, folder.parent / "out")


@pytest.fixture
def ask() -> Ask:
    """Run ``parkwright`` with these words; nothing may end in a traceback."""

    def run(*words: str, code: int = 0) -> Result:
        done = CliRunner().invoke(main, list(words))
        assert done.exception is None or isinstance(done.exception, SystemExit), done.exception
        assert done.exit_code == code, done.output
        return done

    return run


@pytest.fixture
def ask_json(ask: Ask) -> Callable[..., Any]:
    """The same with ``--json``: the object that stands alone on the standard output."""

    def run(*words: str, code: int = 0) -> Any:
        return json.loads(ask(*words, "--json", code=code).stdout)

    return run


@pytest.fixture
def english_left() -> Callable[[str, str, str], set[str]]:
    """english_left(vi, en, names): words that both texts share and that are neither flags, codes nor among the names."""
    codes = (*DECISIONS, *KINDS, "seen derived assumed")
    fixed = " ".join(["parkwright", *COMMANDS, *all_commands(), *codes, "none quick full"])

    def left(vi: str, en: str, names: str) -> set[str]:
        words = [set(re.findall(r"(?<![\w-])[a-z]{3,}(?!\w)", told.lower())) for told in (vi, en)]
        return words[0] & words[1] - set(re.findall(r"[a-z]+", f"{fixed} {names}".lower()))

    return left
