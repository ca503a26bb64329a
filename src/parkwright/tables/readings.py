"""What a cell that cannot be read probably means: the wording of its defect, and what to write instead.

People bring what their spreadsheet showed them: thousands in groups, a decimal comma, a per cent sign, a unit, the day before
the month. Nothing of it is read in silence, for each can mean two things; the defect says what would be taken.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from functools import cache
from typing import TypeAlias

from parkwright.tables.when import is_date
from parkwright.words import LANGS, Value, say

Told: TypeAlias = tuple[str, Mapping[str, Value]]
"""The key of a wording in ``words/problems.toml``, and what goes into it besides the place of the cell."""

_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9._:|-]*")
_SIGNS_FOR_UNKNOWN = ("-", "--", "–", "—", "?")
_THREES = r"[1-9]\d{0,2}"
_POINT_THOUSANDS = re.compile(rf"[+-]?{_THREES}(\.\d{{3}})+")
_GROUPED = (
    # thousands by points, commas or blanks (the no-break blank and the apostrophe of some countries too)
    (re.compile(rf"[+-]?{_THREES}(\.\d{{3}})+,\d+"), ".", ","),
    (re.compile(rf"[+-]?{_THREES}(,\d{{3}})+\.\d+"), ",", "."),
    (re.compile(rf"[+-]?{_THREES}(\.\d{{3}}){{2,}}"), ".", ""),
    (re.compile(rf"[+-]?{_THREES}(,\d{{3}}){{2,}}"), ",", ""),
    (re.compile(rf"[+-]?{_THREES}([\s'’]\d{{3}})+(,\d+)?"), " ", ","),
    (re.compile(rf"[+-]?{_THREES}([\s'’]\d{{3}})+\.\d+"), " ", "."),
)
_WITH_UNIT = re.compile(r"[+-]?[\d.,\s]*\d\s*[^\W\d_]+[23]?([\s/.%]+[^\W\d_]+[23]?)*")
_DEGREES = re.compile(r"(\d{1,3})\s*[°º]\s*(\d{1,2})?\s*['’′]?\s*([\d.,]+)?\s*(?:[\"”″]|'')?\s*([^\W\d_])?")
_SIDES = frozenset("NSEWBT") | {"Đ"}
"""North, south, east, west, and the first letters of north, west and east in Vietnamese."""
_DAY_FIRST = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})")
_YEAR_FIRST = re.compile(r"(\d{4})[/.-](\d{1,2})(?:[/.-](\d{1,2}))?(?:[T ][\d:.]+)?")
_MONTH_YEAR = re.compile(r"(\d{1,2})[/.-](\d{4})")
_SERIALS, _SERIAL_ZERO = (20_000, 80_000), date(1899, 12, 30)
"""Spreadsheets count days from here; numbers in this range are days from 1954 to 2119."""


def is_id(word: str) -> bool:
    """Whether a word can be an id: letters without marks, digits, points, hyphens and underscores."""
    return _ID.fullmatch(word) is not None


def is_plain_id(word: str) -> bool:
    """Whether a word can be an id of an input table: ``:`` and ``|`` are kept for the ids that results join from them."""
    return is_id(word) and ":" not in word and "|" not in word


def stands_for_unknown(cell: str) -> bool:
    """Whether a cell says in words that nothing is known: "N/A", "-", "chưa rõ"."""
    word = unicodedata.normalize("NFKC", cell).lower()
    return word in _SIGNS_FOR_UNKNOWN or word in _words_for_unknown()


@cache
def _words_for_unknown() -> frozenset[str]:
    """What people write in either language where a cell should be empty."""
    return frozenset(word for lang in LANGS for word in say("problems.for_unknown", lang).split("; "))


def has_point_thousands(cell: str) -> bool:
    """Whether a number reads like thousands with a point between: "1.200", "12.000"; not "0.125", "1.25"."""
    return _POINT_THOUSANDS.fullmatch(cell) is not None


def not_a_number(cell: str, unit: str, is_share: bool) -> Told:
    """Why a cell is no number, and what to write.

    unit:     of the column, "" where there is none
    is_share: the column takes shares from 0 to 1

    I/O Example:
        "1.234,5" -> ("thousands", {"suggestion": "1234.5"})      "1,250" -> ("comma_unclear", {"point": "1.250", …})
        "12%"     -> ("percent_sign", {"suggestion": "12"}), of a share: "0.12"
        "N/A"     -> ("word_for_unknown", {})                     "many"  -> ("not_a_number", {})
    """
    plain = unicodedata.normalize("NFKC", cell)
    if stands_for_unknown(plain):
        return "word_for_unknown", {}
    if re.fullmatch(rf"[+-]?{_THREES},\d{{3}}", plain):
        return "comma_unclear", {"point": plain.replace(",", "."), "whole": plain.replace(",", "")}
    if re.fullmatch(r"[+-]?\d+,\d+", plain):
        return "comma_for_point", {"suggestion": plain.replace(",", ".")}
    if (grouped := _ungrouped(plain)) is not None:
        return "thousands", {"suggestion": grouped}
    if plain.endswith("%"):
        return _percent(plain, unit, is_share)
    if _WITH_UNIT.fullmatch(plain):
        return ("number_with_unit", {"unit": unit}) if unit else ("number_with_words", {})
    if plain != cell and re.fullmatch(r"[+-]?\d+(\.\d+)?", plain):
        return "other_digits", {"suggestion": str(_ascii_digits(plain))}
    return "not_a_number", {}


def meant_degrees(cell: str) -> str | None:
    """Decimal degrees of a cell in degrees, minutes and seconds.

    I/O Example:
        "106°33'00\"" -> "106.55"      "10° 51' 36.5\" N" -> "10.860139"      "106.55" -> None
    """
    found = _DEGREES.fullmatch(cell.strip())
    if found is None:
        return None
    degrees, minutes, seconds, side = found.groups()
    if side and side.upper() not in _SIDES:
        return None
    second = (seconds or "0").replace(",", ".")
    if not re.fullmatch(r"\d+(\.\d+)?", second):
        return None
    value = int(degrees) + int(minutes or 0) / 60 + float(second) / 3600
    sign = "-" if side and side.upper() in "SWT" else ""
    return f"{sign}{value:.6f}".rstrip("0").rstrip(".")


def not_a_date(cell: str) -> Told:
    """Why a cell is no date, and what to write.

    I/O Example:
        "31/12/2026" -> ("date_other_way", {"suggestion": "2026-12-31"})      "2027/2025" -> ("span_backwards", {})
        "31/02/2026", "2026-13-01" -> ("no_such_day", {})                     "undated"   -> ("bad_date", {})
    """
    plain = unicodedata.normalize("NFKC", cell).strip("'\" ")
    if stands_for_unknown(plain):
        return "word_for_unknown", {}
    parts = [part.strip() for part in plain.split("/")]
    if len(parts) == 2 and all(len(part) >= 4 for part in parts):
        if all(map(is_date, parts)):
            return "span_backwards", {}
        return ("no_such_day" if all(map(_YEAR_FIRST.fullmatch, parts)) else "bad_date"), {}
    readings = [plain] if is_date(plain) else list(_dates(plain))
    real = [reading for reading in readings if is_date(reading)]
    if real:
        return "date_other_way", {"suggestion": real[0]}
    return ("no_such_day" if readings else "bad_date"), {}


def not_an_id(word: str) -> Told:
    """What an id could be called instead.

    I/O Example:
        "Tân Thuận" -> ("bad_id_near", {"suggestion": "Tan-Thuan"})      "???" -> ("bad_id", {})
    """
    letters = unicodedata.normalize("NFKD", word.replace("đ", "d").replace("Đ", "D"))
    seen = "".join(sign for sign in letters if unicodedata.category(sign) not in ("Mn", "Cf"))
    meant = re.sub(r"[^A-Za-z0-9._-]", "", re.sub(r"[\s:|/]+", "-", seen.strip())).strip("._-")
    return ("bad_id_near", {"suggestion": meant}) if is_plain_id(meant) else ("bad_id", {})


def alike(word: str) -> str:
    """What two spellings of one id have in common: "Tan Thuan", "tân_thuận" and "tan-thuan" are alike."""
    letters = unicodedata.normalize("NFKD", word.replace("đ", "d").replace("Đ", "D")).casefold()
    return "".join(sign for sign in letters if sign.isalnum())


def _ungrouped(cell: str) -> str | None:
    for shape, between, point in _GROUPED:
        if shape.fullmatch(cell):
            whole, _, decimals = cell.rpartition(point) if point and point in cell else (cell, "", "")
            digits = re.sub(r"[\s'’]", "", whole) if between == " " else whole.replace(between, "")
            return f"{digits}.{decimals}" if decimals else digits
    return None


def _percent(cell: str, unit: str, is_share: bool) -> Told:
    number = cell.rstrip("% ").replace(",", ".")
    if not re.fullmatch(r"[+-]?\d+(\.\d+)?", number):
        return "not_a_number", {}
    if is_share:
        return "percent_sign", {"suggestion": f"{float(number) / 100:.6f}".rstrip("0").rstrip(".")}
    return (
        ("percent_sign", {"suggestion": number})
        if unit in ("%", "")
        else ("number_with_unit", {"unit": unit})
    )


def _ascii_digits(cell: str) -> str:
    return "".join(str(unicodedata.digit(sign)) if sign.isdigit() else sign for sign in cell)


def _dates(cell: str) -> Iterator[str]:
    """Dates that the cell may spell in another way, the likeliest first; not all of them exist."""
    if found := _DAY_FIRST.fullmatch(cell):
        first, second, year = found.groups()
        yield f"{year}-{second:0>2}-{first:0>2}"
        yield f"{year}-{first:0>2}-{second:0>2}"
    elif re.fullmatch(r"\d{4}\.0+", cell):
        yield cell[:4]
    elif found := _YEAR_FIRST.fullmatch(cell):
        yield "-".join(f"{part:0>2}" for part in found.groups() if part)
    elif found := _MONTH_YEAR.fullmatch(cell):
        yield f"{found[2]}-{found[1]:0>2}"
    elif re.fullmatch(r"\d{8}", cell):
        yield f"{cell[:4]}-{cell[4:6]}-{cell[6:]}"
    elif re.fullmatch(r"\d{5}(\.0+)?", cell) and _SERIALS[0] <= float(cell) <= _SERIALS[1]:
        yield (_SERIAL_ZERO + timedelta(days=int(float(cell)))).isoformat()
