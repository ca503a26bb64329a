"""``Standards``: the widths, shares and limits that a layout is drawn to; ``LotClass``: the lots that are asked for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

ROAD_M: Mapping[str, float] = MappingProxyType(
    {"local": 18.0, "cross": 20.0, "ring": 20.0, "main": 28.0, "access": 28.0}
)


@dataclass(frozen=True, slots=True)
class LotClass:
    """A kind of lot that is asked for.

    name:     its id, for example "land-3000"
    use:      the use of its pieces ("lot", "lot_ready_built", …)
    area_m2:  the lot that is asked for; ``low_m2`` to ``high_m2`` is still that lot
    count:    how many are asked for
    """

    name: str
    use: str
    area_m2: float
    low_m2: float
    high_m2: float
    count: float


@dataclass(frozen=True, slots=True)
class Standards:
    """What a layout is drawn to; shares are of the whole site.

    road_m:        road surface (from lot to lot) by class
    belt_m:        green belt inside the boundary
    frontage_m:    least road frontage of a lot
    ratio_low/high: depth of a lot over its width
    depth_min_m:   least depth of a strip that can hold lots
    depth_max_m:   depth of a strip with a road on one side only, beyond which land is out of reach
    splay_m:       corner cut of a block at a junction, along each side
    block_m:       shortest and longest block between two cross roads
    junction_m:    least distance between two junctions along a road
    common_share:  green, roads, technical areas, service and parking together, at least
    plant_per_lot: land of the wastewater plant at most, m2 for each m2 of lots; ``plant_green_m`` the green round it
    substation_m2: land of the substation at most
    margin_share:  how much more than a least share is laid out, for the rounding of the ledger
    """

    road_m: Mapping[str, float] = field(default_factory=lambda: ROAD_M)
    belt_m: float = 10.0
    frontage_m: float = 12.0
    ratio_low: float = 0.5
    ratio_high: float = 3.5
    depth_min_m: float = 30.0
    depth_max_m: float = 150.0
    depths_m: tuple[float, ...] = (40.0, 50.0, 60.0, 70.0, 80.0, 90.0, 100.0, 110.0)
    splay_m: float = 5.0
    block_m: tuple[float, float] = (200.0, 600.0)
    junction_m: float = 40.0
    roads_share: float = 0.10
    green_share: float = 0.10
    technical_share: float = 0.01
    common_share: float = 0.25
    service_share: float = 0.03
    parking_share: float = 0.005
    plant_per_lot: float = 0.003
    plant_green_m: float = 10.0
    substation_m2: float = 10000.0
    margin_share: float = 0.001
