"""``Text`` and ``say``: one sentence, two languages, neither the key of the other."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Literal, TypeAlias

from parkwright.words.numbers import number

Lang: TypeAlias = Literal["vi", "en"]
LANGS: tuple[Lang, Lang] = ("vi", "en")
Value: TypeAlias = "str | int | float | date | Text | Both | None"

_SLOT = re.compile(r"\{(?P<name>\w+)(?::(?P<decimals>\d))?(?:\|(?P<one>[^|{}]*)\|(?P<many>[^|{}]*))?\}")


class UnknownWord(KeyError):
    """A key that no file in ``words/`` holds."""


@dataclass(frozen=True, slots=True)
class Text:
    """A sentence before it has a language: the key of its wording, and the values that go into it."""

    key: str
    values: tuple[tuple[str, Value], ...] = ()


@dataclass(frozen=True, slots=True)
class Both:
    """A name or a sentence out of a table that holds it in both languages (``name_vi``, ``name_en``)."""

    vi: str
    en: str


def either(vi: object, en: object) -> Both:
    """A name in both languages; where it is known in one only, that one stands in both, and where in none, nothing.

    I/O Example:
        either("Tân Phú", None) -> Both("Tân Phú", "Tân Phú")
    """
    known = [word if isinstance(word, str) else "" for word in (vi, en)]
    return Both(known[0] or known[1], known[1] or known[0])


def text(key: str, **values: Value) -> Text:
    """Make a ``Text``.

    I/O Example:
        text("problems.missing_table", table="sites")
        -> Text("problems.missing_table", (("table", "sites"),))
    """
    return Text(key, tuple(values.items()))


def say(what: Text | Both | str, lang: Lang) -> str:
    """Write a ``Text`` (or the wording behind a plain key) in one language.

    A slot ``{name}`` takes the value as it is; ``{name:1}`` writes a number with one decimal, as the language does it.
    None is written as the language's word for "unknown". ``{name|site|sites}`` writes no number but the word that goes with
    it: the first where the number is written "1", else the second.

    I/O Example:
        wording: [area]  vi = "Diện tích {ha:1} ha"   en = "Area {ha:1} ha"                              (file demo.toml)
                 [open]  vi = "Mở {count} khu"        en = "Open {count} {count|site|sites}"
        say(text("demo.area", ha=1234.56), "vi") -> "Diện tích 1.234,6 ha"
        say(text("demo.area", ha=1234.56), "en") -> "Area 1,234.6 ha"
        say(text("demo.open", count=1), "en")    -> "Open 1 site"

    Raises:
        UnknownWord: no wording has this key.
        KeyError: the wording has a slot that the ``Text`` does not fill.
    """
    if isinstance(what, Both):
        return what.vi if lang == "vi" else what.en
    if isinstance(what, str):
        what = Text(what)
    values = dict(what.values)

    def fill(slot: re.Match[str]) -> str:
        written = _write(values[slot["name"]], lang, slot["decimals"])
        if slot["one"] is None:
            return written
        return slot["one"] if written == "1" else slot["many"]

    return _SLOT.sub(fill, _wording(what.key)[lang])


def all_keys() -> tuple[str, ...]:
    """Every key that has a wording, sorted: for tests and for the reference page."""
    stems = [file.name.removesuffix(".toml") for file in files("parkwright.words").iterdir()]
    return tuple(sorted(key for stem in stems for key in _wordings(stem)))


def _write(value: Value, lang: Lang, decimals: str | None) -> str:
    if value is None or (isinstance(value, float) and value != value):
        return _wording("glossary.unknown")[lang]
    if isinstance(value, Text | Both):
        return say(value, lang)
    if isinstance(value, date):
        return value.strftime("%d/%m/%Y") if lang == "vi" else value.isoformat()
    if isinstance(value, bool):
        return _wording("glossary.yes" if value else "glossary.no")[lang]
    if isinstance(value, int | float) and decimals is not None:
        return number(value, lang, int(decimals))
    if isinstance(value, float):
        return number(value, lang, 0 if value == int(value) else 2)
    return str(value)


def _wording(key: str) -> dict[str, str]:
    try:
        return _wordings(key.partition(".")[0])[key]
    except KeyError:
        raise UnknownWord(key) from None


@cache
def _wordings(stem: str) -> dict[str, dict[str, str]]:
    """The wordings of one file by key; its stem is the first part of each. Read when asked for: ``--help`` needs but one."""
    file = files("parkwright.words").joinpath(f"{stem}.toml")
    found: dict[str, dict[str, str]] = {}
    if file.is_file():
        _flatten(stem, tomllib.loads(file.read_text("utf-8")), found)
    return found


def _flatten(prefix: str, node: dict[str, object], into: dict[str, dict[str, str]]) -> None:
    if set(node) == set(LANGS):
        into[prefix] = {lang: str(node[lang]) for lang in LANGS}
        return
    for name, child in node.items():
        if not isinstance(child, dict):
            raise ValueError(f"{prefix}.{name}: a wording needs exactly the languages {', '.join(LANGS)}")
        _flatten(f"{prefix}.{name}", child, into)
