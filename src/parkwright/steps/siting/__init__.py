"""siting: which parks open, in which phase and period, of which legal type, and how many hectares of each cell go where.

Holds ``prepare_siting`` -> ``Task`` (a frozen ``SitingProblem`` and its formulation), ``choose_sites`` -> ``Siting`` (tables),
``solve_siting`` for questions that change a problem, ``SitingParams``, ``Laws``. The limits stand in ``limits/``, one
file a kind. May import: kernels, rules, tables, words. Never: other steps, files, the clock of the calendar.
"""

from typing import TYPE_CHECKING

from parkwright import names_of

if TYPE_CHECKING:
    from parkwright.steps.siting.choose import (
        BrokenPlan,
        Siting,
        Task,
        choose_sites,
        plan_tables,
        prepare_siting,
    )
    from parkwright.steps.siting.infeasible import Infeasibility, Lifting
    from parkwright.steps.siting.legal import LEGAL_TYPES, Laws, LegalLimits, read_laws, read_legal_limits
    from parkwright.steps.siting.params import SitingParams
    from parkwright.steps.siting.problem import SitingProblem
    from parkwright.steps.siting.solve import SitingAnswer, allocate, solve_again, solve_siting
    from parkwright.steps.siting.start import start_from
else:
    __getattr__ = names_of(__name__, "params", "legal", "problem", "infeasible", "solve", "start", "choose")

__all__ = [
    "LEGAL_TYPES", "BrokenPlan", "Infeasibility", "Laws", "LegalLimits", "Lifting", "Siting", "SitingAnswer", "SitingParams",
    "SitingProblem", "Task", "allocate", "choose_sites", "plan_tables", "prepare_siting", "read_laws", "read_legal_limits", "solve_again", "solve_siting", "start_from",
]  # fmt: skip
