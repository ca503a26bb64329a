"""``parkwright plan``: plan a region and write the run: tables, maps, briefs."""

from __future__ import annotations

import sys
import tomllib
from pathlib import Path
from typing import Any

import click

from parkwright.cli.shell import NO_PLAN, USAGE, leave, leave_with, open_region, show_json, speak
from parkwright.words import Lang, say, text


@click.command("plan", short_help="Plan a region and write the run to --out.")
@click.argument("region")
@click.option("--out", type=click.Path(path_type=Path), required=True, help="Folder of the run (made new).")
@click.option("--overwrite", is_flag=True, help="Replace an earlier run in --out.")
@click.option("--seed", type=click.IntRange(0), help="Seed of the random draws and of the solver.")
@click.option(
    "--set",
    "sets",
    multiple=True,
    metavar="NAME=VALUE",
    help="A choice, for example siting.discount_rate=0.08.",
)
@click.option(
    "--scenario",
    "file",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="Choices as TOML.",
)
@click.option(
    "--on", type=click.DateTime(["%Y-%m-%d"]), help="Day whose law applies (default: the region's)."
)
@click.option(
    "--from", "earlier", type=click.Path(exists=True, path_type=Path), help="Start from an earlier run."
)
@click.option(
    "--time-limit",
    "time_limit_s",
    type=click.FloatRange(0, min_open=True),
    help="Seconds for the siting solve.",
)
@click.option("--gap", type=click.FloatRange(0), help="Relative gap at which the solve may stop.")
@click.option(
    "--explain", type=click.Choice(["none", "quick", "full"]), help="How many what-if questions are solved."
)
@click.option("-q", "--quiet", is_flag=True, help="No progress.")
@speak
def command(
    region: str, out: Path, overwrite: bool, sets: tuple[str, ...], file: Path | None, earlier: Path | None,
    quiet: bool, lang: Lang, as_json: bool, **choices: Any,
) -> None:  # fmt: skip
    """Plan REGION (a bundled name, a folder, a workbook or a GeoPackage) and write the run to --out."""
    from parkwright.cli.produce import produce, summary
    from parkwright.files.run_folder import check_out
    from parkwright.plan import BadChoice, NoPlan, make_scenario
    from parkwright.plan.money import show_money
    from parkwright.tables import BadInput

    opened = open_region(region, lang, as_json)
    if choices["on"] is not None:
        choices["on"] = choices["on"].date()
    try:
        check_out(out, overwrite)
        scenario = make_scenario(opened.meta, _file(file), _sets(sets), **choices)
        progress = _progress(lang) if not quiet and not as_json else lambda step: None
        made = produce(opened, scenario, out, overwrite, earlier, progress)
    except BadChoice as wrong:
        leave(wrong.told, lang, as_json, USAGE)
    except BadInput as wrong:
        leave_with(wrong.problems, lang, as_json)
    except NoPlan as none:
        said = text("cli.no_plan_in_time") if none.infeasible is None else _sentence(none.infeasible, lang)
        leave(said, lang, as_json, NO_PLAN)
    told = summary(made, out)
    if as_json:
        show_json(told)
    else:
        money = show_money(made.tables, opened.meta.currency)
        unit = text(f"brief.unit.{money.unit}", currency=opened.meta.currency)
        cost = told["headline"]["cost_bn"] * money.per_bn
        click.echo(say(text("cli.plan_done", **told["headline"], cost=cost, money=unit), lang))


def _sentence(infeasible: Any, lang: Lang) -> str:
    return str(infeasible.sentence_vi if lang == "vi" else infeasible.sentence_en)


def _file(path: Path | None) -> dict[str, Any]:
    if path is None:
        return {}
    try:
        return tomllib.loads(path.read_text("utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise click.BadParameter(f"{path}: {error}", param_hint="--scenario") from error


def _sets(sets: tuple[str, ...]) -> dict[str, str]:
    found = {}
    for one in sets:
        name, equals, value = one.partition("=")
        if not equals:
            raise click.BadParameter(f"{one!r}: NAME=VALUE", param_hint="--set")
        found[name.strip()] = value.strip()
    return found


def _progress(lang: Lang) -> Any:
    def show(step: str) -> None:
        click.echo(say(text(f"cli.step.{step}"), lang), err=True)
        sys.stderr.flush()

    return show
