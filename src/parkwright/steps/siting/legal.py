"""What the law in force says to the siting model, as plain values; None where the rule set says nothing."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from parkwright.rules import InForce, Rule, Rules
from parkwright.tables import Sites, first_day

LEGAL_TYPES = ("general", "supporting", "specialised", "high-tech", "eco")


@dataclass(frozen=True, slots=True)
class LegalLimits:
    """Values of the rules that the model obeys, each named after its rule.

    supporting_min_share   DEF-02   share of allocated land for supporting-industry projects
    specialised_min_share  DEF-03   the same for one sector
    high_tech_min_share    DEF-04   the same for qualifying high-tech projects
    inner_area_types       PLN-03   types allowed in the inner area of a special-class city
    hazard_classes_outside QC-08    hazard classes that must lie outside the inner area
    phase_max_ha           EST-03   gross ha of one phase of a park larger than this
    rice_phase_max_ha      EST-04   two-crop rice per phase, by group of provinces
    small_reserve_ha, small_reserve_share          EST-06   the smaller of the two is enough (either satisfies the rule)
    small_reserve_exempt_types                     EST-06
    private_reserve_ha, private_reserve_share      EST-07   new parks of every type
    occupancy_min_share, occupancy_exempt_types, occupancy_exempt_below_ha   EST-08, EST-09
    occupancy_exempt_cases EST-09   what else exempts: incentive-area, re-let, extension
    extension_min_share    EST-11   occupancy of a park that the same investor may extend
    works_bn_ha            FIN-01 to FIN-03: (gross ha up to, 10^9 currency per gross ha), in order; last bound is inf
    """

    supporting_min_share: float | None = None
    specialised_min_share: float | None = None
    high_tech_min_share: float | None = None
    inner_area_types: tuple[str, ...] | None = None
    hazard_classes_outside: tuple[str, ...] = ()
    phase_max_ha: float | None = None
    rice_phase_max_ha: Mapping[str, float] = field(default_factory=dict)
    small_reserve_ha: float | None = None
    small_reserve_share: float | None = None
    small_reserve_exempt_types: tuple[str, ...] = ()
    private_reserve_ha: float | None = None
    private_reserve_share: float | None = None
    occupancy_min_share: float | None = None
    occupancy_exempt_types: tuple[str, ...] = ()
    occupancy_exempt_below_ha: float | None = None
    occupancy_exempt_cases: tuple[str, ...] = ()
    extension_min_share: float | None = None
    works_bn_ha: tuple[tuple[float, float], ...] = ()

    def min_share(self, legal_type: str) -> float | None:
        """The share of qualifying land that the type demands, or None."""
        return {
            "supporting": self.supporting_min_share,
            "specialised": self.specialised_min_share,
            "high-tech": self.high_tech_min_share,
        }.get(legal_type)

    def works(self, gross_ha: float) -> float | None:
        """Unit cost of infrastructure, 10^9 of the currency per gross ha, or None where no rule gives one."""
        return next((cost for up_to, cost in self.works_bn_ha if gross_ha <= up_to), None)


@dataclass(frozen=True, slots=True)
class Laws:
    """The limits of the region's day, and those of the sites that are appraised on a day of their own (by facility_id)."""

    usual: LegalLimits = LegalLimits()
    own: Mapping[str, LegalLimits] = field(default_factory=dict)

    def of(self, facility_id: str) -> LegalLimits:
        """The limits of one facility."""
        return self.own.get(facility_id, self.usual)

    @property
    def hazard_classes_outside(self) -> tuple[str, ...]:
        """Classes that any of these laws keeps out of the inner area."""
        every = {name for law in (self.usual, *self.own.values()) for name in law.hazard_classes_outside}
        return tuple(sorted(every))


def read_laws(rules: Rules, sites: Sites, appraised: date, region_id: str) -> Laws:
    """The law of each object's own appraisal day, else that of ``appraised``.

    I/O Example:
        sites: site_id  appraisal_date      appraised 2026-11-01
               s1       2027-03-01     ->   own {"sites:s1": the limits of 2027-03-01}, usual: those of 2026-11-01
    """
    days = sites.set_index("site_id")["appraisal_date"].dropna()
    return Laws(
        read_legal_limits(rules.on(appraised, region_id)),
        {
            f"sites:{name}": read_legal_limits(rules.on(first_day(day), region_id))
            for name, day in days.items()
        },
    )


def read_legal_limits(law: InForce) -> LegalLimits:
    """Take the values that the siting model obeys out of the law of one day.

    A rule graded from memory, or one whose value is unknown, binds nothing: its verdict says so.

    I/O Example:
        DEF-02 = 0.6, EST-03 = 500 ha, no other rule -> LegalLimits(supporting_min_share=0.6, phase_max_ha=500.0)
    """
    inner, hazard = _binding(law, "PLN-03"), _binding(law, "QC-08")
    rice = _binding(law, "EST-04")
    small, occupancy = _binding(law, "EST-06"), _binding(law, "EST-09")
    return LegalLimits(
        supporting_min_share=_number(law, "DEF-02"),
        specialised_min_share=_number(law, "DEF-03"),
        high_tech_min_share=_number(law, "DEF-04"),
        inner_area_types=None if inner is None else inner.words(),
        hazard_classes_outside=() if hazard is None else hazard.words(),
        phase_max_ha=_number(law, "EST-03"),
        rice_phase_max_ha=_numbers(rice),
        small_reserve_ha=_number(law, "EST-06", "ha"),
        small_reserve_share=_number(law, "EST-06", "share"),
        small_reserve_exempt_types=() if small is None else small.words("exempt"),
        private_reserve_ha=_number(law, "EST-07", "ha"),
        private_reserve_share=_number(law, "EST-07", "share"),
        occupancy_min_share=_number(law, "EST-08"),
        occupancy_exempt_types=() if occupancy is None else occupancy.words("types"),
        occupancy_exempt_below_ha=_number(law, "EST-09", "established_ha"),
        occupancy_exempt_cases=() if occupancy is None else occupancy.words("cases"),
        extension_min_share=_number(law, "EST-11"),
        works_bn_ha=_works(law),
    )


def _binding(law: InForce, rule_id: str) -> Rule | None:
    rule = law.get(rule_id)
    return rule if rule is not None and rule.may_fail else None


def _number(law: InForce, rule_id: str, part: str = "") -> float | None:
    rule = _binding(law, rule_id)
    return None if rule is None else rule.number(part)


def _numbers(rule: Rule | None) -> dict[str, float]:
    if rule is None or not isinstance(rule.value, Mapping):
        return {}
    return {part: number for part in rule.value if (number := rule.number(part)) is not None}


def _works(law: InForce) -> tuple[tuple[float, float], ...]:
    """FIN-01 to FIN-03 as (up to gross ha, 10^9 per ha); they are published in millions per ha. "Below 100" leaves 100 out."""
    below, up_to, above = (law.get(rule_id) for rule_id in ("FIN-01", "FIN-02", "FIN-03"))
    known = [
        (None if below is None else below.number("below_ha"), below),
        (None if up_to is None else up_to.number("to_ha"), up_to),
        (math.inf, above),
    ]
    costs = []
    for bound, rule in known:
        total = None if rule is None else rule.number("total")
        if bound is not None and total is not None:
            costs.append((math.nextafter(bound, 0.0) if rule is below else bound, total / 1000))
    return tuple(costs)
