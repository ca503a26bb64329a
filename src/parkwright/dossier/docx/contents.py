"""Lists of contents as fields: Word can renew them, and shows what stands in them until somebody asks it to."""

from __future__ import annotations

from types import MappingProxyType

from parkwright.dossier.docx.metrics import broken
from parkwright.dossier.docx.pieces import Para, Run
from parkwright.dossier.docx.styles import Look
from parkwright.dossier.tree import Document, ListOf
from parkwright.dossier.writing import entries
from parkwright.words import Lang, say

SEQUENCES = MappingProxyType({"tables": "Table", "figures": "Figure"})
"""Names of the number series of captions; readers never see them."""
_FIELDS = MappingProxyType(
    {
        "chapters": r'TOC \o "1-2" \h \z',
        "tables": r'TOC \h \z \c "Table"',
        "figures": r'TOC \h \z \c "Figure"',
    }
)

_FOR_THE_PAGE = 34.0


def contents_paras(block: ListOf, document: Document, lang: Lang, look: Look) -> tuple[Para, ...]:
    """A title, then one line an entry: number, words, dots to the right edge, and the page as a field.

    I/O Example:
        ListOf("chapters") over headings "sites" and "costs" -> Para("ListTitle"), Para("TOC1") opening the field, Para("TOC1")
        closing it; the last run of each is Run("", field="PAGEREF ...", page_of="sites")
    """
    title = Para("ListTitle", (Run(say(f"brief.list_of_{block.what}", lang)),))
    found = entries(document, block.what, lang)
    lines = []
    for place, one in enumerate(found):
        style = f"TOC{one.level}" if block.what == "chapters" else "TableofFigures"
        runs = (
            Run(f"{one.number}\t", goal=one.anchor),
            Run(broken(one.words, look.styles[style], look.text_width - _FOR_THE_PAGE), goal=one.anchor),
            Run("\t", goal=one.anchor),
            Run("", goal=one.anchor, page_of=one.anchor),
        )
        opens = _FIELDS[block.what] if place == 0 else None
        lines.append(Para(style, runs, opens=opens, closes=place == len(found) - 1))
    return (title, *lines)
