"""Commands that speak both languages: they declare no sentence; their help comes from ``words`` in the language of the line.

A command finds its own under ``cli_help.<command>.about`` and ``.short``, a parameter under ``cli_help.<command>.<name>``
(a command of a group, under ``cli_help.<group>.<command>``);
``metavar`` names the word that stands for its value, ``cli_help.value.<metavar>``.
"""

from __future__ import annotations

import importlib
from collections.abc import Callable, Mapping, Sequence
from typing import Any, TypeVar, cast

import click

from parkwright.cli.line import Line
from parkwright.cli.shell import USAGE
from parkwright.cli.usage import Wrong, value_of
from parkwright.cli.values import Language, Languages, Number
from parkwright.words import LANGS, Lang, say, text

_Function = TypeVar("_Function", bound=Callable[..., Any])
_Rows = list[tuple[str, str]]


def command(name: str) -> Callable[[Callable[..., Any]], Command]:
    """Make a function a command; it gets ``lang`` and ``as_json`` besides its own parameters.

    name: as it is written on the line, a command of a group with the group before it ("store init")
    """
    return click.command(name.split()[-1], cls=Command, home=name.replace(" ", "."))


def argument(name: str, **more: Any) -> Callable[[_Function], _Function]:
    """Add an argument, as ``click.argument`` does."""
    return click.argument(name, cls=Argument, **more)


def option(*names: str, **more: Any) -> Callable[[_Function], _Function]:
    """Add an option, as ``click.option`` does."""
    return click.option(*names, cls=Option, **more)


class Argument(click.Argument):
    """An argument whose help stands in ``words``."""

    def make_metavar(self, ctx: click.Context) -> str:
        value = _say_value(self, ctx)
        return (value if self.required else f"[{value}]") + ("" if self.nargs == 1 else "...")

    def get_help_record(self, ctx: click.Context) -> tuple[str, str]:
        return self.make_metavar(ctx), _explain(self, ctx)


class Option(click.Option):
    """An option whose help stands in ``words``, with the facts that its declaration holds behind it."""

    def make_metavar(self, ctx: click.Context) -> str:
        return _say_value(self, ctx)

    def get_help_record(self, ctx: click.Context) -> tuple[str, str]:
        flags = ", ".join(self.opts)
        return flags if self.is_flag else f"{flags} {self.make_metavar(ctx)}", self._sentence(ctx)

    def _sentence(self, ctx: click.Context) -> str:
        facts = [text("cli_help.required")] if self.required else []
        facts += [text("cli_help.repeats")] if self.multiple else []
        facts += [self.type.range()] if isinstance(self.type, Number) else []
        told = "; ".join(say(fact, _lang(ctx)) for fact in facts)
        return f"{_explain(self, ctx)} [{told}]" if told else _explain(self, ctx)


class Shared(Option):
    """An option that all commands have: explained once, under ``cli_help.every``."""


class Spoken(click.Command):
    """What a command and the program have in common: ``--lang``, ``--help``, and how the help is written."""

    def __init__(
        self, name: str | None, params: Sequence[click.Parameter] = (), home: str = "", **more: Any
    ) -> None:
        super().__init__(name, params=[*params, _help_option()], add_help_option=False, **more)
        self.home = home or name
        """Where its words stand in ``cli_help``."""

    def about(self, lang: Lang) -> str:
        """What the command does."""
        return say(f"cli_help.{self.home}.about", lang)

    def sections(self, ctx: click.Context) -> dict[str, _Rows]:
        """What the help lists, by the key of its heading: how each thing is written, and what it is for."""
        rows: dict[str, _Rows] = {"arguments": [], "options": []}
        for param in self.params:
            record = param.get_help_record(ctx)
            if record is not None:
                rows["options" if isinstance(param, click.Option) else "arguments"].append(record)
        return rows

    def collect_usage_pieces(self, ctx: click.Context) -> list[str]:
        taken = [param.make_metavar(ctx) for param in self.params if isinstance(param, click.Argument)]
        return [f"[{say('cli_help.value.options', _lang(ctx))}]", *taken]

    def format_help(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        lang = _lang(ctx)
        pieces = " ".join(self.collect_usage_pieces(ctx))
        formatter.write_usage(ctx.command_path, pieces, f"{say('cli_help.usage', lang)} ")
        formatter.write_paragraph()
        with formatter.indentation():
            formatter.write_text(self.about(lang))
        for heading, rows in self.sections(ctx).items():
            if rows:
                with formatter.section(say(f"cli_help.{heading}", lang)):
                    formatter.write_dl(rows)

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        try:
            return super().parse_args(ctx, args)
        except click.BadOptionUsage as error:
            error.ctx = ctx  # click leaves it out, and the sentence needs to know the option
            raise


class Group(Spoken, click.Group):
    """Commands under one name; the module of each is loaded when it is asked for."""

    def __init__(self, name: str | None, modules: Mapping[str, str], **more: Any) -> None:
        super().__init__(name, **more)
        self.modules = modules

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(self.modules)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        module = self.modules.get(cmd_name)
        if module is None:
            return None
        found: click.Command = importlib.import_module(f"parkwright.cli.{module}").command
        return found

    def collect_usage_pieces(self, ctx: click.Context) -> list[str]:
        return [*super().collect_usage_pieces(ctx), say("cli_help.value.command", _lang(ctx))]

    def sections(self, ctx: click.Context) -> dict[str, _Rows]:
        above = "" if ctx.parent is None and self.home == "parkwright" else f"{self.home}."
        told = [(name, say(f"cli_help.{above}{name}.short", _lang(ctx))) for name in self.modules]
        return {**super().sections(ctx), "commands": told}


def group(name: str, modules: Mapping[str, str]) -> Group:
    """A group of the program: a line without one of its commands is answered with its help, as a mistake."""
    return Group(
        name,
        modules,
        invoke_without_command=True,
        params=[lang_option(Languages(LANGS), expose_value=False)],
        callback=show_help_as_mistake,
    )


def show_help_as_mistake() -> None:
    """What a line that names no command is answered with."""
    ctx = click.get_current_context()
    if ctx.invoked_subcommand is None:
        click.echo(ctx.get_help(), err=True)
        ctx.exit(USAGE)


class Command(Spoken):
    """One question of the program."""

    allow_extra_args = True  # so that it is we who refuse them

    def __init__(self, name: str | None, params: Sequence[click.Parameter] = (), **more: Any) -> None:
        own = {param.name for param in params}
        every = [option for option in (lang_option(), _json_option()) if option.name not in own]
        super().__init__(name, [*params, *every], **more)

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        rest = super().parse_args(ctx, args)
        if rest:
            raise Wrong(text("cli_usage.too_many", words=" ".join(rest), command=ctx.command_path))
        return rest


def lang_option(kind: click.ParamType[Any] | None = None, **more: Any) -> Option:
    """``--lang``; its value is what the line asks for, wherever that stands on it.

    kind: one language (the default); before the name of a command several may stand, for those that take several
    """
    return Shared(["--lang"], type=kind or Language(LANGS), default=_asked, **more)


def _asked() -> str:
    line: Line = click.get_current_context().obj
    return line.asked


def _json_option() -> Option:
    return Shared(["--json", "as_json"], is_flag=True)


def _help_option() -> Option:
    return Shared(["-h", "--help"], is_flag=True, is_eager=True, expose_value=False, callback=_show_help)


def _show_help(ctx: click.Context, param: click.Parameter, asked: bool) -> None:
    if asked and not ctx.resilient_parsing:
        click.echo(ctx.get_help())
        ctx.exit()


def _explain(param: click.Parameter, ctx: click.Context) -> str:
    home = "every" if isinstance(param, Shared) else cast(Spoken, ctx.command).home
    return say(f"cli_help.{home}.{param.name}", _lang(ctx))


def _say_value(param: click.Parameter, ctx: click.Context) -> str:
    value = value_of(param)
    return value if isinstance(value, str) else say(value, _lang(ctx))


def _lang(ctx: click.Context) -> Lang:
    line: Line = ctx.obj
    return line.lang
