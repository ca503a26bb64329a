"""``parkwright monitor report``: the report on a programme, from the book, as DOCX and PDF with its tables."""

from __future__ import annotations

from contextlib import nullcontext
from datetime import UTC, date, datetime
from pathlib import Path

import click

from parkwright.cli import spoken
from parkwright.cli.monitor.shown import known_programme
from parkwright.cli.shell import show_json
from parkwright.cli.store.session import held_region, now, opened, writer
from parkwright.cli.values import Day, Languages, Span
from parkwright.words import LANGS, Lang, say, text


@spoken.command("monitor report")
@spoken.option("--programme", required=True, metavar="object")
@spoken.option("--period", type=Span(), required=True, metavar="span")
@spoken.option("--as-of", type=Day(), metavar="date")
@spoken.option("--out", type=Path, required=True, metavar="folder")
@spoken.option("--overwrite", is_flag=True)
@spoken.option("--run", "run", metavar="object")
@spoken.option("--freeze", is_flag=True)
@spoken.option("--by", metavar="name")
@spoken.option("--book", metavar="book")
@spoken.option("--lang", type=Languages(LANGS), default=",".join(LANGS), metavar="langs")
def command(
    programme: str, period: str, as_of: date | None, out: Path, overwrite: bool, run: str | None, freeze: bool, by: str | None,
    book: str | None, lang: tuple[Lang, ...], as_json: bool,
) -> None:  # fmt: skip
    """Write the report; with ``--freeze`` keep it in the book for good."""
    told_in = lang[0]
    who = writer(by) if freeze else ""
    from parkwright.cli.monitor.writing import make_report, write_report
    from parkwright.files.run_folder import check_out
    from parkwright.steps.monitoring import MonitorParams
    from parkwright.store.record import freezing

    params = MonitorParams(programme=programme, as_of=as_of or datetime.now(UTC).date(), period=period)
    with opened(book, told_in, as_json) as held, known_programme():
        check_out(out, overwrite)
        made = make_report(held, held_region(held, told_in, as_json), params, lang, run)
        # the files are written before the book keeps the report for good: it is frozen and there, or neither
        with freezing(held, made.row(), who, now()) if freeze else nullcontext():
            files = write_report(made, out, overwrite)
    if as_json:
        show_json(
            {"ok": True, "report_id": made.report_id, "out": str(out), "files": files, "frozen": freeze}
        )
        return
    click.echo(
        say(text("cli_monitor.reported_to", report=made.report_id, out=str(out), files=len(files)), told_in)
    )
    if freeze:
        click.echo(say(text("cli_monitor.frozen", report=made.report_id), told_in))
