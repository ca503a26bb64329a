"""How wide words are in Times, and how many lines a paragraph takes: from Adobe's font metrics, which matplotlib carries.

Times New Roman, Liberation Serif and Tinos have the widths of Times. Letters that the metrics do not know take the width of
the letter that their marks stand on; a horn adds a little (measured on Liberation Serif 2.1).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path
from types import MappingProxyType

from parkwright.dossier.docx.pieces import Para, Run
from parkwright.dossier.docx.styles import Style

_FILES = MappingProxyType(
    {
        (False, False): "ptmr8a.afm", (True, False): "ptmb8a.afm", (False, True): "ptmri8a.afm", (True, True): "ptmbi8a.afm",
    }
)  # fmt: skip
_HORN = "\u031b"
_HORN_WIDENS = MappingProxyType(
    {
        ("o", False): 0.029, ("u", False): 0.042, ("O", False): 0.0, ("U", False): 0.054,
        ("o", True): 0.054, ("u", True): 0.044, ("O", True): 0.0, ("U", True): 0.074,
    }
)  # fmt: skip
_NAMED = MappingProxyType(
    {
        "quoteright": "\u2019", "quoteleft": "\u2018", "quotedblleft": "\u201c", "quotedblright": "\u201d", "endash": "\u2013",
        "emdash": "\u2014", "bullet": "\u2022", "ellipsis": "\u2026", "periodcentered": "\u00b7", "section": "\u00a7",
        "quotesingle": "'", "grave": "`", "guillemotleft": "\u00ab", "guillemotright": "\u00bb", "degree": "\u00b0",
        "twosuperior": "\u00b2", "threesuperior": "\u00b3", "plusminus": "\u00b1", "multiply": "\u00d7", "divide": "\u00f7",
        "onehalf": "\u00bd", "onequarter": "\u00bc", "threequarters": "\u00be", "mu": "\u00b5", "minus": "\u2212",
        "copyright": "\u00a9", "registered": "\u00ae", "trademark": "\u2122", "sterling": "\u00a3",
        "paragraph": "\u00b6", "perthousand": "\u2030", "dagger": "\u2020",
    }
)  # fmt: skip
_LIKE = MappingProxyType(
    {"\u0111": "d", "\u0110": "D", "\u00a0": " ", "\u2011": "-", "\u202f": " ", "\u20ac": "0", "\u2010": "-"}
)
_OTHER = MappingProxyType({"\u2192": 1.0, "\u2265": 0.549, "\u2264": 0.549, "\u2260": 0.549, "\u2248": 0.549})
_UNKNOWN_EM = 1.0
_SLACK = 0.05


@cache
def _advances(bold: bool, italic: bool) -> MappingProxyType[str, float]:
    """Width of each letter in em, from the metrics file."""
    import matplotlib

    found: dict[str, float] = {}
    path = Path(matplotlib.get_data_path()) / "fonts" / "afm" / _FILES[bold, italic]
    for line in path.read_text("latin-1").splitlines():
        told = re.match(r"C (-?\d+) ; WX (\d+) ; N (\w+) ;", line)
        if told is None:
            continue
        code, width, name = int(told[1]), int(told[2]) / 1000, told[3]
        letter = _NAMED.get(name) or (chr(code) if 32 <= code < 127 else "")
        if letter:
            found[letter] = width
    return MappingProxyType(found)


@cache
def letter_em(letter: str, bold: bool, italic: bool = False) -> float:
    """Width of one letter in em.

    I/O Example:
        letter_em("o", False) -> 0.5     letter_em("\u1ed9", False) -> 0.5     letter_em("\u01a1", False) -> 0.529
    """
    known = _advances(bold, italic)
    letter = _LIKE.get(letter, letter)
    if letter in known:
        return known[letter]
    if letter in _OTHER:
        return _OTHER[letter]
    stem, *marks = list(unicodedata.normalize("NFD", letter))
    if stem in known and all(unicodedata.combining(mark) for mark in marks):
        return known[stem] + (_HORN_WIDENS.get((stem, bold), 0.0) if _HORN in marks else 0.0)
    return 0.0 if unicodedata.combining(letter) else _UNKNOWN_EM


def width_of(words: str, size: float, bold: bool = False, italic: bool = False) -> float:
    """Width of words on one line, in points.

    I/O Example:
        width_of("on", 10) -> 10.0
    """
    return size * sum(letter_em(letter, bold, italic) for letter in words)


def tokens(words: str) -> Iterator[str]:
    """Words as a line may be broken: before a space, and after a hyphen between letters.

    I/O Example:
        "the run-time of it" -> "the", " run-", "time", " of", " it"
    """
    return (
        found
        for found in re.findall(r"[^\S\u00a0\u202f]+|[^\s-]*(?:[\u00a0\u202f][^\s-]*)*-*", words)
        if found
    )


def lines_of(para: Para, style: Style, width: float) -> int:
    """How many lines a paragraph takes when set greedily, as word processors do.

    A tab to the right edge (a list of contents) needs no room of its own: the words end before it.

    I/O Example:
        Para of 60 letters at 5 pt each, style without indents, width 160 -> 2
    """
    return 1 + sum(1 for _ in _line_starts(_measured(para.runs, style), style, width))


def broken(words: str, style: Style, width: float) -> str:
    """The words with a forced line end where a line of this width ends: for lines that must leave room at their right.

    I/O Example:
        ("a long title", style of 10 pt, width 30) -> "a long\\ntitle"
    """
    run, start, parts = Run(words), 0, []
    found = list(_measured((run,), style))
    for place in dict.fromkeys(_line_starts(iter(found), style, width)):
        parts.append("".join(told for told, _ in found[start:place]).strip(" "))
        start = place
    return "\n".join([*parts, "".join(told for told, _ in found[start:]).strip(" ")])


def _line_starts(measured: Iterator[tuple[str, float]], style: Style, width: float) -> Iterator[int]:
    """The places of the words that begin a new line."""
    room = width - style.left - style.right
    at, gap = max(style.first, 0.0), 0.0
    for place, (token, wide) in enumerate(measured):
        if token == "\n":
            at, gap = 0.0, 0.0
            yield place
        elif token.isspace():
            gap += wide
        else:
            if at > 0 and at + gap + wide > room + _SLACK:
                at, gap = 0.0, 0.0
                yield place
            at, gap = at + gap + wide, 0.0
            while at > room + _SLACK and wide > room:
                at, wide = at - room, wide - room
                yield place


def _measured(runs: Iterable[Run], style: Style) -> Iterator[tuple[str, float]]:
    """Pieces of line with their widths; a word that changes its look in the middle stays one word."""
    word, width = "", 0.0
    for run in runs:
        if "\t" in run.words or run.page_of:
            continue
        size = run.size or style.size
        bold = style.bold if run.bold is None else run.bold
        italic = style.italic if run.italic is None else run.italic
        for token in tokens(run.words):
            if token.isspace():
                if word:
                    yield word, width
                yield ("\n", 0.0) if "\n" in token else (token, width_of(token, size, bold, italic))
                word, width = "", 0.0
            else:
                if word.endswith("-"):
                    yield word, width
                    word, width = "", 0.0
                word, width = word + token, width + width_of(token, size, bold, italic)
    if word:
        yield word, width


def longest_word(words: str, size: float, bold: bool = False) -> float:
    """Width of the longest part that no line end may cut, in points."""
    return max((width_of(token, size, bold) for token in tokens(words) if not token.isspace()), default=0.0)
