"""Vietnamese text in TCVN3 (.VnTime fonts) that was read as Windows-1252: detect it and suggest the Unicode."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

# TCVN 5712:1993, single-byte part as used by the .Vn fonts: byte -> letter. Source: the standard's code table (VN3).
_TCVN3 = dict(
    zip(
        "µ¸¶·¹¨»¾¼½Æ©ÇÊÈÉË®ÌÐÎÏÑªÒÕÓÔÖ×ÝØÜÞßãáâä«åèæçé¬êíëìîïóñòô­õøö÷ùúýûüþ¡¢§£¤¥¦",
        "àáảãạăằắẳẵặâầấẩẫậđèéẻẽẹêềếểễệìíỉĩịòóỏõọôồốổỗộơờớởỡợùúủũụưừứửữựỳýỷỹỵĂÂĐÊÔƠƯ",
        strict=True,
    )
)
# Signs that Unicode Vietnamese never has inside a word, but TCVN3 text has all the time.
_SIGNS = re.compile(r"[A-Za-z][µ¸¶·¹¨»¾¼½©®ª«¬§¡¢£¤¥¦­]|[µ¸¶·¹¨»¾¼½©®ª«¬§¡¢£¤¥¦­][A-Za-z]")


@dataclass(frozen=True, slots=True)
class Guess:
    """What a legacy cell probably says."""

    encoding: str
    text: str


def decode_legacy(cell: str) -> Guess | None:
    """The Unicode reading of a cell that looks like TCVN3, or None.

    A cell counts as TCVN3 only if signs of that encoding stand beside letters and every sign of it can be read.

    I/O Example:
        decode_legacy("Khu c«ng nghiÖp") -> Guess("TCVN3", "Khu công nghiệp")
        decode_legacy("Khu công nghiệp") -> None
    """
    if len(_SIGNS.findall(cell)) == 0 or any(ord(sign) > 0xFF for sign in cell):
        return None
    read = "".join(_TCVN3.get(sign, sign) for sign in cell)
    if any(ord(sign) >= 0x80 and not _is_vietnamese(sign) for sign in read):
        return None
    return Guess("TCVN3", unicodedata.normalize("NFC", read))


def _is_vietnamese(sign: str) -> bool:
    return sign in set(_TCVN3.values()) or unicodedata.category(sign)[0] in "PZS"
