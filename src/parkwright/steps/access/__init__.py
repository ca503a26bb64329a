"""access: truck minutes between places, parks, sites and freight gateways, on the road network of each period.

Holds ``edges_standing`` (the network of a period) and ``measure_access`` with its choices ``AccessParams`` and its result ``Access``. May import kernels, tables, words.
Never: another step, files, anything of one city.
"""

from typing import TYPE_CHECKING

from parkwright import names_of

if TYPE_CHECKING:
    from parkwright.steps.access.measure import Access, measure_access
    from parkwright.steps.access.network import edges_standing
    from parkwright.steps.access.params import AccessParams
else:
    __getattr__ = names_of(__name__, "params", "network", "measure")

__all__ = ["Access", "AccessParams", "edges_standing", "measure_access"]
