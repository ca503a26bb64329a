"""On which page each anchor lands: the pieces laid out from top to bottom as word processors do it.

Rules that are modelled: exact line pitches; two lines at least of a paragraph on each side of a page end; no space before at
the top of a page; headings, captions and pictures stay with what follows; a table needs its head and one row, repeats the
head on every page, and no row is cut.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from parkwright.dossier.docx.metrics import lines_of
from parkwright.dossier.docx.pieces import Grid, Para, Picture, Piece
from parkwright.dossier.docx.styles import HEAD_RULE, KEY_RULE, RULE, TOTAL_RULE, Look

_FUZZ = 0.01
_FEWEST_LINES = 2
_BELOW_PICTURE = 0.05


@dataclass(frozen=True, slots=True)
class Laid:
    """The page of each anchor, and how many pages there are."""

    page: dict[str, int] = field(default_factory=dict)
    pages: int = 1


@dataclass(frozen=True, slots=True)
class _Item:
    """A piece as the layout sees it: lines of one height each, what it keeps to, and how many lines come first at least.

    head: stands again on every page; rule: the line that closes it on every page
    """

    heights: tuple[float, ...]
    before: float = 0.0
    after: float = 0.0
    keep_next: bool = False
    break_before: bool = False
    anchor: str | None = None
    fewest: int = 1
    head: float = 0.0
    rule: float = 0.0

    @property
    def whole(self) -> float:
        return self.before + self.head + sum(self.heights) + self.rule + self.after

    @property
    def least(self) -> float:
        """What of it must stand on the page where it begins."""
        first = len(self.heights) if len(self.heights) < 2 * self.fewest else self.fewest
        return self.before + self.head + sum(self.heights[:first]) + self.rule


def lay_out(pieces: Sequence[Piece], look: Look) -> Laid:
    """Find the page of every anchor.

    I/O Example:
        a heading "a", 60 lines of text, a heading "b" that opens a page -> Laid({"a": 1, "b": 3}, 3)
    """
    items = [_item(piece, look) for piece in pieces]
    found: dict[str, int] = {}
    page, y = 1, 0.0
    for place, item in enumerate(items):
        new_chain = place == 0 or not items[place - 1].keep_next
        if (item.break_before and y > 0) or (
            new_chain and y > 0 and y + _chain(items, place) > look.text_height + _FUZZ
        ):
            page, y = page + 1, 0.0
        page, y, first = _place(item, page, y, look.text_height)
        if item.anchor is not None:
            found[item.anchor] = first
    return Laid(found, page)


def _chain(items: Sequence[_Item], place: int) -> float:
    """What must stand together from here on: all that keep to the next, and the least of the last."""
    height = 0.0
    for item in items[place:]:
        if not item.keep_next:
            return height + item.least
        height += item.whole
    return height


def _place(item: _Item, page: int, y: float, room: float) -> tuple[int, float, int]:
    """Put an item at y; gives the page and height after it, and the page where it begins."""
    y += (item.before if y > 0 else 0.0) + item.head
    first, left = page, list(item.heights)
    while left:
        fit = _fitting(left, room - item.rule - y)
        if fit < len(left) and len(left) - fit < item.fewest:
            fit = len(left) - item.fewest
        if fit < item.fewest and y > item.head:
            fit = 0
        if fit <= 0 and y <= item.head + _FUZZ:
            fit = 1
        if fit == 0 and len(left) == len(item.heights):
            first = page + 1
        y += sum(left[:fit])
        left = left[fit:]
        if left:
            page, y = page + 1, item.head
    return page, y + item.rule + item.after, first


def _fitting(heights: Sequence[float], room: float) -> int:
    count, used = 0, 0.0
    for height in heights:
        used += height
        if used > room + _FUZZ:
            break
        count += 1
    return count


def _item(piece: Piece, look: Look) -> _Item:
    if isinstance(piece, Para):
        style = look.styles[piece.style]
        keep = style.keep_next if piece.keep_next is None else piece.keep_next
        lines = 1 if piece.rule else lines_of(piece, style, look.text_width)
        return _Item(
            (style.pitch,) * lines, style.before, 0.0 if piece.tight else style.after, keep, piece.break_before, piece.anchor,
            lines if keep else min(_FEWEST_LINES, lines),
        )  # fmt: skip
    if isinstance(piece, Picture):
        style = look.styles["Figure"]
        return _Item((piece.height + _BELOW_PICTURE,), style.before, style.after, keep_next=True)
    head = sum(line.height for line in piece.lines if line.head)
    rows = _row_heights(piece, look)
    return _Item(rows, head=head, rule=RULE if piece.kind == "ruled" else 0.0)


def _row_heights(grid: Grid, look: Look) -> tuple[float, ...]:
    """Rows below the head with what lines thicker than a rule add: LibreOffice does not add it where the head stands again."""
    found = []
    for place, line in enumerate(line for line in grid.lines if not line.head):
        thicker = TOTAL_RULE - RULE if line.first_total else 0.0
        if place == 0 and grid.kind == "ruled" and not look.official:
            thicker += HEAD_RULE - RULE
        elif place > 0 and grid.kind == "keys":
            thicker = KEY_RULE
        found.append(line.height + thicker)
    return tuple(found)
