"""figures: maps and charts from the region and the result tables of a run.

Holds ``map_layers`` (projected geometries and attributes as plain data, for the still maps and the live one), ``draw_plan_map``
and ``draw_demand_map`` (SVG or PNG), the charts (SVG), ``draw_pictures`` (all of them by name and language)
and ``draw_programme`` (those of a report on a programme).
Imports: plan and all below. Never: a number that no table holds, files, network, clock, a sentence in code.
"""

from parkwright.figures.charts import draw_costs, draw_methods, draw_supply, draw_unserved
from parkwright.figures.demand_map import draw_demand_map
from parkwright.figures.layers import map_layers
from parkwright.figures.pictures import draw_pictures
from parkwright.figures.plan_map import draw_plan_map
from parkwright.figures.programme import draw_programme

__all__ = [
    "draw_costs", "draw_demand_map", "draw_methods", "draw_pictures", "draw_plan_map", "draw_programme",
    "draw_supply", "draw_unserved",
    "map_layers",
]  # fmt: skip
