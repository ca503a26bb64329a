"""Sites for layouts, made by hand: shapes in metres of no zone."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd
from shapely.geometry import LineString, Point, Polygon, box
from shapely.geometry.base import BaseGeometry

from parkwright.kernels.layout.standards import LotClass


def shapes_of(
    boundary: BaseGeometry, doors: Sequence[tuple[float, float]], *more: dict[str, object]
) -> pd.DataFrame:
    """A frame of one site: boundary, access points, further rows (role, kind, width_m, …, geometry)."""
    rows: list[dict[str, object]] = [{"role": "boundary", "kind": "site", "geometry": boundary}]
    rows += [{"role": "access", "kind": "local", "geometry": Point(door)} for door in doors]
    columns = ["role", "kind", "width_m", "buffer_m", "crossable", "geometry"]
    frame = pd.DataFrame([*rows, *more]).reindex(columns=columns)
    frame.index = pd.RangeIndex(1, len(frame) + 1)
    return frame


def canal(line: Sequence[tuple[float, float]], width_m: float = 15.0) -> dict[str, object]:
    """A canal across a site."""
    return {"role": "exclusion", "kind": "canal", "width_m": width_m, "geometry": LineString(line)}


def protected(shape: BaseGeometry) -> dict[str, object]:
    """Land that no road may cross."""
    return {"role": "exclusion", "kind": "protected", "geometry": shape}


def mix_of(site_m2: float) -> pd.DataFrame:
    """Lots for two thirds of a site, half of the land in lots of 2,000 to 5,000 m2."""
    kinds = (
        ("land", 2500.0, 0.25),
        ("land", 4200.0, 0.25),
        ("land", 9000.0, 0.3),
        ("ready-built", 1500.0, 0.2),
    )
    rows = [(premises, area, round(0.66 * site_m2 * share / area)) for premises, area, share in kinds]
    return pd.DataFrame(rows, columns=["premises_type", "area_m2", "count"])


def classes_of(site_m2: float) -> tuple[LotClass, ...]:
    """The same as kinds of lot of the kernel, land only."""
    found = []
    for area, share in ((2500.0, 0.3), (4200.0, 0.3), (9000.0, 0.4)):
        count = round(0.66 * site_m2 * share / area)
        found.append(LotClass(f"land-{area:.0f}", "lot", area, 0.97 * area, 1.15 * area, count))
    return tuple(found)


SITES: dict[str, pd.DataFrame] = {
    "rectangle": shapes_of(box(0, 0, 1200, 800), [(0, 400)]),
    "triangle": shapes_of(Polygon([(0, 0), (1500, 0), (400, 1000)]), [(700, 0)]),
    "with-a-hole": shapes_of(Polygon(box(0, 0, 1300, 900).exterior, [box(500, 300, 800, 550).exterior]), [(600, 0)]),
    "cut-by-a-canal": shapes_of(box(0, 0, 1100, 900), [(550, 0)], canal([(-50, 300), (1200, 480)])),
    "narrow-neck": shapes_of(
        Polygon([(0, 0), (700, 0), (700, 300), (900, 300), (900, 0), (1500, 0), (1500, 800), (900, 800), (900, 420), (700, 420), (700, 800), (0, 800)]),
        [(0, 400)],
    ),
    "river-bend": shapes_of(
        Polygon([(0, 0), (1400, 0), *[(float(x), 700 + 110 * float(np.sin(x / 250))) for x in np.linspace(1400, 0, 25)]]), [(700, 0)]
    ),
}  # fmt: skip
"""Sites of many kinds, small enough for tests."""
