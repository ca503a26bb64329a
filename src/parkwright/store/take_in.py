"""Rows from outside into a book: what the tables would be with them, and the changes that make them so."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from parkwright.store.batch import Batch
from parkwright.store.difference import Difference
from parkwright.tables import open_table
from parkwright.tables.spec import table


def merged(name: str, held: pd.DataFrame, given: pd.DataFrame, delete_missing: bool = False) -> pd.DataFrame:
    """The raw table that the book would hold: the given rows, and those of the book that are not among them.

    held:  the typed table of the book        given: a raw frame, as readers give it (index = row in the file)
    delete_missing: rows that are not given are left out

    A column that the given frame does not have keeps what the book says; an empty cell in a column that it has makes the
    cell unknown. The rows of the book come behind those of the file, so that a defect is told by the row of the file.

    I/O Example:
        held: site_id gross_ha phase   given: site_id gross_ha   -> site_id gross_ha phase
              b01     300.0    1            2 b01     "280"       2 b01     "280"    1
              b02     150.0    2                                  3 b02     150.0    2
    """
    key, opened = list(table(name).key), open_table(name, given)
    if not set(key) <= set(given.columns):
        return given
    here = pd.MultiIndex.from_frame(held[key].astype(object))
    rows = pd.MultiIndex.from_frame(opened.frame[key].astype(object))
    place = pd.Series(here.get_indexer(rows), index=opened.rows.to_numpy())
    whole = given.copy()
    for column in held.columns.difference(given.columns, sort=False):
        cells = pd.api.extensions.take(held[column].array, place.to_numpy(), allow_fill=True)
        whole[column] = pd.Series(cells, index=place.index).reindex(whole.index)
    rest = held.iloc[:0] if delete_missing else held[~here.isin(rows)]
    if rest.empty:
        return whole
    first = int(max(whole.index, default=1)) + 1
    rest = rest.set_axis(pd.RangeIndex(first, first + len(rest)), axis=0)
    if whole.empty:
        return rest
    # As objects: the cells of the file are words, those of the book are typed.
    return pd.concat([whole.astype(object), rest.astype(object)])


def apply(
    batch: Batch, name: str, found: Difference, versions: Mapping[tuple[Any, ...], int], delete_missing: bool
) -> None:
    """Write what differs: added rows, changed cells, and, if it is asked for, the removal of rows that are gone.

    versions: of the rows as they were read (``Book.versions``); typed cells, which came through the doors

    Raises:
        Contested: another one has written one of these rows since.
    """
    key = list(table(name).key)
    batch.insert(name, found.added, typed=True)
    if len(found.changed):
        for one, cells in found.changed.groupby(key, sort=False):
            row = one if isinstance(one, tuple) else (one,)
            values = dict(zip(cells["column"], cells["after"], strict=True))
            batch.update(name, row, values, versions[row], typed=True)
    if delete_missing:
        for gone in found.gone[key].astype(object).itertuples(index=False, name=None):
            batch.delete(name, gone, versions[gone])
