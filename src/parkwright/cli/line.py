"""What the whole line asks for, wherever it stands: the language, and whether a program reads the answer.

Help and wrong usage are told before, or instead of, reading the line option by option; so these two are looked up first.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import takewhile

from parkwright.words import LANGS, Lang

DEFAULT: Lang = "en"
VARIABLE = "PARKWRIGHT_LANG"


@dataclass(frozen=True, slots=True)
class Line:
    """``asked`` is the language as it was written, which may be none that we have, or several; ``lang`` is the one to speak."""

    asked: str = DEFAULT
    as_json: bool = False

    @property
    def lang(self) -> Lang:
        return next((lang for word in self.asked.split(",") for lang in LANGS if lang == word), DEFAULT)


def read_line(words: Sequence[str]) -> Line:
    """Look for ``--lang`` (the last one counts; without one, PARKWRIGHT_LANG) and ``--json`` among the words of a line.

    I/O Example:
        read_line(["plan", "--seed", "-1", "--lang=vi"]) -> Line(asked="vi", as_json=False)
    """
    options = list(takewhile(lambda word: word != "--", words))
    asked = os.environ.get(VARIABLE) or DEFAULT
    for place, word in enumerate(options):
        name, equals, value = word.partition("=")
        if name == "--lang":
            asked = value if equals else next(iter(options[place + 1 :]), asked)
    return Line(asked, "--json" in options)
