"""``parkwright monitor forms``: forms go out to the agencies, and come back."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from parkwright.cli import spoken
from parkwright.cli.shell import PROBLEMS, leave, show_json
from parkwright.cli.store.session import now, opened, writer
from parkwright.cli.usage import Wrong
from parkwright.cli.values import Span
from parkwright.words import Lang, say, text


@spoken.command("monitor forms")
@spoken.option("--programme", required=True, metavar="object")
@spoken.option("--period", type=Span(), metavar="span")
@spoken.option("--agency", metavar="object")
@spoken.option("--out", type=Path, metavar="folder")
@spoken.option("--in", "source", type=Path, metavar="file")
@spoken.option("--dry-run", is_flag=True)
@spoken.option("--by", metavar="name")
@spoken.option("--book", metavar="book")
def command(
    programme: str, period: str | None, agency: str | None, out: Path | None, source: Path | None, dry_run: bool, by: str | None,
    book: str | None, lang: Lang, as_json: bool,
) -> None:  # fmt: skip
    """Write the forms of a period, or take one in."""
    if (out is None) == (source is None) or (out is not None and period is None):
        raise Wrong(text("cli_usage.out_or_in"))
    who = "" if out is not None else "rehearsal" if dry_run else writer(by)
    with opened(book, lang, as_json) as held:
        if out is not None:
            assert period is not None
            _send(held, programme, period, agency, out, lang, as_json)
        else:
            assert source is not None
            _take_in(held, programme, source, dry_run, who, lang, as_json)


def _send(
    held: Any, programme: str, period: str, agency: str | None, out: Path, lang: Lang, as_json: bool
) -> None:
    from parkwright.cli.monitor.asking import forms_of
    from parkwright.files.forms import write_form
    from parkwright.files.unreadable import os_reason

    asked = forms_of(held, programme, period, agency)
    made = []
    try:
        if asked:
            out.mkdir(parents=True, exist_ok=True)
        for name, (rows, items) in asked.items():
            path = out / f"{programme}-{name}-{period.replace('/', '-')}.xlsx"
            beside = path.with_name(f".{path.name}")
            write_form(beside, programme, name, period, rows, items)
            beside.replace(path)
            made.append(str(path))
    except OSError as error:
        leave(text("cli_new.cannot_write", path=str(out), why=os_reason(error)), lang, as_json, PROBLEMS)
    if as_json:
        show_json({"ok": True, "forms": made})
        return
    told = (
        text("cli_monitor.forms_out", count=len(made), out=str(out))
        if made
        else text("cli_monitor.forms_nothing")
    )
    click.echo(say(told, lang))


def _take_in(
    held: Any, programme: str, source: Path, dry_run: bool, who: str, lang: Lang, as_json: bool
) -> None:
    from parkwright.cli.monitor.asking import rows_of_form
    from parkwright.files.forms import read_form
    from parkwright.store.record import record
    from parkwright.tables import BadInput, problem

    form = read_form(source)
    if form.programme != programme:
        told = {"path": str(source), "found": form.programme, "wanted": programme}
        raise BadInput([problem("monitoring.other_programme", source.name, "", None, "error", **told)])
    rows, changes = rows_of_form(held, form)
    why = say(text("cli_monitor.form_why", file=source.name), lang)
    record(held, rows, who, now(), why, submit=True, rehearse=dry_run)
    counts = {
        "values": len(rows.get("observations", ())), "progress": len(rows.get("progress", ())), "remarks": len(rows.get("remarks", ())),
        "spending": len(rows.get("spending", ())),
    }  # fmt: skip
    if as_json:
        show_json({"ok": True, "applied": not dry_run, "agency": form.agency, **counts, "changes": changes})
        return
    for one in changes:
        click.echo(say(text("cli_monitor.form_value", **one), lang))
    click.echo(
        say(text(f"cli_monitor.form_{'seen' if dry_run else 'taken'}", agency=form.agency, **counts), lang)
    )
