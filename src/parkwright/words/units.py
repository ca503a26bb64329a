"""Units of indicators in both languages: tables write them in English."""

from __future__ import annotations

import re

from parkwright.words.text import Both, Text, all_keys, text


def unit_words(unit: str) -> Text | Both:
    """A unit in both languages; one that ``words`` does not know stays as the table has it.

    I/O Example:
        "firms" -> doanh nghiệp / firms      "kN" -> kN / kN
    """
    key = f"units.{_slug(unit)}"
    return text(key) if key in _UNITS else Both(unit, unit)


def _slug(unit: str) -> str:
    return re.sub(
        r"[^a-z0-9]+", "-", unit.lower().replace("²", "2").replace("³", "3").replace("%", " percent ")
    ).strip("-")


_UNITS = frozenset(key for key in all_keys() if key.startswith("units."))
