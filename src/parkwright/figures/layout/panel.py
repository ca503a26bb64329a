"""The panel beside the map: heading, land-use balance, symbols, notes, scale bar with north arrow, title block."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from parkwright.figures import style
from parkwright.figures.layout.balance import HEAD, ROW_MM, SIZE, balance_lines, draw_balance, rule
from parkwright.figures.layout.labels import Told
from parkwright.figures.layout.land import ARROW, BOUNDARY, DASH_DOT, grid_metres, look_of
from parkwright.figures.layout.paper import MM, Paper
from parkwright.figures.layout.plan import Plan
from parkwright.figures.letters import wrap
from parkwright.figures.sizes import round_below
from parkwright.words import Lang, say, text
from parkwright.words.numbers import exact, number

_PAD = 4.0
"""Air between the frame of the panel and what stands in it, mm."""
_LINE_MM = 3.3
_SCALE_MM, _BLOCK_MM = 24.0, 7.0
_LABEL_MM = 25.0
_TITLE = 11.0


def draw_panel(sheet: Any, plan: Plan, paper: Paper, told: Told, lang: Lang) -> None:
    """Draw all of it; the rows of the balance shrink where the sheet is short."""
    from matplotlib.patches import Rectangle

    left, foot, width, height = paper.panel
    sheet.add_patch(
        Rectangle((left, foot), width, height, facecolor="none", edgecolor=style.INK, linewidth=0.8)
    )
    inner, room = left + _PAD, width - 2 * _PAD
    block = title_block(plan, paper, lang)
    block_top = foot + sum(high for _, _, high in block)
    notes = _notes(plan, told, lang, room)
    symbols = _symbols(plan, paper, lang)
    lines = balance_lines(plan, lang)
    heading = _wrapped(plan.title, _TITLE, room)
    top = foot + height - _PAD
    top = _heading(sheet, heading, inner, top, lang)
    below = _SCALE_MM + ROW_MM * (len(symbols) + 2) + _LINE_MM * len(notes) + 1.6 * ROW_MM + 4
    row = min(ROW_MM, (top - block_top - below) / (len(lines) + 2))
    draw_balance(sheet, lines, inner, top, room, row, lang)
    top -= (len(lines) + 3) * row
    top = _draw_symbols(sheet, symbols, inner, top, lang)
    _draw_notes(sheet, notes, inner, top, lang)
    rule(sheet, inner, block_top + _SCALE_MM, room)
    _draw_scale(sheet, paper, inner, block_top + 5.0, room, lang)
    _draw_block(sheet, block, left, block_top, width)


def _heading(sheet: Any, title: Sequence[str], left: float, top: float, lang: Lang) -> float:
    sheet.text(left, top, say("layout_drawing.heading", lang), fontsize=9, va="top", color=style.MUTED)
    for place, line in enumerate(title):
        y = top - 5.4 - place * 5.0
        sheet.text(left, y, line, fontsize=_TITLE, va="top", weight="bold", color=style.INK)
    return top - 5.4 - len(title) * 5.0 - 3.5


def _wrapped(words: str, size: float, room_mm: float) -> list[str]:
    return wrap(words, size, room_mm * MM * 0.88).split("\n")


def _notes(plan: Plan, told: Told, lang: Lang, room: float) -> list[str]:
    """Lines of the notes; what follows the first line of a note is indented."""
    found = []
    if plan.assumed:
        found.append(say("layout_drawing.note.assumed", lang))
    found += [say(note, lang) for note in plan.notes]
    if told.bare:
        found.append(say(text("layout_drawing.note.small", count=told.bare), lang))
    if told.number_only:
        found.append(say(text("layout_drawing.note.no_area", count=told.number_only), lang))
    if plan.pieces["width"].notna().any():
        found.append(say("layout_drawing.note.widths", lang))
    found.append(say("layout_drawing.note.north", lang))
    lines = []
    for place, note in enumerate(found, 1):
        first, *rest = wrap(note, SIZE, (room - 5) * MM).split("\n")
        lines += [f"{place}. {first}", *(f"    {one}" for one in rest)]
    return lines


def _draw_notes(sheet: Any, lines: Sequence[str], left: float, top: float, lang: Lang) -> None:
    sheet.text(
        left, top, say("layout_drawing.notes", lang), fontsize=HEAD, weight="bold", va="top", color=style.INK
    )
    for place, line in enumerate(lines):
        y = top - ROW_MM - place * _LINE_MM
        sheet.text(left, y, line, fontsize=SIZE, va="top", color=style.INK)


def _symbols(plan: Plan, paper: Paper, lang: Lang) -> list[tuple[str, str]]:
    """Kinds of symbols that stand on the sheet, with their words."""
    there = ["boundary", "lot", *(["access"] if plan.access else []), "grid"]
    grid = text("layout_drawing.symbol.grid", metres=grid_metres(paper))
    return [(one, say(grid if one == "grid" else f"layout_drawing.symbol.{one}", lang)) for one in there]


def _draw_symbols(
    sheet: Any, symbols: Sequence[tuple[str, str]], left: float, top: float, lang: Lang
) -> float:
    sheet.text(
        left, top, say("layout_drawing.symbols", lang), fontsize=HEAD, weight="bold", va="center_baseline", color=style.INK
    )  # fmt: skip
    for place, (kind, words) in enumerate(symbols, 1):
        y = top - place * ROW_MM
        _symbol(sheet, kind, left, y, lang)
        sheet.text(left + 14, y, words, fontsize=SIZE, va="center_baseline", color=style.INK)
    return top - (len(symbols) + 1) * ROW_MM


def _symbol(sheet: Any, kind: str, left: float, y: float, lang: Lang) -> None:
    from matplotlib.patches import Rectangle

    if kind == "boundary":
        sheet.plot([left, left + 11], [y, y], color=BOUNDARY, linewidth=1.3, linestyle=DASH_DOT)
    elif kind == "access":
        sheet.annotate("", (left + 8, y), (left + 3, y), arrowprops=ARROW)
    elif kind == "grid":
        sheet.plot([left + 3.5, left + 7.5], [y, y], color=style.INK, linewidth=0.45)
        sheet.plot([left + 5.5, left + 5.5], [y - 2, y + 2], color=style.INK, linewidth=0.45)
    else:
        sheet.add_patch(Rectangle((left, y - 2.0), 11, 4.0, **look_of("lot")))
        words = f"12\n{number(3000, lang)}"
        sheet.text(
            left + 5.5, y, words, fontsize=4.6, ha="center", va="center", linespacing=1.05, color=style.INK
        )


def _draw_scale(sheet: Any, paper: Paper, left: float, foot: float, room: float, lang: Lang) -> None:
    """A bar of a round length in four parts, the scale above it, and the arrow to the north of the grid at the right."""
    from matplotlib.patches import Rectangle

    length = round_below(0.62 * room * paper.metre)
    on_paper = length / paper.metre
    for part in range(4):
        face = style.INK if part % 2 == 0 else style.PAPER
        look: dict[str, Any] = {"facecolor": face, "edgecolor": style.INK, "linewidth": 0.5}
        sheet.add_patch(Rectangle((left + 1 + part * on_paper / 4, foot), on_paper / 4, 1.6, **look))
    for share in (0.0, 0.25, 0.5, 1.0):
        told = exact(length * share, lang)
        unit = f" {say('layout_drawing.metres', lang)}" if share == 1 else ""
        sheet.text(
            left + 1 + share * on_paper, foot + 2.6, told + unit, fontsize=SIZE, ha="center", va="bottom", color=style.INK
        )  # fmt: skip
    words = f"1:{number(paper.denominator, lang)}"
    sheet.text(left, foot + 8.5, words, fontsize=10, weight="bold", va="bottom", color=style.INK)
    x = left + room - 7
    arrow = {
        "arrowstyle": "-|>,head_width=0.35,head_length=0.8",
        "color": style.INK,
        "lw": 1.2,
        "shrinkA": 0,
        "shrinkB": 0,
    }
    sheet.annotate("", (x, foot + 11.5), (x, foot), arrowprops=arrow)
    sheet.text(
        x, foot + 12.2, say("layout_drawing.north", lang), fontsize=9, weight="bold", ha="center", va="bottom", color=style.INK
    )  # fmt: skip


def title_block(plan: Plan, paper: Paper, lang: Lang) -> list[tuple[str, list[str], float]]:
    """Rows of the title block: label, lines, height in mm."""
    values = {
        "site": plan.title,
        "scheme": plan.scheme_id.upper(),
        "area": say(
            text("layout_drawing.size", ha=float(plan.pieces["area_m2"].sum()) / 1e4, lots=len(plan.lots)),
            lang,
        ),
        "zone": zone_words(plan.zone, lang),
        "scale": say(
            text("layout_drawing.scale", denominator=number(paper.denominator, lang), sheet=paper.sheet), lang
        ),
    }
    room = paper.panel[2] - _LABEL_MM - _PAD
    rows = []
    for name, value in values.items():
        lines = _wrapped(value, SIZE + 0.6, room)
        rows.append((say(f"layout_drawing.block.{name}", lang), lines, _BLOCK_MM + 3.2 * (len(lines) - 1)))
    return rows


def zone_words(zone: str, lang: Lang) -> str:
    """A projected zone by its name in the register of coordinate systems and its code.

    I/O Example:
        "EPSG:9210" -> "VN-2000 / TM-3 105-45 (EPSG:9210)"      "" -> "zone not known"
    """
    if not zone:
        return say("layout_drawing.zone_unknown", lang)
    from pyproj import CRS

    return say(text("layout_drawing.zone", name=CRS(zone).name, code=zone), lang)


def _draw_block(
    sheet: Any, rows: Sequence[tuple[str, list[str], float]], left: float, top: float, width: float
) -> None:
    sheet.plot([left, left + width], [top, top], color=style.INK, linewidth=0.8)
    sheet.plot(
        [left + _LABEL_MM] * 2, [top, top - sum(high for _, _, high in rows)], color=style.INK, linewidth=0.4
    )
    y = top
    for label, lines, high in rows:
        middle = y - high / 2
        sheet.text(left + 2.5, middle, label, fontsize=SIZE, va="center_baseline", color=style.MUTED)
        for place, line in enumerate(lines):
            at = middle + 3.2 * ((len(lines) - 1) / 2 - place)
            sheet.text(
                left + _LABEL_MM + 2.5, at, line, fontsize=SIZE + 0.6, weight="bold", va="center_baseline", color=style.INK
            )  # fmt: skip
        y -= high
        if y > top - sum(high for _, _, high in rows) + 0.1:
            sheet.plot([left, left + width], [y, y], color=style.INK, linewidth=0.3)
