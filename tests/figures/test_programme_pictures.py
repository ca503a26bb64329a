"""Pictures of a programme: what stands in them, that statuses differ by sign, that they repeat to the byte."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from parkwright.figures import draw_programme
from parkwright.figures.programme.gantt import _lines
from parkwright.figures.programme.page import STATUS
from parkwright.files import read_region
from parkwright.steps.monitoring import Monitoring, MonitorParams, monitor_programme
from parkwright.tables import Region
from parkwright.words import LANGS


@pytest.fixture(scope="module")
def region() -> Region:
    found, _ = read_region("hcmc")
    assert found is not None
    return found


@pytest.fixture(scope="module")
def told(region: Region) -> Monitoring:
    return monitor_programme(
        region.programme, MonitorParams(programme="fic", as_of=date(2026, 11, 1), period="2020/2025")
    )


@pytest.mark.parametrize("lang", LANGS)
def test_all_are_drawn_and_repeat(region: Region, told: Monitoring, lang: Any) -> None:
    first, second = draw_programme(region, told, lang), draw_programme(region, told, lang)
    assert first == second
    assert {"gantt", "s_curve", "heat_map", "targets"} <= set(first)
    assert len([name for name in first if name.startswith("forecast-")]) == 6
    for svg in first.values():
        assert svg.lstrip().startswith("<?xml") or "<svg" in svg[:400]
        assert "<text" not in svg, "letters are outlines"
        assert re.search(r'viewBox="0 0 [\d.]+ [\d.]+"', svg)


def test_statuses_that_may_stand_together_differ_by_sign() -> None:
    for kind in (
        ("reached", "missed", "on-track", "late", "not-reported", "cannot-tell"),
        ("done", "late", "on-track", "not-started", "stopped", "not-reported", "cannot-tell"),
    ):
        assert len({STATUS[name][1] for name in kind}) == len(kind)


def test_what_has_no_dates_is_counted(told: Monitoring) -> None:
    items = told.scope.items.copy()
    items.loc[items["item_id"] == "fic-g1-2", "starts"] = None
    lines, left_out = _lines(replace(told, scope=replace(told.scope, items=items)))
    everyone, nobody = _lines(told)
    assert (left_out, nobody) == (1, 0) and len([line for line in everyone if line["own"]]) - 1 == len(
        [line for line in lines if line["own"]]
    )


def test_the_line_of_what_was_spent_ends_where_it_is_unknown(region: Region, told: Monitoring) -> None:
    """Seven years are planned, six are spent: as many markers."""
    svg = draw_programme(region, told, "en")["s_curve"]
    lines = re.findall(
        r'<path d="([^"]+)"[^>]*style="fill: none; stroke(?:-dasharray: [\d., ]+; stroke-dashoffset: 0; stroke)?: (#\w+)',
        svg,
    )
    points = {
        colour: len(re.findall(r"[ML]", path)) for path, colour in lines if colour in ("#30507c", "#e08a1e")
    }
    assert points == {"#30507c": 7, "#e08a1e": 6}


def test_a_programme_without_anything_draws_nothing(region: Region) -> None:
    bare = monitor_programme(
        region.programme, MonitorParams(programme="prg", as_of=date(2026, 11, 1), period="2020/2025")
    )
    assert draw_programme(region, bare, "vi") == {}
