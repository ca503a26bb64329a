"""Letters of a drawing: text in TCVN3 or VNI, or read through the wrong code page, as Unicode (NFC), the original kept."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

from parkwright.files.dxf.ledger import printable
from parkwright.tables.legacy_text import Guess, decode_as, decode_legacy, is_damaged

if TYPE_CHECKING:
    from ezdxf.document import Drawing as Document

_VNI = re.compile(r"vni[-_ ]?", re.IGNORECASE)
_TCVN3 = re.compile(r"\.?vn(?!i)", re.IGNORECASE)
_CAPITALS = re.compile(r"\.?vn[a-z ]*h(?:\.(?:ttf|shx))?$", re.IGNORECASE)
"""Fonts such as .VnTimeH and vntimeh.ttf draw the small letters of the encoding as capitals."""
_INLINE_FONT = re.compile(r"\\[fF]([^|;\\]+)")
_BYTES = re.compile("[\udc80-\udcff]")
_VIETNAMESE_PAGE = "cp1258"


@dataclass(frozen=True, slots=True)
class Reading:
    """A text as it is read and as it stands in the file; ``encoding`` is "" where it needed none of ours."""

    text: str
    drawn: str
    encoding: str
    damaged: bool


def read_text(drawn: str, page: str, font: str = "") -> Reading:
    """The Unicode reading of a text.

    page: code page of the file as Python names it ("utf-8", "cp1252", "cp1258")
    font: of the text, where one is known: .Vn fonts are TCVN3, VNI- fonts are VNI

    I/O Example:
        "Khu c«ng nghiÖp"            -> "Khu công nghiệp", TCVN3
        "Hå", font ".VnTime"         -> "Hồ", TCVN3
        "L« ®Êt", font ".VnTimeH"    -> "LÔ ĐẤT", TCVN3
        "Khu cong nghiep"            -> the same, ""
    """
    cell = _bytes_as_letters(drawn)
    guess = _guess(cell, page, _encoding_of(font))
    read = unicodedata.normalize("NFC", cell if guess is None else guess.text)
    damaged = is_damaged(read)
    if guess is not None and _CAPITALS.match(font):
        read = read.upper()
    return Reading(printable(read), printable(drawn), guess.encoding if guess else "", damaged)


def text_of(entity: Any) -> tuple[str, str]:
    """The words of a TEXT, ATTRIB or MTEXT without what steers their look, and the font they are drawn in."""
    if entity.dxftype() == "MTEXT":
        inline = _INLINE_FONT.search(entity.text)
        return str(entity.plain_text(fast=False)), inline[1] if inline else _style_font(entity)
    return str(entity.plain_text()), _style_font(entity)


def _style_font(entity: Any) -> str:
    document: Document | None = entity.doc
    name = entity.dxf.get("style", "Standard")
    if document is None or not document.styles.has_entry(name):
        return str(name)
    style = document.styles.get(name)
    family = style.get_extended_font_data()[0] if style.has_extended_font_data else ""
    return family or str(style.dxf.font)


def _encoding_of(font: str) -> Literal["TCVN3", "VNI"] | None:
    if _VNI.match(font):
        return "VNI"
    return "TCVN3" if _TCVN3.match(font) else None


def _bytes_as_letters(drawn: str) -> str:
    """Bytes that were no UTF-8 come as halves of signs: taken for Windows-1252, as the old fonts take them."""
    if not _BYTES.search(drawn):
        return drawn
    return _BYTES.sub(lambda half: _letter(ord(half[0]) - 0xDC00), drawn)


def _letter(byte: int) -> str:
    """Where Windows-1252 has no letter, the half stays: it is damage."""
    try:
        return bytes([byte]).decode("cp1252")
    except UnicodeDecodeError:
        return chr(0xDC00 + byte)


def _guess(cell: str, page: str, encoding: Literal["TCVN3", "VNI"] | None) -> Guess | None:
    letters = _off_the_vietnamese_page(cell, encoding is not None) if page == _VIETNAMESE_PAGE else cell
    if encoding is not None:
        guess = decode_as(letters, encoding)
        if guess is not None:
            return guess
    return decode_legacy(letters)


def _off_the_vietnamese_page(cell: str, font_is_old: bool) -> str:
    """A text that was read with Windows-1258: Unicode by its letters, or old bytes that the page turned into other letters.

    Sound Vietnamese has no accent left over once it is composed; where one is, or the font says so, the bytes are read again.
    """
    composed = unicodedata.normalize("NFC", cell)
    if not font_is_old and not any(unicodedata.combining(sign) for sign in composed):
        return composed
    try:
        return cell.encode(_VIETNAMESE_PAGE).decode("cp1252")
    except UnicodeError:
        return composed
