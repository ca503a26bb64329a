"""Land behind floor: sectors as arrays, floor per worker to hectares, lots and their size classes."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import pandas as pd
from scipy.special import ndtr

from parkwright.steps.demand.columns import Floats, assumed, numbers
from parkwright.steps.demand.params import PREMISES, DemandParams
from parkwright.tables import Sectors

M2_PER_HA = 10_000.0
_Z90 = 1.2815515655446004


@dataclass(frozen=True, slots=True)
class SectorLand:
    """Sectors as arrays, S sectors by K premises types (in the order of ``PREMISES``).

    floor_m2:  [S] floor per worker          land_m2_per_floor: [S, K] land for a square metre of floor
    floor_mix: [S, K] share of the floor by premises type, rows sum to 1
    lot_mu, lot_sigma: [S, K] logarithm of the lot, m2 of land
    assumed:   [S] whether the sector's figures are assumed
    gaps:      sectors whose floor was unknown and took the median of the others
    """

    ids: tuple[str, ...]
    floor_m2: Floats
    land_m2_per_floor: Floats
    floor_mix: Floats
    lot_mu: Floats
    lot_sigma: Floats
    assumed: Floats
    gaps: int

    @property
    def ha_per_worker(self) -> Floats:
        """[S, K] hectares that one more worker of the sector needs, by premises type."""
        return self.floor_m2[:, None] * self.floor_mix * self.land_m2_per_floor / M2_PER_HA

    @property
    def workers_per_ha(self) -> Floats:
        """[S, K] workers on a hectare of each premises type."""
        return M2_PER_HA / (self.floor_m2[:, None] * self.land_m2_per_floor)

    @property
    def usual_request_ha(self) -> Floats:
        """[S, K] mean land of one request, from the sector's lots."""
        return np.exp(self.lot_mu + self.lot_sigma**2 / 2) / M2_PER_HA


def read_sectors(sectors: Sectors, params: DemandParams) -> SectorLand:
    """Sectors as arrays.

    Floor per worker, where it is unknown (or 0), follows from the workers per hectare; where these are unknown too, it
    takes the median of the other sectors, which is counted in ``gaps``.

    Raises:
        ValueError: no sector knows its floor per worker or its workers per hectare.
    """
    floor, gaps = _floor(sectors)
    needed = (
        "plot_ratio",
        "lot_p10_m2",
        "lot_p50_m2",
        "lot_p90_m2",
        "share_ready_built",
        "share_multi_storey",
    )
    ratio, low, mid, high, ready, stacked = (numbers(sectors, name) for name in needed)
    storeys = np.array([params.storeys[kind] for kind in PREMISES])
    sigma = np.log(np.maximum(high / low, 1.0)) / (2 * _Z90)
    return SectorLand(
        ids=tuple(sectors["sector_id"]),
        floor_m2=floor,
        land_m2_per_floor=1 / (ratio[:, None] * storeys),
        floor_mix=_floor_mix(ready, stacked, ratio, params),
        lot_mu=np.log(mid)[:, None] - np.log(storeys),
        lot_sigma=np.broadcast_to(sigma[:, None], (len(mid), len(PREMISES))),
        assumed=assumed(sectors),
        gaps=gaps,
    )


def share_up_to(lot_m2: float, land: SectorLand) -> Floats:
    """Share of the land (not of the lots) asked for in lots up to a size, [S, K]: the lognormal's first moment.

    I/O Example:
        lots of median 1,000 m2, sigma 1: share_up_to(exp(ln 1000 + 1)) -> 0.5
    """
    with np.errstate(divide="ignore", invalid="ignore"):
        z = (np.log(lot_m2) - land.lot_mu - land.lot_sigma**2) / land.lot_sigma
    level = np.log(lot_m2) - land.lot_mu
    return np.where(land.lot_sigma > 0, ndtr(z), np.where(level >= 0, 1.0, 0.0))


def size_classes(edges_m2: tuple[float, ...]) -> tuple[str, ...]:
    """Ids of the size classes between the edges.

    I/O Example:
        (1000.0, 2000.0) -> ("to-1000", "1000-2000", "from-2000")
    """
    inner = [f"{low:g}-{high:g}" for low, high in pairwise(edges_m2)]
    return (f"to-{edges_m2[0]:g}", *inner, f"from-{edges_m2[-1]:g}")


def sizes_table(land: SectorLand, edges_m2: tuple[float, ...]) -> pd.DataFrame:
    """Frame of ``demand_sizes``: the land of each sector and premises type split by size of lot; shares sum to 1."""
    below = np.stack([share_up_to(edge, land) for edge in edges_m2])
    whole = np.concatenate([np.zeros_like(below[:1]), below, np.ones_like(below[:1])])
    keys = pd.MultiIndex.from_product(
        [size_classes(edges_m2), land.ids, PREMISES], names=["size_class", "sector_id", "premises_type"]
    )
    return pd.Series(np.diff(whole, axis=0).ravel(), index=keys, name="share").reset_index()


def _floor(sectors: Sectors) -> tuple[Floats, int]:
    floor, density = numbers(sectors, "floor_per_worker_m2"), numbers(sectors, "workers_per_ha")
    derived = np.divide(
        M2_PER_HA * numbers(sectors, "plot_ratio"),
        density,
        out=np.full(len(floor), np.nan),
        where=density > 0,
    )
    known = np.where(floor > 0, floor, derived)
    gaps = int(np.isnan(known).sum())
    if gaps == len(known):
        raise ValueError("no sector knows its floor per worker or its workers per hectare")
    return np.where(np.isnan(known), np.nanmedian(known), known), gaps


def _floor_mix(ready: Floats, stacked: Floats, ratio: Floats, params: DemandParams) -> Floats:
    """Share of the floor by premises type: some firms take built floor, some of these could be stacked."""
    office = np.where(ratio >= params.office_lab_plot_ratio, params.office_lab_share, 0.0)
    plants = np.stack([1 - ready, ready * (1 - stacked), ready * stacked], axis=1)
    return np.concatenate([plants * (1 - office)[:, None], office[:, None]], axis=1)
