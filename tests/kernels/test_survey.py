"""Stratified expansion: published figures, a hand sum, and two second opinions."""

from __future__ import annotations

import itertools
import json
import os
from pathlib import Path

import numpy as np
import pytest

from parkwright.kernels.survey import bootstrap_totals, expand_strata

BENCH = Path(
    os.environ.get("PARKWRIGHT_BENCH_DATA", Path(__file__).resolve().parents[3] / "shared" / "bench-data")
)


@pytest.fixture(scope="module")
def schools() -> dict[str, np.ndarray]:
    folder = BENCH / "survey-expansion"
    if not (folder / "apistrat.csv").exists():
        pytest.skip(f"no bench data in {folder} (PARKWRIGHT_BENCH_DATA)")
    names = np.genfromtxt(folder / "apistrat.csv", delimiter=",", names=True, dtype=None, encoding="utf-8")
    return {name: names[name] for name in ("stype", "fpc", "api00", "enroll")} | {
        "expected": json.loads((folder / "expected.json").read_text("utf-8"))
    }


def test_reproduces_the_published_mean_and_total(schools: dict[str, np.ndarray]) -> None:
    expected = schools["expected"]
    score = expand_strata(schools["api00"], schools["stype"], schools["fpc"])
    pupils = expand_strata(schools["enroll"], schools["stype"], schools["fpc"])
    assert score.mean == pytest.approx(expected["mean_api00"], abs=0.005)
    assert score.mean_se == pytest.approx(expected["se"], abs=0.00005)
    assert pupils.total == pytest.approx(expected["total_enroll"], abs=0.5)
    assert pupils.total_se == pytest.approx(expected["se_total"], abs=0.5)
    assert (score.sampled, score.population) == (200, 6194)


def test_bootstrap_agrees_with_the_formula(schools: dict[str, np.ndarray]) -> None:
    of = (schools["enroll"], schools["stype"], schools["fpc"])
    totals = bootstrap_totals(*of, np.random.default_rng(1), 4000)
    assert totals.mean() == pytest.approx(expand_strata(*of).total, rel=0.003)
    assert totals.std() == pytest.approx(expand_strata(*of).total_se, rel=0.05)


def test_hand_sum() -> None:
    found = expand_strata([1, 3, 10], ["a", "a", "b"], [4, 4, 1])
    assert found.total == 18
    assert found.total_se == pytest.approx(8**0.5)
    assert found.mean == pytest.approx(18 / 5)


def test_all_samples_of_a_small_population_average_to_the_truth() -> None:
    """Second opinion by brute force: over all samples, totals are unbiased and their variance is the mean estimate."""
    first, second = np.array([1.0, 4.0, 9.0, 2.0]), np.array([3.0, 5.0, 11.0])
    found = [
        expand_strata(np.r_[first[list(i)], second[list(j)]], [0, 0, 1, 1], [4, 4, 3, 3])
        for i in itertools.combinations(range(4), 2)
        for j in itertools.combinations(range(3), 2)
    ]
    totals = np.array([each.total for each in found])
    assert totals.mean() == pytest.approx(first.sum() + second.sum())
    assert totals.var() == pytest.approx(np.mean([each.total_se**2 for each in found]))


def test_a_census_has_no_error_and_a_lone_unit_has_an_unknown_one() -> None:
    assert expand_strata([2.0, 5.0], ["a", "b"], [1, 1]).total_se == 0
    assert np.isnan(expand_strata([2.0, 5.0, 6.0], ["a", "b", "b"], [9, 4, 4]).total_se)


@pytest.mark.parametrize(
    ("values", "strata", "population", "word"),
    [
        ([], [], [], "non-empty"),
        ([1.0, 2.0], ["a"], [3, 3], "equal"),
        ([1.0, np.nan], ["a", "a"], [3, 3], "finite"),
        ([1.0, 2.0], ["a", "a"], [1, 1], "fewer"),
        ([1.0, 2.0], ["a", "a"], [3, 4], "two population sizes"),
    ],
)
def test_refuses_what_is_no_sample(values: list, strata: list, population: list, word: str) -> None:
    with pytest.raises(ValueError, match=word):
        expand_strata(values, strata, population)
