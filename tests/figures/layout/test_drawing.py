"""The plan drawing: what stands on it, that its figures add up, that it repeats to the byte, odd sites."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import numpy as np
import pandas as pd
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st
from laid_out_site import RING, SOUTH, WEST, square, tables_of
from shapely.geometry import Polygon, box

from parkwright.figures.layout import Plan, draw_layout, draw_layout_sheets, make_plan
from parkwright.figures.layout.balance import balance_lines, printed
from parkwright.figures.layout.drawing import _figure
from parkwright.figures.layout.labels import upright
from parkwright.figures.layout.land import grid_metres, look_of
from parkwright.figures.layout.paper import FOOT, LEFT, SIZES, choose_paper
from parkwright.figures.layout.thumbs import GROUP_COLOURS, draw_scheme_thumb
from parkwright.steps.layout.uses import GROUP_ORDER, GROUPS, USE_COLOURS, group_of, land_balance, lot_number
from parkwright.tables import table
from parkwright.words import LANGS, Lang, all_keys, say

ZONE = "EPSG:9210"
USES = table("layout_pieces").columns["use"].codes
EVERY = [(use, square(place % 6, place // 6)) for place, use in enumerate(USES)]
SMALL = [("lot", square(0)), ("lot", square(1)), ("road_local", square(2)), ("green_park", square(3))]


def shapes_of(pieces: list[tuple[str, Polygon]]) -> list[Polygon]:
    return [shape for _, shape in pieces]


def words_on(pieces: list[tuple[str, Polygon]], lang: Lang, **more: Any) -> list[str]:
    """Every line of words on the sheet."""
    plan = make_plan(tables_of(pieces), shapes_of(pieces), "a", ZONE, more.pop("title", "S1"), **more)
    figure = _figure(plan, lang)
    return [line for axes in figure.axes for one in axes.texts for line in one.get_text().split("\n") if line]


def test_every_use_has_a_colour_a_group_and_words() -> None:
    assert set(USE_COLOURS) == set(USES)
    assert set(GROUPS.values()) == set(GROUP_ORDER) == set(GROUP_COLOURS)
    assert set(GROUP_ORDER) == set(table("layout_shares").columns["group"].codes)
    for use in USES:
        assert f"layout_drawing.use.{use}" in all_keys()
        assert f"layout_drawing.group.{group_of(use)}" in all_keys()
        assert re.fullmatch("#[0-9a-f]{6}", look_of(use)["facecolor"])


@pytest.mark.parametrize("lang", LANGS)
def test_a_plan_of_every_use_is_drawn_and_repeats(lang: Lang, check_svg: Callable[[str], None]) -> None:
    tables = tables_of(EVERY)
    more: dict[str, Any] = {"access": ((WEST, SOUTH + 50),), "assumed": True}
    first = draw_layout(tables, shapes_of(EVERY), "a", ZONE, "Khu A", lang, **more)
    check_svg(first)
    assert first == draw_layout(tables, shapes_of(EVERY), "a", ZONE, "Khu A", lang, **more)
    for use in USES:
        assert look_of(use)["facecolor"] in first, use
    for use in USES:
        assert any(say(f"layout_drawing.use.{use}", lang) in line for line in words_on(EVERY, lang)), use


def test_both_sheets_are_the_drawing_and_a_pdf_of_two_pages_that_repeats() -> None:
    tables = tables_of(SMALL)
    made = draw_layout_sheets(tables, shapes_of(SMALL), "a", ZONE, "Khu A")
    again = draw_layout_sheets(tables, shapes_of(SMALL), "a", ZONE, "Khu A")
    assert made == again
    for lang in LANGS:
        assert made.svg[lang] == draw_layout(tables, shapes_of(SMALL), "a", ZONE, "Khu A", lang)
    assert made.pdf.startswith(b"%PDF") and len(re.findall(rb"/Type /Page\b", made.pdf)) == 2
    assert b"/CreationDate" not in made.pdf
    box_of_page = re.search(rb"/MediaBox \[ 0 0 ([\d.]+) ([\d.]+) \]", made.pdf)
    assert box_of_page is not None
    size = tuple(float(side) / 72 * 25.4 for side in box_of_page.groups())
    assert size == pytest.approx(SIZES["A3"], abs=0.1), "plotted in its true size"


def test_no_english_is_left_in_the_vietnamese_drawing() -> None:
    """What both drawings say alike are numbers, units, codes and the name of the site; no word of the one stands in the other."""
    more: dict[str, Any] = {"access": ((WEST, SOUTH + 50),), "assumed": True, "title": "X1"}
    vi, en = words_on(EVERY, "vi", **more), words_on(EVERY, "en", **more)
    alike = {line for line in set(vi) & set(en) if re.search("[^\\W\\d_]{3,}", line)}
    assert alike == {"VN-2000 / TM-3 105-45 (EPSG:9210)"}
    english = {word for line in en for word in re.findall("[A-Za-z]{4,}", line)} - {"EPSG"}
    assert english & {word for line in vi for word in re.findall("[A-Za-z]{4,}", line)} == set()


def test_the_balance_adds_up_to_the_site() -> None:
    balance = land_balance(tables_of(EVERY)["layout_pieces"])
    assert balance["area_m2"].sum() == pytest.approx(len(USES) * 1e4, abs=1e-6)
    assert balance["share"].sum() == pytest.approx(1.0)
    assert list(balance["group"]) == sorted(balance["group"], key=GROUP_ORDER.index)


def test_printed_figures_add_up_group_by_group() -> None:
    """Three parts of one third: 33.33 + 33.33 + 33.34."""
    pieces = [
        ("lot", square(0)),
        ("road_local", square(1)),
        ("road_main", square(2)),
        ("water", square(3, side=33.3)),
    ]
    lines = balance_lines(make_plan(tables_of(pieces), shapes_of(pieces), "a", ZONE, "S"), "en")
    *parts, total = lines
    assert round(sum(line.ha for line in parts if line.bold), 2) == round(total.ha, 2)
    assert round(sum(line.pct for line in parts if line.bold), 2) == round(total.pct, 2) == 100.0
    roads = next(line for line in parts if line.words == "Roads")
    assert round(sum(line.ha for line in parts if line.use.startswith("road")), 2) == roads.ha


@given(st.lists(st.floats(0, 1e4), min_size=1, max_size=30))
def test_rounded_parts_give_the_rounded_whole(values: list[float]) -> None:
    found = printed(values, 2)
    assert round(sum(found), 2) == pytest.approx(round(sum(values), 2), abs=0.0051)
    assert all(abs(one - value) < 0.0101 for one, value in zip(found, values, strict=True))


def test_uses_without_land_are_not_told() -> None:
    words = " ".join(words_on(SMALL, "en"))
    assert "Wastewater" not in words and "Bridge" not in words and "Access point" not in words


def test_a_hole_stays_white() -> None:
    """Looked at in the drawing itself: green in the ring, paper in its hole."""
    ring = [("green_park", RING)]
    plan = make_plan(tables_of(ring), shapes_of(ring), "a", ZONE, "S")
    assert colour_at(plan, WEST + 60, SOUTH + 220) == look_of("green_park")["facecolor"]
    assert colour_at(plan, WEST + 180, SOUTH + 220) == "#ffffff"


def colour_at(plan: Plan, x: float, y: float) -> str:
    """Colour of the drawing at a point of the land."""
    from matplotlib.backends.backend_agg import FigureCanvasAgg

    figure, paper = _figure(plan, "en"), choose_paper(plan.site.bounds)
    canvas = FigureCanvasAgg(figure)
    canvas.draw()
    pixels = np.asarray(canvas.buffer_rgba())
    right = (LEFT + (x - paper.west) / paper.metre) / paper.width
    up = (FOOT + (y - paper.south) / paper.metre) / paper.height
    pixel = pixels[int((1 - up) * len(pixels)), int(right * len(pixels[0])), :3]
    return "#" + "".join(f"{part:02x}" for part in pixel)


def test_a_site_in_two_parts_is_drawn_as_two() -> None:
    apart = [("lot", square(0)), ("lot", square(5))]
    plan = make_plan(tables_of(apart), shapes_of(apart), "a", ZONE, "S")
    assert shapely.get_num_geometries(plan.site) == 2
    for column, colour in ((0, "lot"), (5, "lot"), (3, None)):
        seen = colour_at(plan, WEST + 100 * column + 20, SOUTH + 20)
        assert seen == (look_of(colour)["facecolor"] if colour else "#ffffff")


def test_a_site_without_lots_is_drawn(check_svg: Callable[[str], None]) -> None:
    pieces = [("reserve", square(0)), ("road_existing", square(1))]
    check_svg(draw_layout(tables_of(pieces), shapes_of(pieces), "a", "", "S", "vi"))
    assert "zone not known" in words_on_without_zone(pieces)


def words_on_without_zone(pieces: list[tuple[str, Polygon]]) -> list[str]:
    figure = _figure(make_plan(tables_of(pieces), shapes_of(pieces), "a", "", "S"), "en")
    return [one.get_text() for axes in figure.axes for one in axes.texts]


def test_numbers_stand_in_lots_and_what_has_no_room_is_counted() -> None:
    slivers = [("lot", box(WEST + 3 * k, SOUTH, WEST + 3 * k + 3, SOUTH + 400)) for k in range(3)]
    pieces = [*slivers, ("lot", square(2, 0, 100)), ("road_local", square(5))]
    words = words_on(pieces, "en")
    assert "4" in words and "10,000" in words
    assert "3 lots are too small to be numbered" in " ".join(words)


def test_roads_carry_name_and_width() -> None:
    pieces = [("road_local", box(WEST, SOUTH, WEST + 400, SOUTH + 20)), ("lot", box(WEST, SOUTH + 20, WEST + 400, SOUTH + 120))]  # fmt: skip
    assert words_on(pieces, "vi").count("Đường nhánh, 20 m") == 2, "on the road and in the legend"


def test_the_grid_is_labelled_with_round_coordinates_of_the_zone() -> None:
    paper = choose_paper((WEST, SOUTH, WEST + 400, SOUTH + 400))
    words = words_on([("lot", box(WEST, SOUTH, WEST + 400, SOUTH + 400))], "en")
    step = grid_metres(paper)
    told = sorted(int(word) for word in words if re.fullmatch(r"\d{6,7}", word))
    assert told and all(value % step == 0 for value in told)
    assert {int(WEST), int(SOUTH)} <= set(told)


@pytest.mark.parametrize(
    ("wide", "high", "scale", "sheet"),
    [(450, 450, 2000, "A3"), (1100, 700, 2500, "A2"), (1750, 2180, 7500, "A2"), (5200, 3600, 10000, "A1"), (7000, 7000, 10000, "A0"), (12000, 9000, 25000, "A1")],
)  # fmt: skip
def test_the_largest_usual_scale_that_fits(wide: float, high: float, scale: int, sheet: str) -> None:
    paper = choose_paper((WEST, SOUTH, WEST + wide, SOUTH + high))
    assert (paper.denominator, paper.sheet) == (scale, sheet)
    assert paper.west < WEST and paper.south < SOUTH
    assert paper.east > WEST + wide and paper.north > SOUTH + high


def test_a_cross_of_the_grid_never_runs_through_a_number() -> None:
    """One lot has a cross in its middle, the other none."""
    pieces = [("lot", box(WEST - 50, SOUTH - 50, WEST + 50, SOUTH + 50)), ("lot", box(WEST + 50, SOUTH - 50, WEST + 150, SOUTH + 50))]  # fmt: skip
    plan = make_plan(tables_of(pieces), shapes_of(pieces), "a", ZONE, "S")
    covered = {
        one.get_text().split("\n")[0]: one.get_bbox_patch() is not None
        for one in _figure(plan, "en").axes[1].texts
    }
    assert covered["1"] and not covered["2"]


def test_words_are_never_upside_down() -> None:
    assert [upright(turn) for turn in (0, 90, -90, 170, -170, 45)] == [0, 90, 90, -10, 10, 45]


def test_numbers_of_lots() -> None:
    assert [lot_number(one) for one in ("lot-0012", "A-12", "lot-12b")] == ["12", "A-12", "lot-12b"]


def test_no_such_scheme_is_said() -> None:
    with pytest.raises(ValueError, match="no scheme 'b'"):
        draw_layout(tables_of(SMALL), shapes_of(SMALL), "b", ZONE, "S", "en")


@pytest.mark.parametrize("lang", LANGS)
def test_schemes_stand_side_by_side(lang: Lang, check_svg: Callable[[str], None]) -> None:
    other = [("lot", square(0)), ("road_main", square(1)), ("lot", square(2)), ("service", square(3))]
    one, two = tables_of(SMALL, "a"), tables_of(other, "b")
    tables = {name: pd.concat([one[name], two[name]], ignore_index=True) for name in one}
    shapes = [*shapes_of(SMALL), *shapes_of(other)]
    svg = draw_scheme_thumb(tables, shapes, lang)
    check_svg(svg)
    assert svg == draw_scheme_thumb(tables, shapes, lang)
    assert svg.count(look_of("road_main")["facecolor"]) == 1, "only the second has a main road"
