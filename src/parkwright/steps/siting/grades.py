"""How much of each cost was seen: a cost is a product, and rests on assumed inputs as soon as one of its factors does.

Row by row, the seen share is the product of the seen shares of its factors, and of a sum

    assumed share = 1 - sum(amount x seen share) / sum(amount)

A factor is 1 where it was read or derived and 0 where it was assumed; the demand of a merged cell is what ``demand_cells`` says of
its cells, by hectare.

    term        unit value                                   quantity
    works       the rule's rate; without a rule assumed      at the opening: gross land; then gross and net land, and demand
    clearance   of the site                                  as for works
    land        price of the park                            demand
    premium, truck, commute, misfit, unserved: what a hectare of a type, a minute or a gap to the budget is worth is assumed

Choices of the model that are no fact of the region (the discount rate, the share of works due at the opening) are no factors here:
the evidence moves them as assumptions of their own.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from parkwright.steps.siting.problem import SitingProblem
from parkwright.steps.siting.rows import Floats, Positions


def seen_at_openings(problem: SitingProblem, facility: Positions) -> Mapping[str, Floats]:
    """Seen share, by term, of what falls due when each of these facilities opens a phase.

    I/O Example:
        a rule's rate on land that was read, clearance assumed -> works [1.0], clearance [0.0], premium [0.0]
    """
    gross = _known(problem, "gross_evidence")
    return {
        "works": (_works_rate(problem) * gross)[facility],
        "clearance": (_known(problem, "clearance_evidence") * gross)[facility],
        "premium": np.zeros(len(facility)),
    }


def seen_on_arcs(problem: SitingProblem, facility: Positions, cell: Positions) -> Mapping[str, Floats]:
    """Seen share, by term, of what each of these hectares of a cell at a facility costs."""
    demand = _demand(problem)[cell]
    land = (_known(problem, "gross_evidence") * _known(problem, "net_evidence"))[facility] * demand
    nothing = np.zeros(len(facility))
    return {
        "works": _works_rate(problem)[facility] * land,
        "clearance": _known(problem, "clearance_evidence")[facility] * land,
        "land": _known(problem, "price_evidence")[facility] * demand,
        "truck": nothing,
        "commute": nothing,
        "misfit": nothing,
    }


def _known(problem: SitingProblem, column: str) -> Floats:
    """1 for each facility whose input was read or derived, 0 where it was assumed or nothing is said of it."""
    return np.asarray(problem.facilities[column].isin(("seen", "derived")), dtype=np.float64)


def _works_rate(problem: SitingProblem) -> Floats:
    rate = problem.laws.usual.works
    return np.array([float(rate(gross) is not None) for gross in problem.facilities["gross_ha"]])


def _demand(problem: SitingProblem) -> Floats:
    members = problem.members
    seen = members["split"] * (1.0 - members["assumed_share"].fillna(1.0))
    return np.bincount(members["cell"], weights=seen, minlength=len(problem.cells)).astype(np.float64)
