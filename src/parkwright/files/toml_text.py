"""TOML that a person wrote: its tree, or where it breaks and why, in our own words."""

from __future__ import annotations

import re
import tomllib
from typing import Any

from parkwright.words import Text, text

_PLACE = re.compile(r"at line (\d+), column (\d+)")
_SAYS = {
    "Invalid date": "no_such_day", "Cannot overwrite": "twice", "Cannot declare": "twice", "Cannot redefine": "twice",
    "Cannot mutate": "twice", "Duplicate": "twice", "Illegal character '\\n'": "open_quote", "Unterminated string": "open_quote",
    "Unescaped": "backslash", "Expected '='": "pair", "Invalid statement": "pair", "Invalid initial character": "pair",
    "Unclosed": "open_bracket", "Expected newline": "too_much",
}  # fmt: skip
"""What tomllib says (it has no error numbers, only English sentences), and what we say for it."""


def parse_toml(content: str) -> dict[str, Any] | Text:
    """The tree, or the place of the first mistake, with its cause where it is known.

    I/O Example:
        parse_toml("seed = 3")     -> {"seed": 3}
        parse_toml("gap = 0,1")    -> "line 1, column 8: a decimal number is written with a point"
        parse_toml("seed == 3")    -> "line 1, column 7"
        parse_toml('name = "x')    -> "at the end of the file: a closing quotation mark is missing"
    """
    try:
        return tomllib.loads(content)
    except RecursionError:
        return text("unreadable.too_deep")
    except tomllib.TOMLDecodeError as error:
        place = _PLACE.search(str(error))
        if place is None:
            return _because("at_end", _cause(str(error), content.splitlines()[-1]))
        line, column = int(place[1]), int(place[2])
        cause = _cause(str(error), content.splitlines()[line - 1])
        return _because("at", cause, line=str(line), column=str(column))


def _because(key: str, cause: str | None, **place: str) -> Text:
    if cause is None:
        return text(f"unreadable.{key}", **place)
    return text(f"unreadable.{key}_because", **place, why=text(f"unreadable.toml.{cause}"))


def _cause(said: str, line: str) -> str | None:
    """Why a line breaks: what it shows itself goes before what the library says."""
    if re.search(r"=\s*[+-]?\d+,\d", line):
        return "comma"
    if re.search(r"=\s*(#.*)?$", line):
        return "no_value"
    if said.startswith("Invalid value") and re.search(r"=\s*[^\W\d]|=\s*[“”‘’„]", line):
        return "quote"
    return next((key for start, key in _SAYS.items() if said.startswith(start)), None)
