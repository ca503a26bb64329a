"""Labels and numbers never cover one another."""

from __future__ import annotations

from itertools import combinations

from hypothesis import given, settings
from hypothesis import strategies as st

from parkwright.figures.placing import Box, Places
from parkwright.figures.sheet import common_start, round_length, shorten
from parkwright.figures.style import period_colours

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


def test_round_lengths() -> None:
    assert [round_length(m) for m in (30_900, 50_000, 199, 1)] == [20_000, 50_000, 100, 1]


def test_common_start_of_names() -> None:
    assert common_start(["Ring Road 4", "Ring Road 4 (Long An)"]) == "Ring Road 4"
    assert common_start(["Ring Road 2 section 1", "Ring Road 2 section 3"]) == "Ring Road 2"
    assert common_start(["North", "South"]) == ""


def test_words_are_cut_to_the_room() -> None:
    assert shorten("Tân Phú", ": 2027", 6, 500) == "Tân Phú"
    cut = shorten("Khu công nghiệp hỗ trợ ứng dụng công nghệ cao", ": 2027", 6, 90)
    assert cut.endswith("…")
    assert cut.startswith("Khu")


def test_each_period_has_its_colour() -> None:
    for count in range(1, 7):
        colours = period_colours([str(i) for i in range(count)])
        assert len(set(colours.values())) == min(count, 5)
