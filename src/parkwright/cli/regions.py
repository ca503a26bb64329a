"""``parkwright regions``: the bundled regions: name, tables, rows, who must be named."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from parkwright.cli import spoken
from parkwright.cli.shell import leave_with, show_json
from parkwright.words import Both, Lang, say, text

if TYPE_CHECKING:
    from parkwright.tables import Region


@spoken.command("regions")
def command(lang: Lang, as_json: bool) -> None:
    """List the bundled regions: name, tables with their rows, and the credit that their sources ask for."""
    from parkwright.files import bundled_region_path, list_regions, read_region

    told = []
    for name in list_regions():
        region, problems = read_region(bundled_region_path(name) or name)
        if region is None:
            leave_with(problems, lang, as_json)
        told.append(_plain(name, region, lang))
        if not as_json:
            _show(told[-1], lang)
    if as_json:
        show_json({"ok": True, "regions": told})


def _plain(name: str, region: Region, lang: Lang) -> dict[str, Any]:
    from parkwright.figures.credit import credit_line

    meta = region.meta
    return {
        "region": name,
        "name": say(Both(meta.name["vi"], meta.name["en"]), lang),
        "rule_set": meta.rule_set,
        "currency": meta.currency,
        "periods": [period.period_id for period in meta.periods],
        "tables": {table: len(frame) for table, frame in region.frames().items()},
        "credit": credit_line(region, lang),
    }


def _show(told: dict[str, Any], lang: Lang) -> None:
    click.echo(f"{told['region']}: {told['name']}")
    counts = ", ".join(f"{table} {rows}" for table, rows in told["tables"].items())
    total = sum(told["tables"].values())
    click.echo(
        f"  {say(text('cli_regions.tables', count=len(told['tables']), rows=total, counts=counts), lang)}"
    )
    click.echo(f"  {say(text('cli_regions.periods', periods=', '.join(told['periods'])), lang)}")
    law = told["rule_set"] or text("cli_regions.no_law")
    click.echo(f"  {say(text('cli_regions.law', rule_set=law, currency=told['currency']), lang)}")
    click.echo(f"  {told['credit']}")
