"""The totals that a reader sees, held against their parts in every run: what does not add up is a fault of ours, never a result."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import pandas as pd

from parkwright.steps.siting import BrokenPlan

_HAIR = 1e-5
"""Relative, and for hectares never below this many."""


def reconcile(tables: Mapping[str, pd.DataFrame], objective_bn: float) -> None:
    """Check the sums that stand in more than one table.

    objective_bn: what the solver says that the plan costs (present value)

    I/O Example:
        supply: used_ha 30 in 2027;  allocations of cells of 2027: 20 + 9 ha  ->  BrokenPlan "supply and allocations: 2027 30 29"

    Raises:
        BrokenPlan: the first totals that are not the sum of their parts.
    """
    for what, whole, parts, least in _totals(tables, objective_bn):
        parts = parts.reindex(whole.index.union(parts.index)).fillna(0.0)
        whole = whole.reindex(parts.index).fillna(0.0)
        off = (whole - parts).abs() > _HAIR * whole.abs().clip(lower=least)
        if off.any():
            raise BrokenPlan(
                f"{what}: {pd.DataFrame({'total': whole, 'parts': parts})[off].head().to_string()}"
            )


def _totals(
    tables: Mapping[str, pd.DataFrame], objective_bn: float
) -> Iterator[tuple[str, pd.Series, pd.Series, float]]:
    """(what, totals, sums of their parts, the least size that a hair is measured against)."""
    cells, allocations, openings = tables["demand_cells"], tables["allocations"], tables["openings"]
    planned = cells[cells["planned"].fillna(False).astype(bool)]
    period = cells.set_index("cell_id")["period_id"]
    forecast = tables["demand_reconciliation"].query("method == 'planned'").set_index("period_id")["base_ha"]
    yield "demand and its cells", forecast, planned.groupby("period_id")["p50_ha"].sum(), 1.0
    used = tables["supply"].groupby("period_id")["used_ha"].sum()
    yield "supply and allocations", used, _by(allocations["cell_id"].map(period), allocations), 1.0
    phases = openings.groupby("facility_id")["used_ha"].sum()
    taken = _by(allocations["facility_id"], allocations).reindex(phases.index).fillna(0.0)
    yield "openings and allocations", phases, taken, 1.0
    cost = pd.Series({"objective": tables["plan_costs"]["cost_bn"].sum()})
    yield "objective and terms", pd.Series({"objective": objective_bn}), cost, 0.0


def _by(key: pd.Series, allocations: pd.DataFrame) -> pd.Series:
    return allocations["ha"].groupby(key).sum()
