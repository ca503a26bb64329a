"""Conversion of existing parks: the legal tests of each option of ``conversions``."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date

import pandas as pd

from parkwright.rules import InForce
from parkwright.rules.predicates import age_ok, cannot_tell, consent_ok, inner_location_ok, is_high_tech
from parkwright.steps.verdicts.objects import flag, number
from parkwright.steps.verdicts.rows import About, Row, joined, reason, row, title
from parkwright.steps.verdicts.tenancies import LetLand
from parkwright.steps.verdicts.types import amount, between, eco_rows, untold
from parkwright.tables import Conversions


def conversion_rows(
    conversions: Conversions, let: Mapping[str, LetLand], law: InForce, appraised: date
) -> list[Row]:
    """Rows of all options. Keeping a park as it is needs no test, and gives no row.

    let: land that firms use in each park today (``let_land``)

    I/O Example:
        conversions: conversion_id option             inner_area age_years term_years
                     p1-urban      park-urban-service 0          18        50
        -> CNV-02 fails, CNV-03 passes (18 against 15), CNV-04 cannot tell, CNV-01, CNV-06, PLN-09 cannot tell
    """
    rows: list[Row] = []
    for _, case in conversions.iterrows():
        about = About("conversions", str(case["conversion_id"]), appraised)
        rows += _OPTIONS[str(case["option"])](case, about, let.get(str(case["park_id"])), law)
    return rows


def _urban(case: pd.Series, about: About, let: LetLand | None, law: InForce) -> list[Row]:
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
    """Half-known is said half: whether the developer agrees, and what share of the firms does."""
    developer, share = flag(case["developer_consent"]), number(case["firms_consent_share"])
    found = consent_ok(developer, share, law)
    if found is None:
        return ()
    limit = None if found.limit is None else 100 * found.limit
    firms = number(case["firms"])
    told = {"limit": limit, "firms": None if firms is None else int(firms)}
    if share is None and developer is None:
        return row(about, found, reason("CNV-04.nothing", **told))
    agrees = "unknown" if developer is None else "yes" if developer else "no"
    of_firms = reason("CNV-04.firms", **told, pct=None if share is None else 100 * share)
    return row(about, found, joined(reason(f"CNV-04.developer.{agrees}"), of_firms))


def _eco(case: pd.Series, about: About, let: LetLand | None, law: InForce) -> list[Row]:
    return eco_rows(about, law, {}) + list(_no_data("CNV-07", about, law))


def _high_tech(case: pd.Series, about: About, let: LetLand | None, law: InForce) -> list[Row]:
    rows = [*_high_tech_land(case, about, let, law)]
    gap = law.get("CNV-08")
    if gap is not None:
        rows += row(about, cannot_tell(gap, "no_clause"), reason("CNV-08"))
    return rows


def _high_tech_land(case: pd.Series, about: About, let: LetLand | None, law: InForce) -> tuple[Row, ...]:
    """DEF-04 on the land that firms use today; what the conversion would change of it is not known."""
    limit = law.limit("DEF-04")
    if let is None:
        found = is_high_tech(None, None, law)
        return row(
            about, found, reason("option.high_tech.no_tenants", limit=None if limit is None else 100 * limit)
        )
    sure, at_most = (is_high_tech(let.high_tech_ha + more, let.ha, law) for more in (0.0, let.unsorted_ha))
    found = between(sure, at_most)
    if found is not None and let.unmeasured:
        found = cannot_tell(found.rule, "missing", found.value, found.limit)
    leasable = number(case["leasable_ha"])
    why = joined(
        reason("option.high_tech.measured", pct=None if not let.ha else 100 * let.high_tech_ha / let.ha, ha=let.ha,
               tenancies=let.tenancies, leasable=leasable, limit=None if limit is None else 100 * limit),
        reason("type.unsorted", ha=let.unsorted_ha) if let.unsorted_ha else None,
        reason("option.high_tech.unmeasured", count=let.unmeasured) if let.unmeasured else None,
    )  # fmt: skip
    return row(about, found, why)


def _other(case: pd.Series, about: About, let: LetLand | None, law: InForce) -> list[Row]:
    rule = law.get("CNV-09")
    return [] if rule is None else list(row(about, cannot_tell(rule, "no_clause"), reason("CNV-09")))


def _keep(case: pd.Series, about: About, let: LetLand | None, law: InForce) -> list[Row]:
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


_OPTIONS: dict[str, Callable[[pd.Series, About, LetLand | None, InForce], list[Row]]] = {
    "keep": _keep,
    "eco": _eco,
    "high-tech": _high_tech,
    "park-urban-service": _urban,
    "logistics": _other,
}
