"""``parkwright new``: a blank region to fill in, or another one written anew, in the format that its name asks for."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from parkwright.cli import spoken
from parkwright.cli.shell import PROBLEMS, leave, leave_with, say_own_folder, show_json
from parkwright.cli.usage import Wrong
from parkwright.cli.values import Provinces
from parkwright.words import Lang, Text, say, text

if TYPE_CHECKING:
    from parkwright.files.region_writer import Points
    from parkwright.files.zones import Zoned


@spoken.command("new")
@spoken.argument("path", type=Path, metavar="target")
@spoken.option("--from", "source", metavar="region")
@spoken.option("--geojson", is_flag=True)
@spoken.option("--province", "provinces", type=Provinces(), multiple=True, metavar="name")
def command(
    path: Path, source: str | None, geojson: bool, provinces: Sequence[tuple[Zoned, ...]], lang: Lang,
    as_json: bool,
) -> None:  # fmt: skip
    """Make a region: blank tables, or the tables of another region."""
    from parkwright.files import copy_region, new_region
    from parkwright.files.unreadable import os_reason
    from parkwright.tables import BadInput

    lies_in = tuple(dict.fromkeys(one for named in provinces for one in named))
    made: tuple[Path, ...] = (path.absolute(),)
    rows: Mapping[str, int] = {}
    try:
        points = _points(path, geojson)
        if source is None:
            made = new_region(path, points, lies_in)
        elif lies_in:
            raise Wrong(text("cli_usage.province_of_a_copy"))
        else:
            say_own_folder(source, lang)
            rows = copy_region(source, path, points)
    except BadInput as wrong:
        leave_with(wrong.problems, lang, as_json)
    except OSError as error:
        leave(text("cli_new.cannot_write", path=str(path), why=os_reason(error)), lang, as_json, PROBLEMS)
    if as_json:
        show_json({"ok": True, "made": [str(one) for one in made], "rows": rows})
        return
    for told in _blank(made, lies_in) if source is None else [_copied(source, made[0], rows)]:
        click.echo(say(told, lang))


def _points(path: Path, geojson: bool) -> Points:
    from parkwright.files.new_place import format_of

    if geojson and format_of(path) != "folder":
        raise Wrong(text("cli_usage.geojson_of_a_file", path=str(path)))
    return "geojson" if geojson else "csv"


def _blank(made: tuple[Path, ...], provinces: tuple[Zoned, ...]) -> Iterator[Text]:
    path, *workbook = map(str, made)
    both = text("cli_new.folder_and_workbook", path=path, workbook=workbook[0]) if workbook else path
    yield text("cli_new.blank", made=both, path=path)
    if provinces:
        first, *others = (text("cli_new.zone", name=one.name, zone=one.zone) for one in provinces)
        listed = first
        for one in others:
            listed = text("cli_new.list", head=listed, tail=one)
        yield text("cli_new.zones", zones=listed, crs=provinces[0].zone)


def _copied(source: str, path: Path, rows: Mapping[str, int]) -> Text:
    counts = ", ".join(f"{table} {count}" for table, count in rows.items())
    return text(
        "cli_new.copied",
        region=source,
        path=str(path),
        tables=len(rows),
        rows=sum(rows.values()),
        counts=counts,
    )
