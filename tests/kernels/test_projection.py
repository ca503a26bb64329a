"""Projection: the known answers of the coordinate reference, and laws."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pyproj import Geod
from pyproj.exceptions import CRSError

from parkwright.kernels.projection import from_zone, operation, scale_factor, to_zone

VN_ZONES = (
    "EPSG:9205",
    "EPSG:9210",
    "EPSG:9218",
    "EPSG:5896",
    "EPSG:5899",
    "EPSG:3405",
    "EPSG:3406",
    "EPSG:4756",
)


@pytest.mark.parametrize("zone", VN_ZONES)
def test_every_vn2000_zone_goes_through_the_pinned_operation(zone: str) -> None:
    used = operation(zone)
    assert used.code == "urn:ogc:def:coordinateOperation:EPSG::6960"
    assert used.name == "VN-2000 to WGS 84 (2)"
    assert used.pinned


def test_no_step_at_11_04_north() -> None:
    """Equal steps northwards give equal steps on the map, across the parallel where PROJ would change its operation."""
    lat = np.array([11.030, 11.035, 11.040, 11.045, 11.050])
    x, y = to_zone(np.full(5, 106.65), lat, "EPSG:9210")
    assert np.abs(np.diff(y, 2)).max() < 0.01
    assert np.abs(np.diff(x, 2)).max() < 0.01


def test_shift_is_the_published_one() -> None:
    """The seven parameters of 2007, with the sign of the coordinate-frame convention, by hand in geocentric metres."""
    lon, lat = 106.65, 10.8
    x, y = to_zone([lon], [lat], "EPSG:4756")
    shift = Geod(ellps="WGS84").inv(lon, lat, x[0], y[0])[2]
    by_hand = _helmert_inverse(lon, lat)
    assert Geod(ellps="WGS84").inv(x[0], y[0], *by_hand)[2] < 0.002
    assert shift == pytest.approx(225.0, abs=3.0)


def _helmert_inverse(lon: float, lat: float) -> tuple[float, float]:
    a, f = 6378137.0, 1 / 298.257223563
    e2, second = f * (2 - f), np.pi / 180 / 3600
    phi, lam = np.radians(lat), np.radians(lon)
    n = a / np.sqrt(1 - e2 * np.sin(phi) ** 2)
    wgs = np.array([n * np.cos(phi) * np.cos(lam), n * np.cos(phi) * np.sin(lam), n * (1 - e2) * np.sin(phi)])
    t = np.array([-191.90441429, -39.30318279, -111.45032835])
    rx, ry, rz = np.array([-0.00928836, 0.01975479, -0.00427372]) * second
    turn = np.array([[1, rz, -ry], [-rz, 1, rx], [ry, -rx, 1]]) * (1 + 0.252906278e-6)
    px, py, pz = np.linalg.solve(turn, wgs - t)
    p, phi = np.hypot(px, py), np.arctan2(pz, np.hypot(px, py) * (1 - e2))
    for _ in range(20):
        n = a / np.sqrt(1 - e2 * np.sin(phi) ** 2)
        phi = np.arctan2(pz + e2 * n * np.sin(phi), p)
    return float(np.degrees(np.arctan2(py, px))), float(np.degrees(phi))


@settings(max_examples=30, deadline=None)
@given(st.sampled_from([*VN_ZONES, "EPSG:32648", "EPSG:2154"]), st.floats(104.5, 107.7), st.floats(8.6, 12.0))
def test_round_trip_closes_within_a_millimetre(zone: str, lon: float, lat: float) -> None:
    if zone == "EPSG:2154":
        lon, lat = lon - 103, lat + 35
    back_lon, back_lat = from_zone(*to_zone([lon], [lat], zone), zone)
    assert Geod(ellps="WGS84").inv(lon, lat, back_lon[0], back_lat[0])[2] < 0.001


def test_scale_on_the_central_meridian_is_that_of_the_zone() -> None:
    assert scale_factor([105.75], [10.8], "EPSG:9210")[0] == pytest.approx(0.9999, abs=1e-9)
    assert scale_factor([105.0], [10.8], "EPSG:3405")[0] == pytest.approx(0.9996, abs=1e-9)


def test_scale_turns_map_metres_into_ground_metres() -> None:
    lon, lat = np.array([107.2, 107.2002]), np.array([10.5, 10.5003])
    x, y = to_zone(lon, lat, "EPSG:9210")
    on_map = np.hypot(np.diff(x), np.diff(y))[0]
    on_ground = Geod(ellps="WGS84").inv(lon[0], lat[0], lon[1], lat[1])[2]
    assert on_map / scale_factor(lon[:1], lat[:1], "EPSG:9210")[0] == pytest.approx(on_ground, rel=1e-5)


def test_unknown_points_stay_unknown_and_shape_is_kept() -> None:
    x, y = to_zone([[106.6, np.nan]], [[10.8, 10.8]], "EPSG:9210")
    assert x.shape == (1, 2)
    assert np.isfinite(x[0, 0])
    assert np.isnan([x[0, 1], y[0, 1]]).all()


def test_other_datums_name_their_operation_too() -> None:
    used = operation("EPSG:2154")
    assert not used.pinned
    assert "RGF93" in used.name


def test_no_scale_in_degrees_and_no_unknown_zone() -> None:
    with pytest.raises(ValueError, match="not projected"):
        scale_factor([106.0], [10.0], "EPSG:4756")
    with pytest.raises(CRSError):
        to_zone([106.0], [10.0], "EPSG:999999")
