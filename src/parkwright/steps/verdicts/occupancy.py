"""How full the parks of the province are, what exempts from that condition, and the extension of a park (EST-08, EST-09, EST-11)."""

from __future__ import annotations

from collections.abc import Mapping

from parkwright.rules import InForce
from parkwright.rules.predicates import (
    Finding,
    exemptions,
    extension_exempts,
    extension_ok,
    occupancy_exempt,
    occupancy_ok,
)
from parkwright.steps.verdicts.measures import ProvinceLand
from parkwright.steps.verdicts.objects import Judged
from parkwright.steps.verdicts.rows import Row, joined, listed, reason, row, type_name
from parkwright.words import Both

_HALF_A_UNIT = 0.5
"""Less is written as 0 ha, or 0 %."""
_FACTS = (
    "same_investor",
    "occupancy",
    "environment_works",
    "infrastructure_complete",
    "shared_infrastructure",
    "worker_housing",
)
"""What EST-11 asks of an extension, in the order in which it is told."""


def occupancy_rows(one: Judged, province: ProvinceLand | None, law: InForce) -> list[Row]:
    """EST-08, EST-09 and EST-11 for one facility; ``province``: what its province of today holds, None = unknown.

    I/O Example (general type, province 40 % full, site extends a full park, nothing else known of it):
        -> EST-11 cannot tell, EST-09 cannot tell (place, re-let, extension), EST-08 cannot tell: 0.40 of 0.60, exemption open
    """
    extension = extension_ok(one.extension, law)
    unknown = province is None or province.established_ha != province.established_ha
    established = None if province is None or unknown else province.established_ha
    facts = (one.incentive_area, one.relet, extension_exempts(one.extension, law))
    exempt = occupancy_exempt(one.legal_type, established, law, *facts)
    cases = exemptions(one.legal_type, established, law, *facts)
    rows = [*_extension(one, extension), *_exemption(one, exempt, cases, province)]
    low = None if province is None else province.low
    high = None if province is None else province.high
    found = occupancy_ok(low, high, exempt, law)
    if found is not None:
        told = occupancy_reason(province)
        if found.because == "exempt":
            told = joined(reason("EST-08.exempt"), told)
        elif found.verdict == "cannot_tell" and exempt is not None and exempt.verdict == "cannot_tell":
            told = joined(told, reason("EST-08.exemption_open"))
        rows += row(one.about, found, told)
    return rows


def _exemption(
    one: Judged,
    exempt: Finding | None,
    cases: Mapping[str, bool | None],
    province: ProvinceLand | None,
) -> tuple[Row, ...]:
    if exempt is None:
        return ()
    holds = next((name for name, fact in cases.items() if fact), None)
    name = None if province is None else province.name
    values = {"type": type_name(one.legal_type), "province": name, "park": one.extended}
    if holds is not None:
        established = {"ha": exempt.value, "limit": exempt.limit} if holds == "size" else {}
        return row(one.about, exempt, reason(f"EST-09.{holds}", **values, **established))
    open_cases = [reason(f"EST-09.case.{case}") for case, fact in cases.items() if fact is None]
    why = joined(
        reason("EST-09.none", **values, ha=exempt.value),
        reason("EST-09.open", cases=listed(open_cases)) if open_cases else None,
    )
    return row(one.about, exempt, why, applies=False)


def _extension(one: Judged, found: Finding | None) -> tuple[Row, ...]:
    if found is None:
        return ()
    case = one.extension
    if found.because == "not_triggered" or case.extends is None:
        told = "unknown" if case.extends is None else "other_investor" if case.extends else "new"
        return row(one.about, found, reason(f"EST-11.{told}", park=one.extended), applies=False)
    facts = {name: getattr(case, name) for name in _FACTS}
    missing = [reason(f"EST-11.fact.{name}") for name, fact in facts.items() if fact is None]
    absent = [reason(f"EST-11.fact.{name}") for name, fact in facts.items() if fact is False]
    full = None if case.occupancy is None else 100 * case.occupancy
    why = joined(
        reason("EST-11.extends", park=one.extended),
        reason("EST-11.occupancy", pct=full, limit=100 * (found.rule.number() or 0.0)) if full is not None else None,
        reason("EST-11.absent", facts=listed(absent)) if absent else None,
        reason("EST-11.missing", facts=listed(missing)) if missing and found.verdict == "cannot_tell" else None,
    )  # fmt: skip
    return row(one.about, found, why)


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
