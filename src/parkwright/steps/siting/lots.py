"""How much of a cell asks for lots large enough for the parks that let none below a size."""

from __future__ import annotations

import numpy as np
import pandas as pd


def fitting_shares(
    members: pd.DataFrame, sizes: pd.DataFrame, min_lot_m2: pd.Series, count: int
) -> pd.DataFrame:
    """Share of each merged cell's land that is asked for in lots of a size or more: one column a smallest lot (m2), rising.

    members:    see ``pieces.split_cells``; sizes: result table ``demand_sizes``
    min_lot_m2: the smallest lot of each facility, where it is known
    count:      number of merged cells

    I/O Example:
        a park lets no lot below 3,000 m2; sizes of moulds: to-1000 0.2, 1000-2000 0.3, 2000-5000 0.4, from-5000 0.1
        -> column 3000.0, a cell of moulds: 0.5   (a class that reaches beyond the size counts whole)

    Built floor is no lot: it fits everywhere, and so does a sector whose sizes nobody knows.
    """
    least = sorted(min_lot_m2.dropna().unique())
    key = ["sector_id", "premises_type"]
    land = sizes[sizes["premises_type"] == "land"]
    upper = land["size_class"].map(_upper_edge)
    found = {}
    for size in least:
        fits = land.loc[upper > size].groupby(key)["share"].sum()
        known = land.groupby(key)["share"].sum()
        share = fits.reindex(known.index, fill_value=0.0).reindex(pd.MultiIndex.from_frame(members[key]))
        weight = members["split"].to_numpy() * share.fillna(1.0).to_numpy()
        found[float(size)] = np.bincount(members["cell"], weights=weight, minlength=count)
    return pd.DataFrame(found, index=range(count))


def _upper_edge(size_class: str) -> float:
    """The end of a class of lots, m2: "to-1000" -> 1000, "1000-2000" -> 2000, "from-30000" -> no end."""
    return np.inf if size_class.startswith("from-") else float(size_class.rsplit("-", 1)[-1])
