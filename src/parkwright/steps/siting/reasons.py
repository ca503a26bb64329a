"""Why a park opens, and why demand stays unserved: sentences from the plan's own numbers."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from parkwright.steps.siting.problem import SitingProblem
from parkwright.steps.siting.rows import Floats, Positions, SitingPlan
from parkwright.tables import Places
from parkwright.words import LANGS, Lang, say, text

_NAMED_PLACES = 3


def opening_reasons(problem: SitingProblem, plan: SitingPlan, places: Places) -> dict[tuple[int, Lang], str]:
    """A sentence for each facility with phases, in both languages: how much it serves, from where, how far."""
    names = {lang: places.set_index("place_id")[f"name_{lang}"] for lang in LANGS}
    arcs = problem.arcs.assign(
        ha=plan.arc_ha, place_id=problem.cells["place_id"].to_numpy()[problem.arcs["cell"]]
    ).query("ha > 0")
    said: dict[tuple[int, Lang], str] = {}
    for facility in problem.phases["facility"].unique():
        ours = arcs[arcs["facility"] == facility]
        committed = problem.facilities.loc[facility, "role"] == "committed"
        if ours.empty:
            key = "committed_empty" if committed else "locked_empty"
            said.update({(facility, lang): say(text(f"siting.opening.{key}"), lang) for lang in LANGS})
            continue
        top = ours.groupby("place_id")["ha"].sum().sort_values(ascending=False).head(_NAMED_PLACES).index
        minutes = float(np.average(ours["truck_min"], weights=ours["ha"]))
        for lang in LANGS:
            listed = ", ".join(names[lang][place] for place in top)
            told = text(
                "siting.opening.committed" if committed else "siting.opening.serves",
                ha=float(ours["ha"].sum()), places=listed, minutes=minutes,
            )  # fmt: skip
            said[facility, lang] = say(told, lang)
    return said


def unserved_reasons(problem: SitingProblem, plan: SitingPlan, short: Positions) -> pd.DataFrame:
    """For merged cells with unserved land (index = cell): reason_code, reason_vi, reason_en.

    no-facility: nothing lies within the end of the reach by road in that period
    reach:       firms that would follow farther than the land used are all placed; the rest does not follow so far
    cost:        every way in reach costs more than the value put on premises
    capacity:    all land in reach that is cheap enough is full
    """
    arcs = problem.arcs[problem.arcs["cell"].isin(short)]
    by_cell: dict[Any, pd.DataFrame] = dict(iter(arcs.groupby("cell")))
    making = problem.making_bn_ha.sum(axis=1)
    rows = []
    for cell in short:
        code = _code(problem, plan, int(cell), by_cell.get(int(cell)), making)
        rows.append((code, *(say(text(f"siting.unserved.{code}"), lang) for lang in LANGS)))
    return pd.DataFrame(rows, columns=["reason_code", "reason_vi", "reason_en"], index=short)


def _code(
    problem: SitingProblem,
    plan: SitingPlan,
    cell: int,
    arcs: pd.DataFrame | None,
    making: Floats,
) -> str:
    if arcs is None:
        return "no-facility"
    of_cell: Any = problem.cells.loc[cell]
    period = int(of_cell["period"])
    cost = arcs["cost"].to_numpy() + making[arcs["facility"]] * problem.discount[period]
    affordable = cost < float(of_cell["unserved_bn_ha"])
    if not affordable.any():
        return "cost"
    follow = np.asarray(arcs["reach"], dtype=np.float64) * float(of_cell["ha"])
    used = plan.arc_ha[arcs.index]
    at_end = affordable & (used >= follow - 1e-6)
    beyond = arcs["truck_min"].to_numpy() >= (
        arcs["truck_min"].to_numpy()[at_end].min() if at_end.any() else np.inf
    )
    return "reach" if at_end.any() and not (affordable & ~beyond).any() else "capacity"
