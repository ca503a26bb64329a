"""Limits of the siting model, one file a kind: each owns its rows, its slack, its check and its sentence.

``rows(problem, columns)`` gives the rows of the mixed-integer program; ``check(problem, plan)`` measures the finished plan
again from the tables of the problem, without those rows. The tuple ``LIMITS`` is the whole list: a kind that is not in it
does not exist.
"""

from parkwright.steps.siting.limits import (
    budget,
    capacity,
    compatibility,
    demand,
    legal_type,
    locks,
    lots,
    opening,
    reach,
    reserve,
    service,
    utilities,
)

LIMITS = (
    demand,
    reach,
    compatibility,
    lots,
    capacity,
    opening,
    locks,
    legal_type,
    reserve,
    budget,
    utilities,
    service,
)

__all__ = ["LIMITS"]
