"""Random draws keyed by (seed, id): the same id gives the same draws, whatever else stands in the tables."""

from __future__ import annotations

from hashlib import blake2b

import numpy as np
from scipy.special import ndtri

from parkwright.steps.demand.columns import Floats
from parkwright.steps.demand.params import Range

STATS = ("mean", "p10", "p50", "p90")
"""What is kept of a set of draws: first axis of every array named ``*_stats``."""


def keyed(seed: int, what: str) -> np.random.Generator:
    """The generator that belongs to one id.

    I/O Example:
        keyed(7, "take-up.growth").random() is the same number on every machine and in every order of calls.
    """
    digest = blake2b(f"{seed}\x1f{what}".encode(), digest_size=16).digest()
    return np.random.Generator(np.random.Philox(key=int.from_bytes(digest, "little")))


def even(seed: int, what: str, draws: int) -> Floats:
    """Numbers in (0, 1), one in each of ``draws`` equal strata, in random order (McKay, Beckman & Conover 1979)."""
    own = keyed(seed, what)
    return np.asarray((own.permutation(draws) + own.uniform(1e-9, 1.0, draws)) / draws)


def draw_range(seed: int, what: str, belief: Range, draws: int) -> Floats:
    """Draws of a triangular belief, [draws]."""
    low, base, high = belief.low, belief.base, belief.high
    if low == high:
        return np.full(draws, base)
    u, width = even(seed, what, draws), high - low
    rising = low + np.sqrt(u * width * (base - low))
    falling = high - np.sqrt((1 - u) * width * (high - base))
    return np.where(u < (base - low) / width, rising, falling)


def draw_factor(seed: int, what: str, sigma: float, draws: int) -> Floats:
    """Draws of a factor around 1 (logarithm normal, median 1), [draws]."""
    return np.asarray(np.exp(sigma * ndtri(even(seed, what, draws))))


def summary(drawn: Floats) -> Floats:
    """Mean, P10, P50 and P90 over the first axis: [draws, …] -> [4, …]."""
    return np.concatenate([drawn.mean(axis=0)[None], np.quantile(drawn, (0.1, 0.5, 0.9), axis=0)])
