"""Columns and rows of the mixed-integer program, and the finished plan that limits check."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy import sparse

from parkwright.steps.siting.problem import SitingProblem

Floats = npt.NDArray[np.float64]
Positions = npt.NDArray[np.intp]


@dataclass(frozen=True, slots=True)
class Columns:
    """Where each decision stands, in this order:

    arcs      hectares on each arc
    unserved  hectares of each cell left unserved
    inflow    hectares that each facility takes of each group in each period (table: facility, group_id, period)
    opened    0/1: phase opens in period (table: phase, facility, order, period)
    options   the same by legal type (the problem's ``options``); whole by itself once ``opened`` and ``types`` are
    types     0/1: the park's legal type; for a specialised park by group (table: facility, legal_type, group_id)
    """

    arcs: int
    cells: int
    inflow_table: pd.DataFrame
    opened_table: pd.DataFrame
    option_count: int
    types_table: pd.DataFrame

    @property
    def unserved(self) -> int:
        return self.arcs

    @property
    def inflow(self) -> int:
        return self.unserved + self.cells

    @property
    def opened(self) -> int:
        return self.inflow + len(self.inflow_table)

    @property
    def options(self) -> int:
        return self.opened + len(self.opened_table)

    @property
    def types(self) -> int:
        return self.options + self.option_count

    @property
    def total(self) -> int:
        return self.types + len(self.types_table)


@dataclass(frozen=True, slots=True)
class Rows:
    """low <= A x <= high; ``objects`` and ``periods`` name each row; ``lift_price`` is what one unit
    of slack costs in the relaxed re-solve when no plan exists (in hectares unserved), None: the limit may not give way."""

    kind: str
    a: sparse.csr_matrix
    low: Floats
    high: Floats
    objects: tuple[str, ...]
    periods: tuple[str, ...]
    lift_price: float | None = None


@dataclass(frozen=True, slots=True)
class SitingPlan:
    """A plan in the problem's own terms: hectares by arc and by unserved cell, and the numbers of the options taken."""

    arc_ha: Floats
    unserved_ha: Floats
    taken: Positions


class RowBook:
    """Collects the rows of one kind, one by one or many at once."""

    def __init__(self, kind: str, columns: Columns, lift_price: float | None = None) -> None:
        self._kind, self._columns, self._lift_price = kind, columns, lift_price
        self._entries: list[tuple[Positions, Positions, Floats]] = []
        self._low: list[Floats] = []
        self._high: list[Floats] = []
        self._names: list[str] = []
        self._periods: list[str] = []

    def add(
        self,
        names: Iterable[object],
        periods: Iterable[object],
        entries: Iterable[tuple[Any, Any, Any]],
        low: npt.ArrayLike,
        high: npt.ArrayLike,
    ) -> None:
        """Add rows: entries are (row within this call, column, value), arrays or scalars to repeat; low and high likewise.

        I/O Example:
            add(["q1"], ["2026"], [(0, [0, 1], 1.0)], 10.0, 10.0) -> one row: x0 + x1 = 10
        """
        start = len(self._names)
        self._names += [str(name) for name in names]
        count = len(self._names) - start
        self._periods += [str(period) for period in periods]
        self._low.append(np.broadcast_to(np.asarray(low, dtype=np.float64), (count,)))
        self._high.append(np.broadcast_to(np.asarray(high, dtype=np.float64), (count,)))
        for row, column, value in entries:
            parts = np.broadcast_arrays(
                np.asarray(row, np.intp), np.asarray(column, np.intp), np.asarray(value, np.float64)
            )
            row, column, value = (np.atleast_1d(part).ravel() for part in parts)
            self._entries.append((start + row, column, value))

    def rows(self) -> Rows:
        """All rows collected so far."""
        if len(self._periods) != len(self._names):
            raise ValueError(f"{self._kind}: {len(self._names)} names, {len(self._periods)} periods")
        row, column, value = (
            np.concatenate([entry[part] for entry in self._entries]) if self._entries else np.zeros(0)
            for part in range(3)
        )
        shape = (len(self._names), self._columns.total)
        a = sparse.csr_matrix((value, (row.astype(np.intp), column.astype(np.intp))), shape=shape)
        low = np.concatenate(self._low) if self._low else np.zeros(0)
        high = np.concatenate(self._high) if self._high else np.zeros(0)
        return Rows(self._kind, a, low, high, tuple(self._names), tuple(self._periods), self._lift_price)


def limit_rows(
    kind: str,
    objects: npt.ArrayLike,
    periods: npt.ArrayLike,
    used: npt.ArrayLike,
    limit: npt.ArrayLike,
    unit: str,
    at_least: bool = False,
) -> pd.DataFrame:
    """What a check returns: one line a limit, with the room left (negative = broken)."""
    frame = pd.DataFrame({"object": objects, "period_id": periods, "used": used, "limit": limit})
    frame = frame.astype({"object": "str", "period_id": "str", "used": "float64", "limit": "float64"})
    room = frame["used"] - frame["limit"] if at_least else frame["limit"] - frame["used"]
    return frame.assign(limit_kind=kind, slack=room, unit=unit)


def opened_by_period(problem: SitingProblem, plan: SitingPlan, value: str) -> Floats:
    """Sum of a column of ``phases`` opened up to and with each period, by facility: shape (facilities, periods).

    I/O Example:
        phase of 100 net ha of facility 2 taken in period 1 of 3 -> row 2: [0, 100, 100]
    """
    taken = problem.options.loc[plan.taken]
    grid = np.zeros((len(problem.facilities), len(problem.periods)))
    amount = problem.phases[value].to_numpy()[taken["phase"]]
    np.add.at(grid, (taken["facility"].to_numpy(), taken["period"].to_numpy()), amount)
    return np.asarray(grid.cumsum(axis=1))


def used_by_period(problem: SitingProblem, plan: SitingPlan, weight: npt.ArrayLike = 1.0) -> Floats:
    """Hectares (times a weight per arc) allocated up to and with each period, by facility: shape (facilities, periods)."""
    grid = np.zeros((len(problem.facilities), len(problem.periods)))
    period = problem.cells["period"].to_numpy()[problem.arcs["cell"]]
    np.add.at(grid, (problem.arcs["facility"].to_numpy(), period), plan.arc_ha * np.asarray(weight))
    return np.asarray(grid.cumsum(axis=1))


def by_arc(problem: SitingProblem, trait: str) -> Floats:
    """A trait of the arc's group, for every arc (flags as 1.0 and 0.0)."""
    group = problem.cells["group_id"].to_numpy()[problem.arcs["cell"]]
    return problem.traits[trait].reindex(group).to_numpy(dtype=np.float64)


def type_taken(problem: SitingProblem, plan: SitingPlan) -> pd.Series:
    """Legal type of each opened facility (index facility)."""
    taken = problem.options.loc[plan.taken]
    return taken[taken["order"] == 0].set_index("facility")["legal_type"]
