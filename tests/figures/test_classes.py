"""Classes of demand: as many as the data fill, none empty, with ranges that are real and apart."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from parkwright.figures import style
from parkwright.figures.classes import MOST_CLASSES, classify, colour_of, ranges

hectares = st.lists(st.floats(0, 1e5).map(lambda ha: round(ha, 2)), max_size=60)


@settings(max_examples=200)
@given(hectares)
def test_every_value_has_its_class_and_every_class_its_values(values: list[float]) -> None:
    classes = classify(values)
    known = [value for value in values if value > 0]
    assert len(classes) == min(MOST_CLASSES, len(set(known)))
    assert sum(one.count for one in classes) == len(known)
    for one in classes:
        inside = [value for value in known if one.low <= value <= one.high]
        assert len(inside) == one.count and one.low in inside and one.high in inside
        assert {colour_of(value, classes) for value in inside} == {one.colour}
    assert all(one.high < other.low for one, other in pairwise(classes))
    assert len({one.colour for one in classes}) == len(classes)


@pytest.mark.parametrize("scale", [0.01, 1.0, 5_000.0])
def test_small_and_large_regions_fill_the_same_ramp(scale: float) -> None:
    classes = classify([scale * value for value in (1, 2, 3, 5, 8, 13, 21, 34, 55, 890)])
    assert [one.count for one in classes] == [2] * 5
    assert tuple(one.colour for one in classes) == style.DEMAND


def test_nought_and_unknown_stand_apart() -> None:
    classes = classify([0.0, 3.0])
    assert [(one.low, one.high, one.count) for one in classes] == [(3.0, 3.0, 1)]
    assert colour_of(0.0, classes) == style.ZERO and colour_of(None, classes) == style.UNKNOWN
    assert style.ZERO not in style.DEMAND and style.UNKNOWN not in style.DEMAND
    assert classify([]) == classify([0.0]) == ()


def test_ranges_are_the_real_ones_in_the_words_of_the_language() -> None:
    assert ranges(classify([2, 3, 9, 20, 21, 80, 1400]), "en") == ["2 – 3", "9 – 20", "21", "80", "1,400"]
    close = classify([1.24, 1.31, 1.33, 1.36, 1.41, 2.0])
    assert ranges(close, "vi") == ["1,24 – 1,31", "1,33", "1,36", "1,41", "2,00"]
    assert ranges(classify([0.004, 0.02]), "en") == ["0.004", "0.020"]
