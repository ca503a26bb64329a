"""``parkwright store undo``: take a change back, or all of a batch."""

from __future__ import annotations

import click

from parkwright.cli import spoken
from parkwright.cli.shell import show_json
from parkwright.cli.store.session import now, opened, writer
from parkwright.cli.usage import Wrong
from parkwright.cli.values import Number
from parkwright.words import Lang, say, text


@spoken.command("store undo")
@spoken.option("--change", type=Number(1, whole=True), metavar="number")
@spoken.option("--batch", type=Number(1, whole=True), metavar="number")
@spoken.option("--why", metavar="words")
@spoken.option("--by", metavar="name")
@spoken.option("--book", metavar="book")
def command(
    change: float | None, batch: float | None, why: str | None, by: str | None, book: str | None, lang: Lang,
    as_json: bool,
) -> None:  # fmt: skip
    """Write the changes that take others back; the history keeps both."""
    if (change is None) == (batch is None):
        raise Wrong(text("cli_usage.change_or_batch"))
    who = writer(by)
    from parkwright.store.undo import undo

    with opened(book, lang, as_json) as held:
        done = undo(held, who, now(), _whole(change), _whole(batch), why or "")
    if as_json:
        show_json({"ok": True, "undone": list(done)})
        return
    click.echo(say(text("cli_store.undone", count=len(done), changes=", ".join(map(str, done))), lang))


def _whole(number: float | None) -> int | None:
    return None if number is None else int(number)
