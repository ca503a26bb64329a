"""predicates: small functions that hold measured values against the rules they name, with three answers.

Each takes plain numbers (None = unknown) and the law of one day, and gives a ``Finding``. A rule that this law lacks gives
None: a region without the rule is not judged by it. Imports: rules. Never: frames, sentences.
"""

from parkwright.rules.predicates.conversion import (
    ECO_RULES,
    age_ok,
    consent_ok,
    eco_ok,
    inner_location_ok,
)
from parkwright.rules.predicates.establishment import (
    cluster_ok,
    nq198_ok,
    nq198_reserve_ha,
    own_capital_ok,
    phases_ok,
    rice_phases_ok,
    sme_exempt,
    sme_reserve_ha,
    sme_reserve_ok,
)
from parkwright.rules.predicates.finding import (
    Because,
    Finding,
    Verdict,
    cannot_tell,
    compare,
    passes,
)
from parkwright.rules.predicates.layout import (
    lot_density_ok,
    none_inside,
    plant_distance_m,
    plant_distance_ok,
    plant_land_ok,
    plant_rule,
    setback_m,
    substation_ok,
)
from parkwright.rules.predicates.norms import (
    Coded,
    infrastructure_cost_ha,
    infrastructure_rule,
    transition_code,
    wastewater_under,
    water_under,
)
from parkwright.rules.predicates.occupancy import (
    Extension,
    exemptions,
    extension_exempts,
    extension_ok,
    occupancy_exempt,
    occupancy_ok,
)
from parkwright.rules.predicates.park_types import (
    dual_type,
    hazard_outside_ok,
    hazard_under,
    inner_city_ok,
    is_high_tech,
    is_specialised,
    is_supporting,
    listed_area_ok,
    protected_forest_ok,
    worker_housing_ok,
)

__all__ = [
    "ECO_RULES", "Because", "Coded", "Extension", "Finding", "Verdict", "age_ok", "cannot_tell", "cluster_ok", "compare",
    "consent_ok", "dual_type", "eco_ok", "exemptions", "extension_exempts", "extension_ok", "hazard_outside_ok", "hazard_under",
    "infrastructure_cost_ha", "infrastructure_rule", "inner_city_ok", "inner_location_ok", "is_high_tech", "is_specialised",
    "is_supporting", "listed_area_ok", "lot_density_ok", "none_inside", "nq198_ok", "nq198_reserve_ha", "occupancy_exempt", "occupancy_ok", "own_capital_ok",
    "passes", "phases_ok", "plant_distance_m", "plant_distance_ok", "plant_land_ok", "plant_rule", "protected_forest_ok", "rice_phases_ok", "setback_m", "sme_exempt", "sme_reserve_ha", "sme_reserve_ok", "substation_ok",
    "transition_code", "wastewater_under", "water_under", "worker_housing_ok",
]  # fmt: skip
