"""dossier: documents about a run, as a tree that has no language and no file format, and the writers that give it both.

Holds ``tree`` (the document tree), ``brief`` and ``report`` (the chapters of the brief on a run,
and of the report on a programme), ``html``, ``pdf`` and ``docx`` (writers), and the
live map.
Imports: figures, files, and all below. Never: a number of its own (every figure comes from a result table or the
region), a sentence in code, a clock, the network.
"""

from parkwright.dossier.brief import BriefParams, build_brief
from parkwright.dossier.docx import write_docx
from parkwright.dossier.html import write_html
from parkwright.dossier.pdf import write_pdf
from parkwright.dossier.tree import Document

__all__ = ["BriefParams", "Document", "build_brief", "write_docx", "write_html", "write_pdf"]
