"""From the shapes of a site to the kernel's ground; what makes a site impossible to lay out is told before anything is drawn."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import pandas as pd
import shapely
from shapely.geometry import LineString, Point
from shapely.geometry.base import BaseGeometry
from shapely.ops import nearest_points

from parkwright.kernels.layout.ground import Exclusion, Ground, make_ground, polygons
from parkwright.kernels.layout.standards import Standards
from parkwright.steps.layout.params import LayoutParams
from parkwright.tables import BadInput, Problem, problem
from parkwright.words import Text, text

TABLE = "site_shapes"
_USES = {
    "canal": "water", "river": "water", "lake": "water", "power_corridor": "corridor_power", "protected": "protected",
    "settlement": "protected",
} | dict.fromkeys(("road", "expressway", "ring", "national", "provincial", "arterial", "local"), "road_existing")  # fmt: skip
"""Use of the land of an exclusion by its kind; any other kind is kept in reserve."""
_TAKEN = ("exclusion", "required")
_DOOR_M = 100.0
"""An access point farther from the boundary than this is none of the site's."""
_LARGEST_HA = 5000.0


@dataclass(frozen=True, slots=True)
class Prepared:
    """A ground with the doors of each of its bodies (zone, shape (n, 2)), and what was assumed on the way."""

    ground: Ground
    doors: tuple[np.ndarray, ...]
    notes: tuple[Text, ...]


def prepare(shapes: pd.DataFrame, standards: Standards, params: LayoutParams) -> Prepared:
    """Make a site ready from its shapes.

    shapes: rows of one site with role, kind, width_m, buffer_m, crossable, geometry in metres of one zone; the index is the
            row that a person sees

    I/O Example:
        role       kind   width_m  geometry
        boundary   site            POLYGON of 300 ha      -> a ground of one body, with one door
        exclusion  canal  12       LINESTRING
        access     local           POINT

    Raises:
        BadInput: no boundary or several, a boundary that crosses itself, is in degrees or has no room; no access point;
                  exclusions that cut off land that no access point reaches.
    """
    wrong = [*_strange_rows(shapes)]
    if wrong:
        raise BadInput(wrong)
    boundary = _boundary(shapes)
    doors = _doors(shapes, boundary)
    exclusions = tuple(_exclusions(shapes, params))
    room = 2 * standards.road_m["ring"] + standards.depth_min_m
    ground = make_ground(boundary, exclusions, doors, standards.belt_m, room)
    if not ground.bodies:
        raise BadInput([problem("layout.no_room", TABLE, "geometry", room=room + 2 * standards.belt_m)])
    found, notes = _reach(ground)
    return Prepared(ground, found, (*_without_effect(shapes, boundary), *notes))


def _without_effect(shapes: pd.DataFrame, boundary: BaseGeometry) -> Iterator[Text]:
    for row, shape in shapes.loc[shapes["role"].isin(_TAKEN), "geometry"].items():
        if not shape.intersects(boundary):
            yield text("layout.exclusion_outside", row=int(str(row)))


def _boundary(shapes: pd.DataFrame) -> BaseGeometry:
    rows = shapes[shapes["role"] == "boundary"]
    if len(rows) != 1:
        raise BadInput([problem("layout.one_boundary", TABLE, "role", count=len(rows))])
    row = int(rows.index[0])
    shape: BaseGeometry | None = rows["geometry"].iloc[0]
    if shape is None or shape.is_empty or not shape.geom_type.endswith("Polygon"):
        raise BadInput([problem("layout.no_area", TABLE, "geometry", row)])
    x0, y0, x1, y1 = shape.bounds
    if x0 >= -180 and x1 <= 180 and y0 >= -90 and y1 <= 90:
        raise BadInput([problem("layout.in_degrees", TABLE, "geometry", row)])
    if not shapely.is_valid(shape):
        why = shapely.is_valid_reason(shape)
        place = why[why.find("[") + 1 : why.find("]")] if "[" in why else ""
        raise BadInput([problem("layout.crosses_itself", TABLE, "geometry", row, place=place)])
    if shape.area > _LARGEST_HA * 1e4:
        raise BadInput(
            [problem("layout.too_large", TABLE, "geometry", row, ha=shape.area / 1e4, most=_LARGEST_HA)]
        )
    return shape


def _strange_rows(shapes: pd.DataFrame) -> Iterator[Problem]:
    """Rows that would be passed over in silence: of a role that is none, or a line that keeps no land free."""
    known = ("boundary", "access", *_TAKEN)
    widths = pd.to_numeric(shapes.get("width_m", pd.Series(np.nan, shapes.index)), errors="coerce")
    for row, role, shape, width in zip(shapes.index, shapes["role"], shapes["geometry"], widths, strict=True):
        is_line = role in _TAKEN and shape.geom_type.endswith("LineString")
        if role not in known:
            yield problem(
                "layout.strange_role", TABLE, "role", int(row), found=str(role), known=", ".join(known)
            )
        elif is_line and not width > 0:
            yield problem("layout.no_width", TABLE, "width_m", int(row))


def _doors(shapes: pd.DataFrame, boundary: BaseGeometry) -> np.ndarray:
    rows = shapes[shapes["role"] == "access"]
    if rows.empty:
        raise BadInput([problem("layout.no_access", TABLE, "role")])
    far = [
        problem(
            "layout.access_far",
            TABLE,
            "geometry",
            int(str(row)),
            metres=shape.distance(boundary),
            most=_DOOR_M,
        )
        for row, shape in rows["geometry"].items()
        if shape.distance(boundary) > _DOOR_M
    ]
    if far:
        raise BadInput(far)
    return np.array([shapely.get_coordinates(shape)[0] for shape in rows["geometry"]])


def _exclusions(shapes: pd.DataFrame, params: LayoutParams) -> Iterator[Exclusion]:
    """Exclusions with the width of lines, the buffer of their kind and whether roads may cross them; land set aside for works
    already decided (required) is out of reach of lots too."""
    for row in shapes[shapes["role"].isin(_TAKEN)].to_dict("records"):
        shape = row["geometry"]
        use = _USES.get(str(row["kind"]), "reserve")
        width, buffer, crossable = row.get("width_m"), row.get("buffer_m"), row.get("crossable")
        if shape.geom_type.endswith("LineString"):
            shape = shape.buffer((float(width) if pd.notna(width) else 0.0) / 2, cap_style="square")
        own = {"water": params.canal_buffer_m, "protected": params.protected_buffer_m}.get(use, 0.0)
        may = params.bridges if use == "water" else use in ("corridor_power", "road_existing")
        yield Exclusion(
            use,
            shape,
            own if pd.isna(buffer) else float(buffer),
            may if pd.isna(crossable) else bool(crossable),
        )


def _reach(ground: Ground) -> tuple[tuple[np.ndarray, ...], tuple[Text, ...]]:
    """The doors of each body: its own, a link through a neck from a body that has one, or one that is assumed.

    Raises:
        BadInput: land cut off by exclusions that no road may cross.
    """
    points = [Point(door) for door in ground.doors]
    land = shapely.difference(ground.site, ground.barred)
    doors: list[list[np.ndarray]] = [[] for _ in ground.bodies]
    reach = np.array([[body.distance(point) for point in points] for body in ground.bodies])
    for door, body in enumerate(np.argmin(reach, axis=0)):
        doors[body].append(ground.doors[door])
    notes: list[Text] = []
    while not all(doors):
        served = [at for at, own in enumerate(doors) if own]
        waiting = [at for at, own in enumerate(doors) if not own]
        pairs = sorted((ground.bodies[a].distance(ground.bodies[b]), a, b) for a in served for b in waiting)
        linked = next(
            ((a, b) for _, a, b in pairs if _passes(land, ground.bodies[a], ground.bodies[b])), None
        )
        if linked is not None:
            meeting = _meeting(ground.bodies[linked[0]], ground.bodies[linked[1]])
            doors[linked[0]].append(meeting)
            doors[linked[1]].append(meeting)
            continue
        _, near, far = pairs[0]
        doors[far].append(_assumed_door(ground, near, far))
        ha = ground.bodies[far].area / 1e4
        notes.append(text("layout.assumed_access", ha=ha))
    return tuple(np.array(own) for own in doors), tuple(notes)


def _passes(land: BaseGeometry, one: BaseGeometry, other: BaseGeometry) -> bool:
    a, b = nearest_points(one, other)
    return bool(land.covers(LineString([a, b]))) if a.distance(b) > 0 else True


def _meeting(one: BaseGeometry, other: BaseGeometry) -> np.ndarray:
    a, b = nearest_points(one, other)
    return np.array([(a.x + b.x) / 2, (a.y + b.y) / 2])


def _assumed_door(ground: Ground, near: int, far: int) -> np.ndarray:
    """A door on the boundary of a part of the site that stands apart from all others.

    Raises:
        BadInput: the body stands in the same part of the site as another: it was cut off by exclusions.
    """
    parts = polygons(ground.site)
    own = next(part for part in parts if part.intersects(ground.bodies[far].representative_point()))
    if any(
        own.intersects(ground.bodies[other].representative_point())
        for other in range(len(ground.bodies))
        if other != far
    ):
        ha = ground.bodies[far].area / 1e4
        raise BadInput([problem("layout.cut_off", TABLE, "geometry", ha=ha)])
    here = nearest_points(own.exterior, ground.bodies[near])[0]
    return np.array(Point(here).coords[0])
