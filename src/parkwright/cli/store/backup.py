"""``parkwright store backup``: the whole book as one file that knows no database."""

from __future__ import annotations

from pathlib import Path

import click

from parkwright.cli import spoken
from parkwright.cli.shell import show_json
from parkwright.cli.store.session import opened
from parkwright.words import Lang, Value, say, text


@spoken.command("store backup")
@spoken.argument("file", type=Path, metavar="file")
@spoken.option("--book", metavar="book")
def command(file: Path, book: str | None, lang: Lang, as_json: bool) -> None:
    """Write a backup of the book."""
    from parkwright.store.backup import backup

    with opened(book, lang, as_json) as held:
        rows = backup(held, file)
    if as_json:
        show_json({"ok": True, "file": str(file), "rows": rows})
        return
    told: dict[str, Value] = {"file": str(file), "tables": len(rows), "rows": sum(rows.values())}
    click.echo(say(text("cli_store.backed_up", **told), lang))
