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

    value, limit, margin: in ``unit`` of the rule; margin > 0 = room left; None = not known or nothing to measure
    because: measured; exempt (the rule does not bind this kind); not_triggered (below the size at which it starts);
             missing (an input is unknown); memory (it would fail, but the rule was never read); unknown_value (the rule's
             own value is unknown); no_clause (no clause was seen)
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
    rule: Rule, because: Because, value: float | None = None, limit: float | None = None
) -> Finding:
    """A finding that says neither: something is missing."""
    return Finding(rule, "cannot_tell", because, value, limit)


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
    sign, strict = _ROOM[rule.comparator]
    margin = sign * (value - limit) if rule.comparator != "==" else -abs(value - limit)
    holds = margin > _NEAR if strict else margin >= -_NEAR
    return judged(rule, holds, value, limit, margin)


def judged(
    rule: Rule, holds: bool, value: float | None, limit: float | None, margin: float | None
) -> Finding:
    """A measured answer; a failure under a rule that may not fail anybody becomes "cannot tell"."""
    if holds:
        return Finding(rule, "passes", "measured", value, limit, margin)
    if rule.may_fail:
        return Finding(rule, "fails", "measured", value, limit, margin)
    return Finding(
        rule, "cannot_tell", "memory" if rule.grade == "memory" else "unknown_value", value, limit, margin
    )


_ROOM = {">=": (1, False), "<=": (-1, False), ">": (1, True), "<": (-1, True), "==": (1, False)}
