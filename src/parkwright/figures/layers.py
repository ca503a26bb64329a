"""The layers of a map as plain data: what the still maps draw and what the live map in the brief reads.

Coordinates are whole metres on paper: x from the left edge eastwards, y from the upper edge downwards (as SVG has it), in the
zone of the region. ``left`` and ``top`` give the upper left corner in the zone, so that x_zone = left + x, y_zone = top - y.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeAlias

import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray

from parkwright.figures.credit import credit_line
from parkwright.figures.flows import flows_of
from parkwright.figures.marks import mark_of
from parkwright.kernels.projection import to_zone
from parkwright.steps.access import edges_standing
from parkwright.tables import Region, join
from parkwright.words import Lang

Tables: TypeAlias = Mapping[str, pd.DataFrame]
Layer: TypeAlias = list[dict[str, Any]]

MARGIN_SHARE = 0.04
"""Empty rim around what is shown, as a share of the longer side."""
FLATTEST, TALLEST = 0.5, 1.1
"""Least and largest height of the paper, as a share of its width: what is shown is flatter or taller, the paper is not."""
SMALLEST_M = 2_000.0
"""Least width of the paper, metres: a region may be one point."""


def map_layers(region: Region, tables: Tables, lang: Lang, tolerance_m: float = 60.0) -> dict[str, Any]:
    """Project, clip, generalise and round everything that a map of the plan can show.

    tables:      result tables by name: facilities, openings, allocations, demand_cells, unserved; an absent one leaves its layer
                 empty
    tolerance_m: points of outlines nearer than this to the simplified line are dropped, metres

    Returns plain lists, numbers and words (None = unknown), ready for JSON:
        zone, left, top, width, height                  of the paper, metres
        periods     [period_id, ...] in order
        sea         whether what no shape covers is water: so only where the background map has the land around
        ground      [{name, rings, x, y}]               land around the places; x, y for its name (None: not on paper)
        districts   [{id, name, scope, planned, rings, x, y, middle, demand_ha: {period_id: ha}, unserved_ha: {period_id: ha}}]
                    planned: its demand is planned for; rings is [] where no outline is known; x, y is the place's own point,
                    middle [x, y] a point well inside the outline, for its name
        rivers      [{name, lines}]
        roads       [{id, ref, name, class, line, opens}]   opens: number of the period from which the edge stands (0 = the
                    first), None if it never does
        parks, sites [{id, name, x, y, role, kind, scope, net_ha, gross_ha, opened: [{period, legal_type, net_ha, committed}],
                    mark, reason}]                      id as "parks:tan-thuan"; role vacancy, candidate, committed, left-out, or
                    None (not a facility of the plan); mark as ``marks.mark_of`` says
        flows       [{period, from, to, ha, line}]      land of a period's demand in a place that goes to a facility
        unplaced    [{id, name}]                        parks and sites without coordinates, told beside the map
        credit      the line that must stand on the map

    I/O Example:
        openings: facility_id  phase  period_id  legal_type  net_ha
                  sites:b1     1      2028-30    supporting  60
        -> sites: [{"id": "sites:b1", "opened": [{"period": "2028-30", "legal_type": "supporting", "net_ha": 60.0, ...}], ...}]
    """
    points = _facilities(region, tables, lang)
    frame = _Paper(region, points)
    shapes = _Shapes(region, frame, tolerance_m)
    periods = [period.period_id for period in region.meta.periods]
    districts = _districts(region, tables, shapes, frame, lang)
    placed = [point for point in points if point["x"] is not None]
    for point in placed:
        point["x"], point["y"] = frame.paper(point["x"], point["y"])
    spots = {entry["id"]: (entry["x"], entry["y"]) for entry in districts + placed}
    return {
        "zone": region.meta.analysis_crs,
        "left": round(frame.left),
        "top": round(frame.top),
        "width": round(frame.width),
        "height": round(frame.height),
        "periods": periods,
        "sea": bool(region.base_map["kind"].isin(_GROUND).any()),
        "ground": [_ground(row.name, shapes, i) for i, row in _base(region, lang, _GROUND)],
        "districts": districts,
        "rivers": [{"name": row.name, "lines": shapes.lines(i)} for i, row in _base(region, lang, _WATER)],
        "roads": _roads(region, frame, lang),
        "parks": [point for point in placed if point["table"] == "parks"],
        "sites": [point for point in placed if point["table"] == "sites"],
        "flows": flows_of(tables, periods, spots),
        "unplaced": [{"id": p["id"], "name": p["name"]} for p in points if p["x"] is None],
        "credit": credit_line(region, lang),
    }


_GROUND = ("former_province", "province", "outside")
_WATER = ("river", "lake")


class _Paper:
    """The rectangle that is drawn: around the places with an outline and all placed parks and sites."""

    def __init__(self, region: Region, points: Layer) -> None:
        self.zone = region.meta.analysis_crs
        outlines = region.base_map.loc[region.base_map["kind"] == "place", "geometry"].to_numpy()
        corners = shapely.get_coordinates(outlines)
        px, py = self.project(corners[:, 0], corners[:, 1])
        lon, lat = region.places["lon"].to_numpy(dtype=float), region.places["lat"].to_numpy(dtype=float)
        qx, qy = self.project(lon, lat)
        x = np.r_[px, qx, [p["x"] for p in points if p["x"] is not None]]
        y = np.r_[py, qy, [p["y"] for p in points if p["y"] is not None]]
        across, along = float(np.nanmax(x) - np.nanmin(x)), float(np.nanmax(y) - np.nanmin(y))
        rim = 2 * MARGIN_SHARE * max(across, along)
        self.width = max(across + rim, (along + rim) / TALLEST, SMALLEST_M)
        self.height = max(along + rim, self.width * FLATTEST)
        self.left = float(np.nanmax(x) + np.nanmin(x) - self.width) / 2
        self.top = float(np.nanmax(y) + np.nanmin(y) + self.height) / 2

    def project(self, lon: Any, lat: Any) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        return to_zone(lon, lat, self.zone)

    def paper(self, x: float, y: float) -> tuple[int, int]:
        return round(x - self.left), round(self.top - y)

    def shape(self, geometry: Any) -> Any:
        """A shape of degrees as a shape on paper, not yet rounded."""

        def move(lonlat: NDArray[np.float64]) -> NDArray[np.float64]:
            x, y = self.project(lonlat[:, 0], lonlat[:, 1])
            return np.column_stack([x - self.left, self.top - y])

        return shapely.transform(geometry, move)

    @property
    def box(self) -> Any:
        return shapely.box(0, 0, self.width, self.height)


class _Shapes:
    """The background map on paper: clipped, generalised so that neighbours still share their borders, rounded."""

    def __init__(self, region: Region, paper: _Paper, tolerance_m: float) -> None:
        shapes = pd.Series(paper.shape(region.base_map["geometry"].to_numpy()), index=region.base_map.index)
        places = region.base_map["kind"] == "place"
        if places.any():
            shapes[places] = shapely.coverage_simplify(shapes[places].to_numpy(), tolerance_m)
        shapes[~places] = shapely.simplify(shapes[~places].to_numpy(), tolerance_m)
        self._shapes = pd.Series(
            shapely.intersection(shapely.make_valid(shapes.to_numpy()), paper.box),
            index=region.base_map.index,
        )

    def rings(self, row: Any) -> list[list[list[int]]]:
        parts = shapely.get_parts(self._shapes[row])
        polygons = [part for part in parts if part.geom_type == "Polygon" and not part.is_empty]
        return [_whole(ring) for polygon in polygons for ring in (polygon.exterior, *polygon.interiors)]

    def lines(self, row: Any) -> list[list[list[int]]]:
        shape = self._shapes[row]
        lines = shape.boundary if shape.geom_type.endswith("Polygon") else shape
        return [_whole(part) for part in shapely.get_parts(lines) if not part.is_empty]

    def centre(self, row: Any) -> tuple[int, int] | None:
        if self._shapes[row].is_empty:
            return None
        spot = shapely.point_on_surface(self._shapes[row])
        return round(spot.x), round(spot.y)


def _ground(name: str, shapes: _Shapes, row: Any) -> dict[str, Any]:
    x, y = shapes.centre(row) or (None, None)
    return {"name": name, "rings": shapes.rings(row), "x": x, "y": y}


def _whole(line: Any) -> list[list[int]]:
    rounded = np.rint(shapely.get_coordinates(line)).astype(int)
    keep = np.r_[True, (np.diff(rounded, axis=0) != 0).any(axis=1)]
    return [[int(x), int(y)] for x, y in rounded[keep]]


def _base(region: Region, lang: Lang, kinds: tuple[str, ...]) -> Any:
    rows = region.base_map.loc[region.base_map["kind"].isin(kinds)]
    named = rows.assign(name=_known(rows[f"name_{lang}"]))
    return ((row.Index, row) for row in named.itertuples())


def _districts(region: Region, tables: Tables, shapes: _Shapes, paper: _Paper, lang: Lang) -> Layer:
    """Every place, with its outline where the background map has one, and the hectares it asks for by period."""
    features: dict[str, list[Any]] = {}
    for feature, place in (
        region.base_map.loc[region.base_map["kind"] == "place", "place_id"].dropna().items()
    ):
        features.setdefault(str(place), []).append(feature)
    demand, unserved = _demand(tables), _unserved(tables)
    x, y = paper.project(region.places["lon"], region.places["lat"])
    found: Layer = []
    for i, row in enumerate(region.places.itertuples()):
        place = str(row.place_id)
        middle = next(filter(None, map(shapes.centre, features.get(place, ()))), None)
        at = paper.paper(x[i], y[i]) if np.isfinite(x[i]) else middle
        if at is not None:
            found.append(
                {
                    "id": place,
                    "name": _word(getattr(row, f"name_{lang}")),
                    "scope": _word(row.scope),
                    "rings": [ring for feature in features.get(place, ()) for ring in shapes.rings(feature)],
                    "x": at[0],
                    "y": at[1],
                    "middle": list(middle or at),
                    "planned": row.scope in region.meta.planned_scopes,
                    "demand_ha": demand.get(place, {}),
                    "unserved_ha": unserved.get(place, {}),
                }
            )
    return found


def _demand(tables: Tables) -> dict[str, dict[str, float]]:
    """Median hectares by place and period (the medians of cells are shares of a regional median, so they add)."""
    return _by_place(tables["demand_cells"], "p50_ha") if "demand_cells" in tables else {}


def _unserved(tables: Tables) -> dict[str, dict[str, float]]:
    """Hectares by place and period that no facility takes."""
    if "unserved" not in tables or "demand_cells" not in tables:
        return {}
    cells = tables["demand_cells"][["cell_id", "place_id", "period_id"]]
    lost = join(tables["unserved"][["cell_id", "ha"]], cells, "cell_id", "raise")
    return _by_place(lost.loc[lost["ha"] > 0], "ha")


def _by_place(rows: pd.DataFrame, figure: str) -> dict[str, dict[str, float]]:
    summed: Any = rows.groupby(["place_id", "period_id"])[figure].sum(min_count=1)
    found: dict[str, dict[str, float]] = {}
    for row in summed.dropna().rename("ha").reset_index().itertuples():
        found.setdefault(str(row.place_id), {})[str(row.period_id)] = round(float(row.ha), 3)
    return found


def _roads(region: Region, paper: _Paper, lang: Lang) -> Layer:
    nodes, edges = region.road_nodes, region.road_edges
    x, y = paper.project(nodes["lon"], nodes["lat"])
    spot = {node: list(paper.paper(x[i], y[i])) for i, node in enumerate(nodes["node_id"])}
    opens = np.full(len(edges), -1)
    for number, period in reversed(list(enumerate(region.meta.periods))):
        opens[edges_standing(edges, period)] = number
    return [
        {
            "id": row.edge_id,
            "ref": _word(row.road_ref),
            "name": _word(getattr(row, f"name_{lang}")),
            "class": _word(row.road_class),
            "line": [spot[row.from_node], spot[row.to_node]],
            "opens": int(first) if first >= 0 else None,
        }
        for row, first in zip(edges.rename(columns={"class": "road_class"}).itertuples(), opens, strict=True)
    ]


def _facilities(region: Region, tables: Tables, lang: Lang) -> Layer:
    """All parks and sites; x, y still in the zone, None where a point is unknown."""
    roles = tables["facilities"].set_index("facility_id") if "facilities" in tables else pd.DataFrame()
    opened: dict[str, Layer] = {}
    if "openings" in tables:
        for row in tables["openings"].sort_values(["facility_id", "phase"]).itertuples():
            told = {
                "period": row.period_id,
                "legal_type": _word(row.legal_type),
                "net_ha": _number(row.net_ha),
                "committed": bool(_number(getattr(row, "committed", None))),
            }
            opened.setdefault(str(row.facility_id), []).append(told)
    found: Layer = []
    for table, key, gross in (("parks", "park_id", "total_ha"), ("sites", "site_id", "gross_ha")):
        rows = getattr(region, table)
        x, y = to_zone(rows["lon"], rows["lat"], region.meta.analysis_crs)
        for i, row in enumerate(rows.to_dict("records")):
            facility = f"{table}:{row[key]}"
            known = roles.loc[facility] if facility in roles.index else pd.Series(dtype="object")
            entry = {
                "id": facility,
                "table": table,
                "name": _word(row[f"name_{lang}"]),
                "x": float(x[i]) if np.isfinite(x[i]) else None,
                "y": float(y[i]) if np.isfinite(y[i]) else None,
                "role": _word(known.get("role")),
                "kind": _word(row.get("kind", row.get("site_class"))),
                "scope": _word(known.get("scope", row.get("scope"))),
                "net_ha": _number(known.get("net_ha")),
                "gross_ha": _number(known.get("gross_ha", row[gross])),
                "opened": opened.get(facility, []),
                "reason": _word(known.get(f"reason_{lang}")),
            }
            planned = entry["scope"] in (None, *region.meta.planned_scopes)
            found.append({**entry, "mark": mark_of(entry, planned)})
    return found


def _word(cell: Any) -> str | None:
    return None if cell is None or pd.isna(cell) else str(cell)


def _number(cell: Any) -> float | None:
    return None if cell is None or pd.isna(cell) else round(float(cell), 3)


def _known(cells: pd.Series[Any]) -> pd.Series[Any]:
    return cells.fillna("")
