"""steps/demand: who needs premises, how much land, of what kind, where and when.

``estimate_demand`` -> ``Demand``. May import: kernels, tables, words. Never: other steps, files, clock, global randomness.
"""

from typing import TYPE_CHECKING

from parkwright import names_of

if TYPE_CHECKING:
    from parkwright.steps.demand.estimate import Demand, estimate_demand
    from parkwright.steps.demand.params import PREMISES, DemandParams, Range
else:
    __getattr__ = names_of(__name__, "params", "estimate")

__all__ = ["PREMISES", "Demand", "DemandParams", "Range", "estimate_demand"]
