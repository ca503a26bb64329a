"""``results.gpkg``: the plan on the map, for QGIS: parks, sites, places and flows over the background, with styles inside."""

from __future__ import annotations

import tempfile
from collections.abc import Mapping
from pathlib import Path

import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray

from parkwright.files.layers import points_of, write_layer
from parkwright.files.qgis_styles import Look, Style, add_styles, still_dates
from parkwright.tables import Region, join

_GREY, _WHITE = "225,225,220,255", "255,255,255,255"
_FLOW_STEPS = (5.0, 20.0, 60.0, 1e6)
_DEMAND_STEPS = (10.0, 50.0, 150.0, 400.0, 1e7)
STYLES = {
    "districts": Style("Polygon", {"": Look("238,236,226,255", "190,185,175,255")}),
    "rivers": Style("Line", {"": Look("150,190,220,255", size_mm=0.6)}),
    "flows": Style(
        "Line",
        {str(at): Look(f"200,90,30,{alpha}", size_mm=mm) for at, (alpha, mm) in enumerate(
            [(110, 0.2), (150, 0.5), (190, 1.0), (230, 1.8)])},
        "ha",
        _FLOW_STEPS,
    ),
    "places": Style(
        "Point",
        {str(at): Look("110,90,160,200", size_mm=mm) for at, mm in enumerate([1.2, 2.2, 3.4, 4.8, 6.4])},
        "demand_p50_ha",
        _DEMAND_STEPS,
        "name_vi",
    ),
    "parks": Style(
        "Point",
        {"vacancy": Look("70,130,180,255"), "candidate": Look("170,200,220,255"), "committed": Look("30,90,150,255"),
         "left-out": Look(_GREY)},
        "role",
    ),
    "sites": Style(
        "Point",
        {"opens": Look("214,69,65,255", size_mm=3.6, shape="diamond"),
         "not-opened": Look(_WHITE, size_mm=2.8, shape="diamond"),
         "left-out": Look(_GREY, size_mm=2.2, shape="diamond")},
        "state",
        label="name_vi",
    ),
}  # fmt: skip


def results_gpkg(tables: Mapping[str, pd.DataFrame], region: Region) -> bytes:
    """The bytes of results.gpkg.

    tables: result tables by name; used are facilities, openings, allocations and demand_cells
    region: for places and the background

    Layers: ``parks`` and ``sites`` (facilities with the hectares opened and let), ``places`` (demand, P50, all periods),
    ``flows`` (hectares from a place to a facility, all periods), ``districts``, ``rivers``. A facility without a point
    is in its layer without a shape.
    """
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "results.gpkg"
        for kind, name in (("area", "districts"), ("water", "rivers")):
            _write_background(path, region.base_map, kind, name)
        flows = _flows(tables, region)
        write_layer(path, "flows", flows, _lines(flows), "LineString", "GPKG")
        for name, frame in (("places", _places(tables, region)), *_facilities(tables)):
            write_layer(path, name, frame, points_of(frame), "Point", "GPKG")
        add_styles(path, STYLES)
        still_dates(path)
        return path.read_bytes()


def _facilities(tables: Mapping[str, pd.DataFrame]) -> list[tuple[str, pd.DataFrame]]:
    """Facilities by their table, with first opening, hectares opened and hectares let."""
    openings, allocations = tables["openings"], tables["allocations"]
    first = openings.sort_values("phase", kind="stable").drop_duplicates("facility_id")
    opened = openings.groupby("facility_id", as_index=False).agg(opened_net_ha=("net_ha", "sum"))
    let = allocations.groupby("facility_id", as_index=False).agg(let_ha=("ha", "sum"))
    frame = tables["facilities"]
    frame = join(frame, first[["facility_id", "period_id", "legal_type"]], "facility_id", "keep")
    frame = join(join(frame, opened, "facility_id", "keep"), let, "facility_id", "keep")
    state = np.where(frame["role"] == "left-out", "left-out", "not-opened")
    frame = frame.assign(
        state=pd.Series(np.where(frame["opened_net_ha"].notna(), "opens", state), frame.index)
    )
    return [(name, frame.loc[frame["table"] == name]) for name in ("parks", "sites")]


def _places(tables: Mapping[str, pd.DataFrame], region: Region) -> pd.DataFrame:
    cells = tables["demand_cells"]
    demand = cells.groupby("place_id", as_index=False).agg(demand_p50_ha=("p50_ha", "sum"))
    places = region.places[["place_id", "name_vi", "name_en", "scope", "lon", "lat"]]
    return join(places, demand, "place_id", "keep")


def _flows(tables: Mapping[str, pd.DataFrame], region: Region) -> pd.DataFrame:
    """Hectares and mean minutes from each place to each facility, with both ends."""
    cells = tables["demand_cells"][["cell_id", "place_id"]]
    flows = join(
        tables["allocations"][["cell_id", "facility_id", "ha", "truck_min"]], cells, "cell_id", "raise"
    )
    flows = flows.assign(ha_min=flows["ha"] * flows["truck_min"])
    flows = flows.groupby(["place_id", "facility_id"], as_index=False)[["ha", "ha_min"]].sum()
    flows = flows.assign(mean_truck_min=flows["ha_min"] / flows["ha"].where(flows["ha"] > 0)).drop(
        columns="ha_min"
    )
    start = region.places[["place_id", "lon", "lat"]].rename(columns={"lon": "from_lon", "lat": "from_lat"})
    end = tables["facilities"][["facility_id", "lon", "lat"]].rename(
        columns={"lon": "to_lon", "lat": "to_lat"}
    )
    return join(join(flows, start, "place_id", "raise"), end, "facility_id", "raise")


def _lines(flows: pd.DataFrame) -> NDArray[np.object_]:
    ends = flows[["from_lon", "from_lat", "to_lon", "to_lat"]].to_numpy(dtype=float).reshape(-1, 2, 2)
    known = ~np.isnan(ends).any(axis=(1, 2))
    lines = np.full(len(flows), None, dtype=object)
    if known.any():
        lines[known] = shapely.linestrings(ends[known])
    return lines


def _write_background(path: Path, base_map: pd.DataFrame, layer: str, name: str) -> None:
    features = base_map.loc[base_map["layer"] == layer]
    kind = "MultiPolygon" if layer == "area" else "MultiLineString"
    shapes = features["geometry"].to_numpy(dtype=object, copy=True)
    for at, shape in enumerate(shapes):
        if not kind.endswith(shape.geom_type.removeprefix("Multi")):
            shapes[at] = None
    write_layer(path, name, features.drop(columns="geometry"), shapes, kind, "GPKG")
