"""``parkwright store changes``: who changed what, newest first."""

from __future__ import annotations

import difflib
import json
from collections.abc import Mapping
from typing import Any

import click

from parkwright.cli import spoken
from parkwright.cli.shell import show_json
from parkwright.cli.store.session import opened
from parkwright.cli.values import Number
from parkwright.words import Lang, Text, say, text

_JSON = ("row_key", "before", "after")


@spoken.command("store changes")
@spoken.option("--table", metavar="table")
@spoken.option("--limit", type=Number(1, whole=True), default=20, metavar="number")
@spoken.option("--book", metavar="book")
def command(table: str | None, limit: float, book: str | None, lang: Lang, as_json: bool) -> None:
    """Tell the newest changes of one table or of all."""
    from parkwright.store.schema import shapes
    from parkwright.tables import BadInput, problem

    with opened(book, lang, as_json) as held:
        if table is not None and table not in shapes():
            nearest = difflib.get_close_matches(table, list(shapes()), 1, 0.0)[0]
            raise BadInput([problem("store.no_such_table", table, nearest=nearest)])
        found = held.changes(table, int(limit))
    rows = [_plain(row) for row in found.to_dict("records")]
    if as_json:
        show_json({"ok": True, "changes": rows})
        return
    if not rows:
        click.echo(say("cli_store.no_changes", lang))
    for row in rows:
        click.echo(say(_line(row), lang))


def _plain(row: Mapping[Any, Any]) -> dict[str, Any]:
    """An entry of the audit as plain data, its rows as they are and not as JSON inside JSON."""
    known = {str(name): None if cell is None or cell != cell else cell for name, cell in row.items()}
    numbers = {name: int(str(known[name])) for name in ("change_id", "batch_id")}
    known |= {**numbers, "undoes": None if known["undoes"] is None else int(known["undoes"])}
    return {name: json.loads(cell) if name in _JSON and cell else cell for name, cell in known.items()}


def _line(row: Mapping[str, Any]) -> Text:
    what = {
        "fill": lambda: text("cli_store.kind.fill", rows=(row["after"] or {}).get("rows", 0)),
        "insert": lambda: text("cli_store.kind.insert", row_key=_key(row)),
        "delete": lambda: text("cli_store.kind.delete", row_key=_key(row)),
        "update": lambda: text("cli_store.kind.update", row_key=_key(row), cells=_cells(row)),
    }[row["kind"]]()
    told = {"change": row["change_id"], "batch": row["batch_id"], "at": row["at_utc"], "who": row["who"]}
    line = text("cli_store.change", **told, table=row["table_name"], what=what)
    if row["undoes"] is not None:
        line = text("cli_store.and_undoes", line=line, undoes=row["undoes"])
    return line if row["why"] is None else text("cli_store.and_why", line=line, why=row["why"])


def _key(row: Mapping[str, Any]) -> str:
    return " + ".join(str(part) for part in row["row_key"] or ())


def _cells(row: Mapping[str, Any]) -> Text:
    """What was changed: each column with its cells before and after."""
    before, after = row["before"] or {}, row["after"] or {}
    told = [
        text("cli_store.cell", column=name, before=_shown(before.get(name)), after=_shown(after.get(name)))
        for name in after
    ]
    listed = told[0]
    for one in told[1:]:
        listed = text("store.list", head=listed, tail=one)
    return listed


def _shown(cell: Any, most: int = 40) -> str | bool | None:
    if cell is None or isinstance(cell, bool):
        return cell
    shown = str(cell)
    return shown if len(shown) <= most else f"{shown[:most]}…"
