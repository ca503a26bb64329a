"""What the planning code says of land-use shares (QC-01…QC-03, PLN-08), hazardous sectors (QC-08), water and wastewater (QC-09,
QC-11), and which edition of the code applies (VER-06)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date

from parkwright.rules import InForce, Rule, Rules
from parkwright.rules.predicates import (
    cannot_tell,
    compare,
    hazard_outside_ok,
    hazard_under,
    passes,
    transition_code,
    wastewater_under,
    water_under,
)
from parkwright.rules.predicates.finding import Finding, held_against
from parkwright.steps.verdicts.objects import Judged
from parkwright.steps.verdicts.rows import Row, joined, reason, row
from parkwright.words import Both, Value, text

LAYOUT_COLUMNS = {
    "QC-01": "roads_share",
    "QC-02": "green_share",
    "QC-03": "technical_share",
    "PLN-08": "service_share",
}
"""The column of a layout table that each rule reads."""
_UTILITY_UNITS = {"QC-09": "m3/day", "QC-11": "share"}


def code_rows(one: Judged, layout: Mapping[str, float], law: InForce, rules: Rules) -> list[Row]:
    """Rows of the planning code for one facility.

    layout: shares 0–1 by column of ``LAYOUT_COLUMNS``; empty while there is no layout
    """
    rows = [*_transition(one, law, rules)]
    for rule_id, column in LAYOUT_COLUMNS.items():
        rule = law.get(rule_id)
        if rule is None:
            continue
        value = layout.get(column)
        found = compare(law, rule_id, value)
        if rule.known:
            rows += row(one.about, found, _told(rule, value), unit="share")
        else:
            why = _under_the_new_code(rule, law.ended(rule_id), value, one.about.appraised)
            rows += row(one.about, found, why, unit="share")
    return rows


def hazard_rows(one: Judged, ha_by_class: Mapping[str, float], law: InForce) -> tuple[Row, ...]:
    """QC-08 for one facility.

    ha_by_class: hectares allocated by hazard class of their sectors, "" = unknown
    """
    found = hazard_outside_ok(ha_by_class, one.inner_area, law)
    if found is None:
        return ()
    if found.rule.known:
        return row(one.about, found, _hazard(found, one), unit="ha")
    why = reason("code.not_loaded", edition=found.rule.edition, day=one.about.appraised)
    ended = law.ended("QC-08")
    if ended is not None:
        before = hazard_under(ended, ha_by_class, one.inner_area)
        info = reason("code.ended", edition=ended.edition, end=ended.valid_to)
        why = joined(why, info, _hazard(before, one))
    return row(one.about, found, why, unit="ha")


def utility_rows(one: Judged, law: InForce) -> list[Row]:
    """QC-09 and QC-11 for one facility: whether the water it can be given, and the sewers, reach the norm of the code."""
    water, sewage = one.caps.get("water_m3_day"), one.caps.get("wastewater_m3_day")
    rows: list[Row] = []
    rows += _utility("QC-09", lambda rule: water_under(rule, water, one.gross_ha), one, law)
    rows += _utility("QC-11", lambda rule: wastewater_under(rule, sewage, water), one, law)
    return rows


def _utility(rule_id: str, under: Callable[[Rule], Finding], one: Judged, law: InForce) -> tuple[Row, ...]:
    """One norm; where the values of the code are not loaded, the ended edition is told beside it."""
    rule, unit = law.get(rule_id), _UTILITY_UNITS[rule_id]
    if rule is None:
        return ()
    found = under(rule)
    if rule.known:
        return row(one.about, found, _supply(found), unit=unit)
    why = reason("code.not_loaded", edition=rule.edition, day=one.about.appraised)
    ended = law.ended(rule_id)
    if ended is not None:
        told = reason("code.ended", edition=ended.edition, end=ended.valid_to)
        why = joined(why, told, _supply(under(ended)))
    return row(one.about, found, why, unit=unit)


def _supply(found: Finding) -> Both:
    share = found.rule.id == "QC-11"
    value, limit = (
        amount if amount is None or not share else 100 * amount for amount in (found.value, found.limit)
    )
    told = "unknown" if value is None else "measured"
    return reason(f"code.{found.rule.id}.{told}", value=value, limit=limit)


def _hazard(found: Finding, one: Judged) -> Both:
    where = "unknown" if one.inner_area is None else "inside" if one.inner_area else "outside"
    told = "none" if found.because == "measured" and not found.value else where
    open_class = found.because == "missing" and not found.value
    classes = ", ".join(found.rule.words())
    return reason(f"code.QC-08.{'unsorted' if open_class else told}", ha=found.value, classes=classes)


def _told(rule: Rule, value: float | None) -> Both:
    if value is None:
        return reason("code.no_layout")
    values = {"pct": 100 * value, "limit": 100 * (rule.number() or 0.0)}
    if not rule.edition:
        return reason("code.layout_share", **values)
    return reason("code.measured", **values, edition=rule.edition)


def _under_the_new_code(rule: Rule, ended: Rule | None, value: float | None, day: date) -> Both:
    """The values of the new code are not loaded; the ended edition is told beside it, as information."""
    why = reason("code.not_loaded", edition=rule.edition, day=day)
    limit = None if ended is None else ended.number()
    if ended is None or limit is None:
        return why
    told: dict[str, Value] = {"edition": ended.edition, "end": ended.valid_to, "limit": 100 * limit}
    if value is None:
        return joined(why, reason("code.ended_no_layout", **told))
    verdict = text(f"glossary.verdict.{held_against(ended, value, limit).verdict}")
    return joined(why, reason("code.ended_measured", **told, pct=100 * value, verdict=verdict))


def _transition(one: Judged, law: InForce, rules: Rules) -> tuple[Row, ...]:
    rule = law.get("VER-06")
    coded = transition_code(one.about.appraised, rules, law.place)
    if rule is None or coded is None or not isinstance(rule.value, date):
        return ()
    told: dict[str, Value] = {"day": one.about.appraised, "change": rule.value, "edition": coded.edition}
    if coded.known:
        return row(one.about, passes(rule, "measured"), reason("code.VER-06.now", **told), applies=False)
    return row(one.about, cannot_tell(rule, "unknown_value"), reason("code.VER-06.new", **told))
