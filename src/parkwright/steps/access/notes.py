"""What the truck minutes could not take into account, counted."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pandas as pd

from parkwright.steps.access.network import Network
from parkwright.steps.access.params import AccessParams
from parkwright.steps.access.points import Points, Snaps, freight
from parkwright.tables import Gateways, RoadEdges
from parkwright.words import say, text


def tell_notes(
    network: Network,
    points: Points,
    snaps: dict[str, Snaps],
    edges: RoadEdges,
    gateways: Gateways,
    params: AccessParams,
) -> pd.DataFrame:
    """Rows of ``access_notes``: only what is there to tell (a count above zero).

    I/O Example:
        road_edges: 3 rows, max_gross_t empty in all
        -> tonnage_unknown  3  3  "3 of 3 edges have no known tonnage limit: whether a truck of 40 t may use them ..."
    """
    told = [*_edge_notes(network, edges, params), *_point_notes(network, points, snaps, gateways, params)]
    rows = [
        {
            "note_id": ":".join([name, *(str(period) for period in values.values() if name in _BY_PERIOD)]),
            "count": count,
            "total": total,
            **{
                f"reason_{lang}": say(text(f"access.note.{name}", count=count, total=total, **values), lang)
                for lang in ("vi", "en")
            },
        }
        for name, count, total, values in told
        if count > 0
    ]
    return pd.DataFrame(rows, columns=["note_id", "count", "total", "reason_vi", "reason_en"])


_BY_PERIOD = ("off_main", "not_tied")
_Note = tuple[str, int, int, dict[str, str | float]]


def _edge_notes(network: Network, edges: RoadEdges, params: AccessParams) -> Iterator[_Note]:
    total = len(edges)
    waiting = ~network.open_now & np.isnan(network.opens_year)
    assumed = edges["attribute_evidence"].eq("assumed")
    gross: dict[str, str | float] = {"gross_t": params.gross_t}
    yield "tonnage_unknown", int(np.isnan(network.max_gross_t).sum()), total, gross
    yield "opening_unknown", int(waiting.sum()), total, {}
    yield "ban_unread", network.unread_bans(params.vehicle), total, {}
    yield "speed_unknown", int((~network.usable).sum()), total, {}
    yield "speed_assumed", int(assumed.sum()), total, {}


def _point_notes(
    network: Network, points: Points, snaps: dict[str, Snaps], gateways: Gateways, params: AccessParams
) -> Iterator[_Note]:
    kinds = gateways["kind"].isin(params.gateway_kinds)
    waiting = kinds & ~freight(gateways, params)
    yield "gateway_waiting", int(waiting.sum()), int(kinds.sum()), {}
    for period_id, snap in snaps.items():
        yield "off_main", snap.off_main, len(network.node_ids), {"period": period_id}
        yield "not_tied", int((~snap.tied).sum()), len(points.id), {"period": period_id}
