"""TOML that a person wrote: its tree, or where it breaks, in our own words."""

from __future__ import annotations

import re
import tomllib
from typing import Any

from parkwright.words import Text, text

_PLACE = re.compile(r"at line (\d+), column (\d+)")


def parse_toml(content: str) -> dict[str, Any] | Text:
    """The tree, or the place of the first mistake; what the library says about it is English only, so its place must do.

    I/O Example:
        parse_toml("seed = 3")  -> {"seed": 3}
        parse_toml("seed == 3") -> "line 1, column 7"        parse_toml('name = "x') -> "at the end of the file"
    """
    try:
        return tomllib.loads(content)
    except RecursionError:
        return text("files.toml.too_deep")
    except tomllib.TOMLDecodeError as error:
        place = _PLACE.search(str(error))
        return text("files.toml.at", line=place[1], column=place[2]) if place else text("files.toml.end")
