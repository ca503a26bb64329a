"""DOCX writer: the document as an Office Open XML file."""

from __future__ import annotations

from parkwright.dossier.docx.blocks import pieces_of
from parkwright.dossier.docx.package import packed
from parkwright.dossier.docx.styles import look_of
from parkwright.dossier.tree import Document
from parkwright.words import Lang


def write_docx(document: Document, lang: Lang) -> bytes:
    """Write the document as a DOCX file: real styles, captions and lists of contents, with page numbers already in them.

    The same document gives the same bytes. Page numbers are right in programs that have a font with the widths of Times.

    I/O Example:
        Document(title=text("brief.title", ...), blocks=(Heading(text("brief.sites.title"), 1, "sites"),), ...), "en"
        -> a ZIP file with word/document.xml, word/styles.xml, ...
    """
    look = look_of(document.layout)
    return packed(document, pieces_of(document, lang, look), lang, look)
