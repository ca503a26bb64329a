"""``parkwright store restore``: a new book from a backup."""

from __future__ import annotations

from pathlib import Path

import click

from parkwright.cli import spoken
from parkwright.cli.shell import show_json
from parkwright.cli.store.session import address_of, problems_told
from parkwright.words import Lang, Value, say, text


@spoken.command("store restore")
@spoken.argument("file", type=Path, metavar="file")
@spoken.option("--book", metavar="book")
def command(file: Path, book: str | None, lang: Lang, as_json: bool) -> None:
    """Make a new book of a backup; one that stands there is never written over."""
    from parkwright.store.restore import restore

    with problems_told(lang, as_json):
        address = address_of(book)
        rows = restore(file, address)
    if as_json:
        show_json({"ok": True, "book": address.name, "rows": rows})
        return
    told: dict[str, Value] = {
        "book": address.name,
        "file": str(file),
        "tables": len(rows),
        "rows": sum(rows.values()),
    }
    click.echo(say(text("cli_store.restored", **told), lang))
