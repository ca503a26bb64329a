"""What no cell shows by itself: circles, lots out of order, requests out of proportion."""

from __future__ import annotations

import pandas as pd
import pytest

from parkwright.tables import Problem, empty_frame, open_table
from parkwright.tables.sense import ENOUGH_REQUESTS, check_sense

MACHINERY = {
    "sector_id": "machinery", "plot_ratio": 0.6, "workers_per_ha": 80, "floor_per_worker_m2": 50,
    "lot_p10_m2": 1000, "lot_p50_m2": 3000, "lot_p90_m2": 9000, "share_ready_built": 0.2, "share_multi_storey": 0.1,
}  # fmt: skip


def sense(**raw: list[dict[str, object]]) -> list[Problem]:
    """What is found in a region of these tables; rows are numbered as in a file."""
    frames = {name: empty_frame(name) for name in ("sectors", "sites", "requests")}
    rows = {name: pd.Series(dtype="int64") for name in frames}
    for name, lines in raw.items():
        made = pd.DataFrame(lines)
        opened = open_table(name, made.set_axis(range(2, len(made) + 2)))
        frames[name], rows[name] = opened.frame, opened.rows
    return list(check_sense(frames, rows))


def request(**cells: object) -> dict[str, object]:
    usual = {
        "request_id": "r1",
        "sector_id": "machinery",
        "premises_type": "land",
        "area_m2": 3000,
        "workers": 36,
    }
    return usual | cells


def told(**cells: object) -> list[str]:
    return [found.text.key for found in sense(sectors=[MACHINERY], requests=[request(**cells)])]


def test_a_usual_request_is_not_told() -> None:
    assert (
        told()
        == told(premises_type="ready-built", area_m2=1800)
        == told(workers=None)
        == told(area_m2=None)
        == []
    )


@pytest.mark.parametrize("premises_type", ["land", "ready-built"])
def test_a_lot_beyond_what_its_sector_takes(premises_type: str) -> None:
    """P10 to P90 is a ninefold: one standard deviation is a factor of 9**(1/2.563) = 2.357, four are one of 30.9."""
    usual = 3000 if premises_type == "land" else 0.6 * 3000

    def asked(times: float) -> list[str]:
        return told(area_m2=usual * times, premises_type=premises_type, workers=None)

    assert asked(30.8) == asked(1 / 30.8) == []
    assert asked(31.0) == ["problems.lot_too_large"]
    assert asked(1 / 31.0) == asked(0) == ["problems.lot_too_small"]


def test_lots_of_one_size_say_nothing_of_what_is_usual() -> None:
    one_size = MACHINERY | {"lot_p10_m2": 3000, "lot_p90_m2": 3000}
    assert sense(sectors=[one_size], requests=[request(area_m2=3100)]) == []


def test_floor_a_worker_beyond_ten_times_the_norm() -> None:
    """3,000 m2 of land at a plot ratio of 0.6 is 1,800 m2 of floor: 50 m2 a worker for 36 workers."""
    assert told(workers=4) == [] and told(workers=3) == ["problems.floor_too_much"]
    assert told(workers=359) == [] and told(workers=361) == ["problems.floor_too_little"]


def test_an_absurd_request_is_told_once_with_its_row_and_its_norms() -> None:
    (found,) = sense(
        sectors=[MACHINERY], requests=[request(request_id="r0"), request(area_m2=4_300_000, workers=2)]
    )
    assert (found.table, found.column, found.row, found.severity) == ("requests", "area_m2", 3, "warning")
    assert "4.300.000 m²" in found.sentence("vi") and "machinery" in found.sentence("vi")
    assert "3.000 m²" in found.sentence("vi") and "3,000 m²" in found.sentence("en")


def test_enough_requests_are_their_own_norm() -> None:
    """All of them take 20 m2 a worker where the table says 50: one of 6 m2 is no longer beyond ten times."""
    crowd = [request(request_id=f"r{n}", workers=90) for n in range(ENOUGH_REQUESTS)]
    assert told(workers=400) == ["problems.floor_too_little"]
    assert sense(sectors=[MACHINERY], requests=[*crowd, request(request_id="x", workers=400)]) == []


def test_lots_that_do_not_rise() -> None:
    (found,) = sense(sectors=[MACHINERY | {"lot_p50_m2": 20_000}])
    assert (found.text.key, found.row, found.severity) == ("problems.lots_out_of_order", 2, "error")


def test_a_region_where_no_sector_knows_its_floor() -> None:
    bare = MACHINERY | {"floor_per_worker_m2": None, "workers_per_ha": 0}
    assert [found.text.key for found in sense(sectors=[bare])] == ["problems.no_floor"]
    assert sense(sectors=[bare, MACHINERY | {"sector_id": "moulds"}]) == []


def test_sites_that_wait_for_each_other() -> None:
    def site(site_id: str, after: str | None) -> dict[str, object]:
        return {"site_id": site_id, "status": "planned", "after_site": after}

    (found,) = sense(
        sites=[site("b01", "b03"), site("b02", None), site("b03", "b02;b04"), site("b04", "b01")]
    )
    assert found.text.key == "problems.wait_for_each_other"
    assert {"b01", "b03", "b04"} <= set(str(dict(found.text.values)["sites"]).split(", "))
    assert sense(sites=[site("b01", "b02"), site("b02", None), site("b03", "b01;b02")]) == []


def stratum(*sizes: int, stratum: str = "small", **cells: object) -> list[tuple[str, int | None]]:
    rows = [
        request(request_id=f"r{n}", stratum=stratum, frame_firms=size) | cells for n, size in enumerate(sizes)
    ]
    return [
        (found.text.key.removeprefix("problems."), found.row)
        for found in sense(sectors=[MACHINERY], requests=rows)
    ]


def test_a_stratum_has_one_number_of_firms() -> None:
    assert stratum(40, 40, 40) == []
    assert stratum(40, 41, 40) == [("two_frames", 3)]


def test_a_stratum_has_no_fewer_firms_than_were_asked() -> None:
    assert stratum(2, 2) == []
    assert stratum(2, 2, 2) == [("frame_too_small", 2)]
    assert stratum(2, 2, 2, tax_code="0301", plot_no=1) == [], "one firm entered three times is asked once"
    assert stratum(2, 2, 2, area_m2=None) == [], "whose area is unknown says nothing"
