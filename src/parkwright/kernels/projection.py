"""From degrees WGS 84 to metres of a projected zone and back, always by one operation that can be named.

PROJ chooses the datum shift by the place of each point. For VN-2000 it silently prefers, south of 11.04° N, an operation that
was never officially adopted, which gives a step of 0.80 m across that parallel. So the shift is pinned per datum, and the
map projection is applied separately. Zones on other datums use the one operation that PROJ ranks first for the whole zone.

Source of the pinned operation: EPSG:6960, "VN-2000 to WGS 84 (2)", seven parameters of Decision 05/2007/QĐ-BTNMT.
"""

from __future__ import annotations

import warnings
from dataclasses import dataclass
from functools import cache
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import ArrayLike, NDArray

Floats: TypeAlias = NDArray[np.float64]

_PINNED = {4756: ("urn:ogc:def:coordinateOperation:EPSG::6960", "VN-2000 to WGS 84 (2)")}
"""Datum (EPSG code of its geographic system) -> operation to WGS 84 that all its zones go through."""


@dataclass(frozen=True, slots=True)
class Operation:
    """The datum shift that a zone goes through, for the manifest of a run.

    accuracy_m: as PROJ states it; None where it is unknown
    pinned:     True if this house pins it, False if it is PROJ's first choice for the zone
    is_best:    False if PROJ knows a better one whose grid is not installed
    """

    zone: str
    code: str
    name: str
    accuracy_m: float | None
    pinned: bool
    is_best: bool


def to_zone(lon: ArrayLike, lat: ArrayLike, zone: str) -> tuple[Floats, Floats]:
    """Project points.

    lon, lat: degrees WGS 84, any shape (the same); NaN stays NaN
    zone:     a coordinate system as PROJ names it ("EPSG:9210"); a geographic one gives degrees on its own datum
    Returns x (east) and y (north), metres.

    I/O Example:
        to_zone([106.698], [10.7757], "EPSG:9210") -> ([603480.5], [1191808.6])

    Raises:
        pyproj.exceptions.CRSError: PROJ does not know the zone, or no way from WGS 84 to it.
    """
    return _through(_pipe(zone).forward, lon, lat)


def from_zone(x: ArrayLike, y: ArrayLike, zone: str) -> tuple[Floats, Floats]:
    """The way back of ``to_zone``: metres of the zone in, degrees WGS 84 (lon, lat) out."""
    return _through(_pipe(zone).backward, x, y)


def scale_factor(lon: ArrayLike, lat: ArrayLike, zone: str) -> Floats:
    """Metres on the map per metre on the ellipsoid at each point (geometric mean of the two directions); NaN stays NaN.

    I/O Example:
        scale_factor([105.75], [10.8], "EPSG:9210") -> [0.9999]     (on the central meridian)
    """
    from pyproj import CRS, Proj

    crs = CRS.from_user_input(zone)
    if not crs.is_projected:
        raise ValueError(f"{zone} is not projected: it has no scale in metres")
    degrees = np.asarray(lon, dtype=float), np.asarray(lat, dtype=float)
    known = np.isfinite(degrees[0]) & np.isfinite(degrees[1])
    scale = np.full(known.shape, np.nan)
    if known.any():
        scale[known] = np.sqrt(Proj(crs).get_factors(degrees[0][known], degrees[1][known]).areal_scale)
    return scale


def operation(zone: str) -> Operation:
    """Which datum shift the zone goes through.

    I/O Example:
        operation("EPSG:9210") -> Operation("EPSG:9210", "urn:ogc:def:coordinateOperation:EPSG::6960",
                                            "VN-2000 to WGS 84 (2)", 1.0, pinned=True, is_best=True)
    """
    return _pipe(zone).operation


def proj_version() -> str:
    """The version of PROJ, as in "9.5.1"."""
    from pyproj import proj_version_str

    return str(proj_version_str)


@dataclass(frozen=True, slots=True)
class _Pipe:
    """Steps between WGS 84 and a zone: (transformer, runs backwards, (lat, lon) order at entry and exit)."""

    steps: tuple[tuple[Any, bool, bool], ...]
    operation: Operation

    def forward(self, a: Floats, b: Floats) -> tuple[Floats, Floats]:
        for transformer, inverse, latlon in self.steps:
            a, b = _run(transformer, inverse, latlon, a, b)
        return a, b

    def backward(self, a: Floats, b: Floats) -> tuple[Floats, Floats]:
        for transformer, inverse, latlon in reversed(self.steps):
            a, b = _run(transformer, not inverse, latlon, a, b)
        return a, b


@cache
def _pipe(zone: str) -> _Pipe:
    from pyproj import CRS

    crs = CRS.from_user_input(zone)
    datum = crs.geodetic_crs.to_epsg() if crs.geodetic_crs is not None else None
    return _pinned_pipe(zone, datum) if datum in _PINNED else _first_pipe(zone)


def _pinned_pipe(zone: str, datum: int) -> _Pipe:
    """The pinned shift backwards (it is published towards WGS 84, latitude first), then the map projection alone."""
    from pyproj import Transformer

    code, name = _PINNED[datum]
    shift = Transformer.from_pipeline(code)
    plane = Transformer.from_crs(f"EPSG:{datum}", zone, always_xy=True)
    accuracy = float(shift.accuracy) if shift.accuracy >= 0 else None
    return _Pipe(
        ((shift, True, True), (plane, False, False)), Operation(zone, code, name, accuracy, True, True)
    )


def _first_pipe(zone: str) -> _Pipe:
    from pyproj.exceptions import CRSError
    from pyproj.transformer import TransformerGroup

    with warnings.catch_warnings():
        warnings.simplefilter("ignore", UserWarning)  # a missing grid is told in Operation.is_best instead
        group = TransformerGroup("EPSG:4326", zone, always_xy=True)
    if not group.transformers:
        raise CRSError(f"no operation leads from WGS 84 to {zone}")
    first = group.transformers[0]
    accuracy = float(first.accuracy) if first.accuracy >= 0 else None
    told = Operation(zone, first.definition, first.description, accuracy, False, bool(group.best_available))
    return _Pipe(((first, False, False),), told)


def _run(transformer: Any, inverse: bool, latlon: bool, a: Floats, b: Floats) -> tuple[Floats, Floats]:
    direction = "INVERSE" if inverse else "FORWARD"
    first, second = (b, a) if latlon else (a, b)
    first, second = transformer.transform(first, second, direction=direction)
    return (second, first) if latlon else (first, second)


def _through(run: Any, a: ArrayLike, b: ArrayLike) -> tuple[Floats, Floats]:
    """Send only known points through PROJ, which would turn NaN into infinity."""
    first, second = np.asarray(a, dtype=float), np.asarray(b, dtype=float)
    if first.shape != second.shape:
        raise ValueError(f"shapes differ: {first.shape} and {second.shape}")
    known = np.isfinite(first) & np.isfinite(second)
    out_a, out_b = np.full(first.shape, np.nan), np.full(first.shape, np.nan)
    if known.any():
        out_a[known], out_b[known] = run(first[known], second[known])
    return out_a, out_b
