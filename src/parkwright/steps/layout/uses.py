"""What land uses are to whoever shows a layout: colours, groups, the number of a lot, the land-use balance.

Light on purpose: pictures and files import it, and it must not load the kernels.
"""

from __future__ import annotations

import re

import pandas as pd

USE_COLOURS = {
    "road_main": "255,217,160", "road_ring": "238,238,238", "road_cross": "250,250,250", "road_local": "255,255,255",
    "road_access": "255,230,190", "road_bridge": "232,138,82", "road_turning_head": "250,250,250", "road_existing": "200,200,200",
    "lot": "217,199,232", "lot_ready_built": "185,139,224", "lot_multi_storey": "160,120,210", "lot_office_lab": "127,179,213",
    "service": "244,167,167", "parking": "187,187,187", "green_belt": "143,206,127", "green_park": "105,201,90",
    "green_bank": "165,214,167", "green_corner": "90,160,90", "green_isolation": "182,227,136",
    "technical_wastewater": "176,140,50", "technical_substation": "226,193,77", "technical_water": "206,213,110",
    "technical_waste": "196,170,100", "water": "140,199,239", "corridor_power": "201,181,143", "protected": "119,119,119",
    "reserve": "220,220,200",
}  # fmt: skip
"""Colours of land uses, "r,g,b": factories violet, service red, technical yellow, as planning drawings have them."""

GROUPS = {
    "lot": "lots", "service": "service", "parking": "parking", "green": "green", "road": "roads", "technical": "technical",
    "water": "water", "corridor": "corridor", "protected": "other", "reserve": "other",
}  # fmt: skip
"""Group of a land use by the first word of its code."""
GROUP_ORDER = ("lots", "service", "technical", "parking", "green", "roads", "water", "corridor", "other")
"""As land-use tables of plans list them: what is let first, then what serves it, then what is kept free."""

_NUMBERED = re.compile(r"lot-0*(\d+)")


def group_of(use: str) -> str:
    """The group that a land use is counted in.

    I/O Example:
        "road_bridge" -> "roads"
    """
    return GROUPS[use.split("_")[0]]


def lot_number(lot_id: str) -> str:
    """What stands on a drawing for a lot: its number; an id of another kind stands as it is.

    I/O Example:
        "lot-0012" -> "12"      "A-12" -> "A-12"
    """
    found = _NUMBERED.fullmatch(lot_id)
    return found[1] if found else lot_id


def land_balance(pieces: pd.DataFrame) -> pd.DataFrame:
    """Land of one scheme by use: group, use, area_m2, share of the whole; uses without land are left out.

    pieces: rows of ``layout_pieces`` of one scheme

    I/O Example:
        use         area_m2          group  use         area_m2  share
        lot          6,000       ->  lots   lot           9,000   0.9
        lot          3,000           roads  road_local    1,000   0.1
        road_local   1,000
    """
    sums = pieces.groupby("use")["area_m2"].sum()
    order = {use: place for place, use in enumerate(USE_COLOURS)}
    uses = sorted(sums[sums > 0].index, key=lambda use: (GROUP_ORDER.index(group_of(use)), order[use]))
    whole = float(sums.sum())
    areas = [float(sums[use]) for use in uses]
    return pd.DataFrame(
        {
            "group": [group_of(use) for use in uses], "use": uses, "area_m2": areas,
            "share": [area / whole for area in areas],
        }
    )  # fmt: skip
