"""Conversion of existing parks: the legal tests of each option of ``conversions``."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pandas as pd

from parkwright.rules import InForce
from parkwright.rules.predicates import age_ok, cannot_tell, consent_ok, inner_location_ok
from parkwright.steps.verdicts.objects import flag, number
from parkwright.steps.verdicts.rows import About, Row, joined, reason, row, title
from parkwright.steps.verdicts.types import amount, eco_rows, untold
from parkwright.tables import Conversions


def conversion_rows(conversions: Conversions, law: InForce, appraised: date) -> list[Row]:
    """Rows of all options. Keeping a park as it is needs no test, and gives no row.

    I/O Example:
        conversions: conversion_id option             inner_area age_years term_years
                     p1-urban      park-urban-service 0          18        50
        -> CNV-02 fails, CNV-03 passes (18 against 15), CNV-04 cannot tell, CNV-01, CNV-06, PLN-09 cannot tell
    """
    rows: list[Row] = []
    for _, case in conversions.iterrows():
        about = About("conversions", str(case["conversion_id"]), appraised)
        rows += _OPTIONS[str(case["option"])](case, about, law)
    return rows


def _urban(case: pd.Series, about: About, law: InForce) -> list[Row]:
    inner = flag(case["inner_area"])
    where = "unknown" if inner is None else "inside" if inner else "outside"
    why = joined(reason(f"CNV-02.{where}"), reason("note.open_point"))
    rows = [*row(about, inner_location_ok(inner, law), why, unit="")]
    rows += _age(case, about, law)
    rows += _consent(case, about, law)
    for rule_id in ("CNV-01", "CNV-06", "PLN-09"):
        rows += _no_data(rule_id, about, law)
    return rows


def _age(case: pd.Series, about: About, law: InForce) -> tuple[Row, ...]:
    age, term = number(case["age_years"]), number(case["term_years"])
    found = age_ok(age, term, law)
    if found is None:
        return ()
    if found.because == "missing":
        return row(about, found, reason("CNV-03.missing"), unit="years")
    day = case["reference_date"] if isinstance(case["reference_date"], str) else None
    told = {
        "age": age,
        "term": term,
        "limit": found.limit,
        "years": found.rule.number("years"),
        "day": _day(day),
    }
    return row(about, found, reason("CNV-03.measured", **told), unit="years")


def _day(word: str | None) -> date | str | None:
    """A whole date is written as the language writes dates; a year or a month stays as it stands."""
    return date.fromisoformat(word) if word is not None and len(word) == 10 else word


def _consent(case: pd.Series, about: About, law: InForce) -> tuple[Row, ...]:
    found = consent_ok(None, None, law)
    if found is None:
        return ()
    limit = None if found.limit is None else 100 * found.limit
    firms = number(case["firms"])
    return row(about, found, reason("CNV-04", limit=limit, firms=None if firms is None else int(firms)))


def _eco(case: pd.Series, about: About, law: InForce) -> list[Row]:
    return eco_rows(about, law, {}) + list(_no_data("CNV-07", about, law))


def _high_tech(case: pd.Series, about: About, law: InForce) -> list[Row]:
    limit = law.limit("DEF-04")
    rule = law.get("DEF-04")
    rows: list[Row] = []
    if rule is not None and limit is not None:
        found = cannot_tell(rule, "missing", None, limit)
        rows += row(about, found, reason("option.high_tech", limit=100 * limit))
    gap = law.get("CNV-08")
    if gap is not None:
        rows += row(about, cannot_tell(gap, "no_clause"), reason("CNV-08"))
    return rows


def _other(case: pd.Series, about: About, law: InForce) -> list[Row]:
    rule = law.get("CNV-09")
    return [] if rule is None else list(row(about, cannot_tell(rule, "no_clause"), reason("CNV-09")))


def _keep(case: pd.Series, about: About, law: InForce) -> list[Row]:
    return []


def _no_data(rule_id: str, about: About, law: InForce) -> tuple[Row, ...]:
    rule, found = law.get(rule_id), untold(rule_id, law)
    if rule is None or found is None:
        return ()
    limit = rule.number()
    if limit is None:
        return row(about, found, reason("no_data", title=title(rule)))
    shown = amount(limit, rule.unit)
    return row(about, found.where(limit=limit), reason("no_data_limit", title=title(rule), **shown))


_OPTIONS: dict[str, Callable[[pd.Series, About, InForce], list[Row]]] = {
    "keep": _keep,
    "eco": _eco,
    "high-tech": _high_tech,
    "park-urban-service": _urban,
    "logistics": _other,
}
