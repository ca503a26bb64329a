"""What all writers share: how a cell, a source and a caption number read in one language."""

from __future__ import annotations

import math
import re
from datetime import date
from typing import Literal, NamedTuple

from parkwright.dossier.tree import (
    Amount,
    Cell,
    Column,
    Document,
    Figure,
    Heading,
    KeyFigure,
    Mark,
    Source,
    Table,
    Words,
    figures_of,
    labels,
    tables_of,
)
from parkwright.words import Both, Lang, Text, say, text
from parkwright.words.numbers import number

_SHORT_TEXT = 14
_LONGEST_TEXT = 44
_LONGEST_WIDE = 90
_FIGURE_AND_UNIT = re.compile(r"(?<=\d) (?=%|ha\b)")


class Entry(NamedTuple):
    """A line of a list of contents: where it leads, how deep it stands, its number ("" if it has none) and its words."""

    anchor: str
    level: int
    number: str
    words: str


def cell_words(cell: Cell, decimals: int | None, lang: Lang) -> str:
    """Write one value as the language does; None and NaN are the word for unknown.

    I/O Example:
        cell_words(1234.5, 1, "vi") -> "1.234,5"     cell_words(None, 1, "en") -> "unknown"
        cell_words(date(2026, 11, 1), None, "vi") -> "01/11/2026"
    """
    if isinstance(cell, Mark):
        return say(cell.text, lang)
    if isinstance(cell, Amount):
        return cell_words(cell.value, cell.decimals, lang)
    if isinstance(cell, Text | Both):
        return say(cell, lang)
    if cell is None or (isinstance(cell, float) and cell != cell):
        return say("glossary.unknown", lang)
    if isinstance(cell, date):
        return cell.strftime("%d/%m/%Y") if lang == "vi" else cell.isoformat()
    if isinstance(cell, int | float) and decimals is not None:
        return number(cell, lang, decimals)
    return str(cell)


def is_number(cell: Cell) -> bool:
    """Whether the cell is a figure (unknown ones are not)."""
    if isinstance(cell, Amount):
        return is_number(cell.value)
    return isinstance(cell, int | float) and not isinstance(cell, bool) and cell == cell


def column_words(column: Column, lang: Lang) -> str:
    """Title and unit of a column: "Net land (ha)"."""
    title = say(column.title, lang)
    return f"{title} ({say(column.unit, lang)})" if column.unit is not None else title


def figure_words(figure: KeyFigure, lang: Lang) -> tuple[str, str]:
    """Value and unit of a headline number; the unit is empty where the value is a word."""
    value = cell_words(figure.value, figure.decimals, lang)
    return value, say(figure.unit, lang) if figure.unit is not None and is_number(figure.value) else ""


def source_words(source: Source, lang: Lang) -> str:
    """ "Source: table openings, run 7f3a." """
    return say(text("brief.source", tables=", ".join(source.tables), run=source.run), lang)


def hrefs(source: Source, document: Document) -> tuple[tuple[str, str], ...]:
    """(table, address of its file) of each table behind a figure."""
    return tuple((table, document.table_href.format(table=table)) for table in source.tables)


def bound(words: str) -> str:
    """The words with no line end between a figure and its per cent or hectares.

    I/O Example:
        bound("12 ha of 40 %") -> "12\u00a0ha of 40\u00a0%"
    """
    return _FIGURE_AND_UNIT.sub("\u00a0", words)


def heading_words(block: Heading, document: Document, number: str, lang: Lang) -> str:
    """A heading with its number; official documents write a full stop after it.

    I/O Example:
        heading "Sites", number "2.1" -> "2.1  Sites" (brief), "2.1. Sites" (official)
    """
    after = ". " if document.layout == "official" else "  "
    return (number + after if block.numbered else "") + say(block.text, lang)


def opens_page(block: Heading, document: Document) -> bool:
    """Whether the chapter begins a page: each one of an official document but the first."""
    chapters = (one for one in document.blocks if isinstance(one, Heading) and one.level == 1)
    return document.layout == "official" and block.level == 1 and block is not next(chapters, block)


def capitals(words: Words, lang: Lang) -> str:
    """The words as an official head writes names of bodies and posts."""
    return say(words, lang).upper()


def recipient_lines(recipients: tuple[Words, ...], lang: Lang) -> tuple[str, ...]:
    """Lines of the list of recipients: a dash before each, a semicolon after it, a full stop after the last.

    I/O Example:
        ("As above", "Archive") -> ("- As above;", "- Archive.")
    """
    ends = [";"] * (len(recipients) - 1) + ["."]
    return tuple(f"- {say(one, lang)}{end}" for one, end in zip(recipients, ends, strict=False))


def entries(
    document: Document, what: Literal["chapters", "tables", "figures"], lang: Lang
) -> tuple[Entry, ...]:
    """What a list of contents names, in reading order: headings of the first two levels, or captions."""
    numbers = labels(document)
    if what == "chapters":
        found = [one for one in document.blocks if isinstance(one, Heading) and one.level <= 2]
        return tuple(
            Entry(one.anchor, one.level, numbers.get(one.anchor, ""), say(one.text, lang)) for one in found
        )
    blocks: list[Table | Figure] = list(tables_of(document) if what == "tables" else figures_of(document))
    return tuple(Entry(one.anchor, 1, numbers[one.anchor], say(one.caption, lang)) for one in blocks)


def column_shares(block: Table, lang: Lang) -> tuple[int, ...]:
    """Shares of the text width by what the columns hold: figures need their digits, sentences take the rest.

    I/O Example:
        columns "Site" (text, cells up to 10 letters) and "Net land (ha)" (figures up to 5 digits) -> (12, 9)
    """
    shares = []
    for place, column in enumerate(block.columns):
        cells = [cell_words(row[place], column.decimals, lang) for row in block.rows]
        title = column_words(column, lang)
        words = [word for told in (title, *cells) for word in told.split()]
        longest_word = max((len(word) for word in words), default=1)
        longest = max((len(cell) for cell in cells), default=0)
        cap = _LONGEST_WIDE if column.wide else _LONGEST_TEXT
        lines = 2 if column.decimals is not None else 3
        need = max(longest_word, min(longest, cap), math.ceil(len(title) / lines))
        short = column.decimals is not None or longest <= _SHORT_TEXT
        shares.append((need if short else max(longest_word, round(need**0.85))) + 2)
    return tuple(shares)


def picture_width(svg: str, widest: float, tallest: float) -> float | None:
    """As wide as the text, or as wide as the tallest picture allows; None where the picture does not tell its shape.

    I/O Example:
        viewBox="0 0 200 80", widest 160, tallest 200 -> 160.0;   viewBox="0 0 80 200", the same -> 80.0
    """
    box = re.search(r'viewBox="([\d.eE+\- ,]+)"', svg)
    if box is None:
        return None
    _, _, width, height = (float(part) for part in re.split(r"[ ,]+", box[1].strip()))
    return min(widest, tallest * width / height)
