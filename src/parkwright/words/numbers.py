"""Numbers as each language writes them: 1.234,5 in Vietnamese, 1,234.5 in English."""

from __future__ import annotations

from typing import Literal


def number(value: float, lang: Literal["vi", "en"], decimals: int = 0) -> str:
    """Write a number with thousands separators.

    I/O Example:
        number(1234.56, "vi", 1) -> "1.234,6"      number(1234.56, "en", 1) -> "1,234.6"
        number(-0.0, "en") -> "0"
    """
    # The same parts summed in another order differ in the last bits: halves are written alike all the same.
    written = f"{round(value, decimals + 6):,.{decimals}f}"
    if float(written.replace(",", "")) == 0:
        written = written.lstrip("-")
    return written if lang == "en" else written.translate(str.maketrans(",.", ".,"))


def exact(value: float, lang: Literal["vi", "en"]) -> str:
    """Write a number with the decimals that it needs (six at most).

    I/O Example:
        exact(2.5, "vi") -> "2,5"      exact(2000.0, "en") -> "2,000"
    """
    return number(value, lang, next(few for few in range(7) if round(value, few) == round(value, 6)))
