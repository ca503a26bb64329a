"""plan: wires the steps into one run, and asks the run questions.

Holds ``Scenario`` (all choices of a run), ``run_plan`` -> ``PlanResult`` (tables and manifest), the what-if questions, the
evidence, the trace, and ``compare``. Pure: the day, the clock's reading and the seed are arguments. May import: steps, rules,
kernels, tables, words. Never: files, screen, network.
"""

from typing import TYPE_CHECKING

from parkwright import names_of

if TYPE_CHECKING:
    from parkwright.plan.manifest import Clock
    from parkwright.plan.run import NoPlan, PlanResult, run_plan
    from parkwright.plan.scenario import BadChoice, Scenario, make_scenario
else:
    __getattr__ = names_of(__name__, "scenario", "manifest", "run")

__all__ = ["BadChoice", "Clock", "NoPlan", "PlanResult", "Scenario", "make_scenario", "run_plan"]
