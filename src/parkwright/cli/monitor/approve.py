"""``parkwright monitor approve``: a decision on recorded values: submitted, approved, returned, chosen."""

from __future__ import annotations

from collections.abc import Sequence

import click

from parkwright.cli import spoken
from parkwright.cli.shell import show_json
from parkwright.cli.store.session import now, opened, writer
from parkwright.cli.values import OneOf
from parkwright.words import Lang, say, text

DECISIONS = ("submitted", "approved", "returned", "chosen", "draft")


@spoken.command("monitor approve")
@spoken.argument("observations", metavar="object", nargs=-1, required=True)
@spoken.option("--decision", type=OneOf(DECISIONS), default="approved")
@spoken.option("--note", metavar="words")
@spoken.option("--by", metavar="name")
@spoken.option("--book", metavar="book")
def command(
    observations: Sequence[str],
    decision: str,
    note: str | None,
    by: str | None,
    book: str | None,
    lang: Lang,
    as_json: bool,
) -> None:
    """Record a decision on each of the observations, on all of them or on none."""
    who = writer(by)
    from parkwright.store.record import record

    rows = [
        {"observation_id": one, "decision": decision, "note": note} for one in dict.fromkeys(observations)
    ]
    with opened(book, lang, as_json) as held:
        made = record(held, {"decisions": rows}, who, now())["decisions"]
    if as_json:
        show_json({"ok": True, "decision": decision, "decisions": made})
        return
    click.echo(
        say(
            text("cli_monitor.decided", count=len(made), decision=text(f"report_codes.state.{decision}")),
            lang,
        )
    )
