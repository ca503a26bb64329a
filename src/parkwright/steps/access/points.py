"""The points between which trucks drive, as arrays in the zone of the region."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, TypeAlias

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from parkwright.kernels.projection import scale_factor, to_zone
from parkwright.steps.access.params import AccessParams
from parkwright.tables import Gateways, Parks, Places, Sites

Ints: TypeAlias = NDArray[np.int64]
Floats: TypeAlias = NDArray[np.float64]

_KEYS = {"places": "place_id", "parks": "park_id", "sites": "site_id", "gateways": "gateway_id"}


@dataclass(frozen=True, slots=True)
class Points:
    """Places, parks, sites and freight gateways, one after the other; x, y in metres, NaN where a point is unknown.

    scale: metres on the map per metre on the ground
    """

    table: NDArray[Any]
    id: NDArray[Any]
    x: Floats
    y: Floats
    scale: Floats


@dataclass(frozen=True, slots=True)
class Snaps:
    """How the points are tied to the network of one period.

    node: number of the nearest node of the main network, -1 where a point is unknown
    node_id: its id, None where a point is unknown;   km: straight distance to it, NaN where a point is unknown
    tied: whether the point takes part;   off_main: nodes of the network outside the main one
    """

    node: Ints
    node_id: NDArray[Any]
    km: Floats
    tied: NDArray[np.bool_]
    off_main: int


def gather_points(
    places: Places, parks: Parks, sites: Sites, gateways: Gateways, zone: str, params: AccessParams
) -> Points:
    """Put the points of the four tables in one row; of the gateways only those that take freight."""
    tables: dict[str, pd.DataFrame] = {
        "places": places,
        "parks": parks,
        "sites": sites,
        "gateways": gateways.loc[freight(gateways, params)],
    }
    lon = np.concatenate([_degrees(frame["lon"]) for frame in tables.values()])
    lat = np.concatenate([_degrees(frame["lat"]) for frame in tables.values()])
    x, y = to_zone(lon, lat, zone)
    return Points(
        table=np.repeat(np.array(list(tables), dtype=object), [len(frame) for frame in tables.values()]),
        id=np.concatenate([frame[_KEYS[name]].to_numpy(dtype=object) for name, frame in tables.items()]),
        x=x,
        y=y,
        scale=scale_factor(lon, lat, zone),
    )


def freight(gateways: Gateways, params: AccessParams) -> pd.Series[bool]:
    """Which gateways take freight and count today."""
    return gateways["kind"].isin(params.gateway_kinds) & gateways["status"].isin(params.gateway_status)


def pairs_of(points: Points) -> tuple[Ints, Ints]:
    """Numbers of the points at both ends of every pair: place to park or site, park or site to gateway."""
    place = np.flatnonzero(points.table == "places")
    facility = np.flatnonzero((points.table == "parks") | (points.table == "sites"))
    gateway = np.flatnonzero(points.table == "gateways")
    start = np.concatenate([np.repeat(place, len(facility)), np.repeat(facility, len(gateway))])
    end = np.concatenate([np.tile(facility, len(place)), np.tile(gateway, len(facility))])
    return start, end


def _degrees(cells: pd.Series[float]) -> Floats:
    return np.asarray(cells.to_numpy(dtype=float, na_value=np.nan), dtype=np.float64)
