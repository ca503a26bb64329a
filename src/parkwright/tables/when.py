"""Dates as registers hold them: a year, a month or a day, or a span of two."""

from __future__ import annotations

import re
from datetime import date

_SHAPE = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?")


def is_date(word: str) -> bool:
    """Whether a cell is a real date or span.

    I/O Example:
        is_date("2041-09-23"), is_date("2022-05"), is_date("2025/2030") -> True
        is_date("2025-02-30"), is_date("undated") -> False
    """
    try:
        first_day(word)
    except ValueError:
        return False
    return True


def first_day(word: str) -> date:
    """The first day that a date or span can mean.

    I/O Example:
        first_day("2022-05") -> date(2022, 5, 1)

    Raises:
        ValueError: not a date.
    """
    days = [_day(part) for part in word.split("/")]
    if len(days) > 2 or days != sorted(days):
        raise ValueError(word)
    return days[0]


def _day(part: str) -> date:
    shape = _SHAPE.fullmatch(part.strip())
    if shape is None:
        raise ValueError(part)
    year, month, day = shape.groups()
    return date(int(year), int(month or 1), int(day or 1))
