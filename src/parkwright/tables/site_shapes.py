"""Shapes of sites: each drawn as its role asks, exclusions along lines with a width, one boundary for each site that has shapes.

What needs metres or the way a boundary runs (areas, distances, outlines that cross themselves) is looked at where geometry is
computed: ``files.site_shapes``.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import Any

import pandas as pd

from parkwright.tables.problem import Problem, problem
from parkwright.tables.spec import table
from parkwright.words import text

_NAME = "site_shapes"
AREAS = ("Polygon", "MultiPolygon")
LINES = ("LineString", "MultiLineString")
_DRAWN_AS: Mapping[str, tuple[str, ...]] = {
    "boundary": AREAS,
    "exclusion": (*AREAS, *LINES),
    "access": ("Point",),
    "required": (*AREAS, *LINES, "Point"),
}


def check_site_shapes(
    frames: Mapping[str, pd.DataFrame], rows: Mapping[str, pd.Series], before: Iterable[Problem]
) -> Iterator[Problem]:
    """Defects of the rows of ``site_shapes`` that no cell shows by itself.

    frames, rows: typed frames by table, and for each the row in the file (same order)
    before:       what the doors have told: a width that cannot be read is not told as missing too

    I/O Example:
        b01-boundary of role boundary, a LineString            -> wrong_shape (error)
        b01-canal-1 of role exclusion, a LineString, no width  -> line_without_width (error)
        b01-access-1 of role access and kind canal             -> other_kind (error)
        b01 with a canal and no boundary                       -> no_boundary (error); with two: two_boundaries (error)
    """
    frame, numbers = frames[_NAME], rows[_NAME]
    unread = {one.row for one in before if (one.table, one.column) == (_NAME, "width_m")}
    for shape, row in zip(frame.itertuples(index=False), numbers, strict=True):
        yield from _one_shape(shape, int(row), int(row) in unread)
    yield from _boundaries(frame.assign(row=numbers.to_numpy()), set(frames["sites"]["site_id"].dropna()))


def kinds_of(role: str) -> tuple[str, ...]:
    """The kinds that go with a role.

    I/O Example:
        kinds_of("boundary") -> ("site",)      kinds_of("access") -> ("expressway", "ring", "national", …, "other")
    """
    roads = table("road_edges").columns["class"].codes
    if role == "boundary":
        return ("site",)
    if role == "access":
        return (*roads, "other")
    return tuple(kind for kind in table(_NAME).columns["kind"].codes if kind != "site")


def _one_shape(shape: Any, row: int, unread: bool) -> Iterator[Problem]:
    role, kind, form = shape.role, shape.kind, _form(shape.geometry)
    if role not in _DRAWN_AS:
        return
    if form is not None and form not in _DRAWN_AS[role]:
        yield problem(
            "site_shapes.wrong_shape", _NAME, "geometry", row, what=text(f"site_shapes.what.{role}"),
            site=_word(shape.site_id), found=text(f"site_shapes.drawn.{form}"), needed=text(f"site_shapes.needed.{role}"),
        )  # fmt: skip
    elif role == "exclusion" and form in LINES and pd.isna(shape.width_m) and not unread:
        yield problem("site_shapes.line_without_width", _NAME, "width_m", row, shape=_word(shape.shape_id))
    known = kinds_of(role)
    if kind in table(_NAME).columns["kind"].codes and kind not in known:
        told = {"value": kind, "role": role, "known": ", ".join(known)}
        yield problem("site_shapes.other_kind", _NAME, "kind", row, "error", **told)


def _form(drawn: Any) -> str | None:
    """The kind of a shape as GeoJSON names it; None where there is none (the door has told it)."""
    if not hasattr(drawn, "geom_type"):
        return None
    return "empty" if drawn.is_empty else str(drawn.geom_type)


def _boundaries(frame: pd.DataFrame, sites: Collection[str]) -> Iterator[Problem]:
    """One boundary for each site. Where a boundary stands under a site that is not there, or a row has no role, what is missing
    may be that row: its own defect is told already."""
    drawn = frame["role"] == "boundary"
    lost = bool((drawn & ~frame["site_id"].isin(sites)).any())
    for site, members in frame[frame["site_id"].isin(sites)].groupby("site_id", sort=False):
        first, *more = sorted(members.loc[drawn, "row"]) or [None]
        if first is None and not lost and members["role"].isin(_DRAWN_AS).all():
            yield problem("site_shapes.no_boundary", _NAME, "role", int(members["row"].min()), site=str(site))
        for row in more:
            yield problem(
                "site_shapes.two_boundaries", _NAME, "role", int(row), site=str(site), first_row=int(first)
            )


def _word(cell: object) -> str | None:
    return cell if isinstance(cell, str) else None
