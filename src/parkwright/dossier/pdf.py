"""PDF writer (placeholder)."""

from parkwright.dossier.tree import Document
from parkwright.words import Lang


def write_pdf(document: Document, lang: Lang) -> bytes:
    """Later."""
    raise NotImplementedError
