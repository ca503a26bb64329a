"""PDF writer: the document as typst source, compiled in memory with the fonts that the compiler carries."""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from importlib.resources import files
from typing import Any

from parkwright.dossier.docx.styles import look_of
from parkwright.dossier.docx.tables import fitted
from parkwright.dossier.tree import (
    Bullets,
    Cell,
    Column,
    Document,
    Figure,
    Heading,
    KeyFigure,
    KeyFigures,
    Letterhead,
    ListOf,
    LiveMap,
    Mark,
    PageBreak,
    Paragraph,
    Signature,
    Source,
    Table,
    has_letterhead,
    labels,
)
from parkwright.dossier.writing import (
    bound,
    capitals,
    cell_words,
    column_shares,
    column_words,
    entries,
    figure_words,
    heading_words,
    hrefs,
    is_number,
    opens_page,
    picture_width,
    recipient_lines,
)
from parkwright.words import Lang, say, text

_PAGE = "\ue000"
_PAGES = "\ue001"
_TEXT_WIDTH_MM = {"brief": 176.0, "official": 160.0}
_LOOKS = {"brief": "document.typ", "official": "official.typ"}
_TALLEST_MM = 200.0
_NEVER_BROKEN = 14
_NO_GLYPH = re.compile(r'the text `"(.+?)"` could not be displayed')
_BOX = "\u25a1"
_PICTURES = 0x1F000
_LINE, _MOST_ROWS, _MOST_LINES = 95, 14, 28
"""Signs on a line of a table as wide as the text; up to so many rows and lines a table is kept on one page."""


def write_pdf(document: Document, lang: Lang) -> bytes:
    """Write the document as a tagged PDF/A-2a file on A4.

    The same document gives the same bytes: the only date in it is the document's own, and no font is the machine's. What
    these fonts do not have (a Korean name, a picture) is a box; PDF/A allows no sign without a glyph.

    Raises:
        typst.TypstError: the source does not compile (a fault of ours).
    """
    import typst

    day = document.day
    moment = (
        datetime(day.year, day.month, day.day, tzinfo=UTC)
        if day is not None
        else datetime(1970, 1, 1, tzinfo=UTC)
    )
    source = typst_source(document, lang)
    while True:
        try:
            written: bytes = typst.compile(
                source.encode(), ignore_system_fonts=True, pdf_standards=["a-2a"], timestamp=moment
            )
            return written
        except typst.TypstError as error:
            plainer = _without(source, _not_in_fonts(error))
            if plainer == source:
                raise
            source = plainer


def _not_in_fonts(error: Exception) -> str:
    """The sign that no font of the compiler has; any other error is raised again."""
    found = _NO_GLYPH.search(str(error))
    if found is None:
        raise error
    code = re.fullmatch(r"\\u\{([0-9a-f]+)\}.*", found[1])
    return chr(int(code[1], 16)) if code else found[1][0]


def _without(source: str, sign: str) -> str:
    """The source with a box for the sign, and for all others of its script: names may be Korean, the fonts are not."""
    return "".join(
        _BOX if one == sign or (ord(one) > 0xFF and _script(one) == _script(sign)) else one for one in source
    )


def _script(sign: str) -> str:
    """What letters of one script, and pictures, have in common; other signs stand for themselves."""
    if unicodedata.category(sign)[0] in "LM":
        return unicodedata.name(sign, sign).split(" ")[0]
    return "picture" if ord(sign) >= _PICTURES else sign


def typst_source(document: Document, lang: Lang) -> str:
    """The document in typst's own language: the look and what all looks share, then the blocks in order.

    I/O Example:
        Paragraph((text("brief_page_one.opens_nothing"),)) in "en" -> '#plain({ "The plan opens no site." })'
    """
    numbers = labels(document)
    look = "".join(
        files("parkwright.dossier").joinpath(name).read_text("utf-8")
        for name in (_LOOKS[document.layout], "blocks.typ")
    )
    body = "\n".join(_WRITERS[type(block)](block, document, numbers, lang) for block in document.blocks)
    return f"{look}\n{_set_up(document, lang)}\n{body}\n"


def quoted(words: str) -> str:
    """A typst string: nothing in it is markup, and no line ends between a figure and its per cent or hectares.

    I/O Example:
        quoted('a "b" #c') -> '"a \\\\"b\\\\" #c"'
    """
    words = bound(words)
    return '"' + words.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n") + '"'


def _set_up(document: Document, lang: Lang) -> str:
    day = document.day
    date_told = (
        f"datetime(year: {day.year}, month: {day.month}, day: {day.day})" if day is not None else "none"
    )
    title, subtitle = quoted(say(document.title, lang)), quoted(say(document.subtitle, lang))
    shown_day = quoted(cell_words(day, None, lang)) if day is not None else '""'
    footer = (
        f"#set page(footer: context {{ set text(7.5pt, fill: soft); grid(columns: (1fr, auto), {title}, {_page_of(lang)}) }})\n"
        if document.layout == "brief"
        else ""
    )
    mark = (
        f"#set page(background: behind({quoted(say(document.watermark, lang))}))\n"
        if document.watermark is not None
        else ""
    )
    head = "" if has_letterhead(document) else f"#doc-title({title}, {subtitle}, {shown_day})"
    return (
        f'#set document(title: {title}, author: "parkwright", date: {date_told})\n'
        f'#set text(lang: "{lang}")\n'
        f"{footer}{mark}{head}"
    )


def _page_of(lang: Lang) -> str:
    """ "Page 3 of 12" as typst code."""
    words = say(text("brief.page_of", page=_PAGE, pages=_PAGES), lang)
    parts = re.split(f"({_PAGE}|{_PAGES})", words)
    code = {_PAGE: "counter(page).display()", _PAGES: "str(counter(page).final().first())"}
    return "{ " + "; ".join(code.get(part) or quoted(part) for part in parts if part) + " }"


def _heading(block: Heading, document: Document, numbers: dict[str, str], lang: Lang) -> str:
    told = quoted(heading_words(block, document, numbers.get(block.anchor, ""), lang))
    page = "#pagebreak(weak: true)\n" if opens_page(block, document) else ""
    return f"{page}#heading(level: {block.level}, {told}) <{block.anchor}>"


def _paragraph(block: Paragraph, document: Document, numbers: dict[str, str], lang: Lang) -> str:
    words = quoted(" ".join(say(sentence, lang) for sentence in block.sentences))
    return f"#{block.kind}({{ {words}{_source(block.source, document, lang, ' ')} }})"


def _bullets(block: Bullets, document: Document, numbers: dict[str, str], lang: Lang) -> str:
    items = ", ".join(quoted(say(item, lang)) for item in block.items)
    return f"#list({items})\n#v(0.2em)\n{_source_line(block.source, document, lang)}"


def _source(source: Source | None, document: Document, lang: Lang, before: str) -> str:
    """The source as typst code that follows other code."""
    if source is None:
        return ""
    links = '; ", "; '.join(
        f"link({quoted(href)}, {quoted(table)})" for table, href in hrefs(source, document)
    )
    words = say(text("brief.source", tables=_PAGE, run=source.run), lang)
    head, tail = words.split(_PAGE)
    return f"; {quoted(before)}; source-line({{ {quoted(head)}; {links}; {quoted(tail)} }})"


def _source_line(source: Source | None, document: Document, lang: Lang) -> str:
    told = _source(source, document, lang, "")
    return f"#block(above: 0.3em, below: 0.9em, {{ {told.removeprefix('; ')} }})" if told else ""


def _whole(block: Table, lang: Lang) -> str:
    """Whether a table stays on one page: few rows, and few lines in them."""
    shares = column_shares(block, lang)
    room = [max(1.0, _LINE * share / sum(shares)) for share in shares]
    lines = [
        max(
            math.ceil(len(cell_words(cell, column.decimals, lang)) / wide)
            for cell, column, wide in zip(row, block.columns, room, strict=True)
        )
        for row in block.rows
    ]
    return "true" if len(lines) <= _MOST_ROWS and sum(lines) <= _MOST_LINES else "false"


def _table(block: Table, document: Document, numbers: dict[str, str], lang: Lang) -> str:
    label = say(text("brief.table_label", number=numbers[block.anchor]), lang)
    head = ", ".join(quoted(column_words(column, lang)) for column in block.columns)
    align = ", ".join("right" if column.decimals is not None else "left" for column in block.columns)
    first_total = len(block.rows) - block.total_rows
    cells = ",\n  ".join(
        ", ".join(
            _cell(cell, column, lang, place >= first_total)
            for cell, column in zip(row, block.columns, strict=True)
        )
        for place, row in enumerate(block.rows)
    )
    notes = "".join(f"\n#note({quoted(say(note, lang))})" for note in block.notes)
    widths, size = _columns(block, document, lang)
    return (
        f"#caption({quoted(label)}, {quoted(say(block.caption, lang))})#metadata(none) <{block.anchor}>\n"
        f"#data-table(({widths}), ({align},), ({head},), {size}, {block.total_rows}, {len(block.rows)}, {_whole(block, lang)},\n  {cells})"
        f"{notes}\n{_source_line(block.source, document, lang)}"
    )


def _columns(block: Table, document: Document, lang: Lang) -> tuple[str, str]:
    """Widths of the columns and size of the letters: an official page is narrow, so that words are measured there."""
    if document.layout == "brief":
        shares = "".join(f"{share}fr, " for share in column_shares(block, lang))
        return shares.strip(" "), "sizes.compact" if block.compact else "sizes.full"
    look = look_of(document.layout)
    style, widths = fitted(block, lang, look)
    return "".join(f"{width:.1f}pt, " for width in widths), f"{look.styles[style].size}pt"


def _cell(cell: Cell, column: Column, lang: Lang, total: bool) -> str:
    words = quoted(cell_words(cell, column.decimals, lang))
    if isinstance(cell, Mark):
        return f"mark({quoted(cell.tone)}, {words})"
    if column.decimals is not None and not is_number(cell) and cell != "":
        return f"word({words})"
    shown = f"box({words})" if len(words) <= _NEVER_BROKEN and " " not in words else words
    return f"strong({shown})" if total else f"[#{shown}]"


def _figure(block: Figure, document: Document, numbers: dict[str, str], lang: Lang) -> str:
    label = say(text("brief.figure_label", number=numbers[block.anchor]), lang)
    svg, alt = block.svg[lang], quoted(say(block.alt, lang))
    width = picture_width(svg, _TEXT_WIDTH_MM[document.layout], _TALLEST_MM)
    shown = f"{width:.1f}mm" if width is not None else "100%"
    source = _source_line(block.source, document, lang)
    return (
        f"#block(breakable: false, {{\n  drawing({quoted(svg)}, {shown}, {alt})\n"
        f"  caption({quoted(label)}, {quoted(say(block.caption, lang))})\n}})#metadata(none) <{block.anchor}>\n{source}"
    )


def _key_figures(block: KeyFigures, document: Document, numbers: dict[str, str], lang: Lang) -> str:
    return (
        "#key-figures(\n  " + ",\n  ".join(_key_figure(item, document, lang) for item in block.items) + ",\n)"
    )


def _key_figure(item: KeyFigure, document: Document, lang: Lang) -> str:
    value, unit = figure_words(item, lang)
    told: Sequence[str] = (
        say(item.label, lang),
        value,
        unit,
        say(item.sure, lang),
        hrefs(item.source, document)[0][1],
    )
    return f"key-figure({', '.join(quoted(words) for words in told)})"


def _list_of(block: ListOf, document: Document, numbers: dict[str, str], lang: Lang) -> str:
    title = f"#list-title({quoted(say(f'brief.list_of_{block.what}', lang))})"
    lines = "\n".join(
        f"#entry(<{one.anchor}>, {one.level}, {quoted(one.number)}, {quoted(one.words)})"
        for one in entries(document, block.what, lang)
    )
    return f"{title}\n{lines}"


def _live_map(block: LiveMap, document: Document, numbers: dict[str, str], lang: Lang) -> str:
    return _figure(block.still, document, numbers, lang)


def _page_break(block: PageBreak, document: Document, numbers: dict[str, str], lang: Lang) -> str:
    return "#pagebreak(weak: true)"


def _letterhead(block: Letterhead, document: Document, numbers: dict[str, str], lang: Lang) -> str:
    above = quoted(capitals(block.above, lang)) if block.above is not None else "none"
    state, motto = (
        (quoted(capitals(block.motto[0], lang)), quoted(say(block.motto[1], lang)))
        if block.motto is not None
        else ("none", "none")
    )
    agency, kind = quoted(capitals(block.agency, lang)), quoted(capitals(block.kind, lang))
    number, day, abstract = (
        quoted(say(words, lang)) for words in (block.number, block.place_and_day, block.abstract)
    )
    return f"#letterhead({above}, {agency}, {number}, {day}, {state}, {motto}, {kind}, {abstract})"


def _signature(block: Signature, document: Document, numbers: dict[str, str], lang: Lang) -> str:
    recipients = "".join(f"{quoted(line)}, " for line in recipient_lines(block.recipients, lang))
    posts = [post for post in (block.office, block.title) if post is not None]
    told = "".join(f"{quoted(capitals(post, lang))}, " for post in posts)
    return f"#signature({quoted(say(block.recipients_title, lang))}, ({recipients}), ({told}))"


_WRITERS: dict[type, Callable[[Any, Document, dict[str, str], Lang], str]] = {
    Heading: _heading,
    Paragraph: _paragraph,
    Bullets: _bullets,
    Table: _table,
    Figure: _figure,
    KeyFigures: _key_figures,
    ListOf: _list_of,
    LiveMap: _live_map,
    PageBreak: _page_break,
    Letterhead: _letterhead,
    Signature: _signature,
}
