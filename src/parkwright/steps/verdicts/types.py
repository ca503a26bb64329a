"""Types of park: DEF-02, DEF-03, DEF-04, DEF-08 on allocated land; DEF-05, ECO-01…ECO-10 for eco parks."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import pandas as pd

from parkwright.rules import InForce
from parkwright.rules.predicates import (
    Finding,
    cannot_tell,
    dual_type,
    eco_ok,
    is_high_tech,
    is_specialised,
    is_supporting,
)
from parkwright.steps.verdicts.objects import Judged
from parkwright.steps.verdicts.rows import ALL_PERIODS, About, Row, joined, reason, row, title, type_name
from parkwright.words import Both, Value, text

_TYPES = {"DEF-02": "supporting", "DEF-03": "specialised", "DEF-04": "high-tech"}
_MEASURE: Mapping[str, tuple[str, str | None, Callable[[float, float, InForce], Finding | None]]] = {
    "DEF-02": ("si_ha", "si_open_ha", is_supporting),
    "DEF-03": ("largest_ha", "one_sector_open_ha", is_specialised),
    "DEF-04": ("high_tech_ha", "high_tech_open_ha", is_high_tech),
}


def type_rows(
    one: Judged, land: pd.DataFrame | None, sector_names: Mapping[str, Both], law: InForce
) -> list[Row]:
    """Rows of the definitions of types.

    land: rows of ``measured_land`` of this facility in the order of the periods, or None where nothing is allocated
    At the end of the horizon (period ``all``) all three definitions are measured; by period, that of the proposed type (from the
    first period in which something is allocated).
    """
    rows: list[Row] = []
    for rule_id, legal_type in _TYPES.items():
        own = one.legal_type == legal_type
        last = None if land is None else land.iloc[-1]
        rows += _share_row(rule_id, one, last, sector_names, law, ALL_PERIODS, own)
        if own and land is not None:
            for _, cumulated in land[land["ha"] > 0].iterrows():
                period_id = str(cumulated["period_id"])
                rows += _share_row(rule_id, one, cumulated, sector_names, law, period_id, own)
    rows += _dual(one, land, law)
    return rows + _eco(one.about, law, {}) if one.legal_type == "eco" else rows


def _share_row(
    rule_id: str,
    one: Judged,
    land: pd.Series | None,
    sector_names: Mapping[str, Both],
    law: InForce,
    period_id: str,
    own: bool,
) -> tuple[Row, ...]:
    part, open_part, predicate = _MEASURE[rule_id]
    ha = 0.0 if land is None else float(land["ha"])
    counted = 0.0 if land is None else float(land[part])
    unsorted = 0.0 if land is None or open_part is None else float(land[open_part])
    found = between(predicate(counted, ha, law), predicate(counted + unsorted, ha, law))
    if ha <= 0:
        why = reason("type.none_allocated")
    else:
        net = one.net_ha
        values = {
            "pct": 100 * counted / ha,
            "ha": ha,
            "net": net,
            "net_pct": 100 * counted / net if net else None,
        }
        sector = {} if land is None else {"sector": sector_names[str(land["largest_id"])]}
        why = reason(f"type.{rule_id}", **values, **sector)
    if found is not None and unsorted and found.verdict == "cannot_tell":
        told = {"pct": 100 * (counted + unsorted) / ha} if rule_id == "DEF-03" else {"ha": unsorted}
        why = joined(why, reason("type.one_sector" if rule_id == "DEF-03" else "type.unsorted", **told))
    if not own:
        why = joined(why, reason("note.not_its_type", type=type_name(one.legal_type)))
    return row(one.about, found, why, period_id=period_id, applies=own)


def between(low: Finding | None, high: Finding | None) -> Finding | None:
    """One finding of the least and the most that a value can be: where they differ, nobody can tell.

    I/O Example:
        least 0.55 (fails), most 0.70 (passes) of a limit 0.60 -> cannot tell, value 0.55
    """
    if low is None or high is None or low.verdict == high.verdict:
        return low
    return cannot_tell(low.rule, "missing", low.value, low.limit)


def _dual(one: Judged, land: pd.DataFrame | None, law: InForce) -> tuple[Row, ...]:
    if one.legal_type not in ("supporting", "high-tech"):
        return ()
    last = None if land is None else land.iloc[-1]
    if last is None or last["ha"] <= 0:
        return row(one.about, dual_type(None, None, law), reason("type.none_allocated"))
    supporting, high_tech = last["si_ha"] / last["ha"], last["high_tech_ha"] / last["ha"]
    limits = law.limit("DEF-02"), law.limit("DEF-04")
    why = reason(
        "type.DEF-08",
        si_pct=100 * supporting,
        ht_pct=100 * high_tech,
        si_limit=_pct(limits[0]),
        ht_limit=_pct(limits[1]),
    )
    return row(one.about, dual_type(supporting, high_tech, law), why, unit="share")


def _eco(about: About, law: InForce, measured: Mapping[str, float]) -> list[Row]:
    rows = list(row(about, untold("DEF-05", law), reason("type.DEF-05")))
    rows += eco_rows(about, law, measured)
    roadmap = law.get("ECO-10")
    if roadmap is not None:
        rows += row(about, untold("ECO-10", law), reason("type.ECO-10", years=roadmap.number()))
    return rows


def eco_rows(about: About, law: InForce, measured: Mapping[str, float]) -> list[Row]:
    """The tests of Art. 37, each "cannot tell" until somebody measures it."""
    rows: list[Row] = []
    for found in eco_ok(measured, law).values():
        rule = found.rule
        key = "no_data" if found.limit is None or rule.value is True else "no_data_limit"
        asked = found.limit if rule.value is not True else None
        shown = {} if asked is None else amount(asked, rule.unit)
        from_memory = reason("note.memory") if rule.grade == "memory" and found.because == "missing" else None
        rows += row(about, found, joined(reason(key, title=title(rule), **shown), from_memory))
    return rows


def untold(rule_id: str, law: InForce) -> Finding | None:
    """A rule for which there is no input at all; None where this law has no such rule."""
    rule = law.get(rule_id)
    return None if rule is None else cannot_tell(rule, "missing")


def amount(limit: float, unit: str) -> dict[str, Value]:
    """A limit with its unit, to be put into a sentence: shares as percentages."""
    return (
        {"limit": 100 * limit, "unit": "%"}
        if unit == "share"
        else {"limit": limit, "unit": text(f"rules.unit.{unit}")}
    )


def _pct(share: float | None) -> float | None:
    return None if share is None else 100 * share
