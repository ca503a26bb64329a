"""The data of the live map: what the figures room gives for the bundled region fits the script, and every object has its panel."""

from __future__ import annotations

from types import ModuleType

import pandas as pd
import pytest

from parkwright.dossier.brief.live import live_data
from parkwright.dossier.brief.live_key import live_key
from parkwright.dossier.brief.material import Material
from parkwright.figures import map_layers
from parkwright.files import read_region
from parkwright.tables import Region
from parkwright.words.numbers import number


@pytest.fixture(scope="module")
def bundled() -> Region:
    region, _ = read_region("hcmc")
    assert region is not None
    return region


@pytest.fixture(scope="module")
def bundled_tables(made_up: ModuleType, bundled: Region) -> dict[str, pd.DataFrame]:
    found: dict[str, pd.DataFrame] = made_up.made_up_tables(bundled)
    return found


def test_every_object_on_the_map_has_a_panel_with_its_figures(
    made_up: ModuleType, bundled: Region, bundled_tables: dict[str, pd.DataFrame]
) -> None:
    layers = map_layers(bundled, bundled_tables, "vi")
    data = live_data(Material(bundled, bundled_tables, made_up.manifest(), live={"vi": layers}), "vi")
    ids = {f"places:{one['id']}" for one in layers["districts"]}
    ids |= {one["id"] for one in (*layers["parks"], *layers["sites"])}
    assert ids == set(data["panels"]) and len(ids) > 150
    for period in data["periods"]:
        assert period in data["palette"]["periods"]
    cells = bundled_tables["demand_cells"].groupby("place_id")["p50_ha"].sum()
    for place, ha in cells.items():
        assert data["panels"][f"places:{place}"]["facts"][0][1] == f"{number(ha, 'vi', 1)} ha"


def test_the_shape_drawn_by_hand_is_the_one_that_the_figures_room_gives(
    made_up: ModuleType,
    region: Region,
    tables: dict[str, pd.DataFrame],
    bundled: Region,
    bundled_tables: dict[str, pd.DataFrame],
) -> None:
    """The browser tests work on layers drawn by hand: this keeps them honest."""
    ours, theirs = made_up.layers(region, tables, "en"), map_layers(bundled, bundled_tables, "en")
    assert set(ours) <= set(theirs)
    for layer in ("districts", "rivers", "roads", "parks", "sites", "flows"):
        assert set(ours[layer][0]) <= set(theirs[layer][0]), layer


def test_the_rows_of_a_panel_add_up(
    region: Region, tables: dict[str, pd.DataFrame], made_up: ModuleType
) -> None:
    live = {"en": made_up.layers(region, tables, "en")}
    panels = live_data(Material(region, tables, made_up.manifest(), live=live), "en")["panels"]
    for panel in panels.values():
        served = dict(panel["facts"]).get("Served")
        for table in panel["tables"]:
            if table["caption"] in ("Takes, by period", "Takes, by sector", "Comes from"):
                total = sum(float(row[1].replace(",", "")) for row in table["rows"])
                assert total == pytest.approx(
                    float(served.removesuffix(" ha").replace(",", "")), abs=0.06 * len(table["rows"])
                )


def test_the_legend_names_what_the_map_holds_and_nothing_else(
    made_up: ModuleType, bundled: Region, bundled_tables: dict[str, pd.DataFrame]
) -> None:
    layers = map_layers(bundled, bundled_tables, "vi")
    key = live_key(layers, "vi")
    held = {one["mark"] for one in (*layers["parks"], *layers["sites"])} - {"opened"}
    assert {mark for mark, _ in key["marks"]} == held
    assert {line for line, _ in key["lines"]} == {"ring", "expressway", "other_road", "river", "flow"}
    asked = [ha for one in layers["districts"] for ha in one["demand_ha"].values() if ha > 0]
    assert key["classes"][-1]["high"] == pytest.approx(max(asked), abs=1e-3)
    bare = layers | {"parks": [], "sites": [], "roads": [], "rivers": [], "flows": [], "districts": []}
    empty = live_key(bare, "vi")
    assert (empty["classes"], empty["marks"], empty["lines"]) == ([], [], [])
    assert (empty["zero"]["words"], empty["unknown"]["words"]) == (None, None)
