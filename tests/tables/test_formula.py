"""Formulas of indicators: what they may hold, what they give, and that nothing of them is executed."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from parkwright.tables import BadFormula, read_formula


def test_worked_by_hand() -> None:
    formula = read_formula("100 * {a-1} / ({a-1} + {b}) - -2")
    assert formula.names == ("a-1", "b")
    found = formula.value({"a-1": np.array([1.0, 0.0, np.nan]), "b": np.array([3.0, 0.0, 1.0])})
    assert found[0] == 27.0 and np.isnan(found[1:]).all(), (
        "a division by zero and an unknown value are unknown"
    )


@pytest.mark.parametrize(
    "words",
    ["", "{a} +", "{a} ** 2", "a + 1", "{a}.real", "__import__('os')", "{a} if {b} else 1", "{a", "f({a})", "{a} % 2", "'x'", "1j * {a}",
     "_0 + {a}", "{a}, {b}", "lambda: 1", "True + {a}"],
)  # fmt: skip
def test_anything_else_is_refused(words: str) -> None:
    with pytest.raises(BadFormula):
        read_formula(words)


@given(st.text(alphabet="{}ab+-*/().0123456789 _'\"[]:=", max_size=30))
def test_any_words_are_read_or_refused(words: str) -> None:
    try:
        formula = read_formula(words)
    except BadFormula:
        return
    found = formula.value({name: np.array([2.0]) for name in formula.names})
    assert np.all(np.isfinite(found) | np.isnan(found))
