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
@spoken.option("--overwrite", is_flag=True)
@spoken.option("--book", metavar="book")
def command(file: Path, overwrite: bool, book: str | None, lang: Lang, as_json: bool) -> None:
    """Make a new book of a backup; one that stands there gives way only if that is asked for, and is kept beside."""
    from parkwright.store.restore import restore
    from parkwright.store.revisions import free_name

    with problems_told(lang, as_json):
        address = address_of(book)
        replaces = overwrite and address.file is not None and address.file.exists()
        kept = free_name(address.file, "before-restore") if replaces and address.file is not None else None
        rows = restore(file, address, kept)
    if as_json:
        told_kept = {} if kept is None else {"kept": str(kept)}
        show_json({"ok": True, "book": address.name, "rows": rows, **told_kept})
        return
    told: dict[str, Value] = {
        "book": address.name,
        "file": str(file),
        "tables": len(rows),
        "rows": sum(rows.values()),
    }
    click.echo(say(text("cli_store.restored", **told), lang))
    if kept is not None:
        click.echo(say(text("cli_store.kept", file=str(kept)), lang))
