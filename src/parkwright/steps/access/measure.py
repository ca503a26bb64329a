"""Measure truck minutes: tie points to the network of each period, find the quickest ways, tell what could not be told."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypeAlias

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from parkwright.kernels.projection import to_zone
from parkwright.kernels.routing import nearest_nodes, pieces, quickest_ways
from parkwright.steps.access.network import Network, build_network
from parkwright.steps.access.notes import tell_notes
from parkwright.steps.access.params import AccessParams
from parkwright.steps.access.points import Points, Snaps, gather_points, pairs_of
from parkwright.tables import (
    Gateways,
    Parks,
    Period,
    Places,
    RegionMeta,
    RoadEdges,
    RoadNodes,
    Sites,
    result_frame,
)
from parkwright.words import Lang, Text, say, text

Ints: TypeAlias = NDArray[np.int64]
Floats: TypeAlias = NDArray[np.float64]
Window = Literal["night", "day"]
WINDOWS: tuple[Window, Window] = ("night", "day")


@dataclass(frozen=True, slots=True)
class Access:
    """What ``measure_access`` gives; each frame is typed by the spec of its name."""

    minutes: pd.DataFrame  # access_minutes
    snaps: pd.DataFrame  # access_snaps
    unreachable: pd.DataFrame  # access_unreachable
    notes: pd.DataFrame  # access_notes


def measure_access(
    places: Places,
    parks: Parks,
    sites: Sites,
    gateways: Gateways,
    road_nodes: RoadNodes,
    road_edges: RoadEdges,
    meta: RegionMeta,
    params: AccessParams = AccessParams(),
) -> Access:
    """Truck minutes from places to parks and sites, and from parks and sites to freight gateways.

    Each point is tied to the nearest node of the main (largest connected) part of the network as it stands in the period.
    A way is: last kilometres at one end + quickest way on the network + last kilometres at the other end. Two points tied to
    the same node drive straight to one another. An edge that opens within a period counts from the next period, unless it
    opens in the first year of the period. The window night is the default of the house, day stands beside it: an edge that is
    closed at any time of the window cannot be used, also as the first or last one of a trip.

    I/O Example:
        places: place_id  lon    lat      sites: site_id  lon     lat      (both points lie on the nodes a and b)
                q1        106.6  10.8            s1       106.7   10.8
        road_edges: a-b, 12 km, 40 km/h, open, heavy_truck_ban "06:00-22:00"
        minutes:     places q1 sites s1 2026 night  truck_min 18.0  dist_km 12.0
        unreachable: places q1 sites s1 2026 day    "Every way between the two points uses a road that is closed to ..."

    Units: minutes, kilometres. Every pair of points stands, for every period and window, either in ``minutes`` or in
    ``unreachable``. Whether opening a road shortens a trip is certain only while both points keep their nodes: a node that
    joins the main network may be nearer to a point and worse connected.

    Raises:
        KeyError: an edge names a node that is not in ``road_nodes`` (the door of the region refuses this).
        ValueError: the network has no node.

    Source of the method: quickest ways by Dijkstra (see kernels.routing); projection by the pinned operation of the zone.
    """
    points = gather_points(places, parks, sites, gateways, meta.analysis_crs, params)
    network = _network(road_nodes, road_edges, meta)
    snaps = {period.period_id: _snap(network, points, period, params) for period in meta.periods}
    ways = _Ways(network, params)
    found = [
        _measure(ways, points, snaps[period.period_id], period, window, params)
        for period in meta.periods
        for window in WINDOWS
    ]
    return Access(
        minutes=result_frame(
            "access_minutes", pd.concat([minutes for minutes, _ in found], ignore_index=True)
        ),
        snaps=result_frame("access_snaps", _snap_rows(points, snaps, params)),
        unreachable=result_frame(
            "access_unreachable", pd.concat([lost for _, lost in found], ignore_index=True)
        ),
        notes=result_frame("access_notes", tell_notes(network, points, snaps, road_edges, gateways, params)),
    )


def _network(nodes: RoadNodes, edges: RoadEdges, meta: RegionMeta) -> Network:
    x, y = to_zone(nodes["lon"], nodes["lat"], meta.analysis_crs)
    return build_network(nodes, edges, x, y)


def _snap(network: Network, points: Points, period: Period, params: AccessParams) -> Snaps:
    """Tie every point to the main part of the network of a period."""
    piece = pieces(len(network.node_ids), network.ends[network.open_in(period)])
    main = np.flatnonzero(piece == 0)
    near, metres = nearest_nodes(points.x, points.y, network.node_x[main], network.node_y[main])
    node = np.where(near >= 0, main[near], -1)
    km = metres / 1000 / points.scale
    return Snaps(
        node=node,
        node_id=pd.Series(network.node_ids[node], dtype="str").where(near >= 0).to_numpy(dtype=object),
        km=km,
        tied=(node >= 0) & (km <= params.snap_limit_km),
        off_main=len(network.node_ids) - len(main),
    )


class _Ways:
    """Quickest ways between nodes; the same set of edges is solved once."""

    def __init__(self, network: Network, params: AccessParams) -> None:
        self._network, self._params = network, params
        self._solved: dict[bytes, tuple[Floats, Floats]] = {}

    def between(self, period: Period, window: Window, nodes: Ints) -> tuple[Floats, Floats]:
        """Minutes and kilometres between all the given nodes."""
        network, params = self._network, self._params
        hours = params.night_hours if window == "night" else params.day_hours
        use = network.open_in(period) & network.allowed(params.vehicle, hours, params.gross_t)
        key = use.tobytes() + nodes.tobytes()
        if key not in self._solved:
            ways = quickest_ways(
                len(network.node_ids), network.ends[use], network.minutes[use], network.km[use], nodes, nodes
            )
            self._solved[key] = (ways.minutes, ways.km)
        return self._solved[key]


def _measure(
    ways: _Ways, points: Points, snaps: Snaps, period: Period, window: Window, params: AccessParams
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Rows of ``access_minutes`` and of ``access_unreachable`` for one period and window."""
    start, end = pairs_of(points)
    both = snaps.tied[start] & snaps.tied[end]
    nodes, seat = np.unique(np.maximum(snaps.node, 0), return_inverse=True)
    node_min, node_km = ways.between(period, window, nodes)
    last_km = snaps.km * params.last_km_detour
    together = snaps.node[start] == snaps.node[end]
    straight = (
        np.hypot(points.x[start] - points.x[end], points.y[start] - points.y[end])
        / 1000
        / points.scale[start]
    )
    off_network = np.where(together, straight * params.last_km_detour, last_km[start] + last_km[end])
    km = node_km[seat[start], seat[end]] + off_network
    minutes = node_min[seat[start], seat[end]] + off_network * 60 / params.last_km_speed_kmh
    reached = both & np.isfinite(minutes)
    rows = _pair_rows(points, start, end, period, window)
    rows["truck_min"], rows["dist_km"] = minutes, km
    lost = rows.loc[~reached].drop(columns=["truck_min", "dist_km"])
    blame = np.where(~snaps.tied[start], start, np.where(~snaps.tied[end], end, -1))[~reached]
    return rows.loc[reached], _with_reasons(lost, blame, points, snaps, window, params)


def _pair_rows(points: Points, start: Ints, end: Ints, period: Period, window: Window) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "from_table": points.table.take(start),
            "from_id": points.id.take(start),
            "to_table": points.table.take(end),
            "to_id": points.id.take(end),
            "period_id": period.period_id,
            "window": window,
        }
    )


def _with_reasons(
    lost: pd.DataFrame, blame: Ints, points: Points, snaps: Snaps, window: Window, params: AccessParams
) -> pd.DataFrame:
    """Each lost pair with its sentence; blame is the point that is not tied, or -1 where the roads are closed."""
    hours = params.night_hours if window == "night" else params.day_hours
    closed = text(
        "access.unreachable.closed",
        vehicle=text(f"access.vehicle.{params.vehicle}"),
        window=text(f"access.window.{window}", hours=hours),
        gross_t=params.gross_t,
    )
    told: dict[int, Text] = {-1: closed}
    for point in np.unique(blame[blame >= 0]):
        why = _snap_reason(points, snaps, int(point), params)
        table, name = str(points.table[point]), str(points.id[point])
        told[int(point)] = text("access.unreachable.point", table=table, object=name, why=why)
    return lost.assign(
        reason_vi=_said(told, blame, "vi"),
        reason_en=_said(told, blame, "en"),
    )


def _said(told: dict[int, Text], blame: Ints, lang: Lang) -> list[str]:
    once = {point: say(reason, lang) for point, reason in told.items()}
    return [once[int(point)] for point in blame]


def _snap_rows(points: Points, snaps: dict[str, Snaps], params: AccessParams) -> pd.DataFrame:
    frames = []
    for period_id, snap in snaps.items():
        reasons = [_snap_reason(points, snap, i, params) for i in range(len(points.id))]
        frames.append(
            pd.DataFrame(
                {
                    "point_table": points.table,
                    "point_id": points.id,
                    "period_id": period_id,
                    "node_id": pd.Series(snap.node_id, dtype="str").where(snap.tied),
                    "dist_km": snap.km,
                    "last_min": np.where(snap.tied, _last_min(snap, params), np.nan),
                    "snapped": snap.tied,
                    "reason_vi": [say(reason, "vi") for reason in reasons],
                    "reason_en": [say(reason, "en") for reason in reasons],
                }
            )
        )
    return pd.concat(frames, ignore_index=True)


def _last_min(snap: Snaps, params: AccessParams) -> Floats:
    return snap.km * params.last_km_detour * 60 / params.last_km_speed_kmh


def _snap_reason(points: Points, snap: Snaps, i: int, params: AccessParams) -> Text:
    if not np.isfinite(points.x[i]):
        return text("access.snap.no_point")
    km = float(snap.km[i])
    if not snap.tied[i]:
        return text("access.snap.too_far", node=str(snap.node_id[i]), km=km, limit=params.snap_limit_km)
    return text(
        "access.snap.tied", node=str(snap.node_id[i]), km=km, minutes=float(_last_min(snap, params)[i])
    )
