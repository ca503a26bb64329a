"""Unit costs by size (FIN-01…FIN-03) and which planning code judges an object (VER-06)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from parkwright.rules.rule import InForce, Rule, Rules

_SIZES = ("FIN-01", "FIN-02", "FIN-03")


def infrastructure_rule(gross_ha: float, law: InForce) -> Rule | None:
    """The unit-cost norm for a park of this size; None where this law has none.

    I/O Example:
        infrastructure_rule(99.9, law).id -> "FIN-01"    100 -> "FIN-02"    300 -> "FIN-02"    300.1 -> "FIN-03"
    """
    for rule_id in _SIZES:
        rule = law.get(rule_id)
        if rule is None:
            continue
        low, above = rule.number("from_ha"), rule.number("above_ha")
        top, below = rule.number("to_ha"), rule.number("below_ha")
        if (
            (low is None or gross_ha >= low)
            and (above is None or gross_ha > above)
            and (top is None or gross_ha <= top)
            and (below is None or gross_ha < below)
        ):
            return rule
    return None


def infrastructure_cost_ha(gross_ha: float, law: InForce, part: str = "total") -> float | None:
    """Cost of the infrastructure inside the fence, in the unit of the norm (million VND/ha in ``vn``).

    part: "total", "works" or "equipment"; land clearance is never in it

    I/O Example:
        infrastructure_cost_ha(250, law) -> 8948.0      infrastructure_cost_ha(250, law, "works") -> 7281.0
    """
    rule = infrastructure_rule(gross_ha, law)
    return None if rule is None else rule.number(part)


@dataclass(frozen=True, slots=True)
class Coded:
    """The planning code that judges an object: its law, the edition's name, and the law under the ended edition."""

    law: InForce
    edition: str
    known: bool
    ended: Rule | None


def transition_code(
    appraised: date, rules: Rules, place: str | None = None, rule_id: str = "QC-01"
) -> Coded | None:
    """VER-06: the day on which the plan of the object is appraised chooses the code, whatever year it opens.

    None where this law has no planning code.

    I/O Example:
        transition_code(date(2026, 12, 31), rules).edition -> "QCVN 01:2021/BXD"
        transition_code(date(2027, 1, 1), rules)           -> "QCVN 01:2026/BXD", known False, ended = QC-01 of 2021
    """
    law = rules.on(appraised, place)
    rule = law.get(rule_id)
    return None if rule is None else Coded(law, rule.edition, rule.known, law.ended(rule_id))
