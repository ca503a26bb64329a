"""The quick way to the values in use of a whole book gives what the step gives of its tables."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from programmes import programme

from parkwright.cli.monitor.shown import FIRST_PAGE, programme_of
from parkwright.files import read_region
from parkwright.files.meta_tables import meta_node
from parkwright.steps.monitoring import MonitorParams, dashboard, values_in_use
from parkwright.store.address import Address
from parkwright.store.book import open_book
from parkwright.store.fill import create
from parkwright.store.in_use import series_in_use
from parkwright.tables import Programme, Region

KEY = ["indicator_id", "area_id", "period"]
MOMENTS = [f"2025-0{month}-01T00:00:00Z" for month in range(1, 7)]


def made(path: Path, region: Region) -> Address:
    address = Address(f"sqlite:///{path}", path)
    create(address, meta_node(region.meta), region.frames("programme"), "maker", "2026-10-01T00:00:00Z")
    return address


@pytest.fixture(scope="module")
def bundled() -> Region:
    region, _ = read_region("hcmc")
    assert region is not None
    return region


def test_the_first_page_is_the_same_either_way(bundled: Region, tmp_path: Path) -> None:
    with open_book(made(tmp_path / "a.db", bundled)) as book:
        for name in ("prg", "fic"):
            params = MonitorParams(programme=name, as_of=date(2026, 11, 1), period="2020/2025")
            told = programme_of(book, FIRST_PAGE)
            quick = dashboard(told, params, series_in_use(book, told.indicators, params.recorded_by))
            assert quick == dashboard(bundled.programme, params)


RECORD = st.fixed_dictionaries(
    {
        "indicator_id": st.sampled_from(["i", "j"]),
        "area_id": st.sampled_from(["a", "old", ""]),
        "period": st.sampled_from(["2023", "2024", ""]),
        "value": st.integers(1, 9).map(str),
        "recorded_at": st.sampled_from(MOMENTS),
    }
)
STEP = st.tuples(
    st.integers(0, 7),
    st.sampled_from(["submitted", "approved", "returned", "chosen"]),
    st.sampled_from(MOMENTS),
)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(RECORD, min_size=1, max_size=8),
    st.lists(STEP, max_size=8),
    st.integers(-1, 7),
    st.sampled_from(["2025-02-15", "2025-12-31"]),
)
def test_any_records_give_the_same_values(
    bundled: Region,
    tmp_path_factory: pytest.TempPathFactory,
    records: list[dict[str, str]],
    steps: list[tuple[int, str, str]],
    corrected: int,
    day: str,
) -> None:
    rows = [{"observation_id": f"o{number}", **record} for number, record in enumerate(records)]
    if 0 <= corrected < len(rows):
        rows.append(
            {
                **rows[corrected],
                "observation_id": "o9",
                "value": "99",
                "corrects": f"o{corrected}",
                "recorded_at": MOMENTS[3],
            }
        )
    decided = [
        {"decision_id": f"d{n}", "observation_id": f"o{of}", "decision": step, "recorded_at": at}
        for n, (of, step, at) in enumerate(steps)
        if of < len(records)
    ]
    indicators = [{"indicator_id": one, "item_id": "g", "area_id": "a"} for one in ("i", "j")]
    told: Programme = programme(indicators=indicators, observations=rows, decisions=decided)
    region = replace(bundled, programme=told)
    moment = f"{day}T23:59:59Z"
    with open_book(made(tmp_path_factory.mktemp("book") / "b.db", region)) as book:
        quick = series_in_use(book, told.indicators, moment)
    wanted = values_in_use(told.observations, told.decisions, told.indicators, moment)
    left, right = (
        frame[[*KEY, "value"]].astype({"value": float}).sort_values(KEY, ignore_index=True)
        for frame in (quick, wanted)
    )
    pd.testing.assert_frame_equal(left, right, check_dtype=False)
