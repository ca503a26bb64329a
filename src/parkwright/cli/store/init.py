"""``parkwright store init``: a new book from a region."""

from __future__ import annotations

import os

import click

from parkwright.cli import spoken
from parkwright.cli.shell import open_region, show_json
from parkwright.cli.store.session import BY, address_of, now, problems_told
from parkwright.words import Lang, Value, say, text

_NOBODY = "parkwright store init"
"""Whose name the first filling carries if nobody gives one."""


@spoken.command("store init")
@spoken.option("--from", "source", required=True, metavar="region")
@spoken.option("--book", metavar="book")
@spoken.option("--by", metavar="name")
def command(source: str, book: str | None, by: str | None, lang: Lang, as_json: bool) -> None:
    """Make a book that holds every input table of a region; one that stands there is never written over."""
    from parkwright.files.meta_tables import meta_node
    from parkwright.store.fill import create

    region = open_region(source, lang, as_json)
    with problems_told(lang, as_json):
        address = address_of(book)
        who = by or os.environ.get(BY) or _NOBODY
        rows = create(address, meta_node(region.meta), region.frames(), who, now())
    if as_json:
        show_json({"ok": True, "book": address.name, "rows": rows})
        return
    told: dict[str, Value] = {
        "book": address.name,
        "region": region.meta.region_id,
        "rows": sum(rows.values()),
    }
    click.echo(say(text("cli_store.made", **told), lang))
