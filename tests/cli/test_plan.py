"""``parkwright plan``: a defect of the region is exit code 1, a mistake on the line 2; the rest of it in tests/e2e."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result

from parkwright.cli.plan import Progress
from parkwright.words import LANGS, Lang, say, text

Ask = Callable[..., Result]
BAD = {
    "an unknown choice": ("no_such_choice = 3", "siting.no_such_choice"),
    "a value of the wrong kind": ('workdays = "many"', "siting.workdays"),
    "a value beyond its limit": ("net_share = 1.5", "siting.net_share"),
    "a site that is not there": ('closed_sites = ["nowhere"]', "nowhere"),
}


def with_params(region: Path, folder: Path, line: str) -> Path:
    """A copy of a region that makes this choice for the siting step."""
    shutil.copytree(region, folder)
    with (folder / "region.toml").open("a", encoding="utf-8") as file:
        file.write(f"\n[params.siting]\n{line}\n")
    return folder


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize(("line", "named"), BAD.values(), ids=list(BAD))
def test_bad_params_of_a_region_are_its_defect(
    line: str, named: str, lang: str, small_region: Path, tmp_path: Path, ask: Ask
) -> None:
    """``plan`` says what ``check`` says: table region.toml, column params."""
    region = with_params(small_region, tmp_path / "region", line)
    checked = ask("check", str(region), "--lang", lang, code=1).stdout
    told = ask("plan", str(region), "--out", str(tmp_path / "run"), "--lang", lang, code=1)
    assert told.stdout == "" and len(told.stderr.splitlines()) == 1
    assert told.stderr.strip() in checked
    assert "region.toml" in told.stderr and "params" in told.stderr and named in told.stderr
    assert not (tmp_path / "run").exists()


def test_with_json_they_are_problems(
    small_region: Path, tmp_path: Path, ask_json: Callable[..., Any]
) -> None:
    region = with_params(small_region, tmp_path / "region", "no_such_choice = 3")
    told = ask_json("plan", str(region), "--out", str(tmp_path / "run"), code=1)
    assert told["ok"] is False
    assert [(one["table"], one["column"]) for one in told["problems"]] == [("region.toml", "params")]


def test_the_same_choice_on_the_line_is_wrong_usage(small_region: Path, tmp_path: Path, ask: Ask) -> None:
    out = tmp_path / "run"
    told = ask("plan", str(small_region), "--out", str(out), "--set", "siting.no_such_choice=3", code=2)
    assert "siting.no_such_choice" in told.stderr and not out.exists()
    told = ask(
        "plan", str(small_region), "--out", str(out), "--set", 'siting.closed_sites=["nowhere"]', code=2
    )
    assert "nowhere" in told.stderr and not out.exists()


def test_a_scenario_file_makes_choices(small_region: Path, tmp_path: Path, ask: Ask) -> None:
    file = tmp_path / "tight.toml"
    file.write_text("[siting]\nworkdays = 400\n", "utf-8")
    told = ask("plan", str(small_region), "--out", str(tmp_path / "run"), "--scenario", str(file), code=2)
    assert "siting.workdays" in told.stderr and "366" in told.stderr


def test_an_earlier_run_without_its_openings_is_told(small_region: Path, tmp_path: Path, ask: Ask) -> None:
    (earlier := tmp_path / "earlier").mkdir()
    (earlier / "manifest.json").write_text("{}", "utf-8")
    line = ["plan", str(small_region), "--out", str(tmp_path / "run"), "--from", str(earlier), "-q"]
    told = ask(*line, code=1).stderr
    assert "openings.csv" in told and len(told.splitlines()) == 1
    assert not (tmp_path / "run").exists()


@pytest.mark.parametrize("lang", LANGS)
def test_long_work_tells_how_far_it_is(
    lang: Lang, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A word after five seconds of silence and at the end; nothing when it is to be quiet."""
    now = iter([0.0, 1.0, 7.0, 7.0, 8.0])
    monkeypatch.setattr("parkwright.cli.plan.time.monotonic", lambda: next(now))
    progress = Progress(lang, silent=False)
    for done in (1, 2, 3):
        progress.asked(done, 3)
    told = capsys.readouterr().err.splitlines()
    assert told == [say(text("cli.questions_done", done=done, of=3), lang) for done in (2, 3)]


def test_quiet_says_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    progress = Progress("en", silent=True)
    progress.step("demand")
    progress.asked(3, 3)
    assert capsys.readouterr().err == ""
