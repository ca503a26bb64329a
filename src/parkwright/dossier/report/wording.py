"""How names, codes, periods and units read: from tables that hold both languages, or from ``words``."""

from __future__ import annotations

from typing import Any

from parkwright.dossier.tree import Words
from parkwright.words import Both, either, text


def slot_words(row: Any) -> Words:
    """The name of an item; a slot without a name is told as such.

    I/O Example:
        level task-group, place 3, no name -> "Task group 3 (official name not known)"
    """
    if isinstance(row.name_vi, str) or isinstance(row.name_en, str):
        return either(row.name_vi, row.name_en)
    place = "" if row.place is None or row.place != row.place else int(row.place)
    return text(f"report.slot.{row.level}", place=str(place))


def code(stem: str, name: str) -> Words:
    """The wording of a code, ``report_codes.<stem>.<name>``."""
    return text(f"report_codes.{stem}.{name}")


def period_words(period: str) -> Both:
    """A date or a span as each language writes it.

    I/O Example:
        "2025" -> 2025 / 2025      "2025-06" -> 6/2025 / 2025-06      "2020/2025" -> 2020–2025 / 2020–2025
    """
    parts = period.split("/")
    return Both(
        "–".join(_vietnamese(part.strip()) for part in parts), "–".join(part.strip() for part in parts)
    )


def _vietnamese(part: str) -> str:
    pieces = part.split("-")
    if len(pieces) == 2:
        return f"{int(pieces[1])}/{pieces[0]}"
    return "/".join(reversed(pieces))


def goal_words(row: Any, unit: Words) -> Words:
    """What a target asks for, in words.

    I/O Example:
        level, at-least 40, unit % -> "at least 40 %"     total, at-least 5000 -> "in total at least 5,000 people"
    """
    low, high = (None if value != value else float(value) for value in (row.low, row.high))
    ends = {"between": "between", "at-most": "at_most"}.get(
        row.bound, "at_least" if high is None else "at_least_aim"
    )
    return text(f"report.goal.{row.form}", bound=text(f"report.bound.{ends}", low=low, high=high, unit=unit))
