"""The parts put together by python-docx, and the file made the same every time."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Sequence
from datetime import datetime, time
from typing import Any

from parkwright.dossier.docx.markup import NAMESPACES, Parts, body_xml, bookmarks_of
from parkwright.dossier.docx.pages import lay_out
from parkwright.dossier.docx.pieces import Para, Piece
from parkwright.dossier.docx.sheets import (
    TAGS,
    footer_xml,
    header_xml,
    numbering_xml,
    section_xml,
    settings_xml,
    styles_xml,
)
from parkwright.dossier.docx.styles import Look
from parkwright.dossier.tree import Document
from parkwright.words import Lang, say

_EARLIEST = (1980, 1, 1, 0, 0, 0)
_NO_DAY = datetime(1980, 1, 1)  # noqa: DTZ001


def packed(document: Document, pieces: Sequence[Piece], lang: Lang, look: Look) -> bytes:
    """The pieces as a DOCX file; the page numbers in it are those of ``lay_out``."""
    import docx
    from docx.opc.constants import RELATIONSHIP_TYPE

    file = docx.Document()
    part = file.part
    laid = lay_out(pieces, look)
    parts = Parts(
        link=lambda href: str(part.relate_to(href, RELATIONSHIP_TYPE.HYPERLINK, is_external=True)),
        image=lambda png: str(part.get_or_add_image(io.BytesIO(png))[0]),
        pages=laid.page,
        bookmarks=bookmarks_of([one.anchor for one in pieces if isinstance(one, Para) and one.anchor]),
    )
    _refill(file.styles.element, styles_xml(look, lang))
    _refill(part.numbering_part.element, numbering_xml(look))
    _refill(file.settings.element, settings_xml(lang))
    body = body_xml(pieces, look, parts)
    section = _section(file, document, lang, look, parts, laid.pages)
    _refill(file.element.body, f"<w:body {NAMESPACES}>{body}{section}</w:body>")
    _describe(file, document, lang)
    return _fixed(file)


def _refill(element: Any, xml: str) -> None:
    """Put the content of the markup in place of the element's own."""
    from docx.oxml.parser import parse_xml

    for child in list(element):
        element.remove(child)
    element.extend(list(parse_xml(xml)))


def _section(file: Any, document: Document, lang: Lang, look: Look, parts: Parts, pages: int) -> str:
    """Header and footer parts of the section, and its properties that name them."""
    told = []
    for first in (True, False):
        header, name = file.part.add_header_part()
        _refill(header.element, f"<w:hdr {NAMESPACES}>{header_xml(document, lang, look, first)}</w:hdr>")
        told.append(str(name))
    if look.official:
        return section_xml(look, told[0], told[1], None)
    footer, name = file.part.add_footer_part()
    _refill(footer.element, f"<w:ftr {NAMESPACES}>{footer_xml(document, lang, parts, pages)}</w:ftr>")
    return section_xml(look, told[0], told[1], str(name))


def _describe(file: Any, document: Document, lang: Lang) -> None:
    """Core properties: all from the document, its day among them."""
    day = datetime.combine(document.day, time()) if document.day is not None else _NO_DAY
    told = file.core_properties
    told.title, told.author, told.last_modified_by = say(document.title, lang), "parkwright", "parkwright"
    told.subject, told.language, told.comments = say(document.subtitle, lang)[:255], TAGS[lang], ""
    told.title = told.title[:255]
    told.keywords = ", ".join(say(word, lang) for word in document.keywords)[:255]
    told.created = told.modified = day
    told.revision = 1


def _fixed(file: Any) -> bytes:
    """The file without the template's picture, and with one time on all its entries: the same document, the same bytes."""
    package = file.part.package
    for name, relation in list(package.rels.items()):
        if relation.reltype.endswith("/thumbnail"):
            del package.rels[name]
    saved, fixed = io.BytesIO(), io.BytesIO()
    file.save(saved)
    with zipfile.ZipFile(saved) as source, zipfile.ZipFile(fixed, "w", zipfile.ZIP_DEFLATED) as target:
        for entry in source.infolist():
            told = zipfile.ZipInfo(entry.filename, date_time=_EARLIEST)
            told.compress_type, told.external_attr = zipfile.ZIP_DEFLATED, 0o600 << 16
            target.writestr(told, source.read(entry))
    return fixed.getvalue()
