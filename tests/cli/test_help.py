"""The help: every command, option and argument is explained in both languages, at once, from the words alone."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import click
import pytest
from click.testing import Result

from parkwright.cli import COMMANDS, all_commands, main
from parkwright.cli.line import Line
from parkwright.cli.spoken import Group, Option, Spoken
from parkwright.words import LANGS, Lang, say

Ask = Callable[..., Result]
NAMES = ["parkwright", *dict.fromkeys([*COMMANDS, *all_commands()])]


def loaded(name: str) -> Spoken:
    """The program, or a command of it as its group loads it."""
    found: click.Command | None = main
    for word in name.split() if name != "parkwright" else ():
        assert isinstance(found, Group)
        found = found.get_command(click.Context(found), word)
    assert isinstance(found, Spoken)
    return found


def records(name: str, lang: Lang) -> Iterator[tuple[str, str]]:
    """What the help lists: how a thing is written, and its sentence."""
    context = click.Context(loaded(name), info_name=name, obj=Line(lang))
    for rows in loaded(name).sections(context).values():
        yield from rows


def flat(page: str) -> str:
    """A page without its line breaks, so that a sentence can be found in it."""
    return " ".join(page.split())


@pytest.mark.parametrize("name", NAMES)
def test_everything_is_explained_in_both_languages(name: str) -> None:
    told = {lang: dict(records(name, lang)) for lang in LANGS}
    assert len(told["vi"]) == len(told["en"]) >= 3
    for (_, vi), (written, en) in zip(told["vi"].items(), told["en"].items(), strict=True):
        assert vi and en and vi != en, f"{name} {written}"
    assert loaded(name).about("vi") != loaded(name).about("en")


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("name", NAMES)
def test_the_page_holds_all_of_it(name: str, lang: Lang, ask: Ask) -> None:
    words = ["--help"] if name == "parkwright" else [*name.split(), "--help"]
    page = flat(ask(*words, "--lang", lang).stdout)
    assert page.startswith(say("cli_help.usage", lang)) and loaded(name).about(lang) in page
    for param in loaded(name).params:
        if isinstance(param, Option):
            assert all(flag in page for flag in param.opts)
    for written, meant in records(name, lang):
        assert flat(f"{written} {meant}") in page


@pytest.mark.parametrize("name", NAMES)
def test_the_vietnamese_page_has_no_english_left(
    name: str, ask: Ask, english_left: Callable[[str, str, str], set[str]]
) -> None:
    words = ["--help"] if name == "parkwright" else [*name.split(), "--help"]
    pages = {lang: ask(*words, "--lang", lang).stdout for lang in LANGS}
    names = "CSV JSON GeoJSON TOML provinces xlsx GeoPackage gpkg Table Schema sites siting discount_rate PARKWRIGHT_LANG ./out zip sqlite UTC prg DOCX PDF SVG Shapefile DXF EPSG count"
    assert english_left(pages["vi"], pages["en"], names) == set()


def test_a_declaration_holds_no_sentence() -> None:
    """What click itself would show is not in the code: help stands in words, or nowhere."""
    for name in NAMES[1:]:
        command = loaded(name)
        assert not command.short_help and not command.epilog
        assert [param.name for param in command.params if param.help] == []


@pytest.mark.parametrize(
    "words",
    [
        ("--lang", "vi", "plan", "--help"),
        ("plan", "--lang", "vi", "--help"),
        ("plan", "--help", "--lang=vi"),
        ("plan", "hcmc", "-h", "--lang", "vi"),
    ],
)
def test_the_language_counts_wherever_it_stands(words: tuple[str, ...], ask: Ask) -> None:
    assert ask(*words).stdout == ask("plan", "--help", "--lang", "vi").stdout
    assert ask(*words).stdout.startswith("Cách dùng: parkwright plan ")


def test_the_environment_chooses_the_language_of_the_help(ask: Ask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PARKWRIGHT_LANG", "vi")
    assert ask("--help").stdout.startswith("Cách dùng:")
    assert ask("--help", "--lang", "en").stdout.startswith("Usage:")


@pytest.mark.parametrize("words", [(), ("--lang", "vi")])
def test_no_command_is_answered_with_the_help(words: tuple[str, ...], ask: Ask) -> None:
    told = ask(*words, code=2)
    assert told.stdout == "" and told.stderr == ask("--help", *words).stdout


def test_ranges_are_those_of_the_scenario() -> None:
    """The line refuses what the scenario would refuse: one limit, told twice."""
    from parkwright.plan import Scenario

    params = {param.name: param.type for param in loaded("plan").params}
    for name in ("seed", "time_limit_s", "gap"):
        held = {type(limit).__name__: limit for limit in Scenario.model_fields[name].metadata}
        number = params[name]
        kind, limit = next(iter(held.items()))
        assert (kind, getattr(limit, kind.lower())) == ("Gt" if number.above else "Ge", number.low), name
        assert number.whole == (Scenario.model_fields[name].annotation is int)
    explained = Scenario.model_fields["explain"].annotation
    assert tuple(params["explain"].choices) == explained.__args__


def _help_alone(*words: str) -> str:
    asked = f"import sys; sys.argv = ['parkwright', *{list(words)}]; from parkwright.cli import main\n"
    asked += "try:\n    main()\nexcept SystemExit:\n    print(*sys.modules, sep='\\n')"
    done = subprocess.run([sys.executable, "-c", asked], capture_output=True, check=True)
    return done.stdout.decode("utf-8")


@pytest.mark.parametrize("words", [("--help",), ("plan", "--help", "--lang", "vi"), ("plan", "--sed")])
def test_help_and_usage_load_nothing_heavy(words: tuple[str, ...]) -> None:
    modules = _help_alone(*words).splitlines()
    heavy = {"numpy", "pandas", "pydantic", "shapely", "scipy", "pyproj", "matplotlib", "altair", "highspy"}
    assert "parkwright.cli.spoken" in modules
    assert heavy & {module.partition(".")[0] for module in modules} == set()
    assert not {"parkwright.tables", "parkwright.files", "parkwright.plan"} & set(modules)


def test_vietnamese_help_reaches_a_pipe_whatever_the_locale() -> None:
    program = str(Path(sys.executable).with_name("parkwright"))
    env = os.environ | {"PYTHONIOENCODING": "cp1252"}
    for words, start in (("--help",), "Cách dùng:"), (("--sed",), "Lệnh parkwright"):
        done = subprocess.run([program, *words, "--lang", "vi"], capture_output=True, env=env, check=False)
        assert (done.stdout + done.stderr).decode("utf-8").startswith(start)
