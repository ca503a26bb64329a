"""Dates as registers hold them: a year, a month or a day, or a span of two; and the hour at which something was recorded."""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import UTC, date, datetime

_UTC = "%Y-%m-%dT%H:%M:%SZ"
_MOMENT = re.compile(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}Z")
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


def last_day(word: str) -> date:
    """The last day that a date or span can mean.

    I/O Example:
        last_day("2022-02") -> date(2022, 2, 28)      last_day("2016/2020") -> date(2020, 12, 31)

    Raises:
        ValueError: not a date.
    """
    first_day(word)
    part = word.split("/")[-1].strip()
    year, month, day = int(part[:4]), int(part[5:7] or 12), part[8:10]
    return date(year, month, int(day) if day else monthrange(year, month)[1])


def is_time(word: str) -> bool:
    """Whether a cell is a moment in UTC, to the second: "2026-11-01T08:30:00Z"."""
    if _MOMENT.fullmatch(word) is None:
        return False
    try:
        datetime.strptime(word, _UTC)  # noqa: DTZ007 (the Z at its end is the zone)
    except ValueError:
        return False
    return True


def utc(moment: datetime) -> str:
    """A moment as tables hold it.

    I/O Example:
        utc(datetime(2026, 11, 1, 8, 30, tzinfo=UTC)) -> "2026-11-01T08:30:00Z"
    """
    return moment.astimezone(UTC).strftime(_UTC)


def _day(part: str) -> date:
    shape = _SHAPE.fullmatch(part.strip())
    if shape is None:
        raise ValueError(part)
    year, month, day = shape.groups()
    return date(int(year), int(month or 1), int(day or 1))
