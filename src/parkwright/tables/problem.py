"""A defect or a warning about input: table, column, row and one sentence."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from parkwright.words import Lang, Text, Value, say, text

Severity = Literal["error", "warning"]


@dataclass(frozen=True, slots=True)
class Problem:
    """One defect. ``row`` is the line a person sees in the file (the header is row 1), or None for the whole table."""

    table: str
    column: str
    row: int | None
    text: Text
    severity: Severity = "error"

    def sentence(self, lang: Lang) -> str:
        return say(self.text, lang)


class BadInput(Exception):
    """Input that cannot be worked with: all its problems at once (CLI: exit code 1)."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(problem.sentence("en") for problem in self.problems))


def problem(
    key: str,
    table: str,
    column: str = "",
    row: int | None = None,
    severity: Severity = "error",
    **values: Value,
) -> Problem:
    """Make a ``Problem`` whose sentence is ``problems.<key>`` (a key with a point is taken as it is: ``files.x``).

    I/O Example:
        problem("too_low", "sites", "gross_ha", 3, value=-1, low=0)
        -> "Table sites, column gross_ha, row 3: -1 is below the lowest value allowed, 0."
    """
    sentence = text(key if "." in key else f"problems.{key}", table=table, column=column, row=row, **values)
    return Problem(table, column, row, sentence, severity)


def errors(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """Only those that stop the work."""
    return tuple(found for found in problems if found.severity == "error")
