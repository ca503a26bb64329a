"""Unit costs by size (FIN-01…FIN-03), water and wastewater (QC-09, QC-11), and which planning code judges an object (VER-06)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from parkwright.rules.predicates.finding import Finding, cannot_tell, held_against
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


def water_under(rule: Rule, water_m3_day: float | None, gross_ha: float | None) -> Finding:
    """QC-09 under one edition: the supply covers the norm per hectare on the share of the park that the norm names.

    I/O Example (20 m3/ha/day for 60 % of the area):
        4,000 m3/day for 300 ha -> passes, limit 3,600, margin 400      None -> cannot tell, limit 3,600
    """
    norm, share = rule.number("m3_ha_day"), rule.number("share_of_park")
    if norm is None or share is None or gross_ha is None:
        return cannot_tell(rule, "missing" if rule.known else "unknown_value", water_m3_day)
    return held_against(rule, water_m3_day, norm * share * gross_ha)


def wastewater_under(rule: Rule, wastewater_m3_day: float | None, water_m3_day: float | None) -> Finding:
    """QC-11 under one edition: what the sewers can take, as a share of the water supplied.

    I/O Example (0.80):
        3,200 of 4,000 m3/day -> passes, value 0.80      2,000 of 4,000 -> fails, margin -0.30      unknown -> cannot tell
    """
    share = None if wastewater_m3_day is None or not water_m3_day else wastewater_m3_day / water_m3_day
    return held_against(rule, share, rule.number())


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
