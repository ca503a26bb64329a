"""Facts about the MIP solver that the project rests on; a release that breaks them must not slip in."""

from __future__ import annotations

import highspy
import pytest


def test_tiny_model_with_a_known_wrong_answer() -> None:
    """min 2x + 3z with x + z >= 4.5, z integer, x, z >= 0 is 9 (x = 4.5, z = 0); highspy 1.14 answered otherwise."""
    solver = highspy.Highs()
    solver.silent()
    x = solver.addVariable(lb=0.0)
    z = solver.addIntegral(lb=0.0)
    solver.addConstr(x + z >= 4.5)
    solver.minimize(2 * x + 3 * z)
    assert solver.getModelStatus() == highspy.HighsModelStatus.kOptimal
    assert solver.getInfo().objective_function_value == pytest.approx(9.0)
    assert (solver.val(x), solver.val(z)) == (pytest.approx(4.5), pytest.approx(0.0))
