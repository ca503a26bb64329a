"""Merged cells from the inside: the demand cells that each holds, and the pieces of it that parks with sectors of their own take.

Sectors of one group are alike in all that the model sees but one thing: some parks take named sectors only. To keep the groups
few, such a park does not split them; it takes from a *piece* of the merged cell, the demand cells of the sectors that it names.
Sectors named by the same parks are one piece; a piece gives no more than it holds (``limits/compatibility``), and so every answer
can be taken apart again without a rest.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from parkwright.steps.siting.groups import Grouping
from parkwright.tables import join

CELL_KEY = ["place_id", "group_id", "period_id"]


def split_cells(
    cells: pd.DataFrame, grouping: Grouping, merged: pd.DataFrame
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Members and pieces of the merged cells (see ``groups.merge_cells``).

    I/O Example:
        cells: c1 machinery 6 ha, c2 plastics 4 ha, one group; parks:p1 takes machinery only
        -> members: cell  cell_id  split  piece       pieces: cell  part      share
                    0     c1       0.6    1                0  0               1.0
                    0     c2       0.4    0                1  0     parks:p1  0.6

    members: cell (position), cell_id, sector_id, premises_type, split (sums to 1 per merged cell), budget_usd_m2_term,
             assumed_share, piece
    pieces:  cell, part (the parks that name its sectors, "" = the whole cell), share of the cell; the whole cells come first, so
             that the number of a whole cell is its position
    """
    planned = cells.loc[cells["planned"] & (cells["p50_ha"] > 0)]
    grouped = join(planned, grouping.sectors[["sector_id", "group_id", "named_by"]], "sector_id", "raise")
    grouped["split"] = grouped["p50_ha"] / grouped.groupby(CELL_KEY)["p50_ha"].transform("sum")
    grouped["part"] = grouped["named_by"].fillna("")
    grouped = grouped.merge(merged[CELL_KEY].assign(cell=np.arange(len(merged))), on=CELL_KEY)
    named = grouped[grouped["part"] != ""].groupby(["cell", "part"], sort=True)["split"].sum()
    whole = pd.DataFrame({"cell": np.arange(len(merged)), "part": "", "share": 1.0})
    pieces = pd.concat([whole, named.rename("share").reset_index()], ignore_index=True)
    numbered = pieces.reset_index(names="piece")[["cell", "part", "piece"]]
    members = grouped.merge(numbered, on=["cell", "part"])
    kept = [
        "cell",
        "cell_id",
        "sector_id",
        "premises_type",
        "split",
        "budget_usd_m2_term",
        "assumed_share",
        "piece",
    ]
    return members[kept], pieces.astype({"part": "str"})


def takers(pieces: pd.DataFrame, usable: pd.DataFrame) -> pd.DataFrame:
    """Which park takes from which piece: cell, facility (position), piece; parks that name no sectors are not among them.

    I/O Example:
        piece 1 of cell 0 with part "parks:p1;parks:p2" -> (0, position of p1, 1), (0, position of p2, 1)
    """
    named = pieces[pieces["part"] != ""].reset_index(names="piece")
    named = named.assign(facility_id=named["part"].str.split(";")).explode("facility_id")
    positions = pd.Series(usable.index, index=usable["facility_id"], dtype="int64")
    named["facility"] = positions.reindex(named["facility_id"]).to_numpy()
    return named.dropna(subset="facility").astype({"facility": "int64"})[["cell", "facility", "piece"]]
