"""``parkwright plan``: plan a region and write the run: tables, maps, briefs."""

from __future__ import annotations

import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from parkwright.cli import spoken
from parkwright.cli.shell import NO_PLAN, USAGE, leave, leave_with, open_region, show_json
from parkwright.cli.values import Day, Folder, NewFolder, Number, OneOf, Pair, TomlFile
from parkwright.words import Both, Lang, Text, say, text

if TYPE_CHECKING:
    from parkwright.steps.siting.infeasible import Infeasibility

_EVERY_S = 5.0
"""Seconds between two words on long work."""


@spoken.command("plan")
@spoken.argument("region", metavar="region")
@spoken.option("--out", type=NewFolder(), required=True, metavar="folder")
@spoken.option("--overwrite", is_flag=True)
@spoken.option("--seed", type=Number(0, whole=True), metavar="number")
@spoken.option("--set", "sets", type=Pair(), multiple=True, metavar="pair")
@spoken.option("--scenario", "file", type=TomlFile(), metavar="file")
@spoken.option("--on", type=Day(), metavar="date")
@spoken.option("--from", "earlier", type=Folder(), metavar="folder")
@spoken.option("--time-limit", "time_limit_s", type=Number(0, above=True), metavar="seconds")
@spoken.option("--gap", type=Number(0), metavar="number")
@spoken.option("--explain", type=OneOf(["none", "quick", "full"]))
@spoken.option("-q", "--quiet", is_flag=True)
def command(
    region: str, out: Path, overwrite: bool, sets: tuple[tuple[str, str], ...], file: dict[str, Any] | None,
    earlier: Path | None, quiet: bool, lang: Lang, as_json: bool, **choices: Any,
) -> None:  # fmt: skip
    """Plan a region (a bundled name, a folder, a workbook or a GeoPackage) and write the run to ``--out``."""
    from parkwright.cli.produce import produce, summary
    from parkwright.files.run_folder import check_out
    from parkwright.plan import BadChoice, NoPlan, make_scenario
    from parkwright.plan.money import show_money
    from parkwright.tables import BadInput

    opened = open_region(region, lang, as_json)
    try:
        check_out(out, overwrite)
        scenario = make_scenario(opened.meta, file, dict(sets), **choices)
        progress = Progress(lang, silent=quiet or as_json)
        made = produce(opened, scenario, out, overwrite, earlier, progress.step, progress.asked)
    except BadChoice as wrong:
        leave(wrong.told, lang, as_json, USAGE)
    except BadInput as wrong:
        leave_with(wrong.problems, lang, as_json)
    except NoPlan as none:
        leave(_why_none(none.infeasible), lang, as_json, NO_PLAN)
    told = summary(made, out)
    if as_json:
        show_json(told)
    else:
        money = show_money(made.tables, opened.meta.currency)
        unit = text(f"brief.unit.{money.unit}", currency=opened.meta.currency)
        cost = told["headline"]["cost_bn"] * money.per_bn
        click.echo(say(text("cli.plan_done", **told["headline"], cost=cost, money=unit), lang))


def _why_none(infeasible: Infeasibility | None) -> Text | Both:
    if infeasible is None:
        return text("cli.no_plan_in_time")
    return Both(infeasible.sentence_vi, infeasible.sentence_en)


class Progress:
    """Tells on stderr which step begins, and every few seconds how many questions are done."""

    def __init__(self, lang: Lang, silent: bool) -> None:
        self._lang, self._silent, self._told_at = lang, silent, time.monotonic()

    def step(self, name: str) -> None:
        self._tell(text(f"cli.step.{name}"))

    def asked(self, done: int, of: int) -> None:
        if done == of or time.monotonic() - self._told_at > _EVERY_S:
            self._tell(text("cli.questions_done", done=done, of=of))

    def _tell(self, told: Text) -> None:
        self._told_at = time.monotonic()
        if not self._silent:
            click.echo(say(told, self._lang), err=True)
            sys.stderr.flush()
