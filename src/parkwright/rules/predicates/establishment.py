"""Conditions to invest in the infrastructure of a park: Decree 35/2022 Art. 9 (EST-*) and NQ 198/2025 (EST-07)."""

from __future__ import annotations

from collections.abc import Sequence

from parkwright.rules.predicates.finding import Finding, cannot_tell, held_against, passes
from parkwright.rules.rule import InForce


def phases_ok(
    area_ha: float | None, phases_ha: Sequence[float], law: InForce, cluster: Finding | None = None
) -> Finding | None:
    """EST-03: a park above the size is built in phases, none above it; EST-05 lets the first phase of a cluster be larger.

    phases_ha: gross land of each phase, the first one first
    cluster:   what ``cluster_ok`` said, or None where this law has no such exception

    I/O Example:
        phases_ok(300, [300], law)      -> passes (not triggered)     phases_ok(700, [350, 350], law) -> passes, margin 150
        phases_ok(700, [700], law, cluster that passes)     -> passes (exempt)
        phases_ok(700, [700], law, cluster that fails)      -> fails, margin -200      of unknown capital -> cannot tell
        phases_ok(1200, [1200], law, cluster that passes)   -> fails: the exception ends at 1,000 ha
    """
    found = _phased("EST-03", "", area_ha, phases_ha, law)
    if found is None or cluster is None or found.verdict != "fails" or found.limit is None:
        return found
    most = law.limit("EST-05", "first_phase_ha")
    first, *later = phases_ha
    if most is None or first > most or max(later, default=0.0) > found.limit or cluster.verdict == "fails":
        return found
    if cluster.verdict == "passes":
        return passes(found.rule, "exempt", found.value)
    return cannot_tell(found.rule, cluster.because, found.value, found.limit)


def cluster_ok(capital_bn: float | None, per_usd: float, law: InForce) -> Finding | None:
    """EST-05: projects of one cluster of linked firms invest so much that its first phase may be larger.

    capital_bn: capital of the projects of the cluster, 10^9 of the currency in which one dollar costs ``per_usd``; either of the
                two amounts of the rule is enough

    I/O Example (2 bn USD or 45,000 bn VND):
        cluster_ok(46_000, 25_400, law) -> passes, limit 45,000       cluster_ok(None, 25_400, law) -> cannot tell
        cluster_ok(45_000, 20_000, law) -> passes, limit 40,000       cluster_ok(30_000, 25_400, law) -> fails
    """
    rule = law.get("EST-05")
    if rule is None:
        return None
    ours, dollars = rule.number("vnd_bn"), rule.number("usd_bn")
    amounts = [ours, None if dollars is None else dollars * per_usd]
    limit = min((amount for amount in amounts if amount is not None), default=None)
    return held_against(rule, capital_bn, limit)


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
        return passes(rule, "exempt", reserve_ha)
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
