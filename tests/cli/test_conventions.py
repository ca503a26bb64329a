"""What holds for every command: it speaks two languages, and says how it went with its exit code."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import click
import pytest

from parkwright.cli import all_commands

NAMES = sorted(all_commands())


@pytest.mark.parametrize("name", NAMES)
def test_it_speaks_both_languages_and_json(name: str) -> None:
    options = {option.name: option for option in all_commands()[name].params}
    lang = options["lang"].type
    assert isinstance(lang, click.Choice) and set(lang.choices) == {"vi", "en"}
    assert "as_json" in options


def test_the_language_may_come_from_the_environment(
    ask: Callable[..., Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    in_english = ask("schema", "sites").stdout
    monkeypatch.setenv("PARKWRIGHT_LANG", "vi")
    in_vietnamese = ask("schema", "sites").stdout
    assert in_vietnamese == ask("schema", "sites", "--lang", "vi").stdout != in_english


def program() -> str:
    """The installed program."""
    return str(Path(sys.executable).with_name("parkwright"))


def test_vietnamese_reaches_a_pipe_whatever_the_locale() -> None:
    """A process of its own, on a machine whose pipes speak a code page that Vietnamese does not fit in."""
    env = os.environ | {"PYTHONIOENCODING": "cp1252"}
    asked = [program(), "rules", "ho tro", "--lang", "vi"]
    done = subprocess.run(asked, capture_output=True, env=env, check=False)
    assert done.returncode == 0, done.stderr.decode()
    assert "hỗ trợ" in done.stdout.decode("utf-8")


def test_a_process_leaves_with_the_code() -> None:
    done = subprocess.run([program(), "check", "no-such-region"], capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert "no-such-region" in done.stdout
