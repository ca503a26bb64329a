"""Conditions to invest in the infrastructure of a park: EST-02…EST-14, and ENV-01."""

from __future__ import annotations

import pandas as pd

from parkwright.rules import InForce
from parkwright.rules.predicates import (
    nq198_ok,
    occupancy_exempt,
    occupancy_ok,
    own_capital_ok,
    passes,
    phases_ok,
    rice_phases_ok,
    sme_reserve_ok,
)
from parkwright.steps.verdicts.measures import ProvinceLand
from parkwright.steps.verdicts.objects import Judged
from parkwright.steps.verdicts.rows import Row, joined, reason, row, title, type_name
from parkwright.steps.verdicts.types import between, untold
from parkwright.words import Both

_HALF_A_UNIT = 0.5
"""Less is written as 0 ha, or 0 %."""
_NOTHING_KNOWN = ("EST-02", "EST-10", "EST-12", "EST-13", "ENV-01")


def establishment_rows(
    one: Judged, land: pd.DataFrame | None, province: ProvinceLand | None, rice_group: str, law: InForce
) -> list[Row]:
    """Rows of Decree 35 Art. 9 and its neighbours for one facility.

    land:       rows of ``measured_land`` of this facility, or None
    province:   what its province of today holds, or None where that is unknown
    rice_group: group of its province in EST-04, "" = unknown
    """
    rows = [*_phases(one, law), *_rice(one, rice_group, law)]
    rows += _reserves(one, land, law)
    rows += _occupancy(one, province, law)
    rows += _capital(one, law)
    for rule_id in _NOTHING_KNOWN:
        rule = law.get(rule_id)
        if rule is not None:
            rows += row(one.about, untold(rule_id, law), reason("no_data", title=title(rule)))
    return rows


def established_rows(one: Judged, law: InForce) -> list[Row]:
    """A park that is decided already: one row says that its conditions are behind it."""
    rule = law.get("EST-01")
    return (
        []
        if rule is None
        else list(row(one.about, passes(rule, "not_triggered"), reason("EST-01.established"), applies=False))
    )


def _phases(one: Judged, law: InForce) -> tuple[Row, ...]:
    found = phases_ok(one.gross_ha, one.phases_ha, law)
    if found is None:
        return ()
    values = {"whole": one.gross_ha, "limit": found.limit, "value": found.value, "count": len(one.phases_ha)}
    return row(one.about, found, reason(f"EST-03.{_told(found.because)}", **values))


def _rice(one: Judged, rice_group: str, law: InForce) -> tuple[Row, ...]:
    """Rice is shared among the phases by their area: which phase takes it is not known."""
    whole = sum(one.phases_ha)
    rice = () if not whole or one.rice_ha is None else tuple(one.rice_ha * ha / whole for ha in one.phases_ha)
    found = rice_phases_ok(one.rice_ha, rice, rice_group, law)
    if found is None:
        return ()
    values = {"whole": one.rice_ha, "limit": found.limit, "value": found.value}
    assumed = reason("note.assumed") if one.assumed_land and one.rice_ha is not None else None
    return row(one.about, found, joined(reason(f"EST-04.{_told(found.because)}", **values), assumed))


def _told(because: str) -> str:
    return because if because in ("not_triggered", "measured", "exempt") else "missing"


def _reserves(one: Judged, land: pd.DataFrame | None, law: InForce) -> list[Row]:
    """Land for small firms: what is allocated in small lots, and what is not allocated and can be kept."""
    last = None if land is None else land.iloc[-1]
    small = 0.0 if last is None else float(last["small_ha"])
    unsure = 0.0 if last is None else float(last["small_open_ha"])
    used = 0.0 if last is None else float(last["ha"])
    free = None if one.net_ha is None else max(0.0, one.net_ha - used)
    low = None if free is None else small + free
    high = None if low is None else low + unsure
    values = {
        "small": small,
        "free": free,
        "net": one.net_ha,
        "gross": one.gross_ha,
        "type": type_name(one.legal_type),
    }
    rows: list[Row] = []
    sme = between(
        sme_reserve_ok(low, one.net_ha, one.legal_type, law),
        sme_reserve_ok(high, one.net_ha, one.legal_type, law),
    )
    if sme is not None:
        rows += row(
            one.about, sme, reason(f"EST-06.{_told(sme.because)}", **values, limit=sme.limit), unit="ha"
        )
    new = between(nq198_ok(low, one.gross_ha, law), nq198_ok(high, one.gross_ha, law))
    if new is not None:
        rows += row(
            one.about, new, reason(f"EST-07.{_told(new.because)}", **values, limit=new.limit), unit="ha"
        )
    return rows


def _occupancy(one: Judged, province: ProvinceLand | None, law: InForce) -> list[Row]:
    name = None if province is None else province.name
    established = (
        None
        if province is None or province.established_ha != province.established_ha
        else province.established_ha
    )
    exempt = occupancy_exempt(one.legal_type, established, law)
    rows: list[Row] = []
    if exempt is not None:
        by_type = exempt.because == "exempt" and exempt.margin is None
        key = "type" if by_type else "size" if exempt.verdict == "passes" else "open"
        values = {"type": type_name(one.legal_type)} if by_type else {"province": name, "ha": established}
        limit = {"limit": exempt.limit} if key == "size" else {}
        rows += row(one.about, exempt, reason(f"EST-09.{key}", **values, **limit), applies=key != "open")
    low = None if province is None else province.low
    high = None if province is None else province.high
    found = occupancy_ok(low, high, exempt, law)
    if found is not None:
        told = occupancy_reason(province)
        why = joined(reason("EST-08.exempt"), told) if found.because == "exempt" else told
        rows += row(one.about, found, why)
    return rows


def occupancy_reason(province: ProvinceLand | None) -> Both:
    """What is known of the occupancy of a province, as a sentence."""
    if province is None or province.low is None or province.high is None:
        return reason("EST-08.missing")
    low, high, unknown = 100 * province.low, 100 * province.high, province.unknown_ha
    spread = unknown >= _HALF_A_UNIT
    measured = (
        reason(
            "EST-08.between",
            parks=province.parks,
            province=province.name,
            low=low,
            high=high,
            unknown=unknown,
        )
        if spread
        else reason("EST-08.measured", parks=province.parks, province=province.name, mean=low)
    )
    assumed = 100 * province.assumed_share
    return joined(measured, reason("EST-08.assumed", pct=assumed) if assumed >= _HALF_A_UNIT else None)


def _capital(one: Judged, law: InForce) -> tuple[Row, ...]:
    found = own_capital_ok(None, one.gross_ha, law)
    if found is None:
        return ()
    limit = None if found.limit is None else 100 * found.limit
    return row(one.about, found, reason("EST-14", limit=limit))
