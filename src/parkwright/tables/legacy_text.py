"""Vietnamese text in TCVN3 (.VnTime fonts), VNI (VNI-Times) or UTF-8 that was read as Windows-1252: detect it, suggest the Unicode."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import Literal

# TCVN 5712:1993, single-byte part as used by the .Vn fonts: byte -> letter. Source: the standard's code table (VN3).
_TCVN3 = dict(
    zip(
        "µ¸¶·¹¨»¾¼½Æ©ÇÊÈÉË®ÌÐÎÏÑªÒÕÓÔÖ×ÝØÜÞßãáâä«åèæçé¬êíëìîïóñòô­õøö÷ùúýûüþ¡¢§£¤¥¦",
        "àáảãạăằắẳẵặâầấẩẫậđèéẻẽẹêềếểễệìíỉĩịòóỏõọôồốổỗộơờớởỡợùúủũụưừứửữựỳýỷỹỵĂÂĐÊÔƠƯ",
        strict=True,
    )
)
_LETTERS = frozenset(letter.lower() for letter in _TCVN3.values())
# Signs that Unicode Vietnamese never has inside a word, but TCVN3 text has all the time: before a letter (not before a
# capital: "©Company", and not as a unit: "µm"), or at the end of a word that may end so ("Intel®" does not). Nor has it an
# capital that Vietnamese does not have after a small letter ("HuyÖn", "QuËn").
_SIGN = "µ¸¶·¹¨»¾¼½©®ª«¬§¡¢£¤¥¦\u00ad"
_SIGNS = re.compile(
    rf"(?!(?<![A-Za-zÀ-ÿ])µ[a-zA-Z](?![A-Za-zÀ-ÿ]))[{_SIGN}][a-zÀ-ÿ{_SIGN}]|[A-Za-zÀ-ÿ][µ¸¶·¹ª«¬\u00ad](?![A-Za-zÀ-ÿ])|[a-zß-öø-ÿ][ÆÇËÎÏÐÑÖØÜÞ](?![A-ZÀ-ÖØ-Þ])"
)
_LOST = "\ufffd"
_OPEN_1252 = "\x81\x8d\x8f\x90\x9d"
# VNI for Windows: a vowel, then a sign for its marks; a few letters stand alone. Source: the fonts' published key table.
_ACUTE, _GRAVE, _HOOK, _TILDE, _DOT, _HAT, _BREVE, _HORN = "\u0301\u0300\u0309\u0303\u0323\u0302\u0306\u031b"
_VNI_MARKS = {
    "ù": _ACUTE, "ø": _GRAVE, "û": _HOOK, "õ": _TILDE, "ï": _DOT, "â": _HAT, "á": _HAT + _ACUTE, "à": _HAT + _GRAVE,
    "å": _HAT + _HOOK, "ã": _HAT + _TILDE, "ä": _HAT + _DOT, "ê": _BREVE, "é": _BREVE + _ACUTE, "è": _BREVE + _GRAVE,
    "ú": _BREVE + _HOOK, "ü": _BREVE + _TILDE, "ë": _BREVE + _DOT,
}  # fmt: skip
_VNI_ALONE = {"ô": "ơ", "ö": "ư", "ñ": "đ", "æ": "ỉ", "ó": "ĩ", "ò": "ị", "î": "ỵ", "í": "í", "ì": "ì"}
_VNI_PAIR = re.compile("([aeouyôö])([ùøûõïâáàåãäêéèúüë])", re.IGNORECASE)
# Signs that Unicode Vietnamese does not have: two of them, one after its vowel, make a cell VNI ("Noël", "Saïgon" have one).
_VNI_ONLY = re.compile("[øûïåäüëöñæî]", re.IGNORECASE)
_VNI_ONLY_AFTER = re.compile("[aeouyôö][øûïåäüë]", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Guess:
    """What a legacy cell probably says."""

    encoding: str
    text: str


def decode_legacy(cell: str) -> Guess | None:
    """The Unicode reading of a cell that looks like TCVN3 or VNI, or None.

    A cell counts as one of them only if signs of that encoding stand beside letters and every sign of it can be read.

    I/O Example:
        decode_legacy("Khu c«ng nghiÖp") -> Guess("TCVN3", "Khu công nghiệp")
        decode_legacy("Khu coâng nghieäp öôùc") -> Guess("VNI", "Khu công nghiệp ước")
        decode_legacy("Khu Ä‘áº¥t") -> Guess("UTF-8 → Windows-1252", "Khu đất")
        decode_legacy("Khu công nghiệp") -> None
    """
    if cell.isascii():
        return None
    return _decode_utf8(cell) or _decode_tcvn3(cell) or _decode_vni(cell)


def decode_as(cell: str, encoding: Literal["TCVN3", "VNI"]) -> Guess | None:
    """The Unicode reading of a cell that is known to be in an encoding (its font says so), or None where a sign of it cannot be read
    or none needs to be. It also reads what ``decode_legacy`` must leave alone for want of signs ("Hå" could be a Danish name).

    I/O Example:
        decode_as("Hå", "TCVN3") -> Guess("TCVN3", "Hồ")
        decode_as("Hồ", "TCVN3") -> None
        decode_as("soá 1", "VNI") -> Guess("VNI", "số 1")
    """
    guess = _read_tcvn3(cell) if encoding == "TCVN3" else _read_vni(cell)
    return None if guess is None or guess.text == cell else guess


def is_damaged(cell: str) -> bool:
    """Whether letters of a cell are lost: the sign that stands for an unreadable byte, control signs inside the text, or half a sign
    (a surrogate without its other half, which no file and no database can hold)."""
    if cell.isprintable():
        return _LOST in cell
    return any(
        sign == _LOST
        or unicodedata.category(sign) == "Cs"
        or (unicodedata.category(sign) == "Cc" and sign not in "\t\n\r")
        for sign in cell
    )


def _decode_utf8(cell: str) -> Guess | None:
    """UTF-8 whose bytes were each taken for a letter of Windows-1252 ("Khu Ä‘áº¥t")."""
    try:
        read = b"".join(_byte(sign) for sign in cell).decode("utf-8")
    except (UnicodeEncodeError, UnicodeDecodeError):
        return None
    return Guess("UTF-8 → Windows-1252", unicodedata.normalize("NFC", read))


def _byte(sign: str) -> bytes:
    """The byte behind a sign; the five that Windows-1252 leaves open come through as they are."""
    return sign.encode("latin-1") if sign in _OPEN_1252 else sign.encode("cp1252")


def _decode_tcvn3(cell: str) -> Guess | None:
    return _read_tcvn3(cell) if _SIGNS.search(cell) else None


def _read_tcvn3(cell: str) -> Guess | None:
    if any(ord(sign) > 0xFF for sign in cell):
        return None
    read = "".join(_TCVN3.get(sign, sign) for sign in cell)
    if any(ord(sign) >= 0x80 and not _is_vietnamese(sign) for sign in read):
        return None
    return Guess("TCVN3", unicodedata.normalize("NFC", read))


def _decode_vni(cell: str) -> Guess | None:
    if len(_VNI_ONLY.findall(cell)) < 2 or not _VNI_ONLY_AFTER.search(cell):
        return None
    return _read_vni(cell)


def _read_vni(cell: str) -> Guess | None:
    if any(ord(sign) > 0xFF for sign in cell):
        return None

    def pair(found: re.Match[str]) -> str:
        vowel = _VNI_ALONE.get(found[1].lower(), found[1].lower())
        letter = unicodedata.normalize("NFC", vowel + _VNI_MARKS[found[2].lower()])
        return letter.upper() if found[1].isupper() else letter

    read, end = "", 0
    for found in _VNI_PAIR.finditer(cell):
        read += _vni_alone(cell[end : found.start()]) + pair(found)
        end = found.end()
    read += _vni_alone(cell[end:])
    if any(ord(sign) >= 0x80 and not _is_vietnamese(sign) for sign in read):
        return None
    return Guess("VNI", read)


def _vni_alone(piece: str) -> str:
    alone = _VNI_ALONE | {sign.upper(): letter.upper() for sign, letter in _VNI_ALONE.items()}
    return "".join(alone.get(sign, sign) for sign in piece)


def _is_vietnamese(sign: str) -> bool:
    return sign.lower() in _LETTERS or unicodedata.category(sign)[0] in "PZS"
