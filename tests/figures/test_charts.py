"""Charts: heights in proportion to the numbers, letters as outlines, nothing fetched, both languages."""

from __future__ import annotations

import re
from collections.abc import Callable
from itertools import combinations
from types import ModuleType

import pandas as pd
import pytest

from parkwright.figures import (
    draw_costs,
    draw_methods,
    draw_pictures,
    draw_supply,
    draw_unserved,
    plot,
    style,
)
from parkwright.figures.outlines import outline_letters, slim
from parkwright.tables import Region
from parkwright.words import LANGS, Lang

CHARTS = (draw_supply, draw_costs, draw_unserved, draw_methods)


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("draw", CHARTS, ids=lambda draw: draw.__name__)
def test_chart_is_whole(
    check_svg: Callable[[str], None],
    region: Region,
    tables: dict[str, pd.DataFrame],
    lang: Lang,
    draw: Callable[..., str],
) -> None:
    check_svg(draw(region, tables, lang))


def heights(shapes: ModuleType, svg: str, colour: str) -> list[float]:
    return [bar.bottom - bar.top for bar in shapes.columns(svg, colour)]


def test_columns_are_as_high_as_their_numbers(
    region: Region, tables: dict[str, pd.DataFrame], shapes: ModuleType
) -> None:
    svg = draw_supply(region, tables, "en")
    vacant, opened, asked = (
        heights(shapes, svg, colour)
        for colour in (style.SUPPLY["vacancy"], style.SUPPLY["opened"], style.INK)
    )
    assert len(vacant) == len(opened) == 5
    assert [a / b for a, b in zip(vacant, opened, strict=True)] == pytest.approx([3.0] * 5, rel=1e-3)
    assert sum(asked) / vacant[0] == pytest.approx(tables["demand_cells"]["p50_ha"].sum() / 900.0, rel=1e-2)


def test_costs_keep_their_order_and_proportion(
    region: Region, tables: dict[str, pd.DataFrame], shapes: ModuleType
) -> None:
    svg = draw_costs(region, tables, "vi")
    works, truck = (heights(shapes, svg, style.TERMS[term]) for term in ("works", "truck"))
    assert works[0] / truck[0] == pytest.approx(1234.5 / 600, rel=1e-3)


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("draw", CHARTS, ids=lambda draw: draw.__name__)
def test_no_words_cover_others(
    region: Region,
    tables: dict[str, pd.DataFrame],
    shapes: ModuleType,
    lang: Lang,
    draw: Callable[..., str],
) -> None:
    words = shapes.letters(draw(region, tables, lang))
    assert len(words) > 5
    assert not [pair for pair in combinations(words, 2) if pair[0].hits(pair[1])]


def test_steps_of_an_axis_differ_in_words_too(
    region: Region, tables: dict[str, pd.DataFrame], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Steps of a half, told without decimals, would read 0, 1, 1, 2, 2."""
    monkeypatch.setattr(plot, "outline_letters", lambda svg, font: svg)
    few = tables | {"unserved": tables["unserved"].assign(ha=[1.2, 0.9])}
    steps = re.findall(r">(\d+(?:,\d+)?)</text>", draw_unserved(region, few, "vi"))
    assert len(steps) > 3 and len(steps) == len(set(steps))
    assert "0,5" in steps


def test_years_stand_without_separators(
    region: Region, tables: dict[str, pd.DataFrame], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(plot, "outline_letters", lambda svg, font: svg)
    assert f"prices of {region.meta.price_year}" in draw_costs(region, tables, "en")
    assert f"giá {region.meta.price_year}" in draw_costs(region, tables, "vi")


def test_languages_differ_in_words_and_separators(region: Region, tables: dict[str, pd.DataFrame]) -> None:
    for draw in CHARTS:
        assert draw(region, tables, "vi") != draw(region, tables, "en")


def test_pictures_without_tables_are_left_out(region: Region, tables: dict[str, pd.DataFrame]) -> None:
    found = draw_pictures(region, {"plan_costs": tables["plan_costs"]})
    assert set(found) == {"chart_costs"}
    assert set(found["chart_costs"]) == set(LANGS)
    empty = {"unserved": tables["unserved"].iloc[:0], "demand_cells": tables["demand_cells"]}
    assert "chart_unserved" not in draw_pictures(region, empty)


def test_all_pictures(region: Region, tables: dict[str, pd.DataFrame]) -> None:
    names = {"map_plan", "map_demand", "chart_supply", "chart_costs", "chart_unserved", "chart_methods"}
    assert set(draw_pictures(region, tables)) == names


def test_letters_become_outlines_at_their_anchor() -> None:
    words = (
        '<text text-anchor="{}" transform="translate(4,5)" font-size="10px" fill="#000">Giữ &amp; mở</text>'
    )
    start, middle, end = (
        outline_letters(words.format(at), "DejaVu Sans") for at in ("start", "middle", "end")
    )
    xs = [[float(x) for x in re.findall(r"(-?[\d.]+) -?[\d.]+", _path(svg))] for svg in (start, middle, end)]
    width = max(xs[0]) - min(xs[0])
    assert min(xs[0]) >= 0
    assert abs(max(xs[1]) + min(xs[1])) < 2
    assert -2 < max(xs[2]) <= 0.5
    assert width == pytest.approx(max(xs[2]) - min(xs[2]), abs=0.05)
    assert 'transform="translate(4,5)" fill="#000"' in start


def _path(svg: str) -> str:
    found = re.search(r' d="([^"]*)"', svg)
    assert found is not None
    return found[1]


def test_slim_keeps_scales_and_names_ids() -> None:
    drawn = '<g id="text_1"><use xlink:href="#m1" x="1.234567" transform="scale(0.0580 -0.0580)"/></g>'
    assert slim(drawn, "a-") == '<g><use xlink:href="#a-m1" x="1.23" transform="scale(0.0580 -0.0580)"/></g>'
