"""``parkwright schema``: what each table is: its grain, its key, its columns."""

from __future__ import annotations

import difflib
from collections.abc import Iterator
from typing import TYPE_CHECKING

import click

from parkwright.cli import spoken
from parkwright.cli.shell import USAGE, leave, show_json
from parkwright.words import Lang, Text, say, text

if TYPE_CHECKING:
    from parkwright.tables import Column, Table


@spoken.command("schema")
@spoken.argument("table", required=False, metavar="table")
def command(table: str | None, lang: Lang, as_json: bool) -> None:
    """Tell what a table is, column by column; without one, list all tables. ``--json`` writes a Table Schema."""
    from parkwright.cli.table_schema import data_package, table_schema
    from parkwright.tables import all_tables

    specs = {spec.name: spec for spec in all_tables()}
    if table is not None and table not in specs:
        nearest = difflib.get_close_matches(table, specs, 1, 0.0)[0]
        leave(text("cli_schema.no_such_table", table=table, nearest=nearest), lang, as_json, USAGE)
    if as_json:
        show_json(data_package(specs.values(), lang) if table is None else table_schema(specs[table], lang))
        return
    for line in _list(list(specs.values()), lang) if table is None else _one(specs[table], lang):
        click.echo(line)


def _list(specs: list[Table], lang: Lang) -> Iterator[str]:
    from parkwright.tables import ROLES

    for role in ROLES:
        yield say(text(f"cli_schema.role.{role}"), lang)
        for spec in specs:
            if spec.role == role:
                yield f"  {spec.name} ({', '.join(spec.key)}): {spec.grain[lang]}"
        yield ""
    yield say(text("cli_schema.ask_one"), lang)


def _one(spec: Table, lang: Lang) -> Iterator[str]:
    yield f"{spec.name}: {spec.grain[lang]}"
    needed = text("cli_schema.may_be_empty" if spec.may_be_empty else "cli_schema.needs_rows")
    told = [text(f"cli_schema.role.{spec.role}"), text("cli_schema.key", columns=", ".join(spec.key)), needed]
    told.append(text("cli_schema.version", version=spec.schema_version))
    yield "; ".join(say(one, lang) for one in told)
    for column in spec.columns.values():
        yield ""
        yield f"{column.name}: {column.title[lang]}"
        yield "  " + "; ".join(say(one, lang) for one in column_facts(spec, column))
        if column.note:
            yield f"  {column.note[lang]}"


def column_facts(spec: Table, column: Column) -> Iterator[Text]:
    """What a column asks of its cells: kind, whether it is needed, unit, limits, codes, where its values must stand.

    I/O Example:
        column_facts(sites, gross_ha) -> (number; unit: ha; at least 0)
    """
    yield text(f"cli_schema.kind.{column.kind}")
    if column.required or column.name in spec.key:
        yield text("cli_schema.required")
    if column.unit:
        yield text("cli_schema.unit", unit=column.unit.replace("{currency}", "¤"))
    if "{currency}" in column.unit:
        yield text("cli_schema.currency")
    if column.low is not None:
        yield text("cli_schema.low", low=_number(column.low))
    if column.high is not None:
        yield text("cli_schema.high", high=_number(column.high))
    if column.codes:
        yield text("cli_schema.codes", codes=", ".join(column.codes))
    if column.ref:
        yield text("cli_schema.ref", target=column.ref.replace("|", ", "))


def _number(value: float) -> str:
    return f"{value:.12g}"
