"""Roads of one body: links to doors are as wide as they say where they meet the ring."""

from __future__ import annotations

import numpy as np
import pytest
from shapely.geometry import Polygon

from parkwright.kernels.layout.frame import Frame
from parkwright.kernels.layout.ground import grown
from parkwright.kernels.layout.network import measure_network
from parkwright.kernels.layout.roads import lay_roads
from parkwright.kernels.layout.skeleton import Skeleton
from parkwright.kernels.layout.standards import Standards


@pytest.mark.parametrize("off", [0.0, 80.0])
@pytest.mark.parametrize("door", [(-10.0, 500.0), (500.0, -10.0), (1510.0, 400.0)])
def test_a_link_joins_the_ring_at_a_full_carriageway(door: tuple[float, float], off: float) -> None:
    """Doors before a blunt corner of the ring, a straight side and a sharp corner; none of the links is a dead end."""
    body = Polygon([(0, 500), (300, 0), (700, 0), (1500, 400), (300, 1000)])
    skeleton = Skeleton(Frame(0.0, (0.0, 0.0)), off, (), (), None)
    roads = lay_roads(body, skeleton, np.array([door]), grown(body, 20.0), Standards())
    lanes = roads.surface.buffer(-3.5)
    assert lanes.geom_type == "Polygon", "two lanes of 3.5 m must get through"
    found = measure_network([line for _, line in roads.lines], np.array([door]), 40.0)
    assert found.dead_ends_m == ()
