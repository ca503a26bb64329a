"""Wrong usage, told in our own words: the one place where a mistake on the line becomes a sentence."""

from __future__ import annotations

import difflib
from collections.abc import Iterable
from typing import NoReturn

import click

from parkwright.cli.line import Line
from parkwright.cli.shell import USAGE, leave
from parkwright.words import Both, Text, say, text


class Wrong(click.UsageError):
    """A mistake that whoever found it has put into words already."""

    def __init__(self, told: Text | Both) -> None:
        self.told = told
        super().__init__(say(told, "en"))


def refuse(error: click.UsageError, line: Line) -> NoReturn:
    """Say what is wrong in one sentence, in the language of the line, and leave with exit code 2."""
    leave(tell(error), line.lang, line.as_json, USAGE)


def tell(error: click.UsageError) -> Text | Both:
    """The sentence for a mistake, from its kind and its fields; click's own English is not used.

    I/O Example:
        NoSuchOption("--sed") on ``parkwright plan``
        -> "The command parkwright plan has no option “--sed” (nearest: --seed); see: parkwright plan --help"
    """
    match error:
        case Wrong():
            return error.told
        case click.NoSuchOption(ctx=click.Context() as ctx):
            flags = [flag for param in ctx.command.params if _is_option(param) for flag in param.opts]
            nearest = _nearest(error.option_name, flags)
            return text(
                "cli_usage.no_such_option", word=error.option_name, nearest=nearest, command=ctx.command_path
            )
        case click.NoSuchCommand(ctx=click.Context(command=click.Group() as group) as ctx):
            nearest = _nearest(error.command_name, group.list_commands(ctx))
            return text(
                "cli_usage.no_such_command",
                word=error.command_name,
                nearest=nearest,
                command=ctx.command_path,
            )
        case click.MissingParameter(ctx=click.Context() as ctx, param=click.Parameter() as param):
            key = f"cli_usage.missing.{param.param_type_name}"
            return text(key, name=name_of(param), command=ctx.command_path)
        case click.BadOptionUsage(ctx=click.Context() as ctx):
            return _badly_used(error.option_name, ctx)
    raise error


def name_of(param: click.Parameter) -> Text | str:
    """How a person writes a parameter: an option by its long name, an argument by what stands in its place.

    I/O Example:
        name_of(option "-q", "--quiet") -> "--quiet"        name_of(argument "region") -> "REGION"
    """
    return max(param.opts, key=len) if _is_option(param) else value_of(param)


def value_of(param: click.Parameter) -> Text | str:
    """What stands for the value of a parameter: its choices, or the word that its ``metavar`` names in ``words``."""
    if isinstance(param.type, click.Choice):
        return "|".join(param.type.choices)
    return text(f"cli_help.value.{param.metavar}")


def _badly_used(flag: str, ctx: click.Context) -> Text:
    """An option without the value that it needs, or with one that it does not take."""
    option = next(param for param in ctx.command.params if flag in param.opts)
    if isinstance(option, click.Option) and option.is_flag:
        return text("cli_usage.takes_no_value", name=flag)
    return text("cli_usage.needs_value", name=flag, value=value_of(option))


def _is_option(param: click.Parameter) -> bool:
    return isinstance(param, click.Option)


def _nearest(word: str, known: Iterable[str]) -> str:
    return difflib.get_close_matches(word, list(known), 1, 0.0)[0]
