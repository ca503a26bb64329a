"""HTML writer: one self-contained file a language (style, script and pictures inside, nothing from the network)."""

from __future__ import annotations

import json
from collections.abc import Callable
from html import escape
from importlib.resources import files
from typing import Any

from parkwright.dossier.tree import (
    Bullets,
    Cell,
    Column,
    Document,
    Figure,
    Heading,
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
    Entry,
    capitals,
    cell_words,
    column_words,
    entries,
    figure_words,
    hrefs,
    is_number,
    recipient_lines,
)
from parkwright.words import Lang, say, text

_NEVER_BROKEN = 12
"""Letters up to which a cell of one word ("2028-30", "EST-04") stays on one line."""


def write_html(document: Document, lang: Lang) -> str:
    """Write the document as one HTML page.

    The page prints on A4 (``@media print``), carries ``lang``, and holds a script only if the document has a live map.

    I/O Example:
        Document(title=text("brief.title", ...), blocks=(Heading(text("brief.sites.title"), 1, "sites"),), ...), "en"
        -> '<!doctype html>\\n<html lang="en">... <h2 id="sites">1 Sites to open</h2> ...'
    """
    body = "\n".join(_sections(document, lang))
    live = any(isinstance(block, LiveMap) for block in document.blocks)
    style = _package_file("document.css") + (_package_file("live_map.css") if live else "")
    style += _package_file("official.css") if _is_official(document) else ""
    script = f"<script>\n{_package_file('live_map.js')}</script>\n" if live else ""
    day = (
        f'<p class="day">{escape(cell_words(document.day, None, lang))}</p>'
        if document.day is not None
        else ""
    )
    title = escape(say(document.title, lang))
    head = (
        ""
        if has_letterhead(document)
        else f'<header>\n<h1>{title}</h1>\n<p class="subtitle">{escape(say(document.subtitle, lang))}</p>\n{day}\n</header>\n'
    )
    layout = ' class="official"' if document.layout == "official" else ""
    return (
        f'<!doctype html>\n<html lang="{lang}">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f'<meta name="generator" content="parkwright">\n<title>{title}</title>\n'
        f"<style>\n{style}</style>\n</head>\n<body{layout}>\n"
        f'<a class="skip" href="#content">{escape(say("brief.skip", lang))}</a>\n'
        f'{_watermark(document, lang)}{head}<main id="content">\n{body}\n</main>\n{script}</body>\n</html>\n'
    )


def _is_official(document: Document) -> bool:
    """Whether the page needs the style of official documents: their layout, their blocks, or a watermark."""
    blocks = any(isinstance(block, Letterhead | Signature) for block in document.blocks)
    return blocks or document.layout == "official" or document.watermark is not None


def _watermark(document: Document, lang: Lang) -> str:
    """The word behind the page, on the screen and on every printed sheet; nothing that can be clicked or is read aloud."""
    if document.watermark is None:
        return ""
    words = say(document.watermark, lang)
    shown = f'<span style="--letters: {max(len(words), 1)}">{escape(words)}</span>'
    return f'<div class="watermark" aria-hidden="true">{shown}</div>\n'


def _package_file(name: str) -> str:
    return files("parkwright.dossier").joinpath(name).read_text("utf-8")


def _sections(document: Document, lang: Lang) -> list[str]:
    """The blocks in order; each page break closes a section and opens the next."""
    numbers = labels(document)
    parts = ['<section class="page">']
    for block in document.blocks:
        if isinstance(block, PageBreak):
            parts.append('</section>\n<section class="page">')
        else:
            parts.append(_WRITERS[type(block)](block, document, numbers, lang))
    return [*parts, "</section>"]


def _heading(block: Heading, document: Document, numbers: dict[str, str], lang: Lang) -> str:
    tag = f"h{min(block.level + 1, 6)}"
    number = f'<span class="number">{numbers[block.anchor]}</span> ' if block.numbered else ""
    return f'<{tag} id="{block.anchor}">{number}{escape(say(block.text, lang))}</{tag}>'


def _paragraph(block: Paragraph, document: Document, numbers: dict[str, str], lang: Lang) -> str:
    words = " ".join(escape(say(sentence, lang)) for sentence in block.sentences)
    return f'<p class="{block.kind}">{words}{_source(block.source, document, lang, inline=True)}</p>'


def _bullets(block: Bullets, document: Document, numbers: dict[str, str], lang: Lang) -> str:
    items = "\n".join(f"<li>{escape(say(item, lang))}</li>" for item in block.items)
    return f"<ul>\n{items}\n</ul>{_source(block.source, document, lang)}"


def _source(source: Source | None, document: Document, lang: Lang, inline: bool = False) -> str:
    if source is None:
        return ""
    links = ", ".join(
        f'<a href="{escape(href)}">{escape(table)}</a>' for table, href in hrefs(source, document)
    )
    words = escape(say(text("brief.source", tables="\0", run=source.run), lang)).replace("\0", links)
    return f' <span class="source">{words}</span>' if inline else f'<p class="source">{words}</p>'


def _table(block: Table, document: Document, numbers: dict[str, str], lang: Lang) -> str:
    label = escape(say(text("brief.table_label", number=numbers[block.anchor]), lang))
    caption = f"<caption><span class='number'>{label}</span> {escape(say(block.caption, lang))}</caption>"
    head = "".join(_head_cell(column, lang) for column in block.columns)
    first_total = len(block.rows) - block.total_rows
    rows = "\n".join(
        f"<tr{_total(place >= first_total)}>{_row(row, block.columns, lang)}</tr>"
        for place, row in enumerate(block.rows)
    )
    notes = "".join(f'<p class="note">{escape(say(note, lang))}</p>' for note in block.notes)
    shape = "compact" if block.compact else "full"
    return (
        f'<div class="table {shape}" id="{block.anchor}"><div class="scroll" tabindex="0" role="region" '
        f'aria-label="{label}">\n<table>\n{caption}\n<thead><tr>{head}</tr></thead>\n<tbody>\n{rows}\n</tbody>\n</table>'
        f"</div>\n{notes}{_source(block.source, document, lang)}</div>"
    )


def _head_cell(column: Column, lang: Lang) -> str:
    kind = "num" if column.decimals is not None else "wide" if column.wide else "txt"
    return f'<th scope="col" class="{kind}">{escape(column_words(column, lang))}</th>'


def _total(total: bool) -> str:
    return ' class="total"' if total else ""


def _row(row: tuple[Cell, ...], columns: tuple[Column, ...], lang: Lang) -> str:
    return "".join(
        _cell(cell, column, lang, first=place == 0)
        for place, (cell, column) in enumerate(zip(row, columns, strict=True))
    )


def _cell(cell: Cell, column: Column, lang: Lang, first: bool) -> str:
    words = escape(cell_words(cell, column.decimals, lang))
    if isinstance(cell, Mark):
        words = f'<span class="mark {cell.tone}">{words}</span>'
    kind = "num" if column.decimals is not None else "wide" if column.wide else "txt"
    kind += " short" if len(words) <= _NEVER_BROKEN and " " not in words else ""
    if column.decimals is not None and not is_number(cell) and cell != "":
        kind = "num word"
    return f'<th scope="row" class="{kind}">{words}</th>' if first else f'<td class="{kind}">{words}</td>'


def _figure(block: Figure, document: Document, numbers: dict[str, str], lang: Lang) -> str:
    return _drawn(block, document, numbers, lang, "")


def _drawn(block: Figure, document: Document, numbers: dict[str, str], lang: Lang, kind: str) -> str:
    label = escape(say(text("brief.figure_label", number=numbers[block.anchor]), lang))
    alt = escape(say(block.alt, lang))
    return (
        f'<figure id="{block.anchor}" class="{kind}"><div class="drawing" role="img" aria-label="{alt}">\n'
        f"{_inline_svg(block.svg[lang], block.anchor)}\n</div>\n"
        f"<figcaption><span class='number'>{label}</span> {escape(say(block.caption, lang))}"
        f"{_source(block.source, document, lang, inline=True)}</figcaption></figure>"
    )


def _inline_svg(svg: str, anchor: str) -> str:
    """The picture without what only a file of its own may carry; its ids are made its own within the page."""
    start = svg.index("<svg")
    drawing = svg[start:]
    ids = [part.split('"', 1)[0] for part in drawing.split(' id="')[1:]]
    for name in sorted(set(ids), key=len, reverse=True):
        own = f"{anchor}-{name}"
        for before, after in (
            (f' id="{name}"', f' id="{own}"'),
            (f"url(#{name})", f"url(#{own})"),
            (f'href="#{name}"', f'href="#{own}"'),
        ):
            drawing = drawing.replace(before, after)
    return drawing


def _key_figures(block: KeyFigures, document: Document, numbers: dict[str, str], lang: Lang) -> str:
    return (
        '<dl class="keys">\n'
        + "\n".join(_key_figure(item, document, lang) for item in block.items)
        + "\n</dl>"
    )


def _key_figure(item: Any, document: Document, lang: Lang) -> str:
    value, unit = figure_words(item, lang)
    href = hrefs(item.source, document)[0][1]
    hint = escape(say(text("brief.source", tables=", ".join(item.source.tables), run=item.source.run), lang))
    return (
        f'<div class="key"><dt>{escape(say(item.label, lang))}</dt>'
        f'<dd><a href="{escape(href)}" title="{hint}"><strong>{escape(value)}</strong> {escape(unit)}</a>'
        f'<span class="sure">{escape(say(item.sure, lang))}</span></dd></div>'
    )


def _list_of(block: ListOf, document: Document, numbers: dict[str, str], lang: Lang) -> str:
    items = "\n".join(_list_item(one) for one in entries(document, block.what, lang))
    title = escape(say(f"brief.list_of_{block.what}", lang))
    return (
        f'<nav class="contents" aria-label="{title}"><p class="title">{title}</p>\n<ol>\n{items}\n</ol></nav>'
    )


def _list_item(one: Entry) -> str:
    number = f'<span class="number">{one.number}</span>'
    return f'<li class="level{one.level}"><a href="#{one.anchor}">{number} {escape(one.words)}</a></li>'


def _live_map(block: LiveMap, document: Document, numbers: dict[str, str], lang: Lang) -> str:
    data = json.dumps(block.data[lang], ensure_ascii=False, separators=(",", ":"), sort_keys=True).replace(
        "</", "<\\/"
    )
    return (
        f'<div class="live" id="{block.anchor}">\n<script type="application/json">{data}</script>\n'
        f"{_drawn(block.still, document, numbers, lang, 'still')}\n</div>"
    )


def _letterhead(block: Letterhead, document: Document, numbers: dict[str, str], lang: Lang) -> str:
    above = f'<p class="above">{escape(capitals(block.above, lang))}</p>' if block.above is not None else ""
    state = (
        f'<p class="state">{escape(capitals(block.motto[0], lang))}</p><p class="motto">{escape(say(block.motto[1], lang))}</p>'
        if block.motto is not None
        else ""
    )
    return (
        f'<header class="letterhead">\n<div>{above}<p class="agency">{escape(capitals(block.agency, lang))}</p></div>\n'
        f"<div>{state}</div>\n"
        f'<p>{escape(say(block.number, lang))}</p>\n<p class="day">{escape(say(block.place_and_day, lang))}</p>\n'
        f'<h1><span class="kind">{escape(capitals(block.kind, lang))}</span> {escape(say(block.abstract, lang))}</h1>\n</header>'
    )


def _signature(block: Signature, document: Document, numbers: dict[str, str], lang: Lang) -> str:
    lines = "\n".join(f"<li>{escape(line)}</li>" for line in recipient_lines(block.recipients, lang))
    posts = "".join(
        f"<p>{escape(capitals(post, lang))}</p>" for post in (block.office, block.title) if post is not None
    )
    return (
        f'<div class="signature">\n<div class="recipients"><p>{escape(say(block.recipients_title, lang))}</p>\n'
        f'<ul>\n{lines}\n</ul></div>\n<div class="post">{posts}</div>\n</div>'
    )


_WRITERS: dict[type, Callable[[Any, Document, dict[str, str], Lang], str]] = {
    Heading: _heading,
    Paragraph: _paragraph,
    Bullets: _bullets,
    Table: _table,
    Figure: _figure,
    KeyFigures: _key_figures,
    ListOf: _list_of,
    LiveMap: _live_map,
    Letterhead: _letterhead,
    Signature: _signature,
}
