"""One scheme as the drawing takes it: its tables, its shapes, what else is known of the site."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
import shapely
from shapely.geometry.base import BaseGeometry

from parkwright.steps.layout.uses import USE_COLOURS, land_balance
from parkwright.words import Text


@dataclass(frozen=True, slots=True)
class Plan:
    """One scheme to be drawn.

    pieces:   rows of ``layout_pieces`` of the scheme, and ``shapes``: [P] a polygon for each, metres of ``zone`` ("" = unknown)
    lots:     rows of ``layout_lots`` of the scheme
    title:    name of the site
    access:   points where roads come in, metres of the zone
    assumed:  whether the boundary is schematic
    notes:    what was assumed on the way, told on the sheet
    """

    scheme_id: str
    pieces: pd.DataFrame
    shapes: np.ndarray
    lots: pd.DataFrame
    zone: str
    title: str
    access: tuple[tuple[float, float], ...] = ()
    assumed: bool = False
    notes: tuple[Text, ...] = ()

    @property
    def balance(self) -> pd.DataFrame:
        """Land by use (``land_balance``)."""
        return land_balance(self.pieces)

    @property
    def site(self) -> BaseGeometry:
        """The whole site: all pieces together."""
        return _joined(self.shapes)


def make_plan(
    tables: Mapping[str, pd.DataFrame], shapes: Sequence[Any], scheme_id: str, zone: str, title: str, **more: Any
) -> Plan:  # fmt: skip
    """Take one scheme out of the tables of a site.

    tables: with ``layout_pieces`` and ``layout_lots``; shapes: a polygon for each row of ``layout_pieces``
    more:   ``access``, ``assumed``, ``notes`` of ``Plan``

    Raises:
        ValueError: the tables hold no such scheme.
    """
    pieces, lots = tables["layout_pieces"], tables["layout_lots"]
    mine = (pieces["scheme_id"] == scheme_id).to_numpy()
    if not mine.any():
        raise ValueError(f"there is no scheme {scheme_id!r}")
    return Plan(
        scheme_id, pieces[mine].reset_index(drop=True), np.array(shapes, dtype=object)[mine],
        lots[lots["scheme_id"] == scheme_id].reset_index(drop=True), zone, title, **more,
    )  # fmt: skip


def colour_of(use: str) -> str:
    """Colour of a land use, "#rrggbb".

    I/O Example:
        "lot" -> "#d9c7e8"
    """
    return "#" + "".join(f"{int(part):02x}" for part in USE_COLOURS[use].split(","))


def joined_by_use(plan: Plan) -> dict[str, BaseGeometry]:
    """The land of each use in one shape, so that no seam shows between its pieces; uses in the order of ``USE_COLOURS``."""
    uses = plan.pieces["use"].to_numpy()
    return {use: _joined(plan.shapes[uses == use]) for use in USE_COLOURS if (uses == use).any()}


def _joined(shapes: np.ndarray) -> BaseGeometry:
    found: BaseGeometry = shapely.union_all(shapes)
    return found
