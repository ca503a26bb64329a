"""``parkwright store import``: rows of a region, or a finished run, into the book: shown first, then taken in whole."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click

from parkwright.cli import spoken
from parkwright.cli.shell import show_json
from parkwright.cli.store.session import now, opened, writer
from parkwright.words import Lang, Text, say, text

_SHOWN = 10
"""So many rows of each kind are told one by one; ``--json`` tells all."""


@spoken.command("store import")
@spoken.argument("source", metavar="source")
@spoken.option("--dry-run", is_flag=True)
@spoken.option("--delete-missing", is_flag=True)
@spoken.option("--why", metavar="words")
@spoken.option("--by", metavar="name")
@spoken.option("--book", metavar="book")
def command(
    source: str, dry_run: bool, delete_missing: bool, why: str | None, by: str | None, book: str | None, lang: Lang,
    as_json: bool,
) -> None:  # fmt: skip
    """Show what differs from the book and take it in, all in one batch, unless the tables would have a defect."""
    who = "" if dry_run else writer(by)
    from parkwright.cli.store.merging import change_book, compare, plain
    from parkwright.files.run_folder import MANIFEST, read_run
    from parkwright.store.fill import add_run

    with opened(book, lang, as_json) as held:
        if (Path(source) / MANIFEST).is_file():
            run = read_run(Path(source))
            run_id = str(run.manifest["run_id"])
            if not dry_run:
                add_run(held, run.manifest, run.tables, who, now())
            told = [
                text(f"cli_store.run.{'seen' if dry_run else 'added'}", run=run_id, tables=len(run.tables))
            ]
            _show({"ok": True, "applied": not dry_run, "run_id": run_id}, told, lang, as_json)
            return
        found = compare(held, source, delete_missing, lang, as_json)
        if not dry_run and not found.is_none:
            change_book(held, found, delete_missing, who, now(), why or "")
        applied = not dry_run and not found.is_none
        node = {"ok": True, "applied": applied, **plain(found, delete_missing)}
        _show(node, _lines(node, dry_run, delete_missing), lang, as_json)


def _show(node: dict[str, Any], told: list[Text], lang: Lang, as_json: bool) -> None:
    if as_json:
        show_json(node)
        return
    for line in told:
        click.echo(say(line, lang))


def _lines(node: dict[str, Any], dry_run: bool, delete_missing: bool) -> list[Text]:
    lines = [
        text("cli_store.meta", entry=key, before=str(before), after=str(after))
        for key, (before, after) in node["region_toml"].items()
    ]
    for name, one in node["tables"].items():
        gone = text(f"cli_store.gone.{'deleted' if delete_missing else 'kept'}", count=len(one["gone"]))
        counts = {"added": len(one["added"]), "changed": len(one["changed"])}
        lines.append(text("cli_store.table", table=name, **counts, gone=gone))
        lines += _rows(one)
    if len(lines) == 0:
        return [text("cli_store.nothing_differs")]
    return [*lines, text(f"cli_store.import.{'seen' if dry_run else 'done'}")]


def _rows(one: dict[str, Any]) -> Iterator[Text]:
    for kind in ("added", "gone"):
        for key in one[kind][:_SHOWN]:
            yield text(f"cli_store.row.{kind}", row_key=" + ".join(map(str, key)))
    for row in one["changed"][:_SHOWN]:
        for column, (before, after) in row["cells"].items():
            cell = text("cli_store.cell", column=column, before=before, after=after)
            yield text("cli_store.row.changed", row_key=" + ".join(map(str, row["key"])), cell=cell)
    more = sum(max(0, len(one[kind]) - _SHOWN) for kind in ("added", "gone", "changed"))
    if more:
        yield text("cli_store.more", count=more)
