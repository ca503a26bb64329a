"""``parkwright monitor remark``: what an officer says of an item, in his own words."""

from __future__ import annotations

import click

from parkwright.cli import spoken
from parkwright.cli.shell import show_json
from parkwright.cli.store.session import now, opened, writer
from parkwright.cli.values import OneOf
from parkwright.words import LANGS, Lang, say, text

KINDS = ("result", "difficulty", "cause", "proposal")


@spoken.command("monitor remark")
@spoken.option("--item", required=True, metavar="object")
@spoken.option("--period", required=True, metavar="span")
@spoken.option("--kind", type=OneOf(KINDS), required=True)
@spoken.option("--words", required=True, metavar="words")
@spoken.option("--written-in", type=OneOf(LANGS), required=True)
@spoken.option("--agency", metavar="object")
@spoken.option("--by", metavar="name")
@spoken.option("--book", metavar="book")
def command(
    item: str, period: str, kind: str, words: str, written_in: str, agency: str | None, by: str | None, book: str | None, lang: Lang,
    as_json: bool,
) -> None:  # fmt: skip
    """Record a remark; it is quoted as it stands and never translated."""
    who = writer(by)
    from parkwright.store.record import record

    row = {
        "item_id": item,
        "period": period,
        "kind": kind,
        "words": words,
        "lang": written_in,
        "agency_id": agency,
    }
    with opened(book, lang, as_json) as held:
        made = record(held, {"remarks": [row]}, who, now())["remarks"][0]
    if as_json:
        show_json({"ok": True, "remark_id": made})
        return
    click.echo(say(text("cli_monitor.remarked", remark=made, item=item), lang))
