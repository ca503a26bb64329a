"""What all commands share: reading a region, printing problems, exit codes."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, NoReturn

import click

from parkwright.words import Both, Lang, Text, say, text

if TYPE_CHECKING:
    from pathlib import Path

    from parkwright.files.raw_region import RawRegion
    from parkwright.tables import Problem, Region

PROBLEMS, USAGE, NO_PLAN = 1, 2, 3
INTERRUPTED = 130
"""Stopped by Ctrl-C, as shells count it."""


def open_region(source: str, lang: Lang, as_json: bool) -> Region:
    """Read a region; if it has defects, print them all and leave with exit code 1. Which of two regions it is, is said."""
    region, problems = read_region(source)
    say_own_folder(source, lang)
    if region is None:
        leave_with(problems, lang, as_json)
    found = bad_params(region)
    if found:
        leave_with(found, lang, as_json)
    return region


def read_region(source: str | Path) -> tuple[Region | None, tuple[Problem, ...]]:
    """A region from whatever holds it, a book too: the region (None if any problem is an error), and every problem."""
    from parkwright.files.raw_region import open_raw

    raw, found = read_raw(source)
    region, problems = open_raw(raw)
    return region, (*found, *problems)


def read_raw(source: str | Path) -> tuple[RawRegion, tuple[Problem, ...]]:
    """The same before the doors, and the warnings about how it was found. This is where files and the store meet."""
    import os

    from parkwright.files import find_region
    from parkwright.files.raw_region import RawRegion
    from parkwright.files.region_source import own_folder, read_raw_region
    from parkwright.store.address import find_address, is_book
    from parkwright.tables import BadInput, Problem

    if not is_book(source):
        path = find_region(source)
        if isinstance(path, Problem):
            return RawRegion(None, {}, (path,)), ()
        return read_raw_region(path), own_folder(source)
    from parkwright.store.book import open_book

    try:
        with open_book(find_address(source, os.environ)) as book:
            node, frames = book.read_all()
            return RawRegion(node, frames, book.told), ()
    except BadInput as wrong:
        return RawRegion(None, {}, wrong.problems), ()


def say_own_folder(source: str, lang: Lang) -> None:
    """Tell where a folder of the user goes before the bundled region of the same name."""
    from parkwright.files.region_source import own_folder

    for told in own_folder(source):
        click.echo(told.sentence(lang), err=True)


def bad_params(region: Region) -> tuple[Problem, ...]:
    """A choice that the region makes for the steps (``params`` in region.toml) and that they cannot take: its own defect.

    I/O Example:
        params = {"siting": {"workdays": "many"}} -> one problem of table region.toml, column params
    """
    from parkwright.files.region_folder import META
    from parkwright.plan.scenario import BadChoice, check_names, make_scenario
    from parkwright.tables import Problem

    try:
        check_names(make_scenario(region.meta), region)
    except BadChoice as wrong:
        return tuple(
            Problem(META, "params", None, text("cli_check.bad_params", why=told)) for told in wrong.all
        )
    return ()


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


def leave(told: Text | Both, lang: Lang, as_json: bool, code: int) -> NoReturn:
    """Print one sentence and leave with a code."""
    sentence = say(told, lang)
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
