"""``Finding``: one measured value against one rule. "Cannot tell" is an answer, and memory never fails anybody."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

from parkwright.rules.rule import InForce, Rule

Verdict = Literal["passes", "fails", "cannot_tell"]
Because = Literal["measured", "exempt", "not_triggered", "missing", "memory", "unknown_value", "no_clause"]
_NEAR = 1e-9


@dataclass(frozen=True, slots=True)
class Finding:
    """A verdict with what it rests on.

    value, limit, margin: in ``unit`` of the rule; margin > 0 = room left, and it is there exactly where value and limit are; None =
             not known, or nothing to measure. A rule that does not bind (exempt) has no limit, be its value known.
    because: measured; exempt (the rule does not bind this kind); not_triggered (below the size at which it starts);
             missing (an input is unknown); memory (it would fail, but the rule was never read, or in part only); unknown_value
             (the rule's own value is unknown); no_clause (no clause was seen)
    """

    rule: Rule
    verdict: Verdict
    because: Because
    value: float | None = None
    limit: float | None = None
    margin: float | None = None

    def where(self, **changes: object) -> Finding:
        """The same finding with some fields changed."""
        return replace(self, **changes)  # type: ignore[arg-type]


def passes(
    rule: Rule,
    because: Because,
    value: float | None = None,
    limit: float | None = None,
    margin: float | None = None,
) -> Finding:
    """A finding that passes."""
    return Finding(rule, "passes", because, value, limit, margin)


def cannot_tell(
    rule: Rule,
    because: Because,
    value: float | None = None,
    limit: float | None = None,
    margin: float | None = None,
) -> Finding:
    """A finding that says neither: something is missing. Where value and limit are known, so is the room between them."""
    return Finding(
        rule, "cannot_tell", because, value, limit, _room(rule, value, limit) if margin is None else margin
    )


def compare(law: InForce, rule_id: str, value: float | None, part: str = "") -> Finding | None:
    """Hold a number against the number of a rule, as the rule's comparator says.

    None where this law has no such rule.

    I/O Example (DEF-02 is ">= 0.60"):
        compare(law, "DEF-02", 0.72) -> passes, value 0.72, limit 0.60, margin 0.12
        compare(law, "DEF-02", 0.50) -> fails, margin -0.10      compare(law, "DEF-02", None) -> cannot tell
    """
    rule = law.get(rule_id)
    return None if rule is None else held_against(rule, value, rule.number(part))


def held_against(rule: Rule, value: float | None, limit: float | None) -> Finding:
    """Hold a number against a limit that stems from ``rule``."""
    if not rule.known or limit is None or rule.comparator not in _ROOM:
        return cannot_tell(rule, "unknown_value", value, limit)
    if value is None:
        return cannot_tell(rule, "missing", None, limit)
    margin = _room(rule, value, limit)
    holds = margin is not None and (margin > _NEAR if rule.comparator in (">", "<") else margin >= -_NEAR)
    return judged(rule, holds, value, limit, margin)


def judged(
    rule: Rule, holds: bool, value: float | None, limit: float | None, margin: float | None
) -> Finding:
    """A measured answer; a failure under a rule that may not fail anybody becomes "cannot tell"."""
    if holds:
        return Finding(rule, "passes", "measured", value, limit, margin)
    if rule.may_fail:
        return Finding(rule, "fails", "measured", value, limit, margin)
    unread = rule.grade in ("memory", "read-in-part")
    return Finding(rule, "cannot_tell", "memory" if unread else "unknown_value", value, limit, margin)


def _room(rule: Rule, value: float | None, limit: float | None) -> float | None:
    """Room left under the comparator of the rule; a list ("in") is held against a limit that less is better than."""
    if value is None or limit is None:
        return None
    return (
        -abs(value - limit) if rule.comparator == "==" else _ROOM.get(rule.comparator, -1) * (value - limit)
    )


_ROOM = {">=": 1, "<=": -1, ">": 1, "<": -1, "==": -1}
"""Comparators that a number can be held against, and the side on which there is room."""
