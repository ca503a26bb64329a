"""cli: one thin command per question: parse, call one function, print.

Exit codes: 0 done, 1 problems in the data, 2 usage, 3 no feasible plan. Every command has ``--json`` and ``--lang``. Heavy
imports stand inside the commands, so that ``--help`` answers at once. May import everything. Never: a decision.
"""

from __future__ import annotations

import importlib
import io
import sys

import click

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


class LazyGroup(click.Group):
    """Loads a command's module when it is asked for."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        module = COMMANDS.get(cmd_name)
        if module is None:
            return None
        command: click.Command = importlib.import_module(f"parkwright.cli.{module}").command
        return command


@click.group(cls=LazyGroup, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="parkwright")
def main() -> None:
    """Plan an industrial-park programme: demand, access, siting, law, evidence, brief."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8")
