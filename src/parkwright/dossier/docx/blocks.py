"""Blocks of the document tree as pieces of a DOCX body."""

from __future__ import annotations

import struct
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from typing import Any

from parkwright.dossier.docx.contents import SEQUENCES, contents_paras
from parkwright.dossier.docx.official import letterhead_pieces, signature_pieces
from parkwright.dossier.docx.pieces import Box, Grid, Line, Para, Picture, Piece, Run
from parkwright.dossier.docx.styles import MM, Look
from parkwright.dossier.docx.tables import table_grid, with_height
from parkwright.dossier.tree import (
    Bullets,
    Document,
    Figure,
    Heading,
    KeyFigure,
    KeyFigures,
    Letterhead,
    ListOf,
    LiveMap,
    PageBreak,
    Paragraph,
    Signature,
    Source,
    Table,
    Words,
    has_letterhead,
    labels,
)
from parkwright.dossier.writing import (
    bound,
    cell_words,
    figure_words,
    heading_words,
    hrefs,
    opens_page,
    picture_width,
)
from parkwright.words import Lang, say, text

_SLOT = "\ue000"
_DPI = 220
_KEYS_A_ROW = 3
_TALLEST = 0.76
_GAP = Para("Gap", ())
_STYLES = {"plain": "BodyText", "lead": "Lead", "note": "Note", "warning": "Warning"}


def pieces_of(document: Document, lang: Lang, look: Look) -> tuple[Piece, ...]:
    """All blocks in order; chapters of an official document, and what follows a page break, begin a page.

    I/O Example:
        blocks: Heading level 1 "a", PageBreak, Paragraph -> Para("Heading1"), Para("BodyText", break_before=True)
    """
    numbers = labels(document)
    found: list[Piece] = [] if has_letterhead(document) else list(_title(document, lang, look))
    opened = False
    for block in document.blocks:
        if isinstance(block, PageBreak):
            opened = True
            continue
        pieces = _WRITERS[type(block)](block, document, numbers, lang, look)
        if opened and pieces:
            first = pieces[0] if isinstance(pieces[0], Para) else _GAP
            pieces = (replace(first, break_before=True), *pieces[isinstance(pieces[0], Para) :])
            opened = False
        found.extend(pieces)
    return _tightened(found, look)


def _tightened(pieces: Sequence[Piece], look: Look) -> tuple[Piece, ...]:
    """Paragraphs without room after them where the next piece brings room before it."""
    nexts = [*pieces[1:], _GAP]
    return tuple(
        replace(piece, tight=True) if isinstance(piece, Para) and _room_before(following, look) else piece
        for piece, following in zip(pieces, nexts, strict=True)
    )


def _room_before(piece: Piece, look: Look) -> bool:
    if isinstance(piece, Grid):
        return False
    return look.styles[piece.style if isinstance(piece, Para) else "Figure"].before > 0


def _title(document: Document, lang: Lang, look: Look) -> tuple[Piece, ...]:
    """Title and subtitle, with the day at the right edge, or on a line of its own where all is centred."""
    title = Para("Title", (Run(say(document.title, lang)),))
    subtitle = Run(say(document.subtitle, lang))
    if document.day is None:
        return title, Para("Subtitle", (subtitle,))
    day = cell_words(document.day, None, lang)
    if look.official:
        return title, Para("Subtitle", (subtitle,)), Para("Subtitle", (Run(day),))
    return title, Para("Subtitle", (subtitle, Run(f"\t{day}")))


def _words(words: Words, lang: Lang) -> str:
    return bound(say(words, lang))


def _heading(
    block: Heading, document: Document, numbers: dict[str, str], lang: Lang, look: Look
) -> tuple[Piece, ...]:
    words = heading_words(block, document, numbers.get(block.anchor, ""), lang)
    return (Para(f"Heading{min(block.level, 3)}", (Run(words),), block.anchor, opens_page(block, document)),)


def _paragraph(
    block: Paragraph, document: Document, numbers: dict[str, str], lang: Lang, look: Look
) -> tuple[Piece, ...]:
    words = " ".join(_words(sentence, lang) for sentence in block.sentences)
    return (Para(_STYLES[block.kind], (Run(words), *_source_runs(block.source, document, lang, look, " "))),)


def _bullets(
    block: Bullets, document: Document, numbers: dict[str, str], lang: Lang, look: Look
) -> tuple[Piece, ...]:
    items = tuple(Para("ListBullet", (Run(_words(item, lang)),)) for item in block.items)
    return (*items, *_source_para(block.source, document, lang, look))


def _source_runs(
    source: Source | None, document: Document, lang: Lang, look: Look, before: str = ""
) -> tuple[Run, ...]:
    """ "Source: table openings, run 7f3a.", each table a link to its file."""
    if source is None:
        return ()
    style = look.styles["Source"]
    head, tail = say(text("brief.source", tables=_SLOT, run=source.run), lang).split(_SLOT)
    plain = partial(Run, bold=False, italic=style.italic, size=style.size, colour=style.colour)
    links = [plain(table, href=href) for table, href in hrefs(source, document)]
    listed = [run for link in links for run in (plain(", "), link)][1:]
    return (plain(before + head), *listed, plain(tail))


def _source_para(source: Source | None, document: Document, lang: Lang, look: Look) -> tuple[Para, ...]:
    runs = _source_runs(source, document, lang, look)
    return (Para("Source", runs),) if runs else ()


def _caption(label: str, number: str, words: Words, what: str, anchor: str, lang: Lang, last: bool) -> Para:
    head, tail = say(text(label, number=_SLOT), lang).split(_SLOT)
    field = rf"SEQ {SEQUENCES[what]} \* ARABIC"
    runs = (Run(head), Run(number, field=field), Run(f"{tail} {_words(words, lang)}"))
    return Para("Caption", runs, anchor, keep_next=False if last else None)


def _table(
    block: Table, document: Document, numbers: dict[str, str], lang: Lang, look: Look
) -> tuple[Piece, ...]:
    number = numbers[block.anchor]
    caption = _caption(
        "brief.table_label", number, block.caption, "tables", block.anchor, lang, not block.columns
    )
    notes = tuple(Para("Note", (Run(_words(note, lang)),)) for note in block.notes)
    grid = (table_grid(block, lang, look), _GAP) if block.columns else ()
    return (caption, *grid, *notes, *_source_para(block.source, document, lang, look))


def _figure(
    block: Figure, document: Document, numbers: dict[str, str], lang: Lang, look: Look
) -> tuple[Piece, ...]:
    source = _source_para(block.source, document, lang, look)
    number = numbers[block.anchor]
    caption = _caption("brief.figure_label", number, block.caption, "figures", block.anchor, lang, not source)
    return (_picture(block, lang, look), caption, *source)


def _picture(block: Figure, lang: Lang, look: Look) -> Picture:
    svg = block.svg[lang]
    width = picture_width(svg, look.text_width / MM, look.text_height * _TALLEST / MM)
    points = width * MM if width is not None else look.text_width
    png, across, down = _bitmap(svg, points / 72 * _DPI)
    height = points * down / across
    tallest = look.text_height * _TALLEST
    shrink = min(1.0, tallest / height)
    return Picture(png, points * shrink, height * shrink, say(block.alt, lang))


def _bitmap(svg: str, across: float) -> tuple[bytes, int, int]:
    """The drawing as a PNG at least so many dots wide, with its size in dots."""
    import vl_convert

    scale = 1.0
    for _ in range(3):
        png: bytes = vl_convert.svg_to_png(svg, scale=scale)
        width, height = struct.unpack(">II", png[16:24])
        if width >= across * 0.99:
            break
        scale *= across / width * 1.001
    return png, width, height


def _key_figures(
    block: KeyFigures, document: Document, numbers: dict[str, str], lang: Lang, look: Look
) -> tuple[Piece, ...]:
    widths = (look.text_width / _KEYS_A_ROW,) * _KEYS_A_ROW
    boxes = [_key_box(item, document, lang) for item in block.items]
    boxes += [Box((Para("KeyLabel", ()),))] * (-len(boxes) % _KEYS_A_ROW)
    lines = [Line(tuple(boxes[at : at + _KEYS_A_ROW]), 0.0) for at in range(0, len(boxes), _KEYS_A_ROW)]
    return (Grid("keys", widths, tuple(with_height(line, widths, look) for line in lines)), _GAP, _GAP)


def _key_box(item: KeyFigure, document: Document, lang: Lang) -> Box:
    value, unit = figure_words(item, lang)
    shown = Run(value, href=hrefs(item.source, document)[0][1])
    runs = (shown, Run(f" {unit}", bold=False, size=10.0)) if unit else (shown,)
    return Box(
        (
            Para("KeyLabel", (Run(say(item.label, lang)),)),
            Para("KeyValue", runs),
            Para("KeySure", (Run(say(item.sure, lang)),)),
        )
    )


def _list_of(
    block: ListOf, document: Document, numbers: dict[str, str], lang: Lang, look: Look
) -> tuple[Piece, ...]:
    return contents_paras(block, document, lang, look)


def _live_map(
    block: LiveMap, document: Document, numbers: dict[str, str], lang: Lang, look: Look
) -> tuple[Piece, ...]:
    return _figure(block.still, document, numbers, lang, look)


def _letterhead(
    block: Letterhead, document: Document, numbers: dict[str, str], lang: Lang, look: Look
) -> tuple[Piece, ...]:
    return letterhead_pieces(block, lang, look)


def _signature(
    block: Signature, document: Document, numbers: dict[str, str], lang: Lang, look: Look
) -> tuple[Piece, ...]:
    return signature_pieces(block, lang, look)


_WRITERS: dict[type, Callable[[Any, Document, dict[str, str], Lang, Look], tuple[Piece, ...]]] = {
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
