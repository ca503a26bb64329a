"""Why a park opens, and why demand stays unserved: sentences from the plan's own numbers."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pandas as pd

from parkwright.steps.siting.limits.reach import band_limit
from parkwright.steps.siting.problem import SitingProblem
from parkwright.steps.siting.rows import Positions, SitingPlan, opened_by_period, used_by_period
from parkwright.tables import Places
from parkwright.words import LANGS, Lang, say, text

_NAMED_PLACES = 3
_HAIR = 1e-6
_WORTH_NAMING_HA = 0.05
"""Below this a sentence with one decimal would say 0.0 ha."""


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
        served = float(ours["ha"].sum())
        if served < _WORTH_NAMING_HA:
            key = "committed_empty" if committed else "locked_empty"
            said.update({(facility, lang): say(text(f"siting.opening.{key}"), lang) for lang in LANGS})
            continue
        top = ours.groupby("place_id")["ha"].sum().sort_values(ascending=False).head(_NAMED_PLACES).index
        minutes = float(np.average(ours["truck_min"], weights=ours["ha"]))
        for lang in LANGS:
            listed = ", ".join(names[lang][place] for place in top)
            told = text(
                "siting.opening.committed" if committed else "siting.opening.serves",
                ha=served, places=listed, minutes=minutes,
            )  # fmt: skip
            said[facility, lang] = say(told, lang)
    return said


def later_phase(phase: int, ha: float, lang: Lang) -> str:
    """What a phase after the first one adds to its park."""
    key = "later" if ha >= _WORTH_NAMING_HA else "later_empty"
    return say(text(f"siting.opening.{key}", phase=phase, ha=ha), lang)


def unserved_reasons(problem: SitingProblem, plan: SitingPlan, short: Positions) -> pd.DataFrame:
    """For merged cells with unserved land (index = cell): reason_code, reason_vi, reason_en.

    no-facility: nothing lies within the end of the reach by road in that period
    barred:      parks lie in reach, but none of them admits the group (hazard, high technology)
    cost:        every way in reach costs more than the value put on premises
    limit:       land in reach is open and free, but another limit (type, reserve, utilities, budget) keeps it
    not-opened:  the open land in reach does not suffice, and a park that could take the rest is not opened
    capacity:    all land in reach is full, and there is no other park
    reach:       firms that would follow so far are all placed; the rest does not
    """
    arcs = problem.arcs[problem.arcs["cell"].isin(short)]
    ways = pd.DataFrame({"cell": arcs["cell"], **_ways(problem, plan, arcs)})
    ways["follows"] = ways["cheap"] & ways["willing"]
    ways["free"] = ways["follows"] & ways["open"] & ways["room"]
    ways["shut"] = ways["follows"] & ~ways["open"]
    ways["full"] = ways["follows"] & ways["open"] & ~ways["room"]
    any_way = ways.groupby("cell").any().reindex(short)
    known = any_way["cheap"].notna()
    flags = any_way.fillna(False).astype(bool)
    cases = {
        "barred": ~known & problem.cells.loc[short, "barred"],
        "no-facility": ~known,
        "cost": ~flags["cheap"],
        "limit": flags["free"],
        "not-opened": flags["shut"],
        "capacity": flags["full"],
    }
    code = np.select(list(cases.values()), list(cases), "reach")
    said = {name: [say(text(f"siting.unserved.{name}"), lang) for lang in LANGS] for name in set(code)}
    rows = [(name, *said[name]) for name in code]
    return pd.DataFrame(rows, columns=["reason_code", "reason_vi", "reason_en"], index=short)


def _ways(problem: SitingProblem, plan: SitingPlan, arcs: pd.DataFrame) -> dict[str, npt.NDArray[np.bool_]]:
    """By arc: cheap (costs less than the value of premises), open (any land by then), room (land left to the end of the
    plan), willing (firms are left that would follow so far)."""
    cells = problem.cells.loc[arcs["cell"]]
    facility, period = arcs["facility"].to_numpy(), cells["period"].to_numpy()
    making = problem.making_bn_ha.sum(axis=1)[facility] * problem.discount[period]
    vacancy = np.where(problem.facilities["role"] == "vacancy", problem.facilities["net_ha"], 0.0)
    land = opened_by_period(problem, plan, "net_ha") + vacancy[:, None]
    left = land - used_by_period(problem, plan)
    lasting = np.minimum.accumulate(left[:, ::-1], axis=1)[:, ::-1]
    willing = plan.arc_ha[arcs.index] < arcs["reach"].to_numpy() * cells["ha"].to_numpy() - _HAIR
    for band in problem.params.reach_bands_min:
        beyond = (arcs["truck_min"] > band).to_numpy()
        gone = np.bincount(
            arcs["cell"][beyond], weights=plan.arc_ha[arcs.index[beyond]], minlength=len(problem.cells)
        )
        most = band_limit(problem, np.arange(len(problem.cells)), band)
        willing &= ~beyond | (gone < most - _HAIR)[arcs["cell"]]
    return {
        "cheap": arcs["cost"].to_numpy() + making < cells["unserved_bn_ha"].to_numpy(),
        "open": land[facility, period] > _HAIR,
        "room": lasting[facility, period] > _HAIR,
        "willing": willing,
    }


def candidate_reasons(problem: SitingProblem, plan: SitingPlan, facilities: pd.DataFrame) -> pd.DataFrame:
    """The table ``facilities`` with the reason why each candidate that stays closed does so.

    By name where another park opens on the same land or the planner has closed it; else because the plan is cheaper without it
    (that is what the search has shown, within its gap).
    """
    opened = set(problem.options.loc[plan.taken, "facility"])
    told = facilities.set_index("facility_id")
    names = {lang: problem.facilities[f"name_{lang}"] for lang in LANGS}
    for facility in problem.facilities.index[problem.facilities["role"] == "candidate"]:
        if facility in opened:
            continue
        rivals = [other for pair in problem.overlaps if facility in pair for other in pair if other in opened]
        closed = problem.facilities.loc[facility, "object_id"] in problem.params.closed_sites
        key = "closed" if closed else "same_land" if rivals else "cheaper"
        for lang in LANGS:
            rival = names[lang][rivals[0]] if rivals else ""
            said = say(text(f"siting.not_opened.{key}", rival=rival), lang)
            told.loc[problem.facilities.loc[facility, "facility_id"], f"reason_{lang}"] = said
    return told.reset_index()[list(facilities.columns)]
