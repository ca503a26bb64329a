"""Conditions to invest in the infrastructure of a park: Decree 35/2022 Art. 9 (EST-*) and NQ 198/2025 (EST-07)."""

from __future__ import annotations

from collections.abc import Sequence

from parkwright.rules.predicates.finding import Finding, cannot_tell, compare, held_against, judged, passes
from parkwright.rules.rule import InForce


def phases_ok(area_ha: float | None, phases_ha: Sequence[float], law: InForce) -> Finding | None:
    """EST-03: a park above the size is built in phases, none above it.

    I/O Example:
        phases_ok(300, [300], law)      -> passes (not triggered)     phases_ok(700, [700], law) -> fails, margin -200
        phases_ok(700, [350, 350], law) -> passes, value 350, limit 500, margin 150
    """
    return _phased("EST-03", "", area_ha, phases_ha, law)


def rice_phases_ok(
    rice_ha: float | None, phases_rice_ha: Sequence[float], rice_group: str, law: InForce
) -> Finding | None:
    """EST-04: where more two-crop rice land is taken than the limit of the group of provinces, it is taken in phases.

    rice_ha: two-crop rice land of the whole park; phases_rice_ha: of each phase; rice_group: key in the rule's value

    I/O Example:
        rice_phases_ok(180, [180], "south-east", law)     -> fails, limit 150
        rice_phases_ok(180, [90, 90], "south-east", law)  -> passes, value 90
        rice_phases_ok(180, [180], "mekong-delta", law)   -> passes, limit 200 (not triggered)
        rice_phases_ok(180, [180], "", law)               -> cannot tell (group of the province not known)
    """
    return _phased("EST-04", rice_group, rice_ha, phases_rice_ha, law)


def _phased(
    rule_id: str, part: str, whole: float | None, phases: Sequence[float], law: InForce
) -> Finding | None:
    rule = law.get(rule_id)
    if rule is None:
        return None
    limit = rule.number(part)
    if whole is None or limit is None:
        return cannot_tell(rule, "missing", whole, limit)
    if whole <= limit:
        return passes(rule, "not_triggered", whole, limit, limit - whole)
    if not phases:
        return cannot_tell(rule, "missing", whole, limit)
    return held_against(rule, max(phases), limit)


def sme_exempt(legal_type: str | None, law: InForce) -> bool:
    """EST-06: whether the type need not keep land for small and supporting firms."""
    rule = law.get("EST-06")
    return rule is None or (legal_type is not None and legal_type in rule.words("exempt"))


def sme_reserve_ha(industrial_ha: float, legal_type: str | None, law: InForce) -> float | None:
    """EST-06: the least land that satisfies the rule, ha: 5 ha or 3 % of the industrial land, whichever is less.

    0 for a type that is exempt; None where this law has no such rule.
    """
    rule = law.get("EST-06")
    return (
        None if rule is None else 0.0 if sme_exempt(legal_type, law) else _least(rule.id, industrial_ha, law)
    )


def sme_reserve_ok(
    reserve_ha: float | None, industrial_ha: float | None, legal_type: str | None, law: InForce
) -> Finding | None:
    """EST-06: land kept for small, supporting and innovative firms.

    I/O Example:
        sme_reserve_ok(4, 100, "general", law)    -> passes (3 % = 3 ha), limit 3
        sme_reserve_ok(4, 200, "general", law)    -> fails, limit 5
        sme_reserve_ok(0, 200, "supporting", law) -> passes (exempt)
    """
    rule = law.get("EST-06")
    if rule is None:
        return None
    if legal_type is not None and sme_exempt(legal_type, law):
        return passes(rule, "exempt", reserve_ha, 0.0)
    limit = None if industrial_ha is None else _least("EST-06", industrial_ha, law)
    if limit is None:
        return cannot_tell(rule, "missing", reserve_ha)
    found = held_against(rule, reserve_ha, limit)
    open_type = legal_type is None and found.verdict == "fails"
    return cannot_tell(rule, "missing", reserve_ha, limit) if open_type else found


def nq198_reserve_ha(park_ha: float, law: InForce) -> float | None:
    """EST-07: land a new park keeps for private high-tech firms, small firms and start-ups, ha: 20 ha or 5 %, the lesser.

    I/O Example:
        nq198_reserve_ha(300, law) -> 15.0      nq198_reserve_ha(500, law) -> 20.0
    """
    return _least("EST-07", park_ha, law)


def nq198_ok(reserve_ha: float | None, park_ha: float | None, law: InForce) -> Finding | None:
    """EST-07 as a finding; the province may set another figure."""
    rule = law.get("EST-07")
    if rule is None:
        return None
    limit = None if park_ha is None else nq198_reserve_ha(park_ha, law)
    return (
        cannot_tell(rule, "missing", reserve_ha) if limit is None else held_against(rule, reserve_ha, limit)
    )


def _least(rule_id: str, whole_ha: float, law: InForce) -> float | None:
    hectares, share = law.limit(rule_id, "ha"), law.limit(rule_id, "share")
    return None if hectares is None or share is None else min(hectares, share * whole_ha)


def occupancy_exempt(
    legal_type: str | None,
    established_ha: float | None,
    law: InForce,
    incentive_area: bool | None = None,
    relet: bool | None = None,
) -> Finding | None:
    """EST-09: whether the occupancy test EST-08 does not bind: by type, by little park land, by place, as a re-let.

    passes = exempt; cannot tell = an exemption is still open; fails = none holds (which is no offence: EST-08 decides).

    I/O Example:
        occupancy_exempt("supporting", 9000, law)                           -> passes
        occupancy_exempt("general", 900, law)                               -> passes (at most 1,000 ha)
        occupancy_exempt("general", 9000, law)                              -> cannot tell (place and re-let unknown)
        occupancy_exempt("general", 9000, law, incentive_area=False, relet=False) -> fails
    """
    rule = law.get("EST-09")
    if rule is None:
        return None
    limit = rule.number("established_ha")
    if legal_type is not None and legal_type in rule.words("types"):
        return passes(rule, "exempt", established_ha, limit)
    if established_ha is not None and limit is not None and established_ha <= limit:
        return passes(rule, "exempt", established_ha, limit, limit - established_ha)
    if incentive_area or relet:
        return passes(rule, "exempt", established_ha, limit)
    if None in (legal_type, established_ha, limit, incentive_area, relet):
        return cannot_tell(rule, "missing", established_ha, limit)
    return judged(rule, False, established_ha, limit, limit - established_ha)  # type: ignore[operator]


def occupancy_ok(
    low: float | None, high: float | None, exempt: Finding | None, law: InForce
) -> Finding | None:
    """EST-08: mean occupancy of the established parks of the province, at least 60 %, unless EST-09 exempts.

    low, high: the mean if every unknown park were empty, and if it were full (equal where all are known)
    exempt:    what ``occupancy_exempt`` said, or None where this law has no exemption

    I/O Example:
        occupancy_ok(0.70, 0.80, None, law) -> passes     occupancy_ok(0.55, 0.65, None, law) -> cannot tell
        occupancy_ok(0.40, 0.50, exemption that passes, law) -> passes (exempt)
    """
    rule = law.get("EST-08")
    if rule is None:
        return None
    limit = rule.number()
    if exempt is not None and exempt.verdict == "passes":
        return passes(rule, "exempt", low, limit)
    worst = compare(law, "EST-08", low)
    best = compare(law, "EST-08", high)
    if worst is None or best is None or worst.verdict == "passes":
        return worst
    if best.verdict == "fails" and (exempt is None or exempt.verdict == "fails"):
        return best
    return cannot_tell(rule, best.because if best.because == "memory" else "missing", low, limit)


def own_capital_ok(own_share: float | None, land_ha: float | None, law: InForce) -> Finding | None:
    """EST-14: own capital of the infrastructure investor, as a share of the total; the share depends on the land.

    I/O Example:
        own_capital_ok(0.16, 300, law) -> passes, limit 0.15
        own_capital_ok(0.10, 300, law) -> cannot tell: the rule is known from memory only, and fails nobody
    """
    rule = law.get("EST-14")
    if rule is None:
        return None
    split = rule.number("split_ha")
    if land_ha is None or split is None:
        return cannot_tell(rule, "missing", own_share)
    return held_against(rule, own_share, rule.number("from_split" if land_ha >= split else "below_split"))
