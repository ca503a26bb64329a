"""cli: one thin command per question: parse, call one function, print.

Exit codes: 0 done, 1 problems in the data, 2 usage, 3 no feasible plan. Every command has ``--json`` and ``--lang``; its help
and what it says of a wrong line come from ``words`` (``spoken``, ``values``, ``usage``). Heavy imports stand inside the
commands, so that ``--help`` answers at once. May import everything. Never: a decision.
"""

from __future__ import annotations

import io
import sys
from typing import Any

import click

from parkwright.cli.line import read_line
from parkwright.cli.shell import INTERRUPTED, leave
from parkwright.cli.spoken import Command, Group, Option, lang_option, show_help_as_mistake
from parkwright.cli.usage import refuse
from parkwright.cli.values import Languages
from parkwright.words import LANGS, text

COMMANDS = {
    "new": "new_region",
    "check": "check",
    "plan": "plan",
    "layout": "layout",
    "why": "why",
    "compare": "compare",
    "rules": "rules",
    "schema": "schema",
    "regions": "regions",
    "store": "store",
    "monitor": "monitor",
}


class Program(Group):
    """The program: tells a wrong line in its language."""

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


def _speak_utf8() -> None:
    """Vietnamese fits in no code page of an old terminal or pipe."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8")


@click.command(
    "parkwright",
    cls=Program,
    modules=COMMANDS,
    invoke_without_command=True,
    params=[lang_option(Languages(LANGS), expose_value=False)],
)
@click.version_option(package_name="parkwright", message="%(prog)s %(version)s", cls=Option)
def main() -> None:
    """Answer a line without a command with the help, as a mistake."""
    show_help_as_mistake()


def all_commands() -> dict[str, Command]:
    """Every command by the words that ask for it ("plan", "store init"), each loaded as its group does it when asked."""
    found: dict[str, Command] = {}
    context = click.Context(main, info_name="parkwright")
    for name in sorted(COMMANDS):
        command = main.get_command(context, name)
        if isinstance(command, Group):
            inside = {f"{name} {word}": command.get_command(context, word) for word in command.modules}
        else:
            inside = {name: command}
        found |= {words: one for words, one in inside.items() if isinstance(one, Command)}
    return found
