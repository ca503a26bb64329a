"""``parkwright monitor add``: record a value of an indicator for a period."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from parkwright.cli import spoken
from parkwright.cli.monitor.evidence import read_evidence
from parkwright.cli.shell import show_json
from parkwright.cli.store.session import now, opened, writer
from parkwright.words import Lang, say, text


@spoken.command("monitor add")
@spoken.option("--indicator", required=True, metavar="object")
@spoken.option("--period", required=True, metavar="span")
@spoken.option("--value", required=True, metavar="number")
@spoken.option("--source", required=True, metavar="words")
@spoken.option("--area", metavar="object")
@spoken.option("--evidence", type=Path, metavar="file")
@spoken.option("--grade", metavar="words")
@spoken.option("--note", metavar="words")
@spoken.option("--by", metavar="name")
@spoken.option("--book", metavar="book")
def command(
    indicator: str, period: str, value: str, source: str, area: str | None, evidence: Path | None, grade: str | None,
    note: str | None, by: str | None, book: str | None, lang: Lang, as_json: bool,
) -> None:  # fmt: skip
    """Add an observation; the ones that are there stay as they are."""
    who = writer(by)
    from parkwright.store.record import record

    with opened(book, lang, as_json) as held:
        files = read_evidence(evidence)
        row: dict[str, Any] = {
            "indicator_id": indicator, "area_id": area or usual_area(held, indicator), "period": period, "value": value, "source": source,
            "evidence": grade, "evidence_file": next(iter(files), None), "note": note,
        }  # fmt: skip
        made = record(held, {"observations": [row]}, who, now(), evidence=files)["observations"][0]
    if as_json:
        show_json({"ok": True, "observation_id": made})
        return
    click.echo(say(text("cli_monitor.added", observation=made, indicator=indicator, period=period), lang))


def usual_area(held: Any, indicator: str) -> str | None:
    """The area that an indicator is usually of."""
    found = held.read("indicators", ["area_id"], {"indicator_id": indicator})["area_id"].dropna()
    return str(found.iloc[0]) if len(found) else None
