"""Columns of typed frames as arrays."""

from __future__ import annotations

from typing import TypeAlias

import numpy as np
import pandas as pd
from numpy.typing import NDArray

Floats: TypeAlias = NDArray[np.float64]
Ints: TypeAlias = NDArray[np.intp]
Bools: TypeAlias = NDArray[np.bool_]
Words: TypeAlias = NDArray[np.str_]


def numbers(frame: pd.DataFrame, column: str) -> Floats:
    """A column of numbers, NaN = unknown."""
    return np.asarray(frame[column].to_numpy("float64", na_value=np.nan), dtype=np.float64)


def assumed(frame: pd.DataFrame, column: str = "evidence") -> Floats:
    """1 where the evidence is assumed or unknown, 0 where it is seen or derived."""
    known: Bools = frame[column].isin(["seen", "derived"]).to_numpy("bool")
    return np.asarray(~known, dtype=np.float64)


def positions(frame: pd.DataFrame, column: str, axis: tuple[str, ...]) -> Ints:
    """Position of each cell in an axis, -1 = unknown.

    Raises:
        ValueError: a cell that stands in no axis (the door of the region lets none through).
    """
    found = np.asarray(pd.Index(axis).get_indexer(pd.Index(frame[column])), dtype=np.intp)
    strange = (found < 0) & frame[column].notna().to_numpy(bool)
    if strange.any():
        raise ValueError(f"{column}: {frame[column][strange].iloc[0]!r} is not known")
    return found
