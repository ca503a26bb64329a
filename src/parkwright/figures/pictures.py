"""All pictures of a run at once."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import pandas as pd

from parkwright.figures.charts import draw_costs, draw_methods, draw_supply, draw_unserved
from parkwright.figures.demand_map import draw_demand_map
from parkwright.figures.plan_map import draw_plan_map
from parkwright.tables import Region
from parkwright.words import LANGS, Lang

_Draw = Callable[[Region, Mapping[str, pd.DataFrame], Lang], str]

_PICTURES: tuple[tuple[str, _Draw, tuple[str, ...]], ...] = (
    ("map_plan", draw_plan_map, ("facilities", "openings")),
    ("map_demand", draw_demand_map, ("demand_cells",)),
    ("chart_supply", draw_supply, ("supply", "demand_cells")),
    ("chart_costs", draw_costs, ("plan_costs",)),
    ("chart_unserved", draw_unserved, ("unserved", "demand_cells")),
    ("chart_methods", draw_methods, ("demand_reconciliation",)),
)


def draw_pictures(region: Region, tables: Mapping[str, pd.DataFrame]) -> dict[str, dict[Lang, str]]:
    """SVG of every picture whose tables are there, by name and language.

    I/O Example:
        tables: {"plan_costs": ...} only -> {"chart_costs": {"vi": "<svg ...", "en": "<svg ..."}}

    A picture whose tables are missing is left out; the brief says so in its place. So is a chart of an empty table, which
    would be an empty frame.
    """
    found: dict[str, dict[Lang, str]] = {}
    for name, draw, needed in _PICTURES:
        if all(table in tables for table in needed) and (
            name.startswith("map_") or not any(tables[table].empty for table in needed)
        ):
            found[name] = {lang: draw(region, tables, lang) for lang in LANGS}
    return found
