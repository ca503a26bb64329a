"""The planning code on a laid-out park: the wastewater plant (QC-12 … QC-14, QC-17), substation (QC-20), lots (QC-04, QC-05)."""

from __future__ import annotations

from collections.abc import Mapping

from parkwright.rules.predicates.finding import Finding, cannot_tell, held_against
from parkwright.rules.rule import InForce, Rule

_BANDS = ((200.0, "below_200"), (5000.0, "to_5000"), (50000.0, "to_50000"))


def plant_rule(enclosed: bool) -> str:
    """The rule with the safety distance of a wastewater plant."""
    return "QC-14" if enclosed else "QC-13"


def plant_distance_m(rule: Rule, m3_day: float, upwind_factor: float = 1.0) -> float | None:
    """Safety distance of a plant by its capacity; None where the rule has no such number.

    I/O Example (QC-14):
        plant_distance_m(rule, 150) -> 10      plant_distance_m(rule, 4000) -> 15      plant_distance_m(rule, 4000, 1.5) -> 22.5
    """
    below = m3_day < _BANDS[0][0]
    part = _BANDS[0][1] if below else next((name for top, name in _BANDS[1:] if m3_day <= top), "above_50000")
    found = rule.number(part)
    return None if found is None else found * upwind_factor


def plant_distance_ok(
    distance_m: float | None, m3_day: float, enclosed: bool, upwind: bool, law: InForce
) -> Finding | None:
    """QC-13 or QC-14, times QC-17: distance from the plant to the nearest civil work.

    I/O Example (enclosed, 4,000 m3/day):
        120 m -> passes, limit 15      10 m -> fails, margin -5      10 m upwind -> fails, limit 22.5
    """
    rule = law.get(plant_rule(enclosed))
    if rule is None:
        return None
    factor = (law.limit("QC-17") or 1.0) if upwind else 1.0
    return held_against(rule, distance_m, plant_distance_m(rule, m3_day, factor))


def plant_land_ok(land_m2: float | None, m3_day: float, law: InForce) -> Finding | None:
    """QC-12: land of the plant per 1,000 m3 a day, without its green strip.

    I/O Example (0.2 ha):
        6,000 m2 for 4,000 m3/day -> passes, value 0.15      10,000 m2 -> fails, value 0.25
    """
    rule = law.get("QC-12")
    if rule is None:
        return None
    value = None if land_m2 is None or m3_day <= 0 else land_m2 / 1e4 / (m3_day / 1000)
    return held_against(rule, value, rule.number("ha_per_1000_m3_day"))


def substation_ok(land_m2: float | None, law: InForce, kilovolt: str = "110_kv") -> Finding | None:
    """QC-20: land of a substation.

    I/O Example:
        9,000 m2 at 110 kV -> passes, limit 1 ha      12,000 m2 -> fails
    """
    rule = law.get("QC-20")
    if rule is None:
        return None
    return held_against(rule, None if land_m2 is None else land_m2 / 1e4, rule.number(kilovolt))


def lot_density_ok(density: float | None, floors: int, law: InForce) -> Finding | None:
    """QC-04: net building density of a factory lot, by its production floors.

    I/O Example:
        0.65 with 2 floors -> passes, limit 0.70      0.65 with 6 floors -> fails, limit 0.60
    """
    rule = law.get("QC-04")
    if rule is None:
        return None
    return held_against(rule, density, rule.number("above_5_floors" if floors > 5 else "up_to_5_floors"))


def setback_m(road_m: float, height_m: float, law: InForce) -> float:
    """QC-26: setback of a building from the road line, by width of the road and height of the building; 0 where no rule says.

    I/O Example:
        setback_m(18, 15, law) -> 0      setback_m(18, 25, law) -> 4      setback_m(28, 30, law) -> 6
    """
    rule = law.get("QC-26")
    if rule is None:
        return 0.0
    road = "road_below_19" if road_m < 19 else "road_19_to_22" if road_m < 22 else "road_from_22"
    named = rule.value if isinstance(rule.value, Mapping) else {}
    here = [part for part in named if part.startswith(road) and _in_band(height_m, part.split("_h_")[1])]
    return (rule.number(here[0]) or 0.0) if here else 0.0


def _in_band(height_m: float, band: str) -> bool:
    """Whether a height lies in a band written "below_19", "19_to_22" or "from_28" (m)."""
    words = band.split("_")
    if words[0] == "below":
        return height_m < float(words[1])
    if words[0] == "from":
        return height_m >= float(words[1])
    return float(words[0]) <= height_m < float(words[2])


def none_inside(count: int | None, law: InForce) -> Finding | None:
    """QC-07: no civil work inside the safety distance of the plant.

    I/O Example:
        0 -> passes      2 -> fails, margin -2      None -> cannot tell
    """
    rule = law.get("QC-07")
    if rule is None:
        return None
    return cannot_tell(rule, "missing") if count is None else held_against(rule, float(count), rule.number())
