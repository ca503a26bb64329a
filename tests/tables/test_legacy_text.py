"""Text in TCVN3, VNI and twice encoded UTF-8 is recognised; Unicode, foreign names, units and marks are left alone."""

from __future__ import annotations

from typing import Literal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parkwright.tables.legacy_text import decode_as, decode_legacy, is_damaged


@pytest.mark.parametrize(
    ("cell", "encoding", "meant"),
    [
        ("Khu c«ng nghiÖp", "TCVN3", "Khu công nghiệp"),
        ("Khu ®Êt", "TCVN3", "Khu đất"),
        ("QuËn 1", "TCVN3", "Quận 1"),
        ("HuyÖn Cñ Chi", "TCVN3", "Huyện Củ Chi"),
        ("Thµnh phè Hå ChÝ Minh", "TCVN3", "Thành phố Hồ Chí Minh"),
        ("Khu coâng nghieäp Hieäp Phöôùc", "VNI", "Khu công nghiệp Hiệp Phước"),
        ("KHU COÂNG NGHIEÄP TAÂN THUAÄN", "VNI", "KHU CÔNG NGHIỆP TÂN THUẬN"),
        ("Khu Ä‘áº¥t hai", "UTF-8 → Windows-1252", "Khu đất hai"),
        ("Thá»§ Ä\x90á»©c", "UTF-8 → Windows-1252", "Thủ Đức"),
        ("Thaønh phoá Hoà Chí Minh, ñöôøng soá 1", "VNI", "Thành phố Hồ Chí Minh, đường số 1"),
    ],
)
def test_legacy_text_is_read(cell: str, encoding: str, meant: str) -> None:
    guess = decode_legacy(cell)
    assert guess is not None
    assert (guess.encoding, guess.text) == (encoding, meant)


@pytest.mark.parametrize(
    "cell",
    [
        "Khu công nghiệp Hiệp Phước", "Đường Nguyễn Huệ", "hoà toàn quá", "Công ty Hà Nam", "Bà Rịa – Vũng Tàu",
        "Noël Saïgon", "Citroën", "Müller & Møller A/S", "Señor Español", "naïve", "eÉcole", "LinhÝ", "20m×30m", "SØRENSEN",
        "Intel®", "©Company", "10 µm", "5µm dust", "«Hòa Phát»", "20 °C ± 2", "§ 5", "1ª", "m²", "",
    ],
)  # fmt: skip
def test_other_text_is_left_alone(cell: str) -> None:
    assert decode_legacy(cell) is None


@given(st.text())
def test_any_text_can_be_asked(cell: str) -> None:
    guess = decode_legacy(cell)
    assert guess is None or guess.text != cell


@pytest.mark.parametrize(
    ("cell", "encoding", "meant"),
    [
        ("Hå", "TCVN3", "Hồ"), ("§Êt", "TCVN3", "Đất"), ("soá 1", "VNI", "số 1"), ("ñoâi", "VNI", "đôi"),
        ("Hồ", "TCVN3", None), ("Khu A", "TCVN3", None), ("Khu A", "VNI", None),
    ],
)  # fmt: skip
def test_a_font_that_tells_the_encoding_decides(
    cell: str, encoding: Literal["TCVN3", "VNI"], meant: str | None
) -> None:
    guess = decode_as(cell, encoding)
    assert (None if guess is None else guess.text) == meant


def test_half_a_sign_is_damage() -> None:
    """A surrogate without its other half, as an escape in GeoJSON can bring it."""
    assert is_damaged("Khu \ud83c") and not is_damaged("Khu 🏭")
