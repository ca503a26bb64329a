"""``parkwright new``: a blank region to fill in, or a copy of a bundled one to change."""

from __future__ import annotations

from pathlib import Path

import click

from parkwright.cli import spoken
from parkwright.cli.shell import PROBLEMS, leave, leave_with, show_json
from parkwright.words import Lang, say, text


@spoken.command("new")
@spoken.argument("path", type=Path, metavar="folder")
@spoken.option("--from", "from_region", metavar="name")
def command(path: Path, from_region: str | None, lang: Lang, as_json: bool) -> None:
    """Make a region in a new folder: blank tables and a blank workbook, or a copy of a bundled region."""
    from parkwright.files import new_region
    from parkwright.files.unreadable import os_reason
    from parkwright.tables import BadInput

    try:
        made = new_region(path, from_region)
    except BadInput as wrong:
        leave_with(wrong.problems, lang, as_json)
    except OSError as error:
        leave(text("cli_new.cannot_write", path=str(path), why=os_reason(error)), lang, as_json, PROBLEMS)
    if as_json:
        show_json({"ok": True, "made": [str(one) for one in made]})
    elif from_region is None:
        click.echo(say(text("cli_new.blank", path=str(made[0]), workbook=str(made[1])), lang))
    else:
        click.echo(say(text("cli_new.copied", path=str(made[0]), region=from_region), lang))
