"""Wrong usage: one sentence in the language of the line, exit code 2; with ``--json`` one object."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import click
import pytest
from click.testing import CliRunner, Result

from parkwright.cli import all_commands, main
from parkwright.cli.usage import tell
from parkwright.cli.values import (
    Day,
    ExistingFile,
    Folder,
    Language,
    Languages,
    NewFolder,
    Number,
    OneOf,
    Pair,
    Provinces,
    Span,
    TomlFile,
)  # fmt: skip
from parkwright.words import LANGS, Both, Text, say, text

Ask = Callable[..., Result]
PLAN = "plan hcmc --out new"


def usage(key: str, **values: Any) -> Text:
    return text(f"cli_usage.{key}", **values)


def value(name: str) -> Text:
    return text(f"cli_help.value.{name}")


def plan_option(word: str, nearest: str) -> Text:
    return usage("no_such_option", word=word, nearest=nearest, command="parkwright plan")


MISTAKES: dict[str, Text] = {
    "pln": usage("no_such_command", word="pln", nearest="plan", command="parkwright"),
    "--nothing": usage("no_such_option", word="--nothing", nearest="--lang", command="parkwright"),
    "plan": usage("missing.argument", name=value("region"), command="parkwright plan"),
    "compare one": usage("missing.argument", name=value("folder_b"), command="parkwright compare"),
    "plan hcmc": usage("missing.option", name="--out", command="parkwright plan"),
    f"{PLAN} --sed 3": plan_option("--sed", "--seed"),
    f"{PLAN} -x": plan_option("-x", "-q"),
    "plan hcmc --out": usage("needs_value", name="--out", value=value("folder")),
    "plan --explain": usage("needs_value", name="--explain", value="none|quick|full"),
    f"{PLAN} --quiet=1": usage("takes_no_value", name="--quiet"),
    "schema sites parks": usage("too_many", words="parks", command="parkwright schema"),
    "regions a b": usage("too_many", words="a b", command="parkwright regions"),
    f"{PLAN} --on 2026-02-30": usage("not_a_date", name="--on", value="2026-02-30"),
    "rules --on 01/11/2026": usage("not_a_date", name="--on", value="01/11/2026"),
    f"{PLAN} --seed -1": usage("not_a_number.whole", name="--seed", value="-1", low=0),
    f"{PLAN} --seed 1.5": usage("not_a_number.whole", name="--seed", value="1.5", low=0),
    f"{PLAN} --seed many": usage("not_a_number.whole", name="--seed", value="many", low=0),
    f"{PLAN} --time-limit=-3": usage("not_a_number.above", name="--time-limit", value="-3", low=0),
    f"{PLAN} --time-limit 0": usage("not_a_number.above", name="--time-limit", value="0", low=0),
    f"{PLAN} --time-limit inf": usage("not_a_number.above", name="--time-limit", value="inf", low=0),
    f"{PLAN} --gap=-0.1": usage("not_a_number.low", name="--gap", value="-0.1", low=0),
    f"{PLAN} --gap nan": usage("not_a_number.low", name="--gap", value="nan", low=0),
    f"{PLAN} --set nothing": usage("not_a_pair", name="--set", value="nothing"),
    f"{PLAN} --scenario none.toml": usage("no_such_file", name="--scenario", path="none.toml"),
    f"{PLAN} --scenario .": usage("no_such_file", name="--scenario", path="."),
    f"{PLAN} --scenario broken.toml": usage(
        "bad_toml", name="--scenario", path="broken.toml", where=text("unreadable.at", line="2", column="6")
    ),
    f"{PLAN} --scenario latin.toml": usage("not_utf8", name="--scenario", path="latin.toml", position=9),
    f"{PLAN} --from nowhere": usage("no_such_folder", name="--from", path="nowhere"),
    "new a --province Haiphonk": usage(
        "no_such_province", name="--province", value="Haiphonk", nearest=Both("Hải Phòng", "Hai Phong")
    ),
    "plan hcmc --out --quiet": usage("looks_like_option", name="--out", value="--quiet"),
    "plan hcmc --out=-x": usage("looks_like_option", name="--out", value="-x"),
    f"{PLAN} --explain all": usage(
        "no_such_choice", name="--explain", value="all", choices="none, quick, full"
    ),
}
TOGETHER = pytest.mark.parametrize(("line", "told"), MISTAKES.items(), ids=list(MISTAKES))


@pytest.fixture(autouse=True)
def _folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The mistakes are made in a folder with two broken scenario files in it."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("PARKWRIGHT_LANG", raising=False)
    Path("broken.toml").write_text('name = "x"\ngap == 3\n', "utf-8")
    Path("latin.toml").write_bytes(b'name = "\xe9"')


@TOGETHER
def test_a_mistake_is_one_sentence_in_both_languages(line: str, told: Text, ask: Ask) -> None:
    for lang in LANGS:
        done = ask("--lang", lang, *line.split(), code=2)
        assert done.stdout == "" and done.stderr == say(told, lang) + "\n"
    assert not Path("new").exists()


@TOGETHER
def test_with_json_it_is_one_object(line: str, told: Text, ask: Ask) -> None:
    first, *rest = line.split()
    done = ask("--lang", "vi", first, "--json", *rest, code=2)
    assert done.stderr == ""
    assert json.loads(done.stdout) == {"ok": False, "message": say(told, "vi")}


@TOGETHER
def test_no_english_is_left_in_vietnamese(
    line: str, told: Text, ask: Ask, english_left: Callable[[str, str, str], set[str]]
) -> None:
    vi, en = (ask("--lang", lang, *line.split(), code=2).stderr for lang in LANGS)
    assert english_left(vi, en, f"{line} parkwright --help TOML UTF byte") == set()


@pytest.mark.parametrize(
    "line",
    [
        "plan hcmc --seed -1 --out new --lang vi",
        "plan --lang vi hcmc --seed -1 --out new",
        "plan hcmc --lang=vi --out new --seed -1",
        "--lang vi plan hcmc --out new --seed -1",
    ],
)
def test_the_language_counts_before_and_after_the_mistake(line: str, ask: Ask) -> None:
    assert ask(*line.split(), code=2).stderr == say(MISTAKES[f"{PLAN} --seed -1"], "vi") + "\n"


def test_the_language_of_the_environment(ask: Ask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PARKWRIGHT_LANG", "vi")
    assert ask("pln", code=2).stderr == say(MISTAKES["pln"], "vi") + "\n"


@pytest.mark.parametrize("line", ["check x --lang fr", "--lang fr check x", "check --lang=fr"])
def test_a_language_that_is_none_is_told_in_both(line: str, ask: Ask) -> None:
    told = ask(*line.split(), code=2).stderr
    assert all(say(usage("no_such_lang", value="fr"), lang) in told for lang in LANGS)
    assert len(told.splitlines()) == 1


def test_a_language_of_the_environment_that_is_none(ask: Ask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PARKWRIGHT_LANG", "vn")
    told = ask("regions", code=2).stderr
    assert all(say(usage("no_such_lang", value="vn"), lang) in told for lang in LANGS)
    assert ask("schema", "sites", "--lang", "vi").stderr == "", "the line goes before the environment"


def test_a_choice_that_the_steps_do_not_know(ask: Ask) -> None:
    """Told by the scenario, not by the line, but in the same way."""
    for lang in LANGS:
        told = ask(*PLAN.split(), "--set", "siting.workdays=many", "--lang", lang, code=2).stderr
        wanted = text("plan.wanted.number")
        due = text("plan.bad_choice", name="siting.workdays", value="many", wanted=wanted)
        assert told == say(due, lang) + "\n"


def test_every_value_is_of_a_kind_that_speaks() -> None:
    """A type of click's own would refuse a value in English."""
    ours = (
        Number,
        Day,
        Pair,
        ExistingFile,
        Folder,
        NewFolder,
        TomlFile,
        Provinces,
        OneOf,
        Language,
        Languages,
        Span,
    )
    for name, command in all_commands().items():
        for param in command.params:
            cannot_fail = param.type.name in ("text", "Path") or getattr(param, "is_flag", False)
            assert isinstance(param.type, ours) or cannot_fail, f"{name} {param.name}"


def test_a_mistake_of_another_kind_is_not_swallowed() -> None:
    with pytest.raises(click.UsageError, match="something new"):
        tell(click.UsageError("something new"))


@pytest.mark.parametrize("lang", LANGS)
def test_whoever_stops_it_is_told_so(lang: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def stopped(*_: Any) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("parkwright.tables.all_tables", stopped)
    done = CliRunner().invoke(main, ["schema", "--lang", lang])
    assert (done.exit_code, done.stderr) == (130, say("cli_usage.stopped", lang) + "\n")
