"""What all commands share: options, reading a region, printing problems, exit codes."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any, NoReturn, TypeVar

import click

from parkwright.words import Lang, Text, say

if TYPE_CHECKING:
    from parkwright.tables import Problem, Region

PROBLEMS, USAGE, NO_PLAN = 1, 2, 3
_Function = TypeVar("_Function", bound=Callable[..., Any])

lang_option = click.option(
    "--lang", type=click.Choice(["vi", "en"]), default="en", envvar="PARKWRIGHT_LANG", show_default=True,
    help="Language of what is printed.",
)  # fmt: skip
json_option = click.option(
    "--json", "as_json", is_flag=True, help="Print one JSON object instead of sentences."
)


def speak(command: _Function) -> _Function:
    """Add ``--lang`` and ``--json`` to a command."""
    return lang_option(json_option(command))


def open_region(source: str, lang: Lang, as_json: bool) -> Region:
    """Read a region; if it has defects, print them all and leave with exit code 1."""
    from parkwright.files import read_region

    region, problems = read_region(source)
    if region is None:
        leave_with(problems, lang, as_json)
    return region


def leave_with(problems: Iterable[Problem], lang: Lang, as_json: bool) -> NoReturn:
    """Print the defects (not the warnings), one sentence each, and leave with exit code 1."""
    from parkwright.tables import errors

    found = errors(problems)
    if as_json:
        show_json({"ok": False, "problems": [problem_dict(problem, lang) for problem in found]})
    else:
        for problem in found:
            click.echo(problem.sentence(lang), err=True)
    sys.exit(PROBLEMS)


def leave(told: Text | str, lang: Lang, as_json: bool, code: int) -> NoReturn:
    """Print one sentence and leave with a code."""
    sentence = say(told, lang) if isinstance(told, Text) else told
    if as_json:
        show_json({"ok": False, "message": sentence})
    else:
        click.echo(sentence, err=True)
    sys.exit(code)


def problem_dict(problem: Problem, lang: Lang) -> dict[str, Any]:
    """A problem as plain data."""
    return {
        "table": problem.table,
        "column": problem.column,
        "row": problem.row,
        "severity": problem.severity,
        "sentence": problem.sentence(lang),
    }


def show_json(node: Any) -> None:
    """Print plain data as JSON (UTF-8, numbers as they are, unknown as null)."""
    click.echo(json.dumps(node, ensure_ascii=False, indent=2, default=str))
