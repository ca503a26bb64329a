"""Tables as grids: column widths by content and metrics, the size that the words allow, and the height of every row."""

from __future__ import annotations

from collections.abc import Sequence

from parkwright.dossier.docx.metrics import lines_of, longest_word, width_of
from parkwright.dossier.docx.pieces import Box, Grid, Line, Para, Run
from parkwright.dossier.docx.styles import RULE, SOFT, TABLE_STYLES, TONES, Look
from parkwright.dossier.tree import Cell, Column, Mark, Table
from parkwright.dossier.writing import bound, cell_words, column_shares, column_words, is_number
from parkwright.words import Lang, say

PAD_X, PAD_Y = 3.6, 2.0
"""Room between the words of a cell and its edges."""
_NEVER_BROKEN = 14
_ONE_LINE = 20
_ROOMY = 0.8
_CAUTION = 0.999


def table_grid(block: Table, lang: Lang, look: Look) -> Grid:
    """A table of the tree as a grid over the whole text width.

    I/O Example:
        columns "Site" and "Net land (ha)", one row ("North site", 12.5), in "en"
        -> Grid("ruled", (230.1, 223.4), (Line of the head, Line of "North site" and "12.5" set right))
    """
    style, widths = fitted(block, lang, look)
    first_total = len(block.rows) - block.total_rows
    head = Line(tuple(_head(column, style, lang, look) for column in block.columns), 0.0, head=True)
    rows = [
        Line(
            tuple(
                _box(cell, column, style, lang, place >= first_total)
                for cell, column in zip(row, block.columns, strict=True)
            ),
            0.0,
            first_total=block.total_rows > 0 and place == first_total,
        )
        for place, row in enumerate(block.rows)
    ]
    return Grid(
        "ruled",
        widths,
        tuple(with_height(line, widths, look) for line in (head, *rows)),
        say(block.caption, lang),
    )


def with_height(line: Line, widths: Sequence[float], look: Look, padding: float = PAD_X) -> Line:
    """The row with the height that its words need, reckoned a little on the safe side."""
    heights = [
        sum(_para_height(para, (width - 2 * padding) * _CAUTION, look) for para in box.paras)
        for box, width in zip(line.boxes, widths, strict=True)
    ]
    return Line(line.boxes, max(heights, default=0.0) + 2 * PAD_Y + RULE, line.head, line.first_total)


def _para_height(para: Para, width: float, look: Look) -> float:
    style = look.styles[para.style]
    lines = 1 if para.rule else lines_of(para, style, width)
    return style.before + lines * style.pitch + style.after


def fitted(block: Table, lang: Lang, look: Look) -> tuple[str, tuple[float, ...]]:
    """The style of the largest size at which no word is cut, and the widths of the columns at that size.

    I/O Example:
        a table of two short columns, look_of("official") -> ("TableText", (210.3, 243.2))
    """
    places = range(len(block.columns))
    for style in TABLE_STYLES[1 if block.compact and not look.official else 0 :]:
        size = look.styles[style].size
        least = [_least(block, place, lang, size, whole=False) for place in places]
        if sum(least) <= look.text_width:
            break
    whole = [_least(block, place, lang, size, whole=True) for place in places]
    roomy = sum(whole) <= look.text_width * _ROOMY
    return style, _widths(column_shares(block, lang), whole if roomy else least, look.text_width)


def _least(block: Table, place: int, lang: Lang, size: float, whole: bool) -> float:
    """The width that holds the longest word of a column; with ``whole``, its short cells on one line."""
    column = block.columns[place]
    first_total = len(block.rows) - block.total_rows
    need = longest_word(column_words(column, lang), size, bold=True)
    for number, row in enumerate(block.rows):
        words = bound(cell_words(row[place], column.decimals, lang))
        bold = number >= first_total or isinstance(row[place], Mark)
        one_line = len(words) <= _ONE_LINE if whole else len(words) <= _NEVER_BROKEN and " " not in words
        need = max(need, width_of(words, size, bold) if one_line else longest_word(words, size, bold))
    return need / _CAUTION + 2 * PAD_X + 1.0


def _widths(shares: Sequence[int], least: Sequence[float], room: float) -> tuple[float, ...]:
    """Share the room by content, but no column is narrower than it must be; what is wanting is taken from the others."""
    if not shares:
        return ()
    wanted = [room * share / sum(shares) for share in shares]
    spare = room - sum(least)
    if spare <= 0:
        return tuple(room * one / sum(least) for one in least)
    over = [max(want - need, 0.0) for want, need in zip(wanted, least, strict=True)]
    whole = sum(over) or 1.0
    return tuple(need + spare * one / whole for need, one in zip(least, over, strict=True))


def _head(column: Column, style: str, lang: Lang, look: Look) -> Box:
    align = "center" if look.official else "right" if column.decimals is not None else "left"
    para = Para(style, (Run(column_words(column, lang), bold=True),), align=align, keep_next=True)  # type: ignore[arg-type]
    return Box((para,), low=not look.official)


def _box(cell: Cell, column: Column, style: str, lang: Lang, total: bool) -> Box:
    words = bound(cell_words(cell, column.decimals, lang))
    if isinstance(cell, Mark):
        run = Run(words, bold=True, colour=TONES[cell.tone])
    elif column.decimals is not None and not is_number(cell) and cell != "":
        run = Run(words, italic=True, colour=SOFT)
    else:
        run = Run(words, bold=True if total else None)
    return Box((Para(style, (run,), align="right" if column.decimals is not None else None),))
