"""dossier.docx: the third writer: the document as an Office Open XML file with real styles, fields and page numbers.

A document becomes ``pieces`` (paragraphs, grids, pictures with sizes in points); ``blocks``, ``tables``, ``contents`` and
``official`` make them, ``styles`` says how each looks, ``metrics`` how wide a line is, ``pages`` on which page each lands,
``markup`` writes them, ``sheets`` and ``watermark`` the parts beside the body, ``package`` puts all together. A Word file has no layout of its own: page numbers in it are what the program that
wrote it thought. So all line pitches are exact and all row heights given, and any program lays it out as ``pages`` did.
Imports: the document tree and what all writers share. Never: a sentence, a clock, a number of its own.
"""

from parkwright.dossier.docx.writer import write_docx

__all__ = ["write_docx"]
