"""Labels and numbers never cover one another."""

from __future__ import annotations

from itertools import combinations

from hypothesis import given, settings
from hypothesis import strategies as st

from parkwright.figures.letters import shorten, width_of, wrap
from parkwright.figures.placing import Box, Places
from parkwright.figures.sheet import common_start
from parkwright.figures.sizes import area_of, round_below, samples

PAPER = Box(50, 50, 100, 100)
boxes = st.builds(Box, st.floats(0, 100), st.floats(0, 100), st.floats(1, 20), st.floats(1, 20))


@settings(max_examples=60)
@given(st.lists(boxes, max_size=12))
def test_what_is_placed_is_apart_and_on_paper(wishes: list[Box]) -> None:
    places = Places(PAPER)
    placed = [spot for wish in wishes if (spot := places.nearest(wish, 3, 10)) is not None]
    assert not any(one.hits(other) for one, other in combinations(placed, 2))
    assert all(spot.inside(PAPER) for spot in placed)


def test_the_second_of_two_equal_wishes_moves_aside() -> None:
    places, wish = Places(PAPER), Box(50, 50, 10, 10)
    assert places.nearest(wish, 5, 10) == wish
    second = places.nearest(wish, 5, 10)
    assert second is not None
    assert max(abs(second.x - 50), abs(second.y - 50)) >= 10 - 1e-9


def test_no_room_is_said() -> None:
    assert Places(PAPER).first([Box(0, 0, 10, 10)]) is None


def test_round_values_are_not_larger() -> None:
    assert [round_below(value) for value in (30_900, 50_000, 199, 1, 0.7)] == [20_000, 50_000, 100, 1, 0.5]


def test_discs_stand_for_hectares_by_their_area() -> None:
    empty = area_of(0, 400)
    assert area_of(400, 400) - empty == 4 * (area_of(100, 400) - empty)
    assert area_of(3, 3) == area_of(400, 400)
    assert samples([430, 12], "en") == [("20", area_of(20, 430)), ("200", area_of(200, 430))]
    assert samples([0.0], "en") == []


def test_common_start_of_names() -> None:
    assert common_start(["Ring Road 4", "Ring Road 4 (Long An)"]) == "Ring Road 4"
    assert common_start(["Ring Road 2 section 1", "Ring Road 2 section 3"]) == "Ring Road 2"
    assert common_start(["North", "South"]) == ""


def test_words_are_cut_to_the_room() -> None:
    assert shorten("Tân Phú", ": 2027", 6, 500) == "Tân Phú"
    cut = shorten("Khu công nghiệp hỗ trợ ứng dụng công nghệ cao", ": 2027", 6, 90)
    assert cut.endswith("…")
    assert cut.startswith("Khu")
    assert width_of(f"{cut}: 2027", 6) <= 90


def test_words_are_broken_to_the_room_and_none_is_lost() -> None:
    told = "Khu công nghiệp hỗ trợ ứng dụng công nghệ cao"
    lines = wrap(told, 6, 70).split("\n")
    assert len(lines) > 1
    assert all(width_of(line, 6) <= 70 for line in lines)
    assert " ".join(lines) == told
