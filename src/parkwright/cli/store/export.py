"""``parkwright store export``: the region of the book as a folder (with its runs), a workbook or a GeoPackage."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import click

from parkwright.cli import spoken
from parkwright.cli.shell import PROBLEMS, leave, show_json
from parkwright.cli.store.session import held_region, opened
from parkwright.words import Lang, Value, say, text

if TYPE_CHECKING:
    from parkwright.store.book import Book

RUNS = "runs"


@spoken.command("store export")
@spoken.argument("out", type=Path, metavar="target")
@spoken.option("--book", metavar="book")
def command(out: Path, book: str | None, lang: Lang, as_json: bool) -> None:
    """Write every input table of the book; into a folder, its runs too."""
    from parkwright.files.new_place import format_of, refuse_taken
    from parkwright.files.region_writer import write_region
    from parkwright.files.unreadable import os_reason

    with opened(book, lang, as_json) as held:
        kind = format_of(out)
        refuse_taken(out)
        region = held_region(held, lang, as_json)
        try:
            if out.is_dir():
                out.rmdir()  # an empty one, as refuse_taken says
            write_region(region, out)
            runs = _write_runs(held, out / RUNS) if kind == "folder" else []
        except OSError as error:
            leave(text("cli_new.cannot_write", path=str(out), why=os_reason(error)), lang, as_json, PROBLEMS)
    rows = {name: len(frame) for name, frame in region.frames().items()}
    if as_json:
        show_json({"ok": True, "out": str(out), "rows": rows, "runs": runs})
        return
    told: dict[str, Value] = {
        "out": str(out),
        "tables": len(rows),
        "rows": sum(rows.values()),
        "runs": len(runs),
    }
    click.echo(say(text("cli_store.exported", **told), lang))


def _write_runs(held: Book, folder: Path) -> list[str]:
    """Each run into a folder of its own."""
    from parkwright.files.run_folder import write_run

    found = [str(run_id) for run_id in held.runs()["run_id"]]
    for run_id in found:
        manifest, tables = held.read_run(run_id)
        written = json.dumps(manifest, ensure_ascii=False, indent=2).encode()
        write_run({name: one for name, one in tables.items() if len(one)}, {"manifest.json": written}, folder / run_id)  # fmt: skip
    return found
