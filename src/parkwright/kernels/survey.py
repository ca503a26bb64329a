"""Expansion of a stratified sample to its population, with the finite population correction.

Source of the method: Cochran, Sampling Techniques, 3rd ed. 1977, §5.3-5.4 (stratified total, mean and their variances);
Rao & Wu, Resampling inference with complex survey data, JASA 83 (1988), §3 (rescaled bootstrap, m_h = n_h - 1).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray


@dataclass(frozen=True, slots=True)
class Expansion:
    """A total and a mean of the population, each with its standard error (same unit as the values).

    sampled, population: units in the sample and in the population of the strata that were met
    A standard error is NaN where a stratum holds one sampled unit of several: its spread cannot be seen.
    """

    total: float
    total_se: float
    mean: float
    mean_se: float
    sampled: int
    population: float


def expand_strata(values: ArrayLike, strata: ArrayLike, population: ArrayLike) -> Expansion:
    """Expand a stratified simple random sample (without replacement) to its population.

    values:     [n] what was measured
    strata:     [n] label of each unit's stratum (any sortable type)
    population: [n] number of units of the unit's stratum in the population, the same for all units of a stratum

    I/O Example:
        values [1, 3, 10], strata [a, a, b], population [4, 4, 1]
        -> total = 4 * 2 + 1 * 10 = 18, variance = 4^2 (1 - 2/4) 2 / 2 + 0 = 8, total_se = 2.828

    Raises:
        ValueError: no units; shapes differ; a value is not finite; a stratum smaller than its sample or of two sizes.
    """
    y, codes, size, counts = _strata(values, strata, population)
    means = np.bincount(codes, y) / counts
    variance = _within(y, codes, means, counts)
    with np.errstate(invalid="ignore"):
        parts = size**2 * (1 - counts / size) * variance / counts
    parts = np.where(counts == size, 0.0, parts)
    total, everybody = float(size @ means), float(size.sum())
    total_se = float(np.sqrt(parts.sum()))
    return Expansion(total, total_se, total / everybody, total_se / everybody, len(y), everybody)


def bootstrap_totals(
    values: ArrayLike, strata: ArrayLike, population: ArrayLike, rng: np.random.Generator, draws: int
) -> NDArray[np.float64]:
    """Totals of the population under the rescaled bootstrap of Rao and Wu, [draws]: a second opinion on the interval.

    Arguments and errors as ``expand_strata``; strata of one unit do not vary.

    I/O Example:
        values [1, 3, 10], strata [a, a, b], population [4, 4, 1], draws = 2 -> for example [18.0, 14.0]
    """
    y, codes, size, counts = _strata(values, strata, population)
    totals = np.zeros(draws)
    for stratum in range(len(counts)):
        own, n = y[codes == stratum], int(counts[stratum])
        mean = own.mean()
        totals += size[stratum] * mean
        if n > 1:
            drawn = own[rng.integers(0, n, (draws, n - 1))].mean(axis=1)
            totals += size[stratum] * np.sqrt(1 - n / size[stratum]) * (drawn - mean)
    return totals


def _strata(
    values: ArrayLike, strata: ArrayLike, population: ArrayLike
) -> tuple[NDArray[np.float64], NDArray[np.intp], NDArray[np.float64], NDArray[np.float64]]:
    y, labels, sizes = np.asarray(values, float), np.asarray(strata), np.asarray(population, float)
    if y.ndim != 1 or y.shape != labels.shape or y.shape != sizes.shape or not len(y):
        raise ValueError(f"need three equal, non-empty vectors, got {y.shape}, {labels.shape}, {sizes.shape}")
    if not (np.isfinite(y).all() and np.isfinite(sizes).all()):
        raise ValueError("values and population must be finite")
    _, codes = np.unique(labels, return_inverse=True)
    counts = np.bincount(codes).astype(float)
    size = np.bincount(codes, sizes) / counts
    if not np.allclose(sizes, size[codes]):
        raise ValueError("a stratum has two population sizes")
    if (size < counts - 1e-9).any():
        raise ValueError("a stratum has fewer units in the population than in the sample")
    return y, codes, size, counts


def _within(
    y: NDArray[np.float64], codes: NDArray[np.intp], means: NDArray[np.float64], counts: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Sample variance within each stratum, NaN where it holds one unit."""
    squares = np.bincount(codes, (y - means[codes]) ** 2)
    variance: NDArray[np.float64] = np.full(len(counts), np.nan)
    return np.divide(squares, counts - 1, out=variance, where=counts > 1)
