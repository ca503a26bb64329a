"""One sentence a defect: what the doors find only because a reader had to leave something out is not told again."""

from __future__ import annotations

from collections.abc import Iterable

from parkwright.tables import Problem

_NO_TABLE = ("problems.empty_table", "problems.missing_column")
_LAYER = ("files.no_crs", "files.bad_crs", "files.zero_shift", "files.wrong_scale", "files.bad_layer_crs")
_SHAPE = ("files.bad_shape", "files.not_a_point")
_PLACED = ("lon", "lat", "geometry", "lon, lat")
_RAGGED = ("problems.ragged_row", "problems.ragged_long")
_REFERENCE = ("problems.no_such_row", "problems.no_such_row_near")


def told_once(read: Iterable[Problem], found: Iterable[Problem]) -> tuple[Problem, ...]:
    """What the doors found, without what follows from the defects that the readers told.

    I/O Example:
        read:  sites, row 3: it has 6 cells but the header names 9 columns (so row 3 is left out)
        found: sites, row 2: "b02" does not stand in sites.site_id -> not told: it may stand in row 3
    """
    read = tuple(read)
    tables = {one.table for one in read}
    cut_short = {one.table for one in read if one.text.key in _RAGGED}
    unplaced = {one.table for one in read if one.text.key in _LAYER}
    shapeless = {(one.table, one.row) for one in read if one.text.key in _SHAPE}

    def follows(one: Problem) -> bool:
        key = one.text.key
        if key == "problems.missing_value" and one.column in _PLACED:
            return one.table in unplaced or (one.table, one.row) in shapeless
        if key == "problems.stray_row":  # its shape was another cell
            return (one.table, one.row) in shapeless
        if key in _REFERENCE:
            return str(dict(one.text.values)["target"]).split(".")[0] in cut_short
        return key in _NO_TABLE and one.table in tables

    return tuple(one for one in found if not follows(one))
