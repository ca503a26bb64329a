"""Counts in equal counts out: a file that was just written is read back and compared before it takes its place."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import shapely
from shapely.geometry.base import BaseGeometry

from parkwright.files.raw_region import RawRegion
from parkwright.tables import BadInput, Problem, open_table, problem, table

_NAMED = 10


def write_checked(
    path: Path,
    node: Mapping[str, Any],
    frames: Mapping[str, pd.DataFrame],
    write: Callable[[Path], None],
    read: Callable[[Path], RawRegion],
) -> None:
    """Write a file beside ``path``, read it back, compare every cell, and only then rename it to ``path``.

    Raises:
        BadInput: ``path`` exists, or the file does not hold what was written (tables, columns and rows are named).
    """
    if path.exists():
        raise BadInput([problem("files.exists", path.stem, path=str(path))])
    path.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=f".{path.stem}-", dir=path.parent) as folder:
        beside = Path(folder) / path.name
        write(beside)
        found = read(beside)
        problems = list(differences(frames, found.tables))
        known = {key: value for key, value in node.items() if value not in ("", [], {})}
        if {key: value for key, value in (found.node or {}).items() if value != []} != known:
            problems.append(problem("files.not_the_same", "region", "value", rows=_named(sorted(known))))
        if problems:
            raise BadInput(problems)
        os.replace(beside, path)


def differences(frames: Mapping[str, pd.DataFrame], raw: Mapping[str, pd.DataFrame]) -> Iterator[Problem]:
    """Where raw tables, once opened, are not the typed frames that were written."""
    for name, frame in frames.items():
        again = open_table(name, raw[name]).frame if name in raw else frame.iloc[:0]
        key = list(table(name).key)
        if len(again) != len(frame):
            there = set(again[key].itertuples(index=False, name=None))
            lost = [
                " + ".join(map(str, row))
                for row in frame[key].itertuples(index=False, name=None)
                if row not in there
            ]
            yield problem(
                "files.counts_differ", name, expected=len(frame), found=len(again), rows=_named(lost)
            )
            continue
        ordered = frame.sort_values(key, kind="stable").reset_index(drop=True)
        for column in ordered.columns:
            changed = ~_equal(ordered[column], again[column])
            if changed.any():
                rows = [
                    " + ".join(map(str, row))
                    for row in ordered.loc[changed, key].itertuples(index=False, name=None)
                ]
                yield problem("files.not_the_same", name, column, rows=_named(rows))


def _equal(ours: pd.Series, theirs: pd.Series) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
    if ours.name == "geometry":
        same = [_same_shape(a, b) for a, b in zip(ours, theirs, strict=True)]
    else:
        both = (ours.isna() & theirs.isna()).to_numpy()
        same = list(both | (ours == theirs).fillna(False).to_numpy(dtype=bool))
    return np.array(same, dtype=bool)


def _same_shape(ours: BaseGeometry | None, theirs: BaseGeometry | None) -> bool:
    if ours is None or theirs is None:
        return ours is theirs
    return bool(shapely.equals_exact(ours, theirs))


def _named(rows: list[str]) -> str:
    return ", ".join(rows[:_NAMED]) + (", …" if len(rows) > _NAMED else "")
