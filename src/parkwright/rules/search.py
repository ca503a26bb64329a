"""Finding words in the law, with or without Vietnamese accents."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

_WORD = re.compile(r"\w+")


def fold(word: str) -> str:
    """Lower case without accents.

    I/O Example:
        fold("Khu công nghiệp hỗ trợ – ĐẤT") -> "khu cong nghiep ho tro – dat"
    """
    plain = unicodedata.normalize("NFD", word.casefold())
    return "".join(mark for mark in plain if unicodedata.category(mark) != "Mn").replace("đ", "d")


def matches(words: str, fields: Sequence[str]) -> int | None:
    """How far down the fields one must read until the beginning of every word was met (0 = all in the first); None if some never is.

    I/O Example:
        matches("ho tro", ("DEF-02 Khu công nghiệp hỗ trợ", "Supporting park")) -> 0
        matches("ho supporting", (…same…)) -> 1      matches("moon", (…same…)) -> None
    """
    wanted = _WORD.findall(fold(words))
    if not wanted:
        return None
    read: list[str] = []
    for rank, part in enumerate(fields):
        read += _WORD.findall(fold(part))
        if all(any(met.startswith(word) for met in read) for word in wanted):
            return rank
    return None
