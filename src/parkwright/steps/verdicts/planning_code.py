"""Land-use shares (QC-01…QC-03, PLN-08) and hazardous sectors (QC-08) under the planning code, and which edition of the code applies (VER-06)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from parkwright.rules import InForce, Rule, Rules
from parkwright.rules.predicates import (
    cannot_tell,
    compare,
    hazard_outside_ok,
    hazard_under,
    passes,
    transition_code,
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
        info = reason("code.QC-08.ended", edition=ended.edition, end=ended.valid_to)
        why = joined(why, info, _hazard(before, one))
    return row(one.about, found, why, unit="ha")


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
