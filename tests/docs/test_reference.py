"""The generated reference pages are what the program would write now, and they cover every command."""

from __future__ import annotations

import re
import runpy
from pathlib import Path
from typing import Any

import pytest
from pydantic import BaseModel

from parkwright.cli import all_commands
from parkwright.cli.spoken import Command
from parkwright.plan import Scenario
from parkwright.words import LANGS


@pytest.fixture(scope="module")
def docs(checkout: Path) -> dict[str, Any]:
    return runpy.run_path(str(checkout / "scripts" / "docs.py"))


def test_reference_is_up_to_date(docs: dict[str, Any]) -> None:
    assert docs["stale"]() == [], "run: make docs"


def test_a_changed_page_is_noticed(docs: dict[str, Any], tmp_path: Path) -> None:
    for name, page in docs["pages"]().items():
        (tmp_path / name).write_text(page, "utf-8")
    assert docs["stale"](tmp_path) == []
    (tmp_path / "tables.en.md").write_text("something else", "utf-8")
    (tmp_path / "left-over.md").write_text("nothing writes this", "utf-8")
    assert docs["stale"](tmp_path) == ["left-over.md", "tables.en.md"]


def test_every_command_is_documented_and_explained(docs: dict[str, Any]) -> None:
    commands: dict[str, Command] = docs["all_commands"]()
    assert sorted(commands) == sorted(all_commands())
    for lang in LANGS:
        page = docs["pages"]()[f"commands.{lang}.md"]
        for name, command in commands.items():
            assert f"\n## {name}\n\n{command.about(lang)}\n" in page
            assert all(flag in page for option in command.params for flag in option.opts if flag[0] == "-")


def test_every_choice_of_a_run_is_documented(docs: dict[str, Any]) -> None:
    """The choices of each step stand in its own section, one row each."""
    steps = {name: field.annotation for name, field in Scenario.model_fields.items()}
    found = {
        name: kind for name, kind in steps.items() if isinstance(kind, type) and issubclass(kind, BaseModel)
    }
    assert set(found) == {"demand", "access", "siting", "layout"}
    for lang in LANGS:
        page = docs["pages"]()[f"choices.{lang}.md"]
        for name, kind in found.items():
            assert f"\n## {name}\n" in page
            assert all(f"\n| `{name}.{choice}` | " in page for choice in kind.model_fields)


def test_commands_of_the_readme_exist(docs: dict[str, Any], checkout: Path) -> None:
    """Each `parkwright …` line of the README names a command and options that click knows."""
    commands: dict[str, Command] = docs["all_commands"]()
    fences = "\n".join(re.findall(r"```\n(.*?)```", (checkout / "README.md").read_text("utf-8"), re.DOTALL))
    lines = re.findall(r"^parkwright ((?:store |monitor )?\S+)(.*)$", fences, re.MULTILINE)
    assert len(lines) >= 6
    for name, rest in lines:
        known = {flag for option in commands[name].params for flag in option.opts}
        assert set(re.findall(r"(?<!\S)--[a-z-]+", rest)) <= known, f"{name}{rest}"
