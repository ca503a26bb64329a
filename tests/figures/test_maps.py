"""Maps: well-formed, self-contained, the same every time, in both languages, with every letter in the font."""

from __future__ import annotations

import re
import struct
import unicodedata
from collections.abc import Callable
from pathlib import Path
from typing import Any

import matplotlib
import pandas as pd
import pytest
from matplotlib.ft2font import FT2Font

from parkwright.figures import draw_demand_map, draw_plan_map, map_layers
from parkwright.figures.plan_map import number_openings
from parkwright.tables import Region
from parkwright.words import LANGS, Lang, all_keys, say, text
from parkwright.words.text import _wording  # the raw wording, with its slots


@pytest.mark.parametrize("lang", LANGS)
def test_plan_map(
    check_svg: Callable[[str], None], region: Region, tables: dict[str, pd.DataFrame], lang: Lang
) -> None:
    svg = draw_plan_map(region, tables, lang)
    check_svg(svg)
    assert f'id="map_plan-{lang}-' in svg
    assert svg == draw_plan_map(region, tables, lang)


@pytest.mark.parametrize("lang", LANGS)
def test_demand_map(
    check_svg: Callable[[str], None], region: Region, tables: dict[str, pd.DataFrame], lang: Lang
) -> None:
    check_svg(draw_demand_map(region, tables, lang))


def test_words_on_a_map_have_a_rim_that_can_be_seen(region: Region, tables: dict[str, pd.DataFrame]) -> None:
    """The rim is a stroke in the units of a letter, which both scales around the letter shrink to points on paper."""
    svg = draw_demand_map(region, tables, "en")
    rims = re.findall(
        r'<g style="paint-order: stroke;[^"]*stroke-width: (\d+)">\s*<g [^>]*scale\(([\d.]+) ', svg
    )
    letters = set(
        re.findall(r'<path id="[^"]*DejaVuSans-[^"]*" d="[^"]*" transform="scale\(([\d.]+)\)"/>', svg)
    )
    assert len(rims) > 5 and len(letters) == 1
    points = [float(width) * float(size) * float(*letters) for width, size in rims]
    assert points == pytest.approx([2.0] * len(points), rel=0.03)


def test_png_is_as_wide_as_a_page(region: Region, tables: dict[str, pd.DataFrame]) -> None:
    png = draw_plan_map(region, tables, "en", "png")
    assert png.startswith(b"\x89PNG")
    assert struct.unpack(">I", png[16:20])[0] == 1460


def test_a_map_of_nothing_but_the_region(check_svg: Callable[[str], None], region: Region) -> None:
    check_svg(draw_plan_map(region, {}, "en"))
    check_svg(draw_demand_map(region, {}, "en"))


def test_openings_are_numbered_by_period_then_from_west_to_east(
    region: Region, tables: dict[str, pd.DataFrame]
) -> None:
    numbered = number_openings(map_layers(region, tables, "en"))
    assert [(item.number, item.entry["id"]) for item in numbered] == [
        (1, "sites:pham-van-hai-1"),
        (2, "sites:si-hitech"),
        (3, "parks:tan-thuan"),
    ]


def test_what_opens_later_changes_colour(region: Region, tables: dict[str, pd.DataFrame]) -> None:
    later = tables | {"openings": tables["openings"].assign(period_id="2034-35")}
    assert draw_plan_map(region, tables, "en") != draw_plan_map(region, later, "en")


def test_the_font_holds_every_letter(region: Region) -> None:
    """Names of the region and all wordings of the figures, composed and whole."""
    folder = Path(matplotlib.get_data_path()) / "fonts" / "ttf"
    font = FT2Font(str(folder / "DejaVuSans.ttf"))
    written = [_wording(key)[lang] for key in all_keys() if key.startswith("figures.") for lang in LANGS]
    for frame in (
        region.parks,
        region.sites,
        region.places,
        region.road_edges,
        region.base_map,
        region.sectors,
    ):
        written += [*frame["name_vi"].dropna(), *frame["name_en"].dropna()]
    letters = set("".join(unicodedata.normalize("NFC", words) for words in written))
    missing = [letter for letter in sorted(letters) if font.get_char_index(ord(letter)) == 0]
    assert missing == []
    assert "ữ" in letters


def test_legend_tells_the_share_of_flows_drawn() -> None:
    values: dict[str, Any] = {"percent": 87.6, "ha": 145.0}
    assert "88%" in say(text("figures.plan.flow", **values), "vi")
