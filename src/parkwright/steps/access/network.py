"""The road network as arrays, and which of its edges a truck may use in a period and at an hour."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any, TypeAlias, TypeGuard

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from parkwright.tables import Period, RoadEdges, RoadNodes

Mask: TypeAlias = NDArray[np.bool_]
Floats: TypeAlias = NDArray[np.float64]

_DAY = 24 * 60
_SPAN = re.compile(r"(\d{1,2}):(\d{2})-(\d{1,2}):(\d{2})")


@dataclass(frozen=True, slots=True)
class Network:
    """Arrays over nodes and edges.

    ends: E × 2 numbers of nodes; minutes, km: E (NaN where unknown); open_now, opens_year (NaN where unknown), max_gross_t
    """

    node_ids: NDArray[Any]
    node_x: Floats
    node_y: Floats
    ends: NDArray[np.int64]
    minutes: Floats
    km: Floats
    open_now: Mask
    opens_year: Floats
    max_gross_t: Floats
    bans: dict[str, pd.Series]

    @property
    def usable(self) -> Mask:
        """Edges whose length and speed are known."""
        return np.isfinite(self.minutes) & (self.minutes > 0)

    def open_in(self, period: Period) -> Mask:
        """Edges that stand in a period (see ``edges_standing``) and whose length and speed are known."""
        return self.usable & _standing(self.open_now, self.opens_year, period)

    def allowed(self, vehicle: str, hours: str, gross_t: float) -> Mask:
        """Edges that a truck may use at any time within the hours; an unknown tonnage limit does not close an edge."""
        banned = np.array([_is_known(ban) and _closed(ban, hours) for ban in self.bans[vehicle]], dtype=bool)
        too_weak = np.nan_to_num(self.max_gross_t, nan=np.inf) < gross_t
        return ~banned & ~too_weak

    def unread_bans(self, vehicle: str) -> int:
        """Edges whose ban hours cannot be read."""
        return sum(_is_known(ban) and _spans(ban) is None for ban in self.bans[vehicle])


def edges_standing(edges: RoadEdges, period: Period) -> Mask:
    """Edges that stand in a period: open today, or opening by its first year.

    An edge that opens within a period counts from the next one, unless it opens in the first year of the period: a plan must
    not promise, for all the years of a period, a road that comes in its last. An edge that is not open and has no known
    opening year never stands.

    I/O Example:
        edges: status    opens_year       period 2028-30 (first year 2028)
               open      (unknown)        -> True
               planned   2028             -> True
               planned   2029             -> False
               building  (unknown)        -> False
    """
    open_now = edges["status"].eq("open").to_numpy(dtype=bool)
    return _standing(open_now, edges["opens_year"].to_numpy(dtype=float, na_value=np.nan), period)


def _standing(open_now: Mask, opens_year: Floats, period: Period) -> Mask:
    return open_now | (opens_year <= period.first_year)


def build_network(nodes: RoadNodes, edges: RoadEdges, x: Floats, y: Floats) -> Network:
    """Turn the two road tables into arrays.

    x, y: metres of the nodes in the zone of the region
    """
    number = pd.Series(np.arange(len(nodes)), index=nodes["node_id"])
    ends = np.column_stack([number.loc[edges["from_node"]], number.loc[edges["to_node"]]])
    km = edges["length_km"].to_numpy(dtype=float, na_value=np.nan)
    speed = edges["truck_speed_kmh"].to_numpy(dtype=float, na_value=np.nan)
    return Network(
        node_ids=nodes["node_id"].to_numpy(),
        node_x=x,
        node_y=y,
        ends=ends.astype(np.int64).reshape(-1, 2),
        minutes=np.divide(km * 60, speed, out=np.full(len(km), np.nan), where=speed > 0),
        km=km,
        open_now=edges["status"].eq("open").to_numpy(dtype=bool),
        opens_year=edges["opens_year"].to_numpy(dtype=float, na_value=np.nan),
        max_gross_t=edges["max_gross_t"].to_numpy(dtype=float, na_value=np.nan),
        bans={"heavy": edges["heavy_truck_ban"], "light": edges["light_truck_ban"]},
    )


def _is_known(ban: object) -> TypeGuard[str]:
    return isinstance(ban, str)


def _closed(ban: str, hours: str) -> bool:
    """Whether a ban like "06:00-09:00;16:00-20:00" covers any minute of the hours; an unreadable one closes all day."""
    spans, driving = _spans(ban), _spans(hours)
    if spans is None or driving is None:
        return True
    return any(a < d and c < b for a, b in spans for c, d in driving)


def _spans(words: str) -> list[tuple[int, int]] | None:
    """Minutes of the day, cut at midnight; None if the words are no hours."""
    found: list[tuple[int, int]] = []
    for word in words.split(";"):
        shape = _SPAN.fullmatch(word.strip())
        if shape is None:
            return None
        h1, m1, h2, m2 = (int(part) for part in shape.groups())
        start, end = h1 * 60 + m1, h2 * 60 + m2
        if max(start, end) > _DAY or m1 > 59 or m2 > 59:
            return None
        found += [(start, end)] if start < end else [(start, _DAY), (0, end)]
    return found
