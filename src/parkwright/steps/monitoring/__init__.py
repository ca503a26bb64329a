"""monitoring: is the programme on track, on the day of the report, from what had been recorded by then?

Holds ``monitor_programme`` (values in use, targets, items, forecasts, spending, agencies, parks against the plan, gaps) and
``dashboard`` (the figures of a first page). Nothing is guessed: a target that cannot be judged says what is missing.
May import rules, tables, words. Never: another step, files, the store, the calendar (the day is an argument).
"""

from parkwright.steps.monitoring.judge import STATUSES
from parkwright.steps.monitoring.monitor import (
    Dashboard,
    Monitoring,
    dashboard,
    monitor_programme,
    summarise,
)
from parkwright.steps.monitoring.params import MonitorParams
from parkwright.steps.monitoring.scope import Scope, UnknownProgramme, scope_of
from parkwright.steps.monitoring.series import known_rows, values_in_use

__all__ = [
    "STATUSES", "Dashboard", "MonitorParams", "Monitoring", "Scope", "UnknownProgramme", "dashboard", "known_rows", "monitor_programme", "scope_of", "summarise",
    "values_in_use",
]  # fmt: skip
