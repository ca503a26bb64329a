"""steps/demand: who needs premises, how much land, of what kind, where and when.

``estimate_demand`` -> ``Demand``. May import: kernels, tables, words. Never: other steps, files, clock, global randomness.
"""

from parkwright.steps.demand.estimate import Demand, estimate_demand
from parkwright.steps.demand.params import PREMISES, DemandParams, Range

__all__ = ["PREMISES", "Demand", "DemandParams", "Range", "estimate_demand"]
