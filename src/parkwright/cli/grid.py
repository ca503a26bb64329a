"""Columns that stand under each other in a terminal."""

from __future__ import annotations

from collections.abc import Sequence

from parkwright.words import Lang
from parkwright.words.numbers import number

_GAP = "  "


def grid(rows: Sequence[Sequence[str]], right: Sequence[int] = (), indent: str = "  ") -> list[str]:
    """Rows as lines, each column as wide as its widest cell; columns in ``right`` stand to the right, the last is not padded.

    I/O Example:
        grid([("land", "1,200.5"), ("truck", "9.0")], right=[1]) -> ["  land   1,200.5", "  truck      9.0"]
    """
    if not rows:
        return []
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
    return [
        (
            indent
            + _GAP.join(_cell(text, widths[column], column in right) for column, text in enumerate(row))
        ).rstrip()
        for row in rows
    ]


def _cell(text: str, width: int, right: bool) -> str:
    return text.rjust(width) if right else text.ljust(width)


def signed(value: float, lang: Lang, decimals: int = 1) -> str:
    """A difference with its sign.

    I/O Example:
        signed(1234.5, "vi") -> "+1.234,5"      signed(-0.01, "en") -> "0.0"
    """
    written = number(value, lang, decimals)
    return f"+{written}" if value > 0 and any(digit in "123456789" for digit in written) else written
