"""``choose_sites``: which parks open, when, of which type, and who goes where, for all periods together."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from parkwright.kernels.milp import SolveSettings
from parkwright.steps.siting.admission import tell_admission
from parkwright.steps.siting.answer import (
    allocations_table,
    costs_table,
    limits_table,
    openings_table,
    supply_table,
    unserved_table,
)
from parkwright.steps.siting.choices import check_choices
from parkwright.steps.siting.facilities import list_facilities
from parkwright.steps.siting.formulation import Formulation, formulate
from parkwright.steps.siting.groups import Grouping, group_sectors
from parkwright.steps.siting.infeasible import Infeasibility, explain_infeasible
from parkwright.steps.siting.legal import Laws
from parkwright.steps.siting.occupancy import read_occupancy
from parkwright.steps.siting.params import SitingParams
from parkwright.steps.siting.problem import SitingProblem, build_problem
from parkwright.steps.siting.reasons import candidate_reasons
from parkwright.steps.siting.rows import Floats
from parkwright.steps.siting.solve import SitingAnswer, solve_siting
from parkwright.tables import Parks, Places, RegionMeta, Sectors, Sites, result_frame
from parkwright.words import Both


@dataclass(frozen=True, slots=True)
class Task:
    """A siting problem ready to be solved, with what is needed to take its answer apart again."""

    problem: SitingProblem
    formulation: Formulation
    facilities: pd.DataFrame
    grouping: Grouping


@dataclass(frozen=True, slots=True)
class Siting:
    """tables: facilities, sector_groups and, where a plan was found, openings, allocations, unserved, plan_costs, limits,
    supply; infeasible: what must give way, where no plan exists."""

    tables: dict[str, pd.DataFrame]
    answer: SitingAnswer
    infeasible: Infeasibility | None = None


class BrokenPlan(RuntimeError):
    """The plan breaks a limit that it was solved under: a fault of ours, never a result."""


def prepare_siting(
    parks: Parks,
    sites: Sites,
    sectors: Sectors,
    cells: pd.DataFrame,
    sizes: pd.DataFrame,
    minutes: pd.DataFrame,
    meta: RegionMeta,
    laws: Laws,
    params: SitingParams = SitingParams(),
    places: Places | None = None,
    base_map: pd.DataFrame | None = None,
) -> Task:
    """Everything up to the solve.

    cells, sizes: result tables ``demand_cells`` and ``demand_sizes``; minutes: ``access_minutes`` of one window
    places, base_map: where the background map may tell the province of an object whose address does not

    Raises:
        BadInput: a choice names a sector group that there is not, or locks open what cannot open.
    """
    listed = list_facilities(parks, sites, meta, params, places, base_map)
    facilities = tell_admission(listed, sectors, params)
    grouping = group_sectors(sectors, cells, laws.hazard_classes_outside, facilities)
    check_choices(params, facilities, grouping.sectors)
    occupancy = read_occupancy(parks, sites, meta, laws)
    problem = build_problem(
        facilities, sites, parks, cells, sizes, grouping, minutes, occupancy, meta, laws, params
    )
    return Task(problem, formulate(problem), facilities, grouping)


def choose_sites(task: Task, places: Places, settings: SolveSettings, start: Floats | None = None) -> Siting:
    """Solve and write down the answer as tables.

    I/O Example:
        one cell of 10 ha 20 minutes from a site of 100 ha that costs less than the demand is worth
        -> openings:    facility_id  phase  period_id  legal_type    allocations: cell_id  facility_id  ha
                        sites:s1     1      2027       supporting                 c1       sites:s1     10

    Raises:
        BrokenPlan: the independent check of the limits found one broken.
    """
    answer = solve_siting(task.problem, task.formulation, settings, start)
    tables = {"facilities": task.facilities, "sector_groups": task.grouping.sectors}
    if answer.plan is None:
        if answer.status != "infeasible":
            return Siting(tables, answer)
        return Siting(tables, answer, explain_infeasible(task.problem, settings, _group_names(task)))
    return Siting(tables | plan_tables(task, answer, places), answer)


def plan_tables(task: Task, answer: SitingAnswer, places: Places) -> dict[str, pd.DataFrame]:
    """The result tables of a plan that was found (see ``choose_sites``)."""
    problem, plan = task.problem, answer.plan
    if plan is None:
        raise ValueError("no plan was found")
    limits = limits_table(problem, plan)
    broken = limits[~limits["ok"]]
    if not broken.empty:
        raise BrokenPlan(broken.head(5).to_string())
    told = candidate_reasons(problem, plan, task.facilities)
    return {
        "facilities": result_frame("facilities", told),
        "openings": openings_table(problem, plan, places),
        "allocations": allocations_table(problem, plan),
        "unserved": unserved_table(problem, plan),
        "plan_costs": costs_table(problem, plan),
        "limits": limits,
        "supply": supply_table(problem, plan),
    }


def _group_names(task: Task) -> dict[str, Both]:
    groups = task.grouping.sectors.drop_duplicates("group_id")
    names = groups[["group_id", "group_name_vi", "group_name_en"]].itertuples(index=False)
    return {str(group): Both(str(vi), str(en)) for group, vi, en in names}
