"""cli: one thin command per question: parse, call one function, print.

Exit codes: 0 done, 1 problems in the data, 2 usage, 3 no feasible plan. Every command has ``--json`` and ``--lang``; its help
and what it says of a wrong line come from ``words`` (``spoken``, ``values``, ``usage``). Heavy imports stand inside the
commands, so that ``--help`` answers at once. May import everything. Never: a decision.
"""

from __future__ import annotations

import importlib
import io
import sys
from typing import Any

import click

from parkwright.cli.line import read_line
from parkwright.cli.shell import INTERRUPTED, USAGE, leave
from parkwright.cli.spoken import Option, Spoken, lang_option
from parkwright.cli.usage import refuse
from parkwright.words import say, text

COMMANDS = {
    "new": "new_region",
    "check": "check",
    "plan": "plan",
    "why": "why",
    "compare": "compare",
    "rules": "rules",
    "schema": "schema",
    "regions": "regions",
}


class Program(Spoken, click.Group):
    """The program: loads a command's module when it is asked for, and tells a wrong line in its language."""

    def make_context(
        self, info_name: str | None, args: list[str], parent: click.Context | None = None, **extra: Any
    ) -> click.Context:
        _speak_utf8()
        line = read_line(args)
        try:
            return super().make_context(info_name, args, parent, obj=line, **extra)
        except click.UsageError as error:
            refuse(error, line)

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except click.UsageError as error:
            refuse(error, ctx.obj)
        except KeyboardInterrupt:
            leave(text("cli_usage.stopped"), ctx.obj.lang, ctx.obj.as_json, INTERRUPTED)

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        module = COMMANDS.get(cmd_name)
        if module is None:
            return None
        command: click.Command = importlib.import_module(f"parkwright.cli.{module}").command
        return command

    def collect_usage_pieces(self, ctx: click.Context) -> list[str]:
        return [*super().collect_usage_pieces(ctx), say("cli_help.value.command", ctx.obj.lang)]

    def sections(self, ctx: click.Context) -> dict[str, list[tuple[str, str]]]:
        told = [(name, say(f"cli_help.{name}.short", ctx.obj.lang)) for name in COMMANDS]
        return {**super().sections(ctx), "commands": told}


def _speak_utf8() -> None:
    """Vietnamese fits in no code page of an old terminal or pipe."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8")


@click.command(
    "parkwright",
    cls=Program,
    invoke_without_command=True,
    params=[lang_option(expose_value=False)],
)
@click.version_option(package_name="parkwright", message="%(prog)s %(version)s", cls=Option)
@click.pass_context
def main(ctx: click.Context) -> None:
    """Answer a line without a command with the help, as a mistake."""
    if ctx.invoked_subcommand is None:
        click.echo(ctx.get_help(), err=True)
        ctx.exit(USAGE)
