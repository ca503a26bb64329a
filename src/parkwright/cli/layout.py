"""``parkwright layout``: lay a site out: roads, lots and shares, from the lots that are asked for."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click

from parkwright.cli import spoken
from parkwright.cli.shell import USAGE, leave, leave_with, open_region, show_json
from parkwright.cli.values import Day, ExistingFile, NewFolder, Number, Pair
from parkwright.words import Lang, say, text


@spoken.command("layout")
@spoken.argument("site", metavar="site_file")
@spoken.option("--mix", type=ExistingFile(), required=True, metavar="file")
@spoken.option("--out", type=NewFolder(), required=True, metavar="folder")
@spoken.option("--overwrite", is_flag=True)
@spoken.option("--region", metavar="region")
@spoken.option("--crs", metavar="crs")
@spoken.option("--on", type=Day(), metavar="date")
@spoken.option("--seed", type=Number(0, whole=True), default=0, metavar="number")
@spoken.option("--all-drawings", is_flag=True)
@spoken.option("--set", "sets", type=Pair(), multiple=True, metavar="pair")
def command(
    site: str, mix: Path, out: Path, overwrite: bool, region: str | None, crs: str | None, on: date | None, seed: float,
    all_drawings: bool, sets: tuple[tuple[str, str], ...], lang: Lang, as_json: bool,
) -> None:  # fmt: skip
    """Lay out the site in a file, or a site of a region, and write the schemes to ``--out``."""
    from parkwright.cli.lay_out import lay_out_site, site_of_file, site_of_region
    from parkwright.files.run_folder import check_out
    from parkwright.plan import BadChoice
    from parkwright.tables import BadInput

    try:
        check_out(out, overwrite)
        asked = (
            site_of_file(Path(site), crs, on)
            if region is None
            else site_of_region(open_region(region, lang, as_json), site, on)
        )
        told = lay_out_site(asked, mix, out, overwrite, int(seed), dict(sets), all_drawings)
    except BadChoice as wrong:
        leave(wrong.told, lang, as_json, USAGE)
    except BadInput as wrong:
        leave_with(wrong.problems, lang, as_json)
    if as_json:
        show_json(told)
        return
    best = told["schemes"][0]
    click.echo(say(text("cli_layout.done", count=len(told["schemes"]), out=str(out)), lang))
    for scheme in told["schemes"]:
        click.echo(
            say(
                text(
                    "cli_layout.scheme", scheme=scheme["scheme_id"], lots=scheme["lots"], pct=100 * scheme["shares"]["lots"],
                    roads=100 * scheme["shares"]["roads"], green=100 * scheme["shares"]["green"], unmet=scheme["unmet_lots"],
                    failed=len(scheme["fails"]),
                ),
                lang,
            )
        )  # fmt: skip
    for rule_id in best["fails"]:
        click.echo(say(text("cli_layout.fails", rule=rule_id), lang))
    for note in told["notes"]:
        click.echo(note[lang])
    for warning in told["warnings"]:
        click.echo(warning[lang], err=True)
