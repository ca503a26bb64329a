"""Conditions to invest in the infrastructure of a park: EST-02…EST-07, EST-10, EST-12…EST-14, and what the environment asks."""

from __future__ import annotations

import pandas as pd

from parkwright.rules import InForce
from parkwright.rules.predicates import (
    Finding,
    cluster_ok,
    nq198_ok,
    own_capital_ok,
    passes,
    phases_ok,
    rice_phases_ok,
    sme_reserve_ok,
)
from parkwright.steps.verdicts.objects import Judged
from parkwright.steps.verdicts.rows import Row, joined, reason, row, title, type_name
from parkwright.steps.verdicts.types import between, untold

_NOTHING_KNOWN = ("EST-02", "EST-10", "EST-12", "EST-13", "ENV-01", "ENV-03")


def establishment_rows(
    one: Judged, land: pd.DataFrame | None, rice_group: str, per_usd: float, law: InForce
) -> list[Row]:
    """Rows of Decree 35 Art. 9 and its neighbours for one facility (its occupancy and extension: ``occupancy_rows``).

    land:       rows of ``measured_land`` of this facility, or None
    rice_group: group of its province in EST-04, "" = unknown
    per_usd:    price of a dollar in the region's currency (EST-05 names an amount in dollars too)
    """
    cluster = cluster_ok(one.cluster_capital_bn, per_usd, law)
    rows = [*_phases(one, cluster, law), *_cluster(one, cluster, law), *_rice(one, rice_group, law)]
    rows += _reserves(one, land, law)
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


def _phases(one: Judged, cluster: Finding | None, law: InForce) -> tuple[Row, ...]:
    found = phases_ok(one.gross_ha, one.phases_ha, law, cluster)
    if found is None:
        return ()
    limit = law.limit("EST-03")
    open_exception = found.verdict == "cannot_tell" and found.value is not None and one.phases_ha
    told = "open" if open_exception else _told(found.because)
    values = {"whole": one.gross_ha, "limit": limit, "value": found.value, "count": len(one.phases_ha)}
    return row(one.about, found, reason(f"EST-03.{told}", **values))


def _cluster(one: Judged, cluster: Finding | None, law: InForce) -> tuple[Row, ...]:
    """EST-05 is an exception, and none that does not hold is an offence: EST-03 decides."""
    limit, most = law.limit("EST-03"), law.limit("EST-05", "first_phase_ha")
    if cluster is None or limit is None or most is None:
        return ()
    first = one.phases_ha[0] if one.phases_ha else one.gross_ha
    asked = first is not None and first > limit
    if first is not None and not asked:
        cluster = passes(cluster.rule, "not_triggered")
    told = "unknown" if first is None else "below" if not asked else _told(cluster.because)
    values = {"first": first, "limit": limit, "most": most, "capital": cluster.value, "needed": cluster.limit}
    applies = asked and cluster.verdict == "passes"
    unit = "" if told == "below" else "bn"
    return row(one.about, cluster, reason(f"EST-05.{told}", **values), unit=unit, applies=applies)


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


def _capital(one: Judged, law: InForce) -> tuple[Row, ...]:
    found = own_capital_ok(None, one.gross_ha, law)
    if found is None:
        return ()
    limit = None if found.limit is None else 100 * found.limit
    return row(one.about, found, reason("EST-14", limit=limit))
