"""Columns: numbers lie on nothing, whatever the data; heights are in proportion."""

from __future__ import annotations

from itertools import combinations
from types import ModuleType

import numpy as np
import pandas as pd
import pytest

from parkwright.figures import style
from parkwright.figures.columns import draw_columns

NAMES = {**{part: part for part in style.SUPPLY}, "demand": "Demand (P50)"}
COLOURS = {**style.SUPPLY, "demand": style.INK}


def made_up(periods: int, seed: int, scale: float) -> tuple[list[str], pd.DataFrame]:
    """Parts of very different size, some of them nought, and a demand below, within or above them."""
    draws = np.random.default_rng(seed)
    names = [f"{2026 + 3 * i}-{28 + 3 * i}" for i in range(periods)]
    rows = [
        (name, "supply", part, float(draws.choice([0.0, 0.001, 0.03, 0.3, 1.0]) * scale * draws.random()))
        for name in names
        for part in style.SUPPLY
    ]
    rows += [(name, "demand", "demand", float(scale * draws.random() ** 3)) for name in names]
    return names, pd.DataFrame(rows, columns=["period_id", "lane", "part", "high"])


@pytest.mark.parametrize("lang", ["vi", "en"])
@pytest.mark.parametrize("scale", [0.4, 9.0, 7_000.0, 250_000.0])
@pytest.mark.parametrize("periods", [1, 2, 5, 9, 16])
def test_nothing_lies_on_a_number(shapes: ModuleType, periods: int, scale: float, lang: str) -> None:
    names, parts = made_up(periods, seed=periods, scale=scale)
    svg = draw_columns("c", parts, names, NAMES, COLOURS, "ha", lang)  # type: ignore[arg-type]
    words = shapes.letters(svg)
    bars = [bar for colour in COLOURS.values() for bar in shapes.columns(svg, colour)]
    assert len(words) > 2 * periods and bars
    for one, other in combinations(words, 2):
        assert not one.hits(other), (one, other)
    for word in words:
        for bar in bars:
            assert bar.holds(word) or not word.hits(bar, 0.1), (word, bar)


def test_heights_are_in_proportion(shapes: ModuleType) -> None:
    rows = [
        ("2027", "supply", "vacancy", 900.0),
        ("2027", "supply", "opened", 300.0),
        ("2027", "demand", "demand", 650.0),
    ]
    parts = pd.DataFrame(rows, columns=["period_id", "lane", "part", "high"])
    svg = draw_columns("c", parts, ["2027"], NAMES, COLOURS, "ha", "en")
    ((vacant,), (opened,), (asked,)) = (
        shapes.columns(svg, COLOURS[part]) for part in ("vacancy", "opened", "demand")
    )
    high = vacant.bottom - vacant.top
    assert (opened.bottom - opened.top) / high == pytest.approx(1 / 3, rel=1e-3)
    assert (asked.bottom - asked.top) / high == pytest.approx(650 / 900, rel=1e-3)
    assert opened.bottom == pytest.approx(vacant.top) and asked.left > vacant.right


def test_a_part_without_a_colour_is_refused() -> None:
    parts = pd.DataFrame([("2027", "supply", "moon", 1.0)], columns=["period_id", "lane", "part", "high"])
    with pytest.raises(ValueError, match="moon"):
        draw_columns("c", parts, ["2027"], NAMES, COLOURS, "ha", "en")


def test_what_is_nought_everywhere_is_not_in_the_legend(shapes: ModuleType) -> None:
    names, parts = made_up(3, seed=1, scale=100.0)
    whole = draw_columns("c", parts, names, NAMES, COLOURS, "ha", "en")
    less = parts.assign(high=parts["high"].where(parts["part"] != "opened", 0.0))
    svg = draw_columns("c", less, names, NAMES, COLOURS, "ha", "en")
    assert COLOURS["opened"] in whole and COLOURS["opened"] not in svg
