"""Formulas of indicators: ids in braces, numbers, + - * / and brackets; nothing else, and nothing is executed.

I/O Example:
    read_formula("100 * {firms-with-research} / {firms}").names -> ("firms", "firms-with-research")
"""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

Floats: TypeAlias = npt.NDArray[np.float64]
_NAME = re.compile(r"\{([^{}]*)\}")
_SIGNS: Mapping[type[ast.operator], Callable[[Floats, Floats], Floats]] = {
    ast.Add: np.add, ast.Sub: np.subtract, ast.Mult: np.multiply, ast.Div: np.divide,
}  # fmt: skip


class BadFormula(ValueError):
    """Something else than ids in braces, numbers, + - * / and brackets; the argument is the piece that cannot be read."""


@dataclass(frozen=True, slots=True)
class Formula:
    """A formula that was read: the indicators that it names, sorted, and its tree."""

    names: tuple[str, ...]
    _tree: ast.expr
    _slots: Mapping[str, str]

    def value(self, values: Mapping[str, Floats]) -> Floats:
        """The value where all that it names is known; a division by zero is unknown.

        values: by indicator, arrays of one length (NaN = unknown)

        I/O Example:
            read_formula("100 * {a} / {b}").value({"a": [1, 2], "b": [4, 0]}) -> [25, NaN]
        """
        with np.errstate(divide="ignore", invalid="ignore"):
            found = np.asarray(self._of(self._tree, values), "float64")
        return np.where(np.isfinite(found), found, np.nan)

    def _of(self, node: ast.expr, values: Mapping[str, Floats]) -> Floats:
        if isinstance(node, ast.BinOp):
            return _SIGNS[type(node.op)](self._of(node.left, values), self._of(node.right, values))
        if isinstance(node, ast.UnaryOp):
            return -self._of(node.operand, values)
        if isinstance(node, ast.Name):
            return values[self._slots[node.id]]
        assert isinstance(node, ast.Constant)
        return np.float64(node.value)  # type: ignore[return-value, arg-type]


def read_formula(words: str) -> Formula:
    """Read a formula.

    Raises:
        BadFormula: it cannot be read, or has something that no formula has.
    """
    names: list[str] = []

    def slot(found: re.Match[str]) -> str:
        names.append(found[1].strip())
        return f" _{len(names) - 1} "

    plain = _NAME.sub(slot, words)
    if re.search(r"[{}_]", _NAME.sub("", words)):
        raise BadFormula(words)
    try:
        tree = ast.parse(plain.strip(), mode="eval").body
    except (SyntaxError, ValueError, RecursionError, MemoryError) as error:
        raise BadFormula(words) from error
    _check(tree, words)
    return Formula(tuple(sorted(set(names))), tree, {f"_{place}": name for place, name in enumerate(names)})


def _check(node: ast.expr, words: str) -> None:
    if isinstance(node, ast.BinOp) and type(node.op) in _SIGNS:
        _check(node.left, words)
        _check(node.right, words)
    elif isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub):
        _check(node.operand, words)
    elif isinstance(node, ast.Constant) and type(node.value) in (int, float):
        return
    elif not (isinstance(node, ast.Name) and node.id.startswith("_")):
        raise BadFormula(ast.unparse(node) if "_" not in ast.unparse(node) else words)
