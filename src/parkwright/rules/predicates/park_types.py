"""Types of park (DEF-02, DEF-03, DEF-04, DEF-08), and where a park or a sector may lie (PLN-02…PLN-05, QC-08)."""

from __future__ import annotations

from collections.abc import Mapping

from parkwright.rules.predicates.finding import Finding, cannot_tell, compare, held_against, judged, passes
from parkwright.rules.rule import InForce, Rule


def is_supporting(si_ha: float | None, industrial_ha: float | None, law: InForce) -> Finding | None:
    """DEF-02: supporting industry takes at least 60 % of the industrial land.

    I/O Example:
        is_supporting(72, 100, law) -> passes, value 0.72, limit 0.60, margin 0.12
        is_supporting(0, 0, law)    -> cannot tell (no industrial land)
    """
    return compare(law, "DEF-02", _share(si_ha, industrial_ha))


def is_specialised(largest_ha: float | None, industrial_ha: float | None, law: InForce) -> Finding | None:
    """DEF-03: one sector takes at least 60 % of the industrial land (``largest_ha``: land of the largest sector)."""
    return compare(law, "DEF-03", _share(largest_ha, industrial_ha))


def is_high_tech(high_tech_ha: float | None, industrial_ha: float | None, law: InForce) -> Finding | None:
    """DEF-04: qualifying high-tech, innovation and training projects take at least 30 % of the industrial land."""
    return compare(law, "DEF-04", _share(high_tech_ha, industrial_ha))


def dual_type(si_share: float | None, high_tech_share: float | None, law: InForce) -> Finding | None:
    """DEF-08: no clause was seen on a park that is supporting and high-tech at once: never more than "cannot tell".

    Both shares may be met together (the sets of sectors overlap); what is given back is the share with less room, and its limit.

    I/O Example (0.60 and 0.30):
        dual_type(0.92, 0.22, law) -> cannot tell, value 0.22, limit 0.30, margin -0.08
    """
    rule = law.get("DEF-08")
    supporting, high_tech = law.limit("DEF-02"), law.limit("DEF-04")
    if rule is None:
        return None
    if si_share is None or high_tech_share is None or supporting is None or high_tech is None:
        return cannot_tell(rule, "no_clause")
    both = ((si_share, supporting), (high_tech_share, high_tech))
    share, limit = min(both, key=lambda pair: pair[0] - pair[1])
    return cannot_tell(rule, "no_clause", share, limit, share - limit)


def inner_city_ok(inner_area: bool | None, legal_type: str | None, law: InForce) -> Finding | None:
    """PLN-03: no new park in the inner area of a special-class city, except the excepted types.

    I/O Example:
        inner_city_ok(False, "supporting", law) -> passes      inner_city_ok(True, "supporting", law) -> fails
        inner_city_ok(True, "high-tech", law)   -> passes      inner_city_ok(None, "supporting", law) -> cannot tell
    """
    rule = law.get("PLN-03")
    if rule is None:
        return None
    if legal_type is not None and legal_type in rule.words():
        return passes(rule, "exempt", None if inner_area is None else float(inner_area))
    if inner_area is None or (inner_area and legal_type is None):
        return cannot_tell(rule, "missing", None if inner_area is None else float(inner_area))
    return judged(rule, not inner_area, float(inner_area), 0.0, 0.0 - float(inner_area))


def protected_forest_ok(in_buffer: bool | None, law: InForce) -> Finding | None:
    """PLN-04: no special-use or protection forest land is taken.

    What is known is whether the site lies in the buffer of such land: outside it passes; inside, the land itself must be
    looked at, so that the answer is "cannot tell".
    """
    rule = law.get("PLN-04")
    if rule is None:
        return None
    if in_buffer is None or in_buffer:
        return cannot_tell(rule, "missing", None if in_buffer is None else 1.0, 0.0)
    return judged(rule, True, 0.0, 0.0, 0.0)


def listed_area_ok(area_ha: float | None, listed_ha: float | None, law: InForce) -> Finding | None:
    """PLN-05: how far the area of a park may leave that of the provincial list before the plan must be amended.

    The province alone may decide up to the lesser of a share and an area; after written opinions of the ministries, up to larger
    ones. Whether there are such opinions is not known, so that between the two the answer is "cannot tell".

    I/O Example (2 % and 6 ha alone, 10 % and 30 ha with opinions):
        listed_area_ok(303, 300, law) -> passes, value 3, limit 6      listed_area_ok(320, 300, law) -> cannot tell, limit 30
        listed_area_ok(340, 300, law) -> fails, margin -10             listed_area_ok(300, None, law) -> cannot tell
    """
    rule = law.get("PLN-05")
    if rule is None:
        return None
    alone, asked = _allowed(rule, "province", listed_ha), _allowed(rule, "ministry", listed_ha)
    if area_ha is None or listed_ha is None or alone is None or asked is None:
        return cannot_tell(rule, "missing", None, alone)
    change = abs(area_ha - listed_ha)
    by_province = held_against(rule, change, alone)
    if by_province.verdict == "passes":
        return by_province
    with_opinions = held_against(rule, change, asked)
    if with_opinions.verdict == "passes":
        return cannot_tell(rule, "missing", change, asked)
    return with_opinions


def _allowed(rule: Rule, who: str, listed_ha: float | None) -> float | None:
    share, hectares = rule.number(f"{who}_share"), rule.number(f"{who}_ha")
    if listed_ha is None or share is None or hectares is None:
        return None
    return min(share * listed_ha, hectares)


def worker_housing_ok(reserve_ha: float | None, listed_ha: float | None, law: InForce) -> Finding | None:
    """PLN-02: land kept for worker housing and services, at least 2 % of all parks of the province's list.

    I/O Example:
        worker_housing_ok(None, 5000, law) -> cannot tell, limit 100 ha
    """
    rule = law.get("PLN-02")
    if rule is None:
        return None
    share = rule.number()
    limit = None if share is None or listed_ha is None else share * listed_ha
    return (
        held_against(rule, reserve_ha, limit)
        if limit is not None
        else cannot_tell(rule, "missing", reserve_ha)
    )


def hazard_outside_ok(
    ha_by_class: Mapping[str, float], inner_area: bool | None, law: InForce
) -> Finding | None:
    """QC-08: land of the named hazard classes lies outside the city (what is known of it: the inner area).

    ha_by_class: hectares by hazard class, "" = unknown class

    I/O Example (classes I and II):
        ({"II": 3, "V": 9}, True, law)  -> fails, value 3, limit 0      ({"V": 9}, True, law) -> passes, value 0
        ({"II": 3, "V": 9}, False, law) -> passes                       ({"": 9}, True, law)  -> cannot tell
    """
    rule = law.get("QC-08")
    return None if rule is None else hazard_under(rule, ha_by_class, inner_area)


def hazard_under(rule: Rule, ha_by_class: Mapping[str, float], inner_area: bool | None) -> Finding:
    """The same under one edition of the rule (so that an ended one can be told beside it)."""
    if not rule.known:
        return cannot_tell(rule, "unknown_value")
    ha = sum(ha_by_class.get(name, 0.0) for name in rule.words())
    unsorted = ha_by_class.get("", 0.0)
    if ha + unsorted <= 0 or (inner_area and ha > 0):
        return judged(rule, ha <= 0, ha, 0.0, -ha)
    if inner_area is False:
        return passes(rule, "not_triggered", ha)
    return cannot_tell(rule, "missing", ha, 0.0)


def _share(part: float | None, whole: float | None) -> float | None:
    return None if part is None or whole is None or whole <= 0 else part / whole
