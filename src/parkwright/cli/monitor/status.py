"""``parkwright monitor status``: the figures of a programme's first page, on a day."""

from __future__ import annotations

from dataclasses import asdict
from datetime import UTC, date, datetime

import click

from parkwright.cli import spoken
from parkwright.cli.monitor.shown import FIRST_PAGE, known_programme, programme_of
from parkwright.cli.shell import show_json
from parkwright.cli.store.session import opened
from parkwright.cli.values import Day, Span
from parkwright.words import Lang, say, text


@spoken.command("monitor status")
@spoken.option("--programme", required=True, metavar="object")
@spoken.option("--period", type=Span(), required=True, metavar="span")
@spoken.option("--as-of", type=Day(), metavar="date")
@spoken.option("--book", metavar="book")
def command(
    programme: str, period: str, as_of: date | None, book: str | None, lang: Lang, as_json: bool
) -> None:
    """Tell how many targets and items stand where."""
    from parkwright.steps.monitoring import MonitorParams, dashboard
    from parkwright.store.in_use import series_in_use

    day = as_of or datetime.now(UTC).date()
    params = MonitorParams(programme=programme, as_of=day, period=period)
    with opened(book, lang, as_json) as held, known_programme():
        told = programme_of(held, FIRST_PAGE)
        page = dashboard(told, params, series_in_use(held, told.indicators, params.recorded_by))
    if as_json:
        show_json(
            {"ok": True, "programme": programme, "as_of": day.isoformat(), "period": period, **asdict(page)}
        )
        return
    for kind, counts in (("target", page.targets), ("item", page.items)):
        click.echo(say(f"cli_monitor.{kind}s", lang))
        for status, count in sorted(counts.items(), key=lambda one: -one[1]):
            click.echo(f"  {say(f'report_codes.{kind}_status.{status}', lang)}: {count}")
    click.echo(say(text("cli_monitor.reported", reported=page.reported, due=page.due), lang))
