"""From a finished plan back to tables: what opens, who goes where, what stays unserved and why, what it costs."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import numpy.typing as npt
import pandas as pd

from parkwright.steps.siting.apart import allocated, unserved
from parkwright.steps.siting.grades import seen_at_openings, seen_on_arcs
from parkwright.steps.siting.limits import LIMITS
from parkwright.steps.siting.problem import SitingProblem
from parkwright.steps.siting.reasons import later_phase, opening_reasons, unserved_reasons
from parkwright.steps.siting.rows import Floats, SitingPlan, opened_by_period, used_by_period
from parkwright.tables import Places, result_frame
from parkwright.words import LANGS

_DUST_HA = 1e-6
_TOLERANCE = 1e-5
_ARC_TERMS = ("land", "truck", "commute", "misfit")
_TERMS = ("works", "clearance", "premium", *_ARC_TERMS, "unserved")


def allocations_table(problem: SitingProblem, plan: SitingPlan) -> pd.DataFrame:
    """Merged answers taken apart again (see ``apart``), with what each part costs; costs per hectare are those of the merged cell.

    I/O Example:
        10 ha of (q1, group, 2027) at sites:s1; cell a is 70 % of the merge, cell b 30 % -> a 7 ha, b 3 ha
    """
    rows = allocated(problem, plan)
    ha = rows["ha"]
    making = problem.making_bn_ha[rows["facility"]]
    paid = problem.paid[rows["facility"]]
    frame = pd.DataFrame(
        {
            "cell_id": rows["cell_id"],
            "facility_id": problem.facilities["facility_id"].to_numpy()[rows["facility"]],
            "ha": ha,
            "truck_min": rows["truck_min"],
            "works_bn": ha * making[:, 0],
            "clearance_bn": ha * making[:, 1],
            **{f"{term}_bn": ha * rows[f"{term}_bn_ha"] for term in _ARC_TERMS},
            "price_usd_m2_term": paid,
            "budget_gap_usd_m2": (paid - rows["budget_usd_m2_term"]).clip(lower=0.0),
        }
    )
    return result_frame("allocations", frame)


def unserved_table(problem: SitingProblem, plan: SitingPlan) -> pd.DataFrame:
    """Unserved demand by cell, with the reason of its merged cell."""
    short = problem.cells.loc[plan.unserved_ha > _DUST_HA]
    reasons = unserved_reasons(problem, plan, short.index.to_numpy())
    rows = unserved(problem, plan).merge(reasons.assign(cell=short.index), on="cell")
    kept = ["cell_id", "ha", "share", "reason_code", "reason_vi", "reason_en"]
    return result_frame("unserved", rows[kept])


def openings_table(problem: SitingProblem, plan: SitingPlan, places: Places) -> pd.DataFrame:
    """One row a phase opened; runner-up and what it would cost are filled in by the what-if questions, where asked.

    The first phase tells whom the park serves, a later one what it adds.
    """
    taken = problem.options.loc[plan.taken].sort_values(["facility", "order"])
    phases = problem.phases.loc[taken["phase"]]
    net_ha = phases["net_ha"].to_numpy("float64")
    used = _used_by_phase(taken["facility"].to_numpy("int64"), net_ha, used_by_period(problem, plan)[:, -1])
    reasons = opening_reasons(problem, plan, places)
    rows = list(zip(taken["facility"], taken["order"], used, strict=True))
    frame = pd.DataFrame(
        {
            "facility_id": problem.facilities["facility_id"].to_numpy()[taken["facility"]],
            "phase": taken["order"].to_numpy() + 1,
            "period_id": np.array(problem.periods)[taken["period"]],
            "legal_type": taken["legal_type"].to_numpy(),
            "gross_ha": phases["gross_ha"].to_numpy(),
            "net_ha": phases["net_ha"].to_numpy(),
            "used_ha": used,
            "works_bn": taken["works_bn"].to_numpy(),
            "clearance_bn": taken["clearance_bn"].to_numpy(),
            "premium_bn": taken["premium_bn"].to_numpy(),
            "committed": (problem.facilities["role"] == "committed").to_numpy()[taken["facility"]],
            **{
                f"reason_{lang}": [
                    later_phase(order + 1, ha, lang) if order else reasons[f, lang] for f, order, ha in rows
                ]
                for lang in LANGS
            },
        }
    )
    return result_frame("openings", frame)


def _used_by_phase(facility: npt.NDArray[np.int64], net_ha: Floats, used_ha: Floats) -> Floats:
    """Phases fill up one after the other: what a park holds (by facility), spread over its phases in their order."""
    before = pd.Series(net_ha).groupby(facility).cumsum().to_numpy() - net_ha
    return np.asarray(np.clip(used_ha[facility] - before, 0.0, net_ha))


def costs_table(problem: SitingProblem, plan: SitingPlan) -> pd.DataFrame:
    """The objective, term by term and period by period: present value and undiscounted; sums to the objective.

    assumed_share: see ``grades``; unknown where nothing is spent
    """
    rows = pd.concat(
        [_due_at_openings(problem, plan), _due_on_arcs(problem, plan), _due_unserved(problem, plan)]
    )
    rows["seen_bn"] = rows["spent_bn"] * rows["seen"]
    key = pd.MultiIndex.from_product([_TERMS, range(len(problem.periods))], names=["term", "period"])
    sums = rows.groupby(["term", "period"])[["spent_bn", "seen_bn"]].sum().reindex(key, fill_value=0.0)
    spent = sums["spent_bn"].to_numpy()
    period = key.get_level_values("period").to_numpy()
    frame = pd.DataFrame(
        {
            "term": key.get_level_values("term"),
            "period_id": np.array(problem.periods)[period],
            "cost_bn": spent * problem.discount[period],
            "spent_bn": spent,
            "assumed_share": (1.0 - sums["seen_bn"].to_numpy() / np.where(spent > 0, spent, np.nan)).clip(
                0.0, 1.0
            ),
        }
    )
    return result_frame("plan_costs", frame)


def _due_at_openings(problem: SitingProblem, plan: SitingPlan) -> pd.DataFrame:
    """Rows of term, period, spent_bn, seen: what the phases opened cost on that day."""
    taken = problem.options.loc[plan.taken]
    seen = seen_at_openings(problem, taken["facility"].to_numpy(np.int64))
    return _rows({term: taken[f"{term}_bn"].to_numpy() for term in seen}, seen, taken["period"].to_numpy())


def _due_on_arcs(problem: SitingProblem, plan: SitingPlan) -> pd.DataFrame:
    """The same for hectares allocated."""
    used = problem.arcs[plan.arc_ha != 0]
    ha = plan.arc_ha[used.index]
    facility, cell = used["facility"].to_numpy(np.int64), used["cell"].to_numpy(np.int64)
    making = ha[:, None] * problem.making_bn_ha[facility]
    amount = {"works": making[:, 0], "clearance": making[:, 1]}
    amount |= {term: ha * used[f"{term}_bn_ha"].to_numpy() for term in _ARC_TERMS}
    return _rows(amount, seen_on_arcs(problem, facility, cell), problem.cells["period"].to_numpy()[cell])


def _due_unserved(problem: SitingProblem, plan: SitingPlan) -> pd.DataFrame:
    """The same for demand left unserved; ``unserved_bn_ha`` is a present value."""
    period = problem.cells["period"].to_numpy()
    amount = plan.unserved_ha * problem.cells["unserved_bn_ha"].to_numpy() / problem.discount[period]
    return _rows({"unserved": amount}, {"unserved": np.zeros(len(amount))}, period)


def _rows(
    amount: Mapping[str, Floats], seen: Mapping[str, Floats], period: npt.NDArray[np.int64]
) -> pd.DataFrame:
    parts = [
        pd.DataFrame({"term": term, "period": period, "spent_bn": amount[term], "seen": seen[term]})
        for term in amount
    ]
    return pd.concat(parts)


def limits_table(problem: SitingProblem, plan: SitingPlan) -> pd.DataFrame:
    """Every limit measured again; ``ok`` is false for a limit broken by more than a hair (1e-5 of its size). Sums that always
    add up (demand, each phase once, one type a park) are checked but never called binding."""
    found = [limit.check(problem, plan) for limit in LIMITS]
    frame = pd.concat([rows for rows in found if len(rows)], ignore_index=True)
    hair = _TOLERANCE * np.maximum(1.0, frame["limit"].abs())
    frame["ok"] = frame["slack"] >= -hair
    sums = (frame["limit_kind"] == "demand") | frame["unit"].isin(("phase", "type"))
    frame["binding"] = frame["ok"] & (frame["slack"] <= hair) & ~sums
    frame["period_id"] = frame["period_id"].where(frame["period_id"] != "", "all")
    return result_frame("limits", frame)


def supply_table(problem: SitingProblem, plan: SitingPlan) -> pd.DataFrame:
    """Land on offer and taken in each period, by source: what is open by then, less what earlier periods took.

    I/O Example:
        a vacancy of 100 ha, 30 ha taken in the first period, 20 in the second
        -> 2026 vacancy 100 30;  2027 vacancy 70 20
    """
    opened, used = opened_by_period(problem, plan, "net_ha"), used_by_period(problem, plan)
    facilities = problem.facilities
    vacancy = np.where(facilities["role"] == "vacancy", facilities["net_ha"], 0.0)
    before = np.column_stack([np.zeros(len(facilities)), used[:, :-1]])
    source = np.select(
        [facilities["outside"], facilities["role"] == "vacancy", facilities["role"] == "committed"],
        ["outside", "vacancy", "committed"],
        "opened",
    )
    on_offer, taken = opened + vacancy[:, None] - before, used - before
    rows = [
        (period, name, on_offer[source == name, t].sum(), taken[source == name, t].sum())
        for t, period in enumerate(problem.periods)
        for name in ("vacancy", "committed", "opened", "outside")
    ]
    frame = pd.DataFrame(rows, columns=["period_id", "source", "net_ha", "used_ha"])
    return result_frame(
        "supply", frame.assign(net_ha=frame["net_ha"].clip(lower=0), used_ha=frame["used_ha"].clip(lower=0))
    )
