"""How much room words take: measured in the letters that are drawn (DejaVu Sans, which ships with matplotlib)."""

from __future__ import annotations

from functools import cache

FONT = "DejaVu Sans"


@cache
def width_of(words: str, size: float, weight: str = "normal") -> float:
    """Width of one line of words, points.

    I/O Example:
        width_of("Tân Phú", 5.8) -> 22.9
    """
    from matplotlib.font_manager import FontProperties
    from matplotlib.textpath import text_to_path

    font = FontProperties(family=FONT, size=size, weight=weight)
    return float(text_to_path.get_text_width_height_descent(words, font, ismath=False)[0])


def wrap(words: str, size: float, room: float) -> str:
    """Break words into lines that fit the room, points."""
    lines: list[str] = [""]
    for word in words.split():
        longer = f"{lines[-1]} {word}".strip()
        if not lines[-1] or width_of(longer, size) <= room:
            lines[-1] = longer
        else:
            lines.append(word)
    return "\n".join(lines)


def shorten(words: str, rest: str, size: float, room: float) -> str:
    """Words cut with an ellipsis so that they fit the room (points) together with the rest of their line.

    I/O Example:
        shorten("Tân Phú Trung II", ": 2027", 5.8, 40.0) -> "Tân Ph…"
    """
    if width_of(words + rest, size) <= room:
        return words
    while words and width_of(f"{words}…{rest}", size) > room:
        words = words[:-1]
    return f"{words.rstrip()}…"
