"""``lay_out``: one site to two to four schemes of closed polygons, measured and held against the planning code."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from shapely.geometry import Polygon

from parkwright.kernels.layout.measured import Layout, measure_scheme
from parkwright.kernels.layout.scheme import Scheme
from parkwright.kernels.layout.search import Found, SearchParams, search
from parkwright.kernels.layout.skeleton import Skeleton
from parkwright.kernels.layout.standards import LotClass, Standards
from parkwright.rules import InForce
from parkwright.rules.predicates import setback_m
from parkwright.steps.layout.asked import PREMISES_OF_USE, lot_classes, unit_m2
from parkwright.steps.layout.figures import fit, metrics, rectangularity, rows_of, shares, utilities
from parkwright.steps.layout.ground import Prepared, prepare
from parkwright.steps.layout.judge import Capacity, judge
from parkwright.steps.layout.params import LayoutParams
from parkwright.tables import BadInput, problem, result_frame, table
from parkwright.words import Text

TABLES = ("layout_pieces", "layout_lots", "layout_shares", "layout_mix", "layout_verdicts", "layout_metrics")
_SCHEMES = "abcdefgh"
_PLANT_PART = 0.9
"""Of the land that the code gives the wastewater plant: it is placed before the lots are known, and some land becomes no lot."""
_SIDE_M = 3.5
"""Half the least distance between two long sides of buildings (QC-27: 7 m)."""


@dataclass(frozen=True, slots=True)
class LaidOut:
    """Schemes of one site.

    tables: by name (``TABLES``)
    shapes: one polygon for each row of ``layout_pieces``, metres of the zone
    notes:  what was assumed on the way
    roads:  road patterns worth building out, to be handed to ``lay_out`` again
    """

    tables: Mapping[str, pd.DataFrame]
    shapes: tuple[Polygon, ...]
    notes: tuple[Text, ...]
    roads: tuple[tuple[Skeleton, ...], ...] = ()


def lay_out(
    site_id: str, site_shapes: pd.DataFrame, mix: pd.DataFrame, law: InForce, params: LayoutParams = LayoutParams(),
    seed: int = 0, capacity: Capacity = Capacity(), roads: Sequence[tuple[Skeleton, ...]] = (),
) -> LaidOut:  # fmt: skip
    """Lay a site out.

    site_shapes: rows of the site (role, kind, width_m, buffer_m, crossable, geometry in metres of one projected zone)
    mix:         table ``lot_mix``; law: of the day; capacity: what the site is given from outside
    roads:       of an earlier ``LaidOut`` of the same site, to be kept: only public land and lots are laid out anew

    I/O Example:
        a site of 300 ha, mix: land 3,000 m2 x 300 -> tables of schemes a, b, c; layout_shares of scheme a: lots 0.73, roads 0.11, …

    Raises:
        BadInput: the shapes cannot be laid out (see ``prepare``), or lots are asked for that are larger than any block.
    """
    standards = make_standards(law, params)
    prepared = prepare(site_shapes, standards, params)
    classes = lot_classes(mix, params)
    _refuse_giants(mix, prepared, standards)
    settings = SearchParams(
        params.skeletons, params.cut, params.schemes, seed, params.fill_s, params.fill_nodes, params.fill_gap
    )
    found = search(prepared.ground, prepared.doors, classes, standards, settings, roads)
    if not found.schemes:
        raise BadInput(
            [problem("layout.no_room", "site_shapes", "geometry", room=standards.road_m["ring"] * 2)]
        )
    parts = [
        _scheme_tables(scheme, classes, mix, prepared, law, params, capacity, standards, found)
        for scheme in found.schemes
    ]
    ordered = sorted(parts, key=lambda one: (one.fails, -one.worth))
    named = [one.named(site_id, _SCHEMES[at]) for at, one in enumerate(ordered)]
    tables = {name: _together(name, [one[name] for one in named]) for name in TABLES}
    drawn = {
        (_SCHEMES[at], piece): shape
        for at, one in enumerate(ordered)
        for piece, shape in zip(one.tables["layout_pieces"]["piece_id"], one.shapes, strict=True)
    }
    pieces = tables["layout_pieces"]
    rows = zip(pieces["scheme_id"], pieces["piece_id"], strict=True)
    return LaidOut(tables, tuple(drawn[row] for row in rows), prepared.notes, found.kept)


def make_standards(law: InForce, params: LayoutParams) -> Standards:
    """What a layout is drawn to: the shares of the law (or of the edition that has ended, where the new one is unknown)."""
    m3_ha = params.water_m3_ha_day * (_number(law, "QC-11") or 0.8)
    plant_per_lot = (_number(law, "QC-12", "ha_per_1000_m3_day") or 0.2) * m3_ha / 1000
    return Standards(
        road_m={
            "local": params.local_road_m, "cross": params.cross_road_m, "ring": params.ring_road_m,
            "main": params.main_road_m, "access": params.main_road_m,
        },
        belt_m=_number(law, "QC-06") or 10.0, frontage_m=params.frontage_m, ratio_low=params.ratio_low,
        ratio_high=params.ratio_high, depth_min_m=params.depth_min_m, depth_max_m=params.depth_max_m,
        splay_m=params.splay_m, block_m=(params.block_min_m, params.block_max_m), junction_m=params.junction_m,
        roads_share=_number(law, "QC-01") or 0.0, green_share=_number(law, "QC-02") or 0.0,
        technical_share=_number(law, "QC-03") or 0.0, service_share=params.service_share,
        parking_share=params.parking_share, common_share=_number(law, "ECO-08") or 0.0,
        plant_per_lot=_PLANT_PART * plant_per_lot,
        plant_green_m=_number(law, "QC-12", "green_belt_m") or 10.0,
        substation_m2=0.98e4 * (_number(law, "QC-20", "110_kv") or 1.0),
    )  # fmt: skip


def _number(law: InForce, rule_id: str, part: str = "") -> float | None:
    """A number of the law in force; where that is unknown, of the edition that ended before it."""
    found = law.limit(rule_id, part)
    if found is not None:
        return found
    ended = law.ended(rule_id)
    return None if ended is None else ended.number(part)


def _site_m2(site_shapes: pd.DataFrame) -> float:
    rows = site_shapes[site_shapes["role"] == "boundary"]
    return float(sum(shape.area for shape in rows["geometry"] if shape is not None))


def _refuse_giants(mix: pd.DataFrame, prepared: Prepared, standards: Standards) -> None:
    """Lots larger than the largest block that the limits allow, or than all land of the largest body, cannot be laid out.

    The largest lot lies across both strips of a block: at depth D it is D / ratio_low wide at most.
    """
    deep = 2 * max(standards.depths_m)
    largest = min(
        deep * min(deep / standards.ratio_low, standards.block_m[1]),
        max(one.area for one in prepared.ground.bodies),
    )
    rows = mix[(mix["premises_type"] == "land") & (mix["count"] > 0) & (mix["area_m2"] > largest)]
    if len(rows):
        raise BadInput(
            problem(
                "layout.too_large_lot",
                "lot_mix",
                "area_m2",
                int(str(row)),
                asked=float(area),
                largest=largest,
            )
            for row, area in rows["area_m2"].items()
        )


@dataclass(frozen=True, slots=True)
class _Part:
    """One scheme's tables before they are named; ``fails`` (rules that it breaks), then ``worth`` rank the schemes."""

    tables: Mapping[str, pd.DataFrame]
    shapes: tuple[Polygon, ...]
    worth: float
    fails: int

    def named(self, site_id: str, scheme_id: str) -> dict[str, pd.DataFrame]:
        return {
            name: frame.assign(site_id=site_id, scheme_id=scheme_id) for name, frame in self.tables.items()
        }


def _scheme_tables(
    scheme: Scheme, classes: Sequence[LotClass], mix: pd.DataFrame, prepared: Prepared, law: InForce,
    params: LayoutParams, capacity: Capacity, standards: Standards, found: Found,
) -> _Part:  # fmt: skip
    layout = measure_scheme(scheme, classes, standards)
    site = prepared.ground.site
    site_m2 = float(site.area)
    ids = _ids(layout)
    group = shares(layout, site_m2)
    need = utilities(group["lots"], site_m2, law, params)
    buildable = _buildable(layout, law, params, standards)
    figures = metrics(scheme, layout, classes, prepared.ground.doors, site_m2, law, params)
    figures["skeletons"] = (float(found.estimated), "skeletons")
    figures["skeletons_s"] = (found.estimate_s, "s")
    figures["seconds"] = (found.seconds, "s")
    tables = {
        "layout_pieces": _pieces(layout, ids, classes, standards),
        "layout_lots": _lots(layout, ids, classes, mix, buildable),
        "layout_shares": pd.DataFrame(
            [{"group": name, "area_m2": area, "share": area / site_m2} for name, area in group.items()]
        ),
        "layout_mix": _mix(layout, classes),
        "layout_verdicts": judge(layout, ids, group, buildable, need, site, capacity, law, params),
        "layout_metrics": rows_of(figures),
    }
    unmet = figures["unmet_lots"][0] / max(1.0, sum(one.count for one in classes))
    ends = figures["dead_ends"][0] + figures["close_junctions"][0]
    worth = figures["lots_share"][0] - 0.1 * unmet - 0.002 * ends - 0.0005 * figures["bridges"][0]
    return _Part(tables, layout.shapes, worth, int((tables["layout_verdicts"]["verdict"] == "fails").sum()))


def _ids(layout: Layout) -> list[str]:
    """An id for each piece: its use and a number; lots are numbered along their strips, so that neighbours follow each other."""
    total = {use: layout.use.count(use) for use in set(layout.use)}
    seen: dict[str, int] = {}
    ids = []
    for use in layout.use:
        name = "lot" if use.startswith("lot") else use.replace("_", "-")
        seen[name] = seen.get(name, 0) + 1
        width = 4 if name == "lot" else len(str(total[use]))
        ids.append(f"{name}-{seen[name]:0{width}d}")
    return ids


def _pieces(
    layout: Layout, ids: Sequence[str], classes: Sequence[LotClass], standards: Standards
) -> pd.DataFrame:
    road = [use.removeprefix("road_") if use.startswith("road") else "" for use in layout.use]
    kind = [classes[at].name if at >= 0 else "" for at in layout.kind]
    return pd.DataFrame(
        {
            "piece_id": ids, "use": layout.use, "area_m2": layout.area_m2,
            "width": [standards.road_m.get(one, np.nan) for one in road],
            "class": [one or other for one, other in zip(road, kind, strict=True)],
        }
    )  # fmt: skip


def _lots(
    layout: Layout, ids: Sequence[str], classes: Sequence[LotClass], mix: pd.DataFrame, buildable: np.ndarray
) -> pd.DataFrame:
    boxes = rectangularity(layout)
    rows = []
    for at in map(int, np.flatnonzero(layout.is_lot)):
        use, kind = layout.use[at], int(layout.kind[at])
        premises = PREMISES_OF_USE[use]
        unit = unit_m2(mix, premises) if premises != "land" else np.nan
        rows.append(
            {
                "lot_id": ids[at], "use": use, "premises_type": premises, "class": classes[kind].name if kind >= 0 else "",
                "area_m2": layout.area_m2[at], "frontage_m": layout.frontage_m[at], "depth_m": layout.depth_m[at],
                "width_m": layout.width_m[at], "road": layout.road[at],
                "units": int(layout.area_m2[at] / unit) if unit == unit else pd.NA, "rectangularity": boxes[at],
                "buildable_m2": buildable[at],
            }
        )  # fmt: skip
    return pd.DataFrame(rows)


def _mix(layout: Layout, classes: Sequence[LotClass]) -> pd.DataFrame:
    found = fit(layout, classes)
    return found.assign(premises_type=[PREMISES_OF_USE[one.use] for one in classes])


def _buildable(layout: Layout, law: InForce, params: LayoutParams, standards: Standards) -> np.ndarray:
    """[P] ground that may be built on: what setbacks leave, at most the net density of the code; 0 for pieces that are no lot."""
    density = _number(law, "QC-04", "up_to_5_floors") or 1.0
    high = _number(law, "QC-04", "above_5_floors") or density
    found = np.zeros(len(layout.use))
    for at in np.flatnonzero(layout.is_lot):
        road_m = standards.road_m.get(layout.road[at].removeprefix("road_"), standards.road_m["local"])
        front = setback_m(road_m, params.building_height_m, law)
        wide = max(0.0, layout.width_m[at] - 2 * _SIDE_M)
        deep = max(0.0, layout.depth_m[at] - front - _SIDE_M)
        most = (high if layout.use[at] == "lot_multi_storey" else density) * layout.area_m2[at]
        found[at] = min(most, wide * deep)
    return found


def _together(name: str, frames: Sequence[pd.DataFrame]) -> pd.DataFrame:
    whole = pd.concat(frames, ignore_index=True)
    ordered = whole.reindex(columns=list(table(name).columns))
    text_like = ordered.select_dtypes(include=["object", "string"]).columns
    ordered[text_like] = ordered[text_like].where(ordered[text_like] != "", None)
    return result_frame(name, ordered)
