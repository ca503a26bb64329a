"""Where and how large a park is: planning list and thresholds (PLN-01…PLN-07)."""

from __future__ import annotations

from parkwright.rules import InForce
from parkwright.rules.predicates import (
    Finding,
    cannot_tell,
    inner_city_ok,
    listed_area_ok,
    passes,
    protected_forest_ok,
    worker_housing_ok,
)
from parkwright.steps.verdicts.measures import ProvinceLand
from parkwright.steps.verdicts.objects import Judged
from parkwright.steps.verdicts.rows import About, Row, joined, reason, row, type_name
from parkwright.steps.verdicts.types import untold


def place_rows(one: Judged, law: InForce) -> list[Row]:
    """Rows of the planning list for one facility."""
    rows = [*_in_the_list(one, law), *_listed_area(one, law)]
    rows += _inner(one, law)
    rows += _forest(one, law)
    for rule_id in ("PLN-06", "PLN-07"):
        rows += _threshold(rule_id, one, law)
    return rows


def province_rows(about: About, land: ProvinceLand, opened_ha: float, law: InForce) -> list[Row]:
    """PLN-02 for a province: 2 % of the parks it lists, and of those that the plan opens beside them.

    opened_ha: gross land of opened sites that are no park of the table
    """
    listed = land.listed_ha + opened_ha
    found = worker_housing_ok(None, listed, law)
    if found is None:
        return []
    needs = reason("PLN-02.needs", limit=found.limit, listed=listed, province=land.name)
    beside = reason("PLN-02.unlisted", count=land.unlisted) if land.unlisted else None
    return list(row(about, found, joined(needs, beside), unit="ha"))


def _in_the_list(one: Judged, law: InForce) -> tuple[Row, ...]:
    """A site whose area in the list is known stands in it; of the others nobody says so."""
    rule = law.get("PLN-01")
    if rule is None or one.listed_ha is None:
        return row(one.about, untold("PLN-01", law), reason("PLN-01.unknown"))
    return row(one.about, passes(rule, "measured"), reason("PLN-01.listed", ha=one.listed_ha))


def _listed_area(one: Judged, law: InForce) -> tuple[Row, ...]:
    found = listed_area_ok(one.gross_ha, one.listed_ha, law)
    if found is None:
        return ()
    rule, whole = found.rule, one.listed_ha
    told = (
        "missing"
        if found.value is None
        else {"passes": "alone", "cannot_tell": "opinions"}.get(found.verdict, "beyond")
    )
    values = {"ha": one.gross_ha, "listed": whole, "change": found.value, "limit": found.limit}
    shares = {
        f"{who}_{part}": rule.number(f"{who}_{part}")
        for who in ("province", "ministry")
        for part in ("share", "ha")
    }
    told_shares = {
        name: amount if amount is None or "share" not in name else 100 * amount
        for name, amount in shares.items()
    }
    return row(one.about, found, reason(f"PLN-05.{told}", **values, **told_shares), unit="ha")


def _inner(one: Judged, law: InForce) -> tuple[Row, ...]:
    found = inner_city_ok(one.inner_area, one.legal_type, law)
    if found is None:
        return ()
    told = {"exempt": "exempt", "missing": "unknown"}.get(
        found.because, "inside" if one.inner_area else "outside"
    )
    names = {"type": type_name(one.legal_type)} if told in ("exempt", "inside") else {}
    open_point = reason("note.open_point") if told != "exempt" else None
    return row(one.about, found, joined(reason(f"PLN-03.{told}", **names), open_point), unit="")


def _forest(one: Judged, law: InForce) -> tuple[Row, ...]:
    told = "unknown" if one.in_buffer is None else "inside" if one.in_buffer else "outside"
    assumed = reason("note.assumed") if one.assumed_land and told != "unknown" else None
    found = protected_forest_ok(one.in_buffer, law)
    return row(one.about, found, joined(reason(f"PLN-04.{told}"), assumed), unit="")


def _threshold(rule_id: str, one: Judged, law: InForce) -> tuple[Row, ...]:
    """A size at which a further duty starts: below it nothing is asked, above it the duty's fulfilment is unknown."""
    rule = law.get(rule_id)
    limit = None if rule is None else rule.number()
    if rule is None or limit is None:
        return ()
    if one.gross_ha is None:
        return row(
            one.about, cannot_tell(rule, "missing", None, limit), reason("area_unknown"), applies=False
        )
    below = one.gross_ha < limit
    found: Finding = (
        passes(rule, "not_triggered", one.gross_ha, limit, limit - one.gross_ha)
        if below
        else cannot_tell(rule, "missing", one.gross_ha, limit, limit - one.gross_ha)
    )
    why = reason(f"{rule_id}.{'below' if below else 'above'}", ha=one.gross_ha, limit=limit)
    return row(one.about, found, why, applies=not below)
