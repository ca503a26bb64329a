"""``parkwright monitor correct``: a new value in the place of one that was recorded; both stay in the book."""

from __future__ import annotations

from pathlib import Path

import click

from parkwright.cli import spoken
from parkwright.cli.monitor.evidence import read_evidence
from parkwright.cli.shell import show_json
from parkwright.cli.store.session import now, opened, writer
from parkwright.words import Lang, say, text


@spoken.command("monitor correct")
@spoken.argument("observation", metavar="object")
@spoken.option("--value", required=True, metavar="number")
@spoken.option("--source", required=True, metavar="words")
@spoken.option("--evidence", type=Path, metavar="file")
@spoken.option("--note", metavar="words")
@spoken.option("--by", metavar="name")
@spoken.option("--book", metavar="book")
def command(
    observation: str, value: str, source: str, evidence: Path | None, note: str | None, by: str | None, book: str | None, lang: Lang,
    as_json: bool,
) -> None:  # fmt: skip
    """Add an observation that names the one that it corrects."""
    who = writer(by)
    from parkwright.cli.monitor.shown import plain_rows
    from parkwright.store.record import no_such, record

    with opened(book, lang, as_json) as held:
        found = plain_rows(held.read("observations", where={"observation_id": observation}))
        if not found:
            raise no_such("observations", observation)
        same = {name: found[0][name] for name in ("indicator_id", "area_id", "period", "evidence")}
        files = read_evidence(evidence)
        row = {
            **same,
            "value": value,
            "source": source,
            "corrects": observation,
            "evidence_file": next(iter(files), None),
            "note": note,
        }
        made = record(held, {"observations": [row]}, who, now(), evidence=files)["observations"][0]
    if as_json:
        show_json({"ok": True, "observation_id": made, "corrects": observation})
        return
    click.echo(say(text("cli_monitor.corrected", observation=made, corrects=observation), lang))
