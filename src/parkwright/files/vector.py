"""Tables in KML and Shapefile."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from parkwright.tables import Problem, Table

VECTOR_ENDINGS: tuple[str, ...] = ()


def read_vector_table(path: Path, spec: Table) -> tuple[pd.DataFrame, tuple[Problem, ...]]:
    """Not yet."""
    raise NotImplementedError
