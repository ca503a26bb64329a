"""What all writers share: how a cell, a source and a caption number read in one language."""

from __future__ import annotations

from datetime import date

from parkwright.dossier.tree import Amount, Cell, Column, Document, KeyFigure, Mark, Source
from parkwright.words import Both, Lang, Text, say, text
from parkwright.words.numbers import number


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
