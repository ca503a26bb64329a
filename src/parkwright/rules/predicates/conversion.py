"""Conversion of existing parks: to an urban-service area (CNV-02…CNV-05), to an eco park (ECO-*)."""

from __future__ import annotations

from collections.abc import Mapping

from parkwright.rules.predicates.finding import Finding, cannot_tell, compare, judged
from parkwright.rules.rule import InForce

ECO_RULES = tuple(f"ECO-0{number}" for number in range(1, 10))
"""Tests of Art. 37 that a park can be held against; ECO-05 is known from memory only, and fails nobody."""


def inner_location_ok(inner_area: bool | None, law: InForce) -> Finding | None:
    """CNV-02: a park that becomes an urban-service area lies in the inner area of a city of the named classes."""
    rule = law.get("CNV-02")
    if rule is None:
        return None
    if inner_area is None:
        return cannot_tell(rule, "missing", None, 1.0)
    return judged(rule, inner_area, float(inner_area), 1.0, float(inner_area) - 1.0)


def age_ok(age_years: float | None, term_years: float | None, law: InForce) -> Finding | None:
    """CNV-03: at least 15 years old, or at least half of its term.

    I/O Example:
        age_ok(18, 50, law) -> passes, limit 15, margin 3       age_ok(12, 20, law) -> passes, limit 10, margin 2
        age_ok(12, 50, law) -> fails, margin -3                 age_ok(12, None, law) -> cannot tell (half of what?)
    """
    rule = law.get("CNV-03")
    if rule is None:
        return None
    years, share = rule.number("years"), rule.number("share_of_term")
    if years is None or share is None or age_years is None:
        return cannot_tell(rule, "missing", age_years, years)
    limit = years if term_years is None else min(years, share * term_years)
    if term_years is None and age_years < years:
        return cannot_tell(rule, "missing", age_years, years)
    return judged(rule, age_years >= limit, age_years, limit, age_years - limit)


def consent_ok(developer: bool | None, firms_share: float | None, law: InForce) -> Finding | None:
    """CNV-04: the infrastructure investor and more than two thirds of the firms that count (CNV-05) agree.

    I/O Example:
        consent_ok(True, 0.70, law)  -> passes     consent_ok(True, 2 / 3, law) -> fails (more than, not equal)
        consent_ok(None, 0.70, law)  -> cannot tell     consent_ok(False, None, law) -> fails
    """
    firms = compare(law, "CNV-04", firms_share)
    if firms is None or firms.verdict == "fails":
        return firms
    if developer is False:
        return judged(firms.rule, False, firms.value, firms.limit, firms.margin)
    return cannot_tell(firms.rule, "missing", firms.value, firms.limit) if developer is None else firms


def eco_ok(measured: Mapping[str, float], law: InForce) -> dict[str, Finding]:
    """ECO-*: what is measured of the tests of Art. 37; what is not stays "cannot tell".

    I/O Example:
        eco_ok({"ECO-08": 0.27}, law) -> {"ECO-01": cannot tell, …, "ECO-08": passes, margin 0.02, …}
    """
    found = {}
    for rule_id in ECO_RULES:
        rule = law.get(rule_id)
        if rule is None:
            continue
        value = measured.get(rule_id)
        if rule.value is True:
            held = None if value is None else judged(rule, value >= 1, value, 1.0, value - 1.0)
            found[rule_id] = held or cannot_tell(rule, "missing")
        else:
            found[rule_id] = compare(law, rule_id, value) or cannot_tell(rule, "missing")
    return found
