"""``parkwright why``: the chain of any firm, district, park, site or demand cell."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from parkwright.cli import spoken
from parkwright.cli.grid import grid
from parkwright.cli.shell import PROBLEMS, leave, leave_with, show_json
from parkwright.words import Lang, say, text
from parkwright.words.numbers import number

if TYPE_CHECKING:
    from parkwright.plan.names import Names
    from parkwright.plan.why import Chain, Section

_RUNS = Path("out")


@spoken.command("why")
@spoken.argument("object_", metavar="object")
@spoken.option("--run", "folder", type=Path, metavar="folder")
@spoken.option("--region", metavar="region")
def command(object_: str, folder: Path | None, region: str | None, lang: Lang, as_json: bool) -> None:
    """Print the chain of one thing: a firm (request id, name, tax code), a district, a park, a site or a demand cell."""
    from parkwright.cli.names import read_names
    from parkwright.files.run_folder import read_run
    from parkwright.plan.why import NotOne, find_object, tell_chain
    from parkwright.tables import BadInput

    path = folder if folder is not None else newest_run(_RUNS)
    if path is None:
        leave(text("trace.no_run", folder=str(_RUNS)), lang, as_json, PROBLEMS)
    try:
        run = read_run(path)
        if "trace" not in run.tables:
            leave(text("trace.no_trace", folder=str(path)), lang, as_json, PROBLEMS)
        names = read_names(run.tables, run.manifest, region)
        chain = tell_chain(
            find_object(object_, run.tables, names.region), run.tables, run.manifest, names, lang
        )
    except BadInput as wrong:
        leave_with(wrong.problems, lang, as_json)
    except NotOne as wrong:
        leave(wrong.told, lang, as_json, PROBLEMS)
    notes = list(_notes(names, run.manifest, lang))
    if as_json:
        show_json(
            {"ok": True, "run_id": run.manifest["run_id"], "run": str(path), "notes": notes, **chain.plain()}
        )
        return
    click.echo(say(text("trace.using_run", run_id=str(run.manifest["run_id"]), folder=str(path)), lang))
    for note in notes:
        click.echo(note, err=True)
    for line in chain_lines(chain, lang):
        click.echo(line)


def newest_run(under: Path) -> Path | None:
    """The run that was written last in a folder of runs, by the time in its file system; None if there is none."""
    manifests = sorted(under.glob("*/manifest.json"), key=lambda file: (file.stat().st_mtime_ns, str(file)))
    return manifests[-1].parent if manifests else None


def chain_lines(chain: Chain, lang: Lang) -> Iterator[str]:
    """The lines that ``why`` prints."""
    for section in chain.sections:
        yield ""
        yield section.title
        for line in section.lines:
            yield f"  {line}"
        yield from _table(section, lang)
        for line in section.after:
            yield f"  {line}"


def _table(section: Section, lang: Lang) -> list[str]:
    if not section.rows:
        return []
    head = tuple(column.title for column in section.columns)
    rows = [
        tuple(
            value if isinstance(value, str) else _figure(value, column.decimals, lang)
            for value, column in zip(row, section.columns, strict=True)
        )
        for row in section.rows
    ]
    right = [place for place, column in enumerate(section.columns) if column.decimals is not None]
    return grid([head, *rows], right)


def _figure(value: float, decimals: int | None, lang: Lang) -> str:
    return say("glossary.unknown", lang) if value != value else number(value, lang, decimals or 0)


def _notes(names: Names, manifest: Mapping[str, Any], lang: Lang) -> Iterator[str]:
    """What a reader must know about the names: no region, or one whose register is not that of the run."""
    from parkwright.plan.manifest import digests

    if names.region is None:
        yield say(text("trace.no_names", region_id=str(manifest["region_id"])), lang)
        return
    now = digests(names.region)
    moved = [name for name in ("places", "requests", "sectors") if now[name] != manifest["inputs"].get(name)]
    if moved:
        yield say(text("trace.other_inputs", tables=", ".join(moved)), lang)
