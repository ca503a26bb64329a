"""The ground of a synthetic region: points in its rectangle, provinces, roads between them, a background map.

Read by ``make_synthetic_region``; every figure here is made up.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

import numpy as np
from scipy.sparse import coo_array
from scipy.sparse.csgraph import minimum_spanning_tree
from scipy.spatial import Delaunay
from shapely import LineString, MultiPoint, Polygon, box, clip_by_rect, voronoi_polygons

Row = dict[str, object]
WEST, SOUTH, EAST, NORTH = 8.6, 48.4, 10.6, 49.6  # a rectangle inside the zone EPSG:25832
PROVINCES = (
    ("westmark", "Westmark", "home"),
    ("ostmark", "Ostmark", "home"),
    ("sudmark", "Sudmark", "abroad"),
)
MADE_UP = {"source": "assumption: synthetic region", "evidence": "assumed"}


def spread(draw: np.random.Generator, count: int, apart: float) -> np.ndarray:
    """Points (lon, lat) in the rectangle, no two nearer than ``apart`` degrees (relaxed where they do not fit)."""
    points: list[np.ndarray] = []
    while len(points) < count:
        for _ in range(200):
            point = np.array([draw.uniform(WEST + 0.1, EAST - 0.1), draw.uniform(SOUTH + 0.1, NORTH - 0.1)])
            if all(np.hypot(*(point - other)) >= apart for other in points):
                points.append(point)
                break
        else:
            apart *= 0.9
    return np.array(points)


def province_at(lon: float, lat: float) -> tuple[str, str]:
    """The province of a point: the south is abroad, the rest is split west and east."""
    index = 2 if lat < SOUTH + 0.25 else int(lon > (WEST + EAST) / 2)
    return PROVINCES[index][1], PROVINCES[index][2]


def position(point: np.ndarray) -> Row:
    """The cells of a row that say where it lies."""
    return {"lon": round(float(point[0]), 4), "lat": round(float(point[1]), 4), "position_error_km": 0.5}


def near(draw: np.random.Generator, town: np.ndarray, apart: float) -> np.ndarray:
    """A point near a town (standard deviation in degrees), inside the rectangle."""
    point = town + draw.normal(0, apart, 2)
    return np.array(
        [np.clip(point[0], WEST + 0.05, EAST - 0.05), np.clip(point[1], SOUTH + 0.05, NORTH - 0.05)]
    )


def _km(a: np.ndarray, b: np.ndarray) -> float:
    """Great-circle distance, km."""
    lon1, lat1, lon2, lat2 = map(math.radians, (*a, *b))
    half = (
        math.sin((lat2 - lat1) / 2) ** 2 + math.cos(lat1) * math.cos(lat2) * math.sin((lon2 - lon1) / 2) ** 2
    )
    return 2 * 6371.0 * math.asin(math.sqrt(half))


def roads(draw: np.random.Generator, nodes: np.ndarray) -> tuple[list[Row], list[Row]]:
    """Nodes and the edges of their Gabriel graph; the spanning tree is open, some other edges open later."""
    node_rows: list[Row] = [
        {
            "node_id": f"node-{index + 1:03d}",
            "name_en": f"Junction {index + 1}",
            "name_vi": f"Nút {index + 1}",
            "kind": "junction",
            **position(node),
            **MADE_UP,
        }
        for index, node in enumerate(nodes)
    ]
    pairs = _gabriel(nodes)
    lengths = np.array([_km(nodes[a], nodes[b]) for a, b in pairs])
    tree = minimum_spanning_tree(
        coo_array((lengths, tuple(np.array(pairs).T)), shape=(len(nodes), len(nodes)))
    )
    kept = set(zip(*(part.tolist() for part in tree.nonzero()), strict=True))
    edge_rows: list[Row] = []
    for (a, b), straight in zip(pairs, lengths, strict=True):
        road_class, speed, lanes = (("expressway", 80, 4), ("national", 60, 2), ("provincial", 50, 2))[
            int(draw.choice(3, p=(0.15, 0.35, 0.5)))
        ]
        later = (a, b) not in kept and draw.random() < 0.12
        edge_rows.append(
            {
                "edge_id": f"edge-{a + 1:03d}-{b + 1:03d}",
                "from_node": f"node-{a + 1:03d}",
                "to_node": f"node-{b + 1:03d}",
                "name_en": f"Road {a + 1} to {b + 1}",
                "name_vi": f"Đường {a + 1} - {b + 1}",
                "class": road_class,
                "lanes": lanes,
                "length_km": round(float(straight * draw.uniform(1.05, 1.35)), 2),
                "length_basis": "haversine-x-sinuosity",
                "truck_speed_kmh": speed,
                "status": "planned" if later else "open",
                "opens_year": int(draw.integers(2029, 2034)) if later else "",
                "attribute_evidence": "assumed",
                **MADE_UP,
            }
        )
    return node_rows, edge_rows


def _gabriel(nodes: np.ndarray) -> list[tuple[int, int]]:
    """Pairs of nodes whose circle holds no third node, each once, lower index first."""
    triangles = Delaunay(nodes).simplices
    pairs = sorted(
        {(int(min(t[i], t[j])), int(max(t[i], t[j]))) for t in triangles for i, j in ((0, 1), (1, 2), (0, 2))}
    )
    kept = []
    for a, b in pairs:
        inside = (
            np.hypot(*(nodes - (nodes[a] + nodes[b]) / 2).T) < np.hypot(*(nodes[a] - nodes[b])) / 2 - 1e-12
        )
        if not inside.any():
            kept.append((a, b))
    return kept


def base_map(towns: np.ndarray, places: Sequence[Row]) -> list[Row]:
    """One area per place (its Voronoi cell in the rectangle) and one river."""
    cells = voronoi_polygons(MultiPoint(towns), extend_to=box(WEST, SOUTH, EAST, NORTH), ordered=True).geoms
    rows: list[Row] = []
    for place, cell in zip(places, cells, strict=True):
        rows.append(
            _feature(
                "place", str(place["place_id"]), place, _rounded(clip_by_rect(cell, WEST, SOUTH, EAST, NORTH))
            )
        )
    middle = (SOUTH + NORTH) / 2
    course = [(WEST + (EAST - WEST) * t / 40, middle + 0.12 * math.sin(t / 5)) for t in range(41)]
    river = LineString([(round(x, 4), round(y, 4)) for x, y in course])
    rows.append(_feature("river", "", {"name_vi": "Sông Nord", "name_en": "Nord river"}, river))
    return rows


def _rounded(area: Polygon) -> Polygon:
    return Polygon([(round(x, 4), round(y, 4)) for x, y in area.exterior.coords])


def _feature(kind: str, place_id: str, names: Mapping[str, object], geometry: Polygon | LineString) -> Row:
    return {
        "feature_id": place_id or f"{kind}-1",
        "kind": kind,
        "layer": "water" if kind == "river" else "area",
        "place_id": place_id or None,
        "name_vi": names["name_vi"],
        "name_en": names["name_en"],
        "scope": "home",
        "evidence": "assumed",
        "geometry": geometry,
    }
