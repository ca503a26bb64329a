"""What a rule asks, as a short phrase in either language."""

from __future__ import annotations

from collections.abc import Mapping

from parkwright.rules.rule import Comparator, Part, Rule
from parkwright.words import Text, Value, text

_COMPARATORS: Mapping[Comparator, str] = {
    ">=": "at_least", "<=": "at_most", ">": "more_than", "<": "less_than", "==": "equal", "in": "one_of", "info": "info",
}  # fmt: skip


def asks(rule: Rule) -> Text:
    """Comparator, value and unit, to be said with ``say``; named parts keep their names.

    I/O Example:
        say(asks(DEF-02), "vi") -> "tối thiểu 60 %"       say(asks(EST-03), "en") -> "at most 500 ha"
        say(asks(CNV-03), "en") -> "at least: years = 15; share_of_term = 0.5 (years; share of term)"
        say(asks(DEF-08), "vi") -> "chưa rõ"
    """
    if rule.value is None:
        return text("glossary.unknown")
    comparator = text(f"rules.comparator.{_COMPARATORS[rule.comparator]}")
    value = rule.value
    if isinstance(value, Mapping):
        parts = "; ".join(f"{name} = {_plain(part)}" for name, part in value.items())
        return text("rules.asks.parts", comparator=comparator, parts=parts, unit=rule.unit)
    number = rule.number()
    if number is not None and rule.unit == "share":
        return text("rules.asks.value", comparator=comparator, value=round(100 * number, 2), unit="%")
    if number is not None:
        return text("rules.asks.value", comparator=comparator, value=number, unit=_unit(rule.unit))
    shown: Value = ", ".join(value) if isinstance(value, tuple) else value
    return text("rules.asks.word", comparator=comparator, value=shown)


def _plain(part: Part) -> str:
    if isinstance(part, float) and not isinstance(part, bool):
        return f"{part:.12g}"
    return ", ".join(part) if isinstance(part, tuple) else str(part)


def _unit(unit: str) -> Value:
    return text(f"rules.unit.{unit}") if unit in WORDED_UNITS else unit


WORDED_UNITS = frozenset(
    {"years", "months", "days", "links", "indicators", "works", "factor", "year", "per-year", "people"}
)
"""Units that are words, and so have a wording in each language; the others (ha, m, kW/ha) are written alike."""
