"""Legends: each mark that a map holds is explained by its own look, and nothing that it does not hold."""

from __future__ import annotations

from typing import Any

import pandas as pd
import pytest

from parkwright.figures import map_layers, style
from parkwright.figures.marks import mark_of
from parkwright.figures.plan_key import LOOKS, POINT, Flows, background_key, plan_key
from parkwright.figures.sheet import OTHER_ROAD, ROADS
from parkwright.tables import Region
from parkwright.words import LANGS, Lang

NO_FLOWS = Flows([], [], 1.0, 0.0)


@pytest.fixture(scope="module")
def layers(region: Region, tables: dict[str, pd.DataFrame]) -> dict[str, Any]:
    return map_layers(region, tables, "en")


def entry(**changes: Any) -> dict[str, Any]:
    return {"id": "parks:a", "role": "vacancy", "net_ha": 12.0, "opened": [], **changes}


@pytest.mark.parametrize(
    ("changes", "planned", "mark"),
    [
        ({}, True, "vacant"),
        ({}, False, "outside"),
        ({"net_ha": 0.0}, True, "full"),
        ({"net_ha": None}, False, "full"),
        ({"role": None}, True, "full"),
        ({"role": None, "id": "sites:a"}, True, "candidate"),
        ({"role": "candidate"}, True, "candidate"),
        ({"role": "committed"}, True, "candidate"),
        ({"role": "left-out"}, True, "left-out"),
        ({"role": "left-out", "net_ha": 0.0}, True, "full"),
        ({"role": "left-out", "net_ha": None}, True, "left-out"),
        ({"role": "candidate", "opened": [{"period": "2027"}]}, True, "opened"),
    ],
)
def test_marks(changes: dict[str, Any], planned: bool, mark: str) -> None:
    assert mark_of(entry(**changes), planned) == mark


def looks(columns: Any) -> list[dict[str, Any]]:
    return [{k: v for k, v in one.look.items() if k != "s"} for column in columns for one in column]


@pytest.mark.parametrize("lang", LANGS)
def test_every_mark_is_explained(layers: dict[str, Any], lang: Lang) -> None:
    told = looks(plan_key(layers, NO_FLOWS, lang))
    marks = {one["mark"] for one in layers["parks"] + layers["sites"]} - {"opened"}
    assert marks == {"candidate", "left-out", "vacant", "outside", "full"}
    for mark in (*(LOOKS[mark] for mark in marks), POINT):
        assert {k: v for k, v in mark.items() if k != "s"} in told
    colours = style.period_colours(layers["periods"])
    opened = {one["opened"][0]["period"] for one in layers["parks"] + layers["sites"] if one["opened"]}
    periods = {one["color"] for one in looks(plan_key(layers, NO_FLOWS, lang)[:1])}
    assert periods == {colours[period] for period in opened}


def test_every_line_is_explained(layers: dict[str, Any]) -> None:
    told = {one.look["color"] for one in background_key(layers, "en")}
    for road in layers["roads"]:
        assert ROADS.get(road["class"], OTHER_ROAD)[0] in told
    assert {style.RIVER, style.BORDER} <= told
    flowing = plan_key(layers, Flows([[[0, 0], [1, 1]]], [3.0], 20.0, 0.9), "en")
    assert style.FLOW in {one.look["color"] for one in flowing[2]}
    assert style.FLOW not in {one.look["color"] for one in plan_key(layers, NO_FLOWS, "en")[2]}


def test_what_is_not_drawn_is_not_explained(layers: dict[str, Any]) -> None:
    bare = layers | {"parks": [], "sites": [], "roads": [], "rivers": [], "districts": []}
    assert plan_key(bare, NO_FLOWS, "en") == [[], [], []]
    one = next(park for park in layers["parks"] if park["mark"] == "outside")
    assert looks(plan_key(bare | {"parks": [one]}, NO_FLOWS, "en")) == looks(
        [[entry for entry in plan_key(layers, NO_FLOWS, "en")[1] if "outside" in entry.words.lower()]]
    )
