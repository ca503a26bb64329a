"""What may stand on the line as a value: each kind reads it, or says in our own words why it cannot."""

from __future__ import annotations

import math
import os
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from parkwright.cli.usage import Wrong, name_of
from parkwright.words import Both, Text, Value, say, text

if TYPE_CHECKING:
    from parkwright.files.zones import Zoned

Where = click.Parameter | None


class Number(click.ParamType[float]):
    """A number from ``low`` up; ``whole``: without decimals; ``above``: ``low`` itself is not among them."""

    name = "number"

    def __init__(self, low: int, *, whole: bool = False, above: bool = False) -> None:
        self.low, self.whole, self.above = low, whole, above

    def convert(self, value: str, param: Where, ctx: click.Context | None) -> float:
        try:
            number = int(value) if self.whole else float(value)
        except ValueError:
            number = math.nan
        if math.isfinite(number) and (number > self.low or (number == self.low and not self.above)):
            return number
        raise _wrong(f"not_a_number.{self._kind}", param, value=value, low=self.low)

    def range(self) -> Text:
        """What its values are, for the help."""
        return text(f"cli_help.range.{self._kind}", low=self.low)

    @property
    def _kind(self) -> str:
        return "whole" if self.whole else "above" if self.above else "low"


class Day(click.ParamType[date]):
    """A day of the calendar, written year-month-day."""

    name = "day"

    def convert(self, value: str, param: Where, ctx: click.Context | None) -> date:
        try:
            return datetime.strptime(value, "%Y-%m-%d").date()  # noqa: DTZ007 (a day has no zone)
        except ValueError:
            raise _wrong("not_a_date", param, value=value) from None


class Span(click.ParamType[str]):
    """A year, or a span of two: "2025", "2020-2025", "2020/2025"."""

    name = "span"

    def convert(self, value: str, param: Where, ctx: click.Context | None) -> str:
        from parkwright.tables import is_date

        years = value.split("-")
        span = "/".join(years) if len(years) == 2 and all(len(year) == 4 for year in years) else value
        if not is_date(span):
            raise _wrong("not_a_span", param, value=value)
        return span


class Pair(click.ParamType[tuple[str, str]]):
    """A name and a value with an equals sign between them."""

    name = "pair"

    def convert(self, value: str, param: Where, ctx: click.Context | None) -> tuple[str, str]:
        name, equals, rest = value.partition("=")
        if not equals:
            raise _wrong("not_a_pair", param, value=value)
        return name.strip(), rest.strip()


class Folder(click.ParamType[Path]):
    """A folder that is there."""

    name = "folder"

    def convert(self, value: str, param: Where, ctx: click.Context | None) -> Path:
        if not os.path.isdir(value):
            raise _wrong("no_such_folder", param, path=value)
        return Path(value)


class ExistingFile(click.ParamType[Path]):
    """A file that is there."""

    name = "file"

    def convert(self, value: str, param: Where, ctx: click.Context | None) -> Path:
        if not os.path.isfile(value):
            raise _wrong("no_such_file", param, path=value)
        return Path(value)


class NewFolder(click.ParamType[Path]):
    """A folder to be made; a name that begins with a dash is an option that has slipped into its place."""

    name = "new folder"

    def convert(self, value: str, param: Where, ctx: click.Context | None) -> Path:
        if value.startswith("-"):
            raise _wrong("looks_like_option", param, value=value)
        return Path(value)


class Provinces(click.ParamType[tuple["Zoned", ...]]):
    """A province by its old or new name: those of before July 2025 that it means."""

    name = "provinces"

    def convert(self, value: str, param: Where, ctx: click.Context | None) -> tuple[Zoned, ...]:
        from parkwright.files.zones import find_provinces, nearest_province

        found = find_provinces(value)
        if not found:
            raise _wrong("no_such_province", param, value=value, nearest=nearest_province(value))
        return found


class TomlFile(click.ParamType[dict[str, Any]]):
    """The content of a TOML file."""

    name = "toml"

    def convert(self, value: str, param: Where, ctx: click.Context | None) -> dict[str, Any]:
        from parkwright.files.toml_text import parse_toml

        if not os.path.isfile(value):
            raise _wrong("no_such_file", param, path=value)
        try:
            content = Path(value).read_text("utf-8-sig")
        except UnicodeDecodeError as error:
            raise _wrong("not_utf8", param, path=value, position=error.start + 1) from error
        except OSError as error:
            raise _wrong("cannot_read", param, path=value) from error
        tree = parse_toml(content)
        if isinstance(tree, Text):
            raise _wrong("bad_toml", param, path=value, where=tree)
        return tree


class OneOf(click.Choice[str]):
    """One of a few words."""

    def convert(self, value: str, param: Where, ctx: click.Context | None) -> str:
        if value not in self.choices:
            raise _wrong("no_such_choice", param, value=value, choices=", ".join(self.choices))
        return value


class Language(OneOf):
    """One of our languages; whoever asks for another is told in all of them, having chosen none that we have."""

    def convert(self, value: str, param: Where, ctx: click.Context | None) -> str:
        if value not in self.choices:
            told = text("cli_usage.no_such_lang", value=value)
            vi, en = say(told, "vi"), say(told, "en")
            raise Wrong(Both(f"{vi} {en}", f"{en} {vi}"))
        return value


class Languages(click.Choice[str]):
    """One or more of our languages, separated by commas."""

    def convert(self, value: Any, param: Where, ctx: click.Context | None) -> Any:
        words = value.split(",") if isinstance(value, str) else value
        return tuple(
            dict.fromkeys(Language(self.choices).convert(word.strip(), param, ctx) for word in words)
        )


def _wrong(key: str, param: Where, **values: Value) -> Wrong:
    return Wrong(text(f"cli_usage.{key}", name=None if param is None else name_of(param), **values))
