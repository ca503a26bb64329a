"""How full the parks of the province must be (EST-08), what exempts from it (EST-09), and the extension of a park (EST-11)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from parkwright.rules.predicates.finding import Finding, cannot_tell, compare, judged, passes
from parkwright.rules.rule import InForce


@dataclass(frozen=True, slots=True)
class Extension:
    """What is known of a site as an extension of a park; None = unknown.

    extends:                 whether it extends a park at all
    same_investor:           by the investor of that park, or with public funds
    occupancy:               share 0–1 of that park's land that is leased
    environment_works:       its environmental works run
    infrastructure_complete: all its infrastructure is finished
    worker_housing:          its worker housing is built and in use
    shared_infrastructure:   its infrastructure can serve the extension too
    """

    extends: bool | None = None
    same_investor: bool | None = None
    occupancy: float | None = None
    environment_works: bool | None = None
    infrastructure_complete: bool | None = None
    worker_housing: bool | None = None
    shared_infrastructure: bool | None = None


def extension_ok(case: Extension, law: InForce) -> Finding | None:
    """EST-11: occupancy reached and environmental works running, or all infrastructure finished; shared infrastructure feasible;
    worker housing in use. It speaks of extensions by the same investor or with public funds.

    I/O Example (E = extension by the same investor of a park that is 70 % full):
        extension_ok(Extension(extends=False), law)                -> passes (not triggered)
        E, works running, shared infrastructure and housing there  -> passes, value 0.70, limit 0.60
        E, no worker housing                                       -> fails (no limit: not the occupancy is what fails)
        E, nothing else known                                      -> cannot tell, value 0.70, limit 0.60, margin 0.10
    """
    enough = compare(law, "EST-11", case.occupancy)
    if enough is None:
        return None
    if case.extends is False or case.same_investor is False:
        return passes(enough.rule, "not_triggered")
    holds = _meets(case, enough)
    if not (case.extends and case.same_investor) or holds is None:
        return cannot_tell(enough.rule, "missing", enough.value, enough.limit)
    decides = enough.margin is not None and (enough.margin >= 0) == holds
    limit, margin = (enough.limit, enough.margin) if decides else (None, None)
    return judged(enough.rule, holds, enough.value, limit, margin)


def extension_exempts(case: Extension, law: InForce) -> bool | None:
    """Whether EST-09 exempts the site as an extension that meets EST-11; None = cannot tell.

    I/O Example:
        an extension without worker housing, by whom is not known -> False, while ``extension_ok`` cannot tell: by the same
        investor it fails, by another it is no such case
    """
    enough = compare(law, "EST-11", case.occupancy)
    return None if enough is None else _all(case.extends, case.same_investor, _meets(case, enough))


def exemptions(
    legal_type: str | None,
    established_ha: float | None,
    law: InForce,
    incentive_area: bool | None = None,
    relet: bool | None = None,
    extension: bool | None = None,
) -> Mapping[str, bool | None]:
    """Each exemption of EST-09 by its name: holds, does not hold, or unknown (None). Empty where this law has none.

    I/O Example:
        exemptions("general", 9000, law, relet=False) ->
            {"type": False, "size": False, "incentive-area": None, "re-let": False, "extension": None}
    """
    rule = law.get("EST-09")
    if rule is None:
        return {}
    limit = rule.number("established_ha")
    known = {"incentive-area": incentive_area, "re-let": relet, "extension": extension}
    return {
        "type": None if legal_type is None else legal_type in rule.words("types"),
        "size": None if established_ha is None or limit is None else established_ha <= limit,
        **{case: known.get(case) for case in rule.words("cases")},
    }


def occupancy_exempt(
    legal_type: str | None,
    established_ha: float | None,
    law: InForce,
    incentive_area: bool | None = None,
    relet: bool | None = None,
    extension: bool | None = None,
) -> Finding | None:
    """EST-09: whether the occupancy test EST-08 does not bind: by type, by little park land, by place, as a re-let or an extension.

    passes = exempt; cannot tell = an exemption is still open; fails = none holds (which is no offence: EST-08 decides).

    I/O Example:
        occupancy_exempt("supporting", 9000, law)  -> passes
        occupancy_exempt("general", 900, law)      -> passes, limit 1,000 (ha of established parks)
        occupancy_exempt("general", 9000, law)     -> cannot tell (place, re-let and extension unknown)
        occupancy_exempt("general", 9000, law, incentive_area=False, relet=False, extension=False) -> fails
    """
    rule = law.get("EST-09")
    if rule is None:
        return None
    found = exemptions(legal_type, established_ha, law, incentive_area, relet, extension)
    limit = rule.number("established_ha")
    if found["size"] and established_ha is not None and limit is not None:
        return passes(rule, "exempt", established_ha, limit, limit - established_ha)
    if any(found.values()):
        return passes(rule, "exempt", established_ha)
    if None in found.values() or established_ha is None or limit is None:
        return cannot_tell(rule, "missing", established_ha, limit)
    return judged(rule, False, established_ha, limit, limit - established_ha)


def occupancy_ok(
    low: float | None, high: float | None, exempt: Finding | None, law: InForce
) -> Finding | None:
    """EST-08: mean occupancy of the established parks of the province, at least 60 %, unless EST-09 exempts.

    low, high: the mean if every unknown park were empty, and if it were full (equal where all are known)
    exempt:    what ``occupancy_exempt`` said, or None where this law has no exemption

    I/O Example:
        occupancy_ok(0.70, 0.80, None, law) -> passes     occupancy_ok(0.55, 0.65, None, law) -> cannot tell
        occupancy_ok(0.40, 0.50, exemption that passes, law) -> passes (exempt: no limit binds)
    """
    rule = law.get("EST-08")
    if rule is None:
        return None
    if exempt is not None and exempt.verdict == "passes":
        return passes(rule, "exempt", low)
    worst = compare(law, "EST-08", low)
    best = compare(law, "EST-08", high)
    if worst is None or best is None or worst.verdict == "passes":
        return worst
    if best.verdict == "fails" and (exempt is None or exempt.verdict == "fails"):
        return best
    return cannot_tell(rule, best.because if best.because == "memory" else "missing", low, rule.number())


def _meets(case: Extension, enough: Finding) -> bool | None:
    full = {"passes": True, "fails": False}.get(enough.verdict)
    ready = _any(_all(full, case.environment_works), case.infrastructure_complete)
    return _all(ready, case.shared_infrastructure, case.worker_housing)


def _all(*facts: bool | None) -> bool | None:
    return False if False in facts else None if None in facts else True


def _any(*facts: bool | None) -> bool | None:
    return True if True in facts else None if None in facts else False
